package payment

import (
	"context"
	"errors"
	"time"

	"prilavok/core/fault"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/txn"
)

// Checkout asks whether money may move: the payer has confirmed, and the service that
// takes the money waits a few seconds for a yes or a no.
type Checkout struct {
	QueryID   string // the same question again has the same one
	AccountID string // the provider's account that asks; "" where a messenger does
	PaymentID string // as our invoice carries it
	Payer     string // who pays, by the service's word; "" when it does not tell
	Amount    money.Money
}

// Approval is the answer to a Checkout, recorded before it is given.
type Approval struct {
	QueryID   string
	PaymentID string
	Payer     string
	OK        bool
	Why       Denial
	Amount    money.Money // asked about
	At        time.Time
}

// Denial is why money may not move; "" when it may.
type Denial string

// Denials.
const (
	DeniedInvoice Denial = "invoice" // no payment of ours, or one that is withdrawn
	DeniedPaid    Denial = "paid"
	DeniedSum     Denial = "sum"     // the sum or the currency is not what is due
	DeniedLate    Denial = "late"    // its time is over
	DeniedStock   Denial = "stock"   // the goods are gone
	DeniedRival   Denial = "rival"   // somebody else is paying by it at this moment
	DeniedTrouble Denial = "trouble" // a fault of ours
)

// keepFor is how long goods are kept for a payer who was told yes: the money is on its
// way.
const keepFor = 15 * time.Minute

// AnswerWithin is how long whoever asks is kept waiting: Telegram gives ten seconds, and
// the answer must still travel.
const AnswerWithin = 8 * time.Second

// Text says the reason to the payer.
func (d Denial) Text(l lang.Lang) string { return denialTexts.Of(d).In(l) }

// Approve answers a Checkout: it looks at the payment, the order, the sum and the stock,
// keeps the goods for the payer and records the answer, all in one urgent unit of work.
// The same question again gets the answer it had. A fault is a no too: the Approval says
// DeniedTrouble then, and nothing is recorded.
func (s *Service) Approve(ctx context.Context, q Checkout) (Approval, error) {
	var out Approval
	err := s.tx.InTx(txn.Urgent(ctx), func(ctx context.Context) error {
		known, err := s.store.Approvals(ctx, q.QueryID, q.PaymentID)
		if err != nil {
			return err
		}
		for _, a := range known {
			if a.QueryID == q.QueryID {
				out = a
				return nil
			}
		}
		out = Approval{QueryID: q.QueryID, PaymentID: q.PaymentID, Payer: q.Payer, Amount: q.Amount, At: s.clock()}
		if out.Why, err = s.judge(ctx, q, known); err != nil {
			return err
		}
		out.OK = out.Why == ""
		ok, err := s.store.InsertApproval(ctx, out)
		if err == nil && !ok {
			err = fault.New(fault.Unavailable, "checkout.rivals", "the same question is being answered at this moment")
		}
		return err
	})
	if err != nil {
		return Approval{QueryID: q.QueryID, PaymentID: q.PaymentID, Payer: q.Payer, Amount: q.Amount, Why: DeniedTrouble}, err
	}
	return out, nil
}

// judge says why not, in the open unit of work; what it holds back it does not keep.
func (s *Service) judge(ctx context.Context, q Checkout, known []Approval) (Denial, error) {
	p, err := s.store.PaymentByID(ctx, q.PaymentID, false)
	switch {
	case errors.Is(err, ErrNotFound):
		return DeniedInvoice, nil
	case err != nil:
		return "", err
	case q.AccountID != "" && p.AccountID != q.AccountID || !s.kinds[p.Provider].Can.Asks:
		return DeniedInvoice, nil
	}
	d, err := s.lock(ctx, p.OrderID)
	if err != nil {
		return "", err
	}
	p, now := *d.payment(p.ID), s.clock()
	switch {
	case p.Captured > 0 || p.Held > 0, d.order.Status == order.Placed && d.due().Amount == 0:
		return DeniedPaid, nil
	case p.Status != Created && p.Status != Pending || d.order.Status != order.Placed || d.busy(p.ID, OpVoid):
		return DeniedInvoice, nil
	case q.Amount != p.Amount || d.due().Amount < p.Amount.Amount:
		return DeniedSum, nil
	case !p.ExpiresAt.IsZero() && !now.Before(p.ExpiresAt):
		return DeniedLate, nil
	case rival(known, q, now):
		return DeniedRival, nil
	}
	until := now.Add(keepFor)
	if d.order.LapsedAt.IsZero() && (d.order.ReservedUntil.IsZero() || !d.order.ReservedUntil.Before(until)) {
		return "", nil
	}
	err = s.orders.Keep(ctx, d.order.ID, until)
	if fault.CodeOf(err) == order.ErrOutOfStock.Code {
		return DeniedStock, nil
	}
	return "", err
}

// rival reports whether somebody else was told yes a moment ago: an invoice that was
// passed on can be paid by anybody, and its order needs the money once.
func rival(known []Approval, q Checkout, now time.Time) bool {
	for _, a := range known {
		if a.OK && a.PaymentID == q.PaymentID && a.Payer != q.Payer && now.Sub(a.At) < keepFor {
			return true
		}
	}
	return false
}

// Payable says whether an invoice may still be paid, and for which order.
func (s *Service) Payable(ctx context.Context, paymentID string) (order.Order, Denial, error) {
	var o order.Order
	why := DeniedInvoice
	err := s.view(ctx, func(ctx context.Context) error {
		p, err := s.store.PaymentByID(ctx, paymentID, false)
		if err != nil {
			return err
		}
		if o, err = s.store.OrderByID(ctx, p.OrderID, false); err != nil {
			return err
		}
		if (p.Status == Created || p.Status == Pending) && o.Status == order.Placed {
			why = ""
		}
		return nil
	})
	switch {
	case errors.Is(err, ErrNotFound):
		return o, DeniedInvoice, nil
	case err != nil:
		return o, DeniedTrouble, err
	}
	return o, why, nil
}
