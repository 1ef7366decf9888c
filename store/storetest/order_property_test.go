package storetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"prilavok/core/catalog"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/order"
	"prilavok/core/order/edit"
	"prilavok/core/order/returns"
	"prilavok/core/shop"
	"prilavok/store"
)

// TestOrdersKeepTheirBooks: whatever is done to orders in whatever order, refused or not,
// totals are the sum of their parts, the balance is what the money's books say, statuses
// are what the facts derive, and no piece of stock comes from nowhere or is lost.
func TestOrdersKeepTheirBooks(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		shops := 0
		rapid.Check(t, func(r *rapid.T) {
			shops++
			c := NewCounter(t, st, fmt.Sprint("b", shops))
			x := &books{Counter: c, money: map[string]order.MoneyFacts{}, base: map[string]int64{}}
			for i := range 3 {
				v := c.Variant(fmt.Sprint("p", i), rapid.Int64Range(1, 99999).Draw(r, "price"), rapid.Int64Range(1, 12).Draw(r, "pieces"))
				x.variants = append(x.variants, v)
				on, _ := c.Stock(v)
				delta, _ := x.logged(v)
				x.base[v] = on - delta
			}
			x.buyer = c.Buyer()
			steps := []func(*rapid.T){x.place, x.edit, x.edit, x.pack, x.pack, x.move, x.move, x.move, x.giveBack, x.giveBack, x.decide, x.decide,
				x.cancel, x.complete, x.pay, x.pay, x.count, x.lapse, x.choose}
			for range rapid.IntRange(10, 40).Draw(r, "steps") {
				rapid.SampledFrom(steps).Draw(r, "step")(r)
				x.check(r)
			}
		})
	})
}

type books struct {
	*Counter
	variants []string
	buyer    inbox.Conversation
	ids      []string
	money    map[string]order.MoneyFacts
	base     map[string]int64 // what the stock log began with
	keys     int
}

// fine lets refusals pass: they are answers, too.
func (x *books) fine(r *rapid.T, err error) {
	code := fault.CodeOf(err)
	if err != nil && !strings.HasPrefix(code, "order.") && !strings.HasPrefix(code, "return.") && code != "catalog.out_of_stock" {
		r.Fatal(err)
	}
}

func (x *books) any(r *rapid.T) order.Order {
	if len(x.ids) == 0 {
		x.place(r)
	}
	o, err := x.Orders.Get(x.Ctx, rapid.SampledFrom(x.ids).Draw(r, "order"))
	if err != nil {
		r.Fatal(err)
	}
	return o
}

func (x *books) lines(r *rapid.T) []edit.LineChange {
	var out []edit.LineChange
	for range rapid.IntRange(1, 2).Draw(r, "lines") {
		out = append(out, edit.LineChange{VariantID: rapid.SampledFrom(x.variants).Draw(r, "variant"), Quantity: rapid.Int64Range(1, 4).Draw(r, "n")})
	}
	return out
}

func (x *books) place(r *rapid.T) {
	if x.keys++; len(x.ids) >= 3 { // few orders, so that each goes a long way
		return
	}
	method := rapid.SampledFrom([]order.PaymentMethod{order.OnDelivery, "yookassa"}).Draw(r, "method")
	o, err := x.Edits.CreateDraft(x.Ctx, edit.DraftRequest{Key: fmt.Sprint(x.keys), ContactID: x.buyer.ContactID, Lang: "ru", By: operator(), Changes: edit.Changes{
		Lines: x.lines(r), Name: ptr("Анна Петрова"), Phone: ptr("8 921 123-45-67"), Address: ptr("Невский проспект, 10"), PaymentMethod: &method}})
	if err != nil {
		r.Fatal(err)
	}
	x.ids = append(x.ids, o.ID)
	_, err = x.Edits.PlaceDraft(x.Ctx, edit.PlaceRequest{OrderID: o.ID, By: operator()})
	x.fine(r, err)
}

func (x *books) edit(r *rapid.T) {
	o := x.any(r)
	ch := edit.Changes{}
	if rapid.Bool().Draw(r, "new lines") {
		ch.Lines = x.lines(r)
	}
	if len(o.Lines) > 0 {
		l := rapid.SampledFrom(o.Lines).Draw(r, "line")
		c := edit.LineChange{Line: l.Line, Quantity: rapid.Int64Range(0, 4).Draw(r, "n"), Remove: rapid.Bool().Draw(r, "remove")}
		if rapid.Bool().Draw(r, "swap") {
			c.VariantID = rapid.SampledFrom(x.variants).Draw(r, "variant")
		}
		ch.Lines = append(ch.Lines, c)
	}
	got, err := x.Edits.Edit(x.Ctx, edit.Request{OrderID: o.ID, Changes: ch, By: operator()})
	x.fine(r, err)
	if err == nil && got.Difference != got.After.Total.Amount-o.Total.Amount {
		r.Fatalf("the difference is %d from %v to %v", got.Difference, o.Total, got.After.Total)
	}
}

func (x *books) pack(r *rapid.T) {
	o := x.any(r)
	q := order.PackRequest{OrderID: o.ID, By: operator()}
	if len(o.Lines) > 0 && rapid.Bool().Draw(r, "part") {
		q.Lines = []order.Piece{{Line: rapid.SampledFrom(o.Lines).Draw(r, "line").Line, Quantity: rapid.Int64Range(1, 3).Draw(r, "n")}}
	}
	_, err := x.Orders.Pack(x.Ctx, q)
	x.fine(r, err)
}

func (x *books) move(r *rapid.T) {
	o := x.any(r)
	list, err := x.Orders.Fulfillments(x.Ctx, o.ID)
	list = slices.DeleteFunc(list, func(f order.Fulfillment) bool { return f.State == order.ParcelCanceled })
	if err != nil || len(list) == 0 {
		return
	}
	q := order.ParcelRequest{OrderID: o.ID, FulfillmentID: rapid.SampledFrom(list).Draw(r, "parcel").ID, By: operator()}
	_, err = rapid.SampledFrom([]parcelStep{x.Orders.Ship, x.Orders.Deliver, x.Orders.Unpack}).Draw(r, "step")(x.Ctx, q)
	x.fine(r, err)
}

func (x *books) giveBack(r *rapid.T) {
	o := x.any(r)
	if len(o.Lines) == 0 || o.Goods.Arrived == 0 {
		return
	}
	q := returns.Request{OrderID: o.ID, Lines: []order.Piece{{Line: rapid.SampledFrom(o.Lines).Draw(r, "line").Line, Quantity: rapid.Int64Range(1, 3).Draw(r, "n")}},
		Reason: "не подошло", By: operator()}
	if rapid.Bool().Draw(r, "exchange") {
		q.Exchange = []returns.Swap{{VariantID: rapid.SampledFrom(x.variants).Draw(r, "variant"), Quantity: 1}}
	}
	_, err := x.Returns.Request(x.Ctx, q)
	x.fine(r, err)
}

func (x *books) decide(r *rapid.T) {
	o := x.any(r)
	list, err := x.Returns.Of(x.Ctx, o.ID)
	list = slices.DeleteFunc(list, func(b returns.Return) bool { return b.State != returns.Requested && b.State != returns.Approved })
	if err != nil || len(list) == 0 {
		return
	}
	back := rapid.SampledFrom(list).Draw(r, "return")
	d := returns.Decision{OrderID: o.ID, ReturnID: back.ID, By: operator(), Why: "так решили"}
	steps := []string{"receive", "receive damaged", "withdraw", "approve"}
	if back.State == returns.Requested {
		steps = []string{"approve", "approve", "refuse", "receive"}
	}
	switch rapid.SampledFrom(steps).Draw(r, "step") {
	case "approve":
		_, err = x.Returns.Approve(x.Ctx, d)
	case "receive":
		_, err = x.Returns.Receive(x.Ctx, returns.Receipt{Decision: d})
	case "receive damaged":
		_, err = x.Returns.Receive(x.Ctx, returns.Receipt{Decision: d, WrittenOff: []order.Piece{{Line: back.Lines[0].Line, Quantity: 1}}})
	case "refuse":
		_, err = x.Returns.Refuse(x.Ctx, d)
	case "withdraw":
		_, err = x.Returns.Withdraw(x.Ctx, d)
	}
	x.fine(r, err)
}

func (x *books) cancel(r *rapid.T) {
	if rapid.IntRange(0, 3).Draw(r, "seldom") > 0 {
		return
	}
	_, err := x.Orders.Cancel(x.Ctx, order.CancelRequest{OrderID: x.any(r).ID, By: operator(), Refund: rapid.Bool().Draw(r, "refund")})
	x.fine(r, err)
}

func (x *books) complete(r *rapid.T) {
	if rapid.IntRange(0, 3).Draw(r, "seldom") > 0 {
		return
	}
	_, err := x.Orders.Complete(x.Ctx, x.any(r).ID, operator(), "")
	x.fine(r, err)
}

func (x *books) pay(r *rapid.T) {
	o := x.any(r)
	f := x.money[o.ID]
	f.Tried = true
	if rapid.Bool().Draw(r, "capture") {
		f.Captured += rapid.Int64Range(0, max(o.Balance().Amount, 0)).Draw(r, "sum")
	} else {
		f.Refunded += rapid.Int64Range(0, f.Captured-f.Refunded).Draw(r, "sum")
	}
	x.money[o.ID] = f
	_, err := x.Orders.ApplyMoney(x.Ctx, o.ID, f)
	x.fine(r, err)
}

func (x *books) count(r *rapid.T) {
	err := x.Catalog.SetStock(x.Ctx, rapid.SampledFrom(x.variants).Draw(r, "variant"), rapid.Int64Range(0, 15).Draw(r, "n"), "op")
	x.fine(r, err)
}

func (x *books) lapse(r *rapid.T) {
	x.setOrders(keepOrCancel(rapid.Bool().Draw(r, "keep")))
	x.Pass(hours2)
	for _, id := range x.ids {
		x.fine(r, x.Orders.Expire(x.Ctx, expiry(id)))
	}
}

func (x *books) choose(r *rapid.T) {
	o := x.any(r)
	list, err := x.Orders.Shortfalls(x.Ctx, o.ID)
	if err != nil || len(list) == 0 {
		return
	}
	c := edit.ShortChoice{OrderID: o.ID, ShortfallID: rapid.SampledFrom(list).Draw(r, "shortfall").ID, VariantID: rapid.SampledFrom(x.variants).Draw(r, "variant"), By: operator()}
	switch rapid.SampledFrom([]string{"wait", "refund", "substitute"}).Draw(r, "choice") {
	case "wait":
		_, err = x.Edits.Wait(x.Ctx, c)
	case "refund":
		_, err = x.Edits.RefundShort(x.Ctx, c)
	case "substitute":
		_, err = x.Edits.Substitute(x.Ctx, c)
	}
	x.fine(r, err)
	for _, v := range x.variants {
		x.fine(r, x.Orders.Fill(x.Ctx, filling(v)))
	}
}

func (x *books) logged(variantID string) (delta, held int64) {
	for cursor := ""; ; {
		page, err := x.Catalog.StockLog(x.Ctx, catalog.LogFilter{VariantID: variantID}, cursor)
		x.OK(err)
		for _, m := range page.Movements {
			delta += m.Delta
			held += m.Held
		}
		if cursor = page.Next; cursor == "" {
			return delta, held
		}
	}
}

func (x *books) check(r *rapid.T) {
	held := map[string]int64{}
	for _, id := range x.ids {
		o, err := x.Orders.Get(x.Ctx, id)
		if err != nil {
			r.Fatal(err)
		}
		x.checkOrder(r, o)
		if o.Status != order.Draft && o.Status != order.Canceled {
			x.holds(r, o, held)
		}
	}
	for _, v := range x.variants {
		on, reserved := x.Stock(v)
		delta, moved := x.logged(v)
		if on != x.base[v]+delta || reserved != moved || reserved != held[v] || reserved > on || reserved < 0 {
			r.Fatalf("%s: %d on hand, %d reserved; the log says %d and %d, orders hold %d", v, on, reserved, x.base[v]+delta, moved, held[v])
		}
	}
}

// checkOrder compares an order with its parts, its money's books and what the facts derive.
func (x *books) checkOrder(r *rapid.T, o order.Order) {
	items := int64(0)
	for _, l := range o.Lines {
		if items += l.Price.Amount * l.Quantity; l.Total.Amount != l.Price.Amount*l.Quantity-l.Discount.Amount {
			r.Fatalf("line %+v", l)
		}
	}
	f := x.money[o.ID]
	due := o.Total.Amount - o.Returned.Amount
	if o.Status == order.Canceled {
		due = 0
	}
	if o.Items.Amount != items || o.Total.Amount != items-o.Discount.Amount+o.Delivery.Amount || o.Balance().Amount != due-f.Captured+f.Refunded {
		r.Fatalf("the sums of %+v, money %+v", o, f)
	}
	f.Total = max(o.Total.Amount-o.Returned.Amount, 0)
	if o.Payment != order.PaymentOf(f) || o.Fulfillment != order.FulfillmentOf(x.pieces(r, o)) {
		r.Fatalf("statuses of %+v", o)
	}
}

// pieces counts an order's goods anew from its parcels and returns.
func (x *books) pieces(r *rapid.T, o order.Order) order.GoodsFacts {
	g := order.GoodsFacts{Ordered: o.Count()}
	parcels, err := x.Orders.Fulfillments(x.Ctx, o.ID)
	if err != nil {
		r.Fatal(err)
	}
	for _, f := range parcels {
		for _, p := range f.Lines {
			switch f.State {
			case order.ParcelPacked:
				g.Packed += p.Quantity
			case order.ParcelShipped:
				g.Packed, g.Sent = g.Packed+p.Quantity, g.Sent+p.Quantity
			case order.ParcelDelivered:
				g.Packed, g.Sent, g.Arrived = g.Packed+p.Quantity, g.Sent+p.Quantity, g.Arrived+p.Quantity
			}
		}
	}
	back, err := x.Returns.Of(x.Ctx, o.ID)
	if err != nil {
		r.Fatal(err)
	}
	for _, b := range back {
		for _, p := range b.Lines {
			if b.State == returns.Received {
				g.Returned += p.Quantity
			}
		}
	}
	return g
}

// holds adds what an order holds: all it has, without what is sent and what it lacks; once
// it has lapsed, at most that.
func (x *books) holds(r *rapid.T, o order.Order, all map[string]int64) {
	held := map[string]int64{}
	for _, l := range o.Lines {
		held[l.VariantID] += l.Quantity
	}
	parcels, err := x.Orders.Fulfillments(x.Ctx, o.ID)
	if err != nil {
		r.Fatal(err)
	}
	for _, f := range parcels {
		for _, p := range f.Lines {
			if f.State == order.ParcelShipped || f.State == order.ParcelDelivered {
				held[p.VariantID] -= p.Quantity
			}
		}
	}
	lacks, err := x.Orders.Shortfalls(x.Ctx, o.ID)
	if err != nil {
		r.Fatal(err)
	}
	for _, f := range lacks {
		if f.Open() {
			held[f.VariantID] -= f.Quantity
		}
	}
	if !o.LapsedAt.IsZero() {
		needs := held
		x.OK(x.Store.InTx(x.Ctx, func(ctx context.Context) (err error) {
			held, err = x.Catalog.Held(ctx, o.ID)
			return err
		}))
		for id, n := range held {
			if n > needs[id] {
				r.Fatalf("%s has lapsed, needs %d of %s and holds %d", o.Number, needs[id], id, n)
			}
		}
	}
	for id, n := range held {
		all[id] += n
	}
}

const hours2 = 2 * 60 * 60 * 1e9

func keepOrCancel(keep bool) func(*shop.Orders) {
	return func(o *shop.Orders) {
		o.OnExpiry = ""
		if keep {
			o.OnExpiry = "keep"
		}
	}
}

func filling(variantID string) job.Job {
	return job.Job{Payload: []byte(`{"variant_id":"` + variantID + `"}`)}
}
