package edit

import (
	"slices"
	"time"
	"unicode/utf8"

	"prilavok/core/cart"
	"prilavok/core/order"
	"prilavok/core/promotion"
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
	times   []cart.Slot   // of the delivery that is asked for, full ones too
	packed  map[int]int64 // pieces in parcels, by line
	last    int           // the highest line that a parcel names
	prices  bool          // prices other than the catalog's are allowed
	asked   bool          // a customer chooses: where times are offered, one must be chosen
	asSold  bool          // discounts and fees are those of the sale, whatever the goods
	keepFee bool          // the shop's rule
	sold    []promotion.Promotion
	parents map[string]string // of categories that are in another
	now     time.Time
}

// amend returns the order as it is with the changes. It is pure.
func amend(before order.Order, ch Changes, w world) (plan, error) {
	p := plan{after: before}
	p.after.Lines = slices.Clone(before.Lines)
	p.after.Delivery.Amount += waived(before) // a free delivery is taken off again at the end
	if err := amendLines(&p.after, ch, w); err != nil {
		return plan{}, err
	}
	if err := amendDelivery(&p, before, ch, w); err != nil {
		return plan{}, err
	}
	if err := amendFee(&p.after, before, ch, w); err != nil {
		return plan{}, err
	}
	if err := amendDetails(&p.after, ch); err != nil {
		return plan{}, err
	}
	if err := p.sum(before, ch, w); err != nil {
		return plan{}, err
	}
	if same(before, p.after) {
		return plan{}, order.ErrNoChange
	}
	return p, nil
}

func same(a, b order.Order) bool {
	return a.Total == b.Total && a.Delivery == b.Delivery && a.Name == b.Name && a.Phone == b.Phone && a.Comment == b.Comment && a.PaymentMethod == b.PaymentMethod &&
		a.Ship.MethodID == b.Ship.MethodID && a.Ship.ZoneID == b.Ship.ZoneID && a.Ship.Place.ID == b.Ship.Place.ID && a.Ship.Slot == b.Ship.Slot && a.Ship.City == b.Ship.City && a.Ship.Address == b.Ship.Address &&
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
	if isGift(*l) && !other && c.Price == nil && c.Quantity > l.Quantity {
		return order.ErrQuantity
	}
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

func amendDetails(o *order.Order, ch Changes) error {
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
