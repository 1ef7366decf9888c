package staff

import (
	"context"
	"time"
)

// Lookup is what crosses shops: it runs in the system scope.
type Lookup interface {
	// APIKeyByHash answers ErrKeyUnknown when no shop has such a key.
	APIKeyByHash(ctx context.Context, hash string) (Key, error)
	// MembersByUser lists the rows of a user of Supabase Auth that have not ended, with
	// their shops' slugs.
	MembersByUser(ctx context.Context, userID string) ([]Member, error)
}

// KeyStore is what API keys need of a database. All run inside a unit of work.
type KeyStore interface {
	InsertAPIKey(ctx context.Context, k Key) error
	// APIKeys lists the shop's, newest first.
	APIKeys(ctx context.Context) ([]Key, error)
	// RevokeAPIKey ends a key by its id or prefix; false when there is no good one.
	RevokeAPIKey(ctx context.Context, idOrPrefix string, at time.Time) (bool, error)
	// TouchAPIKey notes a use unless a later one is known.
	TouchAPIKey(ctx context.Context, id string, at time.Time) error
}

// MemberStore is what members of staff need of a database. All run inside a unit of work.
type MemberStore interface {
	// SaveMember stores a member. A user who has a row in the shop keeps its id and
	// CreatedAt and gets the role and e-mail, and a name unless it is empty, not ended. It
	// returns what is stored.
	SaveMember(ctx context.Context, m Member) (Member, error)
	// Members lists the shop's, newest first, ended ones too.
	Members(ctx context.Context) ([]Member, error)
	// HoldMembers is Members that holds the rows.
	HoldMembers(ctx context.Context) ([]Member, error)
	// EndMember ends a row by its id or its user's; false when there is none that has not
	// ended.
	EndMember(ctx context.Context, idOrUser string, at time.Time) (bool, error)
}

// RequestStore remembers requests. All run inside a unit of work.
type RequestStore interface {
	// BeginRequest stores a request; when its key is taken it answers fresh false and
	// the one that has it, whose row it holds.
	BeginRequest(ctx context.Context, r Request) (known Request, fresh bool, err error)
	// RestartRequest gives a request that nobody works on to this run.
	RestartRequest(ctx context.Context, r Request) error
	// FinishRequest stores the answer of the run that began at r.StartedAt.
	FinishRequest(ctx context.Context, r Request) error
	// DropRequest forgets one that came to nothing.
	DropRequest(ctx context.Context, r Request) error
	// ForgetRequests deletes what is older.
	ForgetRequests(ctx context.Context, before time.Time) (int64, error)
}
