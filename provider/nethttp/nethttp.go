// Package nethttp carries out calls to outside services with net/http: call.Doer on
// a server. The edge has its own, over fetch. It makes each call once, judges no
// status, and keeps URLs, which may hold tokens, out of every error.
package nethttp

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/txn"
)

const (
	defaultTimeout = 30 * time.Second
	defaultMaxBody = 8 << 20
	maxRedirects   = 3
)

// Faults of calls. ErrConnect means that nothing was sent; after ErrTimeout and
// ErrBroken the service may have acted.
var (
	ErrConnect  = fault.New(fault.Unavailable, "call.connect", "the service could not be reached; nothing was sent")
	ErrTimeout  = fault.New(fault.Unavailable, "call.timeout", "the service did not answer in time")
	ErrBroken   = fault.New(fault.Unavailable, "call.broken", "the connection broke before the answer was complete")
	ErrTooLarge = fault.New(fault.Invalid, "call.too_large", "the answer is larger than allowed")
	ErrRequest  = fault.New(fault.Internal, "call.request", "the request cannot be built: its method or address is not valid")
)

// Observer is told of every call that was made; status is 0 when there was no answer.
type Observer func(r call.Request, status int, err error, took time.Duration)

// Client is a call.Doer. It is safe for concurrent use and keeps connections.
type Client struct {
	http    *http.Client
	now     func() time.Time
	observe Observer
	agent   string
}

// New returns a Client. agent is the User-Agent of requests that name none; observe
// may be nil. Proxies are taken from the environment as Go programs do
// (HTTPS_PROXY, NO_PROXY).
func New(agent string, now func() time.Time, observe Observer) *Client {
	if observe == nil {
		observe = func(call.Request, int, error, time.Duration) {}
	}
	dial := net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
	return &Client{
		http: &http.Client{
			Transport: &http.Transport{
				Proxy:                 http.ProxyFromEnvironment,
				DialContext:           dial.DialContext,
				TLSHandshakeTimeout:   10 * time.Second,
				ForceAttemptHTTP2:     true,
				MaxIdleConns:          64,
				MaxIdleConnsPerHost:   32, // a busy shop sends to one host: the Bot API
				IdleConnTimeout:       90 * time.Second,
				ExpectContinueTimeout: time.Second,
			},
			CheckRedirect: sameHost,
		},
		now: now, observe: observe, agent: agent,
	}
}

// sameHost follows redirects within one scheme and host, a few of them; any other is
// handed back as the answer, so that no token travels to a stranger.
func sameHost(next *http.Request, via []*http.Request) error {
	first := via[0].URL
	if len(via) > maxRedirects || next.URL.Host != first.Host || next.URL.Scheme != first.Scheme {
		return http.ErrUseLastResponse
	}
	return nil
}

// Close drops the connections that wait for reuse.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Do implements call.Doer.
//
// Faults: those above, and txn.open inside a unit of work.
func (c *Client) Do(ctx context.Context, r call.Request) (call.Response, error) {
	if txn.Open(ctx) {
		return call.Response{}, txn.ErrOpen
	}
	timeout := r.Timeout
	if timeout <= 0 {
		timeout = defaultTimeout
	}
	start := c.now()
	ctx, stop := context.WithTimeout(ctx, timeout)
	defer stop()
	out, err := c.do(ctx, r)
	c.observe(r, out.Status, err, c.now().Sub(start))
	return out, err
}

func (c *Client) do(ctx context.Context, r call.Request) (call.Response, error) {
	var connected atomic.Bool
	trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { connected.Store(true) }}
	req, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, trace), r.Method, r.URL, bytes.NewReader(r.Body))
	if err != nil || req.URL.Host == "" {
		return call.Response{}, ErrRequest // the cause would show the URL
	}
	req.Header.Set("User-Agent", c.agent)
	for k, v := range r.Header {
		req.Header.Set(k, v)
	}
	res, err := c.http.Do(req)
	if err != nil {
		return call.Response{}, failure(err, connected.Load())
	}
	defer func() { _ = res.Body.Close() }()
	return read(res, r.MaxBody)
}

// failure names an error without its text: *url.Error prints the whole address.
func failure(err error, connected bool) error {
	switch {
	case !connected:
		return ErrConnect
	case timedOut(err):
		return ErrTimeout
	}
	return ErrBroken
}

func timedOut(err error) bool {
	var t interface{ Timeout() bool }
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) || errors.As(err, &t) && t.Timeout()
}

func read(res *http.Response, most int64) (call.Response, error) {
	if most <= 0 {
		most = defaultMaxBody
	}
	out := call.Response{Status: res.StatusCode, Header: make(map[string]string, len(res.Header))}
	for k, v := range res.Header {
		if len(v) > 0 {
			out.Header[strings.ToLower(k)] = v[0]
		}
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, most+1))
	switch {
	case err != nil:
		return call.Response{Status: res.StatusCode}, failure(err, true)
	case int64(len(body)) > most:
		return call.Response{Status: res.StatusCode}, ErrTooLarge
	}
	out.Body = body
	return out, nil
}
