// Package label holds the phrases that stand in several parts of a conversation: on the
// dialog's buttons, at the desk for orders and in what the assistant proposes. Phrases of
// one part stay there.
package label

import "prilavok/core/lang"

// Buttons.
var (
	Cart      = lang.Phrase{RU: "🛒 Корзина", EN: "🛒 Cart"}
	CheckOut  = lang.Phrase{RU: "Оформить заказ · %s", EN: "Check out · %s"}
	MyOrders  = lang.Phrase{RU: "📦 Мои заказы", EN: "📦 My orders"}
	ThisOrder = lang.Phrase{RU: "📦 Этот заказ", EN: "📦 This order"}
	Human     = lang.Phrase{RU: "👋 Позвать человека", EN: "👋 Talk to a person"}
	Menu      = lang.Phrase{RU: "☰ Меню", EN: "☰ Menu"}
	Address   = lang.Phrase{RU: "Адрес", EN: "Address"}
	AddressIs = lang.Phrase{RU: "Адрес: %s", EN: "Address: %s"}
)

// Lines of a cart, an order or a proposal; %s is an amount, a name of a day follows %d.
var (
	Goods    = lang.Phrase{RU: "Товары: %s", EN: "Goods: %s"}
	Discount = lang.Phrase{RU: "Скидка: −%s", EN: "Discount: −%s"}
	Delivery = lang.Phrase{RU: "Доставка: %s", EN: "Delivery: %s"}
	Free     = lang.Phrase{RU: "бесплатно", EN: "free"}
	FreeFrom = lang.Phrase{RU: "бесплатно от %s", EN: "free from %s"}
	Total    = lang.Phrase{RU: "Итого: %s", EN: "Total: %s"}
	Takes    = lang.Phrase{RU: "Срок: %d %s", EN: "Takes %d %s"}
	TakesTo  = lang.Phrase{RU: "Срок: %d–%d %s", EN: "Takes %d–%d %s"}
)

// Day is the word after a number of days, as lang.Plural wants it.
var Day = [3]lang.Phrase{{RU: "день", EN: "day"}, {RU: "дня", EN: "days"}, {RU: "дней", EN: "days"}}
