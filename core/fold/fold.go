// Package fold makes text comparable, the same way for every engine: letters' case,
// ё, accents and invisible characters go, words get their stems, Latin and Cyrillic
// spellings of one sound meet, and a wrong keyboard layout is put right. What is
// stored for search and what is searched for pass through the same functions.
package fold

import (
	"strings"
	"unicode"

	"github.com/kljensen/snowball/english"
	"github.com/kljensen/snowball/russian"
)

// Clean removes what people do not see: control, zero-width and direction characters.
// Line breaks and tabs become spaces.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r' || r == '\u00a0' || r == '\u202f':
			return ' '
		case unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, s)
}

// Visible is Clean that leaves line breaks and tabs, for texts of several lines. Emoji
// keep their joiners.
func Visible(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || r == '\u200d' || !unicode.Is(unicode.Cc, r) && !unicode.Is(unicode.Cf, r) {
			return r
		}
		return -1
	}, s)
}

// Text folds letters: lower case, ё as е, Latin letters without accents, й kept.
func Text(s string) string {
	return strings.Map(func(r rune) rune {
		r = unicode.ToLower(r)
		switch r {
		case 'ё':
			return 'е'
		case '\u0301', '\u0300', '\u0308':
			return -1 // an accent that stands by itself
		}
		if base, ok := accents[r]; ok {
			return base
		}
		return r
	}, Clean(s))
}

// accents maps Latin letters with marks to those without.
var accents = func() map[rune]rune {
	out := map[rune]rune{}
	for base, list := range map[rune]string{'a': "àáâãäåāăą", 'c': "çćčĉ", 'd': "ďđ", 'e': "èéêëēėęě", 'g': "ğģĝ", 'i': "ìíîïīįı", 'k': "ķ", 'l': "ļľł",
		'n': "ñńņň", 'o': "òóôõöøōő", 'r': "ŕř", 's': "śšşș", 't': "ťțţ", 'u': "ùúûüūůűų", 'y': "ýÿ", 'z': "źżž"} {
		for _, r := range list {
			out[r] = base
		}
	}
	return out
}()

// Words splits folded text into words of letters and digits; a decimal mark between
// digits stays ("0.5"), a letter after digits does too ("128gb").
func Words(s string) []string {
	r := []rune(Text(s))
	var out []string
	start := -1
	for i := 0; i <= len(r); i++ {
		in := i < len(r) && (unicode.IsLetter(r[i]) || unicode.IsDigit(r[i]) ||
			((r[i] == '.' || r[i] == ',') && i > 0 && i+1 < len(r) && unicode.IsDigit(r[i-1]) && unicode.IsDigit(r[i+1])))
		switch {
		case in && start < 0:
			start = i
		case !in && start >= 0:
			out = append(out, strings.ReplaceAll(string(r[start:i]), ",", "."))
			start = -1
		}
	}
	return out
}

// Stem returns the stem of a folded word, Russian or English by its letters.
func Stem(word string) string {
	switch script(word) {
	case cyrillic:
		return fleeting(strings.ReplaceAll(russian.Stem(word, false), "ё", "е"))
	case latin:
		return english.Stem(word, false)
	}
	return word
}

// fleeting drops the vowel that comes and goes: "ботинок" and "ботинки" are "ботинк".
func fleeting(stem string) string {
	r := []rune(stem)
	n := len(r)
	if n < 5 || r[n-1] != 'к' || r[n-2] != 'о' && r[n-2] != 'е' || strings.ContainsRune("аеиоуыэюя", r[n-3]) {
		return stem
	}
	return string(append(r[:n-2], 'к'))
}

// Stems returns the stems of a text's words, without words that say nothing.
func Stems(s string) []string {
	var out []string
	for _, w := range Words(s) {
		if !stopWords[w] {
			out = append(out, Stem(w))
		}
	}
	return out
}

// Stop reports whether a folded word says nothing about what is wanted.
func Stop(word string) bool { return stopWords[word] }

type scriptKind uint8

const (
	other scriptKind = iota
	latin
	cyrillic
)

func script(w string) scriptKind {
	kind := other
	for _, r := range w {
		switch {
		case r >= 'a' && r <= 'z':
			if kind == cyrillic {
				return other
			}
			kind = latin
		case r >= 'а' && r <= 'я':
			if kind == latin {
				return other
			}
			kind = cyrillic
		}
	}
	return kind
}

// stopWords say nothing about what is wanted.
var stopWords = set(`и в во на не с со а но по за из у к от до о об для или что как мне я мы вы у вас нас есть ли бы это же так уже еще ну хочу хотел хотела хотелось
нужен нужна нужно нужны ищу покажи покажите пожалуйста можно какой какая какие какое есть имеется купить куплю найди найдите подскажите подскажи здравствуйте привет добрый день
сколько стоит стоят стоить цена цены почем если маме мамы папе папы подруге другу мужу жене бабушке дедушке сестре брату коллеге учителю учительнице там тут вам нам вообще просто скажите интересует интересуют такой такая такое такие такую таких похожий похожая похожее похожие похожую
a an the of for to in on with and or is are do you have i need want looking look show me please any some can could would like buy find what which how much many it its there this that give if mom mum dad friend wife husband grandma sister brother teacher price cost costs be my your we us these those such similar`)

func set(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(s) {
		out[w] = true
	}
	return out
}

// Parts splits a word where letters meet digits: "iphone15" is "iphone", "15". It
// returns nil for a word of one kind.
func Parts(word string) []string {
	var out []string
	start, digits := 0, false
	for i, r := range word {
		d := unicode.IsDigit(r) || (digits && r == '.')
		if i > start && d != digits {
			out = append(out, word[start:i])
			start = i
		}
		digits = d
	}
	if len(out) == 0 {
		return nil
	}
	return append(out, word[start:])
}
