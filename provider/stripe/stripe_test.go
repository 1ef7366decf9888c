package stripe_test

import (
	"strconv"
	"testing"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/payment"
	"prilavok/provider/paymenttest"
	"prilavok/provider/stripe"
	"prilavok/provider/stripe/stripefake"
)

func clock() time.Time { return time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC) }

func open(t *testing.T, do call.Doer, now func() time.Time, key, hook, base string) payment.Provider {
	t.Helper()
	p, err := stripe.New(do, now).Open(payment.Account{Config: payment.AccountConfig{BaseURL: base}}, map[string]string{"secret_key": key, "webhook_secret": hook})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestSuite(t *testing.T) {
	paymenttest.Run(t, func(t *testing.T) paymenttest.Bench {
		s := stripefake.New(clock)
		return paymenttest.Bench{Kind: stripe.New(s, clock), Provider: open(t, s, clock, stripefake.Key, stripefake.Hook, ""),
			Stranger: open(t, s, clock, "wrong", "", ""), Method: "card", Currency: "RUB",
			Pay: s.Pay, Decline: s.Decline, Expire: s.Expire,
			Break: s.BreakNext,
			Notices: func() (out []paymenttest.Post) {
				for _, p := range s.Notices() {
					out = append(out, paymenttest.Post{Header: map[string]string{"Stripe-Signature": p.Signature}, Body: p.Body})
				}
				return out
			},
			Effects: func() (n int) {
				for _, c := range s.Calls {
					n += c
				}
				return n
			}, Now: clock}
	})
}

// TestSignature: the vector was made with openssl.
func TestSignature(t *testing.T) {
	const good = "248a374f50f943a28b0f6ab50faf9a7e7e29b710fa26df9fb1618b9bf8ea9c9a"
	at := time.Unix(1700000000, 0)
	for _, c := range []struct {
		name, header, body string
		now                time.Time
		ok                 bool
	}{
		{"fits", "t=1700000000,v1=" + good, `{"id":"evt_1","type":"x"}`, at, false}, // another body
		{"vector", "t=1700000000,v1=" + good, `{"id":"evt_1"}`, at, true},
		{"second of two", "t=1700000000,v1=00ff,v1=" + good + ",v0=1", `{"id":"evt_1"}`, at, true},
		{"300 seconds old", "t=1700000000,v1=" + good, `{"id":"evt_1"}`, at.Add(300 * time.Second), true},
		{"301 seconds old", "t=1700000000,v1=" + good, `{"id":"evt_1"}`, at.Add(301 * time.Second), false},
		{"of the future", "t=1700000000,v1=" + good, `{"id":"evt_1"}`, at.Add(-301 * time.Second), false},
		{"another scheme only", "t=1700000000,v0=" + good, `{"id":"evt_1"}`, at, false},
		{"no time", "v1=" + good, `{"id":"evt_1"}`, at, false},
		{"none", "", `{"id":"evt_1"}`, at, false},
	} {
		p := open(t, nil, func() time.Time { return c.now }, "k", "whsec_test_secret", "")
		_, err := p.Notice(func(string) string { return c.header }, []byte(c.body))
		// The vector's body is no whole event, so that a good signature leads to Invalid.
		if got := fault.Is(err, fault.Invalid); got != c.ok || !c.ok && !fault.Is(err, fault.Unauthorized) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestPages: a payment is found by our id among many, page by page.
func TestPages(t *testing.T) {
	s := stripefake.New(clock)
	p := open(t, s, clock, stripefake.Key, "", "")
	for i := range 5 {
		id := strconv.Itoa(i)
		_, err := p.Start(t.Context(), payment.StartRequest{Key: "k" + id, PaymentID: "pay_" + id, OrderID: "ord_" + id, Amount: amount(1000), Request: payment.Request{
			Description: "Order", Method: "card", Lang: "en", ReturnURL: "https://shop.example/", ExpiresAt: clock().Add(time.Hour)}})
		if err != nil {
			t.Fatal(err)
		}
	}
	st, err := p.Lookup(t.Context(), payment.Ref{OurID: "pay_4", Since: clock()})
	if err != nil || st.OrderID != "ord_4" {
		t.Errorf("found %+v, %v", st, err)
	}
}
