package gate

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/http"
	"slices"

	"prilavok/core/staff"
)

// kept lists the headers of an answer that a repetition is given again.
var kept = []string{"Content-Type", "ETag", "Location"}

// once answers a POST, and a repetition of it with the same answer. What failed for a
// passing reason is forgotten, so that it can be tried again.
func (g *Gate) once(w http.ResponseWriter, r *http.Request, route Route, body []byte) error {
	key := r.Header.Get("Idempotency-Key")
	if !printable(key) {
		return errNoIdempotency
	}
	c := CallerOf(r.Context())
	sum := sha256.Sum256(append([]byte(r.URL.RequestURI()+"\n"+r.Header.Get("If-Match")+"\n"), body...))
	req, err := g.o.Keys.Begin(r.Context(), staff.Request{KeyID: c.ID, Key: key, Route: route.ID, BodyHash: hex.EncodeToString(sum[:])})
	if err != nil {
		return err
	}
	if req.Done {
		w.Header().Set("Idempotency-Replayed", "true")
		write(w, req.Status, req.Headers, []byte(req.Body))
		return nil
	}
	c.OpID = req.OpID
	a := &answer{header: http.Header{}, status: http.StatusOK}
	ctx := context.WithoutCancel(r.Context())
	whole := false
	defer func() {
		if !whole { // a panic: the request came to nothing that is known
			_ = g.o.Keys.Drop(ctx, req)
		}
	}()
	g.work(a, r, route)
	whole = true
	req.Status, req.Body, req.Headers = a.status, without(a.body.Bytes(), route.Secret), map[string]string{}
	for _, name := range kept {
		if v := a.header.Get(name); v != "" {
			req.Headers[name] = v
		}
	}
	if a.status >= 500 || a.status == http.StatusTooManyRequests {
		err = g.o.Keys.Drop(ctx, req)
	} else {
		err = g.o.Keys.Finish(ctx, req)
	}
	if err != nil { // what was done is done: the answer stands
		g.o.Log.WarnContext(ctx, "an answer could not be kept for repetitions", "route", route.ID, "err", err)
	}
	maps.Copy(w.Header(), a.header)
	w.WriteHeader(a.status)
	_, err = w.Write(a.body.Bytes())
	return ignore(err)
}

// without is an answer as it is kept: a secret of it is nowhere but with the caller.
func without(body []byte, field string) string {
	var doc map[string]json.RawMessage
	if field == "" || json.Unmarshal(body, &doc) != nil {
		return string(body)
	}
	delete(doc, field)
	b, _ := json.Marshal(doc)
	return string(b)
}

func printable(s string) bool {
	return len(s) >= 1 && len(s) <= 200 && !slices.ContainsFunc([]byte(s), func(b byte) bool { return b < '!' || b > '~' })
}

func write(w http.ResponseWriter, status int, header map[string]string, body []byte) {
	for k, v := range header {
		w.Header().Set(k, v)
	}
	w.WriteHeader(status)
	_, _ = w.Write(body) // the caller may be gone
}

// answer is a response that is held back until it is kept.
type answer struct {
	header http.Header
	status int
	wrote  bool
	body   bytes.Buffer
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if !a.wrote {
		a.status, a.wrote = status, true
	}
}

func (a *answer) Write(b []byte) (int, error) {
	a.wrote = true
	return a.body.Write(b)
}
