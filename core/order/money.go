package order

import (
	"context"
	"time"

	"prilavok/core/money"
	"prilavok/core/shop"
)

// PaymentMethod is how the customer said they would pay: a name that payment knows.
type PaymentMethod string

// Methods that order knows by itself.
const (
	OnDelivery     PaymentMethod = "on_delivery" // when the goods are handed over
	Cash           PaymentMethod = "cash"
	CardOnDelivery PaymentMethod = "card_on_delivery"
	BankTransfer   PaymentMethod = "bank_transfer"
)

// Prepaid reports whether money comes before the goods go. Only then do goods wait no
// longer than until ReservedUntil.
func (m PaymentMethod) Prepaid() bool {
	return m != "" && m != OnDelivery && m != Cash && m != CardOnDelivery
}

// waitTime is how long goods wait for money: hours for a transfer, minutes else.
func waitTime(m PaymentMethod, rules shop.Orders) time.Duration {
	if m == BankTransfer {
		return time.Duration(orElse(rules.ReserveHours, 72)) * time.Hour
	}
	return time.Duration(orElse(rules.PayMinutes, 60)) * time.Minute
}

func orElse(n, standard int) int {
	if n > 0 {
		return n
	}
	return standard
}

// ApplyMoney stores the sums of an order's money, all of them anew, and derives its
// payment status. It is called by payment, in the unit that changed the sums; Total of
// the facts is not read. Once money first covers what is due, goods wait no longer for
// it: stock is looked at again, and what a lapsed order cannot have any more becomes a
// shortfall. It joins the open unit of work.
//
// Faults: ErrNotFound.
func (s *Service) ApplyMoney(ctx context.Context, orderID string, f MoneyFacts) (Order, error) {
	return s.Change(ctx, orderID, Actor{Kind: BySystem}, func(ctx context.Context, o *Order) error {
		had := o.Covered()
		o.SetMoney(f)
		if had || !o.Covered() || o.Status != Placed {
			return nil
		}
		o.ReservedUntil = time.Time{}
		return s.secure(ctx, o, false)
	})
}

// SetMoney takes over what payment knows.
func (o *Order) SetMoney(f MoneyFacts) {
	of := func(n int64) money.Money { return money.Of(n, o.Total.Currency) }
	o.Captured, o.Refunded, o.Authorized, o.Pending = of(f.Captured), of(f.Refunded), of(f.Authorized), of(f.Pending)
	o.Tried = f.Tried
}
