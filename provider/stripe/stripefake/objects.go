package stripefake

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
)

func (s *Server) read(path string, q url.Values) (int, string) {
	parts := strings.Split(strings.TrimPrefix(path, "/v1/"), "/")
	switch {
	case path == "/v1/balance":
		return 200, `{"object":"balance"}`
	case len(parts) == 3 && parts[1] == "sessions":
		if x := s.find(parts[2]); x != nil && x.id == parts[2] {
			return 200, x.json()
		}
	case len(parts) == 2 && parts[0] == "refunds":
		for _, r := range s.refunds {
			if r.id == parts[1] {
				return 200, r.json()
			}
		}
	case path == "/v1/refunds":
		var out []string
		for _, r := range s.refunds {
			if x := s.find(q.Get("payment_intent")); x != nil && x.id == r.session {
				out = append(out, r.json())
			}
		}
		return 200, `{"object":"list","has_more":false,"data":[` + strings.Join(out, ",") + `]}`
	case path == "/v1/checkout/sessions":
		return s.list(q)
	}
	return refusal(404, "resource_missing", "id")
}

// list answers one session a page, so that whoever searches has to turn pages.
func (s *Server) list(q url.Values) (int, string) {
	from, _ := strconv.ParseInt(q.Get("created[gte]"), 10, 64)
	to, err := strconv.ParseInt(q.Get("created[lte]"), 10, 64)
	past := q.Get("starting_after") == ""
	for i, x := range s.sessions {
		if past && x.created.Unix() >= from && (err != nil || x.created.Unix() <= to) {
			more := "false"
			if i+1 < len(s.sessions) {
				more = "true"
			}
			return 200, `{"object":"list","has_more":` + more + `,"data":[` + x.json() + `]}`
		}
		past = past || x.id == q.Get("starting_after")
	}
	return 200, `{"object":"list","has_more":false,"data":[]}`
}

func (x *session) json() string {
	m := map[string]any{"id": x.id, "object": "checkout.session", "status": x.status, "amount_total": x.total, "currency": x.currency, "metadata": x.meta,
		"client_reference_id": x.reference, "created": x.created.Unix(), "expires_at": x.expires.Unix(), "payment_status": "unpaid", "payment_intent": nil, "field_of_tomorrow": 1}
	if x.status == "open" {
		m["url"] = "https://checkout.stripe.example/" + x.id
	}
	if x.intent != "" {
		m["payment_intent"] = map[string]any{"id": x.intent, "status": x.state, "amount": x.total, "amount_received": x.received, "amount_capturable": x.capturable,
			"latest_charge": map[string]any{"id": x.charge, "amount": x.total, "amount_captured": x.received, "amount_refunded": x.refunded}}
	}
	if x.state == "succeeded" {
		m["payment_status"] = "paid"
	}
	b, _ := json.Marshal(m)
	return string(b)
}

func (r *refund) json() string {
	b, _ := json.Marshal(map[string]any{"id": r.id, "object": "refund", "status": r.status, "amount": r.amount, "currency": r.currency, "metadata": r.meta})
	return string(b)
}

// Pay is the customer's press on the hosted page.
func (s *Server) Pay(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	x := s.find(id)
	if x == nil || x.status != "open" {
		return
	}
	x.status, x.intent, x.charge = "complete", s.id("pi"), s.id("ch")
	if x.capture == "manual" {
		x.state, x.capturable = "requires_capture", x.total
		s.event("payment_intent.amount_capturable_updated", "payment_intent", x.intent, x.meta)
	} else {
		x.state, x.received = "succeeded", x.total
	}
	s.event("checkout.session.completed", "checkout.session", x.id, x.meta)
}

// Expire ends a link that nobody paid by.
func (s *Server) Expire(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if x := s.find(id); x != nil && x.status == "open" {
		x.status = "expired"
		s.event("checkout.session.expired", "checkout.session", x.id, x.meta)
	}
}

// Decline is a card that is refused: the page lets the customer try another.
func (s *Server) Decline(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if x := s.find(id); x != nil {
		s.event("payment_intent.payment_failed", "payment_intent", "pi_declined", x.meta)
	}
}

// Tamper changes what a link costs behind everybody's back.
func (s *Server) Tamper(id string, total int64, currency string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	x := s.find(id)
	x.total, x.currency = total, strings.ToLower(currency)
}

// Newest is the link that was made last.
func (s *Server) Newest() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sessions[len(s.sessions)-1].id
}

// Money sums what was taken and what was given back of all payments.
func (s *Server) Money() (taken, back int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range s.sessions {
		taken, back = taken+x.received, back+x.refunded
	}
	return taken, back
}
