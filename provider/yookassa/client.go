package yookassa

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
)

// client is one shop of YooKassa.
type client struct {
	do           call.Doer
	base         string
	shop, secret string
}

// problem is the body of a refusal.
type problem struct {
	Type        string  `json:"type"`
	Code        string  `json:"code"`
	Description string  `json:"description"`
	Parameter   string  `json:"parameter"`
	RetryAfter  float64 `json:"retry_after"` // milliseconds
}

// send carries one request out. key is empty for what changes nothing.
func (c *client) send(ctx context.Context, name, method, path, key string, body, out any) error {
	r := call.Request{Method: method, URL: c.base + path, Service: "yookassa", Name: name, Timeout: 30 * time.Second, MaxBody: 2 << 20,
		Header: map[string]string{"Authorization": "Basic " + base64.StdEncoding.EncodeToString([]byte(c.shop+":"+c.secret)), "Accept": "application/json"}}
	if key != "" {
		r.Header["Idempotence-Key"] = key
	}
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return fault.Wrap(err, fault.Internal, "yookassa.request", "a request to YooKassa")
		}
		r.Body, r.Header["Content-Type"] = b, "application/json"
	}
	resp, err := c.do.Do(ctx, r)
	if err != nil {
		return err
	}
	if resp.Status != 200 {
		return refusal(resp)
	}
	if err := json.Unmarshal(resp.Body, out); err != nil { // it may have taken effect all the same
		return fault.Wrap(err, fault.Unavailable, "yookassa.unreadable", "YooKassa's answer cannot be read")
	}
	return nil
}

// refusal names what the service would not do. 202 and 5xx leave the outcome open: the
// same request under the same key tells it.
func refusal(resp call.Response) error {
	var p problem
	_ = json.Unmarshal(resp.Body, &p) // a proxy's page is no reason either
	wait := time.Duration(p.RetryAfter) * time.Millisecond
	say := func(kind fault.Kind, code string) error {
		text := fmt.Sprintf("YooKassa: %s", p.Description)
		if p.Parameter != "" {
			text += " (" + p.Parameter + ")"
		}
		return (&fault.Fault{Kind: kind, Code: code, Message: text}).After(wait)
	}
	switch {
	case resp.Status == 202:
		return fault.New(fault.Unavailable, "yookassa.processing", "YooKassa is still at work on it").After(wait)
	case resp.Status >= 500:
		return say(fault.Unavailable, "yookassa.down")
	case resp.Status == 401:
		return say(fault.Unauthorized, "yookassa.credentials")
	case resp.Status == 403:
		return say(fault.Forbidden, "yookassa.forbidden")
	case resp.Status == 404:
		return say(fault.NotFound, "yookassa.not_found")
	case resp.Status == 429:
		return say(fault.TooMany, "yookassa.too_many")
	case resp.Status >= 300 && resp.Status < 400:
		return say(fault.Unavailable, "yookassa.redirect")
	}
	return say(fault.Invalid, "yookassa.refused")
}
