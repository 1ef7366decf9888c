//go:build js && wasm

package host

import (
	"context"
	"sync/atomic"
)

// deadline is one clock for requests that have come together: each of its own would have the
// page set and clear a timer for every one.
type deadline struct {
	ctx    context.Context
	cancel context.CancelFunc
	left   atomic.Int32
}

func newDeadline() *deadline {
	ctx, cancel := context.WithTimeout(context.Background(), answerWithin)
	return &deadline{ctx: ctx, cancel: cancel}
}

func (d *deadline) add() { d.left.Add(1) }

// done ends the clock with the last request.
func (d *deadline) done() {
	if d.left.Add(-1) == 0 {
		d.cancel()
	}
}
