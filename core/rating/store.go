package rating

import (
	"context"
	"time"

	"prilavok/core/contact"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/notify"
	"prilavok/core/shop"
)

// Search is which conversations have come to a quiet end.
type Search struct {
	From, To time.Time // the customer wrote last between these
	Alone    time.Time // customers who were asked since are left alone
	Since    time.Time // what was said before is not looked at
	Limit    int
}

// Store keeps ratings. All run inside a unit of work.
type Store interface {
	// QuietTalks lists conversations in which the customer has said something, was answered, and
	// can be asked; the longest quiet first.
	QuietTalks(ctx context.Context, q Search) ([]string, error)
	// TalkToRate tells what was said in a conversation since a time, and since it was last asked about.
	TalkToRate(ctx context.Context, conversationID string, since time.Time) (Talk, error)
	// AskedSince reports whether a contact was asked, in any conversation, after a time.
	AskedSince(ctx context.Context, contactID string, since time.Time) (bool, error)
	// AddRating answers false when it was asked already about that message.
	AddRating(ctx context.Context, r *Rating) (bool, error)
	// LockRating reads one and holds its row; nil when there is none.
	LockRating(ctx context.Context, id string) (*Rating, error)
	// SaveRating stores the question's message, score, comment and when it was rated.
	SaveRating(ctx context.Context, r *Rating) error
	// RatingsOf lists those of a conversation that were rated, newest first.
	RatingsOf(ctx context.Context, conversationID string, limit int) ([]Rating, error)
}

// Talks is what is read and noted of conversations, in the open unit of work.
type Talks interface {
	ShopByID(ctx context.Context, id string) (shop.Shop, error)
	ContactByID(ctx context.Context, id string) (contact.Contact, error)
	PlacesOf(ctx context.Context, contactID string) ([]notify.Place, error)
	LockConversation(ctx context.Context, id string) (inbox.Conversation, error)
	AskedAfter(ctx context.Context, conversationID string, seq int64, limit int) ([]inbox.Message, error)
	SetQuestion(ctx context.Context, conversationID, question string) error
	SetConversationStatus(ctx context.Context, id string, status inbox.Status, assignee string, at time.Time) error
}

// Stores is one database as ratings see it.
type Stores interface {
	Store
	Talks
}

// Jobs is the part of the queue that is used.
type Jobs interface {
	Enqueue(ctx context.Context, n job.New) error
}
