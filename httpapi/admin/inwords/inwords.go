// Package inwords says in plain words why something was not done, and what a person of the
// shop can do about it, by the stable code of a fault. It is the one table of such words:
// the inbox and the system page tell the same.
package inwords

import (
	"strings"

	"prilavok/core/lang"
)

// table is looked through in order; a code that begins with a dot is any code's end, and the
// empty one is all others'.
var table = []struct {
	code string
	text lang.Phrase
}{
	{"channel.window", lang.Phrase{RU: "Клиент писал слишком давно: канал уже не принимает сообщения. Подождите, пока он напишет сам, или свяжитесь иначе.", EN: "The customer last wrote too long ago: the channel takes no messages now. Wait until they write, or reach them another way."}},
	{"channel.unknown_outcome", lang.Phrase{RU: "Канал не ответил, дошло ли сообщение. Прежде чем отправлять ещё раз, спросите клиента.", EN: "The channel did not say whether the message arrived. Ask the customer before you send it again."}},
	{"inbox.no_channel", lang.Phrase{RU: "Этот канал не подключён.", EN: "This channel is not connected."}},
	{"webhook.no_channel", lang.Phrase{RU: "Этот канал не подключён.", EN: "This channel is not connected."}},
	{".blocked", lang.Phrase{RU: "Клиент заблокировал бота: написать ему здесь нельзя.", EN: "The customer has blocked the bot: they cannot be written to here."}},
	{".unreachable", lang.Phrase{RU: "Написать этому клиенту здесь нельзя: он не начинал разговор, ушёл или закрыл личные сообщения.", EN: "This customer cannot be written to here: they never began a chat, have left, or have closed their messages."}},
	{".token", lang.Phrase{RU: "Канал не принимает наш ключ: подключите аккаунт заново.", EN: "The channel does not accept our key: connect the account again."}},
	{".disconnected", lang.Phrase{RU: "Аккаунт отключён: подключите его заново в настройках, «Каналы».", EN: "The account is disconnected: connect it again in Settings, Channels."}},
	{"instagram.access_off", lang.Phrase{RU: "В Instagram выключен доступ к сообщениям: включите его в настройках аккаунта.", EN: "Access to messages is switched off in Instagram: switch it on in the account's settings."}},
	{"instagram.permission", lang.Phrase{RU: "Instagram не дал нужного разрешения: подключите аккаунт заново и разрешите всё.", EN: "Instagram did not give a permission that is needed: connect the account again and allow everything."}},
	{"instagram.not_found", lang.Phrase{RU: "В Instagram этого больше нет, или на это нет разрешения.", EN: "Instagram no longer has this, or there is no permission for it."}},
	{"instagram.human_agent", lang.Phrase{RU: "Прошло больше суток, а отвечать дольше Instagram этому аккаунту не разрешил.", EN: "More than a day has passed, and Instagram does not let this account answer for longer."}},
	{"instagram.restricted", lang.Phrase{RU: "Meta ограничила аккаунт: посмотрите «Статус аккаунта» в Instagram.", EN: "Meta has restricted the account: look at Account status in Instagram."}},
	{"instagram.paused", lang.Phrase{RU: "Instagram придержал аккаунт: сообщения ждут и уйдут сами.", EN: "Instagram holds the account back: messages wait and go out by themselves."}},
	{"instagram.thread", lang.Phrase{RU: "Разговор сейчас ведёт другое приложение, подключённое к аккаунту.", EN: "Another app that is connected to the account has the conversation now."}},
	{"instagram.replied", lang.Phrase{RU: "На этот комментарий в личные сообщения уже ответили: Instagram разрешает один раз.", EN: "This comment has had its private reply: Instagram allows one."}},
	{"instagram.media", lang.Phrase{RU: "У картинки нет открытого адреса: задайте адрес магазина (PUBLIC_URL).", EN: "The picture has no public address: set the shop's address (PUBLIC_URL)."}},
	{".media_missing", lang.Phrase{RU: "Картинку не удалось загрузить: проверьте, что она есть у товара.", EN: "The picture could not be fetched: check that the product still has it."}},
	{".media_url", lang.Phrase{RU: "Адрес картинки закрыт для мессенджера: задайте адрес магазина (PUBLIC_URL).", EN: "The messenger cannot reach the picture's address: set the shop's address (PUBLIC_URL)."}},
	{".too_big", lang.Phrase{RU: "Файл больше, чем принимает канал: отправьте поменьше.", EN: "The file is larger than the channel takes: send a smaller one."}},
	{".too_large", lang.Phrase{RU: "Файл или ответ больше допустимого.", EN: "The file or the answer is larger than allowed."}},
	{".rate_limit", lang.Phrase{RU: "Сообщений было слишком много: канал попросил подождать. Отправьте ещё раз через несколько минут.", EN: "There were too many messages: the channel asks to wait. Send it again in a few minutes."}},
	{"telegram.migrated", lang.Phrase{RU: "Группа стала супергруппой: подключите чат сотрудников заново.", EN: "The group became a supergroup: connect the staff chat again."}},
	{"telegram.thread_gone", lang.Phrase{RU: "Темы в чате сотрудников больше нет.", EN: "The topic in the staff chat is gone."}},
	{"telegram.conflict", lang.Phrase{RU: "Сообщения этого бота забирает другая программа: остановите её.", EN: "Another program takes this bot's messages: stop it."}},
	{".unavailable", lang.Phrase{RU: "Служба не отвечала. Когда она снова заработает, повторите.", EN: "The service did not answer. Try again once it works."}},
	{"call.connect", lang.Phrase{RU: "До службы не удалось достучаться: проверьте сеть и повторите.", EN: "The service could not be reached: check the network and try again."}},
	{"call.timeout", lang.Phrase{RU: "Служба не ответила вовремя: повторите позже.", EN: "The service did not answer in time: try again later."}},
	{"call.broken", lang.Phrase{RU: "Связь со службой оборвалась на полуслове: повторите.", EN: "The connection to the service broke: try again."}},
	{"model.key", lang.Phrase{RU: "Служба модели не принимает ключ: проверьте его в настройках помощника.", EN: "The model's service does not accept the key: check it in the assistant's settings."}},
	{"model.quota", lang.Phrase{RU: "На счёте службы модели кончились деньги: пополните его.", EN: "The model's account has no credit left: top it up."}},
	{"model.rate_limited", lang.Phrase{RU: "Служба модели просит реже спрашивать.", EN: "The model's service asks to slow down."}},
	{"model.unknown", lang.Phrase{RU: "Служба не знает такой модели: проверьте название.", EN: "The service does not know this model: check its name."}},
	{"assistant.budget", lang.Phrase{RU: "Бюджет модели на сегодня исчерпан: до завтра отвечают кнопки и поиск.", EN: "Today's budget for the model is used up: until tomorrow buttons and search answer."}},
	{"assistant.unproven", lang.Phrase{RU: "Модель назвала то, чего нет в данных магазина; ответ не отправлен.", EN: "The model named what the shop's data does not hold; its answer was not sent."}},
	{"assistant.time", lang.Phrase{RU: "Модель отвечала слишком долго.", EN: "The model took too long."}},
	{"job.panic", lang.Phrase{RU: "Ошибка в программе. Повторите; если случится снова, сообщите разработчикам код и время.", EN: "A defect of the program. Run it again; if it comes back, tell the developers its code and time."}},
	{"job.no_handler", lang.Phrase{RU: "Эта версия программы не умеет такого: работу оставила другая версия.", EN: "This version of the program cannot do it: another version left the work."}},
	{".bad_job", lang.Phrase{RU: "Запись о работе не читается: её оставила другая версия. Повтор не поможет.", EN: "The note of the work cannot be read: another version left it. Running it again does not help."}},
	{"hook.inactive", lang.Phrase{RU: "Вебхук выключен: включите его, потом повторите.", EN: "The webhook is switched off: switch it on, then run it again."}},
	{".no_conversation", lang.Phrase{RU: "Разговора больше нет.", EN: "The conversation is gone."}},
	{".no_message", lang.Phrase{RU: "Сообщения больше нет.", EN: "The message is gone."}},
}

var (
	message = lang.Phrase{RU: "Канал не принял сообщение. Попробуйте ещё раз.", EN: "The channel did not take the message. Try again."}
	outside = lang.Phrase{RU: "Бота в чате сотрудников нет: добавьте его снова и повторите.", EN: "The bot is not in the staff chat: add it again, then run this once more."}
	work    = lang.Phrase{RU: "Сделать не удалось. Повторите; если не поможет, найдите код в списке ошибок.", EN: "It could not be done. Run it again; if that does not help, look the code up in the list of faults."}
)

// OfMessage says why a message has not arrived.
func OfMessage(code string) lang.Phrase { return find(code, message) }

// OfWork says why a piece of work was given up.
func OfWork(code string) lang.Phrase { return find(code, work) }

// OfJob says why a job of a kind was given up: what keeps a customer from being written to
// means something else for the staff chat.
func OfJob(kind, code string) lang.Phrase {
	if strings.HasPrefix(kind, "staff:") && (code == "telegram.unreachable" || code == "telegram.blocked") {
		return outside
	}
	return OfWork(code)
}

func find(code string, other lang.Phrase) lang.Phrase {
	for _, r := range table {
		if code == r.code || strings.HasPrefix(r.code, ".") && strings.HasSuffix(code, r.code) {
			return r.text
		}
	}
	return other
}

// Codes lists the codes, and ends of codes, that have words of their own.
func Codes() []string {
	var out []string
	for _, r := range table {
		out = append(out, r.code)
	}
	return out
}
