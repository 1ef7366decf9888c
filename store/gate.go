package store

import (
	"context"
	"database/sql"
	"slices"
	"sync"

	"prilavok/core/txn"
)

// gate lets as many units of work in as there are connections: first come, first
// served, but for the urgent ones, which go ahead of all who wait. database/sql serves
// its own waiters in no order.
type gate struct {
	mu              sync.Mutex
	free            int
	urgent, waiting []chan struct{} // closed when it is one's turn
}

// newGate returns the gate of a pool, nil where the pool is not bounded.
func newGate(db *sql.DB) *gate {
	if db == nil {
		return nil
	}
	if n := db.Stats().MaxOpenConnections; n > 0 {
		return &gate{free: n}
	}
	return nil
}

// enter waits for one's turn. Who has entered leaves.
func (g *gate) enter(ctx context.Context) error {
	if g == nil {
		return nil
	}
	g.mu.Lock()
	if g.free > 0 { // nobody waits then
		g.free--
		g.mu.Unlock()
		return nil
	}
	turn, line := make(chan struct{}), &g.waiting
	if txn.IsUrgent(ctx) {
		line = &g.urgent
	}
	*line = append(*line, turn)
	g.mu.Unlock()
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
	}
	g.mu.Lock()
	i := slices.Index(*line, turn)
	if i >= 0 {
		*line = slices.Delete(*line, i, i+1)
	}
	g.mu.Unlock()
	if i < 0 { // it was one's turn at the same moment
		g.leave()
	}
	return ctx.Err()
}

func (g *gate) leave() {
	if g == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, line := range []*[]chan struct{}{&g.urgent, &g.waiting} {
		if len(*line) > 0 {
			close((*line)[0])
			*line = slices.Delete(*line, 0, 1)
			return
		}
	}
	g.free++
}
