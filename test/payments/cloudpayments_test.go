package payments_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"prilavok/core/order"
	"prilavok/core/payment"
	"prilavok/httpapi/pay"
	"prilavok/provider/cloudpayments/cloudpaymentsfake"
	"prilavok/store"
	"prilavok/store/storetest"
)

// window is a till with CloudPayments connected to a fake, which asks before it takes money.
type window struct {
	*till
	cloud *cloudpaymentsfake.Server
	dog   *watchdog
	acc   payment.Account
}

func newWindow(t *testing.T, st *store.Store, hold bool) *window {
	t.Helper()
	w := &window{dog: &watchdog{}}
	w.till = newTill(t, st, "cloud", w.dog)
	w.cloud = cloudpaymentsfake.New(w.Now)
	w.dog.next = w.cloud
	w.cloud.Ask = func(p cloudpaymentsfake.Post) (code int) {
		res := w.send(p)
		if _, err := fmt.Sscanf(string(res.Body), `{"code":%d}`, &code); err != nil {
			t.Errorf("a question was answered %d %q", res.Status, res.Body)
		}
		return code
	}
	var err error
	w.acc, err = w.pay.Connect(w.Ctx, payment.Account{Provider: "cloudpayments", Active: true, Config: payment.AccountConfig{TwoStage: hold,
		Receipt: payment.ReceiptRules{On: true, Vat: 11}}}, map[string]string{"public_id": cloudpaymentsfake.PublicID, "api_secret": cloudpaymentsfake.Secret})
	w.OK(err)
	return w
}

func (w *window) begin(o order.Order) payment.Payment {
	w.T.Helper()
	p, err := w.pay.Begin(w.Ctx, payment.BeginRequest{OrderID: o.ID, Method: "cloudpayments.online"})
	w.OK(err)
	return p
}

func (w *window) send(p cloudpaymentsfake.Post) pay.Response {
	w.T.Helper()
	path, err := w.pay.HookPath(w.acc)
	w.OK(err)
	return w.app.Pay.Serve(context.Background(), pay.Request{Method: "POST", Path: path + "/" + p.Word, Header: p.Header, Body: p.Body})
}

func (w *window) post(list ...cloudpaymentsfake.Post) {
	w.T.Helper()
	for _, p := range list {
		if res := w.send(p); res.Status != 200 || string(res.Body) != `{"code":0}` {
			w.T.Fatalf("%s was answered %d %q", p.Word, res.Status, res.Body)
		}
	}
	w.drain()
}

// TestCloudAsks: no money moves for an order that is canceled, paid or cheaper now, and a
// forged question is not answered.
func TestCloudAsks(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		w := newWindow(t, st, false)
		o := w.sell(1)
		p := w.begin(o)
		_, err := w.Orders.Cancel(w.Ctx, order.CancelRequest{OrderID: o.ID, By: operator, Why: "передумал"})
		w.OK(err)
		if w.cloud.Pay(p.ExternalID) {
			t.Error("a canceled order was paid")
		}
		o = w.sell(2)
		p = w.begin(o)
		_, err = w.pay.Receive(w.Ctx, payment.ReceiveRequest{OrderID: o.ID, Method: payment.Cash, Amount: rub(100), Key: "cash", By: operator})
		w.OK(err)
		if w.cloud.Pay(p.ExternalID) {
			t.Error("more than is due was paid")
		}
		o = w.sell(1)
		p = w.begin(o)
		if !w.cloud.Pay(p.ExternalID) {
			t.Fatal("a good payment was refused")
		}
		posts := w.cloud.Notices()
		w.post(append(posts, posts...)...)
		w.want(o, order.Captured)
		forged := posts[len(posts)-1]
		forged.Body = []byte(strings.Replace(string(forged.Body), "Amount=499.00", "Amount=1.00", 1))
		path, err := w.pay.HookPath(w.acc)
		w.OK(err)
		res := w.app.Pay.Serve(context.Background(), pay.Request{Method: "POST", Path: path + "/check", Header: posts[len(posts)-1].Header, Body: forged.Body})
		if res.Status != 401 {
			t.Errorf("a forged question was answered %d %s", res.Status, res.Body)
		}
		for range 2 {
			_, err = w.pay.Refund(w.Ctx, payment.MoveRequest{PaymentID: p.ID, By: operator, Key: "tap"})
			w.OK(err)
		}
		w.post(w.cloud.Notices()...)
		w.want(o, order.Refunded)
	})
}
