// Package cloudpaymentsfake is a CloudPayments for tests, built from its documented
// contract: it keeps orders and what was tried on them, repeats the answer to a request
// it knows, refuses unknown fields, asks before it takes money, and breaks in the ways a
// network does. Nobody can pay with it.
package cloudpaymentsfake

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"prilavok/core/call"
	"prilavok/provider/paymenttest/linefake"
)

// Credentials of the one site.
const (
	PublicID = "pk_0001"
	Secret   = "secret-of-site"
)

// Order is a link with what was tried on it last; sums are minor units.
type Order struct {
	ID, Invoice, Currency, Account, Status string // Status: "", Declined, Authorized, Completed, Cancelled
	Amount, Back                           int64
	Confirm, Closed                        bool
	Transaction                            int64
}

// Post is a notice: which of the shop's addresses it goes to, with both signatures.
type Post struct {
	Word string
	Body []byte
}

// Header finds a header of the notice.
func (p Post) Header(key string) string {
	switch strings.ToLower(key) {
	case "content-hmac":
		return sign(p.Body)
	case "x-content-hmac":
		plain, _ := url.QueryUnescape(string(p.Body))
		return sign([]byte(plain))
	}
	return ""
}

func sign(b []byte) string {
	m := hmac.New(sha256.New, []byte(Secret))
	m.Write(b)
	return base64.StdEncoding.EncodeToString(m.Sum(nil))
}

type replay struct {
	answer string
	at     time.Time
}

type back struct {
	id, amount int64
	order      *Order
}

// Server is the service.
type Server struct {
	linefake.Line // what only reads breaks with the whole line
	now           func() time.Time
	// Ask posts the notice before money moves and returns the shop's code; nil is yes.
	Ask func(p Post) int

	mu     sync.Mutex
	n      int64
	orders []*Order
	backs  []back
	posts  []Post
	keys   map[string]replay
	Calls  map[string]int // that took effect, by path
}

// New returns a service with a clock of the test's.
func New(now func() time.Time) *Server {
	return &Server{Line: linefake.Line{Service: "cloudpayments", Error: call.Response{Status: 500, Body: []byte("<html>")}}, now: now, keys: map[string]replay{}, Calls: map[string]int{}}
}

var params = map[string][]string{
	"/test":          {},
	"/orders/create": {"Amount", "Currency", "Description", "InvoiceId", "AccountId", "Email", "RequireConfirmation", "SendEmail", "CultureName", "SuccessRedirectUrl", "FailRedirectUrl", "JsonData"},
	"/orders/cancel": {"Id"}, "/payments/confirm": {"TransactionId", "Amount", "JsonData"}, "/payments/void": {"TransactionId"},
	"/payments/refund": {"TransactionId", "Amount", "JsonData"}, "/payments/get": {"TransactionId"}, "/v2/payments/find": {"InvoiceId"},
}

// Do implements call.Doer without a network.
func (s *Server) Do(ctx context.Context, r call.Request) (call.Response, error) {
	u, err := url.Parse(r.URL)
	if err != nil {
		return call.Response{}, err
	}
	reads := u.Path == "/test" || u.Path == "/payments/get" || u.Path == "/v2/payments/find"
	return s.Carry(ctx, !reads, func() call.Response {
		s.mu.Lock()
		defer s.mu.Unlock()
		if r.Header["Authorization"] != "Basic "+base64.StdEncoding.EncodeToString([]byte(PublicID+":"+Secret)) {
			return call.Response{Status: 401}
		}
		return call.Response{Status: 200, Body: []byte(s.serve(u.Path, r, reads))}
	})
}

type object = map[string]any

func no(text string) string {
	b, _ := json.Marshal(object{"Success": false, "Message": text, "Model": nil})
	return string(b)
}

func yes(m any) string {
	b, _ := json.Marshal(object{"Success": true, "Message": nil, "Model": m})
	return string(b)
}

func (s *Server) serve(path string, r call.Request, reads bool) string {
	known, ok := params[path]
	if !ok || r.Method != "POST" || r.Header["Content-Type"] != "application/json" {
		return no("no such method")
	}
	d := json.NewDecoder(strings.NewReader(string(r.Body)))
	d.UseNumber()
	in := object{}
	if err := d.Decode(&in); err != nil {
		return no(err.Error())
	}
	for k := range in {
		if !slices.Contains(known, k) {
			return no("unknown field " + k)
		}
	}
	key := r.Header["X-Request-ID"]
	if !reads && key == "" {
		return no("X-Request-ID is required here")
	}
	if old, ok := s.keys[path+key]; ok && key != "" && s.now().Sub(old.at) < time.Hour {
		return old.answer
	}
	answer := s.act(path, in)
	if !reads && strings.HasPrefix(answer, `{"Message":null`) {
		s.Calls[path]++
		s.keys[path+key] = replay{answer, s.now()}
	}
	return answer
}

func (s *Server) act(path string, in object) string {
	switch path {
	case "/test":
		return yes(nil)
	case "/orders/create":
		return s.create(in)
	case "/orders/cancel":
		for _, o := range s.orders {
			if o.ID == fmt.Sprint(in["Id"]) && (o.Status == "" || o.Status == "Declined") {
				o.Closed = true
				return yes(nil)
			}
		}
		return no("Not found")
	case "/v2/payments/find":
		for _, o := range slices.Backward(s.orders) {
			if o.Invoice == fmt.Sprint(in["InvoiceId"]) && o.Status != "" {
				return o.answer()
			}
		}
		return no("Not found")
	}
	n, isNumber := in["TransactionId"].(json.Number)
	if !isNumber {
		return no("TransactionId is a number")
	}
	if path == "/payments/get" {
		for _, b := range s.backs {
			if n.String() == fmt.Sprint(b.id) {
				return yes(object{"TransactionId": b.id, "Amount": decimal(b.amount), "Currency": b.order.Currency, "InvoiceId": b.order.Invoice, "Status": "Completed"})
			}
		}
		return no("Not found")
	}
	for _, o := range s.orders {
		if fmt.Sprint(o.Transaction) == n.String() {
			return s.move(path, o, in)
		}
	}
	return no("Not found")
}

// Notices returns what the service has posted since it was asked last.
func (s *Server) Notices() []Post {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.posts
	s.posts = nil
	return out
}

func (o *Order) notice(word string, id, amount int64) Post {
	form := url.Values{"TransactionId": {fmt.Sprint(id)}, "Amount": {decimal(amount).String()}, "Currency": {o.Currency}, "DateTime": {"2026-05-04 03:02:01"},
		"CardFirstSix": {"424242"}, "CardLastFour": {"4242"}, "Status": {o.Status}, "InvoiceId": {o.Invoice}, "AccountId": {o.Account}, "TestMode": {"1"}, "Description": {"Заказ №1 & чай"}}
	return Post{word, []byte(form.Encode())}
}
