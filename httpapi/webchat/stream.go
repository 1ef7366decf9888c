package webchat

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"prilavok/core/inbox"
)

// writeTimeout is how long a page may take to read one event; longer and it is gone.
const writeTimeout = 20 * time.Second

// heldSteps is how often a stream looks for a message that is being delivered.
const (
	heldFirst = 15 * time.Millisecond
	heldMost  = 500 * time.Millisecond
)

// stream answers GET /stream with server-sent events: "message" with the sequence
// number as id, "ready" when everything so far has been sent, "status" when somebody
// else answers from now on, "typing" while an answer is made. It starts after
// Last-Event-ID or ?after.
func (h *Handler) stream(w http.ResponseWriter, r *http.Request) error {
	if err := h.mayRead(r); err != nil {
		return err
	}
	v, err := h.visitor(r)
	if err != nil {
		return err
	}
	after, _, err := bounds(r)
	if err != nil {
		return err
	}
	if last, err := strconv.ParseInt(r.Header.Get("Last-Event-ID"), 10, 64); err == nil && last > after {
		after = last
	}
	address := topic{visitor: h.address(r)}
	spot := h.o.Hub.join(address, h.o.Limits.StreamsPerAddress, 2*h.o.Limits.Streams)
	if spot == nil {
		return errStreams.After(10 * time.Second)
	}
	defer h.o.Hub.leave(address, spot)
	t := topic{v.account.ID, v.hash}
	l := h.o.Hub.join(t, h.o.Limits.StreamsPerVisitor, 2*h.o.Limits.Streams)
	if l == nil {
		return errStreams.After(10 * time.Second)
	}
	defer h.o.Hub.leave(t, l)
	head := w.Header()
	head.Set("Content-Type", "text/event-stream")
	head.Set("X-Accel-Buffering", "no") // nginx would hold events back
	(&feed{h: h, v: v, w: w, out: http.NewResponseController(w), after: max(after, 0), l: l}).run(r)
	return nil
}

// feed is one open stream.
type feed struct {
	h      *Handler
	v      visitor
	w      http.ResponseWriter
	out    *http.ResponseController
	l      *listener
	after  int64
	status inbox.Status
	ready  bool
	wait   time.Duration // until the next look; grows while a message is held
}

// run sends until the page or the server goes away, or the database fails: the page
// comes again with what it has.
func (f *feed) run(r *http.Request) {
	beat := time.NewTicker(f.h.o.Limits.Heartbeat)
	defer beat.Stop()
	look := time.NewTimer(0)
	defer look.Stop()
	if !f.send("retry: 1000\n\n") {
		return
	}
	for {
		alive := true
		select {
		case <-r.Context().Done():
			return
		case <-f.h.o.Hub.done:
			return
		case <-beat.C:
			alive = f.send(": \n\n")
		case line := <-f.l.typing:
			alive = f.event("typing", 0, map[string]string{"progress": line})
		case <-f.l.wake:
			f.wait = 0
			look.Reset(0)
		case <-look.C:
			alive = f.look(r)
			look.Reset(f.wait)
		}
		if !alive {
			return
		}
	}
}

// look sends what the log has now, and settles when to look again.
func (f *feed) look(r *http.Request) bool {
	for {
		s, err := f.h.after(r.Context(), f.v, f.after)
		if err != nil {
			return false
		}
		for _, m := range s.Messages {
			if !f.event("message", m.Seq, m) {
				return false
			}
		}
		f.after = s.through
		if s.Status != f.status {
			f.status = s.Status
			if !f.event("status", 0, map[string]inbox.Status{"status": s.Status}) {
				return false
			}
		}
		if s.More {
			continue
		}
		f.pause(s.held)
		if !f.ready {
			f.ready = true
			return f.event("ready", 0, map[string]int64{"seq": f.after})
		}
		return true
	}
}

// pause looks again soon while a message is on its way, else at the usual pace.
func (f *feed) pause(held bool) {
	if !held {
		f.wait = f.h.o.Limits.Poll
		return
	}
	if f.wait == 0 || f.wait > heldMost {
		f.wait = heldFirst
		return
	}
	f.wait = min(f.wait*2, heldMost)
}

func (f *feed) event(name string, seq int64, v any) bool {
	data, err := json.Marshal(v)
	if err != nil {
		return false
	}
	if seq > 0 {
		return f.send(fmt.Sprintf("id: %d\nevent: %s\ndata: %s\n\n", seq, name, data))
	}
	return f.send(fmt.Sprintf("event: %s\ndata: %s\n\n", name, data))
}

func (f *feed) send(text string) bool {
	_ = f.out.SetWriteDeadline(time.Now().Add(writeTimeout)) // not every writer has deadlines
	if _, err := f.w.Write([]byte(text)); err != nil {
		return false
	}
	return f.out.Flush() == nil
}
