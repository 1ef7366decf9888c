package operator

import (
	"encoding/json"
	"net/http"
	"time"

	"prilavok/core/desk"
	"prilavok/core/fault"
	"prilavok/core/staff"
	"prilavok/httpapi/admin/gate"
)

// errStreams refuses a stream; the page asks now and then instead.
var errStreams = fault.New(fault.TooMany, "operator.streams", "too many pages of yours listen already: close some")

// Looks at what changed: how many at once, and how close upon each other at most.
const (
	batch = 200
	least = 50 * time.Millisecond
)

// stream is one open page. Each reads for itself from its own place, so that one which is
// slow holds up nobody.
type stream struct {
	h      *Handler
	w      http.ResponseWriter
	r      *http.Request
	out    *http.ResponseController
	wake   chan struct{} // of size 1: many wakes are one
	cursor string
}

func (s *stream) nudge() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// stream answers with server-sent events: "change" with its place as the id, "ready" when
// everything so far has been sent, "end" when the person may look no longer. It goes on
// after Last-Event-ID or ?after; with neither it begins now.
func (h *Handler) stream(w http.ResponseWriter, r *http.Request) error {
	at := r.Header.Get("Last-Event-ID")
	if at == "" {
		at = r.URL.Query().Get("after")
	}
	cursor, err := gate.ReadCursor(at)
	if err != nil {
		return err
	}
	c := gate.CallerOf(r.Context())
	s := &stream{h: h, w: w, r: r, out: http.NewResponseController(w), wake: make(chan struct{}, 1), cursor: cursor}
	if !h.join(c, s) {
		return errStreams.After(10 * time.Second)
	}
	defer h.leave(c, s)
	if cursor == "" { // before anything is answered: what comes later is told
		if _, s.cursor, err = h.o.Changes.Changes(r.Context(), "", batch); err != nil {
			return err
		}
	}
	head := w.Header()
	head.Set("Content-Type", "text/event-stream")
	head.Set("Cache-Control", "no-store, no-transform") // nobody between may gather it to press it
	head.Set("X-Accel-Buffering", "no")                 // nginx would hold events back
	_ = s.out.SetReadDeadline(time.Time{})              // the server's bound is for requests, this one is read
	s.run()
	return nil
}

func (h *Handler) join(c *gate.Caller, s *stream) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed || h.of[c.ID] >= h.o.PerPerson || h.total >= h.o.Total {
		return false
	}
	if h.open[c.ShopID] == nil {
		h.open[c.ShopID] = map[*stream]bool{}
	}
	h.open[c.ShopID][s] = true
	h.of[c.ID]++
	h.total++
	return true
}

func (h *Handler) leave(c *gate.Caller, s *stream) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.open[c.ShopID], s)
	if len(h.open[c.ShopID]) == 0 {
		delete(h.open, c.ShopID)
	}
	if h.of[c.ID]--; h.of[c.ID] == 0 {
		delete(h.of, c.ID)
	}
	h.total--
}

// run sends until the page or the server goes away, the person may look no longer, or the
// database fails: the page comes again with the place it has.
func (s *stream) run() {
	beat := time.NewTicker(s.h.o.Beat)
	defer beat.Stop()
	look := time.NewTimer(0)
	defer look.Stop()
	if !s.send("retry: 1000\n\n") || !s.look() || !s.event("ready", map[string]string{"cursor": gate.Cursor(s.cursor)}) {
		return
	}
	last := time.Now()
	for {
		alive := true
		select {
		case <-s.r.Context().Done():
			return
		case <-s.h.done:
			return
		case <-beat.C:
			alive = s.allowed() && s.send(": \n\n")
		case <-s.wake: // soon, but not for every one of a hundred units in a row
			look.Reset(max(0, least-time.Since(last)))
		case <-look.C:
			alive = s.look()
			last = time.Now()
			look.Reset(s.h.o.Poll)
		}
		if !alive {
			return
		}
	}
}

// allowed sees whether the person may still look, and tells the page when not.
func (s *stream) allowed() bool {
	err := s.h.o.Door.Still(s.r, staff.ConversationsRead)
	if err == nil {
		return true
	}
	if kind := fault.KindOf(err); kind == fault.Unauthorized || kind == fault.Forbidden {
		s.event("end", map[string]string{"code": fault.CodeOf(err)})
	}
	return false
}

// look sends what is new. Whoever has lost the right to see it since is not told of it.
func (s *stream) look() bool {
	for {
		list, next, err := s.h.o.Changes.Changes(s.r.Context(), s.cursor, batch)
		if err != nil {
			return false
		}
		if len(list) > 0 && !s.allowed() {
			return false
		}
		for _, c := range list {
			if !s.change(c) {
				return false
			}
		}
		s.cursor = next
		if len(list) < batch {
			return true
		}
	}
}

func (s *stream) change(c desk.Change) bool {
	at := gate.Cursor(c.Place.String())
	data, err := json.Marshal(struct {
		Cursor         string `json:"cursor"`
		Kind           string `json:"kind"`
		ConversationID string `json:"conversation_id"`
		OrderID        string `json:"order_id,omitempty"`
	}{at, c.Kind, c.ConversationID, c.OrderID})
	return err == nil && s.send("id: "+at+"\nevent: change\ndata: "+string(data)+"\n\n")
}

func (s *stream) event(name string, v any) bool {
	data, err := json.Marshal(v)
	return err == nil && s.send("event: "+name+"\ndata: "+string(data)+"\n\n")
}

func (s *stream) send(text string) bool {
	_ = s.out.SetWriteDeadline(time.Now().Add(s.h.o.Slow)) // not every writer has deadlines
	if _, err := s.w.Write([]byte(text)); err != nil {
		return false
	}
	return s.out.Flush() == nil
}
