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
var transitions = fault.Steps[Status, Status]{
	To: []Status{Created, Pending, Authorized, Captured, PartiallyRefunded, Refunded, Canceled, Expired, Failed},
	Rows: []fault.Row[Status]{
		{From: Created, Why: []*fault.Fault{nil, nil, nil, nil, nil, nil, nil, nil, nil}},
		{From: Pending, Why: []*fault.Fault{ErrStale, nil, nil, nil, nil, nil, nil, nil, nil}},
		{From: Authorized, Why: []*fault.Fault{ErrStale, ErrStale, nil, nil, nil, nil, nil, ErrStale, ErrStale}},
		{From: Captured, Why: []*fault.Fault{ErrStale, ErrStale, ErrStale, nil, nil, nil, ErrOver, ErrOver, ErrOver}},
		{From: PartiallyRefunded, Why: []*fault.Fault{ErrStale, ErrStale, ErrStale, ErrStale, nil, nil, ErrOver, ErrOver, ErrOver}},
		{From: Refunded, Why: []*fault.Fault{ErrStale, ErrStale, ErrStale, ErrStale, ErrStale, nil, ErrOver, ErrOver, ErrOver}},
		{From: Canceled, Why: []*fault.Fault{ErrStale, ErrStale, ErrStale, nil, nil, nil, nil, ErrStale, ErrStale}},
		{From: Expired, Why: []*fault.Fault{ErrStale, ErrStale, nil, nil, nil, nil, ErrStale, nil, ErrStale}},
		{From: Failed, Why: []*fault.Fault{ErrStale, ErrStale, nil, nil, nil, nil, ErrStale, ErrStale, nil}},
	},
}

// Step returns nil if a payment may go from one status to another, or stay, else why not.
func Step(from, to Status) error {
	return transitions.Check(from, to, ErrStale)
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
