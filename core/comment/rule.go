package comment

import (
	"slices"
	"strings"
	"time"

	"prilavok/core/fold"
	"prilavok/core/lang"
	"prilavok/core/shop"
)

// RuleStatus is whether a rule answers.
type RuleStatus string

// The statuses of a rule.
const (
	Active   RuleStatus = "active"
	Off      RuleStatus = "off"
	Archived RuleStatus = "archived"
)

// Replies says what a rule does with comments that answer another comment.
type Replies string

// What a rule takes; "" is Top.
const (
	Top    Replies = "top"     // only what stands under the post itself
	All    Replies = "all"     // both
	Nested Replies = "replies" // only answers to comments
)

// When says which comments a rule answers. Words and intents are one list of which any
// fits; empty, every comment does. All else must fit too.
type When struct {
	Words   []string `json:"words,omitempty"` // words and phrases, in any form; signs and emoji as they stand
	Intents []Intent `json:"intents,omitempty"`
	Posts   []string `json:"posts,omitempty"` // media ids; empty: all posts
	Replies Replies  `json:"replies,omitempty"`
	Live    bool     `json:"live,omitempty"`  // under broadcasts too
	From    string   `json:"from,omitempty"`  // "09:00" in the shop's time zone; with Until the hours in which it answers
	Until   string   `json:"until,omitempty"` // equal, or both empty: always
	Often   bool     `json:"often,omitempty"` // again, when the person comments again under the same post
}

// Rule answers comments. Texts are plain; {product}, {price}, {name} and {shop} are filled
// in, and a line that names something unknown is left out.
type Rule struct {
	ID        string
	AccountID string // "" every account of the shop's
	Title     string // for the shop's people
	Position  int64  // rules are tried in this order; the first that fits answers
	When
	Private   lang.Texts // the private reply; empty: none
	Public    lang.Texts // the answer under the comment, after the private reply; empty: none
	Status    RuleStatus
	Revision  int64
	CreatedAt time.Time
	UpdatedAt time.Time
}

// Verdict is why a rule does not answer a comment; "" when it does.
type Verdict string

// The verdicts.
const (
	Fits         Verdict = ""
	NotActive    Verdict = "not_active"
	OtherAccount Verdict = "account"
	OtherPost    Verdict = "post"
	OtherWords   Verdict = "words"
	NotReplies   Verdict = "replies"
	NotLive      Verdict = "live"
	OtherHours   Verdict = "hours"
)

// Judge says whether the rule answers a comment, seen at a time, in a shop.
func (r Rule) Judge(accountID string, c Seen, at time.Time, sh shop.Shop) Verdict {
	return r.judge(accountID, c, read(c.Text), at.In(sh.Location()))
}

func (r Rule) judge(accountID string, c Seen, said words, local time.Time) Verdict {
	reply := c.ParentID != ""
	switch {
	case r.Status != Active:
		return NotActive
	case r.AccountID != "" && r.AccountID != accountID:
		return OtherAccount
	case c.Live && !r.Live:
		return NotLive
	case reply && (r.Replies == "" || r.Replies == Top), !reply && r.Replies == Nested:
		return NotReplies
	case len(r.Posts) > 0 && !slices.ContainsFunc(c.posts(), func(id string) bool { return slices.Contains(r.Posts, id) }):
		return OtherPost
	case !within(r.From, r.Until, local):
		return OtherHours
	case !r.asked(said):
		return OtherWords
	}
	return Fits
}

func (r Rule) asked(said words) bool {
	if len(r.Words) == 0 && len(r.Intents) == 0 {
		return true
	}
	return slices.ContainsFunc(r.Words, said.say) || slices.ContainsFunc(r.Intents, func(i Intent) bool { return slices.Contains(said.intents, i) })
}

// within reports whether a time of day lies in hours, which may go over midnight.
func within(from, until string, at time.Time) bool {
	if from == until {
		return true
	}
	now := at.Format("15:04")
	if from < until {
		return from <= now && now < until
	}
	return now >= from || now < until
}

// words is what a comment says, made comparable.
type words struct {
	text    string   // as written, without the names of accounts
	stems   []string // of all its words
	typed   []string // the same as typed on the other keyboard layout
	intents []Intent
}

func read(text string) words {
	w := words{text: unnamed(fold.Clean(text))}
	w.stems = stems(w.text)
	if other, ok := fold.Layout(w.text); ok {
		w.typed = stems(other)
	}
	w.intents = intentsOf(w)
	return w
}

// say reports whether a phrase of a rule stands in the comment: its words one after
// another, in any form; one without letters as it stands.
func (w words) say(phrase string) bool {
	want := stems(phrase)
	if len(want) == 0 {
		p := strings.TrimSpace(phrase)
		return p != "" && strings.Contains(w.text, p)
	}
	return find(w.stems, want) >= 0 || find(w.typed, want) >= 0
}

// find returns where a list stands in another, -1 nowhere.
func find(list, want []string) int {
	for i := 0; i+len(want) <= len(list); i++ {
		if slices.Equal(list[i:i+len(want)], want) {
			return i
		}
	}
	return -1
}

func stems(s string) []string {
	var out []string
	for _, w := range fold.Words(s) {
		out = append(out, fold.Stem(w))
	}
	return out
}

// unnamed leaves out names of accounts: "@price_shop, привет" asks for no price.
func unnamed(s string) string {
	fields := strings.Fields(s)
	return strings.Join(slices.DeleteFunc(fields, func(f string) bool { return strings.HasPrefix(f, "@") && len(f) > 1 }), " ")
}
