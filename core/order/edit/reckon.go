package edit

import (
	"fmt"
	"math/bits"
	"slices"

	"prilavok/core/delivery"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/promotion"
)

// plan is what an edit comes to before anything is written.
type plan struct {
	after    order.Order
	stock    map[string]int64 // by how much the pieces of each variant change
	slot     *delivery.Slot   // to be booked
	slotKept bool
	dropped  []Dropped
}

// Dropped is a promotion that an edit takes off an order.
type Dropped struct {
	promotion.Reason // what it gave before the edit
	Why              promotion.Problem
}

func isGift(l order.Line) bool {
	return slices.ContainsFunc(l.Reasons, func(r promotion.Reason) bool { return r.Kind == promotion.Gift })
}

// sum adds an order up anew. Promotions that it was sold with are reckoned for the goods
// as they are now, or kept as sold.
func (p *plan) sum(before order.Order, ch Changes, w world) error {
	o := &p.after
	items, err := goodsSum(*o)
	if err != nil {
		return err
	}
	o.Items = items
	own := ch.Delivery != nil && ch.Delivery.Price != nil
	switch touched := len(ch.Lines) > 0 || ch.Delivery != nil; {
	case !touched:
		o.Delivery = before.Delivery
		return nil
	case w.asSold || len(w.sold) == 0:
		err = keep(o, before, own)
	default:
		err = p.reckon(before, own, w)
	}
	if err != nil {
		return err
	}
	if len(o.Lines) == 0 && o.Status != order.Draft {
		return order.ErrEmpty
	}
	p.drop(before)
	total, err := o.Items.Add(o.Delivery)
	if err != nil {
		return err
	}
	o.Total, err = total.Add(money.Of(-o.Discount.Amount, o.Discount.Currency))
	return err
}

// reckon asks the promotions of the sale what they take off the goods as they are now.
func (p *plan) reckon(before order.Order, own bool, w world) error {
	o := &p.after
	facts := promotion.Facts{ContactID: o.ContactID, Now: w.now, Gifts: map[string]int64{}}
	switch {
	case own:
		facts.Delivery = &promotion.Delivery{Fee: -1} // the operator's fee is the last word
	case o.Ship.MethodID != "":
		facts.Delivery = &promotion.Delivery{MethodID: o.Ship.MethodID, Fee: o.Delivery.Amount}
	}
	var goods []promotion.Line
	var at []int
	for i := range o.Lines {
		l := &o.Lines[i]
		if by := giftOf(*l, before, w.sold); by != nil {
			facts.Gifts[by.GiftVariant] += max(by.GiftQuantity, 1)
			continue
		}
		l.Discount, l.Reasons = money.Of(0, l.Price.Currency), nil
		goods = append(goods, promotion.Line{Key: fmt.Sprintf("%s %05d", l.VariantID, l.Line), ProductID: l.ProductID,
			Categories: w.above(w.items[l.VariantID].CategoryID), Price: l.Price.Amount, Quantity: l.Quantity})
		at = append(at, i)
	}
	r, lost := promotion.Again(goods, w.sold, facts)
	for k, x := range r.Lines {
		l := &o.Lines[at[k]]
		l.Discount.Amount, l.Reasons = x.Discount, x.Reasons
	}
	o.Discount.Amount, o.Promotions = r.Discount, r.Applied
	if r.Free != nil {
		o.Delivery.Amount = 0
	}
	for id, why := range lost {
		p.dropped = append(p.dropped, Dropped{promotion.Reason{PromotionID: id}, why})
	}
	p.gifts(before, w)
	return total(o)
}

// giftOf returns the promotion that a line is the gift of, nil for goods that are sold.
func giftOf(l order.Line, before order.Order, sold []promotion.Promotion) *promotion.Promotion {
	was, ok := before.LineByNumber(l.Line)
	if !ok || was.VariantID != l.VariantID || was.Price != l.Price || !isGift(was) {
		return nil
	}
	for i := range sold {
		if slices.ContainsFunc(was.Reasons, func(r promotion.Reason) bool { return r.PromotionID == sold[i].ID }) {
			return &sold[i]
		}
	}
	return nil
}

// gifts takes gifts off the order that nothing gives any more; what is in a parcel stays,
// and so does its promotion.
func (p *plan) gifts(before order.Order, w world) {
	o := &p.after
	o.Lines = slices.DeleteFunc(o.Lines, func(l order.Line) bool {
		by := giftOf(l, before, w.sold)
		if by == nil || slices.ContainsFunc(o.Promotions, func(r promotion.Reason) bool { return r.PromotionID == by.ID }) {
			return false
		}
		if w.packed[l.Line] == 0 {
			return true
		}
		o.Promotions = append(o.Promotions, l.Reasons[0])
		return false
	})
}

// above lists a category and those that it is in.
func (w world) above(id string) []string {
	var out []string
	for id != "" && !slices.Contains(out, id) {
		out = append(out, id)
		id = w.parents[id]
	}
	return out
}

// keep leaves promotions as they were sold. A discount shrinks with the goods that it was
// given for and does not grow with new ones; other goods, or a price of an operator's own,
// have none.
func keep(o *order.Order, before order.Order, own bool) error {
	kept, lines := int64(0), int64(0)
	given := map[string]int64{}
	for i := range o.Lines {
		l := &o.Lines[i]
		was, known := before.LineByNumber(l.Line)
		if known = known && was.VariantID == l.VariantID && was.Price == l.Price; known {
			kept += min(l.Quantity, was.Quantity) * l.Price.Amount
		}
		discounted(l, was, known)
		lines += l.Discount.Amount
		for _, r := range l.Reasons {
			given[r.PromotionID] += r.Amount
		}
	}
	rest := before.Discount.Amount
	for _, l := range before.Lines {
		rest -= l.Discount.Amount
	}
	o.Discount.Amount = min(lines+portion(max(rest, 0), kept, before.Items.Amount), o.Items.Amount)
	o.Promotions = nil
	for _, r := range before.Promotions {
		sum, ok := given[r.PromotionID]
		switch {
		case r.Kind == promotion.FreeDelivery && own:
			continue
		case r.Kind == promotion.FreeDelivery:
			r.Amount, o.Delivery.Amount = o.Delivery.Amount, 0
		case ok:
			r.Amount = sum
		case rest <= 0: // nothing of it is left
			continue
		}
		o.Promotions = append(o.Promotions, r)
	}
	return total(o)
}

func total(o *order.Order) error {
	for i := range o.Lines {
		l := &o.Lines[i]
		gross, err := l.Price.Times(l.Quantity)
		if err != nil {
			return err
		}
		l.Total = money.Of(gross.Amount-l.Discount.Amount, gross.Currency)
	}
	return nil
}

// drop names the promotions that the order had and has no more, with what they gave.
func (p *plan) drop(before order.Order) {
	var out []Dropped
	for _, r := range before.Promotions {
		same := func(x promotion.Reason) bool { return x.PromotionID == r.PromotionID }
		if slices.ContainsFunc(p.after.Promotions, same) {
			continue
		}
		d := Dropped{r, promotion.ProblemNoEffect}
		for _, x := range p.dropped {
			if same(x.Reason) {
				d.Why = x.Why
			}
		}
		out = append(out, d)
	}
	p.dropped = out
}

// discounted gives a line its part of the discount that it was sold with, reason by
// reason. The sum is rounded, not each reason, which together would take off more than
// the goods cost.
func discounted(l *order.Line, was order.Line, known bool) {
	l.Discount, l.Reasons = money.Of(0, l.Price.Currency), nil
	if !known {
		return
	}
	sold := int64(0)
	for _, r := range was.Reasons {
		sold += r.Amount
		r.Amount = portion(sold, l.Quantity, was.Quantity) - l.Discount.Amount
		l.Discount.Amount += r.Amount
		l.Reasons = append(l.Reasons, r)
	}
}

func goodsSum(o order.Order) (money.Money, error) {
	out := money.Of(0, o.Total.Currency)
	for _, l := range o.Lines {
		t, err := l.Price.Times(l.Quantity)
		if err != nil {
			return out, err
		}
		if out, err = out.Add(t); err != nil {
			return out, err
		}
	}
	return out, nil
}

// portion returns amount × part / whole, rounded half up; none of them is below zero and
// part is at most whole.
func portion(amount, part, whole int64) int64 {
	if whole <= 0 || part >= whole {
		return amount
	}
	hi, lo := bits.Mul64(uint64(amount), uint64(part))
	lo, carry := bits.Add64(lo, uint64(whole)/2, 0)
	q, _ := bits.Div64(hi+carry, lo, uint64(whole))
	return int64(q)
}
