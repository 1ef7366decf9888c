package cart

import (
	"strings"

	"prilavok/core/pattern"
)

// phoneLike finds what may be a phone inside a sentence.
var phoneLike = pattern.New(`\+?[0-9][0-9 \x{00a0}().\-‐‑–—]{7,}[0-9]`)

// Phone reads a phone number as people write it and returns it in E.164. Russian
// numbers may be written as 8 (921) 123-45-67, +7 …, 7… or with ten digits; numbers
// of other countries need their +. ok is false when there is none, or more than one.
func Phone(text string) (e164 string, ok bool) {
	found := phoneLike.FindAllString(text, 2)
	if len(found) != 1 {
		return "", false
	}
	plus := strings.HasPrefix(found[0], "+")
	d := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, found[0])
	if !plus && strings.HasPrefix(d, "00") {
		plus, d = true, d[2:]
	}
	switch {
	case plus && len(d) == 11 && strings.HasPrefix(d, "89"): // +89 is no country: people mix up +7 and 8
		d = "7" + d[1:]
	case plus:
	case len(d) == 11 && (d[0] == '8' || d[0] == '7'):
		d = "7" + d[1:]
	case len(d) == 10:
		d = "7" + d
	default:
		return "", false
	}
	return "+" + d, valid(d)
}

// valid checks E.164's length, and for +7 that the area code exists: 3, 4, 8, 9 are
// Russia's, 6 and 7 Kazakhstan's.
func valid(d string) bool {
	if len(d) < 8 || len(d) > 15 || d[0] == '0' {
		return false
	}
	if d[0] == '7' {
		return len(d) == 11 && strings.IndexByte("346789", d[1]) >= 0
	}
	return true
}
