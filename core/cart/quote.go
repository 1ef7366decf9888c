package cart

import (
	"context"

	"prilavok/core/delivery"
	"prilavok/core/money"
	"prilavok/core/promotion"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// Quote says what the cart costs with a delivery, and what stands in the way of
// ordering it. Without a choice the delivery costs nothing yet.
func (s *Service) Quote(ctx context.Context, contactID string, choice Choice) (Quote, error) {
	var q Quote
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		q, err = s.QuoteNow(ctx, contactID, choice)
		return err
	})
	return q, err
}

// QuoteNow is Quote within the open unit of work, whatever its kind.
func (s *Service) QuoteNow(ctx context.Context, contactID string, choice Choice) (Quote, error) {
	sh, err := s.checkouts.ShopByID(ctx, txn.ShopID(ctx))
	if err != nil {
		return Quote{}, err
	}
	c, err := s.priced(ctx, contactID, sh.Currency)
	if err != nil {
		return Quote{}, err
	}
	list, err := s.methods.DeliveryMethods(ctx, false)
	if err != nil {
		return Quote{}, err
	}
	offers, err := s.offers(ctx, c)
	if err != nil {
		return Quote{}, err
	}
	q, err := Reckon(c, choice, list, sh.Settings.Orders, offers)
	if err != nil {
		return Quote{}, err
	}
	err = s.timed(ctx, &q, choice, sh)
	return q, err
}

// Reckon is the arithmetic of a quote for a cart without promotions and what they offer.
// It is pure. Least totals and sums from which a delivery is free are of the goods before
// any discount.
func Reckon(c Cart, choice Choice, methods []Method, rules shop.Orders, offers Offers) (Quote, error) {
	zero := money.Of(0, c.Items.Currency)
	q := Quote{Lines: c.Lines, Items: c.Items, Discount: zero, Delivery: zero, Code: c.Code, TakesCodes: c.TakesCodes, Rules: rules}
	if len(c.Lines) == 0 {
		q.Problems = append(q.Problems, Trouble{Code: ProblemEmpty})
	}
	q.Problems = append(q.Problems, lineTroubles(c.Lines)...)
	if len(c.Lines) > 0 && c.Items.Amount < rules.MinTotal {
		q.Problems = append(q.Problems, Trouble{Code: ProblemMinTotal, Amount: money.Of(rules.MinTotal, c.Items.Currency)})
	}
	if choice.MethodID != "" {
		q.deliver(choice, methods)
	}
	if err := q.promote(offers); err != nil {
		return Quote{}, err
	}
	total, err := q.Items.Add(q.Delivery)
	if err != nil {
		return Quote{}, err
	}
	q.Total, err = total.Add(money.Of(-q.Discount.Amount, q.Discount.Currency))
	return q, err
}

// promote applies what promotions offer to goods and delivery.
func (q *Quote) promote(offers Offers) error {
	var chosen *promotion.Delivery
	if q.Method != nil {
		chosen = &promotion.Delivery{MethodID: q.Method.ID, Fee: q.Delivery.Amount}
	}
	d, err := offers.apply(q.Lines, q.Items.Currency, chosen)
	if err != nil {
		return err
	}
	q.Lines, q.Discount, q.Promotions, q.Free, q.CodeTrouble = d.lines, d.discount, d.applied, d.free, d.trouble
	if q.Free != nil {
		q.Delivery.Amount = 0
	}
	for _, p := range offers.Promotions {
		if p.Limit > 0 {
			q.limited = append(q.limited, p.ID)
		}
	}
	return nil
}

func lineTroubles(lines []Line) []Trouble {
	var out []Trouble
	codes := map[Notice]Problem{NoticeGone: ProblemGone, NoticeOut: ProblemOut, NoticeShort: ProblemShort}
	for _, l := range lines {
		if code, bad := codes[l.Notice]; bad {
			out = append(out, Trouble{Code: code, VariantID: l.VariantID, Left: max(l.Left, 0)})
		}
	}
	return out
}

// deliver adds the chosen delivery to a quote, or what is wrong with the choice.
func (q *Quote) deliver(choice Choice, methods []Method) {
	m, ok := FindMethod(methods, choice.MethodID)
	if !ok || !m.Active {
		q.Problems = append(q.Problems, Trouble{Code: ProblemMethod})
		return
	}
	q.Method = &m
	if m.Kind == Pickup {
		p, ok := m.PointByID(choice.PointID)
		if !ok {
			q.Problems = append(q.Problems, Trouble{Code: ProblemNoPoint})
			return
		}
		q.Point = &p
	}
	if len(m.Zones) > 0 {
		z, ok := m.ZoneByID(choice.ZoneID)
		if !ok {
			q.Problems = append(q.Problems, Trouble{Code: ProblemZone})
			return
		}
		q.Zone = &z
	}
	if least := delivery.LeastTotal(m, q.Zone); q.Items.Amount < least {
		q.Problems = append(q.Problems, Trouble{Code: ProblemMinTotal, Amount: money.Of(least, q.Items.Currency)})
	}
	grams := q.Grams()
	if !delivery.CanCarry(m, q.Zone, grams) {
		q.Problems = append(q.Problems, Trouble{Code: ProblemHeavy})
	}
	q.Delivery = delivery.Cost(m, q.Zone, q.Items, grams)
}
