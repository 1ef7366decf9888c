package admin_test

import (
	"net/http"
	"testing"
	"time"

	"prilavok/core/staff"
	"prilavok/store"
	"prilavok/store/storetest"
)

func TestMetrics(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		other := openTill(t, st, "south")
		for range 9 {
			x.app.Timings.Note(x.Shop.ID, "turn", 3*time.Millisecond, false)
		}
		x.app.Timings.Note(x.Shop.ID, "turn", 100*time.Millisecond, true)
		x.OK(x.app.Timings.Store(t.Context(), 0))
		var page struct {
			Items []struct {
				Stop   string
				N      int64
				Failed int64
				Mean   float64 `json:"mean_ms"`
				P50    int64   `json:"p50_ms"`
				P95    int64   `json:"p95_ms"`
			}
		}
		x.get("/metrics/stops").is(http.StatusOK, "").read(&page)
		if len(page.Items) != 1 || page.Items[0].N != 10 || page.Items[0].Failed != 1 || page.Items[0].Mean != 12.7 || page.Items[0].P50 != 4 || page.Items[0].P95 != 128 {
			t.Errorf("got %+v", page)
		}
		page.Items = nil
		other.get("/metrics/stops").is(http.StatusOK, "").read(&page)
		if len(page.Items) != 0 {
			t.Errorf("another shop reads %+v", page)
		}
		x.key = x.issue("orders only", staff.OrdersRead)
		x.get("/metrics/stops").is(http.StatusForbidden, "api.scope")
	})
}
