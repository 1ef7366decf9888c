package payments_test

import (
	"testing"
	"time"

	"prilavok/core/order"
	"prilavok/core/order/edit"
	"prilavok/core/order/returns"
	"prilavok/core/payment"
)

// handOver delivers all of an order.
func (d *desk) handOver(o order.Order) {
	d.T.Helper()
	f, err := d.Orders.Pack(d.Ctx, order.PackRequest{OrderID: o.ID, By: operator})
	d.OK(err)
	_, err = d.Orders.Deliver(d.Ctx, order.ParcelRequest{OrderID: o.ID, FulfillmentID: f.ID, By: operator})
	d.OK(err)
}

// comesBack takes one mug back, with the wish how its money is to go.
func (d *desk) comesBack(o order.Order, to string) {
	d.T.Helper()
	r, err := d.app.Returns.Request(d.Ctx, returns.Request{OrderID: o.ID, Lines: []order.Piece{{Line: 1, Quantity: 1}}, Reason: "скол", RefundTo: to, By: operator})
	d.OK(err)
	_, err = d.app.Returns.Approve(d.Ctx, returns.Decision{OrderID: o.ID, ReturnID: r.ID, By: operator})
	d.OK(err)
	_, err = d.app.Returns.Receive(d.Ctx, returns.Receipt{Decision: returns.Decision{OrderID: o.ID, ReturnID: r.ID, By: operator}})
	d.OK(err)
	d.pass(time.Minute)
}

// TestMoneyGoesBackWhereItIsWanted: an order that was paid in two parts gives back by the
// one that the customer names, and what nobody paid that way waits for a person.
func TestMoneyGoesBackWhereItIsWanted(t *testing.T) {
	both(t, nil, func(d *desk) {
		d.backByItself()
		o, first := d.paid(2)
		_, err := d.app.Edits.Edit(d.Ctx, edit.Request{OrderID: o.ID, By: operator, Changes: edit.Changes{Lines: []edit.LineChange{{Line: 1, Quantity: 3}}}})
		d.OK(err)
		second, err := d.pay.Begin(d.Ctx, payment.BeginRequest{OrderID: o.ID, Method: "yookassa.card", Back: "https://t.me/shop"})
		d.OK(err)
		d.yoo.Pay(second.ExternalID)
		d.pass(time.Minute)
		d.handOver(o)
		refunded := func(want ...int64) {
			d.T.Helper()
			for i, p := range []payment.Payment{first, second} {
				if got := d.one(p); got.Refunded != want[i] {
					d.T.Errorf("payment %d has given back %d, not %d", i+1, got.Refunded, want[i])
				}
			}
		}
		d.comesBack(o, first.ID)
		refunded(49900, 0)
		d.problems()
		d.comesBack(o, "gift_card_7")
		refunded(49900, 0)
		d.problems(payment.ProblemSurplus)
		d.comesBack(o, second.ID)
		refunded(2*49900, 49900) // all that is owed, by what was asked for first
	})
}
