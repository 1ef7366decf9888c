// Package webhook is stop 1: it takes what a channel posts, checks that it is
// allowed to come in, and hands it to stops 2 and 3. It answers 200 only when
// everything is committed. It does not import net/http, so that the edge function
// runs the very same code; each entry converts its own requests.
package webhook

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"sync"
	"time"

	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/shop"
)

// MaxBody is how large a webhook's body may be, in bytes. Entries read at most one
// byte more, so that a larger body is seen without being held.
const MaxBody = 1 << 20

// Request is one request of a channel. Header keys are looked up in any case.
type Request struct {
	Method string
	Path   string // /hook/{channel}/{account}, or /hook/{channel} where all accounts share one address
	Query  string // as it came, without the question mark
	Header func(key string) string
	Body   []byte
}

// Response is the answer. Body may be nil.
type Response struct {
	Status     int
	RetryAfter int // seconds; 0 is not sent
	Body       []byte
	Text       bool // the body is plain text, not JSON
}

// ContentType tells what the body is; "" when there is none.
func (r Response) ContentType() string {
	switch {
	case len(r.Body) == 0:
		return ""
	case r.Text:
		return "text/plain; charset=utf-8"
	}
	return "application/json"
}

// Channel is a messenger as its webhook is concerned. Both are pure.
type Channel interface {
	// Allowed reports whether the request proves that the channel sent it. It
	// compares in constant time.
	Allowed(acc shop.Account, r Request) bool
	// Parse reads a body. An error means that no newer try can succeed.
	Parse(acc shop.Account, body []byte) ([]inbox.Incoming, error)
	// Ack is what is best answered at once, nil for nothing.
	Ack(in []inbox.Incoming) []byte
}

// Accounts finds channel accounts of any shop.
type Accounts interface {
	Account(ctx context.Context, id string) (shop.Account, error)
	// AccountAt finds an account by the channel's own id of it.
	AccountAt(ctx context.Context, c shop.Channel, externalID string) (shop.Account, error)
}

// Receiver is stop 3.
type Receiver interface {
	Receive(ctx context.Context, acc shop.Account, in []inbox.Incoming) error
}

// Handler answers webhooks.
type Handler struct {
	accounts Accounts
	receiver Receiver
	channels map[shop.Channel]Channel
	shared   map[shop.Channel]Shared
	now      func() time.Time
	observe  Observer
	divert   Divert
	stray    func(ctx context.Context, c shop.Channel, p Part) error

	mu    sync.Mutex
	cache map[string]cached
}

// Observer is told of every webhook: the channel ("" unknown), the status answered
// and the events it held.
type Observer func(channel shop.Channel, status int, in []inbox.Incoming, err error)

// Divert takes an event right after stop 2. done is true when it goes no further; answer
// is what the channel is answered then. polled says that nobody reads an answer: what is
// to be said is said by a call. It may change the event.
type Divert func(ctx context.Context, acc shop.Account, in *inbox.Incoming, polled bool) (answer []byte, done bool, err error)

// Divert has d look at every event before it is stored. It is called before anything is
// served.
func (h *Handler) Divert(d Divert) { h.divert = d }

type cached struct {
	acc   shop.Account
	until time.Time
}

// cacheTime bounds how long a changed account is not noticed.
const cacheTime = 10 * time.Second

// lookTime bounds how long others wait for the one who looks again.
const lookTime = time.Second

// New returns a handler. observe may be nil.
func New(a Accounts, r Receiver, channels map[shop.Channel]Channel, now func() time.Time, observe Observer) *Handler {
	if observe == nil {
		observe = func(shop.Channel, int, []inbox.Incoming, error) {}
	}
	return &Handler{accounts: a, receiver: r, channels: channels, now: now, observe: observe, cache: map[string]cached{}, shared: map[shop.Channel]Shared{}}
}

// Serve answers one webhook.
func (h *Handler) Serve(ctx context.Context, r Request) Response {
	if c, ok := h.sharedAt(r.Path); ok {
		return h.serveShared(ctx, c, r)
	}
	channel, id, ok := split(r.Path)
	if !ok || h.channels[channel] == nil {
		return h.done("", Response{Status: 404}, nil, nil)
	}
	if r.Method != "POST" {
		return h.done(channel, Response{Status: 405}, nil, nil)
	}
	if len(r.Body) > MaxBody {
		return h.done(channel, Response{Status: 413}, nil, nil)
	}
	acc, err := h.account(ctx, id, func(ctx context.Context) (shop.Account, error) { return h.accounts.Account(ctx, id) })
	switch {
	case fault.Is(err, fault.NotFound), err == nil && acc.Channel != channel:
		return h.done(channel, Response{Status: 404}, nil, err)
	case err != nil:
		return h.done(channel, Response{Status: 503, RetryAfter: 5}, nil, err)
	}
	c := h.channels[channel]
	if !c.Allowed(acc, r) {
		return h.done(channel, Response{Status: 401}, nil, nil)
	}
	return h.take(ctx, c, acc, r.Body)
}

// Feed takes a body that came by another way than a webhook, by polling or from a
// file: stops 2 and 3, nothing else. What cannot be read is kept, not refused.
func (h *Handler) Feed(ctx context.Context, acc shop.Account, body []byte) ([]inbox.Incoming, error) {
	c, ok := h.channels[acc.Channel]
	if !ok {
		return nil, fault.New(fault.Unsupported, "webhook.no_channel", "no adapter reads this channel")
	}
	in, err := c.Parse(acc, body)
	if err != nil {
		in = []inbox.Incoming{Unreadable(body, err)}
	}
	_, done, err := h.diverted(ctx, acc, in, true)
	if err == nil && !done {
		err = h.receiver.Receive(ctx, acc, in)
	}
	h.observe(acc.Channel, 0, in, err)
	return in, err
}

func (h *Handler) take(ctx context.Context, c Channel, acc shop.Account, body []byte) Response {
	in, parseErr := c.Parse(acc, body)
	if parseErr != nil {
		in = []inbox.Incoming{Unreadable(body, parseErr)}
	}
	answer, done, err := h.diverted(ctx, acc, in, false)
	if err == nil && !done {
		err = h.receiver.Receive(ctx, acc, in)
	}
	switch {
	case err != nil:
		return h.done(acc.Channel, Response{Status: 503, RetryAfter: 5}, in, err)
	case done:
		return h.done(acc.Channel, Response{Status: 200, Body: answer}, in, nil)
	}
	return h.done(acc.Channel, Response{Status: 200, Body: c.Ack(in)}, in, parseErr)
}

// diverted shows the one event of a body to Divert; a body of several has none for it.
func (h *Handler) diverted(ctx context.Context, acc shop.Account, in []inbox.Incoming, polled bool) (answer []byte, done bool, err error) {
	if h.divert == nil || len(in) != 1 {
		return nil, false, nil
	}
	return h.divert(ctx, acc, &in[0], polled)
}

// Unreadable is a body that could not be parsed, to be kept instead of lost. The same
// body again is the same event.
func Unreadable(body []byte, cause error) inbox.Incoming {
	sum := sha256.Sum256(body)
	return inbox.Incoming{Kind: inbox.KindUnknown, Type: fault.CodeOf(cause), DeliveryKey: "unreadable:" + hex.EncodeToString(sum[:]), Raw: body}
}

func (h *Handler) done(c shop.Channel, r Response, in []inbox.Incoming, err error) Response {
	h.observe(c, r.Status, in, err)
	return r
}

func split(path string) (shop.Channel, string, bool) {
	rest, ok := strings.CutPrefix(path, "/hook/")
	channel, id, ok2 := strings.Cut(rest, "/")
	return shop.Channel(channel), id, ok && ok2 && id != "" && !strings.Contains(id, "/")
}

// account finds an account. When what is known of it has grown old one request looks
// again; those beside it go on with what is known, so that a busy shop's webhooks do not
// all ask the database in the same instant.
func (h *Handler) account(ctx context.Context, id string, find func(ctx context.Context) (shop.Account, error)) (shop.Account, error) {
	now := h.now()
	h.mu.Lock()
	c, ok := h.cache[id]
	if ok && now.Before(c.until) {
		h.mu.Unlock()
		return c.acc, nil
	}
	if ok {
		c.until = now.Add(lookTime)
		h.cache[id] = c
	}
	h.mu.Unlock()
	acc, err := find(ctx)
	h.mu.Lock()
	defer h.mu.Unlock()
	if err != nil {
		delete(h.cache, id)
		return acc, err
	}
	if len(h.cache) > 10_000 {
		clear(h.cache)
	}
	h.cache[id] = cached{acc, now.Add(cacheTime)}
	return acc, nil
}
