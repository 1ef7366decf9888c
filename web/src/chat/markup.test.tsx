import { cleanup, render } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { Markup, plain } from './markup';

afterEach(cleanup);

const html = (text: string): string => render(<Markup text={text} />).container.innerHTML;

describe('markup', () => {
  it.each([
    ['plain text', 'a & b', 'a &amp; b'],
    ['bold in italics', '<i>a <b>b</b></i>', '<i>a <b>b</b></i>'],
    ['synonyms', '<strong>a</strong><em>b</em><del>c</del>', '<b>a</b><i>b</i><s>c</s>'],
    ['entities', '&lt;b&gt; &quot;&#39;&amp;amp;&#x41;', '&lt;b&gt; "\'&amp;amp;A'],
    ['an open tag closes at the end', '<b>a', '<b>a</b>'],
    ['a closing tag alone is dropped', 'a</b>b', 'ab'],
    ['crossed tags', '<b>a<i>b</b>c</i>', '<b>a<i>b</i></b>c'],
    ['an unknown tag is text', '<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
    ['a script is text', '<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['attributes of known tags are dropped', '<b onclick="alert(1)">a</b>', '<b>a</b>'],
    ['a lone angle bracket', '1 < 2 > 0', '1 &lt; 2 &gt; 0'],
    ['an unfinished tag', 'a <b', 'a &lt;b'],
    ['a link', '<a href="https://a.example/?x=1&amp;y=2">a</a>', '<a href="https://a.example/?x=1&amp;y=2" target="_blank" rel="noopener noreferrer">a</a>'],
    ['a script link is its text', '<a href="javascript:alert(1)">a</a>', 'a'],
    ['a hidden script link is its text', '<a href="java&#115;cript:alert(1)">a</a>', 'a'],
    ['a data link is its text', '<a href="data:text/html,x">a</a>', 'a'],
    ['a link to no place is its text', '<a>a</a>', 'a'],
    ['code and quotes', '<pre>a</pre><blockquote>b</blockquote>', '<pre>a</pre><blockquote>b</blockquote>'],
  ])('%s', (_, text, want) => expect(html(text)).toBe(want));

  it('is plain without its tags', () => expect(plain('<b>Чашка</b> &laquo;Утро&raquo; <a href="https://a.example">тут</a>')).toBe('Чашка «Утро» тут'));

  it('survives anything', () => {
    const parts = ['<', '>', '</', '<b', '<b>', '</b>', '<a href="', '"', '&', '&#', '&#x110000;', '&#0;', ';', 'х', ' '];
    let seed = 7;
    const next = (n: number) => (seed = (seed * 48271) % 2147483647) % n;
    for (let i = 0; i < 2000; i++) {
      const text = Array.from({ length: next(12) }, () => parts[next(parts.length)]).join('');
      expect(() => plain(text)).not.toThrow();
    }
  });
});
