// Package link is how a shop's channel accounts hang together with their messengers: the
// attempts to connect one, what was last found out about each, and what came for accounts
// that no shop has. It speaks no messenger's protocol, and it holds no tokens.
package link

import (
	"time"

	"prilavok/core/shop"
)

// Way is how an account is connected.
type Way string

// The ways of Instagram.
const (
	ByInstagram Way = "instagram" // its own login: the account's token
	ByFacebook  Way = "facebook"  // Facebook's login: the token of the page that the account belongs to
)

// Attempt is one try to connect an account at a messenger's login page. It begins as a link
// that somebody is given; each opening of it is an attempt of its own, of one browser.
type Attempt struct {
	Hash      string // of the word: the link's, or the one that the messenger hands back
	ShopID    string
	Way       Way
	By        string // who began it, as it stands in timelines
	AccountID string // the account that is connected anew; "" any
	Browser   string // hash of what the browser that opened the link holds; "" this is a link
	Link      string // hash of the link that was opened
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    time.Time // zero: it is good
}

// AttemptLife is how long an attempt is good. Somebody has to log in meanwhile, and may
// have to look for a code in their mail.
const AttemptLife = 30 * time.Minute

// InviteLife is how long the link of a notice is good: it must outlive a weekend, and not the
// chat that it stands in.
const InviteLife = 3 * 24 * time.Hour

// MostAttempts is how many links of a shop may be good at the same time, and how often one may
// be opened: chats open links by themselves to show what is behind them.
const MostAttempts = 20

// Health is what was last found out about an account.
type Health struct {
	AccountID string `json:"-"`

	CheckedAt   time.Time `json:"checked_at,omitzero"`
	Fault       string    `json:"fault,omitempty"` // why the last check could not end; "" it did
	Permissions []string  `json:"missing_permissions,omitempty"`
	Fields      []string  `json:"missing_fields,omitempty"` // webhooks that do not come
	HeardAt     time.Time `json:"heard_at,omitzero"`        // the last webhook, give or take HeardStep

	ErrorCode string    `json:"error,omitempty"` // the last fault of sending
	ErrorAt   time.Time `json:"error_at,omitzero"`

	PausedUntil time.Time `json:"paused_until,omitzero"` // nothing is sent before; then one message is tried
	PauseCode   string    `json:"pause,omitempty"`       // the fault that it is paused for; "" it is not
	Pauses      int       `json:"pauses,omitempty"`      // in a row

	Told   string    `json:"told,omitempty"` // the trouble that the owner was told of
	ToldAt time.Time `json:"told_at,omitzero"`

	PulledTo time.Time `json:"pulled_to,omitzero"` // everything before was looked for
	PulledAt time.Time `json:"pulled_at,omitzero"` // when that was last begun
	Missed   int64     `json:"missed,omitempty"`   // messages that no webhook brought
	MissedAt time.Time `json:"missed_at,omitzero"` // the last of them was found
}

// HeardStep is how exactly it is known when the last webhook came.
const HeardStep = 15 * time.Minute

// Linked is an account without its secrets, with its health.
type Linked struct {
	ID         string
	Channel    shop.Channel
	Name       string
	ExternalID string
	Status     string
	Config     shop.AccountConfig
	CreatedAt  time.Time
	Health     Health
}

// State says in a word how an account is. The worst counts.
type State string

// The states of an account.
const (
	Disconnected State = "disconnected" // by the owner
	Reconnect    State = "reconnect"    // the messenger no longer takes its token
	Paused       State = "paused"       // the messenger holds it back: nothing is sent for a while
	Permissions  State = "missing_permissions"
	Expiring     State = "expiring" // its token ends soon and could not be renewed
	Connected    State = "connected"
)

// ExpiresSoon is how long before its end a token should have been renewed.
const ExpiresSoon = 10 * 24 * time.Hour

// State is how the account is at a time.
func (l Linked) State(now time.Time) State {
	until := l.Config.TokenUntil
	switch {
	case l.Status == StatusDisconnected:
		return Disconnected
	case l.Status != "active", !until.IsZero() && !now.Before(until):
		return Reconnect
	case l.Health.PauseCode != "":
		return Paused
	case len(l.Health.Permissions) > 0 || len(l.Health.Fields) > 0:
		return Permissions
	case !until.IsZero() && until.Sub(now) < ExpiresSoon:
		return Expiring
	}
	return Connected
}

// StatusDisconnected is the status of an account that its owner has disconnected: its
// token is gone, its conversations stay.
const StatusDisconnected = "disconnected"

// Stray is an event that came for an account that no shop has.
type Stray struct {
	Channel    shop.Channel
	ExternalID string // of the account
	Key        string // equal for a repeated delivery
	Raw        []byte // a webhook's body of this event alone
	At         time.Time
}

// Bounds of strays: older ones are forgotten, and no more are kept.
const (
	StrayLife  = 7 * 24 * time.Hour
	MostStrays = 5000 // of one account
)

// Erasure is a request to delete what is known through an account.
type Erasure struct {
	Code      string
	ShopID    string
	AccountID string
	CreatedAt time.Time
	DoneAt    time.Time // zero: under way
}
