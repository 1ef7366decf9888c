package markup

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Boundary reports whether s may be cut at byte i without breaking what people see as
// one character: emoji sequences, flags, letters with marks (after UAX #29).
func Boundary(s string, i int) bool {
	if i <= 0 || i >= len(s) {
		return true
	}
	if !utf8.RuneStart(s[i]) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(s[i:])
	prev, _ := utf8.DecodeLastRuneInString(s[:i])
	switch {
	case extends(next) || prev == 0x200D || joins(prev) && unicode.IsLetter(next):
		return false
	case prev == '\r' && next == '\n':
		return false
	case regional(next) && regional(prev):
		n := 0
		for j := i; j > 0; {
			r, size := utf8.DecodeLastRuneInString(s[:j])
			if !regional(r) {
				break
			}
			n++
			j -= size
		}
		return n%2 == 0
	}
	return true
}

// Cyrillic reports whether a text has Cyrillic letters: where a channel adds a word of
// its own, that is how it knows the language.
func Cyrillic(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) >= 0
}

func regional(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }

// joins reports whether r ties the letter before it to the next: the viramas of
// Indic scripts (UAX #29, rule GB9c).
func joins(r rune) bool {
	switch r {
	case 0x094D, 0x09CD, 0x0ACD, 0x0B4D, 0x0C4D, 0x0D4D:
		return true
	}
	return false
}

// extends reports whether r belongs to the character before it.
func extends(r rune) bool {
	switch {
	case r == 0x200D || r == 0x200C: // joiners
		return true
	case r >= 0x1F3FB && r <= 0x1F3FF: // skin tones
		return true
	case r >= 0xE0020 && r <= 0xE007F: // tags of flags
		return true
	case r >= 0x1160 && r <= 0x11FF: // Hangul vowels and finals
		return true
	}
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc)
}
