package tau2

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
)

// TestAnyTasks: tasks made at random, of all kinds and of several actions on the same few
// orders, end as prescribed. PRILAVOK_TAU2_TASKS asks for more of them.
func TestAnyTasks(t *testing.T) {
	st, _, err := Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	n := 40
	if asked, err := strconv.Atoi(os.Getenv("PRILAVOK_TAU2_TASKS")); err == nil {
		n = asked
	}
	d := dice{rand.New(rand.NewPCG(2026, 11)), newMaker(st)}
	tasks := make([]Task, n)
	for i := range tasks {
		tasks[i].ID = fmt.Sprint(i)
		tasks[i].Criteria.Actions = d.actions()
	}
	rep, err := run(t.Context(), few(st, tasks), tasks)
	if err != nil {
		t.Fatal(err)
	}
	done := 0
	for i, r := range rep.Results {
		done += r.Writes - len(r.Refused)
		if len(r.Wrong) > 0 {
			t.Errorf("%v\n%+v", r.Wrong, tasks[i].Criteria.Actions)
		}
	}
	if done < n/2 {
		t.Errorf("only %d actions of %d tasks were carried out: the tasks say little", done, n)
	}
}

// dice makes actions that are mostly possible.
type dice struct {
	*rand.Rand
	maker
}

// pick is one of a list.
func pick[T any](d dice, list []T) T { return list[d.IntN(len(list))] }

func (d dice) rarely() bool { return d.IntN(8) == 0 }

// actions are one customer's wishes about one or two of their orders.
func (d dice) actions() []Action {
	u := d.st.Users[pick(d, slices.Sorted(maps.Keys(d.st.Users)))]
	if len(u.Orders) == 0 {
		return d.actions()
	}
	var list []Action
	for range 1 + d.IntN(4) {
		list = append(list, d.action(u, d.st.Orders[pick(d, u.Orders)]))
	}
	return list
}

func (d dice) action(u User, o Order) Action {
	to := Address{Line1: fmt.Sprintf("%d Elm Street", d.IntN(900)), Line2: pick(d, []string{"", "Suite 4"}), City: "Denver", State: "CO", Zip: "80279", Country: "USA"}
	name := pick(d, slices.Sorted(maps.Keys(writing)))
	switch {
	case o.Status == "delivered" && !d.rarely():
		name = pick(d, []string{"return_delivered_order_items", "exchange_delivered_order_items"})
	case o.Status == "pending" && !d.rarely():
		name = pick(d, []string{"cancel_pending_order", "modify_pending_order_items", "modify_pending_order_address", "modify_pending_order_payment"})
	}
	a := Arguments{OrderID: o.ID, UserID: u.ID, Address: to, Reason: pick(d, cancelReasons), MethodID: d.method(u, o)}
	a.ItemIDs, a.NewItemIDs = d.items(o)
	return act(name, a)
}

func (d dice) method(u User, o Order) string {
	if d.rarely() {
		return "credit_card_0000000"
	}
	if d.IntN(2) == 0 {
		return o.Payments[0].Method
	}
	return pick(d, slices.Sorted(maps.Keys(u.Methods)))
}

// items picks pieces of an order and what they are to be swapped for.
func (d dice) items(o Order) (old, fresh []string) {
	list := slices.Clone(o.Items)
	d.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	for _, x := range list[:1+d.IntN(len(list))] {
		v := d.other(x, pick(d, []string{"dear", "cheap"}))
		if v == "" || d.IntN(20) == 0 {
			v = pick(d, slices.Sorted(maps.Keys(d.st.Products[x.ProductID].Variants)))
		}
		old, fresh = append(old, x.ID), append(fresh, v)
	}
	if d.IntN(20) == 0 {
		old = append(old, old[0])
		fresh = append(fresh, fresh[0])
	}
	return old, fresh
}
