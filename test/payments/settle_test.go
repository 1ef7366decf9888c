package payments_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"prilavok/core/order"
	"prilavok/core/order/edit"
	"prilavok/core/order/returns"
	"prilavok/core/payment"
	"prilavok/core/shop"
)

// backByItself lets the shop give back what an edited order costs less.
func (d *desk) backByItself() {
	d.T.Helper()
	sh, err := d.app.Shops.Get(d.Ctx)
	d.OK(err)
	sh.Settings.Payments.Difference = shop.Refund
	_, err = d.app.Shops.Save(d.Ctx, sh)
	d.OK(err)
}

// paid sells n mugs and has them paid.
func (d *desk) paid(n int64) (order.Order, payment.Payment) {
	d.T.Helper()
	o := d.sell(n)
	p := d.begin(o)
	d.yoo.Pay(p.ExternalID)
	d.pass(time.Minute)
	d.want(o, order.Captured)
	return d.get(o), p
}

// crashes runs a test for a process that ends before, and after, its next call.
func crashes(t *testing.T, run func(d *desk, arm func())) {
	for _, point := range []string{"before the call", "after the call"} {
		t.Run(point, func(t *testing.T) {
			both(t, nil, func(d *desk) {
				run(d, func() { d.dog.before, d.dog.after = point == "before the call", point == "after the call" })
			})
		})
	}
}

// settles drains a queue whose process ends in the middle, until nothing changes any more.
func (d *desk) settles() {
	d.T.Helper()
	d.drain()
	if d.dog.before || d.dog.after {
		d.T.Fatal("the job called nobody")
	}
	for range 3 {
		d.pass(time.Minute)
	}
}

// TestCrashBetweenEditAndRefund: an order that costs less gives the difference back once,
// although the process ends between the edit and the refund.
func TestCrashBetweenEditAndRefund(t *testing.T) {
	crashes(t, func(d *desk, arm func()) {
		d.backByItself()
		o, _ := d.paid(2)
		_, err := d.app.Edits.Edit(d.Ctx, edit.Request{OrderID: o.ID, Revision: o.Revision, By: operator, Changes: edit.Changes{Lines: []edit.LineChange{{Line: 1, Quantity: 1}}}})
		d.OK(err)
		arm()
		d.settles()
		if got := d.get(o); got.Payment != order.PartiallyRefunded || got.Refunded.Amount != 49900 || got.Balance().Amount != 0 {
			d.T.Errorf("the order is %s, %d given back, %d due", got.Payment, got.Refunded.Amount, got.Balance().Amount)
		}
		d.calls(map[string]int{"payments": 1, "refunds": 1})
		d.problems()
	})
}

// TestCrashBetweenReturnAndRefund is the same for goods that came back.
func TestCrashBetweenReturnAndRefund(t *testing.T) {
	crashes(t, func(d *desk, arm func()) {
		d.backByItself()
		o, _ := d.paid(2)
		f, err := d.Orders.Pack(d.Ctx, order.PackRequest{OrderID: o.ID, By: operator})
		d.OK(err)
		for _, step := range []func() error{
			func() error {
				_, err := d.Orders.Ship(d.Ctx, order.ParcelRequest{OrderID: o.ID, FulfillmentID: f.ID, By: operator})
				return err
			},
			func() error {
				_, err := d.Orders.Deliver(d.Ctx, order.ParcelRequest{OrderID: o.ID, FulfillmentID: f.ID, By: operator})
				return err
			},
		} {
			d.OK(step())
		}
		r, err := d.app.Returns.Request(d.Ctx, returns.Request{OrderID: o.ID, Lines: []order.Piece{{Line: 1, Quantity: 1}}, Reason: "скол", By: operator})
		d.OK(err)
		_, err = d.app.Returns.Approve(d.Ctx, returns.Decision{OrderID: o.ID, ReturnID: r.ID, By: operator})
		d.OK(err)
		d.drain()
		_, err = d.app.Returns.Receive(d.Ctx, returns.Receipt{Decision: returns.Decision{OrderID: o.ID, ReturnID: r.ID, By: operator}})
		d.OK(err)
		arm()
		d.settles()
		if got := d.get(o); got.Refunded.Amount != 49900 || got.Balance().Amount != 0 {
			d.T.Errorf("%d given back, %d due", got.Refunded.Amount, got.Balance().Amount)
		}
		d.calls(map[string]int{"payments": 1, "refunds": 1})
		d.problems()
	})
}

// TestTwoOperatorsRefund: two who give the same money back at the same moment give it back
// once; the other is told why not.
func TestTwoOperatorsRefund(t *testing.T) {
	both(t, nil, func(d *desk) {
		o, p := d.paid(1)
		var wg sync.WaitGroup
		errs := make([]error, 2)
		for i := range errs {
			wg.Go(func() {
				_, errs[i] = d.pay.Refund(d.Ctx, payment.MoveRequest{PaymentID: p.ID, By: order.Actor{Kind: order.ByOperator, ID: fmt.Sprint("opr_", i)}, Key: fmt.Sprint("tap", i)})
			})
		}
		wg.Wait()
		refused := 0
		for _, err := range errs {
			switch {
			case err == nil:
			case errors.Is(err, payment.ErrNotCaptured), errors.Is(err, payment.ErrTooMuch):
				refused++
			default:
				d.T.Errorf("refused with %v", err)
			}
		}
		d.pass(time.Minute)
		if refused != 1 {
			d.T.Errorf("%d refused: %v", refused, errs)
		}
		d.want(o, order.Refunded)
		d.calls(map[string]int{"payments": 1, "refunds": 1})
	})
}
