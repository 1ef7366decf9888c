package tau2

import (
	"context"
	"strings"
	"sync"

	"prilavok/core/fault"
	"prilavok/core/lang"
	"prilavok/core/payment"
)

// providerName names the service in payments.
const providerName = "tau2"

// service is where the data set's customers have their money: one method for each card,
// wallet and gift card. Cards and wallets pay anything; a gift card has a balance, which
// is what the end state is compared with. It is a service of its own: ours only ask it.
type service struct {
	mu       sync.Mutex
	methods  map[string]Method
	old      bool // what is paid now was paid before: balances show it already
	payments map[string]payment.State
	refunds  map[string]payment.State
}

func newService(users map[string]User) *service {
	s := &service{methods: map[string]Method{}, payments: map[string]payment.State{}, refunds: map[string]payment.State{}}
	for _, u := range users {
		for id, m := range u.Methods {
			s.methods[id] = m
		}
	}
	return s
}

// kind is the service as payments know it.
func (s *service) kind() payment.Kind {
	k := payment.Kind{Name: providerName, Title: lang.Phrase{RU: "Тестовые деньги", EN: "Test money"},
		Can:  payment.Capabilities{Refunds: true, PartialRefunds: true},
		Open: func(payment.Account, map[string]string) (payment.Provider, error) { return s, nil }}
	for id := range s.methods {
		k.Can.Methods = append(k.Can.Methods, payment.Method{Name: id, ID: id})
	}
	return k
}

// refundTo marks a refund that goes to another method than the payment's: the reason of
// the operation carries it, since the data set lets customers choose.
const refundTo = "to "

// move takes money from a method.
func (s *service) move(id string, amount Cents) error {
	m, ok := s.methods[id]
	switch {
	case !ok:
		return fault.New(fault.Invalid, "tau2.method", "%s", noSuchMethod)
	case s.old || !m.gift():
		return nil
	case m.Balance < amount:
		return fault.New(fault.Invalid, "tau2.balance", "%s", balanceShort)
	}
	m.Balance -= amount
	s.methods[id] = m
	return nil
}

// covers refuses what a method cannot pay, before anything is changed for it.
func (s *service) covers(id string, amount int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return pays(s.methods[id], Cents(amount))
}

// Start implements payment.Provider: the money is taken at once.
func (s *service) Start(_ context.Context, r payment.StartRequest) (payment.State, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if st, known := s.payments[r.PaymentID]; known {
		return st, nil
	}
	if err := s.move(r.Method, Cents(r.Amount.Amount)); err != nil {
		return payment.State{}, err
	}
	st := payment.State{Status: payment.Captured, OurID: r.PaymentID, OrderID: r.OrderID, ExternalID: r.Method + "/" + r.PaymentID, Amount: r.Amount, Captured: r.Amount.Amount}
	s.payments[r.PaymentID] = st
	return st, nil
}

// Refund implements payment.Provider.
func (s *service) Refund(_ context.Context, r payment.MoneyRequest) (payment.State, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if st, known := s.refunds[r.Key]; known {
		return st, nil
	}
	to, _, _ := strings.Cut(r.ExternalID, "/")
	if other, ok := strings.CutPrefix(r.Why, refundTo); ok {
		to = other
	}
	if err := s.move(to, -Cents(r.Amount.Amount)); err != nil {
		return payment.State{}, err
	}
	st := payment.State{Status: payment.Captured, OurID: r.Key, ExternalID: "refund/" + r.Key, Amount: r.Amount, Captured: r.Amount.Amount}
	s.refunds[r.Key] = st
	return st, nil
}

// Lookup implements payment.Provider.
func (s *service) Lookup(_ context.Context, r payment.Ref) (payment.State, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	book := s.payments
	if r.Refund {
		book = s.refunds
	}
	if st, known := book[r.OurID]; known {
		return st, nil
	}
	return payment.State{}, fault.New(fault.NotFound, "tau2.unknown", "nothing was paid under this id")
}

// Capture, Void and Notice are what the service cannot do.
func (s *service) Capture(context.Context, payment.MoneyRequest) (payment.State, error) {
	return payment.State{}, errCannot
}

// Void implements payment.Provider.
func (s *service) Void(context.Context, payment.MoneyRequest) (payment.State, error) {
	return payment.State{}, errCannot
}

// Notice implements payment.Provider.
func (s *service) Notice(func(string) string, []byte) (payment.Hint, error) {
	return payment.Hint{}, errCannot
}

var errCannot = fault.New(fault.Unsupported, "tau2.cannot", "the test money is taken and given back at once, nothing else")
