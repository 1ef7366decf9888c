import type { ReactNode } from 'react';
import { Component } from 'react';

/** Safe keeps the page standing when one message cannot be drawn: its words are shown instead. */
export class Safe extends Component<{ words: string; children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? <div className="message theirs">{this.props.words}</div> : this.props.children;
  }
}
