package order

import (
	"prilavok/core/fault"
	"prilavok/core/shop"
)

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
var acts = map[Act]map[Status]*fault.Fault{
	ActEdit:     {Draft: nil, Placed: nil, Completed: ErrOver, Canceled: ErrOver},
	ActPack:     {Draft: ErrNotPlaced, Placed: nil, Completed: nil, Canceled: ErrOver},
	ActResolve:  {Draft: ErrNotPlaced, Placed: nil, Completed: ErrOver, Canceled: ErrOver},
	ActReturn:   {Draft: ErrNotPlaced, Placed: nil, Completed: nil, Canceled: ErrOver},
	ActExchange: {Draft: ErrNotPlaced, Placed: nil, Completed: nil, Canceled: ErrOver},
	ActLabel:    {Draft: ErrNotPlaced, Placed: nil, Completed: nil, Canceled: ErrOver},
}

// May returns nil if an act is possible in a status, else the named reason.
func May(a Act, s Status) error {
	reason, known := acts[a][s]
	switch {
	case !known:
		return ErrUnknownStatus
	case reason != nil:
		return reason
	}
	return nil
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
var parcels = map[ParcelState]map[ParcelState]*fault.Fault{
	ParcelPacked:    {ParcelPacked: ErrParcelPacked, ParcelShipped: nil, ParcelDelivered: nil, ParcelCanceled: nil},
	ParcelShipped:   {ParcelPacked: ErrParcelShipped, ParcelShipped: ErrParcelShipped, ParcelDelivered: nil, ParcelCanceled: nil},
	ParcelDelivered: {ParcelPacked: ErrParcelDelivered, ParcelShipped: ErrParcelDelivered, ParcelDelivered: ErrParcelDelivered, ParcelCanceled: ErrParcelDelivered},
	ParcelCanceled:  {ParcelPacked: ErrParcelCanceled, ParcelShipped: ErrParcelCanceled, ParcelDelivered: ErrParcelCanceled, ParcelCanceled: ErrParcelCanceled},
}

// ParcelStep returns nil if a fulfillment may go from one state to another, else the
// named reason.
func ParcelStep(from, to ParcelState) error {
	reason, known := parcels[from][to]
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
