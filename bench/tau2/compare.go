package tau2

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
)

// same compares two values by what they are as JSON.
func same(a, b any) bool { return text(a) == text(b) }

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprintf("%#v", v)
	}
	return string(b)
}

// settled puts what has no order into one, and leaves out what no tool changes: parcels,
// names, and whether an item can be had.
func (o Order) settled() Order {
	o.Fulfillments = nil
	o.Items = slices.Clone(o.Items)
	for i := range o.Items {
		o.Items[i].Name, o.Items[i].ProductID, o.Items[i].Available = "", "", false
	}
	slices.SortFunc(o.Items, func(a, b Item) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Price, b.Price)) })
	o.Payments = slices.Clone(o.Payments)
	slices.SortFunc(o.Payments, func(a, b Transaction) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Method, b.Method), cmp.Compare(a.Amount, b.Amount))
	})
	return o
}

// differences lists where a state is not the one wanted, at most a few.
func differences(want, have State) []string {
	var out []string
	note := func(what string, w, h any) {
		if !same(w, h) && len(out) < 5 {
			out = append(out, fmt.Sprintf("%s: want %s, have %s", what, text(w), text(h)))
		}
	}
	for id, w := range want.Orders {
		note("order "+id, w.settled(), have.Orders[id].settled())
	}
	for id, w := range want.Users {
		h := have.Users[id]
		note("the address of "+id, w.Address, h.Address)
		note("the methods of "+id, w.Methods, h.Methods)
	}
	slices.Sort(out)
	return out
}
