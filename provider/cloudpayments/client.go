package cloudpayments

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/money"
	"prilavok/core/payment"
)

// client is one site of a shop.
type client struct {
	do               call.Doer
	base, id, secret string
}

// model is what we read of an order or a transaction; other fields are ignored.
type model struct {
	ID            string      `json:"Id"` // of an order
	URL           string      `json:"Url"`
	TransactionID json.Number `json:"TransactionId"`
	Amount        json.Number `json:"Amount"`
	Currency      string      `json:"Currency"`
	InvoiceID     string      `json:"InvoiceId"`
	Status        string      `json:"Status"`
	Reason        string      `json:"Reason"`
	Refunded      bool        `json:"Refunded"`
}

// send carries out one method. key is empty for what changes nothing.
func (c *client) send(ctx context.Context, path, key string, body map[string]any) (model, error) {
	b, err := json.Marshal(body)
	if err != nil {
		return model{}, fault.Wrap(err, fault.Internal, "cloudpayments.request", "a request to CloudPayments")
	}
	r := call.Request{Method: "POST", URL: c.base + path, Service: "cloudpayments", Name: path, Timeout: 60 * time.Second, MaxBody: 1 << 20, Body: b,
		Header: map[string]string{"Authorization": "Basic " + base64.StdEncoding.EncodeToString([]byte(c.id+":"+c.secret)), "Content-Type": "application/json"}}
	if key != "" {
		r.Header["X-Request-ID"] = key
	}
	resp, err := c.do.Do(ctx, r)
	if err != nil {
		return model{}, err
	}
	var out struct {
		Success bool            `json:"Success"`
		Message string          `json:"Message"`
		Model   json.RawMessage `json:"Model"`
	}
	switch {
	case resp.Status == 401 || resp.Status == 403:
		return model{}, fault.New(fault.Unauthorized, "cloudpayments.credentials", "CloudPayments does not accept the public id or the secret")
	case resp.Status == 429:
		return model{}, fault.New(fault.TooMany, "cloudpayments.too_many", "CloudPayments wants fewer requests")
	case resp.Status != 200 || json.Unmarshal(resp.Body, &out) != nil: // it may have taken effect all the same
		return model{}, fault.New(fault.Unavailable, "cloudpayments.down", "CloudPayments answers %d, and nothing to be read", resp.Status)
	}
	var m model
	if len(out.Model) > 0 && json.Unmarshal(out.Model, &m) != nil {
		return m, fault.New(fault.Unavailable, "cloudpayments.unreadable", "CloudPayments' answer cannot be read")
	}
	if !out.Success {
		return m, fault.New(fault.Invalid, "cloudpayments.refused", "CloudPayments: %s %s", out.Message, m.Reason)
	}
	return m, nil
}

// sum reads an amount, strictly.
func (m model) sum() (money.Money, error) {
	v, err := money.Parse(m.Amount.String(), m.Currency)
	if err != nil || len(m.Currency) != 3 {
		return v, fault.New(fault.Unavailable, "cloudpayments.amount", "CloudPayments tells an amount that cannot be read")
	}
	return v, nil
}

// signed checks what the service posted. Which of its two headers covers which form of
// the body its sources do not agree on: either is accepted over either.
func (c *client) signed(header func(key string) string, body []byte) bool {
	forms := [][]byte{body}
	if plain, err := url.QueryUnescape(string(body)); err == nil {
		forms = append(forms, []byte(plain))
	}
	ok := false
	for _, form := range forms {
		m := hmac.New(sha256.New, []byte(c.secret))
		m.Write(form)
		want := m.Sum(nil)
		for _, name := range []string{"Content-HMAC", "X-Content-HMAC"} {
			got, err := base64.StdEncoding.DecodeString(header(name))
			ok = err == nil && hmac.Equal(got, want) || ok
		}
	}
	return ok
}

// fields reads a notice: a form, or JSON.
func fields(body []byte) map[string]string {
	out := map[string]string{}
	if strings.HasPrefix(strings.TrimSpace(string(body)), "{") {
		var in map[string]any
		d := json.NewDecoder(strings.NewReader(string(body)))
		d.UseNumber()
		if d.Decode(&in) != nil {
			return nil
		}
		for k, v := range in {
			switch v := v.(type) {
			case string:
				out[k] = v
			case json.Number:
				out[k] = v.String()
			}
		}
		return out
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil
	}
	for k := range form {
		out[k] = form.Get(k)
	}
	return out
}

// Notice implements payment.Provider. What it is about stands in the address that the
// shop entered for it: …/notice/check, …/notice/pay.
func (c *client) Notice(header func(key string) string, body []byte) (payment.Hint, error) {
	say := func(code string) payment.Reply {
		return payment.Reply{Status: 200, Type: "application/json", Body: `{"code":` + code + `}`}
	}
	h := payment.Hint{Reply: say("0")}
	if !c.signed(header, body) {
		return h, fault.New(fault.Unauthorized, "cloudpayments.signature", "the notification is not signed by CloudPayments")
	}
	in := fields(body)
	if in["TransactionId"] == "" {
		return h, fault.New(fault.Invalid, "cloudpayments.notice", "this is no notification of CloudPayments'")
	}
	h.Kind = header(payment.NoticeWord)
	h.Key = h.Kind + ":" + in["TransactionId"] + ":" + in["Status"]
	if in["InvoiceId"] != "" {
		h.Ref = payment.Ref{OurID: in["InvoiceId"]}
	}
	if h.Kind != "check" {
		return h, nil
	}
	sum, err := model{Amount: json.Number(in["Amount"]), Currency: in["Currency"]}.sum()
	if err != nil {
		sum = money.Of(-1, in["Currency"]) // no order has it
	}
	h.Ask = &payment.Checkout{QueryID: "cloudpayments:" + in["TransactionId"], PaymentID: in["InvoiceId"], Payer: in["AccountId"], Amount: sum}
	h.Answer = func(a payment.Approval) payment.Reply { return say(codes[a.Why]) }
	return h, nil
}

// codes are the service's words for why not.
var codes = map[payment.Denial]string{"": "0", payment.DeniedInvoice: "10", payment.DeniedSum: "12", payment.DeniedLate: "20", payment.DeniedPaid: "13",
	payment.DeniedStock: "13", payment.DeniedRival: "13", payment.DeniedTrouble: "13"}
