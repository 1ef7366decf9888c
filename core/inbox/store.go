package inbox

import (
	"context"
	"time"

	"prilavok/core/contact"
	"prilavok/core/job"
	"prilavok/core/lang"
	"prilavok/core/shop"
)

// Arrival is a customer's message on its way into the database.
type Arrival struct {
	In      Incoming
	JobID   string    // for the turn it asks for
	RunAt   time.Time // of that turn
	At      time.Time // our clock
	Asked   time.Time // when it opened the reply window; zero: it did not
	Payload string    // In.Payload as JSON
}

// Outcome of one arrival.
type Outcome uint8

const (
	Stored    Outcome = iota + 1
	Duplicate         // the delivery key is known
	NoThread          // its conversation does not exist yet
)

// Thread is what a first message makes: a contact, an address and a conversation.
// Parts that exist already are kept.
type Thread struct {
	AccountID, Key               string
	Channel                      shop.Channel
	ContactID, AddressID, ConvID string // for what is new
	From                         Person
	Lang                         lang.Lang
	At                           time.Time
}

// ReceiveStore is what receiving needs of a database. All run inside a unit of work.
type ReceiveStore interface {
	// StoreArrivals stores customers' messages in order, gives them their sequence
	// numbers and enqueues at most one waiting turn per conversation that is ours.
	// It answers one outcome per arrival. A delivery that another unit stores at this very
	// moment may be a Conflict; tried again it is a Duplicate.
	StoreArrivals(ctx context.Context, a []Arrival) ([]Outcome, error)
	// OpenThread makes what is missing of a thread and returns the conversation.
	OpenThread(ctx context.Context, t Thread) (Conversation, error)
	// OpenThreads makes what is missing of several threads, no two of one conversation,
	// in a few statements. A thread whose address another unit makes at this moment may be
	// left out: OpenThread opens it.
	OpenThreads(ctx context.Context, t []Thread) error
	// AppendToGroup adds an attachment to the unanswered message of an album; false
	// when there is none.
	AppendToGroup(ctx context.Context, conversationID, groupKey string, a []Attachment, caption string) (bool, error)
	// KeepIntake keeps an event that is no customer's message; false when it is known.
	KeepIntake(ctx context.Context, in Incoming, state, faultCode string, at time.Time) (bool, error)
	// EditMessage changes a customer's message by the channel's id; false when unknown, gone or unchanged.
	EditMessage(ctx context.Context, conversationID, externalID, text string, at time.Time) (bool, error)
	// DeleteMessages marks messages as gone on the channel; erase forgets what they said, too.
	DeleteMessages(ctx context.Context, conversationID string, externalIDs []string, erase bool, at time.Time) error
	// SetBlocked notes whether an address can be reached.
	SetBlocked(ctx context.Context, addressID string, blocked bool, at time.Time) error
}

// Answer says what appended messages answer.
type Answer struct {
	ConversationID string
	UpTo           int64 // the customer's messages up to here
	At             time.Time
	Lane           string // of their deliveries
}

// ThreadStore is what answering needs of a database.
type ThreadStore interface {
	// ConversationByKey answers found false when the channel's conversation is new.
	ConversationByKey(ctx context.Context, accountID, key string) (c Conversation, found bool, err error)
	// AskedAfter lists the customer's own messages above seq that are not deleted, oldest
	// first: what we said in between, however much, hides none of them.
	AskedAfter(ctx context.Context, conversationID string, seq int64, limit int) ([]Message, error)
	// MessagesBefore lists the newest messages with a sequence number up to seq, oldest first.
	MessagesBefore(ctx context.Context, conversationID string, seq int64, limit int) ([]Message, error)
	// AppendMessages gives the messages the next sequence numbers and stores them.
	AppendMessages(ctx context.Context, conversationID string, m []Message) ([]Message, error)
	// AppendAnswer is AppendMessages that also notes, as SetAnswered does, what is dealt
	// with; alone is true when no job that is not dead stands in the lane.
	AppendAnswer(ctx context.Context, a Answer, m []Message) (out []Message, alone bool, err error)
	// LockConversation reads a conversation and holds its row until the unit ends.
	LockConversation(ctx context.Context, id string) (Conversation, error)
	// SetAnswered notes that everything up to seq is dealt with.
	SetAnswered(ctx context.Context, conversationID string, seq int64, at time.Time) error
	// SetConversationStatus changes who answers.
	SetConversationStatus(ctx context.Context, id string, status Status, assignee string, at time.Time) error
}

// Floor is who speaks in a conversation, as a message of ours sees it.
type Floor struct {
	Status    Status
	Undecided bool // something the account said may be a person's
	Spoken    bool // an operator spoke after the message
	Begun     bool // a worker has begun to deliver the message
}

// DeliverStore is what delivering needs of a database.
type DeliverStore interface {
	// MessageAt returns one message with the address it goes to.
	MessageAt(ctx context.Context, conversationID string, seq int64) (Message, contact.Address, Conversation, error)
	// SetDelivery notes what became of an outgoing message.
	SetDelivery(ctx context.Context, conversationID string, seq int64, state Delivery, externalID, faultCode string, at time.Time) error
	// Requeue makes messages of an account that failed by one of these fault codes wait to
	// be sent again: those since a time, to customers who have written since then. A notice
	// that went another way is left. It lists them by conversation, in their order.
	Requeue(ctx context.Context, accountID string, since time.Time, faults []string) ([]DeliverJob, error)
	SetBlocked(ctx context.Context, addressID string, blocked bool, at time.Time) error
	// IntakeState tells what became of an event that is no customer's message.
	IntakeState(ctx context.Context, accountID, deliveryKey string) (state, kind string, found bool, err error)
	// AskedAs finds a customer's message by the channel's id of it.
	AskedAs(ctx context.Context, conversationID, externalID string) (m Message, found bool, err error)
	// Floor tells who speaks in a conversation as of now, in one statement: lane is that of
	// its deliveries, mirrors that of what waits to be decided.
	Floor(ctx context.Context, conversationID string, seq int64, lane, mirrors string) (Floor, error)
	// SaidAs reports whether a message of the conversation has the channel's id.
	SaidAs(ctx context.Context, conversationID, externalID string) (bool, error)
}

// HoldStore is what leaving words to people needs of a database.
type HoldStore interface {
	// SetHeld notes that everything up to seq is left to people.
	SetHeld(ctx context.Context, conversationID string, seq int64, at time.Time) error
}

// Store is all of them.
type Store interface {
	HoldStore
	ReceiveStore
	ThreadStore
	DeliverStore
}

// Jobs is the part of the queue that the inbox uses.
type Jobs interface {
	Enqueue(ctx context.Context, n job.New) error
	EnqueueAll(ctx context.Context, list []job.New) error
	Finish(ctx context.Context) error
	Wake()
}
