package tau2

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestRun: every task of the public data set ends as its semantics prescribe, through our
// own services. To be quick it imports the customers that tasks are about, and a few more.
func TestRun(t *testing.T) {
	st, tasks, err := Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	rep, err := run(t.Context(), few(st, tasks), tasks)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := rep.Print(&out); err != nil {
		t.Fatal(err)
	}
	want := `task 105: refused as prescribed: exchange_delivered_order_items: the gift card's balance is too small
tasks whose original end state has the quirks (last variant, refund of a refund): 20, 21, 37
74 of 74
`
	if out.String() != want {
		t.Errorf("got\n%s", out.String())
	}
}

// few keeps the customers that tasks write to, and every twentieth of the others.
func few(st State, tasks []Task) State {
	keep := map[string]bool{}
	for _, x := range tasks {
		for _, a := range x.Criteria.Actions {
			keep[a.Arguments.UserID] = true
			keep[st.Orders[a.Arguments.OrderID].UserID] = true
		}
	}
	for i, id := range slices.Sorted(maps.Keys(st.Users)) {
		keep[id] = keep[id] || i%20 == 0
	}
	out := State{Products: st.Products, Users: map[string]User{}, Orders: map[string]Order{}}
	for id, u := range st.Users {
		if keep[id] {
			out.Users[id] = u
		}
	}
	for id, o := range st.Orders {
		if keep[o.UserID] {
			out.Orders[id] = o
		}
	}
	return out
}

// TestDifferences: what is compared is noticed, each part of it.
func TestDifferences(t *testing.T) {
	st, _, err := Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	const oid = "#W2611340"
	change := func(fn func(o *Order)) State {
		out := st.clone()
		o := out.Orders[oid]
		fn(&o)
		out.Orders[oid] = o
		return out
	}
	if diff := differences(st, st.clone()); len(diff) != 0 {
		t.Errorf("a copy differs: %v", diff)
	}
	one := Cents(1)
	for name, have := range map[string]State{
		"status":     change(func(o *Order) { o.Status = "pending" }),
		"address":    change(func(o *Order) { o.Address.Zip = "1" }),
		"item":       change(func(o *Order) { o.Items[0].ID = "1" }),
		"price":      change(func(o *Order) { o.Items[0].Price++ }),
		"options":    change(func(o *Order) { o.Items[0].Options = nil }),
		"piece":      change(func(o *Order) { o.Items = o.Items[1:] }),
		"amount":     change(func(o *Order) { o.Payments[0].Amount++ }),
		"method":     change(func(o *Order) { o.Payments[0].Method = "cash" }),
		"refund":     change(func(o *Order) { o.Payments = append(o.Payments, Transaction{"refund", 1, "cash"}) }),
		"reason":     change(func(o *Order) { o.CancelReason = "no longer needed" }),
		"return":     change(func(o *Order) { o.ReturnItems = []string{"1"} }),
		"return to":  change(func(o *Order) { o.ReturnMethod = "cash" }),
		"exchange":   change(func(o *Order) { o.ExchangeNewItems = []string{"1"} }),
		"difference": change(func(o *Order) { o.ExchangeDifference = &one }),
	} {
		if diff := differences(st, have); len(diff) != 1 || !strings.HasPrefix(diff[0], "order "+oid) {
			t.Errorf("%s: %v", name, diff)
		}
	}
	moved, poorer := st.clone(), st.clone()
	for id, u := range st.Users {
		u.Address.City = "Elsewhere"
		moved.Users[id] = u
		for mid, m := range u.Methods {
			m.Balance++
			poorer.Users[id].Methods[mid] = m
		}
		break
	}
	if len(differences(st, moved)) != 1 || len(differences(st, poorer)) != 1 {
		t.Error("a customer's address or balance is not compared")
	}
}
