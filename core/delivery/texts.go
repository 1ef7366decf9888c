package delivery

import (
	"strings"
	"time"

	"prilavok/core/lang"
)

var (
	txtToday    = lang.Phrase{RU: "сегодня", EN: "today"}
	txtTomorrow = lang.Phrase{RU: "завтра", EN: "tomorrow"}

	dayNames   = [7]lang.Phrase{{RU: "вс", EN: "Sun"}, {RU: "пн", EN: "Mon"}, {RU: "вт", EN: "Tue"}, {RU: "ср", EN: "Wed"}, {RU: "чт", EN: "Thu"}, {RU: "пт", EN: "Fri"}, {RU: "сб", EN: "Sat"}}
	monthNames = [12]lang.Phrase{{RU: "января", EN: "January"}, {RU: "февраля", EN: "February"}, {RU: "марта", EN: "March"}, {RU: "апреля", EN: "April"}, {RU: "мая", EN: "May"}, {RU: "июня", EN: "June"},
		{RU: "июля", EN: "July"}, {RU: "августа", EN: "August"}, {RU: "сентября", EN: "September"}, {RU: "октября", EN: "October"}, {RU: "ноября", EN: "November"}, {RU: "декабря", EN: "December"}}
	txtDate = lang.Phrase{RU: "%s, %d %s", EN: "%s, %d %s"}
)

// Text says a period for people: "пт, 27 ноября, 16:00–19:00", "" for none.
func (p Period) Text(l lang.Lang) string {
	d, err := time.Parse(time.DateOnly, p.Date)
	if err != nil {
		return ""
	}
	return txtDate.F(l, dayNames[d.Weekday()].In(l), d.Day(), monthNames[d.Month()-1].In(l)) + ", " + p.Hours()
}

// Hours says the hours of a period: "16:00–19:00".
func (p Period) Hours() string { return p.From + "–" + p.To }

// Label says a slot for a button, seen at a moment: "завтра, 16:00–19:00".
func (s Slot) Label(l lang.Lang, now time.Time) string {
	today := now.In(s.Start.Location())
	switch s.Date {
	case today.Format(time.DateOnly):
		return txtToday.In(l) + ", " + s.Hours()
	case today.AddDate(0, 0, 1).Format(time.DateOnly):
		return txtTomorrow.In(l) + ", " + s.Hours()
	}
	return strings.TrimSpace(s.Text(l))
}
