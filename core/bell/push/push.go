// Package push sends what the bell tells to the devices of staff: Web Push (RFC 8030). It keeps
// a browser's subscription with its session, sealed, chooses whom an item comes to and when, and
// forgets browsers that are gone. How a message is encrypted and signed is a port's to know.
package push

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
)

// Faults of push messages. ErrGone is a browser that takes none any more.
var (
	ErrEndpoint = fault.New(fault.Invalid, "push.endpoint", "the browser's address for push messages is not one of the internet over HTTPS")
	ErrKeys     = fault.New(fault.Invalid, "push.keys", "the browser's keys for push messages are not as they should be")
	ErrNone     = fault.New(fault.NotFound, "push.none", "this browser takes no push messages: switch them on first")
	ErrGone     = fault.New(fault.NotFound, "push.gone", "the browser takes no push messages any more")
	ErrRefused  = fault.New(fault.Invalid, "push.refused", "the push service refused the message")
	ErrLater    = fault.New(fault.Unavailable, "push.later", "the push service does not take messages now")
)

// Browser is where a message is sent to, as the browser says it: keys in base64url.
type Browser struct {
	Endpoint string `json:"endpoint"`
	P256dh   string `json:"p256dh"`
	Auth     string `json:"auth"`
}

// Bounds of what a browser says.
const (
	maxEndpoint = 1000
	pointLength = 65
	authLength  = 16
)

// check reads what a browser says; private lets it be of any network.
func (b Browser) check(private bool) error {
	u, err := url.Parse(b.Endpoint)
	if err != nil || len(b.Endpoint) > maxEndpoint || u.Host == "" || u.User != nil {
		return ErrEndpoint
	}
	if !private {
		ip, err := netip.ParseAddr(u.Hostname())
		if u.Scheme != "https" || err == nil && !call.Public(ip) || !strings.Contains(u.Hostname(), ".") && err != nil {
			return ErrEndpoint
		}
	} else if u.Scheme != "https" && u.Scheme != "http" {
		return ErrEndpoint
	}
	if n := decoded(b.P256dh); n != pointLength {
		return ErrKeys
	}
	if n := decoded(b.Auth); n != authLength {
		return ErrKeys
	}
	return nil
}

func decoded(text string) int {
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(text, "="))
	if err != nil {
		return -1
	}
	return len(b)
}

// hash names an endpoint where it must not be read.
func (b Browser) hash() string {
	sum := sha256.Sum256([]byte(b.Endpoint))
	return hex.EncodeToString(sum[:])
}

// Subscription is a browser of a person, as it is kept: Secret is the sealed Browser.
type Subscription struct {
	ID           string
	ShopID       string // the person's, not that of what they are told
	PersonID     string
	SessionID    string
	EndpointHash string
	Secret       []byte
	SecretKeyID  string
	CreatedAt    time.Time
}

// Pair is what push services know the installation by, in base64url: a point of P-256, and its
// private scalar.
type Pair struct{ Public, Private string }

// KeptPair is a Pair as it is kept: Secret is the sealed private part.
type KeptPair struct {
	ShopID      string
	Public      string
	Secret      []byte
	SecretKeyID string
	CreatedAt   time.Time
}

// Message is what is sent to one browser.
type Message struct {
	Body    []byte
	TTL     time.Duration // how long the push service keeps it
	Topic   string        // one that is newer takes its place
	Urgent  bool
	Subject string // who sends: an https: or mailto: address
}

// Sender encrypts and sends one message, once.
//
// Faults: ErrKeys, ErrGone, ErrRefused; ErrLater, or one of kind TooMany, with a time to wait;
// those of calls.
type Sender interface {
	// Pair makes a new pair.
	Pair() (Pair, error)
	Send(ctx context.Context, to Browser, by Pair, m Message) error
}

// Store keeps subscriptions and the pair. All run inside a unit of work; those of the system's
// scope say so.
type Store interface {
	// PushPair finds the installation's pair; system scope.
	PushPair(ctx context.Context) (p KeptPair, found bool, err error)
	// InsertPushPair adds it with the shop of ctx; false when there is one.
	InsertPushPair(ctx context.Context, p KeptPair) (bool, error)
	// SavePush keeps the subscription of a session in place of the one it had, and takes the
	// browser from other sessions of the shop.
	SavePush(ctx context.Context, s Subscription) error
	// PushOf finds a session's.
	PushOf(ctx context.Context, sessionID string) (s Subscription, found bool, err error)
	// DeletePush forgets one by its id or its session's; it is no fault that there is none.
	DeletePush(ctx context.Context, idOrSession string) error
	// DeletePushesOf forgets all of a person.
	DeletePushesOf(ctx context.Context, personID string) error
	// PushesTo lists those of people whose sessions are alive, of each browser the newest;
	// system scope.
	PushesTo(ctx context.Context, people []string, now, seenAfter time.Time) ([]Subscription, error)
	// PushByID finds one whose session is alive; system scope.
	PushByID(ctx context.Context, id string, now, seenAfter time.Time) (s Subscription, found bool, err error)
}
