import type { FormEvent, KeyboardEvent, ReactNode } from 'react';
import { useRef, useState } from 'react';
import { useTools } from './context';
import { Icon } from './icons';
import type { Shortcut } from './types';

const most = 4000;

/** Composer is where the visitor writes: Enter sends, Shift+Enter makes a line. */
export function Composer(): ReactNode {
  const { t, chat } = useTools();
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const length = [...text].length;
  const submit = (e?: FormEvent) => {
    e?.preventDefault();
    const said = text.trim();
    if (!said || length > most) return;
    chat.say(said);
    setText('');
    field.current?.focus();
  };
  const key = (e: KeyboardEvent) => {
    if (e.key === 'Enter' && !e.shiftKey && !e.nativeEvent.isComposing) submit(e as unknown as FormEvent);
  };
  return (
    <form className="composer" onSubmit={submit}>
      <div className="grow" data-text={`${text}\u200b`}>
        <textarea
          ref={field}
          id="say"
          rows={1}
          value={text}
          aria-label={t.messagePlaceholder}
          placeholder={t.messagePlaceholder}
          aria-invalid={length > most}
          aria-describedby={length > most ? 'too-long' : undefined}
          enterKeyHint="send"
          autoComplete="off"
          onChange={(e) => setText(e.target.value)}
          onKeyDown={key}
        />
      </div>
      <button type="submit" className="round send" aria-label={t.send} disabled={!text.trim() || length > most}>
        <Icon name="send" />
      </button>
      {length > most && (
        <p id="too-long" className="wrong" role="alert">
          {t.tooLong} ({length})
        </p>
      )}
    </form>
  );
}

/** Bar is the shop's shortcuts, always at hand. */
export function Bar({ shortcuts }: { shortcuts: Shortcut[] }): ReactNode {
  const { t, chat } = useTools();
  if (!shortcuts.length) return null;
  return (
    <nav className="bar" aria-label={t.shortcuts}>
      {shortcuts.map((s) => (
        <button type="button" key={s.title} onClick={() => chat.press(s)}>
          <Icon name={s.icon} />
          <span>{s.title}</span>
        </button>
      ))}
    </nav>
  );
}
