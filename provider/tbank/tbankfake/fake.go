// Package tbankfake is a T-Bank for tests, built from its documented contract: it keeps
// sessions and what was held, taken and given back, checks the signature of every
// request, refuses unknown fields and a name that was used, and breaks in the ways a
// network does. Nobody can pay with it.
package tbankfake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"prilavok/core/call"
	"prilavok/provider/paymenttest/linefake"
)

// Credentials of the one terminal.
const (
	Terminal = "1700000000001DEMO"
	Password = "pass-of-terminal"
)

// Session is a payment as the service keeps it; sums are kopecks.
type Session struct {
	ID, OrderID, Status, NoticeURL string
	TwoStage, Receipt              bool
	Amount, Taken, Back            int64
	Due                            time.Time
	cancels                        map[string]string // answers by ExternalRequestId
}

// Server is the service.
type Server struct {
	linefake.Line
	now func() time.Time

	mu       sync.Mutex
	n        int
	sessions []*Session
	posts    [][]byte
	Calls    map[string]int // that took effect, by method
}

// New returns a service with a clock of the test's.
func New(now func() time.Time) *Server {
	return &Server{Line: linefake.Line{Service: "tbank", Error: call.Response{Status: 500, Body: []byte("<html>")}}, now: now, Calls: map[string]int{}}
}

// Do implements call.Doer without a network.
func (s *Server) Do(ctx context.Context, r call.Request) (call.Response, error) {
	return s.Carry(ctx, true, func() call.Response {
		s.mu.Lock()
		defer s.mu.Unlock()
		b, _ := json.Marshal(s.serve(r))
		return call.Response{Status: 200, Body: b}
	})
}

type object = map[string]any

func no(code, text string) object {
	return object{"Success": false, "ErrorCode": code, "Message": text, "Details": "", "TerminalKey": Terminal}
}

// fields of each method, as documented.
var fields = map[string][]string{
	"Init":    {"Amount", "OrderId", "Description", "PayType", "NotificationURL", "SuccessURL", "FailURL", "RedirectDueDate", "CustomerKey", "Language", "DATA", "Receipt"},
	"Confirm": {"PaymentId", "Amount", "Receipt"}, "Cancel": {"PaymentId", "Amount", "Receipt", "ExternalRequestId"},
	"GetState": {"PaymentId"}, "CheckOrder": {"OrderId"},
}

func (s *Server) serve(r call.Request) object {
	method := r.URL[strings.LastIndex(r.URL, "/")+1:]
	if r.Method != "POST" || r.Header["Content-Type"] != "application/json" || fields[method] == nil {
		return no("9999", "no such method")
	}
	d := json.NewDecoder(bytes.NewReader(r.Body))
	d.UseNumber()
	var in object
	if err := d.Decode(&in); err != nil {
		return no("9999", err.Error())
	}
	for k := range in {
		if k != "TerminalKey" && k != "Token" && !slices.Contains(fields[method], k) {
			return no("9999", "unknown field "+k)
		}
	}
	if in["TerminalKey"] != Terminal || in["Token"] != Sign(in, Password) {
		return no("204", "Неверный токен. Проверьте пару TerminalKey/SecretKey")
	}
	switch method {
	case "Init":
		return s.init(in)
	case "CheckOrder":
		return s.checkOrder(text(in["OrderId"]))
	}
	p := s.find(text(in["PaymentId"]))
	if p == nil {
		return no("255", "Платеж не найден")
	}
	switch method {
	case "Confirm":
		return s.confirm(p, in)
	case "Cancel":
		return s.cancel(p, in)
	}
	return p.state()
}

// Sign is the documented signature, written anew: a client's mistake must not be ours.
func Sign(in object, password string) string {
	pairs := []string{"Password\x00" + password}
	for k, v := range in {
		switch v := v.(type) {
		case string:
			if k != "Token" {
				pairs = append(pairs, k+"\x00"+v)
			}
		case json.Number:
			pairs = append(pairs, k+"\x00"+v.String())
		case bool:
			pairs = append(pairs, k+"\x00"+fmt.Sprint(v))
		}
	}
	slices.Sort(pairs)
	all := ""
	for _, p := range pairs {
		all += p[strings.Index(p, "\x00")+1:]
	}
	sum := sha256.Sum256([]byte(all))
	return hex.EncodeToString(sum[:])
}

func text(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

func number(v any) int64 {
	n, ok := v.(json.Number)
	if !ok {
		return 0
	}
	i, _ := n.Int64()
	return i
}

func (s *Server) find(id string) *Session {
	for _, p := range s.sessions {
		if p.ID == id {
			return p
		}
	}
	return nil
}

// Notices returns what the service has posted since it was asked last.
func (s *Server) Notices() [][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.posts
	s.posts = nil
	return out
}

// post tells of a payment. Numbers and flags stand in it as such.
func (s *Server) post(p *Session, status string, amount int64) {
	in := object{"TerminalKey": Terminal, "OrderId": p.OrderID, "Success": status != "REJECTED", "Status": status, "PaymentId": json.Number(p.ID), "ErrorCode": "0",
		"Amount": json.Number(fmt.Sprint(amount)), "CardId": json.Number("10452089"), "Pan": "430000******0777", "ExpDate": "1127", "Data": object{"number": "A-1"}}
	in["Token"] = Sign(in, Password)
	b, _ := json.Marshal(in)
	s.posts = append(s.posts, b)
}
