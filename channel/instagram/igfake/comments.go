package igfake

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Limits of answers to comments, as Meta publishes them.
const (
	privateWindow  = 7 * 24 * time.Hour
	privatePerHour = 750
	replyRunes     = 300
)

// Comment is one comment under a post of the account's.
type Comment struct {
	ID, ParentID, MediaID string
	By                    *Person // nil: the account's own
	Text                  string
	At                    time.Time
	Gone                  bool   // deleted by who wrote it
	Private               string // the one private reply
	Replies               []*Comment
}

// Comments writes a comment under a post and returns it with the webhook that tells of it.
func (p *Person) Comments(mediaID, text string) (*Comment, Hook) {
	return p.answers(mediaID, "", text)
}

// Answers writes a comment under another one.
func (p *Person) Answers(c *Comment, text string) (*Comment, Hook) {
	return p.answers(c.MediaID, c.ID, text)
}

func (p *Person) answers(mediaID, parentID, text string) (*Comment, Hook) {
	a := p.account
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	c := a.comment(mediaID, parentID, text, p)
	return c, a.tell(c)
}

func (a *Account) comment(mediaID, parentID, text string, by *Person) *Comment {
	c := &Comment{ID: "179" + strconv.FormatInt(10_000_000_000+a.server.next(), 10), ParentID: parentID, MediaID: mediaID, By: by, Text: text, At: a.server.opt.Now()}
	if a.comments == nil {
		a.comments = map[string]*Comment{}
	}
	a.comments[c.ID] = c
	return c
}

// tell is the webhook of a comment, the account's own too.
func (a *Account) tell(c *Comment) Hook {
	from := map[string]any{"id": a.ID, "username": a.Username, "self_ig_scoped_id": "5" + a.ID}
	if c.By != nil {
		from = map[string]any{"id": c.By.ID, "username": c.By.Username}
	}
	value := map[string]any{"id": c.ID, "from": from, "text": c.Text, "media": map[string]any{"id": c.MediaID, "media_product_type": "FEED"}}
	if c.ParentID != "" {
		value["parent_id"] = c.ParentID
	}
	body, err := json.Marshal(map[string]any{"object": "instagram", "entry": []any{map[string]any{"id": a.ID, "time": c.At.Unix(),
		"changes": []any{map[string]any{"field": "comments", "value": value}}}}})
	if err != nil {
		panic(err)
	}
	body = escape(body)
	return Hook{body, a.server.Sign(body)}
}

// Delete takes a comment away, as who wrote it can.
func (a *Account) Delete(c *Comment) {
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	c.Gone = true
}

// Under returns what the account wrote under a comment, with the webhooks that tell of it.
func (a *Account) Under(c *Comment) (texts []string, hooks []Hook) {
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	for _, r := range c.Replies {
		texts, hooks = append(texts, r.Text), append(hooks, a.tell(r))
	}
	return texts, hooks
}

// found returns a comment that can be answered.
func (a *Account) found(id string) (*Comment, *refusal) {
	if no := a.may("instagram_business_manage_comments"); no != nil {
		return nil, no
	}
	c := a.comments[id]
	if c == nil || c.Gone || c.By == nil {
		return nil, refuse(100, 33, "Unsupported request. Object with ID '%s' does not exist, cannot be loaded due to missing permissions", id)
	}
	return c, nil
}

// privateReply is POST /<IG_ID>/messages with the id of a comment: it opens no window.
func (a *Account) privateReply(id string, body map[string]any) (any, *refusal) {
	c, no := a.found(id)
	if no != nil {
		return nil, no
	}
	now := a.server.opt.Now()
	hour := slices.DeleteFunc(slices.Clone(a.privately), func(t time.Time) bool { return now.Sub(t) >= time.Hour })
	most := a.PrivatePerHour
	if most == 0 {
		most = privatePerHour
	}
	switch {
	case c.By.Blocks:
		return nil, refuse(551, 1545041, "This person isn't available right now.")
	case now.Sub(c.At) > privateWindow:
		return nil, &refusal{http.StatusForbidden, 10, 2534022, "This message is sent outside of allowed window."}
	case c.Private != "":
		return nil, refuse(10900, 0, "Activity already replied to")
	case len(hour) >= most:
		return nil, refuse(613, 0, "Calls to this api have exceeded the rate limit.")
	}
	m, no := a.read(body)
	if no != nil {
		return nil, no
	}
	m.ID, m.At, m.Ours = a.mid(), now, true
	a.privately = append(hour, now)
	c.Private = m.Text
	c.By.log = append(c.By.log, m)
	return map[string]any{"recipient_id": c.By.ID, "message_id": m.ID}, nil
}

// reply is POST /<comment id>/replies. One to an answer stands under the comment above it.
func (a *Account) reply(id string, body map[string]any) (any, *refusal) {
	c, no := a.found(id)
	if no != nil {
		return nil, no
	}
	text, _ := body["message"].(string)
	if n := length(text); strings.TrimSpace(text) == "" || n > replyRunes {
		return nil, refuse(100, 0, "Invalid parameter: message has %d characters, 1 to 300 are allowed", n)
	}
	if top := a.comments[c.ParentID]; top != nil {
		c = top
	}
	r := a.comment(c.MediaID, c.ID, text, nil)
	c.Replies = append(c.Replies, r)
	return map[string]any{"id": r.ID}, nil
}

func (a *Account) replies(id string) (any, *refusal) {
	c, no := a.found(id)
	if no != nil {
		return nil, no
	}
	list := []any{}
	for _, r := range c.Replies {
		list = append(list, map[string]any{"id": r.ID, "text": r.Text, "timestamp": r.At.UTC().Format("2006-01-02T15:04:05-0700"),
			"from": map[string]any{"id": a.ID, "username": a.Username}})
	}
	return map[string]any{"data": list}, nil
}
