package doctor

import (
	"context"
	"strings"
	"time"

	"prilavok/channel/telegram"
	"prilavok/core/fault"
	"prilavok/core/lang"
)

// Bot is what a look at a Telegram bot needs; *telegram.Bot has it.
type Bot interface {
	Identify(ctx context.Context) (telegram.Identity, error)
	WebhookInfo(ctx context.Context) (telegram.Webhook, error)
}

// recentError is how long ago a delivery error of Telegram's still counts.
const recentError = 15 * time.Minute

// Telegram checks a bot's token and how its updates arrive. hook is the webhook that
// should be set, or its beginning if that ends in /; "" when updates are polled. A nil bot says that none is set up.
func Telegram(bot Bot, hook string, now func() time.Time) Check {
	return Check{"telegram", lang.Phrase{RU: "Telegram", EN: "Telegram"}, func(ctx context.Context) Result {
		if bot == nil {
			return Result{Off, lang.Phrase{RU: "не подключён", EN: "not connected"}, lang.Phrase{
				RU: "Чтобы продавать в Telegram, задайте TELEGRAM_BOT_TOKEN.", EN: "To sell in Telegram, set TELEGRAM_BOT_TOKEN."}}
		}
		me, err := bot.Identify(ctx)
		if err != nil {
			return unidentified(err)
		}
		w, err := bot.WebhookInfo(ctx)
		if err != nil {
			return unidentified(err)
		}
		return delivery(me.Username, w, hook, now())
	}}
}

func unidentified(err error) Result {
	if fault.Is(err, fault.Unauthorized) {
		return Result{Fail, said("токен не принят", "the token is refused", err), lang.Phrase{
			RU: "Возьмите токен у @BotFather (/mybots → API Token) и задайте TELEGRAM_BOT_TOKEN.", EN: "Take the token from @BotFather (/mybots → API Token) and set TELEGRAM_BOT_TOKEN."}}
	}
	return Result{Fail, said("Telegram не отвечает", "Telegram does not answer", err), lang.Phrase{
		RU: "Проверьте доступ к api.telegram.org. Если он закрыт — задайте HTTPS_PROXY или TELEGRAM_API_URL.", EN: "Check the way to api.telegram.org. If it is closed, set HTTPS_PROXY or TELEGRAM_API_URL."}}
}

func leads(url, hook string) bool {
	return url == hook || strings.HasSuffix(hook, "/") && strings.HasPrefix(url, hook)
}

func delivery(name string, w telegram.Webhook, hook string, now time.Time) Result {
	restart := lang.Phrase{RU: "Перезапустите prilavok: при старте он ставит то, что задано в PUBLIC_URL.", EN: "Restart prilavok: at its start it sets what PUBLIC_URL says."}
	switch {
	case hook == "" && w.URL != "":
		return Result{Warn, phrase("@%s: стоит вебхук, а PUBLIC_URL не задан — опрос не получает сообщений", "@%s: a webhook is set and PUBLIC_URL is not: polling gets no messages", name), restart}
	case hook != "" && !leads(w.URL, hook):
		return Result{Warn, phrase("@%s: вебхук ведёт на другой адрес", "@%s: the webhook leads elsewhere", name), restart}
	case w.LastErrorAt > 0 && now.Sub(time.Unix(w.LastErrorAt, 0)) < recentError:
		return Result{Fail, phrase("@%s: Telegram не доставляет: %s; ждёт сообщений: %d", "@%s: Telegram cannot deliver: %s; %d updates wait", name, w.LastError, w.Pending), lang.Phrase{
			RU: "Откройте PUBLIC_URL/healthz снаружи: нужен действительный сертификат и порт 443, 80, 88 или 8443.", EN: "Open PUBLIC_URL/healthz from outside: it needs a valid certificate and port 443, 80, 88 or 8443."}}
	case hook == "":
		return Result{OK, phrase("@%s, опрос", "@%s, polling", name), lang.Phrase{}}
	}
	return Result{OK, phrase("@%s, вебхук; ждёт сообщений: %d", "@%s, webhook; %d updates wait", name, w.Pending), lang.Phrase{}}
}
