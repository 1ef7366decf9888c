package cloudpayments

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"prilavok/core/fault"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/payment"
)

// decimal writes an amount as the service wants it: major units, a number.
func decimal(m money.Money) json.Number {
	digits := money.Digits(m.Currency)
	s := fmt.Sprintf("%0*d", digits+1, m.Amount)
	if digits == 0 {
		return json.Number(s)
	}
	return json.Number(s[:len(s)-digits] + "." + s[len(s)-digits:])
}

// Start implements payment.Provider. Its id for a payment is the link's and ours.
func (c *client) Start(ctx context.Context, r payment.StartRequest) (payment.State, error) {
	if err := payment.Among(r.Amount.Currency, currencies); err != nil {
		return payment.State{}, err
	}
	body := map[string]any{"Amount": decimal(r.Amount), "Currency": r.Amount.Currency, "Description": cut(r.Description, 250), "InvoiceId": r.PaymentID,
		"AccountId": r.Customer.ID, "RequireConfirmation": r.TwoStage, "SendEmail": false, "CultureName": culture(r.Lang), "SuccessRedirectUrl": r.ReturnURL,
		"FailRedirectUrl": r.ReturnURL}
	if r.Customer.Email != "" {
		body["Email"] = r.Customer.Email
	}
	if r.Receipt != nil {
		body["JsonData"] = receiptOf(r.Receipt, r.Customer, r.Amount.Currency)
	}
	m, err := c.send(ctx, "/orders/create", r.Key, body)
	if err != nil {
		return payment.State{}, err
	}
	if sum, err := m.sum(); err != nil || sum != r.Amount {
		return payment.State{}, fault.New(fault.Conflict, "cloudpayments.other_sum", "CloudPayments made an order of another sum under this key")
	}
	return payment.State{Status: payment.Pending, OurID: r.PaymentID, ExternalID: m.ID + "/" + r.PaymentID, Amount: r.Amount, URL: m.URL, ExpiresAt: r.ExpiresAt}, nil
}

// transaction finds what was tried last on a payment's link.
func (c *client) transaction(ctx context.Context, paymentID string) (model, error) {
	m, err := c.send(ctx, "/v2/payments/find", "", map[string]any{"InvoiceId": paymentID})
	if fault.Is(err, fault.Invalid) && m.Status == "" {
		return m, errNone
	}
	if err != nil && m.Status != "" { // the transaction was declined; the question was answered
		err = nil
	}
	return m, err
}

var errNone = fault.New(fault.NotFound, "cloudpayments.not_found", "CloudPayments knows no such payment")

// Capture implements payment.Provider.
func (c *client) Capture(ctx context.Context, r payment.MoneyRequest) (payment.State, error) {
	m, err := c.transaction(ctx, r.PaymentID)
	if err != nil {
		return payment.State{}, taken(err)
	}
	body := map[string]any{"TransactionId": m.TransactionID, "Amount": decimal(r.Amount)}
	if r.Receipt != nil {
		body["JsonData"] = receiptOf(r.Receipt, r.Customer, r.Amount.Currency)
	}
	if _, err := c.send(ctx, "/payments/confirm", r.Key, body); err != nil {
		return payment.State{}, err
	}
	return c.look(ctx, r.PaymentID, r.ExternalID)
}

// taken reads that nobody has paid yet as a refusal.
func taken(err error) error {
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.Conflict, "cloudpayments.not_paid", "CloudPayments: the payment was not made")
	}
	return err
}

// Void implements payment.Provider: what is held is released, and a link that nobody has
// paid by is closed.
func (c *client) Void(ctx context.Context, r payment.MoneyRequest) (payment.State, error) {
	m, err := c.transaction(ctx, r.PaymentID)
	switch {
	case err != nil && !fault.Is(err, fault.NotFound):
		return payment.State{}, err
	case err == nil && m.Status == "Authorized":
		if _, err := c.send(ctx, "/payments/void", r.Key, map[string]any{"TransactionId": m.TransactionID}); err != nil {
			return payment.State{}, err
		}
		return c.look(ctx, r.PaymentID, r.ExternalID)
	case err == nil && m.Status != "Declined":
		return c.look(ctx, r.PaymentID, r.ExternalID)
	}
	id, _, _ := strings.Cut(r.ExternalID, "/")
	if _, err := c.send(ctx, "/orders/cancel", r.Key, map[string]any{"Id": id}); err != nil {
		return payment.State{}, err
	}
	return payment.State{Status: payment.Canceled, OurID: r.PaymentID, ExternalID: r.ExternalID}, nil
}

// Refund implements payment.Provider.
func (c *client) Refund(ctx context.Context, r payment.MoneyRequest) (payment.State, error) {
	m, err := c.transaction(ctx, r.PaymentID)
	if err != nil {
		return payment.State{}, taken(err)
	}
	body := map[string]any{"TransactionId": m.TransactionID, "Amount": decimal(r.Amount)}
	if r.Receipt != nil {
		body["JsonData"] = receiptOf(r.Receipt, r.Customer, r.Amount.Currency)
	}
	back, err := c.send(ctx, "/payments/refund", r.Key, body)
	if err != nil {
		return payment.State{}, err
	}
	return payment.State{Status: payment.Captured, OurID: r.Key, ExternalID: back.TransactionID.String() + "/" + r.Key, Amount: r.Amount}, nil
}

// Lookup implements payment.Provider. A refund whose answer was lost cannot be asked
// about: it is sent again under its key.
func (c *client) Lookup(ctx context.Context, r payment.Ref) (payment.State, error) {
	first, last, ok := strings.Cut(r.ExternalID, "/")
	switch {
	case r.ExternalID != "" && !ok, r.Refund && !ok, r.OurID == "" && !ok:
		return payment.State{}, errNone
	case r.Refund:
		m, err := c.send(ctx, "/payments/get", "", map[string]any{"TransactionId": json.Number(first)})
		if err != nil {
			if fault.Is(err, fault.Invalid) {
				err = errNone
			}
			return payment.State{}, err
		}
		sum, err := m.sum()
		st := payment.State{Status: payment.Captured, OurID: last, ExternalID: r.ExternalID, Amount: sum}
		if m.Status != "Completed" {
			st.Status = payment.Failed
		}
		return st, err
	case ok:
		return c.look(ctx, last, r.ExternalID)
	}
	return c.look(ctx, r.OurID, "")
}

// look says how a payment stands. What part was given back the service does not tell,
// only whether it was all.
func (c *client) look(ctx context.Context, paymentID, externalID string) (payment.State, error) {
	m, err := c.transaction(ctx, paymentID)
	if fault.Is(err, fault.NotFound) && externalID != "" {
		return payment.State{Status: payment.Pending, OurID: paymentID, ExternalID: externalID}, nil // the link is there, and nobody has tried it
	}
	if err != nil {
		return payment.State{}, err
	}
	sum, err := m.sum()
	if err != nil {
		return payment.State{}, err
	}
	s := payment.State{Status: payment.Pending, OurID: paymentID, ExternalID: externalID, Amount: sum}
	switch m.Status {
	case "AwaitingAuthentication":
	case "Declined": // another card may be tried by the same link
		s.Reason = m.Reason
	case "Authorized":
		s.Status, s.Held = payment.Authorized, sum.Amount
	case "Completed":
		s.Status, s.Captured = payment.Captured, sum.Amount
		if m.Refunded {
			s.Status, s.Refunded = payment.Refunded, sum.Amount
		}
	case "Cancelled":
		s.Status, s.Reason = payment.Canceled, m.Reason
	default:
		return payment.State{}, fault.New(fault.Unavailable, "cloudpayments.unknown_status", "CloudPayments tells a status that is not known: %q", m.Status)
	}
	return s, nil
}

func culture(l lang.Lang) string {
	if l == lang.EN {
		return "en-US"
	}
	return "ru-RU"
}

func cut(s string, n int) string {
	r := []rune(s)
	return string(r[:min(len(r), n)])
}

// rates are the service's words for the tax service's codes; null is no VAT.
var rates = []any{nil, nil, 0, 10, 20, 110, 120, 5, 7, 105, 107, 22, 122}

var modes = map[string]int{"full_prepayment": 1, "partial_prepayment": 2, "advance": 3, "full_payment": 4, "partial_payment": 5, "credit": 6, "credit_payment": 7}

func receiptOf(r *payment.Receipt, c payment.Customer, currency string) map[string]any {
	items := []map[string]any{}
	for _, i := range r.Items {
		object := 1
		if i.Subject == "service" {
			object = 4
		}
		var vat any
		if i.Vat > 0 && i.Vat < len(rates) {
			vat = rates[i.Vat]
		}
		items = append(items, map[string]any{"label": cut(i.Title, 128), "price": decimal(money.Of(i.Price, currency)), "quantity": i.Quantity,
			"amount": decimal(money.Of(i.Price*i.Quantity, currency)), "vat": vat, "method": modes[i.Mode], "object": object})
	}
	receipt := map[string]any{"Items": items, "email": c.Email, "phone": c.Phone}
	if c.Email == "" && c.Phone == "" {
		receipt["email"] = r.Email
	}
	if r.TaxSystem > 0 {
		receipt["taxationSystem"] = r.TaxSystem - 1
	}
	return map[string]any{"cloudPayments": map[string]any{"customerReceipt": receipt}}
}
