package admin_test

import (
	"net/http"
	"testing"
	"time"

	"prilavok/core/order"
	"prilavok/core/staff"
	"prilavok/httpapi/admin/reports"
	"prilavok/store"
)

// TestToday: the day begins where the shop is, a week ago is told up to this hour and whole,
// and no shop sees another's.
func TestToday(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x, other := openTill(t, st, "north"), openTill(t, st, "south")
		zone := x.Shop.Location()
		clock := func(day, hour int) {
			x.T.Helper()
			x.Pass(time.Date(2026, 3, day, hour, 0, 0, 0, zone).Sub(x.Now()))
		}
		mug := x.Variant("кружка", 100, 50)
		var orders []order.Order
		for _, at := range [][2]int{{3, 23}, {4, 9}, {4, 18}, {10, 23}, {11, 0}, {11, 10}} {
			clock(at[0], at[1])
			orders = append(orders, x.buy(mug, 1))
		}
		clock(11, 12)
		_, err := x.app.Orders.Cancel(x.Ctx, order.CancelRequest{OrderID: orders[5].ID, Why: "x"})
		x.OK(err)
		var d reports.Today
		x.get("/today").is(http.StatusOK, "").read(&d)
		each := orders[0].Total.Amount
		if d.Day != "2026-03-11" || d.Zone != x.Shop.TimeZone || d.Sales.Orders != 1 || d.Sales.Total.Amount != each || d.Before.Orders != 1 || d.Whole.Orders != 2 || d.Whole.Total.Amount != 2*each || d.Waiting.N != 0 {
			t.Errorf("today is %+v", d)
		}
		var there reports.Today
		other.get("/today").is(http.StatusOK, "").read(&there)
		if there.Whole.Orders != 0 || len(there.Problems) != 0 || there.Problems == nil {
			t.Errorf("another shop's day is %+v", there)
		}
		x.key = x.issue("no numbers", staff.OrdersRead)
		x.get("/today").is(http.StatusForbidden, "api.scope")
	})
}
