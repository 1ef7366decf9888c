package payment

import (
	"context"
	"slices"
	"time"

	"prilavok/core/fault"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/txn"
)

// Offer is one way to pay that a shop offers for a sum.
type Offer struct {
	Method    string // what orders and Begin are told
	AccountID string
	Title     lang.Texts
	Details   lang.Texts // where to transfer to, for money paid by hand
	Online    bool       // there will be a link to pay by
	TwoStage  bool
}

// Facts is what decides which ways to pay are offered.
type Facts struct {
	Total money.Money
}

// Offered lists the ways to pay a sum, in the shop's order. A shop that has connected
// nothing is paid on delivery.
func (s *Service) Offered(ctx context.Context, f Facts) ([]Offer, error) {
	var out []Offer
	err := s.tx.View(ctx, func(ctx context.Context) error {
		list, err := s.store.PaymentAccounts(ctx)
		if err != nil {
			return err
		}
		out = s.offers(list, f)
		return nil
	})
	return out, err
}

func (s *Service) offers(list []Account, f Facts) []Offer {
	var out []Offer
	for _, a := range list {
		kind, ok := s.kinds[a.Provider]
		if !ok || !a.Active {
			continue
		}
		for _, m := range methodsOf(kind, a) {
			if !kind.takes(m, f.Total, a.Config.TwoStage && kind.Can.TwoStage) || !kind.Can.Manual && !kind.Can.Inside && s.base() == "" {
				continue
			}
			o := Offer{Method: kind.MethodID(m), AccountID: a.ID, Title: lang.Texts{lang.RU: m.Title.RU, lang.EN: m.Title.EN},
				Online: !kind.Can.Manual, TwoStage: a.Config.TwoStage && m.TwoStage}
			if t := a.Config.Titles[m.Name]; len(t) > 0 {
				o.Title = t
			}
			if kind.Can.Manual {
				o.Details = a.Config.Details
			}
			out = append(out, o)
		}
	}
	if len(list) == 0 {
		m, _ := byHand.Method(OnDelivery)
		out = []Offer{{Method: OnDelivery, Title: lang.Texts{lang.RU: m.Title.RU, lang.EN: m.Title.EN}}}
	}
	return out
}

// methodsOf lists what an account offers: its choice, in its order, else all.
func methodsOf(k Kind, a Account) []Method {
	if len(a.Config.Methods) == 0 {
		return k.Can.Methods
	}
	var out []Method
	for _, name := range a.Config.Methods {
		if i := slices.IndexFunc(k.Can.Methods, func(m Method) bool { return m.Name == name }); i >= 0 {
			out = append(out, k.Can.Methods[i])
		}
	}
	return out
}

// BeginRequest asks for a payment of what is due for an order.
type BeginRequest struct {
	OrderID string
	Method  string // "" is the order's
	Lang    lang.Lang
	Back    string // where the return page leads back to: the chat
	By      order.Actor
}

// Begin makes a payment of what is due, or returns the one that is under way: a new
// attempt is made only after the last has definitely failed, was canceled or expired.
// It calls the provider. When the provider does not answer, the payment is returned
// together with ErrBusy: it is asked for again, and the link comes with EventAwaiting.
//
// Faults: order.not_found; ErrOrderOver, ErrNothingDue, ErrNoMethod, ErrPending,
// ErrAddress; the provider's refusal (the payment has failed then).
func (s *Service) Begin(ctx context.Context, r BeginRequest) (Payment, error) {
	if txn.Open(ctx) {
		return Payment{}, txn.ErrOpen
	}
	if r.By.Kind == "" {
		r.By.Kind = order.ByContact
	}
	var p Payment
	var opID, withdraw string
	var fresh bool
	plan := func(ctx context.Context) (err error) {
		p, opID, withdraw, fresh, err = s.plan(ctx, r)
		return err
	}
	err := s.inTx(ctx, plan)
	if err == nil && withdraw != "" {
		// A link for another sum or method: taken back before there is a new one.
		if _, err = s.Void(ctx, MoveRequest{PaymentID: withdraw, By: r.By, Why: "replaced"}); err == nil {
			err = s.inTx(ctx, plan)
		}
		if err == nil && withdraw != "" {
			err = ErrPending
		}
	}
	if err != nil || opID == "" {
		return p, err
	}
	return s.perform(ctx, opID, !fresh)
}

// plan decides what Begin has to do: nothing (opID ""), ask again, or ask for the
// first time.
func (s *Service) plan(ctx context.Context, r BeginRequest) (p Payment, opID, withdraw string, fresh bool, err error) {
	d, err := s.lock(ctx, r.OrderID)
	if err != nil {
		return p, "", "", false, err
	}
	if d.order.Status != order.Placed {
		return p, "", "", false, ErrOrderOver
	}
	due := d.due()
	if due.Amount <= 0 {
		return p, "", "", false, ErrNothingDue
	}
	acc, kind, m, err := s.choose(ctx, d.order, r.Method, due)
	if err != nil {
		return p, "", "", false, err
	}
	for _, x := range slices.Backward(d.list) {
		if x.Status != Created && x.Status != Pending {
			continue
		}
		if s.kinds[x.Provider].Can.Manual != kind.Can.Manual && kind.Can.Manual {
			continue // promising to pay by hand does not wait for a link to expire
		}
		same := x.Method == kind.MethodID(m) && x.Amount.Amount <= due.Amount && x.Amount.Currency == due.Currency
		stale := !x.ExpiresAt.IsZero() && !s.clock().Before(x.ExpiresAt)
		switch {
		case same && x.Amount == due && x.Status == Created:
			return x, startOf(d.ops, x.ID), "", false, nil
		case same && !stale:
			return x, "", "", false, nil
		case s.kinds[x.Provider].Can.VoidPending || s.kinds[x.Provider].Can.Manual:
			return x, "", x.ID, false, nil
		case !stale:
			return x, "", "", false, ErrPending
		}
	}
	p, opID, err = s.attempt(ctx, d, acc, kind, m, due, r)
	return p, opID, "", true, err
}

func startOf(ops []Operation, paymentID string) string {
	for _, o := range ops {
		if o.PaymentID == paymentID && o.Kind == OpStart && !o.State.Settled() {
			return o.ID
		}
	}
	return ""
}

// choose finds the account and the method that an order is to be paid by.
func (s *Service) choose(ctx context.Context, o order.Order, method string, due money.Money) (Account, Kind, Method, error) {
	if method == "" {
		method = string(o.PaymentMethod)
	}
	list, err := s.store.PaymentAccounts(ctx)
	if err != nil {
		return Account{}, Kind{}, Method{}, err
	}
	for _, offer := range s.offers(list, Facts{Total: due}) {
		if offer.Method != method {
			continue
		}
		for _, a := range list {
			if a.ID == offer.AccountID {
				m, _ := s.kinds[a.Provider].Method(method)
				return a, s.kinds[a.Provider], m, nil
			}
		}
	}
	m, ok := byHand.Method(method)
	if ok && len(list) == 0 {
		return Account{}, byHand, m, nil
	}
	return Account{}, Kind{}, Method{}, ErrNoMethod
}

// attempt records a payment with its first operation: the intent.
func (s *Service) attempt(ctx context.Context, d *desk, acc Account, kind Kind, m Method, due money.Money, r BeginRequest) (Payment, string, error) {
	now, o := s.clock(), d.order
	l := r.Lang
	if l == "" {
		l = o.Lang
	}
	window := kind.Can.Window
	if m.Window > 0 {
		window = m.Window
	}
	p := Payment{ID: s.ids.Make("pay"), OrderID: o.ID, AccountID: acc.ID, Provider: kind.Name, Method: kind.MethodID(m), Attempt: len(d.list) + 1,
		Status: Created, Amount: due, TwoStage: acc.Config.TwoStage && m.TwoStage, Back: r.Back, Lang: l,
		Token: txn.ShopID(ctx) + "." + s.ids.Token(26), CreatedAt: now, UpdatedAt: now}
	if window > 0 {
		p.ExpiresAt = now.Add(window)
	}
	op := Operation{ID: s.ids.Make("pst"), PaymentID: p.ID, OrderID: o.ID, Kind: OpStart, Amount: due.Amount, State: OpIntended, By: r.By, CreatedAt: now, UpdatedAt: now,
		Request: Request{Number: o.Number, Description: txtDescription.F(l, o.Number), Method: m.Name, TwoStage: p.TwoStage, Lang: l, ExpiresAt: p.ExpiresAt,
			Customer: Customer{ID: o.ContactID, Name: o.Name, Phone: o.Phone}}}
	op.Key = op.ID
	if kind.Can.Receipts {
		op.Request.Receipt = receiptFor(o, due.Amount, acc.Config.Receipt, l)
	}
	if !kind.Can.Manual && !kind.Can.Inside {
		op.Request.ReturnURL = s.base() + "/pay/return/" + p.Token
		if s.base() == "" {
			return Payment{}, "", ErrAddress
		}
	}
	if err := s.look(ctx, &p, later); err != nil {
		return Payment{}, "", err
	}
	if err := s.store.InsertPayment(ctx, p); err != nil {
		return Payment{}, "", err
	}
	if err := s.add(ctx, op); err != nil {
		return Payment{}, "", err
	}
	d.list, d.ops = append(d.list, p), append(d.ops, op)
	return p, op.ID, s.tell(ctx, d)
}

// Get returns a payment of the shop.
func (s *Service) Get(ctx context.Context, id string) (Payment, error) {
	var p Payment
	err := s.view(ctx, func(ctx context.Context) error {
		var err error
		p, err = s.store.PaymentByID(ctx, id, false)
		return err
	})
	return p, err
}

// Of lists the payments of an order with their operations, the oldest first.
func (s *Service) Of(ctx context.Context, orderID string) ([]Payment, []Operation, error) {
	var list []Payment
	var ops []Operation
	err := s.view(ctx, func(ctx context.Context) error {
		var err error
		if list, err = s.store.PaymentsOf(ctx, orderID, false); err != nil {
			return err
		}
		ops, err = s.store.OperationsOf(ctx, orderID)
		return err
	})
	return list, ops, err
}

// ByToken returns the payment of a return page. The token names its shop.
func (s *Service) ByToken(ctx context.Context, token string) (Payment, error) {
	shopID, ok := tokenShop(token)
	if !ok {
		return Payment{}, ErrNotFound
	}
	var p Payment
	err := s.view(txn.ForShop(ctx, shopID), func(ctx context.Context) error {
		var err error
		p, err = s.store.PaymentByToken(ctx, token)
		return err
	})
	return p, err
}

func tokenShop(token string) (string, bool) {
	const secret = 26
	n := len(token) - secret - 1
	if n < 1 || n > 64 || token[n] != '.' {
		return "", false
	}
	return token[:n], true
}

// view runs fn over one state; a refusal of our own leaves an outer unit good.
func (s *Service) view(ctx context.Context, fn func(ctx context.Context) error) error {
	var refused error
	err := s.tx.View(ctx, func(ctx context.Context) error {
		if refused = fn(ctx); fault.Is(refused, fault.NotFound) {
			return nil
		}
		return refused
	})
	if err != nil {
		return err
	}
	return refused
}

// When the job of a payment looks first: at once, for what only it carries out, or after
// whoever intended has had a minute to do so.
const (
	now   = -1
	later = 0
)

// pause is how long after the n-th look the next one is due.
func pause(n int) time.Duration {
	if n < 0 {
		return 0
	}
	steps := []time.Duration{1, 2, 5, 10, 30, 60}
	return steps[min(n, len(steps)-1)] * time.Minute
}
