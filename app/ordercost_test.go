package app_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"prilavok/core/cart"
	"prilavok/core/order"
	"prilavok/store"
	"prilavok/store/postgres"
	"prilavok/store/storetest"
)

// What placing an order of two products costs on Postgres when nobody else places one: who
// has rivals is given its number beforehand, one round trip less. It only goes down.
const (
	orderStatements = 19 // without BEGIN and COMMIT
	orderTrips      = 5
)

// TestOrderCost counts what an order asks of the database, from a full cart to a placed
// order with reserved stock, timeline, event and the job that ends the reservation.
func TestOrderCost(t *testing.T) {
	e := storetest.Ways[1].Open(t)
	var trips atomic.Int64
	db, err := postgres.Open(t.Context(), counted(t, e.URL, &trips), postgres.Options{MaxConns: 1})
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	db.Watch = func(what string) { list = append(list, what) }
	st := store.New(db)
	defer st.Close()
	c := storetest.NewCounter(t, st, "north")
	mug, cup := c.Variant("кружка", 49900, 100), c.Variant("чашка", 30000, 100)
	b := c.Buyer()
	var before int64
	for i := range 3 { // the first ones make the connection know every statement
		for _, v := range []string{mug, cup} {
			_, err := c.Carts.Add(c.Ctx, b.ContactID, v, 1)
			c.OK(err)
		}
		r := c.PlaceRequest(b, fmt.Sprint("k", i), cart.Choice{})
		r.PaymentMethod = order.BankTransfer
		list, before = nil, trips.Load()
		_, err := c.Orders.Place(c.Ctx, r)
		c.OK(err)
	}
	n := trips.Load() - before
	statements := list[1 : len(list)-1]
	t.Logf("an order: %d statements and %d round trips: %s", len(statements), n, strings.Join(statements, ", "))
	if list[0] != "begin" || list[len(list)-1] != "commit" || len(statements) > orderStatements {
		t.Errorf("an order runs %d statements, at most %d in one unit: %s", len(statements), orderStatements, strings.Join(list, ", "))
	}
	if n > orderTrips {
		t.Errorf("an order makes %d round trips, at most %d", n, orderTrips)
	}
}
