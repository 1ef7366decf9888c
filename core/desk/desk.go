// Package desk is the operators' inbox: conversations as a list to work through, one of
// them as a stream of messages, notes and what became of orders, and what an operator does
// there. Who has a conversation is core/handoff's to say, and messages are core/inbox's to
// send; the desk puts them together for people who read.
package desk

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"prilavok/core/handoff"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/shop"
)

// Person is who has a conversation, or wrote in it, as people read it.
type Person struct{ ID, Name string }

// Conversation is a line of the list.
type Conversation struct {
	ID           string
	ContactID    string
	Name         string // of the contact; "" unknown
	Channel      shop.Channel
	AccountID    string
	AccountName  string
	State        inbox.Status
	Assignee     Person // zero: nobody
	Labels       []string
	Unread       int // the contact's messages that no operator has read; at most UnreadMost
	LastText     string
	LastBy       inbox.Author
	LastAt       time.Time
	WaitingSince time.Time // the first message that nobody has answered; zero: none
	WindowUntil  time.Time // the channel takes an operator's message until then; zero: always
	SnoozedUntil time.Time
	Reason       handoff.Reason // why people have it; "" they have not
	Lang         lang.Lang
	Revision     int64
	Mode         shop.Mode // who answers; "" as the shop has it
	Answers      shop.Mode // who does, by this conversation's setting or the shop's
	Draft        bool      // a draft waits for a person, or is being written

	Found *Found // where the words that were searched for stand; nil: it was found otherwise

	AskedAt time.Time // the channel's clock of the contact's newest word
	Human   bool      // the account may write as a person for longer
}

// UnreadMost is how far unread messages are counted.
const UnreadMost = 99

// lastLength bounds the piece of the newest message in the list, in characters.
const lastLength = 140

// humanAgent is the capability of an account whose people may answer for longer.
const humanAgent = "human_agent"

// settle fills in what follows from the rest.
func (c *Conversation) settle() {
	c.LastText = clip(strings.Join(strings.Fields(c.LastText), " "), lastLength)
	caps := inbox.CapsOf(c.Channel)
	window := caps.Window
	if c.Human && caps.HumanWindow > 0 {
		window = caps.HumanWindow
	}
	if window > 0 && !c.AskedAt.IsZero() {
		c.WindowUntil = c.AskedAt.Add(window)
	}
}

// Capable notes what an account is allowed.
func (c *Conversation) Capable(a shop.AccountConfig) { c.Human = a.Has(humanAgent) }

// Filter picks conversations; zero fields pick all.
type Filter struct {
	States     []inbox.Status
	Channel    shop.Channel
	Assignee   string // an id, or Nobody
	Label      string
	Unanswered bool // the contact waits for an answer
	Drafted    bool // a draft waits
	Search     string
}

// Nobody as Filter.Assignee picks what no operator has.
const Nobody = "none"

// Spot is a place in the list: what was active before At, or then with a lower id.
type Spot struct {
	At time.Time
	ID string
}

// Item is one thing of a conversation's stream: a message, a private note, or what
// happened to an order.
type Item struct {
	ID     string // "msg_" and the sequence number, a note's id, an event's id
	At     time.Time
	By     inbox.Author
	Author string // who of the shop's people, by name; "" unknown

	Message *inbox.Message
	Quote   string
	Media   []Media
	Gone    bool // unsent by the contact

	Note  *handoff.Note
	Event *Event
}

// Media is a file of a message.
type Media struct {
	ID   string // of a stored file; "" it is not with us
	Kind string
	URL  string // of ours, "" none
	Name string
	Size int64
	Gone bool // it cannot be had any more, or never could
}

// Event is what happened to an order of the conversation's contact.
type Event struct {
	ID      string
	OrderID string
	Number  string
	What    string // order.Event…
	At      time.Time
}

// MessageID names a message of a conversation.
func MessageID(seq int64) string { return messagePrefix + itoa(seq) }

const messagePrefix = "msg_"

// Bounds of labels.
const (
	MaxLabels   = 20
	labelLength = 40 // characters
)

// ReadLabels brings labels into the form they are kept in: without doubles, in order.
//
// Faults: ErrLabel.
func ReadLabels(list []string) ([]string, error) {
	out := make([]string, 0, len(list))
	for _, l := range list {
		l = strings.Join(strings.Fields(l), " ")
		if l == "" || strings.ContainsAny(l, "|%_\\") || utf8.RuneCountInString(l) > labelLength {
			return nil, ErrLabel
		}
		out = append(out, l)
	}
	slices.Sort(out)
	out = slices.Compact(out)
	if len(out) > MaxLabels {
		return nil, ErrLabel
	}
	return out, nil
}

func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}
