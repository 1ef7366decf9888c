package main

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"prilavok/app"
	"prilavok/core/job"
)

// bench is a drainer over a queue of numbers: every batch is the next of them.
type bench struct {
	*drainer
	mu      sync.Mutex
	batches []int
	ran     int
	cpu     time.Duration
	gate    chan struct{} // when set, batches wait for it
}

func newBench(batches ...int) *bench {
	b := &bench{batches: batches}
	b.drainer = &drainer{trips: func() int { return 0 }, spent: func() time.Duration { return b.cpu }, log: slog.New(slog.DiscardHandler), stop: make(chan struct{}), kick: make(chan struct{}, 1)}
	b.run = func(_ context.Context, p job.Pace) (ran int, err error) {
		for n := b.claim(); n > 0; n = b.claim() {
			if ran += n; !p.More() {
				break
			}
		}
		return ran, nil
	}
	return b
}

// claim is the next batch; 0 when none is left.
func (b *bench) claim() (n int) {
	if b.gate != nil {
		<-b.gate
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ran++
	if len(b.batches) > 0 {
		n, b.batches = b.batches[0], b.batches[1:]
	}
	return n
}

func TestDrainBudget(t *testing.T) {
	for name, c := range map[string]struct {
		cpu     time.Duration
		wanted  bool
		retired bool
		batches int
	}{
		"the clock's, fresh":            {0, false, false, 4},
		"the clock's, the budget used":  {budget, false, false, 1},
		"awaited, the budget used":      {budget, true, false, 4},
		"awaited, the isolate ends":     {0, true, true, 1},
		"the clock's, the isolate ends": {budget, false, true, 1},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(8, 8, 3)
			b.cpu = c.cpu
			if c.retired {
				b.retire()
				b.retire()
			}
			b.work(c.wanted)
			if b.ran != c.batches {
				t.Errorf("%d batches, want %d", b.ran, c.batches)
			}
		})
	}
}

// Jobs that are due soon are waited for: by whom somebody waits, or while the budget lasts.
func TestDrainWaits(t *testing.T) {
	for name, c := range map[string]struct {
		wait   time.Duration
		cpu    time.Duration
		wanted bool
		end    time.Duration // of the isolate; 0 is never
		took   time.Duration
	}{
		"soon":                          {2 * time.Second, 0, false, 0, 2550 * time.Millisecond},
		"soon, the budget used":         {2 * time.Second, budget, false, 0, 0},
		"soon, the budget used, wanted": {2 * time.Second, budget, true, 0, 2550 * time.Millisecond},
		"late":                          {time.Minute, 0, true, 0, 0},
		"soon, but the isolate ends":    {2 * time.Second, 0, true, time.Second, time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench()
				b.cpu = c.cpu
				if c.end > 0 {
					time.AfterFunc(c.end, b.retire)
				}
				began := time.Now()
				b.later(c.wait)
				b.work(c.wanted)
				if took := time.Since(began); took != c.took {
					t.Errorf("it took %s, want %s", took, c.took)
				}
			})
		})
	}
}

// Whoever comes while a drain waits for what backs off is not made to wait with it, and what
// backs off is still tried when its time has come.
func TestDrainIsKicked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench()
		b.later(4 * time.Second)
		var wg sync.WaitGroup
		wg.Go(func() { b.work(true) })
		synctest.Wait()
		began, before := time.Now(), b.ran
		wg.Go(func() { b.work(true) })
		if synctest.Wait(); b.ran != before+1 || time.Since(began) != 0 {
			t.Errorf("%d claims after %s, want one at once", b.ran-before, time.Since(began))
		}
		before = b.ran
		wg.Wait()
		if took := time.Since(began); took != 5050*time.Millisecond || b.ran == before {
			t.Errorf("what backs off was tried after %s, %d claims", took, b.ran-before)
		}
	})
}

// Whoever comes while a drain runs waits for the next one, and all share it.
func TestDrainIsShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench()
		b.gate = make(chan struct{})
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() { b.work(true) })
			synctest.Wait()
		}
		close(b.gate)
		wg.Wait()
		if b.ran != 2 {
			t.Errorf("%d batches for fifty, want 2", b.ran)
		}
	})
}

func TestTended(t *testing.T) {
	at := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	var d tended
	steps := []struct {
		name string
		do   func() bool
		want bool
	}{
		{"the first", func() bool { return d.take(at) }, true},
		{"while one is at it", func() bool { return d.take(at) }, false},
		{"after a failure", func() bool { d.done(at, false); return d.take(at.Add(time.Second)) }, true},
		{"after a success", func() bool { d.done(at, true); return d.take(at.Add(time.Second)) }, false},
		{"a period later", func() bool { return d.take(at.Add(app.UpkeepEvery)) }, true},
	}
	for _, s := range steps {
		if got := s.do(); got != s.want {
			t.Errorf("%s: %v, want %v", s.name, got, s.want)
		}
	}
}
