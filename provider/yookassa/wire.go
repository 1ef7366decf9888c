package yookassa

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"prilavok/core/fault"
	"prilavok/core/money"
	"prilavok/core/payment"
)

type amount struct {
	Value    string `json:"value"`
	Currency string `json:"currency"`
}

// amountOf writes an amount with two decimals, as the service wants all of its
// currencies.
func amountOf(m money.Money) amount {
	s := strconv.FormatInt(m.Amount, 10)
	for len(s) < 3 {
		s = "0" + s
	}
	return amount{s[:len(s)-2] + "." + s[len(s)-2:], m.Currency}
}

type confirmation struct {
	Type      string `json:"type"`
	ReturnURL string `json:"return_url"`
	Locale    string `json:"locale,omitempty"`
}

type method struct {
	Type string `json:"type"`
}

// create is the body of POST /payments.
type create struct {
	Amount       amount            `json:"amount"`
	Capture      bool              `json:"capture"`
	Confirmation confirmation      `json:"confirmation"`
	Description  string            `json:"description,omitempty"`
	Metadata     map[string]string `json:"metadata"`
	Method       *method           `json:"payment_method_data,omitempty"`
	CustomerID   string            `json:"merchant_customer_id,omitempty"`
	Receipt      *receipt          `json:"receipt,omitempty"`
}

// move is the body of a capture.
type move struct {
	Amount  amount   `json:"amount"`
	Receipt *receipt `json:"receipt,omitempty"`
}

// refund is the body of POST /refunds.
type refund struct {
	PaymentID   string   `json:"payment_id"`
	Amount      amount   `json:"amount"`
	Description string   `json:"description,omitempty"`
	Receipt     *receipt `json:"receipt,omitempty"`
}

type receipt struct {
	Customer  customer `json:"customer"`
	Items     []item   `json:"items"`
	TaxSystem int      `json:"tax_system_code,omitempty"`
}

type customer struct {
	Name  string `json:"full_name,omitempty"`
	Phone string `json:"phone,omitempty"`
	Email string `json:"email,omitempty"`
}

// item is a line; Amount is the price of one.
type item struct {
	Description string `json:"description"`
	Quantity    int64  `json:"quantity"`
	Amount      amount `json:"amount"`
	Vat         int    `json:"vat_code"`
	Subject     string `json:"payment_subject"`
	Mode        string `json:"payment_mode"`
	Measure     string `json:"measure"`
}

func receiptOf(r *payment.Receipt, c payment.Customer, currency string) *receipt {
	if r == nil {
		return nil
	}
	out := &receipt{TaxSystem: r.TaxSystem, Customer: customer{Name: cut(c.Name, 256), Phone: strings.TrimPrefix(c.Phone, "+"), Email: c.Email}}
	if out.Customer.Email == "" && out.Customer.Phone == "" {
		out.Customer.Email = r.Email
	}
	for _, i := range r.Items {
		measure := "piece"
		if i.Subject == "service" {
			measure = "another"
		}
		out.Items = append(out.Items, item{Description: cut(i.Title, 128), Quantity: i.Quantity, Amount: amountOf(money.Of(i.Price, currency)), Vat: i.Vat,
			Subject: i.Subject, Mode: i.Mode, Measure: measure})
	}
	return out
}

// object is a payment or a refund; fields that are not named here are ignored.
type object struct {
	ID           string `json:"id"`
	Status       string `json:"status"`
	PaymentID    string `json:"payment_id"` // of a refund
	Amount       amount `json:"amount"`
	Refunded     amount `json:"refunded_amount"`
	Description  string `json:"description"`
	Confirmation struct {
		URL string `json:"confirmation_url"`
	} `json:"confirmation"`
	ExpiresAt    time.Time         `json:"expires_at"`
	Metadata     map[string]string `json:"metadata"`
	Registration string            `json:"receipt_registration"`
	Cancellation struct {
		Party  string `json:"party"`
		Reason string `json:"reason"`
	} `json:"cancellation_details"`
}

// Notice implements payment.Provider. The service signs nothing: whoever knows the path
// can post, so nothing of the body is believed but what to look up.
func (c *client) Notice(_ func(string) string, body []byte) (payment.Hint, error) {
	var n struct {
		Type   string `json:"type"`
		Event  string `json:"event"`
		Object object `json:"object"`
	}
	if err := json.Unmarshal(body, &n); err != nil || n.Type != "notification" || n.Object.ID == "" {
		return payment.Hint{}, fault.New(fault.Invalid, "yookassa.notice", "this is no notification of YooKassa's")
	}
	h := payment.Hint{Key: n.Event + ":" + n.Object.ID + ":" + n.Object.Status, Kind: n.Event}
	switch kind, _, _ := strings.Cut(n.Event, "."); kind {
	case "payment":
		h.Ref = payment.Ref{ExternalID: n.Object.ID}
	case "refund":
		h.Ref = payment.Ref{Refund: true, ExternalID: n.Object.ID, Payment: n.Object.PaymentID}
	}
	return h, nil
}
