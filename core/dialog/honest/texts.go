package honest

import "prilavok/core/lang"

func p(ru, en string) lang.Phrase { return lang.Phrase{RU: ru, EN: en} }

var (
	txtStopped = p("Хорошо, новостей и скидок больше не присылаем. О ваших заказах пишем, как и раньше.", "All right, no more news and offers. We still write about your orders.")
	txtAsk     = p("Присылать вам сюда новости и скидки магазина %s? Это реклама; отказаться можно в любой момент словом «стоп».", "Shall we send you news and offers of %s here? This is advertising; you can stop it at any time with the word “stop”.")
	txtYes     = p("Спасибо! Пришлём новости и скидки сюда. Передумаете: напишите «стоп».", "Thank you! News and offers will come here. Changed your mind? Write “stop”.")
	txtNo      = p("Хорошо, рекламу не присылаем.", "All right, no advertising.")
	btnYes     = p("Да, присылайте", "Yes, please")
	btnNo      = p("Нет", "No")
)

// stops are whole messages that take consent back; news are those that ask for advertising.
var (
	stops = set("стоп", "stop", "отписаться", "отпишите меня", "отписка", "не присылайте рекламу", "не надо рекламы", "unsubscribe", "no ads", "stop ads", "/stop", "/unsubscribe")
	news  = set("/news", "новости", "скидки и новости", "новости и скидки", "подписаться на новости", "подписаться на скидки", "хочу новости", "subscribe", "news", "news and offers")
)

func set(list ...string) map[string]bool {
	out := map[string]bool{}
	for _, w := range list {
		out[w] = true
	}
	return out
}
