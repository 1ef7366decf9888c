package honest

import "prilavok/core/lang"

var (
	txtStopped = lang.Phrase{RU: "Хорошо, новостей и скидок больше не присылаем. О ваших заказах пишем, как и раньше.", EN: "All right, no more news and offers. We still write about your orders."}
	txtAsk     = lang.Phrase{RU: "Присылать вам сюда новости и скидки магазина %s? Это реклама; отказаться можно в любой момент словом «стоп».", EN: "Shall we send you news and offers of %s here? This is advertising; you can stop it at any time with the word “stop”."}
	txtYes     = lang.Phrase{RU: "Спасибо! Пришлём новости и скидки сюда. Передумаете: напишите «стоп».", EN: "Thank you! News and offers will come here. Changed your mind? Write “stop”."}
	txtNo      = lang.Phrase{RU: "Хорошо, рекламу не присылаем.", EN: "All right, no advertising."}
	btnYes     = lang.Phrase{RU: "Да, присылайте", EN: "Yes, please"}
	btnNo      = lang.Phrase{RU: "Нет", EN: "No"}
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
