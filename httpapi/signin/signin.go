// Package signin is the server's own sign-in over HTTP, for the panel: /auth/. It keeps a
// session in a cookie that scripts cannot read and other sites cannot send, and it vouches
// for that cookie at the API's gate. Who may sign in is core/staff/person's to say.
package signin

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/shop"
	"prilavok/core/staff"
	"prilavok/core/staff/person"
	"prilavok/httpapi/admin/gate"
)

// Base is where it lives.
const Base = "/auth/"

// maxBody is the largest body of a request; answers of passkeys are a few kilobytes.
const maxBody = 64 << 10

// Shops reads the shop of a context.
type Shops interface {
	Get(ctx context.Context) (shop.Shop, error)
}

// Options are what it works with. All but Supabase and Name are required.
type Options struct {
	People   *person.Service
	Shops    Shops
	Public   func() string // the address of the installation, "" when it has none
	Supabase Supabase      // a project whose Auth signs people in as well
	Push     Pushes        // to browsers; nil: none is sent
	Now      func() time.Time
	IDs      *id.Maker
	Log      *slog.Logger
	Name     func(ctx context.Context, requestID string) context.Context // puts the id into log lines
}

// Supabase is what a browser needs to sign in at a project.
type Supabase struct {
	URL     string `json:"url"`
	AnonKey string `json:"anon_key"`
}

// Handler answers everything below Base.
type Handler struct {
	o      Options
	mux    *http.ServeMux
	origin *http.CrossOriginProtection
}

// New returns the handler.
func New(o Options) *Handler {
	h := &Handler{o: o, mux: http.NewServeMux(), origin: http.NewCrossOriginProtection()}
	if u, err := url.Parse(o.Public()); err == nil && u.Scheme == "https" {
		_ = h.origin.AddTrustedOrigin("https://" + u.Host) // an address that is none is nobody's origin
	}
	for _, r := range h.routes() {
		h.mux.HandleFunc(r.pattern, h.serve(r))
	}
	return h
}

var errNoRoute = fault.New(fault.NotFound, "staff.no_route", "there is nothing here")

// ServeHTTP implements http.Handler.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	head.Set("Cache-Control", "no-store")
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Referrer-Policy", "no-referrer")
	head.Set("Vary", "Accept-Language, Cookie, "+gate.ShopHeader)
	if _, pattern := h.mux.Handler(r); pattern == "" {
		h.refuse(w, r, errNoRoute)
		return
	}
	h.mux.ServeHTTP(w, r)
}

// route is one line of the table in routes.go.
type route struct {
	pattern string
	signed  bool // for who has signed in
	status  int  // of success; 0 is 200
	fn      func(c *call) (any, error)
}

// call is one request while it is answered.
type call struct {
	h     *Handler
	w     http.ResponseWriter
	r     *http.Request
	site  site
	visit person.Visit // zero for who has not signed in
}

func (c *call) ctx() context.Context { return c.r.Context() }

// serve answers the requests of a route.
func (h *Handler) serve(route route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		requestID := h.o.IDs.Make("req")
		if h.o.Name != nil {
			r = r.WithContext(h.o.Name(r.Context(), requestID))
		}
		w.Header().Set("X-Request-Id", requestID)
		c := &call{h: h, w: w, r: r}
		doc, err := c.answer(route)
		if err != nil {
			h.refuse(w, r, err)
			return
		}
		status := route.status
		if status == 0 {
			status = http.StatusOK
		}
		if doc == nil {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(doc) // the browser may be gone
	}
}

func (c *call) answer(route route) (any, error) {
	var err error
	if c.site, err = c.h.siteOf(c.r); err != nil {
		return nil, err
	}
	if err := c.h.guard(c.r); err != nil {
		return nil, err
	}
	if route.signed {
		if c.visit, err = c.h.o.People.Known(c.ctx(), c.token(), c.r.Header.Get(gate.ShopHeader)); err != nil {
			if errors.Is(err, person.ErrNoSession) {
				c.site.clear(c.w)
			}
			return nil, err
		}
	}
	return route.fn(c)
}

func (h *Handler) refuse(w http.ResponseWriter, r *http.Request, err error) {
	if told := gate.Refuse(w, r, w.Header().Get("X-Request-Id"), err); told != nil {
		h.o.Log.ErrorContext(r.Context(), "sign-in", "path", r.Pattern, "code", fault.CodeOf(told), "err", told)
	}
}

// guard lets only the panel's own page change something: a header that other sites cannot
// send without being asked first, and an origin that is ours.
func (h *Handler) guard(r *http.Request) error {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return nil
	}
	if r.Header.Get("X-Prilavok") != "panel" || h.origin.Check(r) != nil {
		return person.ErrForged
	}
	return nil
}

// Carried implements gate.Cookies.
func (h *Handler) Carried(r *http.Request) bool {
	s, err := h.siteOf(r)
	return err == nil && s.token(r) != ""
}

// Member implements gate.Cookies.
func (h *Handler) Member(r *http.Request, shop string) (staff.Member, bool, error) {
	s, err := h.siteOf(r)
	if err != nil {
		return staff.Member{}, false, err
	}
	if err := h.guard(r); err != nil {
		return staff.Member{}, false, err
	}
	v, err := h.o.People.Visit(r.Context(), s.token(r), shop)
	return v.Member, v.Fresh, err
}

var _ gate.Cookies = (*Handler)(nil)

// read reads the body of a request.
func (c *call) read(into any) error {
	if mt, _, err := mime.ParseMediaType(c.r.Header.Get("Content-Type")); err != nil || mt != "application/json" {
		return gate.ErrMalformed
	}
	dec := json.NewDecoder(http.MaxBytesReader(c.w, c.r.Body, maxBody))
	dec.UseNumber()
	if err := dec.Decode(into); err != nil {
		return gate.ErrMalformed
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return gate.ErrMalformed
	}
	return nil
}

// begin gives the browser the cookie of a session that has just begun.
func (c *call) begin(g person.Grant, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	c.site.set(c.w, g.Token)
	return map[string]any{"member": memberOf(g.Member, g.Person)}, nil
}

// Member is who has signed in.
type Member struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
	Role  string `json:"role"`
}

func memberOf(m staff.Member, p person.Person) Member {
	return Member{m.ID, p.Name, p.Email, string(m.Role)}
}

// from is where a request comes from.
func (c *call) from() person.From {
	address, net := addressOf(c.r)
	return person.From{Address: address, Net: net, Agent: c.r.UserAgent(), Token: c.token()}
}

func (c *call) token() string { return c.site.token(c.r) }

// clean is a text of a body as a database can hold it.
func clean(s string) string { return strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", "") }
