package connect

import (
	"cmp"
	"html"
	"strings"

	"prilavok/core/fault"
	"prilavok/core/lang"
)

// Texts of the pages.
var (
	txtDone       = lang.Phrase{RU: "Instagram подключён", EN: "Instagram is connected"}
	txtNotDone    = lang.Phrase{RU: "Instagram не подключён", EN: "Instagram is not connected"}
	txtNotWhole   = lang.Phrase{RU: "Instagram подключён не до конца", EN: "Instagram is not connected whole"}
	txtDenied     = lang.Phrase{RU: "Вы отменили вход, ничего не изменилось. Чтобы подключить Instagram, начните ещё раз и нажмите «Разрешить».", EN: "You canceled the login and nothing has changed. To connect Instagram, begin again and press Allow."}
	txtBroken     = lang.Phrase{RU: "Instagram не смог завершить вход. Начните ещё раз через несколько минут.", EN: "Instagram could not finish the login. Begin again in a few minutes."}
	txtIncomplete = lang.Phrase{RU: "Эта страница открывается сама после входа в Instagram. Начните подключение в панели магазина.", EN: "This page opens by itself after the login to Instagram. Begin in the shop’s panel."}
	txtWorks      = lang.Phrase{RU: "всё готово, сообщения приходят сюда. Эту страницу можно закрыть.", EN: "all set, messages come here now. You can close this page."}
	txtPartly     = lang.Phrase{RU: "разрешили не всё. Подключите ещё раз и оставьте все галочки.", EN: "not everything was allowed. Connect once more and leave every box ticked."}

	txtDeleted    = lang.Phrase{RU: "Данные удалены: доступ к аккаунту и всё, что было сказано через него.", EN: "The data is deleted: the access to the account and everything that was said through it."}
	txtDeleting   = lang.Phrase{RU: "Запрос принят, данные удаляются. Загляните сюда позже.", EN: "The request is taken and the data is being deleted. Look here again later."}
	txtNoDeletion = lang.Phrase{RU: "По этому коду ничего не хранится.", EN: "Nothing is kept under this code."}

	txtLater = lang.Phrase{RU: "Instagram сейчас не отвечает. Начните ещё раз через несколько минут.", EN: "Instagram does not answer now. Begin again in a few minutes."}
)

// sentences are faults that owners can do something about, in words.
var sentences = lang.Table[string]{
	{"link.attempt", lang.Phrase{RU: "Вход уже использован или устарел. Откройте ссылку для подключения ещё раз.", EN: "The login was used before or has run out. Open the link to connect once more."}},
	{"link.over", lang.Phrase{RU: "Ссылка уже использована или устарела. Новую даёт панель магазина или команда prilavok shop login-instagram: её выполняет тот, кто установил программу.", EN: "The link was used before or has run out. The shop’s panel gives a new one, and so does the command prilavok shop login-instagram, which whoever installed the program can run."}},
	{"link.browser", lang.Phrase{RU: "Вход начали в другом браузере, поэтому здесь его не закончить. Скопируйте ссылку для подключения, откройте её в этом браузере и войдите в Instagram в нём же, не в приложении.",
		EN: "The login was begun in another browser, so it cannot end here. Copy the link to connect, open it in this browser, and log in to Instagram here and not in its app."}},
	{"link.attempts", lang.Phrase{RU: "Слишком много начатых подключений. Подождите полчаса и начните ещё раз.", EN: "Too many logins were begun. Wait half an hour and begin again."}},
	{"link.not_set_up", lang.Phrase{RU: "У этой установки не настроено приложение Meta. Как настроить, сказано в docs/instagram.ru.md.", EN: "This installation has no Meta app set up. docs/instagram.md tells how."}},
	{"link.no_account", lang.Phrase{RU: "Такого аккаунта в магазине нет.", EN: "The shop has no such account."}},
	{"instagram.other_shop", lang.Phrase{RU: "этот аккаунт уже подключён к другому магазину. Сначала отключите его там.", EN: "another shop has this account. Disconnect it there first."}},
	{"instagram.other_account", lang.Phrase{RU: "Вы вошли не в тот аккаунт. Выйдите из него в Instagram и войдите в аккаунт магазина.", EN: "You logged in to another account. Log out of it on Instagram and log in to the shop’s."}},
	{"instagram.login", lang.Phrase{RU: "Вход устарел или уже использован. Начните ещё раз.", EN: "The login has run out or was used before. Begin again."}},
	{"instagram.no_account", lang.Phrase{RU: "У выбранных страниц Facebook нет профессионального аккаунта Instagram. Свяжите их в настройках страницы и начните ещё раз.", EN: "The Facebook pages you picked have no professional Instagram account. Link them in the page’s settings and begin again."}},
	{"instagram.app", lang.Phrase{RU: "Meta не принимает приложение установки. Пусть администратор сверит его номер, секрет и адрес возврата.", EN: "Meta does not take the installation’s app. Have its keeper check the app’s id, secret and redirect address."}},
	{"instagram.permission", lang.Phrase{RU: "не хватает разрешений. Подключите ещё раз и оставьте все галочки.", EN: "permissions are missing. Connect once more and leave every box ticked."}},
	{"instagram.rate_limit", lang.Phrase{RU: "Instagram просит подождать. Начните ещё раз через несколько минут.", EN: "Instagram asks to wait. Begin again in a few minutes."}},
	{"instagram.token", lang.Phrase{RU: "Instagram не принял доступ. Начните ещё раз.", EN: "Instagram did not take the access. Begin again."}},
}

func sentence(err error) lang.Phrase {
	return cmp.Or(sentences.Of(fault.CodeOf(err)), txtLater)
}

func phrase(before string, p lang.Phrase) lang.Phrase {
	return lang.Phrase{RU: before + p.RU, EN: before + p.EN}
}

const style = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-items:center;background:#f5f3ef;color:#1d1b18}
main{background:#fff;border-radius:16px;padding:32px;max-width:30rem;margin:16px;box-shadow:0 1px 12px #0002}h1{font-size:1.3rem;margin:0 0 8px}p{margin:8px 0;overflow-wrap:anywhere}
@media(prefers-color-scheme:dark){body{background:#171614;color:#ece8e1}main{background:#23211e}}`

// page draws a heading and paragraphs. Nothing is loaded from anywhere.
func (h *Handler) page(status int, l lang.Lang, title lang.Phrase, said ...lang.Phrase) Response {
	header := map[string]string{"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
		"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"}
	var b strings.Builder
	if h.plain {
		header["Content-Type"] = "text/plain; charset=utf-8"
		b.WriteString(title.In(l) + "\n")
		for _, p := range said {
			b.WriteString("\n" + p.In(l) + "\n")
		}
		return Response{Status: status, Header: header, Body: []byte(b.String())}
	}
	header["Content-Type"] = "text/html; charset=utf-8"
	head := html.EscapeString(title.In(l))
	b.WriteString(`<!doctype html><html lang="` + string(l) + `"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>` +
		head + `</title><style>` + style + `</style></head><body><main role="status"><h1>` + head + `</h1>`)
	for _, p := range said {
		b.WriteString(`<p>` + html.EscapeString(p.In(l)) + `</p>`)
	}
	b.WriteString(`</main></body></html>`)
	return Response{Status: status, Header: header, Body: []byte(b.String())}
}
