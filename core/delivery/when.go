package delivery

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"prilavok/core/lang"
	"prilavok/core/pattern"
)

// Meant finds the slot that a text asks for: "завтра после 18", "в пятницу утром",
// "27 ноября", "tomorrow after 6 pm", "ближайшее", or its number in the list shown.
// Only free slots are meant; ok is false when the text names no time or none is free
// then.
func Meant(text string, free []Slot, now time.Time) (Slot, bool) {
	w := foldWhen(text)
	if w == "" || len(free) == 0 {
		return Slot{}, false
	}
	if n, err := strconv.Atoi(w); err == nil && n >= 1 && n <= len(free) && n <= listed {
		return free[n-1], true
	}
	for _, x := range free {
		if w == foldWhen(x.Key()) {
			return x, true
		}
	}
	day, rest := dayOf(w, free, now)
	hours, timed := hoursOf(rest)
	if day == nil && !timed {
		if soonest.MatchString(w) {
			return free[0], true
		}
		return Slot{}, false
	}
	return pick(free, day, hours)
}

// listed is how many slots a person is shown at once.
const listed = 12

// Shown returns the slots that are shown from a key on, and the key that more begin at.
func Shown(free []Slot, from string) (list []Slot, more string) {
	start := 0
	for i, s := range free {
		if from != "" && s.Key() <= from {
			start = i
		}
	}
	list = free[start:]
	if len(list) > listed {
		return list[:listed], list[listed].Key()
	}
	return list, ""
}

// span is the part of a day that is wanted, in minutes; both 0 is the whole day.
type span struct {
	from, to int
	at       bool // one moment, to lie within the slot
}

func pick(free []Slot, day func(Slot) bool, h span) (Slot, bool) {
	overlap := -1
	for i, x := range free {
		if day != nil && !day(x) {
			continue
		}
		from, to := minutes(x.From), minutes(x.To)
		switch {
		case h.at && from <= h.from && h.from < to:
			return x, true
		case !h.at && from >= h.from && (h.to == 0 || to <= h.to):
			return x, true
		case !h.at && overlap < 0 && to > h.from && (h.to == 0 || from < h.to):
			overlap = i
		}
	}
	if overlap >= 0 {
		return free[overlap], true
	}
	return Slot{}, false
}

func minutes(hhmm string) int {
	h, _ := strconv.Atoi(hhmm[:2])
	m, _ := strconv.Atoi(hhmm[3:])
	return h*60 + m
}

func foldWhen(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == 'ё' || r == 'Ё':
			return 'е'
		case unicode.IsLetter(r), unicode.IsDigit(r), r == ':', r == '.', r == '-', r == '–', r == '—':
			return unicode.ToLower(r)
		}
		return ' '
	}, s)
	return strings.Trim(strings.Join(strings.Fields(s), " "), ".")
}

var (
	soonest = pattern.New(`(^| )(ближайш|любо|побыстрее|поскорее|как можно (раньше|скорее)|когда угодно|все равно|asap|any ?time|earliest|soonest|as soon as|whenever)`)
	dated   = pattern.New(`(^| )(\d{1,2})[. ](\d{1,2})( |$|\.)`)
	named   = pattern.New(`(^| )(\d{1,2})(?:st|nd|rd|th|-?го|-?е)? (янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[а-яa-z]*`)
	english = pattern.New(`(^| )(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* (\d{1,2})(?:st|nd|rd|th)?( |$)`)
	ofMonth = pattern.New(`(^| )(\d{1,2})(?:-?го|-?е|-?ого) ?(числа)?( |$)|(^| )(\d{1,2}) числа`)
)

var months = lang.Words[time.Month]{{"янв", 1}, {"фев", 2}, {"мар", 3}, {"апр", 4}, {"мая", 5}, {"май", 5}, {"июн", 6}, {"июл", 7}, {"авг", 8}, {"сен", 9}, {"окт", 10}, {"ноя", 11}, {"дек", 12},
	{"jan", 1}, {"feb", 2}, {"mar", 3}, {"apr", 4}, {"may", 5}, {"jun", 6}, {"jul", 7}, {"aug", 8}, {"sep", 9}, {"oct", 10}, {"nov", 11}, {"dec", 12}}

// relative days, the longer words first: "послезавтра" holds "завтра".
var relative = []struct {
	word string
	days int
}{{"послезавтра", 2}, {"day after tomorrow", 2}, {"завтра", 1}, {"tomorrow", 1}, {"сегодня", 0}, {"today", 0}, {"tonight", 0}}

var weekdays = lang.Words[time.Weekday]{{"понедельник", 1}, {"вторник", 2}, {"сред", 3}, {"четверг", 4}, {"пятниц", 5}, {"суббот", 6}, {"воскресень", 0},
	{"monday", 1}, {"tuesday", 2}, {"wednesday", 3}, {"thursday", 4}, {"friday", 5}, {"saturday", 6}, {"sunday", 0}}

// dayOf reads which day a text names and returns what is left of the text.
func dayOf(w string, free []Slot, now time.Time) (day func(Slot) bool, rest string) {
	today := now.In(free[0].Start.Location())
	on := func(date string) func(Slot) bool { return func(s Slot) bool { return s.Date == date } }
	for _, r := range relative {
		if strings.Contains(w, r.word) {
			return on(today.AddDate(0, 0, r.days).Format(time.DateOnly)), strings.Replace(w, r.word, " ", 1)
		}
	}
	if m := dated.FindStringSubmatchIndex(w); m != nil && number(w[m[6]:m[7]]) <= 12 {
		return monthDay(number(w[m[6]:m[7]]), number(w[m[4]:m[5]])), w[:m[0]] + " " + w[m[1]:]
	}
	if m := named.FindStringSubmatchIndex(w); m != nil {
		return monthDay(monthOf(w[m[6]:m[7]]), number(w[m[4]:m[5]])), w[:m[0]] + " " + w[m[1]:]
	}
	if m := english.FindStringSubmatchIndex(w); m != nil {
		return monthDay(monthOf(w[m[4]:m[5]]), number(w[m[6]:m[7]])), w[:m[0]] + " " + w[m[1]:]
	}
	if m := ofMonth.FindStringSubmatch(w); m != nil {
		n := number(m[2] + m[6])
		return func(s Slot) bool { return number(s.Date[8:]) == n }, strings.Replace(w, strings.TrimSpace(m[0]), " ", 1)
	}
	for _, d := range weekdays {
		if strings.Contains(w, d.Word) {
			return func(s Slot) bool { return s.Start.Weekday() == d.Is }, strings.Replace(w, d.Word, " ", 1)
		}
	}
	return nil, w
}

func monthOf(word string) int {
	m, _ := months.Find(word)
	return int(m)
}

func monthDay(month, day int) func(Slot) bool {
	return func(s Slot) bool { return number(s.Date[5:7]) == month && number(s.Date[8:]) == day }
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

var (
	between = pattern.New(`(?:^| )(?:с|от|from|between)? ?(\d{1,2})(?:[:.](\d\d))? ?(am|pm)? ?(?:до|по|-|–|—|to|till|until|and) ?(\d{1,2})(?:[:.](\d\d))? ?(am|pm)?(?: |$)`)
	since   = pattern.New(`(?:^| )(?:после|с|от|не раньше|after|from|since) (\d{1,2})(?:[:.](\d\d))? ?(am|pm)?`)
	till    = pattern.New(`(?:^| )(?:до|не позже|before|until|till|by) (\d{1,2})(?:[:.](\d\d))? ?(am|pm)?`)
	moment  = pattern.New(`(?:^| )(?:в|к|около|at|around) (\d{1,2})(?:[:.](\d\d))? ?(am|pm)?|(?:^| )(\d{1,2}):(\d\d)`)
	parts   = []struct {
		word     *pattern.Pattern
		from, to int
	}{
		{pattern.New(`(^| )(с утра|утром|утро|morning)`), 0, 13 * 60},
		{pattern.New(`после обеда|(^| )(днем|днём|afternoon)`), 12 * 60, 18 * 60},
		{pattern.New(`(^| )(вечер|evening|tonight|после работы|after work)`), 16 * 60, 0},
	}
)

// hoursOf reads which part of the day a text names; false when it names none.
func hoursOf(w string) (span, bool) {
	if m := between.FindStringSubmatch(w); m != nil {
		return span{from: hour(m[1], m[2], m[3]+or(m[3] == "", m[6])), to: hour(m[4], m[5], m[6])}, true
	}
	if m := since.FindStringSubmatch(w); m != nil {
		return span{from: hour(m[1], m[2], m[3])}, true
	}
	if m := till.FindStringSubmatch(w); m != nil {
		return span{to: hour(m[1], m[2], m[3])}, true
	}
	for _, p := range parts {
		if p.word.MatchString(w) {
			return span{from: p.from, to: p.to}, true
		}
	}
	if m := moment.FindStringSubmatch(w); m != nil {
		return span{from: hour(m[1]+m[4], m[2]+m[5], m[3]), at: true}, true
	}
	return span{}, false
}

func or(yes bool, s string) string {
	if yes {
		return s
	}
	return ""
}

func hour(h, m, half string) int {
	n := number(h)
	if half == "pm" && n < 12 {
		n += 12
	}
	return n*60 + number(m)
}
