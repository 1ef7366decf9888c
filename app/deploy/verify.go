package deploy

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"prilavok/app"
	"prilavok/app/doctor"
	"prilavok/channel/telegram"
	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/lang"
	"prilavok/core/shop"
)

// Deployed is what Verify looks at. Only FunctionURL, HTTP and Now are needed; what is not
// given is not looked at.
type Deployed struct {
	FunctionURL string
	Build       string // that should answer
	TickSecret  string
	BotToken    string // of a bot, when there is no database to read accounts from
	TelegramURL string // "" Telegram's own
	Talk        string // a chat with the bot that a question of its owner is put to
	App         *app.App
	Pending     func(ctx context.Context) ([]string, error) // migrations
	Clock       func(ctx context.Context) (ClockState, error)
	HTTP        call.Doer
	Now         func() time.Time

	name string // of the function looked at, "" the bot
}

func both(ru, en string, args ...any) lang.Phrase {
	return lang.Phrase{RU: fmt.Sprintf(ru, args...), EN: fmt.Sprintf(en, args...)}
}

func fine(ru, en string, args ...any) doctor.Result {
	return doctor.Result{State: doctor.OK, Detail: both(ru, en, args...)}
}

func off(ru, en string) doctor.Result {
	return doctor.Result{State: doctor.Off, Detail: lang.Phrase{RU: ru, EN: en}}
}

func wrong(state doctor.State, detail, mend lang.Phrase) doctor.Result {
	return doctor.Result{State: state, Detail: detail, Mend: mend}
}

// Verify lists the checks of a deployed bot.
func Verify(ctx context.Context, d Deployed) []doctor.Check {
	out := []doctor.Check{
		{Name: "function", Title: both("Функция", "Function"), Run: d.health},
		{Name: "tick", Title: both("Такт", "Tick"), Run: d.ticked},
	}
	out = append(out, d.adminChecks()...)
	if d.App == nil {
		out = append(out, d.tokenCheck())
	} else {
		out = append(out, doctor.Migrations(d.Pending), d.clockCheck(), d.queueCheck())
		out = append(out, d.accountChecks(ctx)...)
	}
	if d.Talk != "" {
		out = append(out, doctor.Check{Name: "talk", Title: both("Разговор", "Talk"), Run: d.talk})
	}
	return out
}

func (d Deployed) ask(ctx context.Context, method, path string, header map[string]string, body string) (call.Response, error) {
	return d.HTTP.Do(ctx, call.Request{Method: method, URL: d.FunctionURL + path, Header: header, Body: []byte(body), Timeout: 12 * time.Second,
		MaxBody: 1 << 16, Service: "supabase", Name: method + " " + path})
}

// said is what /health says.
type said struct {
	Status   string `json:"status"`
	Build    string `json:"build"`
	Code     string `json:"code"`
	Database *int64 `json:"database_ms"`
}

func (d Deployed) health(ctx context.Context) doctor.Result {
	began := d.Now()
	res, err := d.ask(ctx, "GET", "/health", nil, "")
	if err != nil {
		return d.silent(err)
	}
	took := d.Now().Sub(began).Milliseconds()
	var h said
	if json.Unmarshal(res.Body, &h) != nil || h.Status == "" {
		return d.unlikeHealth(res)
	}
	switch {
	case h.Status != "ok" || res.Status != 200:
		return wrong(doctor.Fail, both("сборка %s работает, база не отвечает: %s", "build %s runs, its database does not answer: %s", h.Build, h.Code), databaseMend(h.Code))
	case d.Build != "" && h.Build != d.Build:
		return wrong(doctor.Fail, both("отвечает сборка %s, ждали %s", "build %s answers, %s was expected", h.Build, d.Build), both(
			"Разверните ещё раз там, где есть Docker: без него CLI оставляет старый файл или ни одного.", "Deploy again where Docker is: without it the CLI leaves an old file or none."))
	case h.Database == nil:
		return wrong(doctor.Fail, both("сборка %s не смотрит на базу", "build %s does not look at its database", h.Build), both("Соберите модуль заново и разверните.", "Build the module anew and deploy it."))
	}
	return fine("сборка %s отвечает за %d мс, база за %d мс", "build %s answers in %d ms, its database in %d ms", h.Build, took, *h.Database)
}

func (d Deployed) silent(err error) doctor.Result {
	return wrong(doctor.Fail, both("не отвечает: %v", "does not answer: %v", err), both("Проверьте адрес и сеть: curl %s/health", "Check the address and the network: curl %s/health", d.FunctionURL))
}

// unlikeHealth names the answers that the platform gives in the function's place.
func (d Deployed) unlikeHealth(res call.Response) doctor.Result {
	name := cmp.Or(d.name, "bot")
	detail := both("ответ %d без тела здоровья %s", "answer %d, not the function's own %s", res.Status, res.Header["sb-error-code"])
	mend := both("Посмотрите журнал функции в Dashboard: Edge Functions, %[1]s, Logs.", "Look at the function's log: Dashboard, Edge Functions, %[1]s, Logs.", name)
	switch res.Status {
	case 401:
		mend = both("Включена проверка JWT: в config.toml нужно verify_jwt = false, затем разверните ещё раз.", "JWT verification is on: set verify_jwt = false in config.toml and deploy again.")
	case 404:
		mend = both("Функции %[1]s в проекте нет, или адрес не тот: supabase functions deploy %[1]s.", "The project has no function %[1]s, or the address is another: supabase functions deploy %[1]s.", name)
	case 503, 500:
		mend = both("Функция не запускается: файла %[1]s.wasm нет в развёрнутом (CLI без Docker его не берёт) или секреты неполны. prilavok supabase check найдёт, что именно.",
			"The function does not start: %[1]s.wasm was not deployed (the CLI leaves it out without Docker), or secrets are missing. prilavok supabase check finds which.", name)
	case 546:
		mend = both("Исчерпан лимит памяти или процессора. Если это повторяется, верните прошлую версию.", "The limit of memory or CPU was reached. If it happens again, go back to the release before.")
	}
	return wrong(doctor.Fail, detail, mend)
}

func databaseMend(code string) lang.Phrase {
	switch code {
	case "store.connect", "store.connection", "store.login", "store.url", "store.shutdown":
		return both("Проверьте секрет PRILAVOK_DATABASE_URL: строка Transaction pooler, порт 6543, пароль базы.", "Check the secret PRILAVOK_DATABASE_URL: the string of the Transaction pooler, port 6543, the database's password.")
	}
	return both("Проверьте PRILAVOK_DATABASE_URL и миграции: prilavok supabase check --database-url …", "Check PRILAVOK_DATABASE_URL and the migrations: prilavok supabase check --database-url …")
}

// ticked calls /tick as the clock does: work that is due is done, which it would be anyway.
func (d Deployed) ticked(ctx context.Context) doctor.Result {
	if d.TickSecret == "" {
		return off("не проверяется: PRILAVOK_TICK_SECRET не задан", "not looked at: PRILAVOK_TICK_SECRET is not set here")
	}
	res, err := d.ask(ctx, "POST", "/tick", map[string]string{"x-prilavok-tick": d.TickSecret, "content-type": "application/json"}, "{}")
	mend := both("Задайте функции и часам один секрет: supabase secrets set --env-file supabase/functions/.env, затем prilavok supabase enable.",
		"Give function and clock the same secret: supabase secrets set --env-file supabase/functions/.env, then prilavok supabase enable.")
	switch {
	case err != nil:
		return wrong(doctor.Fail, both("не отвечает: %v", "does not answer: %v", err), mend)
	case res.Status != 202:
		return wrong(doctor.Fail, both("ответ %d, нужен 202", "answer %d, 202 is right", res.Status), mend)
	}
	return fine("секрет принят", "the secret is accepted")
}

// tokenCheck looks at one bot by its token alone.
func (d Deployed) tokenCheck() doctor.Check {
	c := doctor.Check{Name: "telegram", Title: both("Telegram", "Telegram")}
	c.Run = func(ctx context.Context) doctor.Result {
		if d.BotToken == "" {
			return off("не проверяется: нет ни базы, ни токена", "not looked at: neither a database nor a token was given")
		}
		return d.delivery(ctx, telegram.New(telegram.Options{Token: d.BotToken, Base: d.TelegramURL, Do: d.HTTP, Now: d.Now}), "bot", "")
	}
	return c
}

// accountChecks is one check for each Telegram account.
func (d Deployed) accountChecks(ctx context.Context) []doctor.Check {
	accounts, err := d.App.Shops.AccountsOf(ctx, shop.Telegram)
	if err != nil || len(accounts) == 0 {
		return []doctor.Check{{Name: "telegram", Title: both("Telegram", "Telegram"), Run: func(context.Context) doctor.Result {
			if err != nil {
				return wrong(doctor.Fail, both("аккаунты не читаются: %v", "the accounts cannot be read: %v", err), both("Сначала почините базу.", "Mend the database first."))
			}
			return wrong(doctor.Warn, both("ни одного бота", "no bot"), both("Подключите: prilavok supabase connect --function-url %s", "Connect one: prilavok supabase connect --function-url %s", d.FunctionURL))
		}}}
	}
	var out []doctor.Check
	for _, acc := range accounts {
		out = append(out, doctor.Check{Name: "telegram " + acc.Name, Title: lang.Phrase{RU: acc.Name, EN: acc.Name}, Run: func(ctx context.Context) doctor.Result {
			if acc.Status != "active" {
				return doctor.Result{State: doctor.Off, Detail: both("выключен: %s", "off: %s", acc.Status)}
			}
			bot, err := d.App.Fleet.Bot(ctx, acc.ID)
			if err != nil {
				return wrong(doctor.Fail, both("токен не открывается: %v", "its token does not open: %v", err), both("Задайте PRILAVOK_SECRET_KEY тот же, что у функции.", "Set PRILAVOK_SECRET_KEY to the function's own."))
			}
			return d.delivery(ctx, bot, acc.Name, acc.ID)
		}})
	}
	return out
}

// recent is how long ago an error of delivery still counts.
const recent = 15 * time.Minute

func (d Deployed) delivery(ctx context.Context, bot *telegram.Bot, name, accountID string) doctor.Result {
	connect := both("Подключите заново: prilavok supabase connect --function-url %s", "Connect it anew: prilavok supabase connect --function-url %s", d.FunctionURL)
	w, err := bot.WebhookInfo(ctx)
	switch {
	case fault.Is(err, fault.Unauthorized):
		return wrong(doctor.Fail, both("токен не принят", "the token is refused"), both("Возьмите новый у @BotFather и подключите: prilavok supabase connect --function-url %s --bot-token TOKEN", "Take a new one from @BotFather and connect it: prilavok supabase connect --function-url %s --bot-token TOKEN", d.FunctionURL))
	case err != nil:
		return wrong(doctor.Fail, both("Telegram не отвечает: %v", "Telegram does not answer: %v", err), both("Проверьте сеть отсюда до Telegram.", "Check the way from here to Telegram."))
	case !strings.HasPrefix(w.URL, d.FunctionURL+"/hook/telegram/"+accountID):
		return wrong(doctor.Fail, both("%s: вебхук ведёт не сюда", "%s: the webhook leads elsewhere", name), connect)
	case w.LastErrorAt > 0 && d.Now().Sub(time.Unix(w.LastErrorAt, 0)) < recent:
		return wrong(doctor.Fail, both("%s: доставка не удаётся: %s; ждут %d", "%s: delivery fails: %s; %d updates wait", name, w.LastError, w.Pending), connect)
	}
	return fine("%s: вебхук на месте; ждут %d", "%s: the webhook is in place; %d updates wait", name, w.Pending)
}
