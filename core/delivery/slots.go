package delivery

import (
	"slices"
	"time"
)

// Schedule says at which times a delivery can be had. The zero Schedule has none: the
// customer is not asked.
type Schedule struct {
	Windows   []Window `json:"windows,omitempty"`
	CutOff    int      `json:"cut_off,omitempty"`    // hours before its beginning that a window can still be booked
	DaysAhead int      `json:"days_ahead,omitempty"` // days offered, today included; 0 is 7
	Closed    []string `json:"closed,omitempty"`     // dates without delivery: "2026-12-31"
}

// Window is one interval of a day, repeated by weekdays.
type Window struct {
	Days     []int  `json:"days,omitempty"` // 1 Monday … 7 Sunday; empty: every day
	From     string `json:"from"`           // "16:00", the shop's own time
	To       string `json:"to"`
	Capacity int64  `json:"capacity"` // how many orders it takes
}

// Period is an interval of a day as people say it, in the shop's own time.
type Period struct {
	Date string `json:"date"` // "2026-11-27"
	From string `json:"from"` // "16:00"
	To   string `json:"to"`
}

// Slot is one interval that can be booked.
type Slot struct {
	Period
	ID       string // of its counter: method, zone and key
	MethodID string
	ZoneID   string // "" when the method's zones share it
	Start    time.Time
	End      time.Time
	Capacity int64
	Left     int64
}

// Key names a slot among those of its delivery: "2026-11-27T16:00".
func (p Period) Key() string {
	if p.Date == "" {
		return ""
	}
	return p.Date + "T" + p.From
}

// Set reports whether the schedule has any windows.
func (s Schedule) Set() bool { return len(s.Windows) > 0 }

// ScheduleOf returns the schedule of a method in a zone, and which zone's counters it
// has: "" when the zones share them.
func ScheduleOf(m Method, zoneID string) (Schedule, string) {
	if z, ok := m.ZoneByID(zoneID); ok && z.Schedule.Set() {
		return z.Schedule, zoneID
	}
	return m.Schedule, ""
}

// Timetable is what is known of times besides the schedules.
type Timetable struct {
	Now   time.Time
	Zone  *time.Location   // of the shop; nil is UTC
	Taken map[string]int64 // by Slot.ID
}

// Slots lists the times of a delivery that are not over, in order; those that are full
// have Left 0.
func (t Timetable) Slots(m Method, zoneID string) []Slot {
	s, counted := ScheduleOf(m, zoneID)
	zone := t.Zone
	if zone == nil {
		zone = time.UTC
	}
	ahead := s.DaysAhead
	if ahead <= 0 {
		ahead = 7
	}
	var out []Slot
	today := t.Now.In(zone)
	for d := range ahead {
		day := time.Date(today.Year(), today.Month(), today.Day()+d, 12, 0, 0, 0, zone)
		date := day.Format(time.DateOnly)
		if slices.Contains(s.Closed, date) {
			continue
		}
		for _, w := range s.Windows {
			if x, ok := t.slot(w, day, zone, time.Duration(s.CutOff)*time.Hour); ok {
				x.MethodID, x.ZoneID = m.ID, counted
				x.ID = SlotID(m.ID, counted, x.Key())
				x.Left = max(x.Capacity-t.Taken[x.ID], 0)
				out = append(out, x)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Slot) int { return a.Start.Compare(b.Start) })
	return out
}

// SlotID is the id of a slot's counter.
func SlotID(methodID, zoneID, key string) string { return methodID + "/" + zoneID + "/" + key }

// slot is a window on a day; false when it is not then, or too late to be booked.
func (t Timetable) slot(w Window, day time.Time, zone *time.Location, cutOff time.Duration) (Slot, bool) {
	weekday := (int(day.Weekday())+6)%7 + 1
	if len(w.Days) > 0 && !slices.Contains(w.Days, weekday) {
		return Slot{}, false
	}
	x := Slot{Period: Period{Date: day.Format(time.DateOnly), From: w.From, To: w.To}, Capacity: w.Capacity}
	var err1, err2 error
	x.Start, err1 = time.ParseInLocation("2006-01-02T15:04", x.Date+"T"+w.From, zone)
	x.End, err2 = time.ParseInLocation("2006-01-02T15:04", x.Date+"T"+w.To, zone)
	return x, err1 == nil && err2 == nil && t.Now.Before(x.Start.Add(-cutOff))
}

// Find returns the slot with a key.
func Find(list []Slot, key string) (Slot, bool) {
	for _, s := range list {
		if s.Key() == key {
			return s, true
		}
	}
	return Slot{}, false
}

// Free returns the slots that can be booked.
func Free(list []Slot) []Slot {
	var out []Slot
	for _, s := range list {
		if s.Left > 0 {
			out = append(out, s)
		}
	}
	return out
}

func checkSchedule(s Schedule) error {
	ok := s.CutOff >= 0 && s.DaysAhead >= 0 && s.DaysAhead <= 60
	for _, c := range s.Closed {
		_, err := time.Parse(time.DateOnly, c)
		ok = ok && err == nil
	}
	begins := map[string]bool{}
	for _, w := range s.Windows {
		ok = ok && clock(w.From) && clock(w.To) && w.From < w.To && w.Capacity >= 1
		days := w.Days
		if len(days) == 0 {
			days = []int{1, 2, 3, 4, 5, 6, 7}
		}
		for _, d := range days {
			key := string(rune('0'+d)) + w.From
			ok = ok && d >= 1 && d <= 7 && !begins[key]
			begins[key] = true
		}
	}
	if !ok {
		return ErrSchedule
	}
	return nil
}

func clock(s string) bool {
	_, err := time.Parse("15:04", s)
	return err == nil && len(s) == 5
}
