// Package gate is what every request of the API passes, whatever it is about: who asks,
// what they may do, how often, and that a repeated POST takes effect once. It turns
// faults into RFC 9457 answers, in one place. What the routes do is httpapi/admin's.
package gate

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/lang"
	"prilavok/core/staff"
	"prilavok/core/staff/audit"
	"prilavok/core/staff/person"
	"prilavok/core/txn"
)

// Keys knows API keys and members of staff, and remembers requests: staff.Service.
type Keys interface {
	Authenticate(ctx context.Context, secret string) (staff.Key, error)
	SignIn(ctx context.Context, token, shop string) (staff.Member, error)
	Begin(ctx context.Context, r staff.Request) (staff.Request, error)
	Finish(ctx context.Context, r staff.Request) error
	Drop(ctx context.Context, r staff.Request) error
}

// Cookies knows people by the cookies of their sessions: httpapi/signin. It also sees to it
// that a request which changes something comes from the panel's own page.
type Cookies interface {
	// Carried reports whether a request has a session's cookie.
	Carried(r *http.Request) bool
	// Member finds whose session it is; fresh says that the person has shown who they are
	// just now.
	Member(r *http.Request, shop string) (m staff.Member, fresh bool, err error)
}

// Log keeps what was changed: audit.Service.
type Log interface {
	Note(ctx context.Context, e audit.Entry, private bool) error
}

// Options are what a gate works with. Keys, Now, IDs and Log are required.
type Options struct {
	Keys    Keys
	Now     func() time.Time
	IDs     *id.Maker
	Log     *slog.Logger
	Name    func(ctx context.Context, requestID string) context.Context // puts the id into log lines
	Count   func(route string, status int, took time.Duration)
	Cookies Cookies // nil: no cookie opens anything, as at the edge
	Audit   Log     // nil: changes are not noted
	// Burst and PerMinute bound the requests of one caller; 0 is 120 and 1,200.
	Burst, PerMinute int
	Version          string
}

// MaxBody is the largest body of a request.
const MaxBody = 1 << 20

// Route is one line of the API's table.
type Route struct {
	ID      string // of the operation: "orders.list"
	Method  string
	Path    string      // below Base
	Scope   staff.Scope // "": whoever is known may
	Summary string
	Status  int    // of success; 0 is 200
	Secret  string // the field of the answer that is never kept, so that a repetition is not given it
	Prove   bool   // a person in a browser has shown who they are just now
	Quiet   bool   // changes nothing, whatever its method: it is not noted
}

// ShopHeader says which shop a member of staff acts for: its id or slug.
const ShopHeader = "X-Shop"

// Base is where the API lives.
const Base = "/api/v1"

// Gate is the API's handler. Add gives it the routes.
type Gate struct {
	o       Options
	mux     *http.ServeMux
	api     huma.API
	routes  map[string]Route // by id
	byPath  map[string]Route // by the mux's pattern
	added   map[string]bool
	buckets *buckets
	spec    []byte
}

// New returns a gate over a table of routes.
func New(o Options, routes []Route) *Gate {
	if o.Burst == 0 {
		o.Burst, o.PerMinute = 120, 1200
	}
	g := &Gate{o: o, mux: http.NewServeMux(), routes: map[string]Route{}, byPath: map[string]Route{}, added: map[string]bool{},
		buckets: &buckets{now: o.Now, burst: float64(o.Burst), rate: float64(o.PerMinute) / 60, by: map[string]*bucket{}}}
	for _, r := range routes {
		g.routes[r.ID] = r
		g.byPath[r.Method+" "+Base+r.Path] = r
	}
	g.api = newAPI(g.mux, o.Version)
	return g
}

// Caller is who a request comes from.
type Caller struct {
	ID        string // of the API key or the member of staff, as it stands in timelines
	ShopID    string
	Scopes    []staff.Scope
	Person    bool       // it is a person of the shop's staff, and no program
	Role      staff.Role // of that person; "" of a program
	OpID      string     // names a POST to services: equal for each repetition; else ""
	Lang      lang.Lang
	RequestID string

	fault error // what a 5xx answer does not tell
	fresh bool  // whoever it is has shown that just now
	note  *note // of the change that the request makes
}

type callerKey struct{}

// CallerOf returns the caller of a handler's context.
func CallerOf(ctx context.Context) *Caller {
	c, _ := ctx.Value(callerKey{}).(*Caller)
	if c == nil {
		return &Caller{Lang: lang.EN}
	}
	return c
}

// ServeHTTP implements http.Handler.
func (g *Gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := g.o.Now()
	c := &Caller{Lang: langOf(r.Header.Get("Accept-Language")), RequestID: g.requestID(r)}
	ctx := context.WithValue(r.Context(), callerKey{}, c)
	if g.o.Name != nil {
		ctx = g.o.Name(ctx, c.RequestID)
	}
	h := w.Header()
	h.Set("X-Request-Id", c.RequestID)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Language", string(c.Lang))
	h.Set("Vary", "Accept-Language, Authorization, Cookie, "+ShopHeader)
	_, pattern := g.mux.Handler(r)
	route := g.byPath[pattern]
	seen := &watched{ResponseWriter: w, status: http.StatusOK}
	defer func() {
		if p := recover(); p != nil && p != http.ErrAbortHandler {
			g.o.Log.ErrorContext(ctx, "api panicked", "route", route.ID, "panic", p)
			g.refuse(seen, ctx, errBroken)
		}
		if c.fault != nil {
			g.o.Log.ErrorContext(ctx, "api", "route", route.ID, "code", fault.CodeOf(c.fault), "err", c.fault)
		}
		if g.o.Count != nil {
			g.o.Count(route.ID, seen.status, g.o.Now().Sub(start))
		}
	}()
	if err := g.pass(seen, r.WithContext(ctx), route); err != nil {
		g.refuse(seen, ctx, err)
	}
}

// watched remembers the status that was answered.
type watched struct {
	http.ResponseWriter
	status int
	wrote  bool
}

func (w *watched) WriteHeader(status int) {
	if !w.wrote {
		w.status, w.wrote = status, true
		w.ResponseWriter.WriteHeader(status)
	}
}

func (w *watched) Write(b []byte) (int, error) {
	w.WriteHeader(w.status)
	return w.ResponseWriter.Write(b)
}

// requestID takes the caller's id of a request if it is one, else makes one.
func (g *Gate) requestID(r *http.Request) string {
	s := r.Header.Get("X-Request-Id")
	if len(s) > 0 && len(s) <= 64 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") == "" {
		return s
	}
	return g.o.IDs.Make("req")
}

// pass answers a request, or returns why it does not.
func (g *Gate) pass(w http.ResponseWriter, r *http.Request, route Route) error {
	if r.Method == http.MethodGet && r.URL.Path == Base+"/openapi.json" {
		w.Header().Set("Content-Type", "application/openapi+json")
		_, err := w.Write(g.spec)
		return ignore(err)
	}
	c := CallerOf(r.Context())
	if err := g.identify(r, c); err != nil {
		return err
	}
	if wait, ok := g.buckets.take(c.ID); !ok {
		return errTooFast.After(wait)
	}
	if route.ID == "" {
		return errNoRoute
	}
	if route.Scope != "" && !slices.Contains(c.Scopes, route.Scope) {
		return errScope
	}
	if route.Prove && !c.fresh {
		return person.ErrProve
	}
	if !storable(r.URL.EscapedPath()) || !storable(r.URL.RawQuery) {
		return ErrMalformed
	}
	body, err := readBody(w, r)
	if err != nil {
		return err
	}
	r = r.WithContext(txn.ForShop(r.Context(), c.ShopID))
	r.Body = io.NopCloser(bytes.NewReader(body))
	if route.Method == http.MethodPost {
		return g.once(w, r, route, body)
	}
	g.work(w, r, route)
	return nil
}

// identify finds out who asks: a program by its API key, or a person by an access token or
// by the cookie of their session.
func (g *Gate) identify(r *http.Request, c *Caller) error {
	secret, shop := bearer(r), r.Header.Get(ShopHeader)
	switch {
	case staff.IsToken(secret):
		m, err := g.o.Keys.SignIn(r.Context(), secret, shop)
		return c.be(m, true, err)
	case r.Header.Get("Authorization") == "" && g.o.Cookies != nil && g.o.Cookies.Carried(r):
		m, fresh, err := g.o.Cookies.Member(r, shop)
		return c.be(m, fresh, err)
	}
	k, err := g.o.Keys.Authenticate(r.Context(), secret)
	c.ID, c.ShopID, c.Scopes, c.fresh = k.ID, k.ShopID, k.Scopes, true
	return err
}

// be makes a caller a member of staff.
func (c *Caller) be(m staff.Member, fresh bool, err error) error {
	c.ID, c.ShopID, c.Scopes, c.Person, c.Role, c.fresh = m.ID, m.ShopID, m.Role.Scopes(), true, m.Role, fresh
	return choices(err)
}

// choices names the shops that there are to choose from, one a line.
func choices(err error) error {
	var c *staff.Choice
	if !errors.As(err, &c) {
		return err
	}
	var fields []Field
	for _, slug := range c.Shops {
		fields = append(fields, Field{"header." + ShopHeader, slug})
	}
	return WithFields(err, fields)
}

// bearer returns the secret that a request carries.
func bearer(r *http.Request) string {
	scheme, secret, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(secret)
}

func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if r.ContentLength > MaxBody {
		return nil, errTooLarge
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBody))
	switch {
	case err != nil && len(body) >= MaxBody:
		return nil, errTooLarge
	case err != nil:
		return nil, ErrMalformed
	case len(body) == 0:
		return nil, nil
	}
	if mt, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || mt != "application/json" {
		return nil, errType
	}
	if bytes.Contains(body, []byte(`\u0000`)) { // no database keeps it in a text
		return nil, ErrMalformed
	}
	return body, nil
}

// storable reports whether a path or a query says only what a database can hold.
func storable(s string) bool {
	plain, err := url.QueryUnescape(s)
	return err == nil && utf8.ValidString(plain) && !strings.Contains(plain, "\x00")
}

// ignore drops the error of writing to a caller who may be gone.
func ignore(error) error { return nil }
