// Package linefake is the line between us and the fake of a payment service: it carries
// requests, and breaks in the ways a network does. Each fake embeds one.
package linefake

import (
	"context"
	"sync"

	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/txn"
)

// Break says how the next request goes wrong.
type Break int

// Ways to break.
const (
	None       Break = iota
	Lost             // no answer; nothing happened
	Unanswered       // no answer, but it took effect
	Failed           // an error of the service's own, but it took effect
	Later            // the service says to send it again; nothing happened
)

// Line leads to one service. Its exported fields are set before it is used.
type Line struct {
	Service string
	Error   call.Response // what Failed is answered
	Wait    call.Response // what Later is answered

	mu     sync.Mutex
	breaks []Break
	down   bool
}

// BreakNext makes the next requests go wrong that may, one each.
func (l *Line) BreakNext(how ...Break) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.breaks = append(l.breaks, how...)
}

// Down makes everything fail to connect, until it is up again.
func (l *Line) Down(down bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = down
}

// Carry has serve answer a request, or breaks it: while the service is down, and as
// BreakNext has said where may is true. Requests from inside a unit of work are refused.
func (l *Line) Carry(ctx context.Context, may bool, serve func() call.Response) (call.Response, error) {
	if txn.Open(ctx) {
		return call.Response{}, txn.ErrOpen
	}
	how, down := l.next(may)
	if down {
		return call.Response{}, fault.New(fault.Unavailable, "call.connect", "%s cannot be reached", l.Service)
	}
	timeout := fault.New(fault.Unavailable, "call.timeout", "%s did not answer in time", l.Service)
	switch how {
	case Lost:
		return call.Response{}, timeout
	case Later:
		return l.Wait, nil
	}
	resp := serve()
	switch how {
	case Unanswered:
		return call.Response{}, timeout
	case Failed:
		return l.Error, nil
	}
	return resp, nil
}

func (l *Line) next(may bool) (how Break, down bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.down || !may || len(l.breaks) == 0 {
		return None, l.down
	}
	how, l.breaks = l.breaks[0], l.breaks[1:]
	return how, false
}
