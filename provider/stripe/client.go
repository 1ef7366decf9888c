package stripe

import (
	"context"
	"encoding/json"
	"net/url"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
)

// client is one account of Stripe.
type client struct {
	do   call.Doer
	now  func() time.Time
	base string
	key  string
	hook string // "" when notices are not signed
}

// send carries one request out. key is empty for what changes nothing.
func (c *client) send(ctx context.Context, name, method, path, key string, form url.Values, out any) error {
	r := call.Request{Method: method, URL: c.base + path, Service: "stripe", Name: name, Timeout: 30 * time.Second, MaxBody: 2 << 20,
		Header: map[string]string{"Authorization": "Bearer " + c.key, "Stripe-Version": Version, "Accept": "application/json"}}
	if key != "" {
		r.Header["Idempotency-Key"] = key
	}
	if method == "POST" {
		r.Body, r.Header["Content-Type"] = []byte(form.Encode()), "application/x-www-form-urlencoded"
	} else if len(form) > 0 {
		r.URL += "?" + form.Encode()
	}
	resp, err := c.do.Do(ctx, r)
	if err != nil {
		return err
	}
	if resp.Status != 200 {
		return refusal(resp)
	}
	if err := json.Unmarshal(resp.Body, out); err != nil { // it may have taken effect all the same
		return fault.Wrap(err, fault.Unavailable, "stripe.unreadable", "Stripe's answer cannot be read")
	}
	return nil
}

// refusal names what the service would not do. 409 (the key is in use) and 5xx leave the
// outcome open: the same request under the same key tells it.
func refusal(resp call.Response) error {
	var body struct {
		Error struct {
			Code    string `json:"code"`
			Param   string `json:"param"`
			Message string `json:"message"`
		} `json:"error"`
	}
	_ = json.Unmarshal(resp.Body, &body) // a proxy's page is no reason either
	say := func(kind fault.Kind, code string) error {
		return &fault.Fault{Kind: kind, Code: code, Message: "Stripe: " + body.Error.Code + " " + body.Error.Param}
	}
	switch {
	case resp.Status >= 500 || resp.Status == 409:
		return say(fault.Unavailable, "stripe.down")
	case resp.Status == 401:
		return say(fault.Unauthorized, "stripe.credentials")
	case resp.Status == 403:
		return say(fault.Forbidden, "stripe.forbidden")
	case resp.Status == 404, body.Error.Code == "resource_missing":
		return say(fault.NotFound, "stripe.not_found")
	case resp.Status == 429:
		return say(fault.TooMany, "stripe.too_many")
	case resp.Status >= 300 && resp.Status < 400:
		return say(fault.Unavailable, "stripe.redirect")
	}
	return say(fault.Invalid, "stripe.refused")
}
