package payments_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"prilavok/core/order"
	"prilavok/core/payment"
	"prilavok/httpapi/pay"
	"prilavok/provider/tbank/tbankfake"
	"prilavok/store"
	"prilavok/store/storetest"
)

// booth is a till with T-Bank connected to a fake.
type booth struct {
	*till
	bank *tbankfake.Server
	dog  *watchdog
	acc  payment.Account
}

func newBooth(t *testing.T, st *store.Store, hold bool) *booth {
	t.Helper()
	b := &booth{dog: &watchdog{}}
	b.till = newTill(t, st, "tbank", b.dog)
	b.bank = tbankfake.New(b.Now)
	b.dog.next = b.bank
	var err error
	b.acc, err = b.pay.Connect(b.Ctx, payment.Account{Provider: "tbank", Active: true, Config: payment.AccountConfig{TwoStage: hold,
		Receipt: payment.ReceiptRules{On: true, Vat: 11, TaxSystem: 2}}}, map[string]string{"terminal_key": tbankfake.Terminal, "password": tbankfake.Password})
	b.OK(err)
	return b
}

func (b *booth) begin(o order.Order) payment.Payment {
	b.T.Helper()
	p, err := b.pay.Begin(b.Ctx, payment.BeginRequest{OrderID: o.ID, Method: "tbank.online"})
	b.OK(err)
	return p
}

// post brings notices in by the webhook, which answers exactly OK.
func (b *booth) post(list ...[]byte) {
	b.T.Helper()
	path, err := b.pay.HookPath(b.acc)
	b.OK(err)
	for _, body := range list {
		res := b.app.Pay.Serve(context.Background(), pay.Request{Method: "POST", Path: path, Header: func(string) string { return "" }, Body: body})
		if res.Status != 200 || string(res.Body) != "OK" {
			b.T.Fatalf("a notice was answered %d %q", res.Status, res.Body)
		}
	}
	b.drain()
}

// TestTBankNotices: both stages told at once, in the wrong order, twice; a link for
// another sum is withdrawn; a refund in two parts; what nobody paid expires.
func TestTBankNotices(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		b := newBooth(t, st, false)
		o := b.sell(2)
		p := b.begin(o)
		b.bank.Pay(p.ExternalID)
		posts := b.bank.Notices()
		b.post(append(posts, posts...)...)
		b.want(o, order.Captured)
		for i := range 2 {
			_, err := b.pay.Refund(b.Ctx, payment.MoveRequest{PaymentID: p.ID, Amount: 49900, By: operator, Key: fmt.Sprint("tap", i)})
			b.OK(err)
			b.post(b.bank.Notices()...)
		}
		b.want(o, order.Refunded)
		if got := b.get(o).Refunded.Amount; got != 99800 {
			t.Errorf("given back %d", got)
		}
		o = b.sell(1)
		p = b.begin(o)
		b.bank.End(p.ExternalID, "DEADLINE_EXPIRED")
		b.pass(time.Hour)
		b.want(o, order.PaymentCanceled)
		list, err := b.pay.Problems(b.Ctx, "", 9)
		b.OK(err)
		if len(list) > 0 {
			t.Errorf("problems %+v", list)
		}
	})
}
