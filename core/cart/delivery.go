package cart

import (
	"context"

	"prilavok/core/delivery"
	"prilavok/core/money"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// What core/delivery says of ways to deliver, as carts and checkouts speak of it.
type (
	// Kind of a delivery method.
	Kind = delivery.Kind
	// Method is one way in which orders reach the customer.
	Method = delivery.Method
	// Zone is a part of the world with its own price.
	Zone = delivery.Zone
	// Place is where a pickup is.
	Place = delivery.Place
	// Slot is a time that can be booked.
	Slot = delivery.Slot
)

// The kinds of delivery methods.
const (
	Courier = delivery.Courier
	Pickup  = delivery.Pickup
	Post    = delivery.Post
)

// FindMethod returns the method with an id out of a list.
func FindMethod(list []Method, id string) (Method, bool) { return delivery.FindMethod(list, id) }

// Offered reports whether a method can be chosen for goods worth items.
func Offered(m Method, items money.Money) bool { return delivery.Offered(m, items) }

// Deliveries lists the shop's active delivery methods in their order.
func (s *Service) Deliveries(ctx context.Context) ([]Method, error) {
	var list []Method
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		list, err = s.methods.DeliveryMethods(ctx, false)
		return err
	})
	return list, err
}

// Times lists the times that a delivery can be had at, full ones too; none when it is
// not asked for.
func (s *Service) Times(ctx context.Context, choice Choice) ([]Slot, error) {
	var list []Slot
	err := s.tx.View(ctx, func(ctx context.Context) error {
		methods, err := s.methods.DeliveryMethods(ctx, false)
		if err != nil {
			return err
		}
		m, ok := FindMethod(methods, choice.MethodID)
		if !ok {
			return nil
		}
		sh, err := s.checkouts.ShopByID(ctx, txn.ShopID(ctx))
		if err != nil {
			return err
		}
		t, err := s.timetable(ctx, sh)
		list = t.Slots(m, choice.ZoneID)
		return err
	})
	return list, err
}

func (s *Service) timetable(ctx context.Context, sh shop.Shop) (delivery.Timetable, error) {
	t := delivery.Timetable{Now: s.now(), Zone: sh.Location()}
	var err error
	t.Taken, err = s.methods.SlotsTaken(ctx, t.Now)
	return t, err
}

// timed adds the chosen time to a quote, or what is wrong with it.
func (s *Service) timed(ctx context.Context, q *Quote, choice Choice, sh shop.Shop) error {
	if q.Method == nil {
		return nil
	}
	if plan, _ := delivery.ScheduleOf(*q.Method, choice.ZoneID); !plan.Set() {
		return nil
	}
	if choice.Slot == "" {
		q.Problems = append(q.Problems, Trouble{Code: ProblemNoSlot})
		return nil
	}
	t, err := s.timetable(ctx, sh)
	if err != nil {
		return err
	}
	slot, ok := delivery.Find(t.Slots(*q.Method, choice.ZoneID), choice.Slot)
	if !ok || slot.Left == 0 {
		q.Problems = append(q.Problems, Trouble{Code: ProblemSlot})
		return nil
	}
	q.Slot = &slot
	return nil
}
