package order

import "prilavok/core/fault"

// transitions says where an order may go and why not elsewhere: a nil fault is an
// allowed step. docs/order-status.md is drawn from it.
var transitions = map[Status]map[Status]*fault.Fault{
	Draft:     {Draft: ErrNotPlaced, Placed: nil, Completed: ErrNotPlaced, Canceled: nil},
	Placed:    {Draft: ErrAlreadyPlaced, Placed: ErrAlreadyPlaced, Completed: nil, Canceled: nil},
	Completed: {Draft: ErrOver, Placed: ErrOver, Completed: ErrAlreadyCompleted, Canceled: ErrOver},
	Canceled:  {Draft: ErrOver, Placed: ErrOver, Completed: ErrOver, Canceled: ErrAlreadyCanceled},
}

// Step returns nil if an order may go from one status to another, else the named reason.
func Step(from, to Status) error {
	reason, known := transitions[from][to]
	switch {
	case !known:
		return ErrUnknownStatus
	case reason != nil:
		return reason
	}
	return nil
}

// PaymentStatus is derived from what happened to the order's money.
type PaymentStatus string

const (
	NotPaid           PaymentStatus = "not_paid"
	Awaiting          PaymentStatus = "awaiting"
	Authorized        PaymentStatus = "authorized"
	PartiallyCaptured PaymentStatus = "partially_captured"
	Captured          PaymentStatus = "captured"
	PartiallyRefunded PaymentStatus = "partially_refunded"
	Refunded          PaymentStatus = "refunded"
	PaymentCanceled   PaymentStatus = "canceled"
)

// FulfillmentStatus is derived from what happened to the order's goods.
type FulfillmentStatus string

const (
	NotFulfilled       FulfillmentStatus = "not_fulfilled"
	PartiallyFulfilled FulfillmentStatus = "partially_fulfilled"
	Fulfilled          FulfillmentStatus = "fulfilled"
	Shipped            FulfillmentStatus = "shipped"
	Delivered          FulfillmentStatus = "delivered"
	PartiallyReturned  FulfillmentStatus = "partially_returned"
	Returned           FulfillmentStatus = "returned"
)

// MoneyFacts are sums of an order in minor units.
type MoneyFacts struct {
	Total      int64
	Pending    int64 // asked for, not answered yet
	Authorized int64 // held and not yet captured or released
	Captured   int64
	Refunded   int64
	Tried      bool // some payment was begun
}

// PaymentOf derives the payment status. Money back weighs more than money in, and
// money in more than money promised.
func PaymentOf(f MoneyFacts) PaymentStatus {
	switch {
	case f.Captured > 0 && f.Refunded >= f.Captured:
		return Refunded
	case f.Refunded > 0:
		return PartiallyRefunded
	case f.Captured > 0 && f.Captured >= f.Total:
		return Captured
	case f.Captured > 0:
		return PartiallyCaptured
	case f.Authorized > 0:
		return Authorized
	case f.Pending > 0:
		return Awaiting
	case f.Tried:
		return PaymentCanceled
	}
	return NotPaid
}

// GoodsFacts are pieces of an order. Each of Packed, Sent and Arrived includes the
// later stages; Returned ones have come back.
type GoodsFacts struct {
	Ordered  int64
	Packed   int64
	Sent     int64
	Arrived  int64
	Returned int64
}

// FulfillmentOf derives the fulfillment status: a stage is named once all pieces
// have reached it.
func FulfillmentOf(f GoodsFacts) FulfillmentStatus {
	switch {
	case f.Ordered <= 0:
		return NotFulfilled
	case f.Returned >= f.Ordered:
		return Returned
	case f.Returned > 0:
		return PartiallyReturned
	case f.Arrived >= f.Ordered:
		return Delivered
	case f.Sent >= f.Ordered:
		return Shipped
	case f.Packed >= f.Ordered:
		return Fulfilled
	case f.Packed > 0:
		return PartiallyFulfilled
	}
	return NotFulfilled
}

// CanCancel returns nil if the order may be canceled, else the named reason.
func CanCancel(o Order) error {
	if err := Step(o.Status, Canceled); err != nil {
		return err
	}
	switch o.Payment {
	case Authorized, PartiallyCaptured, Captured, PartiallyRefunded:
		return ErrMoneyHeld
	}
	switch o.Fulfillment {
	case Shipped, Delivered, PartiallyReturned:
		return ErrShipped
	}
	return nil
}
