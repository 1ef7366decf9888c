package server

import (
	"context"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"

	"prilavok/app/api"
	"prilavok/app/obs"
	"prilavok/app/rehearsal"
	channel "prilavok/channel/webchat"
	"prilavok/core/fault"
	"prilavok/core/picture"
	"prilavok/httpapi/admin"
	"prilavok/httpapi/admin/gate"
	"prilavok/httpapi/connect"
	"prilavok/httpapi/health"
	"prilavok/httpapi/panel"
	"prilavok/httpapi/pay"
	"prilavok/httpapi/pictures"
	"prilavok/httpapi/signin"
	"prilavok/httpapi/webchat"
	"prilavok/httpapi/webhook"
	"prilavok/sample"
	"prilavok/web"
)

func newMedia(dataDir string) media {
	return media{own: os.DirFS(filepath.Join(dataDir, "media")), sample: sample.Media}
}

// Handler is all that the server answers.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/hook/", http.HandlerFunc(s.hook))
	mux.Handle(gate.Base+"/", s.gate)
	s.desk.Mount(mux)
	mux.Handle(signin.Base, s.signIn)
	mux.Handle(panel.Base, panel.Handler(panel.Options{Files: built("panel"), Supabase: s.Config.Supabase.URL, Pictures: s.Config.PicturesAt()}))
	mux.Handle("/pay/demo/", http.HandlerFunc(s.demoPage))
	mux.Handle(connect.Base+"/", http.HandlerFunc(s.connect))
	mux.Handle("/pay/", http.HandlerFunc(s.pay))
	mux.Handle("PUT "+picture.Desk, pictures.Handler{Tickets: s.tickets, Folder: filepath.Join(s.Config.DataDir, "media")})
	mux.Handle("GET /media/", http.HandlerFunc(s.picture))
	mux.Handle("GET /healthz", health.Live())
	mux.Handle("GET /readyz", health.Ready(
		health.Check{Name: "database", Run: s.App.Store.Ping},
		health.Check{Name: "migrations", Run: s.migrated},
		health.Check{Name: "workers", Run: s.works}))
	if s.Config.MetricsAddr == "" {
		mux.Handle("GET /metrics", health.Private(health.Metrics(s.Metrics.Registry)))
	}
	mux.Handle("/", webchat.New(webchat.Options{Store: s.App.Store, Receive: s.App.Inbox.Receive, Parse: channel.Parse, Hub: s.hub,
		Shelf: shelf{s.App}, Uploads: s.App.Uploads, Assets: web.Dist(), PublicURL: s.Config.PublicURL, Now: s.App.Now, IDs: s.App.IDs, Logger: s.log}))
	return mux
}

// built is a part of the built front end.
func built(name string) fs.FS {
	sub, err := fs.Sub(web.Dist(), name)
	if err != nil {
		return nil // cannot be: the name is ours
	}
	return sub
}

// api is the shop's API for programs and for the panel.
func (s *Server) api() *gate.Gate {
	a := s.App
	services := api.Services(a)
	services.Team.People, services.Team.Left = s.People, s.push.Left
	services.Bell.Push = true
	services.Settings.Bots, services.Settings.Groups = s, s
	services.System.Host = s.host(services.System.Host)
	if services.Goods.Pictures == nil { // no vault: the disk
		services.Goods.Pictures = picture.New(s.tickets)
	}
	services.Desk.Files = true
	services.Settings.Trial = &rehearsal.Stage{Store: a.Store, Script: a.Dialog, Fallback: a.Dialog, Model: a.Trial(), Now: a.Now, IDs: a.IDs}
	if a.Model.Generate != nil {
		services.Settings.Model = s
	}
	return admin.New(services,
		gate.Options{Keys: a.Staff, Cookies: s.signIn, Audit: a.Audit, Now: a.Now, IDs: a.IDs, Log: s.log, Name: obs.WithRequest, Count: s.Metrics.API})
}

// MetricsHandler serves the numbers on an address of their own.
func (s *Server) MetricsHandler() http.Handler { return health.Metrics(s.Metrics.Registry) }

func (s *Server) works(context.Context) error {
	if !s.working.Load() {
		return fault.New(fault.Unavailable, "server.no_workers", "the workers have not started, or have stopped")
	}
	return nil
}

func (s *Server) migrated(ctx context.Context) error {
	missing, err := Pending(ctx, s.DB)
	if err == nil && len(missing) > 0 {
		err = fault.New(fault.Unavailable, "server.migrations_pending", "migrations are missing: run prilavok migrate")
	}
	return err
}

// hook hands a webhook to stop 1. At most one byte more than allowed is read.
func (s *Server) hook(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, int64(webhook.Limit(r.URL.Path))+1))
	if err != nil {
		http.Error(w, "the body could not be read", http.StatusBadRequest)
		return
	}
	res := s.App.Webhook.Serve(r.Context(), webhook.Request{Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery, Header: r.Header.Get, Body: body})
	if res.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(res.RetryAfter))
	}
	if t := res.ContentType(); t != "" {
		w.Header().Set("Content-Type", t)
		w.Header().Set("X-Content-Type-Options", "nosniff")
	}
	w.WriteHeader(res.Status)
	_, _ = w.Write(res.Body) // the channel sends again when it did not get the answer
}

// pay hands notices of payment providers and returning customers to their handler.
func (s *Server) pay(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, pay.MaxBody+1))
	if err != nil {
		http.Error(w, "the body could not be read", http.StatusBadRequest)
		return
	}
	res := s.App.Pay.Serve(r.Context(), pay.Request{Method: r.Method, Path: r.URL.Path, Header: r.Header.Get, Body: body})
	for k, v := range res.Header {
		w.Header().Set(k, v)
	}
	w.WriteHeader(res.Status)
	_, _ = w.Write(res.Body) // the provider posts again when it did not get the answer
}

// connect hands owners who come back from Meta's login, and Meta's own calls, to their handler.
func (s *Server) connect(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, connect.MaxBody+1))
	if err != nil {
		http.Error(w, "the body could not be read", http.StatusBadRequest)
		return
	}
	res := s.pages.Serve(r.Context(), connect.Request{Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery, Header: r.Header.Get, Body: body})
	for k, v := range res.Header {
		w.Header().Set(k, v)
	}
	w.WriteHeader(res.Status)
	_, _ = w.Write(res.Body) // whoever asked may be gone
}

// picture serves what lies under the media root. Pictures never change under a name.
func (s *Server) picture(w http.ResponseWriter, r *http.Request) {
	b, mime, err := s.media.Open(r.Context(), r.URL.Path)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", mime)
	w.Header().Set("Cache-Control", "public, max-age=86400")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Content-Length", strconv.Itoa(len(b)))
	_, _ = w.Write(b)
}
