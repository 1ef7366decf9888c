// Package promotion is what makes a purchase cheaper: promotions that apply by
// themselves or by a code, and the arithmetic that says by how much and why. It knows
// no carts, no catalog and no orders: they hand it lines and facts. It rounds once per
// promotion and never gives more away than a line costs.
package promotion

import (
	"strings"
	"time"
	"unicode"

	"prilavok/core/lang"
)

// Kind is what a promotion gives.
type Kind string

const (
	NForM        Kind = "n_for_m"       // of every Take pieces Take − Pay are free, the cheapest ones
	Percent      Kind = "percent"       // Percent off the goods it is for
	Amount       Kind = "amount"        // Amount off the goods it is for, once
	Gift         Kind = "gift"          // GiftQuantity pieces of GiftVariant
	FreeDelivery Kind = "free_delivery" // the delivery costs nothing
)

// Status of a promotion.
type Status string

const (
	Active   Status = "active"
	Paused   Status = "paused"
	Archived Status = "archived" // over for good; its codes say so
)

// Promotion is one rule of the shop. Amounts are minor units of the shop's currency.
type Promotion struct {
	ID    string     `json:"id,omitempty"`
	Title lang.Texts `json:"title"` // what the customer reads beside the price
	Kind  Kind       `json:"kind"`
	Rule
	Codes      []string  `json:"codes,omitempty"` // empty: it applies by itself
	FirstOrder bool      `json:"first_order,omitempty"`
	Priority   int       `json:"priority,omitempty"` // the higher wins where not all can be had
	From       time.Time `json:"from,omitzero"`
	Until      time.Time `json:"until,omitzero"`        // from this moment on it is over
	Limit      int64     `json:"limit,omitempty"`       // uses in all; 0 is without limit
	PerContact int64     `json:"per_contact,omitempty"` // uses of one contact; 0 is without limit
	Status     Status    `json:"status,omitempty"`
	Used       int64     `json:"used,omitempty"` // by orders that stand
	Revision   int64     `json:"revision,omitempty"`
	CreatedAt  time.Time `json:"created_at,omitzero"`
	UpdatedAt  time.Time `json:"updated_at,omitzero"`
}

// Rule is the benefit of a promotion and those of its conditions that need no query.
type Rule struct {
	Percent      int64  `json:"percent,omitempty"` // basis points: 1000 is 10 %
	Amount       int64  `json:"amount,omitempty"`
	Take         int64  `json:"take,omitempty"`
	Pay          int64  `json:"pay,omitempty"`
	GiftVariant  string `json:"gift_variant,omitempty"`
	GiftQuantity int64  `json:"gift_quantity,omitempty"`

	MinTotal   int64    `json:"min_total,omitempty"`  // of all goods before any discount
	Products   []string `json:"products,omitempty"`   // it is for these products,
	Categories []string `json:"categories,omitempty"` // and for goods of these categories; both empty: for all
	Contacts   []string `json:"contacts,omitempty"`   // only these contacts may use it; empty: all
	Methods    []string `json:"methods,omitempty"`    // free with these deliveries only; empty: with all
	Exclusive  bool     `json:"exclusive,omitempty"`  // not together with any other
}

// Automatic reports whether the promotion needs no code.
func (p Promotion) Automatic() bool { return len(p.Codes) == 0 }

// Line is goods of one kind that somebody wants to buy.
type Line struct {
	Key        string // unique among the lines: a variant's id
	ProductID  string
	Categories []string // the product's category and those above it
	Price      int64    // of one piece
	Quantity   int64
}

// Reason says why a line, or the delivery, costs what it does.
type Reason struct {
	PromotionID string     `json:"promotion_id"`
	Title       lang.Texts `json:"title"`
	Kind        Kind       `json:"kind"`
	Code        string     `json:"code,omitempty"` // that it was had by
	Amount      int64      `json:"amount"`         // taken off, in minor units; 0 with a gift
}

// Facts is what promotions depend on besides the lines.
type Facts struct {
	ContactID string
	Now       time.Time
	First     bool             // the contact has no order that stands
	Code      string           // entered, folded; "" without one
	Used      map[string]int64 // uses by the contact of promotions with a limit for one
	Gifts     map[string]int64 // pieces of gift variants that can be had beyond the lines
	Delivery  *Delivery        // nil while none is chosen
}

// Delivery is the chosen delivery and what it would cost.
type Delivery struct {
	MethodID string
	Fee      int64
}

// Result is what a purchase costs less.
type Result struct {
	Lines    []LineResult // beside the lines given, in their order
	Discount int64        // sum of the lines' discounts; a free delivery is not in it
	Gifts    []Given
	Free     *Reason  // why the delivery is free; its amount is the fee, 0 while unknown
	Applied  []Reason // what each promotion gave in all, in the order of application
	Code     Problem  // why the entered code gives nothing, "" when it does or none was entered
	Least    int64    // with ProblemMinTotal: the least total
}

// LineResult is what one line costs less, and why: the reasons' sum is the discount.
type LineResult struct {
	Discount int64
	Reasons  []Reason
}

// Given is a gift.
type Given struct {
	VariantID string
	Quantity  int64
	Reason    Reason
}

// Problem is a stable code of why a code gives nothing. The dialog writes the words.
type Problem string

// Problems of a code.
const (
	ProblemNone     Problem = ""
	ProblemUnknown  Problem = "code_unknown"
	ProblemEarly    Problem = "code_early"        // it begins later
	ProblemOver     Problem = "code_over"         // ended, paused or archived
	ProblemUsedUp   Problem = "code_used_up"      // all uses are taken
	ProblemUsed     Problem = "code_used"         // the contact has used it as often as may be
	ProblemNotYours Problem = "code_not_yours"    // meant for others
	ProblemNotFirst Problem = "code_not_first"    // only for a first order
	ProblemMinTotal Problem = "code_min_total"    // the goods are worth less than Least
	ProblemGoods    Problem = "code_goods"        // none of the goods it is for
	ProblemNoGift   Problem = "code_no_gift"      // the gift has run out
	ProblemMixing   Problem = "code_not_combined" // a better promotion applies that goes with no other
	ProblemNoEffect Problem = "code_no_effect"    // it takes nothing off as things stand
)

// Lasting reports whether the code cannot work for this contact whatever the cart
// holds: it is not worth keeping.
func (p Problem) Lasting() bool {
	switch p {
	case ProblemUnknown, ProblemEarly, ProblemOver, ProblemUsedUp, ProblemUsed, ProblemNotYours, ProblemNotFirst:
		return true
	}
	return false
}

// MaxCode is how many characters a code may have.
const MaxCode = 40

// lookalikes are Cyrillic capitals that people write for Latin ones.
var lookalikes = strings.NewReplacer("А", "A", "В", "B", "Е", "E", "К", "K", "М", "M", "Н", "H", "О", "O", "Р", "P", "С", "C", "Т", "T", "Х", "X", "У", "Y", "Ё", "E")

// FoldCode makes codes comparable: capital letters, Cyrillic ones that look Latin as
// Latin, no spaces, hyphens or quotes. "" is what no code can be.
func FoldCode(s string) string {
	s = lookalikes.Replace(strings.ToUpper(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '%' || r == '_' {
			return r
		}
		return -1
	}, s)))
	if len([]rune(s)) > MaxCode {
		return ""
	}
	return s
}
