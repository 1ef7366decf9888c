// Package cart is what a contact is about to buy: the cart, how it is delivered,
// what it costs, and the steps of the checkout. It keeps quantities only: names,
// prices and stock are the catalog's and are read again every time. It writes no
// sentences for people and places no orders.
package cart

import (
	"time"

	"prilavok/core/catalog"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/promotion"
	"prilavok/core/shop"
)

// Limits of a cart.
const (
	MaxQuantity = 99 // of one line
	MaxLines    = 50
)

// Cart is what a contact is about to buy. A contact has one.
type Cart struct {
	ContactID   string
	Lines       []Line
	Items       money.Money // of the lines that can be bought, before any discount
	Discount    money.Money
	Promotions  []promotion.Reason // what each gave in all
	Code        string             // of a promotion, folded; "" none was entered
	TakesCodes  bool               // the shop has promotions with codes
	CodeTrouble Trouble            // why the code gives nothing; its Code is "" when it does
	Revision    int64
	UpdatedAt   time.Time
}

// Sum is what the goods cost with the discount.
func (c Cart) Sum() money.Money { return money.Of(c.Items.Amount-c.Discount.Amount, c.Items.Currency) }

// Count returns how many pieces the cart holds, those that can be bought only; gifts
// are not counted.
func (c Cart) Count() int64 {
	var n int64
	for _, l := range c.Lines {
		if l.Buyable() && !l.Gift {
			n += l.Quantity
		}
	}
	return n
}

// Line is one variant in a cart, as the catalog has it now.
type Line struct {
	ProductID  string
	VariantID  string
	SKU        string
	CategoryID string
	Title      lang.Texts
	Options    []Option
	Image      string
	Quantity   int64
	Grams      int64              // of one piece; 0 when nobody weighed it
	Price      money.Money        // of one piece; zero of a gift
	OldPrice   money.Money        // zero when there is no discount in the catalog
	Discount   money.Money        // by promotions
	Reasons    []promotion.Reason // why the line costs what it does
	Gift       bool               // not in the cart: a promotion adds it
	Total      money.Money        // Price × Quantity − Discount; zero when the line cannot be bought
	Left       int64              // pieces that can be had now; Plenty when stock is not counted
	Notice     Notice
	WasPrice   money.Money // what was shown last, with NoticePrice
	AddedAt    time.Time
}

// Plenty stands for stock that is not counted.
const Plenty = catalog.Unlimited

// Buyable reports whether the line can be ordered as it stands.
func (l Line) Buyable() bool { return l.Notice == NoticeNone || l.Notice == NoticePrice }

// Option is one property that tells variants of a product apart.
type Option = catalog.Attribute

// Notice says what the customer should know about a line.
type Notice string

const (
	NoticeNone  Notice = ""
	NoticePrice Notice = "price_changed" // Price differs from WasPrice
	NoticeShort Notice = "short"         // only Left pieces can be had
	NoticeOut   Notice = "out_of_stock"
	NoticeGone  Notice = "gone" // no longer sold
)

// Quote is what a cart costs with a delivery: the only arithmetic of selling.
type Quote struct {
	Lines       []Line      // gifts at the end
	Items       money.Money // before any discount
	Discount    money.Money // sum of the lines' discounts
	Delivery    money.Money
	Promotions  []promotion.Reason // what each gave in all
	Free        *promotion.Reason  // why the delivery is free, when a promotion makes it so
	Code        string             // entered, folded
	TakesCodes  bool
	CodeTrouble Trouble     // why it gives nothing; its Code is "" when it does. It hinders no order
	Total       money.Money // Items − Discount + Delivery
	Method      *Method     // nil when none was chosen
	Zone        *Zone       // nil when the method has none or none was chosen
	Point       *Place      // of a pickup; nil when it has several and none was chosen
	Slot        *Slot       // the chosen time; nil when none is asked or it cannot be had
	Problems    []Trouble
	Rules       shop.Orders // of the shop, as they were when this was reckoned

	limited []string // ids of applied promotions with a limit of uses
}

// OK reports whether the quote can be ordered.
func (q Quote) OK() bool { return len(q.Problems) == 0 }

// Count returns how many pieces the quote is for.
func (q Quote) Count() int64 { return Cart{Lines: q.Lines}.Count() }

// Fee returns what the delivery costs before any promotion, in minor units.
func (q Quote) Fee() int64 {
	if q.Free != nil {
		return q.Delivery.Amount + q.Free.Amount
	}
	return q.Delivery.Amount
}

// Grams returns what the quote's goods weigh, as far as the catalog knows.
func (q Quote) Grams() int64 {
	var n int64
	for _, l := range q.Lines {
		if l.Buyable() {
			n += l.Grams * l.Quantity
		}
	}
	return n
}

// Trouble is one reason why a quote cannot be ordered.
type Trouble struct {
	Code      Problem
	VariantID string      // of a line's trouble
	Left      int64       // with ProblemShort
	Amount    money.Money // with ProblemMinTotal and ProblemCodeMinTotal: the least total
}

// Choice is how the contact wants a cart delivered. The zero Choice is none yet.
type Choice struct {
	MethodID string `json:"method_id,omitempty"`
	ZoneID   string `json:"zone_id,omitempty"`
	PointID  string `json:"point_id,omitempty"` // of a pickup with several points
	Slot     string `json:"slot,omitempty"`     // Slot.Key of the time
}
