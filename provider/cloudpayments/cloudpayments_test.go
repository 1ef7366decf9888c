package cloudpayments_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/money"
	"prilavok/core/payment"
	"prilavok/provider/cloudpayments"
	"prilavok/provider/cloudpayments/cloudpaymentsfake"
	"prilavok/provider/paymenttest"
)

func clock() time.Time { return time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC) }

func open(t *testing.T, do call.Doer, secret string) payment.Provider {
	t.Helper()
	p, err := cloudpayments.New(do).Open(payment.Account{}, map[string]string{"public_id": cloudpaymentsfake.PublicID, "api_secret": secret})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func header(p cloudpaymentsfake.Post) func(key string) string {
	return func(key string) string {
		if key == payment.NoticeWord {
			return p.Word
		}
		return p.Header(key)
	}
}

func TestSuite(t *testing.T) {
	paymenttest.Run(t, func(t *testing.T) paymenttest.Bench {
		s := cloudpaymentsfake.New(clock)
		return paymenttest.Bench{Kind: cloudpayments.New(s), Provider: open(t, s, cloudpaymentsfake.Secret), Stranger: open(t, s, "wrong"), Method: "online", Currency: "RUB", Coarse: true,
			Untried: true, Pay: func(id string) { s.Pay(id) }, Decline: s.Decline,
			Break: s.BreakNext,
			Notices: func() (out []paymenttest.Post) {
				for _, p := range s.Notices() {
					h := header(p)
					out = append(out, paymenttest.Post{Header: map[string]string{"Content-HMAC": h("Content-HMAC"), "X-Content-HMAC": h("X-Content-HMAC"), payment.NoticeWord: p.Word}, Body: p.Body})
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

func start(id string, amount money.Money) payment.StartRequest {
	return payment.StartRequest{Key: "pst_" + id, PaymentID: "pay_" + id, OrderID: "ord_" + id, Amount: amount,
		Request: payment.Request{Number: "A-1", Description: "Заказ A-1", Method: "online", Customer: payment.Customer{ID: "ctc_1", Phone: "+79211234567"}}}
}

// TestReceipt: what the service wants of a receipt, for a payment and for a part given back.
func TestReceipt(t *testing.T) {
	s := cloudpaymentsfake.New(clock)
	p := open(t, s, cloudpaymentsfake.Secret)
	r := start("1", money.Of(10001, "RUB"))
	r.Receipt = &payment.Receipt{TaxSystem: 2, Items: []payment.Item{{Title: strings.Repeat("Кружка", 30), Quantity: 2, Price: 3333, Vat: 11, Subject: "commodity", Mode: "full_prepayment"},
		{Title: "Доставка", Quantity: 1, Price: 3335, Vat: 1, Subject: "service", Mode: "full_prepayment"}}}
	st, err := p.Start(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	s.Pay(st.ExternalID)
	back := payment.MoneyRequest{Key: "rfd_1", PaymentID: "pay_1", ExternalID: st.ExternalID, Amount: money.Of(3335, "RUB"), Request: payment.Request{Customer: r.Customer,
		Receipt: &payment.Receipt{Items: r.Receipt.Items[1:]}}}
	if got, err := p.Refund(t.Context(), back); err != nil || got.Status != payment.Captured {
		t.Errorf("given back: %+v, %v", got, err)
	}
	r.Key, r.PaymentID, r.Receipt.Items[0].Price = "pst_2", "pay_2", 3334
	if _, err := p.Start(t.Context(), r); !fault.Is(err, fault.Invalid) {
		t.Errorf("a receipt of another sum: %v", err)
	}
}

// TestSignature: either header over either form of the body is good, and nothing else.
func TestSignature(t *testing.T) {
	s := cloudpaymentsfake.New(clock)
	p := open(t, s, cloudpaymentsfake.Secret)
	st, err := p.Start(t.Context(), start("1", money.Of(10000, "RUB")))
	if err != nil {
		t.Fatal(err)
	}
	s.Pay(st.ExternalID)
	post := s.Notices()[0]
	raw, plain := post.Header("Content-HMAC"), post.Header("X-Content-HMAC")
	if raw == plain {
		t.Fatal("the forms do not differ")
	}
	for _, c := range []struct {
		content, x string
		ok         bool
	}{{raw, "", true}, {"", plain, true}, {plain, "", true}, {"", raw, true}, {"", "", false}, {"bm8=", "bm8=", false}, {"***", "", false}} {
		h := func(key string) string {
			return map[string]string{"Content-HMAC": c.content, "X-Content-HMAC": c.x, payment.NoticeWord: "pay"}[key]
		}
		hint, err := p.Notice(h, post.Body)
		if (err == nil) != c.ok || c.ok && (hint.Ref.OurID != "pay_1" || hint.Reply.Body != `{"code":0}`) {
			t.Errorf("%q %q: %+v, %v", c.content, c.x, hint, err)
		}
		if _, err := p.Notice(h, append([]byte("Amount=1&"), post.Body...)); err == nil {
			t.Errorf("%q %q: a changed body is read", c.content, c.x)
		}
	}
}

// TestCheck: the question has the order and the sum, and each answer has its code.
func TestCheck(t *testing.T) {
	s := cloudpaymentsfake.New(clock)
	p := open(t, s, cloudpaymentsfake.Secret)
	st, err := p.Start(t.Context(), start("1", money.Of(49950, "RUB")))
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	s.Ask = func(post cloudpaymentsfake.Post) int {
		asked++
		h, err := p.Notice(header(post), post.Body)
		if err != nil || h.Ask == nil || h.Ask.PaymentID != "pay_1" || h.Ask.Amount != money.Of(49950, "RUB") || h.Ask.Payer != "ctc_1" {
			t.Fatalf("asked %+v, %v", h.Ask, err)
		}
		for why, code := range map[payment.Denial]string{"": "0", payment.DeniedInvoice: "10", payment.DeniedSum: "12", payment.DeniedLate: "20", payment.DeniedPaid: "13",
			payment.DeniedStock: "13", payment.DeniedRival: "13", payment.DeniedTrouble: "13"} {
			if got := h.Answer(payment.Approval{OK: why == "", Why: why}); got.Body != `{"code":`+code+`}` || got.Status != 200 {
				t.Errorf("%q is answered %+v", why, got)
			}
		}
		return 13
	}
	if s.Pay(st.ExternalID) || asked != 1 {
		t.Errorf("paid after a no, asked %d times", asked)
	}
	got, err := p.Lookup(t.Context(), payment.Ref{ExternalID: st.ExternalID})
	if err != nil || got.Captured != 0 || got.Status != payment.Pending {
		t.Errorf("after a no: %+v, %v", got, err)
	}
}

// answer is a service that always says the same.
type answer call.Response

func (a answer) Do(context.Context, call.Request) (call.Response, error) {
	return call.Response(a), nil
}

// TestAnswers: each answer of the service leads to the kind of fault that fits.
func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		want   fault.Kind
	}{
		{200, "<html>", fault.Unavailable}, {200, `{"Success":true,"Model":{"Status":"NewWord","Amount":1,"Currency":"RUB"}}`, fault.Unavailable},
		{200, `{"Success":true,"Model":{"Status":"Completed","Amount":"x","Currency":"RUB"}}`, fault.Unavailable}, {200, `{"Success":false,"Message":"Not found"}`, fault.NotFound},
		{401, "", fault.Unauthorized}, {403, "{}", fault.Unauthorized}, {429, "", fault.TooMany}, {302, "", fault.Unavailable}, {500, "{}", fault.Unavailable},
	} {
		_, err := open(t, answer{Status: c.status, Body: []byte(c.body)}, "my-secret-key").Lookup(t.Context(), payment.Ref{OurID: "pay_1"})
		if !fault.Is(err, c.want) || strings.Contains(err.Error(), "my-secret-key") {
			t.Errorf("%d %s: %v, want %s", c.status, c.body, err, c.want)
		}
	}
}
