package tools

import "prilavok/core/lang"

// p makes a phrase: Russian, then English.
func p(ru, en string) lang.Phrase { return lang.Phrase{RU: ru, EN: en} }

var (
	btnCheckout    = p("Оформить заказ · %s", "Check out · %s")
	txtFree        = p("бесплатно", "free")
	txtFreeFrom    = p("бесплатно от %s", "free from %s")
	txtSale        = p("скидка", "discount")
	txtOfferOrder  = p("Проверьте заказ и подтвердите:", "Please check the order and confirm it:")
	txtItems       = p("Товары: %s", "Goods: %s")
	txtDelivery    = p("Доставка: %s, %s", "Delivery: %s, %s")
	txtTotal       = p("Итого: %s", "Total: %s")
	txtPoint       = p("Пункт: %s", "Pickup at: %s")
	txtTime        = p("Время доставки: %s", "Delivery time: %s")
	txtSlotGone    = p("Это время только что заняли. Скажите, какое ещё вам подойдёт, и я оформлю заказ.", "That time has just been taken. Tell me which other time suits you, and I will place the order.")
	txtName        = p("Имя: %s", "Name: %s")
	txtPhone       = p("Телефон: %s", "Phone: %s")
	txtAddress     = p("Адрес: %s", "Address: %s")
	txtComment     = p("Комментарий: %s", "Comment: %s")
	txtPay         = p("Оплата при получении", "Payment on delivery")
	txtPlaced      = p("Заказ № %s оформлен. Итого %s, оплата при получении. Мы напишем, когда он отправится.", "Order %s is placed. The total is %s, to be paid on delivery. We will write when it is on its way.")
	txtChanged     = p("Пока мы говорили, сумма изменилась. Вот как теперь:", "The total has changed while we were talking. Here is the new one:")
	txtGoneNow     = p("К сожалению, часть товаров только что закончилась. Загляните в корзину: там видно, что осталось.", "Unfortunately some of the goods have just run out. Have a look at your cart to see what is left.")
	txtFailed      = p("Так оформить заказ не получится. Попробуйте кнопку «Оформить заказ» в корзине.", "The order cannot be placed like this. Please try the checkout button in your cart.")
	txtOfferCancel = p("Отменить заказ № %s на %s?", "Cancel order %s for %s?")
	txtCanceled    = p("Заказ № %s отменён.", "Order %s is canceled.")
	txtMoneyBack   = p("Деньги вернём тем же способом, которым вы платили.", "You will get the money back the way you paid.")
	txtOfferChange = p("Изменить заказ № %s?", "Change order %s?")
	txtChangedIt   = p("Заказ № %s изменён. Итого %s.", "Order %s is changed. The total is %s.")
	txtMoreDue     = p("Нужно доплатить %s, пришлю ссылку.", "%s more to pay, I will send the link.")
	txtLessDue     = p("Разницу %s вернём.", "We will return the difference of %s.")
	txtOldTotal    = p("Итого: %s → %s", "Total: %s → %s")
	txtCannotEdit  = p("Заказ № %s так изменить уже нельзя. Позовите человека, он поможет.", "Order %s can no longer be changed like this. Ask for a person to help.")
	txtOfferReturn = p("Запросить возврат по заказу № %s?", "Ask for a return of order %s?")
	txtReasonIs    = p("Причина: %s", "Reason: %s")
	txtReturned    = p("Запрос на возврат по заказу № %s отправлен, сумма %s. Ответим здесь.", "Your return of order %s is requested, %s in all. We will answer here.")
	txtNoReturn    = p("По заказу № %s возврат здесь не оформить. Позовите человека, он поможет.", "Order %s cannot be returned here. Ask for a person to help.")
	txtCannot      = p("Заказ № %s уже нельзя отменить здесь: он в работе. Позовите человека, он поможет.", "Order %s can no longer be canceled here, it is being processed. Ask for a person to help.")
)

// Statuses of an order as the tools tell them.
var statusText = map[string]lang.Phrase{
	"draft": p("черновик", "a draft"), "placed": p("принят", "placed"), "completed": p("выполнен", "completed"), "canceled": p("отменён", "canceled"),
	"fulfilled": p("собран", "packed"), "partially_fulfilled": p("частично собран", "partly packed"), "shipped": p("в пути", "on its way"),
	"delivered": p("доставлен", "delivered"), "returned": p("возвращён", "returned"), "partially_returned": p("частично возвращён", "partly returned"),
}
