package cart

import (
	"strings"
	"unicode"

	"prilavok/core/lang"
)

// What people write instead of pressing a button, folded.
var (
	backWords   = words("назад", "вернуться", "обратно", "шаг назад", "back", "go back")
	cancelWords = words("отмена", "отменить", "отмени", "стоп", "не надо", "передумал", "передумала", "cancel", "stop", "never mind")
	skipWords   = words("пропустить", "пропуск", "пропусти", "дальше", "далее", "skip", "next")
	noneWords   = words("нет", "без комментария", "без комментариев", "нету", "ничего", "no", "none", "no comment", "nothing")
	yesWords    = words("да", "ага", "ок", "окей", "хорошо", "верно", "все верно", "правильно", "подтверждаю", "подтвердить", "оформить", "оформляй", "оформляйте",
		"оформляем", "заказать", "заказываю", "да оформляйте", "yes", "yep", "ok", "okay", "correct", "confirm", "place order", "place the order", "да все верно", "оплатить", "pay")
	sameWords = words("да", "ага", "ок", "тот же", "та же", "то же", "так же", "этот", "прежний", "оставить", "верно", "yes", "ok", "same", "the same", "keep")

	kindWords = map[Kind][]string{
		Courier: {"курьер", "на дом", "домой", "до двери", "courier", "door"},
		Pickup:  {"самовывоз", "забрать", "заберу", "сам заб", "pickup", "pick up", "collect"},
		Post:    {"почт", "посылк", "post", "mail"},
	}
	fieldWords = lang.Words[Step]{
		{"имя", StepName}, {"name", StepName}, {"телефон", StepPhone}, {"номер", StepPhone}, {"phone", StepPhone},
		{"время", StepSlot}, {"дату", StepSlot}, {"дата", StepSlot}, {"time", StepSlot}, {"date", StepSlot}, {"пункт", StepPoint}, {"point", StepPoint}, {"доставка", StepDelivery}, {"доставку", StepDelivery}, {"delivery", StepDelivery}, {"город", StepCity}, {"city", StepCity},
		{"оплата", StepPayment}, {"оплату", StepPayment}, {"payment", StepPayment}, {"адрес", StepAddress}, {"address", StepAddress}, {"комментарий", StepComment}, {"comment", StepComment},
	}
)

func words(list ...string) map[string]bool {
	m := make(map[string]bool, len(list))
	for _, w := range list {
		m[w] = true
	}
	return m
}

// fold makes texts comparable: lower case, ё as е, only letters, digits and single spaces.
func fold(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == 'ё' || r == 'Ё':
			return 'е'
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return ' '
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// meant turns a text into the button it stands for at this step, "" when it is an answer.
func meant(st State, in Input, env Env) string {
	if in.Phone != "" {
		return ""
	}
	w := fold(in.Text)
	switch {
	case backWords[w]:
		return ActBack
	case cancelWords[w]:
		return ActCancel
	}
	switch st.Step {
	case StepComment:
		return commentMeant(w, in.Text)
	case StepSummary:
		return summaryMeant(w)
	case StepDelivery:
		return ""
	}
	if s, _ := suggestion(st, env); s != "" && sameWords[w] {
		return ActUse
	}
	return ""
}

func commentMeant(w, raw string) string {
	switch {
	case skipWords[w]:
		return ActSkip
	case noneWords[w], w == "" && strings.TrimSpace(raw) != "" && strings.Trim(raw, " -—–") == "":
		return ActNone
	}
	return ""
}

// summaryMeant reads "да" and "изменить адрес".
func summaryMeant(w string) string {
	if yesWords[w] {
		return ActOK
	}
	for _, x := range strings.Fields(w) {
		if step, ok := fieldWords.Find(x); ok && len(strings.Fields(w)) <= 4 {
			return ActEdit + string(step)
		}
	}
	return ""
}
