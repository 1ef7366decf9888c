package report

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"prilavok/core/shop"
)

func in(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// TestDays: a day is as long as the clocks make it, and none begins before the last one ended.
func TestDays(t *testing.T) {
	for _, x := range []struct{ zone, day, from, hours string }{
		{"Europe/Moscow", "2026-11-27", "2026-11-26T21:00:00Z", "24h0m0s"},
		{"Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", "23h0m0s"},
		{"Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", "25h0m0s"},
		{"Asia/Beirut", "2022-03-27", "2022-03-26T22:00:00Z", "23h0m0s"},      // begins at one o'clock
		{"America/Havana", "2025-11-02", "2025-11-02T04:00:00Z", "25h0m0s"},   // its first hour comes twice
		{"Africa/Cairo", "2025-10-30", "2025-10-29T21:00:00Z", "25h0m0s"},     // its last hour comes twice
		{"America/Santiago", "2025-09-07", "2025-09-07T04:00:00Z", "23h0m0s"}, // begins at one o'clock
		{"Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00:00Z", "24h30m0s"},
		{"Asia/Kolkata", "2026-01-01", "2025-12-31T18:30:00Z", "24h0m0s"},
	} {
		s := spanOf(x.day, in(t, x.zone))
		if got := s.From.UTC().Format(time.RFC3339); got != x.from || s.To.Sub(s.From).String() != x.hours {
			t.Errorf("%s in %s begins %s and lasts %v, want %s and %s", x.day, x.zone, got, s.To.Sub(s.From), x.from, x.hours)
		}
		if got := day(s.From.In(in(t, x.zone))); got != x.day {
			t.Errorf("%s in %s begins on %s", x.day, x.zone, got)
		}
	}
	for _, name := range []string{"America/Havana", "Asia/Beirut", "Africa/Cairo", "Pacific/Apia", "Atlantic/Azores", "America/Santiago"} {
		zone := in(t, name)
		for d := "2010-01-01"; d < "2026-12-31"; d = next(d, 1) {
			if s := spanOf(d, zone); s.To.Before(s.From) || !s.To.Equal(spanOf(next(d, 1), zone).From) {
				t.Fatalf("%s in %s: %v to %v", d, name, s.From, s.To)
			}
		}
	}
}

func TestPeriods(t *testing.T) {
	sh := shop.Shop{TimeZone: "Europe/Moscow"}
	now := time.Date(2026, 11, 26, 21, 30, 0, 0, time.UTC) // half past midnight of the 27th
	for _, x := range []struct {
		ask  Ask
		want string
	}{
		{Ask{Days: 1}, "2026-11-27 2026-11-27 1 true"},
		{Ask{Days: 30}, "2026-10-29 2026-11-27 30 true"},
		{Ask{Days: MostDays}, "2025-11-27 2026-11-27 366 true"},
		{Ask{From: "2026-02-27", To: "2026-03-01"}, "2026-02-27 2026-03-01 3 false"},
		{Ask{From: "2024-01-01", To: "2024-12-31"}, "2024-01-01 2024-12-31 366 false"},
		{Ask{From: "2026-11-28", To: "2026-11-28"}, "2026-11-28 2026-11-28 1 false"},
	} {
		p, err := period(x.ask, sh, now)
		if got := fmt.Sprint(p.From, " ", p.To, " ", len(p.Days), " ", p.Now); err != nil || got != x.want {
			t.Errorf("%+v is %s, %v, want %s", x.ask, got, err, x.want)
		}
	}
	for _, ask := range []Ask{{}, {Days: -1}, {Days: 367}, {From: "2026-01-01"}, {To: "2026-01-01"}, {Days: 7, From: "2026-01-01", To: "2026-01-02"},
		{From: "2026-01-02", To: "2026-01-01"}, {From: "2025-01-01", To: "2026-01-02"}, {From: "2026-02-30", To: "2026-03-01"}, {From: "1026-01-01", To: "9026-01-01"}, {From: "x", To: "y"}} {
		if _, err := period(ask, sh, now); !errors.Is(err, ErrPeriod) {
			t.Errorf("%+v: %v", ask, err)
		}
	}
}

// TestParts: counted days are taken whole, and everything else is read as it happened.
func TestParts(t *testing.T) {
	zone := in(t, "Europe/Moscow")
	until := func(d, clock string) time.Time {
		at, err := time.ParseInLocation(time.DateTime, d+" "+clock, zone)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for name, x := range map[string]struct {
		until time.Time
		state State
		want  string
	}{
		"all are counted":       {until("2026-11-04", "00:00:00"), State{Zone: "Europe/Moscow", RolledTo: "2026-11-04"}, "2026-11-01 2026-11-04"},
		"the last is not":       {until("2026-11-04", "00:00:00"), State{Zone: "Europe/Moscow", RolledTo: "2026-11-03"}, "2026-11-01 2026-11-03 2026-11-03/24h0m0s"},
		"a part of a day":       {until("2026-11-03", "10:00:00"), State{Zone: "Europe/Moscow", RolledTo: "2026-11-09"}, "2026-11-01 2026-11-03 2026-11-03/10h0m0s"},
		"none are counted":      {until("2026-11-03", "00:00:00"), State{}, "2026-11-01 2026-11-01 2026-11-01/24h0m0s 2026-11-02/24h0m0s"},
		"those of another zone": {until("2026-11-02", "00:00:00"), State{Zone: "UTC", RolledTo: "2026-11-04"}, "2026-11-01 2026-11-01 2026-11-01/24h0m0s"},
	} {
		p := parts("2026-11-01", x.until, zone, x.state)
		got := p.From + " " + p.Before
		for _, s := range p.Live {
			got += fmt.Sprint(" ", s.Day, "/", s.To.Sub(s.From))
		}
		if got != x.want {
			t.Errorf("%s: %s, want %s", name, got, x.want)
		}
	}
}

func TestSums(t *testing.T) {
	for _, x := range []struct{ amount, orders, want int64 }{{0, 0, 0}, {100, 3, 33}, {200, 3, 67}, {5, 2, 3}, {7, 1, 7}} {
		if got := (SalesDay{Amount: x.amount, Orders: x.orders}).Average(); got != x.want {
			t.Errorf("%d of %d is %d, want %d", x.amount, x.orders, got, x.want)
		}
	}
	for _, x := range []struct {
		part, whole int64
		want        float64
	}{{0, 0, 0}, {1, 3, 33.3}, {2, 3, 66.7}, {1, 2000, 0.1}, {3, 3, 100}} {
		if got := percent(x.part, x.whole); got != x.want {
			t.Errorf("%d of %d is %v %%, want %v", x.part, x.whole, got, x.want)
		}
	}
	p := Period{From: "2026-11-04"}
	for d, want := range map[string]string{"2026-11-04": "2026-11-04", "2026-11-08": "2026-11-04", "2026-11-09": "2026-11-09", "2026-11-15": "2026-11-09", "2026-11-16": "2026-11-16"} {
		if got := ByWeek.step(d, p); got != want {
			t.Errorf("%s is in the week of %s, want %s", d, got, want)
		}
	}
}
