package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"prilavok/core/analytics/report"
	"prilavok/core/assistant"
	"prilavok/core/cart"
	"prilavok/core/handoff"
	"prilavok/core/inbox"
	"prilavok/core/order"
	"prilavok/core/payment"
	"prilavok/store"
)

var _ = Case("SalesBetween", func(t *testing.T, st *store.Store) {
	x := NewCounter(t, st, "sales-here")
	mug := x.Variant("кружка", 49900, 10)
	from := x.Now()
	first := soldTo(x, mug, 1)
	x.Pass(time.Hour)
	noon := x.Now()
	second := soldTo(x, mug, 2)
	x.Pass(time.Hour)
	want := func(ctx context.Context, currency string, from, to time.Time, orders, amount int64) {
		t.Helper()
		check(t, st.View(ctx, func(ctx context.Context) error {
			got, err := st.SalesBetween(ctx, currency, from, to)
			if got.Orders != orders || got.Total.Amount != amount || got.Total.Currency != currency {
				t.Errorf("sales %+v, want %d of %d", got, orders, amount)
			}
			return err
		}))
	}
	want(x.Ctx, "RUB", from, x.Now(), 2, first.Total.Amount+second.Total.Amount)
	want(x.Ctx, "RUB", from, noon, 1, first.Total.Amount)
	want(x.Ctx, "RUB", noon, x.Now(), 1, second.Total.Amount)
	want(x.Ctx, "EUR", from, x.Now(), 0, 0)
	other, _, _ := Shop(t, st, "sales-there")
	want(other, "RUB", from, x.Now(), 0, 0)
	_, err := x.Orders.Cancel(x.Ctx, order.CancelRequest{OrderID: second.ID, Why: "x"})
	x.OK(err)
	want(x.Ctx, "RUB", from, x.Now(), 1, first.Total.Amount)
})

var _ = Case("Waiting", func(t *testing.T, st *store.Store) {
	x := NewCounter(t, st, "waiting-here")
	first, second := x.Buyer(), x.Buyer()
	want := func(ctx context.Context, n int64, since time.Time) {
		t.Helper()
		check(t, st.View(ctx, func(ctx context.Context) error {
			got, err := st.Waiting(ctx)
			if got.N != n || !got.Since.Equal(since) {
				t.Errorf("waiting %+v, want %d since %v", got, n, since)
			}
			return err
		}))
	}
	say := func(c inbox.Conversation, by inbox.Author) {
		t.Helper()
		x.Pass(time.Minute)
		check(t, st.InTx(x.Ctx, func(ctx context.Context) error {
			_, err := st.AppendMessages(ctx, c.ID, []inbox.Message{{Author: by, Kind: inbox.KindText, Text: "…", State: inbox.Sent, CreatedAt: x.Now()}})
			return err
		}))
	}
	hand := func(c inbox.Conversation) time.Time {
		t.Helper()
		x.Pass(time.Minute)
		check(t, st.InTx(x.Ctx, func(ctx context.Context) error {
			_, err := st.InsertHandoff(ctx, handoff.Handoff{ID: x.IDs.Make("hnd"), ContactID: c.ContactID, ConversationID: c.ID, Reason: "asked", Status: handoff.Requested, RequestedAt: x.Now()})
			return err
		}))
		return x.Now()
	}
	say(first, inbox.ByContact)
	say(first, inbox.ByOperator) // before it was handed over
	want(x.Ctx, 0, time.Time{})
	asked, later := hand(first), hand(second)
	want(x.Ctx, 2, asked)
	say(first, inbox.ByContact)
	want(x.Ctx, 2, asked)
	say(first, inbox.ByOperator)
	want(x.Ctx, 1, later)
	say(second, inbox.ByOperator)
	want(x.Ctx, 0, time.Time{})
	say(first, inbox.ByContact)
	again := x.Now()
	say(first, inbox.ByContact)
	want(x.Ctx, 1, again)
	other, _, _ := Shop(t, st, "waiting-there")
	want(other, 0, time.Time{})
	check(t, st.InTx(x.Ctx, func(ctx context.Context) error {
		h, _, err := st.ActiveHandoff(ctx, first.ID)
		if err != nil {
			return err
		}
		h.Status, h.ResolvedBy, h.ResolvedAt = handoff.Resolved, "x", x.Now()
		return st.SaveHandoff(ctx, h)
	}))
	want(x.Ctx, 0, time.Time{})
})

var _ = Case("Troubles", func(t *testing.T, st *store.Store) {
	x := NewCounter(t, st, "troubles-here")
	want := func(ctx context.Context, want ...report.Problem) {
		t.Helper()
		check(t, st.View(ctx, func(ctx context.Context) error {
			got, err := st.Troubles(ctx, x.Now().Format(time.DateOnly), report.Low)
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("problems %+v, want %+v", got, want)
			}
			return err
		}))
	}
	x.Variant("много", 100, report.Low+1)
	want(x.Ctx)
	x.Variant("мало", 100, report.Low)
	x.Variant("нет", 100, 0)
	check(t, st.InTx(x.Ctx, func(ctx context.Context) error {
		_, err := st.OpenProblem(ctx, payment.Problem{ID: x.IDs.Make("pbl"), Kind: payment.ProblemSurplus, Subject: "s", CreatedAt: x.Now()})
		if err != nil {
			return err
		}
		a := x.Account
		a.Status = "reauth_required"
		return st.SaveAccount(ctx, a)
	}))
	want(x.Ctx, report.Problem{Kind: report.PaymentProblems, N: 1}, report.Problem{Kind: report.Reconnect, N: 1}, report.Problem{Kind: report.LowStock, N: 2})
	other, _, _ := Shop(t, st, "troubles-there")
	want(other)
})

// soldTo is an order of n pieces of a variant.
func soldTo(x *Counter, variant string, n int64) order.Order {
	x.T.Helper()
	b := x.Buyer()
	_, err := x.Carts.Add(x.Ctx, b.ContactID, variant, n)
	x.OK(err)
	o, err := x.Orders.Place(x.Ctx, x.PlaceRequest(b, x.IDs.Make("chk"), cart.Choice{}))
	x.OK(err)
	return o
}

var _ = Case("FaultsSince ModelSpent", func(t *testing.T, st *store.Store) {
	x := NewCounter(t, st, "faults-here")
	other, _, _ := Shop(t, st, "faults-there")
	c := x.Buyer()
	fails := func(code string) {
		x.T.Helper()
		check(t, st.InTx(x.Ctx, func(ctx context.Context) error {
			list, err := st.AppendMessages(ctx, c.ID, []inbox.Message{{Author: inbox.ByAssistant, Kind: inbox.KindText, Text: "…", Out: &inbox.Outgoing{Text: "…"}, State: inbox.Queued, CreatedAt: x.Now()}})
			if err != nil {
				return err
			}
			return st.SetDelivery(ctx, c.ID, list[0].Seq, inbox.Failed, "", code, x.Now())
		}))
	}
	fails("test.before")
	x.Pass(time.Hour)
	from := x.Now()
	fails("test.rare")
	fails("test.often")
	fails("test.often")
	check(t, st.InTx(x.Ctx, func(ctx context.Context) error {
		return st.Count(ctx, "2026-05-05", "", assistant.Spent{Tokens: 700, Cost: 9})
	}))
	look := func(ctx context.Context) (faults []report.Fault, tokens, cost int64) {
		t.Helper()
		check(t, st.View(ctx, func(ctx context.Context) (err error) {
			if faults, err = st.FaultsSince(ctx, from); err == nil {
				tokens, cost, err = st.ModelSpent(ctx, "2026-05-05")
			}
			return err
		}))
		return faults, tokens, cost
	}
	want := []report.Fault{{What: report.OfMessage, Code: "test.often", N: 2}, {What: report.OfMessage, Code: "test.rare", N: 1}}
	if got, tokens, cost := look(x.Ctx); !slices.Equal(got, want) || tokens != 700 || cost != 9 {
		t.Errorf("got %+v, %d tokens, %d", got, tokens, cost)
	}
	if got, tokens, _ := look(other); len(got) != 0 || tokens != 0 {
		t.Errorf("another shop sees %+v, %d tokens", got, tokens)
	}
})
