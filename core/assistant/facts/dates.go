package facts

import (
	"strconv"
	"strings"

	"prilavok/core/pattern"
)

var (
	isoDate   = pattern.New(`\b(\d{4})-(\d{1,2})-(\d{1,2})(?:t\d{2}:\d{2}[\d:.z+]*)?`)
	shortDate = pattern.New(`\b(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?\b`)
)

// dates takes 2026-05-05, 05.05.2026, 05/05, "5 мая", "пятого мая", "May 5th, 2026".
func (s *scanner) dates(digits bool) {
	if digits {
		s.numericDates()
	}
	s.namedDates()
}

func (s *scanner) numericDates() {
	for _, m := range isoDate.FindAllSubmatchIndex(s.rest, -1) {
		if keys := dateKeys(s.part(m, 3), s.part(m, 2), s.part(m, 1)); keys != nil {
			s.take(Date, m[0], m[1], keys...)
		}
	}
	for _, m := range shortDate.FindAllSubmatchIndex(s.rest, -1) {
		d, mo, y := s.part(m, 1), s.part(m, 2), s.part(m, 3)
		if !s.looksDated(m, y) {
			continue
		}
		keys := dateKeys(d, mo, y)
		if s.rest[m[3]] == '/' {
			keys = append(keys, dateKeys(mo, d, y)...)
		}
		if keys != nil {
			s.take(Date, m[0], m[1], keys...)
		}
	}
}

func (s *scanner) part(m []int, g int) int { return small(groupOf(s.rest, m, g)) }

// dateKeys: a date with a year also proves and is proven by the one without.
func dateKeys(d, m, y int) []string {
	if d < 1 || d > 31 || m < 1 || m > 12 {
		return nil
	}
	short := strconv.Itoa(d) + "." + strconv.Itoa(m)
	if y == 0 {
		return []string{short}
	}
	if y < 100 {
		y += 2000
	}
	return []string{short + "." + strconv.Itoa(y)}
}

// looksDated: "05.05" is a date; "1.5 кг", "12.50 ₽" and "1/2" are not. A year
// settles it; else both parts have two digits and nothing counted stands around.
func (s *scanner) looksDated(m []int, year int) bool {
	if year > 0 {
		return true
	}
	if m[3]-m[2] != 2 || m[5]-m[4] != 2 || dateKeys(s.part(m, 1), s.part(m, 2), 0) == nil {
		return false
	}
	n := string(s.rest)
	next := strings.TrimLeft(n[m[1]:min(len(n), m[1]+24)], " -")
	if currencyOf(firstRune(next)) != "" || strings.HasPrefix(next, "%") {
		return false
	}
	if at := wordPattern.FindStringIndex(next); at != nil && at[0] == 0 {
		w := next[:at[1]]
		if currencyOf(w) != "" || unitWord(w) || percentWord(w) || multipliers[w] > 0 {
			return false
		}
	}
	before := strings.TrimRight(n[max(0, m[0]-4):m[0]], " ")
	return before == "" || currencyOf(lastRune(before)) == ""
}

func firstRune(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}

func lastRune(s string) string {
	r := []rune(s)
	return string(r[len(r)-1])
}

// namedDates takes days beside the name of a month.
func (s *scanner) namedDates() {
	ts := s.tokens()
	for i, t := range ts {
		month := 0
		if t.kind == 'w' {
			month = monthOf(t.text)
		}
		if month == 0 {
			continue
		}
		first, last := i, i
		day, at := dayBefore(ts, i)
		if day > 0 {
			first = at
		} else if day, at = dayAfter(ts, i); day > 0 {
			last = at
		}
		if day == 0 {
			continue
		}
		year, at := yearAfter(ts, last)
		if year > 0 {
			last = at
		}
		if keys := dateKeys(day, month, year); keys != nil {
			s.take(Date, ts[first].start, ts[last].end, keys...)
		}
	}
}

// dayBefore reads "5", "5-го", "5th of", "двадцать пятого" before token i.
func dayBefore(ts []tok, i int) (day, at int) {
	j := i - 1
	for j >= 0 && (ts[j].text == "of" || ts[j].text == "-" || ts[j].text == "," || ordinalEnd[ts[j].text] && ts[j].glued) {
		j--
	}
	if j < 0 {
		return 0, 0
	}
	if ts[j].kind == 'd' && len(ts[j].text) <= 2 {
		return small(ts[j].text), j
	}
	return spelledDay(ts, j)
}

// dayAfter reads "5", "5th", "the fifth", "twenty-fifth" after token i.
func dayAfter(ts []tok, i int) (day, at int) {
	j := i + 1
	for j < len(ts) && (ts[j].text == "the" || ts[j].text == ".") {
		j++
	}
	if j >= len(ts) {
		return 0, 0
	}
	if ts[j].kind == 'd' && len(ts[j].text) <= 2 {
		if j+1 < len(ts) && ts[j+1].glued && ordinalEnd[ts[j+1].text] {
			return small(ts[j].text), j + 1
		}
		return small(ts[j].text), j
	}
	for k := j; k < min(j+3, len(ts)); k++ {
		if ordinalWords[ts[k].text] > 0 {
			day, _ := spelledDay(ts, k)
			return day, k
		}
	}
	return 0, 0
}

// spelledDay reads an ordinal at token j with its tens before it.
func spelledDay(ts []tok, j int) (day, at int) {
	day = int(ordinalWords[ts[j].text] / 1000)
	if day == 0 {
		return 0, 0
	}
	k := j - 1
	if k >= 0 && ts[k].text == "-" {
		k--
	}
	if k >= 0 && day < 10 && (numberWords[ts[k].text] == 20_000 || numberWords[ts[k].text] == 30_000) {
		return day + int(numberWords[ts[k].text]/1000), k
	}
	return day, j
}

func yearAfter(ts []tok, i int) (year, at int) {
	j := i + 1
	if j < len(ts) && ts[j].text == "," {
		j++
	}
	if j < len(ts) && ts[j].kind == 'd' && len(ts[j].text) == 4 {
		return small(ts[j].text), j
	}
	return 0, 0
}
