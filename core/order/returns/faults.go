package returns

import "prilavok/core/fault"

// Faults of returns.
var (
	ErrNotFound     = fault.New(fault.NotFound, "return.not_found", "the order has no such return")
	ErrNoReturns    = fault.New(fault.Conflict, "return.not_taken", "the shop takes nothing back by itself: ask an operator")
	ErrWindow       = fault.New(fault.Conflict, "return.too_late", "the time in which goods can be returned is over")
	ErrNotDelivered = fault.New(fault.Conflict, "return.not_delivered", "only delivered pieces that are not being returned already can be returned")
	ErrLines        = fault.New(fault.Invalid, "return.lines", "a return names lines of the order, each once, with one piece or more")
	ErrReason       = fault.New(fault.Invalid, "return.reason", "say why, in up to 1,000 characters, with up to 10 photos")
	ErrAmount       = fault.New(fault.Invalid, "return.amount", "only an operator sets the amount, from nothing to what the goods cost, with a reason")
	ErrRequested    = fault.New(fault.Conflict, "return.requested", "the return is only asked for")
	ErrNotApproved  = fault.New(fault.Conflict, "return.not_approved", "the return is not approved yet")
	ErrDecided      = fault.New(fault.Conflict, "return.decided", "the return is approved already")
	ErrOver         = fault.New(fault.Conflict, "return.over", "the return is refused, withdrawn or received already")
	ErrState        = fault.New(fault.Internal, "return.unknown_state", "there is no such state of a return")

	errSeen = fault.New(fault.Internal, "return.seen", "looked at under the order's lock")
)
