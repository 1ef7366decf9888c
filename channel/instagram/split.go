package instagram

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"prilavok/core/markup"
)

// flat writes formatted text as Instagram shows it: plain, with the address of a link
// after its words.
func flat(t markup.Text) string {
	var b strings.Builder
	pos := 0
	for _, s := range t.Spans {
		if s.Kind != markup.Link || s.End < pos {
			continue
		}
		b.WriteString(t.Plain[pos:s.End])
		pos = s.End
		address := strings.TrimPrefix(strings.TrimPrefix(s.URL, "tel:"), "mailto:")
		if words := t.Plain[s.Start:s.End]; !strings.Contains(words, address) {
			b.WriteString(": " + address)
		}
	}
	b.WriteString(t.Plain[pos:])
	return strings.TrimSpace(b.String())
}

// split cuts a text into pieces of at most limit bytes: where a paragraph, line,
// sentence or word ends, else between characters. Only white space at cuts is lost.
func split(s string, limit int) []string {
	var out []string
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		end := cutAt(s, limit)
		out = append(out, strings.TrimRightFunc(s[:end], unicode.IsSpace))
		s = s[end:]
	}
	return out
}

// cutAt finds the end of the first piece. It uses at least a third of the room, so that
// pieces stay few.
func cutAt(s string, limit int) int {
	if len(s) <= limit {
		return len(s)
	}
	end := limit
	for end > 0 && !markup.Boundary(s, end) {
		end--
	}
	if end == 0 { // one character longer than a message: cut between its runes
		for end = limit; !utf8.RuneStart(s[end]); end-- {
		}
		return end
	}
	for _, marks := range [][]string{{"\n\n"}, {"\n"}, {". ", "! ", "? ", "… ", "; ", "。", "؟ "}, {" "}} {
		best := 0
		for _, m := range marks {
			if i := strings.LastIndex(s[:end], m) + len(m); i > best && i >= len(m) && markup.Boundary(s, i) {
				best = i
			}
		}
		if best > end/3 {
			return best
		}
	}
	return end
}

// units is a length as UTF-16 counts it: the strictest reading of Meta's "characters".
func units(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// clip shortens s to n units, whole characters only, with an ellipsis for what is gone.
func clip(s string, n int) string {
	if units(s) <= n {
		return s
	}
	end := 0
	for i := range s {
		if markup.Boundary(s, i) {
			if units(s[:i]) > n-1 {
				break
			}
			end = i
		}
	}
	return strings.TrimSpace(s[:end]) + "…"
}
