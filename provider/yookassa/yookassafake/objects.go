package yookassafake

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Payment is a payment as the service keeps it; sums are kopecks.
type Payment struct {
	ID, Status, Currency, Description, Reason, ReturnURL, Method string
	Amount, Refunded                                             int64
	Capture                                                      bool
	Metadata                                                     map[string]string
	Receipt                                                      bool
	Created, Expires                                             time.Time
}

// Refund is a refund.
type Refund struct {
	ID, PaymentID, Status, Currency, Description string
	Amount                                       int64
	Receipt                                      bool
	Created                                      time.Time
}

type sum struct {
	Value    string `json:"value"`
	Currency string `json:"currency"`
}

var sumForm = regexp.MustCompile(`^[0-9]{1,9}\.[0-9]{2}$`)

func (x sum) kopecks() (int64, bool) {
	if !sumForm.MatchString(x.Value) || len(x.Currency) != 3 {
		return 0, false
	}
	n, err := strconv.ParseInt(strings.Replace(x.Value, ".", "", 1), 10, 64)
	return n, err == nil && n > 0
}

func sumOf(n int64, currency string) sum {
	return sum{fmt.Sprintf("%d.%02d", n/100, n%100), currency}
}

type receipt struct {
	Customer struct {
		Name  string `json:"full_name"`
		Phone string `json:"phone"`
		Email string `json:"email"`
	} `json:"customer"`
	Items []struct {
		Description string `json:"description"`
		Quantity    int64  `json:"quantity"`
		Amount      sum    `json:"amount"`
		Vat         int    `json:"vat_code"`
		Subject     string `json:"payment_subject"`
		Mode        string `json:"payment_mode"`
		Measure     string `json:"measure"`
	} `json:"items"`
	TaxSystem int `json:"tax_system_code"`
}

// flaw says what is wrong with a receipt for a sum, "" for nothing.
func (r *receipt) flaw(total int64) string {
	if r.Customer.Email == "" && r.Customer.Phone == "" || strings.HasPrefix(r.Customer.Phone, "+") {
		return "customer"
	}
	if len(r.Items) == 0 || len(r.Items) > 100 {
		return "items"
	}
	var all int64
	for _, i := range r.Items {
		price, ok := i.Amount.kopecks()
		if !ok || i.Quantity < 1 || i.Vat < 1 || i.Vat > 12 || i.Description == "" || len([]rune(i.Description)) > 128 || i.Subject == "" || i.Mode == "" || i.Measure == "" {
			return "items"
		}
		all += price * i.Quantity
	}
	if all != total {
		return "items.amount"
	}
	return ""
}

func (s *Server) receiptFlaw(r *receipt, total int64) string {
	if r == nil {
		if s.receipts {
			return "receipt"
		}
		return ""
	}
	if f := r.flaw(total); f != "" {
		return "receipt." + f
	}
	return ""
}

// strict reads a body whose every field must be known.
func strict(body []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	return d.Decode(into)
}

func (s *Server) id(kind string) string {
	s.n++
	return fmt.Sprintf("%s-%06d-000f-5000", kind, s.n)
}

func (s *Server) create(body []byte) (int, string) {
	var in struct {
		Amount       sum  `json:"amount"`
		Capture      bool `json:"capture"`
		Confirmation struct {
			Type      string `json:"type"`
			ReturnURL string `json:"return_url"`
			Locale    string `json:"locale"`
		} `json:"confirmation"`
		Description string            `json:"description"`
		Metadata    map[string]string `json:"metadata"`
		Method      *struct {
			Type string `json:"type"`
		} `json:"payment_method_data"`
		CustomerID string   `json:"merchant_customer_id"`
		Receipt    *receipt `json:"receipt"`
	}
	if err := strict(body, &in); err != nil {
		return refusal(400, "invalid_request", "", err.Error())
	}
	n, ok := in.Amount.kopecks()
	p := &Payment{ID: s.id("pay"), Status: "pending", Currency: in.Amount.Currency, Amount: n, Capture: in.Capture, Description: in.Description, Metadata: in.Metadata,
		ReturnURL: in.Confirmation.ReturnURL, Receipt: in.Receipt != nil, Created: s.now(), Expires: s.now().Add(time.Hour)}
	if in.Method != nil {
		p.Method = in.Method.Type
	}
	flaw := s.receiptFlaw(in.Receipt, n)
	switch {
	case !ok:
		return refusal(400, "invalid_request", "amount", "an amount like 100.00")
	case in.Confirmation.Type != "redirect" || !strings.HasPrefix(in.Confirmation.ReturnURL, "https://") && !strings.HasPrefix(in.Confirmation.ReturnURL, "http://"):
		return refusal(400, "invalid_request", "confirmation", "a redirect with a return_url")
	case len([]rune(in.Description)) > 128 || len(in.Metadata) > 16:
		return refusal(400, "invalid_request", "description", "too long")
	case p.Method == "sbp" && !in.Capture:
		return refusal(400, "invalid_request", "capture", "SBP holds nothing")
	case flaw != "":
		return refusal(400, "invalid_request", flaw, "Receipt is missing or illegal")
	}
	s.payments = append(s.payments, p)
	return 200, p.json(s.now())
}

func (s *Server) capture(id string, body []byte) (int, string) {
	var in struct {
		Amount  sum      `json:"amount"`
		Receipt *receipt `json:"receipt"`
	}
	if err := strict(body, &in); err != nil {
		return refusal(400, "invalid_request", "", err.Error())
	}
	n, ok := in.Amount.kopecks()
	p := s.find(id)
	switch {
	case p == nil:
		return refusal(404, "not_found", "", "no such payment")
	case p.Status != "waiting_for_capture":
		return refusal(400, "invalid_request", "", "nothing is waiting for capture")
	case !ok || n > p.Amount || in.Amount.Currency != p.Currency:
		return refusal(400, "invalid_request", "amount", "too much")
	}
	if flaw := s.receiptFlaw(in.Receipt, n); flaw != "" {
		return refusal(400, "invalid_request", flaw, "Receipt is missing or illegal")
	}
	p.Status, p.Amount = "succeeded", n
	s.post("payment.succeeded", p.json(s.now()))
	return 200, p.json(s.now())
}

func (s *Server) cancel(id string) (int, string) {
	p := s.find(id)
	if p == nil || p.Status != "waiting_for_capture" {
		return refusal(400, "invalid_request", "", "nothing is waiting for capture")
	}
	p.Status, p.Reason = "canceled", "canceled_by_merchant"
	s.post("payment.canceled", p.json(s.now()))
	return 200, p.json(s.now())
}

func (s *Server) refund(body []byte) (int, string) {
	var in struct {
		PaymentID   string   `json:"payment_id"`
		Amount      sum      `json:"amount"`
		Description string   `json:"description"`
		Receipt     *receipt `json:"receipt"`
	}
	if err := strict(body, &in); err != nil {
		return refusal(400, "invalid_request", "", err.Error())
	}
	n, ok := in.Amount.kopecks()
	p := s.find(in.PaymentID)
	switch {
	case p == nil:
		return refusal(404, "not_found", "payment_id", "no such payment")
	case p.Status != "succeeded" || !ok || n+p.Refunded > p.Amount || in.Amount.Currency != p.Currency:
		return refusal(400, "invalid_request", "amount", "more than was paid")
	}
	if flaw := s.receiptFlaw(in.Receipt, n); flaw != "" {
		return refusal(400, "invalid_request", flaw, "Receipt is missing or illegal")
	}
	r := &Refund{ID: s.id("ref"), PaymentID: p.ID, Status: "succeeded", Currency: p.Currency, Amount: n, Description: in.Description, Receipt: in.Receipt != nil, Created: s.now()}
	if p.Method == "sbp" {
		r.Status = "pending" // arrives the next day
	}
	p.Refunded += n
	s.refunds = append(s.refunds, r)
	if r.Status == "succeeded" {
		s.post("refund.succeeded", r.json())
	}
	return 200, r.json()
}

func (s *Server) find(id string) *Payment {
	for _, p := range s.payments {
		if p.ID == id {
			return p
		}
	}
	return nil
}

func (p *Payment) json(now time.Time) string {
	m := map[string]any{"id": p.ID, "status": p.Status, "paid": p.Status == "succeeded", "amount": sumOf(p.Amount, p.Currency), "description": p.Description,
		"metadata": p.Metadata, "created_at": p.Created.UTC().Format(time.RFC3339Nano), "test": true, "refundable": p.Status == "succeeded",
		"recipient": map[string]string{"account_id": ShopID}, "field_of_tomorrow": map[string]int{"x": 1}}
	if p.Status == "pending" {
		m["confirmation"] = map[string]string{"type": "redirect", "confirmation_url": "https://yoomoney.example/checkout/" + p.ID, "return_url": p.ReturnURL}
		m["expires_at"] = p.Expires.UTC().Format(time.RFC3339)
	}
	if p.Status == "waiting_for_capture" {
		m["expires_at"] = p.Expires.UTC().Format(time.RFC3339)
	}
	if p.Status == "canceled" {
		m["cancellation_details"] = map[string]string{"party": "yoo_money", "reason": p.Reason}
	}
	if p.Refunded > 0 {
		m["refunded_amount"] = sumOf(p.Refunded, p.Currency)
	}
	if p.Receipt && p.Status == "succeeded" {
		m["receipt_registration"] = "succeeded"
	}
	b, _ := json.Marshal(m)
	return string(b)
}

func (r *Refund) json() string {
	m := map[string]any{"id": r.ID, "payment_id": r.PaymentID, "status": r.Status, "amount": sumOf(r.Amount, r.Currency), "description": r.Description,
		"created_at": r.Created.UTC().Format(time.RFC3339Nano)}
	if r.Status == "canceled" {
		m["cancellation_details"] = map[string]string{"party": "yoo_money", "reason": "general_decline"}
	}
	b, _ := json.Marshal(m)
	return string(b)
}

// Pay is the customer's press on the hosted page.
func (s *Server) Pay(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.find(id)
	if p == nil || p.Status != "pending" {
		return
	}
	p.Status = "succeeded"
	if !p.Capture {
		p.Status, p.Expires = "waiting_for_capture", s.now().Add(7*24*time.Hour)
	}
	s.post("payment."+p.Status, p.json(s.now()))
}

// Decline is what the bank says, or the time: "insufficient_funds",
// "expired_on_confirmation", "expired_on_capture".
func (s *Server) Decline(id, reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.find(id); p != nil && p.Status != "succeeded" {
		p.Status, p.Reason = "canceled", reason
		s.post("payment.canceled", p.json(s.now()))
	}
}

// SettleRefunds ends the refunds that are under way.
func (s *Server) SettleRefunds(good bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.refunds {
		if r.Status != "pending" {
			continue
		}
		r.Status = "succeeded"
		if !good {
			r.Status = "canceled"
			s.find(r.PaymentID).Refunded -= r.Amount
			continue // nobody is told: there is no such event
		}
		s.post("refund.succeeded", r.json())
	}
}

// Tamper changes a payment behind everybody's back.
func (s *Server) Tamper(id string, fn func(p *Payment)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fn(s.find(id))
}

// Last returns the newest payment and how many there are.
func (s *Server) Last() (Payment, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.payments) == 0 {
		return Payment{}, 0
	}
	return *s.payments[len(s.payments)-1], len(s.payments)
}

// Adopt makes a payment that was paid elsewhere: through a messenger's token.
func (s *Server) Adopt(id string, amount int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.payments = append(s.payments, &Payment{ID: id, Status: "succeeded", Currency: "RUB", Amount: amount, Capture: true, Created: s.now(), Expires: s.now().Add(time.Hour)})
}

// Money sums what was taken and what was given back of all payments.
func (s *Server) Money() (taken, back int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.payments {
		if p.Status == "succeeded" {
			taken += p.Amount
		}
		back += p.Refunded
	}
	return taken, back
}
