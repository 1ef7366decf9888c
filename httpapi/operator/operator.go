// Package operator is what the operators' inbox has beside the API: a stream of what changes, on
// a server of its own, and the files of messages. Both let in whom the API's gate lets in.
package operator

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"prilavok/core/desk"
	"prilavok/core/staff"
	"prilavok/httpapi/admin/gate"
)

// Door lets people in: gate.Gate.
type Door interface {
	Enter(r *http.Request, scope staff.Scope) (*http.Request, error)
	Still(r *http.Request, scope staff.Scope) error
}

// Changes tells what changed in the shop of ctx: desk.Service.
type Changes interface {
	Changes(ctx context.Context, cursor string, limit int) (list []desk.Change, next string, err error)
}

// Options are what the handlers work with. Door, Changes, Open and Log are required; zero
// limits have the value written beside them.
type Options struct {
	Door    Door
	Changes Changes
	// Open reads a file of a message by its id; a fault of kind NotFound where the shop of ctx
	// has none.
	Open func(ctx context.Context, id string) (File, error)
	Log  *slog.Logger

	PerPerson int           // 8 streams of one person
	Total     int           // 1,000 streams of the process
	Beat      time.Duration // 15 s, between signs of life; then it is also seen whether the person may still look
	Poll      time.Duration // 2 s, between looks that nobody asked for: other processes write as well
	Slow      time.Duration // 20 s that a page may take to read an event
	Opening   int           // 8 files at a time
}

func (o Options) filled() Options {
	o.PerPerson = cmp.Or(o.PerPerson, 8)
	o.Total = cmp.Or(o.Total, 1000)
	o.Beat = cmp.Or(o.Beat, 15*time.Second)
	o.Poll = cmp.Or(o.Poll, 2*time.Second)
	o.Slow = cmp.Or(o.Slow, 20*time.Second)
	o.Opening = cmp.Or(o.Opening, 8)
	return o
}

// Handler answers streams and files.
type Handler struct {
	o       Options
	opening chan struct{}

	mu     sync.Mutex
	open   map[string]map[*stream]bool // by shop
	of     map[string]int              // streams by person
	total  int
	done   chan struct{}
	closed bool
}

// New returns the handler.
func New(o Options) *Handler {
	o = o.filled()
	return &Handler{o: o, opening: make(chan struct{}, o.Opening), open: map[string]map[*stream]bool{}, of: map[string]int{}, done: make(chan struct{})}
}

// Mount adds the routes; they are more particular than the API's own pattern.
func (h *Handler) Mount(mux *http.ServeMux) {
	mux.HandleFunc("GET "+gate.Base+"/stream", h.guard(h.stream))
	h.MountFiles(mux)
}

// MountFiles adds the files alone: the edge holds no streams.
func (h *Handler) MountFiles(mux *http.ServeMux) {
	mux.HandleFunc("GET "+gate.Base+"/files/{id}", h.guard(h.file))
}

// Wake tells the streams of a shop that something was written; it never blocks.
func (h *Handler) Wake(shopID string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.open[shopID] {
		s.nudge()
	}
}

// WakeAll tells all streams that another process may have written.
func (h *Handler) WakeAll() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, all := range h.open {
		for s := range all {
			s.nudge()
		}
	}
}

// Close ends all streams, so that a server can shut down; pages come again by themselves.
func (h *Handler) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.closed {
		h.closed = true
		close(h.done)
	}
}

// guard answers a refusal as the API does, and keeps answers from being taken for anything
// but what they are.
func (h *Handler) guard(fn func(w http.ResponseWriter, r *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		head := w.Header()
		head.Set("Cache-Control", "no-store")
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Vary", "Accept-Language, Authorization, Cookie, "+gate.ShopHeader)
		r, err := h.enter(r)
		if err == nil {
			err = fn(w, r)
		}
		if err == nil {
			return
		}
		if hidden := gate.Refuse(w, r, gate.CallerOf(r.Context()).RequestID, err); hidden != nil {
			h.o.Log.ErrorContext(r.Context(), "operator", "path", r.URL.Path, "err", hidden)
		}
	}
}

func (h *Handler) enter(r *http.Request) (*http.Request, error) {
	in, err := h.o.Door.Enter(r, staff.ConversationsRead)
	if err != nil {
		return r, err
	}
	return in, nil
}
