package tools

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"prilavok/core/assistant"
	"prilavok/core/cart"
	"prilavok/core/dialog/purchase"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/money"
	"prilavok/core/order"
)

// Orders is what the tools about orders need. Its refusals leave the unit of work good.
type Orders interface {
	ByNumber(ctx context.Context, contactID, number string) (order.Order, error)
	ForContact(ctx context.Context, contactID, cursor string, limit int) (order.Page, error)
	Place(ctx context.Context, r order.Request) (order.Order, error)
	Cancel(ctx context.Context, r order.CancelRequest) (order.Order, error)
}

// Kinds of what is proposed.
const (
	kindPlace  = "place_order"
	kindCancel = "cancel_order"
)

func viewOrder(s assistant.Session, o order.Order) map[string]any {
	def := s.Input().Shop.DefaultLang()
	state := string(o.Status)
	if o.Status == order.Placed && o.Fulfillment != order.NotFulfilled {
		state = string(o.Fulfillment)
	}
	v := map[string]any{"number": o.Number, "status": statusText.Of(state).In(s.Lang), "placed_on": o.PlacedAt.UTC().Format("2006-01-02"),
		"total": price(s, o.Total), "delivery": cost(s, o.Delivery), "delivery_title": assistant.Clean(o.Ship.Title.In(s.Lang, def), 120)}
	if o.Ship.DaysTo > 0 {
		v["days_from"], v["days_to"] = o.Ship.DaysFrom, o.Ship.DaysTo
	}
	if when := o.Ship.Slot.Text(s.Lang); when != "" {
		v["time"] = when
	}
	if at := assistant.Clean(o.Ship.Place.Address.In(s.Lang, def), 200); at != "" {
		v["pickup_at"] = at
	}
	var lines []map[string]any
	for _, l := range o.Lines {
		lines = append(lines, map[string]any{"name": assistant.Clean(l.Title.In(s.Lang, def), 120), "quantity": l.Quantity, "sum": price(s, l.Total)})
	}
	if o.Discount.Amount > 0 {
		viewPromotions(s, v, o.Promotions, o.Discount, "", cart.Trouble{})
	}
	v["lines"] = lines
	return v
}

// OrderStatus tells where the customer's own orders are.
func OrderStatus(o Orders) assistant.Tool {
	return assistant.Tool{Name: "order_status", Description: "Tells the status of the customer's own orders: one by its number, or the newest ones.",
		Schema: object("number", maybe("The order's number, or null for the newest orders")),
		Run: func(ctx context.Context, s assistant.Session, args json.RawMessage) (assistant.Result, error) {
			var a struct {
				Number *string `json:"number"`
			}
			if err := decode(args, &a); err != nil {
				return assistant.Result{}, err
			}
			if n := assistant.Clean(value(a.Number), 40); n != "" {
				got, err := o.ByNumber(ctx, s.ContactID(), n)
				if err != nil {
					return assistant.Result{}, err
				}
				return assistant.Result{Data: viewOrder(s, got)}, nil
			}
			page, err := o.ForContact(ctx, s.ContactID(), "", 3)
			list := []map[string]any{}
			for _, x := range page.Orders {
				list = append(list, viewOrder(s, x))
			}
			return assistant.Result{Data: map[string]any{"orders": list}}, err
		}}
}

// placing is what a proposal to place an order holds.
type placing struct {
	Choice  cart.Choice `json:"choice"`
	City    string      `json:"city,omitempty"`
	Name    string      `json:"name"`
	Phone   string      `json:"phone"`
	Address string      `json:"address,omitempty"`
	Comment string      `json:"comment,omitempty"`
	Total   money.Money `json:"total"`
}

type placeArgs struct {
	where
	Name    *string `json:"name"`
	Phone   *string `json:"phone"`
	Address *string `json:"address"`
	Comment *string `json:"comment"`
}

// PlaceOrder proposes to order what is in the cart. The customer sees the whole order
// as we have it and says yes or no.
//
// A proposal is paid on delivery. A shop that takes money only before has its checkout ask
// how: there the tool answers assistant.paid_before.
func PlaceOrder(c Carts, ways Ways) assistant.Tool {
	return assistant.Tool{Name: kindPlace, Writes: true,
		Description: "Proposes to place the order of the whole cart, paid on delivery. The customer confirms it. Ask for what is missing first; never invent it.",
		Schema: object("method_id", text("A way of delivery from delivery_options"), "city", argCity, "point_id", argPoint, "slot", argSlot,
			"name", maybe("The customer's name as they wrote it, or null if the shop knows it"),
			"phone", maybe("The customer's phone as they wrote it, or null if the shop knows it"),
			"address", maybe("Where to, null with a pickup"), "comment", maybe("What the customer wants the shop to know, or null")),
		Run: func(ctx context.Context, s assistant.Session, args json.RawMessage) (assistant.Result, error) {
			var a placeArgs
			if err := decode(args, &a); err != nil {
				return assistant.Result{}, err
			}
			return proposeOrder(ctx, s, c, ways, a)
		}}
}

func proposeOrder(ctx context.Context, s assistant.Session, c Carts, ways Ways, a placeArgs) (assistant.Result, error) {
	if list, err := c.Deliveries(ctx); err != nil || value(a.MethodID) == "" && len(list) > 0 {
		return assistant.Result{}, cmp.Or(err, error(cart.ErrNoMethod))
	}
	choice, err := choose(ctx, c, a.where)
	if err != nil {
		return assistant.Result{}, err
	}
	q, err := c.Quote(ctx, s.ContactID(), choice)
	if err != nil {
		return assistant.Result{}, err
	}
	if !q.OK() {
		return assistant.Result{Data: map[string]any{"proposed": false, "quote": viewQuote(s, q)}}, nil
	}
	if err := onDelivery(ctx, ways, q); err != nil {
		return assistant.Result{}, err
	}
	x, err := details(s, q, a)
	if err != nil {
		return assistant.Result{}, err
	}
	x.Choice, x.Total = choice, q.Total
	return assistant.Result{Data: map[string]any{"proposed": true, "waits_for": "the customer's yes", "quote": viewQuote(s, q)},
		Proposal: &assistant.Offer{Kind: kindPlace, Payload: x, Text: orderText(s, q, x)}}, nil
}

// Ways lists the ways to pay for goods of a worth; an empty list is pay on delivery.
type Ways interface {
	Ways(ctx context.Context, items money.Money) ([]cart.Way, error)
}

// onDelivery refuses where nothing can be paid when the goods are handed over.
func onDelivery(ctx context.Context, ways Ways, q cart.Quote) error {
	list, err := ways.Ways(ctx, q.Items)
	if err != nil || len(list) == 0 || slices.ContainsFunc(list, func(w cart.Way) bool { return w.Method == string(order.OnDelivery) }) {
		return err
	}
	return errPaidBefore
}

// details checks who and where to. A phone must be the customer's own words or known:
// a model that makes one up would send the goods to a stranger.
func details(s assistant.Session, q cart.Quote, a placeArgs) (placing, error) {
	x := placing{City: assistant.Clean(value(a.City), 100), Comment: assistant.Clean(value(a.Comment), 500)}
	var bad cart.Problem
	name := value(a.Name)
	if name == "" {
		name = s.Input().Contact.Name
	}
	if x.Name, bad = cart.CleanName(assistant.Clean(name, 100)); bad != "" {
		return x, errNoName
	}
	phone := value(a.Phone)
	if phone == "" {
		phone = s.Input().Contact.Phone
	}
	ok := false
	if x.Phone, ok = cart.Phone(phone); !ok || !said(s, x.Phone) {
		return x, errNoPhone
	}
	if q.Method == nil || q.Method.NeedsAddress() {
		if x.Address, bad = cart.CleanAddress(assistant.Clean(value(a.Address), 300)); bad != "" {
			return x, errNoAddress
		}
	}
	return x, nil
}

// What the customer has to tell first.
var (
	errNoName     = fault.New(fault.Invalid, "assistant.missing_name", "the customer has not told a valid name: ask for it")
	errNoPhone    = fault.New(fault.Invalid, "assistant.missing_phone", "the customer has not told a valid phone: ask for it")
	errPaidBefore = fault.New(fault.Invalid, "assistant.paid_before", "this shop is paid before it delivers: call start_checkout, which asks the customer how to pay")
	errNoAddress  = fault.New(fault.Invalid, "assistant.missing_address", "the customer has not told a valid address: ask for it")
)

// said reports whether the contact wrote a phone, or is known to have it.
func said(s assistant.Session, phone string) bool {
	own := digits(phone)
	if known := digits(s.Input().Contact.Phone); known != "" && known == own {
		return true
	}
	tail := own[max(0, len(own)-10):]
	for _, list := range [][]inbox.Message{s.Input().Messages, s.Input().History} {
		for _, m := range list {
			card := ""
			if m.Payload.Contact != nil {
				card = m.Payload.Contact.Phone
			}
			if m.Author == inbox.ByContact && strings.Contains(digits(m.Text+" "+card), tail) {
				return true
			}
		}
	}
	return false
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// orderText is the order as the customer confirms it.
func orderText(s assistant.Session, q cart.Quote, x placing) string {
	l, def := s.Lang, s.Input().Shop.DefaultLang()
	var b strings.Builder
	b.WriteString(markup.B(txtOfferOrder.In(l)) + "\n")
	for _, n := range q.Lines {
		name := n.Title.In(l, def)
		if o := optionText(s, n.Options); o != "" {
			name += " (" + o + ")"
		}
		b.WriteString("\n• " + markup.Esc(name) + " — " + lang.Phrase{RU: "%d × %s", EN: "%d × %s"}.F(l, n.Quantity, price(s, n.Price)))
	}
	row := func(text string) { b.WriteString("\n" + markup.Esc(text)) }
	b.WriteString("\n")
	row(txtItems.F(l, price(s, q.Items)))
	for _, r := range q.Promotions {
		row("🏷 " + r.Text(l, q.Total.Currency))
	}
	if q.Method != nil {
		free := txtFree.In(l)
		if !q.Delivery.IsZero() {
			free = price(s, q.Delivery)
		}
		row(txtDelivery.F(l, q.Method.Title.In(l, def), free))
	}
	if q.Point != nil {
		row(txtPoint.F(l, q.Point.Address.In(l, def)))
	}
	if q.Slot != nil {
		row(txtTime.F(l, q.Slot.Text(l)))
	}
	b.WriteString("\n" + markup.B(txtTotal.F(l, price(s, q.Total))))
	row(txtPay.In(l))
	b.WriteString("\n")
	row(txtName.F(l, x.Name))
	row(txtPhone.F(l, x.Phone))
	if x.Address != "" {
		row(txtAddress.F(l, strings.TrimPrefix(x.City+", ", ", ")+x.Address))
	}
	if x.Comment != "" {
		row(txtComment.F(l, x.Comment))
	}
	return b.String()
}

// placer places a confirmed order under the proposal's token.
type placer struct {
	orders Orders
	carts  Carts
}

// Placer returns the executor of PlaceOrder's proposals.
func Placer(o Orders, c Carts) assistant.Executor { return placer{o, c} }

func (placer) Kind() string { return kindPlace }

func (e placer) Execute(ctx context.Context, s assistant.Session, token string, payload json.RawMessage) (assistant.Outcome, error) {
	var x placing
	if err := json.Unmarshal(payload, &x); err != nil {
		return assistant.Outcome{}, err
	}
	in := s.Input()
	verified := in.Contact.PhoneVerified && digits(in.Contact.Phone) == digits(x.Phone)
	o, err := e.orders.Place(ctx, order.Request{Key: token, ContactID: in.Contact.ID, ConversationID: in.Conversation.ID,
		AccountID: in.Conversation.AccountID, TurnID: in.TurnID, Source: "assistant", Lang: s.Lang, Choice: x.Choice, City: x.City,
		Name: x.Name, Phone: x.Phone, PhoneVerified: verified, Address: x.Address, Comment: x.Comment, ExpectedTotal: x.Total})
	var refused *order.Refusal
	switch {
	case err == nil:
		return assistant.Outcome{Out: say(txtPlaced.F(s.Lang, o.Number, price(s, o.Total))), Changed: true}, nil
	case errors.Is(err, order.ErrPriceChanged) && errors.As(err, &refused):
		x.Total = refused.Quote.Total
		return assistant.Outcome{Out: say(txtChanged.In(s.Lang)), Again: &assistant.Offer{Kind: kindPlace, Payload: x, Text: orderText(s, refused.Quote, x)}}, nil
	case errors.Is(err, order.ErrOutOfStock):
		return assistant.Outcome{Out: say(txtGoneNow.In(s.Lang))}, nil
	case errors.Is(err, order.ErrSlotTaken):
		return assistant.Outcome{Out: say(txtSlotGone.In(s.Lang))}, nil
	case strings.HasPrefix(fault.CodeOf(err), "order.") && !fault.Retryable(err):
		return assistant.Outcome{Out: say(txtFailed.In(s.Lang))}, nil
	}
	return assistant.Outcome{}, err
}

func say(text string) []inbox.Outgoing { return []inbox.Outgoing{{Text: markup.Esc(text)}} }

// canceling is what a proposal to cancel an order holds.
type canceling struct {
	Number string `json:"number"`
}

// CancelOrder proposes to cancel one of the customer's own orders.
func CancelOrder(o Orders) assistant.Tool {
	return assistant.Tool{Name: kindCancel, Writes: true, Description: "Proposes to cancel one of the customer's own orders. The customer confirms it.",
		Schema: object("number", text("The order's number")),
		Run: func(ctx context.Context, s assistant.Session, args json.RawMessage) (assistant.Result, error) {
			var a struct{ Number string }
			if err := decode(args, &a); err != nil {
				return assistant.Result{}, err
			}
			got, err := o.ByNumber(ctx, s.ContactID(), assistant.Clean(a.Number, 40))
			if err != nil {
				return assistant.Result{}, err
			}
			if err := purchase.MayCancel(got, me(s), s.Input().Shop); err != nil {
				return assistant.Result{}, err
			}
			return assistant.Result{Data: map[string]any{"proposed": true, "waits_for": "the customer's yes", "money_back": paid(got), "order": viewOrder(s, got)},
				Proposal: &assistant.Offer{Kind: kindCancel, Payload: canceling{got.Number},
					Text: markup.Esc(withMoney(s, got, txtOfferCancel.F(s.Lang, got.Number, price(s, got.Total))))}}, nil
		}}
}

// paid reports whether money of the customer's is here.
func paid(o order.Order) bool { return o.Captured.Amount > o.Refunded.Amount }

// withMoney adds what becomes of the money that is here.
func withMoney(s assistant.Session, o order.Order, text string) string {
	if paid(o) {
		text += "\n" + txtMoneyBack.In(s.Lang)
	}
	return text
}

// canceler cancels a confirmed order, if it is still the contact's own.
type canceler struct{ orders Orders }

// Canceler returns the executor of CancelOrder's proposals.
func Canceler(o Orders) assistant.Executor { return canceler{o} }

func (canceler) Kind() string { return kindCancel }

func (e canceler) Execute(ctx context.Context, s assistant.Session, _ string, payload json.RawMessage) (assistant.Outcome, error) {
	var x canceling
	if err := json.Unmarshal(payload, &x); err != nil {
		return assistant.Outcome{}, err
	}
	got, err := e.orders.ByNumber(ctx, s.ContactID(), x.Number)
	if err == nil {
		_, err = e.orders.Cancel(ctx, order.CancelRequest{OrderID: got.ID, By: me(s), Refund: true})
	}
	switch {
	case err == nil:
		return assistant.Outcome{Out: say(withMoney(s, got, txtCanceled.F(s.Lang, got.Number))), Changed: true}, nil
	case errors.Is(err, order.ErrAlreadyCanceled):
		return assistant.Outcome{Out: say(txtCanceled.F(s.Lang, got.Number))}, nil
	case strings.HasPrefix(fault.CodeOf(err), "order.") && !fault.Retryable(err):
		return assistant.Outcome{Out: say(txtCannot.F(s.Lang, x.Number))}, nil
	}
	return assistant.Outcome{}, err
}
