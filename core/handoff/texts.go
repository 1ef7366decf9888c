package handoff

import (
	"strings"

	"prilavok/core/lang"
	"prilavok/core/order"
	"prilavok/core/order/card"
)

// Texts of the staff chat. Those with verbs take text that is escaped already.
var (
	txtCorrected = lang.Phrase{RU: "✎ Исправление: %s", EN: "✎ Correction: %s"}
	txtWhich     = lang.Phrase{
		RU: "Не понимаю, о каком разговоре речь. Ответьте этой командой на сообщение клиента или напишите её в его теме.",
		EN: "I can’t tell which conversation this is about. Send the command as a reply to a customer’s message, or in the customer’s topic."}
	txtAside = lang.Phrase{
		RU: "Это осталось между вами. Клиенту уходят обычные сообщения в теме и ответы на мои сообщения.",
		EN: "This stayed between you. Customers get plain messages of the topic and replies to my messages."}
	txtTook = lang.Phrase{
		RU: "Разговор у вас, %s. Помощник молчит. Вернуть: /close",
		EN: "The conversation is yours, %s. The assistant is silent. Give it back with /close"}
	txtClosed = lang.Phrase{
		RU: "Разговор вернулся помощнику. Он ответит на следующее сообщение клиента.",
		EN: "The conversation is back with the assistant, which will answer the customer’s next message."}
	txtNotOpen = lang.Phrase{
		RU: "Этот разговор и так ведёт помощник.",
		EN: "The assistant has this conversation already."}
	txtNoted   = lang.Phrase{RU: "Записал. Клиент этого не видит.", EN: "Noted. The customer doesn’t see it."}
	txtNoteHow = lang.Phrase{
		RU: "Напишите заметку после команды: /note просил позвонить после шести",
		EN: "Write the note after the command: /note asked for a call after six"}
	txtNoOrders = lang.Phrase{RU: "Заказов у этого клиента пока нет.", EN: "This customer has no orders yet."}
	txtOrders   = lang.Phrase{RU: "Последние заказы:", EN: "Latest orders:"}

	txtRequested = lang.Phrase{RU: "Клиент ждёт человека", EN: "A customer is waiting for a person"}
	txtWhy       = lang.Phrase{RU: "Почему", EN: "Why"}
	txtGist      = lang.Phrase{RU: "Суть", EN: "In short"}
	txtLately    = lang.Phrase{RU: "Последние сообщения:", EN: "Latest messages:"}
	txtReplyHow  = lang.Phrase{
		RU: "Ответьте на это сообщение, и ответ уйдёт клиенту. Вернуть разговор помощнику: /close",
		EN: "Reply to this message and the customer gets it. Give the conversation back to the assistant with /close"}
	txtTopicHow = lang.Phrase{
		RU: "Пишите в этой теме: всё, кроме команд, уходит клиенту. Вернуть разговор помощнику: /close",
		EN: "Write in this topic: everything but commands goes to the customer. Give the conversation back to the assistant with /close"}
	txtTake  = lang.Phrase{RU: "Беру", EN: "Take it"}
	txtClose = lang.Phrase{RU: "Вернуть помощнику", EN: "Back to the assistant"}

	txtCustomer  = lang.Phrase{RU: "Клиент", EN: "Customer"}
	txtAssistant = lang.Phrase{RU: "Помощник", EN: "Assistant"}
	txtOperator  = lang.Phrase{RU: "Оператор", EN: "Operator"}
	txtShop      = lang.Phrase{RU: "Магазин", EN: "Shop"}
	txtNoName    = lang.Phrase{RU: "Без имени", EN: "No name"}
)

var reasonTexts = lang.Table[Reason]{
	{Asked, lang.Phrase{RU: "просит человека", EN: "asks for a person"}},
	{Clarify, lang.Phrase{RU: "помощник дважды не понял", EN: "the assistant didn’t understand twice"}},
	{Complaint, lang.Phrase{RU: "жалоба", EN: "a complaint"}},
	{Payment, lang.Phrase{RU: "вопрос по оплате", EN: "a question about a payment"}},
	{Guard, lang.Phrase{RU: "помощник не смог ответить надёжно", EN: "the assistant had no reliable answer"}},
	{Model, lang.Phrase{RU: "модель недоступна", EN: "the model is unavailable"}},
	{Manual, lang.Phrase{RU: "взял оператор", EN: "taken over by an operator"}},
}

// Text names a reason for staff.
func (r Reason) Text(l lang.Lang) string { return reasonTexts.Of(r).In(l) }

var kindTexts = lang.Table[string]{
	{"photo", lang.Phrase{RU: "фото", EN: "photo"}},
	{"video", lang.Phrase{RU: "видео", EN: "video"}},
	{"voice", lang.Phrase{RU: "голосовое", EN: "voice message"}},
	{"audio", lang.Phrase{RU: "аудио", EN: "audio"}},
	{"document", lang.Phrase{RU: "файл", EN: "file"}},
	{"sticker", lang.Phrase{RU: "стикер", EN: "sticker"}},
	{"contact", lang.Phrase{RU: "контакт", EN: "contact"}},
	{"location", lang.Phrase{RU: "место на карте", EN: "location"}},
	{"button", lang.Phrase{RU: "нажал кнопку", EN: "pressed a button"}},
}

func orderList(list []order.Order, l lang.Lang) string {
	var b strings.Builder
	b.WriteString(txtOrders.In(l))
	for _, o := range list {
		b.WriteString("\n\n<b>" + o.Number + "</b>, " + o.Status.Text(l) + ", " + o.Payment.Text(l) + ", " + o.Total.Format(string(l)))
		for _, x := range o.Lines {
			b.WriteString("\n" + card.Line(x, l))
		}
	}
	return b.String()
}
