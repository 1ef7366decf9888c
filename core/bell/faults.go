package bell

import "prilavok/core/fault"

// Faults of the bell.
var (
	ErrNoItem = fault.New(fault.NotFound, "bell.not_found", "there is no such notification: old ones are forgotten")
	ErrKind   = fault.New(fault.Invalid, "bell.kind", "there is no such kind of notification, or you may not see what it tells of")
)
