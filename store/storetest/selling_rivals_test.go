package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"prilavok/core/cart"
	"prilavok/core/inbox"
	"prilavok/core/order"
	"prilavok/store"
)

// TestLastPieces: 64 rivals want the last 10 pieces. Exactly 10 get one, the others
// are told that nothing is left.
func TestLastPieces(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		const rivals, pieces = 64, 10
		v := c.Variant("кружка", 49900, pieces)
		var requests []order.Request
		for i := range rivals {
			b := c.Buyer()
			_, err := c.Carts.Add(c.Ctx, b.ContactID, v, 1)
			c.OK(err)
			requests = append(requests, c.PlaceRequest(b, fmt.Sprint("k", i), cart.Choice{}))
		}
		results := make([]error, rivals)
		numbers := make([]string, rivals)
		together(rivals, func(i int) {
			var o order.Order
			o, results[i] = c.Orders.Place(c.Ctx, requests[i])
			numbers[i] = o.Number
		})
		placed, seen := 0, map[string]bool{}
		for i, err := range results {
			switch {
			case err == nil:
				placed++
				if seen[numbers[i]] {
					t.Errorf("number %s was given twice", numbers[i])
				}
				seen[numbers[i]] = true
			case !errors.Is(err, order.ErrOutOfStock):
				t.Errorf("rival %d: %v", i, err)
			}
		}
		if on, held := c.Stock(v); placed != pieces || on != pieces || held != pieces {
			t.Errorf("%d orders for %d pieces, %d of %d reserved", placed, pieces, held, on)
		}
		page, err := c.Orders.List(c.Ctx, order.Filter{}, "")
		c.OK(err)
		if len(page.Orders) != pieces {
			t.Errorf("%d orders are stored", len(page.Orders))
		}
	})
}

// TestNumbersFollow: rivals who all get their goods get numbers without a gap, and a
// number that a refused request had taken goes to the next order.
func TestNumbersFollow(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		const rivals = 24
		v, scarce := c.Variant("кружка", 49900, 1000), c.Variant("чашка", 1000, 2)
		seen := map[string]bool{}
		for round, variant := range []string{v, scarce, v} {
			requests := make([]order.Request, rivals)
			for i := range requests {
				b := c.Buyer()
				_, err := c.Carts.Add(c.Ctx, b.ContactID, variant, 1)
				c.OK(err)
				requests[i] = c.PlaceRequest(b, fmt.Sprint(round, "-", i), cart.Choice{})
			}
			numbers := make([]string, rivals)
			together(rivals, func(i int) {
				o, err := c.Orders.Place(c.Ctx, requests[i])
				if err != nil && variant == v {
					t.Error(err)
				}
				numbers[i] = o.Number
			})
			for _, n := range numbers {
				if n != "" && seen[n] {
					t.Errorf("number %s was given twice", n)
				}
				seen[n] = n != ""
			}
		}
		last := c.Buyer()
		_, err := c.Carts.Add(c.Ctx, last.ContactID, v, 1)
		c.OK(err)
		o, err := c.Orders.Place(c.Ctx, c.PlaceRequest(last, "last", cart.Choice{}))
		c.OK(err)
		for n := int64(1001); n <= 1000+rivals; n++ {
			if !seen[fmt.Sprint(n)] {
				t.Errorf("number %d is left out of the first round", n)
			}
		}
		if seen[o.Number] || o.Seq > 1000+2*rivals+2+1 {
			t.Errorf("the last order has number %s after %d orders", o.Number, 2*rivals+2)
		}
	})
}

// TestOneKeyOneOrder: the same request from many sides at once makes one order.
func TestOneKeyOneOrder(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		v, b := c.Variant("кружка", 49900, 100), c.Buyer()
		_, err := c.Carts.Add(c.Ctx, b.ContactID, v, 3)
		c.OK(err)
		r := c.PlaceRequest(b, "k", cart.Choice{})
		ids := make([]string, 16)
		together(len(ids), func(i int) {
			o, err := c.Orders.Place(c.Ctx, r)
			if err != nil {
				t.Error(err)
			}
			ids[i] = o.ID
		})
		for _, id := range ids {
			if id != ids[0] {
				t.Errorf("orders %s and %s", id, ids[0])
			}
		}
		if _, held := c.Stock(v); held != 3 {
			t.Errorf("%d reserved", held)
		}
	})
}

// TestOneKeyManyBuyers: of rivals who use one key at the same moment one gets an order, and
// the others hear that the key is taken; what they wanted is in their carts.
func TestOneKeyManyBuyers(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		v := c.Variant("кружка", 49900, 100)
		requests := make([]order.Request, 8)
		for i := range requests {
			b := c.Buyer()
			_, err := c.Carts.Add(c.Ctx, b.ContactID, v, 1)
			c.OK(err)
			requests[i] = c.PlaceRequest(b, "k", cart.Choice{})
		}
		results := make([]error, len(requests))
		together(len(requests), func(i int) { _, results[i] = c.Orders.Place(c.Ctx, requests[i]) })
		placed := 0
		for i, err := range results {
			left, again := c.Carts.Get(c.Ctx, requests[i].ContactID)
			c.OK(again)
			switch {
			case err == nil:
				placed++
			case !errors.Is(err, order.ErrKey) || left.Count() != 1:
				t.Errorf("rival %d: %v with %d in the cart", i, err, left.Count())
			}
		}
		if _, held := c.Stock(v); placed != 1 || held != 1 {
			t.Errorf("%d orders, %d reserved", placed, held)
		}
	})
}

// together starts n at the same moment and waits for all.
func together(n int, fn func(i int)) {
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		wg.Go(func() {
			<-start
			fn(i)
		})
	}
	close(start)
	wg.Wait()
}

// TestStockIsConserved sells at random: buyers add, order, repeat requests, operators
// cancel and complete. At every moment what is reserved is what placed orders hold,
// what is gone is what completed ones took, and every total is the sum of its parts.
func TestStockIsConserved(t *testing.T) { Both(t, stockIsConserved) }

func stockIsConserved(t *testing.T, st *store.Store) {
	shops := 0
	rapid.Check(t, func(r *rapid.T) {
		shops++
		c := NewCounter(t, st, fmt.Sprint("s", shops))
		x := &trade{Counter: c, start: map[string]int64{}, orders: map[string]order.Order{}, byKey: map[string]string{}}
		for i := range 2 {
			n := rapid.Int64Range(0, 9).Draw(r, "pieces")
			v := c.Variant(fmt.Sprint("p", i), rapid.Int64Range(1, 1e6).Draw(r, "price"), n)
			x.variants, x.start[v] = append(x.variants, v), n
		}
		x.method = c.Delivery(cart.Method{Kind: cart.Courier, Price: rapid.Int64Range(0, 1e5).Draw(r, "fee"), FreeFrom: 5e5})
		for range 2 {
			x.buyers = append(x.buyers, c.Buyer())
		}
		r.Repeat(map[string]func(*rapid.T){"add": x.add, "place": x.place, "cancel": x.cancel, "complete": x.complete, "": x.check})
	})
}

// trade is the model that the property compares the shop with.
type trade struct {
	*Counter
	variants []string
	start    map[string]int64
	method   cart.Method
	buyers   []inbox.Conversation
	orders   map[string]order.Order
	ids      []string
	byKey    map[string]string
}

func (x *trade) add(r *rapid.T) {
	b := rapid.SampledFrom(x.buyers).Draw(r, "buyer")
	_, err := x.Carts.Add(x.Ctx, b.ContactID, rapid.SampledFrom(x.variants).Draw(r, "variant"), rapid.Int64Range(1, 4).Draw(r, "n"))
	if err != nil && !errors.Is(err, cart.ErrOutOfStock) {
		r.Fatal(err)
	}
}

func (x *trade) place(r *rapid.T) {
	i := rapid.IntRange(0, len(x.buyers)-1).Draw(r, "buyer")
	b := x.buyers[i]
	key := fmt.Sprintf("%d-%d", i, rapid.IntRange(0, 4).Draw(r, "key"))
	o, err := x.Orders.Place(x.Ctx, x.PlaceRequest(b, key, cart.Choice{MethodID: x.method.ID}))
	known, again := x.byKey[key]
	switch {
	case again && (err != nil || o.ID != known):
		r.Fatalf("key %s gives %s, %v; it was %s", key, o.ID, err, known)
	case again || errors.Is(err, order.ErrNotReady) || errors.Is(err, order.ErrOutOfStock):
		return
	case err != nil:
		r.Fatal(err)
	}
	sum := int64(0)
	for _, l := range o.Lines {
		sum += l.Price.Amount * l.Quantity
	}
	if o.Items.Amount != sum || o.Total.Amount != sum-o.Discount.Amount+o.Delivery.Amount {
		r.Fatalf("totals of %+v", o)
	}
	x.orders[o.ID], x.byKey[key] = o, o.ID
	x.ids = append(x.ids, o.ID)
}

func (x *trade) end(r *rapid.T, to order.Status, fn func(context.Context, string, order.Actor, string) (order.Order, error)) {
	if len(x.ids) == 0 {
		r.Skip("no orders yet")
	}
	o := x.orders[rapid.SampledFrom(x.ids).Draw(r, "order")]
	got, err := fn(x.Ctx, o.ID, order.Actor{Kind: order.ByOperator}, "")
	if (err == nil) != (o.Status == order.Placed) {
		r.Fatalf("from %s to %s: %v", o.Status, to, err)
	}
	if err == nil {
		x.orders[o.ID] = got
	}
}

func (x *trade) cancel(r *rapid.T) {
	x.end(r, order.Canceled, func(ctx context.Context, id string, by order.Actor, why string) (order.Order, error) {
		return x.Orders.Cancel(ctx, order.CancelRequest{OrderID: id, By: by, Why: why})
	})
}

func (x *trade) complete(r *rapid.T) { x.end(r, order.Completed, x.Orders.Complete) }

func (x *trade) check(r *rapid.T) {
	held, sold := map[string]int64{}, map[string]int64{}
	for _, o := range x.orders {
		for _, l := range o.Lines {
			switch o.Status {
			case order.Placed:
				held[l.VariantID] += l.Quantity
			case order.Completed:
				sold[l.VariantID] += l.Quantity
			}
		}
	}
	for _, v := range x.variants {
		if on, reserved := x.Stock(v); on != x.start[v]-sold[v] || reserved != held[v] || reserved > on || reserved < 0 {
			r.Fatalf("%s: %d on hand, %d reserved; began with %d, sold %d, held %d", v, on, reserved, x.start[v], sold[v], held[v])
		}
	}
}
