package desk

import (
	"strings"

	"prilavok/core/lang"
)

// failures say why a message did not arrive, and what the operator can do, by the code of
// the fault or its end.
var failures = []struct {
	code string
	text lang.Phrase
}{
	{"channel.window", lang.Phrase{RU: "Клиент писал слишком давно: канал уже не принимает сообщения. Подождите, пока он напишет сам, или свяжитесь иначе.", EN: "The customer last wrote too long ago: the channel takes no messages now. Wait until they write, or reach them another way."}},
	{"channel.unknown_outcome", lang.Phrase{RU: "Канал не ответил, дошло ли сообщение. Прежде чем отправлять ещё раз, спросите клиента.", EN: "The channel did not say whether the message arrived. Ask the customer before you send it again."}},
	{"inbox.no_channel", lang.Phrase{RU: "Этот канал не подключён.", EN: "This channel is not connected."}},
	{".blocked", lang.Phrase{RU: "Клиент заблокировал бота: написать ему здесь нельзя.", EN: "The customer has blocked the bot: they cannot be written to here."}},
	{".token", lang.Phrase{RU: "Канал не принимает наш ключ: подключите аккаунт заново.", EN: "The channel does not accept our key: connect the account again."}},
	{"", lang.Phrase{RU: "Канал не принял сообщение. Попробуйте ещё раз.", EN: "The channel did not take the message. Try again."}},
}

func failure(code string) lang.Phrase {
	for _, f := range failures {
		if strings.HasSuffix(code, f.code) {
			return f.text
		}
	}
	return lang.Phrase{}
}
