package demopay

import (
	"context"
	"html"
	"strings"

	"prilavok/core/fault"
	"prilavok/core/lang"
	"prilavok/core/payment"
	"prilavok/core/txn"
)

// Texts of the page.
var (
	txtTitle   = lang.Phrase{RU: "Тестовая оплата", EN: "Test payment"}
	txtNoMoney = lang.Phrase{RU: "Это демонстрация: карта не нужна, деньги не спишутся.", EN: "This is a demonstration: no card is needed, no money is taken."}
	txtOrder   = lang.Phrase{RU: "Заказ %s", EN: "Order %s"}
	txtPay     = lang.Phrase{RU: "Оплатить", EN: "Pay"}
	txtDecline = lang.Phrase{RU: "Банк отказал", EN: "The bank refuses"}
	txtOver    = lang.Phrase{RU: "Этот счёт уже закрыт.", EN: "This bill is closed."}
)

// Answer is what the page answers; To is where it leads, "" for nowhere.
type Answer struct {
	Status int
	To     string
	HTML   string
}

const style = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-items:center;background:#f5f3ef;color:#1d1b18}
main{background:#fff;border-radius:16px;padding:32px;max-width:26rem;margin:16px;text-align:center;border:2px dashed #c8791b}h1{font-size:1.3rem;margin:0}b{font-size:1.6rem}
button{font:inherit;display:block;width:100%;margin-top:12px;padding:12px;border-radius:10px;border:0;background:#1d5c4d;color:#fff;cursor:pointer}button.no{background:none;color:inherit;border:1px solid}
button:focus-visible{outline:3px solid #c8791b;outline-offset:2px}
@media(prefers-color-scheme:dark){body{background:#171614;color:#ece8e1}main{background:#23211e}button{background:#7cc7b4;color:#10201c}}`

// Policy is the page's Content-Security-Policy.
const Policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// Page answers /pay/demo/{shop}/{bill}: GET shows the bill, POST pays it (action=pay) or
// declines it.
func (s *Service) Page(ctx context.Context, method, path, action string) Answer {
	shop, id, ok := strings.Cut(strings.TrimPrefix(path, "/pay/demo/"), "/")
	if !ok || shop == "" || id == "" {
		return Answer{Status: 404}
	}
	ctx = txn.ForShop(ctx, shop)
	if method == "POST" {
		return s.pressed(ctx, id, action)
	}
	b, err := s.change(ctx, id, mustKnow)
	if err != nil {
		return failed(err)
	}
	return Answer{Status: 200, HTML: draw(b)}
}

func (s *Service) pressed(ctx context.Context, id, action string) Answer {
	to := map[string]payment.Status{"pay": payment.Captured, "decline": payment.Failed}[action]
	if to == "" {
		return Answer{Status: 400}
	}
	b, err := s.change(ctx, id, func(b *bill, known bool) error {
		if err := mustKnow(b, known); err != nil {
			return err
		}
		if b.Status == payment.Pending {
			b.Status = to
		}
		return nil
	})
	if err != nil {
		return failed(err)
	}
	s.paid(ctx, b.PaymentID)
	return Answer{Status: 303, To: b.Return}
}

func failed(err error) Answer {
	if fault.Is(err, fault.NotFound) {
		return Answer{Status: 404}
	}
	return Answer{Status: 503}
}

func draw(b bill) string {
	l := b.Lang
	if l != lang.EN {
		l = lang.RU
	}
	title := html.EscapeString(txtTitle.In(l))
	out := `<!doctype html><html lang="` + string(l) + `"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>` +
		title + `</title><style>` + style + `</style></head><body><main><h1>` + title + `</h1><p>` + html.EscapeString(txtNoMoney.In(l)) + `</p><p>` +
		html.EscapeString(txtOrder.F(l, b.Number)) + `<br><b>` + html.EscapeString(b.Amount.Format(string(l))) + `</b></p>`
	if b.Status != payment.Pending {
		return out + `<p>` + txtOver.In(l) + `</p></main></body></html>`
	}
	return out + `<form method="post"><button name="action" value="pay">` + txtPay.In(l) + `</button><button class="no" name="action" value="decline">` + txtDecline.In(l) +
		`</button></form></main></body></html>`
}
