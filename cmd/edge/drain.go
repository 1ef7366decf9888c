//go:build js && wasm

package main

import (
	"context"
	"log/slog"
	"sync"

	"prilavok/core/fault"
)

// drainer runs the queue for all requests of this instance together: fifty webhooks at
// once are one drain and then another, not fifty that wait for one connection.
type drainer struct {
	run   func(ctx context.Context) (int, error)
	trips func() int
	log   *slog.Logger

	mu      sync.Mutex
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

func (d *drainer) once() {
	defer func() {
		if p := recover(); p != nil {
			d.log.Error("a drain panicked", "panic", p)
		}
	}()
	ctx, cancel := context.WithTimeout(context.Background(), drainWithin)
	defer cancel()
	before := d.trips()
	n, err := d.run(ctx)
	d.log.Debug("drained", "jobs", n, "round_trips", d.trips()-before)
	if err != nil { // the tick takes up what is left
		d.log.Error("a drain ended early", "code", fault.CodeOf(err), "fault", err.Error())
	}
}
