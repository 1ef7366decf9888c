// Package pay is where payment providers and paying customers come in: notices, which
// are kept and looked into by a job, and the page that a customer returns to. It does
// not import net/http, so that the edge function runs the very same code; each entry
// converts its own requests. It believes nobody: what is paid is asked of the provider.
package pay

import (
	"context"
	"strings"
	"time"

	"prilavok/core/fault"
	"prilavok/core/order"
	"prilavok/core/payment"
	"prilavok/core/txn"
)

// MaxBody is how large a notice may be, in bytes. Entries read at most one byte more.
const MaxBody = 256 << 10

// askWithin bounds how long a returning customer waits for the provider's answer.
const askWithin = 4 * time.Second

// Request is one request below /pay/. Header keys are looked up in any case.
type Request struct {
	Method string
	Path   string
	Header func(key string) string
	Body   []byte
}

// Response is the answer.
type Response struct {
	Status int
	Header map[string]string
	Body   []byte
}

// Payments is the part of the service of payments that is used here.
type Payments interface {
	Account(ctx context.Context, id string) (payment.Account, error)
	Take(ctx context.Context, acc payment.Account, header func(key string) string, body []byte) (payment.Reply, error)
	ByToken(ctx context.Context, token string) (payment.Payment, error)
	Refresh(ctx context.Context, paymentID string) error
}

// Orders finds orders.
type Orders interface {
	Get(ctx context.Context, orderID string) (order.Order, error)
}

// Handler answers what comes in below /pay/.
type Handler struct {
	payments Payments
	orders   Orders
	observe  func(provider string, status int, err error)
}

// New returns a handler. observe may be nil; it is told of every notice.
func New(p Payments, o Orders, observe func(provider string, status int, err error)) *Handler {
	if observe == nil {
		observe = func(string, int, error) {}
	}
	return &Handler{p, o, observe}
}

// Serve answers one request.
func (h *Handler) Serve(ctx context.Context, r Request) Response {
	parts := strings.Split(strings.TrimPrefix(r.Path, "/pay/"), "/")
	switch {
	case len(parts) == 2 && parts[0] == "return":
		if r.Method != "GET" && r.Method != "HEAD" {
			return Response{Status: 405}
		}
		return h.returned(ctx, parts[1])
	case len(parts) == 3 && parts[2] == "notice", len(parts) == 4 && parts[2] == "notice":
		res, provider, err := h.notice(ctx, r, parts[0], parts[1])
		h.observe(provider, res.Status, err)
		return res
	}
	return Response{Status: 404}
}

// notice keeps what a provider posted. Whoever does not know the path's secret gets the
// answer of a path that does not exist.
func (h *Handler) notice(ctx context.Context, r Request, accountID, secret string) (Response, string, error) {
	switch {
	case r.Method != "POST":
		return Response{Status: 405}, "", nil
	case len(r.Body) > MaxBody:
		return Response{Status: 413}, "", nil
	}
	acc, err := h.payments.Account(ctx, accountID)
	switch {
	case fault.Is(err, fault.NotFound), err == nil && !acc.HookAllowed(secret):
		return Response{Status: 404}, "", err
	case err != nil:
		return later(), "", err
	}
	reply, err := h.payments.Take(ctx, acc, withWord(r), r.Body)
	switch {
	case fault.Is(err, fault.Unauthorized):
		return Response{Status: 401}, acc.Provider, err
	case err != nil:
		return later(), acc.Provider, err
	}
	res := Response{Status: reply.Status, Body: []byte(reply.Body), Header: map[string]string{}}
	if reply.Type != "" {
		res.Header["Content-Type"] = reply.Type
	}
	return res, acc.Provider, nil
}

// withWord lets a provider read what an address says beyond "notice", as a header.
func withWord(r Request) func(key string) string {
	_, word, _ := strings.Cut(r.Path, "/notice/")
	return func(key string) string {
		if key == payment.NoticeWord {
			return word
		}
		return r.Header(key)
	}
}

// later asks the provider to post again.
func later() Response {
	return Response{Status: 503, Header: map[string]string{"Retry-After": "5"}}
}

// returned shows how a payment stands: an open one is asked about first, within a few
// seconds. That somebody comes here proves nothing.
func (h *Handler) returned(ctx context.Context, token string) Response {
	p, err := h.payments.ByToken(ctx, token)
	if err != nil {
		return h.none(err)
	}
	shopID, _, _ := strings.Cut(token, ".")
	ctx = txn.ForShop(ctx, shopID)
	if p.Open() {
		soon, cancel := context.WithTimeout(ctx, askWithin)
		err := h.payments.Refresh(soon, p.ID)
		cancel()
		if err == nil {
			p, err = h.payments.ByToken(ctx, token)
		}
		h.observe(p.Provider, 0, err) // what is known is shown, whatever the provider says
	}
	o, err := h.orders.Get(ctx, p.OrderID)
	if err != nil {
		return h.none(err)
	}
	return page(p, o)
}

func (h *Handler) none(err error) Response {
	if fault.Is(err, fault.NotFound) {
		return Response{Status: 404}
	}
	return later()
}
