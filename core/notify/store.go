package notify

import (
	"context"
	"time"

	"prilavok/core/contact"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/order"
	"prilavok/core/shop"
)

// Store keeps notices. All run inside a unit of work.
type Store interface {
	// EventByID reads an event with who did it; found is false for another shop's.
	EventByID(ctx context.Context, id string) (e Event, found bool, err error)
	// AddNotice answers false when the event's recipient has one already.
	AddNotice(ctx context.Context, n Notice) (bool, error)
	// SaveNotice stores what became of a notice, but neither event nor recipient.
	SaveNotice(ctx context.Context, n Notice) error
	// LockNotice reads one and holds its row; ErrNoNotice when there is none.
	LockNotice(ctx context.Context, id string) (Notice, error)
	// NoticeOfMessage finds the notice that a message belongs to.
	NoticeOfMessage(ctx context.Context, conversationID string, seq int64) (n Notice, found bool, err error)
	// WaitingNotices lists what waits to be said to a contact, oldest first.
	WaitingNotices(ctx context.Context, contactID string, limit int) ([]Notice, error)
	// SetNoticesWait notes at the contact whether something waits.
	SetNoticesWait(ctx context.Context, contactID string, wait bool) error
}

// Reader lists notices, with the state of their messages.
type Reader interface {
	// NoticesOf lists those about a subject, oldest first.
	NoticesOf(ctx context.Context, subjectID string) ([]Notice, error)
	// NoticesTo lists those to a contact, newest first, below the id cursor.
	NoticesTo(ctx context.Context, contactID, cursor string, limit int) ([]Notice, error)
	// UnreachedNotices lists waiting and failed ones, newest first, below the id cursor.
	UnreachedNotices(ctx context.Context, cursor string, limit int) ([]Notice, error)
}

// TextStore keeps a shop's own texts.
type TextStore interface {
	// NoticeTexts lists the newest version of each text of an event, of all when event is "".
	NoticeTexts(ctx context.Context, event string) ([]Text, error)
	// NoticeVersions lists all versions of one text, newest first.
	NoticeVersions(ctx context.Context, k Key) ([]Text, error)
	// InsertNoticeText answers false when the version is taken.
	InsertNoticeText(ctx context.Context, t Text) (bool, error)
}

// People reads whom notices are for and keeps what they allow.
type People interface {
	ShopByID(ctx context.Context, id string) (shop.Shop, error)
	ContactByID(ctx context.Context, id string) (contact.Contact, error)
	// PlacesOf lists a contact's conversations, where they wrote last first.
	PlacesOf(ctx context.Context, contactID string) ([]Place, error)
	SetBlocked(ctx context.Context, addressID string, blocked bool, at time.Time) error
	// ConsentsOf lists all that a contact said, oldest first.
	ConsentsOf(ctx context.Context, contactID string) ([]Consent, error)
	AddConsent(ctx context.Context, c Consent) error
}

// Stores is one database as notices see it.
type Stores interface {
	Store
	Reader
	TextStore
	People
}

// Purchases reads orders.
type Purchases interface {
	Get(ctx context.Context, orderID string) (order.Order, error)
	Timeline(ctx context.Context, orderID string) ([]order.Entry, error)
}

// Inbox says something in a conversation, in the open unit of work.
type Inbox interface {
	Post(ctx context.Context, conversationID string, by inbox.Author, out ...inbox.Outgoing) ([]inbox.Message, error)
}

// Desk posts to the staff chat, in the open unit of work. It tells Service.Posted or
// Service.PostFailed what became of the post.
type Desk interface {
	PostNotice(ctx context.Context, n Notice, p Post) error
}

// Post is a notice for staff. A reply to it goes to the conversation.
type Post struct {
	AccountID      string
	ChatID         string
	ConversationID string
	Text           string // markup
}

// Jobs is the part of the queue that notices use.
type Jobs interface {
	Enqueue(ctx context.Context, n job.New) error
}

// JobSend is a notice whose time has come: payload SendJob.
const JobSend = "notice:send"

// SendJob is the payload of JobSend.
type SendJob struct {
	NoticeID string    `json:"notice_id"`
	Due      time.Time `json:"due"`
}
