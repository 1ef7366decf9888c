package tau2

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"prilavok/core/lang"
	"prilavok/core/order"
	"prilavok/core/order/edit"
	"prilavok/core/payment"
)

// operator is who does everything here: the tools of the data set are an operator's.
var operator = order.Actor{Kind: order.ByOperator, ID: "tau2"}

// phone is one that belongs to nobody: the data set has none, orders need one.
const phone = "+12025550123"

// history imports the orders that there are, through the services that make them: drafted
// at the prices they were sold at, placed, paid, packed, sent, delivered or canceled.
func (c *counter) history(st State) error {
	for _, oid := range slices.Sorted(maps.Keys(st.Orders)) {
		if err := c.old(st.Users, st.Orders[oid]); err != nil {
			return fmt.Errorf("order %s: %w", oid, err)
		}
	}
	return nil
}

func (c *counter) old(users map[string]User, from Order) error {
	u := users[from.UserID]
	name, number, address := u.Name.First+" "+u.Name.Last, phone, written(from.Address)
	r := edit.DraftRequest{Key: from.ID, ContactID: c.names.contacts[u.ID], Source: "import", Lang: lang.EN, By: operator, Why: "import",
		Changes: edit.Changes{Name: &name, Phone: &number, Address: &address, Lines: c.lines(from.Items)}}
	o, err := c.app.Edits.CreateDraft(c.ctx, r)
	if err != nil {
		return err
	}
	c.names.orders[from.ID] = o.ID
	if _, err = c.app.Edits.PlaceDraft(c.ctx, edit.PlaceRequest{OrderID: o.ID, By: operator}); err != nil {
		return err
	}
	for _, p := range from.Payments {
		if p.Kind != "payment" {
			continue
		}
		if _, err := c.pay.Begin(c.ctx, payment.BeginRequest{OrderID: o.ID, Method: p.Method, By: operator}); err != nil {
			return err
		}
	}
	switch from.Status {
	case "pending":
		return nil
	case "cancelled":
		return c.cancelPaid(o.ID, "")
	case "processed", "delivered":
		return c.send(o.ID, from)
	}
	return fmt.Errorf("the status %q is not known", from.Status)
}

// lines writes items as lines: one a variant, at the price it was sold for.
func (c *counter) lines(items []Item) []edit.LineChange {
	var out []edit.LineChange
	for _, x := range items {
		vid, price := c.names.variants[x.ID], int64(x.Price)
		if i := slices.IndexFunc(out, func(l edit.LineChange) bool { return l.VariantID == vid && *l.Price == price }); i >= 0 {
			out[i].Quantity++
			continue
		}
		out = append(out, edit.LineChange{VariantID: vid, Quantity: 1, Price: &price})
	}
	return out
}

func (c *counter) send(orderID string, from Order) error {
	f, err := c.app.Orders.Pack(c.ctx, order.PackRequest{OrderID: orderID, By: operator})
	if err != nil {
		return err
	}
	r := order.ParcelRequest{OrderID: orderID, FulfillmentID: f.ID, Tracking: from.Fulfillments[0].Tracking[0], By: operator}
	if _, err = c.app.Orders.Ship(c.ctx, r); err != nil || from.Status == "processed" {
		return err
	}
	_, err = c.app.Orders.Deliver(c.ctx, r)
	return err
}

// cancelPaid cancels an order; its money goes back as the event of it makes it go.
func (c *counter) cancelPaid(orderID, why string) error {
	if _, err := c.app.Orders.Cancel(c.ctx, order.CancelRequest{OrderID: orderID, By: operator, Why: why, Refund: true}); err != nil {
		return err
	}
	return c.settle(orderID, c.pay.OrderCanceled(c.ctx, orderID))
}

// settle does what the jobs of payments would do by and by.
func (c *counter) settle(orderID string, err error) error {
	if err != nil {
		return err
	}
	list, _, err := c.pay.Of(c.ctx, orderID)
	for _, p := range list {
		err = errors.Join(err, c.pay.Settle(c.ctx, p.ID))
	}
	return err
}
