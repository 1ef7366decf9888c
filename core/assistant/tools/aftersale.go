package tools

import (
	"context"
	"encoding/json"
	"strings"

	"prilavok/core/assistant"
	"prilavok/core/cart"
	"prilavok/core/dialog/purchase"
	"prilavok/core/fault"
	"prilavok/core/order"
	"prilavok/core/order/edit"
	"prilavok/core/order/returns"
)

// Desk is what customers do with their orders in the chat; a button does the same.
type Desk interface {
	// Link sends, after the unit of work, what an order is to be paid by.
	Link(ctx context.Context, x purchase.Visit, o order.Order) error
	// MoreToPay sends it when an edit has left something to pay.
	MoreToPay(ctx context.Context, x purchase.Visit, e edit.Edited) error
	// Repeat fills the cart of an order's contact with what it had.
	Repeat(ctx context.Context, o order.Order) ([]purchase.Repeated, error)
}

// Past tells what has happened to orders.
type Past interface {
	Orders
	Timeline(ctx context.Context, orderID string) ([]order.Entry, error)
	Fulfillments(ctx context.Context, orderID string) ([]order.Fulfillment, error)
}

var (
	argOrder      = text("The number of one of the customer's own orders")
	errNothingDue = fault.New(fault.Conflict, "assistant.nothing_due", "nothing has to be paid online for this order")
)

// visit is the session as the desk sees it.
func visit(s assistant.Session) purchase.Visit { return purchase.Visit{In: s.Input(), Lang: s.Lang} }

func me(s assistant.Session) order.Actor {
	return order.Actor{Kind: order.ByContact, ID: s.ContactID()}
}

// ownOrder finds an order of the session's contact; anybody else's looks like none.
func ownOrder(ctx context.Context, o Orders, s assistant.Session, number string) (order.Order, error) {
	return o.ByNumber(ctx, s.ContactID(), assistant.Clean(number, 40))
}

// OrderHistory lists the customer's orders, or tells all about one.
func OrderHistory(o Past) assistant.Tool {
	return assistant.Tool{Name: "order_history",
		Description: "Tells all about one of the customer's own orders (what happened, payment, parcels with tracking, items with their variant_id), or lists their orders, the newest first.",
		Schema:      object("number", maybe("The order's number, or null for the list"), "cursor", maybe("next of the page before, or null for the first page")),
		Run: func(ctx context.Context, s assistant.Session, args json.RawMessage) (assistant.Result, error) {
			var a struct{ Number, Cursor *string }
			if err := decode(args, &a); err != nil {
				return assistant.Result{}, err
			}
			if n := value(a.Number); n != "" {
				got, err := ownOrder(ctx, o, s, n)
				if err != nil {
					return assistant.Result{}, err
				}
				v, err := viewPast(ctx, s, o, got)
				return assistant.Result{Data: v}, err
			}
			page, err := o.ForContact(ctx, s.ContactID(), assistant.Clean(value(a.Cursor), 100), 5)
			list := []map[string]any{}
			for _, x := range page.Orders {
				list = append(list, viewOrder(s, x))
			}
			return assistant.Result{Data: map[string]any{"orders": list, "next": page.Next}}, err
		}}
}

func viewPast(ctx context.Context, s assistant.Session, past Past, o order.Order) (map[string]any, error) {
	v := viewOrder(s, o)
	v["payment"] = o.PaymentMethod.Text(s.Lang) + ", " + o.Payment.Text(s.Lang)
	if o.Unpaid() {
		v["left_to_pay"] = price(s, o.Balance())
	}
	v["items"] = viewItems(s, o)
	happened, err := past.Timeline(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	var events, parcels []map[string]any
	for _, e := range happened {
		if story, ok := purchase.Story(e.What, s.Lang); ok {
			events = append(events, map[string]any{"on": e.At.In(s.Input().Shop.Location()).Format("2006-01-02"), "what": story})
		}
	}
	sent, err := past.Fulfillments(ctx, o.ID)
	for _, f := range sent {
		if f.Tracking != "" && f.Sent() {
			parcels = append(parcels, map[string]any{"carrier": assistant.Clean(f.Carrier, 60), "tracking": assistant.Clean(f.Tracking, 60), "link": assistant.Clean(f.TrackingURL, 300)})
		}
	}
	v["events"], v["parcels"] = events, parcels
	return v, err
}

// viewItems names the lines as change_order and return_request take them.
func viewItems(s assistant.Session, o order.Order) []map[string]any {
	var out []map[string]any
	for _, l := range o.Lines {
		if !l.Price.IsZero() {
			out = append(out, map[string]any{"variant_id": l.VariantID, "name": assistant.Clean(l.Title.In(s.Lang, s.Input().Shop.DefaultLang()), 120), "options": optionText(s, l.Options),
				"quantity": l.Quantity, "price": price(s, l.Price)})
		}
	}
	return out
}

// itemOf finds the line of a variant; a gift comes and goes by itself.
func itemOf(o order.Order, variantID string) (order.Line, error) {
	for _, l := range o.Lines {
		if l.VariantID == variantID && !l.Price.IsZero() {
			return l, nil
		}
	}
	return order.Line{}, order.ErrNoLine
}

// RepeatOrder fills the cart from an old order, as adding to the cart does: nothing is
// ordered by it.
func RepeatOrder(o Orders, d Desk) assistant.Tool {
	return assistant.Tool{Name: "repeat_order", Writes: true,
		Description: "Puts what one of the customer's own orders had into the cart, at today's prices. Tell what is missing and which prices have changed.",
		Schema:      object("number", argOrder),
		Run: func(ctx context.Context, s assistant.Session, args json.RawMessage) (assistant.Result, error) {
			var a struct{ Number string }
			if err := decode(args, &a); err != nil {
				return assistant.Result{}, err
			}
			old, err := ownOrder(ctx, o, s, a.Number)
			if err != nil {
				return assistant.Result{}, err
			}
			list, err := d.Repeat(ctx, old)
			if err != nil {
				return assistant.Result{}, err
			}
			lines, changed := []map[string]any{}, false
			for _, r := range list {
				x := map[string]any{"name": assistant.Clean(r.Line.Title.In(s.Lang, s.Input().Shop.DefaultLang()), 120), "ordered_before": r.Line.Quantity, "in_cart": r.Added}
				if r.Added > 0 {
					x["price"], changed = price(s, r.Price), true
					if r.Price != r.Line.Price {
						x["price_before"] = price(s, r.Line.Price)
					}
				}
				lines = append(lines, x)
			}
			return assistant.Result{Data: map[string]any{"number": old.Number, "lines": lines}, Changed: changed}, nil
		}}
}

// PaymentLink has what an order is to be paid by sent to the customer.
func PaymentLink(o Orders, d Desk) assistant.Tool {
	return assistant.Tool{Name: "payment_link", Writes: true,
		Description: "Sends the customer what one of their own orders is to be paid by, as a message of its own right after your answer. Never write a link yourself.",
		Schema:      object("number", maybe("The order's number, or null for the newest that is not paid")),
		Run: func(ctx context.Context, s assistant.Session, args json.RawMessage) (assistant.Result, error) {
			var a struct{ Number *string }
			if err := decode(args, &a); err != nil {
				return assistant.Result{}, err
			}
			got, err := unpaid(ctx, o, s, value(a.Number))
			if err != nil {
				return assistant.Result{}, err
			}
			if err := d.Link(ctx, visit(s), got); err != nil {
				return assistant.Result{}, err
			}
			return assistant.Result{Data: map[string]any{"number": got.Number, "left_to_pay": price(s, got.Balance()), "sent": "in a moment, as a message of its own"}, Changed: true}, nil
		}}
}

func unpaid(ctx context.Context, o Orders, s assistant.Session, number string) (order.Order, error) {
	due := func(x order.Order) bool {
		return x.Unpaid() && x.PaymentMethod.Prepaid()
	}
	if number != "" {
		got, err := ownOrder(ctx, o, s, number)
		if err == nil && !due(got) {
			err = errNothingDue
		}
		return got, err
	}
	page, err := o.ForContact(ctx, s.ContactID(), "", 10)
	for _, x := range page.Orders {
		if due(x) {
			return x, err
		}
	}
	if err == nil {
		err = errNothingDue
	}
	return order.Order{}, err
}

// changing is what a proposal to change an order holds.
type changing struct {
	Number   string       `json:"number"`
	Revision int64        `json:"revision"`
	Line     int          `json:"line,omitempty"`
	Variant  string       `json:"variant,omitempty"`
	Quantity int64        `json:"quantity,omitempty"`
	Remove   bool         `json:"remove,omitempty"`
	Delivery *cart.Choice `json:"delivery,omitempty"`
	City     string       `json:"city,omitempty"`
	Address  string       `json:"address,omitempty"`
	Comment  string       `json:"comment,omitempty"`
}

func (x changing) request(o order.Order, by order.Actor) edit.Request {
	r := edit.Request{OrderID: o.ID, Revision: x.Revision, By: by}
	if x.Line > 0 {
		r.Lines = []edit.LineChange{{Line: x.Line, VariantID: x.Variant, Quantity: x.Quantity, Remove: x.Remove}}
	}
	if x.Delivery != nil {
		r.Delivery = &edit.DeliveryChange{Choice: *x.Delivery, City: x.City}
	}
	if x.Address != "" {
		r.Address = &x.Address
	}
	if x.Comment != "" {
		r.Comment = &x.Comment
	}
	return r
}

type changeArgs struct {
	where
	Number  string  `json:"number"`
	Item    *string `json:"variant_id"`
	Count   *int64  `json:"quantity"`
	Instead *string `json:"new_variant_id"`
	Address *string `json:"address"`
	Comment *string `json:"comment"`
}

// read checks what the model asks for; what the shop allows is the edit's to say.
func (a changeArgs) read(ctx context.Context, c Carts, o order.Order) (changing, error) {
	x := changing{Number: o.Number, Revision: o.Revision, Comment: assistant.Clean(value(a.Comment), 500)}
	if v := value(a.Item); v != "" {
		l, err := itemOf(o, v)
		if err != nil {
			return x, err
		}
		x.Line, x.Variant = l.Line, value(a.Instead)
		if a.Count != nil {
			x.Quantity, x.Remove = *a.Count, *a.Count == 0
		}
		if x.Quantity < 0 {
			return x, order.ErrQuantity
		}
	}
	if words := assistant.Clean(value(a.Address), 300); words != "" {
		var bad cart.Problem
		if x.Address, bad = cart.CleanAddress(words); bad != "" {
			return x, errNoAddress
		}
	}
	if value(a.MethodID) != "" {
		choice, err := choose(ctx, c, a.where)
		if err != nil {
			return x, err
		}
		x.Delivery, x.City = &choice, assistant.Clean(value(a.City), 100)
		if x.City == "" {
			x.City = o.Ship.City
		}
	}
	return x, nil
}

// Edits changes orders after they are placed.
type Edits interface {
	PreviewEdit(ctx context.Context, r edit.Request) (edit.Edited, error)
	Edit(ctx context.Context, r edit.Request) (edit.Edited, error)
}

// ChangeOrder proposes to change one of the customer's own orders.
func ChangeOrder(o Orders, e Edits, c Carts) assistant.Tool {
	return assistant.Tool{Name: kindChange, Writes: true,
		Description: "Proposes to change one of the customer's own orders that is placed: one item's quantity or variant, its address, comment or delivery. The customer sees the difference and confirms it. Leave what stays null.",
		Schema: object("number", argOrder, "variant_id", maybe("The item to change, from order_history, or null"), "quantity", maybeWhole("How many of the item in all, 0 to take it out, or null"),
			"new_variant_id", maybe("The variant instead of it, from get_product, or null"), "address", maybe("The new address in the customer's own words, or null"),
			"comment", maybe("The new comment in the customer's own words, or null"), "method_id", maybe("Another way of delivery from delivery_options, or null"), "city", argCity, "point_id", argPoint, "slot", argSlot),
		Run: func(ctx context.Context, s assistant.Session, args json.RawMessage) (assistant.Result, error) {
			var a changeArgs
			if err := decode(args, &a); err != nil {
				return assistant.Result{}, err
			}
			got, err := ownOrder(ctx, o, s, a.Number)
			if err != nil {
				return assistant.Result{}, err
			}
			x, err := a.read(ctx, c, got)
			if err != nil {
				return assistant.Result{}, err
			}
			seen, err := e.PreviewEdit(ctx, x.request(got, me(s)))
			if err != nil {
				return assistant.Result{}, err
			}
			return assistant.Result{Data: map[string]any{"proposed": true, "waits_for": "the customer's yes", "total_before": price(s, seen.Before.Total), "total_after": price(s, seen.After.Total)},
				Proposal: &assistant.Offer{Kind: kindChange, Payload: x, Text: purchase.ChangeText(seen, s.Input().Shop, s.Lang)}}, nil
		}}
}

// returning is what a proposal to send goods back holds.
type returning struct {
	Number string        `json:"number"`
	Lines  []order.Piece `json:"lines"`
	Reason string        `json:"reason"`
	Photos []string      `json:"photos,omitempty"`
}

// Returns takes goods back.
type Returns interface {
	Preview(ctx context.Context, q returns.Request) (returns.Return, error)
	Request(ctx context.Context, q returns.Request) (returns.Return, error)
}

func (x returning) request(o order.Order, by order.Actor) returns.Request {
	return returns.Request{OrderID: o.ID, Lines: x.Lines, Reason: x.Reason, Photos: x.Photos, By: by}
}

// ReturnRequest proposes to send delivered goods back. Photos of the messages in hand go
// with it.
func ReturnRequest(o Orders, r Returns) assistant.Tool {
	return assistant.Tool{Name: kindReturn, Writes: true,
		Description: "Proposes a return of delivered items of one of the customer's own orders. Ask why first; the customer confirms it, the shop decides.",
		Schema: object("number", argOrder, "items", `{"type":"array","description":"What goes back","items":`+
			string(object("variant_id", text("An item from order_history"), "quantity", whole("How many of it")))+`}`, "reason", text("Why, in the customer's own words")),
		Run: func(ctx context.Context, s assistant.Session, args json.RawMessage) (assistant.Result, error) {
			var a struct {
				Number string
				Items  []struct {
					Variant  string `json:"variant_id"`
					Quantity int64
				}
				Reason string
			}
			if err := decode(args, &a); err != nil {
				return assistant.Result{}, err
			}
			got, err := ownOrder(ctx, o, s, a.Number)
			if err != nil {
				return assistant.Result{}, err
			}
			x := returning{Number: got.Number, Reason: strings.TrimSpace(assistant.Clean(a.Reason, 500)), Photos: purchase.Photos(nil, s.Input().Messages...)}
			for _, i := range a.Items {
				l, err := itemOf(got, i.Variant)
				if err != nil {
					return assistant.Result{}, err
				}
				x.Lines = append(x.Lines, order.Piece{Line: l.Line, Quantity: i.Quantity})
			}
			seen, err := r.Preview(ctx, x.request(got, me(s)))
			if err != nil {
				return assistant.Result{}, err
			}
			return assistant.Result{Data: map[string]any{"proposed": true, "waits_for": "the customer's yes", "worth": price(s, seen.Amount), "photos": len(x.Photos)},
				Proposal: &assistant.Offer{Kind: kindReturn, Payload: x, Text: purchase.ReturnText(got, seen, s.Input().Shop, s.Lang)}}, nil
		}}
}
