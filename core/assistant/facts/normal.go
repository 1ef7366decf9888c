package facts

import (
	"strings"
	"unicode"
)

// normal writes a text the way facts are compared: lower case, ё as е, ASCII digits
// and dashes, single kinds of spaces and quotes, without marks and invisible
// characters. It undoes what a text may do to hide a number from a reader's eye or
// ours: full-width and mathematical characters, keycaps, letters of two scripts in
// one word.
func normal(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	last := rune(0)
	for _, r := range s {
		switch {
		case r == '\u0306' && last == 'и': // a decomposed й
			keepAllBut(&b, "и", "й")
			continue
		case r == '\n':
			b.WriteRune(r)
			last = r
			continue
		case invisible(r):
			continue
		}
		for _, x := range plainRune(r) {
			b.WriteRune(x)
			last = x
		}
	}
	return oneScript(b.String())
}

func keepAllBut(b *strings.Builder, suffix, instead string) {
	s := strings.TrimSuffix(b.String(), suffix)
	b.Reset()
	b.WriteString(s + instead)
}

// invisible characters carry no meaning of their own: control and format characters,
// marks, variation selectors, keycaps, and markdown's emphasis.
func invisible(r rune) bool {
	switch r {
	case '\t':
		return false
	case '*', '`', '~', '\u20e3', '\u115f', '\u1160', '\u3164', '\uffa0', '\u2800':
		return true
	}
	return unicode.In(r, unicode.Cf, unicode.Cc, unicode.Mn, unicode.Me, unicode.Co, unicode.Cs)
}

var alike = map[rune]string{
	'ё': "е", 'Ё': "е", '’': "'", 'ʼ': "'", '‘': "'", '`': "'", '\t': " ", '\u2028': "\n", '\u2029': "\n",
	'½': ".5", '¼': ".25", '¾': ".75", '×': "x", '✕': "x", '✖': "x", '⁄': "/", '∕': "/", '％': "%", '﹪': "%", '٪': "%",
	'㎏': "кг", '№': "#", '💯': "100", '🔟': "10", '💲': "$", '＄': "$", '﹩': "$", '₴': "₴", 'ⅼ': "l",
	'ı': "i", 'ſ': "s", '。': ".", '，': ",", '︰': ":", '∶': ":", '：': ":", '٫': ".", '٬': ",",
}

// plainRune gives the plain writing of one character, in lower case.
func plainRune(r rune) string {
	if s, ok := alike[r]; ok {
		return s
	}
	switch {
	case r < 0x80:
		return string(unicode.ToLower(r))
	case unicode.Is(unicode.Nd, r):
		return string('0' + digitOf(r))
	case r >= 0xff01 && r <= 0xff5e:
		return plainRune(r - 0xfee0)
	case unicode.Is(unicode.Zs, r):
		return " "
	case unicode.Is(unicode.Pd, r), r == '−':
		return "-"
	case r >= 0x1d400 && r <= 0x1d6a3: // mathematical alphabets of 52 letters each
		return string("abcdefghijklmnopqrstuvwxyz"[(r-0x1d400)%26])
	case r >= 0x1f1e6 && r <= 0x1f1ff, r >= 0x1f130 && r <= 0x1f149:
		return string('a' + (r-0x1f130)%26)
	}
	if s := otherNumber(r); s != "" {
		return s
	}
	return string(unicode.ToLower(r))
}

// digitOf returns the value of a decimal digit of any script: their blocks are runs
// of ten, or several of them.
func digitOf(r rune) rune {
	for _, t := range unicode.Nd.R16 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return (r - rune(t.Lo)) % 10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return (r - rune(t.Lo)) % 10
		}
	}
	return 0
}

// otherNumber reads circled, raised and lowered numbers; any other character that
// stands for a number becomes a sign that no source has.
func otherNumber(r rune) string {
	small := "0123456789"
	switch {
	case r == '¹', r == '²', r == '³':
		return map[rune]string{'¹': "1", '²': "2", '³': "3"}[r]
	case r == '⁰' || r >= '⁴' && r <= '⁹':
		return string(small[r-'⁰'])
	case r >= '₀' && r <= '₉':
		return string(small[r-'₀'])
	case r >= '①' && r <= '⑨':
		return string(small[r-'①'+1])
	case r >= '⑴' && r <= '⑼':
		return string(small[r-'⑴'+1])
	case r >= '❶' && r <= '❾':
		return string(small[r-'❶'+1])
	case r >= '➀' && r <= '➈':
		return string(small[r-'➀'+1])
	case r == '⓪' || r == '⓿':
		return "0"
	case unicode.In(r, unicode.No, unicode.Nl):
		return " " + unreadable + " "
	}
	return ""
}

// unreadable stands for a number sign that cannot be read; no source holds it.
const unreadable = "\u25a1"

// Pairs of letters that look the same in Cyrillic and Latin.
var (
	toCyrillic = strings.NewReplacer("a", "а", "e", "е", "o", "о", "p", "р", "c", "с", "x", "х", "y", "у", "k", "к", "m", "м",
		"t", "т", "b", "в", "h", "н", "i", "і", "u", "и", "n", "п", "r", "г")
	toLatin = strings.NewReplacer("а", "a", "е", "e", "о", "o", "р", "p", "с", "c", "х", "x", "у", "y", "к", "k", "м", "m",
		"т", "t", "в", "b", "н", "h", "і", "i")
)

// oneScript turns words that mix Cyrillic and Latin letters into the script that the
// most of their letters have, so that "рyблей" is seen as what it looks like.
func oneScript(s string) string {
	var out strings.Builder
	start := -1
	flush := func(end int) {
		if start >= 0 {
			out.WriteString(unmix(s[start:end]))
			start = -1
		}
	}
	for i, r := range s {
		if unicode.IsLetter(r) {
			if start < 0 {
				start = i
			}
			continue
		}
		flush(i)
		out.WriteRune(r)
	}
	flush(len(s))
	return out.String()
}

func unmix(word string) string {
	latin, cyrillic := 0, 0
	for _, r := range word {
		switch {
		case r < 0x80:
			latin++
		case unicode.Is(unicode.Cyrillic, r):
			cyrillic++
		}
	}
	switch {
	case latin == 0 || cyrillic == 0:
		return word
	case cyrillic >= latin:
		return toCyrillic.Replace(word)
	}
	return toLatin.Replace(word)
}
