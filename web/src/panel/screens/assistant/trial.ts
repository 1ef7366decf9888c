import type { components } from '../../api/schema.gen';

type Schemas = components['schemas'];
export type Answer = Schemas['TrialAnswer'];
export type Button = Schemas['TrialButton'];
export type Said = Schemas['TrialLine'];

/** Line is what stands in the talk: what the owner said, or one answer of the shop. */
export type Line = { by: 'me'; text: string } | { by: 'shop'; answer: Answer; path: string } | { by: 'note'; note: string; would: string[]; tokens: number };

/** plainOf is an answer as the model is told that it was said: words without marks. */
export function plainOf(answers: Answer[]): string {
  const text = answers.map((a) => [a.text, ...(a.cards ?? []).map((c) => c.title)].filter(Boolean).join('\n')).join('\n');
  return (new DOMParser().parseFromString(text, 'text/html').body.textContent ?? '').slice(0, 4000);
}

/** buttons are the rows of an answer without the holes that the API's types allow. */
export const buttons = (rows: (Button[] | null)[] | null | undefined): Button[][] => (rows ?? []).map((r) => r ?? []).filter((r) => r.length > 0);

/** most is how many things the server goes through again; a longer talk begins anew. */
export const most = 60;
