package openai

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"prilavok/core/assistant"
	"prilavok/core/call"
	"prilavok/core/fault"
)

// outgoing is one request with how to read its answer.
type outgoing struct {
	name, method, path string
	model              string
	timeout            time.Duration
	body               func() (body []byte, contentType string, err error)
	read               func(body []byte) error
	id                 func(requestID string)
}

// send tries a request until it is answered or trying again is pointless, and
// returns how many tries came after the first.
func (c *Client) send(ctx context.Context, o outgoing) (retries int, err error) {
	for {
		var again verdict
		err, again = c.once(ctx, o)
		switch {
		case err == nil:
			return retries, nil
		case again.now && retries <= c.cfg.Retries:
			retries++
			continue
		case !again.later || retries >= max(c.cfg.Retries, 0) || again.after > 2*time.Minute:
			return retries, err
		}
		pause := again.after
		if pause == 0 {
			pause = min(500*time.Millisecond<<retries, 8*time.Second)
		}
		if end, ok := ctx.Deadline(); ok && c.now().Add(pause).After(end) {
			return retries, err
		}
		if c.sleep(ctx, pause) != nil {
			return retries, err
		}
		retries++
	}
}

// verdict says whether a failed try is worth repeating: at once with a changed
// request, or later.
type verdict struct {
	now, later bool
	after      time.Duration
}

func (c *Client) once(ctx context.Context, o outgoing) (error, verdict) {
	req := call.Request{Method: o.method, URL: c.cfg.BaseURL + o.path, Service: "openai", Name: o.name,
		Timeout: o.timeout, MaxBody: maxAnswer, Header: map[string]string{"accept": "application/json"}}
	if req.Method == "" {
		req.Method = "POST"
	}
	if req.Timeout == 0 {
		req.Timeout = c.cfg.Timeout
	}
	if err := c.authorize(ctx, req.Header); err != nil {
		return err, verdict{later: fault.Retryable(err)}
	}
	if o.body != nil {
		body, kind, err := o.body()
		if err != nil {
			return assistant.ErrRequest, verdict{}
		}
		req.Body, req.Header["content-type"] = body, kind
	}
	res, err := c.do.Do(ctx, req)
	if err != nil {
		return transport(ctx, err)
	}
	if res.Status < 200 || res.Status > 299 {
		return c.refusal(res, o)
	}
	if e := errorBody(res.Body); e.present() {
		return c.judge(res, e, statusOf(e), o)
	}
	if err := o.read(res.Body); err != nil {
		return err, verdict{later: fault.CodeOf(err) == assistant.ErrBadAnswer.Code}
	}
	if o.id != nil {
		o.id(clean(res.Header["x-request-id"]))
	}
	return nil, verdict{}
}

// transport names a call that was not answered. Only the kind of the cause is kept:
// its text could hold the address.
func transport(ctx context.Context, err error) (error, verdict) {
	if errors.Is(err, fault.New(fault.Internal, "txn.open", "")) {
		return err, verdict{}
	}
	if ctx.Err() != nil {
		return assistant.ErrUnavailable, verdict{}
	}
	if fault.CodeOf(err) == "call.too_large" {
		return assistant.ErrBadAnswer, verdict{}
	}
	return assistant.ErrUnavailable, verdict{later: true}
}

// authorize sets the headers that say who asks.
func (c *Client) authorize(ctx context.Context, h map[string]string) error {
	key := c.cfg.Key
	if c.profile.Has(OAuth) {
		var err error
		if key, err = c.exchange(ctx); err != nil {
			return err
		}
	}
	if key == "" && c.profile.Name == "ollama" {
		key = "ollama" // any non-empty one
	}
	if key != "" {
		h["authorization"] = "Bearer " + key
	}
	if c.cfg.Organization != "" {
		h["openai-organization"] = c.cfg.Organization
	}
	if c.cfg.Project != "" {
		h["openai-project"] = c.cfg.Project
	}
	return nil
}

// wireError is the error object of the protocol; gateways write its code as a number.
type wireError struct {
	Type  string `json:"type"`
	Param string `json:"param"`
	Code  any    `json:"code"`
	Text  string `json:"message"`
}

func (e wireError) present() bool { return e.Type != "" || e.Text != "" || e.Code != nil }

func (e wireError) code() string {
	switch v := e.Code.(type) {
	case string:
		return clean(v)
	case float64:
		return strconv.Itoa(int(v))
	}
	return ""
}

func errorBody(body []byte) wireError {
	var w struct {
		Error json.RawMessage `json:"error"`
	}
	var e wireError
	if json.Unmarshal(body, &w) != nil || len(w.Error) == 0 || string(w.Error) == "null" {
		return e
	}
	if json.Unmarshal(w.Error, &e) != nil {
		e.Text = string(w.Error)
	}
	return e
}

// statusOf reads the status that a gateway put into an error answered with 200.
func statusOf(e wireError) int {
	if n, err := strconv.Atoi(e.code()); err == nil && n >= 400 && n < 600 {
		return n
	}
	return 502
}

// refusal judges an answer that is not 2xx.
func (c *Client) refusal(res call.Response, o outgoing) (error, verdict) {
	return c.judge(res, errorBody(res.Body), res.Status, o)
}

// judge turns a service's error into a fault and says whether to try again, as
// openai-go does: 408, 409, 429 and 5xx, unless x-should-retry says otherwise; a
// used-up quota never.
func (c *Client) judge(res call.Response, e wireError, status int, o outgoing) (error, verdict) {
	after := retryAfter(res.Header, c.now())
	err := named(status, e)
	if err.Code == assistant.ErrRequest.Code && c.learn(o.model, e) {
		return annotate(err, status, e, res), verdict{now: true}
	}
	if status == 401 && c.forgetToken() {
		return annotate(err, status, e, res), verdict{now: true}
	}
	later := status == 408 || status == 409 || status == 429 || status >= 500
	switch strings.ToLower(res.Header["x-should-retry"]) {
	case "true":
		later = true
	case "false":
		later = false
	}
	if err.Code == assistant.ErrQuota.Code {
		later = false
	}
	return annotate(err, status, e, res).After(after), verdict{later: later, after: after}
}

func named(status int, e wireError) *fault.Fault {
	code, text := e.code(), strings.ToLower(e.Text)
	switch {
	case code == "insufficient_quota" || e.Type == "insufficient_quota" || status == 402:
		return assistant.ErrQuota
	case code == "context_length_exceeded" || strings.Contains(text, "context length") || strings.Contains(text, "maximum context"):
		return assistant.ErrTooLong
	case code == "content_policy_violation" || code == "content_filter":
		return assistant.ErrRefused
	case status == 401 || status == 403:
		return assistant.ErrKey
	case status == 404:
		return assistant.ErrNoModel
	case status == 413:
		return assistant.ErrTooLong
	case status == 429:
		return assistant.ErrRateLimited
	case status == 400 || status == 422:
		return assistant.ErrRequest
	}
	return assistant.ErrUnavailable
}

// annotate says what a person needs to find the call: status, the service's code and
// its request id. The service's message stays out: it may quote the prompt or the key.
func annotate(f *fault.Fault, status int, e wireError, res call.Response) *fault.Fault {
	g := *f
	g.Message += " (status " + strconv.Itoa(status)
	if code := e.code(); code != "" {
		g.Message += ", " + code
	}
	if id := clean(res.Header["x-request-id"]); id != "" {
		g.Message += ", request " + id
	}
	g.Message += ")"
	return &g
}

// clean keeps what a code or a request id may hold; anything longer or stranger is
// not repeated.
func clean(s string) string {
	if len(s) > 64 || strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.") != "" ||
		strings.HasPrefix(s, "sk-") {
		return ""
	}
	return s
}

// fieldsOf maps a field of the wire to the feature that sends it.
var fieldsOf = map[string]string{
	"temperature": Temperature, "parallel_tool_calls": ParallelTools, "prompt_cache_key": CacheKey,
	"safety_identifier": SafetyID, "store": NoStore, "max_completion_tokens": Completion, "strict": StrictTools,
}

// learn notes that a model rejects an optional field (reasoning models reject
// temperature), so that it is left out from now on. False when it is not that.
func (c *Client) learn(model string, e wireError) bool {
	feature := fieldsOf[e.Param]
	if i := strings.LastIndexByte(e.Param, '.'); feature == "" && i >= 0 {
		feature = fieldsOf[e.Param[i+1:]]
	}
	if feature == "" || !c.can(model, feature) {
		return false
	}
	c.mu.Lock()
	c.refused[model+"\x00"+feature] = true
	c.mu.Unlock()
	return true
}

// retryAfter reads how long the service asks to wait.
func retryAfter(h map[string]string, now time.Time) time.Duration {
	if ms, err := strconv.ParseFloat(h["retry-after-ms"], 64); err == nil && ms > 0 {
		return time.Duration(ms * float64(time.Millisecond))
	}
	v := h["retry-after"]
	if s, err := strconv.ParseFloat(v, 64); err == nil && s > 0 {
		return time.Duration(min(s, 1e6) * float64(time.Second))
	}
	for _, layout := range []string{time.RFC1123, time.RFC1123Z} {
		if t, err := time.Parse(layout, v); err == nil && t.After(now) {
			return t.Sub(now)
		}
	}
	return 0
}
