package doctor

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/core/shop/link"
)

// staleCheck is how old what is known of an account may be: a running server looks by the hour.
const staleCheck = 6 * time.Hour

// states says in words how an account is, and what to do; those that are well have no line.
var states = map[link.State]struct {
	state      State
	said, mend lang.Phrase
}{
	link.Reconnect: {Fail, lang.Phrase{RU: "доступ отозван, ответы не уходят", EN: "its access was revoked, answers do not go out"},
		lang.Phrase{RU: "Подключите заново: prilavok shop login-instagram SLUG или ссылка из чата сотрудников.", EN: "Connect it anew: prilavok shop login-instagram SLUG, or the link in the staff chat."}},
	link.Paused: {Fail, lang.Phrase{RU: "Instagram придержал аккаунт, ответы ждут", EN: "Instagram holds it back, answers wait"},
		lang.Phrase{RU: "Проверьте в Instagram «Статус аккаунта» и доступ к сообщениям; попытки идут сами.", EN: "Look at Account status and the access to messages in Instagram; it is tried again by itself."}},
	link.Permissions: {Warn, lang.Phrase{RU: "не хватает разрешений или вебхуков", EN: "permissions or webhooks are missing"},
		lang.Phrase{RU: "Что именно: prilavok shop check-instagram SLUG. Подключите заново и разрешите всё.", EN: "Which ones: prilavok shop check-instagram SLUG. Connect anew and allow everything."}},
	link.Expiring: {Warn, lang.Phrase{RU: "доступ скоро кончится и не продлевается", EN: "its access ends soon and could not be renewed"},
		lang.Phrase{RU: "Подключите заново: prilavok shop login-instagram SLUG", EN: "Connect it anew: prilavok shop login-instagram SLUG"}},
}

// Instagram checks the accounts of all shops by what the server found out last, and what
// came for accounts that no shop has.
func Instagram(list func(ctx context.Context) ([]link.Linked, map[string]int64, error), now func() time.Time) Check {
	return Check{"instagram", lang.Phrase{RU: "Instagram", EN: "Instagram"}, func(ctx context.Context) Result {
		all, strays, err := list(ctx)
		if err != nil {
			return Result{Fail, said("аккаунты не читаются", "the accounts cannot be read", err), lang.Phrase{
				RU: "Сначала почините базу данных и схему.", EN: "Mend the database and the schema first."}}
		}
		all = slices.DeleteFunc(all, func(l link.Linked) bool { return l.Channel != shop.Instagram || l.Status == link.StatusDisconnected })
		if len(all) == 0 && len(strays) == 0 {
			return Result{Off, lang.Phrase{RU: "не подключён", EN: "not connected"}, lang.Phrase{RU: "Как подключить: docs/instagram.ru.md", EN: "How to connect it: docs/instagram.md"}}
		}
		return accounts(all, strays, now())
	}}
}

func accounts(all []link.Linked, strays map[string]int64, now time.Time) Result {
	r := Result{State: OK}
	var ru, en []string
	add := func(s State, said, mend lang.Phrase) {
		ru, en = append(ru, said.RU), append(en, said.EN)
		if s == Fail && r.State != Fail || s == Warn && r.State == OK {
			r.State, r.Mend = s, mend
		}
	}
	missed := int64(0)
	for _, l := range all {
		missed += l.Health.Missed
		if bad, ok := states[l.State(now)]; ok {
			add(bad.state, lang.Phrase{RU: l.Name + ": " + bad.said.RU, EN: l.Name + ": " + bad.said.EN}, bad.mend)
			continue
		}
		if now.Sub(l.Health.CheckedAt) > staleCheck {
			add(Warn, lang.Phrase{RU: l.Name + ": давно не проверялся", EN: l.Name + ": was not looked at for long"},
				lang.Phrase{RU: "Запущен ли prilavok serve? Проверить сейчас: prilavok shop check-instagram SLUG", EN: "Does prilavok serve run? To look now: prilavok shop check-instagram SLUG"})
		}
	}
	for id, n := range strays {
		add(Warn, phrase("пришло для чужого аккаунта %s: %d", "came for account %s, which no shop has: %d", id, n),
			lang.Phrase{RU: "Подключите этот аккаунт (события ждут неделю) или отпишите приложение от него.", EN: "Connect that account (the events wait for a week), or unsubscribe the app from it."})
	}
	slices.Sort(ru)
	slices.Sort(en)
	if len(ru) == 0 {
		ru, en = []string{fmt.Sprintf("подключено аккаунтов: %d", len(all))}, []string{fmt.Sprintf("%d account(s) connected", len(all))}
	}
	if missed > 0 {
		ru, en = append(ru, fmt.Sprintf("мимо вебхуков прошло и найдено сообщений: %d", missed)), append(en, fmt.Sprintf("%d message(s) that no webhook brought were found", missed))
	}
	r.Detail = lang.Phrase{RU: strings.Join(ru, "; "), EN: strings.Join(en, "; ")}
	return r
}
