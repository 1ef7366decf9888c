package edgedb

import (
	"context"
	"slices"
	"sync"
	"time"

	"prilavok/core/txn"
)

// line lets one unit of work at a time have the connection, first come first served. The urgent
// go first, but one of the others after each of them: what is accepted is to be answered too.
type line struct {
	wait time.Duration

	mu     sync.Mutex
	busy   bool
	urgent []chan struct{} // closed when it is one's turn
	others []chan struct{}
	last   bool // an urgent one had the last turn
}

// enter waits for the connection.
//
// Faults: ErrBusy after the line's wait; ctx's error.
func (l *line) enter(ctx context.Context) error {
	l.mu.Lock()
	if !l.busy {
		l.busy, l.last = true, txn.IsUrgent(ctx)
		l.mu.Unlock()
		return nil
	}
	turn := make(chan struct{})
	queue := &l.others
	if txn.IsUrgent(ctx) {
		queue = &l.urgent
	}
	*queue = append(*queue, turn)
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
	l.quit(queue, turn)
	return err
}

// quit takes one out of the line; if the turn had come at the same moment it is passed on.
func (l *line) quit(queue *[]chan struct{}, turn chan struct{}) {
	l.mu.Lock()
	i := slices.Index(*queue, turn)
	if i >= 0 {
		*queue = slices.Delete(*queue, i, i+1)
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
	l.last = len(l.urgent) > 0 && (!l.last || len(l.others) == 0)
	queue := &l.others
	if l.last {
		queue = &l.urgent
	}
	if len(*queue) == 0 {
		l.busy = false
		return
	}
	close((*queue)[0])
	*queue = slices.Delete(*queue, 0, 1)
}
