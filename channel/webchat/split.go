package webchat

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"prilavok/core/markup"
)

// maxPart is how many characters of text one message of ours has at most.
var maxPart = can.Text

// split cuts a long text where a paragraph, line, sentence or word ends, else between
// characters. Formatting is closed and opened again at a cut; only white space there
// is lost.
func split(text string) []string {
	t := markup.Parse(text)
	if utf8.RuneCountInString(t.Plain) <= maxPart {
		return []string{text}
	}
	var out []string
	for from := 0; from < len(t.Plain); {
		end := cutAt(t.Plain, from)
		if piece := slice(t, from, end); piece.Plain != "" {
			out = append(out, piece.String())
		}
		from = end
	}
	return out
}

// cutAt finds the end of the piece that begins at from.
func cutAt(s string, from int) int {
	end := from
	for n := 0; n < maxPart && end < len(s); n++ {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
	}
	if end == len(s) {
		return end
	}
	half := from + (end-from)/2
	for _, mark := range []string{"\n\n", "\n", ". ", " "} {
		if i := strings.LastIndex(s[half:end], mark); i >= 0 && whole(s, half+i+len(mark)) {
			return half + i + len(mark)
		}
	}
	for i := end; i > half; i-- {
		if whole(s, i) {
			return i
		}
	}
	return end
}

// slice is t[from:to] without white space at its ends.
func slice(t markup.Text, from, to int) markup.Text {
	from += len(t.Plain[from:to]) - len(strings.TrimLeftFunc(t.Plain[from:to], unicode.IsSpace))
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

// whole reports whether s may be cut at i without breaking what people see as one
// character: marks, emoji sequences, flags, Indic clusters (after UAX #29).
func whole(s string, i int) bool {
	if !utf8.RuneStart(s[i]) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(s[i:])
	prev, _ := utf8.DecodeLastRuneInString(s[:i])
	const joiner = 0x200D
	switch {
	case unicode.In(next, unicode.M, unicode.Cf, unicode.Sk) || next >= 0x1160 && next <= 0x11FF: // marks, joiners, skin tones, Hangul vowels
		return false
	case prev == joiner || unicode.Is(unicode.Mn, prev) && unicode.IsLetter(next) && next < 0x0E00 && prev >= 0x0900: // a virama ties letters
		return false
	case flag(prev) && flag(next):
		n := 0
		for rest := s[:i]; ; n++ {
			r, size := utf8.DecodeLastRuneInString(rest)
			if !flag(r) {
				return n%2 == 0
			}
			rest = rest[:len(rest)-size]
		}
	}
	return true
}

func flag(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }
