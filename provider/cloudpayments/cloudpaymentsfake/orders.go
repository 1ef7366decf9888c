package cloudpaymentsfake

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

func decimal(n int64) json.Number { return json.Number(fmt.Sprintf("%d.%02d", n/100, n%100)) }

// minor reads a number with two decimals.
func minor(v any) int64 {
	n, ok := v.(json.Number)
	if !ok {
		return 0
	}
	whole, frac, _ := strings.Cut(n.String(), ".")
	i, err := strconv.ParseInt(whole+frac, 10, 64)
	if err != nil || len(frac) != 2 {
		return 0
	}
	return i
}

// flaw says what is wrong with a receipt for a sum, "" for nothing.
func flaw(v any, total int64) string {
	if v == nil {
		return ""
	}
	b, _ := json.Marshal(v)
	var d struct {
		Cloud struct {
			Receipt struct {
				Items []struct {
					Label                   string `json:"label"`
					Price, Quantity, Amount json.Number
					Vat                     json.RawMessage `json:"vat"`
					Method                  int             `json:"method"`
					Object                  int             `json:"object"`
				} `json:"Items"`
				Email    string `json:"email"`
				Phone    string `json:"phone"`
				Taxation *int   `json:"taxationSystem"`
			} `json:"customerReceipt"`
		} `json:"cloudPayments"`
	}
	if err := json.Unmarshal(b, &d); err != nil {
		return err.Error()
	}
	r := d.Cloud.Receipt
	if len(r.Items) == 0 || r.Email == "" && r.Phone == "" {
		return "items and the customer are required"
	}
	var all int64
	for _, i := range r.Items {
		n, err := i.Quantity.Int64()
		if err != nil || i.Label == "" || minor(i.Price)*n != minor(i.Amount) || i.Method < 1 || i.Object < 1 || len(i.Vat) == 0 {
			return "an item is wrong"
		}
		all += minor(i.Amount)
	}
	if all != total {
		return "the items' sum is not the amount"
	}
	return ""
}

func (s *Server) create(in object) string {
	n, invoice := minor(in["Amount"]), fmt.Sprint(in["InvoiceId"])
	currency, _ := in["Currency"].(string)
	if n < 1 || invoice == "" || len(currency) != 3 || in["Description"] == "" {
		return no("Amount, Currency, Description and InvoiceId are required")
	}
	if f := flaw(in["JsonData"], n); f != "" {
		return no("JsonData: " + f)
	}
	s.n++
	account, _ := in["AccountId"].(string)
	confirm, _ := in["RequireConfirmation"].(bool)
	o := &Order{ID: fmt.Sprintf("f2K8LV6reGE9WB%02d", s.n), Invoice: invoice, Currency: currency, Account: account, Amount: n, Confirm: confirm}
	s.orders = append(s.orders, o)
	return yes(object{"Id": o.ID, "Number": s.n, "Amount": decimal(n), "Currency": currency, "Url": "https://orders.cloudpayments.example/d/" + o.ID, "StatusCode": 0})
}

// answer is a transaction as find tells it; a declined one is no success.
func (o *Order) answer() string {
	m := object{"TransactionId": o.Transaction, "Amount": decimal(o.Amount), "Currency": o.Currency, "InvoiceId": o.Invoice, "Status": o.Status, "Refunded": o.Back == o.Amount,
		"TestMode": true, "FieldOfTomorrow": object{"x": 1}}
	if o.Status == "Declined" {
		m["Reason"], m["ReasonCode"] = "InsufficientFunds", 5051
		b, _ := json.Marshal(object{"Success": false, "Message": nil, "Model": m})
		return string(b)
	}
	return yes(m)
}

func (s *Server) move(path string, o *Order, in object) string {
	n := minor(in["Amount"])
	if f := flaw(in["JsonData"], n); f != "" {
		return no("JsonData: " + f)
	}
	switch {
	case path == "/payments/confirm" && o.Status == "Authorized" && n == o.Amount:
		o.Status = "Completed"
		s.posts = append(s.posts, o.notice("confirm", o.Transaction, n))
		return yes(nil)
	case path == "/payments/void" && o.Status == "Authorized":
		o.Status = "Cancelled"
		s.posts = append(s.posts, o.notice("cancel", o.Transaction, o.Amount))
		return yes(nil)
	case path == "/payments/refund" && o.Status == "Completed" && n > 0 && n+o.Back <= o.Amount:
		o.Back += n
		s.n++
		b := back{900000 + s.n, n, o}
		s.backs = append(s.backs, b)
		s.posts = append(s.posts, o.notice("refund", b.id, n))
		return yes(object{"TransactionId": b.id})
	}
	return no("Invalid transaction status or amount")
}

func (s *Server) find(id string) *Order {
	for _, o := range s.orders {
		if first, _, _ := strings.Cut(id, "/"); o.ID == first {
			return o
		}
	}
	return nil
}

// Pay is the customer's press on the page; false when the shop said no.
func (s *Server) Pay(id string) bool {
	s.mu.Lock()
	o := s.find(id)
	if o == nil || o.Closed || o.Status != "" && o.Status != "Declined" {
		s.mu.Unlock()
		return false
	}
	s.n++
	o.Transaction = 500000 + s.n
	status := "Completed"
	if o.Confirm {
		status = "Authorized"
	}
	asked := *o
	asked.Status = status
	s.mu.Unlock()
	post := asked.notice("check", o.Transaction, o.Amount)
	if s.Ask != nil && s.Ask(post) != 0 {
		s.mu.Lock()
		defer s.mu.Unlock()
		o.Status = "Declined"
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	o.Status = status
	s.posts = append(s.posts, o.notice("pay", o.Transaction, o.Amount))
	return true
}

// Decline is what the bank says.
func (s *Server) Decline(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if o := s.find(id); o != nil {
		s.n++
		o.Transaction, o.Status = 500000+s.n, "Declined"
		s.posts = append(s.posts, o.notice("fail", o.Transaction, o.Amount))
	}
}

// Tamper changes an order behind everybody's back.
func (s *Server) Tamper(id string, fn func(o *Order)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fn(s.find(id))
}

// Newest is the order that was made last.
func (s *Server) Newest() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.orders[len(s.orders)-1].ID
}

// Money sums what was taken and what was given back of all payments.
func (s *Server) Money() (taken, back int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, o := range s.orders {
		if o.Status == "Completed" {
			taken += o.Amount
		}
		back += o.Back
	}
	return taken, back
}
