package payments_test

import (
	"context"
	"testing"
	"time"

	"prilavok/channel/telegram/tgfake"
	"prilavok/core/cart"
	"prilavok/core/job"
	"prilavok/core/order"
	"prilavok/core/payment"
	"prilavok/store"
	"prilavok/store/storetest"
)

// TestInvoice: an order is paid inside Telegram, once, whatever is told how often.
func TestInvoice(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		k := newKiosk(t, st, "kiosk")
		k.connect("telegram", map[string]string{"provider_token": testToken}, func(c *payment.AccountConfig) { c.Receipt = payment.ReceiptRules{On: true, Vat: 11} })
		o := k.sell(3)
		p := k.begin(o, "telegram.card")
		if again := k.begin(o, "telegram.card"); again.ID != p.ID || p.URL == "" || p.Status != payment.Pending {
			t.Fatalf("begun as %+v and %+v", p, again)
		}
		k.want(o, order.Awaiting)
		q := k.olga.Pay(p.URL)
		k.said(q, true, "")
		k.deliver()
		k.want(o, order.Captured)
		k.peer.TellAgain()
		k.deliver()
		k.pass(24 * time.Hour)
		if got := k.get(o); got.Captured.Amount != 149700 || got.Balance().Amount != 0 {
			t.Errorf("the order has %+v", got.Captured)
		}
		if e := k.events(o); e != "payment.awaiting payment.captured" {
			t.Errorf("events: %s", e)
		}
		k.said(k.olga.Pay(p.URL), false, "уже оплачен")
		k.problems()
	})
}

// TestDenied: every reason why money may not move, in the payer's language, and no
// charge after any of them.
func TestDenied(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		k := newKiosk(t, st, "kiosk")
		k.connect("telegram", map[string]string{"provider_token": testToken}, nil)
		o := k.sell(2)
		p := k.begin(o, "telegram.card")
		k.said(k.olga.Checkout("pay_of_nobody", "RUB", 99800), false, "не действителен")
		k.said(k.olga.Checkout(p.ID, "RUB", 99801), false, "Сумма")
		k.said(k.olga.Checkout(p.ID, "USD", 99800), false, "Сумма")
		_, err := k.pay.Receive(k.Ctx, payment.ReceiveRequest{OrderID: o.ID, Method: payment.Cash, Amount: rub(800), Key: "cash", By: operator})
		k.OK(err)
		k.said(k.olga.Pay(p.URL), false, "Сумма")
		o = k.sell(1)
		p = k.begin(o, "telegram.card")
		_, err = k.pay.Void(k.Ctx, payment.MoveRequest{PaymentID: p.ID, By: operator})
		k.OK(err)
		k.said(k.olga.Pay(p.URL), false, "не действителен")
		p = k.begin(o, "telegram.card")
		k.Pass(25 * time.Hour)
		k.said(k.olga.Pay(p.URL), false, "Время")
		o = k.sell(1)
		p = k.begin(o, "telegram.card")
		_, err = k.Orders.Cancel(k.Ctx, order.CancelRequest{OrderID: o.ID, By: operator, Why: "передумал"})
		k.OK(err)
		k.said(k.olga.Pay(p.URL), false, "не действителен")
		if got := k.get(o); got.Captured.Amount != 0 {
			t.Errorf("charged %+v", got.Captured)
		}
	})
}

// TestAnotherShopsInvoice: a bot answers for its own shop's payments only.
func TestAnotherShopsInvoice(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		k, other := newKiosk(t, st, "ours"), newKiosk(t, st, "theirs")
		other.connect("telegram", map[string]string{"provider_token": testToken}, nil)
		p := other.begin(other.sell(1), "telegram.card")
		k.said(k.olga.Checkout(p.ID, "RUB", 49900), false, "не действителен")
	})
}

// TestRepeatedQuestion: the same query gets the answer it had, though things have changed;
// a second payer has to wait, the same one may try another card.
func TestRepeatedQuestion(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		k := newKiosk(t, st, "kiosk")
		k.connect("telegram", map[string]string{"provider_token": testToken}, nil)
		o := k.sell(1)
		p := k.begin(o, "telegram.card")
		ask := func(id, payer string) payment.Approval {
			a, err := k.pay.Approve(k.Ctx, payment.Checkout{QueryID: id, PaymentID: p.ID, Payer: payer, Amount: p.Amount})
			k.OK(err)
			return a
		}
		first := ask("q1", "1")
		if again := ask("q2", "1"); !first.OK || !again.OK {
			t.Errorf("answered %+v, %+v", first, again)
		}
		if a := ask("q3", "2"); a.OK || a.Why != payment.DeniedRival {
			t.Errorf("a rival is told %+v", a)
		}
		_, err := k.Orders.Cancel(k.Ctx, order.CancelRequest{OrderID: o.ID, By: operator, Why: "передумал"})
		k.OK(err)
		if a := ask("q1", "1"); a != first {
			t.Errorf("the same question is answered %+v, was %+v", a, first)
		}
		if a := ask("q4", "1"); a.OK {
			t.Errorf("a canceled order is paid for: %+v", a)
		}
	})
}

// TestGoodsKept: a yes prolongs the wait, lapsed goods are held again, and what is gone is
// a no.
func TestGoodsKept(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		k := newKiosk(t, st, "kiosk")
		k.connect("telegram", map[string]string{"provider_token": testToken}, nil)
		sh, err := k.app.Shops.Get(k.Ctx)
		k.OK(err)
		sh.Settings.Orders.OnExpiry = "keep"
		_, err = k.app.Shops.Save(k.Ctx, sh)
		k.OK(err)
		place := func(slug string, have int64) (order.Order, string) {
			v, b := k.Variant(slug, 49900, have), k.Buyer()
			_, err := k.Carts.Add(k.Ctx, b.ContactID, v, 2)
			k.OK(err)
			r := k.PlaceRequest(b, slug, cart.Choice{})
			r.PaymentMethod = "telegram.card"
			o, err := k.Orders.Place(k.Ctx, r)
			k.OK(err)
			return o, v
		}
		o, _ := place("longer", 2)
		p := k.begin(o, "telegram.card")
		k.pass(o.ReservedUntil.Sub(k.Now()) - time.Minute)
		a, err := k.pay.Approve(k.Ctx, payment.Checkout{QueryID: "q", PaymentID: p.ID, Payer: "279058397", Amount: p.Amount})
		k.OK(err)
		if !a.OK {
			t.Fatalf("answered %+v", a)
		}
		if left := k.get(o).ReservedUntil.Sub(k.Now()); left < 14*time.Minute {
			t.Errorf("the goods are kept for %s", left)
		}
		k.pass(14 * time.Minute)
		if !k.get(o).LapsedAt.IsZero() {
			t.Error("the goods lapsed under the payer's hands")
		}
		k.said(k.olga.Pay(p.URL), true, "")
		k.want(o, order.Captured)
		o, v := place("gone", 2)
		p = k.begin(o, "telegram.card")
		k.pass(o.ReservedUntil.Sub(k.Now()) + time.Minute)
		if k.get(o).LapsedAt.IsZero() {
			t.Fatal("the reservation has not lapsed")
		}
		k.OK(k.Catalog.SetStock(k.Ctx, v, 1, "test"))
		k.said(k.olga.Pay(p.URL), false, "нет в наличии")
		k.OK(k.Catalog.SetStock(k.Ctx, v, 2, "test"))
		k.said(k.olga.Pay(p.URL), true, "")
		if got := k.get(o); !got.LapsedAt.IsZero() {
			t.Errorf("the goods are not held again: %+v", got.LapsedAt)
		}
	})
}

// TestUnaskedMoney: money without a recorded yes is accepted; what nothing explains is a
// person's; a second payment of one order is given back.
func TestUnaskedMoney(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		k := newKiosk(t, st, "kiosk")
		k.connect("telegram", map[string]string{"provider_token": testToken}, nil)
		o := k.sell(1)
		p := k.begin(o, "telegram.card")
		k.olga.Take(p.ID, "RUB", 49900)
		k.deliver()
		k.want(o, order.Captured)
		k.problems()
		k.olga.Take(p.ID, "RUB", 49900)
		k.deliver()
		k.pass(time.Minute)
		if got := k.get(o); got.Captured.Amount != 99800 {
			t.Errorf("captured %+v", got.Captured)
		}
		k.problems(payment.ProblemByHand) // no account behind the token: a person gives it back
		k.olga.Take("somebody's", "RUB", 100)
		k.deliver()
		k.problems(payment.ProblemUnknown, payment.ProblemByHand)
	})
}

// TestStars: one price, an empty token; given back by Telegram, whole and once; and found
// among its transactions when nobody had listened for a day.
func TestStars(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		k := newKiosk(t, st, "kiosk")
		sh, err := k.app.Shops.Get(k.Ctx)
		k.OK(err)
		sh.Currency = "XTR"
		_, err = k.app.Shops.Save(k.Ctx, sh)
		k.OK(err)
		k.connect("stars", nil, nil)
		o := k.sellStars()
		p := k.begin(o, "stars.stars")
		k.said(k.olga.Pay(p.URL), true, "")
		k.deliver()
		k.want(o, order.Captured)
		_, err = k.pay.Refund(k.Ctx, payment.MoveRequest{PaymentID: p.ID, Amount: 100, By: operator})
		k.fails(err, payment.ErrWhole)
		k.peer.Fail(tgfake.Failure{Method: "refundStarPayment", Drop: true, After: true})
		_, err = k.pay.Refund(k.Ctx, payment.MoveRequest{PaymentID: p.ID, By: operator, Key: "back"})
		k.fails(err, payment.ErrBusy)
		k.pass(2 * time.Minute)
		k.deliver()
		k.want(o, order.Refunded)
		if got := k.get(o).Refunded.Amount; got != 250 {
			t.Errorf("given back %d", got)
		}
		if e := k.events(o); e != "payment.awaiting payment.captured refund.created refund.succeeded" {
			t.Errorf("events: %s", e)
		}
		o = k.sellStars()
		p = k.begin(o, "stars.stars")
		k.said(k.olga.Pay(p.URL), true, "")
		k.peer.Forget()
		k.pass(2 * time.Hour)
		k.want(o, order.Captured)
		_, err = k.pay.Refund(k.Ctx, payment.MoveRequest{PaymentID: p.ID, By: operator})
		k.OK(err)
		k.want(o, order.Refunded)
		k.deliver()
		if got := k.get(o); got.Refunded.Amount != 250 {
			t.Errorf("given back %+v", got.Refunded)
		}
		k.problems()
	})
}

// TestAnswerWhileBusy: a checkout is answered while a batch of turns is running, and
// leaves nothing in the queue.
func TestAnswerWhileBusy(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		k := newKiosk(t, st, "kiosk")
		k.connect("telegram", map[string]string{"provider_token": testToken}, nil)
		p := k.begin(k.sell(1), "telegram.card")
		const crowd = 8
		began, open, ended := make(chan struct{}, crowd), make(chan struct{}), make(chan error, 1)
		k.observe.Stop = func(stop string, next job.Handler) job.Handler {
			if stop != "turn" {
				return next
			}
			return func(ctx context.Context, j job.Job) error {
				began <- struct{}{}
				<-open
				return next(ctx, j)
			}
		}
		k.till = k.again(k.dog)
		for i := range crowd {
			k.peer.User(int64(1000+i), "Покупатель").Say("каталог")
		}
		k.server.Deliver(context.Background())
		go func() {
			_, err := k.app.Jobs.Drain(context.Background())
			ended <- err
		}()
		<-began
		q := k.olga.Pay(p.URL)
		k.server.Deliver(context.Background())
		if answered, ok, text := k.peer.Answer(q); !answered || !ok {
			t.Errorf("answered %v, %v, %q while turns are running", answered, ok, text)
		}
		close(open)
		k.OK(<-ended)
	})
}
