package tau2

import (
	"slices"
	"strings"

	"prilavok/core/lang"
	"prilavok/core/order"
	"prilavok/core/order/returns"
	"prilavok/core/payment"
)

// facts are what happened to an order, as our services tell it.
type facts struct {
	payments   []payment.Payment
	operations []payment.Operation
	returns    []returns.Return
	timeline   []order.Entry
}

func (c *counter) facts(o order.Order) (facts, error) {
	var f facts
	var err error
	if f.payments, f.operations, err = c.pay.Of(c.ctx, o.ID); err != nil {
		return f, err
	}
	if f.returns, err = c.app.Returns.Of(c.ctx, o.ID); err != nil {
		return f, err
	}
	f.timeline, err = c.app.Orders.Timeline(c.ctx, o.ID)
	return f, err
}

// status is what the data set calls where an order stands.
func (f facts) status(o order.Order) string {
	for _, r := range f.returns {
		switch {
		case len(r.Exchange) > 0:
			return "exchange requested"
		default:
			return "return requested"
		}
	}
	switch {
	case o.Status == order.Canceled:
		return "cancelled"
	case o.Fulfillment == order.Delivered:
		return "delivered"
	case o.Fulfillment != order.NotFulfilled:
		return "processed"
	case slices.ContainsFunc(f.timeline, func(e order.Entry) bool { return e.What == order.EventEdited && linesChanged(e) }):
		return "pending (item modified)"
	}
	return "pending"
}

// linesChanged reports whether an edit was about goods and not about an address.
func linesChanged(e order.Entry) bool {
	before, _ := e.Data["before"].(map[string]any)
	after, _ := e.Data["after"].(map[string]any)
	return before["lines"] != nil && after["lines"] != nil && !same(before["lines"], after["lines"])
}

// project writes an order of ours as the data set would. Parcels are left out: no tool
// changes them.
func (c *counter) project(id, userID string, o order.Order) (Order, error) {
	f, err := c.facts(o)
	if err != nil {
		return Order{}, err
	}
	out := Order{ID: id, UserID: userID, Address: parse(o.Ship.Address), Status: f.status(o), Payments: f.transactions()}
	for _, l := range o.Lines {
		x := Item{ID: l.SKU, Name: l.Title[lang.EN], Price: Cents(l.Price.Amount), Options: map[string]string{}}
		for _, opt := range l.Options {
			x.Options[opt.Name[lang.EN]] = opt.Value[lang.EN]
		}
		for range l.Quantity {
			out.Items = append(out.Items, x)
		}
	}
	for _, e := range f.timeline {
		if e.What == order.EventCanceled {
			out.CancelReason = e.Why
		}
	}
	for _, r := range f.returns {
		c.returned(&out, o, r)
	}
	return out, nil
}

// transactions lists the money that moved.
func (f facts) transactions() []Transaction {
	var out []Transaction
	for _, p := range f.payments {
		if p.Captured > 0 {
			out = append(out, Transaction{"payment", Cents(p.Captured), p.Method})
		}
		for _, op := range f.operations {
			if op.PaymentID != p.ID || op.Kind != payment.OpRefund || op.State != payment.OpSucceeded {
				continue
			}
			to := p.Method
			if other, ok := strings.CutPrefix(op.Why, refundTo); ok {
				to = other
			}
			out = append(out, Transaction{"refund", Cents(op.Amount), to})
		}
	}
	return out
}

func (c *counter) returned(out *Order, o order.Order, r returns.Return) {
	var ids, fresh []string
	for _, p := range r.Lines {
		for range p.Quantity {
			ids = append(ids, o.Lines[slices.IndexFunc(o.Lines, func(l order.Line) bool { return l.Line == p.Line })].SKU)
		}
	}
	for _, s := range r.Exchange {
		for range s.Quantity {
			fresh = append(fresh, c.names.items[s.VariantID])
		}
	}
	slices.Sort(ids)
	slices.Sort(fresh)
	if len(fresh) == 0 {
		out.ReturnItems, out.ReturnMethod = ids, r.RefundTo
		return
	}
	diff := Cents(r.Difference().Amount)
	out.ExchangeItems, out.ExchangeNewItems, out.ExchangeMethod, out.ExchangeDifference = ids, fresh, r.RefundTo, &diff
}

// state reads the whole shop as the data set would write it.
func (c *counter) state(like State) (State, error) {
	out := State{Orders: map[string]Order{}}
	var err error
	if out.Users, err = c.users(like); err != nil {
		return out, err
	}
	for oid, id := range c.names.orders {
		o, err := c.app.Orders.Get(c.ctx, id)
		if err != nil {
			return out, err
		}
		if out.Orders[oid], err = c.project(oid, like.Orders[oid].UserID, o); err != nil {
			return out, err
		}
	}
	return out, nil
}

// users reads the customers: their addresses are ours, their balances the service's.
func (c *counter) users(like State) (map[string]User, error) {
	out := map[string]User{}
	for uid, id := range c.names.contacts {
		who, err := c.app.Contacts.Get(c.ctx, id)
		if err != nil {
			return out, err
		}
		u := User{ID: uid, Address: saved(who.Postal), Methods: map[string]Method{}}
		for mid := range like.Users[uid].Methods {
			u.Methods[mid] = c.money.methods[mid]
		}
		out[uid] = u
	}
	return out, nil
}
