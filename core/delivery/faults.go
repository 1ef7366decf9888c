package delivery

import "prilavok/core/fault"

// Faults of delivery.
var (
	ErrNoMethod     = fault.New(fault.NotFound, "delivery.no_method", "there is no such delivery method")
	ErrMethodFields = fault.New(fault.Invalid, "delivery.method_fields", "a delivery method needs a kind (courier, pickup, post), a title, amounts that are not negative, rates by rising weight")
	ErrSchedule     = fault.New(fault.Invalid, "delivery.schedule", "a window of a schedule needs weekdays 1 to 7, a beginning before its end (HH:MM), a capacity of at least one, and may not begin when another one does")
	ErrSlotFull     = fault.New(fault.Conflict, "delivery.slot_full", "the chosen time is taken: choose another")
)
