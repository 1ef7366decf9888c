// Package rating asks customers how they were served once a conversation has come to its end,
// and keeps what they answer. It decides when somebody may be asked, and understands their
// presses and words; sending is core/inbox's, and what the scores come to is core/analytics/report's.
package rating

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"prilavok/core/analytics/report"
	"prilavok/core/inbox"
	"prilavok/core/shop"
)

// Ending is how a conversation came to the end that it is asked about.
type Ending string

const (
	Resolved Ending = "resolved" // an operator ended it
	Quiet    Ending = "quiet"    // the customer was answered, and has written no more
)

// Scores go from one, the worst, to Best.
const Best = report.BestScore

// Rating is one question to a customer, and what they said to it.
type Rating struct {
	ID             string
	ContactID      string
	ConversationID string
	Channel        shop.Channel
	Ending         Ending
	Seq            int64 // the customer's newest message when they were asked: they are asked once about it
	MessageSeq     int64 // of the question
	Talk                 // whom it is about
	Score          int   // 0: not rated yet
	Comment        string
	AskedAt        time.Time
	RatedAt        time.Time // the first time
}

// Talk is what was said since the customer was asked last, as far as it is theirs to rate.
type Talk struct {
	Words         int64  // the customer's own words that were answered, without commands and presses
	Helped        bool   // a person of the shop wrote
	TurnID        string // of the assistant's last answer; "" it gave none
	Model         string // that answered it; "" none
	PromptVersion string
}

// Bounds of asking and answering.
const (
	settles   = 20 * time.Second   // after an operator has ended a conversation: they may take it back
	lookBack  = 23 * time.Hour     // a conversation that ended before is not asked about any more: some channels would not let us
	about     = 7 * 24 * time.Hour // how far back a talk goes
	answersIn = 7 * 24 * time.Hour // a question can be answered for so long
	changesIn = 24 * time.Hour     // a score can be changed for so long
	explains  = 6 * time.Hour      // so long the next words say what went wrong
	atOnce    = 200                // conversations that one round asks about
)

// Where a shop sets nothing else.
const (
	everyDays  = 30
	afterHours = 3
)

// good is the lowest score of who is content, poor the highest of who is not.
const (
	good = report.Good
	poor = report.Poor
)

func low(score int) bool { return score <= poor }

func (r *Rating) low() bool { return low(r.Score) }

// every is how long a customer is left alone after a question.
func every(set shop.Ratings) time.Duration {
	days := set.EveryDays
	if days == 0 {
		days = everyDays
	}
	return time.Duration(days) * 24 * time.Hour
}

// silence is how long a customer is silent where nobody has ended the conversation.
func silence(set shop.Ratings) time.Duration {
	hours := set.AfterHours
	if hours == 0 {
		hours = afterHours
	}
	return time.Duration(hours) * time.Hour
}

// actRate begins the buttons beneath the question: the rating's id and the score follow. What
// comes back is data that anybody can send.
const actRate = "rate"

func action(id string, score int) string { return actRate + ":" + id + ":" + strconv.Itoa(score) }

// pressed reads such a button; ok is false for any other. A score that there is none of is 0.
func pressed(m inbox.Message) (id string, score int, ok bool) {
	name, rest, _ := strings.Cut(m.Payload.Action, ":")
	if m.Kind != inbox.KindButton || name != actRate {
		return "", 0, false
	}
	id, n, _ := strings.Cut(rest, ":")
	return id, scoreOf(n), true
}

// scoreOf reads a score that was typed or pressed; 0 is none.
func scoreOf(s string) int {
	if n, err := strconv.Atoi(s); err == nil && n >= 1 && n <= Best && len(s) == 1 {
		return n
	}
	return 0
}

// note is what the conversation remembers that the customer was asked: the score itself, which
// may be typed, or why it is a low one. It stands where the desk for orders keeps its questions,
// which reads it as none of its own.
type note struct {
	Ask string    `json:"ask"` // askScore or askWhy
	ID  string    `json:"rating"`
	At  time.Time `json:"at"`
}

const (
	askScore = "rate"
	askWhy   = "rate_why"
)

// noteOf reads what a conversation remembers; false where that is nothing of ours.
func noteOf(c *inbox.Conversation) (note, bool) {
	var n note
	if !strings.HasPrefix(c.Question, `{"ask":"`+askScore) || json.Unmarshal([]byte(c.Question), &n) != nil {
		return note{}, false
	}
	return n, true
}

// fresh reports whether it is still what the customer answers to.
func (n note) fresh(now time.Time) bool {
	if n.Ask == askWhy {
		return now.Sub(n.At) <= explains
	}
	return now.Sub(n.At) <= changesIn
}
