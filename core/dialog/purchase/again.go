package purchase

import (
	"context"
	"strings"

	"prilavok/core/catalog"
	"prilavok/core/inbox"
	"prilavok/core/markup"
	"prilavok/core/money"
	"prilavok/core/order"
)

// Repeated is one line of an order that was put into the cart again.
type Repeated struct {
	Line  order.Line
	Added int64       // pieces; fewer than were ordered when there are no more, 0 when none is to be had
	Price money.Money // today's, of one piece; zero when none is to be had
}

// Repeat puts what was ordered into its contact's cart, as far as it is to be had, at
// today's prices. Gifts come by themselves. It joins the open unit of work.
func (d *Desk) Repeat(ctx context.Context, o order.Order) ([]Repeated, error) {
	var ids []string
	for _, l := range o.Lines {
		ids = append(ids, l.VariantID)
	}
	offers, err := d.Catalog.Offers(ctx, ids)
	if err != nil {
		return nil, err
	}
	var out []Repeated
	for _, l := range o.Lines {
		if l.Price.IsZero() {
			continue
		}
		r := Repeated{Line: l}
		if x := offers[l.VariantID]; x.Product.Status == catalog.Active && x.Variant.Active {
			r.Added = min(l.Quantity, x.Variant.Available())
		}
		if r.Added > 0 {
			r.Price = offers[l.VariantID].Variant.Price
			if _, err := d.Carts.Add(ctx, o.ContactID, l.VariantID, r.Added); err != nil {
				return nil, err
			}
		}
		out = append(out, r)
	}
	return out, nil
}

// again repeats an order and says what is not as it was.
func (v *visit) again(ctx context.Context, ref string) error {
	o, err := v.own(ctx, ref)
	if err != nil {
		return err
	}
	list, err := v.Repeat(ctx, o)
	if err != nil {
		return err
	}
	v.ans.Changed = true
	var added int64
	var notes []string
	for _, r := range list {
		added += r.Added
		switch {
		case r.Added == 0:
			notes = append(notes, "• "+txtAgainGone.F(v.l, v.name(r.Line)))
			continue
		case r.Added < r.Line.Quantity:
			notes = append(notes, "• "+txtAgainFewer.F(v.l, v.name(r.Line), r.Added))
		}
		if r.Price != r.Line.Price {
			notes = append(notes, "• "+txtAgainPrice.F(v.l, v.name(r.Line), v.sum(r.Line.Price), markup.B(v.sum(r.Price))))
		}
	}
	text, buttons := txtAgain, rows(2, inbox.Button{Text: btnBuy.In(v.l), Action: actBuy, Style: "success"}, inbox.Button{Text: btnCart.In(v.l), Action: actCart})
	if added == 0 {
		text, buttons = txtAgainNone, v.Menu(ctx)
	}
	v.say(strings.Join(append([]string{text.F(v.l, markup.B("№ "+o.Number))}, notes...), "\n"), buttons...)
	return nil
}
