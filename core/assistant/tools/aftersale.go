package tools

import (
	"context"
	"encoding/json"
	"strings"

	"prilavok/core/assistant"
	"prilavok/core/dialog/purchase"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/markup"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/order/edit"
	"prilavok/core/order/returns"
)

// Kinds of what is proposed about placed orders.
const (
	kindChange = "change_order"
	kindReturn = "return_request"
)

// History is what order_history reads.
type History interface {
	Orders
	Timeline(ctx context.Context, orderID string) ([]order.Entry, error)
	Fulfillments(ctx context.Context, orderID string) ([]order.Fulfillment, error)
}

// told are the events that are a customer's business, and how a model may call them.
var told = map[string]string{
	order.EventPlaced: "placed", order.EventEdited: "changed", order.EventCanceled: "canceled", order.EventPacked: "packed", order.EventShipped: "sent",
	order.EventDelivered: "delivered", order.EventCompleted: "completed", "payment.captured": "payment received", "payment.failed": "payment failed",
	"refund.succeeded": "money returned", returns.EventRequested: "return requested", returns.EventApproved: "return approved",
	returns.EventRefused: "return refused", returns.EventReceived: "return received",
}

// OrderHistory lists the customer's own orders, or what happened to one of them.
func OrderHistory(o History) assistant.Tool {
	return assistant.Tool{Name: "order_history", Description: "Lists the customer's own orders, the newest first, or tells what happened to one of them and where its parcels are.",
		Schema: object("number", maybe("The order's number, or null for the list")),
		Run: func(ctx context.Context, s assistant.Session, args json.RawMessage) (assistant.Result, error) {
			var a struct {
				Number *string `json:"number"`
			}
			if err := decode(args, &a); err != nil {
				return assistant.Result{}, err
			}
			if value(a.Number) != "" {
				return happened(ctx, s, o, value(a.Number))
			}
			page, err := o.ForContact(ctx, s.ContactID(), "", 10)
			list := []map[string]any{}
			for _, x := range page.Orders {
				list = append(list, map[string]any{"number": x.Number, "placed_on": x.PlacedAt.UTC().Format("2006-01-02"), "status": statusText[string(x.Status)].In(s.Lang), "total": price(s, x.Total)})
			}
			return assistant.Result{Data: map[string]any{"orders": list, "more": page.Next != ""}}, err
		}}
}

func happened(ctx context.Context, s assistant.Session, o History, number string) (assistant.Result, error) {
	got, err := o.ByNumber(ctx, s.ContactID(), assistant.Clean(number, 40))
	if err != nil {
		return assistant.Result{}, err
	}
	entries, err := o.Timeline(ctx, got.ID)
	if err != nil {
		return assistant.Result{}, err
	}
	events := []map[string]any{}
	for _, e := range entries {
		if what, ok := told[e.What]; ok {
			events = append(events, map[string]any{"what": what, "on": e.At.UTC().Format("2006-01-02")})
		}
	}
	parcels, err := o.Fulfillments(ctx, got.ID)
	if err != nil {
		return assistant.Result{}, err
	}
	list := []map[string]any{}
	for _, f := range parcels {
		if f.Tracking != "" {
			list = append(list, map[string]any{"carrier": f.Carrier, "tracking": f.Tracking, "link": f.TrackingURL, "state": string(f.State)})
		}
	}
	return assistant.Result{Data: map[string]any{"order": viewOrder(s, got), "events": events, "parcels": list}}, nil
}

// Desk is what the tools do at the desk for orders.
type Desk interface {
	Link(ctx context.Context, x purchase.Visit, o order.Order) error
	Repeat(ctx context.Context, o order.Order) ([]purchase.Repeated, error)
}

// PaymentLink sends the customer what one of their orders is to be paid by.
func PaymentLink(o Orders, d Desk) assistant.Tool {
	return assistant.Tool{Name: "payment_link", Writes: true, Description: "Sends the customer a link to pay for one of their own orders that is not paid yet. It arrives as a message of its own.",
		Schema: object("number", text("The order's number")),
		Run: func(ctx context.Context, s assistant.Session, args json.RawMessage) (assistant.Result, error) {
			got, err := ownOrder(ctx, s, o, args)
			if err != nil {
				return assistant.Result{}, err
			}
			switch {
			case got.Status != order.Placed || got.Balance().Amount <= 0:
				return assistant.Result{Data: map[string]any{"sent": false, "why": "nothing is left to be paid", "order": viewOrder(s, got)}}, nil
			case !got.PaymentMethod.Prepaid():
				return assistant.Result{Data: map[string]any{"sent": false, "why": "this order is paid when it is handed over", "due": price(s, got.Balance())}}, nil
			}
			err = d.Link(ctx, purchase.Visit{In: s.Input(), Lang: s.Lang}, got)
			return assistant.Result{Changed: true, Data: map[string]any{"sent": true, "due": price(s, got.Balance())}}, err
		}}
}

// ownOrder reads the one argument that names an order, which must be the customer's own.
func ownOrder(ctx context.Context, s assistant.Session, o Orders, args json.RawMessage) (order.Order, error) {
	var a struct{ Number string }
	if err := decode(args, &a); err != nil {
		return order.Order{}, err
	}
	return o.ByNumber(ctx, s.ContactID(), assistant.Clean(a.Number, 40))
}

// RepeatOrder puts the goods of one of the customer's orders into their cart again.
func RepeatOrder(o Orders, d Desk) assistant.Tool {
	return assistant.Tool{Name: "repeat_order", Writes: true, Description: "Puts the goods of one of the customer's own orders into their cart again, at today's prices. It orders nothing.",
		Schema: object("number", text("The order's number")),
		Run: func(ctx context.Context, s assistant.Session, args json.RawMessage) (assistant.Result, error) {
			got, err := ownOrder(ctx, s, o, args)
			if err != nil {
				return assistant.Result{}, err
			}
			list, err := d.Repeat(ctx, got)
			lines := []map[string]any{}
			for _, r := range list {
				line := map[string]any{"name": lineName(s, r.Line), "ordered": r.Line.Quantity, "added": r.Added}
				if r.Added > 0 {
					line["price"] = price(s, r.Price)
				}
				if r.Added > 0 && r.Price != r.Line.Price {
					line["price_then"] = price(s, r.Line.Price)
				}
				lines = append(lines, line)
			}
			return assistant.Result{Changed: true, Data: map[string]any{"lines": lines}}, err
		}}
}

func lineName(s assistant.Session, l order.Line) string {
	return assistant.Clean(l.Title.In(s.Lang, s.Input().Shop.DefaultLang())+optionText(s, l.Options), 150)
}

// Editor previews and makes changes of placed orders.
type Editor interface {
	PreviewEdit(ctx context.Context, r edit.Request) (edit.Edited, error)
	Edit(ctx context.Context, r edit.Request) (edit.Edited, error)
}

// changing is what a proposal to change an order holds: the order as it was shown.
type changing struct {
	Number   string  `json:"number"`
	Revision int64   `json:"revision"`
	Line     int     `json:"line,omitempty"`
	Quantity int64   `json:"quantity,omitempty"`
	Remove   bool    `json:"remove,omitempty"`
	Address  *string `json:"address,omitempty"`
	Comment  *string `json:"comment,omitempty"`
}

func (c changing) request(s assistant.Session, o order.Order) edit.Request {
	r := edit.Request{OrderID: o.ID, Revision: c.Revision, By: me(s), Changes: edit.Changes{Address: c.Address, Comment: c.Comment}}
	if c.Line > 0 {
		r.Lines = []edit.LineChange{{Line: c.Line, Quantity: c.Quantity, Remove: c.Remove}}
	}
	return r
}

// ChangeOrder proposes to change one of the customer's own orders, with what it comes to.
func ChangeOrder(o Orders, e Editor) assistant.Tool {
	return assistant.Tool{Name: kindChange, Writes: true,
		Description: "Proposes to change one of the customer's own placed orders: the quantity of a line or its removal, the address, the comment. The customer sees the difference and confirms it.",
		Schema: object("number", text("The order's number"), "line", maybeWhole("The line, counted from 1 as order_status lists them, or null"), "quantity", maybeWhole("The line's new quantity, 0 removes it, or null"),
			"address", maybe("The new address as the customer wrote it, or null"), "comment", maybe("The new comment, or null")),
		Run: func(ctx context.Context, s assistant.Session, args json.RawMessage) (assistant.Result, error) {
			var a struct {
				Number   string  `json:"number"`
				Line     *int    `json:"line"`
				Quantity *int64  `json:"quantity"`
				Address  *string `json:"address"`
				Comment  *string `json:"comment"`
			}
			if err := decode(args, &a); err != nil {
				return assistant.Result{}, err
			}
			got, err := o.ByNumber(ctx, s.ContactID(), assistant.Clean(a.Number, 40))
			if err != nil {
				return assistant.Result{}, err
			}
			if err := order.CustomerMay(got, me(s), s.Input().Shop.Settings.Orders); err != nil {
				return assistant.Result{}, err
			}
			c := changing{Number: got.Number, Revision: got.Revision, Address: cleaned(a.Address, 300), Comment: cleaned(a.Comment, 500)}
			if a.Line != nil && a.Quantity != nil {
				if *a.Line < 1 || *a.Line > len(got.Lines) || *a.Quantity < 0 {
					return assistant.Result{}, order.ErrNoLine
				}
				c.Line, c.Quantity, c.Remove = got.Lines[*a.Line-1].Line, *a.Quantity, *a.Quantity == 0
			}
			after, err := e.PreviewEdit(ctx, c.request(s, got))
			if err != nil {
				return assistant.Result{}, err
			}
			return assistant.Result{Data: map[string]any{"proposed": true, "waits_for": "the customer's yes", "order": viewOrder(s, after.After), "total_before": price(s, got.Total)},
				Proposal: &assistant.Offer{Kind: kindChange, Payload: c, Text: changeText(s, after)}}, nil
		}}
}

// cleaned is text of a model's that becomes an order's; nil stays nil.
func cleaned(text *string, most int) *string {
	if text == nil || *text == "" {
		return nil
	}
	s := assistant.Clean(*text, most)
	return &s
}

// changeText is a change as the customer confirms it.
func changeText(s assistant.Session, e edit.Edited) string {
	lines := []string{markup.B(txtOfferChange.F(s.Lang, e.After.Number))}
	for _, l := range e.After.Lines {
		lines = append(lines, "• "+markup.Esc(lineName(s, l))+" — "+p("%d × %s", "%d × %s").F(s.Lang, l.Quantity, price(s, l.Price)))
	}
	if a := e.After.Ship.Address; a != e.Before.Ship.Address {
		lines = append(lines, markup.Esc(txtAddress.F(s.Lang, a)))
	}
	if c := e.After.Comment; c != e.Before.Comment {
		lines = append(lines, markup.Esc(txtComment.F(s.Lang, c)))
	}
	lines = append(lines, txtOldTotal.F(s.Lang, price(s, e.Before.Total), markup.B(price(s, e.After.Total))))
	return strings.Join(append(lines, differenceText(s, e)...), "\n")
}

// differenceText says what is to be paid more or given back; nothing of an unpaid order.
func differenceText(s assistant.Session, e edit.Edited) []string {
	if e.Difference == 0 || e.After.Captured.Amount <= e.After.Refunded.Amount {
		return nil
	}
	sum := price(s, money.Of(max(e.Difference, -e.Difference), e.After.Total.Currency))
	if e.Difference > 0 {
		return []string{txtMoreDue.F(s.Lang, sum)}
	}
	return []string{txtLessDue.F(s.Lang, sum)}
}

type changer struct {
	orders Orders
	edits  Editor
	desk   Desk
}

// Changer returns the executor of ChangeOrder's proposals.
func Changer(o Orders, e Editor, d Desk) assistant.Executor { return changer{o, e, d} }

func (changer) Kind() string { return kindChange }

func (x changer) Execute(ctx context.Context, s assistant.Session, _ string, payload json.RawMessage) (assistant.Outcome, error) {
	var c changing
	if err := json.Unmarshal(payload, &c); err != nil {
		return assistant.Outcome{}, err
	}
	got, err := x.orders.ByNumber(ctx, s.ContactID(), c.Number)
	var done edit.Edited
	if err == nil {
		done, err = x.edits.Edit(ctx, c.request(s, got))
	}
	if err != nil {
		return refusedOf(err, txtCannotEdit.F(s.Lang, c.Number))
	}
	out := strings.Join(append([]string{txtChangedIt.F(s.Lang, got.Number, price(s, done.After.Total))}, differenceText(s, done)...), "\n")
	if done.Difference > 0 && done.After.Balance().Amount > 0 {
		err = x.desk.Link(ctx, purchase.Visit{In: s.Input(), Lang: s.Lang}, done.After)
	}
	return assistant.Outcome{Out: say(out), Changed: true}, err
}

// refusedOf says a refusal of orders or returns; anything else is the caller's.
func refusedOf(err error, text string) (assistant.Outcome, error) {
	code := fault.CodeOf(err)
	if fault.Retryable(err) || !strings.HasPrefix(code, "order.") && !strings.HasPrefix(code, "return.") {
		return assistant.Outcome{}, err
	}
	return assistant.Outcome{Out: say(text)}, nil
}

// Returner writes returns down.
type Returner interface {
	Request(ctx context.Context, q returns.Request) (returns.Return, error)
}

// sending is what a proposal to send goods back holds.
type sending struct {
	Number string        `json:"number"`
	Lines  []order.Piece `json:"lines"`
	Reason string        `json:"reason"`
}

// ReturnRequest proposes to send delivered goods of one of the customer's orders back.
func ReturnRequest(o Orders) assistant.Tool {
	return assistant.Tool{Name: kindReturn, Writes: true,
		Description: "Proposes to send delivered goods of one of the customer's own orders back. Ask for the reason first. The customer confirms it, then the shop decides.",
		Schema: object("number", text("The order's number"), "line", maybeWhole("The line, counted from 1 as order_status lists them, or null for the whole order"),
			"quantity", maybeWhole("How many pieces of that line, or null for all"), "reason", text("Why, in the customer's own words")),
		Run: func(ctx context.Context, s assistant.Session, args json.RawMessage) (assistant.Result, error) {
			var a struct {
				Number   string `json:"number"`
				Line     *int   `json:"line"`
				Quantity *int64 `json:"quantity"`
				Reason   string `json:"reason"`
			}
			if err := decode(args, &a); err != nil {
				return assistant.Result{}, err
			}
			got, err := o.ByNumber(ctx, s.ContactID(), assistant.Clean(a.Number, 40))
			if err != nil {
				return assistant.Result{}, err
			}
			if err := order.May(order.ActReturn, got.Status); err != nil {
				return assistant.Result{}, err
			}
			x := sending{Number: got.Number, Reason: assistant.Clean(a.Reason, 500)}
			shown := []string{markup.B(txtOfferReturn.F(s.Lang, got.Number))}
			for i, l := range got.Lines {
				n := l.Quantity
				if a.Line != nil && a.Quantity != nil {
					n = min(n, *a.Quantity)
				}
				if a.Line != nil && *a.Line != i+1 || l.Price.IsZero() || n <= 0 {
					continue
				}
				x.Lines = append(x.Lines, order.Piece{Line: l.Line, Quantity: n})
				shown = append(shown, "• "+markup.Esc(lineName(s, l))+" — "+p("%d", "%d").F(s.Lang, n))
			}
			if len(x.Lines) == 0 || x.Reason == "" {
				return assistant.Result{}, returns.ErrLines
			}
			shown = append(shown, markup.Esc(txtReasonIs.F(s.Lang, x.Reason)))
			return assistant.Result{Data: map[string]any{"proposed": true, "waits_for": "the customer's yes"},
				Proposal: &assistant.Offer{Kind: kindReturn, Payload: x, Text: strings.Join(shown, "\n")}}, nil
		}}
}

type sender struct {
	orders  Orders
	returns Returner
}

// SenderBack returns the executor of ReturnRequest's proposals.
func SenderBack(o Orders, r Returner) assistant.Executor { return sender{o, r} }

func (sender) Kind() string { return kindReturn }

func (x sender) Execute(ctx context.Context, s assistant.Session, _ string, payload json.RawMessage) (assistant.Outcome, error) {
	var c sending
	if err := json.Unmarshal(payload, &c); err != nil {
		return assistant.Outcome{}, err
	}
	got, err := x.orders.ByNumber(ctx, s.ContactID(), c.Number)
	var r returns.Return
	if err == nil {
		r, err = x.returns.Request(ctx, returns.Request{OrderID: got.ID, Lines: c.Lines, Reason: c.Reason, Photos: photosOf(s.Input().Messages), By: me(s)})
	}
	if err != nil {
		return refusedOf(err, txtNoReturn.F(s.Lang, c.Number))
	}
	return assistant.Outcome{Out: say(txtReturned.F(s.Lang, got.Number, price(s, r.Amount))), Changed: true}, nil
}

// photosOf names the photos that the customer sends along with their yes.
func photosOf(list []inbox.Message) (out []string) {
	for _, m := range list {
		for _, a := range m.Payload.Attachments {
			if a.Kind == "photo" && len(out) < 10 {
				out = append(out, purchase.PhotoRef(m, a))
			}
		}
	}
	return out
}
