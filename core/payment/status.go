package payment

import "prilavok/core/fault"

// Status of a payment: it only goes forward.
type Status string

const (
	Created           Status = "created" // intended; the provider has not answered yet
	Pending           Status = "pending" // the customer can pay
	Authorized        Status = "authorized"
	Captured          Status = "captured"
	PartiallyRefunded Status = "partially_refunded"
	Refunded          Status = "refunded"
	Canceled          Status = "canceled"
	Expired           Status = "expired"
	Failed            Status = "failed"
)

// transitions says where a payment may go and why not elsewhere: a nil fault is an
// allowed step. Money outranks its absence: what was canceled, expired or failed and
// is then paid after all is paid. docs/payment-status.md is drawn from it.
var transitions = map[Status]map[Status]*fault.Fault{
	Created:           {Created: nil, Pending: nil, Authorized: nil, Captured: nil, PartiallyRefunded: nil, Refunded: nil, Canceled: nil, Expired: nil, Failed: nil},
	Pending:           {Created: ErrStale, Pending: nil, Authorized: nil, Captured: nil, PartiallyRefunded: nil, Refunded: nil, Canceled: nil, Expired: nil, Failed: nil},
	Authorized:        {Created: ErrStale, Pending: ErrStale, Authorized: nil, Captured: nil, PartiallyRefunded: nil, Refunded: nil, Canceled: nil, Expired: ErrStale, Failed: ErrStale},
	Captured:          {Created: ErrStale, Pending: ErrStale, Authorized: ErrStale, Captured: nil, PartiallyRefunded: nil, Refunded: nil, Canceled: ErrOver, Expired: ErrOver, Failed: ErrOver},
	PartiallyRefunded: {Created: ErrStale, Pending: ErrStale, Authorized: ErrStale, Captured: ErrStale, PartiallyRefunded: nil, Refunded: nil, Canceled: ErrOver, Expired: ErrOver, Failed: ErrOver},
	Refunded:          {Created: ErrStale, Pending: ErrStale, Authorized: ErrStale, Captured: ErrStale, PartiallyRefunded: ErrStale, Refunded: nil, Canceled: ErrOver, Expired: ErrOver, Failed: ErrOver},
	Canceled:          {Created: ErrStale, Pending: ErrStale, Authorized: ErrStale, Captured: nil, PartiallyRefunded: nil, Refunded: nil, Canceled: nil, Expired: ErrStale, Failed: ErrStale},
	Expired:           {Created: ErrStale, Pending: ErrStale, Authorized: nil, Captured: nil, PartiallyRefunded: nil, Refunded: nil, Canceled: ErrStale, Expired: nil, Failed: ErrStale},
	Failed:            {Created: ErrStale, Pending: ErrStale, Authorized: nil, Captured: nil, PartiallyRefunded: nil, Refunded: nil, Canceled: ErrStale, Expired: ErrStale, Failed: nil},
}

// Step returns nil if a payment may go from one status to another, or stay, else why not.
func Step(from, to Status) error {
	reason, known := transitions[from][to]
	switch {
	case !known:
		return ErrStale
	case reason != nil:
		return reason
	}
	return nil
}

// statusOf derives a payment's status from what a provider says and what is known to
// be given back.
func statusOf(told Status, captured, refunded int64) Status {
	switch {
	case captured > 0 && refunded >= captured:
		return Refunded
	case captured > 0 && refunded > 0:
		return PartiallyRefunded
	case captured > 0:
		return Captured
	}
	return told
}
