package inbox

import (
	"context"
	"runtime"
	"sync"

	"prilavok/core/fault"
)

// batcher lets arrivals under one key, a shop or an account, that come together share one unit of work: while
// a batch is stored, the next one gathers. Batches are stored one after another, which
// keeps the order of every conversation; once a batch has its rows, and with them their
// locks, and only waits for the disk, the next one need not wait with it when it is large
// enough to be worth a commit of its own.
type batcher[T any] struct {
	// run stores a batch and calls stored when nothing but the commit is left to do. before is
	// closed when the batch before it, if any is left, is done with.
	run    func(key string, batch []T, before <-chan struct{}, stored func()) []error
	bounds bounds

	mu     sync.Mutex
	queues map[string]*gathering[T]
}

type gathering[T any] struct {
	waiting  []*waiting[T]
	storing  bool          // a batch is at work, not just committing
	underway int           // batches that are not committed
	last     chan struct{} // closed when the youngest of them is
}

// bounds of batches that are stored beside each other.
type bounds struct {
	enough      int // arrivals, for a batch beside one that commits
	maxUnderway int // batches under one key
}

type waiting[T any] struct {
	a    T
	done chan error
}

const maxBatch = 128 // so that a burst does not make one endless statement

var (
	manyConnections = bounds{24, 4} // each batch holds one
	oneConnection   = bounds{4, 2}  // the second is on its way while the database is at the first
)

func (b *batcher[T]) add(key string, a T) *waiting[T] {
	w := &waiting[T]{a: a, done: make(chan error, 1)}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.queues == nil {
		b.queues = map[string]*gathering[T]{}
	}
	g := b.queues[key]
	if g == nil {
		g = &gathering[T]{}
		b.queues[key] = g
	}
	g.waiting = append(g.waiting, w)
	b.next(key, g)
	return w
}

// next begins a batch when one is due. b.mu is held.
func (b *batcher[T]) next(key string, g *gathering[T]) {
	switch {
	case g.storing, len(g.waiting) == 0:
	case g.underway > 0 && (len(g.waiting) < b.bounds.enough || g.underway >= b.bounds.maxUnderway):
	default:
		g.storing = true
		g.underway++
		go b.store(key, g)
	}
}

// store stores one batch. Before it is closed, whoever can add to it does: what has
// arrived already shares the commit.
func (b *batcher[T]) store(key string, g *gathering[T]) {
	runtime.Gosched()
	b.mu.Lock()
	n := min(len(g.waiting), maxBatch)
	batch := g.waiting[:n:n]
	g.waiting = g.waiting[n:]
	before, mine := g.last, make(chan struct{})
	g.last = mine
	b.mu.Unlock()
	defer close(mine)
	arrivals := make([]T, n)
	for i, w := range batch {
		arrivals[i] = w.a
	}
	var once sync.Once
	stored := func() {
		once.Do(func() {
			b.mu.Lock()
			g.storing = false
			b.next(key, g)
			b.mu.Unlock()
		})
	}
	for i, err := range b.run(key, arrivals, before, stored) {
		batch[i].done <- err
	}
	stored()
	b.mu.Lock()
	defer b.mu.Unlock()
	g.underway--
	if b.next(key, g); g.underway == 0 {
		delete(b.queues, key)
	}
}

// wait returns what became of the arrival. When ctx ends first the message may still
// be stored; the channel sends it again and its delivery key drops it.
func (w *waiting[T]) wait(ctx context.Context) error {
	select {
	case err := <-w.done:
		return err
	case <-ctx.Done():
		return fault.Wrap(ctx.Err(), fault.Unavailable, "inbox.receive_timeout", "the message was not stored in time")
	}
}
