// Package paymenttest is the suite that every payment provider passes, against its
// strict fake and, where there is one, against a peer that is not ours. It tests the
// port's contract, not the service over it.
package paymenttest

import (
	"testing"
	"time"

	"prilavok/core/fault"
	"prilavok/core/money"
	"prilavok/core/payment"
	"prilavok/provider/paymenttest/linefake"
)

// Bench is a provider with the world around it: its peer and the customer.
type Bench struct {
	Kind     payment.Kind
	Provider payment.Provider
	Stranger payment.Provider // with keys that the peer does not know
	Method   string           // one that can be held, where anything can
	Currency string
	// Anew says that a start that is repeated makes another link; only the one that was
	// answered is ever shown.
	Anew bool
	// Coarse says that a capture has no key and a refund no object of its own: a repeated
	// capture is refused, and what part was given back is told to who gave it only.
	Coarse bool
	// Untried says that a link nobody has opened is unknown by our id, and its sum untold.
	Untried bool
	Pay     func(externalID string)     // or by our id, where a payment has none of the service's until it is paid
	Decline func(externalID string)     // the bank refuses
	Expire  func(externalID string)     // nobody pays in time
	Break   func(how ...linefake.Break) // the next request
	Notices func() []Post               // posted since asked last
	Effects func() int                  // how many calls have moved anything
	Now     func() time.Time
}

// Post is a notice as it reaches us.
type Post struct {
	Header map[string]string
	Body   []byte
}

// Get finds a header, as servers hand it in.
func (p Post) Get(key string) string { return p.Header[key] }

type bench struct {
	Bench
	t *testing.T
	n int
}

// Run runs the suite; open makes a fresh bench for each case.
func Run(t *testing.T, open func(t *testing.T) Bench) {
	t.Helper()
	for name, run := range map[string]func(b *bench){
		"start once":      startOnce,
		"paid":            paid,
		"declined":        declined,
		"expired":         expired,
		"broken start":    brokenStart,
		"held":            held,
		"part captured":   partCaptured,
		"void":            void,
		"refunds":         refunds,
		"refunds whole":   refundsWhole,
		"broken refund":   brokenRefund,
		"broken capture":  brokenCapture,
		"strangers":       strangers,
		"nothing":         nothing,
		"notices":         notices,
		"unsupported":     unsupported,
		"currencies":      currencies,
		"amounts as sent": amounts,
	} {
		t.Run(name, func(t *testing.T) { run(&bench{Bench: open(t), t: t}) })
	}
}

func (b *bench) ok(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) is(got, want any, what string) {
	b.t.Helper()
	if got != want {
		b.t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func (b *bench) request(amount int64, twoStage bool) payment.StartRequest {
	b.n++
	id := string(rune('a' + b.n))
	return payment.StartRequest{Key: "pst_" + id, PaymentID: "pay_" + id, OrderID: "ord_" + id, Amount: money.Of(amount, b.Currency), Request: payment.Request{
		Number: "A-1001", Description: "Заказ A-1001", Method: b.Method, TwoStage: twoStage, Lang: "ru", ReturnURL: "https://shop.example/pay/return/x",
		NoticeURL: "https://shop.example/pay/a/s/notice", ExpiresAt: b.Now().Add(b.Kind.Can.Window), Customer: payment.Customer{ID: "ctc_1", Name: "Анна", Phone: "+79211234567"}}}
}

func (b *bench) start(amount int64, twoStage bool) (payment.StartRequest, payment.State) {
	b.t.Helper()
	r := b.request(amount, twoStage)
	st, err := b.Provider.Start(b.t.Context(), r)
	b.ok(err)
	return r, st
}

func (b *bench) look(st payment.State) payment.State {
	b.t.Helper()
	ref := payment.Ref{ExternalID: st.ExternalID}
	if st.ExternalID == "" {
		ref.OurID = st.OurID
	}
	got, err := b.Provider.Lookup(b.t.Context(), ref)
	b.ok(err)
	return got
}

// name is what the peer knows a payment by: the service's id, else ours.
func (b *bench) name(st payment.State) string {
	if st.ExternalID == "" {
		return st.OurID
	}
	return st.ExternalID
}

// pay has the customer pay; what is paid has an id of the service's.
func (b *bench) pay(st payment.State) payment.State {
	b.t.Helper()
	b.Pay(b.name(st))
	if st.ExternalID == "" {
		st.ExternalID = b.look(st).ExternalID
	}
	return st
}

func (b *bench) move(key string, r payment.StartRequest, st payment.State, amount int64) payment.MoneyRequest {
	return payment.MoneyRequest{Key: key, PaymentID: r.PaymentID, ExternalID: st.ExternalID, Amount: money.Of(amount, b.Currency), Why: "брак",
		Request: payment.Request{Number: "A-1001", Lang: "ru", Customer: r.Customer}}
}

func startOnce(b *bench) {
	r, first := b.start(99800, false)
	if first.URL == "" || (first.ExternalID == "") != b.Kind.Can.Inside || first.Status != payment.Pending {
		b.t.Fatalf("started as %+v", first)
	}
	again, err := b.Provider.Start(b.t.Context(), r)
	b.ok(err)
	if b.Anew {
		b.is(again.OurID, first.OurID, "our id")
		return
	}
	b.is(again.ExternalID, first.ExternalID, "the same key")
	b.is(again.URL, first.URL, "the same link")
	b.is(b.Effects(), 1, "effects")
	r.Amount.Amount++
	if _, err := b.Provider.Start(b.t.Context(), r); err == nil {
		b.t.Error("another sum under the same key was accepted")
	}
}

func paid(b *bench) {
	r, st := b.start(99800, false)
	st = b.pay(st)
	got := b.look(st)
	b.is(got.Status, payment.Captured, "status")
	b.is(got.Captured, int64(99800), "captured")
	if !b.Kind.Can.Inside { // a messenger's word of money is kept under our id
		b.is(got.OurID, r.PaymentID, "our id")
	}
	if got.OrderID != "" { // some are not told of it
		b.is(got.OrderID, r.OrderID, "order")
	}
	b.is(got.Amount, r.Amount, "amount")
}

func declined(b *bench) {
	if b.Decline == nil {
		return // the customer may try another card, and nobody is told
	}
	_, st := b.start(99800, false)
	b.Decline(b.name(st))
	got := b.look(st)
	if got.Status != payment.Failed && got.Status != payment.Pending || got.Captured != 0 { // some let the customer try another card
		b.t.Errorf("declined: %+v", got)
	}
}

func expired(b *bench) {
	if b.Expire == nil {
		return // a link without an end: what is late is not approved
	}
	_, st := b.start(99800, false)
	b.Expire(b.name(st))
	got := b.look(st)
	b.is(got.Status, payment.Expired, "status")
}

// brokenStart: whatever breaks, the same key leads to one payment, which can be found
// by our id alone.
func brokenStart(b *bench) {
	for _, how := range []linefake.Break{linefake.Lost, linefake.Unanswered, linefake.Failed} {
		before := b.Effects()
		r := b.request(50000, false)
		b.Break(how)
		if _, err := b.Provider.Start(b.t.Context(), r); !fault.Retryable(err) {
			b.t.Fatalf("break %d: %v leaves nothing open", how, err)
		}
		if how != linefake.Lost && !b.Untried {
			found, err := b.Provider.Lookup(b.t.Context(), payment.Ref{OurID: r.PaymentID, Since: b.Now()})
			b.ok(err)
			b.is(found.OurID, r.PaymentID, "found by our id")
		}
		st, err := b.Provider.Start(b.t.Context(), r)
		b.ok(err)
		b.is(st.OurID, r.PaymentID, "our id")
		if !b.Anew {
			b.is(b.Effects(), before+1, "effects")
		}
		b.pay(st)
		found, err := b.Provider.Lookup(b.t.Context(), payment.Ref{OurID: r.PaymentID, Since: b.Now()})
		b.ok(err)
		b.is(found.Captured, int64(50000), "captured, found by our id")
	}
}

func held(b *bench) {
	if !b.Kind.Can.TwoStage {
		return
	}
	r, st := b.start(99800, true)
	st = b.pay(st)
	got := b.look(st)
	b.is(got.Status, payment.Authorized, "status")
	b.is(got.Held, int64(99800), "held")
	taken, err := b.Provider.Capture(b.t.Context(), b.move("pcp_1", r, st, 99800))
	b.ok(err)
	b.is(taken.Captured, int64(99800), "captured")
	again, err := b.Provider.Capture(b.t.Context(), b.move("pcp_1", r, st, 99800))
	if !b.Coarse {
		b.ok(err)
		b.is(again.Captured, int64(99800), "captured again under the key")
	}
	b.is(b.look(st).Captured, int64(99800), "captured once")
	if _, err := b.Provider.Capture(b.t.Context(), b.move("pcp_2", r, st, 99800)); err == nil || fault.Retryable(err) {
		b.t.Errorf("captured twice: %v", err)
	}
}

func partCaptured(b *bench) {
	if !b.Kind.Can.PartialCapture {
		return
	}
	r, st := b.start(99800, true)
	st = b.pay(st)
	taken, err := b.Provider.Capture(b.t.Context(), b.move("pcp_1", r, st, 49800))
	b.ok(err)
	got := b.look(st)
	for _, x := range []payment.State{taken, got} {
		b.is(x.Captured, int64(49800), "captured")
		b.is(x.Held, int64(0), "held")
	}
}

func void(b *bench) {
	if b.Kind.Can.TwoStage {
		r, st := b.start(99800, true)
		st = b.pay(st)
		for range 2 {
			got, err := b.Provider.Void(b.t.Context(), b.move("pvd_1", r, st, 99800))
			b.ok(err)
			b.is(got.Status, payment.Canceled, "voided")
		}
		b.is(b.look(st).Held, int64(0), "held")
	}
	r, st := b.start(99800, false)
	st = b.pay(st)
	_, err := b.Provider.Void(b.t.Context(), b.move("pvd_3", r, st, 0))
	if fault.Retryable(err) {
		b.t.Errorf("what was paid is withdrawn: %v", err)
	}
	b.is(b.look(st).Captured, int64(99800), "paid before it was withdrawn")
	b.is(b.look(st).Refunded, int64(0), "given back by withdrawing")
	r, st = b.start(99800, false)
	got, err := b.Provider.Void(b.t.Context(), b.move("pvd_2", r, st, 0))
	if !b.Kind.Can.VoidPending {
		if err == nil || fault.Retryable(err) {
			b.t.Errorf("a link was withdrawn that cannot be: %v", err)
		}
		return
	}
	b.ok(err)
	if got.Status != payment.Canceled && got.Status != payment.Expired {
		b.t.Errorf("withdrawn: %+v", got)
	}
	if b.Kind.Can.Inside {
		return // an invoice stays in the chat; what is withdrawn is not approved
	}
	st = b.pay(st)
	b.is(b.look(st).Captured, int64(0), "paid by a link that was withdrawn")
}
