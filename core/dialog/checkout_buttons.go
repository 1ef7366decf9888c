package dialog

import (
	"prilavok/core/cart"
	"prilavok/core/delivery"
	"prilavok/core/inbox"
	"prilavok/core/lang"
)

// stepButtons offers what can be pressed instead of typed.
func (t *talk) stepButtons(v cart.View) [][]inbox.Button {
	out := t.choices(v)
	if s := v.Ask.Suggest; s != "" && !listed(v.Ask.Step) {
		out = append(out, button(short(s, 40), cart.ActUse))
	}
	if v.Ask.Step == cart.StepSummary {
		return append(t.summaryButtons(v), []inbox.Button{{Text: btnStop.In(t.l), Action: cart.ActCancel}})
	}
	if v.Ask.CanSkip {
		out = append(out, button(btnSkip.In(t.l), cart.ActSkip))
	}
	if v.Ask.CanClear {
		out = append(out, button(btnNone.In(t.l), cart.ActNone))
	}
	var way []inbox.Button
	if v.Ask.CanBack {
		way = append(way, inbox.Button{Text: btnBack.In(t.l), Action: cart.ActBack})
	}
	return append(out, append(way, inbox.Button{Text: btnStop.In(t.l), Action: cart.ActCancel}))
}

func (t *talk) choices(v cart.View) [][]inbox.Button {
	var out [][]inbox.Button
	def := t.in.Shop.DefaultLang()
	for _, m := range v.Ask.Methods {
		label := m.Title.In(t.l, def)
		if len(m.Zones) == 0 {
			label += " · " + t.cost(delivery.Cost(m, nil, v.Quote.Items, v.Quote.Grams()))
		}
		out = append(out, button(label, cart.ActMethod+m.ID))
	}
	for _, p := range v.Ask.Points {
		label := p.Title.In(t.l, def)
		if label == "" {
			label = p.Address.In(t.l, def)
		}
		out = append(out, button(short(label, 60), cart.ActPoint+p.ID))
	}
	for _, w := range v.Ask.Ways {
		if v.Ask.Step == cart.StepPayment {
			out = append(out, button(short(w.Title.In(t.l, def), 60), cart.ActPay+w.Method))
		}
	}
	for _, z := range v.Ask.Zones {
		out = append(out, button(z.Title.In(t.l, def), cart.ActZone+z.ID))
	}
	return append(out, t.slotButtons(v)...)
}

// slotButtons offers the free times, two to a row, and the way to later ones.
func (t *talk) slotButtons(v cart.View) [][]inbox.Button {
	var times []inbox.Button
	for _, s := range v.Ask.Slots {
		times = append(times, inbox.Button{Text: capital(s.Label(t.l, t.Now())), Action: cart.ActSlot + s.Key()})
	}
	out := rows(2, times...)
	if v.Ask.More != "" {
		out = append(out, button(btnLater.In(t.l), cart.ActSlots+v.Ask.More))
	}
	if v.Checkout.State.SlotsFrom != "" {
		out = append(out, button(btnEarlier.In(t.l), cart.ActSlots))
	}
	return out
}

// listed reports whether a step's answers all have buttons, a suggested one too.
func listed(s cart.Step) bool {
	return s == cart.StepDelivery || s == cart.StepPoint || s == cart.StepCity || s == cart.StepSlot || s == cart.StepPayment
}

func (t *talk) summaryButtons(v cart.View) [][]inbox.Button {
	var out [][]inbox.Button
	if v.Quote.OK() {
		out = append(out, []inbox.Button{{Text: btnConfirm.F(t.l, v.Quote.Total.Format(string(t.l))), Action: cart.ActOK, Style: "success"}})
	} else {
		out = append(out, button(btnFixCart.In(t.l), actCart))
	}
	var edits []inbox.Button
	for _, f := range v.Ask.Fields {
		if label, ok := fieldNames.Find(f); ok {
			edits = append(edits, inbox.Button{Text: "✎ " + label.In(t.l), Action: cart.ActEdit + string(f)})
		}
	}
	return append(append(out, t.codeButton(v.Quote.TakesCodes, v.Quote.Code)), rows(2, edits...)...)
}

// problem puts what is wrong with an answer into words, "" when nothing is.
func (t *talk) problem(v cart.View) string {
	if text, ok := problems.Find(v.Problem); ok {
		return text.In(t.l)
	}
	if v.Ask.Step != cart.StepSummary || v.Quote.OK() {
		return ""
	}
	for _, tr := range v.Quote.Problems {
		if text, ok := problems.Find(tr.Code); ok {
			return text.In(t.l)
		}
		if tr.Code == cart.ProblemMinTotal {
			return txtMinTotal.F(t.l, tr.Amount.Format(string(t.l)))
		}
	}
	return txtFixCart.In(t.l)
}

// short cuts a label that a button cannot hold.
func short(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}

var fieldNames = lang.Table[cart.Step]{
	{cart.StepName, lblName}, {cart.StepPhone, lblPhone}, {cart.StepDelivery, lblDelivery},
	{cart.StepPoint, lblPickup}, {cart.StepSlot, lblSlot}, {cart.StepCity, lblCity}, {cart.StepAddress, lblAddress}, {cart.StepPayment, lblPayment}, {cart.StepComment, lblComment},
}

// problems puts the checkout's codes into words.
var problems = lang.Table[cart.Problem]{
	{cart.ProblemName, lang.Phrase{RU: "Не похоже на имя. Напишите, как к вам обращаться.", EN: "That does not look like a name. How shall we call you?"}},
	{cart.ProblemPhone, lang.Phrase{RU: "Не похоже на номер. Напишите его так: +7 921 123-45-67.", EN: "That does not look like a phone number. Write it like +7 921 123-45-67."}},
	{cart.ProblemChoice, lang.Phrase{RU: "Выберите, пожалуйста, один из способов ниже.", EN: "Please choose one of the ways below."}},
	{cart.ProblemCity, lang.Phrase{RU: "Туда этим способом не доставляем. Напишите другой город или вернитесь и выберите другой способ.", EN: "We do not deliver there this way. Write another city, or go back and choose another way."}},
	{cart.ProblemAddress, lang.Phrase{RU: "Адрес слишком короткий. Напишите улицу, дом и квартиру.", EN: "The address is too short. Write street, house and flat."}},
	{cart.ProblemPoint, lang.Phrase{RU: "Выберите, пожалуйста, один из пунктов ниже.", EN: "Please choose one of the places below."}},
	{cart.ProblemTime, lang.Phrase{RU: "На это время записаться нельзя. Выберите из свободных или напишите, например, «завтра после 18».", EN: "That time cannot be had. Choose a free one, or write something like “tomorrow after 18”."}},
	{cart.ProblemSlot, lang.Phrase{RU: "Это время уже заняли. Вот ближайшее свободное:", EN: "That time has just been taken. These are the next free ones:"}},
	{cart.ProblemNoPoint, txtAskPoint},
	{cart.ProblemNoSlot, lang.Phrase{RU: "Выберите время доставки.", EN: "Please choose a time of delivery."}},
	{cart.ProblemNoTimes, txtAskSlotNone},
	{cart.ProblemHeavy, lang.Phrase{RU: "Посылка тяжелее, чем берёт эта доставка. Выберите другой способ или уберите часть товаров.", EN: "The parcel is heavier than this delivery takes. Choose another way or remove some goods."}},
	{cart.ProblemTooLong, lang.Phrase{RU: "Слишком длинно. Напишите короче, пожалуйста.", EN: "That is too long. Please write less."}},
	{cart.ProblemNotHere, lang.Phrase{RU: "Эта кнопка от другого шага.", EN: "That button belongs to another step."}},
	{cart.ProblemUnclear, lang.Phrase{RU: "Нажмите «Подтвердить» или выберите, что исправить.", EN: "Press “Confirm”, or choose what to change."}},
	{cart.ProblemNoMethod, lang.Phrase{RU: "Сейчас нет доступной доставки для этой корзины. Позовите человека, он поможет.", EN: "No delivery is available for this cart right now. Ask for a person, they will help."}},
	{cart.ProblemMethod, lang.Phrase{RU: "Этот способ доставки больше не предлагается. Выберите другой.", EN: "This way of delivery is no longer offered. Please choose another."}},
	{cart.ProblemWay, lang.Phrase{RU: "Выберите, пожалуйста, один из способов оплаты ниже.", EN: "Please choose one of the ways to pay below."}},
	{cart.ProblemNoWay, lang.Phrase{RU: "Этот способ оплаты больше не предлагается. Выберите другой.", EN: "This way to pay is no longer offered. Please choose another."}},
	{cart.ProblemZone, lang.Phrase{RU: "Уточните город.", EN: "Please tell the city."}},
}
