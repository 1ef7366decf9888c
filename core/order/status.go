package order

import (
	"prilavok/core/fault"
	"prilavok/core/shop"
)

// transitions says where an order may go and why not elsewhere: a nil fault is an
// allowed step. docs/order-status.md is drawn from it.
var transitions = fault.Steps[Status, Status]{
	To: []Status{Draft, Placed, Completed, Canceled},
	Rows: []fault.Row[Status]{
		{From: Draft, Why: []*fault.Fault{ErrNotPlaced, nil, ErrNotPlaced, nil}},
		{From: Placed, Why: []*fault.Fault{ErrAlreadyPlaced, ErrAlreadyPlaced, nil, nil}},
		{From: Completed, Why: []*fault.Fault{ErrOver, ErrOver, ErrAlreadyCompleted, ErrOver}},
		{From: Canceled, Why: []*fault.Fault{ErrOver, ErrOver, ErrOver, ErrAlreadyCanceled}},
	},
}

// Step returns nil if an order may go from one status to another, else the named reason.
func Step(from, to Status) error {
	return transitions.Check(from, to, ErrUnknownStatus)
}

// Act is something done to an order that changes no status by itself.
type Act string

const (
	ActEdit     Act = "edit"
	ActPack     Act = "pack"
	ActResolve  Act = "resolve a shortfall"
	ActReturn   Act = "return"
	ActExchange Act = "exchange"
	ActLabel    Act = "set a stage by hand"
)

// acts says in which status an act is possible, and why not elsewhere.
var acts = fault.Steps[Act, Status]{
	To: []Status{Draft, Placed, Completed, Canceled},
	Rows: []fault.Row[Act]{
		{From: ActEdit, Why: []*fault.Fault{nil, nil, ErrOver, ErrOver}},
		{From: ActPack, Why: []*fault.Fault{ErrNotPlaced, nil, nil, ErrOver}},
		{From: ActResolve, Why: []*fault.Fault{ErrNotPlaced, nil, ErrOver, ErrOver}},
		{From: ActReturn, Why: []*fault.Fault{ErrNotPlaced, nil, nil, ErrOver}},
		{From: ActExchange, Why: []*fault.Fault{ErrNotPlaced, nil, nil, ErrOver}},
		{From: ActLabel, Why: []*fault.Fault{ErrNotPlaced, nil, nil, ErrOver}},
	},
}

// May returns nil if an act is possible in a status, else the named reason.
func May(a Act, s Status) error {
	return acts.Check(a, s, ErrUnknownStatus)
}

// ParcelState is where a fulfillment stands.
type ParcelState string

const (
	ParcelPacked    ParcelState = "packed"
	ParcelShipped   ParcelState = "shipped"
	ParcelDelivered ParcelState = "delivered"
	ParcelCanceled  ParcelState = "canceled" // unpacked, or came back undelivered
)

// parcels says where a fulfillment may go and why not elsewhere. Goods that are picked
// up go from packed to delivered.
var parcels = fault.Steps[ParcelState, ParcelState]{
	To: []ParcelState{ParcelPacked, ParcelShipped, ParcelDelivered, ParcelCanceled},
	Rows: []fault.Row[ParcelState]{
		{From: ParcelPacked, Why: []*fault.Fault{ErrParcelPacked, nil, nil, nil}},
		{From: ParcelShipped, Why: []*fault.Fault{ErrParcelShipped, ErrParcelShipped, nil, nil}},
		{From: ParcelDelivered, Why: []*fault.Fault{ErrParcelDelivered, ErrParcelDelivered, ErrParcelDelivered, ErrParcelDelivered}},
		{From: ParcelCanceled, Why: []*fault.Fault{ErrParcelCanceled, ErrParcelCanceled, ErrParcelCanceled, ErrParcelCanceled}},
	},
}

// ParcelStep returns nil if a fulfillment may go from one state to another, else the
// named reason.
func ParcelStep(from, to ParcelState) error {
	return parcels.Check(from, to, ErrUnknownStatus)
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
	switch o.Fulfillment {
	case Shipped, Delivered, PartiallyReturned:
		return ErrShipped
	}
	if o.Goods.Sent > 0 {
		return ErrShipped
	}
	switch o.Payment {
	case Authorized, PartiallyCaptured, Captured, PartiallyRefunded:
		return ErrMoneyHeld
	}
	return nil
}

// CustomerMay returns nil if the shop's rules still let the customer cancel or change an
// order: until it is packed unless the shop says "paid", "shipped" or "never". Others
// than the customer and the assistant are not bound by it.
func CustomerMay(o Order, by Actor, rules shop.Orders) error {
	if by.Kind != ByContact && by.Kind != ByAssistant {
		return nil
	}
	late := false
	switch rules.CustomerUntil {
	case "never":
		late = true
	case "paid":
		late = o.Captured.Amount > o.Refunded.Amount || o.Authorized.Amount > 0 || o.Goods.Packed > 0
	case "shipped":
		late = o.Goods.Sent > 0
	default:
		late = o.Goods.Packed > 0
	}
	if late {
		return ErrTooLate
	}
	return nil
}
