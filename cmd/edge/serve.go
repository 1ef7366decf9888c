//go:build js && wasm

package main

import (
	"context"
	"crypto/subtle"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"syscall/js"
	"time"

	"prilavok/app"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/shop"
	"prilavok/httpapi/pay"
	"prilavok/httpapi/webhook"
)

// tickHeader carries the secret that the database's clock shares with us.
const tickHeader = "x-prilavok-tick"

// answerWithin is how long one request may take, well inside of what the platform allows.
const answerWithin = 30 * time.Second

// retireWithin is how long giving jobs back may take: little is left of the isolate's life.
const retireWithin = 5 * time.Second

type edge struct {
	app     *app.App
	host    js.Value
	log     *slog.Logger
	tick    string
	drain   *drainer
	tended  tended
	checkup checkup
	end     chan struct{} // closed to end the program; only a test does so
}

type request struct {
	method, path string
	query        string
	header       map[string]string // keys in lower case
	body         []byte
}

type response struct {
	status int
	header map[string]string
	body   []byte
	drain  bool // there may be work
	upkeep bool // and it is time for what nobody asks for
}

// handle is called by the page: handle({method, path, headers, body}) -> Promise of
// {status, headers, body, after}. after is a Promise of the work that the request
// caused, or undefined.
func (e *edge) handle(_ js.Value, args []js.Value) any {
	r := read(args[0])
	return promise(func() js.Value {
		res := e.guarded(r)
		out := js.Global().Get("Object").New()
		headers := js.Global().Get("Object").New()
		for k, v := range res.header {
			headers.Set(k, v)
		}
		out.Set("status", res.status)
		out.Set("headers", headers)
		out.Set("body", bytesToJS(res.body))
		if res.drain {
			out.Set("after", promise(func() js.Value { e.work(res.upkeep); return js.Undefined() }))
		}
		return out
	})
}

// promise runs fn beside the caller: nothing may wait inside a callback.
func promise(fn func() js.Value) js.Value {
	var start js.Func
	start = js.FuncOf(func(_ js.Value, args []js.Value) any {
		resolve, reject := args[0], args[1]
		go func() {
			defer start.Release()
			defer func() {
				if p := recover(); p != nil { // an exception of JavaScript's is one as well
					reject.Invoke(fmt.Sprint(p))
				}
			}()
			resolve.Invoke(fn())
		}()
		return nil
	})
	return js.Global().Get("Promise").New(start)
}

func read(v js.Value) request {
	r := request{method: v.Get("method").String(), path: v.Get("path").String(), query: text(v.Get("query")), header: map[string]string{}}
	list := v.Get("headers") // [[key, value], …]
	for i := range list.Length() {
		r.header[strings.ToLower(list.Index(i).Index(0).String())] = list.Index(i).Index(1).String()
	}
	r.body = make([]byte, v.Get("body").Length())
	js.CopyBytesToGo(r.body, v.Get("body"))
	return r
}

// text is a string of the page's; "" when it has none.
func text(v js.Value) string {
	if v.Type() != js.TypeString {
		return ""
	}
	return v.String()
}

func bytesToJS(b []byte) js.Value {
	out := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(out, b)
	return out
}

// guarded answers 500 where a request makes us panic; the instance lives on.
func (e *edge) guarded(r request) (res response) {
	defer func() {
		if p := recover(); p != nil {
			e.log.Error("a request panicked", "path", r.path, "panic", p)
			res = response{status: 500}
		}
	}()
	ctx, cancel := context.WithTimeout(context.Background(), answerWithin)
	defer cancel()
	return e.route(ctx, r)
}

func (e *edge) route(ctx context.Context, r request) response {
	switch {
	case strings.HasPrefix(r.path, "/hook/"):
		return e.hook(ctx, r)
	case strings.HasPrefix(r.path, "/pay/"):
		return e.pay(ctx, r)
	case r.path == "/tick":
		return e.ticked(r)
	case r.path == "/health" && r.method == "GET":
		return e.health(ctx)
	}
	if res, ok := e.breaks(r); ok {
		return res
	}
	return response{status: 404}
}

func (e *edge) hook(ctx context.Context, r request) response {
	before := e.trips()
	res := e.app.Webhook.Serve(ctx, webhook.Request{Method: r.method, Path: r.path, Query: r.query, Body: r.body,
		Header: func(key string) string { return r.header[strings.ToLower(key)] }})
	e.log.Debug("accepted", "status", res.Status, "round_trips", e.trips()-before)
	out := response{status: res.Status, body: res.Body, header: map[string]string{}, drain: res.Status == 200 && r.method == "POST"}
	if t := res.ContentType(); t != "" {
		out.header["content-type"] = t
	}
	if res.RetryAfter > 0 {
		out.header["retry-after"] = strconv.Itoa(res.RetryAfter)
	}
	return out
}

func (e *edge) pay(ctx context.Context, r request) response {
	res := e.app.Pay.Serve(ctx, pay.Request{Method: r.method, Path: r.path, Body: r.body,
		Header: func(key string) string { return r.header[strings.ToLower(key)] }})
	return response{status: res.Status, header: res.Header, body: res.Body, drain: r.method == "POST" && res.Status == 200}
}

// work does what is to be done. The tick of the clock also has the shops looked after: what
// somebody waits for goes first, and jobs that upkeep makes are done at once.
func (e *edge) work(upkeep bool) {
	defer e.timings(app.TimingsEvery / 6)
	e.drain.work(!upkeep)
	if !upkeep || e.drain.ending() || e.drain.poor() || !e.tended.take(time.Now()) {
		return
	}
	e.upkeep()
	e.drain.work(false)
}

// timings stores what the stops took; the isolate may be gone soon.
func (e *edge) timings(every time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), retireWithin)
	defer cancel()
	if err := e.app.Timings.Store(ctx, every); err != nil {
		e.log.Warn("what the stops took was not stored; it is tried again", "fault", err.Error())
	}
}

func (e *edge) upkeep() {
	well := false
	defer func() { e.tended.done(time.Now(), well) }()
	ctx, cancel := context.WithTimeout(context.Background(), drainWithin)
	defer cancel()
	err := e.app.Upkeep(ctx)
	if err != nil {
		e.log.Warn("upkeep was not done whole; it is tried again", "code", fault.CodeOf(err), "fault", err.Error())
	}
	well = err == nil
}

// retire is called by the page, once or more: retire(reason) -> Promise. The isolate ends
// soon: no more jobs are begun, and what is not begun is another isolate's at once. What
// runs is finished if there is time.
func (e *edge) retire(_ js.Value, args []js.Value) any {
	reason := args[0].String()
	return promise(func() js.Value {
		e.drain.retire()
		e.timings(0)
		ctx, cancel := context.WithTimeout(context.Background(), retireWithin)
		defer cancel()
		if err := e.app.Jobs.Retire(ctx); err != nil { // the leases run out
			e.log.Warn("the isolate ends soon and keeps its jobs", "reason", reason, "fault", err.Error())
		} else {
			e.log.Info("the isolate ends soon", "reason", reason)
		}
		return js.Undefined()
	})
}

// ticked takes up what was left undone: by an isolate that ended, or for later.
func (e *edge) ticked(r request) response {
	switch {
	case r.method != "POST":
		return response{status: 405}
	case e.tick == "" || subtle.ConstantTimeCompare([]byte(e.tick), []byte(r.header[tickHeader])) != 1:
		return response{status: 401}
	}
	return response{status: 202, drain: true, upkeep: true}
}

// spent is what the isolate has used of the processor: see budget.
func (e *edge) spent() time.Duration {
	return time.Duration(e.host.Call("spent").Float() * float64(time.Millisecond))
}

// trips counts the answers of the database that this instance has waited for.
func (e *edge) trips() int { return e.host.Get("db").Get("trips").Int() }

func (e *edge) webhookDone(c shop.Channel, status int, in []inbox.Incoming, err error) {
	if err != nil || status >= 400 {
		e.log.Warn("webhook", "channel", string(c), "status", status, "events", len(in), "fault", fault.CodeOf(err))
	}
}
