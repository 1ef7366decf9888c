package order_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"prilavok/core/fault"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/order/returns"
	"prilavok/core/shop"
)

var update = flag.Bool("update", false, "write the golden files anew")

var statuses = []order.Status{order.Draft, order.Placed, order.Completed, order.Canceled}

// TestStatusPage draws the transitions into docs/order-status.md.
func TestStatusPage(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Order status\n\nDrawn from `core/order/status.go` by `go test ./core/order -update`; do not edit.\n\n```mermaid\nstateDiagram-v2\n  [*] --> draft\n  [*] --> placed\n")
	for _, from := range statuses {
		for _, to := range statuses {
			if order.Step(from, to) == nil {
				fmt.Fprintf(&b, "  %s --> %s\n", from, to)
			}
		}
	}
	b.WriteString("  completed --> [*]\n  canceled --> [*]\n```\n\nA step that is not drawn is refused with a reason:\n\n| from | to | reason |\n|---|---|---|\n")
	for _, from := range statuses {
		for _, to := range statuses {
			if err := order.Step(from, to); err != nil {
				fmt.Fprintf(&b, "| %s | %s | `%s` |\n", from, to, fault.CodeOf(err))
			}
		}
	}
	b.WriteString("\nCanceling is also refused with `order.shipped` once goods are on their way, with `order.money_held` while money is held or was taken\n" +
		"unless it is asked to be given back, and to customers with `order.too_late` by the shop's rules (`customer_until`).\n")
	drawActs(&b)
	b.WriteString("\nPayment and fulfillment have no steps: their status is derived from sums and pieces.\n\n| payment | when |\n|---|---|\n")
	for _, c := range payments {
		fmt.Fprintf(&b, "| `%s` | %s |\n", c.want, c.when)
	}
	b.WriteString("\n| fulfillment | when |\n|---|---|\n")
	for _, c := range goods {
		fmt.Fprintf(&b, "| `%s` | %s |\n", c.want, c.when)
	}
	golden(t, "../../docs/order-status.md", b.String())
}

// drawActs draws what changes no status by itself, and the ways of parcels and returns.
func drawActs(b *strings.Builder) {
	b.WriteString("\nWhat may be done in which status:\n\n| | draft | placed | completed | canceled |\n|---|---|---|---|---|\n")
	for _, a := range []order.Act{order.ActEdit, order.ActPack, order.ActResolve, order.ActReturn, order.ActExchange, order.ActLabel} {
		fmt.Fprintf(b, "| %s |", a)
		for _, s := range statuses {
			fmt.Fprintf(b, " %s |", reason(order.May(a, s)))
		}
		b.WriteString("\n")
	}
	ways(b, "A fulfillment is a parcel. Its goods are reserved until it leaves, then sold; one that comes back undelivered is canceled, and its goods are\non hand and reserved again.",
		order.ParcelStep, order.ParcelPacked, order.ParcelShipped, order.ParcelDelivered, order.ParcelCanceled)
	ways(b, "A return:", returns.Step, returns.Requested, returns.Approved, returns.Refused, returns.Withdrawn, returns.Received)
}

func ways[T ~string](b *strings.Builder, title string, step func(from, to T) error, all ...T) {
	fmt.Fprintf(b, "\n%s\n\n| from \\ to |", title)
	for _, to := range all {
		fmt.Fprintf(b, " %s |", to)
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(all)) + "\n")
	for _, from := range all {
		fmt.Fprintf(b, "| %s |", from)
		for _, to := range all {
			fmt.Fprintf(b, " %s |", reason(step(from, to)))
		}
		b.WriteString("\n")
	}
}

func reason(err error) string {
	if err == nil {
		return "yes"
	}
	return "`" + fault.CodeOf(err) + "`"
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || string(want) != got {
		t.Errorf("%s is not what the code says (%v); run go test ./core/order -update", path, err)
	}
}

func TestStepOfUnknown(t *testing.T) {
	for _, x := range [][2]order.Status{{"lost", order.Placed}, {order.Placed, "lost"}} {
		if err := order.Step(x[0], x[1]); !errors.Is(err, order.ErrUnknownStatus) {
			t.Errorf("%s → %s: %v", x[0], x[1], err)
		}
	}
}

var payments = []struct {
	when string
	f    order.MoneyFacts
	want order.PaymentStatus
}{
	{"nothing was asked for", order.MoneyFacts{Total: 100}, order.NotPaid},
	{"a payment is asked for and not answered", order.MoneyFacts{Total: 100, Pending: 100, Tried: true}, order.Awaiting},
	{"money is held", order.MoneyFacts{Total: 100, Authorized: 100, Tried: true}, order.Authorized},
	{"less than the total was taken", order.MoneyFacts{Total: 100, Captured: 99, Pending: 1, Tried: true}, order.PartiallyCaptured},
	{"the total was taken", order.MoneyFacts{Total: 100, Captured: 100, Tried: true}, order.Captured},
	{"some of what was taken went back", order.MoneyFacts{Total: 100, Captured: 100, Refunded: 1, Tried: true}, order.PartiallyRefunded},
	{"all that was taken went back", order.MoneyFacts{Total: 100, Captured: 100, Refunded: 100, Tried: true}, order.Refunded},
	{"payments were begun and none is left", order.MoneyFacts{Total: 100, Tried: true}, order.PaymentCanceled},
}

var goods = []struct {
	when string
	f    order.GoodsFacts
	want order.FulfillmentStatus
}{
	{"nothing is packed", order.GoodsFacts{Ordered: 3}, order.NotFulfilled},
	{"some pieces are packed", order.GoodsFacts{Ordered: 3, Packed: 2, Sent: 2, Arrived: 1}, order.PartiallyFulfilled},
	{"all are packed", order.GoodsFacts{Ordered: 3, Packed: 3, Sent: 2}, order.Fulfilled},
	{"all are on their way", order.GoodsFacts{Ordered: 3, Packed: 3, Sent: 3, Arrived: 2}, order.Shipped},
	{"all have arrived", order.GoodsFacts{Ordered: 3, Packed: 3, Sent: 3, Arrived: 3}, order.Delivered},
	{"some came back", order.GoodsFacts{Ordered: 3, Packed: 3, Sent: 3, Arrived: 3, Returned: 1}, order.PartiallyReturned},
	{"all came back", order.GoodsFacts{Ordered: 3, Packed: 3, Sent: 3, Arrived: 3, Returned: 3}, order.Returned},
}

func TestDerivedStatuses(t *testing.T) {
	for _, c := range payments {
		if got := order.PaymentOf(c.f); got != c.want {
			t.Errorf("%s: %s, want %s", c.when, got, c.want)
		}
	}
	for _, c := range goods {
		if got := order.FulfillmentOf(c.f); got != c.want {
			t.Errorf("%s: %s, want %s", c.when, got, c.want)
		}
	}
	if got := order.FulfillmentOf(order.GoodsFacts{}); got != order.NotFulfilled {
		t.Errorf("an order without goods is %s", got)
	}
	if got := order.PaymentOf(order.MoneyFacts{Captured: 100, Total: 0}); got != order.Captured {
		t.Errorf("a free order with money is %s", got)
	}
}

func TestCanCancel(t *testing.T) {
	for _, c := range []struct {
		o    order.Order
		want error
	}{
		{order.Order{Status: order.Placed, Payment: order.NotPaid, Fulfillment: order.NotFulfilled}, nil},
		{order.Order{Status: order.Placed, Payment: order.Awaiting, Fulfillment: order.Fulfilled}, nil},
		{order.Order{Status: order.Placed, Payment: order.Refunded, Fulfillment: order.NotFulfilled}, nil},
		{order.Order{Status: order.Placed, Payment: order.Captured}, order.ErrMoneyHeld},
		{order.Order{Status: order.Placed, Payment: order.PartiallyRefunded}, order.ErrMoneyHeld},
		{order.Order{Status: order.Placed, Payment: order.Authorized}, order.ErrMoneyHeld},
		{order.Order{Status: order.Placed, Payment: order.Refunded, Fulfillment: order.Shipped}, order.ErrShipped},
		{order.Order{Status: order.Placed, Fulfillment: order.Delivered}, order.ErrShipped},
		{order.Order{Status: order.Placed, Payment: order.Captured, Fulfillment: order.PartiallyFulfilled, Goods: order.GoodsFacts{Sent: 1}}, order.ErrShipped},
		{order.Order{Status: order.Canceled}, order.ErrAlreadyCanceled},
		{order.Order{Status: order.Completed}, order.ErrOver},
	} {
		if err := order.CanCancel(c.o); !errors.Is(err, c.want) {
			t.Errorf("%s, %s, %s: %v, want %v", c.o.Status, c.o.Payment, c.o.Fulfillment, err, c.want)
		}
	}
}

// TestCustomerMay: the shop says until when customers cancel and change.
func TestCustomerMay(t *testing.T) {
	paid := order.Order{Captured: money.Of(1, "RUB")}
	packed, sent := order.Order{Goods: order.GoodsFacts{Packed: 1}}, order.Order{Goods: order.GoodsFacts{Packed: 1, Sent: 1}}
	for _, c := range []struct {
		until string
		o     order.Order
		late  bool
	}{
		{"", paid, false}, {"", packed, true}, {"paid", paid, true}, {"paid", order.Order{}, false}, {"packed", packed, true},
		{"shipped", packed, false}, {"shipped", sent, true}, {"never", order.Order{}, true},
	} {
		for _, by := range []order.ActorKind{order.ByContact, order.ByAssistant} {
			if err := order.CustomerMay(c.o, order.Actor{Kind: by}, shop.Orders{CustomerUntil: c.until}); (err != nil) != c.late || c.late && !errors.Is(err, order.ErrTooLate) {
				t.Errorf("until %q, %+v: %v", c.until, c.o.Goods, err)
			}
		}
		if err := order.CustomerMay(c.o, order.Actor{Kind: order.ByOperator}, shop.Orders{CustomerUntil: c.until}); err != nil {
			t.Errorf("an operator: %v", err)
		}
	}
}

// TestEveryStatusHasWords: what an order can be is named in both languages.
func TestEveryStatusHasWords(t *testing.T) {
	for _, l := range []lang.Lang{lang.RU, lang.EN} {
		for _, s := range statuses {
			if s.Text(l) == "" {
				t.Errorf("%s has no word in %s", s, l)
			}
		}
		for _, c := range payments {
			if c.want.Text(l) == "" {
				t.Errorf("%s has no word in %s", c.want, l)
			}
		}
		for _, c := range goods {
			if c.want.Text(l) == "" {
				t.Errorf("%s has no word in %s", c.want, l)
			}
		}
	}
}
