package inbox

import "prilavok/core/fault"

// Faults of the inbox.
var (
	ErrNoConversation = fault.New(fault.NotFound, "inbox.no_conversation", "there is no such conversation")
	ErrNoMessage      = fault.New(fault.NotFound, "inbox.no_message", "there is no such message")
	ErrNewer          = fault.New(fault.Conflict, "inbox.newer_messages", "newer messages arrived while the answer was made")
	ErrTakenOver      = fault.New(fault.Conflict, "inbox.taken_over", "an operator has the conversation")
	ErrUndecided      = fault.New(fault.TooMany, "inbox.undecided", "it is not known yet whether the shop or a person of it has spoken")
	ErrNoChannel      = fault.New(fault.Unsupported, "inbox.no_channel", "no adapter is connected for this channel")
	ErrWindow         = fault.New(fault.Unsupported, "channel.window", "the customer last wrote too long ago: the channel takes no message now")
	ErrUnknownOutcome = fault.New(fault.Unavailable, "channel.unknown_outcome", "the channel may or may not have taken the message")
)
