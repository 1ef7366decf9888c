package desk

import (
	"context"
	"time"

	"prilavok/core/inbox"
)

// Store is what the desk needs of a database. All run inside a unit of work.
type Store interface {
	ListStore
	StreamStore
	WorkStore
	ChangeStore
	CannedStore
	StoryStore
	DraftStore
	WordStore
}

// ListStore reads conversations.
type ListStore interface {
	// ListConversations lists what fits, the newest activity first, below a spot.
	ListConversations(ctx context.Context, f Filter, below Spot, limit int) ([]Conversation, error)
	// ConversationLine reads one; inbox.ErrNoConversation for another shop's.
	ConversationLine(ctx context.Context, id string) (Conversation, error)
	// NamesOf tells names of operators by the ids of members and API keys; unknown ones are not there.
	NamesOf(ctx context.Context, ids []string) (map[string]string, error)
	// Answering reports whether an id is of a member of staff who may answer.
	Answering(ctx context.Context, memberID string) (name string, ok bool, err error)
	// Snoozed tells until when a conversation is put away.
	Snoozed(ctx context.Context, conversationID string) (time.Time, error)
}

// StreamStore reads what happened in a conversation.
type StreamStore interface {
	// MessagesBefore lists the newest messages with a sequence number up to seq, oldest first.
	MessagesBefore(ctx context.Context, conversationID string, seq int64, limit int) ([]inbox.Message, error)
	// NotesBelow and OrderEventsBelow list what came before an id, newest first; "" is from the newest.
	NotesBelow(ctx context.Context, conversationID, id string, limit int) ([]Item, error)
	OrderEventsBelow(ctx context.Context, conversationID, id string, limit int) ([]Item, error)
	// SaidBy finds a message among the newest of a conversation by the sender's own id of it.
	SaidBy(ctx context.Context, conversationID, clientID string) (m inbox.Message, found bool, err error)
}

// WorkStore changes conversations.
type WorkStore interface {
	// LockConversation reads a conversation and holds its row until the unit ends.
	LockConversation(ctx context.Context, id string) (inbox.Conversation, error)
	ConversationByID(ctx context.Context, id string) (inbox.Conversation, error)
	// SetAnswered notes that everything up to seq is dealt with.
	SetAnswered(ctx context.Context, conversationID string, seq int64, at time.Time) error
	// SetRead notes that operators have read everything up to seq.
	SetRead(ctx context.Context, conversationID string, seq int64) error
	SetLabels(ctx context.Context, conversationID string, labels []string) error
	// Snooze puts a conversation away until a time.
	Snooze(ctx context.Context, conversationID string, until, now time.Time) error
	SetConversationStatus(ctx context.Context, id string, status inbox.Status, assignee string, at time.Time) error
	// SetDelivery notes what became of an outgoing message.
	SetDelivery(ctx context.Context, conversationID string, seq int64, state inbox.Delivery, externalID, faultCode string, at time.Time) error
}

// ChangeStore keeps what changed. Rows are written by the database itself, in the unit that
// changes something.
type ChangeStore interface {
	// ChangesAfter lists those whose place nothing can come before any more, oldest first.
	ChangesAfter(ctx context.Context, after Place, limit int) ([]Change, error)
	// LastChange is the newest of them, the zero place when there is none.
	LastChange(ctx context.Context) (Place, error)
	// ForgetChanges deletes all but about the newest keep of the installation, and counts them.
	ForgetChanges(ctx context.Context, keep int64) (int64, error)
}
