package markup_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"prilavok/core/markup"
)

func TestParse(t *testing.T) {
	for _, c := range []struct{ in, plain, back string }{
		{"просто", "просто", "просто"},
		{"<b>жирно</b> и <i>косо</i>", "жирно и косо", "<b>жирно</b> и <i>косо</i>"},
		{"<b>а<i>б</i></b>", "аб", "<b>а<i>б</i></b>"},
		{"<b>не закрыт", "не закрыт", "<b>не закрыт</b>"},
		{"не открыт</b>", "не открыт", "не открыт"},
		{"<b>а<i>б</b>в</i>", "абв", "<b>а<i>б</i></b>в"},
		{"<strong>а</strong><em>б</em><del>в</del>", "абв", "<b>а</b><i>б</i><s>в</s>"},
		{"5 < 7 > 3 & 2", "5 < 7 > 3 & 2", "5 &lt; 7 &gt; 3 &amp; 2"},
		{"<script>alert(1)</script>", "<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
		{"&lt;b&gt;", "<b>", "&lt;b&gt;"},
		{"<b></b>пусто", "пусто", "пусто"},
		{`<a href="https://a.example/?x=1&amp;y=2">тут</a>`, "тут", `<a href="https://a.example/?x=1&amp;y=2">тут</a>`},
		{`<a href="javascript:alert(1)">тут</a>`, "тут", "тут"},
		{`<a onclick="x()">тут</a>`, "тут", "тут"},
		{"<", "<", "&lt;"},
	} {
		got := markup.Parse(c.in)
		if got.Plain != c.plain || got.String() != c.back {
			t.Errorf("%q: %q, %q; want %q, %q", c.in, got.Plain, got.String(), c.plain, c.back)
		}
	}
}

func TestWriters(t *testing.T) {
	evil := `<b>"&'</b>`
	for i, c := range [][2]string{
		{markup.Plain(markup.B(evil)), evil}, {markup.Plain(markup.I(evil)), evil}, {markup.Plain(markup.S(evil)), evil}, {markup.Plain(markup.Esc(evil)), evil},
		{markup.A("javascript:x", "тут"), "тут"}, {markup.A(`https://a"b`, "<x>"), `<a href="https://a&quot;b">&lt;x&gt;</a>`}, {markup.Plain(markup.A("tel:+7", "звоните")), "звоните"},
	} {
		if c[0] != c[1] {
			t.Errorf("%d: %q, want %q", i, c[0], c[1])
		}
	}
}

// TestAnything writes what was read and reads it again: nothing changes, whatever the
// text; and escaped text is only text.
func TestAnything(t *testing.T) {
	pieces := []string{"<b>", "</b>", "<i>", "</i>", "<u>", "</u>", "<a href=\"https://x\">", "</a>", "<a>", "<", ">", "&", "&amp;", "&lt;", "\"", "ж", "😀", " ", "\n", "<pre>", "</pre>", "</", "<x>"}
	r := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		var b strings.Builder
		for range r.IntN(12) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		src := b.String()
		one := markup.Parse(src)
		two := markup.Parse(one.String())
		if two.Plain != one.Plain || two.String() != one.String() {
			t.Fatalf("%q gives %q, and that %q", src, one.String(), two.String())
		}
		for _, s := range one.Spans {
			if s.Start < 0 || s.End <= s.Start || s.End > len(one.Plain) {
				t.Fatalf("%q has the span %+v", src, s)
			}
		}
		if esc := markup.Parse(markup.Esc(src)); esc.Plain != src || len(esc.Spans) != 0 {
			t.Fatalf("%q escaped is %+v", src, esc)
		}
	}
}
