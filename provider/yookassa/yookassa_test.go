package yookassa_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/payment"
	"prilavok/provider/paymenttest"
	"prilavok/provider/paymenttest/linefake"
	"prilavok/provider/yookassa"
	"prilavok/provider/yookassa/yookassafake"
)

func clock() time.Time { return time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC) }

func open(t *testing.T, do call.Doer, secret string) payment.Provider {
	t.Helper()
	p, err := yookassa.New(do).Open(payment.Account{}, map[string]string{"shop_id": yookassafake.ShopID, "secret_key": secret})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestSuite(t *testing.T) {
	paymenttest.Run(t, func(t *testing.T) paymenttest.Bench {
		s := yookassafake.New(clock)
		return paymenttest.Bench{Kind: yookassa.New(s), Provider: open(t, s, yookassafake.SecretKey), Stranger: open(t, s, "wrong"), Method: "card", Currency: "RUB",
			Pay: s.Pay, Decline: func(id string) { s.Decline(id, "insufficient_funds") }, Expire: func(id string) { s.Decline(id, "expired_on_confirmation") },
			Break: s.BreakNext,
			Notices: func() (out []paymenttest.Post) {
				for _, b := range s.Notices() {
					out = append(out, paymenttest.Post{Body: b})
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

// TestProcessing: 202 leaves the outcome open and says when to ask again.
func TestProcessing(t *testing.T) {
	s := yookassafake.New(clock)
	p := open(t, s, yookassafake.SecretKey)
	s.BreakNext(linefake.Later)
	_, err := p.Lookup(t.Context(), payment.Ref{ExternalID: "x"})
	if !fault.Is(err, fault.Unavailable) || fault.RetryAfter(err) != 1800*time.Millisecond {
		t.Errorf("202 is %v after %s", err, fault.RetryAfter(err))
	}
}

// TestSecrets: no key of the shop is in a fault.
func TestSecrets(t *testing.T) {
	p := open(t, yookassafake.New(clock), "my-secret-key")
	_, err := p.Lookup(t.Context(), payment.Ref{ExternalID: "x"})
	if err == nil || strings.Contains(err.Error(), "my-secret-key") {
		t.Errorf("fault %v", err)
	}
}

// answer is a service that always says the same.
type answer call.Response

func (a answer) Do(context.Context, call.Request) (call.Response, error) {
	return call.Response(a), nil
}

// TestAnswers: each status of the service leads to the kind of fault that fits.
func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		want   fault.Kind
	}{
		{200, "<html>", fault.Unavailable}, {200, `{"id":"x","status":"new_word","amount":{"value":"1.00","currency":"RUB"}}`, fault.Unavailable},
		{200, `{"id":"x","status":"succeeded","amount":{"value":"one","currency":"RUB"}}`, fault.Unavailable},
		{302, "", fault.Unavailable}, {400, `{"description":"no"}`, fault.Invalid}, {401, "", fault.Unauthorized}, {403, "", fault.Forbidden},
		{404, "", fault.NotFound}, {429, "", fault.TooMany}, {500, "", fault.Unavailable}, {503, "<html>", fault.Unavailable},
	} {
		_, err := open(t, answer{Status: c.status, Body: []byte(c.body)}, "k").Lookup(t.Context(), payment.Ref{ExternalID: "x"})
		if !fault.Is(err, c.want) {
			t.Errorf("%d %s: %v, want %s", c.status, c.body, err, c.want)
		}
	}
}
