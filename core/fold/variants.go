package fold

import (
	"strings"

	"prilavok/core/lang"
)

// The two keyboard layouts, key by key (ЙЦУКЕН and QWERTY).
const (
	keysRU = "йцукенгшщзхъфывапролджэячсмитьбю"
	keysEN = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
)

var layoutRU, layoutEN = layouts()

func layouts() (ru, en map[rune]rune) {
	ru, en = map[rune]rune{}, map[rune]rune{}
	r, e := []rune(keysRU), []rune(keysEN)
	for i := range r {
		ru[e[i]], en[r[i]] = r[i], e[i]
	}
	return ru, en
}

// Layout returns the text as if typed on the other keyboard layout: "rhjccjdrb" is
// "кроссовки", "тшлу" is "nike". ok is false when the text mixes both scripts.
func Layout(s string) (string, bool) {
	s = strings.ToLower(s)
	kind := other
	for _, r := range s {
		k := script(string(r))
		if k == other {
			continue
		}
		if kind != other && k != kind {
			return "", false
		}
		kind = k
	}
	if kind == other {
		return "", false
	}
	from := layoutRU
	if kind == cyrillic {
		from = layoutEN
	}
	return strings.Map(func(r rune) rune {
		if x, ok := from[r]; ok {
			return x
		}
		return r
	}, s), true
}

// sounds maps spellings to a rough Latin sound, longest first within a script, so
// that "найк" and "nike", "кроссовки" and "krossovki" meet.
var (
	soundsRU = strings.NewReplacer("дж", "j", "ья", "ia", "ий", "i", "ай", "i", "кс", "x", "ш", "s", "щ", "s", "ч", "c", "ц", "c", "ж", "j",
		"а", "a", "б", "b", "в", "v", "г", "g", "д", "d", "е", "e", "з", "z", "и", "i", "й", "i", "к", "k", "л", "l", "м", "m", "н", "n", "о", "o", "п", "p",
		"р", "r", "с", "s", "т", "t", "у", "u", "ф", "f", "х", "h", "ъ", "", "ы", "i", "ь", "", "э", "e", "ю", "u", "я", "a")
	soundsEN = strings.NewReplacer("shch", "s", "tech", "tek", "sch", "s", "dzh", "j", "sh", "s", "ch", "c", "zh", "j", "kh", "h", "ts", "c", "yu", "u", "ya", "a", "yo", "e",
		"ph", "f", "ck", "k", "qu", "k", "ee", "i", "oo", "u", "ai", "i", "ay", "i", "ks", "x", "cs", "x", "ce", "se", "ci", "si", "w", "v", "y", "i", "q", "k", "c", "k")
)

// irregular lists brands whose Russian spelling follows neither sound nor letters.
var irregular = lang.Words[string]{{"эпл", "apple"}, {"эппл", "apple"}, {"сяоми", "xiaomi"}, {"ксяоми", "xiaomi"}, {"шаоми", "xiaomi"}, {"коламбия", "columbia"}, {"шанель", "chanel"},
	{"гуччи", "gucci"}, {"левайс", "levis"}, {"рено", "renault"}, {"пежо", "peugeot"}, {"версаче", "versace"}, {"хьюго", "hugo"}, {"хайер", "haier"}, {"луи", "louis"}, {"виттон", "vuitton"},
	{"мишлен", "michelin"}, {"хьюлетт", "hewlett"}, {"тойота", "toyota"}, {"хендай", "hyundai"}, {"хёндэ", "hyundai"}, {"ливайс", "levis"}, {"лореаль", "loreal"}, {"лакост", "lacoste"}}

// Sound returns a folded word as it roughly sounds, in Latin letters: double letters
// are one; a silent e and the last vowel go, because endings change.
func Sound(word string) string {
	if brand, ok := irregular.Find(word); ok {
		word = brand
	}
	switch script(word) {
	case cyrillic:
		word = soundsRU.Replace(word)
	case latin:
		silent := strings.HasSuffix(word, "e") && len(word) > 3
		if silent {
			word = word[:len(word)-1]
		}
		word = soundsEN.Replace(word)
	default:
		return word
	}
	b := make([]byte, 0, len(word))
	for i := range len(word) {
		if len(b) == 0 || b[len(b)-1] != word[i] {
			b = append(b, word[i])
		}
	}
	if n := len(b); n > 3 && strings.IndexByte("aeiou", b[n-1]) >= 0 {
		b = b[:n-1]
	}
	return string(b)
}

// Sounds returns the sounds under which a folded word is found: its own, and that of
// its stem where endings change the word. Numbers have none.
func Sounds(word string) []string {
	if script(word) == other {
		return nil
	}
	out := []string{Sound(word)}
	if script(word) == cyrillic {
		if s := Sound(Stem(word)); s != out[0] {
			out = append(out, s)
		}
	}
	return out
}

// Distance counts the letters to change, add, drop or swap to turn a into b, up to
// most; more than that is most+1, and so are words of 48 letters or more.
func Distance(a, b string, most int) int {
	x, y := []rune(a), []rune(b)
	if d := len(x) - len(y); d > most || -d > most {
		return most + 1
	}
	var rows [3][48]int
	if len(y) >= len(rows[0]) {
		return most + 1 // no word
	}
	prev2, prev, cur := rows[0][:len(y)+1], rows[1][:len(y)+1], rows[2][:len(y)+1]
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(x); i++ {
		cur[0] = i
		best := i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				cur[j] = min(cur[j], prev2[j-2]+1)
			}
			best = min(best, cur[j])
		}
		if best > most {
			return most + 1
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return prev[len(y)]
}

// Typos returns how many typos a word of this length may have and still be meant.
func Typos(word string) int {
	switch n := len([]rune(word)); {
	case n < 4:
		return 0
	case n < 7:
		return 1
	}
	return 2
}

// letters spells Russian in Latin letters, for addresses.
var letters = strings.NewReplacer("щ", "shch", "ж", "zh", "ч", "ch", "ш", "sh", "х", "kh", "ц", "ts", "ю", "yu", "я", "ya", "а", "a", "б", "b", "в", "v", "г", "g", "д", "d",
	"е", "e", "з", "z", "и", "i", "й", "y", "к", "k", "л", "l", "м", "m", "н", "n", "о", "o", "п", "p", "р", "r", "с", "s", "т", "t", "у", "u", "ф", "f", "ъ", "", "ы", "y", "ь", "", "э", "e")

// Slug makes a part of an address of a text: Latin letters, digits and hyphens, at most
// 80. Texts in other alphabets give "".
func Slug(s string) string {
	var b strings.Builder
	for _, r := range letters.Replace(Text(s)) {
		if b.Len() >= 80 {
			break
		}
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}
