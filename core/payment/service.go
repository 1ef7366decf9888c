package payment

import (
	"context"
	"slices"
	"strings"
	"time"

	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/job"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// Service takes payments. Those of its methods that say so call providers; they are
// never run inside a unit of work.
type Service struct {
	store  Stores
	orders Orders
	jobs   Jobs
	tx     txn.Runner
	keys   shop.Keyring
	now    func() time.Time
	ids    *id.Maker
	kinds  map[string]Kind
	order  []string      // kinds, as they are offered
	base   func() string // our public address, "" when there is none
}

// Deps is what the service stands on. Base may be nil.
type Deps struct {
	Store  Stores
	Orders Orders
	Jobs   Jobs
	Tx     txn.Runner
	Keys   shop.Keyring
	Now    func() time.Time
	IDs    *id.Maker
	Base   func() string
}

// New returns the service with the providers that the installation knows. What is
// paid by hand is always among them.
func New(d Deps, kinds ...Kind) *Service {
	s := &Service{store: d.Store, orders: d.Orders, jobs: d.Jobs, tx: d.Tx, keys: d.Keys, now: d.Now, ids: d.IDs, kinds: map[string]Kind{}, base: d.Base}
	if s.base == nil {
		s.base = func() string { return "" }
	}
	for _, k := range append([]Kind{byHand}, kinds...) {
		s.kinds[k.Name] = k
		s.order = append(s.order, k.Name)
	}
	return s
}

// Kinds lists the providers that can be connected.
func (s *Service) Kinds() []Kind {
	var out []Kind
	for _, name := range s.order {
		out = append(out, s.kinds[name])
	}
	return out
}

func (s *Service) clock() time.Time { return s.now().UTC().Truncate(time.Microsecond) }

// inTx runs fn as a unit of work. A refusal of our own is decided before anything is
// written: it leaves the unit, and an outer one, good.
func (s *Service) inTx(ctx context.Context, fn func(ctx context.Context) error) error {
	var refused error
	err := s.tx.InTx(ctx, func(ctx context.Context) error {
		refused = fn(ctx)
		if strings.HasPrefix(fault.CodeOf(refused), "payment.") {
			return nil
		}
		return refused
	})
	if err != nil {
		return err
	}
	return refused
}

// desk is an order with its payments and operations, locked, inside a unit of work.
type desk struct {
	order order.Order
	list  []Payment
	ops   []Operation
	rules shop.Payments

	backTo string // how the customer wants money back, "" as it was paid
}

// lock takes the order's row and then those of its payments.
func (s *Service) lock(ctx context.Context, orderID string) (*desk, error) {
	o, err := s.store.OrderByID(ctx, orderID, true)
	if err != nil {
		return nil, err
	}
	d := &desk{order: o}
	if d.list, err = s.store.PaymentsOf(ctx, orderID, true); err != nil {
		return nil, err
	}
	if len(d.list) > 0 {
		if d.ops, err = s.store.OperationsOf(ctx, orderID); err != nil {
			return nil, err
		}
	}
	d.ops = slices.Grow(d.ops, 32) // pointers into it stay good while operations are added
	sh, err := s.store.ShopByID(ctx, txn.ShopID(ctx))
	d.rules = sh.Settings.Payments
	return d, err
}

// payment returns the row within the desk, so that a change to it counts in the sums.
func (d *desk) payment(id string) *Payment {
	for i := range d.list {
		if d.list[i].ID == id {
			return &d.list[i]
		}
	}
	return nil
}

func (d *desk) operation(id string) *Operation {
	for i := range d.ops {
		if d.ops[i].ID == id {
			return &d.ops[i]
		}
	}
	return nil
}

// given sums what is being or was given back of a payment.
func (d *desk) given(paymentID string) (all, done int64) {
	for _, o := range d.ops {
		if o.PaymentID != paymentID || o.Kind != OpRefund || !o.counts() {
			continue
		}
		all += o.Amount
		if o.State == OpSucceeded {
			done += o.Amount
		}
	}
	return all, done
}

// kept is what was captured and is not being given back, held what is only authorized.
func (d *desk) kept() (kept, held int64) {
	for _, p := range d.list {
		all, _ := d.given(p.ID)
		kept += p.Captured - max(all, p.Refunded)
		held += p.Held
	}
	return kept, held
}

// facts are the sums that orders are told.
func (d *desk) facts() order.MoneyFacts {
	f := order.MoneyFacts{Total: d.order.Total.Amount, Tried: len(d.list) > 0}
	for _, p := range d.list {
		if p.Status == Created || p.Status == Pending {
			f.Pending += p.Amount.Amount
		}
		f.Authorized += p.Held
		f.Captured += p.Captured
		f.Refunded += p.Refunded
	}
	return f
}

// due is what is left to be paid, nothing pending counted.
func (d *desk) due() money.Money {
	kept, held := d.kept()
	return money.Of(max(d.order.Due().Amount-kept-held, 0), d.order.Total.Currency)
}

// tell gives the order its sums and reads back what it made of them.
func (s *Service) tell(ctx context.Context, d *desk) error {
	o, err := s.orders.ApplyMoney(ctx, d.order.ID, d.facts())
	if err == nil {
		d.order = o
	}
	return err
}

// log writes an event of a payment into the order's timeline.
func (s *Service) log(ctx context.Context, p Payment, what string, by order.Actor, why string, more map[string]any) error {
	data := map[string]any{"payment_id": p.ID, "method": p.Method, "amount": p.Amount.Amount, "currency": p.Amount.Currency}
	for k, v := range more {
		data[k] = v
	}
	return s.orders.Log(ctx, p.OrderID, what, by, why, data)
}

// trouble opens a problem, once, and tells of it.
func (s *Service) trouble(ctx context.Context, p *Payment, kind, subject, opID string, data map[string]any) error {
	opened, err := s.store.OpenProblem(ctx, Problem{ID: s.ids.Make("pbl"), Kind: kind, OrderID: p.OrderID, PaymentID: p.ID, OperationID: opID,
		Subject: subject, Data: data, CreatedAt: s.clock()})
	if err != nil || !opened {
		return err
	}
	p.Problem = kind
	more := map[string]any{"kind": kind}
	for k, v := range data {
		more[k] = v
	}
	return s.log(ctx, *p, EventProblem, system, "", more)
}

var system = order.Actor{Kind: order.BySystem}

// Handle runs the jobs of payments. App registers it for JobWatch, JobNotice and JobReport.
func (s *Service) Handle(ctx context.Context, j job.Job) error {
	switch j.Kind {
	case JobNotice:
		return s.heed(ctx, j)
	case JobReport:
		return s.nightly(ctx)
	}
	return s.watch(ctx, j)
}
