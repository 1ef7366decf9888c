// Package yookassa takes money through YooKassa (api.yookassa.ru, v3): cards, SBP and
// the banks' own buttons by a link, holds, refunds, and fiscal receipts under 54-ФЗ. It
// is a thin client of its own over call.Doer, because no Go SDK covers receipts and 202
// answers, and because it runs at the edge too. It keeps nothing.
package yookassa

import (
	"context"
	"strings"
	"time"

	"prilavok/core/call"
	"prilavok/core/lang"
	"prilavok/core/payment"
)

// Base is where the service is.
const Base = "https://api.yookassa.ru/v3"

// methods are what a shop may offer. By SBP nothing can be held, and its link lives an hour.
var methods = []payment.Method{
	{Name: "online", Title: lang.Phrase{RU: "Онлайн", EN: "Online"}, TwoStage: true, Min: 100},
	{Name: "card", Title: lang.Phrase{RU: "Банковской картой", EN: "By bank card"}, TwoStage: true, Min: 100},
	{Name: "sbp", Title: lang.Phrase{RU: "Через СБП", EN: "By SBP"}, Min: 100, Max: 70_000_000},
	{Name: "sberpay", Title: lang.Phrase{RU: "SberPay", EN: "SberPay"}, TwoStage: true, Min: 100},
	{Name: "tpay", Title: lang.Phrase{RU: "T-Pay", EN: "T-Pay"}, TwoStage: true, Min: 100},
}

// codes are the service's words for our methods; "online" lets the payer choose there.
var codes = map[string]string{"card": "bank_card", "sbp": "sbp", "sberpay": "sberbank", "tpay": "tinkoff_bank"}

var currencies = []string{"RUB", "USD", "EUR", "KZT", "BYN", "UAH", "UZS"}

// New returns the kind. do carries the calls out.
func New(do call.Doer) payment.Kind {
	return payment.Kind{Name: "yookassa", Title: lang.Phrase{RU: "ЮKassa", EN: "YooKassa"},
		Can: payment.Capabilities{Methods: methods, Currencies: currencies, TwoStage: true, PartialCapture: true,
			Refunds: true, PartialRefunds: true, Receipts: true, Notices: true,
			KeyLife: 23 * time.Hour, // 24 by the service's word
			Window:  time.Hour},
		Secrets: []payment.Secret{{Name: "shop_id", Title: lang.Phrase{RU: "shopId", EN: "shopId"}, Public: true}, {Name: "secret_key", Title: lang.Phrase{RU: "Секретный ключ", EN: "Secret key"}}},
		Where: lang.Phrase{RU: "В кабинете ЮKassa: «Настройки» → «Магазин» (shopId) и «Интеграция» → «Ключи API». Адрес уведомлений: «Интеграция» → «HTTP-уведомления», все события payment и refund.",
			EN: "In YooKassa's account: Settings → Shop (shopId), and Integration → API keys. The notice address goes into Integration → HTTP notifications, with all events of payment and refund."},
		Playing: func(s map[string]string) bool { return strings.HasPrefix(s["secret_key"], "test_") },
		Open: func(a payment.Account, s map[string]string) (payment.Provider, error) {
			base := strings.TrimSuffix(a.Config.BaseURL, "/")
			if base == "" {
				base = Base
			}
			return &client{do: do, base: base, shop: s["shop_id"], secret: s["secret_key"]}, nil
		},
		Test: func(ctx context.Context, p payment.Provider) error {
			return p.(*client).send(ctx, "me", "GET", "/me", "", nil, &struct{}{})
		},
	}
}
