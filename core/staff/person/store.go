package person

import (
	"context"
	"strings"
	"time"
)

// Lookup is what crosses shops: it runs in the system scope.
type Lookup interface {
	// PersonByEmail, PersonByTelegram and PersonByID answer the zero Person when there is none.
	PersonByEmail(ctx context.Context, key string) (Person, error)
	PersonByTelegram(ctx context.Context, telegramID string) (Person, error)
	PersonByID(ctx context.Context, id string) (Person, error)
	// SessionByHash and TicketByHash answer the zero one when there is none.
	SessionByHash(ctx context.Context, hash string) (Session, error)
	TicketByHash(ctx context.Context, hash string) (Ticket, error)
	// Ownerless lists shops without an owner, the first one first.
	Ownerless(ctx context.Context) ([]string, error)
	// FirstShop is the installation's oldest shop, "" without any.
	FirstShop(ctx context.Context) (string, error)
}

// People keeps persons. All run inside a unit of work of the person's
// shop.
type People interface {
	// InsertPerson adds a person; false when the e-mail or the Telegram account is another's.
	InsertPerson(ctx context.Context, p Person, emailKey string) (bool, error)
	// HoldPerson reads a person and holds the row; the zero Person when there is none.
	HoldPerson(ctx context.Context, id string) (Person, error)
	// UpdatePerson stores all but id, e-mail and Telegram account.
	UpdatePerson(ctx context.Context, p Person) error
	// LinkTelegram sets the Telegram account of a person, "" takes it away; store.duplicate
	// when it is another's.
	LinkTelegram(ctx context.Context, personID, telegramID string, at time.Time) error
}

// PasskeyStore keeps passkeys. All run inside a unit of work of the person's shop.
type PasskeyStore interface {
	InsertPasskey(ctx context.Context, k Passkey) (bool, error)
	// Passkeys lists a person's, oldest first.
	Passkeys(ctx context.Context, personID string) ([]Passkey, error)
	UsePasskey(ctx context.Context, id string, credential []byte, at time.Time) error
	// RenamePasskey is false when the person has none of that id.
	RenamePasskey(ctx context.Context, personID, id, name string) (bool, error)
	DeletePasskey(ctx context.Context, personID, id string) (bool, error)
}

// Sessions keeps sessions. All run inside a unit of work of the person's shop.
type Sessions interface {
	InsertSession(ctx context.Context, s Session) error
	// SessionsOf lists a person's, the newest first.
	SessionsOf(ctx context.Context, personID string) ([]Session, error)
	TouchSession(ctx context.Context, id string, at time.Time) error
	EndSession(ctx context.Context, personID, id string) (bool, error)
	// EndSessions ends all of a person's but one; except may be "".
	EndSessions(ctx context.Context, personID, except string) error
	// ForgetSessions deletes those that were last seen before a time.
	ForgetSessions(ctx context.Context, seenBefore, now time.Time) error
}

// Tickets keeps what can be used once. All run inside a unit of work of the ticket's shop.
type Tickets interface {
	// InsertTicket adds a ticket; false when its hash is there already.
	InsertTicket(ctx context.Context, t Ticket) (bool, error)
	// UseTicket marks a ticket used; false when it was used, has expired or never was.
	UseTicket(ctx context.Context, hash string, at time.Time) (bool, error)
	// OpenTickets lists those of a kind that can still be used, the newest first.
	OpenTickets(ctx context.Context, kind string, at time.Time) ([]Ticket, error)
	// WithdrawTickets ends unused ones of a kind: one by its id, or with "" all.
	WithdrawTickets(ctx context.Context, kind, id string, at time.Time) (int64, error)
	// ForgetTickets deletes those that expired before a time.
	ForgetTickets(ctx context.Context, before time.Time) error
}

// Attempts counts attempts. All run inside a unit of work of the first shop.
type Attempts interface {
	// HoldAttempts reads a counter and holds its row, making it if there is none.
	HoldAttempts(ctx context.Context, key string, at time.Time) (Tally, error)
	SetAttempts(ctx context.Context, t Tally) error
	// ForgetAttempts deletes counters that nothing was added to since a time.
	ForgetAttempts(ctx context.Context, before time.Time) error
}

// Tally is how often something was tried in vain of late.
type Tally struct {
	Key      string
	Failures int64
	LastAt   time.Time
	Until    time.Time // nothing is tried before
}

// Stores is one database as this package sees it.
type Stores interface {
	Lookup
	People
	PasskeyStore
	Sessions
	Tickets
	Attempts
}

// Hasher hashes passwords. Both calls are slow on purpose and bounded in number.
//
// Faults: ErrBusy.
type Hasher interface {
	Hash(ctx context.Context, password string) (phc string, err error)
	// Verify compares a password with what Hash wrote; stale says that Hash would write it
	// otherwise now. An empty phc costs as much as any, and is never right.
	Verify(ctx context.Context, phc, password string) (ok, stale bool, err error)
}

// Codes makes codes of authenticator apps (RFC 6238: SHA-1, 6 digits, 30 seconds, which is
// what all of them know).
type Codes interface {
	// New makes a secret, in base 32, and the otpauth address that apps read.
	New(issuer, account string) (secret, url string, err error)
	At(secret string, t time.Time) (string, error)
}

// Site is where the panel is open: what passkeys are bound to.
type Site struct {
	ID     string // the host's name
	Origin string // https://shop.example.com
	Name   string
}

// Ceremonies are those of passkeys (WebAuthn). state is what the end must be given that
// the beginning returned; options go to the browser as they are. All faults of what comes
// from a browser are ErrPasskey.
type Ceremonies interface {
	BeginRegister(site Site, p Person, have []Passkey) (options, state []byte, err error)
	EndRegister(site Site, p Person, have []Passkey, state, answer []byte) (credentialID string, credential []byte, err error)
	BeginLogin(site Site) (options, state []byte, err error)
	// EndLogin finds out whose passkey answered: find returns a person and their passkeys by
	// the person's id. It returns the passkey with its credential as it is to be kept now.
	EndLogin(site Site, state, answer []byte, find func(personID string) (Person, []Passkey, error)) (Person, Passkey, error)
}

// Bot is a bot of a shop in Telegram, which people can sign in by.
type Bot struct {
	Name  string // without @
	Token string
}

// ID is the bot's number in Telegram: its token begins with it.
func (b Bot) ID() string {
	id, _, _ := strings.Cut(b.Token, ":")
	return id
}

// Bots finds the bots of ctx's shop.
type Bots interface {
	Bots(ctx context.Context) ([]Bot, error)
}
