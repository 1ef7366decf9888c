package admin_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"prilavok/core/staff"
	"prilavok/httpapi/admin"
	"prilavok/store"
	"prilavok/store/storetest"
)

func TestOnce(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		post := func(key, idem, path, body string) reply {
			t.Helper()
			return x.do(ask{"POST", path, key, body, map[string]string{"Idempotency-Key": idem}})
		}
		first := post(x.key, "one", "/products", productBody).is(http.StatusCreated, "")
		again := post(x.key, "one", "/products", productBody).is(http.StatusCreated, "")
		if first.Body.String() != again.Body.String() || first.Header().Get("ETag") != again.Header().Get("ETag") || again.Header().Get("Idempotency-Replayed") != "true" {
			t.Errorf("the repetition is answered %s %v", again.Body, again.Header())
		}
		post(x.key, "one", "/products", strings.Replace(productBody, "mug", "cup", 1)).is(http.StatusUnprocessableEntity, "staff.idempotency_reused")
		post(x.key, "one", "/delivery-methods", bodies["delivery.create"]).is(http.StatusUnprocessableEntity, "staff.idempotency_reused")
		other := x.issue("other", staff.CatalogWrite)
		post(other, "one", "/products", productBody).is(http.StatusConflict, "catalog.sku_taken") // another key's own
		post(other, "one", "/products", productBody).is(http.StatusConflict, "catalog.sku_taken")
		post(x.key, "щ", "/products", productBody).is(http.StatusBadRequest, "api.idempotency_key")
		x.Pass(staff.RequestsKept + time.Minute)
		post(x.key, "one", "/products", productBody).is(http.StatusConflict, "catalog.sku_taken") // forgotten: asked anew
		all, err := x.Catalog.ProductsAfter(x.Ctx, "", 10)
		x.OK(err)
		if len(all) != 1 {
			t.Errorf("there are %d products", len(all))
		}
	})
}

// TestInFlight: while the first request is at work the same key waits; when its process
// died, the work is taken over under the same operation id.
func TestInFlight(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		list, err := x.keys.Keys(x.Ctx)
		x.OK(err)
		r := staff.Request{KeyID: list[0].ID, Key: "k", Route: "r", BodyHash: "b"}
		first, err := x.keys.Begin(x.Ctx, r)
		x.OK(err)
		if _, err := x.keys.Begin(x.Ctx, r); err == nil || err.Error() != staff.ErrInFlight.Error() {
			t.Errorf("a second run: %v", err)
		}
		x.Pass(staff.RunsFor)
		second, err := x.keys.Begin(x.Ctx, r)
		x.OK(err)
		if second.OpID != first.OpID || second.Done {
			t.Errorf("taken over as %+v after %+v", second, first)
		}
		first.Status, first.Body = 500, "late"
		x.OK(x.keys.Finish(x.Ctx, first)) // the dead one wakes up: too late
		second.Status, second.Body = 201, "{}"
		x.OK(x.keys.Finish(x.Ctx, second))
		third, err := x.keys.Begin(x.Ctx, r)
		x.OK(err)
		if !third.Done || third.Status != 201 || third.Body != "{}" {
			t.Errorf("kept %+v", third)
		}
	})
}

// TestRivalsWithOneKey: many at once with one key make one thing.
func TestRivalsWithOneKey(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		x.Pass(time.Hour)
		a := ask{"POST", "/delivery-methods", x.key, bodies["delivery.create"], map[string]string{"Idempotency-Key": "one"}}
		var wg sync.WaitGroup
		var mu sync.Mutex
		seen := map[int]int{}
		x.n = 1
		for range 16 {
			wg.Go(func() {
				y := *x
				w := y.do(a)
				mu.Lock()
				defer mu.Unlock()
				seen[w.Code]++
			})
		}
		wg.Wait()
		if seen[http.StatusCreated] < 1 || seen[http.StatusCreated]+seen[http.StatusConflict] != 16 {
			t.Errorf("answered %v", seen)
		}
		var all many[admin.DeliveryMethod]
		x.get("/delivery-methods").is(http.StatusOK, "").read(&all)
		if len(all.Items) != 1 {
			t.Errorf("%d were made", len(all.Items))
		}
	})
}
