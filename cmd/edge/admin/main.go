//go:build js && wasm

// Command admin is the shop's API as one WebAssembly module, for Supabase Edge Functions:
// the same routes, checks and answers as the server's. What its requests cause is done by
// the bot beside it, at the next tick of the database's clock.
package main

import (
	"context"
	"net/http"
	"strings"
	"time"

	"prilavok/app"
	"prilavok/app/api"
	"prilavok/app/attached"
	"prilavok/app/direct"
	"prilavok/app/signin"
	"prilavok/app/vault"
	"prilavok/cmd/edge/host"
	"prilavok/httpapi/admin"
	"prilavok/httpapi/admin/gate"
	"prilavok/httpapi/connect"
	"prilavok/httpapi/operator"
)

func main() { host.Run(open) }

type edge struct {
	*host.Host
	api   http.Handler
	pages *connect.Handler
}

func open(h *host.Host) (host.Program, error) {
	d, err := h.Deps()
	if err != nil {
		return nil, err
	}
	d.Tokens = signin.Supabase(h.Config, h.HTTP, time.Now)
	d.Pictures = vault.InSupabase(h.Config, h.Store, h.HTTP, time.Now)
	d.Meta, d.InstagramAPI = direct.MetaOf(h.Config), direct.APIOf(h.Config)
	a := app.NewAPI(d)
	origins := strings.FieldsFunc(h.Env.Get("PRILAVOK_PANEL_ORIGIN"), func(r rune) bool { return r == ',' || r == ' ' })
	services := api.Services(a)
	services.Desk.Files = true
	handler := admin.New(services, gate.Options{Keys: a.Staff, Audit: a.Audit, Now: time.Now, IDs: a.IDs, Log: h.Log})
	mux := http.NewServeMux()
	mux.Handle("/", handler)
	// A file is in memory several times: one at a time.
	operator.New(operator.Options{Door: handler, Open: attached.OfAPI(a).Open, Log: h.Log, Opening: 1}).MountFiles(mux)
	return &edge{h, gate.Cross(origins, mux), a.Direct.Pages(true)}, nil
}

// Answer implements host.Program.
func (e *edge) Answer(ctx context.Context, r host.Request) host.Response {
	if !strings.HasPrefix(r.Path, connect.Base+"/") {
		return answered(ctx, e.api, r)
	}
	header := http.Header{}
	for k, v := range r.Header {
		header.Set(k, v)
	}
	res := e.pages.Serve(ctx, connect.Request{Method: r.Method, Path: r.Path, Query: r.Query, Header: header.Get, Body: r.Body})
	return host.Response{Status: res.Status, Header: res.Header, Body: res.Body}
}

// Retire implements host.Program: nothing is under way but requests.
func (e *edge) Retire(reason string) { e.Log.Info("the isolate ends soon", "reason", reason) }
