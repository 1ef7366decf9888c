package demopay_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"prilavok/core/fault"
	"prilavok/core/payment"
	"prilavok/core/txn"
	"prilavok/provider/demopay"
	"prilavok/provider/paymenttest"
	"prilavok/provider/paymenttest/linefake"
)

func clock() time.Time { return time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC) }

// vault keeps documents in memory and breaks when told to.
type vault struct {
	docs  map[string]string
	saved int
	lost  bool // the next unit of work fails
	late  bool // the next unit of work is kept, and its answer is lost
}

var errDown = fault.New(fault.Unavailable, "store.down", "down")

func (v *vault) InTx(ctx context.Context, fn func(ctx context.Context) error) error {
	if v.lost {
		v.lost = false
		return errDown
	}
	err := fn(ctx)
	if v.late {
		v.late = false
		return errDown
	}
	return err
}

func (v *vault) View(ctx context.Context, fn func(ctx context.Context) error) error { return fn(ctx) }

func (v *vault) DemoPayment(ctx context.Context, id string) (string, error) {
	return v.docs[txn.ShopID(ctx)+id], nil
}

func (v *vault) SaveDemoPayment(ctx context.Context, id, doc string, _ time.Time) error {
	v.docs[txn.ShopID(ctx)+id] = doc
	v.saved++
	return nil
}

func TestSuite(t *testing.T) {
	paymenttest.Run(t, func(t *testing.T) paymenttest.Bench {
		now := clock()
		v := &vault{docs: map[string]string{}}
		s := demopay.New(v, func() time.Time { return now }, func() string { return "http://localhost" }, nil)
		p, err := s.Kind().Open(payment.Account{ShopID: "shop_1"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		press := func(action string) func(id string) {
			return func(id string) { s.Page(t.Context(), "POST", "/pay/demo/shop_1/"+id, action) }
		}
		return paymenttest.Bench{Kind: s.Kind(), Provider: p, Method: "online", Currency: "RUB", Pay: press("pay"), Decline: press("decline"),
			Expire:  func(string) { now = now.Add(2 * time.Hour) },
			Break:   func(how ...linefake.Break) { v.lost, v.late = how[0] == linefake.Lost, how[0] != linefake.Lost },
			Effects: func() int { return v.saved }, Now: clock}
	})
}

func TestPage(t *testing.T) {
	v := &vault{docs: map[string]string{}}
	heard := ""
	s := demopay.New(v, clock, func() string { return "http://localhost" }, func(_ context.Context, id string) { heard = id })
	p, err := s.Kind().Open(payment.Account{ShopID: "shop_1"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	r := payment.StartRequest{Key: "k", PaymentID: "pay_1", OrderID: "ord_1", Request: payment.Request{Number: "A<1", Lang: "ru", ReturnURL: "http://localhost/pay/return/x", ExpiresAt: clock().Add(time.Hour)}}
	r.Amount.Amount, r.Amount.Currency = 99800, "RUB"
	st, err := p.Start(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	path := strings.TrimPrefix(st.URL, "http://localhost")
	page := s.Page(t.Context(), "GET", path, "")
	for _, want := range []string{"Тестовая оплата", "деньги не спишутся", "A&lt;1", "998", `value="pay"`, `value="decline"`} {
		if !strings.Contains(page.HTML, want) {
			t.Errorf("%q is missing in %s", want, page.HTML)
		}
	}
	if got := s.Page(t.Context(), "POST", path, "steal"); got.Status != 400 {
		t.Errorf("an unknown button: %+v", got)
	}
	got := s.Page(t.Context(), "POST", path, "pay")
	if got.Status != 303 || got.To != r.ReturnURL || heard != "pay_1" {
		t.Errorf("paid: %+v, heard %q", got, heard)
	}
	s.Page(t.Context(), "POST", path, "decline") // too late
	if st, err := p.Lookup(t.Context(), payment.Ref{OurID: "pay_1"}); err != nil || st.Captured != 99800 {
		t.Errorf("in the end %+v, %v", st, err)
	}
	for _, none := range []string{"/pay/demo/", "/pay/demo/shop_1/", "/pay/demo/shop_2/demo_pay_1"} {
		if got := s.Page(t.Context(), "GET", none, ""); got.Status != 404 {
			t.Errorf("%s: %d", none, got.Status)
		}
	}
}
