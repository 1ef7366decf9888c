package order

import (
	"prilavok/core/cart"
	"prilavok/core/catalog"
	"prilavok/core/fault"
)

// CodeRivals is the code of a unit of work that lost goods to a rival and has to be run
// again.
const CodeRivals = "order.rivals"

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
	ErrTooLate          = fault.New(fault.Conflict, "order.too_late", "by the shop's rules the customer can no longer do this: an operator can")
	ErrNoChange         = fault.New(fault.Invalid, "order.no_change", "nothing would change")
	ErrNoLine           = fault.New(fault.Invalid, "order.no_line", "the order has no such line, or a line is named twice")
	ErrQuantity         = fault.New(fault.Invalid, "order.quantity", "a quantity is from 1 to 9,999, and an order has at most 200 lines")
	ErrEmpty            = fault.New(fault.Invalid, "order.empty", "an order needs at least one line: cancel it instead")
	ErrNotForSale       = fault.New(fault.Conflict, "order.not_for_sale", "this is no longer sold")
	ErrPriceOverride    = fault.New(fault.Forbidden, "order.price_override", "only an operator sets a price, not below zero and with a reason")
	ErrDelivery         = fault.New(fault.Invalid, "order.delivery", "there is no such way of delivery, or it needs a zone")
	ErrNoSlot           = fault.New(fault.Invalid, "order.no_slot", "this delivery comes at a time of the customer's choice: choose one")
	ErrLinePacked       = fault.New(fault.Conflict, "order.line_packed", "pieces of this line are packed or sent: take them out of their parcel first, or let them be returned")
	ErrSent             = fault.New(fault.Conflict, "order.sent", "goods of this order are on their way: where they go cannot be changed")
	ErrLapsed           = fault.New(fault.Conflict, "order.lapsed", "the goods are no longer held for this order: hold them again first")
	ErrShortfall        = fault.New(fault.Conflict, "order.shortfall", "stock has not all pieces of this order: substitute them, give the money back or wait")
	ErrNoShortfall      = fault.New(fault.NotFound, "order.no_shortfall", "there is no such open shortfall")
	ErrNoStage          = fault.New(fault.Invalid, "order.no_stage", "the shop has no such stage that is set by hand")
	ErrNotPacked        = fault.New(fault.Conflict, "order.not_packed", "more pieces than the order has left to pack")
	ErrNoParcel         = fault.New(fault.NotFound, "order.no_parcel", "the order has no such fulfillment")
	ErrParcelPacked     = fault.New(fault.Conflict, "order.parcel_packed", "the fulfillment is packed already")
	ErrParcelShipped    = fault.New(fault.Conflict, "order.parcel_shipped", "the fulfillment is on its way already")
	ErrParcelDelivered  = fault.New(fault.Conflict, "order.parcel_delivered", "the fulfillment is delivered: goods come back by a return")
	ErrParcelCanceled   = fault.New(fault.Conflict, "order.parcel_canceled", "the fulfillment is canceled: pack again")
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

// Shortage is why a change of an order was refused: stock has not what it needs. It
// unwraps to ErrOutOfStock.
type Shortage struct{ Short []catalog.Short }

// Error implements error.
func (s *Shortage) Error() string { return ErrOutOfStock.Error() }

// Unwrap returns the fault.
func (s *Shortage) Unwrap() error { return ErrOutOfStock }

// Unwrap returns the fault.
func (r *Refusal) Unwrap() error { return r.fault }
