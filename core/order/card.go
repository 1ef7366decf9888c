package order

import (
	"fmt"
	"strings"

	"prilavok/core/cart"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/promotion"
)

// StaffCard is an order as the staff chat shows it.
type StaffCard struct {
	OrderID        string
	ConversationID string // a reply to the card goes to this customer
	Number         string
	Title          string // "Новый заказ A-1042"
	Text           string // markup, the title included
	Images         []string
}

// Card draws an order for staff in a language.
func Card(o Order, l lang.Lang) StaffCard {
	title := txtNewOrder
	switch o.Status {
	case Canceled:
		title = txtCanceled
	case Completed:
		title = txtOrder
	}
	c := StaffCard{OrderID: o.ID, ConversationID: o.ConversationID, Number: o.Number, Title: title.In(l) + " " + o.Number}
	var b strings.Builder
	b.WriteString(markup.B(c.Title) + "\n\n")
	for _, x := range o.Lines {
		b.WriteString(LineText(x, l) + "\n")
		if x.Image != "" && len(c.Images) < 10 {
			c.Images = append(c.Images, x.Image)
		}
	}
	b.WriteString("\n" + sums(o, l) + "\n")
	row(&b, txtName.In(l), o.Name)
	phone := o.Phone
	if o.PhoneVerified {
		phone += " (" + txtConfirmed.In(l) + ")"
	}
	row(&b, txtPhone.In(l), phone)
	row(&b, txtAddress.In(l), fullAddress(o.Ship))
	if o.Ship.Kind == cart.Pickup {
		row(&b, txtPickup.In(l), o.Ship.Place.Address.In(l, lang.RU))
	}
	row(&b, txtSlot.In(l), o.Ship.Slot.Text(l))
	row(&b, txtComment.In(l), o.Comment)
	row(&b, txtPayment.In(l), o.PaymentMethod.Text(l)+", "+o.Payment.Text(l))
	c.Text = strings.TrimRight(b.String(), "\n")
	return c
}

// LineText is one line for people: "Кружка, синяя × 2 — 998 ₽", and below it why it is
// cheaper. It is markup.
func LineText(x Line, l lang.Lang) string {
	name := x.Title.In(l, lang.RU)
	if o := OptionsText(x.Options, l); o != "" {
		name += " (" + o + ")"
	}
	s := fmt.Sprintf("• %s × %d — %s", markup.Esc(name), x.Quantity, x.Total.Format(string(l)))
	for _, r := range x.Reasons {
		s += "\n   " + markup.I(r.Text(l, x.Total.Currency))
	}
	return s
}

// OptionsText names what tells a variant apart: "синий, 46". It is plain text.
func OptionsText(list []cart.Option, l lang.Lang) string {
	var parts []string
	for _, o := range list {
		if v := o.Value.In(l, lang.RU); v != "" {
			parts = append(parts, v)
		}
	}
	return strings.Join(parts, ", ")
}

func sums(o Order, l lang.Lang) string {
	f := string(l)
	out := fmt.Sprintf("%s: %s\n", txtItems.In(l), o.Items.Format(f))
	if !o.Discount.IsZero() {
		out += fmt.Sprintf("%s: −%s\n", txtDiscount.In(l), o.Discount.Format(f))
	}
	cost := txtFree.In(l)
	if !o.Delivery.IsZero() {
		cost = o.Delivery.Format(f)
	}
	if t := o.Ship.Title.In(l, lang.RU); t != "" {
		for _, r := range o.Promotions {
			if r.Kind == promotion.FreeDelivery {
				cost += " (" + markup.Esc(r.Title.In(l, lang.RU)) + ")"
			}
		}
		out += fmt.Sprintf("%s: %s, %s\n", txtDelivery.In(l), markup.Esc(t), cost)
	}
	return out + markup.B(txtTotal.In(l)+": "+o.Total.Format(f)) + "\n"
}

// fullAddress puts the city before an address that does not name it.
func fullAddress(s Shipping) string {
	if s.City == "" || strings.Contains(strings.ToLower(s.Address), strings.ToLower(s.City)) {
		return s.Address
	}
	return s.City + ", " + s.Address
}

func row(b *strings.Builder, name, value string) {
	if value != "" {
		b.WriteString(markup.Esc(name+": "+value) + "\n")
	}
}
