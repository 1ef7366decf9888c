package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"os"
	"time"

	"prilavok/app"
	"prilavok/core/id"
	"prilavok/core/seal"
	"prilavok/httpapi/webhook"
	"prilavok/provider/nethttp"
	"prilavok/store"
	"prilavok/store/postgres"
)

// serve is Prilavok as the benchmark runs it, in a process of its own: the real wiring
// on Postgres, with workers only when turns are measured.
func serve(ctx context.Context) error {
	db, err := postgres.Open(ctx, os.Getenv("DATABASE_URL"), postgres.Options{MaxConns: 16})
	if err != nil {
		return err
	}
	keys, err := seal.New([]seal.Key{{ID: "bench", Bytes: make([]byte, seal.KeySize)}}, nil)
	if err != nil {
		return err
	}
	a := app.New(app.Deps{Store: store.New(db), HTTP: nethttp.New("bench", time.Now, nil), Keys: keys, Now: time.Now, IDs: id.New(nil, nil),
		Log: slog.New(slog.DiscardHandler), Telegram: os.Getenv("BOT_API")})
	if os.Getenv("TURNS") != "" {
		go a.Jobs.Run(ctx, 16)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println("listening", ln.Addr().(*net.TCPAddr).Port)
	if addr := os.Getenv("PROFILE"); addr != "" { // of this program only: the product opens no such door
		go func() { _ = http.ListenAndServe(addr, http.HandlerFunc(pprof.Profile)) }()
	}
	return http.Serve(ln, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(io.LimitReader(r.Body, webhook.MaxBody+1))
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		res := a.Webhook.Serve(r.Context(), webhook.Request{Method: r.Method, Path: r.URL.Path, Header: r.Header.Get, Body: body})
		w.WriteHeader(res.Status)
		_, _ = w.Write(res.Body)
	}))
}
