package yookassa

import (
	"context"
	"net/url"
	"strings"
	"time"

	"prilavok/core/fault"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/payment"
)

// Start implements payment.Provider.
func (c *client) Start(ctx context.Context, r payment.StartRequest) (payment.State, error) {
	if err := payment.Among(r.Amount.Currency, currencies); err != nil {
		return payment.State{}, err
	}
	body := create{Amount: amountOf(r.Amount), Capture: !r.TwoStage, Description: cut(r.Description, 128),
		Confirmation: confirmation{Type: "redirect", ReturnURL: r.ReturnURL, Locale: locale(r.Lang)},
		Metadata:     map[string]string{"order_id": r.OrderID, "payment_id": r.PaymentID},
		CustomerID:   cut(r.Customer.ID, 200), Receipt: receiptOf(r.Receipt, r.Customer, r.Amount.Currency)}
	if code := codes[r.Method]; code != "" {
		body.Method = &method{Type: code}
	}
	var p object
	if err := c.send(ctx, "create payment", "POST", "/payments", r.Key, body, &p); err != nil {
		return payment.State{}, err
	}
	return p.state()
}

// Capture implements payment.Provider.
func (c *client) Capture(ctx context.Context, r payment.MoneyRequest) (payment.State, error) {
	body := move{Amount: amountOf(r.Amount), Receipt: receiptOf(r.Receipt, r.Customer, r.Amount.Currency)}
	var p object
	if err := c.send(ctx, "capture", "POST", "/payments/"+url.PathEscape(r.ExternalID)+"/capture", r.Key, body, &p); err != nil {
		return payment.State{}, err
	}
	return p.state()
}

// Void implements payment.Provider: only held money can be released; a link expires.
func (c *client) Void(ctx context.Context, r payment.MoneyRequest) (payment.State, error) {
	var p object
	if err := c.send(ctx, "cancel", "POST", "/payments/"+url.PathEscape(r.ExternalID)+"/cancel", r.Key, struct{}{}, &p); err != nil {
		return payment.State{}, err
	}
	return p.state()
}

// Refund implements payment.Provider. Our id stands in the description, where a refund
// can be found by it.
func (c *client) Refund(ctx context.Context, r payment.MoneyRequest) (payment.State, error) {
	body := refund{PaymentID: r.ExternalID, Amount: amountOf(r.Amount), Description: cut(strings.TrimSpace(r.Why), 200) + " [" + r.Key + "]",
		Receipt: receiptOf(r.Receipt, r.Customer, r.Amount.Currency)}
	var o object
	if err := c.send(ctx, "refund", "POST", "/refunds", r.Key, body, &o); err != nil {
		return payment.State{}, err
	}
	return o.refundState()
}

// Lookup implements payment.Provider.
func (c *client) Lookup(ctx context.Context, r payment.Ref) (payment.State, error) {
	path := "/payments"
	if r.Refund {
		path = "/refunds"
	}
	var o object
	var err error
	if r.ExternalID != "" {
		err = c.send(ctx, "look up", "GET", path+"/"+url.PathEscape(r.ExternalID), "", nil, &o)
	} else {
		o, err = c.search(ctx, path, r)
	}
	switch {
	case err != nil:
		return payment.State{}, err
	case r.Refund:
		return o.refundState()
	}
	return o.state()
}

// pages bounds a search by our id: a hundred objects a page, in the hours after the
// operation was begun.
const (
	pages     = 20
	searchFor = 26 * time.Hour
)

// search reads the list of payments or refunds for the one that has our id.
func (c *client) search(ctx context.Context, path string, r payment.Ref) (object, error) {
	if r.OurID == "" {
		return object{}, errNone
	}
	q := url.Values{"limit": {"100"}}
	if !r.Since.IsZero() {
		q.Set("created_at.gte", r.Since.Add(-10*time.Minute).UTC().Format(time.RFC3339))
		q.Set("created_at.lte", r.Since.Add(searchFor).UTC().Format(time.RFC3339))
	}
	if r.Refund && r.Payment != "" {
		q.Set("payment_id", r.Payment)
	}
	for range pages {
		var page struct {
			Items []object `json:"items"`
			Next  string   `json:"next_cursor"`
		}
		if err := c.send(ctx, "search", "GET", path+"?"+q.Encode(), "", nil, &page); err != nil {
			return object{}, err
		}
		for _, o := range page.Items {
			if o.Metadata["payment_id"] == r.OurID && !r.Refund || r.Refund && o.ourID() == r.OurID {
				return o, nil
			}
		}
		if page.Next == "" {
			return object{}, errNone
		}
		q.Set("cursor", page.Next)
	}
	return object{}, fault.New(fault.Unavailable, "yookassa.too_many_payments", "YooKassa has more payments of that day than a search reads")
}

var errNone = fault.New(fault.NotFound, "yookassa.not_found", "YooKassa knows no such payment")

func locale(l lang.Lang) string {
	if l == lang.EN {
		return "en_US"
	}
	return "ru_RU"
}

func cut(s string, n int) string {
	r := []rune(s)
	return string(r[:min(len(r), n)])
}

// state reads a payment. What it does not know it leaves out.
func (o object) state() (payment.State, error) {
	sum, err := o.Amount.money()
	if err != nil {
		return payment.State{}, err
	}
	s := payment.State{Status: payment.Pending, OurID: o.Metadata["payment_id"], OrderID: o.Metadata["order_id"], ExternalID: o.ID, Amount: sum,
		URL: o.Confirmation.URL, ExpiresAt: o.ExpiresAt, Receipt: o.receipt(), Reason: o.Cancellation.Reason}
	switch o.Status {
	case "pending":
	case "waiting_for_capture":
		s.Status, s.Held = payment.Authorized, sum.Amount
	case "succeeded":
		s.Status, s.Captured = payment.Captured, sum.Amount
		if o.Refunded.Value != "" {
			back, err := o.Refunded.money()
			if err != nil {
				return payment.State{}, err
			}
			s.Refunded = back.Amount
		}
	case "canceled":
		s.Status = canceledBy(o.Cancellation.Reason)
	default:
		return payment.State{}, fault.New(fault.Unavailable, "yookassa.unknown_status", "YooKassa tells a status that is not known: %q", o.Status)
	}
	return s, nil
}

func canceledBy(reason string) payment.Status {
	switch reason {
	case "expired_on_confirmation":
		return payment.Expired
	case "canceled_by_merchant", "expired_on_capture", "permission_revoked", "":
		return payment.Canceled
	}
	return payment.Failed
}

func (o object) refundState() (payment.State, error) {
	sum, err := o.Amount.money()
	if err != nil {
		return payment.State{}, err
	}
	s := payment.State{Status: payment.Pending, OurID: o.ourID(), ExternalID: o.ID, Amount: sum, Receipt: o.receipt(), Reason: o.Cancellation.Reason}
	switch o.Status {
	case "succeeded":
		s.Status = payment.Captured
	case "canceled":
		s.Status = payment.Failed
	}
	return s, nil
}

// ourID reads a refund's id of ours from the end of its description.
func (o object) ourID() string {
	i := strings.LastIndex(o.Description, "[")
	if i < 0 || !strings.HasSuffix(o.Description, "]") {
		return ""
	}
	return o.Description[i+1 : len(o.Description)-1]
}

func (o object) receipt() string {
	switch o.Registration {
	case "canceled":
		return "failed"
	case "pending", "succeeded":
		return o.Registration
	}
	return ""
}

// money reads an amount, strictly: another form is nothing to guess from.
func (a amount) money() (money.Money, error) {
	m, err := money.Parse(a.Value, a.Currency)
	if err != nil || len(a.Currency) != 3 {
		return money.Money{}, fault.New(fault.Unavailable, "yookassa.amount", "YooKassa tells an amount that cannot be read")
	}
	return m, nil
}
