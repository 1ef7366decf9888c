// Package replay feeds raw webhook bodies through all six stops of a throwaway shop
// and tells what would become of them. Nothing leaves the process: what would be sent
// is caught. It is for an owner with a strange update, and for tests.
package replay

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"prilavok/app"
	"prilavok/core/call"
	"prilavok/core/comment"
	"prilavok/core/handoff"
	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/seal"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/sample"
	"prilavok/store"
	"prilavok/store/sqlite"
)

// Line is what is told of one body.
type Line struct {
	File   string   `json:"file"`
	Status int      `json:"status"`         // of the HTTP answer
	Kind   string   `json:"kind,omitempty"` // as parsed; the channel's own name is Type
	Type   string   `json:"type,omitempty"`
	Text   string   `json:"text,omitempty"`
	Events int      `json:"events"`
	Fault  string   `json:"fault,omitempty"`
	Stored []Stored `json:"stored"`
	Sent   []Sent   `json:"sent"`
}

// Stored is a row that the body left behind.
type Stored struct {
	Conversation string `json:"conversation,omitempty"`
	Author       string `json:"author,omitempty"`
	Kind         string `json:"kind"`
	Text         string `json:"text,omitempty"`
	Files        int    `json:"files,omitempty"`
	State        string `json:"state"` // of the delivery; "edited" or "deleted" when the customer did that
}

// Sent is a call that would have been made.
type Sent struct {
	Method string          `json:"method"`
	Body   json.RawMessage `json:"body,omitempty"`
}

// secret is the webhook secret of the throwaway shop.
const secret = "replay-secret"

// Run replays files and writes one JSON line for each.
func Run(ctx context.Context, channel shop.Channel, files []string, read func(string) ([]byte, error), out io.Writer) error {
	if channel != shop.Telegram && channel != shop.Instagram {
		return fmt.Errorf("--channel %s: this channel has no webhook here; telegram and instagram have", channel)
	}
	s, err := open(ctx, channel)
	if err != nil {
		return err
	}
	defer s.app.Store.Close()
	if channel == shop.Instagram {
		if err := s.prepare(files, read); err != nil {
			return err
		}
	}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for i, name := range files {
		body, err := read(name)
		if err != nil {
			return err
		}
		more := false
		if group := groupOf(body); group != "" && i+1 < len(files) {
			next, err := read(files[i+1])
			more = err == nil && groupOf(next) == group
		}
		line, err := s.one(ctx, name, body, more)
		if err != nil {
			return err
		}
		if err := enc.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

// stage is the throwaway shop.
type stage struct {
	app    *app.App
	acc    shop.Account
	pages  map[string]shop.Account // of Instagram, by Instagram's id
	ctx    context.Context
	out    *catcher
	seen   []inbox.Incoming
	status error
	now    time.Time
}

func open(ctx context.Context, channel shop.Channel) (*stage, error) {
	db, err := sqlite.Open(ctx, ":memory:")
	if err != nil {
		return nil, err
	}
	if _, err := sqlite.Migrate(ctx, db); err != nil {
		return nil, err
	}
	keys, err := seal.New([]seal.Key{{ID: "replay", Bytes: make([]byte, seal.KeySize)}}, nil)
	if err != nil {
		return nil, err
	}
	s := &stage{out: &catcher{}, now: time.Now()}
	clock := func() time.Time { return s.now }
	s.app = app.New(app.Deps{Store: store.New(db), HTTP: s.out, Keys: keys, Now: clock, IDs: id.New(clock, nil), Log: slog.New(slog.DiscardHandler), Instagram: app.InstagramApp{Secrets: []string{secret}},
		Observe: app.Observe{Webhook: func(_ shop.Channel, _ int, in []inbox.Incoming, err error) { s.seen, s.status = in, err }}})
	sh, err := sample.Create(ctx, s.app)
	if err != nil {
		return nil, err
	}
	s.ctx = txn.ForShop(ctx, sh.ID)
	if channel == shop.Instagram {
		s.pages = map[string]shop.Account{}
		s.app.Inbox.Connect(shop.Instagram, postbox{s.out})
		return s, nil
	}
	s.acc, err = s.app.Shops.SaveAccount(s.ctx, shop.Account{Channel: shop.Telegram, Name: "@replay_bot", ExternalID: "1", Status: "active"}, "1:replay", secret)
	return s, err
}

// groupOf returns the album that a body belongs to: its parts come one right after the
// other, and are answered together with the last one.
func groupOf(body []byte) string {
	var u struct {
		Message struct {
			Group string `json:"media_group_id"`
		} `json:"message"`
		Business struct {
			Group string `json:"media_group_id"`
		} `json:"business_message"`
	}
	if json.Unmarshal(body, &u) != nil {
		return ""
	}
	return u.Message.Group + u.Business.Group
}

// one replays a body; more says that the next one belongs to the same album. A
// conversation that the assistant handed over before is its own again, so that each
// body is told of by itself; one that a person took over stays theirs.
func (s *stage) one(ctx context.Context, name string, body []byte, more bool) (Line, error) {
	waiting, err := s.app.Handoffs.Waiting(s.ctx)
	if err != nil {
		return Line{}, err
	}
	for _, h := range waiting {
		if _, err := s.app.Handoffs.HandBack(s.ctx, h.ConversationID, handoff.Operator{}); err != nil {
			return Line{}, err
		}
	}
	if err := s.handBack(body); err != nil {
		return Line{}, err
	}
	s.seen, s.status = nil, nil
	s.out.take()
	res := s.app.Webhook.Serve(ctx, s.request(body))
	// Albums wait for their parts, and backed-off work for its time: let it pass.
	for range 3 {
		if more {
			break
		}
		s.now = s.now.Add(5 * time.Second)
		if _, err := s.app.Jobs.Drain(ctx); err != nil {
			return Line{}, err
		}
	}
	line := Line{File: filepath.Base(name), Status: res.Status, Events: len(s.seen), Stored: []Stored{}, Sent: s.out.take()}
	if res.Body != nil {
		line.Sent = append([]Sent{{Method: "(answer of the webhook)", Body: res.Body}}, line.Sent...)
	}
	if s.status != nil {
		line.Fault = s.status.Error()
	}
	for _, in := range s.seen {
		line.Kind, line.Type, line.Text = string(in.Kind), in.Type, in.Text
	}
	return line, s.stored(&line, body)
}

// What is told of a conversation: its newest messages, and that which an event changed,
// among so many.
const (
	newest    = 6
	looksBack = 200
)

// about reports whether an event edits or takes back a message.
func about(in inbox.Incoming, m inbox.Message) bool {
	return in.Kind == inbox.KindEdit && m.ExternalID == in.ExternalID || in.Kind == inbox.KindDelete && slices.Contains(in.Payload.Deleted, m.ExternalID)
}

func storedOf(c inbox.Conversation, m inbox.Message) Stored {
	state := string(m.State)
	switch {
	case !m.DeletedAt.IsZero():
		state = "deleted"
	case !m.EditedAt.IsZero():
		state = "edited"
	}
	return Stored{string(c.Status), string(m.Author), string(m.Kind), m.Text, len(m.Payload.Attachments), state}
}

// stored reads what the events of the body left in the database.
func (s *stage) stored(line *Line, body []byte) error {
	return s.app.Store.View(s.ctx, func(ctx context.Context) error {
		for i, accountID := range s.accounts(body) {
			in := s.seen[i]
			if state, kind, found, err := s.app.Store.IntakeState(ctx, accountID, in.DeliveryKey); err != nil {
				return err
			} else if found {
				line.Stored = append(line.Stored, Stored{Kind: kind, State: "intake:" + state})
			}
			if in.Kind == inbox.KindComment { // the ledger keeps it
				list, err := s.app.Store.Comments(ctx, comment.Filter{AccountID: accountID}, "", 100)
				if err != nil {
					return err
				}
				for _, e := range list {
					if e.Key == in.DeliveryKey {
						line.Stored = append(line.Stored, Stored{Kind: string(in.Kind), State: "intake:" + string(e.State)})
					}
				}
			}
			if in.ConversationKey == "" {
				continue
			}
			c, found, err := s.app.Store.ConversationByKey(ctx, accountID, in.ConversationKey)
			if err != nil {
				return err
			}
			if !found {
				continue
			}
			list, err := s.app.Store.MessagesBefore(ctx, c.ID, c.LastSeq, looksBack)
			if err != nil {
				return err
			}
			for k, m := range list {
				if k >= len(list)-newest || about(in, m) {
					line.Stored = append(line.Stored, storedOf(c, m))
				}
			}
		}
		return nil
	})
}

// catcher is a Bot API that takes everything and tells nobody.
type catcher struct {
	mu   sync.Mutex
	sent []Sent
	n    int
}

// Do implements call.Doer.
func (c *catcher) Do(ctx context.Context, r call.Request) (call.Response, error) {
	if txn.Open(ctx) {
		return call.Response{}, txn.ErrOpen
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
	s := Sent{Method: r.Name}
	if json.Valid(r.Body) {
		s.Body = r.Body
	}
	c.sent = append(c.sent, s)
	return call.Response{Status: 200, Header: map[string]string{},
		Body: fmt.Appendf(nil, `{"ok":true,"result":{"message_id":%d,"date":1,"chat":{"id":1,"type":"private"}}}`, 5000+c.n)}, nil
}

func (c *catcher) take() []Sent {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := c.sent
	c.sent = nil
	if out == nil {
		out = []Sent{}
	}
	return out
}
