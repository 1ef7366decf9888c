package admin_test

import (
	"fmt"
	"net/http"
	"testing"

	"prilavok/core/staff"
	"prilavok/httpapi/admin"
	"prilavok/httpapi/admin/sales"
	fake "prilavok/provider/supabase/supabasefake"
	"prilavok/store"
)

// TestRefundLimit: an operator gives back no more of an order than the owner allows, in one
// go or in several, by a refund or by a cancellation; a manager is not bound, and the operator is
// told the limit.
func TestRefundLimit(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		v := x.Variant("кружка", 50000, 10)
		o := x.buy(v, 2)
		project := signIns(x)
		x.hire(anna, staff.Manager)
		x.hire(boris, staff.Operator)
		by := func(user, method, path, body string) reply {
			return x.do(ask{method, path, project.Token(user, fake.EC), body, nil})
		}
		var p admin.Payment
		x.post("/orders/"+o.ID+"/payments/received", `{"amount":{"amount":100000,"currency":"RUB"}}`).is(http.StatusCreated, "").read(&p)
		limit := func(n *int64) {
			sh, err := x.app.Shops.Get(x.Ctx)
			x.OK(err)
			sh.Settings.Refunds.OperatorLimit = n
			_, err = x.app.Shops.Save(x.Ctx, sh)
			x.OK(err)
		}
		n := int64(30000)
		limit(&n)
		var r sales.OrderRules
		by(boris, "GET", "/order-rules", "").is(http.StatusOK, "").read(&r)
		if !r.Bound || r.RefundLimit == nil || r.RefundLimit.Amount != n || r.Currency != "RUB" {
			t.Errorf("the operator reads %+v", r)
		}
		refund := func(who string, n int) reply {
			return by(who, "POST", "/payments/"+p.ID+"/refund", fmt.Sprintf(`{"amount":%d,"why":"скол"}`, n))
		}
		refund(boris, 30001).is(http.StatusForbidden, "payment.limit")
		refund(boris, 20000).is(http.StatusOK, "")
		refund(boris, 10001).is(http.StatusForbidden, "payment.limit")
		refund(boris, 10000).is(http.StatusOK, "")
		by(boris, "POST", "/orders/"+o.ID+"/cancel", `{"refund":true}`).is(http.StatusForbidden, "payment.limit")
		var now admin.Order
		x.get("/orders/"+o.ID).is(http.StatusOK, "").read(&now)
		if now.Status != "placed" {
			t.Errorf("a refused cancellation left the order %s", now.Status)
		}
		by(boris, "PATCH", "/orders/"+o.ID, `{"comment":"x"}`).is(http.StatusPreconditionRequired, "api.if_match")
		x.do(ask{"PATCH", "/orders/" + o.ID, project.Token(boris, fake.EC), `{"comment":"звонить после пяти"}`, map[string]string{"If-Match": "*"}}).is(http.StatusOK, "")
		refund(anna, 20000).is(http.StatusOK, "")
		by(anna, "POST", "/orders/"+o.ID+"/cancel", `{"refund":true}`).is(http.StatusOK, "").read(&now)
		if now.Status != "canceled" {
			t.Errorf("the manager's cancellation left it %s", now.Status)
		}
		limit(nil)
		refund(boris, 1).is(http.StatusOK, "")
	})
}

func TestCounts(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x, y := openTill(t, st, "north"), openTill(t, st, "south")
		v := x.Variant("кружка", 49900, 100)
		for range 3 {
			x.buy(v, 1)
		}
		x.post("/orders/"+x.buy(v, 1).ID+"/cancel", "").is(http.StatusOK, "")
		count := func(z *till, query string, want int) {
			t.Helper()
			var c struct {
				Count int
				More  bool
			}
			z.get("/orders-count?"+query).is(http.StatusOK, "").read(&c)
			if c.Count != want || c.More {
				t.Errorf("%s: %+v, want %d", query, c, want)
			}
		}
		count(x, "", 4)
		count(x, "status=placed", 3)
		count(x, "status=canceled", 1)
		count(x, "short=true", 0)
		count(x, "stage=nowhere", 0)
		count(y, "", 0)
	})
}

func TestVariants(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x, y := openTill(t, st, "north"), openTill(t, st, "south")
		v := x.Variant("кружка", 49900, 5)
		x.buy(v, 2)
		var p struct{ Items []sales.Choice }
		x.get("/variants?search=кружки&lang=ru").is(http.StatusOK, "").read(&p)
		if len(p.Items) != 1 || p.Items[0].VariantID != v || p.Items[0].Left != 3 || p.Items[0].Price.Amount != 49900 || !p.Items[0].Active {
			t.Errorf("found %+v", p.Items)
		}
		x.get("/variants?ids="+v+",var_none").is(http.StatusOK, "").read(&p)
		if len(p.Items) != 1 || p.Items[0].VariantID != v {
			t.Errorf("read %+v", p.Items)
		}
		y.get("/variants?ids="+v).is(http.StatusOK, "").read(&p)
		if len(p.Items) != 0 {
			t.Errorf("another shop reads %+v", p.Items)
		}
	})
}
