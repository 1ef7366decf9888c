package order

import (
	"context"
	"errors"
	"time"
)

// CancelRequest asks for an order to be canceled.
type CancelRequest struct {
	OrderID  string
	Revision int64 // as the asker saw it; 0: whatever it is now
	By       Actor
	Why      string
	Refund   bool // money held or taken is no obstacle: payment gives it back
}

// Cancel cancels an order, unpacks what is packed and gives its stock back. With Refund
// the event tells payment to release or return the money; the payment status follows when
// it has.
//
// Faults: ErrNotFound; ErrRevision; the named reasons of CanCancel and CustomerMay.
func (s *Service) Cancel(ctx context.Context, r CancelRequest) (Order, error) {
	return s.Change(ctx, r.OrderID, r.By, func(ctx context.Context, o *Order) error {
		if r.Revision > 0 && r.Revision != o.Revision {
			return ErrRevision
		}
		if err := CanCancel(*o); err != nil && !(r.Refund && errors.Is(err, ErrMoneyHeld)) {
			return err
		}
		rules, err := s.Rules(ctx)
		if err != nil {
			return err
		}
		if err := CustomerMay(*o, r.By, rules); err != nil {
			return err
		}
		return s.cancel(ctx, o, r.By, r.Why, map[string]any{"refund": r.Refund})
	})
}

// cancel does what canceling does, whoever decided it.
func (s *Service) cancel(ctx context.Context, o *Order, by Actor, why string, data map[string]any) error {
	what := EventCanceled
	if o.Status == Draft {
		what = EventDiscarded
	} else if err := s.letGo(ctx, o); err != nil {
		return err
	}
	o.Status, o.CanceledAt, o.ReservedUntil, o.LapsedAt = Canceled, o.UpdatedAt, time.Time{}, time.Time{}
	return s.Tell(ctx, *o, what, by, why, data)
}

// letGo unpacks, closes shortfalls and gives stock back.
func (s *Service) letGo(ctx context.Context, o *Order) error {
	if o.Goods.Packed > 0 {
		list, err := s.goods.FulfillmentsOf(ctx, o.ID)
		if err != nil {
			return err
		}
		for i := range list {
			if list[i].State != ParcelPacked {
				continue
			}
			list[i].State, list[i].CanceledAt = ParcelCanceled, o.UpdatedAt
			if err := s.goods.SaveFulfillment(ctx, list[i]); err != nil {
				return err
			}
		}
		o.count(list)
	}
	if err := s.goods.CloseShortfalls(ctx, o.ID, ShortDropped, o.UpdatedAt); err != nil {
		return err
	}
	if err := s.slots.Free(ctx, o.ID); err != nil {
		return err
	}
	if err := s.giveBack(ctx, *o); err != nil {
		return err
	}
	return s.stock.Release(ctx, o.ID)
}

// giveBack lets others have the promotions of an order that does not come about.
func (s *Service) giveBack(ctx context.Context, o Order) error {
	if len(o.Promotions) == 0 {
		return nil
	}
	return s.carts.GiveBack(ctx, o.ID)
}

// Discard drops a draft.
//
// Faults: ErrNotFound, ErrAlreadyPlaced, the reasons of Step.
func (s *Service) Discard(ctx context.Context, orderID string, by Actor, why string) (Order, error) {
	return s.Change(ctx, orderID, by, func(ctx context.Context, o *Order) error {
		if o.Status == Placed {
			return ErrAlreadyPlaced
		}
		if err := Step(o.Status, Canceled); err != nil {
			return err
		}
		return s.cancel(ctx, o, by, why, nil)
	})
}
