package cart

import (
	"context"

	"prilavok/core/lang"
)

// Deliveries lists the shop's active delivery methods in their order.
func (s *Service) Deliveries(ctx context.Context) ([]Method, error) { return s.deliveries(ctx, false) }

// AllDeliveries lists the inactive ones too, for the owner.
func (s *Service) AllDeliveries(ctx context.Context) ([]Method, error) {
	return s.deliveries(ctx, true)
}

func (s *Service) deliveries(ctx context.Context, all bool) ([]Method, error) {
	var list []Method
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		list, err = s.methods.DeliveryMethods(ctx, all)
		return err
	})
	return list, err
}

// PutDelivery adds a delivery method, or replaces the one with its id. Zones without
// an id get one.
//
// Faults: ErrMethodFields.
func (s *Service) PutDelivery(ctx context.Context, m Method) (Method, error) {
	if err := checkMethod(m); err != nil {
		return Method{}, err
	}
	if m.ID == "" {
		m.ID = s.ids.Make("dlv")
	}
	m.Zones = append([]Zone(nil), m.Zones...)
	for i := range m.Zones {
		if m.Zones[i].ID == "" {
			m.Zones[i].ID = s.ids.Make("zon")
		}
	}
	err := s.inTx(ctx, func(ctx context.Context) error { return s.methods.PutDeliveryMethod(ctx, m, s.now()) })
	return m, err
}

// RemoveDelivery deletes a method; orders keep their snapshot of it.
func (s *Service) RemoveDelivery(ctx context.Context, id string) error {
	return s.inTx(ctx, func(ctx context.Context) error {
		ok, err := s.methods.DropDeliveryMethod(ctx, id)
		if err == nil && !ok {
			return ErrNoMethod
		}
		return err
	})
}

func checkMethod(m Method) error {
	ok := (m.Kind == Courier || m.Kind == Pickup || m.Kind == Post) && m.Title.In(lang.RU, lang.EN) != "" &&
		m.Price >= 0 && m.FreeFrom >= 0 && m.MinTotal >= 0 && m.DaysFrom >= 0 && m.DaysTo >= m.DaysFrom
	for _, z := range m.Zones {
		ok = ok && z.Title.In(lang.RU, lang.EN) != "" && z.Price >= 0 && z.FreeFrom >= 0
	}
	if !ok {
		return ErrMethodFields
	}
	return nil
}
