package edit

import (
	"math/bits"
	"slices"
	"unicode/utf8"

	"prilavok/core/cart"
	"prilavok/core/delivery"
	"prilavok/core/money"
	"prilavok/core/order"
)

// Limits of an order that is edited.
const (
	maxPieces = 9999
	maxLines  = 200
)

// world is what an edit must know besides the order.
type world struct {
	items   map[string]cart.Item // variants of the order and those asked for
	methods []cart.Method
	packed  map[int]int64 // pieces in parcels, by line
	last    int           // the highest line that a parcel names
	prices  bool          // prices other than the catalog's are allowed
}

// amend returns the order as it is with the changes. It is pure.
func amend(o order.Order, ch Changes, w world) (order.Order, error) {
	before := o
	o.Lines = slices.Clone(o.Lines)
	for _, step := range []func(*order.Order, Changes, world) error{amendLines, amendDelivery, amendDetails} {
		if err := step(&o, ch, w); err != nil {
			return order.Order{}, err
		}
	}
	if err := sum(&o, before); err != nil {
		return order.Order{}, err
	}
	if same(before, o) {
		return order.Order{}, order.ErrNoChange
	}
	return o, nil
}

func same(a, b order.Order) bool {
	return a.Total == b.Total && a.Delivery == b.Delivery && a.Name == b.Name && a.Phone == b.Phone && a.Comment == b.Comment && a.PaymentMethod == b.PaymentMethod &&
		a.Ship.MethodID == b.Ship.MethodID && a.Ship.ZoneID == b.Ship.ZoneID && a.Ship.City == b.Ship.City && a.Ship.Address == b.Ship.Address &&
		slices.EqualFunc(a.Lines, b.Lines, func(x, y order.Line) bool {
			return x.Line == y.Line && x.VariantID == y.VariantID && x.Quantity == y.Quantity && x.Price == y.Price
		})
}

func amendLines(o *order.Order, ch Changes, w world) error {
	next := w.last + 1
	for _, l := range o.Lines {
		next = max(next, l.Line+1)
	}
	seen := map[int]bool{}
	for _, c := range ch.Lines {
		if c.Price != nil && (!w.prices || *c.Price < 0) {
			return order.ErrPriceOverride
		}
		if c.Line == 0 {
			if err := addLine(o, c, w, next); err != nil {
				return err
			}
			next++
			continue
		}
		i := slices.IndexFunc(o.Lines, func(l order.Line) bool { return l.Line == c.Line })
		if i < 0 || seen[c.Line] {
			return order.ErrNoLine
		}
		seen[c.Line] = true
		if err := changeLine(o, i, c, w); err != nil {
			return err
		}
	}
	switch {
	case len(o.Lines) > maxLines:
		return order.ErrQuantity
	case len(o.Lines) == 0 && len(ch.Lines) > 0 && o.Status != order.Draft:
		return order.ErrEmpty
	}
	return nil
}

// addLine puts a variant on the order at today's price.
func addLine(o *order.Order, c LineChange, w world, number int) error {
	it, ok := w.items[c.VariantID]
	switch {
	case c.Remove || c.Quantity < 1 || c.Quantity > maxPieces:
		return order.ErrQuantity
	case !ok || !it.Sold || it.Price.Currency != o.Total.Currency:
		return order.ErrNotForSale
	}
	l := order.Line{Line: number, Quantity: c.Quantity}
	become(&l, it)
	if c.Price != nil {
		l.Price.Amount = *c.Price
	}
	o.Lines = append(o.Lines, l)
	return nil
}

// become takes over what a variant is today.
func become(l *order.Line, it cart.Item) {
	l.ProductID, l.VariantID, l.SKU, l.Title, l.Options, l.Image, l.Price = it.ProductID, it.VariantID, it.SKU, it.Title, it.Options, it.Image, it.Price
}

// changeLine changes the i-th line or takes it out.
func changeLine(o *order.Order, i int, c LineChange, w world) error {
	l := &o.Lines[i]
	other := c.VariantID != "" && c.VariantID != l.VariantID
	floor := w.packed[l.Line]
	if floor > 0 && (c.Remove || other || c.Price != nil) || c.Quantity != 0 && c.Quantity < floor {
		return order.ErrLinePacked
	}
	if c.Remove {
		o.Lines = slices.Delete(o.Lines, i, i+1)
		return nil
	}
	if other {
		it, ok := w.items[c.VariantID]
		if !ok || !it.Sold || it.Price.Currency != o.Total.Currency {
			return order.ErrNotForSale
		}
		become(l, it)
	}
	if c.Price != nil {
		l.Price.Amount = *c.Price
	}
	if c.Quantity != 0 {
		l.Quantity = c.Quantity
	}
	if l.Quantity < 1 || l.Quantity > maxPieces {
		return order.ErrQuantity
	}
	return nil
}

func amendDelivery(o *order.Order, ch Changes, w world) error {
	moved := ch.Delivery != nil || ch.Address != nil && *ch.Address != o.Ship.Address
	if moved && o.Goods.Sent > 0 {
		return order.ErrSent
	}
	if ch.Address != nil {
		o.Ship.Address = *ch.Address
	}
	d := ch.Delivery
	if d == nil {
		return nil
	}
	if d.Price != nil && (!w.prices || *d.Price < 0) {
		return order.ErrPriceOverride
	}
	m, ok := cart.FindMethod(w.methods, d.MethodID)
	if !ok {
		return order.ErrDelivery
	}
	q := cart.Quote{Method: &m}
	if m.Kind == cart.Pickup {
		place, ok := m.PointByID(d.PointID)
		if !ok {
			return order.ErrDelivery
		}
		q.Point = &place
	}
	if len(m.Zones) > 0 {
		z, ok := m.ZoneByID(d.ZoneID)
		if !ok {
			return order.ErrDelivery
		}
		q.Zone = &z
	}
	o.Ship = order.ShippingOf(q, order.Request{City: d.City, Address: o.Ship.Address})
	items, err := goodsSum(*o)
	if err != nil {
		return err
	}
	grams := int64(0)
	for _, l := range o.Lines {
		grams += w.items[l.VariantID].Grams * l.Quantity
	}
	if !delivery.CanCarry(m, q.Zone, grams) {
		return order.ErrDelivery
	}
	o.Delivery = delivery.Cost(m, q.Zone, items, grams)
	if d.Price != nil {
		o.Delivery.Amount = *d.Price
	}
	return nil
}

func amendDetails(o *order.Order, ch Changes, w world) error {
	if ch.Name != nil {
		name, bad := cart.CleanName(*ch.Name)
		if bad != "" {
			return order.ErrDetails
		}
		o.Name = name
	}
	if ch.Phone != nil {
		phone, ok := cart.Phone(*ch.Phone)
		if !ok {
			return order.ErrDetails
		}
		o.PhoneVerified = o.PhoneVerified && phone == o.Phone
		o.Phone = phone
	}
	if ch.Comment != nil {
		o.Comment = *ch.Comment
	}
	if ch.PaymentMethod != nil {
		o.PaymentMethod = *ch.PaymentMethod
	}
	moved := ch.Address != nil || ch.Delivery != nil
	if moved && o.Status != order.Draft && (o.Ship.MethodID == "" || o.Ship.Kind != cart.Pickup) {
		if _, bad := cart.CleanAddress(o.Ship.Address); bad != "" {
			return order.ErrDetails
		}
	}
	if utf8.RuneCountInString(o.Comment) > 1000 || len(o.PaymentMethod) > 100 {
		return order.ErrDetails
	}
	return nil
}

// sum adds an order up anew. A discount shrinks with the goods that it was given for and
// does not grow with new ones; other goods, or a price of an operator's own, have none.
func sum(o *order.Order, before order.Order) error {
	kept, lines := int64(0), int64(0)
	for i := range o.Lines {
		l := &o.Lines[i]
		gross, err := l.Price.Times(l.Quantity)
		if err != nil {
			return err
		}
		was, known := before.LineByNumber(l.Line)
		if known = known && was.VariantID == l.VariantID && was.Price == l.Price; known {
			kept += min(l.Quantity, was.Quantity) * l.Price.Amount
		}
		discounted(l, was, known)
		lines += l.Discount.Amount
		l.Total = money.Of(gross.Amount-l.Discount.Amount, gross.Currency)
	}
	items, err := goodsSum(*o)
	if err != nil {
		return err
	}
	o.Items = items
	rest := before.Discount.Amount
	for _, l := range before.Lines {
		rest -= l.Discount.Amount
	}
	o.Discount.Amount = min(lines+portion(max(rest, 0), kept, before.Items.Amount), items.Amount)
	total, err := o.Items.Add(o.Delivery)
	if err != nil {
		return err
	}
	o.Total, err = total.Add(money.Of(-o.Discount.Amount, o.Discount.Currency))
	return err
}

// discounted gives a line its part of the discount that it was sold with, reason by
// reason.
func discounted(l *order.Line, was order.Line, known bool) {
	l.Discount, l.Reasons = money.Of(0, l.Price.Currency), nil
	if !known {
		return
	}
	for _, r := range was.Reasons {
		r.Amount = portion(r.Amount, l.Quantity, was.Quantity)
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
