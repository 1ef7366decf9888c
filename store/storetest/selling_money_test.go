package storetest

import (
	"context"
	"fmt"
	"testing"

	"prilavok/core/cart"
	"prilavok/core/job"
	"prilavok/core/order"
	"prilavok/store"
)

// Placed buys n pieces of a variant, key by key.
func (c *Counter) Placed(key, variantID string, n int64, change ...func(*order.Request)) order.Order {
	c.T.Helper()
	b := c.Buyer()
	_, err := c.Carts.Add(c.Ctx, b.ContactID, variantID, n)
	c.OK(err)
	r := c.PlaceRequest(b, key, cart.Choice{})
	for _, fn := range change {
		fn(&r)
	}
	o, err := c.Orders.Place(c.Ctx, r)
	c.OK(err)
	return o
}

func operator() order.Actor { return order.Actor{Kind: order.ByOperator, ID: "op_1"} }

func TestApplyMoney(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		o := c.Placed("k", c.Variant("кружка", 50000, 5), 2, func(r *order.Request) { r.PaymentMethod = "yookassa" })
		if o.PaymentMethod != "yookassa" || o.Balance().Amount != 100000 || o.ReservedUntil.IsZero() {
			t.Errorf("placed with %s, owing %v until %v", o.PaymentMethod, o.Balance(), o.ReservedUntil)
		}
		for _, x := range []struct {
			f       order.MoneyFacts
			want    order.PaymentStatus
			balance int64
			waits   bool
		}{
			{order.MoneyFacts{Pending: 100000, Tried: true}, order.Awaiting, 100000, true},
			{order.MoneyFacts{Tried: true}, order.PaymentCanceled, 100000, true},
			{order.MoneyFacts{Captured: 40000, Pending: 60000, Tried: true}, order.PartiallyCaptured, 60000, true},
			{order.MoneyFacts{Captured: 40000, Authorized: 60000, Tried: true}, order.PartiallyCaptured, 60000, false},
			{order.MoneyFacts{Captured: 100000, Tried: true}, order.Captured, 0, false},
			{order.MoneyFacts{Captured: 100000, Refunded: 30000, Tried: true}, order.PartiallyRefunded, 30000, false},
			{order.MoneyFacts{Captured: 100000, Refunded: 100000, Tried: true}, order.Refunded, 100000, false},
		} {
			got, err := c.Orders.ApplyMoney(c.Ctx, o.ID, x.f)
			c.OK(err)
			kept, err := c.Orders.Get(c.Ctx, o.ID)
			c.OK(err)
			if fmt.Sprint(kept) != fmt.Sprint(got) {
				t.Errorf("stored\n%+v\nreturned\n%+v", kept, got)
			}
			if kept.Payment != x.want || kept.Balance().Amount != x.balance || kept.ReservedUntil.IsZero() == x.waits {
				t.Errorf("%+v: %s, owing %v, until %v", x.f, kept.Payment, kept.Balance(), kept.ReservedUntil)
			}
		}
		_, err := c.Orders.ApplyMoney(c.Ctx, "ord_none", order.MoneyFacts{})
		wantFault(t, err, order.ErrNotFound)
	})
}

// TestLogJoins: an entry of another package is written with its unit of work or not at all.
func TestLogJoins(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		o := c.Placed("k", c.Variant("кружка", 50000, 5), 1)
		var heard []string
		c.Jobs.Register("event:payment.captured", func(_ context.Context, j job.Job) error { heard = append(heard, string(j.Payload)); return nil }, job.Options{})
		c.Jobs.Register("event:order.placed", func(context.Context, job.Job) error { return nil }, job.Options{}) // goes before, in the order's lane
		log := func(fail error) error {
			return st.InTx(c.Ctx, func(ctx context.Context) error {
				if err := c.Orders.Log(ctx, o.ID, "payment.captured", operator(), "карта", map[string]any{"amount": 50000}); err != nil {
					return err
				}
				return fail
			})
		}
		wantFault(t, log(order.ErrDetails), order.ErrDetails)
		c.OK(log(nil))
		line, err := c.Orders.Timeline(c.Ctx, o.ID)
		c.OK(err)
		if len(line) != 2 || line[1].What != "payment.captured" || line[1].By != operator() || line[1].Why != "карта" || fmt.Sprint(line[1].Data) != "map[amount:50000]" {
			t.Fatalf("the timeline is %+v", line)
		}
		_, err = c.Jobs.Drain(c.Ctx)
		c.OK(err)
		want := fmt.Sprintf(`{"order_id":%q,"event_id":%q,"data":{"amount":50000}}`, o.ID, line[1].ID)
		if st.Dialect() == store.Postgres {
			want = fmt.Sprintf(`{"data": {"amount": 50000}, "event_id": %q, "order_id": %q}`, line[1].ID, o.ID)
		}
		if len(heard) != 1 || heard[0] != want {
			t.Errorf("heard %s, want %s", heard, want)
		}
	})
}

// TestCancelWithMoney: money is an obstacle unless it shall go back, and a canceled order
// owes all of it.
func TestCancelWithMoney(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		v := c.Variant("кружка", 50000, 5)
		o := c.Placed("k", v, 2)
		_, err := c.Orders.ApplyMoney(c.Ctx, o.ID, order.MoneyFacts{Captured: 100000, Tried: true})
		c.OK(err)
		_, err = c.Orders.Cancel(c.Ctx, order.CancelRequest{OrderID: o.ID, By: operator()})
		wantFault(t, err, order.ErrMoneyHeld)
		_, err = c.Orders.Cancel(c.Ctx, order.CancelRequest{OrderID: o.ID, Revision: 1, By: operator(), Refund: true})
		wantFault(t, err, order.ErrRevision)
		got, err := c.Orders.Cancel(c.Ctx, order.CancelRequest{OrderID: o.ID, Revision: 2, By: operator(), Refund: true, Why: "передумал"})
		c.OK(err)
		if _, held := c.Stock(v); got.Status != order.Canceled || got.Balance().Amount != -100000 || held != 0 {
			t.Errorf("%s, owing %v, %d held", got.Status, got.Balance(), held)
		}
		got, err = c.Orders.ApplyMoney(c.Ctx, o.ID, order.MoneyFacts{Captured: 100000, Refunded: 100000, Tried: true})
		c.OK(err)
		if got.Payment != order.Refunded || !got.Balance().IsZero() {
			t.Errorf("%s, owing %v", got.Payment, got.Balance())
		}
		line, err := c.Orders.Timeline(c.Ctx, o.ID)
		c.OK(err)
		if last := line[len(line)-1]; last.What != order.EventCanceled || fmt.Sprint(last.Data) != "map[refund:true]" {
			t.Errorf("the timeline ends with %+v", last)
		}
	})
}
