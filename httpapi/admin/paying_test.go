package admin_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/payment"
	"prilavok/core/staff"
	"prilavok/httpapi/admin"
	"prilavok/httpapi/admin/paying"
	"prilavok/httpapi/admin/sales"
	"prilavok/provider/yookassa/yookassafake"
	"prilavok/store"
	"prilavok/store/storetest"
)

// wrongKey is long enough to have its end shown.
const wrongKey = "live_0123456789abcdefXYZ7"

// put sends a PUT.
func (x *till) put(path, body string) reply {
	x.T.Helper()
	return x.do(ask{"PUT", path, x.key, body, nil})
}

// account is how an account is shown.
func (x *till) account(r reply) (a paying.PayAccount) {
	x.T.Helper()
	r.read(&a)
	return a
}

// TestPaymentAccounts: a provider is connected with wrong keys, then with good ones, used,
// switched off and forgotten; nothing that is answered, noted or logged has a key.
func TestPaymentAccounts(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		var told strings.Builder
		see := func(r reply) reply { told.WriteString(r.Body.String()); return r }

		bad := x.account(see(x.post("/payment-accounts", `{"provider":"yookassa","keys":{"shop_id":"`+yookassafake.ShopID+`","secret_key":"`+wrongKey+`"}}`)).is(http.StatusCreated, ""))
		if bad.Active || bad.Checked == nil || bad.Checked.OK || bad.Checked.Code != "yookassa.credentials" || !strings.Contains(bad.Checked.Why, "does not accept") {
			t.Errorf("wrong keys are %+v, %+v", bad, bad.Checked)
		}
		if k := bad.Keys[1]; k.Name != "secret_key" || !k.Set || k.Ends != "XYZ7" || k.Value != "" || bad.Keys[0].Value != yookassafake.ShopID {
			t.Errorf("the keys are shown as %+v", bad.Keys)
		}
		at := "/payment-accounts/" + bad.ID
		x.post("/payment-accounts", `{"provider":"yookassa","keys":{"shop_id":"1","secret_key":"1"}}`).is(http.StatusConflict, "payment.connected")
		x.post("/payment-accounts", `{"provider":"none"}`).is(http.StatusNotFound, "payment.no_account")
		x.post("/payment-accounts", `{"provider":"stripe"}`).is(http.StatusUnprocessableEntity, "payment.secret")
		x.post("/payment-accounts", `{"provider":"tbank","base_url":"http://127.0.0.1:9","keys":{"terminal_key":"1","password":"1"}}`).is(http.StatusForbidden, "payment.stand")

		good := x.account(see(x.put(at+"/keys", `{"keys":{"secret_key":"`+yookassafake.SecretKey+`"}}`)).is(http.StatusOK, ""))
		if !good.Checked.OK || good.Keys[1].Ends != "" || !good.Playing {
			t.Errorf("good keys are %+v, %+v", good, good.Checked)
		}
		for _, wrong := range []string{`{"methods":["cash"]}`, `{"methods":["sbp","sbp"]}`, `{"titles":{"cash":{"ru":"x"}}}`, `{"details":{"ru":"x"}}`, `{"receipt":{"on":true,"email":"x"}}`} {
			w := x.put(at, strings.Replace(wrong, "{", `{"active":true,`, 1)).is(http.StatusUnprocessableEntity, "payment.account_fields")
			if !strings.Contains(w.Body.String(), `"field":"body.`) {
				t.Errorf("%s does not say which field: %s", wrong, w.Body)
			}
		}
		use := `{"active":true,"methods":["sbp","card"],"titles":{"sbp":{"ru":"По QR"}},"receipt":{"on":true,"vat":1}}`
		if a := x.account(see(x.put(at, use)).is(http.StatusOK, "")); !a.Active || fmt.Sprint(a.Methods) != "[sbp card]" || a.Titles["sbp"].RU != "По QR" || !a.Receipt.On {
			t.Errorf("used as %+v", a)
		}
		x.post("/payment-accounts", `{"provider":"manual"}`).is(http.StatusCreated, "")
		all := x.ways("yookassa.sbp", "yookassa.card", "on_delivery", "cash", "card_on_delivery", "bank_transfer")
		x.put("/payment-account-order", fmt.Sprintf(`{"ids":[%q]}`, all[1].ID)).is(http.StatusOK, "")
		x.ways("on_delivery", "cash", "card_on_delivery", "bank_transfer", "yookassa.sbp", "yookassa.card")
		x.put("/payment-account-order", `{"ids":["nobody"]}`).is(http.StatusNotFound, "payment.no_account")
		if a := x.account(x.put("/payment-accounts/"+all[1].ID, `{"active":true,"methods":["bank_transfer"],"details":{"ru":"Сбер 4276…","en":"IBAN"}}`).is(http.StatusOK, "")); a.Details.EN != "IBAN" {
			t.Errorf("by hand: %+v", a)
		}

		var notice paying.NoticeAddress
		x.get(at+"/notice-address").is(http.StatusOK, "").read(&notice)
		if !strings.HasPrefix(notice.URL, "https://shop.example/pay/"+bad.ID+"/") {
			t.Errorf("notices go to %s", notice.URL)
		}
		x.forgotten(at, see)
		secret := strings.Split(notice.URL, "/")[5]
		audited := x.get("/audit").is(http.StatusOK, "").Body.String()
		if !strings.Contains(audited, "payment-accounts.keys") || !strings.Contains(audited, "По QR") {
			t.Errorf("the log of changes is %s", audited)
		}
		for _, key := range []string{wrongKey, `"` + yookassafake.SecretKey, secret} {
			if len(secret) < 20 || strings.Contains(told.String()+audited+x.log.String()+x.get("/payment-accounts").Body.String(), key) {
				t.Errorf("a key is told: %s", key)
			}
		}
	})
}

// ways checks which ways to pay orders are offered, and lists the accounts.
func (x *till) ways(want ...string) []paying.PayAccount {
	x.T.Helper()
	var rules sales.OrderRules
	x.get("/order-rules").is(http.StatusOK, "").read(&rules)
	var have []string
	for _, w := range rules.Ways {
		have = append(have, w.Method)
	}
	if !slices.Equal(have, want) {
		x.T.Errorf("orders are paid by %v, want %v", have, want)
	}
	var all many[paying.PayAccount]
	x.get("/payment-accounts").is(http.StatusOK, "").read(&all)
	return all.Items
}

// forgotten tries to forget an account while it is offered, while an order waits for money by
// it, and after that: money that it took is given back by hand then.
func (x *till) forgotten(at string, see func(reply) reply) {
	x.T.Helper()
	o := x.buy(x.Variant("кружка", 49900, 10), 1)
	pay, err := x.app.Payments.Begin(x.Ctx, payment.BeginRequest{OrderID: o.ID, Method: "yookassa.card"})
	x.OK(err)
	x.post(at+"/forget", "").is(http.StatusConflict, "payment.in_use")
	x.put(at, `{"active":false}`).is(http.StatusOK, "")
	x.ways("bank_transfer")
	x.post(at+"/forget", "").is(http.StatusConflict, "payment.waiting")
	x.bank.Pay(pay.ExternalID)
	x.OK(x.app.Payments.Refresh(x.Ctx, pay.ID)) // a link that is out there is still heard of
	if pay, err = x.app.Payments.Get(x.Ctx, pay.ID); err != nil || pay.Status != payment.Captured {
		x.T.Errorf("paid after the way was switched off: %+v, %v", pay, err)
	}
	if a := x.account(see(x.post(at+"/forget", "")).is(http.StatusOK, "")); a.Whole || a.Keys[0].Set || a.Keys[1].Set {
		x.T.Errorf("forgotten as %+v", a)
	}
	x.put(at, `{"active":true}`).is(http.StatusConflict, "payment.no_keys")
	if a := x.account(x.post(at+"/test", "").is(http.StatusOK, "")); a.Checked.Code != "payment.no_keys" {
		x.T.Errorf("without keys it is tested as %+v", a.Checked)
	}
	x.post("/payments/"+pay.ID+"/refund", `{"amount":100}`).is(http.StatusConflict, "payment.no_keys")
	_, ops, err := x.app.Payments.Of(x.Ctx, o.ID)
	x.OK(err)
	if last := ops[len(ops)-1]; last.Kind != payment.OpRefund || last.State != payment.OpFailed {
		x.T.Errorf("a refund without keys is %+v", last)
	}
	if o, err := x.app.Orders.Get(x.Ctx, o.ID); err != nil || o.Status != order.Placed || o.Balance() != money.Of(0, "RUB") {
		x.T.Errorf("the order is %+v, %v", o, err)
	}
	x.put(at+"/keys", `{"keys":{"shop_id":"`+yookassafake.ShopID+`","secret_key":"`+yookassafake.SecretKey+`"}}`).is(http.StatusOK, "")
	x.post("/payments/"+pay.ID+"/refund", `{"amount":100}`).is(http.StatusOK, "")
}

// TestWhereMoneyGoes: whoever decides it is the owner, and has shown so just now.
func TestWhereMoneyGoes(t *testing.T) {
	n := 0
	for _, r := range admin.Routes() {
		if strings.HasPrefix(r.Path, "/payment-accounts") && r.Scope != staff.SettingsRead && r.ID != "payment-accounts.test" {
			if n++; r.Scope != staff.SecretsWrite || !r.Prove {
				t.Errorf("%s: scope %s, proved %v", r.ID, r.Scope, r.Prove)
			}
		}
	}
	if n != 5 {
		t.Errorf("%d routes decide where money goes", n)
	}
}

// TestPaymentProviders: whoever has none of the vendors' pages open can still connect each.
func TestPaymentProviders(t *testing.T) {
	x := openTill(t, storetest.SQLite(t), "north")
	var all many[paying.PayProvider]
	x.get("/payment-providers").is(http.StatusOK, "").read(&all)
	if len(all.Items) < 8 {
		t.Errorf("only %d providers", len(all.Items))
	}
	for _, p := range all.Items {
		for _, k := range p.Keys {
			if k.Title.RU == "" || k.Title.EN == "" {
				t.Errorf("%s: the key %s has no name for people", p.Provider, k.Name)
			}
		}
		if len(p.Keys) > 0 && p.Provider != "stars" && (p.Where.RU == "" || p.Where.EN == "") {
			t.Errorf("%s does not say where its keys are", p.Provider)
		}
		if p.Fits != (p.Provider != "stars") {
			t.Errorf("%s takes roubles: %v", p.Provider, p.Fits)
		}
	}
}

// TestDeliveryPreview: a method is seen before it is stored, as the chat would offer it.
func TestDeliveryPreview(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		method := `{"kind":"courier","title":{"ru":"Курьер"},"active":true,"zones":[{"title":{"ru":"Москва","en":"Moscow"},"price":20000,"free_from":300000}],"schedule":{"days_ahead":2,"windows":[{"from":"10:00","to":"12:00","capacity":1}]}}`
		look := func(more string) (s admin.SeenDelivery) {
			t.Helper()
			x.post("/delivery-preview", `{"method":`+method+more+`}`).is(http.StatusOK, "").read(&s)
			return s
		}
		if s := look(`,"city":"г. москва","items":100000,"at":"2026-11-26T09:00:00Z"`); !s.Offered || s.Price.Amount != 20000 || s.Zone.EN != "Moscow" || len(s.Slots) != 1 || s.Slots[0].Label.RU != "завтра, 10:00–12:00" {
			t.Errorf("Moscow sees %+v", s)
		}
		if s := look(`,"city":"Moscow","items":300000`); s.Price.Amount != 0 {
			t.Errorf("a large order sees %+v", s)
		}
		if s := look(`,"city":"Пермь"`); s.Offered || s.Why != "no_zone" {
			t.Errorf("Perm sees %+v", s)
		}
		x.post("/delivery-preview", `{"method":{"kind":"courier","title":{}}}`).is(http.StatusUnprocessableEntity, "delivery.method_fields")
	})
}
