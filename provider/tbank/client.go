package tbank

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
)

// client is one terminal of a shop.
type client struct {
	do                       call.Doer
	base, terminal, password string
}

// args are a request's parameters. Those that are no scalars are not signed.
type args map[string]any

// answer is what we read of an answer; other fields are ignored.
type answer struct {
	Success   bool            `json:"Success"`
	ErrorCode string          `json:"ErrorCode"`
	Message   string          `json:"Message"`
	Details   string          `json:"Details"`
	Status    string          `json:"Status"`
	PaymentID json.RawMessage `json:"PaymentId"` // a number or a string
	OrderID   string          `json:"OrderId"`
	Amount    int64           `json:"Amount"`
	URL       string          `json:"PaymentURL"`
	Original  int64           `json:"OriginalAmount"`
	New       *int64          `json:"NewAmount"`
	Payments  []struct {
		PaymentID json.RawMessage `json:"PaymentId"`
		Status    string          `json:"Status"`
		Amount    int64           `json:"Amount"`
	} `json:"Payments"`
}

func unquoted(raw json.RawMessage) string { return strings.Trim(string(raw), `"`) }

// send carries out one method.
func (c *client) send(ctx context.Context, method string, a args) (answer, error) {
	a["TerminalKey"] = c.terminal
	a["Token"] = Token(a, c.password)
	body, err := json.Marshal(a)
	if err != nil {
		return answer{}, fault.Wrap(err, fault.Internal, "tbank.request", "a request to T-Bank")
	}
	resp, err := c.do.Do(ctx, call.Request{Method: "POST", URL: c.base + "/" + method, Service: "tbank", Name: method, Timeout: 30 * time.Second, MaxBody: 1 << 20,
		Header: map[string]string{"Content-Type": "application/json", "Accept": "application/json"}, Body: body})
	if err != nil {
		return answer{}, err
	}
	var out answer
	unreadable := json.Unmarshal(resp.Body, &out)
	switch {
	case resp.Status == 429:
		return out, fault.New(fault.TooMany, "tbank.too_many", "T-Bank wants fewer requests")
	case resp.Status == 401 || resp.Status == 403:
		return out, fault.New(fault.Unauthorized, "tbank.credentials", "T-Bank does not accept the terminal's key")
	case resp.Status != 200 || unreadable != nil: // it may have taken effect all the same
		return out, fault.New(fault.Unavailable, "tbank.down", "T-Bank answers %d, and nothing to be read", resp.Status)
	case !out.Success || out.ErrorCode != "0":
		return out, refusal(out)
	}
	return out, nil
}

// refusal names what the service would not do. Its codes are many; these few tell more
// than "no".
func refusal(a answer) error {
	kind, code := fault.Invalid, "tbank.refused"
	switch a.ErrorCode {
	case "202", "204", "205", "501":
		kind, code = fault.Unauthorized, "tbank.credentials"
	case "3", "9999", "999", "":
		kind, code = fault.Unavailable, "tbank.down"
	case "255", "335":
		kind, code = fault.NotFound, errNone.Code
	}
	text := strings.TrimSpace(a.Message + " " + a.Details)
	return fault.New(kind, code, "T-Bank: %s (%s)", text, a.ErrorCode)
}

var errNone = fault.New(fault.NotFound, "tbank.not_found", "T-Bank knows no such payment")

// Token signs parameters: the values of the scalars among them, and the password, in the
// order of their names, by SHA-256.
func Token(a map[string]any, password string) string {
	values := map[string]string{"Password": password}
	for k, v := range a {
		switch v := v.(type) {
		case string, bool, int, int64, json.Number:
			values[k] = fmt.Sprint(v)
		}
	}
	delete(values, "Token")
	names := make([]string, 0, len(values))
	for k := range values {
		names = append(names, k)
	}
	slices.Sort(names)
	h := sha256.New()
	for _, k := range names {
		h.Write([]byte(values[k]))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// signed reads what the service posted and checks its signature.
func (c *client) signed(body []byte) (map[string]any, error) {
	d := json.NewDecoder(strings.NewReader(string(body)))
	d.UseNumber()
	var in map[string]any
	if err := d.Decode(&in); err != nil || in == nil {
		return nil, fault.New(fault.Invalid, "tbank.notice", "this is no notification of T-Bank's")
	}
	told, _ := in["Token"].(string)
	if subtle.ConstantTimeCompare([]byte(strings.ToLower(told)), []byte(Token(in, c.password))) != 1 || in["TerminalKey"] != c.terminal {
		return nil, fault.New(fault.Unauthorized, "tbank.signature", "the notification is not signed by T-Bank")
	}
	return in, nil
}
