import type { components } from '../../api/schema.gen';
import type { Typed } from './edit';

type Draft = components['schemas']['DraftInBody'];

/** draftOf is what the API is asked for; null while the contact or the goods are missing. */
export function draftOf(contact: string | undefined, typed: Typed, lang: string, conversation?: string): Draft | null {
  if (!contact || typed.added.length === 0) return null;
  const out: Draft = { contact_id: contact, lang: lang as 'ru' | 'en', lines: typed.added.map((a) => ({ variant_id: a.choice.variant_id, quantity: a.quantity })) };
  for (const key of ['address', 'name', 'phone', 'comment'] as const) {
    const v = typed[key]?.trim();
    if (v) out[key] = v;
  }
  if (conversation) out.conversation_id = conversation;
  if (typed.delivery) out.delivery = typed.delivery;
  return out;
}
