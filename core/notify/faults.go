package notify

import "prilavok/core/fault"

// Faults of notices. Those of a template's text are made where it is read.
var (
	ErrNoKind   = fault.New(fault.NotFound, "notify.no_kind", "there is no such notice: the list names the events and whom they are told to")
	ErrNoNotice = fault.New(fault.NotFound, "notify.not_found", "there is no such notice")
	ErrLang     = fault.New(fault.Invalid, "notify.language", "a text is in ru or en")
	ErrVersion  = fault.New(fault.Conflict, "notify.changed", "the text was changed by someone else meanwhile: load it again")
	ErrTopic    = fault.New(fault.Invalid, "notify.topic", "a topic is orders, promo or asked")
	ErrHours    = fault.New(fault.Invalid, "notify.hours", "quiet hours are written like 22:00 and 09:00")
)
