//go:build js && wasm

package host

import (
	"context"
	"syscall/js"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/txn"
)

// Faults of outgoing calls; none of their texts holds an address.
var (
	errTimeout = fault.New(fault.Unavailable, "call.timeout", "the service did not answer in time")
	errConnect = fault.New(fault.Unavailable, "call.connect", "the service cannot be reached")
	errLarge   = fault.New(fault.Invalid, "call.too_large", "the answer is larger than allowed")
	errBroken  = fault.New(fault.Unavailable, "call.broken", "the connection broke before the answer was complete")
)

var callFaults = map[string]error{"timeout": errTimeout, "connect": errConnect, "large": errLarge, "broken": errBroken}

const (
	callWithin = 30 * time.Second
	callMost   = 8 << 20
)

// caller is a call.Doer over the page's call: fetch with a time limit and a size
// limit. Redirects are handed back as answers, so that no token travels to a stranger.
type caller struct{ host js.Value }

// Do implements call.Doer.
func (c caller) Do(ctx context.Context, r call.Request) (res call.Response, err error) {
	defer func() {
		if _, thrown := recover().(js.Error); thrown { // against the page's promise
			err = errBroken
		}
	}()
	if txn.Open(ctx) {
		return call.Response{}, txn.ErrOpen
	}
	if ctx.Err() != nil {
		return call.Response{}, errTimeout
	}
	if r.Timeout <= 0 {
		r.Timeout = callWithin
	}
	if r.MaxBody <= 0 {
		r.MaxBody = callMost
	}
	headers := js.Global().Get("Object").New()
	for k, v := range r.Header {
		headers.Set(k, v)
	}
	under := c.host.Call("call", r.Method, r.URL, headers, bytesToJS(r.Body), r.Timeout.Milliseconds(), r.MaxBody)
	v, err := c.await(ctx, under.Get("answer"))
	if err != nil {
		under.Call("abort")
		return call.Response{}, err
	}
	return answered(v)
}

func answered(v js.Value) (call.Response, error) {
	if e := v.Get("error"); e.Type() == js.TypeString {
		if err := callFaults[e.String()]; err != nil {
			return call.Response{}, err
		}
		return call.Response{}, errBroken
	}
	out := call.Response{Status: v.Get("status").Int(), Header: map[string]string{}}
	list := v.Get("headers")
	for i := range list.Length() {
		if k := list.Index(i).Index(0).String(); out.Header[k] == "" {
			out.Header[k] = list.Index(i).Index(1).String()
		}
	}
	out.Body = make([]byte, v.Get("body").Length())
	js.CopyBytesToGo(out.Body, v.Get("body"))
	return out, nil
}
