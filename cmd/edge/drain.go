//go:build js && wasm

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

// drainer runs the queue for all requests of this instance together: fifty webhooks at
// once are one drain and then another, not fifty that wait for one connection.
type drainer struct {
	run   func(ctx context.Context) (int, error)
	trips func() int
	log   *slog.Logger

	mu      sync.Mutex
	soon    []time.Time   // when jobs want to be tried again
	running chan struct{} // closed when the running drain ends
	next    chan struct{} // closed when the one after it ends
}

// work returns when a drain that began after the call has ended.
func (d *drainer) work() {
	d.mu.Lock()
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

// once drains, and again while jobs of it become due soon.
func (d *drainer) once() {
	defer func() {
		if p := recover(); p != nil {
			d.log.Error("a drain panicked", "panic", p)
		}
	}()
	ctx, cancel := context.WithTimeout(context.Background(), drainWithin)
	defer cancel()
	before, jobs := d.trips(), 0
	for again := true; again; again = d.pause(ctx) {
		n, err := d.run(ctx)
		jobs += n
		if err != nil { // the tick takes up what is left
			d.log.Error("a drain ended early", "code", fault.CodeOf(err), "fault", err.Error())
			break
		}
	}
	d.log.Debug("drained", "jobs", jobs, "round_trips", d.trips()-before)
}

// pause waits for jobs that become due soon; false when there are none.
func (d *drainer) pause(ctx context.Context) bool {
	at, ok := d.nextDue()
	if !ok {
		return false
	}
	select {
	case <-ctx.Done():
		return false
	case <-time.After(time.Until(at)):
		return true
	}
}

// tended remembers when this instance last saw to upkeep, so that a tick costs no round
// trips in between; that it is done once of all instances is the database's to tell.
type tended struct {
	mu   sync.Mutex
	last time.Time
}

func (t *tended) due(now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if now.Sub(t.last) < app.UpkeepEvery {
		return false
	}
	t.last = now
	return true
}
