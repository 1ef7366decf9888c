package storetest

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"prilavok/core/cart"
	"prilavok/core/order"
	"prilavok/core/order/edit"
	"prilavok/core/promotion"
	"prilavok/store"
)

// TestEditsAreWhatTheyLookLike: whatever promotions an order was sold with and however it
// is edited, what was shown is what is done, every sum is the sum of its parts, and the
// discount is what the promotions give for the goods as they are now, not for those of
// before.
func TestEditsAreWhatTheyLookLike(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		shops := 0
		rapid.Check(t, func(r *rapid.T) {
			shops++
			x := &deals{Counter: NewCounter(t, st, fmt.Sprint("e", shops))}
			for i := range 4 {
				x.variants = append(x.variants, x.Variant(fmt.Sprint("p", i), rapid.Int64Range(1, 9999).Draw(r, "price"), 500))
			}
			x.ways = []cart.Method{x.Delivery(cart.Method{Kind: cart.Courier, Price: 300, FreeFrom: rapid.Int64Range(0, 30000).Draw(r, "free from")}),
				x.Delivery(cart.Method{Kind: cart.Post, Price: 200})}
			x.promote(r)
			o := x.bought("k", rapid.SampledFrom([]string{"", "ONE"}).Draw(r, "code"), cart.Choice{MethodID: rapid.SampledFrom(x.ways).Draw(r, "way").ID}, x.draw(r)...)
			x.holds(r, o)
			for range rapid.IntRange(1, 6).Draw(r, "edits") {
				o = x.edit(r, o)
			}
		})
	})
}

type deals struct {
	*Counter
	variants []string
	ways     []cart.Method
	list     []promotion.Promotion
}

func (x *deals) promote(r *rapid.T) {
	kinds := []promotion.Kind{promotion.NForM, promotion.Percent, promotion.Amount, promotion.Gift, promotion.FreeDelivery}
	for i := range rapid.IntRange(1, 4).Draw(r, "promotions") {
		p := promotion.Promotion{Kind: rapid.SampledFrom(kinds).Draw(r, "kind"), Limit: rapid.Int64Range(0, 3).Draw(r, "limit"),
			Rule: promotion.Rule{MinTotal: rapid.Int64Range(0, 30000).Draw(r, "least")}}
		switch p.Kind {
		case promotion.NForM:
			p.Take, p.Pay = 3, 2
		case promotion.Percent:
			p.Rule.Percent = rapid.Int64Range(1, 9000).Draw(r, "percent")
		case promotion.Amount:
			p.Rule.Amount = rapid.Int64Range(1, 20000).Draw(r, "amount")
		case promotion.Gift:
			p.GiftVariant, p.GiftQuantity = x.variants[3], rapid.Int64Range(1, 2).Draw(r, "gifts")
		}
		if i == 0 && rapid.Bool().Draw(r, "by code") {
			p.Codes = []string{"ONE"}
		}
		x.list = append(x.list, x.Promote(p))
	}
}

func (x *deals) draw(r *rapid.T) []edit.LineChange {
	var out []edit.LineChange
	for range rapid.IntRange(1, 3).Draw(r, "lines") {
		out = append(out, edit.LineChange{VariantID: rapid.SampledFrom(x.variants).Draw(r, "variant"), Quantity: rapid.Int64Range(1, 4).Draw(r, "n")})
	}
	return out
}

func (x *deals) edit(r *rapid.T, o order.Order) order.Order {
	ch := edit.Changes{KeepDiscounts: rapid.IntRange(0, 4).Draw(r, "keep") == 0}
	if rapid.Bool().Draw(r, "add") {
		ch.Lines = x.draw(r)
	}
	l := rapid.SampledFrom(o.Lines).Draw(r, "line")
	c := edit.LineChange{Line: l.Line, Quantity: rapid.Int64Range(0, 4).Draw(r, "n"), Remove: rapid.Bool().Draw(r, "remove")}
	if rapid.IntRange(0, 3).Draw(r, "swap") == 0 {
		c.VariantID = rapid.SampledFrom(x.variants).Draw(r, "variant")
	}
	ch.Lines = append(ch.Lines, c)
	if rapid.IntRange(0, 3).Draw(r, "deliver") == 0 {
		ch.Delivery = &edit.DeliveryChange{Choice: cart.Choice{MethodID: rapid.SampledFrom(x.ways).Draw(r, "way").ID}}
	}
	q := edit.Request{OrderID: o.ID, Changes: ch, By: operator(), Why: "попросил"}
	seen, err1 := x.Edits.PreviewEdit(x.Ctx, q)
	got, err2 := x.Edits.Edit(x.Ctx, q)
	if fmt.Sprint(err1) != fmt.Sprint(err2) {
		r.Fatalf("seen %v, done %v", err1, err2)
	}
	if err2 != nil {
		return o
	}
	after, err := x.Orders.Get(x.Ctx, o.ID)
	if err != nil {
		r.Fatal(err)
	}
	if seen.Difference != got.Difference || got.Difference != after.Total.Amount-o.Total.Amount || fmt.Sprint(seen.After.Lines, seen.Dropped) != fmt.Sprint(got.After.Lines, got.Dropped) ||
		fmt.Sprint(after) != fmt.Sprint(got.After) {
		r.Fatalf("seen\n%+v\ndone\n%+v\nstored\n%+v", seen, got, after)
	}
	x.holds(r, after)
	if !ch.KeepDiscounts && len(o.Promotions) > 0 {
		x.fresh(r, o, after)
	}
	return after
}

// holds checks that all sums of an order are those of their parts, and that what uses a
// promotion is counted once.
func (x *deals) holds(r *rapid.T, o order.Order) {
	given := map[string]int64{}
	items, off := int64(0), int64(0)
	for _, l := range o.Lines {
		sum := int64(0)
		for _, why := range l.Reasons {
			sum += why.Amount
			given[why.PromotionID] += why.Amount
		}
		if sum != l.Discount.Amount || l.Total.Amount != l.Price.Amount*l.Quantity-sum || l.Discount.Amount < 0 || l.Total.Amount < 0 {
			r.Fatalf("line %+v", l)
		}
		items, off = items+l.Price.Amount*l.Quantity, off+sum
	}
	uses := map[string]int64{}
	for _, p := range o.Promotions {
		uses[p.PromotionID]++
		if p.Kind != promotion.FreeDelivery && p.Amount != given[p.PromotionID] || p.Kind == promotion.FreeDelivery && o.Delivery.Amount != 0 {
			r.Fatalf("%+v of %+v", p, o)
		}
		delete(given, p.PromotionID)
	}
	if len(given) > 0 || o.Items.Amount != items || o.Discount.Amount != off || o.Total.Amount != items-off+o.Delivery.Amount || o.Delivery.Amount > 300 {
		r.Fatalf("sums of %+v, without a promotion %v", o, given)
	}
	for _, p := range x.list {
		now, err := x.Promos.Get(x.Ctx, p.ID)
		if err != nil || now.Used != uses[p.ID] {
			r.Fatalf("%d uses of %s counted, %d by the order: %v", now.Used, p.ID, uses[p.ID], err)
		}
	}
	for _, v := range x.variants {
		want := int64(0)
		for _, l := range o.Lines {
			if l.VariantID == v {
				want += l.Quantity
			}
		}
		if on, held := x.Stock(v); on != 500 || held != want {
			r.Fatalf("%d on hand, %d held of %s, want 500 and %d", on, held, v, want)
		}
	}
}

// fresh compares an edited order with what its promotions give somebody who buys the same
// goods at the same prices for the first time.
func (x *deals) fresh(r *rapid.T, before, after order.Order) {
	f := promotion.Facts{ContactID: after.ContactID, Now: x.Now(), First: true, Code: "ONE", Gifts: map[string]int64{}}
	var lines []promotion.Line
	for _, l := range after.Lines {
		if l.Price.Amount == 0 {
			f.Gifts[l.VariantID] += l.Quantity
			continue
		}
		lines = append(lines, promotion.Line{Key: fmt.Sprintf("%s %05d", l.VariantID, l.Line), ProductID: l.ProductID, Price: l.Price.Amount, Quantity: l.Quantity})
	}
	var sold []promotion.Promotion
	for _, p := range x.list {
		for _, had := range before.Promotions {
			if had.PromotionID == p.ID {
				p.Limit, p.Kind = 0, had.Kind
				sold = append(sold, p)
			}
		}
	}
	if got := promotion.Apply(lines, sold, f); got.Discount != after.Discount.Amount {
		r.Fatalf("the discount is %d, of a new purchase %d\n%+v\n%+v", after.Discount.Amount, got.Discount, after, sold)
	}
}
