package analytics

import (
	"context"
	"errors"
	"testing"
	"time"
)

const ms = time.Millisecond

func TestBounds(t *testing.T) {
	for took, want := range map[time.Duration]int64{0: 1, ms: 1, ms + 1: 2, 2 * ms: 2, 3 * ms: 4, 1000 * ms: 1024, 1025 * ms: 2048, 65536 * ms: 65536, time.Hour: Longest} {
		if got := BoundOf(took); got != want {
			t.Errorf("%v is within %d ms, want %d", took, got, want)
		}
	}
}

func TestSum(t *testing.T) {
	got := Sum([]StopMetric{
		{Stop: "turn", Bound: 4, N: 90, Spent: 270_000}, {Stop: "turn", Bound: 64, N: 9, Failed: 2, Spent: 450_000}, {Stop: "turn", Bound: Longest, N: 1, Failed: 1, Spent: 140_000_000},
		{Stop: "deliver", Bound: 8, N: 1, Spent: 5000}, {Stop: "turn", Bound: 4, N: 10, Spent: 30_000},
	})
	want := []Stop{{"turn", 110, 3, 1279545 * time.Microsecond, 4 * ms, 64 * ms, 64 * ms}, {"deliver", 1, 0, 5 * ms, 8 * ms, 8 * ms, 8 * ms}}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if got := Sum([]StopMetric{{Stop: "a", Bound: Longest, N: 1}}); got[0].P99 != 0 {
		t.Errorf("what is longer than any bound has the bound %v", got[0].P99)
	}
}

// shelf is a Store and a txn.Runner in memory.
type shelf struct {
	Store
	got  []StopMetric
	fail error
}

func (s *shelf) InTx(ctx context.Context, fn func(ctx context.Context) error) error { return fn(ctx) }
func (s *shelf) View(ctx context.Context, fn func(ctx context.Context) error) error { return fn(ctx) }
func (s *shelf) AddStopMetrics(_ context.Context, list []StopMetric) error {
	if s.fail == nil {
		s.got = append(s.got, list...)
	}
	return s.fail
}

// TestStore: counts are stored together, no more often than asked, and outlive a database
// that is away.
func TestStore(t *testing.T) {
	now := time.Date(2026, 11, 26, 10, 59, 59, 0, time.UTC)
	db := &shelf{fail: errors.New("away")}
	s := New(db, db, func() time.Time { return now })
	s.Note("shp_1", "turn", 3*ms, false)
	s.Note("shp_1", "turn", 4*ms, true)
	s.Note("", "turn", ms, false) // nobody's
	if err := s.Store(t.Context(), time.Minute); err != nil || len(db.got) != 0 {
		t.Errorf("stored too early: %v, %+v", err, db.got)
	}
	now = now.Add(time.Minute)
	if err := s.Store(t.Context(), time.Minute); err == nil {
		t.Error("nobody is told that the database is away")
	}
	s.Note("shp_1", "turn", 4*ms, false)
	db.fail = nil
	now = now.Add(time.Minute)
	if err := s.Store(t.Context(), time.Minute); err != nil {
		t.Fatal(err)
	}
	sum := Sum(db.got)
	if len(db.got) != 2 || len(sum) != 1 || sum[0].N != 3 || sum[0].Failed != 1 {
		t.Errorf("stored %+v", db.got)
	}
	if s.Store(t.Context(), 0); len(db.got) != 2 {
		t.Errorf("stored again: %+v", db.got)
	}
}
