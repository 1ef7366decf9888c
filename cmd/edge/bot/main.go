//go:build js && wasm

// Command bot is Prilavok's bot as one WebAssembly module, for Supabase Edge
// Functions and whatever else runs JavaScript: webhooks, the work they cause, and the
// tick of a clock. The page around it (supabase/functions/bot) holds the database
// connection and fetch; everything else is the same code as the server's.
package main

import (
	"context"
	"log/slog"
	"time"

	"prilavok/app"
	"prilavok/app/direct"
	"prilavok/app/gallery"
	"prilavok/app/vault"
	"prilavok/cmd/edge/host"
	"prilavok/core/fault"
	"prilavok/core/job"
)

func main() { host.Run(open) }

func open(h *host.Host) (host.Program, error) {
	d, err := h.Deps()
	if err != nil {
		return nil, err
	}
	if d.Model, err = app.OpenAI(h.Config, h.HTTP); err != nil {
		return nil, err
	}
	e := &edge{Host: h, tick: h.Env.Get("PRILAVOK_TICK_SECRET")}
	d.KeepTranscripts = h.Config.Transcripts
	d.Pictures = vault.InSupabase(h.Config, h.Store, h.HTTP, time.Now)
	d.Instagram, d.InstagramAPI, d.Meta = app.InstagramOf(h.Config), direct.APIOf(h.Config), direct.MetaOf(h.Config)
	d.Fetch = gallery.FetchOf(h.Config, d.Outside)
	d.Fetch.Max = min(d.Fetch.Max, 8<<20) // a file is in an isolate's memory several times while it is stored
	d.Observe = app.Observe{Job: e.jobDone, Webhook: e.webhookDone}
	e.app = app.New(d)
	e.app.Inbox.OneConnection()
	e.drain = &drainer{run: e.app.Jobs.Work, trips: e.Trips, spent: e.Spent, log: e.Log, stop: make(chan struct{}), kick: make(chan struct{}, 1)}
	return e, nil
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
	e.Log.Log(context.Background(), level, "a job failed", "kind", j.Kind, "job", j.ID, "attempt", j.Attempts, "fault", err.Error())
	if fault.Retryable(err) {
		e.drain.later(max(fault.RetryAfter(err), time.Second))
	}
}
