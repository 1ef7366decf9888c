package payments_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"prilavok/core/call"
	"prilavok/core/order"
	"prilavok/core/payment"
	"prilavok/httpapi/pay"
	"prilavok/provider/paymenttest/linefake"
	"prilavok/provider/yookassa/yookassafake"
	"prilavok/store"
	"prilavok/store/storetest"
)

// desk is a till with YooKassa connected to a fake.
type desk struct {
	*till
	yoo *yookassafake.Server
	dog *watchdog
	acc payment.Account
}

// watchdog carries calls on, breaks them as a line does, or ends the process around one
// of them.
type watchdog struct {
	linefake.Line
	next   call.Doer
	moves  func(r call.Request) bool // which calls break or end it; nil is all
	before bool                      // dies before the next call reaches the service
	after  bool                      // dies when it has answered
}

type death struct{}

// Do implements call.Doer.
func (w *watchdog) Do(ctx context.Context, r call.Request) (call.Response, error) {
	moves := w.moves == nil || w.moves(r)
	if moves && w.before {
		w.before = false
		panic(death{})
	}
	var failed error
	resp, err := w.Carry(ctx, moves, func() (out call.Response) {
		out, failed = w.next.Do(ctx, r)
		return out
	})
	if moves && w.after {
		w.after = false
		panic(death{})
	}
	if err == nil {
		err = failed
	}
	return resp, err
}

func newDesk(t *testing.T, st *store.Store, slug string, change func(c *payment.AccountConfig)) *desk {
	t.Helper()
	d := &desk{dog: &watchdog{}}
	d.till = newTill(t, st, slug, d.dog)
	d.yoo = yookassafake.New(d.Now)
	d.dog.next = d.yoo
	cfg := payment.AccountConfig{Methods: []string{"card", "sbp"}}
	if change != nil {
		change(&cfg)
	}
	var err error
	d.acc, err = d.pay.Connect(d.Ctx, payment.Account{Provider: "yookassa", Active: true, Config: cfg},
		map[string]string{"shop_id": yookassafake.ShopID, "secret_key": yookassafake.SecretKey})
	d.OK(err)
	return d
}

// both runs a test on SQLite and Postgres, in a shop of its own.
func both(t *testing.T, change func(c *payment.AccountConfig), run func(d *desk)) {
	t.Helper()
	storetest.Both(t, func(t *testing.T, st *store.Store) { run(newDesk(t, st, "desk", change)) })
}

func (d *desk) begin(o order.Order) payment.Payment {
	d.T.Helper()
	p, err := d.pay.Begin(d.Ctx, payment.BeginRequest{OrderID: o.ID, Method: "yookassa.card", Back: "https://t.me/shop"})
	d.OK(err)
	return p
}

// post brings notices in by the webhook.
func (d *desk) post(list ...[]byte) {
	d.T.Helper()
	path, err := d.pay.HookPath(d.acc)
	d.OK(err)
	for _, body := range list {
		res := d.app.Pay.Serve(context.Background(), pay.Request{Method: "POST", Path: path, Header: func(string) string { return "" }, Body: body})
		if res.Status != 200 {
			d.T.Fatalf("a notice was answered %d", res.Status)
		}
	}
	d.drain()
}

func (d *desk) one(p payment.Payment) payment.Payment {
	d.T.Helper()
	got, err := d.pay.Get(d.Ctx, p.ID)
	d.OK(err)
	return got
}

func (d *desk) problems(want ...string) {
	d.T.Helper()
	list, err := d.pay.Problems(d.Ctx, "", 100)
	d.OK(err)
	var got []string
	for _, p := range list {
		got = append(got, p.Kind)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		d.T.Errorf("problems %v, want %v", got, want)
	}
}

func (d *desk) calls(want map[string]int) {
	d.T.Helper()
	if fmt.Sprint(d.yoo.Calls) != fmt.Sprint(want) {
		d.T.Errorf("the provider was moved by %v, want %v", d.yoo.Calls, want)
	}
}

// dies runs fn, in which the process ends; what is left is a new process over the same
// database.
func (d *desk) dies(fn func()) {
	d.T.Helper()
	defer func() {
		d.T.Helper()
		if p := recover(); p != (death{}) {
			d.T.Fatalf("the process did not end, but: %v", p)
		}
		*d.till = *d.again(d.dog)
	}()
	fn()
}

// TestPurchase: one link while one is pending, one payment whatever is posted how often,
// and everything in the timeline once.
func TestPurchase(t *testing.T) {
	both(t, func(c *payment.AccountConfig) { c.Receipt = payment.ReceiptRules{On: true, Vat: 11} }, func(d *desk) {
		d.yoo.RequireReceipts()
		o := d.sell(3)
		p, again := d.begin(o), d.begin(o)
		if p.ID != again.ID || p.URL == "" || p.Status != payment.Pending {
			t.Fatalf("begun as %+v and %+v", p, again)
		}
		d.want(o, order.Awaiting)
		_, err := d.pay.Begin(d.Ctx, payment.BeginRequest{OrderID: o.ID, Method: "yookassa.sbp"})
		d.fails(err, payment.ErrPending)
		d.yoo.Pay(p.ExternalID)
		posts := d.yoo.Notices()
		d.post(append(posts, posts...)...)
		d.want(o, order.Captured)
		d.post(posts...)
		d.pass(24 * time.Hour)
		got := d.get(o)
		if got.Captured.Amount != 149700 || got.Balance().Amount != 0 || d.one(p).Receipt != "succeeded" {
			t.Errorf("the order has %+v, balance %+v, receipt %q", got.Captured, got.Balance(), d.one(p).Receipt)
		}
		if e := d.events(o); e != "payment.awaiting payment.captured" {
			t.Errorf("events: %s", e)
		}
		d.calls(map[string]int{"payments": 1})
		_, err = d.pay.Begin(d.Ctx, payment.BeginRequest{OrderID: o.ID, Method: "yookassa.card"})
		d.fails(err, payment.ErrNothingDue)
		d.problems()
	})
}

// TestDeclined: a new attempt, under a new key, only after the last one has failed.
func TestDeclined(t *testing.T) {
	both(t, nil, func(d *desk) {
		o := d.sell(1)
		first := d.begin(o)
		d.yoo.Decline(first.ExternalID, "insufficient_funds")
		d.pass(time.Minute)
		if got := d.one(first); got.Status != payment.Failed || got.Reason != "insufficient_funds" {
			t.Errorf("declined: %+v", got)
		}
		second := d.begin(o)
		if second.ID == first.ID || second.Attempt != 2 {
			t.Errorf("the second attempt is %+v", second)
		}
		d.yoo.Decline(second.ExternalID, "expired_on_confirmation")
		d.pass(time.Minute)
		if got := d.one(second); got.Status != payment.Expired {
			t.Errorf("expired: %+v", got)
		}
		d.want(o, order.PaymentCanceled)
	})
}

// TestCrashInJob is TestCrash where nobody but the job carries the work out: the money
// of a canceled order.
func TestCrashInJob(t *testing.T) {
	for _, point := range []string{"before the call", "after the call"} {
		t.Run(point, func(t *testing.T) {
			both(t, nil, func(d *desk) {
				o := d.sell(1)
				p := d.begin(o)
				d.yoo.Pay(p.ExternalID)
				d.pass(time.Minute)
				_, err := d.Orders.Cancel(d.Ctx, order.CancelRequest{OrderID: o.ID, By: operator, Why: "передумал", Refund: true})
				d.OK(err)
				d.dog.before, d.dog.after = point == "before the call", point == "after the call"
				d.drain()
				if d.dog.before || d.dog.after {
					t.Fatal("the job called nobody")
				}
				for range 3 {
					d.pass(time.Minute)
				}
				d.want(o, order.Refunded)
				d.calls(map[string]int{"payments": 1, "refunds": 1})
				d.problems()
			})
		})
	}
}

// TestFailures: no answer and answers of no use, at each step, leave one payment.
func TestFailures(t *testing.T) {
	for name, how := range map[string]linefake.Break{"lost": linefake.Lost, "unanswered": linefake.Unanswered, "500 after it took effect": linefake.Failed,
		"202": linefake.Later} {
		t.Run(name, func(t *testing.T) {
			both(t, nil, func(d *desk) {
				o := d.sell(1)
				d.yoo.BreakNext(how)
				p, err := d.pay.Begin(d.Ctx, payment.BeginRequest{OrderID: o.ID, Method: "yookassa.card"})
				d.fails(err, payment.ErrBusy)
				if p.Status != payment.Created {
					t.Errorf("an unanswered start is %s", p.Status)
				}
				p = d.begin(o)
				d.calls(map[string]int{"payments": 1})
				d.yoo.Pay(p.ExternalID)
				d.pass(time.Minute)
				d.want(o, order.Captured)
				d.yoo.BreakNext(how)
				_, err = d.pay.Refund(d.Ctx, payment.MoveRequest{PaymentID: p.ID, By: operator})
				d.fails(err, payment.ErrBusy)
				d.pass(time.Minute)
				d.want(o, order.Refunded)
				d.calls(map[string]int{"payments": 1, "refunds": 1})
			})
		})
	}
}
