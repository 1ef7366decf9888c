package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"prilavok/core/cart"
	"prilavok/core/delivery"
	"prilavok/core/order"
	"prilavok/store"
)

// van is a courier with two times a day.
func (c *Counter) van(capacity int64) cart.Method {
	return c.Delivery(cart.Method{Kind: cart.Courier, Price: 300, Carrier: "cdek", Rates: []delivery.Rate{{UpTo: 1000, Price: 100}, {Price: 500}},
		Schedule: delivery.Schedule{DaysAhead: 3, Windows: []delivery.Window{{From: "10:00", To: "12:00", Capacity: capacity}, {From: "18:00", To: "20:00", Capacity: 9}}}})
}

// placed orders one piece for a new buyer, for a time.
func (c *Counter) placed(variant, key string, choice cart.Choice) (order.Order, error) {
	b := c.Buyer()
	_, err := c.Carts.Add(c.Ctx, b.ContactID, variant, 1)
	c.OK(err)
	return c.Orders.Place(c.Ctx, c.PlaceRequest(b, key, choice))
}

var _ = Case("SlotsTaken TakeSlot BookedSlot PutBooking FreeSlot", func(t *testing.T, st *store.Store) {
	c := NewCounter(t, st, "slots")
	m := c.van(2)
	list, err := c.Ways.Active(c.Ctx)
	c.OK(err)
	if !reflect.DeepEqual(list, []cart.Method{m}) && fmt.Sprint(list) != fmt.Sprint([]cart.Method{m}) {
		t.Errorf("read back %+v", list)
	}
	times, err := c.Carts.Times(c.Ctx, cart.Choice{MethodID: m.ID})
	c.OK(err)
	taken := func(want ...int64) {
		t.Helper()
		c.OK(st.View(c.Ctx, func(ctx context.Context) error {
			got, err := st.SlotsTaken(ctx, c.Now())
			for i, n := range want {
				if got[times[i].ID] != n {
					t.Errorf("slot %d has %d, want %d", i, got[times[i].ID], n)
				}
			}
			return err
		}))
	}
	c.OK(c.Ways.Book(c.Ctx, "one", times[0]))
	c.OK(c.Ways.Book(c.Ctx, "one", times[0])) // once is enough
	c.OK(c.Ways.Book(c.Ctx, "two", times[0]))
	taken(2, 0)
	wantFault(t, c.Ways.Book(c.Ctx, "three", times[0]), delivery.ErrSlotFull)
	c.OK(c.Ways.Book(c.Ctx, "two", times[1])) // another time gives the first back
	taken(1, 1)
	c.OK(c.Ways.Book(c.Ctx, "three", times[0]))
	c.OK(c.Ways.Free(c.Ctx, "one"))
	c.OK(c.Ways.Free(c.Ctx, "one"))
	c.OK(c.Ways.Book(c.Ctx, "two", delivery.Slot{}))
	taken(1, 0)
	times, err = c.Carts.Times(c.Ctx, cart.Choice{MethodID: m.ID})
	c.OK(err)
	if times[0].Left != 1 || times[1].Left != 9 {
		t.Errorf("left %d and %d", times[0].Left, times[1].Left)
	}
	c.Pass(24 * time.Hour)
	c.OK(st.View(c.Ctx, func(ctx context.Context) error {
		got, err := st.SlotsTaken(ctx, c.Now())
		if len(got) != 0 {
			t.Errorf("what is over counts: %v", got)
		}
		return err
	}))
})

// TestOrderTakesItsTime: an order holds the time that was chosen, says so, and gives it
// back when it is canceled; what is full is refused by name.
func TestOrderTakesItsTime(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		m, v := c.van(1), c.Variant("кружка", 49900, 10)
		times, err := c.Carts.Times(c.Ctx, cart.Choice{MethodID: m.ID})
		c.OK(err)
		choice := cart.Choice{MethodID: m.ID, Slot: times[0].Key()}
		o, err := c.placed(v, "a", choice)
		c.OK(err)
		got, err := c.Orders.Get(c.Ctx, o.ID)
		c.OK(err)
		if got.Ship.Slot != times[0].Period || got.Delivery.Amount != 100 {
			t.Errorf("the order is for %+v at %v", got.Ship.Slot, got.Delivery)
		}
		_, err = c.placed(v, "b", choice)
		wantFault(t, err, order.ErrSlotTaken)
		_, err = c.placed(v, "c", cart.Choice{MethodID: m.ID})
		wantFault(t, err, order.ErrNotReady)
		_, err = c.Orders.Cancel(c.Ctx, order.CancelRequest{OrderID: o.ID, By: order.Actor{Kind: order.ByOperator}})
		c.OK(err)
		_, err = c.placed(v, "d", choice)
		c.OK(err)
		if _, held := c.Stock(v); held != 1 {
			t.Errorf("%d reserved", held)
		}
	})
}

// TestSlotRivals: 64 rivals want a time with 5 places. Exactly 5 get it, the others are
// told so by name, and nothing of theirs is left behind.
func TestSlotRivals(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		const rivals, places = 64, 5
		m, v := c.van(places), c.Variant("кружка", 49900, 1000)
		times, err := c.Carts.Times(c.Ctx, cart.Choice{MethodID: m.ID})
		c.OK(err)
		choice := cart.Choice{MethodID: m.ID, Slot: times[0].Key()}
		requests := make([]order.Request, rivals)
		for i := range requests {
			b := c.Buyer()
			_, err := c.Carts.Add(c.Ctx, b.ContactID, v, 1)
			c.OK(err)
			requests[i] = c.PlaceRequest(b, fmt.Sprint("k", i), choice)
		}
		results := make([]error, rivals)
		together(rivals, func(i int) { _, results[i] = c.Orders.Place(c.Ctx, requests[i]) })
		placed := 0
		for i, err := range results {
			var no *order.Refusal
			switch {
			case err == nil:
				placed++
			case !errors.Is(err, order.ErrSlotTaken) || !errors.As(err, &no) || no.Quote.Problems[0].Code != cart.ProblemSlot:
				t.Errorf("rival %d: %v", i, err)
			}
		}
		_, held := c.Stock(v)
		if times, err = c.Carts.Times(c.Ctx, choice); err != nil || placed != places || held != places || times[0].Left != 0 {
			t.Errorf("%d orders for %d places, %d reserved, %d left, %v", placed, places, held, times[0].Left, err)
		}
	})
}
