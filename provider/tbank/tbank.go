// Package tbank takes money through T-Bank's acquiring (T-Kassa, v2): cards, SBP and
// the banks' own buttons on its page, holds, refunds and fiscal receipts under 54-ФЗ. It
// is a thin client of its own over call.Doer, so that it runs at the edge too. It keeps
// nothing.
//
// The service has no idempotency keys but for Cancel. A start that is repeated because
// its answer was lost makes another session under our id with a number behind it: whose
// link nobody was told, nobody pays by. A confirmation that is repeated is refused, and
// a look tells that the money was taken.
package tbank

import (
	"context"
	"strings"
	"time"

	"prilavok/core/call"
	"prilavok/core/lang"
	"prilavok/core/payment"
)

// Base is where the service is.
const Base = "https://securepay.tinkoff.ru/v2"

// methods are what a shop may offer; the payer chooses among the terminal's own on the
// page. Where money is held first, the page leaves out what cannot be held.
var methods = []payment.Method{{Name: "online", Title: lang.Phrase{RU: "Картой или через СБП", EN: "By card or SBP"}, TwoStage: true, Min: 100}}

var currencies = []string{"RUB"} // the service is told of none

// New returns the kind. do carries the calls out.
func New(do call.Doer) payment.Kind {
	return payment.Kind{Name: "tbank", Title: lang.Phrase{RU: "Т‑Банк", EN: "T-Bank"},
		Can: payment.Capabilities{Methods: methods, Currencies: currencies, TwoStage: true, PartialCapture: true, VoidPending: true,
			Refunds: true, PartialRefunds: true, RefundsUntold: true, Receipts: true, ReceiptsUntold: true, Notices: true, Anew: true,
			KeyLife: 24 * time.Hour, Window: time.Hour},
		Secrets: []payment.Secret{{Name: "terminal_key", Title: lang.Phrase{RU: "Терминал (TerminalKey)", EN: "Terminal (TerminalKey)"}, Public: true}, {Name: "password", Title: lang.Phrase{RU: "Пароль терминала", EN: "Password of the terminal"}}},
		Where: lang.Phrase{RU: "В кабинете Т‑Банка: «Интернет-эквайринг» → магазин → «Терминалы». Адрес уведомлений: там же, «Уведомления» → по протоколу HTTP.",
			EN: "In T-Bank's account: Internet acquiring → the shop → Terminals. The notice address goes there too, into Notifications, by HTTP."},
		Playing: func(s map[string]string) bool { return strings.HasSuffix(s["terminal_key"], "DEMO") },
		Open: func(a payment.Account, s map[string]string) (payment.Provider, error) {
			base := strings.TrimSuffix(a.Config.BaseURL, "/")
			if base == "" {
				base = Base
			}
			return &client{do: do, base: base, terminal: s["terminal_key"], password: s["password"]}, nil
		},
		// An order that cannot exist is asked about: wrong keys are refused before it is looked for.
		Test: func(ctx context.Context, p payment.Provider) error {
			_, err := p.Lookup(ctx, payment.Ref{OurID: "prilavok-test"})
			if err == errNone {
				return nil
			}
			return err
		},
	}
}
