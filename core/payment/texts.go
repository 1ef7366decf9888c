package payment

import "prilavok/core/lang"

// Texts of ways to pay.
var (
	txtDelivery     = lang.Phrase{RU: "Доставка", EN: "Delivery"}
	txtDescription  = lang.Phrase{RU: "Заказ %s", EN: "Order %s"}
	txtOnDelivery   = lang.Phrase{RU: "При получении", EN: "On delivery"}
	txtCash         = lang.Phrase{RU: "Наличными", EN: "In cash"}
	txtCardOnDel    = lang.Phrase{RU: "Картой при получении", EN: "By card on delivery"}
	txtBankTransfer = lang.Phrase{RU: "Переводом на счёт", EN: "By bank transfer"}
	txtManual       = lang.Phrase{RU: "Без онлайн-оплаты", EN: "Without online payment"}
)

var statusTexts = lang.Table[Status]{
	{Created, lang.Phrase{RU: "готовим оплату", EN: "preparing the payment"}},
	{Pending, lang.Phrase{RU: "ждём оплату", EN: "awaiting payment"}},
	{Authorized, lang.Phrase{RU: "деньги заблокированы на карте", EN: "payment authorized"}},
	{Captured, lang.Phrase{RU: "оплачено", EN: "paid"}},
	{PartiallyRefunded, lang.Phrase{RU: "часть денег возвращена", EN: "partially refunded"}},
	{Refunded, lang.Phrase{RU: "деньги возвращены", EN: "refunded"}},
	{Canceled, lang.Phrase{RU: "оплата отменена", EN: "payment canceled"}},
	{Expired, lang.Phrase{RU: "время на оплату вышло", EN: "the time to pay is over"}},
	{Failed, lang.Phrase{RU: "оплата не прошла", EN: "the payment failed"}},
}

// Text names a payment's status for people.
func (s Status) Text(l lang.Lang) string { return statusTexts.Of(s).In(l) }

var denialTexts = lang.Table[Denial]{
	{DeniedInvoice, lang.Phrase{RU: "Этот счёт больше не действителен. Попросите в чате новый.", EN: "This invoice is no longer valid. Ask for a new one in the chat."}},
	{DeniedPaid, lang.Phrase{RU: "Этот заказ уже оплачен. Платить ещё раз не нужно.", EN: "This order is paid already. There is nothing more to pay."}},
	{DeniedSum, lang.Phrase{RU: "Сумма заказа изменилась. Попросите в чате новый счёт.", EN: "The order costs another sum now. Ask for a new invoice in the chat."}},
	{DeniedLate, lang.Phrase{RU: "Время на оплату вышло. Попросите в чате новый счёт.", EN: "The time to pay is over. Ask for a new invoice in the chat."}},
	{DeniedStock, lang.Phrase{RU: "Товара уже нет в наличии, деньги не списаны. Напишите нам, подберём замену.", EN: "The goods are sold out, nothing was charged. Write to us, and we will find something else."}},
	{DeniedRival, lang.Phrase{RU: "Этот счёт прямо сейчас оплачивает другой человек. Подождите 15 минут.", EN: "Somebody else is paying this invoice right now. Please wait 15 minutes."}},
	{DeniedTrouble, lang.Phrase{RU: "Не получилось проверить заказ, деньги не списаны. Попробуйте ещё раз через минуту.", EN: "We could not check the order, nothing was charged. Please try again in a minute."}},
}

var problemTexts = lang.Table[string]{
	{ProblemAmount, lang.Phrase{RU: "провайдер назвал другую сумму или валюту", EN: "the provider tells another sum or currency"}},
	{ProblemForeign, lang.Phrase{RU: "платёж провайдера относится к другому заказу", EN: "the provider's payment belongs to another order"}},
	{ProblemUnknown, lang.Phrase{RU: "у провайдера есть деньги, которых нет у нас", EN: "the provider has money that we know nothing of"}},
	{ProblemSurplus, lang.Phrase{RU: "получено больше, чем стоит заказ", EN: "more was received than the order costs"}},
	{ProblemShare, lang.Phrase{RU: "лишняя блокировка денег не снята", EN: "a needless hold was not released"}},
	{ProblemCaptureFailed, lang.Phrase{RU: "заблокированные деньги не списались", EN: "the held money could not be taken"}},
	{ProblemRefundFailed, lang.Phrase{RU: "возврат не прошёл", EN: "the refund failed"}},
	{ProblemByHand, lang.Phrase{RU: "верните деньги покупателю и отметьте это", EN: "give the money back and note it"}},
	{ProblemUnclear, lang.Phrase{RU: "неизвестно, прошла ли операция: проверьте у провайдера", EN: "nobody knows whether the operation took effect: check with the provider"}},
	{ProblemUnreachable, lang.Phrase{RU: "провайдер не отвечает больше суток", EN: "the provider has not answered for a day"}},
	{ProblemDiffers, lang.Phrase{RU: "сверка: у провайдера другая сумма", EN: "report: the provider has another sum"}},
	{ProblemSums, lang.Phrase{RU: "сверка: заказ и платежи расходятся", EN: "report: order and payments differ"}},
	{ProblemNoReceipt, lang.Phrase{RU: "сверка: нет кассового чека", EN: "report: a fiscal receipt is missing"}},
}

// ProblemText says what a kind of problem means, for staff.
func ProblemText(kind string, l lang.Lang) string { return problemTexts.Of(kind).In(l) }
