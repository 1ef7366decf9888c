package tbank_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/money"
	"prilavok/core/payment"
	"prilavok/provider/paymenttest"
	"prilavok/provider/tbank"
	"prilavok/provider/tbank/tbankfake"
)

func clock() time.Time { return time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC) }

func open(t *testing.T, do call.Doer, password string) payment.Provider {
	t.Helper()
	p, err := tbank.New(do).Open(payment.Account{}, map[string]string{"terminal_key": tbankfake.Terminal, "password": password})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestSuite(t *testing.T) {
	paymenttest.Run(t, func(t *testing.T) paymenttest.Bench {
		s := tbankfake.New(clock)
		return paymenttest.Bench{Kind: tbank.New(s), Provider: open(t, s, tbankfake.Password), Stranger: open(t, s, "wrong"), Method: "online", Currency: "RUB", Coarse: true, Anew: true,
			Pay: s.Pay, Decline: func(id string) { s.End(id, "REJECTED") }, Expire: func(id string) { s.End(id, "DEADLINE_EXPIRED") },
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

// TestToken is the service's own example.
func TestToken(t *testing.T) {
	got := tbank.Token(map[string]any{"TerminalKey": "MerchantTerminalKey", "Amount": int64(19200), "OrderId": "00000", "Description": "Подарочная карта на 1000 рублей",
		"DATA": map[string]string{"Phone": "+71234567890"}, "Receipt": map[string]any{"Email": "a@test.ru"}, "Token": "old"}, "11111111111111")
	if want := "72dd466f8ace0a37a1f740ce5fb78101712bc0665d91a8108c7c8a0ccd426db2"; got != want {
		t.Errorf("token %s, want %s", got, want)
	}
	if got := tbank.Token(map[string]any{"Success": true}, "p"); got != tbankfake.Sign(map[string]any{"Success": true}, "p") || got == tbank.Token(map[string]any{"Success": false}, "p") {
		t.Error("a flag is not signed as a word")
	}
}

// TestReceipt: what the service wants of a receipt, for a payment and for a part given back.
func TestReceipt(t *testing.T) {
	s := tbankfake.New(clock)
	p := open(t, s, tbankfake.Password)
	r := payment.StartRequest{Key: "pst_1", PaymentID: "pay_1", OrderID: "ord_1", Amount: money.Of(10001, "RUB"), Request: payment.Request{Number: "A-1", Method: "online",
		Customer: payment.Customer{ID: "ctc_1", Phone: "+79211234567"}, Receipt: &payment.Receipt{TaxSystem: 2, Items: []payment.Item{
			{Title: strings.Repeat("Кружка", 30), Quantity: 2, Price: 3333, Vat: 11, Subject: "commodity", Mode: "full_prepayment"},
			{Title: "Доставка", Quantity: 1, Price: 3335, Vat: 1, Subject: "service", Mode: "full_prepayment"}}}}}
	st, err := p.Start(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	s.Pay(st.ExternalID)
	back := payment.MoneyRequest{Key: "rfd_1", PaymentID: "pay_1", ExternalID: st.ExternalID, Amount: money.Of(3335, "RUB"), Request: payment.Request{Customer: r.Customer,
		Receipt: &payment.Receipt{TaxSystem: 2, Items: r.Receipt.Items[1:]}}}
	if got, err := p.Refund(t.Context(), back); err != nil || got.Status != payment.Captured {
		t.Errorf("given back: %+v, %v", got, err)
	}
	r.PaymentID, r.Receipt.Items[0].Price = "pay_2", 3334
	if _, err := p.Start(t.Context(), r); !fault.Is(err, fault.Invalid) {
		t.Errorf("a receipt of another sum: %v", err)
	}
}

// TestNotice: only what the service signed is read, and OK is what it wants in answer.
func TestNotice(t *testing.T) {
	s := tbankfake.New(clock)
	p := open(t, s, tbankfake.Password)
	st, err := p.Start(t.Context(), payment.StartRequest{Key: "k", PaymentID: "pay_1", OrderID: "ord_1", Amount: money.Of(10000, "RUB")})
	if err != nil {
		t.Fatal(err)
	}
	s.Pay(st.ExternalID)
	posts := s.Notices()
	if len(posts) != 2 {
		t.Fatalf("%d notices of a payment in one stage", len(posts))
	}
	h, err := p.Notice(nil, posts[0])
	if err != nil || h.Reply.Body != "OK" || h.Reply.Status != 200 || h.Ref.OurID != "pay_1" || h.Ref.ExternalID != st.ExternalID {
		t.Errorf("read as %+v, %v", h, err)
	}
	for _, forged := range []string{strings.Replace(string(posts[0]), "10000", "99999", 1), strings.Replace(string(posts[0]), `"Success":true`, `"Success":false`, 1), `{"Token":""}`} {
		if _, err := p.Notice(nil, []byte(forged)); !fault.Is(err, fault.Unauthorized) {
			t.Errorf("%s is read: %v", forged, err)
		}
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
		{200, "<html>", fault.Unavailable}, {200, `{"Success":true,"ErrorCode":"0","Status":"NEW_WORD"}`, fault.Unavailable}, {200, `{}`, fault.Unavailable},
		{200, `{"Success":false,"ErrorCode":"204"}`, fault.Unauthorized}, {200, `{"Success":false,"ErrorCode":"9999"}`, fault.Unavailable},
		{200, `{"Success":false,"ErrorCode":"255"}`, fault.NotFound}, {302, "", fault.Unavailable}, {401, "", fault.Unauthorized}, {403, "{}", fault.Unauthorized},
		{429, "", fault.TooMany}, {500, "{}", fault.Unavailable}, {503, "<html>", fault.Unavailable},
	} {
		_, err := open(t, answer{Status: c.status, Body: []byte(c.body)}, "my-secret-password").Lookup(t.Context(), payment.Ref{ExternalID: "7"})
		if !fault.Is(err, c.want) || strings.Contains(err.Error(), "my-secret-password") {
			t.Errorf("%d %s: %v, want %s", c.status, c.body, err, c.want)
		}
	}
}
