package tau2

import (
	"errors"
	"slices"
	"strings"

	"prilavok/core/contact"
	"prilavok/core/order"
	"prilavok/core/order/edit"
	"prilavok/core/order/returns"
	"prilavok/core/payment"
)

// carrying are the writing tools over our services. What the data set forbids and a shop
// may allow is policy and stands here; what no shop may do our services refuse.
var carrying = map[string]func(c *counter, a Arguments) error{
	"cancel_pending_order":           (*counter).cancel,
	"modify_pending_order_items":     (*counter).modifyItems,
	"modify_pending_order_address":   (*counter).modifyAddress,
	"modify_pending_order_payment":   (*counter).modifyPayment,
	"modify_user_address":            (*counter).modifyUser,
	"return_delivered_order_items":   (*counter).returnItems,
	"exchange_delivered_order_items": (*counter).exchangeItems,
}

// at finds an order by the data set's id, with how the data set would call its state.
func (c *counter) at(id string) (order.Order, string, error) {
	oid, known := c.names.orders[id]
	if !known {
		return order.Order{}, "", noSuchOrder
	}
	o, err := c.app.Orders.Get(c.ctx, oid)
	if err != nil {
		return o, "", err
	}
	facts, err := c.facts(o)
	return o, facts.status(o), err
}

// owns refuses a payment method that is not the customer's.
func (c *counter) owns(o order.Order, methodID string) error {
	if !c.own[o.ContactID][methodID] {
		return noSuchMethod
	}
	return nil
}

func (c *counter) cancel(a Arguments) error {
	o, status, err := c.at(a.OrderID)
	switch {
	case err != nil:
		return err
	case status != "pending":
		return notPending
	case !slices.Contains(cancelReasons, a.Reason):
		return badReason
	}
	return c.cancelPaid(o.ID, a.Reason)
}

func (c *counter) modifyItems(a Arguments) error {
	o, status, err := c.at(a.OrderID)
	switch {
	case err != nil:
		return err
	case status != "pending":
		return notPending
	}
	for i, id := range a.ItemIDs {
		if i < len(a.NewItemIDs) && id == a.NewItemIDs[i] {
			return sameItem
		}
	}
	r := edit.Request{OrderID: o.ID, Revision: o.Revision, By: operator, Why: "the customer asked"}
	if r.Lines, err = c.swap(o, a); err != nil {
		return err
	}
	plan, err := c.app.Edits.PreviewEdit(c.ctx, r)
	if err != nil {
		return reason(err)
	}
	if err := c.owns(o, a.MethodID); err != nil {
		return err
	}
	if err := c.money.covers(a.MethodID, plan.Difference); err != nil {
		return err
	}
	done, err := c.app.Edits.Edit(c.ctx, r)
	if err != nil {
		return reason(err)
	}
	return c.balance(o.ID, done.Difference, a.MethodID)
}

// balance asks for what an edit costs more, or gives back what it costs less.
func (c *counter) balance(orderID string, difference int64, methodID string) error {
	switch {
	case difference > 0:
		_, err := c.pay.Begin(c.ctx, payment.BeginRequest{OrderID: orderID, Method: methodID, By: operator})
		return err
	case difference < 0:
		return c.giveBack(orderID, -difference, methodID)
	}
	return nil
}

// giveBack refunds a sum from what was paid for an order, to a method.
func (c *counter) giveBack(orderID string, sum int64, methodID string) error {
	list, _, err := c.pay.Of(c.ctx, orderID)
	if err != nil {
		return err
	}
	for _, p := range slices.Backward(list) {
		part := min(sum, p.Refundable())
		if part == 0 {
			continue
		}
		why := "difference"
		if p.Method != methodID {
			why = refundTo + methodID
		}
		if _, err := c.pay.Refund(c.ctx, payment.MoveRequest{PaymentID: p.ID, Amount: part, By: operator, Why: why}); err != nil {
			return err
		}
		sum -= part
	}
	if sum > 0 {
		return errors.New("less was paid than is to go back")
	}
	return nil
}

// swap turns pairs of items into changes of lines: pieces leave their lines, new ones are
// added at today's price.
func (c *counter) swap(o order.Order, a Arguments) ([]edit.LineChange, error) {
	left, changes, err := c.leave(o, a)
	if err != nil {
		return nil, err
	}
	var out []edit.LineChange
	for _, l := range o.Lines {
		switch n := left[l.Line]; {
		case n == l.Quantity:
		case n == 0:
			out = append(out, edit.LineChange{Line: l.Line, Remove: true})
		default:
			out = append(out, edit.LineChange{Line: l.Line, Quantity: n})
		}
	}
	for _, x := range changes {
		if i := slices.IndexFunc(out, func(l edit.LineChange) bool { return l.Line == 0 && l.VariantID == x.VariantID }); i >= 0 {
			out[i].Quantity++
			continue
		}
		out = append(out, edit.LineChange{VariantID: x.VariantID, Quantity: 1})
	}
	return out, nil
}

// leave finds the lines that items leave, and the variants that come for them.
func (c *counter) leave(o order.Order, a Arguments) (left map[int]int64, in []returns.Swap, err error) {
	pieces, err := c.pieces(o, a.ItemIDs)
	if err != nil {
		return nil, nil, err
	}
	if len(a.ItemIDs) != len(a.NewItemIDs) {
		return nil, nil, notSameCount
	}
	left = map[int]int64{}
	for _, l := range o.Lines {
		left[l.Line] = l.Quantity
	}
	for _, p := range pieces {
		left[p.Line] -= p.Quantity
	}
	for i, id := range a.ItemIDs {
		old := o.Lines[slices.IndexFunc(o.Lines, func(l order.Line) bool { return l.SKU == id })]
		vid, known := c.names.variants[a.NewItemIDs[i]]
		if !known {
			return nil, nil, otherProduct
		}
		p, v, err := c.app.Catalog.VariantProduct(c.ctx, vid)
		switch {
		case err != nil:
			return nil, nil, err
		case p.ID != old.ProductID:
			return nil, nil, otherProduct
		case v.Available() < 1:
			return nil, nil, unavailable
		}
		in = append(in, returns.Swap{VariantID: vid, Quantity: 1, Price: v.Price.Amount})
	}
	return left, in, nil
}

// pieces finds items in an order's lines.
func (c *counter) pieces(o order.Order, ids []string) ([]order.Piece, error) {
	var out []order.Piece
	taken := map[int]int64{}
	for _, id := range ids {
		i := slices.IndexFunc(o.Lines, func(l order.Line) bool { return l.SKU == id && taken[l.Line] < l.Quantity })
		if i < 0 {
			return nil, noSuchItem
		}
		taken[o.Lines[i].Line]++
	}
	for _, l := range o.Lines {
		if n := taken[l.Line]; n > 0 {
			out = append(out, order.Piece{Line: l.Line, VariantID: l.VariantID, Quantity: n})
		}
	}
	return out, nil
}

func (c *counter) modifyAddress(a Arguments) error {
	o, status, err := c.at(a.OrderID)
	switch {
	case err != nil:
		return err
	case !strings.Contains(status, "pending"):
		return notPending
	}
	to := written(a.Address)
	_, err = c.app.Edits.Edit(c.ctx, edit.Request{OrderID: o.ID, By: operator, Why: "the customer asked", Changes: edit.Changes{Address: &to}})
	if errors.Is(err, order.ErrNoChange) {
		return nil // its tool writes the same address without a word
	}
	return reason(err)
}

func (c *counter) modifyPayment(a Arguments) error {
	o, status, err := c.at(a.OrderID)
	switch {
	case err != nil:
		return err
	case !strings.Contains(status, "pending"):
		return notPending
	}
	list, _, err := c.pay.Of(c.ctx, o.ID)
	switch {
	case err != nil:
		return err
	case len(list) != 1 || list[0].Refunded > 0:
		return onePayment
	}
	if err := c.owns(o, a.MethodID); err != nil {
		return err
	}
	paid := list[0]
	if paid.Method == a.MethodID {
		return sameMethod
	}
	if err := c.money.covers(a.MethodID, paid.Captured); err != nil {
		return err
	}
	if _, err := c.pay.Refund(c.ctx, payment.MoveRequest{PaymentID: paid.ID, By: operator, Why: "another payment method"}); err != nil {
		return err
	}
	_, err = c.pay.Begin(c.ctx, payment.BeginRequest{OrderID: o.ID, Method: a.MethodID, By: operator})
	return err
}

func (c *counter) modifyUser(a Arguments) error {
	id, known := c.names.contacts[a.UserID]
	if !known {
		return noSuchUser
	}
	return c.app.Contacts.SetPostal(c.ctx, id, postal(a.Address))
}

func (c *counter) returnItems(a Arguments) error {
	o, status, err := c.at(a.OrderID)
	switch {
	case err != nil:
		return err
	case status != "delivered":
		return notDelivered
	}
	if err := c.owns(o, a.MethodID); err != nil {
		return err
	}
	list, _, err := c.pay.Of(c.ctx, o.ID)
	switch {
	case err != nil:
		return err
	case !c.money.methods[a.MethodID].gift() && (len(list) == 0 || list[0].Method != a.MethodID):
		return wrongMethod
	}
	r := returns.Request{OrderID: o.ID, Reason: "return", RefundTo: a.MethodID, By: operator}
	if r.Lines, err = c.pieces(o, a.ItemIDs); err != nil {
		return err
	}
	_, err = c.app.Returns.Request(c.ctx, r)
	return reason(err)
}

func (c *counter) exchangeItems(a Arguments) error {
	o, status, err := c.at(a.OrderID)
	switch {
	case err != nil:
		return err
	case status != "delivered":
		return notDelivered
	}
	r := returns.Request{OrderID: o.ID, Reason: "exchange", RefundTo: a.MethodID, By: operator}
	if r.Lines, err = c.pieces(o, a.ItemIDs); err != nil {
		return err
	}
	if _, r.Exchange, err = c.leave(o, a); err != nil {
		return err
	}
	if err := c.owns(o, a.MethodID); err != nil {
		return err
	}
	var more int64
	for _, s := range r.Exchange {
		more += s.Price
	}
	for _, p := range r.Lines {
		more -= o.Lines[slices.IndexFunc(o.Lines, func(l order.Line) bool { return l.Line == p.Line })].Price.Amount * p.Quantity
	}
	if err := c.money.covers(a.MethodID, more); err != nil {
		return err
	}
	_, err = c.app.Returns.Request(c.ctx, r)
	return reason(err)
}

// reason names a refusal of our services as the data set does.
func reason(err error) error {
	if errors.Is(err, order.ErrOutOfStock) {
		return unavailable
	}
	return err
}

// written is an address as an order keeps it: its parts, one after another.
func written(a Address) string {
	return strings.Join([]string{a.Line1, a.Line2, a.City, a.State, a.Zip, a.Country}, lineBreak)
}

// parse is the reverse of written.
func parse(s string) Address {
	p := append(strings.Split(s, lineBreak), make([]string, 6)...)
	return Address{Line1: p[0], Line2: p[1], City: p[2], State: p[3], Zip: p[4], Country: p[5]}
}

// saved reads a contact's postal address as the data set writes it.
func saved(p contact.Postal) Address {
	one, two, _ := strings.Cut(p.Line, lineBreak)
	return Address{Line1: one, Line2: two, City: p.City, State: p.Region, Zip: p.Code, Country: p.Country}
}
