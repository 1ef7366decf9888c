package across

import (
	"strings"

	"prilavok/core/contact"
	"prilavok/core/lang"
	"prilavok/core/shop"
)

func p(ru, en string) lang.Phrase { return lang.Phrase{RU: ru, EN: en} }

var (
	txtLink = p("Продолжить можно здесь: %s. Откройте по кнопке, корзина и заказы будут те же. Если кнопка не открывается, отправьте там код: %s\n\nКод действует 10 минут и работает один раз.",
		"You can go on here: %s. Open it with the button, your cart and orders will be the same. If the button does not open, send this code there: %s\n\nThe code works once, within 10 minutes.")
	txtCode = p("Продолжить можно здесь: %s. Отправьте там код: %s\n\nКорзина и заказы будут те же. Код действует 10 минут и работает один раз.",
		"You can go on here: %s. Send this code there: %s\n\nYour cart and orders will be the same. The code works once, within 10 minutes.")
	txtNowhere = p("В других мессенджерах нас пока нет. Продолжим здесь.", "We are not in other messengers yet. Let us go on here.")
	txtJoined  = p("Готово: теперь здесь и там у вас одни корзина и заказы.", "Done: your cart and orders are now the same here and there.")
	btnGoOn    = p("Продолжить в %s", "Continue in %s")
	btnOpen    = p("Открыть %s", "Open %s")
)

var titles = map[shop.Channel]lang.Phrase{
	shop.Telegram:  p("Telegram", "Telegram"),
	shop.Instagram: p("Instagram", "Instagram"),
	shop.Webchat:   p("чат на сайте", "the chat on our site"),
}

// Title names a channel for people.
func Title(c shop.Channel, l lang.Lang) string { return titles[c].In(l) }

var refusals = map[string]lang.Phrase{
	contact.ErrBadCode.Code: p("Код не подошёл: он неверный, использован или устарел. Попросите новый там, где начали: командой /link или словами «продолжить в другом мессенджере».",
		"This code does not work: it is wrong, used or too old. Ask for a new one where you began: with /link or the words “continue in another messenger”."),
	contact.ErrOwnCode.Code: p("Этот код для другого мессенджера: отправьте его нам там. Если вы его там и получили, то здесь и там уже всё общее.",
		"This code is for your other messenger: please send it to us there. If that is where you got it, everything is shared already."),
	contact.ErrGuesses.Code: p("Слишком много неверных кодов. Подождите 15 минут и попросите новый код.", "Too many wrong codes. Please wait 15 minutes and ask for a new one."),
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
