// Package calltest lets fakes of outside services be called without a network.
package calltest

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/txn"
)

// Doer returns a call.Doer that reaches a service under a URL's beginning. Requests to
// elsewhere go to next; without one they fail to connect.
func Doer(under string, service http.Handler, next call.Doer) call.Doer {
	return doer{under, service, next}
}

type doer struct {
	under   string
	service http.Handler
	next    call.Doer
}

// Do implements call.Doer.
func (d doer) Do(ctx context.Context, r call.Request) (resp call.Response, err error) {
	if txn.Open(ctx) {
		return resp, txn.ErrOpen
	}
	if !strings.HasPrefix(r.URL, d.under) {
		if d.next != nil {
			return d.next.Do(ctx, r)
		}
		return resp, fault.New(fault.Unavailable, "call.connect", "%s cannot be reached", r.Service)
	}
	u, err := url.Parse(r.URL)
	if err != nil {
		return resp, fault.New(fault.Invalid, "call.request", "the URL cannot be read")
	}
	request := httptest.NewRequestWithContext(ctx, r.Method, u.RequestURI(), bytes.NewReader(r.Body))
	for name, value := range r.Header {
		request.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	defer func() {
		switch x := recover(); x {
		case nil:
		case http.ErrAbortHandler: // the connection broke under the request
			resp, err = call.Response{}, fault.New(fault.Unavailable, "call.timeout", "%s did not answer in time", r.Service)
		default:
			panic(x)
		}
	}()
	d.service.ServeHTTP(w, request)
	if ctx.Err() != nil {
		return resp, fault.New(fault.Unavailable, "call.timeout", "%s did not answer in time", r.Service)
	}
	resp = call.Response{Status: w.Code, Body: w.Body.Bytes(), Header: map[string]string{}}
	for name := range w.Header() {
		resp.Header[strings.ToLower(name)] = w.Header().Get(name)
	}
	return resp, nil
}
