package order

import (
	"prilavok/core/cart"
	"prilavok/core/fault"
)

// Faults of orders.
var (
	ErrNotFound     = fault.New(fault.NotFound, "order.not_found", "there is no such order")
	ErrPriceChanged = fault.New(fault.Conflict, "order.price_changed", "the total is no longer what was shown: show the new one and ask again")
	ErrOutOfStock   = fault.New(fault.Conflict, "order.out_of_stock", "some goods cannot be had any more: the lines say which and how many are left")
	ErrSlotTaken    = fault.New(fault.Conflict, "order.slot_taken", "the chosen time of delivery is taken: choose another")
	ErrNotReady     = fault.New(fault.Conflict, "order.cart_not_ready", "the cart cannot be ordered as it is: the problems say why")
	ErrKey          = fault.New(fault.Invalid, "order.key", "an order is placed under a key of 1 to 100 characters that belongs to its contact alone")
	ErrDetails      = fault.New(fault.Invalid, "order.details", "an order needs a name, a phone, and an address unless it is picked up")
	ErrRevision     = fault.New(fault.Conflict, "order.changed", "the order was changed by someone else meanwhile: load it again")

	ErrAlreadyPlaced    = fault.New(fault.Conflict, "order.already_placed", "the order is placed already")
	ErrAlreadyCanceled  = fault.New(fault.Conflict, "order.already_canceled", "the order is canceled already")
	ErrAlreadyCompleted = fault.New(fault.Conflict, "order.already_completed", "the order is completed already")
	ErrNotPlaced        = fault.New(fault.Conflict, "order.not_placed", "the order is only a draft: place it first")
	ErrOver             = fault.New(fault.Conflict, "order.over", "the order is completed or canceled and cannot go back")
	ErrMoneyHeld        = fault.New(fault.Conflict, "order.money_held", "the order is paid or money is held for it: refund it first")
	ErrShipped          = fault.New(fault.Conflict, "order.shipped", "goods of this order are on their way: take them back first")
	ErrUnknownStatus    = fault.New(fault.Internal, "order.unknown_status", "there is no such status")
)

// Refusal is why an order was not placed, with what can be ordered now. It unwraps to
// ErrPriceChanged, ErrOutOfStock, ErrSlotTaken or ErrNotReady.
type Refusal struct {
	Quote cart.Quote // as of now; its Problems name the lines and what is left
	fault *fault.Fault
}

// Error implements error.
func (r *Refusal) Error() string { return r.fault.Error() }

// Unwrap returns the fault.
func (r *Refusal) Unwrap() error { return r.fault }
