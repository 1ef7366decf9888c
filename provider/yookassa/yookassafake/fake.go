// Package yookassafake is a YooKassa for tests, built from its documented contract: it
// remembers payments and refunds, replays what was sent under one Idempotence-Key,
// refuses unknown fields and wrong keys, and breaks in the ways a network does. Nobody
// can pay with it.
package yookassafake

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"time"

	"prilavok/core/call"
	"prilavok/provider/paymenttest/linefake"
)

// Credentials of the one shop.
const (
	ShopID    = "100500"
	SecretKey = "test_secret"
)

// Server is the service.
type Server struct {
	linefake.Line
	now func() time.Time

	mu       sync.Mutex
	n        int
	payments []*Payment
	refunds  []*Refund
	keys     map[string]replay
	posts    [][]byte
	Calls    map[string]int // that took effect, by route
	receipts bool           // fiscalization is on: every payment needs a receipt
}

type replay struct {
	body, answer string
	status       int
	at           time.Time
}

// New returns a service with a clock of the test's.
func New(now func() time.Time) *Server {
	return &Server{Line: linefake.Line{Service: "yookassa",
		Error: call.Response{Status: 500, Body: []byte(`{"type":"error","id":"e","code":"internal_server_error","description":"try again"}`)},
		Wait:  call.Response{Status: 202, Body: []byte(`{"type":"processing","description":"Request accepted","retry_after":1800}`)}},
		now: now, keys: map[string]replay{}, Calls: map[string]int{}}
}

// RequireReceipts turns fiscalization on.
func (s *Server) RequireReceipts() { s.receipts = true }

// Do implements call.Doer without a network.
func (s *Server) Do(ctx context.Context, r call.Request) (call.Response, error) {
	return s.Carry(ctx, true, func() call.Response {
		s.mu.Lock()
		defer s.mu.Unlock()
		u, err := url.Parse(r.URL)
		if err != nil {
			return call.Response{Status: 400}
		}
		req := httptest.NewRequestWithContext(ctx, r.Method, u.RequestURI(), bytes.NewReader(r.Body))
		for k, v := range r.Header {
			req.Header.Set(k, v)
		}
		status, answer := s.serve(req, r.Body)
		return call.Response{Status: status, Body: []byte(answer), Header: map[string]string{"content-type": "application/json"}}
	})
}

// refusal is an answer of the error form.
func refusal(status int, code, parameter, text string) (int, string) {
	b, _ := json.Marshal(map[string]string{"type": "error", "id": "e", "code": code, "description": text, "parameter": parameter})
	return status, string(b)
}

func (s *Server) serve(r *http.Request, body []byte) (int, string) {
	shop, secret, ok := r.BasicAuth()
	if !ok || shop != ShopID || secret != SecretKey {
		return refusal(401, "invalid_credentials", "", "wrong shop or key")
	}
	path := strings.TrimPrefix(r.URL.Path, "/v3")
	if r.Method == "GET" {
		return s.read(path, r.URL.Query())
	}
	if r.Method != "POST" {
		return refusal(405, "invalid_request", "", "no such method")
	}
	key := r.Header.Get("Idempotence-Key")
	switch {
	case key == "" || len(key) > 64:
		return refusal(400, "invalid_request", "Idempotence-Key", "a key of 1 to 64 characters is required")
	case r.Header.Get("Content-Type") != "application/json":
		return refusal(415, "invalid_request", "", "JSON is required")
	}
	if old, ok := s.keys[key]; ok && s.now().Sub(old.at) < 24*time.Hour {
		if old.body != path+string(body) {
			return refusal(400, "invalid_request", "Idempotence-Key", "the key was used with another body")
		}
		return old.status, old.answer
	}
	status, answer := s.change(path, body)
	if status == 200 {
		s.Calls[route(path)]++
		s.keys[key] = replay{path + string(body), answer, status, s.now()}
	}
	return status, answer
}

func route(path string) string {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	return parts[0] + strings.Join(parts[min(len(parts), 2):], "/")
}

func (s *Server) change(path string, body []byte) (int, string) {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	switch {
	case path == "/payments":
		return s.create(body)
	case path == "/refunds":
		return s.refund(body)
	case len(parts) == 3 && parts[0] == "payments" && parts[2] == "capture":
		return s.capture(parts[1], body)
	case len(parts) == 3 && parts[0] == "payments" && parts[2] == "cancel":
		return s.cancel(parts[1])
	}
	return refusal(404, "not_found", "", "no such path")
}

func (s *Server) read(path string, q url.Values) (int, string) {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	switch {
	case path == "/me":
		return 200, `{"account_id":"` + ShopID + `","test":true,"status":"enabled"}`
	case len(parts) == 2 && parts[0] == "payments":
		if p := s.find(parts[1]); p != nil {
			return 200, p.json(s.now())
		}
	case len(parts) == 2 && parts[0] == "refunds":
		for _, r := range s.refunds {
			if r.ID == parts[1] {
				return 200, r.json()
			}
		}
	case path == "/payments" || path == "/refunds":
		return s.list(path, q)
	}
	return refusal(404, "not_found", "", "no such object")
}

// list answers one object a page, so that whoever searches has to turn pages.
func (s *Server) list(path string, q url.Values) (int, string) {
	for k := range q {
		switch k {
		case "limit", "cursor", "created_at.gte", "created_at.lte", "payment_id":
		default:
			return refusal(400, "invalid_request", k, "no such filter")
		}
	}
	from, _ := time.Parse(time.RFC3339, q.Get("created_at.gte"))
	to, err := time.Parse(time.RFC3339, q.Get("created_at.lte"))
	var items []string
	within := func(t time.Time) bool { return !t.Before(from) && (err != nil || !t.After(to)) }
	if path == "/payments" {
		for _, p := range s.payments {
			if within(p.Created) {
				items = append(items, p.json(s.now()))
			}
		}
	} else {
		for _, r := range s.refunds {
			if within(r.Created) && (q.Get("payment_id") == "" || q.Get("payment_id") == r.PaymentID) {
				items = append(items, r.json())
			}
		}
	}
	i := 0
	if c := q.Get("cursor"); c != "" {
		_, _ = fmt.Sscan(c, &i)
	}
	if i >= len(items) {
		return 200, `{"type":"list","items":[]}`
	}
	next := ""
	if i+1 < len(items) {
		next = fmt.Sprintf(`,"next_cursor":"%d"`, i+1)
	}
	return 200, `{"type":"list","items":[` + items[i] + `]` + next + `}`
}

// Notices returns what the service has posted since it was asked last.
func (s *Server) Notices() [][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.posts
	s.posts = nil
	return out
}

func (s *Server) post(event, object string) {
	s.posts = append(s.posts, []byte(`{"type":"notification","event":"`+event+`","object":`+object+`}`))
}
