package handoff

import "prilavok/core/fault"

// Faults of handing over.
var (
	ErrNone      = fault.New(fault.NotFound, "handoff.none", "this conversation is with the assistant: nobody has asked for a person")
	ErrNoStaff   = fault.New(fault.Unsupported, "handoff.no_staff_chat", "the shop has no staff chat: set one in its settings")
	ErrEmptyNote = fault.New(fault.Invalid, "handoff.empty_note", "a note needs a text")
)
