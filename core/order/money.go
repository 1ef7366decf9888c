package order

import (
	"context"
	"time"

	"prilavok/core/money"
)

// PaymentMethod is how the customer said they would pay: a name that payment knows.
type PaymentMethod string

// Methods that order knows by itself.
const (
	OnDelivery PaymentMethod = "on_delivery" // when the goods are handed over
)

// ApplyMoney stores the sums of an order's money, all of them anew, and derives its
// payment status. It is called by payment, in the unit that changed the sums; Total of
// the facts is not read. Once money first covers what is due, goods wait no longer for
// it. It joins the open unit of work.
//
// Faults: ErrNotFound.
func (s *Service) ApplyMoney(ctx context.Context, orderID string, f MoneyFacts) (Order, error) {
	return s.change(ctx, orderID, func(_ context.Context, o *Order) error {
		had := o.Covered()
		o.setMoney(f)
		if !had && o.Covered() && o.Status == Placed {
			o.ReservedUntil = time.Time{}
		}
		return nil
	})
}

// setMoney takes over what payment knows.
func (o *Order) setMoney(f MoneyFacts) {
	of := func(n int64) money.Money { return money.Of(n, o.Total.Currency) }
	o.Captured, o.Refunded, o.Authorized, o.Pending = of(f.Captured), of(f.Refunded), of(f.Authorized), of(f.Pending)
	o.Tried = f.Tried
}
