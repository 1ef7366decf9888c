// Package stripe takes money through Stripe Checkout: a hosted page by a link, holds,
// captures and refunds. It is a thin client of its own over call.Doer, form-encoded as
// the API wants it, so that it runs at the edge too (docs/adr/0008). A payment's
// external id is its Checkout Session's. It keeps nothing.
package stripe

import (
	"context"
	"strings"
	"time"

	"prilavok/core/call"
	"prilavok/core/lang"
	"prilavok/core/payment"
)

// Base is where the service is, and Version the release of its API that this speaks.
const (
	Base    = "https://api.stripe.com"
	Version = "2026-06-24.dahlia"
)

// currencies whose minor unit is the same for Stripe and for us: not ISK, UGX and the
// three-decimal ones.
var currencies = []string{"USD", "EUR", "GBP", "RUB", "KZT", "UAH", "GEL", "AMD", "TRY", "PLN", "CZK", "CHF", "SEK", "NOK", "DKK", "AED", "ILS", "CAD", "AUD", "JPY", "KRW"}

var methods = []payment.Method{
	{Name: "card", Title: lang.Phrase{RU: "Банковской картой", EN: "By card"}, TwoStage: true, Min: 50},
	{Name: "online", Title: lang.Phrase{RU: "Онлайн", EN: "Online"}, Min: 50}, // whatever the account has turned on
}

// New returns the kind. do carries the calls out; now is what signatures are aged by.
func New(do call.Doer, now func() time.Time) payment.Kind {
	return payment.Kind{Name: "stripe", Title: lang.Phrase{RU: "Stripe", EN: "Stripe"},
		Can: payment.Capabilities{Methods: methods, Currencies: currencies, TwoStage: true, PartialCapture: true, VoidPending: true, Refunds: true,
			PartialRefunds: true, Notices: true,
			KeyLife: 23 * time.Hour, // 24 at least
			Window:  2 * time.Hour}, // from half an hour to a day
		Secrets: []payment.Secret{{Name: "secret_key", Title: lang.Phrase{RU: "Секретный ключ (sk_…)", EN: "Secret key (sk_…)"}},
			{Name: "webhook_secret", Title: lang.Phrase{RU: "Секрет подписи уведомлений (whsec_…)", EN: "Signing secret of the webhook (whsec_…)"}, Optional: true}},
		Where: lang.Phrase{RU: "В панели Stripe: Developers → API keys. Адрес уведомлений: Developers → Webhooks → Add endpoint; там же появится секрет подписи.",
			EN: "In Stripe's dashboard: Developers → API keys. The notice address goes into Developers → Webhooks → Add endpoint, which then shows the signing secret."},
		Playing: func(s map[string]string) bool { return strings.Contains(s["secret_key"], "_test_") },
		Open: func(a payment.Account, s map[string]string) (payment.Provider, error) {
			base := strings.TrimSuffix(a.Config.BaseURL, "/")
			if base == "" {
				base = Base
			}
			return &client{do: do, now: now, base: base, key: s["secret_key"], hook: s["webhook_secret"]}, nil
		},
		Test: func(ctx context.Context, p payment.Provider) error {
			return p.(*client).send(ctx, "balance", "GET", "/v1/balance", "", nil, &struct{}{})
		},
	}
}
