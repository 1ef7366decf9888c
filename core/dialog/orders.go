package dialog

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/order"
)

// ordersShown is how many orders a list shows.
const ordersShown = 5

func (t *talk) orders(ctx context.Context) error {
	page, err := t.Orders.ForContact(ctx, t.in.Contact.ID, "", ordersShown)
	if err != nil {
		return err
	}
	switch len(page.Orders) {
	case 0:
		t.say(txtNoOrders.In(t.l), t.menuRows(ctx)...)
		return nil
	case 1:
		t.showOrder(page.Orders[0])
		return nil
	}
	var b strings.Builder
	b.WriteString(markup.B(txtYourOrders.In(t.l)))
	var buttons []inbox.Button
	for _, o := range page.Orders {
		b.WriteString("\n\n" + markup.B("№ "+o.Number) + " · " + t.date(o) + "\n" + t.orderState(o) + ", " + o.Total.Format(string(t.l)))
		buttons = append(buttons, inbox.Button{Text: "№ " + o.Number, Action: act(actOrder, o.Number)})
	}
	t.show(inbox.Outgoing{Text: b.String(), Buttons: append(rows(3, buttons...), button(btnMenu.In(t.l), actMenu))})
	return nil
}

func (t *talk) order(ctx context.Context, number string) error {
	o, err := t.Orders.ByNumber(ctx, t.in.Contact.ID, number)
	if err != nil {
		return err
	}
	t.showOrder(o)
	return nil
}

func (t *talk) showOrder(o order.Order) {
	def := t.in.Shop.DefaultLang()
	var b strings.Builder
	b.WriteString(markup.B(txtOrder.F(t.l, "№ "+o.Number)) + " · " + t.date(o) + "\n" + capital(t.orderState(o)) + "\n")
	for _, l := range o.Lines {
		b.WriteString("\n• " + markup.Esc(l.Title.In(t.l, def)+optionsText(t.l, l.Options)) + " — " +
			strconv.FormatInt(l.Quantity, 10) + " × " + l.Price.Format(string(t.l)) + t.reasons(l.Reasons, o.Total.Currency))
	}
	if !o.Discount.IsZero() {
		b.WriteString("\n\n" + txtItems.F(t.l, o.Items.Format(string(t.l))) + "\n" + txtDiscount.F(t.l, o.Discount.Format(string(t.l))))
	}
	b.WriteString("\n\n" + txtShipping.F(t.l, t.cost(o.Delivery)) + t.free(o.Promotions) + " (" + markup.Esc(o.Ship.Title.In(t.l, def)) + ")")
	for _, s := range []string{o.Ship.Place.Address.In(t.l, def), joinNonEmpty(", ", o.Ship.City, o.Ship.Address)} {
		if s != "" {
			b.WriteString("\n" + markup.Esc(s))
		}
	}
	if when := o.Ship.Slot.Text(t.l); when != "" {
		b.WriteString("\n" + lblSlot.In(t.l) + ": " + when)
	} else if days := t.days(o.Ship.DaysFrom, o.Ship.DaysTo); days != "" && o.Status == order.Placed {
		b.WriteString("\n" + days)
	}
	b.WriteString("\n" + markup.B(txtTotal.F(t.l, o.Total.Format(string(t.l)))))
	if o.Payment == order.NotPaid && o.Status == order.Placed {
		b.WriteString("\n" + txtPayLater.In(t.l))
	}
	var buttons [][]inbox.Button
	if order.Step(o.Status, order.Canceled) == nil {
		buttons = append(buttons, button(btnCancelIt.In(t.l), act(actCancel, o.Number)))
	}
	buttons = append(buttons, []inbox.Button{{Text: btnHuman.In(t.l), Action: actHuman}, {Text: btnMenu.In(t.l), Action: actMenu}})
	t.show(inbox.Outgoing{Text: b.String(), Buttons: buttons})
}

// capital makes the first letter of a line a capital one.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

func joinNonEmpty(sep string, parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, sep)
}

// date writes the day of an order in the shop's time zone.
func (t *talk) date(o order.Order) string {
	at := o.PlacedAt.In(zone(t.in.Shop.TimeZone))
	if t.l == lang.EN {
		return at.Format("2 Jan 2006")
	}
	return at.Format("02.01.2006")
}

// orderState is where an order stands, in words.
func (t *talk) orderState(o order.Order) string {
	if o.Status == order.Placed && o.Fulfillment != order.NotFulfilled {
		if text, ok := fulfillmentText[o.Fulfillment]; ok {
			return text.In(t.l)
		}
	}
	return orderStatusText[o.Status].In(t.l)
}

func (t *talk) cancelOrder(ctx context.Context, number string, sure bool) error {
	o, err := t.Orders.ByNumber(ctx, t.in.Contact.ID, number)
	if err != nil {
		return err
	}
	if err := order.Step(o.Status, order.Canceled); err != nil {
		t.showOrder(o)
		return nil
	}
	if !sure {
		t.show(inbox.Outgoing{Text: txtSureCancel.F(t.l, markup.B("№ "+o.Number)), Buttons: rows(2,
			inbox.Button{Text: btnYes.In(t.l), Action: act(actCancelYes, o.Number), Style: "danger"},
			inbox.Button{Text: btnNo.In(t.l), Action: act(actOrder, o.Number)})})
		return nil
	}
	if _, err := t.Orders.Cancel(ctx, order.CancelRequest{OrderID: o.ID, By: order.Actor{Kind: order.ByContact, ID: t.in.Contact.ID}}); err != nil {
		return err
	}
	t.res.Changed = true
	t.show(inbox.Outgoing{Text: txtCanceled.F(t.l, markup.B("№ "+o.Number)), Buttons: t.menuRows(ctx)})
	return nil
}

// orderWords finds a number in a question about an order: "где заказ 1042?".
var orderWords = regexp.MustCompile(`(?i)(?:заказ\p{L}*|order)\D{0,12}?(?:№|#|no\.?\s?)?\s*([A-Za-zА-Яа-я]{0,4}-?\d{3,12})|^\s*(?:№|#)\s*([A-Za-zА-Яа-я]{0,4}-?\d{3,12})\s*\??$`)

// orderByNumber answers a question that names an order.
func (t *talk) orderByNumber(ctx context.Context, text string) (bool, error) {
	m := orderWords.FindStringSubmatch(text)
	if m == nil || len([]rune(text)) > 80 {
		return false, nil
	}
	return true, t.order(ctx, m[1]+m[2])
}
