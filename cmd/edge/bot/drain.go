package main

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"prilavok/app"
	"prilavok/core/fault"
)

// drainWithin is how long one drain may go on, well inside of what the platform allows.
const drainWithin = 60 * time.Second

// budget is how much of the processor an isolate may use since its boot before it does
// nothing optional any more. At 1 s the platform gives it no more requests and at 2 s it
// is killed; what is measured here is Go's part alone: with compiling, the Postgres client
// and fetch about 800 ms are used by then (test/edge prints both).
const budget = 600 * time.Millisecond

// drainer runs the queue for all requests of this instance together: fifty webhooks at
// once are one drain and then another, not fifty that wait for one connection.
type drainer struct {
	batch func(ctx context.Context) (int, error)
	trips func() int
	spent func() time.Duration // see budget
	log   *slog.Logger
	stop  chan struct{} // closed when the isolate ends soon

	mu      sync.Mutex
	wanted  bool          // somebody waits for what the next drain does
	soon    []time.Time   // when jobs want to be tried again
	running chan struct{} // closed when the running drain ends
	next    chan struct{} // closed when the one after it ends
}

// work returns when a drain that began after the call has ended. wanted tells that somebody
// waits for what it does; else it is the clock's, and may be left for the clock's next tick.
func (d *drainer) work(wanted bool) {
	d.mu.Lock()
	d.wanted = d.wanted || wanted
	if d.running != nil {
		if d.next == nil {
			d.next = make(chan struct{})
		}
		wait := d.next
		d.mu.Unlock()
		<-wait
		return
	}
	mine := make(chan struct{})
	d.running = mine
	d.mu.Unlock()
	for mine != nil {
		d.once()
		close(mine)
		d.mu.Lock()
		mine, d.next = d.next, nil
		d.running = mine
		d.mu.Unlock()
	}
}

// worthWaiting is how long this instance waits for a job that backs off: rates of a
// messenger and short faults pass in some seconds, and waiting costs no processor time.
// Longer waits are the tick's.
const worthWaiting = 10 * time.Second

// later notes that a job will be due again after a while.
func (d *drainer) later(wait time.Duration) {
	wait += wait/4 + 50*time.Millisecond // the queue spreads its retries by a quarter
	d.mu.Lock()
	defer d.mu.Unlock()
	if wait <= worthWaiting {
		d.soon = append(d.soon, time.Now().Add(wait))
	}
}

// together is how far apart jobs may be due that are waited for at once.
const together = 200 * time.Millisecond

// nextDue takes out when the next jobs are due; none are when ok is false.
func (d *drainer) nextDue() (at time.Time, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.soon) == 0 {
		return at, false
	}
	slices.SortFunc(d.soon, time.Time.Compare)
	first := d.soon[0]
	for len(d.soon) > 0 && d.soon[0].Sub(first) <= together {
		at, d.soon = d.soon[0], d.soon[1:]
	}
	return at, true
}

// begin tells whether somebody waits for the drain that begins.
func (d *drainer) begin() (wanted bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	wanted, d.wanted = d.wanted, false
	return wanted
}

// once drains, and again while jobs of it become due soon.
func (d *drainer) once() {
	defer func() {
		if p := recover(); p != nil {
			d.log.Error("a drain panicked", "panic", p)
		}
	}()
	ctx, cancel := context.WithTimeout(context.Background(), drainWithin)
	defer cancel()
	wanted, before, jobs := d.begin(), d.trips(), 0
	for {
		n, err := d.batch(ctx)
		jobs += n
		if err != nil { // the tick takes up what is left
			d.log.Error("a drain ended early", "code", fault.CodeOf(err), "fault", err.Error())
			break
		}
		if !d.goesOn(ctx, n, wanted) {
			break
		}
	}
	d.log.Debug("drained", "jobs", jobs, "round_trips", d.trips()-before)
}

// goesOn tells whether a drain whose batch had n jobs begins another one; it waits for jobs
// that become due soon. With the budget used up a drain that nobody waits for is one batch,
// so that what is left comes to an isolate that is fresh.
func (d *drainer) goesOn(ctx context.Context, n int, wanted bool) bool {
	switch {
	case d.ending(), d.poor() && !wanted:
		return false
	case n > 0:
		return true
	}
	at, ok := d.nextDue()
	if !ok {
		return false
	}
	select {
	case <-ctx.Done():
		return false
	case <-d.stop:
		return false
	case <-time.After(time.Until(at)):
		return true
	}
}

// poor tells that the budget is used up.
func (d *drainer) poor() bool { return d.spent() >= budget }

// retire makes drains end; it may be called again.
func (d *drainer) retire() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.ending() {
		close(d.stop)
	}
}

func (d *drainer) ending() bool {
	select {
	case <-d.stop:
		return true
	default:
		return false
	}
}

// tended remembers when this instance last saw to upkeep, so that a tick costs no round
// trips in between; that it is done once of all instances is the database's to tell.
type tended struct {
	mu   sync.Mutex
	busy bool
	last time.Time // that it was done well
}

// take reports whether it is time and nobody is at it. Whoever takes it says how it ended.
func (t *tended) take(now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.busy || now.Sub(t.last) < app.UpkeepEvery {
		return false
	}
	t.busy = true
	return true
}

// done notes how it ended: what did not end well is tried at the next tick.
func (t *tended) done(now time.Time, well bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.busy = false
	if well {
		t.last = now
	}
}
