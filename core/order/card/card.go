// Package card draws an order for people: the card that staff see, and a line.
package card

import (
	"fmt"
	"strings"

	"prilavok/core/cart"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/order"
	"prilavok/core/promotion"
)

var (
	txtNewOrder  = lang.Phrase{RU: "Новый заказ", EN: "New order"}
	txtOrder     = lang.Phrase{RU: "Заказ", EN: "Order"}
	txtItems     = lang.Phrase{RU: "Товары", EN: "Items"}
	txtDiscount  = lang.Phrase{RU: "Скидка", EN: "Discount"}
	txtDelivery  = lang.Phrase{RU: "Доставка", EN: "Delivery"}
	txtFree      = lang.Phrase{RU: "бесплатно", EN: "free"}
	txtTotal     = lang.Phrase{RU: "Итого", EN: "Total"}
	txtName      = lang.Phrase{RU: "Имя", EN: "Name"}
	txtPhone     = lang.Phrase{RU: "Телефон", EN: "Phone"}
	txtConfirmed = lang.Phrase{RU: "подтверждён", EN: "verified"}
	txtAddress   = lang.Phrase{RU: "Адрес", EN: "Address"}
	txtPickup    = lang.Phrase{RU: "Где забрать", EN: "Pick up at"}
	txtSlot      = lang.Phrase{RU: "Время", EN: "Time"}
	txtComment   = lang.Phrase{RU: "Комментарий", EN: "Comment"}
	txtPayment   = lang.Phrase{RU: "Оплата", EN: "Payment"}
	txtCanceled  = lang.Phrase{RU: "Заказ отменён", EN: "Order canceled"}
)

// Text is an order as the staff chat shows it. It is markup.
func Text(o order.Order, l lang.Lang) string {
	title := txtNewOrder
	switch o.Status {
	case order.Canceled:
		title = txtCanceled
	case order.Completed:
		title = txtOrder
	}
	var b strings.Builder
	b.WriteString(markup.B(title.In(l)+" "+o.Number) + "\n\n")
	for _, x := range o.Lines {
		b.WriteString(Line(x, l) + "\n")
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
	return strings.TrimRight(b.String(), "\n")
}

// Line is one line for people: "Кружка, синяя × 2 — 998 ₽", and below it why it is
// cheaper. It is markup.
func Line(x order.Line, l lang.Lang) string {
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

func sums(o order.Order, l lang.Lang) string {
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
func fullAddress(s order.Shipping) string {
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
