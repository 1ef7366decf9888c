package admin

import (
	"context"
	"time"

	"prilavok/core/order"
	"prilavok/core/promotion"
	"prilavok/httpapi/admin/gate"
)

// Order is one purchase.
type Order struct {
	ID             string      `json:"id"`
	Number         string      `json:"number" doc:"for people"`
	Status         string      `json:"status" enum:"draft,placed,completed,canceled"`
	Payment        string      `json:"payment_status" doc:"derived from captures and refunds"`
	Fulfillment    string      `json:"fulfillment_status" doc:"derived from shipments and returns"`
	ContactID      string      `json:"contact_id"`
	ConversationID string      `json:"conversation_id,omitempty"`
	Source         string      `json:"source"`
	Lang           string      `json:"lang"`
	Lines          []OrderLine `json:"lines"`
	Items          Money       `json:"items"`
	Discount       Money       `json:"discount"`
	Delivery       Money       `json:"delivery"`
	Total          Money       `json:"total" doc:"items − discount + delivery"`
	Captured       Money       `json:"captured" doc:"taken so far"`
	Refunded       Money       `json:"refunded" doc:"of what was taken, given back"`
	Authorized     Money       `json:"authorized" doc:"held and not taken yet"`
	Returned       Money       `json:"returned" doc:"worth of goods that came back"`
	Balance        Money       `json:"balance" doc:"what the customer still owes; below zero the shop owes"`
	Pieces         Pieces      `json:"pieces"`
	Label          string      `json:"label,omitempty" doc:"a stage set by hand"`
	LapsedAt       *time.Time  `json:"lapsed_at,omitempty" doc:"since when the order holds no goods: a shortfall"`
	PaymentMethod  string      `json:"payment_method"`
	Recipient      Recipient   `json:"recipient"`
	Shipping       Shipping    `json:"shipping"`
	Comment        string      `json:"comment,omitempty"`
	ReservedUntil  *time.Time  `json:"reserved_until,omitempty"`
	CreatedAt      time.Time   `json:"created_at"`
	PlacedAt       *time.Time  `json:"placed_at,omitempty"`
	CompletedAt    *time.Time  `json:"completed_at,omitempty"`
	CanceledAt     *time.Time  `json:"canceled_at,omitempty"`
	UpdatedAt      time.Time   `json:"updated_at"`
	Revision       int64       `json:"revision" doc:"also the ETag"`
}

// Pieces counts an order's goods; each of packed, sent and arrived includes the later.
type Pieces struct {
	Ordered  int64 `json:"ordered"`
	Packed   int64 `json:"packed"`
	Sent     int64 `json:"sent"`
	Arrived  int64 `json:"arrived"`
	Returned int64 `json:"returned"`
}

// OrderLine is a variant as it was sold.
type OrderLine struct {
	Line      int      `json:"line"`
	ProductID string   `json:"product_id"`
	VariantID string   `json:"variant_id"`
	SKU       string   `json:"sku"`
	Title     Texts    `json:"title"`
	Options   []Option `json:"options"`
	Price     Money    `json:"price" doc:"of one piece"`
	Quantity  int64    `json:"quantity"`
	Discount  Money    `json:"discount"`
	Reasons   []Reason `json:"reasons" doc:"of the discount: their amounts make its sum"`
	Total     Money    `json:"total" doc:"price × quantity − discount"`
}

// Reason is a promotion by which a line costs less.
type Reason struct {
	PromotionID string `json:"promotion_id"`
	Title       Texts  `json:"title"`
	Kind        string `json:"kind"`
	Code        string `json:"code,omitempty" doc:"that it was had by"`
	Amount      int64  `json:"amount" doc:"minor units; 0 of a gift"`
}

func reasonOf(r promotion.Reason) Reason {
	return Reason{r.PromotionID, textsOf(r.Title), string(r.Kind), r.Code, r.Amount}
}

// Recipient is who gets the goods.
type Recipient struct {
	Name          string `json:"name"`
	Phone         string `json:"phone"`
	PhoneVerified bool   `json:"phone_verified"`
}

// Shipping is the delivery as it was chosen.
type Shipping struct {
	MethodID string `json:"method_id,omitempty"`
	Kind     string `json:"kind,omitempty"`
	Title    Texts  `json:"title"`
	Zone     Texts  `json:"zone"`
	City     string `json:"city,omitempty"`
	Address  string `json:"address,omitempty"`
	PointID  string `json:"point_id,omitempty" doc:"where it is picked up"`
	Slot     string `json:"slot,omitempty" doc:"the time that was chosen, as delivery-methods/{id}/slots names it" example:"2026-11-27T16:00"`
}

// OrderDoc is an order as this API shows it, for webhooks.
func OrderDoc(o order.Order) any { return orderOf(o) }

func orderOf(o order.Order) Order {
	out := Order{ID: o.ID, Number: o.Number, Status: string(o.Status), Payment: string(o.Payment), Fulfillment: string(o.Fulfillment),
		ContactID: o.ContactID, ConversationID: o.ConversationID, Source: o.Source, Lang: string(o.Lang), Lines: []OrderLine{},
		Items: moneyOf(o.Items), Discount: moneyOf(o.Discount), Delivery: moneyOf(o.Delivery), Total: moneyOf(o.Total),
		Captured: moneyOf(o.Captured), Refunded: moneyOf(o.Refunded), Authorized: moneyOf(o.Authorized), Returned: moneyOf(o.Returned),
		Balance: moneyOf(o.Balance()), Pieces: Pieces{o.Goods.Ordered, o.Goods.Packed, o.Goods.Sent, o.Goods.Arrived, o.Goods.Returned},
		Label: o.Label, LapsedAt: stamp(o.LapsedAt),
		PaymentMethod: string(o.PaymentMethod), Recipient: Recipient{o.Name, o.Phone, o.PhoneVerified},
		Shipping: Shipping{o.Ship.MethodID, string(o.Ship.Kind), textsOf(o.Ship.Title), textsOf(o.Ship.ZoneTitle), o.Ship.City, o.Ship.Address,
			o.Ship.Place.ID, o.Ship.Slot.Key()},
		Comment: o.Comment, ReservedUntil: stamp(o.ReservedUntil), CreatedAt: o.CreatedAt, PlacedAt: stamp(o.PlacedAt),
		CompletedAt: stamp(o.CompletedAt), CanceledAt: stamp(o.CanceledAt), UpdatedAt: o.UpdatedAt, Revision: o.Revision}
	for _, l := range o.Lines {
		out.Lines = append(out.Lines, OrderLine{l.Line, l.ProductID, l.VariantID, l.SKU, textsOf(l.Title), optionsOf(l.Options),
			moneyOf(l.Price), l.Quantity, moneyOf(l.Discount), gate.ListOf(convert(l.Reasons, reasonOf)), moneyOf(l.Total)})
	}
	return out
}

// Entry is one row of an order's timeline.
type Entry struct {
	ID      string         `json:"id"`
	What    string         `json:"what" example:"order.placed"`
	By      string         `json:"by" enum:"contact,assistant,operator,system"`
	ByID    string         `json:"by_id,omitempty" doc:"of a contact, an operator or an API key"`
	Why     string         `json:"why,omitempty"`
	Data    map[string]any `json:"data"`
	At      time.Time      `json:"at"`
	OrderID string         `json:"order_id"`
}

func entryOf(e order.Entry) Entry {
	if e.Data == nil {
		e.Data = map[string]any{}
	}
	return Entry{e.ID, e.What, string(e.By.Kind), e.By.ID, e.Why, e.Data, e.At, e.OrderID}
}

type ordersIn struct {
	Page
	ordersBy
}

// ordersBy are the filters of orders.
type ordersBy struct {
	Status      []string  `query:"status" enum:"draft,placed,completed,canceled" doc:"any of these, with commas"`
	Payment     []string  `query:"payment_status" enum:"not_paid,awaiting,authorized,partially_captured,captured,partially_refunded,refunded,canceled"`
	Fulfillment []string  `query:"fulfillment_status" enum:"not_fulfilled,partially_fulfilled,fulfilled,shipped,delivered,partially_returned,returned"`
	Source      []string  `query:"source" doc:"chat, assistant, panel, api"`
	Method      []string  `query:"payment_method"`
	Label       []string  `query:"label" doc:"stages set by hand"`
	Owing       bool      `query:"owing" doc:"the customer owes something"`
	Owed        bool      `query:"owed" doc:"the shop owes something back"`
	Lapsed      bool      `query:"lapsed" doc:"standing orders that hold no goods"`
	Short       bool      `query:"short" doc:"stock has not all pieces: a shortfall is open"`
	Returning   bool      `query:"returning" doc:"a return is asked for or under way"`
	Stage       string    `query:"stage" maxLength:"64" doc:"key of one of the shop's stages, by hand or by the statuses"`
	Search      string    `query:"search" maxLength:"100" doc:"the beginning of a name, a number, or the end of a phone"`
	Contact     string    `query:"contact_id" maxLength:"64"`
	Number      string    `query:"number" maxLength:"40" doc:"as printed, or its digits"`
	From        time.Time `query:"from" doc:"placed at or after"`
	To          time.Time `query:"to" doc:"placed before"`
}

func (in ordersBy) filter() order.Filter {
	return order.Filter{Statuses: as[order.Status](in.Status), Payment: as[order.PaymentStatus](in.Payment),
		Fulfillment: as[order.FulfillmentStatus](in.Fulfillment), ContactID: in.Contact, Number: in.Number,
		Sources: in.Source, Methods: as[order.PaymentMethod](in.Method), Labels: in.Label, Owing: in.Owing, Owed: in.Owed, Lapsed: in.Lapsed,
		Short: in.Short, Returning: in.Returning, Stage: in.Stage, Search: in.Search, From: in.From, To: in.To}
}

// countMost is how far orders are counted: who has more looks for another number.
const countMost = 1000

type counted struct {
	Count int  `json:"count"`
	More  bool `json:"more" doc:"there are more than count"`
}

func (a *api) countOrders(ctx context.Context, in *ordersBy) (*out[counted], error) {
	f, n := in.filter(), 0
	err := a.Tx.View(ctx, func(ctx context.Context) error {
		if f.Stage != "" {
			rules, err := a.Orders.Rules(ctx)
			if err != nil {
				return err
			}
			f.Stages = rules.Stages
		}
		var err error
		n, err = a.Rows.CountOrders(ctx, f, countMost+1)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &out[counted]{counted{min(n, countMost), n > countMost}}, nil
}

func as[T ~string](list []string) []T {
	var out []T
	for _, s := range list {
		out = append(out, T(s))
	}
	return out
}

// step is the input of a change of an order that gives a reason.
type step struct {
	ByID
	IfMatch string `header:"If-Match" maxLength:"100" doc:"the ETag that was read; leave out to change it as it is"`
	Body    *struct {
		Why string `json:"why,omitempty" maxLength:"500" doc:"shown in the timeline"`
	}
}

// cancelIn is the input of a cancellation.
type cancelIn struct {
	ByID
	IfMatch string `header:"If-Match" maxLength:"100" doc:"the ETag that was read; leave out to change it as it is"`
	Body    *struct {
		Why    string `json:"why,omitempty" maxLength:"500" doc:"shown in the timeline"`
		Refund bool   `json:"refund,omitempty" doc:"cancel even if money was taken or is held: it is given back"`
	}
}

func (a *api) cancel(ctx context.Context, in *cancelIn) (*tagged[Order], error) {
	r := order.CancelRequest{OrderID: in.ID, By: actor(ctx)}
	if in.Body != nil {
		r.Why, r.Refund = in.Body.Why, in.Body.Refund
	}
	return answered(bounded(a, ctx, in.ID, func(ctx context.Context) (order.Order, error) {
		return a.matched(ctx, in.ID, in.IfMatch, func(ctx context.Context) (order.Order, error) { return a.Orders.Cancel(ctx, r) })
	}))
}

func (s step) why() string {
	if s.Body == nil {
		return ""
	}
	return s.Body.Why
}

func (a *api) orders(g *gate.Gate) {
	gate.Add(g, "orders.list", a.listOrders)
	gate.Add(g, "orders.count", a.countOrders)
	gate.Add(g, "orders.get", func(ctx context.Context, in *ByID) (*tagged[Order], error) {
		return answered(a.Orders.Get(ctx, in.ID))
	})
	gate.Add(g, "orders.timeline", a.timeline)
	gate.Add(g, "orders.cancel", a.cancel)
	gate.Add(g, "orders.complete", a.stepOf(a.Orders.Complete))
}

func answered(o order.Order, err error) (*tagged[Order], error) {
	if err != nil {
		return nil, err
	}
	return &tagged[Order]{gate.ETag(o.Revision), orderOf(o)}, nil
}

func (a *api) listOrders(ctx context.Context, in *ordersIn) (*out[list[Order]], error) {
	cursor, err := gate.ReadCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	f := in.filter()
	f.Limit = in.Limit
	p, err := a.Orders.List(ctx, f, cursor)
	if err != nil {
		return nil, err
	}
	return listed(p.Orders, p.Next, orderOf), nil
}

func (a *api) timeline(ctx context.Context, in *ByID) (*out[list[Entry]], error) {
	if _, err := a.Orders.Get(ctx, in.ID); err != nil {
		return nil, err
	}
	entries, err := a.Orders.Timeline(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return listed(entries, "", entryOf), nil
}

// stepOf is a change that the order's service makes in one unit of work.
func (a *api) stepOf(change func(ctx context.Context, id string, by order.Actor, why string) (order.Order, error)) func(context.Context, *step) (*tagged[Order], error) {
	return func(ctx context.Context, in *step) (*tagged[Order], error) {
		return answered(a.matched(ctx, in.ID, in.IfMatch, func(ctx context.Context) (order.Order, error) {
			return change(ctx, in.ID, actor(ctx), in.why())
		}))
	}
}

// matched makes a change of an order whose revision is still what ifMatch names, both in
// one unit of work. An empty ifMatch takes the order as it is.
func (a *api) matched(ctx context.Context, id, ifMatch string, change func(ctx context.Context) (order.Order, error)) (order.Order, error) {
	if ifMatch == "" {
		return change(ctx)
	}
	var o order.Order
	err := a.Tx.InTx(ctx, func(ctx context.Context) error {
		had, err := a.Rows.OrderByID(ctx, id, true)
		if err != nil {
			return err
		}
		if err := gate.Match(ifMatch, had.Revision, false); err != nil {
			return err
		}
		o, err = change(ctx)
		return err
	})
	return o, err
}
