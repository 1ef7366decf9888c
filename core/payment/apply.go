package payment

import (
	"context"

	"prilavok/core/order"
)

// apply takes over what a provider says about a payment. It only goes forward: older
// news changes nothing. A state that belongs to something else, or has another amount
// or currency, is a problem and counts as nothing. op is the operation that asked, nil
// for a look.
func (s *Service) apply(ctx context.Context, d *desk, p *Payment, st State, op *Operation) error {
	if kind, data := s.mismatch(d, *p, st); kind != "" {
		return s.trouble(ctx, p, kind, p.ID, "", data)
	}
	if p.ExternalID == "" {
		p.ExternalID = st.ExternalID
	}
	if st.Receipt != "" {
		p.Receipt = st.Receipt
	}
	if p.URL == "" && st.URL != "" {
		p.URL = st.URL
	}
	if !st.ExpiresAt.IsZero() {
		p.ExpiresAt = st.ExpiresAt.UTC()
	}
	captured := max(p.Captured, st.Captured)
	refunded := max(p.Refunded, st.Refunded)
	if p.Status == Authorized && st.Status == Expired {
		st.Status = Canceled // the hold ran out, not the link
	}
	to := statusOf(st.Status, captured, refunded)
	if Step(p.Status, to) != nil {
		return nil
	}
	was, hadURL := *p, p.URL != ""
	p.Status, p.Captured = to, captured
	p.Held = 0
	if to == Authorized {
		p.Held = st.Held
	}
	if st.Reason != "" {
		p.Reason = st.Reason
	}
	if !p.Open() && p.SettledAt.IsZero() {
		p.SettledAt = s.clock()
	}
	if err := s.foreignRefund(ctx, d, p, st); err != nil {
		return err
	}
	return s.announce(ctx, d, was, p, op, hadURL)
}

// mismatch names what of a state does not belong to a payment, "" for nothing.
func (s *Service) mismatch(d *desk, p Payment, st State) (kind string, data map[string]any) {
	told := map[string]any{"told_id": st.ExternalID, "told_payment": st.OurID, "told_order": st.OrderID,
		"told_amount": st.Amount.Amount, "told_currency": st.Amount.Currency, "told_captured": st.Captured, "asked": p.Amount.Amount}
	foreign := st.OurID != "" && st.OurID != p.ID || st.OrderID != "" && st.OrderID != p.OrderID ||
		p.ExternalID != "" && st.ExternalID != "" && st.ExternalID != p.ExternalID
	if foreign {
		return ProblemForeign, told
	}
	if st.Amount.Currency != "" && st.Amount.Currency != p.Amount.Currency {
		return ProblemAmount, told
	}
	if st.Amount.Amount != 0 && st.Amount.Amount != p.Amount.Amount && st.Captured == 0 {
		return ProblemAmount, told
	}
	if st.Held != 0 && st.Held != p.Amount.Amount || st.Captured != 0 && !d.asked(p, st.Captured) {
		return ProblemAmount, told
	}
	return "", nil
}

// asked reports whether a captured sum is what was asked for, by the payment or by a
// capture of part of it.
func (d *desk) asked(p Payment, captured int64) bool {
	if captured == p.Amount.Amount {
		return true
	}
	for _, o := range d.ops {
		if o.PaymentID == p.ID && o.Kind == OpCapture && o.counts() && o.Amount == captured {
			return true
		}
	}
	return false
}

// foreignRefund takes up a refund that was made at the provider, past us.
func (s *Service) foreignRefund(ctx context.Context, d *desk, p *Payment, st State) error {
	all, done := d.given(p.ID)
	p.Refunded = max(p.Refunded, done)
	extra := st.Refunded - max(all, p.Refunded)
	if extra <= 0 {
		p.Status = statusOf(p.Status, p.Captured, p.Refunded)
		return nil
	}
	now := s.clock()
	op := Operation{ID: s.ids.Make("rfd"), PaymentID: p.ID, OrderID: p.OrderID, Kind: OpRefund, Amount: extra, State: OpSucceeded, Why: "made at the provider",
		By: system, CreatedAt: now, UpdatedAt: now, SettledAt: now}
	op.Key = op.ID
	if err := s.add(ctx, op); err != nil {
		return err
	}
	d.ops = append(d.ops, op)
	p.Refunded += extra
	p.Status = statusOf(p.Status, p.Captured, p.Refunded)
	return s.log(ctx, *p, EventRefundSucceeded, system, op.Why, map[string]any{"operation_id": op.ID, "sum": extra})
}

// announce writes the events of what has changed, and puts money that is not owed where
// it belongs.
func (s *Service) announce(ctx context.Context, d *desk, was Payment, p *Payment, op *Operation, hadURL bool) error {
	by := system
	if op != nil {
		by = op.By
	}
	if p.Status == Pending && (was.Status == Created || !hadURL && p.URL != "") {
		return s.log(ctx, *p, EventAwaiting, by, "", map[string]any{"url": p.URL, "expires_at": p.ExpiresAt})
	}
	if p.Status == was.Status && p.Captured == was.Captured {
		return nil
	}
	switch p.Status {
	case Authorized:
		if err := s.log(ctx, *p, EventAuthorized, by, "", nil); err != nil {
			return err
		}
		return s.surplus(ctx, d, lateMoney)
	case Canceled, Expired:
		return s.log(ctx, *p, EventCanceled, by, "", map[string]any{"expired": p.Status == Expired, "reason": p.Reason})
	case Failed:
		return s.log(ctx, *p, EventFailed, by, "", map[string]any{"reason": p.Reason})
	}
	if p.Captured > was.Captured {
		if err := s.log(ctx, *p, EventCaptured, by, "", map[string]any{"sum": p.Captured}); err != nil {
			return err
		}
		return s.surplus(ctx, d, lateMoney)
	}
	return nil
}

// keep stores a payment and, when sums have changed, tells the order.
func (s *Service) keep(ctx context.Context, d *desk, p *Payment, before order.MoneyFacts) error {
	if d.idle(*p) {
		p.Watch = ""
	}
	if err := s.store.SavePayment(ctx, *p); err != nil {
		return err
	}
	if d.facts() == before {
		return nil
	}
	return s.tell(ctx, d)
}

// idle reports whether nothing of a payment is expected to change by itself.
func (d *desk) idle(p Payment) bool {
	if p.Open() {
		return false
	}
	for _, o := range d.ops {
		if o.PaymentID == p.ID && !o.State.Settled() {
			return false
		}
	}
	return true
}

// refundStands notes how a refund stands at the provider.
func (s *Service) refundStands(ctx context.Context, d *desk, p *Payment, op *Operation, st State) error {
	if st.OurID != "" && st.OurID != op.ID || st.Amount.Amount != 0 && (st.Amount.Amount != op.Amount || st.Amount.Currency != p.Amount.Currency) {
		return s.trouble(ctx, p, ProblemAmount, op.ID, op.ID, map[string]any{"asked": op.Amount, "told_amount": st.Amount.Amount, "told_currency": st.Amount.Currency})
	}
	if op.ExternalID == "" {
		op.ExternalID = st.ExternalID
	}
	if st.Receipt != "" {
		op.Receipt = st.Receipt
	}
	switch st.Status {
	case Captured, Refunded:
		return s.refundDone(ctx, d, p, op, system)
	case Failed, Canceled, Expired:
		op.State, op.SettledAt = OpFailed, s.clock()
		return s.refundFailed(ctx, p, op, st.Reason)
	}
	op.State = OpPending
	return nil
}

func (s *Service) refundDone(ctx context.Context, d *desk, p *Payment, op *Operation, by order.Actor) error {
	op.State, op.SettledAt = OpSucceeded, s.clock()
	_, done := d.given(p.ID)
	p.Refunded = max(p.Refunded, done)
	p.Status = statusOf(p.Status, p.Captured, p.Refunded)
	return s.log(ctx, *p, EventRefundSucceeded, by, op.Why, map[string]any{"operation_id": op.ID, "sum": op.Amount})
}

func (s *Service) refundFailed(ctx context.Context, p *Payment, op *Operation, reason string) error {
	op.Fault = reason
	if err := s.log(ctx, *p, EventRefundFailed, system, op.Why, map[string]any{"operation_id": op.ID, "sum": op.Amount, "reason": reason}); err != nil {
		return err
	}
	return s.trouble(ctx, p, ProblemRefundFailed, op.ID, op.ID, map[string]any{"sum": op.Amount, "reason": reason})
}
