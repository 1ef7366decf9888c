package order

import (
	"strings"

	"prilavok/core/lang"
)

// Texts of the states that people are told.
var statusTexts = map[Status]lang.Phrase{
	Draft: {RU: "черновик", EN: "draft"}, Placed: {RU: "принят", EN: "placed"},
	Completed: {RU: "выполнен", EN: "completed"}, Canceled: {RU: "отменён", EN: "canceled"},
}

var paymentTexts = map[PaymentStatus]lang.Phrase{
	NotPaid: {RU: "не оплачен", EN: "not paid"}, Awaiting: {RU: "ждём оплату", EN: "awaiting payment"},
	Authorized: {RU: "деньги заблокированы на карте", EN: "payment authorized"}, PartiallyCaptured: {RU: "оплачен частично", EN: "partially paid"},
	Captured: {RU: "оплачен", EN: "paid"}, PartiallyRefunded: {RU: "часть денег возвращена", EN: "partially refunded"},
	Refunded: {RU: "деньги возвращены", EN: "refunded"}, PaymentCanceled: {RU: "оплата отменена", EN: "payment canceled"},
}

var fulfillmentTexts = map[FulfillmentStatus]lang.Phrase{
	NotFulfilled: {RU: "готовим к отправке", EN: "being prepared"}, PartiallyFulfilled: {RU: "собран частично", EN: "partially packed"},
	Fulfilled: {RU: "собран", EN: "packed"}, Shipped: {RU: "в пути", EN: "on its way"},
	Delivered: {RU: "доставлен", EN: "delivered"}, PartiallyReturned: {RU: "часть товаров вернулась", EN: "partially returned"},
	Returned: {RU: "товары вернулись", EN: "returned"},
}

// methodTexts names ways to pay by the last part of their method; any other is online.
var methodTexts = map[string]lang.Phrase{
	"on_delivery": {RU: "при получении", EN: "on delivery"}, "cash": {RU: "наличными при получении", EN: "in cash on delivery"},
	"card_on_delivery": {RU: "картой при получении", EN: "by card on delivery"}, "bank_transfer": {RU: "переводом на счёт", EN: "by bank transfer"},
	"sbp": {RU: "через СБП", EN: "by SBP"}, "stars": {RU: "звёздами Telegram", EN: "in Telegram Stars"}, "": {RU: "онлайн", EN: "online"},
}

// Text names a status for people.
func (s Status) Text(l lang.Lang) string { return statusTexts[s].In(l) }

// Text names a payment status for people.
func (s PaymentStatus) Text(l lang.Lang) string { return paymentTexts[s].In(l) }

// Text names a fulfillment status for people.
func (s FulfillmentStatus) Text(l lang.Lang) string { return fulfillmentTexts[s].In(l) }

// Text names a payment method for people.
func (m PaymentMethod) Text(l lang.Lang) string {
	if p, ok := methodTexts[string(m[strings.LastIndexByte(string(m), '.')+1:])]; ok {
		return p.In(l)
	}
	return methodTexts[""].In(l)
}
