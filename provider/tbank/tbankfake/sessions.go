package tbankfake

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// flaw says what is wrong with a receipt for a sum, "" for nothing.
func flaw(v any, total int64) string {
	if v == nil {
		return ""
	}
	b, _ := json.Marshal(v)
	var r struct {
		Email, Phone, Taxation string
		Items                  []struct {
			Name                              string
			Price, Quantity, Amount           int64
			Tax, PaymentMethod, PaymentObject string
		}
	}
	if err := strict(b, &r); err != nil {
		return err.Error()
	}
	if r.Email == "" && !strings.HasPrefix(r.Phone, "+") || r.Taxation == "" || len(r.Items) == 0 {
		return "customer, taxation and items are required"
	}
	var all int64
	for _, i := range r.Items {
		if i.Name == "" || i.Price*i.Quantity != i.Amount || i.Tax == "" || i.PaymentMethod == "" || i.PaymentObject == "" {
			return "an item is wrong"
		}
		all += i.Amount
	}
	if all != total {
		return "the items' sum is not the amount"
	}
	return ""
}

func strict(b []byte, into any) error {
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.DisallowUnknownFields()
	return d.Decode(into)
}

func (s *Server) init(in object) object {
	amount, order := number(in["Amount"]), text(in["OrderId"])
	for _, p := range s.sessions {
		if p.OrderID == order {
			return no("8", "Неверный статус транзакции: заказ с таким номером уже есть")
		}
	}
	kind := text(in["PayType"])
	switch {
	case amount < 100 || order == "" || len(order) > 36 || len([]rune(text(in["Description"]))) > 140 || kind != "O" && kind != "T":
		return no("9", "Неверные параметры")
	case flaw(in["Receipt"], amount) != "":
		return no("309", "Неверные параметры: "+flaw(in["Receipt"], amount))
	}
	s.n++
	p := &Session{ID: fmt.Sprint(700000000 + s.n), OrderID: order, Status: "NEW", NoticeURL: text(in["NotificationURL"]), TwoStage: kind == "T", Amount: amount,
		Receipt: in["Receipt"] != nil, cancels: map[string]string{}}
	if due := text(in["RedirectDueDate"]); due != "" {
		at, err := time.Parse("2006-01-02T15:04:05-07:00", due)
		if err != nil || at.Sub(s.now()) < time.Minute {
			return no("9", "Неверные параметры: RedirectDueDate")
		}
		p.Due = at
	}
	s.sessions = append(s.sessions, p)
	s.Calls["Init"]++
	out := p.state()
	out["PaymentURL"] = "https://securepay.example/new/" + p.ID
	return out
}

// state is how GetState tells a payment: its sum is what was asked for or taken, and what
// was given back stands only in the status.
func (p *Session) state() object {
	amount := p.Amount
	if p.Taken > 0 {
		amount = p.Taken
	}
	return object{"Success": true, "ErrorCode": "0", "Message": "OK", "TerminalKey": Terminal, "Status": p.Status, "PaymentId": p.ID, "OrderId": p.OrderID, "Amount": amount,
		"Params": []string{"of tomorrow"}}
}

func (s *Server) checkOrder(order string) object {
	list := []object{}
	for _, p := range s.sessions {
		if p.OrderID == order {
			list = append(list, object{"PaymentId": json.Number(p.ID), "Status": p.Status, "Amount": p.Amount, "RRN": "1", "Success": true, "ErrorCode": "0", "Message": "OK"})
		}
	}
	if len(list) == 0 {
		return no("255", "Заказ не найден")
	}
	return object{"Success": true, "ErrorCode": "0", "Message": "OK", "TerminalKey": Terminal, "OrderId": order, "Payments": list}
}

func (s *Server) confirm(p *Session, in object) object {
	amount := number(in["Amount"])
	switch {
	case p.Status != "AUTHORIZED":
		return no("8", "Неверный статус транзакции")
	case amount <= 0 || amount > p.Amount:
		return no("9", "Неверная сумма")
	case flaw(in["Receipt"], amount) != "":
		return no("309", "Неверные параметры: Receipt")
	}
	p.Status, p.Taken = "CONFIRMED", amount
	s.Calls["Confirm"]++
	s.post(p, "CONFIRMED", amount)
	return p.state()
}

// cancel closes a page, releases what is held or gives back what was taken. The same
// ExternalRequestId is answered as before.
func (s *Server) cancel(p *Session, in object) object {
	key := text(in["ExternalRequestId"])
	if old, ok := p.cancels[key]; ok && key != "" {
		var out object
		_ = json.Unmarshal([]byte(old), &out)
		return out
	}
	was, amount := p.Taken-p.Back, number(in["Amount"])
	switch p.Status {
	case "NEW", "FORM_SHOWED":
		was, p.Status = p.Amount, "CANCELED"
	case "AUTHORIZED":
		was, p.Status = p.Amount, "REVERSED"
	case "CONFIRMED", "PARTIAL_REFUNDED":
		if amount == 0 {
			amount = was
		}
		if amount > was {
			return no("9", "Сумма возврата больше суммы платежа")
		}
		if f := flaw(in["Receipt"], amount); f != "" {
			return no("309", "Неверные параметры: "+f)
		}
		p.Back += amount
		p.Status = "PARTIAL_REFUNDED"
		if p.Back == p.Taken {
			p.Status = "REFUNDED"
		}
	default:
		return no("8", "Неверный статус транзакции")
	}
	s.Calls["Cancel"]++
	s.post(p, p.Status, amount)
	out := object{"Success": true, "ErrorCode": "0", "Message": "OK", "TerminalKey": Terminal, "Status": p.Status, "PaymentId": p.ID, "OrderId": p.OrderID,
		"OriginalAmount": was, "NewAmount": was - amount, "ExternalRequestId": key}
	b, _ := json.Marshal(out)
	p.cancels[key] = string(b)
	return out
}

// Pay is the customer's press on the page. A payment in one stage tells of both stages
// at the same time, the last one first.
func (s *Server) Pay(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.find(id)
	if p == nil || p.Status != "NEW" {
		return
	}
	if p.TwoStage {
		p.Status = "AUTHORIZED"
		s.post(p, "AUTHORIZED", p.Amount)
		return
	}
	p.Status, p.Taken = "CONFIRMED", p.Amount
	s.post(p, "CONFIRMED", p.Amount)
	s.post(p, "AUTHORIZED", p.Amount)
}

// End is what the bank says, or the time: "REJECTED", "AUTH_FAIL", "DEADLINE_EXPIRED".
func (s *Server) End(id, status string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.find(id); p != nil && p.Taken == 0 {
		p.Status = status
		s.post(p, status, p.Amount)
	}
}

// Tamper changes a session behind everybody's back.
func (s *Server) Tamper(id string, fn func(p *Session)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fn(s.find(id))
}

// Newest is the session that was made last.
func (s *Server) Newest() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sessions[len(s.sessions)-1].ID
}

// Money sums what was taken and what was given back of all payments.
func (s *Server) Money() (taken, back int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.sessions {
		taken, back = taken+p.Taken, back+p.Back
	}
	return taken, back
}
