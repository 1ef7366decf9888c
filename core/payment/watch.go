package payment

import (
	"context"
	"encoding/json"
	"time"

	"prilavok/core/fault"
	"prilavok/core/job"
)

// watchJob is the payload of the job that looks after one payment. Watch is the token
// of its chain: a newer chain ends an older one.
type watchJob struct {
	PaymentID string `json:"payment_id"`
	Watch     string `json:"watch"`
}

// unreachableAfter is when a provider's silence becomes a person's problem.
const unreachableAfter = 24 * time.Hour

// look begins a chain of looks at a payment, in the open unit of work; an older chain
// ends. The caller stores the payment.
func (s *Service) look(ctx context.Context, p *Payment, checks int) error {
	p.Watch, p.Checks = s.ids.Token(16), checks
	return s.lookAgain(ctx, *p)
}

func (s *Service) lookAgain(ctx context.Context, p Payment) error {
	return s.jobs.Enqueue(ctx, job.New{Kind: JobWatch, Payload: watchJob{p.ID, p.Watch}, RunAt: s.clock().Add(pause(p.Checks))})
}

// watch carries out what is open of a payment, asks how it stands, and comes back
// later while anything may still change.
func (s *Service) watch(ctx context.Context, j job.Job) error {
	var w watchJob
	if err := json.Unmarshal(j.Payload, &w); err != nil {
		return fault.Wrap(err, fault.Invalid, "payment.bad_job", "a watch over a payment")
	}
	p, err := s.Get(ctx, w.PaymentID)
	if err != nil || p.Watch != w.Watch {
		return err
	}
	asked := s.Settle(ctx, p.ID)
	if asked != nil && !fault.Retryable(asked) {
		asked = nil // a refusal: recorded, and no reason to stop looking
	}
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		if err := s.comeBack(ctx, p, w.Watch, asked); err != nil {
			return err
		}
		return s.jobs.Finish(ctx)
	})
}

// comeBack notes a look and asks for the next one.
func (s *Service) comeBack(ctx context.Context, old Payment, watch string, asked error) error {
	d, err := s.lock(ctx, old.OrderID)
	if err != nil {
		return err
	}
	p := d.payment(old.ID)
	if p == nil || p.Watch != watch {
		return nil
	}
	before := d.facts()
	p.Checks++
	if err := s.giveUp(ctx, d, p, asked); err != nil {
		return err
	}
	if err := s.keep(ctx, d, p, before); err != nil || p.Watch == "" || s.kinds[p.Provider].Can.Manual {
		return err
	}
	return s.lookAgain(ctx, *p)
}

// giveUp ends a payment that nobody has paid a day after its time, and tells a person
// of a provider that has been silent for one.
func (s *Service) giveUp(ctx context.Context, d *desk, p *Payment, asked error) error {
	now := s.clock()
	if asked != nil {
		since := p.UpdatedAt
		for _, o := range d.ops {
			if o.PaymentID == p.ID && !o.State.Settled() && o.CreatedAt.Before(since) {
				since = o.CreatedAt
			}
		}
		if now.Sub(since) < unreachableAfter {
			return nil
		}
		return s.trouble(ctx, p, ProblemUnreachable, p.ID, "", map[string]any{"fault": fault.CodeOf(asked)})
	}
	if p.Status != Pending || p.ExpiresAt.IsZero() || now.Sub(p.ExpiresAt) < unreachableAfter || s.kinds[p.Provider].Can.Manual {
		return nil
	}
	p.Status, p.SettledAt, p.UpdatedAt = Expired, now, now
	return s.log(ctx, *p, EventCanceled, system, "", map[string]any{"expired": true})
}

// Settle carries out what is intended of a payment and asks the provider how it and its
// refunds stand. It calls. The first fault that leaves something open is returned.
func (s *Service) Settle(ctx context.Context, paymentID string) error {
	p, err := s.Get(ctx, paymentID)
	if err != nil {
		return err
	}
	_, ops, err := s.Of(ctx, p.OrderID)
	if err != nil {
		return err
	}
	var first error
	for _, o := range ops {
		if o.PaymentID != paymentID || o.State.Settled() {
			continue
		}
		if s.kinds[p.Provider].Can.Manual && o.State == OpPending {
			continue // a person's turn
		}
		if _, err := s.perform(ctx, o.ID, true); err != nil && (first == nil || fault.Retryable(err)) {
			first = err
		}
	}
	if first != nil || !p.Open() {
		return first
	}
	return s.Refresh(ctx, paymentID) // a replayed answer may be old
}

// Refresh asks the provider how a payment stands and takes it over. It calls.
func (s *Service) Refresh(ctx context.Context, paymentID string) error {
	var p Payment
	var acc Account
	err := s.view(ctx, func(ctx context.Context) error {
		var err error
		if p, err = s.store.PaymentByID(ctx, paymentID, false); err != nil {
			return err
		}
		acc, err = s.accountOf(ctx, p)
		return err
	})
	if err != nil || s.kinds[p.Provider].Can.Manual {
		return err
	}
	provider, err := s.open(acc)
	if err != nil {
		return err
	}
	st, err := provider.Lookup(ctx, Ref{OurID: p.ID, ExternalID: p.ExternalID, Since: p.CreatedAt})
	if err != nil {
		return err
	}
	return s.takeOver(ctx, p, st)
}

// takeOver applies a state that was looked up.
func (s *Service) takeOver(ctx context.Context, old Payment, st State) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		d, err := s.lock(ctx, old.OrderID)
		if err != nil {
			return err
		}
		p := d.payment(old.ID)
		if p == nil {
			return ErrNotFound
		}
		before, was := d.facts(), *p
		if err := s.apply(ctx, d, p, st, nil); err != nil || *p == was {
			return err
		}
		p.UpdatedAt = s.clock()
		return s.keep(ctx, d, p, before)
	})
}
