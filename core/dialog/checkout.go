package dialog

import (
	"context"
	"strings"

	"prilavok/core/cart"
	"prilavok/core/delivery"
	"prilavok/core/dialog/purchase"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/money"
	"prilavok/core/order"
)

func (t *talk) beginCheckout(ctx context.Context) error {
	c, err := t.Carts.Get(ctx, t.in.Contact.ID)
	if err != nil {
		return err
	}
	if c.Count() == 0 {
		t.showCart(c, "")
		return nil
	}
	v, err := t.Carts.Begin(ctx, t.in.Contact.ID, t.in.Conversation.ID)
	if err != nil {
		return err
	}
	t.res.Changed = true
	o := t.asked(v) // below the cart, which stays in view
	o.Buttons = clearRows(o.Buttons)
	t.res.Out = append(t.res.Out, o)
	return nil
}

// stepAction answers a button of the checkout.
func (t *talk) stepAction(ctx context.Context, action string) (bool, error) {
	if action == cart.ActCheckout {
		return true, t.beginCheckout(ctx)
	}
	_, found, err := t.Carts.Current(ctx, t.in.Contact.ID, t.in.Conversation.ID)
	if err != nil {
		return true, err
	}
	if !found {
		t.say(refusals.Of("cart.no_checkout").In(t.l), t.menuRows(ctx)...)
		return true, nil
	}
	return true, t.advance(ctx, cart.Input{Action: action})
}

// step takes what was typed or shared as the answer to the checkout's question, when
// one is under way. Words that lead elsewhere ("корзина", "позовите человека") do.
func (t *talk) step(ctx context.Context) (bool, error) {
	v, found, err := t.Carts.Current(ctx, t.in.Contact.ID, t.in.Conversation.ID)
	if err != nil || !found {
		return false, err
	}
	in := cart.Input{Text: t.msg.Text}
	switch t.msg.Kind {
	case inbox.KindContact:
		card := t.msg.Payload.Contact
		if card == nil {
			return false, nil
		}
		if card.Own {
			c, err := t.Contacts.ProvePhone(ctx, t.in.Contact.ID, card.Phone)
			if err != nil {
				return true, err
			}
			t.in.Contact = c
		}
		in = cart.Input{Phone: card.Phone, Verified: card.Own}
	case inbox.KindLocation:
		loc := t.msg.Payload.Location
		if loc == nil || loc.Address == "" {
			return false, nil
		}
		in = cart.Input{Text: strings.TrimSpace(loc.Address)}
	case inbox.KindText:
		if leaves(v.Checkout.State.Step, t.msg.Text) {
			return false, nil
		}
	default:
		return false, nil
	}
	return true, t.advance(ctx, in)
}

// leaves tells words that leave the checkout for another thing. A name or a comment
// may be any word, but a question mark or a known phrase of several words is no name.
func leaves(step cart.Step, text string) bool {
	switch intentOf(text) {
	case "human", "orders", "paid", "cart", "catalog", "menu", "delivery", "faq":
		return true
	}
	return step != cart.StepComment && strings.Contains(text, "?")
}

func (t *talk) advance(ctx context.Context, in cart.Input) error {
	v, err := t.Carts.Advance(ctx, t.in.Contact.ID, t.in.Conversation.ID, in)
	if err != nil {
		return err
	}
	t.res.Changed = true
	switch v.Ask.Effect {
	case cart.EffectPlace:
		return t.place(ctx, v)
	case cart.EffectCancel:
		t.show(inbox.Outgoing{Text: txtCheckoutOff.In(t.l), Hide: true, Buttons: t.menuRows(ctx)})
		return nil
	}
	t.ask(v)
	return nil
}

func (t *talk) place(ctx context.Context, v cart.View) error {
	r := order.FromCheckout(v.Checkout)
	r.AccountID, r.TurnID, r.Source, r.Lang = t.in.Conversation.AccountID, t.in.TurnID, "chat", t.l
	o, err := t.Orders.Place(ctx, r)
	if err != nil {
		return err
	}
	if t.in.Contact.Name == "" {
		if err := t.Contacts.SetName(ctx, t.in.Contact.ID, o.Name); err != nil {
			return err
		}
	}
	if err := t.Contacts.SetPhone(ctx, t.in.Contact.ID, o.Phone); err != nil {
		return err
	}
	if err := t.Desk.Link(ctx, t.visit(), o); err != nil {
		return err
	}
	t.show(inbox.Outgoing{Text: t.placed(o), Hide: true, Buttons: [][]inbox.Button{
		{{Text: btnThisOrder.In(t.l), Action: act(purchase.ActOrder, o.Number)}, {Text: btnKeepShop.In(t.l), Action: actCategories}}}})
	return nil
}

func (t *talk) placed(o order.Order) string {
	s := txtPlaced.F(t.l, markup.B("№ "+o.Number)) + "\n\n" + txtTotal.F(t.l, markup.B(o.Total.Format(string(t.l)))) + ". " + txtPays.F(t.l, o.PaymentMethod.Text(t.l))
	if when := o.Ship.Slot.Text(t.l); when != "" {
		s += "\n" + lblSlot.In(t.l) + ": " + when
	} else if days := t.days(o.Ship.DaysFrom, o.Ship.DaysTo); days != "" {
		s += "\n" + days
	}
	return s + "\n\n" + txtPlacedNext.In(t.l)
}

// ask puts the checkout's question in the place of the one before.
func (t *talk) ask(v cart.View) { t.show(t.asked(v)) }

// asked puts the checkout's question into words.
func (t *talk) asked(v cart.View) inbox.Outgoing {
	text := t.question(v)
	if why := t.problem(v); why != "" {
		text = markup.I(why) + "\n\n" + text
	}
	o := inbox.Outgoing{Text: text, Buttons: t.stepButtons(v)}
	if v.Ask.Step == cart.StepPhone {
		o.Ask = inbox.AskPhone
	} else if t.msg.Kind == inbox.KindContact {
		o.Hide = true
	}
	return o
}

func (t *talk) question(v cart.View) string {
	switch v.Ask.Step {
	case cart.StepName:
		return txtAskName.In(t.l)
	case cart.StepPhone:
		return txtAskPhone.In(t.l)
	case cart.StepDelivery:
		return t.askDelivery(v)
	case cart.StepCity:
		return txtAskCity.In(t.l)
	case cart.StepPoint:
		return t.askPoint(v)
	case cart.StepSlot:
		return t.askSlot(v)
	case cart.StepAddress:
		return txtAskAddress.In(t.l)
	case cart.StepPayment:
		return txtAskPayment.In(t.l)
	case cart.StepComment:
		return txtAskComment.In(t.l)
	}
	return t.summaryText(v)
}

func (t *talk) askDelivery(v cart.View) string {
	var b strings.Builder
	b.WriteString(txtAskDelivery.In(t.l))
	for _, m := range v.Ask.Methods {
		b.WriteString("\n\n" + t.methodText(m, &v.Quote.Items, v.Quote.Grams()))
	}
	return b.String()
}

// askPoint lists the pickup points with their hours.
func (t *talk) askPoint(v cart.View) string {
	var b strings.Builder
	b.WriteString(txtAskPoint.In(t.l) + "\n")
	for _, p := range v.Ask.Points {
		b.WriteString("\n" + t.pointText(p, true))
	}
	return b.String()
}

// pointText says where a pickup point is, and when it is open.
func (t *talk) pointText(p cart.Place, hours bool) string {
	def := t.in.Shop.DefaultLang()
	s := markup.Esc(p.Address.In(t.l, def))
	if title := p.Title.In(t.l, def); title != "" {
		s = markup.B(title) + ": " + s
	}
	if h := p.Hours.In(t.l, def); hours && h != "" {
		s += ", " + markup.Esc(h)
	}
	return s
}

func (t *talk) askSlot(v cart.View) string {
	return txtAskSlot.In(t.l)
}

// methodText describes a delivery method; items tells the price for a cart.
func (t *talk) methodText(m cart.Method, items *money.Money, grams int64) string {
	def := t.in.Shop.DefaultLang()
	s := markup.B(m.Title.In(t.l, def))
	if items != nil && len(m.Zones) == 0 {
		s += " — " + t.cost(delivery.Cost(m, nil, *items, grams))
	} else if items == nil {
		s += " — " + t.tariff(m)
	}
	for _, p := range m.Points {
		s += "\n" + t.pointText(p, true)
	}
	for _, part := range []string{m.Description.In(t.l, def), m.Place.Address.In(t.l, def), m.Place.Hours.In(t.l, def), t.days(m.DaysFrom, m.DaysTo)} {
		if part != "" {
			s += "\n" + markup.Esc(part)
		}
	}
	return s
}

// tariff tells the rules of a method's price.
func (t *talk) tariff(m cart.Method) string {
	cur := t.in.Shop.Currency
	one := func(price, free int64) string {
		s := t.cost(money.Of(price, cur))
		if free > 0 && price > 0 {
			s += ", " + txtFreeFrom.F(t.l, money.Of(free, cur).Format(string(t.l)))
		}
		return s
	}
	if len(m.Zones) == 0 {
		if n := len(m.Rates); n > 0 {
			return txtByWeight.F(t.l, money.Of(m.Rates[0].Price, cur).Format(string(t.l)), money.Of(m.Rates[n-1].Price, cur).Format(string(t.l)))
		}
		return one(m.Price, m.FreeFrom)
	}
	var parts []string
	for _, z := range m.Zones {
		parts = append(parts, z.Title.In(t.l, t.in.Shop.DefaultLang())+": "+one(z.Price, z.FreeFrom))
	}
	return strings.Join(parts, "; ")
}

func (t *talk) cost(m money.Money) string {
	if m.IsZero() {
		return txtFree.In(t.l)
	}
	return m.Format(string(t.l))
}

func (t *talk) days(from, to int) string {
	switch {
	case to == 0:
		return ""
	case from == to || from == 0:
		return txtDays.F(t.l, to, lang.Plural(t.l, int64(to), wordDay[0].In(t.l), wordDay[1].In(t.l), wordDay[2].In(t.l)))
	}
	return txtDaysTo.F(t.l, from, to, lang.Plural(t.l, int64(to), wordDay[0].In(t.l), wordDay[1].In(t.l), wordDay[2].In(t.l)))
}

func (t *talk) summaryText(v cart.View) string {
	st, q := v.Checkout.State, v.Quote
	var b strings.Builder
	b.WriteString(markup.B(txtSummary.In(t.l)) + "\n")
	for _, l := range q.Lines {
		b.WriteString("\n• " + t.cartLine(l))
	}
	b.WriteString("\n\n" + txtItems.F(t.l, q.Items.Format(string(t.l))))
	if !q.Discount.IsZero() {
		b.WriteString("\n" + txtDiscount.F(t.l, q.Discount.Format(string(t.l))))
	}
	b.WriteString("\n" + txtShipping.F(t.l, t.cost(q.Delivery)) + t.free(q.Promotions))
	if why := t.codeTrouble(q.CodeTrouble, true); why != "" {
		b.WriteString("\n" + markup.I("🏷 "+why))
	}
	b.WriteString("\n" + markup.B(txtTotal.F(t.l, q.Total.Format(string(t.l)))) + "\n")
	row := func(label lang.Phrase, value string) {
		if value != "" {
			b.WriteString("\n" + label.In(t.l) + ": " + markup.Esc(value))
		}
	}
	row(lblName, st.Name)
	row(lblPhone, st.Phone)
	if q.Method != nil {
		row(lblDelivery, q.Method.Title.In(t.l, t.in.Shop.DefaultLang()))
	}
	if q.Point != nil {
		row(lblPickup, q.Point.Address.In(t.l, t.in.Shop.DefaultLang()))
	}
	if q.Zone != nil {
		row(lblCity, q.Zone.CityText(st.City, t.l, t.in.Shop.DefaultLang()))
	}
	if q.Slot != nil {
		row(lblSlot, q.Slot.Text(t.l))
	}
	row(lblAddress, st.Address)
	row(lblComment, st.Comment)
	row(lblPayment, t.way(v))
	return b.String()
}
