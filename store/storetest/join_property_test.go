package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"prilavok/core/cart"
	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/notify"
	"prilavok/store"
)

// couple is two customers who are joined and parted, with what they should have.
type couple struct {
	*Counter
	convs    [2]inbox.Conversation
	variants []string
	keys     int
	orders   map[string]int // id → who placed it, by conversation
	said     map[string]int // consent → who said it
	joined   string         // the join in force
	before   [2]map[string]int64
	touched  map[string]bool // variants changed since the join
}

// TestJoinLosesNothing: whatever two customers do before, while and after they are one, no
// line, order or consent is lost, none is there twice, and each order and consent is back
// with who made it when the join is undone.
func TestJoinLosesNothing(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		shops := 0
		rapid.Check(t, func(r *rapid.T) {
			shops++
			c := NewCounter(t, st, fmt.Sprint("j", shops))
			x := &couple{Counter: c, orders: map[string]int{}, said: map[string]int{}}
			x.convs = [2]inbox.Conversation{c.Buyer(), c.Buyer()}
			for i := range 3 {
				x.variants = append(x.variants, c.Variant(fmt.Sprint("p", i), 1000, 200))
			}
			steps := []func(*rapid.T){x.put, x.put, x.put, x.put, x.order, x.say, x.join, x.part}
			for range rapid.IntRange(5, 20).Draw(r, "steps") {
				x.Pass(time.Second)
				rapid.SampledFrom(steps).Draw(r, "step")(r)
				x.check(r)
			}
		})
	})
}

// who returns the contact that an address belongs to now.
func (x *couple) who(i int) string {
	var c inbox.Conversation
	x.OK(x.Store.View(x.Ctx, func(ctx context.Context) (err error) {
		c, err = x.Store.ConversationByID(ctx, x.convs[i].ID)
		return err
	}))
	return c.ContactID
}

func (x *couple) cartOf(id string) map[string]int64 {
	out := map[string]int64{}
	x.OK(x.Store.View(x.Ctx, func(ctx context.Context) error {
		c, err := x.Store.CartRows(ctx, id)
		for _, r := range c.Rows {
			out[r.VariantID] += r.Quantity
		}
		return err
	}))
	return out
}

func (x *couple) put(r *rapid.T) {
	i, v, n := rapid.IntRange(0, 1).Draw(r, "who"), rapid.SampledFrom(x.variants).Draw(r, "what"), rapid.Int64Range(0, 5).Draw(r, "pieces")
	_, err := x.Carts.SetQuantity(x.Ctx, x.who(i), v, n)
	if err != nil && !fault.Is(err, fault.NotFound) {
		x.OK(err)
	}
	if x.touched != nil {
		x.touched[v] = true
	}
}

func (x *couple) order(r *rapid.T) {
	i := rapid.IntRange(0, 1).Draw(r, "who")
	who := x.who(i)
	if len(x.cartOf(who)) == 0 {
		return
	}
	for v := range x.cartOf(who) {
		if x.touched != nil {
			x.touched[v] = true
		}
	}
	x.keys++
	conv := x.convs[i]
	conv.ContactID = who
	o, err := x.Orders.Place(x.Ctx, x.PlaceRequest(conv, fmt.Sprint("k", x.keys), x.choice()))
	x.OK(err)
	x.orders[o.ID] = i
}

func (x *couple) choice() cart.Choice {
	return cart.Choice{MethodID: x.Delivery(cart.Method{Kind: cart.Pickup}).ID}
}

func (x *couple) say(r *rapid.T) {
	i := rapid.IntRange(0, 1).Draw(r, "who")
	id := x.IDs.Make("cns")
	if x.joined != "" {
		return // who said it of two is not known then
	}
	x.OK(x.Store.InTx(x.Ctx, func(ctx context.Context) error {
		return x.Store.AddConsent(ctx, notify.Consent{ID: id, ContactID: x.who2(ctx, i), Topic: notify.Promo, Allowed: rapid.Bool().Draw(r, "yes"), At: x.Now()})
	}))
	x.said[id] = i
}

func (x *couple) who2(ctx context.Context, i int) string {
	c, err := x.Store.ConversationByID(ctx, x.convs[i].ID)
	x.OK(err)
	return c.ContactID
}

func (x *couple) join(r *rapid.T) {
	if x.joined != "" {
		return
	}
	kept := rapid.IntRange(0, 1).Draw(r, "kept")
	x.before = [2]map[string]int64{x.cartOf(x.who(0)), x.cartOf(x.who(1))}
	x.joined, x.touched = x.IDs.Make("jnc"), map[string]bool{}
	j := joinOf(x.joined, x.who(1-kept), x.who(kept), x.Now())
	x.OK(x.Store.InTx(x.Ctx, func(ctx context.Context) error { return x.Store.JoinContacts(ctx, j) }))
	got := x.cartOf(x.who(0))
	for _, v := range x.variants {
		if want := min(x.before[0][v]+x.before[1][v], cart.MaxQuantity); got[v] != want {
			r.Errorf("joined: %d of %s, want %d", got[v], v, want)
		}
	}
}

func (x *couple) part(r *rapid.T) {
	if x.joined == "" {
		return
	}
	now := x.cartOf(x.who(0))
	x.OK(x.Store.InTx(x.Ctx, func(ctx context.Context) error {
		j, err := x.Store.LockJoin(ctx, x.joined)
		x.OK(err)
		j.State, j.UndoneAt, j.UndoneBy = contact.Undone, x.Now(), "stf_1"
		return x.Store.PartContacts(ctx, j)
	}))
	a, b := x.cartOf(x.who(0)), x.cartOf(x.who(1))
	for _, v := range x.variants {
		if a[v]+b[v] != now[v] {
			r.Errorf("parted: %d and %d of %s, together there were %d", a[v], b[v], v, now[v])
		}
		if !x.touched[v] && (a[v] != x.before[0][v] || b[v] != x.before[1][v]) {
			r.Errorf("parted: %d and %d of %s, before there were %d and %d", a[v], b[v], v, x.before[0][v], x.before[1][v])
		}
	}
	x.joined, x.touched = "", nil
	for id, i := range x.orders {
		o, err := x.Orders.Get(x.Ctx, id)
		x.OK(err)
		if o.ContactID != x.who(i) {
			r.Errorf("order %s is with the other one", id)
		}
	}
}

// check: each address has one contact, and all orders and consents are there once.
func (x *couple) check(r *rapid.T) {
	one, two := x.who(0), x.who(1)
	if (one == two) != (x.joined != "") {
		r.Fatalf("contacts %s and %s, join %q", one, two, x.joined)
	}
	x.OK(x.Store.View(x.Ctx, func(ctx context.Context) error {
		var errs []error
		n, k := 0, 0
		for i, who := range []string{one, two} {
			if i == 1 && one == two {
				break
			}
			page, err := x.Store.OrdersOf(ctx, who, "", 100)
			said, err2 := x.Store.ConsentsOf(ctx, who)
			errs = append(errs, err, err2)
			n += len(page)
			k += len(said)
		}
		if n != len(x.orders) || k != len(x.said) {
			r.Errorf("%d orders and %d consents, want %d and %d", n, k, len(x.orders), len(x.said))
		}
		return errors.Join(errs...)
	}))
}
