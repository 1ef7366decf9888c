package inbox

import (
	"context"

	"prilavok/core/contact"
)

// Sender delivers one message to one address of a channel and returns the channel's
// id of it. m is a part that the channel's Shaper made.
//
// Faults: TooMany carries RetryAfter; Forbidden means the contact blocked us;
// Unauthorized means our token is no longer good; Invalid will never be accepted;
// Unavailable with code "channel.unknown_outcome" means that it may have arrived.
type Sender interface {
	Send(ctx context.Context, to contact.Address, m Outgoing) (externalID string, err error)
}

// Shaper splits what we say into parts that a channel sends one by one; each
// becomes a message row of its own. It is pure.
type Shaper interface {
	Shape(m Outgoing) []Outgoing
}

// Presence shows the contact that an answer is being made. Best effort: it never
// delays or fails an answer. progress is "" (typing) or a fixed line.
type Presence interface {
	Typing(ctx context.Context, to contact.Address, progress string)
}
