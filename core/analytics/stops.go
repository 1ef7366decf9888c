package analytics

import (
	"context"
	"sync"
	"time"

	"prilavok/core/txn"
)

// Stops counts in memory until the counts are stored.
type Stops struct {
	store Store
	tx    txn.Runner
	now   func() time.Time

	mu     sync.Mutex
	counts map[place]*StopMetric
	stored time.Time
}

type place struct {
	shopID, stop string
	hour         time.Time
	bound        int64
}

// New returns the counts of a process.
func New(store Store, tx txn.Runner, now func() time.Time) *Stops {
	return &Stops{store: store, tx: tx, now: now, counts: map[place]*StopMetric{}, stored: now()}
}

// Note counts one passage of a shop through a stop.
func (s *Stops) Note(shopID, stop string, took time.Duration, failed bool) {
	if shopID == "" {
		return
	}
	at := place{shopID, stop, s.now().UTC().Truncate(time.Hour), BoundOf(took)}
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.counts[at]
	if m == nil {
		m = &StopMetric{Hour: at.hour, Stop: stop, Bound: at.bound}
		s.counts[at] = m
	}
	m.N++
	m.Spent += took.Microseconds()
	if failed {
		m.Failed++
	}
}

// Store writes what was counted since it did so last, unless that was less than every ago.
// What could not be written is kept for the next time.
func (s *Stops) Store(ctx context.Context, every time.Duration) error {
	var first error
	for shopID, list := range s.take(every) {
		err := s.tx.InTx(txn.ForShop(ctx, shopID), func(ctx context.Context) error { return s.store.AddStopMetrics(ctx, list) })
		if err != nil {
			s.putBack(shopID, list)
			if first == nil {
				first = err
			}
		}
	}
	return first
}

// Due reports whether Store has anything to do.
func (s *Stops) Due(every time.Duration) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.due(s.now(), every)
}

func (s *Stops) due(now time.Time, every time.Duration) bool {
	return len(s.counts) > 0 && now.Sub(s.stored) >= every
}

func (s *Stops) take(every time.Duration) map[string][]StopMetric {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.now(); s.due(now, every) {
		out := map[string][]StopMetric{}
		for at, m := range s.counts {
			out[at.shopID] = append(out[at.shopID], *m)
		}
		s.counts, s.stored = map[place]*StopMetric{}, now
		return out
	}
	return nil
}

func (s *Stops) putBack(shopID string, list []StopMetric) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range list {
		at := place{shopID, m.Stop, m.Hour, m.Bound}
		if x := s.counts[at]; x != nil {
			x.N, x.Failed, x.Spent = x.N+m.N, x.Failed+m.Failed, x.Spent+m.Spent
			continue
		}
		s.counts[at] = &m
	}
}

// Between sums up how the shop's stops went from a time until before another, by whole hours.
func (s *Stops) Between(ctx context.Context, from, to time.Time) ([]Stop, error) {
	var list []StopMetric
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		list, err = s.store.StopMetrics(ctx, from.UTC().Truncate(time.Hour), to.UTC())
		return err
	})
	return Sum(list), err
}
