package card

import (
	"testing"

	"prilavok/core/cart"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/order"
)

func TestCard(t *testing.T) {
	rub := func(n int64) money.Money { return money.Of(n, "RUB") }
	o := order.Order{ID: "ord_1", Number: "A-1042", Status: order.Placed, Items: rub(99800), Delivery: rub(30000), Total: rub(129800), Discount: rub(0),
		Lines: []order.Line{{Title: lang.Texts{lang.RU: "Кружка <большая>", lang.EN: "Mug <large>"}, Quantity: 2, Total: rub(99800),
			Options: []cart.Option{{Name: lang.Texts{lang.RU: "Цвет"}, Value: lang.Texts{lang.RU: "синий", lang.EN: "blue"}}}}},
		Ship: order.Shipping{Kind: cart.Courier, Title: lang.Texts{lang.RU: "Курьером", lang.EN: "Courier"}, City: "Москва", Address: "Тверская, 1"},
		Name: "Анна", Phone: "+79211234567", PhoneVerified: true, Comment: "позвоните & подождите", PaymentMethod: order.OnDelivery, Payment: order.NotPaid}
	pickup := o
	pickup.Delivery, pickup.Total, pickup.Comment, pickup.PhoneVerified = rub(0), rub(99800), "", false
	pickup.Ship = order.Shipping{Kind: cart.Pickup, Title: lang.Texts{lang.RU: "Самовывоз", lang.EN: "Pickup"}, Place: cart.Place{Address: lang.Texts{lang.RU: "Невский, 10"}}}
	for _, c := range []struct {
		o    order.Order
		l    lang.Lang
		want string
	}{
		{o, lang.RU, "<b>Новый заказ A-1042</b>\n\n• Кружка &lt;большая&gt; (синий) × 2 — 998\u00a0₽\n\nТовары: 998\u00a0₽\nДоставка: Курьером, 300\u00a0₽\n<b>Итого: 1\u00a0298\u00a0₽</b>\n\n" +
			"Имя: Анна\nТелефон: +79211234567 (подтверждён)\nАдрес: Москва, Тверская, 1\nКомментарий: позвоните &amp; подождите\nОплата: при получении, не оплачен"},
		{pickup, lang.EN, "<b>New order A-1042</b>\n\n• Mug &lt;large&gt; (blue) × 2 — 998\u00a0₽\n\nItems: 998\u00a0₽\nDelivery: Pickup, free\n<b>Total: 998\u00a0₽</b>\n\n" +
			"Name: Анна\nPhone: +79211234567\nPick up at: Невский, 10\nPayment: on delivery, not paid"},
	} {
		if got := Text(c.o, c.l); got != c.want {
			t.Errorf("got\n%s\nwant\n%s", got, c.want)
		}
	}
}
