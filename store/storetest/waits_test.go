package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"prilavok/core/catalog"
	"prilavok/core/inbox"
	"prilavok/store"
)

// watch collects what is told of stock.
type watch struct{ events []catalog.StockEvent }

func (w *watch) StockEvent(_ context.Context, e catalog.StockEvent) error {
	w.events = append(w.events, e)
	return nil
}

// take returns who was told since the last call, and forgets it.
func (w *watch) take(name string) []string {
	var out []string
	for _, e := range w.events {
		if e.Name == name {
			out = append(out, e.ContactID+e.VariantID)
		}
	}
	w.events = nil
	return out
}

var _ = Case("PutWait DropWaits TakeWaits MarkLow ClearLow SetLowMark StockLog", func(t *testing.T, st *store.Store) {
	c := NewCounter(t, st, "waits")
	w := &watch{}
	c.Catalog.Watch(w)
	v := c.Variant("mug", 100, 0)
	var who []inbox.Conversation
	for range 4 {
		b := c.Buyer()
		who = append(who, b)
		_, _, err := c.Catalog.AwaitStock(c.Ctx, catalog.Wait{ContactID: b.ContactID, ConversationID: b.ID, VariantID: v})
		c.OK(err)
		c.Pass(time.Second)
	}
	_, _, err := c.Catalog.AwaitStock(c.Ctx, catalog.Wait{ContactID: who[0].ContactID, ConversationID: who[0].ID, VariantID: v}) // keeps the place
	c.OK(err)
	n, err := c.Catalog.LeaveWaits(c.Ctx, who[1].ContactID, "")
	c.OK(err)
	if n != 1 {
		t.Errorf("%d waits ended", n)
	}
	told := func(what string, want ...inbox.Conversation) {
		t.Helper()
		var ids []string
		for _, b := range want {
			ids = append(ids, b.ContactID+v)
		}
		got := w.take(catalog.EventBack)
		slices.Sort(got)
		slices.Sort(ids)
		if !slices.Equal(got, ids) {
			t.Errorf("%s: told %v, want %v", what, got, ids)
		}
	}
	c.OK(c.Catalog.SetStock(c.Ctx, v, 2, "op"))
	told("two pieces", who[0], who[2])
	_, _, err = c.Catalog.AwaitStock(c.Ctx, catalog.Wait{ContactID: who[0].ContactID, VariantID: v})
	wantFault(t, err, catalog.ErrInStock)
	c.OK(c.Catalog.Reserve(c.Ctx, "order", []catalog.Need{{VariantID: v, Quantity: 2}}, c.Now().Add(time.Hour)))
	told("reserved")
	_, _, err = c.Catalog.AwaitStock(c.Ctx, catalog.Wait{ContactID: who[0].ContactID, ConversationID: who[0].ID, VariantID: v}) // again
	c.OK(err)
	c.OK(c.Catalog.SetStock(c.Ctx, v, 3, "op"))
	told("one more", who[3])
	c.OK(c.Catalog.Release(c.Ctx, "order"))
	told("released", who[0])
	c.OK(c.Catalog.SetStock(c.Ctx, v, 9, "op"))
	told("nobody waits")

	low := func(what string, want int) {
		t.Helper()
		if got := w.take(catalog.EventLow); len(got) != want {
			t.Errorf("%s: %d told that few are left", what, len(got))
		}
	}
	c.OK(c.Catalog.SetStock(c.Ctx, v, 4, "op"))
	low("above the shop's mark", 0)
	c.OK(c.Catalog.SetStock(c.Ctx, v, 3, "op"))
	low("at the mark", 1)
	c.OK(c.Catalog.SetStock(c.Ctx, v, 2, "op"))
	c.OK(c.Catalog.NoteLow(c.Ctx, v))
	low("said before", 0)
	c.OK(c.Catalog.SetStock(c.Ctx, v, 8, "op"))
	c.OK(c.Catalog.SetLowMark(c.Ctx, v, 7))
	c.OK(c.Catalog.SetStock(c.Ctx, v, 7, "op"))
	low("refilled, with a mark of its own", 1)
	c.OK(c.Catalog.SetLowMark(c.Ctx, v, -1))
	c.OK(c.Catalog.SetStock(c.Ctx, v, 20, "op"))
	c.OK(c.Catalog.SetStock(c.Ctx, v, 0, "op"))
	low("never", 0)
	wantFault(t, c.Catalog.SetLowMark(c.Ctx, "var_none", 1), catalog.ErrNotFound)

	page, err := c.Catalog.StockLog(c.Ctx, catalog.LogFilter{VariantID: v, Reason: "set", By: "op", From: c.Now().Add(-time.Hour), To: c.Now().Add(time.Hour)}, "")
	c.OK(err)
	if len(page.Movements) != 10 || page.Movements[0].Delta != -20 || page.Movements[9].Delta != 2 || page.Next != "" {
		t.Errorf("the log: %+v", page)
	}
	page, err = c.Catalog.StockLog(c.Ctx, catalog.LogFilter{Holder: "order"}, "")
	c.OK(err)
	if len(page.Movements) != 2 || page.Movements[0].Reason != "released" || page.Movements[0].Held != -2 || page.Movements[1].Reason != "reserved" {
		t.Errorf("the log of an order: %+v", page.Movements)
	}
	for i := range 101 {
		c.OK(c.Catalog.SetStock(c.Ctx, v, int64(i+1), "robot"))
	}
	page, err = c.Catalog.StockLog(c.Ctx, catalog.LogFilter{By: "robot"}, "")
	c.OK(err)
	rest, err := c.Catalog.StockLog(c.Ctx, catalog.LogFilter{By: "robot"}, page.Next)
	c.OK(err)
	if len(page.Movements) != 100 || len(rest.Movements) != 1 || rest.Movements[0].Delta != 1 || rest.Next != "" {
		t.Errorf("pages of %d and %d", len(page.Movements), len(rest.Movements))
	}
})

// TestWaitsRivals: pieces that come one by one from many sides tell each who waits once.
func TestWaitsRivals(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "waits2")
		v := c.Variant("mug", 100, 8)
		for i := range 8 {
			c.OK(c.Catalog.Reserve(c.Ctx, fmt.Sprint("o", i), []catalog.Need{{VariantID: v, Quantity: 1}}, c.Now().Add(time.Hour)))
		}
		for range 5 {
			b := c.Buyer()
			_, _, err := c.Catalog.AwaitStock(c.Ctx, catalog.Wait{ContactID: b.ContactID, ConversationID: b.ID, VariantID: v})
			c.OK(err)
		}
		told := make(chan string, 100)
		c.Catalog.Watch(ringing{told})
		together(8, func(i int) {
			if err := c.Catalog.Release(c.Ctx, fmt.Sprint("o", i)); err != nil {
				t.Error(err)
			}
		})
		close(told)
		seen := map[string]bool{}
		for id := range told {
			if seen[id] {
				t.Errorf("%s is told twice", id)
			}
			seen[id] = true
		}
		if len(seen) != 5 {
			t.Errorf("%d of 5 are told", len(seen))
		}
	})
}

type ringing struct{ told chan string }

func (r ringing) StockEvent(_ context.Context, e catalog.StockEvent) error {
	if e.Name == catalog.EventBack {
		r.told <- e.ContactID
	}
	return nil
}
