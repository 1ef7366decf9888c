package inbox

import (
	"context"
	"runtime"
	"sync"

	"prilavok/core/fault"
)

// batcher lets arrivals of one shop that come together share one unit of work: while
// a batch commits, the next one gathers. One batch of a shop is under way at a time,
// which keeps the order of every conversation; a second one at once was tried and cost
// more, in units of work half as large, than it hid of the disk's time.
type batcher struct {
	run func(shopID string, batch []Arrival) []error

	mu     sync.Mutex
	queues map[string]*gathering
}

type gathering struct {
	waiting []*waiting
	busy    bool
}

type waiting struct {
	a    Arrival
	done chan error
}

// maxBatch bounds a batch, so that a burst does not make one endless statement.
const maxBatch = 128

func (b *batcher) add(ctx context.Context, shopID string, a Arrival) *waiting {
	w := &waiting{a: a, done: make(chan error, 1)}
	b.mu.Lock()
	if b.queues == nil {
		b.queues = map[string]*gathering{}
	}
	g := b.queues[shopID]
	if g == nil {
		g = &gathering{}
		b.queues[shopID] = g
	}
	g.waiting = append(g.waiting, w)
	lead := !g.busy
	g.busy = true
	b.mu.Unlock()
	if lead {
		go b.lead(shopID, g)
	}
	return w
}

// lead stores batch after batch until nobody waits. Before each, whoever can add to it
// does: what has arrived already shares the commit.
func (b *batcher) lead(shopID string, g *gathering) {
	for {
		runtime.Gosched()
		b.mu.Lock()
		n := min(len(g.waiting), maxBatch)
		if n == 0 {
			g.busy = false
			delete(b.queues, shopID)
			b.mu.Unlock()
			return
		}
		batch := g.waiting[:n:n]
		g.waiting = g.waiting[n:]
		b.mu.Unlock()
		arrivals := make([]Arrival, n)
		for i, w := range batch {
			arrivals[i] = w.a
		}
		for i, err := range b.run(shopID, arrivals) {
			batch[i].done <- err
		}
	}
}

// wait returns what became of the arrival. When ctx ends first the message may still
// be stored; the channel sends it again and its delivery key drops it.
func (w *waiting) wait(ctx context.Context) error {
	select {
	case err := <-w.done:
		return err
	case <-ctx.Done():
		return fault.Wrap(ctx.Err(), fault.Unavailable, "inbox.receive_timeout", "the message was not stored in time")
	}
}
