package edgedb

import (
	"context"
	"slices"
	"sync"
	"time"

	"prilavok/core/txn"
)

// line lets one unit of work at a time have the connection, first come first served,
// but for the urgent.
type line struct {
	wait time.Duration

	mu      sync.Mutex
	busy    bool
	waiting []chan struct{} // closed when it is one's turn
}

// enter waits for the connection.
//
// Faults: ErrBusy after the line's wait; ctx's error.
func (l *line) enter(ctx context.Context) error {
	l.mu.Lock()
	if !l.busy {
		l.busy = true
		l.mu.Unlock()
		return nil
	}
	turn := make(chan struct{})
	if txn.IsUrgent(ctx) {
		l.waiting = slices.Insert(l.waiting, 0, turn)
	} else {
		l.waiting = append(l.waiting, turn)
	}
	l.mu.Unlock()
	patience := time.NewTimer(l.wait)
	defer patience.Stop()
	var err error
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
		err = ctx.Err()
	case <-patience.C:
		err = ErrBusy
	}
	l.quit(turn)
	return err
}

// quit takes one out of the line; if the turn had come at the same moment it is passed on.
func (l *line) quit(turn chan struct{}) {
	l.mu.Lock()
	i := slices.Index(l.waiting, turn)
	if i >= 0 {
		l.waiting = slices.Delete(l.waiting, i, i+1)
	}
	l.mu.Unlock()
	if i < 0 {
		l.leave()
	}
}

// leave gives the connection to the next in line.
func (l *line) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.waiting) == 0 {
		l.busy = false
		return
	}
	close(l.waiting[0])
	l.waiting = slices.Delete(l.waiting, 0, 1)
}
