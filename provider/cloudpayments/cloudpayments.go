// Package cloudpayments takes money through CloudPayments: a hosted page by a link,
// holds, refunds and fiscal receipts under 54-ФЗ. It is a thin client of its own over
// call.Doer, so that it runs at the edge too. It keeps nothing.
//
// The service asks before it moves money (its notice "check"), and heeds a no. It has no
// list of links, only of what was tried on them: an order nobody has opened yet is
// unknown to it by our id.
package cloudpayments

import (
	"context"
	"strings"
	"time"

	"prilavok/core/call"
	"prilavok/core/lang"
	"prilavok/core/payment"
)

// Base is where the service is.
const Base = "https://api.cloudpayments.ru"

var methods = []payment.Method{{Name: "online", Title: lang.Phrase{RU: "Картой или через СБП", EN: "By card or SBP"}, TwoStage: true, Min: 100}}

var currencies = []string{"RUB", "USD", "EUR", "KZT", "BYN", "UZS", "AMD", "GEL"}

// New returns the kind. do carries the calls out.
func New(do call.Doer) payment.Kind {
	return payment.Kind{Name: "cloudpayments", Title: lang.Phrase{RU: "CloudPayments", EN: "CloudPayments"},
		Can: payment.Capabilities{Methods: methods, Currencies: currencies, TwoStage: true, VoidPending: true,
			Refunds: true, PartialRefunds: true, RefundsUntold: true, Receipts: true, ReceiptsUntold: true, Notices: true, Asks: true,
			KeyLife: 50 * time.Minute, // an hour by the service's word
			Anew:    true,
			Window:  24 * time.Hour},
		Secrets: []payment.Secret{{Name: "public_id", Title: lang.Phrase{RU: "Public ID", EN: "Public ID"}, Public: true}, {Name: "api_secret", Title: lang.Phrase{RU: "Пароль для API", EN: "API password"}}},
		Where: lang.Phrase{RU: "В кабинете CloudPayments: «Сайты» → настройки сайта, Public ID и пароль для API. Адрес уведомлений: там же, в Check, Pay, Confirm, Fail, Refund и Cancel; в конце дописывают /check, /pay и так далее.",
			EN: "In CloudPayments' account: Sites → settings of the site, Public ID and API password. The notice address goes there too, into Check, Pay, Confirm, Fail, Refund and Cancel, with /check, /pay and so on at its end."},
		Open: func(a payment.Account, s map[string]string) (payment.Provider, error) {
			base := strings.TrimSuffix(a.Config.BaseURL, "/")
			if base == "" {
				base = Base
			}
			return &client{do: do, base: base, id: s["public_id"], secret: s["api_secret"]}, nil
		},
		Test: func(ctx context.Context, p payment.Provider) error {
			_, err := p.(*client).send(ctx, "/test", "", map[string]any{})
			return err
		},
	}
}
