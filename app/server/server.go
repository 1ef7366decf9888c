// Package server is the long-running form of the shop: it opens the database, serves
// HTTP, runs the workers, and connects the bots. The wiring of the shop itself is
// app's; what only a process of its own needs is here.
package server

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"prilavok/app"
	"prilavok/app/config"
	"prilavok/app/direct"
	"prilavok/app/gallery"
	"prilavok/app/obs"
	"prilavok/app/signin"
	"prilavok/app/vault"
	"prilavok/core/bell/push"
	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/payment"
	"prilavok/core/picture"
	"prilavok/core/seal"
	"prilavok/core/staff/person"
	"prilavok/httpapi/admin"
	"prilavok/httpapi/admin/gate"
	"prilavok/httpapi/connect"
	"prilavok/httpapi/operator"
	cookies "prilavok/httpapi/signin"
	"prilavok/httpapi/webchat"
	"prilavok/provider/demopay"
	"prilavok/provider/nethttp"
	"prilavok/store"
	"prilavok/store/postgres"
	"prilavok/store/sqlite"
)

// Options are what differs between entries.
type Options struct {
	Version string
	Log     *slog.Logger
	Now     func() time.Time // nil is time.Now
	HTTP    call.Doer        // nil is net/http
}

// Server is an opened installation.
type Server struct {
	App     *app.App
	Config  config.Config
	Keyring *seal.Keyring
	Metrics *obs.Metrics
	DB      store.DB
	People  *person.Service // who sign in on the server itself
	signIn  *cookies.Handler
	push    *push.Service
	log     *slog.Logger
	hub     *webchat.Hub
	gate    *gate.Gate
	desk    *operator.Handler // what the operators' inbox has on a server only
	media   media
	tickets *picture.Sealed // of pictures that come to the disk
	demopay *demopay.Service
	pages   *connect.Handler
	pollers sync.WaitGroup
	keepers sync.Map // of *keeper, by account
	run     atomic.Pointer[context.Context]
	working atomic.Bool
	version string
	started time.Time
	address atomic.Pointer[string] // where a demo is reached that has no public address
}

// UseAddress names where customers reach a server that has no PUBLIC_URL: a demo's own
// address, for links to pay by.
func (s *Server) UseAddress(url string) { s.address.Store(&url) }

func (s *Server) publicURL() string {
	if at := s.address.Load(); at != nil && s.Config.PublicURL == "" {
		return *at
	}
	return strings.TrimSuffix(s.Config.PublicURL, "/")
}

// Open opens and migrates the database and wires the shop. Close ends it.
func Open(ctx context.Context, cfg config.Config, o Options) (*Server, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	keys, err := seal.New(cfg.Keys(), nil)
	if err != nil {
		return nil, err
	}
	db, err := OpenDB(ctx, cfg)
	if err != nil {
		return nil, err
	}
	if _, err := Migrate(ctx, db); err != nil {
		return nil, errors.Join(err, store.New(db).Close())
	}
	m := obs.NewMetrics(o.Version, o.Now)
	outside := o.HTTP
	if outside == nil && cfg.HookPrivate != "yes" {
		outside = nethttp.NewOutside("prilavok/"+o.Version, o.Now, m.Call)
	}
	files := gallery.FetchOf(cfg, o.HTTP)
	if files.Do == nil {
		files.Do = nethttp.NewOutside("prilavok/"+o.Version, o.Now, m.Call)
	}
	if o.HTTP == nil {
		o.HTTP = nethttp.New("prilavok/"+o.Version, o.Now, m.Call)
	}
	m.Trace = obs.NewTracer(o.HTTP, cfg.TraceURL, o.Version, o.Now, rand.Reader, o.Log)
	o.HTTP = m.Trace.Doer(o.HTTP)
	s := &Server{Config: cfg, Keyring: keys, Metrics: m, DB: db, version: o.Version, started: o.Now(), log: o.Log, hub: webchat.NewHub(), media: newMedia(cfg.DataDir), tickets: picture.NewSealed(keys, o.Now)}
	model, err := modelOf(cfg, o.HTTP, m)
	if err != nil {
		return nil, errors.Join(err, store.New(db).Close())
	}
	db.Wrote = s.wrote
	st := store.New(db)
	s.demopay = demopay.New(st, o.Now, s.publicURL, s.paidInDemo)
	s.App = app.New(app.Deps{Store: st, Paying: []payment.Kind{s.demopay.Kind()}, Tokens: signin.Supabase(cfg, o.HTTP, o.Now), HTTP: o.HTTP, Keys: keys, Now: o.Now, IDs: id.New(o.Now, nil), Log: o.Log,
		Media: s.media, Pictures: vault.Of(cfg, st, o.HTTP, o.Now), Hub: s.hub, Telegram: cfg.Telegram.APIURL, Model: model, KeepTranscripts: cfg.Transcripts, PublicURL: s.publicURL,
		Instagram: app.InstagramOf(cfg), InstagramAPI: direct.APIOf(cfg), Meta: direct.MetaOf(cfg), Outside: outside, Fetch: files, PrivateHooks: cfg.HookPrivate == "yes", OrderDoc: admin.OrderDoc,
		Observe: app.Observe{Job: m.Observer(o.Log), Webhook: m.Webhook, Stop: m.Stops, Adapter: m.Adapter, Missed: m.Missed, Responder: m.Responder, Script: m.Script}})
	s.pages = s.App.Direct.Pages(false)
	s.pushes()
	if err := s.people(); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	s.operators()
	m.WatchQueue(s.App.QueueStats)
	m.WatchProcess(o.Now())
	return s, nil
}

// OpenDB opens the database that the configuration names.
func OpenDB(ctx context.Context, cfg config.Config) (store.DB, error) {
	if cfg.Postgres() {
		return postgres.Open(ctx, cfg.DatabaseURL, postgres.Options{MaxConns: cfg.DatabaseMax})
	}
	path := cfg.SQLitePath()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return store.DB{}, fault.Wrap(err, fault.Invalid, "server.data_dir", "the data folder cannot be made")
	}
	return sqlite.Open(ctx, path)
}

// OpenExisting is OpenDB that makes nothing: looking at an installation changes nothing.
//
// Faults: server.no_database when there is no SQLite file.
func OpenExisting(ctx context.Context, cfg config.Config) (store.DB, error) {
	if !cfg.Postgres() {
		if _, err := os.Stat(cfg.SQLitePath()); err != nil {
			return store.DB{}, fault.Wrap(err, fault.NotFound, "server.no_database", "there is no database file yet: demo, serve or migrate makes it")
		}
	}
	return OpenDB(ctx, cfg)
}

// Migrate applies what is missing to either engine.
func Migrate(ctx context.Context, db store.DB) ([]string, error) {
	if db.Dialect == store.Postgres {
		return postgres.Migrate(ctx, db)
	}
	return sqlite.Migrate(ctx, db)
}

// Pending lists the migrations that are missing.
func Pending(ctx context.Context, db store.DB) ([]string, error) {
	if db.Dialect == store.Postgres {
		return postgres.Pending(ctx, db)
	}
	return sqlite.Pending(ctx, db)
}

// Close closes the database; Run has ended before.
func (s *Server) Close() error { return s.App.Store.Close() }

// Run serves until ctx ends: first no new requests are taken, then the work in hand is
// finished, then it returns. The order is what keeps an acknowledged message safe.
func (s *Server) Run(ctx context.Context, ln net.Listener) error {
	web := &http.Server{Handler: s.Handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn)}
	work, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWork()
	var workers sync.WaitGroup
	workers.Go(func() {
		s.working.Store(true)
		defer s.working.Store(false)
		s.App.Jobs.Run(work, s.Config.Workers)
	})
	if s.Metrics.Trace != nil {
		workers.Go(func() { s.Metrics.Trace.Run(work) })
	}
	workers.Go(func() { s.upkeep(work) })
	workers.Go(func() { s.timings(work) })
	s.listen(work, &workers)
	s.run.Store(&ctx)
	go s.connectBots(ctx)
	served := make(chan error, 1)
	go func() { served <- web.Serve(ln) }()
	var err error
	select {
	case err = <-served:
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.Config.Stopping)
	defer cancel()
	s.hub.Close()
	s.desk.Close()
	stopErr := web.Shutdown(grace)
	s.pollers.Wait()
	stopWork()
	ended := make(chan struct{})
	go func() { workers.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-grace.Done():
		s.log.Warn("work in hand did not end in time; its leases run out and it is done again")
	}
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	if errors.Is(stopErr, context.DeadlineExceeded) {
		stopErr = nil
	}
	return errors.Join(err, stopErr)
}

// upkeep looks after the shops until ctx ends.
func (s *Server) upkeep(ctx context.Context) {
	tick := time.NewTicker(app.UpkeepEvery)
	defer tick.Stop()
	for {
		if err := s.App.Upkeep(ctx); err != nil && ctx.Err() == nil {
			s.log.Warn("upkeep was not done whole; it is tried again", obs.Fault(err))
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// timings stores what the stops took until ctx ends, and once more then.
func (s *Server) timings(ctx context.Context) {
	tick := time.NewTicker(app.TimingsEvery)
	defer tick.Stop()
	for live := true; live; {
		select {
		case <-ctx.Done():
			live = false
		case <-tick.C:
		}
		within, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		if err := s.App.Timings.Store(within, 0); err != nil {
			s.log.Warn("what the stops took was not stored; it is tried again", obs.Fault(err))
		}
		cancel()
	}
}

// listen wakes the workers when another process on the same Postgres enqueues.
func (s *Server) listen(ctx context.Context, workers *sync.WaitGroup) {
	if s.DB.Dialect != store.Postgres {
		return
	}
	workers.Go(func() {
		err := postgres.Listen(ctx, s.Config.DatabaseURL, "prilavok_jobs", func() { s.App.Jobs.Wake(); s.desk.WakeAll() })
		if err != nil && ctx.Err() == nil {
			s.log.Warn("no wake-ups from other processes: polling goes on", obs.Fault(err))
		}
	})
}

// media opens pictures: those of the sample shop, and the owner's in the data folder.
type media struct {
	own    fs.FS
	sample fs.FS
}

// Open implements telegram.Media.
func (m media) Open(_ context.Context, path string) ([]byte, string, error) {
	name, ok := strings.CutPrefix(path, "/media/")
	if !ok || !fs.ValidPath(name) {
		return nil, "", gallery.ErrNoPicture
	}
	b, err := m.read(name)
	if err != nil {
		return nil, "", gallery.ErrNoPicture
	}
	return b, http.DetectContentType(b), nil
}

func (m media) read(name string) ([]byte, error) {
	if rest, ok := strings.CutPrefix(name, "sample/"); ok && m.sample != nil {
		return fs.ReadFile(m.sample, rest)
	}
	return fs.ReadFile(m.own, name)
}
