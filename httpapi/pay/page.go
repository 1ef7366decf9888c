package pay

import (
	"html"
	"strings"

	"prilavok/core/lang"
	"prilavok/core/order"
	"prilavok/core/payment"
)

// Texts of the return page.
var (
	txtOrder   = lang.Phrase{RU: "Заказ %s", EN: "Order %s"}
	txtBack    = lang.Phrase{RU: "Вернуться в чат", EN: "Back to the chat"}
	txtAgain   = lang.Phrase{RU: "Продолжить оплату", EN: "Go on paying"}
	txtSee     = lang.Phrase{RU: "Состояние заказа пришлём в чат.", EN: "We will write to you in the chat."}
	txtWaiting = lang.Phrase{RU: "Банк ещё не подтвердил оплату. Страница обновится сама.", EN: "The bank has not confirmed the payment yet. This page refreshes itself."}
)

var headings = lang.Table[payment.Status]{
	{payment.Created, lang.Phrase{RU: "Ждём ответа банка", EN: "Waiting for the bank"}},
	{payment.Pending, lang.Phrase{RU: "Ждём оплату", EN: "Awaiting payment"}},
	{payment.Authorized, lang.Phrase{RU: "Оплата принята", EN: "Payment accepted"}},
	{payment.Captured, lang.Phrase{RU: "Оплачено, спасибо!", EN: "Paid, thank you!"}},
	{payment.PartiallyRefunded, lang.Phrase{RU: "Часть денег возвращена", EN: "Partially refunded"}},
	{payment.Refunded, lang.Phrase{RU: "Деньги возвращены", EN: "Refunded"}},
	{payment.Canceled, lang.Phrase{RU: "Оплата отменена", EN: "Payment canceled"}},
	{payment.Expired, lang.Phrase{RU: "Время на оплату вышло", EN: "The time to pay is over"}},
	{payment.Failed, lang.Phrase{RU: "Оплата не прошла", EN: "The payment failed"}},
}

const style = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-items:center;background:#f5f3ef;color:#1d1b18}
main{background:#fff;border-radius:16px;padding:32px;max-width:26rem;margin:16px;box-shadow:0 1px 12px #0002;text-align:center}h1{font-size:1.4rem;margin:0 0 8px}
p{margin:8px 0}a{display:block;margin-top:16px;padding:12px 20px;border-radius:10px;background:#1d5c4d;color:#fff;text-decoration:none}a.quiet{background:none;color:inherit;border:1px solid currentColor}
a:focus-visible{outline:3px solid #c8791b;outline-offset:2px}
@media(prefers-color-scheme:dark){body{background:#171614;color:#ece8e1}main{background:#23211e}a{background:#7cc7b4;color:#10201c}}`

// page draws how a payment stands. Nothing is loaded from anywhere.
func page(p payment.Payment, o order.Order) Response {
	l := p.Lang
	if l != lang.EN {
		l = lang.RU
	}
	var b strings.Builder
	b.WriteString(`<!doctype html><html lang="` + string(l) + `"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">`)
	waiting := p.Status == payment.Created || p.Status == payment.Pending
	if waiting {
		b.WriteString(`<meta http-equiv="refresh" content="6">`)
	}
	head := html.EscapeString(headings.Of(p.Status).In(l))
	b.WriteString(`<meta name="robots" content="noindex"><title>` + head + `</title><style>` + style + `</style></head><body><main role="status"><h1>` + head + `</h1><p>` +
		html.EscapeString(txtOrder.F(l, o.Number)) + ` · ` + html.EscapeString(p.Amount.Format(string(l))) + `</p><p>`)
	note := txtSee
	if waiting {
		note = txtWaiting
	}
	b.WriteString(html.EscapeString(note.In(l)) + `</p>`)
	if waiting && web(p.URL) {
		b.WriteString(`<a href="` + html.EscapeString(p.URL) + `">` + txtAgain.In(l) + `</a>`)
	}
	if web(p.Back) {
		class := ""
		if waiting {
			class = ` class="quiet"`
		}
		b.WriteString(`<a` + class + ` href="` + html.EscapeString(p.Back) + `">` + txtBack.In(l) + `</a>`)
	}
	b.WriteString(`</main></body></html>`)
	return Response{Status: 200, Body: []byte(b.String()), Header: map[string]string{"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store",
		"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
		"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"}}
}

// web reports whether an address is a page's: nothing that runs.
func web(url string) bool {
	return strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://")
}
