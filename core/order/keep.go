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
		switch {
		case !o.LapsedAt.IsZero():
			return s.regain(ctx, o, until)
		case o.ReservedUntil.IsZero() || !o.ReservedUntil.Before(until):
			return ErrNoChange
		}
		o.ReservedUntil = until // the job that ends the wait looks again then
		return nil
	})
	if fault.CodeOf(err) == ErrNoChange.Code {
		return nil
	}
	return err
}

// regain holds lapsed goods again.
func (s *Service) regain(ctx context.Context, o *Order, until time.Time) error {
	missing, err := s.missing(ctx, *o)
	if err != nil {
		return err
	}
	ids := make([]string, len(missing))
	for i, n := range missing {
		ids[i] = n.VariantID
	}
	left, err := s.stock.Left(ctx, ids)
	if err != nil {
		return err
	}
	for _, n := range missing {
		if left[n.VariantID] < n.Quantity {
			return ErrOutOfStock
		}
	}
	if err := s.stock.Adjust(ctx, o.ID, missing, Forever); err != nil {
		return err
	}
	o.LapsedAt, o.ReservedUntil = time.Time{}, until
	if err := s.expireAt(ctx, *o); err != nil {
		return err
	}
	return s.Tell(ctx, *o, EventHeld, Actor{Kind: BySystem}, "", nil)
}
