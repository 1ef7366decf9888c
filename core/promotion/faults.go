package promotion

import "prilavok/core/fault"

// Faults of promotions.
var (
	ErrNotFound = fault.New(fault.NotFound, "promotion.not_found", "there is no such promotion")
	ErrRevision = fault.New(fault.Conflict, "promotion.changed", "the promotion was changed by someone else meanwhile: load it again")
	ErrArchived = fault.New(fault.Conflict, "promotion.archived", "the promotion is archived: make a new one")
	ErrTaken    = fault.New(fault.Unavailable, "promotion.taken", "others took the last use of a promotion at this moment: try again")
	ErrFields   = fault.New(fault.Invalid, "promotion.fields", "some fields of the promotion are not right")
)
