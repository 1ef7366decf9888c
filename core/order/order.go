// Package order is what contacts have bought: orders with their lines as sold, their
// timeline, and the steps an order may take. It places orders from carts and cancels
// them. It moves no money (payment does) and tells nobody (notify does).
package order

import (
	"time"

	"prilavok/core/cart"
	"prilavok/core/delivery"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/promotion"
)

// Status of an order. Payment and fulfillment have statuses of their own, derived
// from facts.
type Status string

const (
	Draft     Status = "draft" // made by an operator, not yet binding
	Placed    Status = "placed"
	Completed Status = "completed"
	Canceled  Status = "canceled"
)

// Order is one purchase. Amounts are in one currency, that of Total.
type Order struct {
	ID             string
	Number         string // for people: "A-1042"
	Seq            int64  // its digits
	Key            string // what it was placed by, once: a checkout's id or a proposal's token
	ContactID      string
	ConversationID string
	AccountID      string
	TurnID         string
	Source         string // "chat", "assistant", "panel", "api"
	Lang           lang.Lang
	Status         Status
	Lines          []Line
	Items          money.Money
	Discount       money.Money
	Delivery       money.Money
	Total          money.Money        // Items − Discount + Delivery
	Promotions     []promotion.Reason // what each gave in all; a free delivery's amount is its fee
	Captured       money.Money        // taken so far; these four are what payment tells by ApplyMoney
	Refunded       money.Money        // of what was taken, given back
	Authorized     money.Money        // held and not yet taken or released
	Pending        money.Money        // asked for, not answered yet
	Tried          bool               // some payment was begun
	Returned       money.Money        // worth of goods that came back
	Goods          GoodsFacts
	Ship           Shipping
	Name           string
	Phone          string // E.164
	PhoneVerified  bool
	Comment        string
	PaymentMethod  PaymentMethod
	Payment        PaymentStatus
	Fulfillment    FulfillmentStatus
	Label          string    // a stage set by hand; gone with the next fact
	ReservedUntil  time.Time // until when goods wait for money; zero: as long as the order stands
	LapsedAt       time.Time // since when a standing order holds no goods; zero: it holds them
	Revision       int64
	CreatedAt      time.Time
	PlacedAt       time.Time
	CompletedAt    time.Time
	CanceledAt     time.Time
	UpdatedAt      time.Time
}

// Line is one variant as it was sold.
type Line struct {
	Line      int // from 1
	ProductID string
	VariantID string
	SKU       string
	Title     lang.Texts
	Options   []cart.Option
	Image     string
	Price     money.Money // of one piece; zero of a gift
	Quantity  int64
	Discount  money.Money
	Reasons   []promotion.Reason // why it costs what it does; their sum is Discount
	Total     money.Money        // Price × Quantity − Discount
}

// Shipping is the delivery as it was chosen: later changes of the shop's methods do
// not touch it.
type Shipping struct {
	MethodID  string          `json:"method_id,omitempty"`
	Kind      cart.Kind       `json:"kind,omitempty"`
	Title     lang.Texts      `json:"title,omitempty"`
	ZoneID    string          `json:"zone_id,omitempty"`
	ZoneTitle lang.Texts      `json:"zone_title,omitempty"`
	City      string          `json:"city,omitempty"`
	Place     cart.Place      `json:"place,omitzero"` // of a pickup
	Slot      delivery.Period `json:"slot,omitzero"`  // the time that was chosen
	Fee       int64           `json:"fee,omitempty"`  // when it was chosen, before any promotion, minor units
	DaysFrom  int             `json:"days_from,omitempty"`
	DaysTo    int             `json:"days_to,omitempty"`
	Address   string          `json:"-"` // where to; "" with a pickup
}

// Due returns what the order's goods and delivery cost now: the total without what came
// back, and nothing once the order is canceled.
func (o Order) Due() money.Money {
	if o.Status == Canceled {
		return money.Of(0, o.Total.Currency)
	}
	return money.Of(o.Total.Amount-o.Returned.Amount, o.Total.Currency)
}

// Balance returns what the customer still owes: Due − (Captured − Refunded). Below zero
// the shop owes that much back.
func (o Order) Balance() money.Money {
	return money.Of(o.Due().Amount-o.Captured.Amount+o.Refunded.Amount, o.Total.Currency)
}

// Unpaid reports whether the order is placed and the customer still owes something.
func (o Order) Unpaid() bool { return o.Status == Placed && o.Balance().Amount > 0 }

// Covered reports whether money taken or held covers what is due.
func (o Order) Covered() bool {
	return o.Captured.Amount+o.Authorized.Amount-o.Refunded.Amount >= o.Due().Amount
}

// Derive brings both statuses in line with the facts.
func (o *Order) Derive() {
	o.Goods.Ordered = o.Count()
	due := max(o.Total.Amount-o.Returned.Amount, 0)
	o.Payment = PaymentOf(MoneyFacts{Total: due, Pending: o.Pending.Amount, Authorized: o.Authorized.Amount,
		Captured: o.Captured.Amount, Refunded: o.Refunded.Amount, Tried: o.Tried})
	o.Fulfillment = FulfillmentOf(o.Goods)
}

// Count returns how many pieces the order has.
func (o Order) Count() int64 {
	var n int64
	for _, l := range o.Lines {
		n += l.Quantity
	}
	return n
}

// Actor is who did something to an order.
type Actor struct {
	Kind ActorKind
	ID   string // of a contact or an operator
}

// ActorKind is the kind of an actor.
type ActorKind string

const (
	ByContact   ActorKind = "contact"
	ByAssistant ActorKind = "assistant"
	ByOperator  ActorKind = "operator"
	BySystem    ActorKind = "system"
)

// Entry is one row of an order's timeline.
type Entry struct {
	ID      string
	OrderID string
	What    string // an event's name: "order.placed"
	By      Actor
	Why     string // a reason, as given
	Data    map[string]any
	At      time.Time
}

// LineByNumber finds a line.
func (o Order) LineByNumber(n int) (Line, bool) {
	for _, l := range o.Lines {
		if l.Line == n {
			return l, true
		}
	}
	return Line{}, false
}
