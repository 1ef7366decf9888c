package payments_test

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"prilavok/app"
	"prilavok/core/call"
	"prilavok/core/cart"
	"prilavok/core/id"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/payment"
	"prilavok/core/seal"
	"prilavok/store"
	"prilavok/store/storetest"
)

// till is a shop that takes payments: the whole app over one store, on a clock that
// stands still until it is moved.
type till struct {
	*storetest.Counter
	app     *app.App
	pay     *payment.Service
	observe app.Observe
	more    []payment.Kind // that this installation knows besides
}

const address = "https://shop.example"

func newTill(t *testing.T, st *store.Store, slug string, do call.Doer, more ...payment.Kind) *till {
	t.Helper()
	return (&till{Counter: storetest.NewCounter(t, st, slug), more: more}).again(do)
}

// again is the till of a new process over the same database.
func (x *till) again(do call.Doer) *till {
	t, c, st := x.T, x.Counter, x.Store
	t.Helper()
	keys, err := seal.New([]seal.Key{{ID: "test", Bytes: make([]byte, seal.KeySize)}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	a := app.New(app.Deps{Store: st, HTTP: do, Keys: keys, Now: c.Now, IDs: id.New(c.Now, rand.Reader), Log: slog.New(slog.DiscardHandler),
		PublicURL: func() string { return address }, Paying: x.more, Observe: x.observe})
	return (&till{Counter: c, app: a, pay: a.Payments, observe: x.observe, more: x.more}).on(a)
}

// on lets the counter work with the services of an app.
func (x *till) on(a *app.App) *till {
	x.Carts, x.Orders, x.Catalog, x.Jobs = a.Carts, a.Orders, a.Catalog, a.Jobs
	return x
}

// neighbor is another shop of the same installation.
func (x *till) neighbor(slug string) *till {
	x.T.Helper()
	return (&till{Counter: storetest.NewCounter(x.T, x.Store, slug), app: x.app, pay: x.pay}).on(x.app)
}

// sell places an order of n mugs at 499 roubles each.
func (x *till) sell(n int64) order.Order {
	x.T.Helper()
	slug := strings.ToLower(x.IDs.Token(8))
	v, b := x.Variant(slug, 49900, 100), x.Buyer()
	_, err := x.Carts.Add(x.Ctx, b.ContactID, v, n)
	x.OK(err)
	o, err := x.Orders.Place(x.Ctx, x.PlaceRequest(b, slug, cart.Choice{}))
	x.OK(err)
	return o
}

// get reads an order anew.
func (x *till) get(o order.Order) order.Order {
	x.T.Helper()
	o, err := x.Orders.Get(x.Ctx, o.ID)
	x.OK(err)
	return o
}

// pass moves the clock and runs what became due.
func (x *till) pass(d time.Duration) {
	x.T.Helper()
	x.Pass(d)
	x.drain()
}

func (x *till) drain() {
	x.T.Helper()
	if _, err := x.app.Jobs.Drain(context.Background()); err != nil {
		x.T.Fatal(err)
	}
}

// events lists the names in an order's timeline that are about money.
func (x *till) events(o order.Order) string {
	x.T.Helper()
	list, err := x.Orders.Timeline(x.Ctx, o.ID)
	x.OK(err)
	var out []string
	for _, e := range list {
		if strings.HasPrefix(e.What, "payment.") || strings.HasPrefix(e.What, "refund.") {
			out = append(out, e.What)
		}
	}
	return strings.Join(out, " ")
}

func (x *till) want(o order.Order, want order.PaymentStatus) {
	x.T.Helper()
	if got := x.get(o).Payment; got != want {
		x.T.Errorf("the order is %s, want %s", got, want)
	}
}

func (x *till) fails(err, want error) {
	x.T.Helper()
	if !errors.Is(err, want) {
		x.T.Errorf("fault %v, want %v", err, want)
	}
}

var operator = order.Actor{Kind: order.ByOperator, ID: "opr_1"}

func rub(kopecks int64) money.Money { return money.Of(kopecks, "RUB") }

// TestByHand: money that people hand over, in parts, never more than is due, never twice.
func TestByHand(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x := newTill(t, st, "hand", nil)
		offers, err := x.pay.Offered(x.Ctx, payment.Facts{Total: rub(99800)})
		x.OK(err)
		if len(offers) != 1 || offers[0].Method != payment.OnDelivery || offers[0].Title[lang.RU] == "" {
			t.Fatalf("offered %+v", offers)
		}
		o := x.sell(2)
		receive := payment.ReceiveRequest{OrderID: o.ID, Method: payment.Cash, Amount: rub(50000), Key: "tap", By: operator, Note: "курьер Пётр"}
		for _, bad := range []struct {
			change func(r *payment.ReceiveRequest)
			want   error
		}{
			{func(r *payment.ReceiveRequest) { r.Amount = rub(99801) }, payment.ErrTooMuch},
			{func(r *payment.ReceiveRequest) { r.Amount = rub(0) }, payment.ErrTooMuch},
			{func(r *payment.ReceiveRequest) { r.Amount.Currency = "USD" }, payment.ErrAmount},
			{func(r *payment.ReceiveRequest) { r.By = order.Actor{Kind: order.ByContact, ID: "c"} }, payment.ErrManual},
			{func(r *payment.ReceiveRequest) { r.Method = "card" }, payment.ErrNoMethod},
		} {
			r := receive
			bad.change(&r)
			_, err := x.pay.Receive(x.Ctx, r)
			x.fails(err, bad.want)
		}
		for range 2 {
			p, err := x.pay.Receive(x.Ctx, receive)
			x.OK(err)
			if p.Captured != 50000 || p.Status != payment.Captured {
				t.Errorf("received %+v", p)
			}
		}
		x.want(o, order.PartiallyCaptured)
		other := receive
		other.Amount = rub(1)
		_, err = x.pay.Receive(x.Ctx, other)
		x.fails(err, payment.ErrKey)
		other.Key, other.Amount = "rest", rub(49800)
		rest, err := x.pay.Receive(x.Ctx, other)
		x.OK(err)
		x.want(o, order.Captured)
		other.Key = "more"
		_, err = x.pay.Receive(x.Ctx, other)
		x.fails(err, payment.ErrNothingDue)

		back, err := x.pay.Refund(x.Ctx, payment.MoveRequest{PaymentID: rest.ID, Amount: 9800, By: operator, Why: "скол"})
		x.OK(err)
		if back.Refunded != 0 {
			t.Error("money given back by hand counts before somebody has confirmed it")
		}
		_, ops, err := x.pay.Of(x.Ctx, o.ID)
		x.OK(err)
		last := ops[len(ops)-1]
		_, err = x.pay.Confirm(x.Ctx, last.ID, true, operator, "из кассы")
		x.OK(err)
		x.want(o, order.PartiallyRefunded)
		_, err = x.pay.Confirm(x.Ctx, last.ID, true, operator, "")
		x.fails(err, payment.ErrOver)
		if got, want := x.events(o), "payment.captured payment.captured refund.created refund.succeeded"; got != want {
			t.Errorf("events %s, want %s", got, want)
		}
	})
}

// TestBankTransfer: the customer's picture is kept and proves nothing by itself.
func TestBankTransfer(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x := newTill(t, st, "bank", nil)
		_, err := x.pay.Connect(x.Ctx, payment.Account{Provider: payment.ByHand, Active: true, Config: payment.AccountConfig{
			Methods: []string{payment.BankTransfer, payment.OnDelivery}, Details: lang.Texts{lang.RU: "Сбер 4276…"}}}, nil)
		x.OK(err)
		o := x.sell(1)
		_, err = x.pay.Prove(x.Ctx, o.ID, payment.Proof{File: "f"}, order.Actor{Kind: order.ByContact, ID: o.ContactID})
		x.fails(err, payment.ErrNotFound)
		begin := payment.BeginRequest{OrderID: o.ID, Method: payment.BankTransfer}
		p, err := x.pay.Begin(x.Ctx, begin)
		x.OK(err)
		again, err := x.pay.Begin(x.Ctx, begin)
		x.OK(err)
		if p.ID != again.ID || p.Status != payment.Pending {
			t.Errorf("begun twice: %+v, %+v", p, again)
		}
		x.pass(24 * time.Hour) // nobody is asked, and nothing changes by itself
		x.want(o, order.Awaiting)
		proof := payment.Proof{ConversationID: o.ConversationID, Seq: 3, File: "photo-1"}
		_, err = x.pay.Prove(x.Ctx, o.ID, proof, order.Actor{Kind: order.ByContact, ID: o.ContactID})
		x.OK(err)
		x.want(o, order.Awaiting)
		_, err = x.pay.Receive(x.Ctx, payment.ReceiveRequest{OrderID: o.ID, Method: payment.BankTransfer, Amount: rub(49900), Key: "k", By: operator})
		x.OK(err)
		got, err := x.pay.Get(x.Ctx, p.ID)
		x.OK(err)
		if got.Status != payment.Captured || got.Proof.File != "photo-1" {
			t.Errorf("the payment is %+v", got)
		}
		x.want(o, order.Captured)
		_, err = x.pay.Begin(x.Ctx, begin)
		x.fails(err, payment.ErrNothingDue)
	})
}
