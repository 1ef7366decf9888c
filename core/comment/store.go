package comment

import (
	"context"
	"time"

	"prilavok/core/inbox"
	"prilavok/core/shop"
)

// RuleStore is what keeping rules needs of a database. All ports run inside a unit of work.
type RuleStore interface {
	InsertCommentRule(ctx context.Context, r Rule) error
	// SaveCommentRule replaces a rule, but not its position, if its revision is still
	// r.Revision, and counts that up; false when it is not.
	SaveCommentRule(ctx context.Context, r Rule) (bool, error)
	// CommentRuleByID answers ErrNoRule for another shop's.
	CommentRuleByID(ctx context.Context, id string) (Rule, error)
	// CommentRules lists the shop's in their order; archived ones on request.
	CommentRules(ctx context.Context, archived bool) ([]Rule, error)
	// PlaceCommentRule gives a rule its place.
	PlaceCommentRule(ctx context.Context, id string, position int64, at time.Time) error
}

// LedgerStore is what the ledger needs of a database.
type LedgerStore interface {
	// AddComments stores what is new, however often it comes, and returns the ids that were.
	AddComments(ctx context.Context, list []Entry) (fresh []string, err error)
	// CommentByID answers ErrNoEntry for another shop's; lock holds its row.
	CommentByID(ctx context.Context, id string, lock bool) (Entry, error)
	// SaveComment stores what changes of an entry: all but what was seen.
	SaveComment(ctx context.Context, e Entry) error
	// Comments lists entries, newest first, below the id cursor.
	Comments(ctx context.Context, f Filter, cursor string, limit int) ([]Entry, error)
	// FirstComment returns the open entry of an account that is due first for a step.
	FirstComment(ctx context.Context, accountID string, step Step) (e Entry, found bool, err error)
	// LatestAnswer returns when the n-th latest answer of a step was begun, for limits.
	LatestAnswer(ctx context.Context, accountID string, step Step, n int) (at time.Time, found bool, err error)
	// AnsweredUnder reports whether a rule has answered the person of an entry in another
	// one under the same post.
	AnsweredUnder(ctx context.Context, e Entry) (bool, error)
}

// RecordStore is what reports and upkeep need of the ledger.
type RecordStore interface {
	// CountComments counts entries seen in a time by post, rule, state and reason.
	CountComments(ctx context.Context, from, until time.Time) ([]Count, error)
	// ForgetComments deletes up to limit entries that are older.
	ForgetComments(ctx context.Context, before time.Time, limit int) (int64, error)
}

// QueueStore is what working on the ledger needs of a database.
type QueueStore interface {
	// WakeComments notes that an account has work from a time on. Where its worker comes
	// later, or there is none, it gets the next turn, and woke is true: a job for that turn
	// is to be enqueued.
	WakeComments(ctx context.Context, accountID string, at time.Time) (turn int64, woke bool, err error)
	// LockCommentQueue reads an account's queue and holds its row until the unit ends.
	LockCommentQueue(ctx context.Context, accountID string) (q Queue, found bool, err error)
	SaveCommentQueue(ctx context.Context, q Queue) error
	// CommentQueues lists the shop's.
	CommentQueues(ctx context.Context) ([]Queue, error)
}

// Threads is what a private reply needs of conversations: it stands in the one that the
// person's answer will come to.
type Threads interface {
	OpenThread(ctx context.Context, t inbox.Thread) (inbox.Conversation, error)
	AppendMessages(ctx context.Context, conversationID string, m []inbox.Message) ([]inbox.Message, error)
	MessagesBefore(ctx context.Context, conversationID string, seq int64, limit int) ([]inbox.Message, error)
	SetDelivery(ctx context.Context, conversationID string, seq int64, state inbox.Delivery, externalID, faultCode string, at time.Time) error
}

// Shops reads the shop of the unit's scope.
type Shops interface {
	ShopByID(ctx context.Context, id string) (shop.Shop, error)
}

// Store is all of them.
type Store interface {
	RuleStore
	LedgerStore
	RecordStore
	QueueStore
	Threads
	Shops
}

// Filter chooses entries of the ledger; what is empty chooses all.
type Filter struct {
	AccountID, MediaID, RuleID, PersonID string
	State                                State
	Reason                               string
	From, Until                          time.Time // when they were seen
}

// Count is how many entries there are of one kind.
type Count struct {
	MediaID string
	RuleID  string
	State   State
	Reason  string
	N       int64
}

// Queue is how an account's answers get on. One job at a time has the turn.
type Queue struct {
	AccountID string
	Turn      int64
	DueAt     time.Time // of the job that has the turn; zero: nothing waits
	HeldUntil time.Time // the channel, or its owner, holds the account back
	Fault     string    // why
}
