package edit

import (
	"prilavok/core/cart"
	"prilavok/core/delivery"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/promotion"
)

// amendDelivery takes the chosen delivery over, at its fee before any promotion.
func amendDelivery(p *plan, before order.Order, ch Changes, w world) error {
	o := &p.after
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
	q, err := quoted(d.Choice, w.methods)
	if err != nil {
		return err
	}
	if q.Slot, err = p.time(before, *d, q, w); err != nil {
		return err
	}
	o.Ship = order.ShippingOf(q, order.Request{City: d.City, Address: o.Ship.Address})
	fee, grams, err := feeOf(*o, q, w)
	if err != nil {
		return err
	}
	if !delivery.CanCarry(*q.Method, q.Zone, grams) {
		return order.ErrDelivery
	}
	if sameWay(before, *o) { // only its time or place is another: not dearer than as sold
		fee.Amount = min(fee.Amount, soldFee(before))
	}
	if d.Price != nil {
		fee.Amount = *d.Price
	}
	o.Delivery, o.Ship.Fee = fee, fee.Amount
	if sameWay(before, *o) && d.Price == nil {
		o.Ship.Fee = soldFee(before)
	}
	return nil
}

// quoted finds what a choice names.
func quoted(c cart.Choice, methods []cart.Method) (cart.Quote, error) {
	m, ok := cart.FindMethod(methods, c.MethodID)
	if !ok {
		return cart.Quote{}, order.ErrDelivery
	}
	q := cart.Quote{Method: &m}
	if m.Kind == cart.Pickup {
		place, ok := m.PointByID(c.PointID)
		if !ok {
			return cart.Quote{}, order.ErrDelivery
		}
		q.Point = &place
	}
	if len(m.Zones) > 0 {
		z, ok := m.ZoneByID(c.ZoneID)
		if !ok {
			return cart.Quote{}, order.ErrDelivery
		}
		q.Zone = &z
	}
	return q, nil
}

// time finds the chosen time. Within the same way of delivery the one that is booked
// stays unless another is asked for; an operator may leave it open.
func (p *plan) time(before order.Order, d DeliveryChange, q cart.Quote, w world) (*cart.Slot, error) {
	schedule, _ := delivery.ScheduleOf(*q.Method, d.ZoneID)
	had := before.Ship.Slot
	same := had.Date != "" && before.Ship.MethodID == d.MethodID && before.Ship.ZoneID == d.ZoneID
	switch {
	case !schedule.Set():
		return nil, nil
	case same && (d.Slot == "" || d.Slot == had.Key()):
		p.slotKept = true
		return &cart.Slot{Period: had}, nil
	case d.Slot == "" && w.asked:
		return nil, order.ErrNoSlot
	case d.Slot == "":
		return nil, nil
	}
	slot, ok := delivery.Find(w.times, d.Slot)
	if !ok || slot.Left == 0 {
		return nil, order.ErrSlotTaken
	}
	p.slot = &slot
	return &slot, nil
}

// amendFee reckons the fee anew where other goods cross the sum, or the weight, that it
// depends on: never above the fee as sold.
func amendFee(o *order.Order, before order.Order, ch Changes, w world) error {
	if ch.Delivery != nil || len(ch.Lines) == 0 || w.asSold || w.keepFee || o.Goods.Sent > 0 {
		return nil
	}
	q, err := quoted(cart.Choice{MethodID: o.Ship.MethodID, ZoneID: o.Ship.ZoneID, PointID: o.Ship.Place.ID}, w.methods)
	if err != nil {
		return nil // the way is no longer offered: its fee stays
	}
	was, _, err := feeOf(before, q, w)
	if err != nil {
		return err
	}
	fee, _, err := feeOf(*o, q, w)
	switch {
	case err != nil || fee == was:
		return err
	case o.Status != order.Draft:
		o.Delivery.Amount = min(fee.Amount, soldFee(before))
	case o.Delivery == was: // a draft's own fee stays
		o.Delivery = fee
	}
	return nil
}

// feeOf is what a delivery of an order's goods costs today.
func feeOf(o order.Order, q cart.Quote, w world) (fee money.Money, grams int64, err error) {
	items, err := goodsSum(o)
	for _, l := range o.Lines {
		grams += w.items[l.VariantID].Grams * l.Quantity
	}
	return delivery.Cost(*q.Method, q.Zone, items, grams), grams, err
}

func sameWay(a, b order.Order) bool {
	return a.Ship.MethodID == b.Ship.MethodID && a.Ship.ZoneID == b.Ship.ZoneID && a.Status != order.Draft
}

// soldFee is what the delivery cost when it was chosen, before any promotion.
func soldFee(o order.Order) int64 { return max(o.Ship.Fee, o.Delivery.Amount+waived(o)) }

// waived is what a promotion has taken off the delivery.
func waived(o order.Order) int64 {
	for _, r := range o.Promotions {
		if r.Kind == promotion.FreeDelivery {
			return r.Amount
		}
	}
	return 0
}
