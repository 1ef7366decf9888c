package payment

import (
	"context"
	"errors"
	"time"

	"prilavok/core/job"
	"prilavok/core/money"
	"prilavok/core/order"
)

// Charge is money that a messenger says it has taken. Its word is the only proof there
// is, and it is given once.
type Charge struct {
	ID         string // the messenger's; the same money again has the same one
	AccountID  string // the channel account that was told
	PaymentID  string // as the invoice carried it
	ProviderID string // of the service behind the messenger
	Payer      string
	Amount     money.Money
	Approved   bool // we had said yes; told by Charged
	At         time.Time
	ReturnedAt time.Time
}

// Charged takes over money that a messenger has taken, once. It does not ask whether it
// was approved: the money is here. What no payment of ours explains is a person's
// matter; found is false then.
func (s *Service) Charged(ctx context.Context, c Charge) (found bool, err error) {
	err = s.tx.InTx(ctx, func(ctx context.Context) error {
		known, err := s.store.Approvals(ctx, "", c.PaymentID)
		if err != nil {
			return err
		}
		c.At = s.clock()
		for _, a := range known {
			c.Approved = c.Approved || a.OK && a.PaymentID == c.PaymentID
		}
		p, err := s.store.PaymentByID(ctx, c.PaymentID, false)
		found = err == nil
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		fresh, err := s.store.InsertCharge(ctx, c)
		switch {
		case err != nil || !fresh:
			return err
		case !found:
			return s.strange(ctx, c)
		}
		return s.charge(ctx, p, c)
	})
	return found && err == nil, err
}

// strange tells a person of money that nothing of this shop explains.
func (s *Service) strange(ctx context.Context, c Charge) error {
	opened, err := s.store.OpenProblem(ctx, Problem{ID: s.ids.Make("pbl"), Kind: ProblemUnknown, Subject: "charge:" + c.ID, CreatedAt: s.clock(),
		Data: map[string]any{"told_id": c.ID, "told_payment": c.PaymentID, "told_captured": c.Amount.Amount, "told_currency": c.Amount.Currency, "payer": c.Payer}})
	if err != nil || !opened {
		return err
	}
	return s.jobs.Enqueue(ctx, job.New{Kind: order.JobPrefix + EventProblem, Payload: order.EventJob{}})
}

// charge books the money on its payment; when that has been paid already, on a new one,
// so that it can be given back by itself.
func (s *Service) charge(ctx context.Context, p Payment, c Charge) error {
	d, err := s.lock(ctx, p.OrderID)
	if err != nil {
		return err
	}
	before, at := d.facts(), d.payment(p.ID)
	if at.ExternalID != "" && at.ExternalID != c.ID {
		twin := Payment{ID: s.ids.Make("pay"), OrderID: p.OrderID, AccountID: p.AccountID, Provider: p.Provider, Method: p.Method, Attempt: len(d.list) + 1,
			Status: Pending, Amount: c.Amount, Lang: p.Lang, CreatedAt: s.clock(), UpdatedAt: s.clock()}
		if err := s.store.InsertPayment(ctx, twin); err != nil {
			return err
		}
		d.list = append(d.list, twin)
		at = &d.list[len(d.list)-1]
	}
	if err := s.apply(ctx, d, at, State{Status: Captured, ExternalID: c.ID, Amount: c.Amount, Captured: c.Amount.Amount}, nil); err != nil {
		return err
	}
	at.UpdatedAt = s.clock()
	return s.keep(ctx, d, at, before)
}

// Uncharged takes over that a messenger has given money back, once.
func (s *Service) Uncharged(ctx context.Context, id string) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		list, err := s.store.ChargesOf(ctx, "", id)
		if err != nil || len(list) == 0 {
			return err
		}
		if first, err := s.store.ChargeReturned(ctx, id, s.clock()); err != nil || !first {
			return err
		}
		c := list[0]
		p, err := s.store.PaymentByID(ctx, c.PaymentID, false)
		if err != nil {
			if errors.Is(err, ErrNotFound) {
				err = nil
			}
			return err
		}
		d, err := s.lock(ctx, p.OrderID)
		if err != nil {
			return err
		}
		for i := range d.list {
			at := &d.list[i]
			if at.ExternalID != id {
				continue
			}
			before := d.facts()
			if err := s.apply(ctx, d, at, State{Status: Refunded, ExternalID: id, Captured: at.Captured, Refunded: c.Amount.Amount}, nil); err != nil {
				return err
			}
			at.UpdatedAt = s.clock()
			return s.keep(ctx, d, at, before)
		}
		return nil
	})
}

// Connected opens the account of ctx's shop at a provider, for another provider that
// takes money through it. It is called outside of units of work.
//
// Faults: ErrNoAccount.
func (s *Service) Connected(ctx context.Context, provider string) (Provider, error) {
	var acc Account
	err := s.view(ctx, func(ctx context.Context) error {
		var err error
		acc, err = s.ownAccount(ctx, provider)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.open(acc)
}
