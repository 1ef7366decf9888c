package admin_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"prilavok/core/payment"
	"prilavok/httpapi/admin"
	"prilavok/store"
)

func TestPayments(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		o := x.buy(x.Variant("кружка", 49900, 10), 2)
		var p admin.Payment
		receive := func(amount int, key string) reply {
			return x.do(ask{"POST", "/orders/" + o.ID + "/payments/received", x.key, fmt.Sprintf(`{"amount":{"amount":%d,"currency":"RUB"},"note":"наличные"}`, amount),
				map[string]string{"Idempotency-Key": key}})
		}
		receive(40000, "a").is(http.StatusCreated, "").read(&p)
		receive(40000, "a").is(http.StatusCreated, "")
		receive(99800, "b").is(http.StatusUnprocessableEntity, "payment.too_much")
		if p.Captured.Amount != 40000 {
			t.Errorf("received as %+v", p)
		}
		receive(59800, "c").is(http.StatusCreated, "")
		var paid admin.Order
		x.get("/orders/"+o.ID).is(http.StatusOK, "").read(&paid)
		if paid.Payment != "captured" || paid.Captured.Amount != 99800 || paid.Balance.Amount != 0 {
			t.Errorf("the order is %s, %+v taken, %+v due", paid.Payment, paid.Captured, paid.Balance)
		}
		x.post("/orders/"+o.ID+"/payments", `{}`).is(http.StatusConflict, "payment.nothing_due")
		var all many[admin.Payment]
		x.get("/orders/"+o.ID+"/payments").is(http.StatusOK, "").read(&all)
		if len(all.Items) == 0 || len(all.Items[0].Operations) == 0 {
			t.Fatalf("listed as %+v", all)
		}
		x.post("/payments/"+all.Items[0].ID+"/capture", `{}`).is(http.StatusConflict, "payment.not_held")
		x.post("/payments/"+all.Items[0].ID+"/refund", `{"amount":100,"why":"царапина"}`).is(http.StatusOK, "")
		x.get("/orders?owing=true").is(http.StatusOK, "").read(&all)
		if len(all.Items) != 0 {
			t.Errorf("still owing: %+v", all.Items)
		}
	})
}

// TestProvider: a payment by a link is begun, withdrawn and given back by the API.
func TestProvider(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		_, err := x.app.Payments.Connect(x.Ctx, payment.Account{Provider: "demo", Active: true}, nil)
		x.OK(err)
		o := x.buy(x.Variant("кружка", 49900, 10), 2)
		var p admin.Payment
		begin := func() reply { return x.post("/orders/"+o.ID+"/payments", `{"method":"demo.online"}`) }
		begin().is(http.StatusCreated, "").read(&p)
		x.post("/payments/"+p.ID+"/void", `{"why":"иначе"}`).is(http.StatusOK, "")
		begin().is(http.StatusCreated, "").read(&p)
		if a := x.page.Page(x.Ctx, http.MethodPost, strings.TrimPrefix(p.URL, address()), "pay"); a.Status != http.StatusSeeOther {
			t.Fatalf("the page answers %+v", a)
		}
		x.post("/payments/"+p.ID+"/refund", `{"amount":100,"why":"царапина"}`).is(http.StatusOK, "").read(&p)
		if p.Captured.Amount != 99800 || p.Refunded.Amount != 100 {
			t.Errorf("given back as %+v", p)
		}
	})
}

func TestPromotions(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		var p, now admin.Promotion
		w := x.post("/promotions", strings.Replace(promotionBody, "{", `{"codes":["ВЕСНА"],`, 1)).is(http.StatusCreated, "")
		w.read(&p)
		put := func(tag, body string) reply {
			return x.do(ask{"PUT", "/promotions/" + p.ID, x.key, body, map[string]string{"If-Match": tag}})
		}
		put("", promotionBody).is(http.StatusPreconditionRequired, "api.if_match")
		put(w.Header().Get("ETag"), strings.Replace(promotionBody, "1000", "2000", 1)).is(http.StatusOK, "").read(&now)
		put(w.Header().Get("ETag"), promotionBody).is(http.StatusPreconditionFailed, "api.stale")
		if now.Percent != 2000 || len(now.Codes) != 0 || now.Revision != 2 {
			t.Errorf("put as %+v", now)
		}
		if w := x.post("/promotions", `{"title":{},"kind":"percent"}`).is(http.StatusUnprocessableEntity, "promotion.fields"); !strings.Contains(w.Body.String(), "body.percent") {
			t.Errorf("the fields are %s", w.Body)
		}
		x.post("/promotions/"+p.ID+"/archive", "").is(http.StatusOK, "").read(&p)
		if !p.Archived {
			t.Errorf("archived as %+v", p)
		}
		var all many[admin.Promotion]
		x.get("/promotions").is(http.StatusOK, "").read(&all)
		if len(all.Items) != 0 {
			t.Errorf("listed %+v", all.Items)
		}
	})
}
