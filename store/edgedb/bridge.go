package edgedb

import (
	"context"
	"sync"
)

// Sender is the page around a program, which holds the connection. What it is asked it does
// behind everything asked before, and it never waits.
type Sender interface {
	// Query sends a packet; Bridge.Answered is told what came of it. epoch is Wire's.
	Query(id uint32, packet []byte, epoch int)
	// Post is Query whose answer nobody wants.
	Post(packet []byte, epoch int)
	// Close has the server stop what it is at and closes the connection. The next query
	// opens a new one.
	Close()
}

// Bridge is a Wire over a Sender.
type Bridge struct {
	to Sender

	mu      sync.Mutex
	last    uint32
	waiting map[uint32]chan reply
}

type reply struct {
	epoch int
	raw   []byte
}

// NewBridge returns a Wire over s.
func NewBridge(s Sender) *Bridge { return &Bridge{to: s, waiting: map[uint32]chan reply{}} }

// Answered takes what came of a query: the number of the connection that carried it, 0 when
// that is gone, and all messages of the server up to its being ready again. It never waits.
func (b *Bridge) Answered(id uint32, epoch int, raw []byte) {
	b.mu.Lock()
	to := b.waiting[id]
	delete(b.waiting, id)
	b.mu.Unlock()
	if to != nil {
		to <- reply{epoch, raw}
	}
}

// Query implements Wire.
func (b *Bridge) Query(ctx context.Context, packet []byte, epoch int, sent func()) (at int, raw []byte, err error) {
	answer := make(chan reply, 1)
	b.mu.Lock()
	b.last++
	id := b.last
	b.waiting[id] = answer
	b.mu.Unlock()
	b.to.Query(id, packet, epoch)
	if sent != nil {
		sent()
	}
	select {
	case r := <-answer:
		return r.epoch, r.raw, nil
	case <-ctx.Done():
		b.mu.Lock()
		delete(b.waiting, id)
		b.mu.Unlock()
		b.to.Close()
		return 0, nil, ctx.Err()
	}
}

// Post implements Wire.
func (b *Bridge) Post(packet []byte, epoch int) { b.to.Post(packet, epoch) }
