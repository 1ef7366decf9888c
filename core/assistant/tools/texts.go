package tools

import (
	"prilavok/core/dialog/label"
	"prilavok/core/lang"
)

// p makes a phrase: Russian, then English.
func p(ru, en string) lang.Phrase { return lang.Phrase{RU: ru, EN: en} }

var (
	btnCheckout    = label.CheckOut
	txtFree        = label.Free
	txtFreeFrom    = label.FreeFrom
	txtSale        = p("скидка", "discount")
	txtOfferOrder  = p("Проверьте заказ и подтвердите:", "Please check the order and confirm it:")
	txtItems       = label.Goods
	txtDelivery    = p("Доставка: %s, %s", "Delivery: %s, %s")
	txtTotal       = label.Total
	txtPoint       = p("Пункт: %s", "Pickup at: %s")
	txtTime        = p("Время доставки: %s", "Delivery time: %s")
	txtSlotGone    = p("Это время только что заняли. Скажите, какое ещё вам подойдёт, и я оформлю заказ.", "That time has just been taken. Tell me which other time suits you, and I will place the order.")
	txtName        = p("Имя: %s", "Name: %s")
	txtPhone       = p("Телефон: %s", "Phone: %s")
	txtAddress     = label.AddressIs
	txtComment     = p("Комментарий: %s", "Comment: %s")
	txtPay         = p("Оплата при получении", "Payment on delivery")
	txtPlaced      = p("Заказ № %s оформлен. Итого %s, оплата при получении. Мы напишем, когда он отправится.", "Order %s is placed. The total is %s, to be paid on delivery. We will write when it is on its way.")
	txtChanged     = p("Пока мы говорили, сумма изменилась. Вот как теперь:", "The total has changed while we were talking. Here is the new one:")
	txtGoneNow     = p("К сожалению, часть товаров только что закончилась. Загляните в корзину: там видно, что осталось.", "Unfortunately some of the goods have just run out. Have a look at your cart to see what is left.")
	txtFailed      = p("Так оформить заказ не получится. Попробуйте кнопку «Оформить заказ» в корзине.", "The order cannot be placed like this. Please try the checkout button in your cart.")
	txtOfferCancel = p("Отменить заказ № %s на %s?", "Cancel order %s for %s?")
	txtCanceled    = p("Заказ № %s отменён.", "Order %s is canceled.")
	txtMoneyBack   = p("Оплаченное вернём тем же способом.", "What was paid will be returned the way it was paid.")
	txtMoved       = p("Заказ тем временем изменился. Вот как будет теперь:", "The order has changed meanwhile. Here is how it would be now:")
	txtNoStock     = p("Столько уже нет в наличии. Скажите, сколько нужно, и я проверю.", "That many are no longer in stock. Tell me how many you need and I will check.")
	txtNotDone     = p("Так сделать не получится. Позовите человека, он поможет.", "That cannot be done. Ask for a person, they will help.")
	txtCannot      = p("Заказ № %s уже нельзя отменить здесь: он в работе. Позовите человека, он поможет.", "Order %s can no longer be canceled here, it is being processed. Ask for a person to help.")
)

// Statuses of an order as the tools tell them.
var statusText = map[string]lang.Phrase{
	"draft": p("черновик", "a draft"), "placed": p("принят", "placed"), "completed": p("выполнен", "completed"), "canceled": p("отменён", "canceled"),
	"fulfilled": p("собран", "packed"), "partially_fulfilled": p("частично собран", "partly packed"), "shipped": p("в пути", "on its way"),
	"delivered": p("доставлен", "delivered"), "returned": p("возвращён", "returned"), "partially_returned": p("частично возвращён", "partly returned"),
}
