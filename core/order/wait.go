package order

import (
	"context"
	"encoding/json"
	"time"

	"prilavok/core/catalog"
	"prilavok/core/fault"
	"prilavok/core/job"
	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// Await sets until when a placed order's goods wait for money, and asks for the job that
// ends the wait. Goods of an order that is paid later, or paid, wait for none: they are
// held again if they had lapsed, and what cannot be had becomes a shortfall.
func (s *Service) Await(ctx context.Context, o *Order, rules shop.Orders) error {
	o.ReservedUntil = time.Time{}
	lapsed := !o.LapsedAt.IsZero()
	switch {
	case !o.PaymentMethod.Prepaid() || o.Covered():
		if lapsed {
			return s.secure(ctx, o, false)
		}
		return nil
	case lapsed: // whoever pays holds them again: see Keep
		return nil
	}
	o.ReservedUntil = o.UpdatedAt.Add(waitTime(o.PaymentMethod, rules))
	return s.expireAt(ctx, *o)
}

// Trim gives back pieces that a lapsed order still holds and needs no more.
func (s *Service) Trim(ctx context.Context, o Order) error {
	wants, err := s.wants(ctx, o)
	if err != nil {
		return err
	}
	for id := range wants {
		wants[id] = -wants[id]
	}
	return s.unhold(ctx, o.ID, wants)
}

func (s *Service) expireAt(ctx context.Context, o Order) error {
	return s.jobs.Enqueue(ctx, job.New{Kind: JobExpire, Payload: EventJob{OrderID: o.ID}, RunAt: o.ReservedUntil})
}

var txtExpired = lang.Phrase{RU: "время на оплату вышло", EN: "the time to pay is over"}

// Expire handles JobExpire. It goes by what the order says now: one that no longer waits
// is left alone, and one whose time is not over, because it was put off or a clock was
// set back, is looked at again then.
func (s *Service) Expire(ctx context.Context, j job.Job) error {
	var p EventJob
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return fault.Wrap(err, fault.Invalid, "order.bad_job", "a job to expire an order")
	}
	_, err := s.Change(ctx, p.OrderID, Actor{Kind: BySystem}, s.expire)
	if fault.CodeOf(err) == ErrNoChange.Code || fault.CodeOf(err) == ErrNotFound.Code {
		return nil
	}
	return err
}

func (s *Service) expire(ctx context.Context, o *Order) error {
	switch {
	case o.Status != Placed || o.ReservedUntil.IsZero():
		return ErrNoChange
	case o.UpdatedAt.Before(o.ReservedUntil):
		if err := s.expireAt(ctx, *o); err != nil {
			return err
		}
		return ErrNoChange
	}
	sh, err := s.reader.ShopByID(ctx, txn.ShopID(ctx))
	if err != nil {
		return err
	}
	why, by := txtExpired.In(sh.DefaultLang()), Actor{Kind: BySystem}
	action := map[string]any{"action": "canceled"}
	switch {
	case o.Captured.Amount > o.Refunded.Amount || o.Authorized.Amount > 0 || o.Goods.Packed > 0:
		action["action"] = "held" // part of the money is here, or the goods are packed: a person decides
		o.ReservedUntil = time.Time{}
		let, err := s.releaseUnpaid(ctx, o)
		if err != nil {
			return err
		}
		if action["difference"] = o.Balance().Amount; len(let) > 0 {
			action["short"] = let
		}
	case sh.Settings.Orders.OnExpiry == "keep":
		action["action"] = "kept"
		o.ReservedUntil, o.LapsedAt = time.Time{}, o.UpdatedAt
		if err := s.stock.Release(ctx, o.ID); err != nil {
			return err
		}
	default:
		if err := s.cancel(ctx, o, by, why, map[string]any{"refund": true, "expired": true}); err != nil {
			return err
		}
	}
	return s.Tell(ctx, *o, EventExpired, by, why, action)
}

// releaseUnpaid gives back the pieces that neither money covers nor a parcel holds, and
// tells which: others may want what somebody added to a paid order and never paid for.
func (s *Service) releaseUnpaid(ctx context.Context, o *Order) (map[string]int64, error) {
	parcels, err := s.goods.FulfillmentsOf(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	held, err := s.stock.Held(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	for _, f := range parcels {
		for _, p := range f.Lines {
			if f.State == ParcelPacked {
				held[p.VariantID] -= p.Quantity
			}
		}
	}
	let := map[string]int64{}
	for id, n := range uncovered(*o, PackedOf(parcels)) {
		if n = min(n, held[id]); n > 0 {
			let[id] = n
		}
	}
	if len(let) == 0 {
		return nil, nil
	}
	o.LapsedAt = o.UpdatedAt
	return let, s.unhold(ctx, o.ID, let)
}

// uncovered counts by variant the pieces that the money does not reach: it pays for
// parcels first, then line by line as they were ordered, and for delivery last.
func uncovered(o Order, packed map[int]int64) map[string]int64 {
	left := o.Captured.Amount + o.Authorized.Amount - o.Refunded.Amount + o.Returned.Amount
	for _, l := range o.Lines {
		left -= l.worth(packed[l.Line])
	}
	out := map[string]int64{}
	for _, l := range o.Lines {
		done := packed[l.Line]
		for n := l.Quantity; n > done; n-- {
			if cost := l.worth(n) - l.worth(done); cost <= left {
				left -= cost
				done = n
				break
			}
		}
		if done < l.Quantity {
			out[l.VariantID] += l.Quantity - done
		}
	}
	return out
}

// worth is what n pieces of a line cost with their part of its discount.
func (l Line) worth(n int64) int64 {
	if n == 0 {
		return 0
	}
	return l.Price.Amount*n - l.Discount.Amount*n/l.Quantity
}

// unhold lets others have pieces that an order holds.
func (s *Service) unhold(ctx context.Context, orderID string, pieces map[string]int64) error {
	var back []catalog.Need
	for id, n := range pieces {
		if n > 0 {
			back = append(back, catalog.Need{VariantID: id, Quantity: -n})
		}
	}
	if len(back) == 0 {
		return nil
	}
	return s.stock.Adjust(ctx, orderID, back, Forever)
}
