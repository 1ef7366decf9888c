// Package demopay is a payment provider without money: a shop to try has a page with
// "pay" and "decline" on it, served by the same process. What the page was told is kept
// by a Vault. It is offered only where it was connected, which the demo shop does, and
// everything it shows says that it is a test.
package demopay

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"prilavok/core/fault"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/payment"
	"prilavok/core/txn"
)

// Vault keeps documents by id, in units of work of one shop.
type Vault interface {
	txn.Runner
	// DemoPayment reads a document and holds its row; "" when there is none.
	DemoPayment(ctx context.Context, id string) (doc string, err error)
	SaveDemoPayment(ctx context.Context, id, doc string, now time.Time) error
}

// bill is one payment as it is kept.
type bill struct {
	PaymentID string           `json:"payment_id"`
	OrderID   string           `json:"order_id"`
	Number    string           `json:"number"`
	Amount    money.Money      `json:"amount"`
	Status    payment.Status   `json:"status"`
	Return    string           `json:"return"`
	Lang      lang.Lang        `json:"lang"`
	Expires   time.Time        `json:"expires"`
	Refunds   map[string]int64 `json:"refunds"` // by operation
}

// Service is the provider and its page.
type Service struct {
	vault Vault
	now   func() time.Time
	base  func() string
	paid  func(ctx context.Context, paymentID string)
}

// New returns the service. base is our own address; told, which may be nil, hears what
// the page was told.
func New(v Vault, now func() time.Time, base func() string, told func(ctx context.Context, paymentID string)) *Service {
	if told == nil {
		told = func(context.Context, string) {}
	}
	return &Service{v, now, base, told}
}

// Kind is the provider as it is connected.
func (s *Service) Kind() payment.Kind {
	return payment.Kind{Name: "demo", Title: lang.Phrase{RU: "Тестовая оплата", EN: "Test payment"},
		Can: payment.Capabilities{VoidPending: true, Refunds: true, PartialRefunds: true, Window: time.Hour, Methods: []payment.Method{
			{Name: "online", Title: lang.Phrase{RU: "Онлайн (тест, без денег)", EN: "Online (a test, no money)"}}}},
		Playing: func(map[string]string) bool { return true },
		Open: func(a payment.Account, _ map[string]string) (payment.Provider, error) {
			return counter{s, a.ShopID}, nil
		}}
}

// counter is the provider of one shop.
type counter struct {
	s    *Service
	shop string
}

var (
	errNone = fault.New(fault.NotFound, "demopay.not_found", "there is no such test payment")
	errOver = fault.New(fault.Conflict, "demopay.over", "the test payment does not allow that any more")
)

// change runs fn over a bill; fn may change it.
func (s *Service) change(ctx context.Context, id string, fn func(b *bill, known bool) error) (bill, error) {
	var b bill
	var refused error
	err := s.vault.InTx(ctx, func(ctx context.Context) error {
		b = bill{Refunds: map[string]int64{}}
		doc, err := s.vault.DemoPayment(ctx, id)
		if err != nil {
			return err
		}
		if doc != "" {
			if err := json.Unmarshal([]byte(doc), &b); err != nil {
				return fault.Wrap(err, fault.Internal, "demopay.doc", "a test payment")
			}
		}
		if b.Status == payment.Pending && !s.now().Before(b.Expires) {
			b.Status = payment.Expired
		}
		if refused = fn(&b, doc != ""); refused != nil {
			return nil
		}
		out, err := json.Marshal(b)
		if err != nil {
			return fault.Wrap(err, fault.Internal, "demopay.doc", "a test payment")
		}
		if string(out) == doc {
			return nil
		}
		return s.vault.SaveDemoPayment(ctx, id, string(out), s.now())
	})
	if err == nil {
		err = refused
	}
	return b, err
}

func mustKnow(b *bill, known bool) error {
	if !known {
		return errNone
	}
	return nil
}

func idOf(paymentID string) string { return "demo_" + paymentID }

func (c counter) state(b bill) payment.State {
	st := payment.State{Status: b.Status, OurID: b.PaymentID, OrderID: b.OrderID, ExternalID: idOf(b.PaymentID), Amount: b.Amount, ExpiresAt: b.Expires}
	if b.Status == payment.Pending {
		st.URL = c.s.base() + "/pay/demo/" + c.shop + "/" + idOf(b.PaymentID)
	}
	if b.Status == payment.Captured {
		st.Captured = b.Amount.Amount
		st.Refunded = b.refunded()
	}
	if b.Status == payment.Failed {
		st.Reason = "declined"
	}
	return st
}

func (b bill) refunded() (sum int64) {
	for _, n := range b.Refunds {
		sum += n
	}
	return sum
}

// Start implements payment.Provider: one bill for a payment, however often it is asked for.
func (c counter) Start(ctx context.Context, r payment.StartRequest) (payment.State, error) {
	b, err := c.s.change(txn.ForShop(ctx, c.shop), idOf(r.PaymentID), func(b *bill, known bool) error {
		if known && b.Amount != r.Amount {
			return errOver
		}
		if !known {
			*b = bill{PaymentID: r.PaymentID, OrderID: r.OrderID, Number: r.Number, Amount: r.Amount, Status: payment.Pending, Return: r.ReturnURL, Lang: r.Lang,
				Expires: r.ExpiresAt, Refunds: map[string]int64{}}
		}
		return nil
	})
	return c.state(b), err
}

// Capture implements payment.Provider: nothing is held.
func (c counter) Capture(context.Context, payment.MoneyRequest) (payment.State, error) {
	return payment.State{}, payment.ErrCannot
}

// Void implements payment.Provider: the link is withdrawn.
func (c counter) Void(ctx context.Context, r payment.MoneyRequest) (payment.State, error) {
	b, err := c.s.change(txn.ForShop(ctx, c.shop), idOf(r.PaymentID), func(b *bill, known bool) error {
		if err := mustKnow(b, known); err != nil {
			return err
		}
		switch b.Status {
		case payment.Pending:
			b.Status = payment.Canceled
		case payment.Captured:
			return errOver
		}
		return nil
	})
	return c.state(b), err
}

// Refund implements payment.Provider.
func (c counter) Refund(ctx context.Context, r payment.MoneyRequest) (payment.State, error) {
	_, err := c.s.change(txn.ForShop(ctx, c.shop), idOf(r.PaymentID), func(b *bill, known bool) error {
		if err := mustKnow(b, known); err != nil {
			return err
		}
		if _, done := b.Refunds[r.Key]; done {
			return nil
		}
		if b.Status != payment.Captured || r.Amount.Amount < 1 || b.refunded()+r.Amount.Amount > b.Amount.Amount || r.Amount.Currency != b.Amount.Currency {
			return errOver
		}
		b.Refunds[r.Key] = r.Amount.Amount
		return nil
	})
	return payment.State{Status: payment.Captured, OurID: r.Key, ExternalID: idOf(r.PaymentID) + "/" + r.Key, Amount: r.Amount}, err
}

// Notice implements payment.Provider: the page tells us itself.
func (c counter) Notice(func(string) string, []byte) (payment.Hint, error) {
	return payment.Hint{}, payment.ErrCannot
}

// Lookup implements payment.Provider.
func (c counter) Lookup(ctx context.Context, r payment.Ref) (payment.State, error) {
	id, key := r.ExternalID, ""
	if id == "" && r.OurID != "" {
		id = idOf(r.OurID)
	}
	if r.Refund {
		if id, key, _ = strings.Cut(r.ExternalID, "/"); r.ExternalID == "" {
			id, key = r.Payment, r.OurID
		}
	}
	b, err := c.s.change(txn.ForShop(ctx, c.shop), id, mustKnow)
	if err != nil || !r.Refund {
		return c.state(b), err
	}
	n, ok := b.Refunds[key]
	if !ok {
		return payment.State{}, errNone
	}
	return payment.State{Status: payment.Captured, OurID: key, ExternalID: id + "/" + key, Amount: money.Of(n, b.Amount.Currency)}, nil
}
