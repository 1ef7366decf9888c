package order

import (
	"context"
	"encoding/json"
	"time"

	"prilavok/core/catalog"
	"prilavok/core/fault"
	"prilavok/core/job"
)

// Jobs of orders.
const (
	JobFill   = "order:fill"   // gives pieces that came to the orders that wait for them
	JobExpire = "order:expire" // ends the wait for money; payload EventJob
)

// Forever is how long goods are reserved for an order: its own job ends that, never the
// sweep over reservations of others, so that none lapses silently.
var Forever = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

type fillJob struct {
	VariantID string `json:"variant_id"`
}

// Arrived implements catalog.Arrivals: it asks for JobFill where somebody waits.
func (s *Service) Arrived(ctx context.Context, variantIDs []string) error {
	ids, err := s.goods.AwaitedVariants(ctx, variantIDs)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := s.jobs.Enqueue(ctx, job.New{Kind: JobFill, Payload: fillJob{id}}); err != nil {
			return err
		}
	}
	return nil
}

// Fill handles JobFill: who waits longest is served first, in part if need be.
func (s *Service) Fill(ctx context.Context, j job.Job) error {
	var p fillJob
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return fault.Wrap(err, fault.Invalid, "order.bad_job", "a job to fill shortfalls")
	}
	var queue []Shortfall
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		queue, err = s.goods.WaitingFor(ctx, p.VariantID, 100)
		return err
	})
	if err != nil {
		return err
	}
	for _, f := range queue {
		if more, err := s.fill(ctx, f); err != nil || !more {
			return err
		}
	}
	return nil
}

// fill gives a shortfall what stock has; more is false when nothing is left.
func (s *Service) fill(ctx context.Context, f Shortfall) (more bool, err error) {
	_, err = s.Change(ctx, f.OrderID, Actor{Kind: BySystem}, func(ctx context.Context, o *Order) error {
		more = true
		list, err := s.goods.ShortfallsOf(ctx, o.ID)
		if err != nil {
			return err
		}
		for i := range list {
			if list[i].ID == f.ID && list[i].State == ShortWaiting && o.Status == Placed {
				more, err = s.give(ctx, o, &list[i])
				return err
			}
		}
		return nil // decided otherwise meanwhile
	})
	return more, err
}

func (s *Service) give(ctx context.Context, o *Order, f *Shortfall) (more bool, err error) {
	left, err := s.stock.Left(ctx, []string{f.VariantID})
	if err != nil {
		return false, err
	}
	n := min(left[f.VariantID], f.Quantity)
	if n < 1 {
		return false, nil
	}
	if err := s.stock.Adjust(ctx, o.ID, []catalog.Need{{VariantID: f.VariantID, Quantity: n}}, Forever); err != nil {
		return false, err
	}
	f.Take(n, ShortFilled, o.UpdatedAt)
	if err := s.goods.SaveShortfall(ctx, *f); err != nil {
		return false, err
	}
	return left[f.VariantID] > n, s.Tell(ctx, *o, EventFilled, Actor{Kind: BySystem}, "", map[string]any{"variant": f.VariantID, "quantity": n, "how": string(ShortFilled)})
}
