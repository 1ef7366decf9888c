package purchase

import (
	"context"
	"strconv"
	"strings"

	"prilavok/core/cart"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/order/edit"
	"prilavok/core/shop"
)

// mayChange says whether the visitor may change an order.
func (v *visit) mayChange(o order.Order) error {
	if o.Status != order.Placed {
		return order.ErrTooLate
	}
	if err := order.May(order.ActEdit, o.Status); err != nil {
		return err
	}
	return order.CustomerMay(o, v.me(), v.In.Shop.Settings.Orders)
}

// changeable finds an order of the visitor's that can still be changed; ok is false when
// the refusal has been said.
func (v *visit) changeable(ctx context.Context, ref string) (o order.Order, ok bool, err error) {
	if o, err = v.own(ctx, ref); err != nil {
		return o, false, err
	}
	if err := v.mayChange(o); err != nil {
		return o, false, v.refused(err)
	}
	return o, true, nil
}

// change offers what can be changed about an order.
func (v *visit) change(ctx context.Context, ref string) error {
	o, ok, err := v.changeable(ctx, ref)
	if !ok || err != nil {
		return err
	}
	var buttons [][]inbox.Button
	for _, l := range o.Lines {
		if !l.Price.IsZero() {
			buttons = append(buttons, button(strconv.FormatInt(l.Quantity, 10)+" × "+l.Title.In(v.l, v.def)+v.options(l.Options), act(actLine, o.Number, strconv.Itoa(l.Line))))
		}
	}
	var more []inbox.Button
	if o.Ship.Kind != cart.Pickup {
		more = append(more, inbox.Button{Text: btnAddress.In(v.l), Action: act(actTell, o.Number, askAddress)})
	}
	more = append(more, inbox.Button{Text: btnNote.In(v.l), Action: act(actTell, o.Number, askNote)})
	ways, err := v.deliveries(ctx, o)
	if err != nil {
		return err
	}
	buttons = append(append(append(buttons, rows(2, more...)...), ways...), button(btnBackTo.In(v.l), act(ActOrder, o.Number)))
	v.show(txtChangeWhat.F(v.l, markup.B("№ "+o.Number)), buttons...)
	return nil
}

// deliveries offers the other ways in which the goods may come, where one press is enough
// to choose: no zone to find and no time to pick.
func (v *visit) deliveries(ctx context.Context, o order.Order) (out [][]inbox.Button, err error) {
	list, err := v.Carts.Deliveries(ctx)
	if err != nil {
		return nil, err
	}
	for _, m := range list {
		if m.ID == o.Ship.MethodID || len(m.Zones) > 0 || m.Kind != cart.Pickup && o.Ship.Address == "" {
			continue
		}
		if times, err := v.Carts.Times(ctx, cart.Choice{MethodID: m.ID}); err != nil || len(times) > 0 {
			continue // a time is to be chosen: that is the operator's
		}
		if len(m.Points) == 0 {
			out = append(out, button("🚚 "+m.Title.In(v.l, v.def), act(actTry, o.Number, "d."+m.ID)))
		}
		for _, p := range m.Points {
			out = append(out, button("🚚 "+m.Title.In(v.l, v.def)+": "+p.Address.In(v.l, v.def), act(actTry, o.Number, "d."+m.ID+"."+p.ID)))
		}
	}
	return out, nil
}

// lineOf finds a line of an order that can still be changed; ok is false when something
// else has been said instead.
func (v *visit) lineOf(ctx context.Context, rest string) (o order.Order, l order.Line, ok bool, err error) {
	ref, n := cut(rest)
	if o, ok, err = v.changeable(ctx, ref); !ok || err != nil {
		return o, l, false, err
	}
	if l, ok = o.LineByNumber(number(n)); !ok {
		return o, l, false, v.change(ctx, ref)
	}
	return o, l, true, nil
}

// line offers what can be done about one line.
func (v *visit) line(ctx context.Context, rest string) error {
	o, l, ok, err := v.lineOf(ctx, rest)
	if !ok || err != nil {
		return err
	}
	n := strconv.Itoa(l.Line)
	try := func(text, change string) inbox.Button {
		return inbox.Button{Text: text, Action: act(actTry, o.Number, change)}
	}
	buttons := []inbox.Button{}
	if l.Quantity > 1 {
		buttons = append(buttons, try("− 1", "q."+n+"."+strconv.FormatInt(l.Quantity-1, 10)))
	}
	buttons = append(buttons, try("+ 1", "q."+n+"."+strconv.FormatInt(l.Quantity+1, 10)))
	others, err := v.others(ctx, l)
	if err != nil {
		return err
	}
	if len(others) > 0 {
		buttons = append(buttons, inbox.Button{Text: btnSwap.In(v.l), Action: act(actSwap, o.Number, n)})
	}
	if len(o.Lines) > 1 {
		buttons = append(buttons, try(btnDrop.In(v.l), "r."+n))
	}
	v.show(markup.B(v.name(l))+"\n"+strconv.FormatInt(l.Quantity, 10)+" × "+v.sum(l.Price), append(rows(2, buttons...), button(btnBackTo.In(v.l), act(actChange, o.Number)))...)
	return nil
}

// other is a variant that a line may become.
type other struct {
	id, title string
}

// others lists the variants of a line's product that can be had instead.
func (v *visit) others(ctx context.Context, l order.Line) (out []other, err error) {
	p, err := v.Catalog.Product(ctx, l.ProductID)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, x := range p.Sellable() {
		if x.ID == l.VariantID || x.Available() < l.Quantity {
			continue
		}
		var parts []string
		for _, a := range x.Options {
			parts = append(parts, a.Value.In(v.l, v.def))
		}
		out = append(out, other{x.ID, strings.Join(append(parts, v.sum(x.Price)), " · ")})
	}
	return out, nil
}

// swap offers another size or color of a line's product.
func (v *visit) swap(ctx context.Context, rest string) error {
	o, l, ok, err := v.lineOf(ctx, rest)
	if !ok || err != nil {
		return err
	}
	n := strconv.Itoa(l.Line)
	list, err := v.others(ctx, l)
	if err != nil {
		return err
	}
	var buttons [][]inbox.Button
	for _, x := range list {
		buttons = append(buttons, button(x.title, act(actTry, o.Number, "v."+n+"."+x.id)))
	}
	v.show(txtSwapFor.F(v.l, markup.B(v.name(l))), append(buttons, button(btnBackTo.In(v.l), act(actLine, o.Number, n)))...)
	return nil
}

// tell asks for a new address or note in words.
func (v *visit) tell(ctx context.Context, rest string) error {
	ref, what := cut(rest)
	o, ok, err := v.changeable(ctx, ref)
	if !ok || err != nil {
		return err
	}
	text := txtTellAddress
	if what != askAddress {
		what, text = askNote, txtTellNote
	}
	if err := v.wait(ctx, question{Ask: what, Order: o.Number}); err != nil {
		return err
	}
	v.show(text.F(v.l, markup.B("№ "+o.Number)), button(btnKeep.In(v.l), act(actKeep, o.Number)))
	return nil
}

// changes reads a change as a button names it: "q.LINE.QUANTITY", "r.LINE", "v.LINE.VARIANT",
// "d.METHOD.POINT"; "a" and "n" are the words that were told. It is checked by the edit.
func (v *visit) changes(o order.Order, change string) (c edit.Changes, ok bool) {
	part := strings.SplitN(change, ".", 3)
	arg := func(i int) string {
		if i < len(part) {
			return part[i]
		}
		return ""
	}
	q := v.open(o.Number)
	switch part[0] {
	case "q":
		c.Lines = []edit.LineChange{{Line: number(arg(1)), Quantity: int64(number(arg(2)))}}
		return c, c.Lines[0].Quantity > 0
	case "r":
		c.Lines = []edit.LineChange{{Line: number(arg(1)), Remove: true}}
		return c, true
	case "v":
		c.Lines = []edit.LineChange{{Line: number(arg(1)), VariantID: arg(2)}}
		return c, arg(2) != ""
	case "d":
		c.Delivery = &edit.DeliveryChange{Choice: cart.Choice{MethodID: arg(1), PointID: arg(2)}, City: o.Ship.City}
		return c, arg(1) != ""
	case "a":
		c.Address = &q.Text
	case "n":
		c.Comment = &q.Text
	}
	return c, q.Ask == askNothing && q.Text != ""
}

// try shows what a change comes to.
func (v *visit) try(ctx context.Context, rest string) error {
	ref, change := cut(rest)
	o, ok, err := v.changeable(ctx, ref)
	if !ok || err != nil {
		return err
	}
	return v.preview(ctx, o, change)
}

func (v *visit) preview(ctx context.Context, o order.Order, change string) error {
	c, ok := v.changes(o, change)
	if !ok {
		return v.change(ctx, o.Number)
	}
	got, err := v.Edits.PreviewEdit(ctx, edit.Request{OrderID: o.ID, Revision: o.Revision, Changes: c, By: v.me()})
	if err != nil {
		return err
	}
	v.show(ChangeText(got, v.In.Shop, v.l),
		rows(2, inbox.Button{Text: btnChangeYes.In(v.l), Action: act(actDo, o.Number, strconv.FormatInt(o.Revision, 10), change), Style: "success"},
			inbox.Button{Text: btnKeep.In(v.l), Action: act(actKeep, o.Number)})...)
	return nil
}

// ChangeText asks whether an order is to be changed: what changes, and what that costs.
func ChangeText(e edit.Edited, sh shop.Shop, l lang.Lang) string {
	v := shopOnly(sh, l)
	return txtSureChange.F(l, markup.B("№ "+e.Before.Number)) + "\n\n" + strings.Join(append(v.differences(e), v.difference(e)), "\n")
}

// ChangedText says that it was changed.
func ChangedText(e edit.Edited, sh shop.Shop, l lang.Lang) string {
	return txtChanged.F(l, markup.B("№ "+e.Before.Number)) + "\n" + shopOnly(sh, l).difference(e)
}

// shopOnly is a visit that words can be written with, and nothing done.
func shopOnly(sh shop.Shop, l lang.Lang) *visit {
	return &visit{Visit: Visit{In: inbox.TurnInput{Shop: sh}, Lang: l}, l: l, def: sh.DefaultLang()}
}

// differences lists what an edit changes, in words.
func (v *visit) differences(e edit.Edited) (out []string) {
	was := map[int]order.Line{}
	for _, l := range e.Before.Lines {
		was[l.Line] = l
	}
	for _, l := range e.After.Lines {
		old, had := was[l.Line]
		delete(was, l.Line)
		switch {
		case !had:
			out = append(out, "+ "+v.name(l)+" — "+strconv.FormatInt(l.Quantity, 10)+" × "+v.sum(l.Price))
		case old.VariantID != l.VariantID:
			out = append(out, v.name(old)+" → "+v.name(l)+", "+v.sum(l.Price))
		case old.Quantity != l.Quantity:
			out = append(out, v.name(l)+": "+strconv.FormatInt(old.Quantity, 10)+" → "+strconv.FormatInt(l.Quantity, 10))
		}
	}
	for _, l := range e.Before.Lines {
		if _, gone := was[l.Line]; gone {
			out = append(out, "− "+v.name(l))
		}
	}
	b, a := e.Before, e.After
	if b.Ship.MethodID != a.Ship.MethodID || b.Ship.Place.ID != a.Ship.Place.ID {
		out = append(out, txtShipping.F(v.l, markup.Esc(a.Ship.Title.In(v.l, v.def))+", "+v.cost(a.Delivery)))
	}
	if b.Ship.Address != a.Ship.Address && a.Ship.Address != "" {
		out = append(out, txtNewAddress.F(v.l, markup.Esc(a.Ship.Address)))
	}
	if b.Comment != a.Comment {
		out = append(out, txtNewNote.F(v.l, markup.Esc(a.Comment)))
	}
	for _, d := range e.Dropped {
		out = append(out, markup.I(txtPromoGone.F(v.l, markup.Esc(d.Title.In(v.l, v.def)))))
	}
	return out
}

// difference says what an edit costs more or less.
func (v *visit) difference(e edit.Edited) string {
	if e.Before.Total == e.After.Total {
		return txtSameTotal.F(v.l, markup.B(v.sum(e.After.Total)))
	}
	s := txtTotalFrom.F(v.l, v.sum(e.Before.Total), markup.B(v.sum(e.After.Total)))
	paid := e.After.Captured.Amount - e.After.Refunded.Amount
	switch sum := v.sum(money.Of(max(e.Difference, -e.Difference), e.After.Total.Currency)); {
	case paid <= 0:
	case e.Difference > 0:
		s += "\n" + txtPayMore.F(v.l, markup.B(sum))
	case v.In.Shop.Settings.Payments.Difference == shop.Refund:
		s += "\n" + txtGetBack.F(v.l, markup.B(sum))
	default:
		s += "\n" + txtGetByHand.F(v.l, markup.B(sum))
	}
	return s
}

// do changes an order as the visitor was shown it. The revision is what makes a second
// press, and a press after somebody else's change, do nothing.
func (v *visit) do(ctx context.Context, rest string) error {
	ref, rest := cut(rest)
	revision, change := cut(rest)
	o, ok, err := v.changeable(ctx, ref)
	if !ok || err != nil {
		return err
	}
	c, known := v.changes(o, change)
	seen, _ := strconv.ParseInt(revision, 10, 64)
	if !known || seen != o.Revision {
		return v.card2(ctx, o)
	}
	got, err := v.Edits.Edit(ctx, edit.Request{OrderID: o.ID, Revision: seen, Changes: c, By: v.me()})
	if err != nil {
		return err
	}
	if err := v.forget(ctx); err != nil {
		return err
	}
	v.ans.Changed = true
	v.show(ChangedText(got, v.In.Shop, v.l), button(btnThisOrder.In(v.l), act(ActOrder, o.Number)))
	return v.MoreToPay(ctx, v.Visit, got)
}

// MoreToPay sends, in the open unit of work, the link for what an edit has left to pay.
func (d *Desk) MoreToPay(ctx context.Context, x Visit, e edit.Edited) error {
	if e.After.Balance().Amount <= 0 || e.Difference == 0 {
		return nil
	}
	return d.Link(ctx, x, e.After)
}

// number reads a line's number or a quantity; -1 when it is none.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n > 10_000 {
		return -1
	}
	return n
}
