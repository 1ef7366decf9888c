package tau2

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"testing"
)

// TestMadeTasks: what the public tasks do not do is prescribed and carried out alike:
// each refusal there is, a payment method that changes, money that goes elsewhere, goods
// changed twice.
func TestMadeTasks(t *testing.T) {
	st, _, err := Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	m := newMaker(st)
	var tasks []Task
	var want []string
	for i, c := range m.cases() {
		task := Task{ID: fmt.Sprint(i)}
		task.Criteria.Actions = c.do
		tasks = append(tasks, task)
		want = append(want, string(c.refused))
	}
	rep, err := run(t.Context(), few(st, tasks), tasks)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rep.Results {
		refused := ""
		for _, why := range r.Refused {
			refused += why[len(tasks[i].Criteria.Actions[len(tasks[i].Criteria.Actions)-1].Name)+2:]
		}
		if len(r.Wrong) > 0 || refused != want[i] {
			t.Errorf("case %d: refused %q, want %q; wrong: %v\n%+v", i, refused, want[i], r.Wrong, tasks[i].Criteria.Actions)
		}
	}
	if rep.Right != len(tasks) {
		t.Errorf("%d of %d", rep.Right, len(tasks))
	}
}

type madeCase struct {
	do      []Action
	refused refusal // of the last action; "" is carried out
}

// maker finds orders and variants of the data set that fit a case.
type maker struct{ st State }

func newMaker(st State) maker { return maker{st} }

// order finds the first pending or delivered order that was paid by a kind of method and
// whose customer also has another kind.
func (m maker) order(status, paid, other string) (Order, string) {
	for _, id := range slices.Sorted(maps.Keys(m.st.Orders)) {
		o := m.st.Orders[id]
		u := m.st.Users[o.UserID]
		if o.Status != status || u.Methods[o.Payments[0].Method].Source != paid {
			continue
		}
		for _, mid := range slices.Sorted(maps.Keys(u.Methods)) {
			if mid != o.Payments[0].Method && u.Methods[mid].Source == other {
				return o, mid
			}
		}
	}
	panic("the data set has no such order")
}

// other finds a variant of an item's product, the dearest or the cheapest, or one that
// cannot be had.
func (m maker) other(x Item, which string) string {
	list := slices.SortedFunc(maps.Values(m.st.Products[x.ProductID].Variants), func(a, b Item) int {
		return cmp.Or(cmp.Compare(a.Price, b.Price), cmp.Compare(a.ID, b.ID))
	})
	list = slices.DeleteFunc(list, func(v Item) bool { return v.ID == x.ID || v.Available != (which != "gone") })
	switch {
	case len(list) == 0:
		return ""
	case which == "dear":
		return list[len(list)-1].ID
	}
	return list[0].ID
}

func act(name string, a Arguments) Action { return Action{Name: name, Arguments: a} }

func (m maker) cases() []madeCase {
	o, card := m.order("pending", "paypal", "credit_card")
	d, _ := m.order("delivered", "paypal", "credit_card")
	g, gift := m.order("pending", "credit_card", "gift_card")
	dg, dgift := m.order("delivered", "credit_card", "gift_card")
	paid := o.Payments[0].Method
	swap := func(o Order, which, method string) Arguments {
		x := o.Items[slices.IndexFunc(o.Items, func(x Item) bool { return m.other(x, which) != "" })]
		return Arguments{OrderID: o.ID, ItemIDs: []string{x.ID}, NewItemIDs: []string{m.other(x, which)}, MethodID: method}
	}
	foreign := swap(o, "dear", paid)
	for _, p := range m.st.Products {
		if p.ID != o.Items[0].ProductID {
			foreign.ItemIDs = []string{o.Items[0].ID}
			foreign.NewItemIDs = []string{slices.Sorted(maps.Keys(p.Variants))[0]}
			break
		}
	}
	cancel := func(id, why string) Action {
		return act("cancel_pending_order", Arguments{OrderID: id, Reason: why})
	}
	modify := func(a Arguments) Action { return act("modify_pending_order_items", a) }
	pay := func(id, method string) Action {
		return act("modify_pending_order_payment", Arguments{OrderID: id, MethodID: method})
	}
	to := Address{Line1: "1 Main St", Line2: "Flat 2", City: "Austin", State: "TX", Zip: "78701", Country: "USA"}
	move := act("modify_pending_order_address", Arguments{OrderID: o.ID, Address: to})
	back := func(o Order, method string, ids ...string) Action {
		return act("return_delivered_order_items", Arguments{OrderID: o.ID, ItemIDs: ids, MethodID: method})
	}
	same := swap(o, "dear", paid)
	same.NewItemIDs = same.ItemIDs
	fewer := swap(o, "dear", paid)
	fewer.NewItemIDs = nil
	absent := swap(o, "dear", paid)
	absent.ItemIDs = []string{"1"}
	return []madeCase{
		{[]Action{cancel(o.ID, "no longer needed")}, ""},
		{[]Action{cancel(g.ID, "ordered by mistake")}, ""},
		{[]Action{cancel(o.ID, "changed my mind")}, badReason},
		{[]Action{cancel(d.ID, "no longer needed")}, notPending},
		{[]Action{cancel("#W0000000", "no longer needed")}, noSuchOrder},
		{[]Action{cancel(o.ID, "no longer needed"), cancel(o.ID, "no longer needed")}, notPending},
		{[]Action{modify(swap(o, "dear", paid))}, ""},
		{[]Action{modify(swap(o, "cheap", paid))}, ""},
		{[]Action{modify(swap(o, "cheap", card))}, ""},
		{[]Action{modify(swap(o, "dear", card)), move}, ""},
		{[]Action{modify(swap(o, "dear", paid)), cancel(o.ID, "no longer needed")}, notPending},
		{[]Action{modify(swap(o, "dear", paid)), modify(swap(o, "cheap", paid))}, notPending},
		{[]Action{modify(swap(o, "gone", paid))}, unavailable},
		{[]Action{modify(foreign)}, otherProduct},
		{[]Action{modify(same)}, sameItem},
		{[]Action{modify(fewer)}, notSameCount},
		{[]Action{modify(absent)}, noSuchItem},
		{[]Action{modify(swap(o, "dear", "paypal_0"))}, noSuchMethod},
		{[]Action{pay(o.ID, card)}, ""},
		{[]Action{pay(o.ID, card), pay(o.ID, paid)}, onePayment},
		{[]Action{pay(o.ID, paid)}, sameMethod},
		{[]Action{pay(o.ID, "paypal_0")}, noSuchMethod},
		{[]Action{pay(d.ID, card)}, notPending},
		{[]Action{pay(m.poor())}, balanceShort},
		{[]Action{move}, ""},
		{[]Action{act("modify_pending_order_address", Arguments{OrderID: d.ID, Address: to})}, notPending},
		{[]Action{act("modify_user_address", Arguments{UserID: o.UserID, Address: to})}, ""},
		{[]Action{act("modify_user_address", Arguments{UserID: "nobody_1", Address: to})}, noSuchUser},
		{[]Action{back(d, d.Payments[0].Method, d.Items[0].ID)}, ""},
		{[]Action{back(dg, dgift, dg.Items[0].ID)}, ""},
		{[]Action{back(d, another(m.st.Users[d.UserID], d.Payments[0].Method), d.Items[0].ID)}, wrongMethod},
		{[]Action{back(d, d.Payments[0].Method, "1")}, noSuchItem},
		{[]Action{back(o, paid, o.Items[0].ID)}, notDelivered},
		{[]Action{back(d, d.Payments[0].Method, d.Items[0].ID), back(d, d.Payments[0].Method, d.Items[0].ID)}, notDelivered},
		{[]Action{act("exchange_delivered_order_items", swap(d, "cheap", d.Payments[0].Method))}, ""},
		{[]Action{act("exchange_delivered_order_items", swap(d, "gone", d.Payments[0].Method))}, unavailable},
		{[]Action{act("exchange_delivered_order_items", swap(o, "cheap", paid))}, notDelivered},
		{[]Action{modify(swap(g, "cheap", gift))}, ""},
	}
}

// poor finds a pending order and a gift card of its customer that cannot pay it.
func (m maker) poor() (orderID, method string) {
	for _, id := range slices.Sorted(maps.Keys(m.st.Orders)) {
		o := m.st.Orders[id]
		for mid, x := range m.st.Users[o.UserID].Methods {
			if o.Status == "pending" && x.gift() && mid != o.Payments[0].Method && x.Balance < o.Payments[0].Amount {
				return id, mid
			}
		}
	}
	panic("the data set has no such order")
}

func another(u User, not string) string {
	for _, mid := range slices.Sorted(maps.Keys(u.Methods)) {
		if mid != not && !u.Methods[mid].gift() {
			return mid
		}
	}
	panic("the customer has one method")
}
