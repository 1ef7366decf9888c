package tau2

import (
	"maps"
	"slices"
	"strings"
)

// refusal is why an action is not carried out. Both the expected state and the run over
// our services name theirs with these words, so that the reasons can be compared.
type refusal string

func (r refusal) Error() string { return string(r) }

const (
	notPending   refusal = "the order is not pending"
	notDelivered refusal = "the order is not delivered"
	noSuchOrder  refusal = "there is no such order"
	noSuchItem   refusal = "the order has no such item, or not so many"
	noSuchUser   refusal = "there is no such customer"
	noSuchMethod refusal = "the customer has no such payment method"
	sameItem     refusal = "the new item is the old one"
	notSameCount refusal = "as many new items are needed as old ones"
	unavailable  refusal = "the new item cannot be had"
	otherProduct refusal = "the new item is of another product"
	balanceShort refusal = "the gift card's balance is too small"
	badReason    refusal = "the reason is not one of those allowed"
	wrongMethod  refusal = "money goes back to the original method or to a gift card"
	onePayment   refusal = "the order must have exactly one payment"
	sameMethod   refusal = "the new payment method is the old one"
)

// cancelReasons are the only ones that its tools take.
var cancelReasons = []string{"no longer needed", "ordered by mistake"}

// writing are the tools that change something.
var writing = map[string]func(st *State, a Arguments, quirk bool) error{
	"cancel_pending_order":           cancel,
	"modify_pending_order_items":     modifyItems,
	"modify_pending_order_address":   modifyAddress,
	"modify_pending_order_payment":   modifyPayment,
	"modify_user_address":            modifyUser,
	"return_delivered_order_items":   returnItems,
	"exchange_delivered_order_items": exchangeItems,
}

// Writes reports whether an action changes something.
func (a Action) Writes() bool { return writing[a.Name] != nil }

// apply carries an action out on the state. With quirk, every modified item gets the
// price and options of the last new variant, as the original's leaked loop variable does,
// and a canceled order gives money back twice whose payment method was changed before.
func (st *State) apply(a Action, quirk bool) error { return writing[a.Name](st, a.Arguments, quirk) }

// clone copies what actions change.
func (st State) clone() State {
	out := State{Products: st.Products, Users: maps.Clone(st.Users), Orders: maps.Clone(st.Orders)}
	for id, u := range out.Users {
		u.Methods = maps.Clone(u.Methods)
		out.Users[id] = u
	}
	for id, o := range out.Orders {
		o.Items, o.Payments = slices.Clone(o.Items), slices.Clone(o.Payments)
		out.Orders[id] = o
	}
	return out
}

// order finds an order whose status fits.
func (st *State) order(id string, fits func(status string) bool, why refusal) (Order, error) {
	o, ok := st.Orders[id]
	switch {
	case !ok:
		return o, noSuchOrder
	case !fits(o.Status):
		return o, why
	}
	return o, nil
}

func exactly(want string) func(string) bool { return func(s string) bool { return s == want } }

// stillPending takes a modified order as well.
func stillPending(s string) bool { return strings.Contains(s, "pending") }

func (st *State) method(userID, id string) (Method, error) {
	m, ok := st.Users[userID].Methods[id]
	if !ok {
		return m, noSuchMethod
	}
	return m, nil
}

// move takes an amount from a gift card, or gives it back when it is negative. Other
// methods have no balance.
func (st *State) move(userID, methodID string, amount Cents) {
	m := st.Users[userID].Methods[methodID]
	if m.gift() {
		m.Balance -= amount
		st.Users[userID].Methods[methodID] = m
	}
}

// pays refuses what a gift card's balance does not cover.
func pays(m Method, amount Cents) error {
	if m.gift() && m.Balance < amount {
		return balanceShort
	}
	return nil
}

func cancel(st *State, a Arguments, quirk bool) error {
	o, err := st.order(a.OrderID, exactly("pending"), notPending)
	if err != nil {
		return err
	}
	if !slices.Contains(cancelReasons, a.Reason) {
		return badReason
	}
	for _, p := range slices.Clone(o.Payments) {
		back := Transaction{"refund", p.Amount, p.Method}
		// The original also gives back what a changed payment method has given back already.
		if !quirk && (p.Kind == back.Kind || slices.Contains(o.Payments, back)) {
			continue
		}
		o.Payments = append(o.Payments, back)
		st.move(o.UserID, p.Method, -p.Amount)
	}
	o.Status, o.CancelReason = "cancelled", a.Reason
	st.Orders[o.ID] = o
	return nil
}

// swap finds the variants that replace items, and what they cost more.
func (st *State) swap(o Order, a Arguments) (list []Item, diff Cents, err error) {
	if err := has(o, a.ItemIDs); err != nil {
		return nil, 0, err
	}
	if len(a.ItemIDs) != len(a.NewItemIDs) {
		return nil, 0, notSameCount
	}
	for i, id := range a.ItemIDs {
		old := o.Items[slices.IndexFunc(o.Items, func(x Item) bool { return x.ID == id })]
		v, ok := st.Products[old.ProductID].Variants[a.NewItemIDs[i]]
		switch {
		case !ok:
			return nil, 0, otherProduct
		case !v.Available:
			return nil, 0, unavailable
		}
		list, diff = append(list, v), diff+v.Price-old.Price
	}
	return list, diff, nil
}

// has refuses items that the order does not have, or not so often.
func has(o Order, ids []string) error {
	left := map[string]int{}
	for _, x := range o.Items {
		left[x.ID]++
	}
	for _, id := range ids {
		if left[id]--; left[id] < 0 {
			return noSuchItem
		}
	}
	return nil
}

func modifyItems(st *State, a Arguments, quirk bool) error {
	o, err := st.order(a.OrderID, exactly("pending"), notPending)
	if err != nil {
		return err
	}
	for i, id := range a.ItemIDs {
		if i < len(a.NewItemIDs) && id == a.NewItemIDs[i] {
			return sameItem
		}
	}
	list, diff, err := st.swap(o, a)
	if err != nil {
		return err
	}
	m, err := st.method(o.UserID, a.MethodID)
	if err == nil {
		err = pays(m, diff)
	}
	if err != nil {
		return err
	}
	kind, amount := "payment", diff
	if diff <= 0 {
		kind, amount = "refund", -diff
	}
	if amount != 0 { // the original writes a refund of nothing: no money moved
		o.Payments = append(o.Payments, Transaction{kind, amount, m.ID})
		st.move(o.UserID, m.ID, diff)
	}
	for i, id := range a.ItemIDs {
		at := slices.IndexFunc(o.Items, func(x Item) bool { return x.ID == id })
		v := list[i]
		if quirk {
			v = list[len(list)-1]
		}
		o.Items[at].ID, o.Items[at].Price, o.Items[at].Options = a.NewItemIDs[i], v.Price, v.Options
	}
	o.Status = "pending (item modified)"
	st.Orders[o.ID] = o
	return nil
}

func modifyAddress(st *State, a Arguments, _ bool) error {
	o, err := st.order(a.OrderID, stillPending, notPending)
	if err != nil {
		return err
	}
	o.Address = a.Address
	st.Orders[o.ID] = o
	return nil
}

func modifyPayment(st *State, a Arguments, _ bool) error {
	o, err := st.order(a.OrderID, stillPending, notPending)
	if err != nil {
		return err
	}
	if len(o.Payments) != 1 || o.Payments[0].Kind != "payment" {
		return onePayment
	}
	paid := o.Payments[0]
	m, err := st.method(o.UserID, a.MethodID)
	switch {
	case err != nil:
		return err
	case paid.Method == a.MethodID:
		return sameMethod
	}
	if err := pays(m, paid.Amount); err != nil {
		return err
	}
	o.Payments = append(o.Payments, Transaction{"payment", paid.Amount, m.ID}, Transaction{"refund", paid.Amount, paid.Method})
	st.move(o.UserID, m.ID, paid.Amount)
	st.move(o.UserID, paid.Method, -paid.Amount)
	st.Orders[o.ID] = o
	return nil
}

func modifyUser(st *State, a Arguments, _ bool) error {
	u, ok := st.Users[a.UserID]
	if !ok {
		return noSuchUser
	}
	u.Address = a.Address
	st.Users[u.ID] = u
	return nil
}

func returnItems(st *State, a Arguments, _ bool) error {
	o, err := st.order(a.OrderID, exactly("delivered"), notDelivered)
	if err != nil {
		return err
	}
	m, err := st.method(o.UserID, a.MethodID)
	switch {
	case err != nil:
		return err
	case !m.gift() && m.ID != o.Payments[0].Method:
		return wrongMethod
	}
	if err := has(o, a.ItemIDs); err != nil {
		return err
	}
	o.Status, o.ReturnItems, o.ReturnMethod = "return requested", slices.Sorted(slices.Values(a.ItemIDs)), a.MethodID
	st.Orders[o.ID] = o
	return nil
}

func exchangeItems(st *State, a Arguments, _ bool) error {
	o, err := st.order(a.OrderID, exactly("delivered"), notDelivered)
	if err != nil {
		return err
	}
	_, diff, err := st.swap(o, a)
	if err != nil {
		return err
	}
	m, err := st.method(o.UserID, a.MethodID)
	if err == nil {
		err = pays(m, diff)
	}
	if err != nil {
		return err
	}
	o.Status, o.ExchangeMethod, o.ExchangeDifference = "exchange requested", m.ID, &diff
	o.ExchangeItems, o.ExchangeNewItems = slices.Sorted(slices.Values(a.ItemIDs)), slices.Sorted(slices.Values(a.NewItemIDs))
	st.Orders[o.ID] = o
	return nil
}
