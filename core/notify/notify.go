// Package notify tells people what happens outside of a turn: customers of their orders
// in the channel they used, staff of what concerns them. It has the texts of each event,
// finds an address that can be written to, waits where it has to, and keeps of every
// notice what became of it. It does not decide what happened (order and payment do) and
// does not send (inbox does).
package notify

import (
	"encoding/json"
	"time"

	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/order"
	"prilavok/core/shop"
)

// Audience is whom a notice is for.
type Audience string

const (
	Customer Audience = "customer"
	Staff    Audience = "staff"
)

// Topic is what a contact can mute or ask for.
type Topic string

const (
	Orders Topic = "orders" // of their own orders: on unless they mute it; what is urgent is told all the same
	Promo  Topic = "promo"  // off unless they ask for it
	Asked  Topic = "asked"  // they asked to be told of just this
)

// State is where a notice stands.
type State string

const (
	Planned    State = "planned"    // waits for the end of the quiet hours: DueAt
	Queued     State = "queued"     // handed on, not yet sent
	Sent       State = "sent"       // the channel has it
	Unsure     State = "unknown"    // the channel may or may not have it
	Failed     State = "failed"     // no address took it: Reason is the last fault
	Waiting    State = "waiting"    // no address can be written to now: said when the contact writes
	Suppressed State = "suppressed" // not said, for Reason
)

// Reasons of ours, beside the codes of faults.
const (
	ReasonMuted     = "muted"         // the contact does not want it
	ReasonOff       = "off"           // the shop has switched this notice off
	ReasonObsolete  = "obsolete"      // no longer so when it could be said
	ReasonNoAddress = "no_address"    // the contact has none that we can write to
	ReasonBlocked   = "blocked"       // the contact has blocked us everywhere
	ReasonWindow    = "window"        // every reply window is closed
	ReasonNoStaff   = "no_staff_chat" // the shop has no staff chat
	ReasonBusy      = "account"       // the channel account is not in use
)

// Notice is one thing told to one recipient.
type Notice struct {
	ID             string
	EventID        string
	Event          string
	Recipient      string // the contact's id as of then, or "staff"; with EventID it is unique
	Audience       Audience
	ContactID      string
	SubjectID      string // the order
	Lang           lang.Lang
	Channel        shop.Channel
	State          State // as read, that of its messages where it was said
	Reason         string
	Body           string // markup
	Buttons        [][]inbox.Button
	ConversationID string
	FirstSeq       int64 // of its messages there
	LastSeq        int64
	Tried          []string // conversations in which it failed
	PostID         string   // of the staff chat
	DueAt          time.Time
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// Event is what happened, as the tables of events and of the timeline have it.
type Event struct {
	ID             string
	Name           string
	ContactID      string
	ConversationID string
	SubjectID      string
	Data           json.RawMessage
	By             order.Actor // of an order's
	Why            string
	At             time.Time
}

// Place is a conversation of a contact with its address.
type Place struct {
	ConversationID string
	AddressID      string
	AccountID      string
	Channel        shop.Channel
	Active         bool // the channel account is
	Blocked        bool
	Route          inbox.Route
	AskedAt        time.Time // when the contact last wrote there
}

// Window tells whether a channel lets us write now to who last wrote at asked. A
// channel without one can always be written to.
type Window func(asked, now time.Time) bool

// Key names one text.
type Key struct {
	Event    string       `json:"event"`
	Audience Audience     `json:"audience"`
	Lang     lang.Lang    `json:"lang"`
	Channel  shop.Channel `json:"channel,omitempty"` // "" is any
}

// Text is a version of a shop's own text. An empty Body is the built-in one.
type Text struct {
	Key
	ID        string
	Version   int64
	Body      string
	Active    bool // false: the notice is not sent
	Author    string
	CreatedAt time.Time
}
