package desk

import "prilavok/core/fault"

// Faults of the desk.
var (
	ErrHeld     = fault.New(fault.Conflict, "conversation.held", "a colleague has this conversation: send with force to take it over")
	ErrEmpty    = fault.New(fault.Invalid, "conversation.empty", "write a text or name goods to show")
	ErrLabel    = fault.New(fault.Invalid, "conversation.label", "a conversation has at most 20 labels of at most 40 characters, without bars, percent signs, underscores and backslashes")
	ErrSnooze   = fault.New(fault.Invalid, "conversation.snooze", "snooze until a time in the future, at most a year from now")
	ErrMember   = fault.New(fault.Invalid, "conversation.member", "nobody of the shop's staff who may answer has this id")
	ErrSent     = fault.New(fault.Conflict, "conversation.not_failed", "only a message of ours that has failed can be sent again")
	ErrGoods    = fault.New(fault.Invalid, "conversation.product", "one of these products does not exist")
	ErrCanned   = fault.New(fault.Invalid, "conversation.canned", "a ready answer has a shortcut of one word, a title and a text in one language at least; a shop has at most 500")
	ErrShortcut = fault.New(fault.Conflict, "conversation.shortcut", "another ready answer has this shortcut")
	ErrNoCanned = fault.New(fault.NotFound, "conversation.no_canned", "there is no such ready answer")
	ErrNoFile   = fault.New(fault.NotFound, "conversation.no_file", "there is no such file")
	ErrNoDraft  = fault.New(fault.NotFound, "conversation.no_draft", "there is no such draft")
	ErrDraft    = fault.New(fault.Conflict, "conversation.draft_over", "this draft was sent or dropped already")
	ErrStale    = fault.New(fault.Conflict, "conversation.draft_stale", "more was said since this draft was written")
	ErrMode     = fault.New(fault.Invalid, "conversation.mode", "the assistant answers, proposes or is off: answer, draft, off, or nothing for what the shop has set")
	ErrNothing  = fault.New(fault.Conflict, "conversation.nothing_asked", "the customer has not said anything that a draft could answer")
	ErrCursor   = fault.New(fault.Invalid, "conversation.cursor", "take the cursor from next of the page before, unchanged")
)

// Settled is ErrDraft with who sent or dropped it, by name.
type Settled struct{ By string }

// Error implements error.
func (s *Settled) Error() string { return ErrDraft.Error() + ": " + s.By }

// Unwrap makes it ErrDraft.
func (s *Settled) Unwrap() error { return ErrDraft }

// Held is ErrHeld with who it is.
type Held struct{ By Person }

// Error implements error.
func (h *Held) Error() string { return ErrHeld.Error() + ": " + h.By.Name }

// Unwrap makes it ErrHeld.
func (h *Held) Unwrap() error { return ErrHeld }
