package tgpay_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"prilavok/channel/telegram"
	"prilavok/channel/telegram/tgfake"
	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/money"
	"prilavok/core/payment"
	"prilavok/provider/paymenttest"
	"prilavok/provider/paymenttest/linefake"
	"prilavok/provider/tgpay"
	"prilavok/provider/yookassa"
	"prilavok/provider/yookassa/yookassafake"
)

func clock() time.Time { return time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC) }

const token = "42:token"

// till is a bot at a fake Telegram, with the service behind its token, and what the bot
// was told of money.
type till struct {
	linefake.Line
	server *tgfake.Server
	bot    *tgfake.Bot
	payer  *tgfake.User
	yoo    *yookassafake.Server
	told   []payment.Charge
}

func newTill() *till {
	k := &till{Line: linefake.Line{Service: "telegram", Error: call.Response{Status: 502, Body: []byte("<html>")}}}
	k.server = tgfake.New(tgfake.Options{Now: clock})
	k.bot = k.server.Bot(token)
	k.payer = k.bot.User(279058397, "Ольга")
	k.yoo = yookassafake.New(clock)
	return k
}

// Do implements call.Doer: what moves anything breaks.
func (k *till) Do(ctx context.Context, r call.Request) (call.Response, error) {
	moves := r.Method == "POST" && !strings.HasSuffix(r.URL, "/getStarTransactions")
	var failed error
	resp, err := k.Carry(ctx, moves, func() (out call.Response) {
		out, failed = k.server.Doer(k.yoo).Do(ctx, r)
		return out
	})
	if err == nil {
		err = failed
	}
	return resp, err
}

// InTx, View and ChargesOf are the store of what was told.
func (k *till) InTx(ctx context.Context, fn func(ctx context.Context) error) error { return fn(ctx) }
func (k *till) View(ctx context.Context, fn func(ctx context.Context) error) error { return fn(ctx) }

func (k *till) ChargesOf(_ context.Context, paymentID, id string) (out []payment.Charge, err error) {
	for _, c := range k.told {
		if paymentID != "" && c.PaymentID == paymentID || id != "" && c.ID == id {
			out = append(out, c)
		}
	}
	return out, nil
}

func (k *till) deps(t *testing.T) tgpay.Deps {
	client := &telegram.Client{Token: token, Do: k}
	return tgpay.Deps{Charges: k, Tx: k,
		Call: func(ctx context.Context, _, method string, args map[string]any, out any) error {
			return client.Call(ctx, method, args, out)
		},
		Through: func(context.Context, string) (payment.Provider, error) {
			return yookassa.New(k).Open(payment.Account{}, map[string]string{"shop_id": yookassafake.ShopID, "secret_key": yookassafake.SecretKey})
		}}
}

func (k *till) bench(t *testing.T, kind payment.Kind, currency string, secrets map[string]string) paymenttest.Bench {
	p, err := kind.Open(payment.Account{}, secrets)
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string]money.Money{} // by our id, as the invoices say
	return paymenttest.Bench{Kind: kind, Provider: spy{p, asked}, Method: "card", Currency: currency, Anew: true, Untried: true, Break: k.BreakNext, Now: clock,
		Pay: func(id string) {
			k.payer.Take(id, asked[id].Currency, asked[id].Amount)
			if currency == "XTR" {
				return // nobody listens: it is among the bot's transactions
			}
			for _, c := range k.bot.Charges() {
				if c.Payload == id {
					k.told = append(k.told, payment.Charge{ID: c.ID, ProviderID: c.ProviderID, PaymentID: id, Payer: "279058397", Amount: money.Of(c.Total, c.Currency)})
					k.yoo.Adopt(c.ProviderID, c.Total)
				}
			}
		},
		Effects: func() int { return len(k.bot.Calls("createInvoiceLink")) }}
}

// spy remembers what was asked for.
type spy struct {
	payment.Provider
	asked map[string]money.Money
}

// Start implements payment.Provider.
func (s spy) Start(ctx context.Context, r payment.StartRequest) (payment.State, error) {
	s.asked[r.PaymentID] = r.Amount
	return s.Provider.Start(ctx, r)
}

// TestSuite: by a provider token, given back by the service behind it. What an invoice
// holds back, whom it asks and what withdraws it is core's: test/payments.
func TestSuite(t *testing.T) {
	paymenttest.Run(t, func(t *testing.T) paymenttest.Bench {
		k := newTill()
		return k.bench(t, tgpay.Telegram(k.deps(t)), "RUB", map[string]string{"provider_token": "381764678:TEST:100500", "through": "yookassa"})
	})
}

// TestStars: found among the bot's transactions alone, given back whole.
func TestStars(t *testing.T) {
	paymenttest.Run(t, func(t *testing.T) paymenttest.Bench {
		k := newTill()
		return k.bench(t, tgpay.Stars(k.deps(t)), "XTR", nil)
	})
}

// TestStarsGivenBack: Stars whose answer was lost, and of whose return the bot was not
// told yet, are given back once.
func TestStarsGivenBack(t *testing.T) {
	k := newTill()
	kind := tgpay.Stars(k.deps(t))
	p, err := kind.Open(payment.Account{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	k.payer.Take("pay_a", "XTR", 250)
	k.told = []payment.Charge{{ID: k.bot.Charges()[0].ID, PaymentID: "pay_a", Payer: "279058397", Amount: money.Of(250, "XTR")}}
	r := payment.MoneyRequest{Key: "rfd_a", PaymentID: "pay_a", ExternalID: k.told[0].ID, Amount: money.Of(250, "XTR")}
	k.BreakNext(linefake.Unanswered)
	if _, err := p.Refund(t.Context(), r); !fault.Retryable(err) {
		t.Fatalf("unanswered: %v", err)
	}
	st, err := p.Refund(t.Context(), r)
	if _, back := k.bot.Money(); err != nil || st.Status != payment.Captured || back != 250 {
		t.Errorf("given back %d: %+v, %v", back, st, err)
	}
}
