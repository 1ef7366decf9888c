package order

import (
	"context"
	"time"

	"prilavok/core/fault"
)

// Keep holds the goods of an order for a payer who is about to pay, until then at least:
// a wait that would end sooner is prolonged, and goods that had lapsed are held again,
// all or none. It joins the open unit of work.
//
// Faults: ErrNotFound; ErrOutOfStock, nothing is changed then.
func (s *Service) Keep(ctx context.Context, orderID string, until time.Time) error {
	_, err := s.Change(ctx, orderID, Actor{Kind: BySystem}, func(ctx context.Context, o *Order) error {
		lapsed := !o.LapsedAt.IsZero()
		if !lapsed && (o.ReservedUntil.IsZero() || !o.ReservedUntil.Before(until)) {
			return ErrNoChange
		}
		o.ReservedUntil = until // the job that ends a wait looks again then
		if !lapsed {
			return nil
		}
		if err := s.secure(ctx, o, true); err != nil {
			return err
		}
		return s.expireAt(ctx, *o)
	})
	if fault.CodeOf(err) == ErrNoChange.Code {
		return nil
	}
	return err
}
