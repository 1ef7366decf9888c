package staff

import (
	"context"
	"time"
)

// Lookup is what crosses shops: it runs in the system scope.
type Lookup interface {
	// APIKeyByHash answers ErrKeyUnknown when no shop has such a key.
	APIKeyByHash(ctx context.Context, hash string) (Key, error)
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
