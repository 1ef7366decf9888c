package facts

import (
	"strconv"
	"strings"
)

// numbers takes amounts, percentages and plain numbers, in digits and in words, and
// currency signs that stand beside no number that can be read.
func (s *scanner) numbers() {
	ts := s.tokens()
	for i := 0; i < len(ts); {
		n, next := readNumber(ts, i)
		if next == i {
			s.strayCurrency(ts, i)
			i++
			continue
		}
		i = s.number(ts, i, next, n)
	}
}

// reading is a number with its possible values in thousandths.
type reading struct {
	values []int64
	split  []int64 // the parts, when spaces may separate several numbers
	word   bool    // written in words only
}

// number records the number in tokens [from, to) with what it counts, and returns
// the token after it.
func (s *scanner) number(ts []tok, from, to int, n reading) int {
	start, end := ts[from].start, ts[to-1].end
	unit, after := unitAfter(ts, to)
	code := currencyOf(unit)
	if code == "" && from > s.used {
		if c := currencyOf(ts[from-1].text); c != "" && (ts[from-1].kind == 'p' || len(ts[from-1].text) == 3) && c != "kop" {
			code, start, after = c, ts[from-1].start, to
			unit = ""
		}
	}
	switch {
	case code == "kop" || code == "cent":
		s.found = append(s.found, fact{kind: Money, keys: hundredths(n.values, code), start: start, end: ts[after-1].end})
	case code != "":
		values := n.values
		if spelled := spacedDigits(ts, from); spelled {
			values = nil // "1 4 9 0 ₽": no reading can be trusted
		}
		if unit != "" {
			values, after = withCents(ts, values, after)
			end = ts[after-1].end
		}
		s.found = append(s.found, fact{kind: Money, keys: keysOf(values, " "+code), start: start, end: end})
	case percentWord(unit):
		s.found = append(s.found, fact{kind: Percent, keys: keysOf(n.values, ""), start: start, end: ts[after-1].end})
	default:
		s.plain(ts, from, to, n, unit)
		return to
	}
	s.used = after
	return after
}

// plain records a number without currency, unless it only orders a list or is the
// word "one", which is a pronoun more often than a count.
func (s *scanner) plain(ts []tok, from, to int, n reading, unit string) {
	if n.word && len(n.values) == 1 && n.values[0] == 1000 || listMark(s.text, ts, from, to) {
		return
	}
	start, end := ts[from].start, ts[to-1].end
	if len(n.values) == 0 { // a bar code, a version
		s.found = append(s.found, fact{kind: ID, keys: []string{compact(s.text[start:end])}, start: start, end: end})
		return
	}
	s.found = append(s.found, fact{kind: Number, keys: keysOf(n.values, ""), split: keysOf(n.split, ""),
		start: start, end: end, quantity: countNoun(unit) || unitWord(unit), hour: hourOf(ts, from, n)})
}

// hourOf returns the time that "с 10", "до 20" and "at 9" may mean.
func hourOf(ts []tok, from int, n reading) string {
	if from == 0 || !clockWords[ts[from-1].text] || len(n.values) != 1 || n.values[0] > 24_000 || n.values[0]%1000 != 0 {
		return ""
	}
	return timeKey(strconv.FormatInt(n.values[0]/1000, 10), "00", "")
}

// listMark: "1." and "2)" at the beginning of a line.
func listMark(n string, ts []tok, from, to int) bool {
	if to-from != 1 || len(ts[from].text) > 2 || to >= len(ts) || ts[to].text != "." && ts[to].text != ")" {
		return false
	}
	if e := ts[to].end; e < len(n) && n[e] != ' ' {
		return false
	}
	line := n[:ts[from].start]
	if i := strings.LastIndexByte(line, '\n'); i >= 0 {
		line = line[i+1:]
	}
	return strings.Trim(line, " -") == ""
}

// unitAfter returns the word or sign that says what a number counts, and the token
// after it. Small words between ("2 больших упаковки") are not looked over.
func unitAfter(ts []tok, i int) (unit string, after int) {
	j := i
	if j < len(ts) && ts[j].text == "-" && ts[j].glued && j+1 < len(ts) && ts[j+1].kind == 'w' {
		j++
	}
	if j >= len(ts) {
		return "", i
	}
	if ts[j].text == "per" && j+1 < len(ts) && strings.HasPrefix(ts[j+1].text, "cent") {
		return "percent", j + 2
	}
	if ts[j].kind == 'w' && (ts[j].text == "российских" || ts[j].text == "russian" || ts[j].text == "us") && j+1 < len(ts) && currencyOf(ts[j+1].text) != "" {
		j++
	}
	if ts[j].kind == 'd' || ts[j].text == "\n" {
		return "", i
	}
	return ts[j].text, j + 1
}

// spacedDigits: single digits stand apart before token i.
func spacedDigits(ts []tok, i int) bool {
	return i > 0 && ts[i-1].kind == 'd' && len(ts[i-1].text) == 1 && ts[i].start-ts[i-1].end == 1 && ts[i].kind == 'd'
}

// withCents adds "… 50 копеек" to an amount.
func withCents(ts []tok, values []int64, i int) ([]int64, int) {
	n, next := readNumber(ts, i)
	if next == i || len(n.values) == 0 {
		return values, i
	}
	unit, after := unitAfter(ts, next)
	if c := currencyOf(unit); c != "kop" && c != "cent" {
		return values, i
	}
	out := make([]int64, len(values))
	for k, v := range values {
		out[k] = v + n.values[0]/100
	}
	return out, after
}

func hundredths(values []int64, code string) []string {
	currency := map[string]string{"kop": "RUB", "cent": "USD"}[code]
	out := make([]int64, len(values))
	for i, v := range values {
		out[i] = v / 100
	}
	return keysOf(out, " "+currency)
}

func keysOf(values []int64, suffix string) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = milli(v) + suffix
	}
	return out
}

// milli writes thousandths: 1490500 is "1490.5".
func milli(v int64) string {
	s := strconv.FormatInt(v/1000, 10)
	if r := v % 1000; r != 0 {
		s += "." + strings.TrimRight(strconv.FormatInt(1000+r, 10)[1:], "0")
	}
	return s
}

// strayCurrency records a currency without a number that can be read: roman
// numerals, letters that look like digits, spaced words. "в рублях" names no amount.
func (s *scanner) strayCurrency(ts []tok, i int) {
	sign := ts[i].kind != 'w'
	if i == 0 || i < s.used || currencyOf(ts[i].text) == "" || !sign && len([]rune(ts[i].text)) < 4 {
		return
	}
	before := ts[i-1]
	if quietBefore[before.text] || before.text == "(" || before.text == "|" || before.kind == 'p' && !sign {
		return
	}
	j := i + 1
	if j < len(ts) && (ts[j].text == ":" || ts[j].text == "-") {
		j++
	}
	if n, next := readNumber(ts, j); next > j && len(n.values) > 0 {
		return // "рублей: 500", "$500": the number is looked at by itself
	}
	s.found = append(s.found, fact{kind: Money, start: before.start, end: ts[i].end})
}

var quietBefore = wordSet(`в во за к по из о от на с и или не ни несколько российских российские российскими наших цены цена цену ценах стоимость
	оплата оплату оплаты тысячи тысяч сотни курс курсу наличными только in the per of to and or for russian us our a`)
