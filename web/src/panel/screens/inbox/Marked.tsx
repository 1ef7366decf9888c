import { Mark } from '@mantine/core';

/** Marked is a text with words of it marked, wherever they stand. */
export function Marked({ text, words }: { text: string; words: string[] }) {
  return pieces(text, words).map((p, i) => (p.hit ? <Mark key={i}>{p.text}</Mark> : <span key={i}>{p.text}</span>));
}

/** pieces cuts a text at the words that were found in it. */
export function pieces(text: string, words: string[]): { text: string; hit: boolean }[] {
  const out: { text: string; hit: boolean }[] = [];
  let rest = text;
  while (rest) {
    const next = words.map((w) => ({ w, at: w ? rest.indexOf(w) : -1 })).filter((x) => x.at >= 0).sort((a, b) => a.at - b.at || b.w.length - a.w.length)[0];
    if (!next) break;
    if (next.at > 0) out.push({ text: rest.slice(0, next.at), hit: false });
    out.push({ text: next.w, hit: true });
    rest = rest.slice(next.at + next.w.length);
  }
  if (rest) out.push({ text: rest, hit: false });
  return out;
}
