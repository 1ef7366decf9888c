package storetest

import (
	"context"
	"fmt"
	"testing"

	"prilavok/core/cart"
	"prilavok/core/order"
	"prilavok/core/order/edit"
	"prilavok/core/promotion"
	"prilavok/core/shop"
	"prilavok/store"
)

var _ = Covers("UsedPromotions ReturnPromotions")

// bought places an order of some pieces of each variant, under a code.
func (c *Counter) bought(key, code string, choice cart.Choice, lines ...edit.LineChange) order.Order {
	c.T.Helper()
	b := c.Buyer()
	for _, l := range lines {
		_, err := c.Carts.Add(c.Ctx, b.ContactID, l.VariantID, l.Quantity)
		c.OK(err)
	}
	if code != "" {
		_, err := c.Carts.EnterCode(c.Ctx, b.ContactID, code)
		c.OK(err)
	}
	o, err := c.Orders.Place(c.Ctx, c.PlaceRequest(b, key, choice))
	c.OK(err)
	return o
}

// change edits an order as an operator after looking at what it comes to, which must be
// what it then comes to.
func (c *Counter) change(orderID string, ch edit.Changes) edit.Edited {
	c.T.Helper()
	r := edit.Request{OrderID: orderID, Changes: ch, By: operator(), Why: "попросил"}
	seen, err := c.Edits.PreviewEdit(c.Ctx, r)
	c.OK(err)
	got, err := c.Edits.Edit(c.Ctx, r)
	c.OK(err)
	if seen.Difference != got.Difference || seen.After.Total != got.After.Total || fmt.Sprint(seen.Dropped) != fmt.Sprint(got.Dropped) {
		c.T.Errorf("seen %d %+v, done %d %+v", seen.Difference, seen.Dropped, got.Difference, got.Dropped)
	}
	return got
}

func (c *Counter) uses(promotionID string, want int64) {
	c.T.Helper()
	p, err := c.Promos.Get(c.Ctx, promotionID)
	c.OK(err)
	if p.Used != want {
		c.T.Errorf("%d uses of %s, want %d", p.Used, p.ID, want)
	}
}

// TestEditReckonsPromotions: what was bought under conditions keeps its discount while they
// hold, as they were then, and loses it with them.
func TestEditReckonsPromotions(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		a, b, cup := c.Variant("кружка", 50000, 9), c.Variant("чайник", 30000, 9), c.Variant("чашка", 20000, 9)
		gift := c.Variant("ложка", 5000, 3)
		three := c.Promote(promotion.Promotion{Kind: promotion.NForM, Rule: promotion.Rule{Take: 3, Pay: 2}, Limit: 9})
		ten := percent(1000, "TEN")
		ten.Limit = 5
		ten = c.Promote(ten)
		spoon := c.Promote(promotion.Promotion{Kind: promotion.Gift, Rule: promotion.Rule{GiftVariant: gift, MinTotal: 90000}})
		o := c.bought("k", "TEN", cart.Choice{}, edit.LineChange{VariantID: a, Quantity: 1}, edit.LineChange{VariantID: b, Quantity: 1}, edit.LineChange{VariantID: cup, Quantity: 1})
		if o.Total.Amount != 72000 || len(o.Lines) != 4 || len(o.Promotions) != 3 {
			t.Fatalf("placed %+v", o)
		}
		c.stocked(gift, 3, 1)
		// The owner changes and ends it: what was sold under it stays sold under it.
		ten.Percent = 5000
		ten, err := c.Promos.Update(c.Ctx, ten)
		c.OK(err)
		_, err = c.Promos.Archive(c.Ctx, three.ID)
		c.OK(err)
		more := c.change(o.ID, edit.Changes{Lines: []edit.LineChange{{Line: lineOf(o, a), Quantity: 4}}})
		if more.After.Total.Amount != 9*(4*50000+30000+20000-20000-30000)/10 || len(more.Dropped) != 0 {
			t.Errorf("with three more: %+v", more.After)
		}
		c.sums(more.After)
		less := c.change(o.ID, edit.Changes{Lines: []edit.LineChange{{Line: lineOf(o, a), Remove: true}}})
		if less.After.Total.Amount != 45000 || len(less.After.Lines) != 2 || len(less.Dropped) != 2 {
			t.Errorf("without: %+v", less)
		}
		for _, d := range less.Dropped {
			if want := map[string]promotion.Problem{three.ID: promotion.ProblemNoEffect, spoon.ID: promotion.ProblemMinTotal}[d.PromotionID]; d.Why != want || d.Title == nil {
				t.Errorf("dropped %+v, want %q", d, want)
			}
		}
		c.sums(less.After)
		c.stocked(gift, 3, 0)
		c.uses(three.ID, 0)
		c.uses(ten.ID, 1)
		kept, err := c.Orders.Get(c.Ctx, o.ID)
		c.OK(err)
		if fmt.Sprint(kept) != fmt.Sprint(less.After) || len(kept.Promotions) != 1 || kept.Promotions[0].Amount != 5000 || kept.Lines[0].Reasons[0].Code != "TEN" {
			t.Errorf("stored\n%+v\nreturned\n%+v", kept, less.After)
		}
		c.OK(st.View(c.Ctx, func(ctx context.Context) error {
			list, err := st.UsedPromotions(ctx, o.ID)
			if len(list) != 1 || list[0].ID != ten.ID || list[0].Percent != 1000 || list[0].Kind != promotion.Percent || fmt.Sprint(list[0].Codes) != "[TEN]" {
				t.Errorf("used %+v", list)
			}
			return err
		}))
		_, err = c.Orders.Cancel(c.Ctx, order.CancelRequest{OrderID: o.ID, By: operator()})
		c.OK(err)
		c.uses(three.ID, 0) // at the same moment, and not given back twice
		c.uses(ten.ID, 0)
	})
}

func lineOf(o order.Order, variantID string) int {
	for _, l := range o.Lines {
		if l.VariantID == variantID {
			return l.Line
		}
	}
	return 0
}

// TestEditKeepsDiscounts: an operator can leave discounts as sold, with a reason.
func TestEditKeepsDiscounts(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		a := c.Variant("кружка", 50000, 9)
		gift := c.Variant("ложка", 5000, 3)
		c.Promote(promotion.Promotion{Kind: promotion.Amount, Rule: promotion.Rule{Amount: 30000, MinTotal: 150000}})
		c.Promote(promotion.Promotion{Kind: promotion.Gift, Rule: promotion.Rule{GiftVariant: gift}})
		o := c.bought("k", "", cart.Choice{}, edit.LineChange{VariantID: a, Quantity: 3})
		r := edit.Request{OrderID: o.ID, Changes: edit.Changes{KeepDiscounts: true, Lines: []edit.LineChange{{Line: 1, Quantity: 2}}}, By: operator()}
		_, err := c.Edits.PreviewEdit(c.Ctx, r)
		wantFault(t, err, order.ErrPriceOverride)
		r.Why = "по нашей вине"
		got, err := c.Edits.Edit(c.Ctx, r)
		c.OK(err)
		if got.After.Discount.Amount != 20000 || got.After.Promotions[0].Amount != 20000 || len(got.Dropped) != 0 || got.Difference != -40000 {
			t.Errorf("kept %+v", got.After)
		}
		c.sums(got.After)
		for name, ch := range map[string]edit.LineChange{"more gifts": {Line: 2, Quantity: 2}} {
			_, err = c.Edits.Edit(c.Ctx, edit.Request{OrderID: o.ID, By: operator(), Why: "?", Changes: edit.Changes{Lines: []edit.LineChange{ch}}})
			if err == nil {
				t.Errorf("%s are given", name)
			}
		}
		sent := c.change(o.ID, edit.Changes{Lines: []edit.LineChange{{Line: 2, Remove: true}}})
		if len(sent.After.Lines) != 1 || len(sent.After.Promotions) != 0 || sent.After.Total.Amount != 100000 {
			t.Errorf("without the gift, and below the least total: %+v", sent.After)
		}
	})
}

// TestEditReckonsTheFee: goods that cross the sum from which delivery is free change the
// fee, never above what it was sold for.
func TestEditReckonsTheFee(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		a := c.Variant("кружка", 50000, 30)
		m := c.Delivery(cart.Method{Kind: cart.Courier, Price: 30000, FreeFrom: 100000})
		by := cart.Choice{MethodID: m.ID}
		paid := c.bought("paid", "", by, edit.LineChange{VariantID: a, Quantity: 1})
		free := c.bought("free", "", by, edit.LineChange{VariantID: a, Quantity: 2})
		m.Price = 40000
		_, err := c.Ways.Put(c.Ctx, m)
		c.OK(err)
		fee := func(o order.Order, n, want int64) {
			t.Helper()
			got := c.change(o.ID, edit.Changes{Lines: []edit.LineChange{{Line: 1, Quantity: n}}})
			if got.After.Delivery.Amount != want {
				t.Errorf("%d pieces: the fee is %d, want %d", n, got.After.Delivery.Amount, want)
			}
			c.sums(got.After)
		}
		fee(paid, 3, 0)
		fee(paid, 1, 30000)
		fee(free, 1, 0)
		c.setOrders(func(o *shop.Orders) { o.FeeOnEdit = "keep" })
		fee(paid, 4, 30000)
		c.setOrders(func(o *shop.Orders) { o.FeeOnEdit = "" })
		other := c.Delivery(cart.Method{Kind: cart.Post, Price: 45000})
		got := c.change(free.ID, edit.Changes{Delivery: &edit.DeliveryChange{Choice: cart.Choice{MethodID: other.ID}}})
		if got.After.Delivery.Amount != 45000 {
			t.Errorf("another way costs %d", got.After.Delivery.Amount)
		}
		own := c.change(free.ID, edit.Changes{Delivery: &edit.DeliveryChange{Choice: by, Price: ptr(int64(100))}})
		if own.After.Delivery.Amount != 100 {
			t.Errorf("an own fee is %d", own.After.Delivery.Amount)
		}
	})
}

// TestEditBooksTimes: another time is booked and the one before given back at once; a full
// one is refused, by name, and nothing changes.
func TestEditBooksTimes(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		v, m := c.Variant("кружка", 50000, 9), c.van(1)
		times, err := c.Carts.Times(c.Ctx, cart.Choice{MethodID: m.ID})
		c.OK(err)
		at := func(i int) cart.Choice { return cart.Choice{MethodID: m.ID, Slot: times[i].Key()} }
		left := func(want ...int64) {
			t.Helper()
			now, err := c.Carts.Times(c.Ctx, cart.Choice{MethodID: m.ID})
			c.OK(err)
			for i, n := range want {
				if now[i].Left != n {
					t.Errorf("time %d has %d left, want %d", i, now[i].Left, n)
				}
			}
		}
		first, err := c.placed(v, "1", at(0))
		c.OK(err)
		second, err := c.placed(v, "2", at(1))
		c.OK(err)
		left(0, 8)
		try := func(o order.Order, by order.Actor, d edit.DeliveryChange) error {
			_, err := c.Edits.Edit(c.Ctx, edit.Request{OrderID: o.ID, By: by, Changes: edit.Changes{Delivery: &d}})
			return err
		}
		wantFault(t, try(second, operator(), edit.DeliveryChange{Choice: at(0)}), order.ErrSlotTaken)
		wantFault(t, try(second, operator(), edit.DeliveryChange{Choice: cart.Choice{MethodID: m.ID, Slot: "2020-01-01T10:00"}}), order.ErrSlotTaken)
		left(0, 8)
		moved := c.change(first.ID, edit.Changes{Delivery: &edit.DeliveryChange{Choice: at(1)}})
		if moved.After.Ship.Slot != times[1].Period || moved.Difference != 0 {
			t.Errorf("moved to %+v for %d", moved.After.Ship.Slot, moved.Difference)
		}
		left(1, 7)
		c.OK(try(second, operator(), edit.DeliveryChange{Choice: at(0)}))
		left(0, 8)
		wantFault(t, try(second, operator(), edit.DeliveryChange{Choice: cart.Choice{MethodID: m.ID}}), order.ErrNoChange) // the time stays
		post := c.Delivery(cart.Method{Kind: cart.Post, Price: 100})
		c.OK(try(second, operator(), edit.DeliveryChange{Choice: cart.Choice{MethodID: post.ID}}))
		left(1, 8)
		wantFault(t, try(second, order.Actor{Kind: order.ByContact, ID: second.ContactID}, edit.DeliveryChange{Choice: cart.Choice{MethodID: m.ID}}), order.ErrNoSlot)
		left(1, 8)
	})
}

// TestEditorsWantOneTime: eight orders are moved to the one place that is left, and a draft
// books only when it is placed.
func TestEditorsWantOneTime(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		v, m := c.Variant("кружка", 50000, 90), c.van(1)
		times, err := c.Carts.Times(c.Ctx, cart.Choice{MethodID: m.ID})
		c.OK(err)
		at := func(i int) cart.Choice { return cart.Choice{MethodID: m.ID, Slot: times[i].Key()} }
		left := func(want ...int64) {
			t.Helper()
			now, err := c.Carts.Times(c.Ctx, cart.Choice{MethodID: m.ID})
			c.OK(err)
			for i, n := range want {
				if now[i].Left != n {
					t.Errorf("time %d has %d left, want %d", i, now[i].Left, n)
				}
			}
		}
		post := c.Delivery(cart.Method{Kind: cart.Post, Price: 100})
		errs, orders := make([]error, 8), make([]order.Order, 8)
		for i := range orders {
			orders[i] = c.bought(fmt.Sprint("r", i), "", cart.Choice{MethodID: post.ID}, edit.LineChange{VariantID: v, Quantity: 1})
		}
		together(len(errs), func(i int) {
			_, errs[i] = c.Edits.Edit(c.Ctx, edit.Request{OrderID: orders[i].ID, By: operator(), Changes: edit.Changes{Delivery: &edit.DeliveryChange{Choice: at(0)}}})
		})
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else {
				wantFault(t, err, order.ErrSlotTaken)
			}
		}
		if won != 1 {
			t.Errorf("%d have the last time", won)
		}
		left(0, 9)
		// A draft books when it is placed.
		d, err := c.Edits.CreateDraft(c.Ctx, edit.DraftRequest{Key: "d", ContactID: orders[0].ContactID, Lang: "ru", By: operator(), Changes: edit.Changes{
			Lines: []edit.LineChange{{VariantID: v, Quantity: 1}}, Name: ptr("Анна Петрова"), Phone: ptr("8 921 123-45-67"), Address: ptr("Невский проспект, 10"),
			Delivery: &edit.DeliveryChange{Choice: at(1)}}})
		c.OK(err)
		left(0, 9)
		_, err = c.Edits.PlaceDraft(c.Ctx, edit.PlaceRequest{OrderID: d.ID, By: operator()})
		c.OK(err)
		left(0, 8)
	})
}
