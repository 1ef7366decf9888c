package delivery

import "prilavok/core/fault"

// Faults of delivery.
var (
	ErrNoMethod     = fault.New(fault.NotFound, "delivery.no_method", "there is no such delivery method")
	ErrMethodFields = fault.New(fault.Invalid, "delivery.method_fields", "a delivery method needs a kind (courier, pickup, post), a title, amounts that are not negative, rates by rising weight")
	ErrSchedule     = fault.New(fault.Invalid, "delivery.schedule", "a window of a schedule needs weekdays 1 to 7, a beginning before its end (HH:MM), a capacity of at least one, and may not begin when another one does")
	ErrSlotFull     = fault.New(fault.Conflict, "delivery.slot_full", "the chosen time is taken: choose another")
)

// Faults of carriers and parcels.
var (
	ErrCannot   = fault.New(fault.Unsupported, "delivery.cannot", "this carrier cannot be asked: write the tracking number down")
	ErrParcel   = fault.New(fault.Invalid, "delivery.parcel", "the carrier does not take this parcel as it is")
	ErrNoParcel = fault.New(fault.NotFound, "delivery.no_parcel", "there is no such parcel")
	ErrOnWay    = fault.New(fault.Conflict, "delivery.on_way", "the parcel is on its way already")
	ErrNumber   = fault.New(fault.Invalid, "delivery.number", "a tracking number has 1 to 40 characters")
	ErrSent     = fault.New(fault.Conflict, "delivery.sent", "these goods were sent with another tracking number")
)
