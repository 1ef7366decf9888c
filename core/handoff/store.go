package handoff

import (
	"context"
	"time"

	"prilavok/core/contact"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/order"
	"prilavok/core/shop"
)

// Store is what handing over needs of a database. All run inside a unit of work.
type Store interface {
	// ActiveHandoff finds the one of a conversation that is not resolved.
	ActiveHandoff(ctx context.Context, conversationID string) (h Handoff, found bool, err error)
	// HandoffByID answers ErrNone for another shop's.
	HandoffByID(ctx context.Context, id string) (Handoff, error)
	// InsertHandoff answers false when the conversation has an active one.
	InsertHandoff(ctx context.Context, h Handoff) (bool, error)
	// SaveHandoff stores reason, summary, status, and who did what when.
	SaveHandoff(ctx context.Context, h Handoff) error
	// WaitingHandoffs lists those that are not resolved, oldest first.
	WaitingHandoffs(ctx context.Context, limit int) ([]Handoff, error)
	AddConversationNote(ctx context.Context, n Note) error
	// ConversationNotes lists them, oldest first.
	ConversationNotes(ctx context.Context, conversationID string) ([]Note, error)
}

// StaffStore keeps what in the staff chat belongs to which conversation.
type StaffStore interface {
	// ConversationOfTopic and ConversationOfPost answer "" when there is none.
	ConversationOfTopic(ctx context.Context, at Spot) (string, error)
	ConversationOfPost(ctx context.Context, at Spot, messageID string) (string, error)
	// TopicOf answers "" when the conversation has none in this chat.
	TopicOf(ctx context.Context, accountID, chatID, conversationID string) (string, error)
	// PutTopic notes a topic; the conversation's former one is forgotten.
	PutTopic(ctx context.Context, at Spot, conversationID string, now time.Time) error
	DropTopic(ctx context.Context, at Spot) error
	// PutStaffPost notes a message that we posted.
	PutStaffPost(ctx context.Context, at Spot, messageID, conversationID string, seq int64, now time.Time) error
	// StaffPostOf finds the newest post that relays a customer's message, "" when there is none.
	StaffPostOf(ctx context.Context, accountID, chatID, conversationID string, seq int64) (string, error)
	// MoveStaffChat renames a chat: a group that became a supergroup.
	MoveStaffChat(ctx context.Context, accountID, from, to string) error
}

// Conversations is the part of the inbox's store that handing over uses.
type Conversations interface {
	ConversationByID(ctx context.Context, id string) (inbox.Conversation, error)
	LockConversation(ctx context.Context, id string) (inbox.Conversation, error)
	SetConversationStatus(ctx context.Context, id string, status inbox.Status, assignee string, at time.Time) error
	SetAnswered(ctx context.Context, conversationID string, seq int64, at time.Time) error
	MessagesBefore(ctx context.Context, conversationID string, seq int64, limit int) ([]inbox.Message, error)
}

// People reads whom and whose it is about.
type People interface {
	ShopByID(ctx context.Context, id string) (shop.Shop, error)
	ContactByID(ctx context.Context, id string) (contact.Contact, error)
	AccountByID(ctx context.Context, id string) (shop.Account, error)
}

// Purchases lists a contact's orders for the operator.
type Purchases interface {
	ForContact(ctx context.Context, contactID, cursor string, limit int) (order.Page, error)
}

// Jobs is the part of the queue that handing over uses.
type Jobs interface {
	Enqueue(ctx context.Context, n job.New) error
}
