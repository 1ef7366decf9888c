package edit

import (
	"context"
	"slices"

	"prilavok/core/order"
	"prilavok/core/promotion"
)

// see reads what a change of goods or of the delivery depends on.
func (s *Service) see(ctx context.Context, o order.Order, r Request, w *world) error {
	if len(r.Lines) == 0 && r.Delivery == nil {
		return nil
	}
	w.asSold = r.ours || r.KeepDiscounts || o.Returned.Amount > 0 || o.Goods.Returned > 0
	if err := s.lookUp(ctx, o, r.Lines, w); err != nil {
		return err
	}
	var err error
	if r.Delivery != nil || o.Ship.MethodID != "" && !w.asSold && !w.keepFee {
		if w.methods, err = s.carts.Deliveries(ctx); err != nil {
			return err
		}
	}
	if r.Delivery != nil && r.Delivery.Slot != "" {
		if w.times, err = s.carts.Times(ctx, r.Delivery.Choice); err != nil {
			return err
		}
	}
	if w.asSold || len(o.Promotions) == 0 {
		return nil
	}
	return s.recall(ctx, o, w)
}

// recall reads the promotions that an order was sold with, under the titles of then. Where
// not all of them are known any more, none is: the order's discounts stay as sold.
func (s *Service) recall(ctx context.Context, o order.Order, w *world) error {
	list, err := s.deals.UsedPromotions(ctx, o.ID)
	if err != nil {
		return err
	}
	categories := false
	for _, r := range o.Promotions {
		i := slices.IndexFunc(list, func(p promotion.Promotion) bool { return p.ID == r.PromotionID })
		if i < 0 {
			w.asSold, w.sold = true, nil
			return nil
		}
		list[i].Title = r.Title
		w.sold = append(w.sold, list[i])
		categories = categories || len(list[i].Categories) > 0
	}
	if !categories {
		return nil
	}
	w.parents = map[string]string{}
	all, err := s.deals.CategoryList(ctx)
	for _, c := range all {
		if c.ParentID != "" {
			w.parents[c.ID] = c.ParentID
		}
	}
	return err
}

// lookUp reads the variants that the change names and what parcels hold.
func (s *Service) lookUp(ctx context.Context, o order.Order, list []LineChange, w *world) error {
	var ids []string
	for _, l := range o.Lines {
		ids = append(ids, l.VariantID)
	}
	for _, c := range list {
		if c.VariantID != "" && !slices.Contains(ids, c.VariantID) {
			ids = append(ids, c.VariantID)
		}
	}
	var err error
	if w.items, err = s.shelf.Items(ctx, ids); err != nil {
		return err
	}
	parcels, err := s.store.FulfillmentsOf(ctx, o.ID)
	if err != nil {
		return err
	}
	w.packed = order.PackedOf(parcels)
	for _, f := range parcels {
		for _, p := range f.Lines {
			w.last = max(w.last, p.Line)
		}
	}
	return nil
}

// told is what the timeline keeps of an edit.
func told(e Edited) map[string]any {
	out := map[string]any{"difference": e.Difference, "balance": e.After.Balance().Amount, "before": summary(e.Before), "after": summary(e.After)}
	if len(e.Dropped) > 0 {
		lost := make([]map[string]any, len(e.Dropped))
		for i, d := range e.Dropped {
			lost[i] = map[string]any{"promotion_id": d.PromotionID, "title": d.Title, "amount": d.Amount, "why": string(d.Why)}
		}
		out["promotions_dropped"] = lost
	}
	return out
}

// summary is what a timeline keeps of an order before and after an edit.
func summary(o order.Order) map[string]any {
	lines := make([]map[string]any, len(o.Lines))
	for i, l := range o.Lines {
		lines[i] = map[string]any{"line": l.Line, "variant_id": l.VariantID, "sku": l.SKU, "quantity": l.Quantity, "price": l.Price.Amount, "total": l.Total.Amount}
	}
	return map[string]any{"lines": lines, "items": o.Items.Amount, "discount": o.Discount.Amount, "delivery": o.Delivery.Amount, "total": o.Total.Amount,
		"currency": o.Total.Currency, "method": o.Ship.MethodID, "city": o.Ship.City, "address": o.Ship.Address, "name": o.Name, "phone": o.Phone,
		"comment": o.Comment, "payment_method": string(o.PaymentMethod)}
}
