package report

import (
	"context"
	"time"

	"prilavok/core/fault"
	"prilavok/core/shop"
)

// MostDays is how long a period may be.
const MostDays = 366

// ErrPeriod refuses a period.
var ErrPeriod = fault.New(fault.Invalid, "report.period", "a period is one to 366 days of the shop, named like 2026-11-27, its first before its last")

// Ask says which part of the shop's life a report is of: the last Days days with today, or
// the days From to To, both included. Channel is one of the shop's channels; "" is all of
// them, and orders that came by none.
type Ask struct {
	Days     int
	From, To string
	Channel  string
}

// Span is a day of the shop, or its part, from a time until before another.
type Span struct {
	Day      string
	From, To time.Time
}

// Period is the days that a report is of.
type Period struct {
	From, To string // days of the shop's time zone, both included
	Zone     string
	Days     []string
	Now      bool // its last day is today, which is not over
}

// State is how far the days of reports are counted ahead: every day before RolledTo, in the
// days of a time zone. SeenAt is when changes of orders were last looked for.
type State struct {
	Zone     string
	RolledTo string
	SeenAt   time.Time
}

// Parts is what a sum is read from: counted days, from one until before another, and spans
// that are read from what happened itself.
type Parts struct {
	From, Before string
	Live         []Span
}

func day(t time.Time) string { return t.Format(time.DateOnly) }

// begin is when a day begins. Some zones set their clocks at midnight: a day may begin at one
// o'clock, when the clocks are set, or have its first hour twice.
func begin(d string, zone *time.Location) time.Time {
	t, _ := time.Parse(time.DateOnly, d) // only days that were formatted come here
	t = time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, zone)
	if day(t) != d {
		_, set := t.ZoneBounds()
		return set
	}
	if first := t.Add(-time.Hour); day(first) == d {
		return first
	}
	return t
}

func next(d string, days int) string {
	t, _ := time.Parse(time.DateOnly, d)
	return day(t.AddDate(0, 0, days))
}

// spanOf is a whole day.
func spanOf(d string, zone *time.Location) Span {
	return Span{d, begin(d, zone), begin(next(d, 1), zone)}
}

// period reads what was asked.
func period(ask Ask, sh shop.Shop, now time.Time) (Period, error) {
	today := day(now.In(sh.Location()))
	p := Period{From: ask.From, To: ask.To, Zone: sh.TimeZone}
	switch {
	case ask.From == "" && ask.To == "":
		if ask.Days < 1 || ask.Days > MostDays {
			return Period{}, ErrPeriod
		}
		p.From, p.To = next(today, 1-ask.Days), today
	case ask.Days != 0 || !isDay(ask.From) || !isDay(ask.To) || ask.To < ask.From:
		return Period{}, ErrPeriod
	}
	for d := p.From; d <= p.To; d = next(d, 1) {
		if p.Days = append(p.Days, d); len(p.Days) > MostDays {
			return Period{}, ErrPeriod
		}
	}
	p.Now = p.To == today
	return p, nil
}

func isDay(s string) bool {
	t, err := time.Parse(time.DateOnly, s)
	return err == nil && t.Year() >= 2000 && t.Year() < 2200
}

// parts divides days, from one until before a time, into what is counted and what is not.
func parts(from string, until time.Time, zone *time.Location, st State) Parts {
	p := Parts{From: from, Before: from}
	for d := from; begin(d, zone).Before(until); d = next(d, 1) {
		s := spanOf(d, zone)
		if st.Zone == zone.String() && d < st.RolledTo && !s.To.After(until) {
			p.Before = next(d, 1)
			continue
		}
		if s.To.After(until) {
			s.To = until
		}
		p.Live = append(p.Live, s)
	}
	return p
}

// look is one report while it is read: the shop, the period, what it is compared with.
type look struct {
	shop   shop.Shop
	period Period
	zone   *time.Location
	state  State
	now    time.Time
}

func (s *Service) look(ctx context.Context, ask Ask) (look, error) {
	sh, err := s.store.ShopByID(ctx, shopOf(ctx))
	if err != nil {
		return look{}, err
	}
	l := look{shop: sh, zone: sh.Location(), now: s.now()}
	if l.period, err = period(ask, sh, l.now); err != nil {
		return look{}, err
	}
	l.state, err = s.store.ReportState(ctx)
	return l, err
}

// until is when the period ends: all of its last day, which may be to come.
func (l look) until() time.Time { return begin(next(l.period.To, 1), l.zone) }

func (l look) parts() Parts { return parts(l.period.From, l.until(), l.zone, l.state) }

// before are as many days before the period, in parts.
func (l look) before() Parts {
	_, until := l.span()
	return parts(next(l.period.From, -len(l.period.Days)), until, l.zone, l.state)
}

// span is as many days before the period; where today is not over, until the same time of the
// day by the clock on the wall.
func (l look) span() (from, until time.Time) {
	n := len(l.period.Days)
	until = begin(l.period.From, l.zone)
	if l.period.Now {
		until = l.now.In(l.zone).AddDate(0, 0, -n)
	}
	return begin(next(l.period.From, -n), l.zone), until
}
