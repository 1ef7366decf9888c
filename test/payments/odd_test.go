package payments_test

import (
	"testing"
	"time"

	"prilavok/core/order"
	"prilavok/core/payment"
	"prilavok/core/shop"
	"prilavok/provider/paymenttest/linefake"
	"prilavok/provider/yookassa/yookassafake"
	"prilavok/store"
	"prilavok/store/storetest"
)

// TestAnotherShop: money of another shop's order never pays ours; a person is told.
func TestAnotherShop(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		d, other := newDesk(t, st, "ours", nil), newDesk(t, st, "theirs", nil)
		o := d.sell(1)
		mine := d.begin(o)
		theirs := other.begin(other.sell(1))
		d.yoo.Tamper(mine.ExternalID, func(p *yookassafake.Payment) {
			p.Metadata = map[string]string{"payment_id": theirs.ID, "order_id": theirs.OrderID}
		})
		d.yoo.Pay(mine.ExternalID)
		d.post(d.yoo.Notices()...)
		d.want(o, order.Awaiting)
		d.problems(payment.ProblemForeign)
		if got := other.one(theirs); got.Status != payment.Pending {
			t.Errorf("the other shop's payment became %s", got.Status)
		}
	})
}

func (d *desk) rule(rule shop.Rule) {
	d.T.Helper()
	sh, err := d.app.Shops.Get(d.Ctx)
	d.OK(err)
	sh.Settings.Payments.Late = rule
	_, err = d.app.Shops.Save(d.Ctx, sh)
	d.OK(err)
}

// TestOldKey: a day after a start that nobody answered its key protects no more. It is
// looked up by our id: found, it goes on; not found, a person is told, and it is never
// sent again.
func TestOldKey(t *testing.T) {
	for name, how := range map[string]linefake.Break{"it had taken effect": linefake.Unanswered, "it had not": linefake.Lost} {
		t.Run(name, func(t *testing.T) {
			both(t, nil, func(d *desk) {
				o := d.sell(1)
				d.yoo.BreakNext(how)
				p, err := d.pay.Begin(d.Ctx, payment.BeginRequest{OrderID: o.ID, Method: "yookassa.card"})
				d.fails(err, payment.ErrBusy)
				d.yoo.Down(true)
				d.pass(23*time.Hour + time.Minute)
				d.yoo.Down(false)
				d.pass(2 * time.Hour)
				if how == linefake.Unanswered {
					d.calls(map[string]int{"payments": 1})
					d.problems()
					if got := d.one(p); got.Status != payment.Expired || got.ExternalID == "" {
						t.Errorf("found, a day after its time: %+v", got)
					}
					return
				}
				d.calls(map[string]int{})
				d.problems(payment.ProblemUnclear)
				_, ops, err := d.pay.Of(d.Ctx, o.ID)
				d.OK(err)
				_, err = d.pay.Confirm(d.Ctx, ops[0].ID, false, operator, "в кабинете пусто")
				d.OK(err)
				d.problems()
				if next := d.begin(o); next.Attempt != 2 {
					t.Errorf("the next attempt is %+v", next)
				}
			})
		})
	}
}

// TestClockStepsBack: an operation that seems to be of tomorrow has an unknown age. It is
// not sent again, but looked up.
func TestClockStepsBack(t *testing.T) {
	both(t, nil, func(d *desk) {
		o := d.sell(1)
		p := d.begin(o)
		d.yoo.Pay(p.ExternalID)
		d.pass(time.Minute)
		d.yoo.BreakNext(linefake.Unanswered)
		_, err := d.pay.Refund(d.Ctx, payment.MoveRequest{PaymentID: p.ID, By: operator, Key: "tap"})
		d.fails(err, payment.ErrBusy)
		d.Pass(-time.Hour)
		_, err = d.pay.Refund(d.Ctx, payment.MoveRequest{PaymentID: p.ID, By: operator, Key: "tap"})
		d.OK(err)
		d.want(o, order.Refunded)
		d.calls(map[string]int{"payments": 1, "refunds": 1})
		d.problems()
	})
}

// TestHolds: part is taken and the rest released; a canceled order's hold is released.
func TestHolds(t *testing.T) {
	both(t, func(c *payment.AccountConfig) { c.TwoStage = true }, func(d *desk) {
		offers, err := d.pay.Offered(d.Ctx, payment.Facts{Total: rub(99800)})
		d.OK(err)
		if len(offers) != 1 || offers[0].Method != "yookassa.card" {
			t.Errorf("with holds are offered %+v", offers)
		}
		o := d.sell(2)
		p := d.begin(o)
		d.yoo.Pay(p.ExternalID)
		d.post(d.yoo.Notices()...)
		_, err = d.pay.Capture(d.Ctx, payment.MoveRequest{PaymentID: p.ID, Amount: 99801, By: operator})
		d.fails(err, payment.ErrTooMuch)
		got, err := d.pay.Capture(d.Ctx, payment.MoveRequest{PaymentID: p.ID, Amount: 49900, By: operator})
		d.OK(err)
		if got.Captured != 49900 || got.Held != 0 {
			t.Errorf("taken: %+v", got)
		}
		d.want(o, order.PartiallyCaptured)
		_, err = d.pay.Capture(d.Ctx, payment.MoveRequest{PaymentID: p.ID, By: operator})
		d.fails(err, payment.ErrNotHeld)
		_, err = d.pay.Refund(d.Ctx, payment.MoveRequest{PaymentID: p.ID, Amount: 49901, By: operator})
		d.fails(err, payment.ErrTooMuch)
		d.problems()

		o = d.sell(1)
		p = d.begin(o)
		d.yoo.Pay(p.ExternalID)
		d.post(d.yoo.Notices()...)
		_, err = d.Orders.Cancel(d.Ctx, order.CancelRequest{OrderID: o.ID, By: operator, Refund: true})
		d.OK(err)
		d.drain()
		d.want(o, order.PaymentCanceled)
		d.calls(map[string]int{"payments": 2, "paymentscapture": 1, "paymentscancel": 1})
	})
}

// TestSlowRefund: by SBP money goes back the next day, or not at all.
func TestSlowRefund(t *testing.T) {
	for _, good := range []bool{true, false} {
		both(t, nil, func(d *desk) {
			o := d.sell(1)
			p, err := d.pay.Begin(d.Ctx, payment.BeginRequest{OrderID: o.ID, Method: "yookassa.sbp"})
			d.OK(err)
			d.yoo.Pay(p.ExternalID)
			d.pass(time.Minute)
			got, err := d.pay.Refund(d.Ctx, payment.MoveRequest{PaymentID: p.ID, By: operator})
			d.OK(err)
			if got.Refunded != 0 {
				t.Error("money that is under way counts as given back")
			}
			_, err = d.pay.Refund(d.Ctx, payment.MoveRequest{PaymentID: p.ID, By: operator})
			d.fails(err, payment.ErrNotCaptured)
			d.yoo.SettleRefunds(good)
			d.pass(time.Hour)
			if good {
				d.want(o, order.Refunded)
				d.problems()
				return
			}
			d.want(o, order.Captured)
			d.problems(payment.ProblemRefundFailed)
		})
	}
}

// TestReport: the provider, the order and the receipts are compared; each disagreement is
// told once, and what the provider knows better is taken over.
func TestReport(t *testing.T) {
	both(t, func(c *payment.AccountConfig) { c.Receipt = payment.ReceiptRules{On: true, Vat: 1} }, func(d *desk) {
		o := d.sell(1)
		p := d.begin(o)
		d.yoo.Pay(p.ExternalID)
		d.pass(time.Minute)
		r, err := d.pay.Compare(d.Ctx)
		d.OK(err)
		if r.Payments != 1 || r.Orders != 1 || r.Receipts != 1 || r.Findings != 0 {
			t.Errorf("all is well: %+v", r)
		}
		d.yoo.Tamper(p.ExternalID, func(p *yookassafake.Payment) { p.Refunded, p.Receipt = 49900, false }) // in the provider's own cabinet
		for _, want := range []int{2, 0} {
			r, err = d.pay.Compare(d.Ctx)
			d.OK(err)
			if r.Findings != want {
				t.Errorf("found %+v, want %d", r, want)
			}
		}
		d.want(o, order.Refunded)
		d.problems(payment.ProblemNoReceipt, payment.ProblemDiffers)
		d.Pass(24 * time.Hour)
		d.drain()
		list, err := d.pay.Reports(d.Ctx, 9)
		d.OK(err)
		if len(list) != 2 || list[0].Payments != 1 {
			t.Errorf("the night's report is %+v", list)
		}
	})
}
