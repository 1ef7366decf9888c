package payment_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"prilavok/core/fault"
	"prilavok/core/lang"
	"prilavok/core/payment"
)

var update = flag.Bool("update", false, "write the golden files anew")

var statuses = []payment.Status{payment.Created, payment.Pending, payment.Authorized, payment.Captured, payment.PartiallyRefunded, payment.Refunded,
	payment.Canceled, payment.Expired, payment.Failed}

// TestStatusPage draws the transitions into docs/payment-status.md.
func TestStatusPage(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Payment status\n\nDrawn from `core/payment/status.go` by `go test ./core/payment -update`; do not edit.\n\n" +
		"A payment only goes forward. Money outranks its absence: what has expired, failed or was canceled and is paid after all counts as paid.\n\n" +
		"```mermaid\nstateDiagram-v2\n  [*] --> created\n")
	for _, from := range statuses {
		for _, to := range statuses {
			if from != to && payment.Step(from, to) == nil {
				fmt.Fprintf(&b, "  %s --> %s\n", from, to)
			}
		}
	}
	b.WriteString("```\n\nNews that would lead elsewhere changes nothing:\n\n| from | to | reason |\n|---|---|---|\n")
	for _, from := range statuses {
		for _, to := range statuses {
			if err := payment.Step(from, to); err != nil {
				fmt.Fprintf(&b, "| %s | %s | `%s` |\n", from, to, fault.CodeOf(err))
			}
		}
	}
	name := "../../docs/payment-status.md"
	if *update {
		if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil || string(want) != b.String() {
		t.Errorf("%s is not what the table says (%v): go test ./core/payment -update", name, err)
	}
}

// TestStatusGoesForward: no way leads back, and money that was taken never becomes unpaid.
func TestStatusGoesForward(t *testing.T) {
	for _, from := range statuses {
		for _, to := range statuses {
			if from != to && payment.Step(from, to) == nil && payment.Step(to, from) == nil {
				t.Errorf("%s and %s lead to each other", from, to)
			}
		}
	}
	paid := map[payment.Status]bool{payment.Captured: true, payment.PartiallyRefunded: true, payment.Refunded: true}
	for _, from := range statuses {
		for _, to := range statuses {
			if paid[from] && !paid[to] && payment.Step(from, to) == nil {
				t.Errorf("%s becomes %s", from, to)
			}
		}
	}
	if payment.Step("nonsense", payment.Captured) == nil || payment.Step(payment.Pending, "nonsense") == nil {
		t.Error("an unknown status is accepted")
	}
}

func TestEveryStatusHasWords(t *testing.T) {
	for _, l := range []lang.Lang{lang.RU, lang.EN} {
		for _, s := range statuses {
			if s.Text(l) == "" {
				t.Errorf("%s has no word in %s", s, l)
			}
		}
		for _, k := range []string{payment.ProblemAmount, payment.ProblemForeign, payment.ProblemUnknown, payment.ProblemSurplus, payment.ProblemShare, payment.ProblemCaptureFailed,
			payment.ProblemRefundFailed, payment.ProblemByHand, payment.ProblemUnclear, payment.ProblemUnreachable, payment.ProblemDiffers, payment.ProblemSums, payment.ProblemNoReceipt} {
			if payment.ProblemText(k, l) == "" {
				t.Errorf("%s has no words in %s", k, l)
			}
		}
	}
}
