package inbox_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// disk is a store that knows every conversation, and a runner whose commits wait to be
// let through.
type disk struct {
	inbox.Store
	commit  chan struct{}
	batches []int // how many messages each held
	texts   []string
	lone    bool
	travels bool   // a unit of one statement tells when it is sent
	strange string // what this says has no conversation, until it is opened
	opened  int
	units   []string // how each was asked for
}

// StoreArrivals implements inbox.ReceiveStore.
func (d *disk) StoreArrivals(_ context.Context, list []inbox.Arrival) ([]inbox.Outcome, error) {
	d.batches = append(d.batches, len(list))
	out := make([]inbox.Outcome, len(list))
	for i, a := range list {
		out[i] = inbox.Stored
		if d.strange != "" && a.In.Text == d.strange && d.opened == 0 {
			out[i] = inbox.NoThread
			continue
		}
		if a.In.Text == "плохое" {
			return nil, fault.New(fault.Conflict, "test.bad", "refused")
		}
		d.texts = append(d.texts, a.In.Text)
	}
	return out, nil
}

// InTx implements txn.Runner.
func (d *disk) InTx(ctx context.Context, fn func(ctx context.Context) error) error {
	d.units = append(d.units, fmt.Sprintf("urgent %v, one statement %v", txn.IsUrgent(ctx), txn.IsOnly(ctx)))
	if err := fn(txn.WithUnit(ctx, &txn.Unit{Write: true})); err != nil {
		return err
	}
	if d.travels && txn.IsOnly(ctx) {
		txn.Sent(ctx)
	}
	<-d.commit
	return nil
}

// OpenThreads implements inbox.ReceiveStore.
func (d *disk) OpenThreads(context.Context, []inbox.Thread) error {
	d.opened++
	return nil
}

// View implements txn.Runner.
func (d *disk) View(ctx context.Context, fn func(ctx context.Context) error) error { return fn(ctx) }

// write returns what receives so many messages, each on its own, and counts the answered.
func (d *disk) write(t *testing.T) (write func(n int, text string), answered *int) {
	ids := id.New(nil, nil)
	s := inbox.New(d, d, job.NewQueue(nil, d, time.Now, ids, nil), &desk{}, time.Now, ids)
	if d.lone {
		s.OneConnection()
	}
	answered = new(int)
	n := 0
	return func(more int, text string) {
		for range more {
			n++
			in := inbox.Incoming{Kind: inbox.KindText, ConversationKey: fmt.Sprint(n), DeliveryKey: fmt.Sprint(n), Text: text}
			go func() {
				_ = s.Receive(t.Context(), shop.Account{ID: "acc", ShopID: "shp"}, []inbox.Incoming{in})
				*answered++
			}()
			synctest.Wait()
		}
	}, answered
}

// TestBatchesUnderWay lets a batch begin beside those that commit when it is large
// enough, four at most, and answers nobody before the commit.
func TestBatchesUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &disk{commit: make(chan struct{})}
		write, answered := d.write(t)
		for i, c := range []struct {
			more    int
			batches []int
		}{
			{1, []int{1}}, {23, []int{1}}, {1, []int{1, 24}}, {24, []int{1, 24, 24}}, {24, []int{1, 24, 24, 24}}, {50, []int{1, 24, 24, 24}},
		} {
			if write(c.more, "x"); !slices.Equal(d.batches, c.batches) || *answered != 0 {
				t.Errorf("%d: batches of %v, want %v; %d answered", i, d.batches, c.batches, *answered)
			}
		}
		d.commit <- struct{}{}
		synctest.Wait()
		if n := len(d.batches); n != 5 || d.batches[4] != 50 || *answered == 0 || *answered > 24 {
			t.Errorf("after a commit: batches of %v, %d answered", d.batches, *answered)
		}
		for range 4 {
			d.commit <- struct{}{}
		}
		if synctest.Wait(); *answered != 123 {
			t.Errorf("%d answered, want all 123", *answered)
		}
	})
}

// TestOneConnection: over one connection fifty messages at once are two units, urgent and
// of one statement; no batch begins while one commits, however large.
func TestOneConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &disk{commit: make(chan struct{}), lone: true}
		write, answered := d.write(t)
		if write(50, "x"); !slices.Equal(d.batches, []int{1}) || *answered != 0 {
			t.Errorf("batches of %v began, %d answered", d.batches, *answered)
		}
		for range 2 {
			d.commit <- struct{}{}
			synctest.Wait()
		}
		if !slices.Equal(d.batches, []int{1, 49}) || *answered != 50 {
			t.Errorf("batches of %v, %d answered", d.batches, *answered)
		}
		for _, u := range d.units {
			if u != "urgent true, one statement true" {
				t.Errorf("a unit is %s", u)
			}
		}
	})
}

// TestOnTheWay: over one connection a second batch, and no third, is on its way behind one that
// is not answered, when it is worth it. Strangers of a later batch wait for those before.
func TestOnTheWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &disk{commit: make(chan struct{}), lone: true, travels: true}
		write, answered := d.write(t)
		for i, c := range []struct {
			more    int
			batches []int
		}{{1, []int{1}}, {3, []int{1}}, {1, []int{1, 4}}, {30, []int{1, 4}}} {
			if write(c.more, "x"); !slices.Equal(d.batches, c.batches) || *answered != 0 {
				t.Errorf("%d: batches of %v, want %v; %d answered", i, d.batches, c.batches, *answered)
			}
		}
		for range 3 {
			d.commit <- struct{}{}
			synctest.Wait()
		}
		if !slices.Equal(d.batches, []int{1, 4, 30}) || *answered != 35 {
			t.Errorf("batches of %v, %d answered of 35", d.batches, *answered)
		}
	})
}

func TestStrangersInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &disk{commit: make(chan struct{}), lone: true, travels: true, strange: "новый"}
		write, answered := d.write(t)
		write(1, "новый")
		write(4, "новый")
		for n := range 4 { // both batches, then who is new in each
			d.commit <- struct{}{}
			if synctest.Wait(); n == 1 && d.opened != 1 {
				t.Errorf("%d units of new customers are open beside each other", d.opened)
			}
		}
		if *answered != 5 || len(d.texts) != 5 {
			t.Errorf("%d answered, stored %q", *answered, d.texts)
		}
	})
}

// TestBadBatchHoldsTheNext lets nothing pass a batch that is being tried message by
// message: what came later is stored later.
func TestBadBatchHoldsTheNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &disk{commit: make(chan struct{})}
		write, answered := d.write(t)
		write(1, "первое")
		write(12, "раньше")
		write(1, "плохое")
		write(12, "раньше")
		write(40, "позже")
		for *answered < 66 {
			d.commit <- struct{}{}
			synctest.Wait()
		}
		later := slices.Index(d.texts, "позже")
		if rest := d.texts[max(later, 0):]; later < 0 || slices.Contains(rest, "раньше") || *answered != 66 {
			t.Errorf("%d answered, stored %q", *answered, d.texts)
		}
	})
}
