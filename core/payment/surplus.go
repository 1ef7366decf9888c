package payment

import (
	"context"
	"slices"

	"prilavok/core/shop"
)

// why money is more than an order costs.
type cause string

const (
	lateMoney  cause = "late"       // it came for an order that was canceled or paid already
	difference cause = "difference" // the order was edited and costs less now
	canceling  cause = "canceled"   // the order was canceled and its money is to go back
)

// surplus puts money where it belongs that the order does not need: holds are
// released, what was captured is refunded, or a person is told, by the shop's rule. It
// runs in the open unit of work; the calls are made by the jobs it leaves.
func (s *Service) surplus(ctx context.Context, d *desk, why cause) error {
	owed := d.order.Due().Amount
	kept, held := d.kept()
	if kept+held <= owed {
		return nil
	}
	for i := range d.list { // a hold that the rest covers is nobody's
		p := &d.list[len(d.list)-1-i]
		if p.Held == 0 || kept+held-p.Held < owed || d.busy(p.ID, OpCapture, OpVoid) || d.unclear(p.ID) {
			continue
		}
		held -= p.Held
		if _, err := s.intend(ctx, d, p, OpVoid, p.Held, MoveRequest{By: system, Why: string(why)}, now); err != nil {
			return err
		}
		if err := s.store.SavePayment(ctx, *p); err != nil {
			return err
		}
	}
	over := kept - owed
	if over <= 0 {
		return nil
	}
	if !refunds(d.rules, why) || d.elsewhere() {
		p := d.last()
		if p == nil {
			return nil
		}
		data := map[string]any{"sum": over, "cause": string(why)}
		if d.backTo != "" {
			data["refund_to"] = d.backTo
		}
		if err := s.trouble(ctx, p, ProblemSurplus, d.order.ID, "", data); err != nil {
			return err
		}
		return s.store.SavePayment(ctx, *p)
	}
	return s.giveBack(ctx, d, over, why)
}

// refunds reports the shop's rule: late money goes back by itself unless the shop says
// otherwise; what an edit leaves over waits for a person unless the shop says otherwise.
func refunds(rules shop.Payments, why cause) bool {
	switch why {
	case lateMoney:
		return rules.Late != shop.Flag
	case difference:
		return rules.Difference == shop.Refund
	}
	return true
}

// last is the newest payment that has money.
func (d *desk) last() *Payment {
	for i := range slices.Backward(d.list) {
		if d.list[i].Captured > 0 {
			return &d.list[i]
		}
	}
	return nil
}

func (d *desk) unclear(paymentID string) bool {
	for _, o := range d.ops {
		if o.PaymentID == paymentID && o.State == OpUnclear {
			return true
		}
	}
	return false
}

// wished reports whether the customer wants money back by the way of this payment.
func (d *desk) wished(p *Payment) bool {
	return d.backTo != "" && (d.backTo == p.ID || d.backTo == p.Method || d.backTo == p.Provider)
}

// elsewhere reports whether the customer wants money back by a way that none of it came
// by: only a person can send it there.
func (d *desk) elsewhere() bool {
	return d.backTo != "" && !slices.ContainsFunc(d.list, func(p Payment) bool { return p.Captured > 0 && d.wished(&p) })
}

// giveBack intends refunds of a sum: where the customer wants it, then the newest money
// first.
func (s *Service) giveBack(ctx context.Context, d *desk, over int64, why cause) error {
	from := make([]*Payment, 0, len(d.list))
	for i := range slices.Backward(d.list) {
		from = append(from, &d.list[i])
	}
	slices.SortStableFunc(from, func(a, b *Payment) int {
		switch {
		case d.wished(a) == d.wished(b):
			return 0
		case d.wished(a):
			return -1
		}
		return 1
	})
	for _, p := range from {
		all, _ := d.given(p.ID)
		sum := min(over, p.Captured-max(all, p.Refunded))
		if sum <= 0 {
			continue
		}
		over -= sum
		op, err := s.intend(ctx, d, p, OpRefund, sum, MoveRequest{By: system, Why: string(why)}, now)
		if err != nil {
			return err
		}
		k := s.kinds[p.Provider]
		if k.Can.Manual || sum < p.Captured && !k.Can.PartialRefunds || !k.Can.Refunds {
			if err := s.trouble(ctx, p, ProblemByHand, op.ID, op.ID, map[string]any{"sum": sum}); err != nil {
				return err
			}
		}
		if err := s.store.SavePayment(ctx, *p); err != nil {
			return err
		}
	}
	return nil
}

// OrderCanceled gives back what a canceled order holds: holds are released, captured
// money is refunded.
func (s *Service) OrderCanceled(ctx context.Context, orderID string) error {
	return s.balance(ctx, orderID, canceling, "")
}

// OrderEdited looks at an order whose total has changed: what it costs less is given
// back or told to a person, by the shop's rule. What it costs more is due, and Begin
// takes it.
func (s *Service) OrderEdited(ctx context.Context, orderID string) error {
	return s.balance(ctx, orderID, difference, "")
}

// OrderReturned is OrderEdited for goods that came back. The money goes to where the
// customer wants it: to names a payment of the order, its method or its provider, "" as it
// was paid. What was paid in no such way waits for a person.
func (s *Service) OrderReturned(ctx context.Context, orderID, to string) error {
	return s.balance(ctx, orderID, difference, to)
}

func (s *Service) balance(ctx context.Context, orderID string, why cause, backTo string) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		d, err := s.lock(ctx, orderID)
		if err != nil || len(d.list) == 0 {
			return err
		}
		d.backTo = backTo
		before := d.facts()
		if err := s.withdraw(ctx, d, why); err != nil {
			return err
		}
		if err := s.surplus(ctx, d, why); err != nil {
			return err
		}
		if d.facts() == before {
			return nil
		}
		return s.tell(ctx, d)
	})
}

// withdraw takes back the links of a canceled order that nobody has paid by, where the
// provider can.
func (s *Service) withdraw(ctx context.Context, d *desk, why cause) error {
	if why != canceling {
		return nil
	}
	for i := range d.list {
		p := &d.list[i]
		k := s.kinds[p.Provider]
		if p.Status != Pending || !k.Can.VoidPending && !k.Can.Manual || d.busy(p.ID, OpCapture, OpVoid) {
			continue
		}
		if _, err := s.intend(ctx, d, p, OpVoid, 0, MoveRequest{By: system, Why: string(why)}, now); err != nil {
			return err
		}
		if err := s.store.SavePayment(ctx, *p); err != nil {
			return err
		}
	}
	return nil
}
