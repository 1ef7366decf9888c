//go:build js && wasm

package main

import (
	"context"
	"crypto/subtle"
	"strconv"
	"strings"
	"time"

	"prilavok/app"
	"prilavok/cmd/edge/host"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/shop"
	"prilavok/httpapi/pay"
	"prilavok/httpapi/webhook"
)

// tickHeader carries the secret that the database's clock shares with us.
const tickHeader = "x-prilavok-tick"

// upkeepWithin is how long looking after the shops may take.
const upkeepWithin = 60 * time.Second

// retireWithin is how long giving jobs back may take: little is left of the isolate's life.
const retireWithin = 5 * time.Second

type edge struct {
	*host.Host
	app    *app.App
	tick   string
	drain  *drainer
	tended tended
}

// Answer implements host.Program.
func (e *edge) Answer(ctx context.Context, r host.Request) host.Response {
	switch {
	case strings.HasPrefix(r.Path, "/hook/"):
		return e.hook(ctx, r)
	case strings.HasPrefix(r.Path, "/pay/"):
		return e.pay(ctx, r)
	case r.Path == "/tick":
		return e.ticked(r)
	}
	return host.Response{Status: 404}
}

func (e *edge) hook(ctx context.Context, r host.Request) host.Response {
	before := e.Trips()
	res := e.app.Webhook.Serve(ctx, webhook.Request{Method: r.Method, Path: r.Path, Query: r.Query, Body: r.Body,
		Header: func(key string) string { return r.Header[strings.ToLower(key)] }})
	e.Log.Debug("accepted", "status", res.Status, "round_trips", e.Trips()-before)
	out := host.Response{Status: res.Status, Body: res.Body, Header: map[string]string{}, After: e.after(res.Status == 200 && r.Method == "POST", false)}
	if t := res.ContentType(); t != "" {
		out.Header["content-type"] = t
	}
	if res.RetryAfter > 0 {
		out.Header["retry-after"] = strconv.Itoa(res.RetryAfter)
	}
	return out
}

func (e *edge) pay(ctx context.Context, r host.Request) host.Response {
	res := e.app.Pay.Serve(ctx, pay.Request{Method: r.Method, Path: r.Path, Body: r.Body,
		Header: func(key string) string { return r.Header[strings.ToLower(key)] }})
	return host.Response{Status: res.Status, Header: res.Header, Body: res.Body, After: e.after(r.Method == "POST" && res.Status == 200, false)}
}

// after is the work after an answer, where there may be any.
func (e *edge) after(work, upkeep bool) func() {
	if !work {
		return nil
	}
	return func() { e.work(upkeep) }
}

// work does what is to be done. The tick of the clock also has the shops looked after: what
// somebody waits for goes first, and jobs that upkeep makes are done at once.
func (e *edge) work(upkeep bool) {
	defer e.timings(app.TimingsEvery / 6)
	if e.drain.ending() {
		return
	}
	e.drain.work(!upkeep)
	if !upkeep || e.drain.ending() || e.drain.poor() || !e.tended.take(time.Now()) {
		return
	}
	e.upkeep()
	e.drain.work(false)
}

// timings stores what the stops took; the isolate may be gone soon.
func (e *edge) timings(every time.Duration) {
	if !e.app.Timings.Due(every) {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), retireWithin)
	defer cancel()
	if err := e.app.Timings.Store(ctx, every); err != nil {
		e.Log.Warn("what the stops took was not stored; it is tried again", "fault", err.Error())
	}
}

func (e *edge) upkeep() {
	well := false
	defer func() { e.tended.done(time.Now(), well) }()
	ctx, cancel := context.WithTimeout(context.Background(), upkeepWithin)
	defer cancel()
	err := e.app.Upkeep(ctx)
	if err != nil {
		e.Log.Warn("upkeep was not done whole; it is tried again", "code", fault.CodeOf(err), "fault", err.Error())
	}
	well = err == nil
}

// Retire implements host.Program: no more jobs are begun, and what is not begun is another
// isolate's at once. What runs is finished if there is time.
func (e *edge) Retire(reason string) {
	e.drain.retire()
	e.timings(0)
	ctx, cancel := context.WithTimeout(context.Background(), retireWithin)
	defer cancel()
	if err := e.app.Jobs.Retire(ctx); err != nil { // the leases run out
		e.Log.Warn("the isolate ends soon and keeps its jobs", "reason", reason, "fault", err.Error())
	} else {
		e.Log.Info("the isolate ends soon", "reason", reason)
	}
}

// ticked takes up what was left undone: by an isolate that ended, or for later.
func (e *edge) ticked(r host.Request) host.Response {
	switch {
	case r.Method != "POST":
		return host.Response{Status: 405}
	case e.tick == "" || subtle.ConstantTimeCompare([]byte(e.tick), []byte(r.Header[tickHeader])) != 1:
		return host.Response{Status: 401}
	}
	return host.Response{Status: 202, After: e.after(true, true)}
}

func (e *edge) webhookDone(c shop.Channel, status int, in []inbox.Incoming, err error) {
	if err != nil || status >= 400 {
		e.Log.Warn("webhook", "channel", string(c), "status", status, "events", len(in), "fault", fault.CodeOf(err))
	}
}
