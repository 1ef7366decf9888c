package payment

import (
	"context"

	"prilavok/core/money"
	"prilavok/core/order"
)

// ReceiveRequest says that money was handed over: cash, by card to the courier, or by
// a transfer that has arrived.
type ReceiveRequest struct {
	OrderID string
	Method  string // Cash, CardOnDelivery, BankTransfer, OnDelivery; "" is the order's
	Amount  money.Money
	Key     string // once: the same key is the same money
	Note    string
	By      order.Actor // an operator
}

// Receive notes money that an operator has received. It may be part of what is due,
// never more. The customer's picture of the transfer, where one was given, stays with
// the payment.
//
// Faults: order.not_found; ErrManual, ErrOrderOver, ErrNoMethod, ErrNothingDue,
// ErrTooMuch, ErrAmount, ErrKey.
func (s *Service) Receive(ctx context.Context, r ReceiveRequest) (Payment, error) {
	if r.By.Kind != order.ByOperator || r.By.ID == "" || r.Key == "" {
		return Payment{}, ErrManual
	}
	var out Payment
	err := s.inTx(ctx, func(ctx context.Context) error {
		d, err := s.lock(ctx, r.OrderID)
		if err != nil {
			return err
		}
		if op, known, err := s.store.OperationByKey(ctx, r.Key); err != nil || known {
			if err != nil {
				return err
			}
			if op.Kind != OpReceive || op.OrderID != r.OrderID || op.Amount != r.Amount.Amount {
				return ErrKey
			}
			out, err = s.store.PaymentByID(ctx, op.PaymentID, false)
			return err
		}
		if err := receivable(d, r); err != nil {
			return err
		}
		out, err = s.received(ctx, d, r)
		return err
	})
	return out, err
}

func receivable(d *desk, r ReceiveRequest) error {
	due := d.due()
	switch {
	case d.order.Status != order.Placed && d.order.Status != order.Completed:
		return ErrOrderOver
	case r.Amount.Currency != due.Currency:
		return ErrAmount
	case due.Amount == 0:
		return ErrNothingDue
	case r.Amount.Amount <= 0 || r.Amount.Amount > due.Amount:
		return ErrTooMuch
	}
	return nil
}

// received books the money on the payment that waits for it, else on one of its own.
func (s *Service) received(ctx context.Context, d *desk, r ReceiveRequest) (Payment, error) {
	method := r.Method
	if method == "" {
		method = string(d.order.PaymentMethod)
	}
	if _, ok := byHand.Method(method); !ok {
		return Payment{}, ErrNoMethod
	}
	before, now := d.facts(), s.clock()
	var p *Payment
	for i := range d.list {
		if x := &d.list[i]; x.Provider == ByHand && x.Status == Pending && (x.Method == method || x.Method == OnDelivery) {
			p = x
		}
	}
	fresh := p == nil
	if fresh {
		d.list = append(d.list, Payment{ID: s.ids.Make("pay"), OrderID: r.OrderID, Provider: ByHand, Attempt: len(d.list) + 1, Status: Pending,
			Lang: d.order.Lang, CreatedAt: now})
		p = &d.list[len(d.list)-1]
	}
	p.Method, p.Amount, p.Captured, p.Status = method, r.Amount, r.Amount.Amount, Captured
	p.UpdatedAt, p.SettledAt, p.Watch = now, now, ""
	if r.Note != "" {
		p.Proof.Note = r.Note
	}
	if fresh {
		if err := s.store.InsertPayment(ctx, *p); err != nil {
			return Payment{}, err
		}
	}
	op := Operation{ID: s.ids.Make("prc"), Key: r.Key, PaymentID: p.ID, OrderID: r.OrderID, Kind: OpReceive, Amount: r.Amount.Amount, State: OpSucceeded,
		Why: r.Note, By: r.By, CreatedAt: now, UpdatedAt: now, SettledAt: now}
	if err := s.add(ctx, op); err != nil {
		return Payment{}, err
	}
	d.ops = append(d.ops, op)
	if err := s.log(ctx, *p, EventCaptured, r.By, r.Note, map[string]any{"sum": p.Captured, "operation_id": op.ID}); err != nil {
		return Payment{}, err
	}
	return *p, s.keep(ctx, d, p, before)
}

// Confirm notes that an operator gave the money of a refund back, or finished by other
// means what is unclear: done false says that it did not take effect.
//
// Faults: ErrNoOperation, ErrManual; ErrOver when it is settled already.
func (s *Service) Confirm(ctx context.Context, operationID string, done bool, by order.Actor, note string) (Payment, error) {
	if by.Kind != order.ByOperator || by.ID == "" {
		return Payment{}, ErrManual
	}
	var out Payment
	err := s.inTx(ctx, func(ctx context.Context) error {
		known, err := s.store.OperationByID(ctx, operationID)
		if err != nil {
			return err
		}
		d, err := s.lock(ctx, known.OrderID)
		if err != nil {
			return err
		}
		p, op := d.payment(known.PaymentID), d.operation(operationID)
		if op.State == OpSucceeded || op.State == OpFailed {
			return ErrOver
		}
		if op.State != OpUnclear && !s.kinds[p.Provider].Can.Manual {
			return ErrManual // the provider is at work and will say itself
		}
		before := d.facts()
		if err := s.decide(ctx, d, p, op, done, by, note); err != nil {
			return err
		}
		if err := s.store.SaveOperation(ctx, *op); err != nil {
			return err
		}
		out = *p
		return s.keep(ctx, d, p, before)
	})
	return out, err
}

func (s *Service) decide(ctx context.Context, d *desk, p *Payment, op *Operation, done bool, by order.Actor, note string) error {
	now := s.clock()
	op.UpdatedAt, p.UpdatedAt = now, now
	if op.Why == "" {
		op.Why = note
	}
	if err := s.closeProblems(ctx, op.ID, by.ID); err != nil {
		return err
	}
	switch {
	case op.Kind == OpRefund && done:
		return s.refundDone(ctx, d, p, op, by)
	case !done:
		op.State, op.SettledAt = OpFailed, now
		if op.Kind == OpStart && Step(p.Status, Failed) == nil {
			p.Status, p.SettledAt = Failed, now
		}
		if op.Kind == OpRefund {
			return s.log(ctx, *p, EventRefundFailed, by, note, map[string]any{"operation_id": op.ID, "sum": op.Amount})
		}
		return nil
	case op.Kind == OpCapture && p.Held > 0:
		p.Status, p.Captured, p.Held = Captured, op.Amount, 0
		op.State, op.SettledAt = OpSucceeded, now
		return s.log(ctx, *p, EventCaptured, by, note, map[string]any{"sum": op.Amount})
	case op.Kind == OpVoid && p.Captured == 0:
		p.Status, p.Held = Canceled, 0
		op.State, op.SettledAt = OpSucceeded, now
		return s.log(ctx, *p, EventCanceled, by, note, nil)
	}
	op.State, op.SettledAt = OpSucceeded, now
	return nil
}

// closeProblems ends what was open about an operation.
func (s *Service) closeProblems(ctx context.Context, opID, by string) error {
	op, err := s.store.OperationByID(ctx, opID)
	if err != nil {
		return err
	}
	list, err := s.store.Problems(ctx, op.OrderID, 100)
	if err != nil {
		return err
	}
	for _, x := range list {
		if x.OperationID == opID {
			if err := s.store.CloseProblem(ctx, x.ID, by, s.clock()); err != nil {
				return err
			}
		}
	}
	return nil
}

// Prove keeps the customer's picture of a receipt with the payment that waits for the
// transfer, and tells the shop. It proves nothing: an operator's Receive does.
//
// Faults: ErrNotFound when nothing of the order waits for money paid by hand.
func (s *Service) Prove(ctx context.Context, orderID string, proof Proof, by order.Actor) (Payment, error) {
	var out Payment
	err := s.inTx(ctx, func(ctx context.Context) error {
		d, err := s.lock(ctx, orderID)
		if err != nil {
			return err
		}
		var p *Payment
		for i := range d.list {
			if x := &d.list[i]; x.Provider == ByHand && x.Status == Pending {
				p = x
			}
		}
		if p == nil {
			return ErrNotFound
		}
		proof.At = s.clock()
		p.Proof, p.UpdatedAt = proof, proof.At
		if err := s.store.SavePayment(ctx, *p); err != nil {
			return err
		}
		out = *p
		return s.log(ctx, *p, EventProof, by, proof.Note, map[string]any{"conversation_id": proof.ConversationID, "seq": proof.Seq, "file": proof.File})
	})
	return out, err
}

// Problems lists what a person has to look at: of one order, or of the whole shop when
// orderID is "".
func (s *Service) Problems(ctx context.Context, orderID string, limit int) ([]Problem, error) {
	var out []Problem
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		out, err = s.store.Problems(ctx, orderID, min(max(limit, 1), 500))
		return err
	})
	return out, err
}

// Resolve notes that somebody has looked at a problem.
//
// Faults: ErrNoProblem.
func (s *Service) Resolve(ctx context.Context, problemID string, by order.Actor) error {
	return s.inTx(ctx, func(ctx context.Context) error { return s.store.CloseProblem(ctx, problemID, by.ID, s.clock()) })
}
