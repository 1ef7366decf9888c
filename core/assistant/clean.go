package assistant

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean makes any text safe to stand in a prompt as data: control, bidirectional and
// invisible characters are dropped (they hide instructions from people), runs of blank
// space and repeated marks are shortened, the whole is cut to most runes. Emoji keep
// their joiners.
func Clean(s string, most int) string {
	var b strings.Builder
	n, same, last := 0, 0, rune(0)
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case r == '\n' || r == '\t':
		case r == '\u200d' && last > 0x2000: // between emoji
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs), r >= 0xe0000 && r <= 0xe007f:
			continue
		case unicode.Is(unicode.Zs, r):
			r = ' '
		}
		if r == last {
			if same++; same > 8 || (r == ' ' && same > 1) || (r == '\n' && same > 2) {
				continue
			}
		} else {
			same = 1
		}
		last = r
		if n++; n > most {
			b.WriteString("…")
			break
		}
		b.WriteRune(r)
	}
	return strings.TrimSpace(b.String())
}

// short cuts a text to at most n bytes of whole characters.
func short(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
