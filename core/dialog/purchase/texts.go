package purchase

import (
	"prilavok/core/dialog/label"
	"prilavok/core/lang"
	"prilavok/core/order"
)

// p makes a phrase: Russian, then English.
func p(ru, en string) lang.Phrase { return lang.Phrase{RU: ru, EN: en} }

// Buttons.
var (
	btnOrders    = label.MyOrders
	btnHuman     = label.Human
	btnMenu      = label.Menu
	btnOlder     = p("Раньше →", "Older →")
	btnBackTo    = p("‹ К заказу", "‹ Back to the order")
	btnThisOrder = label.ThisOrder
	btnPay       = p("Оплатить %s", "Pay %s")
	btnPayNow    = p("💳 Оплатить", "💳 Pay")
	btnPayAgain  = p("Прислать ссылку", "Send the link")
	btnRetry     = p("Попробовать ещё раз", "Try again")
	btnPaid      = p("Я оплатил", "I have paid")
	btnOtherWay  = p("Другой способ", "Another way")
	btnCancel    = p("Отменить заказ", "Cancel the order")
	btnYes       = p("Да, отменить", "Yes, cancel it")
	btnNo        = p("Нет, оставить", "No, keep it")
	btnChange    = p("✎ Изменить", "✎ Change")
	btnReturn    = p("↩ Вернуть товар", "↩ Send back")
	btnAgain     = p("🔁 Повторить", "🔁 Order again")
	btnHistory   = p("🕓 История", "🕓 History")
	btnTrack     = p("Отследить %s", "Track %s")
	btnAddress   = label.Address
	btnNote      = p("Комментарий", "Note")
	btnSwap      = p("Другой вариант", "Another variant")
	btnDrop      = p("Убрать", "Remove")
	btnKeep      = p("Оставить как есть", "Leave it as it is")
	btnChangeYes = p("Да, изменить", "Yes, change it")
	btnReturnYes = p("Да, вернуть", "Yes, send it back")
	btnNext      = p("Дальше", "Next")
	btnNoPhotos  = p("Без фото", "Without photos")
	btnBuy       = p("Оформить", "Check out")
	btnMute      = p("🔕 Не уведомлять", "🔕 Mute notices")
	btnUnmute    = p("🔔 Уведомлять", "🔔 Turn notices on")
	btnCart      = label.Cart
)

// Changing.
var (
	txtChangeWhat  = p("Что изменить в заказе %s?", "What shall we change in order %s?")
	txtSureChange  = p("Изменить заказ %s?", "Change order %s?")
	txtChanged     = p("Заказ %s изменён.", "Order %s is changed.")
	txtSwapFor     = p("На что заменить %s?", "What shall replace %s?")
	txtTellAddress = p("Напишите новый адрес для заказа %s.", "Write the new address for order %s.")
	txtTellNote    = p("Напишите комментарий к заказу %s.", "Write a note for order %s.")
	txtTooLong     = p("Слишком длинно, уложитесь в %d знаков.", "That is too long, %d characters at most, please.")
	txtNewAddress  = label.AddressIs
	txtNewNote     = p("Комментарий: %s", "Note: %s")
	txtPromoGone   = p("Больше не действует: %s", "Does not apply any more: %s")
	txtSameTotal   = p("Сумма прежняя: %s.", "The total stays %s.")
	txtTotalFrom   = p("Итого: %s → %s", "Total: %s → %s")
	txtPayMore     = p("Нужно доплатить %s, ссылку пришлю.", "%s more to pay, I will send the link.")
	txtGetBack     = p("Разницу %s вернём тем же способом.", "We will return the difference of %s the way you paid.")
	txtGetByHand   = p("Разницу %s вернём: её оформит сотрудник.", "We will return the difference of %s: our staff will see to it.")
	txtNoneFits    = p("Среди ваших заказов нет такого, с которым это можно сделать.", "None of your orders allows that now.")
)

// Sending back and ordering again.
var (
	txtBackWhat    = p("Что вернуть из заказа %s? Нажмите на товар, ещё раз — добавить штуку.", "What of order %s goes back? Press an item, and once more for one more piece.")
	txtBackWhy     = p("Почему возвращаете? Выберите или напишите своими словами.", "Why are you sending it back? Choose, or write in your own words.")
	txtBackPhotos  = p("Пришлите фото товара, если есть что показать: так решим быстрее.", "Send photos if there is something to see: that makes it quicker.")
	txtBackSeen    = p("Фото получено: %d. Можно прислать ещё или идти дальше.", "Photos received: %d. Send more, or go on.")
	txtBackReason  = p("Причина: %s", "Reason: %s")
	txtBackWith    = p("Фото: %d", "Photos: %d")
	txtSureReturn  = p("Запросить возврат по заказу %s?", "Ask for a return of order %s?")
	txtReturnAsked = p("Запрос на возврат по заказу %s отправлен, сумма %s. Ответим здесь.", "Your return of order %s is requested, %s in all. We will answer here.")
	txtReturnTaken = p("Возврат по заказу %s согласован, сумма %s. Отправьте товар нам; когда получим, вернём деньги.", "Your return of order %s is approved, %s in all. Send the goods to us; once they arrive we will return the money.")
	txtReturnOpen  = p("Возврат по заказу %s уже оформлен целиком.", "A return of all of order %s is under way already.")
	txtAgain       = p("Товары из заказа %s в корзине.", "The goods of order %s are in your cart.")
	txtAgainNone   = p("Из заказа %s сейчас ничего нет в наличии.", "Nothing of order %s is in stock right now.")
	txtAgainGone   = p("%s: сейчас нет", "%s: not available now")
	txtAgainFewer  = p("%s: есть только %d", "%s: only %d left")
	txtAgainPrice  = p("%s: было %s, теперь %s", "%s: was %s, is %s now")
	txtHistory     = p("Заказ %s: что было", "Order %s: what happened")
	txtTracking    = p("Отслеживание: %s", "Tracking: %s")
	txtProofTaken  = p("Спасибо, чек по заказу %s получен. Проверим и напишем.", "Thank you, the receipt for order %s has arrived. We will check it and write to you.")
)

// Notices.
var (
	txtMuted   = p("Хорошо, о сборке, доставке и возвратах сам писать не буду: всё видно в «Моих заказах». О деньгах и отмене заказа сообщу в любом случае.", "All right, I will not write about packing, delivery and returns: \"My orders\" shows it all. Money and cancellations I will still tell you of.")
	txtUnmuted = p("Хорошо, буду писать о каждом шаге заказа.", "All right, I will write about every step of your orders.")
)

// Paying.
var (
	txtPaySupport = p("Вопрос по оплате? Если деньги списались, а заказ не оплачен, оплата прошла дважды или нужен возврат, откройте заказ ниже или позовите человека и напишите, что случилось. Мы сверим оплату и ответим здесь, в этом чате.", "A question about a payment? If money was taken but the order is not paid, you paid twice or need a refund, open the order below or ask for a person and say what happened. We will check the payment and answer right here in this chat.")
	txtBill       = p("К оплате за заказ %s: %s.", "To pay for order %s: %s.")
	txtKept       = p("Товары держим для вас до %s.", "We keep the goods for you until %s.")
	txtLinkSoon   = p("Готовлю оплату, секунду.", "Preparing the payment, one moment.")
	txtBusy       = p("Платёжный сервис сейчас не отвечает. Заказ на месте: попробую ещё раз и напишу.", "The payment service does not answer right now. Your order is safe: I will try again and write to you.")
	txtNoLink     = p("Так оплатить сейчас не получается, деньги не списаны. Выберите другой способ.", "It cannot be paid this way right now, and nothing was charged. Please choose another way.")
	txtOldLink    = p("Прежняя ссылка ещё действует, и две сразу мы не выдаём, чтобы не списать деньги дважды. Оплатите по ней или вернитесь к другому способу, когда она закроется.", "Your earlier link still works, and we never give out two at once, so that nothing is charged twice. Pay by it, or come back to another way once it has closed.")
	txtTransfer   = p("Заказ %s: переведите %s.", "Order %s: please transfer %s.")
	txtSendProof  = p("Когда переведёте, пришлите сюда фото или скриншот чека.", "Once done, send a photo or a screenshot of the receipt here.")
	txtLooking    = p("Проверяю оплату.", "Checking the payment.")
	txtNotYet     = p("Заказ %s: пока %s. Как только деньги придут, напишу здесь. Обычно это минута.", "Order %s: %s so far. I will write here as soon as the money arrives. It usually takes a minute.")
	txtHowToPay   = p("Как оплатите заказ %s? К оплате %s.", "How would you like to pay for order %s? %s to pay.")
	txtPayByHand  = p("Хорошо, заказ %s: оплата %s.", "All right, order %s: payment %s.")
	txtNothingDue = p("Неоплаченных заказов у вас нет.", "You have no orders to pay for.")
)

// Orders.
var (
	txtNoOrders   = p("Заказов у вас пока нет.", "You have no orders yet.")
	txtYourOrders = p("Ваши заказы", "Your orders")
	txtOrder      = p("Заказ %s", "Order %s")
	txtShipping   = label.Delivery
	txtFree       = label.Free
	txtDiscount   = label.Discount
	txtTotal      = label.Total
	txtPayment    = p("Оплата: %s", "Payment: %s")
	txtDue        = p("Осталось оплатить: %s", "Left to pay: %s")
	txtDays       = label.Takes
	txtDaysTo     = label.TakesTo
	txtSlot       = p("Время: %s", "Time: %s")
	txtSureCancel = p("Отменить заказ %s?", "Cancel order %s?")
	txtCanceled   = p("Заказ %s отменён. Товары вернулись в продажу.", "Order %s is canceled. The goods are back on sale.")
	txtMoneyBack  = p("Деньги вернём тем же способом, которым вы платили.", "You will get the money back the way you paid.")
	wordDay       = label.Day
)

// refusals puts fault codes about orders that are placed, their money and their returns
// into words.
var refusals = map[string]lang.Phrase{
	"payment.nothing_due":     p("Этот заказ уже оплачен.", "This order is paid already."),
	"payment.order_over":      p("Этот заказ закрыт, платить за него не нужно.", "This order is closed, there is nothing to pay for."),
	"payment.pending":         p("Предыдущая оплата ещё идёт. Завершите её или подождите, пока ссылка перестанет действовать.", "An earlier payment is still under way. Finish it, or wait until its link has run out."),
	"payment.no_method":       txtNoLink,
	"order.already_placed":    p("Этот заказ уже принят.", "This order is placed already."),
	"order.too_late":          p("Этот заказ уже собирают: изменить или отменить его может только сотрудник.", "This order is being packed already: only our staff can change or cancel it now."),
	"order.no_change":         p("Здесь нечего менять.", "There is nothing to change."),
	"order.not_for_sale":      p("Этого товара больше нет в продаже.", "This is no longer sold."),
	"order.delivery":          p("Такого способа доставки нет.", "There is no such way of delivery."),
	"order.line_packed":       p("Этот товар уже собран или отправлен.", "This item is packed or sent already."),
	"order.sent":              p("Заказ уже в пути: адрес не изменить.", "The order is on its way: its address cannot be changed."),
	"order.empty":             p("В заказе должен остаться хотя бы один товар. Не нужен весь заказ — отмените его.", "An order needs at least one item. If you need none, cancel the order."),
	"order.quantity":          p("Столько штук заказать нельзя.", "That many cannot be ordered."),
	"order.no_slot":           p("Выберите время доставки.", "Choose a time for the delivery."),
	"order.no_line":           p("Такого товара в заказе нет.", "The order has no such item."),
	"order.already_canceled":  p("Этот заказ уже отменён.", "This order is canceled already."),
	"order.already_completed": p("Этот заказ уже выполнен.", "This order is completed already."),
	"order.over":              p("Этот заказ уже закрыт, изменить его нельзя. Позовите человека, он поможет.", "This order is closed and cannot be changed. Ask for a person, they will help."),
	"order.money_held":        p("Заказ оплачен, поэтому отменить его может только человек. Позовите его, деньги вернём.", "The order is paid, so only a person can cancel it. Ask for one: the money will be returned."),
	"order.shipped":           p("Заказ уже в пути. Чтобы отказаться, позовите человека.", "The order is on its way. To refuse it, ask for a person."),
	"order.changed":           p("Заказ только что изменился. Откройте его ещё раз.", "The order has just changed. Please open it again."),
	"return.too_late":         p("Срок возврата прошёл. Если товар с браком, позовите человека.", "The time for returns is over. If the goods are faulty, ask for a person."),
	"return.not_taken":        p("Магазин не принимает возвраты через чат, спросите человека.", "The shop takes no returns by chat, please ask a person."),
	"return.lines":            p("Столько по этому заказу не вернуть: часть уже возвращена или ещё не доставлена.", "That much cannot come back: some was returned already or has not arrived yet."),
	"return.not_delivered":    p("Вернуть можно то, что уже доставлено.", "Only what has been delivered can be sent back."),
	"return.reason":           p("Напишите, почему возвращаете, и не больше десяти фото.", "Say why it comes back, with no more than ten photos."),
	"order.not_found":         p("Такого заказа среди ваших нет. Проверьте номер.", "There is no such order of yours. Please check the number."),
}

var statusText = map[order.Status]lang.Phrase{
	order.Draft:     p("черновик", "draft"),
	order.Placed:    p("принят, собираем", "placed, we are packing it"),
	order.Completed: p("выполнен", "completed"),
	order.Canceled:  p("отменён", "canceled"),
}

var goodsText = map[order.FulfillmentStatus]lang.Phrase{
	order.PartiallyFulfilled: p("собран частично", "partly packed"),
	order.Fulfilled:          p("собран", "packed"),
	order.Shipped:            p("в пути", "on its way"),
	order.Delivered:          p("доставлен", "delivered"),
	order.PartiallyReturned:  p("частично возвращён", "partly returned"),
	order.Returned:           p("возвращён", "returned"),
}
