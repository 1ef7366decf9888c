package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"prilavok/core/cart"
	"prilavok/core/job"
	"prilavok/core/order"
	"prilavok/store"
)

func TestPlaceAndFind(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		sh := c.Shop
		sh.Settings.Orders.Prefix, sh.Settings.Orders.FirstNumber, sh.Settings.Orders.ReserveHours = "A-", 500, 5
		c.OK(st.InTx(c.Ctx, func(ctx context.Context) error { return st.UpdateShop(ctx, sh) }))
		v, cup := c.Variant("кружка", 49900, 5), c.Variant("чашка", 10000, 9)
		pick := c.Delivery(cart.Method{Kind: cart.Pickup, Place: cart.Place{Address: c.Text("Невский, 10")}})
		b, stranger := c.Buyer(), c.Buyer()
		_, err := c.Carts.Add(c.Ctx, b.ContactID, v, 2)
		c.OK(err)
		c.Pass(time.Second)
		_, err = c.Carts.Add(c.Ctx, b.ContactID, cup, 1)
		c.OK(err)
		r := c.PlaceRequest(b, "tok", cart.Choice{MethodID: pick.ID})
		o, err := c.Orders.Place(c.Ctx, r)
		c.OK(err)
		if o.Number != "A-500" || o.Total.Amount != 109800 || o.Phone != "+79211234567" || o.Ship.Address != "" || !o.ReservedUntil.IsZero() {
			t.Errorf("placed %+v", o)
		}
		if on, held := c.Stock(v); on != 5 || held != 2 {
			t.Errorf("stock %d, reserved %d", on, held)
		}
		for name, other := range map[string]order.Request{"the same": r, "an empty cart": {Key: "tok", ContactID: b.ContactID}} {
			again, err := c.Orders.Place(c.Ctx, other)
			c.OK(err)
			if fmt.Sprint(again) != fmt.Sprint(o) {
				t.Errorf("%s under the same key:\n%+v\nnot\n%+v", name, again, o)
			}
		}
		_, err = c.Orders.Place(c.Ctx, order.Request{Key: "tok", ContactID: stranger.ContactID})
		wantFault(t, err, order.ErrKey)
		for _, n := range []string{"A-500", "а-500", "500", " № 500 ", "#A-500"} {
			got, err := c.Orders.ByNumber(c.Ctx, b.ContactID, n)
			if err != nil || got.ID != o.ID || len(got.Lines) != 2 {
				t.Errorf("%q: %v %v", n, got.ID, err)
			}
		}
		var texts []string
		for _, try := range [][2]string{{stranger.ContactID, "A-500"}, {stranger.ContactID, "A-501"}, {"", "A-500"}, {b.ContactID, "B-500"}, {b.ContactID, ""}} {
			_, err := c.Orders.ByNumber(c.Ctx, try[0], try[1])
			wantFault(t, err, order.ErrNotFound)
			texts = append(texts, err.Error())
		}
		if texts[0] != texts[1] {
			t.Errorf("another's order is told from a missing one: %q, %q", texts[0], texts[1])
		}
		staff, err := c.Orders.ForStaff(c.Ctx, "500")
		c.OK(err)
		if staff.ID != o.ID {
			t.Errorf("staff find %q", staff.ID)
		}
		c.checkTraces(o)
	})
}

// checkTraces looks at the timeline, the event and the job of a placed order.
func (c *Counter) checkTraces(o order.Order) {
	c.T.Helper()
	line, err := c.Orders.Timeline(c.Ctx, o.ID)
	c.OK(err)
	if len(line) != 1 || line[0].What != order.EventPlaced || line[0].By != (order.Actor{Kind: order.ByContact, ID: o.ContactID}) || fmt.Sprint(line[0].Data["total"]) != "map[amount:109800 currency:RUB]" {
		c.T.Errorf("the timeline is %+v", line)
	}
	heard := 0
	c.Jobs.Register("event:"+order.EventPlaced, func(context.Context, job.Job) error { heard++; return nil }, job.Options{})
	_, err = c.Jobs.Drain(c.Ctx)
	c.OK(err)
	if heard != 1 {
		c.T.Errorf("the order was told of %d times", heard)
	}
	got, err := c.Carts.Get(c.Ctx, o.ContactID)
	c.OK(err)
	if len(got.Lines) != 0 {
		c.T.Errorf("the cart still has %+v", got.Lines)
	}
}

func TestPlaceRefuses(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		p := c.Product("кружка", 49900, 5)
		v, b := p.Variants[0].ID, c.Buyer()
		m := c.Delivery(cart.Method{Kind: cart.Courier, Price: 300})
		_, err := c.Orders.Place(c.Ctx, order.Request{Key: "k", ContactID: b.ContactID})
		wantFault(t, err, order.ErrNotReady)
		_, err = c.Carts.Add(c.Ctx, b.ContactID, v, 4)
		c.OK(err)
		r := c.PlaceRequest(b, "k", cart.Choice{MethodID: m.ID})
		for name, change := range map[string]func(*order.Request){"name": func(r *order.Request) { r.Name = "?" },
			"phone": func(r *order.Request) { r.Phone = "1" }, "address": func(r *order.Request) { r.Address = "" }} {
			bad := r
			change(&bad)
			if _, err := c.Orders.Place(c.Ctx, bad); !errors.Is(err, order.ErrDetails) {
				t.Errorf("%s: %v", name, err)
			}
		}
		p.Variants[0].Price.Amount = 50000
		_, err = c.Catalog.Save(c.Ctx, p)
		c.OK(err)
		_, err = c.Orders.Place(c.Ctx, r)
		wantFault(t, err, order.ErrPriceChanged)
		var refusal *order.Refusal
		if !errors.As(err, &refusal) || refusal.Quote.Total.Amount != 200300 {
			t.Errorf("the refusal tells %+v", refusal)
		}
		c.OK(c.Catalog.SetStock(c.Ctx, v, 3, "test"))
		_, err = c.Orders.Place(c.Ctx, r)
		wantFault(t, err, order.ErrOutOfStock)
		if !errors.As(err, &refusal) || fmt.Sprint(refusal.Quote.Problems) != fmt.Sprintf("[{short %s 3 {0 }}]", v) {
			t.Errorf("the refusal tells %+v", refusal.Quote.Problems)
		}
		sh := c.Shop
		sh.Settings.Orders.MinTotal = 1e9
		c.OK(st.InTx(c.Ctx, func(ctx context.Context) error { return st.UpdateShop(ctx, sh) }))
		_, err = c.Carts.SetQuantity(c.Ctx, b.ContactID, v, 3)
		c.OK(err)
		_, err = c.Orders.Place(c.Ctx, r)
		wantFault(t, err, order.ErrNotReady)
		if on, held := c.Stock(v); on != 3 || held != 0 {
			t.Errorf("refused orders hold stock: %d of %d", held, on)
		}
	})
}

func TestCancelAndComplete(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		v, b := c.Variant("кружка", 49900, 5), c.Buyer()
		by := order.Actor{Kind: order.ByOperator, ID: "op"}
		place := func(key string, n int64) order.Order {
			t.Helper()
			_, err := c.Carts.Add(c.Ctx, b.ContactID, v, n)
			c.OK(err)
			o, err := c.Orders.Place(c.Ctx, c.PlaceRequest(b, key, cart.Choice{}))
			c.OK(err)
			return o
		}
		first, second := place("1", 2), place("2", 1)
		got, err := c.Orders.Cancel(c.Ctx, order.CancelRequest{OrderID: first.ID, By: by, Why: "передумал"})
		c.OK(err)
		if on, held := c.Stock(v); on != 5 || held != 1 || got.Status != order.Canceled || got.Revision != 2 {
			t.Errorf("after canceling: %d of %d, %+v", held, on, got)
		}
		_, err = c.Orders.Cancel(c.Ctx, order.CancelRequest{OrderID: first.ID, By: by, Why: ""})
		wantFault(t, err, order.ErrAlreadyCanceled)
		_, err = c.Orders.Complete(c.Ctx, first.ID, by, "")
		wantFault(t, err, order.ErrOver)
		got, err = c.Orders.Complete(c.Ctx, second.ID, by, "")
		c.OK(err)
		if on, held := c.Stock(v); on != 4 || held != 0 || got.Status != order.Completed {
			t.Errorf("after completing: %d of %d, %+v", held, on, got)
		}
		_, err = c.Orders.Cancel(c.Ctx, order.CancelRequest{OrderID: second.ID, By: by, Why: ""})
		wantFault(t, err, order.ErrOver)
		_, err = c.Orders.Cancel(c.Ctx, order.CancelRequest{OrderID: "ord_none", By: by, Why: ""})
		wantFault(t, err, order.ErrNotFound)
		line, err := c.Orders.Timeline(c.Ctx, first.ID)
		c.OK(err)
		if len(line) != 2 || line[1].Why != "передумал" || line[1].By != by {
			t.Errorf("the timeline is %+v", line)
		}
		kept, err := c.Orders.Get(c.Ctx, first.ID)
		c.OK(err)
		if kept.CanceledAt.IsZero() || kept.Status != order.Canceled {
			t.Errorf("stored as %+v", kept)
		}
	})
}

func TestListOrders(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		v, b, other := c.Variant("кружка", 49900, 500), c.Buyer(), c.Buyer()
		var all []order.Order
		for i := range 7 {
			who := b
			if i%3 == 2 {
				who = other
			}
			_, err := c.Carts.Add(c.Ctx, who.ContactID, v, 1)
			c.OK(err)
			c.Pass(time.Hour)
			o, err := c.Orders.Place(c.Ctx, c.PlaceRequest(who, fmt.Sprint(i), cart.Choice{}))
			c.OK(err)
			all = append(all, o)
		}
		_, err := c.Orders.Cancel(c.Ctx, order.CancelRequest{OrderID: all[1].ID, By: order.Actor{Kind: order.BySystem}, Why: ""})
		c.OK(err)
		numbers := func(p order.Page, err error) string {
			t.Helper()
			c.OK(err)
			var s []string
			for _, o := range p.Orders {
				s = append(s, o.Number)
			}
			return strings.Join(s, " ")
		}
		for name, x := range map[string]struct {
			f    order.Filter
			want string
		}{
			"all":       {order.Filter{}, "1007 1006 1005 1004 1003 1002 1001"},
			"canceled":  {order.Filter{Statuses: []order.Status{order.Canceled}}, "1002"},
			"both":      {order.Filter{Statuses: []order.Status{order.Canceled, order.Placed}, ContactID: other.ContactID}, "1006 1003"},
			"paid":      {order.Filter{Payment: []order.PaymentStatus{order.Captured}}, ""},
			"unshipped": {order.Filter{Fulfillment: []order.FulfillmentStatus{order.NotFulfilled}, From: all[3].PlacedAt, To: all[5].PlacedAt}, "1005 1004"},
			"number":    {order.Filter{Number: "№1004"}, "1004"},
		} {
			if got := numbers(c.Orders.List(c.Ctx, x.f, "")); got != x.want {
				t.Errorf("%s: %s, want %s", name, got, x.want)
			}
		}
		page, err := c.Orders.ForContact(c.Ctx, b.ContactID, "", 3)
		first := numbers(page, err)
		rest := numbers(c.Orders.ForContact(c.Ctx, b.ContactID, page.Next, 3))
		if first != "1007 1005 1004" || rest != "1002 1001" {
			t.Errorf("pages: %s | %s", first, rest)
		}
	})
}

var (
	_ = Covers("TakeNumbers PlacingAhead InsertOrder SaveOrder AddOrderEntry RecordOrderEvent EmptyCart")
	_ = Covers("OrderByID OrderByKey OrdersByNumber OrdersOf ListOrders CountOrders OrderEntries")
)
