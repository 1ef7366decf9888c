package bell

import (
	"strings"

	"prilavok/core/handoff"
	"prilavok/core/lang"
	"prilavok/core/notify"
	"prilavok/core/order"
	"prilavok/core/payment"
)

// Kinds, as people choose them.
var (
	txtWaiting         = lang.Phrase{RU: "Клиент ждёт человека", EN: "A customer waits for a person"}
	txtWaitingHelp     = lang.Phrase{RU: "Помощник передал диалог: клиент попросил человека, недоволен или вопрос не по силам.", EN: "The assistant handed a conversation over: a person was asked for, or it could not help."}
	txtOrders          = lang.Phrase{RU: "Новый заказ", EN: "New order"}
	txtOrdersHelp      = lang.Phrase{RU: "Каждый оформленный заказ, откуда бы он ни пришёл.", EN: "Every order that is placed, wherever it comes from."}
	txtPaid            = lang.Phrase{RU: "Заказ оплачен", EN: "Order paid"}
	txtPaidHelp        = lang.Phrase{RU: "Деньги пришли или отмечены как полученные.", EN: "Money has come, or was noted as received."}
	txtMoney           = lang.Phrase{RU: "Нужно решение по деньгам", EN: "Money needs a decision"}
	txtMoneyHelp       = lang.Phrase{RU: "Чек на проверку, неудачный возврат, сумма не сошлась.", EN: "A receipt to check, a refund that failed, a sum that does not fit."}
	txtShort           = lang.Phrase{RU: "Заказ не собрать как есть", EN: "An order cannot go as it is"}
	txtShortHelp       = lang.Phrase{RU: "Товара не хватает или заказ не доплатили вовремя.", EN: "Goods are missing, or the rest was not paid in time."}
	txtReturns         = lang.Phrase{RU: "Просят вернуть товар", EN: "A return is asked for"}
	txtReturnsHelp     = lang.Phrase{RU: "Клиент хочет вернуть или обменять покупку.", EN: "A customer wants to send something back, or swap it."}
	txtUndelivered     = lang.Phrase{RU: "Сообщение не дошло", EN: "A message did not arrive"}
	txtUndeliveredHelp = lang.Phrase{RU: "Не чаще раза в день по каждому диалогу.", EN: "At most once a day for each conversation."}
	txtChannels        = lang.Phrase{RU: "Канал требует внимания", EN: "A channel needs you"}
	txtChannelsHelp    = lang.Phrase{RU: "Аккаунт отключился, придержан или скоро потеряет доступ.", EN: "An account is cut off, held back, or about to lose access."}
	txtRatings         = lang.Phrase{RU: "Низкая оценка", EN: "Low rating"}
	txtRatingsHelp     = lang.Phrase{RU: "Покупатель поставил разговору 1 или 2.", EN: "A customer rated a conversation 1 or 2."}
	txtStock           = lang.Phrase{RU: "Товар заканчивается", EN: "Running low"}
	txtStockHelp       = lang.Phrase{RU: "Осталось меньше, чем задано в настройках.", EN: "Fewer are left than the settings say."}
	txtMachinery       = lang.Phrase{RU: "Модель или вебхук не работает", EN: "The model or a webhook is down"}
	txtMachineryHelp   = lang.Phrase{RU: "Модель не отвечает, бюджет на день исчерпан, вебхук выключен.", EN: "The model does not answer, its budget is used up, a webhook is off."}
)

// What single items say.
var (
	txtOrder       = lang.Phrase{RU: "Новый заказ %s", EN: "New order %s"}
	txtOrderPaid   = lang.Phrase{RU: "Заказ %s оплачен", EN: "Order %s is paid"}
	txtProof       = lang.Phrase{RU: "Проверьте перевод: заказ %s", EN: "Check a transfer: order %s"}
	txtProblem     = lang.Phrase{RU: "Оплата заказа %s: нужен человек", EN: "Payment of order %s needs a person"}
	txtProblems    = lang.Phrase{RU: "С деньгами что-то не так", EN: "Something is wrong with money"}
	txtRefund      = lang.Phrase{RU: "Возврат по заказу %s не прошёл", EN: "The refund of order %s failed"}
	txtShortfall   = lang.Phrase{RU: "Заказ %s: не хватает товара", EN: "Order %s: goods are missing"}
	txtLapsed      = lang.Phrase{RU: "Заказ %s не доплатили вовремя", EN: "Order %s was not paid up in time"}
	txtBack        = lang.Phrase{RU: "Просят возврат: заказ %s", EN: "A return is asked for: order %s"}
	txtCutOff      = lang.Phrase{RU: "Канал отключён: подключите заново", EN: "A channel is cut off: connect it again"}
	txtExpiring    = lang.Phrase{RU: "Доступ к каналу скоро кончится", EN: "Access to a channel ends soon"}
	txtNotWhole    = lang.Phrase{RU: "Канал подключён не до конца", EN: "A channel is not connected whole"}
	txtHeldBack    = lang.Phrase{RU: "Канал придержан: ответы ждут", EN: "A channel is held back: answers wait"}
	txtLow         = lang.Phrase{RU: "Заканчивается: %s", EN: "Running low: %s"}
	txtLeft        = lang.Phrase{RU: "Осталось: %d", EN: "%d left"}
	txtRated       = lang.Phrase{RU: "Оценка %d из 5", EN: "Rated %d of 5"}
	txtGone        = lang.Phrase{RU: "Закончилось: %s", EN: "Sold out: %s"}
	txtModelDown   = lang.Phrase{RU: "Модель не отвечает", EN: "The model does not answer"}
	txtBySellRules = lang.Phrase{RU: "Магазин продаёт дальше: поиск, меню, оформление.", EN: "The shop goes on selling: search, menus, checkout."}
	txtBudget      = lang.Phrase{RU: "Бюджет модели на сегодня исчерпан", EN: "Today's budget for the model is used up"}
	txtHookOff     = lang.Phrase{RU: "Вебхук выключен", EN: "A webhook is switched off"}
	txtHookOffText = lang.Phrase{RU: "Адрес давно не принимает события. Они сохранены.", EN: "Its address has not taken events for days. They are kept."}
)

// titles are those of events that have one of their own, with and without a number in it.
var titles = map[string]lang.Phrase{
	order.EventPlaced:           txtOrder,
	payment.EventCaptured:       txtOrderPaid,
	payment.EventProof:          txtProof,
	payment.EventProblem:        txtProblem,
	payment.EventRefundFailed:   txtRefund,
	order.EventShortfall:        txtShortfall,
	order.EventExpired:          txtLapsed,
	"return.requested":          txtBack,
	notify.EventRevoked:         txtCutOff,
	notify.EventExpiring:        txtExpiring,
	notify.EventTrouble:         txtNotWhole,
	notify.EventPaused:          txtHeldBack,
	notify.EventModelDown:       txtModelDown,
	notify.EventBudget:          txtBudget,
	notify.EventWebhookDisabled: txtHookOff,
}

// say puts an item into words. Without names nothing tells who a customer is or what they
// pay: the title stays, as it names at most the order's number.
func say(t Told, l, def lang.Lang, names bool) Words {
	w := Words{Title: title(t, l, def)}
	var parts []string
	add := func(part string) {
		if part != "" {
			parts = append(parts, part)
		}
	}
	switch {
	case t.Data.Sum != nil && names:
		add(t.Data.Sum.Format(string(l)))
	case t.Kind == Orders && t.Number != "" && names:
		add(t.Total.Format(string(l)))
	}
	if names {
		add(t.Customer)
	}
	add(t.Data.Name)
	add(why(t, l))
	w.Text = strings.Join(parts, " · ")
	return w
}

func title(t Told, l, def lang.Lang) string {
	switch {
	case t.Kind == Stock && t.Data.Left > 0:
		return txtLow.F(l, t.Data.Product.In(l, def))
	case t.Kind == Ratings && t.Data.Score > 0:
		return txtRated.F(l, t.Data.Score)
	case t.Kind == Stock:
		return txtGone.F(l, t.Data.Product.In(l, def))
	case t.Event == payment.EventProblem && t.Number == "":
		return txtProblems.In(l)
	}
	p, ok := titles[t.Event]
	if !ok {
		a, _ := AboutOf(t.Kind)
		return a.Title.In(l)
	}
	if strings.Contains(p.RU, "%s") {
		return strings.TrimRight(p.F(l, t.Number), " ")
	}
	return p.In(l)
}

// why says more than the title, of what is no customer's.
func why(t Told, l lang.Lang) string {
	switch {
	case t.Kind == Waiting:
		return handoff.Reason(t.Data.Code).Text(l)
	case t.Event == payment.EventProblem:
		return payment.ProblemText(t.Data.Code, l)
	case t.Kind == Stock && t.Data.Left > 0:
		return txtLeft.F(l, t.Data.Left)
	case t.Event == notify.EventModelDown, t.Event == notify.EventBudget:
		return txtBySellRules.In(l)
	case t.Event == notify.EventWebhookDisabled:
		return txtHookOffText.In(l)
	}
	return ""
}
