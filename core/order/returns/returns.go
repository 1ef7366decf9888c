// Package returns is goods that come back: requests, their approval, receipt with
// restocking, and exchanges. It says what money is due for them; payment gives it back.
package returns

import (
	"time"

	"prilavok/core/fault"
	"prilavok/core/money"
	"prilavok/core/order"
)

// State of a return.
type State string

const (
	Requested State = "requested"
	Approved  State = "approved"
	Refused   State = "refused"
	Withdrawn State = "withdrawn"
	Received  State = "received"
)

// Return is some delivered pieces of an order that the customer gives back, for money or
// for other goods.
type Return struct {
	ID         string
	OrderID    string
	State      State
	Lines      []order.Piece
	Exchange   []Swap      // what goes out instead; empty: money
	Amount     money.Money // what the pieces are worth
	Reason     string
	Photos     []string
	RefundTo   string // how the customer wants the money: a payment's or a method's name, "" as it was paid
	Credited   bool   // the order counts Amount as given back
	Refusal    string // why it was refused, for the customer
	CreatedAt  time.Time
	DecidedAt  time.Time
	ReceivedAt time.Time
}

// Swap is goods that go out in an exchange, at the price of the day of the request.
type Swap struct {
	VariantID string `json:"variant_id"`
	Quantity  int64  `json:"quantity"`
	Price     int64  `json:"price"` // minor units a piece
}

// Difference returns what an exchange costs the customer more, below zero less.
func (r Return) Difference() money.Money {
	n := -r.Amount.Amount
	for _, x := range r.Exchange {
		n += x.Price * x.Quantity
	}
	return money.Of(n, r.Amount.Currency)
}

// steps says where a return may go and why not elsewhere.
var steps = fault.Steps[State, State]{
	To: []State{Requested, Approved, Refused, Withdrawn, Received},
	Rows: []fault.Row[State]{
		{From: Requested, Why: []*fault.Fault{ErrRequested, nil, nil, nil, ErrNotApproved}},
		{From: Approved, Why: []*fault.Fault{ErrDecided, ErrDecided, ErrDecided, nil, nil}},
		{From: Refused, Why: []*fault.Fault{ErrOver, ErrOver, ErrOver, ErrOver, ErrOver}},
		{From: Withdrawn, Why: []*fault.Fault{ErrOver, ErrOver, ErrOver, ErrOver, ErrOver}},
		{From: Received, Why: []*fault.Fault{ErrOver, ErrOver, ErrOver, ErrOver, ErrOver}},
	},
}

// Step returns nil if a return may go from one state to another, else the named reason.
func Step(from, to State) error {
	return steps.Check(from, to, ErrState)
}

// Names of events, in the timeline of the order. Their data: return, lines, amount,
// refund_to, exchange (whether other goods go out), difference; of a receipt also
// restocked and written_off.
const (
	EventRequested = "return.requested"
	EventApproved  = "return.approved"
	EventRefused   = "return.refused"
	EventWithdrawn = "return.withdrawn"
	EventReceived  = "return.received"
)
