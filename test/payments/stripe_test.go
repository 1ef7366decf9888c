package payments_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"prilavok/core/order"
	"prilavok/core/payment"
	"prilavok/httpapi/pay"
	"prilavok/provider/demopay"
	"prilavok/provider/stripe/stripefake"
	"prilavok/store"
	"prilavok/store/storetest"
)

// counter is a till with Stripe connected to a fake.
type counter struct {
	*till
	stripe *stripefake.Server
	dog    *watchdog
	acc    payment.Account
}

func newCounter(t *testing.T, st *store.Store, hold bool) *counter {
	t.Helper()
	c := &counter{dog: &watchdog{}}
	c.till = newTill(t, st, "stripe", c.dog)
	c.stripe = stripefake.New(c.Now)
	c.dog.next = c.stripe
	var err error
	c.acc, err = c.pay.Connect(c.Ctx, payment.Account{Provider: "stripe", Active: true, Config: payment.AccountConfig{TwoStage: hold}},
		map[string]string{"secret_key": stripefake.Key, "webhook_secret": stripefake.Hook})
	c.OK(err)
	return c
}

func (c *counter) begin(o order.Order) payment.Payment {
	c.T.Helper()
	p, err := c.pay.Begin(c.Ctx, payment.BeginRequest{OrderID: o.ID, Method: "stripe.card"})
	c.OK(err)
	return p
}

// post brings events in by the webhook and returns what they were answered.
func (c *counter) post(list ...stripefake.Post) (status []int) {
	c.T.Helper()
	path, err := c.pay.HookPath(c.acc)
	c.OK(err)
	for _, x := range list {
		res := c.app.Pay.Serve(context.Background(), pay.Request{Method: "POST", Path: path, Header: func(string) string { return x.Signature }, Body: x.Body})
		status = append(status, res.Status)
	}
	c.drain()
	return status
}

// TestStripeNotices: a link of another method is withdrawn before there is a new one, and
// an event whose signature is stale is not taken.
func TestStripeNotices(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		c := newCounter(t, st, false)
		o := c.sell(1)
		first := c.begin(o)
		second, err := c.pay.Begin(c.Ctx, payment.BeginRequest{OrderID: o.ID, Method: "stripe.online"})
		c.OK(err)
		if old, err := c.pay.Get(c.Ctx, first.ID); err != nil || old.Status != payment.Expired && old.Status != payment.Canceled || second.ID == first.ID {
			t.Errorf("the first link is %+v, %v", old, err)
		}
		c.stripe.Pay(first.ExternalID) // no longer possible
		c.stripe.Pay(second.ExternalID)
		posts := c.stripe.Notices()
		c.post(posts...)
		c.want(o, order.Captured)
		if got := c.get(o).Captured.Amount; got != 49900 {
			t.Errorf("captured %d", got)
		}
		c.Pass(24 * time.Hour)
		if got := c.post(posts[0]); got[0] != 401 {
			t.Errorf("an event of yesterday was answered %v", got)
		}
		_, err = c.pay.Refund(c.Ctx, payment.MoveRequest{PaymentID: second.ID, By: operator})
		c.OK(err)
		c.post(c.stripe.Notices()...)
		c.want(o, order.Refunded)
	})
}

// TestDemoPurchase: a purchase ends paid on the page without money, and the customer who
// comes back sees so.
func TestDemoPurchase(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x := newTill(t, st, "demo", nil)
		page := demopay.New(st, x.Now, func() string { return address }, func(ctx context.Context, id string) { x.OK(x.pay.Refresh(ctx, id)) })
		x.more = []payment.Kind{page.Kind()}
		x = x.again(nil)
		_, err := x.pay.Connect(x.Ctx, payment.Account{Provider: "demo", Active: true}, nil)
		x.OK(err)
		for _, action := range []string{"decline", "pay"} {
			o := x.sell(1)
			p, err := x.pay.Begin(x.Ctx, payment.BeginRequest{OrderID: o.ID, Method: "demo.online", Back: "https://shop.example/"})
			x.OK(err)
			path := strings.TrimPrefix(p.URL, address)
			if got := page.Page(t.Context(), "GET", path, ""); got.Status != 200 {
				t.Fatalf("the page answers %+v", got)
			}
			got := page.Page(t.Context(), "POST", path, action)
			if got.Status != 303 || !strings.HasPrefix(got.To, address+"/pay/return/") {
				t.Fatalf("%s leads to %+v", action, got)
			}
			want, words := order.Captured, "Оплачено"
			if action == "decline" {
				want, words = order.PaymentCanceled, "не прошла"
			}
			x.want(o, want)
			res := x.app.Pay.Serve(context.Background(), pay.Request{Method: "GET", Path: strings.TrimPrefix(got.To, address)})
			if res.Status != 200 || !strings.Contains(string(res.Body), words) || !strings.Contains(string(res.Body), o.Number) {
				t.Errorf("the return page of %s says %d %s", action, res.Status, res.Body)
			}
		}
	})
}
