// Package tgpay takes money inside Telegram: by a provider token from @BotFather, and in
// Stars. The payer pays an invoice that a bot of the shop has made; before the money
// moves Telegram asks us (payment.Approve), and after it has moved it tells us, once
// (payment.Charged). Telegram has no object of a payment to ask about: what is known is
// what it has told, but for Stars, whose transactions it lists.
package tgpay

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"prilavok/core/fault"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/payment"
	"prilavok/core/txn"
)

// Charges is what Telegram has told of money, in an open unit of work.
type Charges interface {
	ChargesOf(ctx context.Context, paymentID, id string) ([]payment.Charge, error)
}

// Deps is what both kinds stand on.
type Deps struct {
	// Call runs a Bot API method by the shop's bot: the account's, or the shop's first
	// when bot is "".
	Call    func(ctx context.Context, bot, method string, args map[string]any, out any) error
	Charges Charges
	Tx      txn.Runner
	// Through opens the shop's account at the service behind a provider token.
	Through func(ctx context.Context, provider string) (payment.Provider, error)
}

var (
	txtTelegram = lang.Phrase{RU: "Картой в Telegram", EN: "By card in Telegram"}
	txtStars    = lang.Phrase{RU: "Звёздами Telegram", EN: "In Telegram Stars"}
	txtBot      = lang.Phrase{RU: "Аккаунт бота, если ботов несколько", EN: "The bot's account, where there are several"}
	txtTotal    = lang.Phrase{RU: "Заказ %s", EN: "Order %s"}
)

var inStars = []string{"XTR"}

// Telegram returns the kind that takes money by a provider token. Its secret "through"
// names the shop's account (yookassa, stripe) that the token belongs to: by it money is
// given back; without it a person gives it back.
func Telegram(d Deps) payment.Kind {
	return payment.Kind{Name: "telegram", Title: txtTelegram,
		Can: payment.Capabilities{Methods: []payment.Method{{Name: "card", Title: txtTelegram}}, Inside: true, Asks: true, VoidPending: true, Refunds: true, PartialRefunds: true, RefundsUntold: true,
			Receipts: true, ReceiptsUntold: true, Anew: true, KeyLife: 23 * time.Hour, Window: 24 * time.Hour},
		Secrets: []payment.Secret{{Name: "provider_token", Title: lang.Phrase{RU: "Платёжный токен", EN: "Provider token"}},
			{Name: "through", Title: lang.Phrase{RU: "Через что возвращать деньги: yookassa или stripe", EN: "What money is given back by: yookassa or stripe"}, Optional: true, Public: true}, {Name: "bot", Title: txtBot, Optional: true, Public: true}},
		Where: lang.Phrase{RU: "У @BotFather: бот → Payments → банк или сервис; он пришлёт платёжный токен.",
			EN: "At @BotFather: the bot → Payments → the bank or service; it answers with the provider token."},
		Playing: func(s map[string]string) bool { return strings.Contains(s["provider_token"], ":TEST:") },
		Open: func(_ payment.Account, s map[string]string) (payment.Provider, error) {
			return &desk{Deps: d, token: s["provider_token"], through: s["through"], bot: s["bot"]}, nil
		}, Test: test}
}

// Stars returns the kind that takes Telegram Stars, for shops whose currency is XTR.
func Stars(d Deps) payment.Kind {
	return payment.Kind{Name: "stars", Title: txtStars,
		Can: payment.Capabilities{Methods: []payment.Method{{Name: "stars", Title: txtStars, Min: 1}}, Currencies: inStars, Inside: true, Asks: true, VoidPending: true,
			Refunds: true, Window: 24 * time.Hour},
		Secrets: []payment.Secret{{Name: "bot", Title: txtBot, Optional: true, Public: true}},
		Open: func(_ payment.Account, s map[string]string) (payment.Provider, error) {
			return &desk{Deps: d, stars: true, bot: s["bot"]}, nil
		}, Test: test}
}

// test asks whether there is a bot that can make invoices.
func test(ctx context.Context, p payment.Provider) error {
	d := p.(*desk)
	return d.Call(ctx, d.bot, "getMe", map[string]any{}, nil)
}

// desk is one account.
type desk struct {
	Deps
	stars               bool
	token, through, bot string
}

// Start implements payment.Provider: it makes a link to an invoice, which opens inside
// Telegram. A repeated one makes another link to the same invoice: its payload is our
// payment, which is paid once.
func (d *desk) Start(ctx context.Context, r payment.StartRequest) (payment.State, error) {
	if d.stars {
		if err := payment.Among(r.Amount.Currency, inStars); err != nil {
			return payment.State{}, err
		}
	}
	a, err := d.Invoice(r)
	if err != nil {
		return payment.State{}, err
	}
	var link string
	if err := d.Call(ctx, d.bot, "createInvoiceLink", a, &link); err != nil {
		return payment.State{}, err
	}
	return payment.State{Status: payment.Pending, OurID: r.PaymentID, OrderID: r.OrderID, Amount: r.Amount, URL: link, ExpiresAt: r.ExpiresAt}, nil
}

// Invoice returns the parameters of an invoice.
func (d *desk) Invoice(r payment.StartRequest) (map[string]any, error) {
	label := txtTotal.F(r.Lang, r.Number)
	text := r.Description
	if text == "" {
		text = label
	}
	a := map[string]any{"title": cut(label, 32), "description": cut(text, 255), "payload": r.PaymentID, "provider_token": d.token, "currency": r.Amount.Currency,
		"prices": []map[string]any{{"label": cut(label, 64), "amount": r.Amount.Amount}}}
	if r.Receipt == nil || d.stars {
		return a, nil
	}
	b, err := json.Marshal(map[string]any{"receipt": receiptOf(r.Receipt, r.Amount.Currency)})
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "tgpay.receipt", "the receipt of an invoice")
	}
	a["provider_data"], a["need_email"], a["send_email_to_provider"] = string(b), true, true
	return a, nil
}

func cut(s string, n int) string {
	r := []rune(s)
	return string(r[:min(len(r), n)])
}

// decimal writes minor units with two decimals, whatever they are.
func decimal(n int64) string { return fmt.Sprintf("%d.%02d", n/100, n%100) }

// receiptOf is YooKassa's form of a receipt in an invoice; the payer fills the address in.
func receiptOf(r *payment.Receipt, currency string) map[string]any {
	items := []map[string]any{}
	for _, i := range r.Items {
		items = append(items, map[string]any{"description": cut(i.Title, 128), "quantity": strconv.FormatInt(i.Quantity, 10) + ".00",
			"amount": map[string]string{"value": decimal(i.Price), "currency": currency}, "vat_code": i.Vat, "payment_mode": i.Mode, "payment_subject": i.Subject})
	}
	out := map[string]any{"items": items}
	if r.TaxSystem > 0 {
		out["tax_system_code"] = r.TaxSystem
	}
	return out
}

// Capture implements payment.Provider: Telegram holds nothing.
func (d *desk) Capture(context.Context, payment.MoneyRequest) (payment.State, error) {
	return payment.State{}, payment.ErrCannot
}

// Void implements payment.Provider: an invoice stays in the chat, and a payment that was
// withdrawn is not approved.
func (d *desk) Void(ctx context.Context, r payment.MoneyRequest) (payment.State, error) {
	c, err := d.charge(ctx, payment.Ref{OurID: r.PaymentID, ExternalID: r.ExternalID})
	switch {
	case err == nil:
		return stateOf(c), nil
	case !fault.Is(err, fault.NotFound):
		return payment.State{}, err
	}
	return payment.State{Status: payment.Canceled, OurID: r.PaymentID}, nil
}

// Refund implements payment.Provider. Stars Telegram gives back itself; what was paid by a
// token is given back by the service behind it, where the shop has connected that.
func (d *desk) Refund(ctx context.Context, r payment.MoneyRequest) (payment.State, error) {
	c, err := d.charge(ctx, payment.Ref{OurID: r.PaymentID, ExternalID: r.ExternalID})
	if err != nil {
		return payment.State{}, err
	}
	done := payment.State{Status: payment.Captured, OurID: r.Key, ExternalID: "refund:" + c.ID, Amount: r.Amount}
	if d.stars {
		payer, err := strconv.ParseInt(c.Payer, 10, 64)
		switch {
		case err != nil || r.Amount != c.Amount:
			return payment.State{}, payment.ErrWhole
		case !c.ReturnedAt.IsZero():
			return done, nil
		}
		err = d.Call(ctx, d.bot, "refundStarPayment", map[string]any{"user_id": payer, "telegram_payment_charge_id": c.ID}, nil)
		if fault.CodeOf(err) == CodeRefunded { // an answer to us was lost
			err = nil
		}
		if err != nil {
			return payment.State{}, err
		}
		return done, nil
	}
	p, err := d.behind(ctx, c)
	if err != nil {
		return payment.State{}, err
	}
	r.ExternalID = c.ProviderID
	st, err := p.Refund(ctx, r)
	if fault.Is(err, fault.NotFound) { // another account's: a person knows which
		return payment.State{}, payment.ErrCannot
	}
	return st, err
}

// CodeRefunded is the fault code of Stars that were given back already; whoever calls
// for us names it so.
const CodeRefunded = "telegram.already_refunded"

func (d *desk) behind(ctx context.Context, c payment.Charge) (payment.Provider, error) {
	if d.through == "" || c.ProviderID == "" {
		return nil, payment.ErrCannot
	}
	p, err := d.Through(ctx, d.through)
	if fault.Is(err, fault.NotFound) {
		return nil, payment.ErrCannot
	}
	return p, err
}

// Notice implements payment.Provider: Telegram tells the bot, not us.
func (d *desk) Notice(func(string) string, []byte) (payment.Hint, error) {
	return payment.Hint{}, payment.ErrCannot
}

// Lookup implements payment.Provider: what Telegram has told, and of Stars what it lists.
func (d *desk) Lookup(ctx context.Context, r payment.Ref) (payment.State, error) {
	if r.Refund {
		return d.lookRefund(ctx, r)
	}
	c, err := d.charge(ctx, r)
	if err != nil {
		return payment.State{}, err
	}
	return stateOf(c), nil
}

func stateOf(c payment.Charge) payment.State {
	s := payment.State{Status: payment.Captured, ExternalID: c.ID, Amount: c.Amount, Captured: c.Amount.Amount}
	if !c.ReturnedAt.IsZero() {
		s.Status, s.Refunded = payment.Refunded, c.Amount.Amount
	}
	return s
}

func (d *desk) lookRefund(ctx context.Context, r payment.Ref) (payment.State, error) {
	c, err := d.charge(ctx, payment.Ref{ExternalID: r.Payment})
	switch {
	case err != nil:
		return payment.State{}, err
	case d.stars && c.ReturnedAt.IsZero():
		return payment.State{}, errNone
	case d.stars:
		return payment.State{Status: payment.Captured, ExternalID: "refund:" + c.ID, Amount: c.Amount}, nil
	}
	p, err := d.behind(ctx, c)
	if err != nil {
		return payment.State{}, err
	}
	r.Payment = c.ProviderID
	return p.Lookup(ctx, r)
}

var errNone = fault.New(fault.NotFound, "tgpay.not_found", "Telegram has told of no such payment")

// charge finds the money of a payment: by Telegram's id, else by ours.
func (d *desk) charge(ctx context.Context, r payment.Ref) (payment.Charge, error) {
	if r.OurID == "" && r.ExternalID == "" {
		return payment.Charge{}, errNone
	}
	var list []payment.Charge
	err := d.Tx.View(ctx, func(ctx context.Context) error {
		var err error
		list, err = d.Charges.ChargesOf(ctx, r.OurID, r.ExternalID)
		return err
	})
	if err != nil {
		return payment.Charge{}, err
	}
	for _, c := range list {
		if r.ExternalID == "" || c.ID == r.ExternalID {
			return c, nil
		}
	}
	if !d.stars {
		return payment.Charge{}, errNone
	}
	return d.listed(ctx, r)
}

// listed finds Stars among the bot's transactions, newest last: what Telegram told while
// nobody listened for a day is there. A transaction is listed again, with a receiver,
// when it was given back.
func (d *desk) listed(ctx context.Context, r payment.Ref) (payment.Charge, error) {
	type partner struct {
		Payload string `json:"invoice_payload"`
		User    struct {
			ID int64 `json:"id"`
		} `json:"user"`
	}
	var found payment.Charge
	const page, pages = 100, 50
	for offset := 0; offset < page*pages; offset += page {
		var out struct {
			List []struct {
				ID       string   `json:"id"`
				Amount   int64    `json:"amount"`
				Date     int64    `json:"date"`
				Source   *partner `json:"source"`
				Receiver *partner `json:"receiver"`
			} `json:"transactions"`
		}
		if err := d.Call(ctx, d.bot, "getStarTransactions", map[string]any{"offset": offset, "limit": page}, &out); err != nil {
			return payment.Charge{}, err
		}
		for _, t := range out.List {
			switch {
			case t.Source != nil && (t.ID == r.ExternalID || r.ExternalID == "" && t.Source.Payload == r.OurID):
				found.ID, found.Amount, found.Payer, found.PaymentID = t.ID, money.Of(t.Amount, "XTR"), fmt.Sprint(t.Source.User.ID), t.Source.Payload
			case t.Receiver != nil && found.ID != "" && t.ID == found.ID:
				found.ReturnedAt = time.Unix(t.Date, 0)
			}
		}
		if len(out.List) < page {
			break
		}
	}
	if found.ID == "" {
		return payment.Charge{}, errNone
	}
	return found, nil
}
