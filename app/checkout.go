package app

import (
	"context"
	"encoding/json"

	"prilavok/channel/telegram"
	"prilavok/channel/telegram/update"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/payment"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/provider/tgpay"
)

// divert takes what is about money out of Telegram's messages, right after stop 2:
// checkouts are answered at once, past the inbox, and money that was taken or given back
// is booked before its message is stored. polled says that nobody waits for a body: the
// answer is a call then.
func (a *App) divert(ctx context.Context, acc shop.Account, in *inbox.Incoming, polled bool) (answer []byte, done bool, err error) {
	ctx = txn.ForShop(ctx, acc.ShopID)
	switch {
	case in.Type == "pre_checkout_query":
		answer, err = a.checkout(ctx, acc, in, polled)
		return answer, true, err
	case in.Type == "shipping_query":
		answer, err = a.shipping(ctx, acc, in, polled)
		return answer, true, err
	case in.Kind == inbox.KindPaid:
		return nil, false, a.paid(ctx, acc, in)
	case in.Type == "refunded_payment":
		p, _ := inbox.Extra[update.Payment](in.Payload, update.ExtraPayment)
		return nil, false, a.Payments.Uncharged(ctx, p.TelegramID)
	}
	return nil, false, nil
}

// checkout answers a pre-checkout query. The answer stands in the webhook's, so that no
// call is made while the payer waits.
func (a *App) checkout(ctx context.Context, acc shop.Account, in *inbox.Incoming, polled bool) ([]byte, error) {
	within, cancel := context.WithTimeout(ctx, payment.AnswerWithin)
	defer cancel()
	q, _ := inbox.Extra[update.PreCheckout](in.Payload, update.ExtraPreCheckout)
	got, err := a.Payments.Approve(within, payment.Checkout{QueryID: acc.ID + ":" + q.ID, PaymentID: q.Payload, Payer: in.From.ExternalID, Amount: money.Of(q.Total, q.Currency)})
	if err != nil {
		a.Log.Error("a checkout could not be judged", "account", acc.ID, "payment", q.Payload, "fault", fault.CodeOf(err))
	}
	reason := ""
	if !got.OK {
		reason = got.Why.Text(lang.Of(in.From.Lang, lang.RU))
	}
	if !polled {
		return answerOf("answerPreCheckoutQuery", map[string]any{"pre_checkout_query_id": q.ID, "ok": got.OK}, reason)
	}
	bot, err := a.Fleet.Bot(ctx, acc.ID)
	if err == nil {
		err = bot.AnswerPreCheckout(ctx, q.ID, got.OK, reason)
	}
	return nil, a.late(acc, err)
}

// shipping answers a shipping query: where an order goes is settled before it is paid,
// and its delivery stands in the total.
func (a *App) shipping(ctx context.Context, acc shop.Account, in *inbox.Incoming, polled bool) ([]byte, error) {
	within, cancel := context.WithTimeout(txn.Urgent(ctx), payment.AnswerWithin)
	defer cancel()
	l := lang.Of(in.From.Lang, lang.RU)
	q, _ := inbox.Extra[update.Shipping](in.Payload, update.ExtraShipping)
	var options []telegram.ShippingOption
	o, why, err := a.Payments.Payable(within, q.Payload)
	if err != nil {
		a.Log.Error("a shipping query could not be judged", "account", acc.ID, "payment", q.Payload, "fault", fault.CodeOf(err))
	}
	if why == "" {
		title := o.Delivery.Format(string(l))
		options = []telegram.ShippingOption{{ID: "order", Title: txtShipping.In(l), Prices: []telegram.LabeledPrice{{Label: txtIncluded.F(l, title), Amount: 0}}}}
	}
	if !polled {
		return answerOf("answerShippingQuery", map[string]any{"shipping_query_id": q.ID, "ok": why == "", "shipping_options": options}, why.Text(l))
	}
	bot, err := a.Fleet.Bot(ctx, acc.ID)
	if err == nil {
		err = bot.AnswerShipping(ctx, q.ID, options, why.Text(l))
	}
	return nil, a.late(acc, err)
}

// answerOf is a method that Telegram carries out when it stands in a webhook's answer.
func answerOf(method string, a map[string]any, reason string) ([]byte, error) {
	a["method"] = method
	if reason != "" {
		a["error_message"] = reason
		delete(a, "shipping_options")
	}
	b, err := json.Marshal(a)
	return b, fault.Wrap(err, fault.Internal, "app.answer", "an answer to Telegram")
}

var (
	txtShipping = lang.Phrase{RU: "Как в заказе", EN: "As in the order"}
	txtIncluded = lang.Phrase{RU: "Доставка уже в сумме: %s", EN: "Delivery is in the total: %s"}
)

// late lets a query be that Telegram has given up; other faults are tried again.
func (a *App) late(acc shop.Account, err error) error {
	if err == nil || fault.Retryable(err) {
		return err
	}
	a.Log.Warn("a checkout was not answered", "account", acc.ID, "fault", fault.CodeOf(err))
	return nil
}

// paid books money that Telegram has taken. What is known needs no turn: the notice of
// the payment tells the customer. What is unknown stays a message, for a person.
func (a *App) paid(ctx context.Context, acc shop.Account, in *inbox.Incoming) error {
	p, ok := inbox.Extra[update.Payment](in.Payload, update.ExtraPayment)
	if !ok {
		return nil
	}
	found, err := a.Payments.Charged(ctx, payment.Charge{ID: p.TelegramID, AccountID: acc.ID, PaymentID: p.Payload, ProviderID: p.ProviderID, Payer: in.From.ExternalID,
		Amount: money.Of(p.Total, p.Currency)})
	if err == nil && found {
		in.Kind, in.Type = inbox.KindService, "successful_payment"
	}
	return err
}

// telegramPay wires payments inside Telegram.
func (a *App) telegramPay() []payment.Kind {
	d := tgpay.Deps{Call: a.botCall, Charges: a.Store, Tx: a.Store,
		Through: func(ctx context.Context, name string) (payment.Provider, error) {
			return a.Payments.Connected(ctx, name)
		}}
	return []payment.Kind{tgpay.Telegram(d), tgpay.Stars(d)}
}

var errNoBot = fault.New(fault.Conflict, "app.no_bot", "the shop has no working Telegram bot to make invoices with")

// botCall runs a method by the shop's bot: the one that is named, or its first.
func (a *App) botCall(ctx context.Context, accountID, method string, args map[string]any, out any) error {
	if accountID == "" {
		list, err := a.Shops.AccountsOf(ctx, shop.Telegram)
		if err != nil {
			return err
		}
		for _, acc := range list {
			if acc.Status == "active" && acc.ShopID == txn.ShopID(ctx) {
				accountID = acc.ID
				break
			}
		}
	}
	if accountID == "" {
		return errNoBot
	}
	bot, err := a.Fleet.Bot(ctx, accountID)
	if err != nil {
		return err
	}
	return bot.Client().Call(ctx, method, args, out)
}
