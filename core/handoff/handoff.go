// Package handoff is passing conversations between the assistant and people: who has
// which, what operators say in their staff chat and what that means, what staff are
// shown. It speaks no channel's protocol: what is to be posted or said is data. It is
// not the operators' accounts (staff) and not the sending (inbox).
package handoff

import (
	"time"

	"prilavok/core/inbox"
)

// Reason is why a person is asked for.
type Reason string

const (
	Asked     Reason = "asked"     // the customer wants a person
	Clarify   Reason = "clarify"   // two failed clarifications
	Complaint Reason = "complaint" // the customer is unhappy
	Payment   Reason = "payment"   // a dispute about money
	Guard     Reason = "guard"     // the answer could not be made safe
	Model     Reason = "model"     // the model is down
	Manual    Reason = "manual"    // an operator took it over
)

// ReasonOf reads the words that turns use; an unknown one is Asked.
func ReasonOf(word string) Reason {
	switch r := Reason(word); r {
	case Asked, Clarify, Complaint, Payment, Guard, Model, Manual:
		return r
	}
	switch word {
	case "lost":
		return Clarify
	case "model_down":
		return Model
	case "failed":
		return Guard
	}
	return Asked
}

// Status of a handoff.
type Status string

const (
	Requested Status = "requested"
	Accepted  Status = "accepted"
	Resolved  Status = "resolved"
)

// Handoff is one passing of a conversation to people and back. A conversation has at
// most one that is not resolved.
type Handoff struct {
	ID             string
	ContactID      string
	ConversationID string
	Reason         Reason
	Summary        string // for the operator who takes over; never for the customer
	Status         Status
	RequestedAt    time.Time
	AcceptedBy     string
	AcceptedAt     time.Time
	ResolvedBy     string
	ResolvedAt     time.Time
}

// Operator is a person of the shop as the staff chat names them.
type Operator struct {
	ID   string // on the channel, or of core/staff
	Name string
}

// Note is what an operator wrote for the others.
type Note struct {
	ID             string
	ConversationID string
	Author         string
	Text           string
	At             time.Time
}

// Spot is a place in a staff chat.
type Spot struct {
	AccountID string
	ChatID    string
	Thread    string // topic; "" outside of topics
}

// Post is something to be posted in the staff chat. After it was sent, the caller
// tells Service.Posted which id it got, so that a reply to it finds the conversation.
type Post struct {
	Spot
	ConversationID string             // what it is about; "" when about none
	Seq            int64              // of the customer's message that it relays
	OpenTopic      string             // not "": first make a topic of this name, tell Service.TopicOpened, post there
	ReplyTo        string             // message of the staff chat that it answers
	Text           string             // markup
	Attachments    []inbox.Attachment // of the relayed message, by the channel's ids
	Source         Source             // of the relayed message: what cannot be sent anew can be copied
	Buttons        [][]inbox.Button
	Silent         bool
}

// Source names a customer's message on its channel.
type Source struct {
	AccountID string
	Key       string // of the conversation
	MessageID string
}

// Buttons of the staff chat: values of inbox.Button.Action, followed by the
// conversation's id.
const (
	ActTake  = "ho:take:"
	ActClose = "ho:close:"
)

// Meaning is what something said in a group means.
type Meaning string

const (
	Ignored  Meaning = "ignored"  // talk among staff
	Stranger Meaning = "stranger" // not the shop's staff chat: the bot keeps out of it
	Says     Meaning = "says"     // an operator's words to the customer
	Took     Meaning = "took"
	Closed   Meaning = "closed" // given back to the assistant
	Noted    Meaning = "noted"
	Lists    Meaning = "lists"   // orders are shown
	Unknown  Meaning = "unknown" // a command or a reply that names no conversation
)

// Action is what came of something said in the staff chat. States are changed
// already; Say and Posts are for the caller to enqueue in the same unit of work.
type Action struct {
	Meaning        Meaning
	ConversationID string
	By             Operator
	Say            *inbox.Outgoing    // to the customer, from the operator
	Attachments    []inbox.Attachment // that go with Say, by the staff channel's ids
	Posts          []Post             // in the staff chat
}
