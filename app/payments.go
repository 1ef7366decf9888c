package app

import (
	"context"
	"encoding/json"

	"prilavok/core/cart"
	"prilavok/core/fault"
	"prilavok/core/handoff"
	"prilavok/core/job"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/payment"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/provider/cloudpayments"
	"prilavok/provider/stripe"
	"prilavok/provider/tbank"
	"prilavok/provider/yookassa"
)

// payments wires the service of payments with every provider that is built in, and lets
// checkouts ask how an order will be paid.
func (a *App) payments() {
	a.Payments = payment.New(payment.Deps{Store: a.Store, Orders: a.Orders, Jobs: a.Jobs, Tx: a.Store, Keys: a.Keys, Now: a.Now, IDs: a.IDs, Base: a.PublicURL},
		a.providers()...)
	a.Carts.PaidBy(func(ctx context.Context, items money.Money) ([]cart.Way, error) {
		offers, err := a.Payments.Offered(ctx, payment.Facts{Total: items})
		var out []cart.Way
		for _, x := range offers {
			out = append(out, cart.Way{Method: x.Method, Title: x.Title, Online: x.Online})
		}
		return out, err
	})
}

// providers are the services that money comes from, as they are offered.
func (a *App) providers() []payment.Kind {
	list := append([]payment.Kind{yookassa.New(a.HTTP), stripe.New(a.HTTP, a.Now), tbank.New(a.HTTP), cloudpayments.New(a.HTTP)}, a.telegramPay()...)
	return append(list, a.Paying...)
}

// orderMoney hears that an order was canceled or edited: its money follows.
func (a *App) orderMoney(act func(ctx context.Context, orderID string) error) job.Handler {
	return func(ctx context.Context, j job.Job) error {
		var e order.EventJob
		if err := json.Unmarshal(j.Payload, &e); err != nil {
			return fault.Wrap(err, fault.Invalid, "app.bad_job", "an order event")
		}
		return act(ctx, e.OrderID)
	}
}

// returnMoney hears that goods came back: their money follows, by the way that the customer
// has asked for.
func (a *App) returnMoney(ctx context.Context, j job.Job) error {
	var e order.EventJob
	if err := json.Unmarshal(j.Payload, &e); err != nil {
		return fault.Wrap(err, fault.Invalid, "app.bad_job", "an order event")
	}
	to, _ := e.Data["refund_to"].(string)
	return a.Payments.OrderReturned(ctx, e.OrderID, to)
}

var txtProblem = lang.Phrase{RU: "⚠ Оплата: %s. Заказ %s.", EN: "⚠ Payment: %s. Order %s."}

// tellStaffMoney posts what a person has to look at about money that no order explains;
// trouble with an order's money is a notice like others.
func (a *App) tellStaffMoney(ctx context.Context, j job.Job) error {
	var e order.EventJob
	if err := json.Unmarshal(j.Payload, &e); err != nil {
		return fault.Wrap(err, fault.Invalid, "app.bad_job", "a payment event")
	}
	if e.EventID != "" {
		return nil
	}
	var sh shop.Shop
	var list []payment.Problem
	number := "—"
	err := a.Store.View(ctx, func(ctx context.Context) error {
		var err error
		if sh, err = a.Store.ShopByID(ctx, txn.ShopID(ctx)); err != nil {
			return err
		}
		if list, err = a.Store.Problems(ctx, e.OrderID, 1); err != nil || e.OrderID == "" {
			return err
		}
		o, err := a.Store.OrderByID(ctx, e.OrderID, false)
		number = o.Number
		return err
	})
	if err != nil || len(list) == 0 {
		return err
	}
	set, l := sh.Settings.Staff, sh.DefaultLang()
	if set.ChatID == "" {
		a.Log.Warn("nobody is told: the shop has no staff chat", "event", payment.EventProblem, "shop_id", sh.ID)
		return nil
	}
	text := txtProblem.F(l, markup.Esc(payment.ProblemText(list[0].Kind, l)), markup.Esc(number))
	return a.postOnce(ctx, handoff.Post{Spot: handoff.Spot{AccountID: set.AccountID, ChatID: set.ChatID}, Text: text}, nil)
}
