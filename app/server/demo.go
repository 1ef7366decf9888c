package server

import (
	"context"
	"net/http"

	"prilavok/app/obs"
	"prilavok/core/lang"
	"prilavok/core/payment"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/provider/demopay"
)

// demoPage serves the page of test payments.
func (s *Server) demoPage(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodPost {
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 1<<10)
	a := s.demopay.Page(r.Context(), r.Method, r.URL.Path, r.PostFormValue("action"))
	w.Header().Set("Content-Security-Policy", demopay.Policy)
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("Cache-Control", "no-store")
	if a.To != "" {
		w.Header().Set("Location", a.To)
	}
	if a.HTML != "" {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
	}
	w.WriteHeader(a.Status)
	_, _ = w.Write([]byte(a.HTML))
}

// paidInDemo has the shop look at a test payment at once. What it misses, the watch over
// the payment finds.
func (s *Server) paidInDemo(ctx context.Context, paymentID string) {
	if err := s.App.Payments.Refresh(ctx, paymentID); err != nil {
		s.log.Warn("a test payment was not looked at", "payment", paymentID, obs.Fault(err))
	}
}

// DemoPayments gives a shop to try its ways to pay: a test page without money, and
// payment on delivery. A shop that has connected anything is left alone.
func (s *Server) DemoPayments(ctx context.Context, sh shop.Shop) error {
	ctx = txn.ForShop(ctx, sh.ID)
	list, err := s.App.Payments.List(ctx)
	if err != nil || len(list) > 0 {
		return err
	}
	for i, a := range []payment.Account{
		{Provider: "demo", Name: "Test payment", Active: true},
		{Provider: payment.ByHand, Name: "By hand", Active: true, Config: payment.AccountConfig{Methods: []string{payment.OnDelivery, payment.BankTransfer},
			Details: lang.Texts{lang.RU: "Это демонстрация: переводить ничего не нужно.", lang.EN: "This is a demonstration: transfer nothing."}}},
	} {
		a.Position = i
		if _, err := s.App.Payments.Connect(ctx, a, nil); err != nil {
			return err
		}
	}
	return nil
}
