package across

import (
	"strings"

	"prilavok/core/contact"
	"prilavok/core/lang"
	"prilavok/core/shop"
)

var (
	txtLink = lang.Phrase{RU: "Продолжить можно здесь: %s. Откройте по кнопке, корзина и заказы будут те же. Если кнопка не открывается, отправьте там код: %s\n\nКод действует 10 минут и работает один раз.",
		EN: "You can go on here: %s. Open it with the button, your cart and orders will be the same. If the button does not open, send this code there: %s\n\nThe code works once, within 10 minutes."}
	txtCode = lang.Phrase{RU: "Продолжить можно здесь: %s. Отправьте там код: %s\n\nКорзина и заказы будут те же. Код действует 10 минут и работает один раз.",
		EN: "You can go on here: %s. Send this code there: %s\n\nYour cart and orders will be the same. The code works once, within 10 minutes."}
	txtNowhere = lang.Phrase{RU: "В других мессенджерах нас пока нет. Продолжим здесь.", EN: "We are not in other messengers yet. Let us go on here."}
	txtJoined  = lang.Phrase{RU: "Готово: теперь здесь и там у вас одни корзина и заказы.", EN: "Done: your cart and orders are now the same here and there."}
	btnGoOn    = lang.Phrase{RU: "Продолжить в %s", EN: "Continue in %s"}
	btnOpen    = lang.Phrase{RU: "Открыть %s", EN: "Open %s"}
)

var titles = lang.Table[shop.Channel]{
	{shop.Telegram, lang.Phrase{RU: "Telegram", EN: "Telegram"}},
	{shop.Instagram, lang.Phrase{RU: "Instagram", EN: "Instagram"}},
	{shop.Webchat, lang.Phrase{RU: "чат на сайте", EN: "the chat on our site"}},
}

// Title names a channel for people.
func Title(c shop.Channel, l lang.Lang) string { return titles.Of(c).In(l) }

var refusals = lang.Table[string]{
	{contact.ErrBadCode.Code, lang.Phrase{RU: "Код не подошёл: он неверный, использован или устарел. Попросите новый там, где начали: командой /link или словами «продолжить в другом мессенджере».",
		EN: "This code does not work: it is wrong, used or too old. Ask for a new one where you began: with /link or the words “continue in another messenger”."}},
	{contact.ErrOwnCode.Code, lang.Phrase{RU: "Этот код для другого мессенджера: отправьте его нам там. Если вы его там и получили, то здесь и там уже всё общее.",
		EN: "This code is for your other messenger: please send it to us there. If that is where you got it, everything is shared already."}},
	{contact.ErrGuesses.Code, lang.Phrase{RU: "Слишком много неверных кодов. Подождите 15 минут и попросите новый код.", EN: "Too many wrong codes. Please wait 15 minutes and ask for a new one."}},
}

// moves are the beginnings of words that ask to go on elsewhere; places name where.
var (
	moves  = []string{"продолж", "перейти", "перейд", "переход", "пересест", "continue", "switch", "move", "go on"}
	places = []struct {
		to    shop.Channel
		words []string
	}{
		{shop.Telegram, []string{"телеграм", "телегу", "телеге", "telegram"}},
		{shop.Instagram, []string{"инстаграм", "инсту", "инсте", "instagram"}},
		{shop.Webchat, []string{"на сайте", "на сайт", "on the site", "on your site", "website"}},
		{"", []string{"в другом мессенджере", "в другой мессенджер", "another messenger", "other messenger"}},
	}
)

// mostWords is how long a message may be that asks to go on elsewhere: more is talk.
const mostWords = 8

// asked reads words that ask to go on elsewhere.
func asked(text string) (to shop.Channel, ok bool) {
	text = strings.ToLower(text)
	if len(strings.Fields(text)) > mostWords || !has(text, moves) {
		return "", false
	}
	for _, p := range places {
		if has(text, p.words) {
			return p.to, true
		}
	}
	return "", false
}

func has(text string, list []string) bool {
	for _, w := range list {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}
