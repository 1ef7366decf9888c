package instagram

import (
	"context"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
)

// Where Meta answers, and the version of the Graph API that this package is written for.
const (
	DefaultBase    = "https://graph.instagram.com"
	DefaultVersion = "v25.0"
)

// Client calls the Graph API, once each. The token stands in a header only (in the query
// where Meta wants it there), and no fault ever repeats a URL or a text of the transport.
type Client struct {
	Base    string // "" is DefaultBase
	Version string // "" is DefaultVersion
	Token   string
	Do      call.Doer
}

// callTimeout is how long a call may take: giving up early leaves it unknown whether a
// message arrived.
const callTimeout = 15 * time.Second

// post sends a JSON body. sends says that a repeated call would show the customer
// something twice; it is repeated here only when the connection was never made.
func (c *Client) post(ctx context.Context, name, path string, sends bool, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return fault.New(fault.Invalid, "instagram.parameters", "the parameters of %s cannot be written", name)
	}
	r := c.request("POST", name, c.base()+"/"+c.version()+"/"+path)
	r.Body, r.Header["content-type"] = body, "application/json"
	return c.run(ctx, r, sends, out)
}

// get reads. q may be nil.
func (c *Client) get(ctx context.Context, name, path string, q url.Values, out any) error {
	address := c.base() + "/" + c.version() + "/" + path
	if len(q) > 0 {
		address += "?" + q.Encode()
	}
	return c.run(ctx, c.request("GET", name, address), false, out)
}

func (c *Client) request(method, name, address string) call.Request {
	return call.Request{Method: method, URL: address, Timeout: callTimeout, Service: "instagram", Name: name,
		Header: map[string]string{"accept": "application/json", "authorization": "Bearer " + c.Token}}
}

func (c *Client) run(ctx context.Context, r call.Request, sends bool, out any) error {
	resp, err := c.Do.Do(ctx, r)
	if fault.CodeOf(err) == "call.connect" && ctx.Err() == nil {
		resp, err = c.Do.Do(ctx, r)
	}
	if err != nil {
		return transportFault(r.Name, sends, err)
	}
	return c.answer(r, resp, sends, out)
}

// answer reads what Meta answered.
func (c *Client) answer(r call.Request, resp call.Response, sends bool, out any) error {
	if resp.Status >= 300 {
		var e struct {
			Error *graphError `json:"error"`
		}
		if json.Unmarshal(resp.Body, &e) != nil || e.Error == nil {
			e.Error = &graphError{} // a proxy's page, not Meta's answer
		}
		e.Error.status, e.Error.wait = resp.Status, regain(resp.Header)
		e.Error.Message = c.hide(e.Error.Message)
		return classify(r.Name, sends, *e.Error)
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(resp.Body, out); err != nil {
		if sends {
			return unknownOutcome(r.Name)
		}
		return fault.New(fault.Unavailable, CodeUnavailable, "the answer to %s has an unknown shape", r.Name)
	}
	return nil
}

func (c *Client) base() string {
	if c.Base == "" {
		return DefaultBase
	}
	return strings.TrimRight(c.Base, "/")
}

func (c *Client) version() string {
	if c.Version == "" {
		return DefaultVersion
	}
	return c.Version
}

// hide takes the token out of a text that came from outside.
func (c *Client) hide(s string) string {
	if c.Token == "" {
		return s
	}
	return strings.ReplaceAll(s, c.Token, "…")
}

// regain reads how long Meta keeps an account waiting: the longest estimate of the usage header.
func regain(header map[string]string) time.Duration {
	var usage map[string][]struct {
		Minutes json.Number `json:"estimated_time_to_regain_access"`
	}
	if json.Unmarshal([]byte(header["x-business-use-case-usage"]), &usage) != nil {
		return 0
	}
	longest := 0
	for _, list := range usage {
		for _, u := range list {
			if n, err := strconv.Atoi(u.Minutes.String()); err == nil {
				longest = max(longest, n)
			}
		}
	}
	return time.Duration(longest) * time.Minute
}
