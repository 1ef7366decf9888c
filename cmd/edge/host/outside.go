//go:build js && wasm

package host

import (
	"context"
	"net/netip"
	"net/url"
	"syscall/js"

	"prilavok/core/call"
)

// outside is a call.Doer for addresses that owners name: it reaches nothing but the
// internet. fetch dials by itself, so the name is resolved and judged before, and only
// HTTPS is spoken: whoever has the name resolve to the inside in between meets a service
// there that has no certificate for it.
type outside struct{ caller }

// Do implements call.Doer.
func (o outside) Do(ctx context.Context, r call.Request) (call.Response, error) {
	u, err := url.Parse(r.URL)
	if err != nil || u.Scheme != "https" || !o.public(ctx, u.Hostname()) {
		return call.Response{}, errConnect
	}
	return o.caller.Do(ctx, r)
}

// public reports whether a name resolves, and to addresses of the internet only.
func (o outside) public(ctx context.Context, host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return call.Public(ip)
	}
	list, err := o.await(ctx, o.host.Call("resolve", host))
	if err != nil || list.Length() == 0 {
		return false
	}
	for i := range list.Length() {
		ip, err := netip.ParseAddr(list.Index(i).String())
		if err != nil || !call.Public(ip) {
			return false
		}
	}
	return true
}

// await waits for a promise that never rejects.
func (c caller) await(ctx context.Context, promise js.Value) (js.Value, error) {
	reply := make(chan js.Value, 1)
	var settle js.Func
	settle = js.FuncOf(func(_ js.Value, args []js.Value) any {
		settle.Release()
		reply <- args[0]
		return nil
	})
	promise.Call("then", settle)
	select {
	case v := <-reply:
		return v, nil
	case <-ctx.Done():
		return js.Undefined(), errTimeout
	}
}
