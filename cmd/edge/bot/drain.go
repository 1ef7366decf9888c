package main

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"prilavok/app"
	"prilavok/core/fault"
	"prilavok/core/job"
)

// jobWithin is how long one job may take, well inside of what the platform allows.
const jobWithin = 60 * time.Second

// width is how many jobs run beside each other: most wait for somebody, a model or the
// messenger, and none that hangs may hold the others up.
const width = 16

// budget is how much of the processor an isolate may use since its boot before it does
// nothing optional any more. At 1 s the platform gives it no more requests and at 2 s it
// is killed; what is measured here is Go's part alone: with compiling, the Postgres client
// and fetch about 800 ms are used by then (test/edge prints both).
const budget = 600 * time.Millisecond

// drainer runs the queue for all requests of this instance together: fifty webhooks at
// once are one drain and then another, not fifty that wait for one connection.
type drainer struct {
	run   func(ctx context.Context, p job.Pace) (int, error)
	trips func() int
	spent func() time.Duration // see budget
	log   *slog.Logger
	stop  chan struct{} // closed when the isolate ends soon
	kick  chan struct{} // somebody has come while a drain goes on; room for one

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
		select {
		case d.kick <- struct{}{}:
		default:
		}
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

// nextDue tells when the next jobs are due; none are when ok is false.
func (d *drainer) nextDue() (at time.Time, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	slices.SortFunc(d.soon, time.Time.Compare)
	for _, one := range d.soon {
		if one.Sub(d.soon[0]) <= together {
			at = one
		}
	}
	return at, len(d.soon) > 0
}

// due forgets when jobs become due that are due by now: the claim that follows finds them.
func (d *drainer) due() {
	now := time.Now()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.soon = slices.DeleteFunc(d.soon, func(at time.Time) bool { return !at.After(now) })
}

// takeWanted tells whether somebody has come who waits for what is done.
func (d *drainer) takeWanted() (wanted bool) {
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
	wanted, before, jobs := d.takeWanted(), d.trips(), 0
	// With the budget used up a drain that nobody waits for is one claim, so that what is left
	// comes to an isolate that is fresh.
	more := func() bool {
		wanted = d.takeWanted() || wanted
		return !d.ending() && (wanted || !d.poor())
	}
	for {
		d.due()
		n, err := d.run(context.Background(), job.Pace{Width: width, Each: jobWithin, More: more})
		jobs += n
		if err != nil { // the tick takes up what is left
			d.log.Error("a drain ended early", "code", fault.CodeOf(err), "fault", err.Error())
			break
		}
		if !more() || !d.waits() {
			break
		}
	}
	d.log.Debug("drained", "jobs", jobs, "round_trips", d.trips()-before)
}

// waits lets time pass until jobs are due again, or somebody comes; false when none will be.
func (d *drainer) waits() bool {
	at, ok := d.nextDue()
	if !ok {
		return false
	}
	select {
	case <-d.stop:
		return false
	case <-d.kick:
		return true
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
