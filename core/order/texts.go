package order

import (
	"cmp"
	"strings"

	"prilavok/core/lang"
)

// Texts of the states that people are told.
var statusTexts = lang.Table[Status]{
	{Draft, lang.Phrase{RU: "черновик", EN: "draft"}}, {Placed, lang.Phrase{RU: "принят", EN: "placed"}},
	{Completed, lang.Phrase{RU: "выполнен", EN: "completed"}}, {Canceled, lang.Phrase{RU: "отменён", EN: "canceled"}},
}

var paymentTexts = lang.Table[PaymentStatus]{
	{NotPaid, lang.Phrase{RU: "не оплачен", EN: "not paid"}}, {Awaiting, lang.Phrase{RU: "ждём оплату", EN: "awaiting payment"}},
	{Authorized, lang.Phrase{RU: "деньги заблокированы на карте", EN: "payment authorized"}}, {PartiallyCaptured, lang.Phrase{RU: "оплачен частично", EN: "partially paid"}},
	{Captured, lang.Phrase{RU: "оплачен", EN: "paid"}}, {PartiallyRefunded, lang.Phrase{RU: "часть денег возвращена", EN: "partially refunded"}},
	{Refunded, lang.Phrase{RU: "деньги возвращены", EN: "refunded"}}, {PaymentCanceled, lang.Phrase{RU: "оплата отменена", EN: "payment canceled"}},
}

var fulfillmentTexts = lang.Table[FulfillmentStatus]{
	{NotFulfilled, lang.Phrase{RU: "готовим к отправке", EN: "being prepared"}}, {PartiallyFulfilled, lang.Phrase{RU: "собран частично", EN: "partially packed"}},
	{Fulfilled, lang.Phrase{RU: "собран", EN: "packed"}}, {Shipped, lang.Phrase{RU: "в пути", EN: "on its way"}},
	{Delivered, lang.Phrase{RU: "доставлен", EN: "delivered"}}, {PartiallyReturned, lang.Phrase{RU: "часть товаров вернулась", EN: "partially returned"}},
	{Returned, lang.Phrase{RU: "товары вернулись", EN: "returned"}},
}

// methodTexts names ways to pay by the last part of their method; any other is online.
var methodTexts = lang.Table[string]{
	{"on_delivery", lang.Phrase{RU: "при получении", EN: "on delivery"}}, {"cash", lang.Phrase{RU: "наличными при получении", EN: "in cash on delivery"}},
	{"card_on_delivery", lang.Phrase{RU: "картой при получении", EN: "by card on delivery"}}, {"bank_transfer", lang.Phrase{RU: "переводом на счёт", EN: "by bank transfer"}},
	{"sbp", lang.Phrase{RU: "через СБП", EN: "by SBP"}}, {"stars", lang.Phrase{RU: "звёздами Telegram", EN: "in Telegram Stars"}}, {"", lang.Phrase{RU: "онлайн", EN: "online"}},
}

// Text names a status for people.
func (s Status) Text(l lang.Lang) string { return statusTexts.Of(s).In(l) }

// Text names a payment status for people.
func (s PaymentStatus) Text(l lang.Lang) string { return paymentTexts.Of(s).In(l) }

// Text names a fulfillment status for people.
func (s FulfillmentStatus) Text(l lang.Lang) string { return fulfillmentTexts.Of(s).In(l) }

// Text names a payment method for people.
func (m PaymentMethod) Text(l lang.Lang) string {
	return cmp.Or(methodTexts.Of(string(m[strings.LastIndexByte(string(m), '.')+1:])), methodTexts.Of("")).In(l)
}
