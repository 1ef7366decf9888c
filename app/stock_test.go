package app_test

import (
	"context"
	"strings"
	"testing"

	"prilavok/core/catalog"
	"prilavok/core/job"
	"prilavok/core/order"
	"prilavok/store"
	"prilavok/store/storetest"
)

// TestStockIsToldOnce: staff hear once that few are left, and who waits hears once that
// goods are back, by the notices' own texts, however often the event is heard.
func TestStockIsToldOnce(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		h := newHall(t, st)
		v := h.order.Lines[0].VariantID
		told := func(what, says string, want int) {
			t.Helper()
			all := strings.Join(append(h.drain(), h.drain()...), "\n---\n")
			if n := strings.Count(all, says); n != want {
				t.Errorf("%s: told %d times, want %d:\n%s", what, n, want, all)
			}
		}
		h.ok(h.Catalog.SetLowMark(h.ctx, v, 5))
		h.ok(h.Catalog.SetStock(h.ctx, v, 5, "op"))
		h.drain()
		h.press("add:" + v)
		o := h.place("again")
		told("few are left", "Заканчивается: ", 1)
		for range 2 {
			h.ok(h.Store.InTx(h.ctx, func(ctx context.Context) error {
				return h.Jobs.Enqueue(ctx, job.New{Kind: order.JobPrefix + order.EventPlaced, Payload: order.EventJob{OrderID: o.ID}})
			}))
		}
		told("the order is heard again", "Заканчивается", 0)
		h.ok(h.Catalog.SetStock(h.ctx, v, 2, "op")) // both are ordered
		_, _, err := h.Catalog.AwaitStock(h.ctx, catalog.Wait{ContactID: o.ContactID, ConversationID: o.ConversationID, VariantID: v})
		h.ok(err)
		h.drain()
		h.ok(h.Catalog.SetStock(h.ctx, v, 3, "op"))
		told("one is back", "Снова в наличии", 1)
		h.ok(h.Catalog.SetStock(h.ctx, v, 9, "op"))
		told("more are back", "Снова в наличии", 0)
	})
}
