package notify

import "prilavok/core/lang"

// What customers are told, unless the shop has a text of its own.
var (
	txtPlaced = lang.Phrase{
		RU: "Заказ <b>{number}</b> принят.\n\n{items}\n\nИтого: <b>{total}</b>[[\nДоставка: {delivery}]][[\nАдрес: {address}]]\n\nНапишем, когда будут новости.",
		EN: "We have your order <b>{number}</b>.\n\n{items}\n\nTotal: <b>{total}</b>[[\nDelivery: {delivery}]][[\nAddress: {address}]]\n\nWe’ll write when there is news."}
	txtEdited = lang.Phrase{
		RU: "Заказ <b>{number}</b> изменён.\n\n{items}\n\nТеперь итого: <b>{total}</b>[[\nНужно доплатить: {due}]][[\nВернём вам: {back}]]",
		EN: "Your order <b>{number}</b> was changed.\n\n{items}\n\nThe total is now <b>{total}</b>[[\nLeft to pay: {due}]][[\nWe’ll refund you {back}]]"}
	txtCanceled = lang.Phrase{
		RU: "Заказ <b>{number}</b> отменён.[[ Причина: {reason}.]] Если что-то не так, ответьте на это сообщение.",
		EN: "Your order <b>{number}</b> is canceled.[[ Reason: {reason}.]] If that isn’t right, just reply here."}
	txtExpired = lang.Phrase{
		RU: "Срок оплаты заказа <b>{number}</b> вышел, и мы сняли товары с резерва[[: {product}]]. Если они ещё нужны, напишите нам: проверим наличие.",
		EN: "The time to pay for order <b>{number}</b> has run out, so we no longer hold the goods[[: {product}]]. Still want them? Write to us and we’ll check what’s in stock."}
	txtStage       = lang.Phrase{RU: "Заказ <b>{number}</b>: {stage}.", EN: "Order <b>{number}</b>: {stage}."}
	txtAwaiting    = lang.Phrase{RU: "Заказ <b>{number}</b> ждёт оплаты: <b>{amount}</b>.[[ Оплатить: {url}]][[\nСсылка действует до {until}.]]", EN: "Order <b>{number}</b> is waiting for payment: <b>{amount}</b>.[[ Pay here: {url}]][[\nThe link works until {until}.]]"}
	txtAuthorized  = lang.Phrase{RU: "{amount} за заказ <b>{number}</b> заблокированы на карте. Спишем, когда соберём заказ.", EN: "{amount} for order <b>{number}</b> is held on your card. We’ll charge it when the order is ready."}
	txtPaid        = lang.Phrase{RU: "Оплата {amount} за заказ <b>{number}</b> получена, спасибо! Собираем.", EN: "We’ve received {amount} for order <b>{number}</b>. Thank you! We’re getting it ready."}
	txtPayFailed   = lang.Phrase{RU: "Оплата заказа <b>{number}</b> не прошла, деньги не списаны.[[ Попробовать ещё раз: {url}]] Заказ мы пока держим.", EN: "The payment for order <b>{number}</b> didn’t go through and you weren’t charged.[[ Try again: {url}]] We’re still holding your order."}
	txtPayCanceled = lang.Phrase{
		RU: "Оплата заказа <b>{number}</b> отменена. Если заказ нужен, напишите: пришлём новую ссылку.",
		EN: "The payment for order <b>{number}</b> was canceled. If you still want the order, write to us and we’ll send a new link."}
	txtRefunded  = lang.Phrase{RU: "Вернули {amount} за заказ <b>{number}</b>. На карту деньги приходят за несколько дней, это зависит от банка.", EN: "We’ve refunded {amount} for order <b>{number}</b>. Your bank may need a few days to show it."}
	txtPacked    = lang.Phrase{RU: "Заказ <b>{number}</b> собран.[[ Дальше: {delivery}.]]", EN: "Order <b>{number}</b> is packed.[[ Next: {delivery}.]]"}
	txtShipped   = lang.Phrase{RU: "Заказ <b>{number}</b> в пути.[[\n{carrier}]][[\nТрек-номер: <code>{tracking}</code>]][[\nОтследить: {tracking_url}]]", EN: "Order <b>{number}</b> is on its way.[[\n{carrier}]][[\nTracking number: <code>{tracking}</code>]][[\nTrack it: {tracking_url}]]"}
	txtDelivered = lang.Phrase{RU: "Заказ <b>{number}</b> у вас. Спасибо, что выбрали нас! Если что-то не подошло, напишите сюда.", EN: "Order <b>{number}</b> has arrived. Thank you for choosing us! If anything isn’t right, write here."}

	txtReturnAsked    = lang.Phrase{RU: "Приняли заявку на возврат по заказу <b>{number}</b>.[[\n\n{items_back}]]\n\nПосмотрим и ответим.", EN: "We have your return request for order <b>{number}</b>.[[\n\n{items_back}]]\n\nWe’ll look at it and get back to you."}
	txtReturnApproved = lang.Phrase{RU: "Возврат по заказу <b>{number}</b> согласован.[[ {reason}]] Отправьте товар, и после проверки мы вернём деньги.", EN: "Your return for order <b>{number}</b> is approved.[[ {reason}]] Send the goods back, and we’ll refund you once we’ve checked them."}
	txtReturnReceived = lang.Phrase{RU: "Получили товары по возврату заказа <b>{number}</b>.[[ Вернём {amount}.]]", EN: "We’ve received what you returned from order <b>{number}</b>.[[ We’ll refund {amount}.]]"}
	txtReturnRefused  = lang.Phrase{RU: "По заказу <b>{number}</b> вернуть товар не получится.[[ Причина: {reason}.]] Если есть вопросы, ответьте на это сообщение.", EN: "We can’t take back the goods of order <b>{number}</b>.[[ Reason: {reason}.]] If you have questions, just reply here."}
	txtBack           = lang.Phrase{RU: "Снова в наличии: <b>{product}</b>[[, {price}]].[[ Осталось {left}.]] Вы просили сообщить.", EN: "Back in stock: <b>{product}</b>[[, {price}]].[[ {left} left.]] You asked us to tell you."}
)

// What staff are told.
var (
	txtCard         = lang.Phrase{RU: "{card}", EN: "{card}"}
	txtCardWhy      = lang.Phrase{RU: "{card}[[\nПричина: {reason}]]", EN: "{card}[[\nReason: {reason}]]"}
	txtStaffEdited  = lang.Phrase{RU: "✎ Заказ <b>{number}</b> изменён, теперь {total}[[, доплатить {due}]][[, вернуть {back}]]\n\n{items}", EN: "✎ Order <b>{number}</b> was changed, now {total}[[, to pay {due}]][[, to refund {back}]]\n\n{items}"}
	txtStaffPaid    = lang.Phrase{RU: "✓ Заказ <b>{number}</b> оплачен: {amount}. {name}[[, {phone}]]", EN: "✓ Order <b>{number}</b> is paid: {amount}. {name}[[, {phone}]]"}
	txtStaffProof   = lang.Phrase{RU: "Заказ <b>{number}</b>: клиент пишет, что перевёл {amount}, и прислал чек. Сверьте с банком и подтвердите.", EN: "Order <b>{number}</b>: the customer says {amount} was transferred and sent a receipt. Check with the bank and confirm."}
	txtStaffProblem = lang.Phrase{RU: "⚠ Оплата заказа <b>{number}</b>, {amount}: {problem}.[[ {reason}]]\nНужен человек. {name}[[, {phone}]]", EN: "⚠ Payment for order <b>{number}</b>, {amount}: {problem}.[[ {reason}]]\nA person has to look. {name}[[, {phone}]]"}
	txtStaffRefund  = lang.Phrase{RU: "⚠ Возврат {amount} по заказу <b>{number}</b> не прошёл[[: {reason}]]. Верните деньги другим способом. {name}[[, {phone}]]", EN: "⚠ The refund of {amount} for order <b>{number}</b> failed[[: {reason}]]. Return the money some other way. {name}[[, {phone}]]"}
	txtStaffStuck   = lang.Phrase{RU: "⚠ Деньги по заказу <b>{number}</b> зависли: {amount}[[, {problem}]][[. {reason}]]", EN: "⚠ Money of order <b>{number}</b> is stuck: {amount}[[, {problem}]][[. {reason}]]"}
	txtStaffShort   = lang.Phrase{RU: "⚠ Заказ <b>{number}</b> оплачен, а товара не хватает[[: {product}]][[, нет {missing} шт.]]. Решите с клиентом: заменить, вернуть деньги или подождать. {name}[[, {phone}]]", EN: "⚠ Order <b>{number}</b> is paid but goods are missing[[: {product}]][[, {missing} short]]. Settle it with the customer: substitute, refund or wait. {name}[[, {phone}]]"}
	txtStaffExpired = lang.Phrase{RU: "⚠ Заказ <b>{number}</b> не доплатили вовремя[[, не хватает {due}]].[[ С резерва сняли: {product}.]] Решите с клиентом: принять доплату, убрать лишнее или отменить. {name}[[, {phone}]]", EN: "⚠ Order <b>{number}</b> was not paid up in time[[, {due} is missing]].[[ No longer held: {product}.]] Settle it with the customer: take the rest, take goods off or cancel. {name}[[, {phone}]]"}
	txtStaffReturn  = lang.Phrase{RU: "↩ Просят вернуть товары из заказа <b>{number}</b>.[[\n\n{items_back}]][[\n\nПричина: {reason}]]\n{name}[[, {phone}]]", EN: "↩ A return is asked for, order <b>{number}</b>.[[\n\n{items_back}]][[\n\nReason: {reason}]]\n{name}[[, {phone}]]"}
	txtStaffLow     = lang.Phrase{RU: "Заканчивается: {product}[[ ({sku})]], осталось {left}", EN: "Running low: {product}[[ ({sku})]], {left} left"}
	txtStaffFailed  = lang.Phrase{RU: "⚠ Сообщение клиенту не доставлено ({fault}).[[ {why}]][[ Переписка: {conversation}]]", EN: "⚠ A message did not reach the customer ({fault}).[[ {why}]][[ Conversation: {conversation}]]"}
	txtRevoked      = lang.Phrase{RU: "⚠ Канал отключён: аккаунт магазина больше не принимает наш токен ({fault}). Клиентам ничего не уходит, их сообщения сохраняются. Подключите аккаунт заново[[: {url}]].[[ Переписка: {conversation}]]", EN: "⚠ A channel is cut off: the shop's account no longer takes our token ({fault}). Nothing reaches customers; what they write is kept. Connect the account anew[[: {url}]].[[ Conversation: {conversation}]]"}
	txtExpiring     = lang.Phrase{RU: "⚠ Токен аккаунта {name} действует до {until}, а продлить его не удаётся ({fault}). Подключите аккаунт заново, иначе ответы перестанут уходить[[: {url}]].", EN: "⚠ The token of {name} is good until {until}, and it cannot be renewed ({fault}). Connect the account anew, or answers will stop going out[[: {url}]]."}
	txtTrouble      = lang.Phrase{RU: "⚠ Instagram {name} подключён не до конца. {trouble}[[\nПодключить заново и дать все разрешения: {url}]]", EN: "⚠ Instagram {name} is not connected whole. {trouble}[[\nConnect anew and grant every permission: {url}]]"}
	txtPaused       = lang.Phrase{RU: "⚠ Instagram придержал аккаунт {name}: ответы встали на паузу и уйдут, когда он снова разрешит. Следующая попытка {until}.[[ {why}]]", EN: "⚠ Instagram holds {name} back: answers are paused and go out once it lets them. The next try is {until}.[[ {why}]]"}
	txtResumed      = lang.Phrase{RU: "✓ Instagram {name} снова принимает ответы: то, что ждало, уходит.", EN: "✓ Instagram takes the answers of {name} again: what has waited is going out."}
	txtModelDown    = lang.Phrase{RU: "⚠ Языковая модель не отвечает ({fault}). Магазин продаёт дальше по правилам: поиск, меню, оформление.", EN: "⚠ The language model does not answer ({fault}). The shop goes on selling by its rules: search, menus, checkout."}
	txtModelBack    = lang.Phrase{RU: "✓ Языковая модель снова отвечает (была недоступна: {fault}).", EN: "✓ The language model answers again (it was away: {fault})."}
	txtModelBudget  = lang.Phrase{RU: "⚠ Дневной бюджет модели исчерпан ({fault}). До завтра магазин продаёт по правилам.", EN: "⚠ Today's budget for the model is used up ({fault}). Until tomorrow the shop sells by its rules."}
	txtStaffHook    = lang.Phrase{RU: "⚠ Вебхук выключен: {url} давно не принимает события ({reason}). Почините адрес и включите снова: события подождут, их можно отправить ещё раз.", EN: "⚠ A webhook is switched off: {url} has not taken events for days ({reason}). Mend the address and switch it on again: the events are kept and can be replayed."}
	btnPay          = lang.Phrase{RU: "Оплатить", EN: "Pay"}
	btnTrack        = lang.Phrase{RU: "Отследить", EN: "Track"}
)

// whyNot says in words what the commonest faults of sending mean.
var whyNot = lang.Table[string]{
	{"channel.window", lang.Phrase{RU: "Клиент давно не писал, и Instagram не принимает сообщений: ответьте, когда он напишет, или свяжитесь иначе.",
		EN: "The customer has not written for long, and Instagram takes no messages: answer when they write, or reach them another way."}},
	{"instagram.unreachable", lang.Phrase{RU: "Клиент сейчас не принимает сообщений в Instagram.", EN: "The customer takes no messages on Instagram now."}},
	{"instagram.access_off", lang.Phrase{RU: "В Instagram выключен доступ: Настройки → Сообщения → Подключённые инструменты → Разрешить доступ.",
		EN: "Access is off in Instagram: Settings → Messages → Connected tools → Allow access to messages."}},
	{"instagram.permission", lang.Phrase{RU: "Приложению Meta не хватает разрешения: смотрите `prilavok shop check-instagram`.",
		EN: "The Meta app lacks a permission: see `prilavok shop check-instagram`."}},
	{"instagram.restricted", lang.Phrase{RU: "Instagram временно ограничил аккаунт магазина.", EN: "Instagram has restricted the shop's account for a time."}},
	{"instagram.disconnected", lang.Phrase{RU: "Аккаунт Instagram отключён: подключите его заново.", EN: "The Instagram account is cut off: connect it anew."}},
}
