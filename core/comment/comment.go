// Package comment answers what people write under a shop's posts: by rules that the owner
// orders, in public, by one private reply, or both, each comment once. It keeps a ledger of
// every comment that was seen and of why one was not answered. It decides nothing about
// conversations: what a person writes back is the inbox's.
package comment

import (
	"time"

	"prilavok/core/lang"
)

// Kind is what was seen.
type Kind string

// The kinds of entries.
const (
	Said    Kind = "comment"
	Mention Kind = "mention" // the account was named in somebody else's post or comment; its words are not told to us
)

// Seen is one comment as a channel tells of it.
type Seen struct {
	Key             string // of the delivery: equal for a repeated one
	Kind            Kind
	CommentID       string // the channel's
	ParentID        string // of the comment that it answers, "" of one under the post
	MediaID         string
	OriginalMediaID string // of the post that an ad shows
	Live            bool   // under a broadcast
	Own             bool   // the account's
	PersonID        string
	Username        string
	Text            string
	At              time.Time // the channel's clock; zero when unknown
}

// State of an entry.
type State string

// The states of an entry; see status.go.
const (
	Open    State = "open"    // an answer is to be given, or is being given
	Done    State = "done"    // answered as its rule says
	Failed  State = "failed"  // the channel refused, or did not say what became of it
	Skipped State = "skipped" // not to be answered; Reason says why
)

// Step is what is done next for an open entry. The first two are one private reply, under
// different limits of the channel.
type Step string

// The steps, "" of an entry that is not open.
const (
	Private Step = "private"
	Live    Step = "live" // a private reply under a broadcast
	Public  Step = "public"
	Sort    Step = "sort" // a model is to say what the comment asks for
)

// Steps lists them in the order in which they are tried when all are due. Sorting comes
// last: what can be answered does not wait for it.
var Steps = []Step{Live, Private, Public, Sort}

// Reasons why an entry was not answered, beside the codes of faults.
const (
	WhyOwn      = "own"      // the account's own comment
	WhyMention  = "mention"  // a mention: its words are not told to us
	WhyEmpty    = "empty"    // nothing was written
	WhyNoRule   = "no_rule"  // no rule of the shop fits
	WhyUnsorted = "unsorted" // no rule fits its words, and the model did not say what it asks for: Entry.Sorted
	WhyTooOld   = "too_old"  // the channel takes no answer to it any more
	WhyLimit    = "limit"    // it waited too long for its turn under the channel's limit
	WhyRepeated = "repeated" // the rule has answered the person under this post
	WhyProduct  = "product"  // every line of the rule's text names the product, and the post has none
	WhyNobody   = "nobody"   // who wrote it is not told: there is no one to reply to
	WhyOperator = "operator" // a person of the shop talks with them
	WhyRule     = "rule"     // its rule was switched off meanwhile
	WhyDeleted  = "deleted"  // the comment is gone
	WhyErased   = "erased"   // its author was forgotten
	WhyPrivate  = "private"  // the private reply before it did not go out
)

// Part is one of the two answers of an entry.
type Part struct {
	Text       string    // as it was sent, "" when nothing was to be
	State      PartState // "" when nothing was to be sent
	ExternalID string
	At         time.Time // when it was begun
}

// PartState is where one answer stands.
type PartState string

// The states of a part.
const (
	Waiting PartState = "waiting"
	Sending PartState = "sending" // noted before the call: after a crash it is looked for
	Sent    PartState = "sent"
	Refused PartState = "refused"
	Unsure  PartState = "unknown" // the channel does not say, and nothing was found
	Left    PartState = "left"    // not sent, for the entry's reason
)

// Entry is a line of the ledger.
type Entry struct {
	ID        string
	AccountID string
	Seen
	State          State
	Reason         string
	RuleID         string
	Intents        []Intent
	Sorted         string // how the model told an intent: "" it was not asked, ByModel it did, else the code of its fault
	Lang           lang.Lang
	ProductID      string
	Step           Step
	ByHand         bool // a person asked for the answer: no earlier one stands in its way
	DueAt          time.Time
	Attempts       int // of this step
	Private        Part
	Public         Part
	ConversationID string
	Seq            int64 // of the private reply there
	SeenAt         time.Time
	UpdatedAt      time.Time
}

// ByModel in Entry.Sorted says that the model told the intent.
const ByModel = "model"

// Answers of Meta's: channels.md B.6.
const (
	// Window is how long after a comment it may be answered in private ("within 7 days"
	// [DOC]), less a margin for clocks that differ.
	Window = 7*24*time.Hour - 5*time.Minute
	// Keep is how long the ledger is kept.
	Keep = 180 * 24 * time.Hour
)

// age is what an entry's age is reckoned from.
func (e Entry) age() time.Time {
	if e.At.IsZero() || e.At.After(e.SeenAt) {
		return e.SeenAt
	}
	return e.At
}

// posts lists the posts that an entry stands under: an ad shows another one.
func (s Seen) posts() []string {
	if s.OriginalMediaID == "" || s.OriginalMediaID == s.MediaID {
		return []string{s.MediaID}
	}
	return []string{s.MediaID, s.OriginalMediaID}
}
