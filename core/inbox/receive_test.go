package inbox_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/store"
)

// bad is a store that refuses messages with some words in them.
type bad struct{ *store.Store }

// StoreArrivals implements inbox.ReceiveStore.
func (b bad) StoreArrivals(ctx context.Context, list []inbox.Arrival) ([]inbox.Outcome, error) {
	for _, a := range list {
		if a.In.Text == "плохое" {
			return nil, fault.New(fault.Conflict, "test.bad", "refused")
		}
	}
	return b.Store.StoreArrivals(ctx, list)
}

func TestOneBadMessage(t *testing.T) {
	d := newDesk(t, func(st *store.Store) inbox.Store { return bad{st} })
	err := d.Receive(d.ctx, d.acc, []inbox.Incoming{d.in(inbox.KindText, "раз"), d.in(inbox.KindText, "плохое"), d.in(inbox.KindText, "два")})
	if fault.CodeOf(err) != "test.bad" {
		t.Errorf("receiving says %v", err)
	}
	_, list, _ := d.thread()
	if got := words(list); got != "раз+два" {
		t.Errorf("stored %q", got)
	}
}

// rivaled is a store beside which another process does the same at the same moment.
type rivaled struct {
	*store.Store
	met *int
}

// StoreArrivals implements inbox.ReceiveStore: it meets the other once.
func (r rivaled) StoreArrivals(ctx context.Context, list []inbox.Arrival) ([]inbox.Outcome, error) {
	if *r.met++; *r.met == 1 {
		return nil, fault.New(fault.Conflict, "store.duplicate", "stored a moment ago")
	}
	return r.Store.StoreArrivals(ctx, list)
}

// OpenThreads implements inbox.ReceiveStore: the other makes what it leaves out.
func (r rivaled) OpenThreads(context.Context, []inbox.Thread) error { return nil }

// TestRivals stores a message even when all it does meets another process.
func TestRivals(t *testing.T) {
	met := 0
	d := newDesk(t, func(st *store.Store) inbox.Store { return rivaled{st, &met} })
	d.receive(d.in(inbox.KindText, "раз"))
	d.receive(d.in(inbox.KindText, "два"))
	if _, list, _ := d.thread(); words(list) != "раз+два" || met < 4 {
		t.Errorf("stored %q in %d statements", words(list), met)
	}
}

func TestManyAtOnce(t *testing.T) {
	d := newDesk(t, nil)
	var all []inbox.Incoming
	for i := range 300 {
		all = append(all, d.in(inbox.KindText, fmt.Sprint(i)))
	}
	var wg sync.WaitGroup
	for _, one := range append(all, all[:50]...) { // some are sent twice
		wg.Go(func() {
			if err := d.Receive(d.ctx, d.acc, []inbox.Incoming{one}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if c, list, _ := d.thread(); len(list) != 300 || c.LastSeq != 300 {
		t.Errorf("%d messages, the last is %d; want 300", len(list), c.LastSeq)
	}
}

// TestOneConnectionStores: known customers and new ones, and what is known already, are
// stored as elsewhere.
func TestOneConnectionStores(t *testing.T) {
	d := newDesk(t, nil)
	d.OneConnection()
	first := d.in(inbox.KindText, "раз")
	d.receive(first)
	d.receive(first, d.in(inbox.KindText, "два"))
	_, list, _ := d.thread()
	if got := words(list); got != "раз+два" {
		t.Errorf("stored %q", got)
	}
}
