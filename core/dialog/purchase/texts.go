package purchase

import (
	"prilavok/core/dialog/label"
	"prilavok/core/lang"
	"prilavok/core/order"
)

// Buttons.
var (
	btnOrders    = label.MyOrders
	btnHuman     = label.Human
	btnMenu      = label.Menu
	btnOlder     = lang.Phrase{RU: "Раньше →", EN: "Older →"}
	btnBackTo    = lang.Phrase{RU: "‹ К заказу", EN: "‹ Back to the order"}
	btnThisOrder = label.ThisOrder
	btnPay       = lang.Phrase{RU: "Оплатить %s", EN: "Pay %s"}
	btnPayNow    = lang.Phrase{RU: "💳 Оплатить", EN: "💳 Pay"}
	btnPayAgain  = lang.Phrase{RU: "Прислать ссылку", EN: "Send the link"}
	btnRetry     = lang.Phrase{RU: "Попробовать ещё раз", EN: "Try again"}
	btnPaid      = lang.Phrase{RU: "Я оплатил", EN: "I have paid"}
	btnOtherWay  = lang.Phrase{RU: "Другой способ", EN: "Another way"}
	btnCancel    = lang.Phrase{RU: "Отменить заказ", EN: "Cancel the order"}
	btnYes       = lang.Phrase{RU: "Да, отменить", EN: "Yes, cancel it"}
	btnNo        = lang.Phrase{RU: "Нет, оставить", EN: "No, keep it"}
	btnChange    = lang.Phrase{RU: "✎ Изменить", EN: "✎ Change"}
	btnReturn    = lang.Phrase{RU: "↩ Вернуть товар", EN: "↩ Send back"}
	btnAgain     = lang.Phrase{RU: "🔁 Повторить", EN: "🔁 Order again"}
	btnHistory   = lang.Phrase{RU: "🕓 История", EN: "🕓 History"}
	btnTrack     = lang.Phrase{RU: "Отследить %s", EN: "Track %s"}
	btnAddress   = label.Address
	btnNote      = lang.Phrase{RU: "Комментарий", EN: "Note"}
	btnSwap      = lang.Phrase{RU: "Другой вариант", EN: "Another variant"}
	btnDrop      = lang.Phrase{RU: "Убрать", EN: "Remove"}
	btnKeep      = lang.Phrase{RU: "Оставить как есть", EN: "Leave it as it is"}
	btnChangeYes = lang.Phrase{RU: "Да, изменить", EN: "Yes, change it"}
	btnReturnYes = lang.Phrase{RU: "Да, вернуть", EN: "Yes, send it back"}
	btnNext      = lang.Phrase{RU: "Дальше", EN: "Next"}
	btnNoPhotos  = lang.Phrase{RU: "Без фото", EN: "Without photos"}
	btnBuy       = lang.Phrase{RU: "Оформить", EN: "Check out"}
	btnMute      = lang.Phrase{RU: "🔕 Не уведомлять", EN: "🔕 Mute notices"}
	btnUnmute    = lang.Phrase{RU: "🔔 Уведомлять", EN: "🔔 Turn notices on"}
	btnCart      = label.Cart
)

// Changing.
var (
	txtChangeWhat  = lang.Phrase{RU: "Что изменить в заказе %s?", EN: "What shall we change in order %s?"}
	txtSureChange  = lang.Phrase{RU: "Изменить заказ %s?", EN: "Change order %s?"}
	txtChanged     = lang.Phrase{RU: "Заказ %s изменён.", EN: "Order %s is changed."}
	txtSwapFor     = lang.Phrase{RU: "На что заменить %s?", EN: "What shall replace %s?"}
	txtTellAddress = lang.Phrase{RU: "Напишите новый адрес для заказа %s.", EN: "Write the new address for order %s."}
	txtTellNote    = lang.Phrase{RU: "Напишите комментарий к заказу %s.", EN: "Write a note for order %s."}
	txtTooLong     = lang.Phrase{RU: "Слишком длинно, уложитесь в %d знаков.", EN: "That is too long, %d characters at most, please."}
	txtNewAddress  = label.AddressIs
	txtNewNote     = lang.Phrase{RU: "Комментарий: %s", EN: "Note: %s"}
	txtPromoGone   = lang.Phrase{RU: "Больше не действует: %s", EN: "Does not apply any more: %s"}
	txtSameTotal   = lang.Phrase{RU: "Сумма прежняя: %s.", EN: "The total stays %s."}
	txtTotalFrom   = lang.Phrase{RU: "Итого: %s → %s", EN: "Total: %s → %s"}
	txtPayMore     = lang.Phrase{RU: "Нужно доплатить %s, ссылку пришлю.", EN: "%s more to pay, I will send the link."}
	txtGetBack     = lang.Phrase{RU: "Разницу %s вернём тем же способом.", EN: "We will return the difference of %s the way you paid."}
	txtGetByHand   = lang.Phrase{RU: "Разницу %s вернём: её оформит сотрудник.", EN: "We will return the difference of %s: our staff will see to it."}
	txtNoneFits    = lang.Phrase{RU: "Среди ваших заказов нет такого, с которым это можно сделать.", EN: "None of your orders allows that now."}
)

// Sending back and ordering again.
var (
	txtBackWhat    = lang.Phrase{RU: "Что вернуть из заказа %s? Нажмите на товар, ещё раз — добавить штуку.", EN: "What of order %s goes back? Press an item, and once more for one more piece."}
	txtBackWhy     = lang.Phrase{RU: "Почему возвращаете? Выберите или напишите своими словами.", EN: "Why are you sending it back? Choose, or write in your own words."}
	txtBackPhotos  = lang.Phrase{RU: "Пришлите фото товара, если есть что показать: так решим быстрее.", EN: "Send photos if there is something to see: that makes it quicker."}
	txtBackSeen    = lang.Phrase{RU: "Фото получено: %d. Можно прислать ещё или идти дальше.", EN: "Photos received: %d. Send more, or go on."}
	txtBackReason  = lang.Phrase{RU: "Причина: %s", EN: "Reason: %s"}
	txtBackWith    = lang.Phrase{RU: "Фото: %d", EN: "Photos: %d"}
	txtSureReturn  = lang.Phrase{RU: "Запросить возврат по заказу %s?", EN: "Ask for a return of order %s?"}
	txtReturnAsked = lang.Phrase{RU: "Запрос на возврат по заказу %s отправлен, сумма %s. Ответим здесь.", EN: "Your return of order %s is requested, %s in all. We will answer here."}
	txtReturnTaken = lang.Phrase{RU: "Возврат по заказу %s согласован, сумма %s. Отправьте товар нам; когда получим, вернём деньги.", EN: "Your return of order %s is approved, %s in all. Send the goods to us; once they arrive we will return the money."}
	txtReturnOpen  = lang.Phrase{RU: "Возврат по заказу %s уже оформлен целиком.", EN: "A return of all of order %s is under way already."}
	txtAgain       = lang.Phrase{RU: "Товары из заказа %s в корзине.", EN: "The goods of order %s are in your cart."}
	txtAgainNone   = lang.Phrase{RU: "Из заказа %s сейчас ничего нет в наличии.", EN: "Nothing of order %s is in stock right now."}
	txtAgainGone   = lang.Phrase{RU: "%s: сейчас нет", EN: "%s: not available now"}
	txtAgainFewer  = lang.Phrase{RU: "%s: есть только %d", EN: "%s: only %d left"}
	txtAgainPrice  = lang.Phrase{RU: "%s: было %s, теперь %s", EN: "%s: was %s, is %s now"}
	txtHistory     = lang.Phrase{RU: "Заказ %s: что было", EN: "Order %s: what happened"}
	txtTracking    = lang.Phrase{RU: "Отслеживание: %s", EN: "Tracking: %s"}
	txtProofTaken  = lang.Phrase{RU: "Спасибо, чек по заказу %s получен. Проверим и напишем.", EN: "Thank you, the receipt for order %s has arrived. We will check it and write to you."}
)

// Notices.
var (
	txtMuted   = lang.Phrase{RU: "Хорошо, о сборке, доставке и возвратах сам писать не буду: всё видно в «Моих заказах». О деньгах и отмене заказа сообщу в любом случае.", EN: "All right, I will not write about packing, delivery and returns: \"My orders\" shows it all. Money and cancellations I will still tell you of."}
	txtUnmuted = lang.Phrase{RU: "Хорошо, буду писать о каждом шаге заказа.", EN: "All right, I will write about every step of your orders."}
)

// Paying.
var (
	txtPaySupport = lang.Phrase{RU: "Вопрос по оплате? Если деньги списались, а заказ не оплачен, оплата прошла дважды или нужен возврат, откройте заказ ниже или позовите человека и напишите, что случилось. Мы сверим оплату и ответим здесь, в этом чате.", EN: "A question about a payment? If money was taken but the order is not paid, you paid twice or need a refund, open the order below or ask for a person and say what happened. We will check the payment and answer right here in this chat."}
	txtBill       = lang.Phrase{RU: "К оплате за заказ %s: %s.", EN: "To pay for order %s: %s."}
	txtKept       = lang.Phrase{RU: "Товары держим для вас до %s.", EN: "We keep the goods for you until %s."}
	txtLinkSoon   = lang.Phrase{RU: "Готовлю оплату, секунду.", EN: "Preparing the payment, one moment."}
	txtBusy       = lang.Phrase{RU: "Платёжный сервис сейчас не отвечает. Заказ на месте: попробую ещё раз и напишу.", EN: "The payment service does not answer right now. Your order is safe: I will try again and write to you."}
	txtNoLink     = lang.Phrase{RU: "Так оплатить сейчас не получается, деньги не списаны. Выберите другой способ.", EN: "It cannot be paid this way right now, and nothing was charged. Please choose another way."}
	txtOldLink    = lang.Phrase{RU: "Прежняя ссылка ещё действует, и две сразу мы не выдаём, чтобы не списать деньги дважды. Оплатите по ней или вернитесь к другому способу, когда она закроется.", EN: "Your earlier link still works, and we never give out two at once, so that nothing is charged twice. Pay by it, or come back to another way once it has closed."}
	txtTransfer   = lang.Phrase{RU: "Заказ %s: переведите %s.", EN: "Order %s: please transfer %s."}
	txtSendProof  = lang.Phrase{RU: "Когда переведёте, пришлите сюда фото или скриншот чека.", EN: "Once done, send a photo or a screenshot of the receipt here."}
	txtLooking    = lang.Phrase{RU: "Проверяю оплату.", EN: "Checking the payment."}
	txtNotYet     = lang.Phrase{RU: "Заказ %s: пока %s. Как только деньги придут, напишу здесь. Обычно это минута.", EN: "Order %s: %s so far. I will write here as soon as the money arrives. It usually takes a minute."}
	txtHowToPay   = lang.Phrase{RU: "Как оплатите заказ %s? К оплате %s.", EN: "How would you like to pay for order %s? %s to pay."}
	txtPayByHand  = lang.Phrase{RU: "Хорошо, заказ %s: оплата %s.", EN: "All right, order %s: payment %s."}
	txtNothingDue = lang.Phrase{RU: "Неоплаченных заказов у вас нет.", EN: "You have no orders to pay for."}
)

// Orders.
var (
	txtNoOrders   = lang.Phrase{RU: "Заказов у вас пока нет.", EN: "You have no orders yet."}
	txtYourOrders = lang.Phrase{RU: "Ваши заказы", EN: "Your orders"}
	txtOrder      = lang.Phrase{RU: "Заказ %s", EN: "Order %s"}
	txtShipping   = label.Delivery
	txtFree       = label.Free
	txtDiscount   = label.Discount
	txtTotal      = label.Total
	txtPayment    = lang.Phrase{RU: "Оплата: %s", EN: "Payment: %s"}
	txtDue        = lang.Phrase{RU: "Осталось оплатить: %s", EN: "Left to pay: %s"}
	txtDays       = label.Takes
	txtDaysTo     = label.TakesTo
	txtSlot       = lang.Phrase{RU: "Время: %s", EN: "Time: %s"}
	txtSureCancel = lang.Phrase{RU: "Отменить заказ %s?", EN: "Cancel order %s?"}
	txtCanceled   = lang.Phrase{RU: "Заказ %s отменён. Товары вернулись в продажу.", EN: "Order %s is canceled. The goods are back on sale."}
	txtMoneyBack  = lang.Phrase{RU: "Деньги вернём тем же способом, которым вы платили.", EN: "You will get the money back the way you paid."}
	wordDay       = label.Day
)

// refusals puts fault codes about orders that are placed, their money and their returns
// into words.
var refusals = lang.Table[string]{
	{"payment.nothing_due", lang.Phrase{RU: "Этот заказ уже оплачен.", EN: "This order is paid already."}},
	{"payment.order_over", lang.Phrase{RU: "Этот заказ закрыт, платить за него не нужно.", EN: "This order is closed, there is nothing to pay for."}},
	{"payment.pending", lang.Phrase{RU: "Предыдущая оплата ещё идёт. Завершите её или подождите, пока ссылка перестанет действовать.", EN: "An earlier payment is still under way. Finish it, or wait until its link has run out."}},
	{"payment.no_method", txtNoLink},
	{"order.already_placed", lang.Phrase{RU: "Этот заказ уже принят.", EN: "This order is placed already."}},
	{"order.too_late", lang.Phrase{RU: "Этот заказ уже собирают: изменить или отменить его может только сотрудник.", EN: "This order is being packed already: only our staff can change or cancel it now."}},
	{"order.no_change", lang.Phrase{RU: "Здесь нечего менять.", EN: "There is nothing to change."}},
	{"order.not_for_sale", lang.Phrase{RU: "Этого товара больше нет в продаже.", EN: "This is no longer sold."}},
	{"order.delivery", lang.Phrase{RU: "Такого способа доставки нет.", EN: "There is no such way of delivery."}},
	{"order.line_packed", lang.Phrase{RU: "Этот товар уже собран или отправлен.", EN: "This item is packed or sent already."}},
	{"order.sent", lang.Phrase{RU: "Заказ уже в пути: адрес не изменить.", EN: "The order is on its way: its address cannot be changed."}},
	{"order.empty", lang.Phrase{RU: "В заказе должен остаться хотя бы один товар. Не нужен весь заказ — отмените его.", EN: "An order needs at least one item. If you need none, cancel the order."}},
	{"order.quantity", lang.Phrase{RU: "Столько штук заказать нельзя.", EN: "That many cannot be ordered."}},
	{"order.no_slot", lang.Phrase{RU: "Выберите время доставки.", EN: "Choose a time for the delivery."}},
	{"order.no_line", lang.Phrase{RU: "Такого товара в заказе нет.", EN: "The order has no such item."}},
	{"order.already_canceled", lang.Phrase{RU: "Этот заказ уже отменён.", EN: "This order is canceled already."}},
	{"order.already_completed", lang.Phrase{RU: "Этот заказ уже выполнен.", EN: "This order is completed already."}},
	{"order.over", lang.Phrase{RU: "Этот заказ уже закрыт, изменить его нельзя. Позовите человека, он поможет.", EN: "This order is closed and cannot be changed. Ask for a person, they will help."}},
	{"order.money_held", lang.Phrase{RU: "Заказ оплачен, поэтому отменить его может только человек. Позовите его, деньги вернём.", EN: "The order is paid, so only a person can cancel it. Ask for one: the money will be returned."}},
	{"order.shipped", lang.Phrase{RU: "Заказ уже в пути. Чтобы отказаться, позовите человека.", EN: "The order is on its way. To refuse it, ask for a person."}},
	{"order.changed", lang.Phrase{RU: "Заказ только что изменился. Откройте его ещё раз.", EN: "The order has just changed. Please open it again."}},
	{"return.too_late", lang.Phrase{RU: "Срок возврата прошёл. Если товар с браком, позовите человека.", EN: "The time for returns is over. If the goods are faulty, ask for a person."}},
	{"return.not_taken", lang.Phrase{RU: "Магазин не принимает возвраты через чат, спросите человека.", EN: "The shop takes no returns by chat, please ask a person."}},
	{"return.lines", lang.Phrase{RU: "Столько по этому заказу не вернуть: часть уже возвращена или ещё не доставлена.", EN: "That much cannot come back: some was returned already or has not arrived yet."}},
	{"return.not_delivered", lang.Phrase{RU: "Вернуть можно то, что уже доставлено.", EN: "Only what has been delivered can be sent back."}},
	{"return.reason", lang.Phrase{RU: "Напишите, почему возвращаете, и не больше десяти фото.", EN: "Say why it comes back, with no more than ten photos."}},
	{"order.not_found", lang.Phrase{RU: "Такого заказа среди ваших нет. Проверьте номер.", EN: "There is no such order of yours. Please check the number."}},
}

var statusText = lang.Table[order.Status]{
	{order.Draft, lang.Phrase{RU: "черновик", EN: "draft"}},
	{order.Placed, lang.Phrase{RU: "принят, собираем", EN: "placed, we are packing it"}},
	{order.Completed, lang.Phrase{RU: "выполнен", EN: "completed"}},
	{order.Canceled, lang.Phrase{RU: "отменён", EN: "canceled"}},
}

var goodsText = lang.Table[order.FulfillmentStatus]{
	{order.PartiallyFulfilled, lang.Phrase{RU: "собран частично", EN: "partly packed"}},
	{order.Fulfilled, lang.Phrase{RU: "собран", EN: "packed"}},
	{order.Shipped, lang.Phrase{RU: "в пути", EN: "on its way"}},
	{order.Delivered, lang.Phrase{RU: "доставлен", EN: "delivered"}},
	{order.PartiallyReturned, lang.Phrase{RU: "частично возвращён", EN: "partly returned"}},
	{order.Returned, lang.Phrase{RU: "возвращён", EN: "returned"}},
}
