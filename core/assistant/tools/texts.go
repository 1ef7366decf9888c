package tools

import (
	"prilavok/core/dialog/label"
	"prilavok/core/lang"
)

var (
	btnCheckout    = label.CheckOut
	txtFree        = label.Free
	txtFreeFrom    = label.FreeFrom
	txtSale        = lang.Phrase{RU: "скидка", EN: "discount"}
	txtOfferOrder  = lang.Phrase{RU: "Проверьте заказ и подтвердите:", EN: "Please check the order and confirm it:"}
	txtItems       = label.Goods
	txtDelivery    = lang.Phrase{RU: "Доставка: %s, %s", EN: "Delivery: %s, %s"}
	txtTotal       = label.Total
	txtPoint       = lang.Phrase{RU: "Пункт: %s", EN: "Pickup at: %s"}
	txtTime        = lang.Phrase{RU: "Время доставки: %s", EN: "Delivery time: %s"}
	txtSlotGone    = lang.Phrase{RU: "Это время только что заняли. Скажите, какое ещё вам подойдёт, и я оформлю заказ.", EN: "That time has just been taken. Tell me which other time suits you, and I will place the order."}
	txtName        = lang.Phrase{RU: "Имя: %s", EN: "Name: %s"}
	txtPhone       = lang.Phrase{RU: "Телефон: %s", EN: "Phone: %s"}
	txtAddress     = label.AddressIs
	txtComment     = lang.Phrase{RU: "Комментарий: %s", EN: "Comment: %s"}
	txtPay         = lang.Phrase{RU: "Оплата при получении", EN: "Payment on delivery"}
	txtPlaced      = lang.Phrase{RU: "Заказ № %s оформлен. Итого %s, оплата при получении. Мы напишем, когда он отправится.", EN: "Order %s is placed. The total is %s, to be paid on delivery. We will write when it is on its way."}
	txtChanged     = lang.Phrase{RU: "Пока мы говорили, сумма изменилась. Вот как теперь:", EN: "The total has changed while we were talking. Here is the new one:"}
	txtGoneNow     = lang.Phrase{RU: "К сожалению, часть товаров только что закончилась. Загляните в корзину: там видно, что осталось.", EN: "Unfortunately some of the goods have just run out. Have a look at your cart to see what is left."}
	txtFailed      = lang.Phrase{RU: "Так оформить заказ не получится. Попробуйте кнопку «Оформить заказ» в корзине.", EN: "The order cannot be placed like this. Please try the checkout button in your cart."}
	txtOfferCancel = lang.Phrase{RU: "Отменить заказ № %s на %s?", EN: "Cancel order %s for %s?"}
	txtCanceled    = lang.Phrase{RU: "Заказ № %s отменён.", EN: "Order %s is canceled."}
	txtMoneyBack   = lang.Phrase{RU: "Оплаченное вернём тем же способом.", EN: "What was paid will be returned the way it was paid."}
	txtMoved       = lang.Phrase{RU: "Заказ тем временем изменился. Вот как будет теперь:", EN: "The order has changed meanwhile. Here is how it would be now:"}
	txtNoStock     = lang.Phrase{RU: "Столько уже нет в наличии. Скажите, сколько нужно, и я проверю.", EN: "That many are no longer in stock. Tell me how many you need and I will check."}
	txtNotDone     = lang.Phrase{RU: "Так сделать не получится. Позовите человека, он поможет.", EN: "That cannot be done. Ask for a person, they will help."}
	txtCannot      = lang.Phrase{RU: "Заказ № %s уже нельзя отменить здесь: он в работе. Позовите человека, он поможет.", EN: "Order %s can no longer be canceled here, it is being processed. Ask for a person to help."}
)

// Statuses of an order as the tools tell them.
var statusText = lang.Table[string]{
	{"draft", lang.Phrase{RU: "черновик", EN: "a draft"}}, {"placed", lang.Phrase{RU: "принят", EN: "placed"}}, {"completed", lang.Phrase{RU: "выполнен", EN: "completed"}}, {"canceled", lang.Phrase{RU: "отменён", EN: "canceled"}},
	{"fulfilled", lang.Phrase{RU: "собран", EN: "packed"}}, {"partially_fulfilled", lang.Phrase{RU: "частично собран", EN: "partly packed"}}, {"shipped", lang.Phrase{RU: "в пути", EN: "on its way"}},
	{"delivered", lang.Phrase{RU: "доставлен", EN: "delivered"}}, {"returned", lang.Phrase{RU: "возвращён", EN: "returned"}}, {"partially_returned", lang.Phrase{RU: "частично возвращён", EN: "partly returned"}},
}
