package webhook

import (
	"context"
	"errors"
	"strings"

	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/shop"
)

// MaxShared is how large the body of a shared webhook may be, in bytes: it may hold the
// events of many accounts.
const MaxShared = 8 << 20

// Shared is a messenger that posts what concerns all accounts of an app to one address.
// Its methods are pure.
type Shared interface {
	// Greet answers the handshake of an address with the text to send back; false when it
	// is not the channel that asks.
	Greet(query string) (answer string, ok bool)
	// Signed reports whether the body carries the channel's signature. It compares in
	// constant time, and is asked before anything of the body is read.
	Signed(r Request) bool
	// Split reads a body into the events of each account. An error means that no newer
	// try can succeed.
	Split(body []byte) ([]Part, error)
}

// Part is the events of one account, which the channel names by its own id.
type Part struct {
	Account string
	Events  []inbox.Incoming
}

// ErrUnknownAccount says that events came for an account that no shop has.
var ErrUnknownAccount = fault.New(fault.NotFound, "webhook.unknown_account", "events came for an account that no shop has")

// Share has a channel whose accounts share one address served at /hook/{channel}. It is
// called before anything is served.
func (h *Handler) Share(c shop.Channel, s Shared) { h.shared[c] = s }

// Stray has the events of accounts that no shop has kept by keep; else they are dropped. It
// is called before anything is served.
func (h *Handler) Stray(keep func(ctx context.Context, c shop.Channel, p Part) error) { h.stray = keep }

// Limit is how many bytes a body may have that comes to a path.
func Limit(path string) int {
	if rest, ok := strings.CutPrefix(path, "/hook/"); ok && !strings.Contains(rest, "/") {
		return MaxShared
	}
	return MaxBody
}

func (h *Handler) sharedAt(path string) (shop.Channel, bool) {
	name, ok := strings.CutPrefix(path, "/hook/")
	c := shop.Channel(name)
	return c, ok && h.shared[c] != nil
}

func (h *Handler) serveShared(ctx context.Context, c shop.Channel, r Request) Response {
	s := h.shared[c]
	switch {
	case r.Method == "GET":
		answer, ok := s.Greet(r.Query)
		if !ok {
			return h.done(c, Response{Status: 403}, nil, nil)
		}
		return h.done(c, Response{Status: 200, Body: []byte(answer), Text: true}, nil, nil)
	case r.Method != "POST":
		return h.done(c, Response{Status: 405}, nil, nil)
	case len(r.Body) > MaxShared:
		return h.done(c, Response{Status: 413}, nil, nil)
	case !s.Signed(r):
		return h.done(c, Response{Status: 401}, nil, nil)
	}
	parts, err := s.Split(r.Body)
	if err != nil { // nobody's: there is no shop to keep it for
		return h.done(c, Response{Status: 200}, nil, err)
	}
	return h.takeParts(ctx, c, parts)
}

// takeParts stores the events of each account. All are tried, whatever becomes of the
// others; the channel sends the body again unless every one is stored, and what is known
// then is dropped. Events of accounts that nobody has are kept for whoever connects them.
func (h *Handler) takeParts(ctx context.Context, c shop.Channel, parts []Part) Response {
	var all []inbox.Incoming
	var failed, strange error
	for _, p := range parts {
		all = append(all, p.Events...)
		acc, err := h.account(ctx, string(c)+"/"+p.Account, func(ctx context.Context) (shop.Account, error) { return h.accounts.AccountAt(ctx, c, p.Account) })
		if fault.Is(err, fault.NotFound) {
			strange = ErrUnknownAccount
			if h.stray != nil {
				failed = errors.Join(failed, h.stray(ctx, c, p))
			}
			continue
		}
		if err == nil {
			err = h.receiver.Receive(ctx, acc, p.Events)
		}
		failed = errors.Join(failed, err)
	}
	if failed != nil {
		return h.done(c, Response{Status: 503, RetryAfter: 5}, all, failed)
	}
	return h.done(c, Response{Status: 200}, all, strange)
}
