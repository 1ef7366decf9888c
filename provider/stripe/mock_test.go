package stripe_test

import (
	"net"
	"net/http"
	"os"
	"os/exec"
	"testing"
	"time"

	"prilavok/core/money"
	"prilavok/core/payment"
	"prilavok/provider/nethttp"
)

func amount(n int64) money.Money { return money.Of(n, "USD") }

// TestStripeMock sends every request that we make to stripe-mock, which checks it against
// Stripe's published OpenAPI description and refuses what is not in it. It remembers
// nothing, so only shapes are tested; scripts/setup installs it.
func TestStripeMock(t *testing.T) {
	const bin = "../../bin/stripe-mock"
	if _, err := os.Stat(bin); err != nil {
		t.Fatal("stripe-mock is not installed: run scripts/setup")
	}
	http1, https := free(t), free(t)
	cmd := exec.CommandContext(t.Context(), bin, "-http-addr", http1, "-https-addr", https) // both: else one listens on all interfaces
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	ready(t, "http://"+http1)
	p := open(t, nethttp.New("test", time.Now, nil), time.Now, "sk_test_123", "", "http://"+http1)
	ctx := t.Context()
	st, err := p.Start(ctx, payment.StartRequest{Key: "pst_1", PaymentID: "pay_1", OrderID: "ord_1", Amount: amount(99800), Request: payment.Request{Description: "Order A-1001",
		Method: "card", TwoStage: true, Lang: "en", ReturnURL: "https://shop.example/pay/return/x", ExpiresAt: time.Now().Add(time.Hour), Customer: payment.Customer{Email: "a@example.com"}}})
	if err != nil || st.ExternalID == "" || st.URL == "" {
		t.Fatalf("start: %+v, %v", st, err)
	}
	move := payment.MoneyRequest{Key: "k", PaymentID: "pay_1", ExternalID: st.ExternalID, Amount: amount(100)}
	for name, call := range map[string]func() error{
		"refund":         func() error { _, err := p.Refund(ctx, move); return err },
		"capture":        func() error { _, err := p.Capture(ctx, move); return err },
		"void":           func() error { _, err := p.Void(ctx, move); return err },
		"look up":        func() error { _, err := p.Lookup(ctx, payment.Ref{ExternalID: st.ExternalID}); return err },
		"look up refund": func() error { _, err := p.Lookup(ctx, payment.Ref{Refund: true, ExternalID: "re_1"}); return err },
	} {
		if err := call(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func free(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	return ln.Addr().String()
}

// ready waits until the peer answers: it reads a description of several megabytes first.
func ready(t *testing.T, base string) {
	t.Helper()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for range 300 {
		if resp, err := http.Get(base); err == nil {
			resp.Body.Close()
			return
		}
		<-tick.C
	}
	t.Fatal("stripe-mock does not answer")
}
