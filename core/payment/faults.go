package payment

import "prilavok/core/fault"

// Faults of payments.
var (
	ErrNotFound    = fault.New(fault.NotFound, "payment.not_found", "there is no such payment")
	ErrNoAccount   = fault.New(fault.NotFound, "payment.no_account", "no such payment provider is connected to this shop")
	ErrNoOperation = fault.New(fault.NotFound, "payment.no_operation", "there is no such capture, refund or release")
	ErrNoProblem   = fault.New(fault.NotFound, "payment.no_problem", "there is no such open problem")
	ErrNoMethod    = fault.New(fault.Conflict, "payment.no_method", "this order cannot be paid in this way: choose another")
	ErrNothingDue  = fault.New(fault.Conflict, "payment.nothing_due", "nothing is left to be paid for this order")
	ErrOrderOver   = fault.New(fault.Conflict, "payment.order_over", "the order is canceled or not placed: it takes no payments")
	ErrPending     = fault.New(fault.Conflict, "payment.pending", "another payment of this order is under way: finish it, or wait until it expires")
	ErrNotHeld     = fault.New(fault.Conflict, "payment.not_held", "no money is held by this payment")
	ErrNotCaptured = fault.New(fault.Conflict, "payment.not_captured", "there is nothing to give back")
	ErrTooMuch     = fault.New(fault.Invalid, "payment.too_much", "that is more than there is: the sum must be above zero and no more than what was paid and not given back")
	ErrWhole       = fault.New(fault.Unsupported, "payment.whole_only", "this provider takes and gives back whole sums only")
	ErrLimit       = fault.New(fault.Forbidden, "payment.limit", "that is more than you may give back of one order: ask a manager or the owner")
	ErrCurrency    = fault.New(fault.Unsupported, "payment.currency", "this provider does not take money in the order's currency")
	ErrCannot      = fault.New(fault.Unsupported, "payment.unsupported", "this provider cannot do that")
	ErrAmount      = fault.New(fault.Conflict, "payment.amount", "the sum or the currency is not what was asked for")
	ErrKey         = fault.New(fault.Conflict, "payment.key", "this key was used for something else already")
	ErrAddress     = fault.New(fault.Conflict, "payment.no_address", "paying by a link needs the shop's public address: set PUBLIC_URL")
	ErrBusy        = fault.New(fault.Unavailable, "payment.busy", "the payment provider does not answer right now; the payment is not lost, it will be tried again")
	ErrSecret      = fault.New(fault.Invalid, "payment.secret", "a key of the account is missing or unknown to this provider")
	ErrNoKeys      = fault.New(fault.Conflict, "payment.no_keys", "the keys of this provider were forgotten: connect it again, or do it at the provider and note it by hand")
	ErrConnected   = fault.New(fault.Conflict, "payment.connected", "this provider is connected already: change its keys instead")
	ErrWaiting     = fault.New(fault.Conflict, "payment.waiting", "orders still wait for money by this provider: switch it off now, and forget its keys when they are paid or their time is over")
	ErrInUse       = fault.New(fault.Conflict, "payment.in_use", "customers are still offered this provider: switch it off first")
	ErrUse         = fault.New(fault.Invalid, "payment.account_fields", "some of these fields cannot be so for this provider")
	ErrStand       = fault.New(fault.Forbidden, "payment.stand", "an address of a test stand is taken only where the server allows private addresses: WEBHOOK_PRIVATE=yes")
	ErrManual      = fault.New(fault.Invalid, "payment.manual", "only an operator can say that this money was received, and who it was")

	ErrStale = fault.New(fault.Conflict, "payment.stale", "this is older than what is known already")
	ErrOver  = fault.New(fault.Conflict, "payment.over", "the money was taken or given back and cannot become unpaid")
)
