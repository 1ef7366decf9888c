package purchase

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"prilavok/core/cart"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/promotion"
	"prilavok/core/shop"
)

// shown is how many orders a list shows.
const shown = 5

// list shows a page of the visitor's orders, the newest first; one order is shown at once.
func (v *visit) list(ctx context.Context, cursor string) error {
	page, err := v.Orders.ForContact(ctx, v.In.Contact.ID, cursor, shown)
	if err != nil {
		return err
	}
	switch {
	case len(page.Orders) == 0:
		v.say(txtNoOrders.In(v.l), v.Menu(ctx)...)
		return nil
	case len(page.Orders) == 1 && cursor == "":
		return v.card2(ctx, page.Orders[0])
	}
	var b strings.Builder
	b.WriteString(markup.B(txtYourOrders.In(v.l)))
	var buttons []inbox.Button
	for _, o := range page.Orders {
		b.WriteString("\n\n" + markup.B("№ "+o.Number) + " · " + v.date(o) + "\n" + v.state(o) + ", " + v.sum(o.Total))
		buttons = append(buttons, inbox.Button{Text: "№ " + o.Number, Action: act(ActOrder, o.Number)})
	}
	way := []inbox.Button{{Text: btnMenu.In(v.l), Action: actMenu}}
	if page.Next != "" {
		way = append(way, button(btnOlder.In(v.l), act(ActOrders, page.Next))...)
	}
	v.show(b.String(), append(rows(3, buttons...), way)...)
	return nil
}

// card shows one order.
func (v *visit) card(ctx context.Context, ref string) error {
	o, err := v.own(ctx, ref)
	if err != nil {
		return err
	}
	return v.card2(ctx, o)
}

func (v *visit) card2(_ context.Context, o order.Order) error {
	v.show(v.cardText(o), v.cardButtons(o)...)
	return nil
}

func (v *visit) cardText(o order.Order) string {
	var b strings.Builder
	row := func(s string) {
		if s != "" {
			b.WriteString("\n" + s)
		}
	}
	b.WriteString(markup.B(txtOrder.F(v.l, "№ "+o.Number)) + " · " + v.date(o) + "\n" + capital(v.state(o)) + "\n")
	for _, l := range o.Lines {
		row("• " + markup.Esc(l.Title.In(v.l, v.def)+v.options(l.Options)) + " — " + strconv.FormatInt(l.Quantity, 10) + " × " + v.sum(l.Price))
		for _, r := range l.Reasons {
			row(markup.I("🏷 " + r.Text(v.l, o.Total.Currency)))
		}
	}
	b.WriteString("\n")
	if !o.Discount.IsZero() {
		row(txtDiscount.F(v.l, v.sum(o.Discount)))
	}
	row(txtShipping.F(v.l, v.cost(o.Delivery)) + " (" + markup.Esc(o.Ship.Title.In(v.l, v.def)) + ")")
	for _, r := range o.Promotions {
		if r.Kind == promotion.FreeDelivery {
			row(markup.I("🏷 " + r.Title.In(v.l, v.def)))
		}
	}
	row(markup.Esc(o.Ship.Place.Address.In(v.l, v.def)))
	row(markup.Esc(strings.TrimPrefix(strings.TrimSuffix(o.Ship.City+", "+o.Ship.Address, ", "), ", ")))
	if when := o.Ship.Slot.Text(v.l); when != "" {
		row(txtSlot.F(v.l, when))
	} else if o.Status == order.Placed {
		row(v.days(o.Ship.DaysFrom, o.Ship.DaysTo))
	}
	row(markup.B(txtTotal.F(v.l, v.sum(o.Total))))
	for _, s := range v.money(o) {
		row(s)
	}
	return b.String()
}

// money says how an order is paid, what is still due and until when the goods wait for it.
func (v *visit) money(o order.Order) []string {
	if o.Status == order.Draft || o.Status == order.Canceled && o.Captured.IsZero() {
		return nil
	}
	text := o.PaymentMethod.Text(v.l)
	if o.PaymentMethod.Prepaid() || o.Payment != order.NotPaid {
		text += ", " + o.Payment.Text(v.l)
	}
	out := []string{txtPayment.F(v.l, text)}
	if due := o.Balance(); o.Status == order.Placed && due.Amount > 0 && due.Amount < o.Total.Amount {
		out = append(out, txtDue.F(v.l, v.sum(due)))
	}
	if o.Status == order.Placed && !o.ReservedUntil.IsZero() {
		out = append(out, txtKept.F(v.l, clock(o.ReservedUntil, v.Now(), v.In.Shop, v.l)))
	}
	return out
}

func (v *visit) cardButtons(o order.Order) [][]inbox.Button {
	var out [][]inbox.Button
	if o.Unpaid() && o.PaymentMethod.Prepaid() {
		out = append(out, []inbox.Button{{Text: btnPayNow.In(v.l), Action: act(ActPay, o.Number), Style: "success"}, {Text: btnOtherWay.In(v.l), Action: act(actWays, o.Number)}})
	}
	var do []inbox.Button
	if v.mayChange(o) == nil {
		do = append(do, inbox.Button{Text: btnChange.In(v.l), Action: act(actChange, o.Number)})
	}
	if v.mayCancel(o) == nil {
		do = append(do, inbox.Button{Text: btnCancel.In(v.l), Action: act(actCancel, o.Number)})
	}
	if v.mayReturn(o) {
		do = append(do, inbox.Button{Text: btnReturn.In(v.l), Action: act(actBack, o.Number)})
	}
	do = append(do, inbox.Button{Text: btnHistory.In(v.l), Action: act(actHistory, o.Number)}, inbox.Button{Text: btnAgain.In(v.l), Action: act(actAgain, o.Number)})
	out = append(out, rows(2, do...)...)
	return append(out, []inbox.Button{{Text: btnHuman.In(v.l), Action: actHuman}, {Text: btnMenu.In(v.l), Action: actMenu}})
}

// MayCancel says whether a customer may cancel an order by the shop's rules; money that is
// here is no obstacle, it is given back.
func MayCancel(o order.Order, by order.Actor, sh shop.Shop) error {
	if err := order.CanCancel(o); err != nil && !errors.Is(err, order.ErrMoneyHeld) {
		return err
	}
	return order.CustomerMay(o, by, sh.Settings.Orders)
}

func (v *visit) mayCancel(o order.Order) error { return MayCancel(o, v.me(), v.In.Shop) }

// cancel asks whether an order is really to be canceled.
func (v *visit) cancel(ctx context.Context, ref string) error {
	o, err := v.own(ctx, ref)
	if err != nil {
		return err
	}
	if v.mayCancel(o) != nil {
		return v.card2(ctx, o)
	}
	text := txtSureCancel.F(v.l, markup.B("№ "+o.Number))
	if o.Captured.Amount > o.Refunded.Amount {
		text += "\n" + txtMoneyBack.In(v.l)
	}
	v.show(text, rows(2, inbox.Button{Text: btnYes.In(v.l), Action: act(actSure, o.Number, strconv.FormatInt(o.Revision, 10)), Style: "danger"},
		inbox.Button{Text: btnNo.In(v.l), Action: act(ActOrder, o.Number)})...)
	return nil
}

// canceled cancels the order that the visitor was asked about, as it was then.
func (v *visit) canceled(ctx context.Context, rest string) error {
	ref, revision := cut(rest)
	o, err := v.own(ctx, ref)
	if err != nil {
		return err
	}
	if o.Status == order.Canceled {
		return v.card2(ctx, o)
	}
	seen, _ := strconv.ParseInt(revision, 10, 64)
	if _, err := v.Orders.Cancel(ctx, order.CancelRequest{OrderID: o.ID, Revision: seen, By: v.me(), Refund: true}); err != nil {
		return err
	}
	v.ans.Changed = true
	text := txtCanceled.F(v.l, markup.B("№ "+o.Number))
	if o.Captured.Amount > o.Refunded.Amount {
		text += "\n" + txtMoneyBack.In(v.l)
	}
	v.show(text, v.Menu(ctx)...)
	return nil
}

// state is where an order stands, in words: the shop's own stage, else ours.
func (v *visit) state(o order.Order) string {
	if s, ok := order.StageOf(o, v.In.Shop.Settings.Orders.Stages); ok && len(s.Title) > 0 {
		return markup.Esc(s.Title.In(v.l, v.def))
	}
	if text, ok := goodsText.Find(o.Fulfillment); ok && o.Status == order.Placed {
		return text.In(v.l)
	}
	return statusText.Of(o.Status).In(v.l)
}

// date writes the day of an order in the shop's time zone.
func (v *visit) date(o order.Order) string {
	at := o.PlacedAt.In(v.In.Shop.Location())
	if v.l == lang.EN {
		return at.Format("2 Jan 2006")
	}
	return at.Format("02.01.2006")
}

func (v *visit) sum(m money.Money) string { return m.Format(string(v.l)) }

func (v *visit) cost(m money.Money) string {
	if m.IsZero() {
		return txtFree.In(v.l)
	}
	return v.sum(m)
}

func (v *visit) days(from, to int) string {
	word := lang.Plural(v.l, int64(to), wordDay[0].In(v.l), wordDay[1].In(v.l), wordDay[2].In(v.l))
	switch {
	case to == 0:
		return ""
	case from == to || from == 0:
		return txtDays.F(v.l, to, word)
	}
	return txtDaysTo.F(v.l, from, to, word)
}

func (v *visit) options(list []cart.Option) string {
	var parts []string
	for _, o := range list {
		parts = append(parts, o.Value.In(v.l, v.def))
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// capital makes the first letter of a line a capital one.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// cut splits what stands after an action; rest keeps its colons.
func cut(s string) (head, rest string) {
	head, rest, _ = strings.Cut(s, ":")
	return head, rest
}
