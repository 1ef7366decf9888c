package comments

import (
	"context"
	"time"

	"prilavok/core/comment"
	"prilavok/httpapi/admin/gate"
)

// Comment is one line of the ledger.
type Comment struct {
	ID             string         `json:"id"`
	AccountID      string         `json:"account_id"`
	Kind           string         `json:"kind" enum:"comment,mention"`
	CommentID      string         `json:"comment_id,omitempty"`
	ParentID       string         `json:"parent_id,omitempty"`
	MediaID        string         `json:"media_id,omitempty"`
	Live           bool           `json:"live"`
	Username       string         `json:"username,omitempty"`
	Text           string         `json:"text"`
	Intents        []string       `json:"intents"`
	Sorted         string         `json:"sorted,omitempty" doc:"model: a model told the intent; the code of a fault: it could not; empty: it was not asked"`
	State          string         `json:"state" enum:"open,done,failed,skipped"`
	Reason         string         `json:"reason,omitempty" doc:"why it is not answered: a word of docs/instagram-comments.md, or the code of a fault"`
	RuleID         string         `json:"rule_id,omitempty"`
	ProductID      string         `json:"product_id,omitempty"`
	Private        *CommentAnswer `json:"private,omitempty"`
	Public         *CommentAnswer `json:"public,omitempty"`
	ConversationID string         `json:"conversation_id,omitempty"`
	SaidAt         *time.Time     `json:"said_at,omitempty"`
	SeenAt         time.Time      `json:"seen_at"`
	DueAt          *time.Time     `json:"due_at,omitempty" doc:"of an open one: not before"`
}

// CommentAnswer is one answer to a comment.
type CommentAnswer struct {
	State      string     `json:"state" enum:"waiting,sending,sent,refused,unknown,left"`
	Text       string     `json:"text,omitempty"`
	ExternalID string     `json:"external_id,omitempty"`
	At         *time.Time `json:"at,omitempty"`
}

func stamp(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

func answerOf(p comment.Part) *CommentAnswer {
	if p.State == "" {
		return nil
	}
	return &CommentAnswer{string(p.State), p.Text, p.ExternalID, stamp(p.At)}
}

func entryOf(e comment.Entry) Comment {
	c := Comment{ID: e.ID, AccountID: e.AccountID, Kind: string(e.Kind), CommentID: e.CommentID, ParentID: e.ParentID, MediaID: e.MediaID, Live: e.Live,
		Username: e.Username, Text: e.Text, Intents: intentsOf(e.Intents), Sorted: e.Sorted, State: string(e.State), Reason: e.Reason, RuleID: e.RuleID, ProductID: e.ProductID,
		Private: answerOf(e.Private), Public: answerOf(e.Public), ConversationID: e.ConversationID, SaidAt: stamp(e.At), SeenAt: e.SeenAt.UTC()}
	if e.State == comment.Open {
		c.DueAt = stamp(e.DueAt)
	}
	return c
}

func entered(e comment.Entry, err error) (*out[Comment], error) {
	if err != nil {
		return nil, err
	}
	return &out[Comment]{entryOf(e)}, nil
}

func (a api) entries(ctx context.Context, in *struct {
	Cursor    string    `query:"cursor" maxLength:"200" doc:"next of the page before; leave out for the first page"`
	Limit     int       `query:"limit" minimum:"1" maximum:"100" default:"50"`
	AccountID string    `query:"account_id" maxLength:"64"`
	MediaID   string    `query:"media_id" maxLength:"100"`
	RuleID    string    `query:"rule_id" maxLength:"64"`
	State     string    `query:"state" enum:"open,done,failed,skipped"`
	Reason    string    `query:"reason" maxLength:"100"`
	From      time.Time `query:"from" doc:"seen from then on"`
	Until     time.Time `query:"until"`
}) (*out[list[Comment]], error) {
	cursor, err := gate.ReadCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	p, err := a.List(ctx, comment.Filter{AccountID: in.AccountID, MediaID: in.MediaID, RuleID: in.RuleID, State: comment.State(in.State), Reason: in.Reason,
		From: in.From, Until: in.Until}, cursor, in.Limit)
	items := make([]Comment, len(p.Entries))
	for i, e := range p.Entries {
		items[i] = entryOf(e)
	}
	return &out[list[Comment]]{list[Comment]{items, gate.Cursor(p.Next)}}, err
}

// CommentCounts is how many comments were seen, and how each account's answers get on.
type CommentCounts struct {
	Items  []CommentCount `json:"items" doc:"the 1,000 largest"`
	Queues []CommentQueue `json:"queues"`
}

// CommentCount is how many comments of a kind there are.
type CommentCount struct {
	MediaID string `json:"media_id,omitempty"`
	RuleID  string `json:"rule_id,omitempty"`
	State   string `json:"state"`
	Reason  string `json:"reason,omitempty"`
	Count   int64  `json:"count"`
}

// CommentQueue is how an account's answers get on.
type CommentQueue struct {
	AccountID string     `json:"account_id"`
	NextAt    *time.Time `json:"next_at,omitempty" doc:"of the next answer; none waits without it"`
	HeldUntil *time.Time `json:"held_until,omitempty" doc:"Instagram, or a setting of the account's, holds the answers back"`
	Fault     string     `json:"fault,omitempty" doc:"why"`
}

func (a api) counts(ctx context.Context, in *struct {
	From  time.Time `query:"from" doc:"seen from then on; 30 days ago if left out"`
	Until time.Time `query:"until" doc:"now if left out"`
}) (*out[CommentCounts], error) {
	until, from := in.Until, in.From
	if until.IsZero() {
		until = a.Now().Add(time.Second)
	}
	if from.IsZero() {
		from = until.Add(-30 * 24 * time.Hour)
	}
	counts, queues, err := a.Counts(ctx, from, until)
	o := CommentCounts{Items: []CommentCount{}, Queues: []CommentQueue{}}
	for _, c := range counts {
		o.Items = append(o.Items, CommentCount{c.MediaID, c.RuleID, string(c.State), c.Reason, c.N})
	}
	for _, q := range queues {
		o.Queues = append(o.Queues, CommentQueue{q.AccountID, stamp(q.DueAt), stamp(q.HeldUntil), q.Fault})
	}
	return &out[CommentCounts]{o}, err
}
