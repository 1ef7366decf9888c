// Package stripefake is a Stripe for tests, built from its documented contract: Checkout
// Sessions with their intents, charges and refunds, replay under an Idempotency-Key,
// refusal of unknown parameters, signed events, and the ways a network breaks. Nobody
// can pay with it.
package stripefake

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"prilavok/core/call"
	"prilavok/provider/paymenttest/linefake"
)

// Credentials of the one account.
const (
	Key  = "sk_test_fake"
	Hook = "whsec_fake"
)

// Post is an event as it is posted.
type Post struct {
	Signature string
	Body      []byte
}

// Server is the service.
type Server struct {
	linefake.Line // what only reads breaks with the whole line
	now           func() time.Time

	mu       sync.Mutex
	n        int
	sessions []*session
	refunds  []*refund
	keys     map[string]replay
	posts    []Post
	Calls    map[string]int // that took effect, by route
}

type replay struct {
	request, answer string
	at              time.Time
}

type session struct {
	id, status, currency, reference, capture, intent, charge, state string
	total, received, capturable, refunded                           int64
	meta                                                            map[string]string
	created, expires                                                time.Time
}

type refund struct {
	id, session, status, currency string
	amount                        int64
	meta                          map[string]string
}

// New returns a service with a clock of the test's.
func New(now func() time.Time) *Server {
	return &Server{Line: linefake.Line{Service: "stripe", Error: call.Response{Status: 500, Body: []byte(`{"error":{"type":"api_error"}}`)}}, now: now, keys: map[string]replay{}, Calls: map[string]int{}}
}

// Do implements call.Doer without a network.
func (s *Server) Do(ctx context.Context, r call.Request) (call.Response, error) {
	return s.Carry(ctx, r.Method == "POST", func() call.Response {
		s.mu.Lock()
		defer s.mu.Unlock()
		status, answer := s.serve(r)
		return call.Response{Status: status, Body: []byte(answer), Header: map[string]string{}}
	})
}

func refusal(status int, code, param string) (int, string) {
	return status, fmt.Sprintf(`{"error":{"type":"invalid_request_error","code":%q,"param":%q,"message":"no"}}`, code, param)
}

func (s *Server) serve(r call.Request) (int, string) {
	u, err := url.Parse(r.URL)
	if err != nil || r.Header["Authorization"] != "Bearer "+Key {
		return refusal(401, "api_key", "")
	}
	if r.Header["Stripe-Version"] == "" {
		return refusal(400, "version", "Stripe-Version")
	}
	if r.Method == "GET" {
		return s.read(u.Path, u.Query())
	}
	form, err := url.ParseQuery(string(r.Body))
	key := r.Header["Idempotency-Key"]
	if err != nil || r.Method != "POST" || key == "" || len(key) > 255 || r.Header["Content-Type"] != "application/x-www-form-urlencoded" {
		return refusal(400, "request", "Idempotency-Key")
	}
	request := u.Path + "?" + form.Encode()
	if old, ok := s.keys[key]; ok && s.now().Sub(old.at) < 24*time.Hour {
		if old.request != request {
			return refusal(400, "idempotency_error", "")
		}
		return 200, old.answer
	}
	status, answer := s.change(u.Path, form)
	if status == 200 {
		s.Calls[routeOf(u.Path)]++
		s.keys[key] = replay{request, answer, s.now()}
	}
	return status, answer
}

var ids = regexp.MustCompile(`/(cs|pi|re)_[0-9a-z_]+`)

func routeOf(path string) string { return ids.ReplaceAllString(strings.TrimPrefix(path, "/v1"), "") }

// allowed are the parameters of each route, with indexes and metadata keys left out.
var allowed = map[string]string{
	"/checkout/sessions": ` mode success_url cancel_url client_reference_id line_items[][quantity] line_items[][price_data][currency] line_items[][price_data][unit_amount]
		line_items[][price_data][product_data][name] metadata[] payment_intent_data[metadata][] payment_intent_data[description] payment_intent_data[capture_method]
		payment_method_types[] expires_at expand[] locale customer_email `,
	"/checkout/sessions/expire": " ", "/payment_intents/capture": " amount_to_capture ", "/payment_intents/cancel": " ",
	"/refunds": " payment_intent amount reason metadata[] ",
}

var index = regexp.MustCompile(`\[[0-9]+\]|\[(payment_id|order_id|operation_id)\]`)

func (s *Server) change(path string, f url.Values) (int, string) {
	route := routeOf(path)
	list, ok := allowed[route]
	if !ok {
		return refusal(404, "resource_missing", "")
	}
	for k := range f {
		if !slices.Contains(strings.Fields(list), index.ReplaceAllString(k, "[]")) {
			return refusal(400, "parameter_unknown", k)
		}
	}
	switch route {
	case "/checkout/sessions":
		return s.create(f)
	case "/refunds":
		return s.refund(f)
	}
	x := s.find(strings.TrimPrefix(ids.FindString(path), "/"))
	switch {
	case x == nil:
		return refusal(404, "resource_missing", "id")
	case route == "/checkout/sessions/expire":
		if x.status != "open" {
			return refusal(400, "session_not_open", "")
		}
		x.status = "expired"
		s.event("checkout.session.expired", "checkout.session", x.id, x.meta)
	case x.state != "requires_capture":
		return refusal(400, "payment_intent_unexpected_state", "")
	case route == "/payment_intents/cancel":
		x.state, x.capturable = "canceled", 0
		s.event("payment_intent.canceled", "payment_intent", x.intent, x.meta)
	default:
		n, err := strconv.ParseInt(f.Get("amount_to_capture"), 10, 64)
		if err != nil || n < 1 || n > x.capturable {
			return refusal(400, "amount_too_large", "amount_to_capture")
		}
		x.state, x.received, x.capturable = "succeeded", n, 0
		s.event("payment_intent.succeeded", "payment_intent", x.intent, x.meta)
	}
	return 200, x.json()
}

func (s *Server) id(prefix string) string {
	s.n++
	return fmt.Sprintf("%s_test_%06d", prefix, s.n)
}

func meta(f url.Values, prefix string) map[string]string {
	out := map[string]string{}
	for k, v := range f {
		if name, ok := strings.CutPrefix(k, prefix+"["); ok {
			out[strings.TrimSuffix(name, "]")] = v[0]
		}
	}
	return out
}

func (s *Server) create(f url.Values) (int, string) {
	n, err := strconv.ParseInt(f.Get("line_items[0][price_data][unit_amount]"), 10, 64)
	at, err2 := strconv.ParseInt(f.Get("expires_at"), 10, 64)
	expires := time.Unix(at, 0)
	currency := f.Get("line_items[0][price_data][currency]")
	switch {
	case err != nil || n < 1 || len(currency) != 3 || currency != strings.ToLower(currency) || f.Get("line_items[0][quantity]") != "1":
		return refusal(400, "parameter_invalid", "line_items")
	case f.Get("mode") != "payment" || !strings.HasPrefix(f.Get("success_url"), "http") || f.Get("line_items[0][price_data][product_data][name]") == "":
		return refusal(400, "parameter_missing", "mode")
	case err2 != nil || expires.Before(s.now().Add(30*time.Minute)) || expires.After(s.now().Add(24*time.Hour)):
		return refusal(400, "parameter_invalid", "expires_at")
	}
	x := &session{id: s.id("cs"), status: "open", currency: currency, total: n, reference: f.Get("client_reference_id"), capture: f.Get("payment_intent_data[capture_method]"),
		meta: meta(f, "metadata"), created: s.now(), expires: expires}
	s.sessions = append(s.sessions, x)
	return 200, x.json()
}

func (s *Server) refund(f url.Values) (int, string) {
	x := s.find(f.Get("payment_intent"))
	n, err := strconv.ParseInt(f.Get("amount"), 10, 64)
	switch {
	case x == nil:
		return refusal(404, "resource_missing", "payment_intent")
	case err != nil || n < 1 || x.refunded+n > x.received:
		return refusal(400, "charge_already_refunded", "amount")
	}
	r := &refund{id: s.id("re"), session: x.id, status: "succeeded", currency: x.currency, amount: n, meta: meta(f, "metadata")}
	x.refunded += n
	s.refunds = append(s.refunds, r)
	s.event("charge.refunded", "charge", x.charge, x.meta)
	s.event("refund.created", "refund", r.id, r.meta)
	return 200, r.json()
}

// find finds a session by its id or its intent's.
func (s *Server) find(id string) *session {
	for _, x := range s.sessions {
		if id != "" && (x.id == id || x.intent == id) {
			return x
		}
	}
	return nil
}

// Sign signs a body as the service does.
func Sign(secret string, at time.Time, body []byte) string {
	m := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(m, "%d.%s", at.Unix(), body)
	return fmt.Sprintf("t=%d,v1=%s,v0=ignored", at.Unix(), hex.EncodeToString(m.Sum(nil)))
}

func (s *Server) event(kind, object, id string, meta map[string]string) {
	b, _ := json.Marshal(map[string]any{"id": s.id("evt"), "object": "event", "type": kind, "data": map[string]any{"object": map[string]any{"id": id, "object": object, "metadata": meta}}})
	s.posts = append(s.posts, Post{Sign(Hook, s.now(), b), b})
}

// Notices returns what the service has posted since it was asked last.
func (s *Server) Notices() []Post {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.posts
	s.posts = nil
	return out
}
