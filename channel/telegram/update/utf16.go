package update

import "unicode/utf8"

// Units counts UTF-16 code units, the measure of every Telegram offset and limit.
func Units(s string) int {
	n := 0
	for _, r := range s {
		n += RuneUnits(r)
	}
	return n
}

// RuneUnits is 2 for what needs a surrogate pair, else 1.
func RuneUnits(r rune) int {
	if r >= 0x10000 {
		return 2
	}
	return 1
}

// byteAt returns the byte index of a UTF-16 offset; an offset inside a surrogate
// pair gives the index behind it, one past the end gives len(s).
func byteAt(s string, offset int) int {
	n := 0
	for i := 0; i < len(s); {
		if n >= offset {
			return i
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		n += RuneUnits(r)
		i += size
	}
	return len(s)
}

// slice16 cuts s by UTF-16 offset and length; anything out of bounds is clipped.
func slice16(s string, offset, length int) string {
	if offset < 0 || length <= 0 {
		return ""
	}
	from := byteAt(s, offset)
	return s[from : from+byteAt(s[from:], length)]
}
