package delivery

import (
	"context"
	"time"

	"prilavok/core/id"
	"prilavok/core/lang"
	"prilavok/core/txn"
)

// Service keeps delivery methods and books times.
type Service struct {
	methods MethodStore
	slots   SlotStore
	tx      txn.Runner
	now     func() time.Time
	ids     *id.Maker
}

// Stores is one database as delivery sees it.
type Stores interface {
	MethodStore
	SlotStore
}

// New returns the service of delivery.
func New(store Stores, tx txn.Runner, now func() time.Time, ids *id.Maker) *Service {
	return &Service{methods: store, slots: store, tx: tx, now: now, ids: ids}
}

// Active lists the shop's active methods in their order.
func (s *Service) Active(ctx context.Context) ([]Method, error) { return s.list(ctx, false) }

// All lists the inactive ones too, for the owner.
func (s *Service) All(ctx context.Context) ([]Method, error) { return s.list(ctx, true) }

func (s *Service) list(ctx context.Context, all bool) ([]Method, error) {
	var list []Method
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		list, err = s.methods.DeliveryMethods(ctx, all)
		return err
	})
	return list, err
}

// Put adds a delivery method, or replaces the one with its id. Zones and points
// without an id get one.
//
// Faults: ErrMethodFields, ErrSchedule.
func (s *Service) Put(ctx context.Context, m Method) (Method, error) {
	if err := checkMethod(m); err != nil {
		return Method{}, err
	}
	m = s.named(m)
	err := s.tx.InTx(ctx, func(ctx context.Context) error { return s.methods.PutDeliveryMethod(ctx, m, s.now()) })
	return m, err
}

// named gives a method, its zones and its points the ids that they have not.
func (s *Service) named(m Method) Method {
	if m.ID == "" {
		m.ID = s.ids.Make("dlv")
	}
	m.Zones = append([]Zone(nil), m.Zones...)
	for i := range m.Zones {
		if m.Zones[i].ID == "" {
			m.Zones[i].ID = s.ids.Make("zon")
		}
	}
	m.Points = append([]Place(nil), m.Points...)
	for i := range m.Points {
		if m.Points[i].ID == "" {
			m.Points[i].ID = s.ids.Make("pnt")
		}
	}
	return m
}

// Remove deletes a method; orders keep their snapshot of it.
//
// Faults: ErrNoMethod.
func (s *Service) Remove(ctx context.Context, id string) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		ok, err := s.methods.DropDeliveryMethod(ctx, id)
		if err == nil && !ok {
			return ErrNoMethod
		}
		return err
	})
}

// Book takes a slot for a holder, in the open unit of work; what the holder had before
// is given back. The zero Slot only gives back. It comes after the reservation of goods
// and before numbers are taken, so that rivals never wait for each other crosswise.
//
// Faults: ErrSlotFull, which spoils the unit: something may have been written.
func (s *Service) Book(ctx context.Context, holder string, slot Slot) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		had, err := s.slots.BookedSlot(ctx, holder)
		if err != nil || had == slot.ID {
			return err
		}
		if had != "" {
			if _, err := s.slots.FreeSlot(ctx, holder); err != nil {
				return err
			}
		}
		if slot.ID == "" {
			return nil
		}
		ok, err := s.slots.TakeSlot(ctx, slot)
		if err != nil {
			return err
		}
		if !ok {
			return ErrSlotFull
		}
		return s.slots.PutBooking(ctx, holder, slot.ID, s.now())
	})
}

// Free gives a holder's slot back; none is no fault.
func (s *Service) Free(ctx context.Context, holder string) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		_, err := s.slots.FreeSlot(ctx, holder)
		return err
	})
}

func checkMethod(m Method) error {
	ok := (m.Kind == Courier || m.Kind == Pickup || m.Kind == Post) && m.Title.In(lang.RU, lang.EN) != "" &&
		m.Price >= 0 && m.FreeFrom >= 0 && m.MinTotal >= 0 && m.DaysFrom >= 0 && m.DaysTo >= m.DaysFrom && rising(m.Rates)
	for _, p := range m.Points {
		ok = ok && p.Address.In(lang.RU, lang.EN) != ""
	}
	for _, z := range m.Zones {
		ok = ok && z.Title.In(lang.RU, lang.EN) != "" && z.Price >= 0 && z.FreeFrom >= 0 && z.MinTotal >= 0 && rising(z.Rates)
	}
	if !ok {
		return ErrMethodFields
	}
	for _, z := range m.Zones {
		if err := checkSchedule(z.Schedule); err != nil {
			return err
		}
	}
	return checkSchedule(m.Schedule)
}

// rising reports whether rates go by rising weight, the open one last.
func rising(list []Rate) bool {
	var last int64
	for i, r := range list {
		if r.Price < 0 || r.UpTo <= last && !(r.UpTo == 0 && i == len(list)-1) {
			return false
		}
		last = r.UpTo
	}
	return true
}
