package telegram

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
)

// DefaultBase is Telegram's own server.
const DefaultBase = "https://api.telegram.org"

// Client calls Bot API methods, once each. The token stands in URLs only, and no
// fault ever repeats a URL or a text of the transport.
type Client struct {
	Base  string // "" is DefaultBase
	Token string
	Do    call.Doer
}

// args are a method's parameters; absent ones are left out by the caller.
type args map[string]any

type answer struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

// callTimeout is how long a method may take. Sending waits long: giving up early
// leaves it unknown whether the message arrived.
const callTimeout = 30 * time.Second

// Call runs a method and reads its result into out (nil: dropped). A method that
// makes something the contact sees (send…, copy…, create…) is repeated only when the
// connection was never made, because there is no idempotency key.
//
// Faults: those of classify; channel.unknown_outcome (Unavailable) when a send may
// or may not have happened; telegram.unavailable for other methods.
func (c *Client) Call(ctx context.Context, method string, in map[string]any, out any) error {
	if in == nil {
		in = args{} // "null" is no object
	}
	body, err := json.Marshal(in)
	if err != nil {
		return fault.New(fault.Invalid, "telegram.parameters", "the parameters of %s cannot be written", method)
	}
	return c.post(ctx, method, "application/json", body, out)
}

func (c *Client) post(ctx context.Context, method, contentType string, body []byte, out any) error {
	r := call.Request{
		Method: "POST", URL: c.url("/bot", method), Body: body, Timeout: callTimeout,
		Header:  map[string]string{"content-type": contentType, "accept": "application/json"},
		Service: "telegram", Name: method,
	}
	if method == "getUpdates" {
		r.Timeout = pollWait + 15*time.Second
	}
	resp, err := c.Do.Do(ctx, r)
	if connectFailed(err) && ctx.Err() == nil {
		resp, err = c.Do.Do(ctx, r)
	}
	if err != nil {
		return transportFault(method, err)
	}
	return c.read(method, resp, out)
}

func (c *Client) url(kind, rest string) string {
	base := c.Base
	if base == "" {
		base = DefaultBase
	}
	return strings.TrimRight(base, "/") + kind + c.Token + "/" + rest
}

func (c *Client) read(method string, resp call.Response, out any) error {
	var a answer
	if err := json.Unmarshal(resp.Body, &a); err != nil || !a.OK && a.Code == 0 {
		a = answer{Code: resp.Status} // a proxy's page, not Telegram's answer
		if resp.Status < 300 {
			a.Code = 502
		}
	}
	if !a.OK {
		a.Description = c.hide(a.Description)
		return classify(method, a)
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(a.Result, out); err != nil {
		// It was done; what it gave cannot be read. Doing it again would repeat it.
		return fault.New(fault.Internal, "telegram.result", "the result of %s has an unknown shape", method)
	}
	return nil
}

// hide takes the token out of a text that came from outside.
func (c *Client) hide(s string) string {
	_, secret, ok := strings.Cut(c.Token, ":")
	if !ok || secret == "" {
		secret = c.Token
	}
	if secret == "" {
		return s
	}
	return strings.ReplaceAll(s, secret, "…")
}

// sends reports whether a repeated call would show the contact something twice.
func sends(method string) bool {
	switch method {
	case "sendChatAction", "sendMessageDraft", "sendRichMessageDraft":
		return false
	}
	for _, p := range []string{"send", "copy", "forward", "create"} {
		if strings.HasPrefix(method, p) {
			return true
		}
	}
	return false
}
