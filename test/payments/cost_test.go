package payments_test

import (
	"strings"
	"testing"

	"prilavok/core/payment"
	"prilavok/store"
	"prilavok/store/postgres"
	"prilavok/store/storetest"
)

// checkoutStatements is what a yes to a payer may cost, without BEGIN and COMMIT. It only
// goes down.
const checkoutStatements = 8

// TestCheckoutCost counts what a checkout asks of the database: one unit of work.
func TestCheckoutCost(t *testing.T) {
	e := storetest.Ways[1].Open(t)
	db, err := postgres.Open(t.Context(), e.URL, postgres.Options{MaxConns: 2})
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	db.Watch = func(what string) { list = append(list, what) }
	st := store.New(db)
	defer st.Close()
	k := newKiosk(t, st, "kiosk")
	k.connect("telegram", map[string]string{"provider_token": testToken}, nil)
	p := k.begin(k.sell(2), "telegram.card")
	list = nil
	a, err := k.pay.Approve(k.Ctx, payment.Checkout{QueryID: "q", PaymentID: p.ID, Payer: "1", Amount: p.Amount})
	k.OK(err)
	got := strings.Join(list, ", ")
	if n := strings.Count(got, "begin"); !a.OK || n != 1 {
		t.Errorf("answered %+v in %d units", a, n)
	}
	if len(list)-2 > checkoutStatements {
		t.Errorf("a checkout runs %d statements, at most %d: %s", len(list)-2, checkoutStatements, got)
	}
	t.Log(got)
}
