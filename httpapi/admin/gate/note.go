package gate

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"prilavok/core/staff/audit"
)

// note is what a route's function says of the change that it makes.
type note struct {
	subject       string
	before, after json.RawMessage
}

// Changed says, inside a route's function, what was changed: its id, and how it was before
// and after. Where nothing says so, the gate looks for itself.
func Changed(ctx context.Context, subject string, before, after any) {
	if c := CallerOf(ctx); c.note != nil {
		b, _ := json.Marshal(before)
		a, _ := json.Marshal(after)
		*c.note = note{subject, b, a}
	}
}

// work answers a request, and notes what it has changed. It is the one place where the log
// of changes is written.
func (g *Gate) work(w http.ResponseWriter, r *http.Request, route Route) {
	c := CallerOf(r.Context())
	if g.o.Audit == nil || route.Method == http.MethodGet || route.Quiet {
		g.mux.ServeHTTP(w, r)
		return
	}
	c.note = &note{}
	before := g.look(r, route)
	seen := &heard{watched: watched{ResponseWriter: w, status: http.StatusOK}}
	g.mux.ServeHTTP(seen, r)
	if seen.status >= 400 {
		return
	}
	n := *c.note
	if n.subject == "" {
		n.subject = pathID(r.URL.Path, route.Path)
	}
	if n.before == nil {
		n.before = before
	}
	if n.after == nil {
		if n.after = g.look(r, route); n.after == nil {
			n.after = seen.doc(route)
		}
	}
	if n.subject == "" {
		n.subject = idOf(n.after)
	}
	ctx := context.WithoutCancel(r.Context())
	err := g.o.Audit.Note(ctx, audit.Entry{ActorID: c.ID, Action: route.ID, Path: strings.TrimPrefix(r.URL.Path, Base), Subject: n.subject, Status: seen.status, RequestID: c.RequestID,
		Before: n.before, After: n.after}, private(route))
	if err != nil { // what was done is done: the answer stands
		g.o.Log.ErrorContext(ctx, "a change was not noted", "route", route.ID, "err", err)
	}
}

// private reports whether a route is about customers and what they said: of these the log
// tells that something was changed, and not what it said.
func private(route Route) bool {
	for _, area := range []string{"contacts", "conversations", "messages", "inbox", "people", "comments", "notes"} {
		if strings.HasPrefix(string(route.Scope), area+":") || strings.HasPrefix(strings.TrimPrefix(route.Path, "/"), area) {
			return true
		}
	}
	return false
}

// look reads the thing that a route is about, by the nearest route of the table that shows
// one: /orders/{id} for /orders/{id}/cancel. It is nil where there is none.
func (g *Gate) look(r *http.Request, route Route) json.RawMessage {
	pattern, path := route.Path, strings.TrimPrefix(r.URL.EscapedPath(), Base)
	for strings.Contains(pattern, "{") {
		if shows, ok := g.byPath[http.MethodGet+" "+Base+pattern]; ok && strings.HasSuffix(pattern, "}") && shows.Scope != "" {
			return g.show(r, path)
		}
		pattern, path = pattern[:strings.LastIndex(pattern, "/")], path[:strings.LastIndex(path, "/")]
	}
	return nil
}

func (g *Gate) show(r *http.Request, path string) json.RawMessage {
	ask, err := http.NewRequestWithContext(r.Context(), http.MethodGet, Base+path, http.NoBody)
	if err != nil {
		return nil
	}
	a := &answer{header: http.Header{}, status: http.StatusOK}
	g.mux.ServeHTTP(a, ask)
	if a.status != http.StatusOK {
		return nil
	}
	return a.body.Bytes()
}

// pathID is the first id that a path names.
func pathID(path, pattern string) string {
	have := strings.Split(strings.TrimPrefix(path, Base), "/")
	for i, part := range strings.Split(pattern, "/") {
		if strings.HasPrefix(part, "{") && i < len(have) {
			return have[i]
		}
	}
	return ""
}

// idOf is the id of a document.
func idOf(doc json.RawMessage) string {
	var x struct{ ID string }
	_ = json.Unmarshal(doc, &x) // a document without one has none
	return x.ID
}

// heard is watched that keeps what is answered.
type heard struct {
	watched
	body bytes.Buffer
}

// Write implements http.ResponseWriter.
func (h *heard) Write(b []byte) (int, error) {
	h.body.Write(b)
	return h.watched.Write(b)
}

// doc is what was answered, without its secret.
func (h *heard) doc(route Route) json.RawMessage {
	if h.body.Len() == 0 {
		return nil
	}
	return json.RawMessage(without(h.body.Bytes(), route.Secret))
}
