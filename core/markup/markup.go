// Package markup is the one way formatted text is written inside Prilavok: a small
// HTML subset (b, i, u, s, code, pre, blockquote, a href). Composers write it with
// Esc and friends; channels turn it into what they can show. Unknown tags are text.
package markup

import (
	"html"
	"strings"
)

// Kind is what a span of text looks like.
type Kind string

// The kinds of spans, named as their tags.
const (
	Bold   Kind = "b"
	Italic Kind = "i"
	Under  Kind = "u"
	Strike Kind = "s"
	Code   Kind = "code"
	Pre    Kind = "pre"
	Quote  Kind = "blockquote"
	Link   Kind = "a"
)

// Span marks Plain[Start:End] (bytes) of a Text. Spans nest and never cross.
type Span struct {
	Start, End int
	Kind       Kind
	URL        string // of a Link
}

// Text is plain text with its spans, ordered by start, outer before inner.
type Text struct {
	Plain string
	Spans []Span
}

// Esc makes any text safe to stand in markup.
func Esc(s string) string { return escaper.Replace(s) }

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// B writes s in bold; s is escaped.
func B(s string) string { return "<b>" + Esc(s) + "</b>" }

// I writes s in italics; s is escaped.
func I(s string) string { return "<i>" + Esc(s) + "</i>" }

// S strikes s through; s is escaped.
func S(s string) string { return "<s>" + Esc(s) + "</s>" }

// A writes a link; both are escaped. A URL that is not http, https, tg or tel gives
// only the text.
func A(url, s string) string {
	if !safeURL(url) {
		return Esc(s)
	}
	return `<a href="` + Esc(url) + `">` + Esc(s) + "</a>"
}

func safeURL(u string) bool {
	for _, p := range []string{"https://", "http://", "tg://", "tel:", "mailto:"} {
		if strings.HasPrefix(u, p) {
			return true
		}
	}
	return false
}

var kinds = map[string]Kind{"b": Bold, "strong": Bold, "i": Italic, "em": Italic, "u": Under, "s": Strike, "del": Strike, "code": Code, "pre": Pre, "blockquote": Quote, "a": Link}

// Parse reads markup. It never fails: what is no tag of ours stays as text, tags
// left open are closed at the end, a closing tag without its opening one is dropped.
func Parse(src string) Text {
	var t Text
	var out strings.Builder
	type open struct{ span int }
	var stack []open
	for i := 0; i < len(src); {
		j := strings.IndexByte(src[i:], '<')
		if j < 0 {
			out.WriteString(html.UnescapeString(src[i:]))
			break
		}
		out.WriteString(html.UnescapeString(src[i : i+j]))
		i += j
		end := strings.IndexByte(src[i:], '>')
		if end < 0 {
			out.WriteString(html.UnescapeString(src[i:]))
			break
		}
		name, attr, closing := splitTag(src[i+1 : i+end])
		kind, known := kinds[name]
		switch {
		case !known:
			out.WriteByte('<')
			i++
			continue
		case closing:
			for k := len(stack) - 1; k >= 0; k-- {
				if t.Spans[stack[k].span].Kind == kind {
					for _, o := range stack[k:] {
						t.Spans[o.span].End = out.Len()
					}
					stack = stack[:k]
					break
				}
			}
		default:
			s := Span{Start: out.Len(), End: -1, Kind: kind}
			if kind == Link {
				s.URL = hrefOf(attr)
			}
			t.Spans = append(t.Spans, s)
			stack = append(stack, open{len(t.Spans) - 1})
		}
		i += end + 1
	}
	t.Plain = out.String()
	kept := t.Spans[:0]
	for _, s := range t.Spans {
		if s.End < 0 {
			s.End = len(t.Plain)
		}
		if s.End > s.Start && (s.Kind != Link || safeURL(s.URL)) {
			kept = append(kept, s)
		}
	}
	t.Spans = kept
	return t
}

func splitTag(s string) (name, attr string, closing bool) {
	if strings.HasPrefix(s, "/") {
		closing, s = true, s[1:]
	}
	name, attr, _ = strings.Cut(s, " ")
	return strings.ToLower(name), attr, closing
}

func hrefOf(attr string) string {
	_, rest, ok := strings.Cut(attr, `href="`)
	if !ok {
		return ""
	}
	u, _, _ := strings.Cut(rest, `"`)
	return html.UnescapeString(u)
}

// Plain returns the text without its markup.
func Plain(src string) string { return Parse(src).Plain }

// String writes the text as markup again, with spans closed and escaped.
func (t Text) String() string {
	var b strings.Builder
	var stack []Span
	pos := 0
	closeUntil := func(at int) {
		for len(stack) > 0 && stack[len(stack)-1].End <= at {
			s := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			b.WriteString(Esc(t.Plain[pos:s.End]))
			pos = s.End
			b.WriteString("</" + string(s.Kind) + ">")
		}
	}
	for _, s := range t.Spans {
		closeUntil(s.Start)
		b.WriteString(Esc(t.Plain[pos:s.Start]))
		pos = s.Start
		if s.Kind == Link {
			b.WriteString(`<a href="` + Esc(s.URL) + `">`)
		} else {
			b.WriteString("<" + string(s.Kind) + ">")
		}
		stack = append(stack, s)
	}
	closeUntil(len(t.Plain))
	b.WriteString(Esc(t.Plain[pos:]))
	return b.String()
}
