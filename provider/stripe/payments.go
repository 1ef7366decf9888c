package stripe

import (
	"context"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"time"

	"prilavok/core/fault"
	"prilavok/core/money"
	"prilavok/core/payment"
)

// Start implements payment.Provider. The order is one line: its lines, discounts and
// delivery have been summed up already.
func (c *client) Start(ctx context.Context, r payment.StartRequest) (payment.State, error) {
	if err := payment.Among(r.Amount.Currency, currencies); err != nil {
		return payment.State{}, err
	}
	f := url.Values{"mode": {"payment"}, "success_url": {r.ReturnURL}, "cancel_url": {r.ReturnURL}, "client_reference_id": {r.PaymentID},
		"line_items[0][quantity]":                       {"1"},
		"line_items[0][price_data][currency]":           {strings.ToLower(r.Amount.Currency)},
		"line_items[0][price_data][unit_amount]":        {strconv.FormatInt(r.Amount.Amount, 10)},
		"line_items[0][price_data][product_data][name]": {r.Description},
		"metadata[payment_id]":                          {r.PaymentID},
		"metadata[order_id]":                            {r.OrderID},
		"payment_intent_data[metadata][payment_id]":     {r.PaymentID},
		"payment_intent_data[metadata][order_id]":       {r.OrderID},
		"payment_intent_data[description]":              {r.Description},
		"expand[]":                                      {"payment_intent"},
		"locale":                                        {string(r.Lang)},
	}
	if r.TwoStage {
		f.Set("payment_intent_data[capture_method]", "manual")
	}
	if r.Method == "card" {
		f.Set("payment_method_types[0]", "card")
	}
	if !r.ExpiresAt.IsZero() {
		f.Set("expires_at", strconv.FormatInt(r.ExpiresAt.Unix(), 10))
	}
	if r.Customer.Email != "" {
		f.Set("customer_email", r.Customer.Email)
	}
	var s session
	if err := c.send(ctx, "create session", "POST", "/v1/checkout/sessions", r.Key, f, &s); err != nil {
		return payment.State{}, err
	}
	return s.state(), nil
}

// session reads a Checkout Session with its intent and charge.
func (c *client) session(ctx context.Context, id string) (session, error) {
	var s session
	err := c.send(ctx, "read session", "GET", "/v1/checkout/sessions/"+url.PathEscape(id), "",
		url.Values{"expand[]": {"payment_intent.latest_charge"}}, &s)
	return s, err
}

// Capture implements payment.Provider.
func (c *client) Capture(ctx context.Context, r payment.MoneyRequest) (payment.State, error) {
	s, err := c.session(ctx, r.ExternalID)
	if err != nil {
		return payment.State{}, err
	}
	if s.Intent.ID == "" {
		return payment.State{}, errNothing
	}
	f := url.Values{"amount_to_capture": {strconv.FormatInt(r.Amount.Amount, 10)}}
	if err := c.send(ctx, "capture", "POST", "/v1/payment_intents/"+url.PathEscape(s.Intent.ID)+"/capture", r.Key, f, &struct{}{}); err != nil {
		return payment.State{}, err
	}
	return c.payment(ctx, r.ExternalID)
}

var errNothing = fault.New(fault.Conflict, "stripe.nothing_paid", "nobody has paid by this link yet")

// Void implements payment.Provider: held money is released, a link is withdrawn. What is
// so already is left alone.
func (c *client) Void(ctx context.Context, r payment.MoneyRequest) (payment.State, error) {
	s, err := c.session(ctx, r.ExternalID)
	if err != nil {
		return payment.State{}, err
	}
	switch st := s.state(); st.Status {
	case payment.Canceled, payment.Expired:
		return st, nil
	case payment.Authorized:
		err = c.send(ctx, "cancel", "POST", "/v1/payment_intents/"+url.PathEscape(s.Intent.ID)+"/cancel", r.Key, nil, &struct{}{})
	default:
		err = c.send(ctx, "expire session", "POST", "/v1/checkout/sessions/"+url.PathEscape(s.ID)+"/expire", r.Key, nil, &struct{}{})
	}
	if err != nil {
		return payment.State{}, err
	}
	return c.payment(ctx, r.ExternalID)
}

// Refund implements payment.Provider.
func (c *client) Refund(ctx context.Context, r payment.MoneyRequest) (payment.State, error) {
	s, err := c.session(ctx, r.ExternalID)
	if err != nil {
		return payment.State{}, err
	}
	if s.Intent.ID == "" {
		return payment.State{}, errNothing
	}
	f := url.Values{"payment_intent": {s.Intent.ID}, "amount": {strconv.FormatInt(r.Amount.Amount, 10)}, "reason": {"requested_by_customer"},
		"metadata[operation_id]": {r.Key}, "metadata[payment_id]": {r.PaymentID}}
	var x refund
	if err := c.send(ctx, "refund", "POST", "/v1/refunds", r.Key, f, &x); err != nil {
		return payment.State{}, err
	}
	return x.state(), nil
}

// Lookup implements payment.Provider.
func (c *client) Lookup(ctx context.Context, r payment.Ref) (payment.State, error) {
	switch {
	case r.Refund && r.ExternalID != "":
		var x refund
		err := c.send(ctx, "read refund", "GET", "/v1/refunds/"+url.PathEscape(r.ExternalID), "", nil, &x)
		return x.state(), err
	case r.Refund:
		return c.findRefund(ctx, r)
	case r.ExternalID != "":
		return c.payment(ctx, r.ExternalID)
	}
	id, err := c.findSession(ctx, r)
	if err != nil {
		return payment.State{}, err
	}
	return c.payment(ctx, id)
}

// payment reads how a session stands. What Stripe releases of a hold that was taken in
// part stands among the charge's refunds, so that those of ours are counted one by one.
func (c *client) payment(ctx context.Context, id string) (payment.State, error) {
	s, err := c.session(ctx, id)
	if err != nil {
		return payment.State{}, err
	}
	st := s.state()
	charge := s.Intent.Charge
	if charge.Captured > 0 && charge.Captured < charge.Amount && charge.Refunded > 0 {
		list, err := c.refunds(ctx, s.Intent.ID)
		if err != nil {
			return payment.State{}, err
		}
		st.Refunded = 0
		for _, x := range list {
			if x.Metadata["operation_id"] != "" && (x.Status == "succeeded" || x.Status == "pending") {
				st.Refunded += x.Amount
			}
		}
	}
	return st, nil
}

var errNone = fault.New(fault.NotFound, "stripe.not_found", "Stripe knows no such payment")

// pages bounds a search by our id, a hundred sessions a page.
const (
	pages     = 20
	searchFor = 26 * time.Hour
)

// findSession reads the list of sessions for the one that has our payment's id: no
// filter of the API knows it.
func (c *client) findSession(ctx context.Context, r payment.Ref) (string, error) {
	if r.OurID == "" {
		return "", errNone
	}
	f := url.Values{"limit": {"100"}}
	if !r.Since.IsZero() {
		f.Set("created[gte]", strconv.FormatInt(r.Since.Add(-10*time.Minute).Unix(), 10))
		f.Set("created[lte]", strconv.FormatInt(r.Since.Add(searchFor).Unix(), 10))
	}
	for range pages {
		var page struct {
			Data []struct {
				ID        string `json:"id"`
				Reference string `json:"client_reference_id"`
			} `json:"data"`
			More bool `json:"has_more"`
		}
		if err := c.send(ctx, "search sessions", "GET", "/v1/checkout/sessions", "", f, &page); err != nil {
			return "", err
		}
		for _, s := range page.Data {
			if s.Reference == r.OurID {
				return s.ID, nil
			}
		}
		if !page.More || len(page.Data) == 0 {
			return "", errNone
		}
		f.Set("starting_after", page.Data[len(page.Data)-1].ID)
	}
	return "", fault.New(fault.Unavailable, "stripe.too_many_payments", "Stripe has more payments of that day than a search reads")
}

func (c *client) findRefund(ctx context.Context, r payment.Ref) (payment.State, error) {
	if r.Payment == "" || r.OurID == "" {
		return payment.State{}, errNone
	}
	s, err := c.session(ctx, r.Payment)
	if err != nil {
		return payment.State{}, err
	}
	list, err := c.refunds(ctx, s.Intent.ID)
	if err != nil {
		return payment.State{}, err
	}
	for _, x := range list {
		if x.Metadata["operation_id"] == r.OurID {
			return x.state(), nil
		}
	}
	return payment.State{}, errNone
}

// refunds lists those of an intent; a hundred is more than a payment ever has.
func (c *client) refunds(ctx context.Context, intent string) ([]refund, error) {
	if intent == "" {
		return nil, nil
	}
	var page struct {
		Data []refund `json:"data"`
	}
	err := c.send(ctx, "list refunds", "GET", "/v1/refunds", "", url.Values{"payment_intent": {intent}, "limit": {"100"}}, &page)
	return page.Data, err
}

// session is a Checkout Session; fields that are not named here are ignored.
type session struct {
	ID       string            `json:"id"`
	URL      string            `json:"url"`
	Status   string            `json:"status"` // open, complete, expired
	Total    int64             `json:"amount_total"`
	Currency string            `json:"currency"`
	Metadata map[string]string `json:"metadata"`
	Expires  int64             `json:"expires_at"`
	Intent   intent            `json:"payment_intent"`
}

type intent struct {
	ID         string `json:"id"`
	Status     string `json:"status"`
	Received   int64  `json:"amount_received"`
	Capturable int64  `json:"amount_capturable"`
	Failure    struct {
		Code string `json:"code"`
	} `json:"last_payment_error"`
	Charge charge `json:"latest_charge"`
}

type charge struct {
	ID       string `json:"id"`
	Amount   int64  `json:"amount"`
	Captured int64  `json:"amount_captured"`
	Refunded int64  `json:"amount_refunded"`
}

// UnmarshalJSON reads an intent, or its bare id where it was not expanded.
func (i *intent) UnmarshalJSON(b []byte) error {
	type plain intent
	return idOr(b, &i.ID, (*plain)(i))
}

// UnmarshalJSON reads a charge, or its bare id where it was not expanded.
func (c *charge) UnmarshalJSON(b []byte) error {
	type plain charge
	return idOr(b, &c.ID, (*plain)(c))
}

func idOr(b []byte, id *string, whole any) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, id)
	}
	return json.Unmarshal(b, whole)
}

// state reads a session. An expired link whose intent holds money is a hold.
func (s session) state() payment.State {
	st := payment.State{Status: payment.Pending, OurID: s.Metadata["payment_id"], OrderID: s.Metadata["order_id"], ExternalID: s.ID, URL: s.URL,
		Amount: money.Of(s.Total, strings.ToUpper(s.Currency)), Reason: s.Intent.Failure.Code}
	if s.Status == "open" && s.Expires > 0 {
		st.ExpiresAt = time.Unix(s.Expires, 0).UTC()
	}
	switch {
	case s.Intent.Status == "succeeded":
		st.Status, st.Captured, st.Refunded = payment.Captured, s.Intent.Received, s.Intent.Charge.Refunded
	case s.Intent.Status == "requires_capture":
		st.Status, st.Held = payment.Authorized, s.Intent.Capturable
	case s.Intent.Status == "canceled":
		st.Status = payment.Canceled
	case s.Status == "expired":
		st.Status = payment.Expired
	}
	return st
}

type refund struct {
	ID       string            `json:"id"`
	Status   string            `json:"status"`
	Amount   int64             `json:"amount"`
	Currency string            `json:"currency"`
	Metadata map[string]string `json:"metadata"`
	Failure  string            `json:"failure_reason"`
}

func (x refund) state() payment.State {
	st := payment.State{Status: payment.Pending, OurID: x.Metadata["operation_id"], ExternalID: x.ID, Amount: money.Of(x.Amount, strings.ToUpper(x.Currency)), Reason: x.Failure}
	switch x.Status {
	case "succeeded":
		st.Status = payment.Captured
	case "failed", "canceled":
		st.Status = payment.Failed
	}
	return st
}
