import type { ReactNode } from 'react';
import { createElement, Fragment } from 'react';

/**
 * House markup (core/markup): a small HTML subset. What is no tag of ours is text, tags
 * left open close at the end, a closing tag without its opening one is dropped. It is
 * turned into React nodes, never into HTML.
 */

type Node = string | { tag: string; href?: string; children: Node[] };

const tags: Record<string, string> = {
  b: 'b', strong: 'b', i: 'i', em: 'i', u: 'u', s: 's', del: 's', code: 'code', pre: 'pre', blockquote: 'blockquote', a: 'a',
};

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', laquo: '«', raquo: '»', mdash: '—', ndash: '–' };

export function safeUrl(url: string): boolean {
  return /^(https?:\/\/|tg:\/\/|tel:|mailto:)/.test(url);
}

function unescape(s: string): string {
  return s.replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,6});/gi, (all, name: string) => {
    if (name[0] !== '#') return entities[name] ?? all;
    const hex = name[1] === 'x' || name[1] === 'X';
    const code = parseInt(name.slice(hex ? 2 : 1), hex ? 16 : 10);
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : all;
  });
}

export function parse(src: string): Node[] {
  const root: Node[] = [];
  const open: { tag: string; href?: string; children: Node[] }[] = [];
  const add = (n: Node) => {
    if (n !== '') (open.at(-1)?.children ?? root).push(n);
  };
  let i = 0;
  while (i < src.length) {
    const lt = src.indexOf('<', i);
    if (lt < 0) break;
    add(unescape(src.slice(i, lt)));
    i = lt;
    const gt = src.indexOf('>', lt);
    if (gt < 0) break;
    const m = /^(\/?)([a-z]+)(?: (.*))?$/is.exec(src.slice(lt + 1, gt));
    const tag = m ? tags[m[2]!.toLowerCase()] : undefined;
    if (!m || !tag) {
      add('<');
      i = lt + 1;
      continue;
    }
    if (m[1]) close(open, tag);
    else {
      const href = tag === 'a' ? unescape(/href="([^"]*)"/i.exec(m[3] ?? '')?.[1] ?? '') : undefined;
      const node = { tag, children: [], ...(href === undefined ? {} : { href }) };
      add(node);
      open.push(node);
    }
    i = gt + 1;
  }
  add(unescape(src.slice(i)));
  return root;
}

function close(open: { tag: string }[], tag: string): void {
  for (let k = open.length - 1; k >= 0; k--) {
    if (open[k]!.tag === tag) {
      open.length = k;
      return;
    }
  }
}

function render(nodes: Node[]): ReactNode[] {
  return nodes.map((n, i) => {
    if (typeof n === 'string') return n;
    const children = render(n.children);
    if (n.tag !== 'a') return createElement(n.tag, { key: i }, ...children);
    if (!n.href || !safeUrl(n.href)) return createElement(Fragment, { key: i }, ...children);
    return createElement('a', { key: i, href: n.href, target: '_blank', rel: 'noopener noreferrer' }, ...children);
  });
}

export function Markup({ text }: { text: string }): ReactNode {
  return createElement(Fragment, null, ...render(parse(text)));
}

/** plain is the text without its markup, for announcements and titles. */
export function plain(src: string): string {
  const walk = (nodes: Node[]): string => nodes.map((n) => (typeof n === 'string' ? n : walk(n.children))).join('');
  return walk(parse(src));
}
