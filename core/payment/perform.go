package payment

import (
	"context"
	"time"

	"prilavok/core/fault"
	"prilavok/core/money"
)

// clockSlack is how far a clock may have stepped back before an operation's age is
// taken as unknown.
const clockSlack = 5 * time.Minute

// work is what an operation needs to be carried out.
type work struct {
	op       Operation
	p        Payment
	kind     Kind
	provider Provider
	hook     string
}

func (s *Service) load(ctx context.Context, opID string) (w work, err error) {
	var acc Account
	err = s.view(ctx, func(ctx context.Context) error {
		if w.op, err = s.store.OperationByID(ctx, opID); err != nil {
			return err
		}
		if w.p, err = s.store.PaymentByID(ctx, w.op.PaymentID, false); err != nil {
			return err
		}
		acc, err = s.accountOf(ctx, w.p)
		return err
	})
	if err != nil {
		return w, err
	}
	w.kind = s.kinds[acc.Provider]
	if w.provider, err = s.open(acc); err != nil {
		return w, err
	}
	if !w.kind.Can.Manual && w.op.Kind == OpStart {
		path, err := s.HookPath(acc)
		if err != nil {
			return w, err
		}
		w.hook = s.base() + path
	}
	return w, nil
}

func (s *Service) accountOf(ctx context.Context, p Payment) (Account, error) {
	if p.AccountID == "" {
		return Account{Provider: p.Provider}, nil
	}
	return s.store.PaymentAccountByID(ctx, p.AccountID)
}

// perform carries an operation out under its key and records the answer. again is true
// when it may have been sent before: then a refusal is not believed until the provider
// was asked how things stand. A fault that leaves it open comes back as ErrBusy.
func (s *Service) perform(ctx context.Context, opID string, again bool) (Payment, error) {
	w, err := s.load(ctx, opID)
	if err != nil || w.op.State.Settled() {
		return w.p, err
	}
	if w.op.State == OpPending || s.tooOld(w) {
		return s.find(ctx, w, nil)
	}
	st, err := s.call(ctx, w)
	if again && definitive(err) {
		return s.find(ctx, w, err)
	}
	return s.answered(ctx, w.op, st, err)
}

// tooOld reports whether the key may no longer protect a repeated call.
func (s *Service) tooOld(w work) bool {
	age := s.clock().Sub(w.op.CreatedAt)
	return w.kind.Can.KeyLife > 0 && (age >= w.kind.Can.KeyLife || age < -clockSlack)
}

// call sends an operation. It is the only place that moves money.
func (s *Service) call(ctx context.Context, w work) (State, error) {
	r := MoneyRequest{Key: w.op.ID, PaymentID: w.p.ID, ExternalID: w.p.ExternalID, Amount: money.Of(w.op.Amount, w.p.Amount.Currency), Why: w.op.Why, Request: w.op.Request}
	switch w.op.Kind {
	case OpStart:
		req := w.op.Request
		req.NoticeURL = w.hook
		return w.provider.Start(ctx, StartRequest{Key: w.op.ID, PaymentID: w.p.ID, OrderID: w.p.OrderID, Amount: w.p.Amount, Request: req})
	case OpCapture:
		return w.provider.Capture(ctx, r)
	case OpVoid:
		return w.provider.Void(ctx, r)
	case OpRefund:
		return w.provider.Refund(ctx, r)
	}
	return State{}, ErrCannot
}

// find settles an operation without sending it: by asking how things stand. refused is
// the provider's refusal of a repeated call, nil when it was not sent again.
func (s *Service) find(ctx context.Context, w work, refused error) (Payment, error) {
	ref := w.ref()
	st, err := w.provider.Lookup(ctx, ref)
	switch {
	case err == nil && w.shows(st):
		return s.answered(ctx, w.op, st, nil)
	case err != nil && !definitive(err):
		return s.answered(ctx, w.op, State{}, err)
	case refused != nil: // it was refused, and nothing shows that it took effect before
		return s.answered(ctx, w.op, State{}, refused)
	case w.op.State == OpPending && err == nil:
		return s.answered(ctx, w.op, st, nil)
	case err != nil && w.op.Kind == OpStart && w.kind.Can.Anew:
		return s.anew(ctx, w)
	}
	return s.unclear(ctx, w.op)
}

// anew starts a payment once more whose key is too old and which the provider does not
// know; one whose time is over has expired.
func (s *Service) anew(ctx context.Context, w work) (Payment, error) {
	if !w.p.ExpiresAt.IsZero() && !s.clock().Before(w.p.ExpiresAt) {
		return s.answered(ctx, w.op, State{Status: Expired, OurID: w.p.ID}, nil)
	}
	st, err := s.call(ctx, w)
	return s.answered(ctx, w.op, st, err)
}

func (w work) ref() Ref {
	if w.op.Kind == OpRefund {
		return Ref{Refund: true, OurID: w.op.ID, ExternalID: w.op.ExternalID, Payment: w.p.ExternalID, Since: w.op.CreatedAt}
	}
	return Ref{OurID: w.p.ID, ExternalID: w.p.ExternalID, Since: w.p.CreatedAt}
}

// shows reports whether a state proves that the operation took effect, or failed.
func (w work) shows(st State) bool {
	switch w.op.Kind {
	case OpCapture:
		return st.Captured > 0 || st.Status == Canceled || st.Status == Expired
	case OpVoid:
		return st.Status == Canceled || st.Status == Expired || st.Status == Failed || st.Captured > 0
	}
	return true // a start or a refund that can be found was made
}

// unclear leaves an operation to a person.
func (s *Service) unclear(ctx context.Context, old Operation) (Payment, error) {
	return s.record(ctx, old, func(ctx context.Context, d *desk, p *Payment, op *Operation) error {
		op.State, op.SettledAt = OpUnclear, s.clock()
		return s.trouble(ctx, p, ProblemUnclear, op.ID, op.ID, map[string]any{"operation": string(op.Kind), "sum": op.Amount})
	})
}

// record changes an operation that is not settled, and its payment, in one unit of
// work with what the order is told.
func (s *Service) record(ctx context.Context, old Operation, fn func(ctx context.Context, d *desk, p *Payment, op *Operation) error) (Payment, error) {
	var out Payment
	err := s.tx.InTx(ctx, func(ctx context.Context) error {
		d, err := s.lock(ctx, old.OrderID)
		if err != nil {
			return err
		}
		p, op := d.payment(old.PaymentID), d.operation(old.ID)
		if p == nil || op == nil {
			return ErrNoOperation
		}
		if op.State.Settled() {
			out = *p
			return nil
		}
		before := d.facts()
		op.UpdatedAt, p.UpdatedAt = s.clock(), s.clock()
		if err := fn(ctx, d, p, op); err != nil {
			return err
		}
		if err := s.store.SaveOperation(ctx, *op); err != nil {
			return err
		}
		if err := s.keep(ctx, d, p, before); err != nil {
			return err
		}
		out = *p
		return nil
	})
	return out, err
}

// answered records what a provider answered to an operation.
func (s *Service) answered(ctx context.Context, old Operation, st State, callErr error) (Payment, error) {
	open := callErr != nil && !definitive(callErr)
	p, err := s.record(ctx, old, func(ctx context.Context, d *desk, p *Payment, op *Operation) error {
		op.Fault = ""
		if callErr != nil {
			op.Fault = fault.CodeOf(callErr)
		}
		switch {
		case open:
			return nil
		case callErr != nil:
			return s.refused(ctx, d, p, op, callErr)
		case op.Kind == OpRefund:
			return s.refundStands(ctx, d, p, op, st)
		}
		return s.opStands(ctx, d, p, op, st)
	})
	switch {
	case err != nil:
		return p, err
	case open && fault.Is(callErr, fault.TooMany):
		return p, ErrBusy.After(fault.RetryAfter(callErr))
	case open:
		return p, ErrBusy
	}
	return p, callErr
}

// refused ends an operation that the provider will not do.
func (s *Service) refused(ctx context.Context, d *desk, p *Payment, op *Operation, cause error) error {
	op.State, op.SettledAt = OpFailed, s.clock()
	code := fault.CodeOf(cause)
	switch op.Kind {
	case OpStart:
		if Step(p.Status, Failed) != nil { // money came meanwhile: it outranks
			return nil
		}
		p.Status, p.Reason, p.SettledAt = Failed, code, s.clock()
		return s.log(ctx, *p, EventFailed, op.By, "", map[string]any{"reason": code})
	case OpCapture:
		return s.trouble(ctx, p, ProblemCaptureFailed, op.ID, op.ID, map[string]any{"sum": op.Amount, "fault": code})
	case OpVoid:
		if p.Held == 0 {
			return nil
		}
		return s.trouble(ctx, p, ProblemShare, op.ID, op.ID, map[string]any{"sum": p.Held, "fault": code})
	}
	if fault.Is(cause, fault.Unsupported) { // this provider gives nothing back by itself: a person does, and confirms
		op.State, op.Fault = OpUnclear, code
		return s.trouble(ctx, p, ProblemByHand, op.ID, op.ID, map[string]any{"sum": op.Amount})
	}
	return s.refundFailed(ctx, p, op, code)
}

// opStands notes what became of a start, a capture or a void.
func (s *Service) opStands(ctx context.Context, d *desk, p *Payment, op *Operation, st State) error {
	if err := s.apply(ctx, d, p, st, op); err != nil {
		return err
	}
	done := op.Kind == OpStart || op.Kind == OpCapture && p.Captured > 0 || op.Kind == OpVoid && p.Held == 0
	switch {
	case done:
		op.State, op.SettledAt = OpSucceeded, s.clock()
	case op.Kind == OpCapture && !p.Open(): // released or expired before it was taken
		op.State, op.SettledAt = OpFailed, s.clock()
		return s.trouble(ctx, p, ProblemCaptureFailed, op.ID, op.ID, map[string]any{"sum": op.Amount, "status": string(p.Status)})
	default:
		op.State = OpPending
	}
	return nil
}
