package telegram

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"prilavok/channel/telegram/update"
	"prilavok/core/markup"
)

// split cuts a text into pieces of at most limit UTF-16 units: where a paragraph,
// line, sentence or word ends, never inside a surrogate pair or a grapheme cluster,
// and inside preformatted text only when that alone is too long. Spans are closed
// and opened again at a cut. Only white space at cuts is lost.
func split(t markup.Text, limit int) []markup.Text {
	var out []markup.Text
	for {
		head, rest := cutOff(t, limit)
		if head.Plain == "" {
			return out
		}
		out, t = append(out, head), rest
	}
}

// cutOff takes the first piece off a text; an empty head means that nothing is left.
func cutOff(t markup.Text, limit int) (head, rest markup.Text) {
	pos := skipSpace(t, 0)
	end := pos + byteFloor(t.Plain[pos:], limit)
	if strings.TrimSpace(t.Plain[end:]) != "" {
		end = bestCut(t, pos, end)
	}
	return part(t, pos, end), tail(t, end)
}

// byteFloor returns how many bytes of s fit into n UTF-16 units.
func byteFloor(s string, n int) int {
	for i, r := range s {
		if n -= update.RuneUnits(r); n < 0 {
			return i
		}
	}
	return len(s)
}

// skipSpace passes white space before a piece; in preformatted text only line ends,
// since indentation means something there.
func skipSpace(t markup.Text, pos int) int {
	for pos < len(t.Plain) {
		r, n := utf8.DecodeRuneInString(t.Plain[pos:])
		if !unicode.IsSpace(r) || r != '\n' && inPre(t, pos+n) {
			break
		}
		pos += n
	}
	return pos
}

func tail(t markup.Text, from int) markup.Text {
	out := markup.Text{Plain: t.Plain[from:]}
	for _, s := range t.Spans {
		if s.End > from {
			s.Start, s.End = max(s.Start-from, 0), s.End-from
			out.Spans = append(out.Spans, s)
		}
	}
	return out
}

// part is t[from:to] without white space at its end.
func part(t markup.Text, from, to int) markup.Text {
	to = from + len(strings.TrimRightFunc(t.Plain[from:to], unicode.IsSpace))
	out := markup.Text{Plain: t.Plain[from:to]}
	for _, s := range t.Spans {
		s.Start, s.End = max(s.Start, from)-from, min(s.End, to)-from
		if s.End > s.Start {
			out.Spans = append(out.Spans, s)
		}
	}
	return out
}

// bestCut finds where to cut in (from, end]. A cut leaves at least a third of the
// room used, so that pieces stay few.
func bestCut(t markup.Text, from, end int) int {
	for end > from && !markup.Boundary(t.Plain, end) {
		end--
	}
	if end == from { // one cluster longer than a message: cut between its runes
		return from + byteFloor(t.Plain[from:], can.Caption/2)
	}
	floor := from + (end-from)/3
	for _, allowed := range []func(int) bool{func(i int) bool { return !inPre(t, i) }, func(int) bool { return true }} {
		for _, ends := range []func(string) bool{endsParagraph, endsLine, endsSentence, endsWord} {
			for i := end; i > floor; i-- {
				if ends(t.Plain[:i]) && allowed(i) && markup.Boundary(t.Plain, i) {
					return i
				}
			}
		}
		if p := preStart(t, end); p > floor && allowed(p) {
			return p
		}
	}
	return end
}

func endsParagraph(s string) bool { return strings.HasSuffix(s, "\n\n") }
func endsLine(s string) bool      { return strings.HasSuffix(s, "\n") }
func endsWord(s string) bool      { return strings.HasSuffix(s, " ") || strings.HasSuffix(s, "\n") }

func endsSentence(s string) bool {
	for _, e := range []string{". ", "! ", "? ", "… ", "; ", "。", "؟ "} {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}

func inPre(t markup.Text, i int) bool {
	for _, s := range t.Spans {
		if s.Kind == markup.Pre && s.Start < i && i < s.End {
			return true
		}
	}
	return false
}

func preStart(t markup.Text, i int) int {
	for _, s := range t.Spans {
		if s.Kind == markup.Pre && s.Start < i && i < s.End {
			return s.Start
		}
	}
	return -1
}
