// Package webchat is the chat page over HTTP: the page itself, its widget, and the
// endpoints under /api/webchat/ that post a visitor's messages and show the answers
// live. What a posted message means is read by the channel (channel/webchat), which
// comes in as a port; what is answered is read from the message log.
//
// A visitor is a random 256-bit token in a cookie or, inside a foreign page's frame
// where cookies do not travel, in a header. Only its hash is kept.
package webchat

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// Entries finds chat page accounts. System scope.
type Entries interface {
	// WebchatEntry finds by account id, by shop slug, or, both empty, the default.
	WebchatEntry(ctx context.Context, accountID, slug string) (shop.Account, shop.Shop, bool, error)
}

// Log is the part of the message log that a visitor may read: one conversation, named
// by account and key. Rows come in any state, oldest first.
type Log interface {
	WebchatMessages(ctx context.Context, accountID, key string, after int64, limit int) ([]inbox.Message, error)
	WebchatBefore(ctx context.Context, accountID, key string, before int64, limit int) ([]inbox.Message, error)
	WebchatStatus(ctx context.Context, accountID, key string) (inbox.Status, error)
}

// Store is what this package needs of a database.
type Store interface {
	txn.Runner
	Entries
	Log
}

// Shelf fills the first screen from the shop's catalog. Runs in the shop's scope,
// outside a unit of work.
type Shelf interface {
	// Categories lists what the shop sells, as buttons with pictures.
	Categories(ctx context.Context, sh shop.Shop, l lang.Lang) ([]Category, error)
	// Welcome is what the bot would say first; nil for the built-in greeting.
	Welcome(ctx context.Context, sh shop.Shop, l lang.Lang) (*inbox.Outgoing, error)
}

// Category is one entry of the shop panel. Exactly one of Action and Command is set.
type Category struct {
	Title   string `json:"title"`
	Count   int    `json:"count,omitempty"` // products; 0 is not shown
	Image   string `json:"image,omitempty"` // under the media root
	Action  string `json:"action,omitempty"`
	Command string `json:"command,omitempty"` // "/catalog shoes"
}

// Shortcut is a button that the page always offers. Exactly one of Action and Command
// is set; Icon is catalog, cart, delivery, operator, orders or help.
type Shortcut struct {
	Icon    string
	Title   lang.Phrase
	Action  string
	Command string
}

// Receive is stop 3: inbox.Service.Receive.
type Receive func(ctx context.Context, acc shop.Account, in []inbox.Incoming) error

// Parse is stop 2: channel/webchat.Parse.
type Parse func(raw []byte, accountID string, from inbox.Person) (inbox.Incoming, error)

// Options are what the handler works with. Shelf, Uploads, Assets, Shortcuts and Log may
// be missing: then there is no shop panel, no pictures from visitors, a page that says how
// to build the front end, the usual shortcuts, and no log.
type Options struct {
	Store     Store
	Receive   Receive
	Parse     Parse
	Hub       *Hub
	Shelf     Shelf
	Uploads   Uploads
	Assets    fs.FS // the built front end: index.html, widget.js, assets/
	Shortcuts []Shortcut
	PublicURL string // "https://shop.example"; "" takes the request's host
	// TrustProxy takes the visitor's address from the last X-Forwarded-For entry.
	TrustProxy bool
	Now        func() time.Time
	IDs        *id.Maker
	Logger     *slog.Logger
	Limits     Limits
}

// Limits bound what visitors can use. Zero fields get the values beside them.
type Limits struct {
	VisitorBurst, VisitorPerMinute int           // messages: 40, 120
	AddressBurst, AddressPerMinute int           // all posts of one IP address: 240, 600
	ReadBurst, ReadPerMinute       int           // all reads of one IP address: 240, 1200
	StreamsPerVisitor              int           // 12
	StreamsPerAddress              int           // 100
	Streams                        int           // 20,000
	Heartbeat                      time.Duration // 15 s
	Poll                           time.Duration // 2 s: for what other processes wrote
}

// Handler serves the chat page and its endpoints.
type Handler struct {
	o        Options
	mux      *http.ServeMux
	entries  entryCache
	visitors *buckets
	posts    *buckets
	reads    *buckets
	origin   string // of PublicURL, "" when unset
	pages    *pages
	reading  chan struct{} // pictures being read
}

// New returns the handler. It answers /, /s/{slug}, /embed/{account}, /widget.js,
// /assets/… and /api/webchat/….
func New(o Options) *Handler {
	o = withDefaults(o)
	h := &Handler{o: o, mux: http.NewServeMux(), pages: newPages(o.Assets), reading: make(chan struct{}, mostReading)}
	h.entries.now = o.Now
	h.visitors = newBuckets(o.Now, o.Limits.VisitorBurst, o.Limits.VisitorPerMinute)
	h.posts = newBuckets(o.Now, o.Limits.AddressBurst, o.Limits.AddressPerMinute)
	h.reads = newBuckets(o.Now, o.Limits.ReadBurst, o.Limits.ReadPerMinute)
	if u, err := url.Parse(o.PublicURL); err == nil && u.Host != "" {
		h.origin = u.Scheme + "://" + u.Host
	}
	h.routes()
	return h
}

func withDefaults(o Options) Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.IDs == nil {
		o.IDs = id.New(o.Now, nil)
	}
	if o.Hub == nil {
		o.Hub = NewHub()
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Shortcuts == nil {
		o.Shortcuts = usualShortcuts
	}
	l := &o.Limits
	for _, d := range []struct {
		field *int
		value int
	}{{&l.VisitorBurst, 40}, {&l.VisitorPerMinute, 120}, {&l.AddressBurst, 240}, {&l.AddressPerMinute, 600},
		{&l.ReadBurst, 240}, {&l.ReadPerMinute, 1200}, {&l.StreamsPerVisitor, 12}, {&l.StreamsPerAddress, 100}, {&l.Streams, 20000}} {
		if *d.field == 0 {
			*d.field = d.value
		}
	}
	if l.Heartbeat == 0 {
		l.Heartbeat = 15 * time.Second
	}
	if l.Poll == 0 {
		l.Poll = 2 * time.Second
	}
	return o
}

func (h *Handler) routes() {
	api := func(pattern string, fn func(w http.ResponseWriter, r *http.Request) error) {
		h.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Cache-Control", "no-store")
			w.Header().Set("X-Content-Type-Options", "nosniff")
			if err := fn(w, r); err != nil {
				h.problem(w, r, err)
			}
		})
	}
	api("GET /api/webchat/config", h.config)
	api("POST /api/webchat/session", h.session)
	api("GET /api/webchat/messages", h.history)
	api("POST /api/webchat/messages", h.post)
	api("GET /api/webchat/stream", h.stream)
	api("POST /api/webchat/uploads", h.upload)
	api("GET /api/webchat/uploads/{id}", h.picture)
	api("/api/webchat/", func(http.ResponseWriter, *http.Request) error { return errNoRoute })
	h.mux.HandleFunc("GET /{$}", h.page)
	h.mux.HandleFunc("GET /s/{slug}", h.page)
	h.mux.HandleFunc("GET /embed/{account}", h.page)
	h.mux.HandleFunc("GET /embed", h.page)
	h.mux.HandleFunc("GET /widget.js", h.pages.file)
	h.mux.HandleFunc("GET /favicon.svg", h.pages.file)
	h.mux.HandleFunc("GET /assets/", h.pages.file)
}

// ServeHTTP implements http.Handler.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.mux.ServeHTTP(w, r) }

// Routes names the patterns that belong to this handler, for the mux that it stands in.
func Routes() []string {
	return []string{"/{$}", "/s/{slug}", "/embed", "/embed/{account}", "/widget.js", "/favicon.svg", "/assets/", "/api/webchat/"}
}
