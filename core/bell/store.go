package bell

import (
	"context"
	"time"

	"prilavok/core/inbox"
	"prilavok/core/notify"
)

// Items keeps what is told. All run inside a unit of work.
type Items interface {
	// AddBell answers false when the shop has an item of the key.
	AddBell(ctx context.Context, i Item) (bool, error)
	// Bells lists items of some kinds below the id cursor, newest first, as a reader has them;
	// unread leaves out what they have read.
	Bells(ctx context.Context, q Query) ([]Told, error)
	// Bell reads one as a reader has it, "" is nobody; ErrNoItem when there is none.
	Bell(ctx context.Context, readerID, id string) (Told, error)
	// CountBells counts what a reader has not read, up to most.
	CountBells(ctx context.Context, readerID string, kinds []Kind, most int) (int, error)
	// ReadBell notes that a reader has read an item, or has not.
	ReadBell(ctx context.Context, readerID, id string, read bool) error
	// ReadBells notes that a reader has read everything: what is older than settled by its time,
	// so that an item which another transaction is about to add stays unread.
	ReadBells(ctx context.Context, readerID string, settled time.Time) error
	// ForgetBells deletes up to n items that are older, and those beyond the newest keep.
	ForgetBells(ctx context.Context, before time.Time, keep, n int) (int64, error)
}

// Wishes keeps what readers chose. All run inside a unit of work.
type Wishes interface {
	// BellChoices reads what readers want, by their ids; who has chosen nothing is not in it.
	BellChoices(ctx context.Context, readers []string) (map[string]Choices, error)
	SaveBellChoices(ctx context.Context, readerID string, c Choices) error
}

// Source reads what has happened.
type Source interface {
	// EventByID reads an event; found is false for another shop's.
	EventByID(ctx context.Context, id string) (e notify.Event, found bool, err error)
	// NoticeOfMessage finds the notice that a message belongs to.
	NoticeOfMessage(ctx context.Context, conversationID string, seq int64) (n notify.Notice, found bool, err error)
	// MessagesAfter lists messages of a conversation after a number, the first of them first.
	MessagesAfter(ctx context.Context, conversationID string, seq int64, limit int) ([]inbox.Message, error)
}

// Store is one database as the bell sees it.
type Store interface {
	Items
	Wishes
	Source
}

// Query is what is listed.
type Query struct {
	ReaderID string
	Kinds    []Kind
	Unread   bool
	Cursor   string
	Limit    int
}
