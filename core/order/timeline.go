package order

import (
	"context"
	"time"

	"prilavok/core/job"
)

// Log adds an entry to an order's timeline, records it as an event and asks for its
// listeners, in the open unit of work: it is how other packages tell what happened to an
// order. what is an event's name that app/events.go knows.
//
// Faults: ErrNotFound.
func (s *Service) Log(ctx context.Context, orderID, what string, by Actor, why string, data map[string]any) error {
	return s.inTx(ctx, func(ctx context.Context) error {
		o, err := s.reader.OrderByID(ctx, orderID, false)
		if err != nil {
			return err
		}
		o.UpdatedAt = s.now().UTC().Truncate(time.Microsecond)
		return s.Tell(ctx, o, what, by, why, data)
	})
}

// Tell writes what happened into the timeline and announces it. All in the open unit.
func (s *Service) Tell(ctx context.Context, o Order, what string, by Actor, why string, data map[string]any) error {
	e := s.entry(o, what, by, why, data)
	if err := s.store.AddOrderEntry(ctx, e); err != nil {
		return err
	}
	return s.announce(ctx, e, o)
}

func (s *Service) entry(o Order, what string, by Actor, why string, data map[string]any) Entry {
	if data == nil {
		data = map[string]any{}
	}
	return Entry{ID: s.ids.Make("oev"), OrderID: o.ID, What: what, By: by, Why: why, Data: data, At: o.UpdatedAt}
}

// announce records the event and enqueues the job that tells whoever listens.
func (s *Service) announce(ctx context.Context, e Entry, o Order) error {
	if err := s.store.RecordOrderEvent(ctx, e, o); err != nil {
		return err
	}
	return s.jobs.Enqueue(ctx, job.New{Kind: JobPrefix + e.What, Lane: "event:" + o.ID, Seq: e.At.UnixMicro(), // in the order in which it happened
		Payload: EventJob{OrderID: o.ID, EventID: e.ID, Data: e.Data}})
}

// Timeline lists what happened to an order, oldest first.
func (s *Service) Timeline(ctx context.Context, orderID string) ([]Entry, error) {
	var list []Entry
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		list, err = s.reader.OrderEntries(ctx, orderID)
		return err
	})
	return list, err
}
