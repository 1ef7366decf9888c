import type { components } from '../../api/schema.gen';

export type Text = components['schemas']['NoticeText'];

/** Line is one notice in all the shop's languages, as the list shows it. */
export interface Line {
  id: string;
  event: string;
  audience: Text['audience'];
  channel: string;
  texts: Text[];
}

/** lines gathers the texts of each event, in the order in which they come. */
export function lines(all: Text[], audience: Text['audience']): Line[] {
  const out = new Map<string, Line>();
  for (const x of all) {
    if (x.audience !== audience) continue;
    const id = [x.event, x.channel ?? ''].join(' ');
    const line = out.get(id) ?? { id, event: x.event, audience, channel: x.channel ?? '', texts: [] };
    line.texts.push(x);
    out.set(id, line);
  }
  return [...out.values()];
}

/** keyOf names one text to the API. */
export const keyOf = ({ event, audience, lang, channel }: Text) => ({ event, audience, lang, ...(channel ? { channel } : {}) });
