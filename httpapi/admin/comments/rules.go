// Package comments is the part of the shop's API about what people write under its posts:
// the rules that answer, the ledger of what was seen, and how the answers get on.
package comments

import (
	"context"
	"time"

	"prilavok/core/comment"
	"prilavok/core/lang"
	"prilavok/httpapi/admin/gate"
)

// CommentText is a text by language; {product}, {price}, {name} and {shop} are filled in.
type CommentText struct {
	RU string `json:"ru,omitempty" maxLength:"1000"`
	EN string `json:"en,omitempty" maxLength:"1000"`
}

func textOf(t lang.Texts) CommentText { return CommentText{t[lang.RU], t[lang.EN]} }

func (t CommentText) core() lang.Texts {
	out := lang.Texts{}
	for l, s := range map[lang.Lang]string{lang.RU: t.RU, lang.EN: t.EN} {
		if s != "" {
			out[l] = s
		}
	}
	return out
}

// CommentRuleFields is what can be written of a rule.
type CommentRuleFields struct {
	Title     string      `json:"title" maxLength:"1000"`
	AccountID string      `json:"account_id,omitempty" maxLength:"64" doc:"empty: every account of the shop's"`
	Words     []string    `json:"words,omitempty" maxItems:"100" doc:"words and phrases in any form, signs and emoji; any of them or of the intents fits, none of either: every comment"`
	Intents   []string    `json:"intents,omitempty" maxItems:"10" doc:"price, availability, size, order, delivery, status, complaint, praise, spam, other; the last four are told by a model alone"`
	Posts     []string    `json:"posts,omitempty" maxItems:"100" doc:"media ids; empty: all posts"`
	Replies   string      `json:"replies,omitempty" enum:"top,all,replies" doc:"what of comments that answer comments; top, the default, takes none of them"`
	Live      bool        `json:"live,omitempty" doc:"under broadcasts too"`
	From      string      `json:"from,omitempty" maxLength:"5" doc:"09:00 in the shop's time zone"`
	Until     string      `json:"until,omitempty" maxLength:"5"`
	Often     bool        `json:"often,omitempty" doc:"again when the same person comments again under the same post"`
	Private   CommentText `json:"private" doc:"the one private reply; empty: none"`
	Public    CommentText `json:"public" doc:"under the comment, once the private reply is out; empty: nothing"`
	Status    string      `json:"status,omitempty" enum:"active,off"`
}

// CommentRule is one rule; the first that fits answers.
type CommentRule struct {
	ID string `json:"id"`
	CommentRuleFields
	Position  int64     `json:"position"`
	Archived  bool      `json:"archived"`
	Revision  int64     `json:"revision" doc:"also the ETag"`
	UpdatedAt time.Time `json:"updated_at"`
}

func ruleOf(r comment.Rule) CommentRule {
	status, intents := string(r.Status), make([]string, len(r.Intents))
	if r.Status == comment.Archived {
		status = string(comment.Off)
	}
	for i, x := range r.Intents {
		intents[i] = string(x)
	}
	return CommentRule{r.ID, CommentRuleFields{r.Title, r.AccountID, r.Words, intents, r.Posts, string(r.Replies), r.Live, r.From, r.Until, r.Often,
		textOf(r.Private), textOf(r.Public), status}, r.Position, r.Status == comment.Archived, r.Revision, r.UpdatedAt}
}

func (f CommentRuleFields) core() comment.Rule {
	r := comment.Rule{Title: f.Title, AccountID: f.AccountID, When: comment.When{Words: f.Words, Posts: f.Posts, Replies: comment.Replies(f.Replies), Live: f.Live,
		From: f.From, Until: f.Until, Often: f.Often}, Private: f.Private.core(), Public: f.Public.core(), Status: comment.RuleStatus(f.Status)}
	for _, x := range f.Intents {
		r.Intents = append(r.Intents, comment.Intent(x))
	}
	return r
}

type byID struct {
	ID string `path:"id" minLength:"1" maxLength:"64"`
}

type list[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next" doc:"the cursor of the next page; empty at the end"`
}

type out[T any] struct{ Body T }

type tagged struct {
	ETag string `header:"ETag" doc:"names this revision, for If-Match"`
	Body CommentRule
}

type api struct{ *comment.Service }

// Add gives the routes of comments their handlers.
func Add(g *gate.Gate, s *comment.Service) {
	a := api{s}
	gate.Add(g, "comment-rules.list", a.rules)
	gate.Add(g, "comment-rules.get", func(ctx context.Context, in *byID) (*tagged, error) { return ruled(a.Rule(ctx, in.ID)) })
	gate.Add(g, "comment-rules.create", func(ctx context.Context, in *struct{ Body CommentRuleFields }) (*tagged, error) {
		return ruled(a.Create(ctx, in.Body.core()))
	})
	gate.Add(g, "comment-rules.put", a.put)
	gate.Add(g, "comment-rules.archive", func(ctx context.Context, in *byID) (*tagged, error) { return ruled(a.Archive(ctx, in.ID)) })
	gate.Add(g, "comment-rules.order", a.order)
	gate.Add(g, "comment-rules.test", a.test)
	gate.Add(g, "comments.list", a.entries)
	gate.Add(g, "comments.get", func(ctx context.Context, in *byID) (*out[Comment], error) { return entered(a.Entry(ctx, in.ID)) })
	gate.Add(g, "comments.retry", func(ctx context.Context, in *byID) (*out[Comment], error) { return entered(a.Retry(ctx, in.ID)) })
	gate.Add(g, "comments.counts", a.counts)
}

func ruled(r comment.Rule, err error) (*tagged, error) {
	if err != nil {
		return nil, err
	}
	return &tagged{gate.ETag(r.Revision), ruleOf(r)}, nil
}

func (a api) rules(ctx context.Context, in *struct {
	Archived bool `query:"archived" doc:"archived ones too"`
}) (*out[list[CommentRule]], error) {
	return rulesOf(a.Rules(ctx, in.Archived))
}

func rulesOf(from []comment.Rule, err error) (*out[list[CommentRule]], error) {
	items := make([]CommentRule, len(from))
	for i, r := range from {
		items[i] = ruleOf(r)
	}
	return &out[list[CommentRule]]{list[CommentRule]{Items: items}}, err
}

func (a api) put(ctx context.Context, in *struct {
	byID
	IfMatch string `header:"If-Match" maxLength:"100" doc:"the ETag that was read; required"`
	Body    CommentRuleFields
}) (*tagged, error) {
	had, err := a.Rule(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if err := gate.Match(in.IfMatch, had.Revision, true); err != nil {
		return nil, err
	}
	r := in.Body.core()
	r.ID, r.Revision = had.ID, had.Revision // the service refuses when another was faster
	return ruled(a.Update(ctx, r))
}

func (a api) order(ctx context.Context, in *struct {
	Body struct {
		IDs []string `json:"ids" maxItems:"200" doc:"every rule that is not archived, once"`
	}
}) (*out[list[CommentRule]], error) {
	return rulesOf(a.Reorder(ctx, in.Body.IDs))
}

// CommentTrial is what would become of a comment.
type CommentTrial struct {
	Intents []string         `json:"intents"`
	Sorted  string           `json:"sorted,omitempty" doc:"as of a comment"`
	RuleID  string           `json:"rule_id,omitempty" doc:"that answers"`
	Reason  string           `json:"reason,omitempty" doc:"why nothing would be answered"`
	Private string           `json:"private,omitempty"`
	Public  string           `json:"public,omitempty"`
	Rules   []CommentVerdict `json:"rules" doc:"all, in their order"`
}

// CommentVerdict is what one rule says of a comment.
type CommentVerdict struct {
	RuleID string `json:"rule_id"`
	Title  string `json:"title"`
	Fits   bool   `json:"fits"`
	Why    string `json:"why,omitempty" doc:"not_active, account, post, words, replies, live, hours"`
}

func (a api) test(ctx context.Context, in *struct {
	Body struct {
		AccountID string `json:"account_id,omitempty" maxLength:"64"`
		Text      string `json:"text" maxLength:"3000"`
		Username  string `json:"username,omitempty" maxLength:"100"`
		MediaID   string `json:"media_id,omitempty" maxLength:"100"`
		Reply     bool   `json:"reply,omitempty" doc:"it answers another comment"`
		Live      bool   `json:"live,omitempty"`
	}
}) (*out[CommentTrial], error) {
	b := in.Body
	c := comment.Seen{Text: b.Text, Username: b.Username, MediaID: b.MediaID, Live: b.Live}
	if b.Reply {
		c.ParentID = "a comment"
	}
	t, err := a.Try(ctx, b.AccountID, c)
	if err != nil {
		return nil, err
	}
	o := CommentTrial{Intents: intentsOf(t.Intents), Sorted: t.Sorted, RuleID: t.RuleID, Reason: t.Reason, Private: t.Private, Public: t.Public, Rules: []CommentVerdict{}}
	for _, v := range t.Verdicts {
		o.Rules = append(o.Rules, CommentVerdict{v.RuleID, v.Title, v.Verdict == comment.Fits, string(v.Verdict)})
	}
	return &out[CommentTrial]{o}, nil
}

func intentsOf(from []comment.Intent) []string {
	to := make([]string, len(from))
	for i, x := range from {
		to[i] = string(x)
	}
	return to
}
