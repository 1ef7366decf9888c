//go:build js && wasm

// Command edge is Prilavok's bot as one WebAssembly module, for Supabase Edge
// Functions and whatever else runs JavaScript: webhooks, the work they cause, and the
// tick of a clock. The page around it (supabase/functions/bot) holds the database
// connection and fetch; everything else is the same code as the server's.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"syscall/js"
	"time"
	_ "time/tzdata" // an isolate has no files: without them every shop would live in UTC

	"prilavok/app"
	"prilavok/app/config"
	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/job"
	"prilavok/core/seal"
	"prilavok/store"
	"prilavok/store/edgedb"
)

// The page is globalThis.prilavok with
//
//	db             what edgedb.Open asks for
//	env            the variables that we may see, as an object
//	call           one outgoing request: caller
//	spent()        what this isolate has used of the processor since its boot, in ms
//	ready(handle, retire)   takes what edge.handle and edge.retire are
//	failed(why)    is told why there will be no program
//	log(line)      writes one line
//
// None of these may throw.

// build names what was built; the linker sets it.
var build = "unknown"

func main() {
	host := js.Global().Get("prilavok")
	// The processor is scarcer than memory here: an isolate is kept below 128 MB in all, of
	// which this leaves most to JavaScript.
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(40 << 20)
	e, err := open(host)
	if err != nil {
		host.Call("failed", err.Error())
		return
	}
	host.Call("ready", js.FuncOf(e.handle), js.FuncOf(e.retire))
	<-e.end
}

// open wires the bot. It reads nothing and calls nobody: the isolate's time counts.
func open(host js.Value) (*edge, error) {
	env := environment{host.Get("env")}
	cfg, _, err := config.Load(config.Input{Env: env.setting})
	if err != nil {
		return nil, err
	}
	log := slog.New(slog.NewJSONHandler(console{host}, &slog.HandlerOptions{Level: level(cfg.Logs.Level)}))
	keys, err := seal.New(cfg.Keys(), nil)
	if err != nil {
		return nil, fmt.Errorf("PRILAVOK_SECRET_KEY: %w", err)
	}
	db, err := edgedb.Open(host.Get("db"))
	if err != nil {
		return nil, err
	}
	do := caller{host}
	model, err := app.OpenAI(cfg, do)
	if err != nil {
		return nil, err
	}
	e := &edge{host: host, log: log, tick: env.get("PRILAVOK_TICK_SECRET"), end: make(chan struct{})}
	e.app = app.New(app.Deps{Store: store.New(db), HTTP: do, Outside: outside{do}, Keys: keys, Now: time.Now, IDs: id.New(time.Now, nil), Log: log,
		Model: model, KeepTranscripts: cfg.Transcripts, Telegram: cfg.Telegram.APIURL, Instagram: app.InstagramOf(cfg), InstagramAPI: app.InstagramAPIOf(cfg), PublicURL: func() string { return strings.TrimSuffix(cfg.PublicURL, "/") },
		Observe: app.Observe{Job: e.jobDone, Webhook: e.webhookDone}})
	e.app.Inbox.OneConnection()
	e.drain = &drainer{batch: e.app.Jobs.Batch, trips: e.trips, spent: e.spent, log: log, stop: make(chan struct{})}
	return e, nil
}

// environment is what the page lets through: never the whole environment, which may be
// larger than a Go program accepts.
type environment struct{ js.Value }

func (e environment) get(name string) string {
	if v := e.Get(name); v.Type() == js.TypeString {
		return v.String()
	}
	return ""
}

// setting finds a setting of the server by the name it has here: the secrets of a Supabase
// project are shared by all its functions, so ours begin with PRILAVOK_, but for those of
// the model service, which others may use as well. What the platform itself tells of the
// project is used where we are told nothing else.
func (e environment) setting(name string) (string, bool) {
	if strings.HasPrefix(name, "SUPABASE_") {
		v := e.get("PRILAVOK_" + name)
		if v == "" {
			v = e.get(name)
		}
		return v, v != ""
	}
	if !strings.HasPrefix(name, "OPENAI_") && !strings.HasPrefix(name, "PRILAVOK_") {
		name = "PRILAVOK_" + name
	}
	v := e.get(name)
	return v, v != ""
}

func level(name string) slog.Level {
	var l slog.Level
	if l.UnmarshalText([]byte(name)) != nil {
		return slog.LevelInfo
	}
	return l
}

// console writes one line per event: the platform counts console calls.
type console struct{ host js.Value }

// Write implements io.Writer.
func (c console) Write(p []byte) (int, error) {
	line := string(p)
	if n := len(line); n > 0 && line[n-1] == '\n' {
		line = line[:n-1]
	}
	c.host.Call("log", line)
	return len(p), nil
}

// jobDone logs what failed. Being told to wait is no failure.
func (e *edge) jobDone(j job.Job, err error) {
	if err == nil {
		return
	}
	level := slog.LevelError
	if fault.Is(err, fault.TooMany) {
		level = slog.LevelDebug
	}
	e.log.Log(context.Background(), level, "a job failed", "kind", j.Kind, "job", j.ID, "attempt", j.Attempts, "fault", err.Error())
	if fault.Retryable(err) {
		e.drain.later(max(fault.RetryAfter(err), time.Second))
	}
}
