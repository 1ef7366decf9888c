// Package connect is where owners come back to from Meta's login, and where Meta tells that
// an app was taken away or that somebody wants their data deleted. It imports no net/http,
// so that the edge runs the same code. What the calls do is app/direct's.
package connect

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"

	"prilavok/core/fault"
	"prilavok/core/lang"
)

// Base is where the pages are.
const Base = "/connect/instagram"

// MaxBody is how many bytes a request may have.
const MaxBody = 64 << 10

// Request is one request. Header keys are looked up in any case.
type Request struct {
	Method, Path, Query string
	Header              func(key string) string
	Body                []byte
}

// Response is the answer.
type Response struct {
	Status int
	Header map[string]string
	Body   []byte
}

// Outcome is what became of one account of a login.
type Outcome struct {
	Name    string
	Missing lang.Phrase // what was not granted, in words; empty: nothing
	Err     error
}

// Accounts connects accounts.
type Accounts interface {
	// Open opens a link in a browser and returns the login page, and the secret that the browser
	// is to hold; held is the one that it has, or "".
	Open(ctx context.Context, word, held string) (page, secret string, err error)
	// Finish ends the attempt of a word with the code that the login gave, in the browser that
	// holds its secret.
	Finish(ctx context.Context, word, code, held string) ([]Outcome, error)
	// Drop ends it without one.
	Drop(ctx context.Context, word, held string) error
	// Signed reads who a signed request is about; false when it is not signed by the app.
	Signed(request string) (userID string, ok bool)
	Deauthorized(ctx context.Context, userID string) error
	Erase(ctx context.Context, userID string) (code string, err error)
	// Erased tells what became of a request: found, and done.
	Erased(ctx context.Context, code string) (found, done bool, err error)
}

// Handler answers.
type Handler struct {
	accounts Accounts
	base     func() string // the address of Base from outside
	plain    bool          // pages are plain texts, where HTML may not be served
	failed   func(err error)
}

// New returns a handler. failed is told of faults that are answered without their cause; it
// may be nil.
func New(a Accounts, base func() string, plain bool, failed func(err error)) *Handler {
	if failed == nil {
		failed = func(error) {}
	}
	return &Handler{a, base, plain, failed}
}

// Serve answers one request.
func (h *Handler) Serve(ctx context.Context, r Request) Response {
	q, err := url.ParseQuery(r.Query)
	what, ok := strings.CutPrefix(r.Path, Base+"/")
	if err != nil || !ok || len(r.Query) > 8<<10 {
		return Response{Status: 404}
	}
	l := lang.Of(r.Header("Accept-Language"), lang.RU)
	get := r.Method == "GET"
	word, begins := strings.CutPrefix(what, "begin/")
	if old, ok := strings.CutPrefix(what, "again/"); ok { // links of before they ran out
		word, begins = old, true
	}
	begins = begins && word != "" && !strings.Contains(word, "/")
	held := held(r.Header("Cookie"), h.cookie())
	switch {
	case get && what == "callback":
		return h.back(ctx, l, q, held)
	case get && begins:
		return h.begin(ctx, l, word, held)
	case get && what == "deletion":
		return h.deletion(ctx, l, q.Get("code"))
	case r.Method == "POST" && (what == "deauthorize" || what == "delete"):
		return h.told(ctx, what, r.Body)
	case what == "callback" || begins || what == "deletion" || what == "deauthorize" || what == "delete":
		return Response{Status: 405}
	}
	return Response{Status: 404}
}

// back is the owner coming back from the login.
func (h *Handler) back(ctx context.Context, l lang.Lang, q url.Values, held string) Response {
	word := q.Get("state")
	if reason := q.Get("error"); reason != "" {
		if err := h.accounts.Drop(ctx, word, held); err != nil && fault.Is(err, fault.Unavailable) {
			h.failed(err)
		}
		if reason == "access_denied" {
			return h.page(200, l, txtDenied)
		}
		return h.page(200, l, txtBroken)
	}
	if word == "" || q.Get("code") == "" {
		return h.page(400, l, txtIncomplete)
	}
	list, err := h.accounts.Finish(ctx, word, q.Get("code"), held)
	if err != nil {
		return h.fault(l, err)
	}
	var said []lang.Phrase
	title := txtNotDone
	for _, o := range list {
		switch {
		case o.Err != nil:
			said = append(said, phrase(o.Name+": ", sentence(o.Err)))
		case o.Missing.RU != "":
			if title == txtNotDone {
				title = txtNotWhole
			}
			said = append(said, phrase(o.Name+": ", txtPartly), o.Missing)
		default:
			title = txtDone
			said = append(said, phrase(o.Name+": ", txtWorks))
		}
	}
	return h.page(200, l, title, said...)
}

// begin is the owner opening a link.
func (h *Handler) begin(ctx context.Context, l lang.Lang, word, held string) Response {
	page, secret, err := h.accounts.Open(ctx, word, held)
	if err != nil {
		return h.fault(l, err)
	}
	return Response{Status: 302, Header: map[string]string{"Location": page, "Set-Cookie": h.give(secret), "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}}
}

// told is Meta's own calls: nobody else's are taken.
func (h *Handler) told(ctx context.Context, what string, body []byte) Response {
	form, err := url.ParseQuery(string(body))
	if err != nil || len(body) > MaxBody {
		return Response{Status: 400}
	}
	user, ok := h.accounts.Signed(form.Get("signed_request"))
	if !ok {
		return Response{Status: 401}
	}
	if what == "deauthorize" {
		if err := h.accounts.Deauthorized(ctx, user); err != nil {
			h.failed(err)
			return Response{Status: 503, Header: map[string]string{"Retry-After": "5"}}
		}
		return Response{Status: 200}
	}
	code, err := h.accounts.Erase(ctx, user)
	if err != nil {
		h.failed(err)
		return Response{Status: 503, Header: map[string]string{"Retry-After": "5"}}
	}
	answer, err := json.Marshal(map[string]string{"url": h.base() + "/deletion?code=" + url.QueryEscape(code), "confirmation_code": code})
	if err != nil {
		return Response{Status: 500}
	}
	return Response{Status: 200, Body: answer, Header: map[string]string{"Content-Type": "application/json"}}
}

func (h *Handler) deletion(ctx context.Context, l lang.Lang, code string) Response {
	found, done, err := h.accounts.Erased(ctx, code)
	switch {
	case err != nil:
		return h.fault(l, err)
	case !found:
		return h.page(404, l, txtNoDeletion)
	case done:
		return h.page(200, l, txtDeleted)
	}
	return h.page(200, l, txtDeleting)
}

// fault says a fault in words. What only we can mend is not told.
func (h *Handler) fault(l lang.Lang, err error) Response {
	status := 200
	switch {
	case fault.Is(err, fault.TooMany):
		status = 429
	case fault.Is(err, fault.NotFound):
		status = 404
	case fault.Is(err, fault.Forbidden) && fault.CodeOf(err) == "link.browser":
		status = 403
	case fault.Is(err, fault.Invalid), fault.Is(err, fault.Conflict):
		status = 400
	case fault.Is(err, fault.Unavailable), fault.Is(err, fault.Internal):
		status = 503
	}
	if status == 503 || fault.CodeOf(err) == "instagram.app" {
		h.failed(err)
	}
	return h.page(status, l, txtNotDone, sentence(err))
}
