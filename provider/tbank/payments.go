package tbank

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"prilavok/core/fault"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/payment"
)

// again bounds how many sessions one payment of ours may get.
const again = 9

// Start implements payment.Provider.
func (c *client) Start(ctx context.Context, r payment.StartRequest) (payment.State, error) {
	if err := payment.Among(r.Amount.Currency, currencies); err != nil {
		return payment.State{}, err
	}
	kind := "O"
	if r.TwoStage {
		kind = "T"
	}
	for n := 1; ; n++ {
		a := args{"Amount": r.Amount.Amount, "OrderId": numbered(r.PaymentID, n), "Description": cut(r.Description, 140), "PayType": kind, "NotificationURL": r.NoticeURL,
			"SuccessURL": r.ReturnURL, "FailURL": r.ReturnURL, "Language": language(r.Lang), "DATA": map[string]string{"order": r.OrderID, "number": r.Number}}
		if r.Customer.ID != "" {
			a["CustomerKey"] = cut(r.Customer.ID, 36)
		}
		if !r.ExpiresAt.IsZero() {
			a["RedirectDueDate"] = r.ExpiresAt.UTC().Format("2006-01-02T15:04:05-07:00")
		}
		if r.Receipt != nil {
			a["Receipt"] = receiptOf(r.Receipt, r.Customer)
		}
		out, err := c.send(ctx, "Init", a)
		if fault.CodeOf(err) == "tbank.refused" && n < again {
			st, known := c.named(ctx, numbered(r.PaymentID, n))
			switch {
			case known == nil && (st.Held > 0 || st.Captured > 0):
				return st, nil
			case known == nil:
				continue // the name is taken: an answer to us was lost
			case fault.Retryable(known):
				return payment.State{}, known
			}
		}
		if err != nil {
			return payment.State{}, err
		}
		st, err := stateOf(out.Status, out.Amount)
		st.ExternalID, st.OurID, st.URL, st.ExpiresAt = unquoted(out.PaymentID), r.PaymentID, out.URL, r.ExpiresAt
		return st, err
	}
}

// numbered is the name of a payment's n-th session; bare is the payment's own.
func numbered(id string, n int) string {
	if n == 1 {
		return id
	}
	return id + "." + strconv.Itoa(n)
}

func bare(orderID string) string {
	id, _, _ := strings.Cut(orderID, ".")
	return id
}

// Capture implements payment.Provider.
func (c *client) Capture(ctx context.Context, r payment.MoneyRequest) (payment.State, error) {
	a := args{"PaymentId": r.ExternalID, "Amount": r.Amount.Amount}
	if r.Receipt != nil {
		a["Receipt"] = receiptOf(r.Receipt, r.Customer)
	}
	if _, err := c.send(ctx, "Confirm", a); err != nil {
		return payment.State{}, err
	}
	return c.look(ctx, r.ExternalID)
}

// Void implements payment.Provider: what is held is released, and a page that nobody has
// paid on is closed.
func (c *client) Void(ctx context.Context, r payment.MoneyRequest) (payment.State, error) {
	st, err := c.look(ctx, r.ExternalID)
	if err != nil || st.Captured > 0 { // paid meanwhile: Cancel would give it back
		return st, err
	}
	if _, err := c.send(ctx, "Cancel", args{"PaymentId": r.ExternalID, "ExternalRequestId": r.Key}); err != nil {
		return payment.State{}, err
	}
	return c.look(ctx, r.ExternalID)
}

// Refund implements payment.Provider. A refund has no object of its own: it is known by
// its payment and our key.
func (c *client) Refund(ctx context.Context, r payment.MoneyRequest) (payment.State, error) {
	held, err := c.look(ctx, r.ExternalID)
	switch {
	case err != nil:
		return payment.State{}, err
	case held.Captured == 0: // Cancel would release it or close the page instead
		return payment.State{}, fault.New(fault.Conflict, "tbank.not_paid", "T-Bank: the payment was not taken")
	}
	a := args{"PaymentId": r.ExternalID, "Amount": r.Amount.Amount, "ExternalRequestId": r.Key}
	if r.Receipt != nil {
		a["Receipt"] = receiptOf(r.Receipt, r.Customer)
	}
	out, err := c.send(ctx, "Cancel", a)
	if err != nil {
		return payment.State{}, err
	}
	st := payment.State{Status: refundStatus(out.Status), OurID: r.Key, ExternalID: r.ExternalID + "/" + r.Key, Amount: r.Amount}
	return st, nil
}

func refundStatus(told string) payment.Status {
	switch told {
	case "REFUNDED", "PARTIAL_REFUNDED":
		return payment.Captured
	case "CONFIRMED", "REJECTED":
		return payment.Failed
	}
	return payment.Pending // REFUNDING, ASYNC_REFUNDING: by SBP it takes a while
}

// Lookup implements payment.Provider. A refund whose answer was lost cannot be asked
// about: it is sent again under its key.
func (c *client) Lookup(ctx context.Context, r payment.Ref) (payment.State, error) {
	switch {
	case r.Refund:
		return c.lookRefund(ctx, r)
	case r.ExternalID != "":
		return c.look(ctx, r.ExternalID)
	case r.OurID == "":
		return payment.State{}, errNone
	}
	best := payment.State{}
	for n := 1; n <= again; n++ {
		st, err := c.named(ctx, numbered(r.OurID, n))
		if fault.Is(err, fault.NotFound) {
			break
		}
		if err != nil {
			return payment.State{}, err
		}
		if best.ExternalID == "" || best.Held == 0 && best.Captured == 0 {
			best = st
		}
	}
	if best.ExternalID == "" {
		return payment.State{}, errNone
	}
	return best, nil
}

func (c *client) lookRefund(ctx context.Context, r payment.Ref) (payment.State, error) {
	id, key, ok := strings.Cut(r.ExternalID, "/")
	if !ok {
		return payment.State{}, errNone
	}
	out, err := c.send(ctx, "GetState", args{"PaymentId": id})
	if err != nil {
		return payment.State{}, notFound(err)
	}
	return payment.State{Status: refundStatus(out.Status), OurID: key, ExternalID: r.ExternalID}, nil
}

// named says how the session under one of our names stands; of more, the one with money.
func (c *client) named(ctx context.Context, orderID string) (best payment.State, err error) {
	list, err := c.sessions(ctx, orderID)
	if err != nil {
		return best, err
	}
	for _, id := range list {
		st, err := c.look(ctx, id)
		if err != nil {
			return payment.State{}, err
		}
		if best.ExternalID == "" || best.Held == 0 && best.Captured == 0 {
			best = st
		}
	}
	return best, nil
}

// sessions lists the payments under one of our names.
func (c *client) sessions(ctx context.Context, orderID string) ([]string, error) {
	out, err := c.send(ctx, "CheckOrder", args{"OrderId": orderID})
	if err != nil {
		return nil, notFound(err)
	}
	var ids []string
	for _, p := range out.Payments {
		ids = append(ids, unquoted(p.PaymentID))
	}
	if len(ids) == 0 {
		return nil, errNone
	}
	return ids, nil
}

// notFound reads the refusal of a question: whatever its code, there is nothing.
func notFound(err error) error {
	if fault.Is(err, fault.Invalid) {
		return errNone
	}
	return err
}

func (c *client) look(ctx context.Context, id string) (payment.State, error) {
	out, err := c.send(ctx, "GetState", args{"PaymentId": id})
	if err != nil {
		return payment.State{}, notFound(err)
	}
	st, err := stateOf(out.Status, out.Amount)
	st.ExternalID, st.OurID = id, bare(out.OrderID)
	return st, err
}

// stateOf reads a status. What part of a payment was given back the service does not
// tell when it is asked, only whether it was all.
func stateOf(status string, amount int64) (payment.State, error) {
	s := payment.State{Status: payment.Pending, Amount: money.Of(amount, "RUB"), Reason: strings.ToLower(status)}
	switch status {
	case "NEW", "FORM_SHOWED", "AUTHORIZING", "3DS_CHECKING", "3DS_CHECKED", "PREAUTHORIZING", "PAY_CHECKING":
		s.Reason = ""
	case "AUTHORIZED", "CONFIRMING", "CONFIRM_CHECKING", "REVERSING":
		s.Status, s.Held, s.Reason = payment.Authorized, amount, ""
	case "CONFIRMED", "REFUNDING", "ASYNC_REFUNDING", "PARTIAL_REFUNDED":
		s.Status, s.Captured, s.Reason = payment.Captured, amount, ""
	case "REFUNDED":
		s.Status, s.Captured, s.Refunded, s.Reason = payment.Refunded, amount, amount, ""
	case "REVERSED", "PARTIAL_REVERSED", "CANCELED":
		s.Status = payment.Canceled
	case "DEADLINE_EXPIRED", "ATTEMPTS_EXPIRED":
		s.Status = payment.Expired
	case "REJECTED", "AUTH_FAIL":
		s.Status = payment.Failed
	default:
		return payment.State{}, fault.New(fault.Unavailable, "tbank.unknown_status", "T-Bank tells a status that is not known: %q", status)
	}
	return s, nil
}

// Notice implements payment.Provider. The service wants OK in any case: what is not
// understood would only come again.
func (c *client) Notice(_ func(string) string, body []byte) (payment.Hint, error) {
	h := payment.Hint{Reply: payment.Reply{Status: 200, Type: "text/plain; charset=utf-8", Body: "OK"}}
	in, err := c.signed(body)
	if err != nil {
		return h, err
	}
	id, order, status := fmt.Sprint(in["PaymentId"]), fmt.Sprint(in["OrderId"]), fmt.Sprint(in["Status"])
	if in["PaymentId"] == nil || in["Status"] == nil { // of a saved card or an account
		h.Key, h.Kind = "other:"+fmt.Sprint(in["Token"]), "other"
		return h, nil
	}
	h.Key, h.Kind = status+":"+id+":"+fmt.Sprint(in["Token"]), status
	h.Ref = payment.Ref{ExternalID: id, OurID: bare(order)}
	return h, nil
}

func language(l lang.Lang) string {
	if l == lang.EN {
		return "en"
	}
	return "ru"
}

func cut(s string, n int) string {
	r := []rune(s)
	return string(r[:min(len(r), n)])
}

// taxes and systems are the service's words for the tax service's codes.
var (
	taxes   = []string{"none", "none", "vat0", "vat10", "vat20", "vat110", "vat120", "vat5", "vat7", "vat105", "vat107", "vat22", "vat122"}
	systems = []string{"", "osn", "usn_income", "usn_income_outcome", "envd", "esn", "patent"}
)

type receipt struct {
	Email    string `json:"Email,omitempty"`
	Phone    string `json:"Phone,omitempty"`
	Taxation string `json:"Taxation"`
	Items    []item `json:"Items"`
}

type item struct {
	Name     string `json:"Name"`
	Price    int64  `json:"Price"`
	Quantity int64  `json:"Quantity"`
	Amount   int64  `json:"Amount"`
	Tax      string `json:"Tax"`
	Method   string `json:"PaymentMethod"`
	Object   string `json:"PaymentObject"`
}

func receiptOf(r *payment.Receipt, c payment.Customer) receipt {
	out := receipt{Email: c.Email, Phone: c.Phone, Taxation: "osn"}
	if r.TaxSystem > 0 && r.TaxSystem < len(systems) {
		out.Taxation = systems[r.TaxSystem]
	}
	if out.Email == "" && out.Phone == "" {
		out.Email = r.Email
	}
	for _, i := range r.Items {
		x := item{Name: cut(i.Title, 128), Price: i.Price, Quantity: i.Quantity, Amount: i.Price * i.Quantity, Tax: "none", Method: i.Mode, Object: i.Subject}
		if i.Vat > 0 && i.Vat < len(taxes) {
			x.Tax = taxes[i.Vat]
		}
		out.Items = append(out.Items, x)
	}
	return out
}
