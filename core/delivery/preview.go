package delivery

import (
	"context"
	"time"

	"prilavok/core/money"
)

// Visit is a customer who might choose a method: where they are, what they buy, when.
type Visit struct {
	City  string // as they write it
	Items money.Money
	Grams int64
	At    time.Time      // zero: now
	Zone  *time.Location // of the shop
}

// Why a customer does not get a method.
const (
	WhyOff      = "off"       // it is switched off
	WhyMinTotal = "min_total" // they buy for less than Look.Least
	WhyZone     = "no_zone"   // it does not go to that city, or none was named
	WhyHeavy    = "too_heavy"
	WhyFull     = "no_slot" // every time is taken
)

// Look is what such a customer sees of a method.
type Look struct {
	Why   string // "": they can have it
	Zone  *Zone  // theirs; nil where the method has none
	Price money.Money
	Least int64
	Slots []Slot // that can be booked
}

// Preview says what a customer sees of a method, which need not be stored: by the rules and
// the bookings that checkouts go by. Nothing is changed.
//
// Faults: those of Put.
func (s *Service) Preview(ctx context.Context, m Method, v Visit) (Look, error) {
	if err := checkMethod(m); err != nil {
		return Look{}, err
	}
	t := Timetable{Now: v.At, Zone: v.Zone}
	if t.Now.IsZero() {
		t.Now = s.now()
	}
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		t.Taken, err = s.slots.SlotsTaken(ctx, t.Now)
		return err
	})
	if err != nil {
		return Look{}, err
	}
	return s.named(m).look(v, t), nil
}

func (m Method) look(v Visit, t Timetable) Look {
	l := Look{Price: money.Of(0, v.Items.Currency)}
	if len(m.Zones) > 0 {
		z, ok := m.ZoneOf(v.City)
		if !ok {
			l.Why = WhyZone
			return l
		}
		l.Zone = &z
	}
	zoneID := ""
	if l.Zone != nil {
		zoneID = l.Zone.ID
	}
	l.Price, l.Least = Cost(m, l.Zone, v.Items, v.Grams), LeastTotal(m, l.Zone)
	plan, _ := ScheduleOf(m, zoneID)
	l.Slots = Free(t.Slots(m, zoneID))
	switch {
	case !m.Active:
		l.Why = WhyOff
	case v.Items.Amount < l.Least:
		l.Why = WhyMinTotal
	case !CanCarry(m, l.Zone, v.Grams):
		l.Why = WhyHeavy
	case plan.Set() && len(l.Slots) == 0:
		l.Why = WhyFull
	}
	return l
}
