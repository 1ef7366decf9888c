package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"prilavok/core/catalog"
	"prilavok/core/order"
	"prilavok/core/order/returns"
	"prilavok/core/shop"
	"prilavok/store"
)

var _ = Covers("SaveReturn ReturnsOf ReturnsIn")

// delivered places an order and hands all of it over.
func (c *Counter) delivered(key, variantID string, n int64) order.Order {
	c.T.Helper()
	o := c.Placed(key, variantID, n)
	f, err := c.Orders.Pack(c.Ctx, order.PackRequest{OrderID: o.ID, By: operator()})
	c.OK(err)
	_, err = c.Orders.Deliver(c.Ctx, order.ParcelRequest{OrderID: o.ID, FulfillmentID: f.ID, By: operator()})
	c.OK(err)
	o, err = c.Orders.ApplyMoney(c.Ctx, o.ID, order.MoneyFacts{Captured: o.Total.Amount, Tried: true})
	c.OK(err)
	return o
}

// returning checks which orders the list finds by an open return.
func (c *Counter) returning(want ...string) {
	c.T.Helper()
	for _, f := range []order.Filter{{Returning: true}, {Returning: true, Statuses: []order.Status{order.Placed, order.Completed}}} {
		p, err := c.Orders.List(c.Ctx, f, "")
		c.OK(err)
		var got []string
		for _, o := range p.Orders {
			got = append(got, o.ID)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			c.T.Errorf("%v have a return, want %v", got, want)
		}
	}
}

// moved sums by reason what the log says of a variant's pieces on hand.
func (c *Counter) moved(variantID string) map[string]int64 {
	c.T.Helper()
	page, err := c.Catalog.StockLog(c.Ctx, catalog.LogFilter{VariantID: variantID}, "")
	c.OK(err)
	out := map[string]int64{}
	for _, m := range page.Movements {
		out[m.Reason] += m.Delta
	}
	return out
}

func TestReturn(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		v := c.Variant("кружка", 33333, 5)
		o := c.delivered("k", v, 3)
		c.stocked(v, 2, 0)
		customer := order.Actor{Kind: order.ByContact, ID: o.ContactID}
		ask := returns.Request{OrderID: o.ID, Lines: []order.Piece{{Line: 1, Quantity: 2}}, Reason: "не подошла", Photos: []string{"/media/1.jpg"}, RefundTo: "gift_1", By: customer}
		r, err := c.Returns.Request(c.Ctx, ask)
		c.OK(err)
		if r.State != returns.Requested || r.Amount.Amount != 66666 || r.RefundTo != "gift_1" {
			t.Errorf("asked for %+v", r)
		}
		_, err = c.Returns.Request(c.Ctx, ask)
		wantFault(t, err, returns.ErrNotDelivered)
		d := returns.Decision{OrderID: o.ID, ReturnID: r.ID, By: operator()}
		c.Placed("other", v, 1)
		c.returning(o.ID)
		_, err = c.Returns.Receive(c.Ctx, returns.Receipt{Decision: d})
		wantFault(t, err, returns.ErrNotApproved)
		_, err = c.Returns.Approve(c.Ctx, d)
		c.OK(err)
		_, err = c.Returns.Approve(c.Ctx, d)
		wantFault(t, err, returns.ErrDecided)
		r, err = c.Returns.Receive(c.Ctx, returns.Receipt{Decision: d, WrittenOff: []order.Piece{{Line: 1, Quantity: 1}}})
		c.OK(err)
		c.stocked(v, 3, 1)
		if got := c.moved(v); got["returned"] != 2 || got["written_off"] != -1 {
			t.Errorf("the log of stock has %v", got)
		}
		c.returning()
		got, err := c.Orders.Get(c.Ctx, o.ID)
		c.OK(err)
		if got.Fulfillment != order.PartiallyReturned || got.Balance().Amount != -66666 || got.Due().Amount != 33333 || got.Payment != order.Captured {
			t.Errorf("after the receipt: %s, %s, owing %v", got.Fulfillment, got.Payment, got.Balance())
		}
		list, err := c.Returns.Of(c.Ctx, o.ID)
		c.OK(err)
		in, err := c.Returns.List(c.Ctx, returns.Received, "", 5)
		c.OK(err)
		if fmt.Sprint(list) != fmt.Sprint([]returns.Return{r}) || fmt.Sprint(in) != fmt.Sprint(list) {
			t.Errorf("stored\n%+v\nlisted\n%+v\nreturned\n%+v", list, in, r)
		}
		line, err := c.Orders.Timeline(c.Ctx, o.ID)
		c.OK(err)
		if last := line[len(line)-1]; last.What != returns.EventReceived || fmt.Sprint(last.Data["amount"]) != "66666" || last.Data["refund_to"] != "gift_1" {
			t.Errorf("the timeline ends with %+v", last)
		}
		_, err = c.Returns.Withdraw(c.Ctx, d)
		wantFault(t, err, returns.ErrOver)
		d.ReturnID = "none"
		_, err = c.Returns.Approve(c.Ctx, d)
		wantFault(t, err, returns.ErrNotFound)
	})
}

func TestReturnRules(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		v := c.Variant("кружка", 50000, 9)
		o := c.delivered("k", v, 2)
		ask := returns.Request{OrderID: o.ID, Lines: []order.Piece{{Line: 1, Quantity: 1}}, Reason: "брак", By: order.Actor{Kind: order.ByContact, ID: o.ContactID}}
		try := func(change func(r *returns.Request)) error {
			r := ask
			change(&r)
			_, err := c.Returns.Request(c.Ctx, r)
			return err
		}
		for name, x := range map[string]struct {
			change func(r *returns.Request)
			want   error
		}{
			"no reason":  {func(r *returns.Request) { r.Reason = "" }, returns.ErrReason},
			"no lines":   {func(r *returns.Request) { r.Lines = nil }, returns.ErrLines},
			"bad line":   {func(r *returns.Request) { r.Lines = []order.Piece{{Line: 2, Quantity: 1}} }, returns.ErrLines},
			"none of it": {func(r *returns.Request) { r.Lines = []order.Piece{{Line: 1}} }, returns.ErrLines},
			"too many":   {func(r *returns.Request) { r.Lines = []order.Piece{{Line: 1, Quantity: 3}} }, returns.ErrNotDelivered},
			"no order":   {func(r *returns.Request) { r.OrderID = "ord_none" }, order.ErrNotFound},
			"not sold":   {func(r *returns.Request) { r.Exchange = []returns.Swap{{VariantID: "var_none", Quantity: 1}} }, order.ErrNotForSale},
			"no stock":   {func(r *returns.Request) { r.Exchange = []returns.Swap{{VariantID: v, Quantity: 8}} }, order.ErrOutOfStock},
		} {
			if err := try(x.change); !errors.Is(err, x.want) {
				t.Errorf("%s: %v, want %v", name, err, x.want)
			}
		}
		c.Pass(15 * 24 * time.Hour)
		same := func(*returns.Request) {}
		wantFault(t, try(same), returns.ErrWindow)
		c.setOrders(func(o *shop.Orders) { o.ReturnDays = -1 })
		wantFault(t, try(same), returns.ErrNoReturns)
		c.OK(try(func(r *returns.Request) { r.By = operator() })) // operators decide by themselves
		c.setOrders(func(o *shop.Orders) { o.ReturnDays, o.ReturnAuto = 30, true })
		r, err := c.Returns.Request(c.Ctx, ask)
		c.OK(err)
		if r.State != returns.Approved {
			t.Errorf("a shop that approves by itself left it %s", r.State)
		}
		d := returns.Decision{OrderID: o.ID, ReturnID: r.ID, By: operator(), Why: "потёрта"}
		over := int64(50001)
		_, err = c.Returns.Receive(c.Ctx, returns.Receipt{Decision: d, Amount: &over})
		wantFault(t, err, returns.ErrAmount)
		_, err = c.Returns.Receive(c.Ctx, returns.Receipt{Decision: d, Lines: []order.Piece{{Line: 1, Quantity: 2}}})
		wantFault(t, err, returns.ErrLines)
		less := int64(20000)
		_, err = c.Returns.Receive(c.Ctx, returns.Receipt{Decision: d, Amount: &less})
		c.OK(err)
		got, err := c.Orders.Get(c.Ctx, o.ID)
		c.OK(err)
		if got.Balance().Amount != -20000 {
			t.Errorf("owing %v", got.Balance())
		}
	})
}

func TestExchange(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		v, other := c.Variant("кружка", 50000, 5), c.Variant("чашка", 70000, 2)
		o := c.delivered("k", v, 2)
		ask := returns.Request{OrderID: o.ID, Lines: []order.Piece{{Line: 1, Quantity: 1}}, Exchange: []returns.Swap{{VariantID: other, Quantity: 1}}, Reason: "цвет", By: operator()}
		r, err := c.Returns.Request(c.Ctx, ask)
		c.OK(err)
		d := returns.Decision{OrderID: o.ID, ReturnID: r.ID, By: operator()}
		_, err = c.Returns.Approve(c.Ctx, d)
		c.OK(err)
		look := func(balance int64, f order.FulfillmentStatus) {
			t.Helper()
			got, err := c.Orders.Get(c.Ctx, o.ID)
			c.OK(err)
			c.sums(got)
			if got.Balance().Amount != balance || got.Fulfillment != f {
				t.Errorf("owing %v, %s; want %d, %s", got.Balance(), got.Fulfillment, balance, f)
			}
		}
		look(20000, order.PartiallyFulfilled)
		if r.Difference().Amount != 20000 {
			t.Errorf("the difference is %v", r.Difference())
		}
		c.stocked(other, 2, 1)
		c.stocked(v, 3, 0)
		_, err = c.Returns.Receive(c.Ctx, returns.Receipt{Decision: d})
		c.OK(err)
		look(20000, order.PartiallyReturned)
		c.stocked(v, 4, 0)
		_, err = c.Orders.Complete(c.Ctx, o.ID, operator(), "")
		c.OK(err)
		c.stocked(other, 1, 0)
		r, err = c.Returns.Request(c.Ctx, ask) // of a completed order, too
		c.OK(err)
		d.ReturnID = r.ID
		_, err = c.Returns.Approve(c.Ctx, d)
		c.OK(err)
		look(40000, order.PartiallyReturned)
		_, err = c.Returns.Withdraw(c.Ctx, d)
		c.OK(err)
		look(90000, order.PartiallyReturned)
		_, err = c.Returns.Request(c.Ctx, ask)
		wantFault(t, err, order.ErrOutOfStock)
		ask.Exchange = nil
		r, err = c.Returns.Request(c.Ctx, ask)
		c.OK(err)
		d.ReturnID, d.Why = r.ID, ""
		_, err = c.Returns.Refuse(c.Ctx, d)
		wantFault(t, err, returns.ErrReason)
		d.Why = "следы носки"
		r, err = c.Returns.Refuse(c.Ctx, d)
		c.OK(err)
		if r.State != returns.Refused || r.Refusal != "следы носки" {
			t.Errorf("refused as %+v", r)
		}
	})
}
