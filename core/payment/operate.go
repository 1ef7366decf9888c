package payment

import (
	"context"

	"prilavok/core/fault"
	"prilavok/core/order"
	"prilavok/core/txn"
)

// MoveRequest asks to move the money of a payment.
type MoveRequest struct {
	PaymentID string
	Amount    int64  // minor units; 0 is all there is
	Key       string // the caller's, once: the same key is the same operation; "" is a new one
	By        order.Actor
	Why       string
	Most      *int64 // of a refund: what all that people have given back of the order may come to; nil is no bound
}

// Capture takes held money, all or part; the rest is released. It calls the provider;
// ErrBusy means that it is tried again by itself.
//
// Faults: ErrNotFound, ErrNotHeld, ErrTooMuch, ErrWhole, ErrKey, the provider's refusal.
func (s *Service) Capture(ctx context.Context, r MoveRequest) (Payment, error) {
	return s.move(ctx, r, OpCapture, func(d *desk, p *Payment, k Kind) (int64, error) {
		amount := r.Amount
		if amount == 0 {
			amount = p.Held
		}
		switch {
		case p.Status != Authorized || p.Held == 0 || d.busy(p.ID, OpCapture, OpVoid):
			return 0, ErrNotHeld
		case amount < 0 || amount > p.Held:
			return 0, ErrTooMuch
		case amount < p.Held && !k.Can.PartialCapture:
			return 0, ErrWhole
		}
		return amount, nil
	})
}

// Void releases held money, or withdraws a link nobody has paid by. It calls the
// provider; ErrBusy means that it is tried again by itself.
//
// Faults: ErrNotFound, ErrNotHeld, ErrCannot (the link stays good until it expires),
// ErrKey, the provider's refusal.
func (s *Service) Void(ctx context.Context, r MoveRequest) (Payment, error) {
	return s.move(ctx, r, OpVoid, func(d *desk, p *Payment, k Kind) (int64, error) {
		switch {
		case !p.Open() || d.busy(p.ID, OpCapture, OpVoid):
			return 0, ErrNotHeld
		case p.Status != Authorized && !k.Can.VoidPending && !k.Can.Manual:
			return 0, ErrCannot
		}
		return p.Held, nil
	})
}

// Refund gives captured money back, all or part. It calls the provider; ErrBusy means
// that it is tried again by itself. Money paid by hand waits for Confirm.
//
// Faults: ErrNotFound, ErrNotCaptured, ErrTooMuch, ErrWhole, ErrLimit, ErrKey, the provider's refusal.
func (s *Service) Refund(ctx context.Context, r MoveRequest) (Payment, error) {
	return s.move(ctx, r, OpRefund, func(d *desk, p *Payment, k Kind) (int64, error) {
		all, _ := d.given(p.ID)
		left := p.Captured - max(all, p.Refunded)
		amount := r.Amount
		if amount == 0 {
			amount = left
		}
		switch {
		case left <= 0:
			return 0, ErrNotCaptured
		case amount < 0 || amount > left:
			return 0, ErrTooMuch
		case !k.Can.Refunds:
			return 0, ErrCannot
		case amount < p.Captured && !k.Can.PartialRefunds:
			return 0, ErrWhole
		case r.Most != nil && d.byPeople()+amount > *r.Most:
			return 0, ErrLimit
		}
		return amount, nil
	})
}

// byPeople is what people have given back of the order, or are about to.
func (d *desk) byPeople() (sum int64) {
	for _, o := range d.ops {
		if o.Kind == OpRefund && o.By.Kind == order.ByOperator && o.State != OpFailed {
			sum += o.Amount
		}
	}
	return sum
}

// busy reports whether an operation of one of the kinds is under way.
func (d *desk) busy(paymentID string, kinds ...OpKind) bool {
	for _, o := range d.ops {
		for _, k := range kinds {
			if o.PaymentID == paymentID && o.Kind == k && !o.State.Settled() {
				return true
			}
		}
	}
	return false
}

// move records the intent of an operation, then performs it.
func (s *Service) move(ctx context.Context, r MoveRequest, kind OpKind, judge func(d *desk, p *Payment, k Kind) (int64, error)) (Payment, error) {
	if txn.Open(ctx) {
		return Payment{}, txn.ErrOpen
	}
	p, err := s.Get(ctx, r.PaymentID)
	if err != nil {
		return Payment{}, err
	}
	var op Operation
	known := false
	err = s.inTx(ctx, func(ctx context.Context) error {
		d, err := s.lock(ctx, p.OrderID)
		if err != nil {
			return err
		}
		if r.Key != "" {
			if op, known, err = s.store.OperationByKey(ctx, r.Key); err != nil || known {
				if err == nil && (op.PaymentID != r.PaymentID || op.Kind != kind || r.Amount != 0 && op.Amount != r.Amount) {
					err = ErrKey
				}
				return err
			}
		}
		at := d.payment(p.ID)
		amount, err := judge(d, at, s.kinds[at.Provider])
		if err != nil {
			return err
		}
		op, err = s.intend(ctx, d, at, kind, amount, r, later)
		if err != nil {
			return err
		}
		return s.keep(ctx, d, at, d.facts())
	})
	if err != nil {
		return p, err
	}
	return s.perform(ctx, op.ID, known)
}

// intend records an operation with all that its call will say, and sees to it that it
// is carried out whatever becomes of this process.
func (s *Service) intend(ctx context.Context, d *desk, p *Payment, kind OpKind, amount int64, r MoveRequest, checks int) (Operation, error) {
	now := s.clock()
	prefix := map[OpKind]string{OpCapture: "pcp", OpVoid: "pvd", OpRefund: "rfd"}[kind]
	op := Operation{ID: s.ids.Make(prefix), Key: r.Key, PaymentID: p.ID, OrderID: p.OrderID, Kind: kind, Amount: amount, State: OpIntended, Why: r.Why, By: r.By,
		CreatedAt: now, UpdatedAt: now}
	if op.Key == "" {
		op.Key = op.ID
	}
	if op.By.Kind == "" {
		op.By = system
	}
	op.Request = Request{Number: d.order.Number, Description: txtDescription.F(p.Lang, d.order.Number), Lang: p.Lang,
		Customer: Customer{ID: d.order.ContactID, Name: d.order.Name, Phone: d.order.Phone}}
	if k := s.kinds[p.Provider]; k.Can.Receipts && kind != OpVoid {
		acc, err := s.accountOf(ctx, *p)
		if err != nil {
			return op, err
		}
		op.Request.Receipt = receiptFor(d.order, amount, acc.Config.Receipt, p.Lang)
	}
	if err := s.add(ctx, op); err != nil {
		return op, err
	}
	d.ops = append(d.ops, op)
	if kind == OpRefund {
		if err := s.log(ctx, *p, EventRefundCreated, op.By, r.Why, map[string]any{"operation_id": op.ID, "sum": amount}); err != nil {
			return op, err
		}
	}
	return op, s.look(ctx, p, checks)
}

// add stores an operation whose key is free. One that somebody else has taken at this
// moment loses the whole unit of work.
func (s *Service) add(ctx context.Context, op Operation) error {
	ok, err := s.store.InsertOperations(ctx, []Operation{op})
	if err == nil && !ok {
		err = fault.New(fault.Unavailable, "operation.rivals", "the same key is being used at this moment: ask again")
	}
	return err
}
