package store

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"prilavok/core/txn"
)

// TestGate: the urgent go first, the others in the order of coming; who gives up takes
// nobody's place.
func TestGate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate{free: 1}
		if err := g.enter(t.Context()); err != nil {
			t.Fatal(err)
		}
		var order []string
		come := func(ctx context.Context, name string) {
			go func() {
				if err := g.enter(ctx); err != nil {
					order = append(order, name+" gave up")
					return
				}
				order = append(order, name)
				g.leave()
			}()
			synctest.Wait()
		}
		short, cancel := context.WithCancel(t.Context())
		come(t.Context(), "first")
		come(short, "impatient")
		come(t.Context(), "second")
		come(txn.Urgent(t.Context()), "checkout")
		cancel()
		synctest.Wait()
		g.leave()
		synctest.Wait()
		want := []string{"impatient gave up", "checkout", "first", "second"}
		if len(order) != 4 || order[0] != want[0] || order[1] != want[1] || order[2] != want[2] || order[3] != want[3] {
			t.Errorf("served %v, want %v", order, want)
		}
		if g.free != 1 || len(g.waiting)+len(g.urgent) != 0 {
			t.Errorf("left behind %+v", g)
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if err := g.enter(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := g.enter(gone); !errors.Is(err, context.Canceled) {
			t.Errorf("who is gone entered: %v", err)
		}
	})
}
