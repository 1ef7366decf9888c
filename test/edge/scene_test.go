package edge_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/base64"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"prilavok/app"
	"prilavok/channel/telegram/tgfake"
	"prilavok/core/cart"
	"prilavok/core/catalog"
	"prilavok/core/id"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/seal"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/httpapi/webhook"
	"prilavok/provider/nethttp"
	"prilavok/store"
	"prilavok/store/postgres"
	"prilavok/store/storetest"
)

const (
	token      = "5550001:edge-test-token"
	hookSecret = "hook-secret"
	tickSecret = "tick-secret"
)

// scene is a shop on Postgres behind pgbouncer, and the Bot API of its bot.
type scene struct {
	t      *testing.T
	db     *sql.DB  // a superuser straight on the database
	deps   app.Deps // of a server on the same database
	app    *app.App // one of it
	acc    shop.Account
	item   catalog.Variant
	pickup string
	bot    *tgfake.Bot
	fake   *tgfake.Server
	api    *api
	hooks  *hooks
	edge   *deno // where webhooks go
	b      built

	bouncer *storetest.Server
	pooled  string            // the database as the function reaches it
	env     map[string]string // of the function
}

// hooks carries the fake's webhook requests to the isolate that is there, and remembers the last.
type hooks struct {
	mu     sync.Mutex
	to     string
	local  func(webhook.Request) webhook.Response // when set it is asked instead
	body   []byte
	status []int
}

// RoundTrip implements http.RoundTripper.
func (h *hooks) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	h.mu.Lock()
	r.URL.Host, h.body = h.to, body
	local := h.local
	h.mu.Unlock()
	if local != nil {
		w := httptest.NewRecorder()
		res := local(webhook.Request{Method: r.Method, Path: strings.TrimPrefix(r.URL.Path, "/bot"), Header: r.Header.Get, Body: body})
		w.WriteHeader(res.Status)
		_, _ = w.Write(res.Body) // into memory
		return w.Result(), nil
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	h.mu.Lock()
	defer h.mu.Unlock()
	if err == nil {
		h.status = append(h.status, res.StatusCode)
	}
	return res, err
}

func (h *hooks) last() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return string(h.body)
}

// api stands before the Bot API: while it is shut nothing comes through, and a caller that
// gives up was never there.
type api struct {
	next http.Handler
	mu   sync.Mutex
	shut chan struct{} // nil: open
	came chan struct{} // one for each caller that found it shut
}

// ServeHTTP implements http.Handler.
func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body) // else nobody notices that the caller has gone
	if err != nil {
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	a.mu.Lock()
	shut := a.shut
	a.mu.Unlock()
	if shut != nil {
		a.came <- struct{}{}
		select {
		case <-shut:
		case <-r.Context().Done():
			return
		}
	}
	a.next.ServeHTTP(w, r)
}

// close shuts it until the function it returns is called.
func (a *api) close() (open func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	shut := make(chan struct{})
	a.shut = shut
	return sync.OnceFunc(func() {
		a.mu.Lock()
		a.shut = nil
		a.mu.Unlock()
		close(shut)
	})
}

// waits returns when a caller waits before the closed door.
func (a *api) waits(t *testing.T) {
	t.Helper()
	select {
	case <-a.came:
	case <-time.After(30 * time.Second):
		t.Fatal("nobody calls the Bot API")
	}
}

// newScene makes one without an isolate.
func newScene(t *testing.T) *scene {
	t.Helper()
	b, err := breakable()
	ok(t, err)
	return newSceneOn(t, b, storetest.NewDatabase(t, true))
}

// newSceneOn makes one on a migrated database, of which it is given a superuser's URL.
func newSceneOn(t *testing.T, b built, super string) *scene {
	t.Helper()
	s := &scene{t: t, hooks: &hooks{}, b: b}
	db, err := sql.Open("pgx", super)
	ok(t, err)
	t.Cleanup(func() { ok(t, db.Close()) })
	s.db = db
	key := make([]byte, seal.KeySize)
	s.fake = tgfake.New(tgfake.Options{AnyHook: true, Hooks: s.hooks})
	s.bot = s.fake.Bot(token)
	s.api = &api{next: s.fake, came: make(chan struct{}, 1000)}
	server := httptest.NewServer(s.api)
	t.Cleanup(server.Close)
	s.seed(storetest.AsOwner(super), server.URL, key)
	u, err := url.Parse(super)
	ok(t, err)
	port, err := strconv.Atoi(u.Port())
	ok(t, err)
	s.bouncer, err = storetest.StartBouncer(t.Context(), u.Hostname(), port)
	ok(t, err)
	t.Cleanup(func() { ok(t, s.bouncer.Stop()) })
	s.pooled = s.bouncer.URL("prilavok_app", strings.TrimPrefix(u.Path, "/"))
	s.env = map[string]string{"PRILAVOK_DATABASE_URL": s.pooled, "PRILAVOK_SECRET_KEY": "test:" + base64.StdEncoding.EncodeToString(key),
		"PRILAVOK_TELEGRAM_API_URL": server.URL, "PRILAVOK_TICK_SECRET": tickSecret, "PRILAVOK_LOG_LEVEL": "debug"}
	hook := url.Values{"url": {"http://edge" + s.path()}, "secret_token": {hookSecret}, "max_connections": {"50"}}
	res, err := http.PostForm(server.URL+"/bot"+token+"/setWebhook", hook)
	ok(t, err)
	ok(t, res.Body.Close())
	return s
}

// start starts an isolate, to which webhooks go from now on.
func (s *scene) start(how isolate) *deno {
	s.t.Helper()
	env := maps.Clone(s.env)
	maps.Copy(env, how.env)
	how.env = env
	s.direct(start(s.t, s.b, how))
	return s.edge
}

// direct lets webhooks go to an isolate.
func (s *scene) direct(to *deno) {
	s.edge = to
	s.hooks.mu.Lock()
	defer s.hooks.mu.Unlock()
	s.hooks.to = strings.TrimPrefix(to.url, "http://")
}

// path is the webhook's, as Supabase gives it to a function.
func (s *scene) path() string { return "/bot/hook/telegram/" + s.acc.ID }

// seed fills the shop through the same services that a server has, which stay open.
func (s *scene) seed(address, telegram string, key []byte) {
	s.t.Helper()
	db, err := postgres.Open(s.t.Context(), address, postgres.Options{MaxConns: 2})
	ok(s.t, err)
	st := store.New(db)
	s.t.Cleanup(func() { ok(s.t, st.Close()) })
	keys, err := seal.New([]seal.Key{{ID: "test", Bytes: key}}, nil)
	ok(s.t, err)
	s.deps = app.Deps{Store: st, HTTP: nethttp.New("test", time.Now, nil), Keys: keys, Now: time.Now, IDs: id.New(time.Now, nil), Log: slog.New(slog.DiscardHandler),
		Telegram: telegram}
	a := app.New(s.deps)
	sh, err := a.Shops.Create(s.t.Context(), shop.Shop{Slug: "edge", Name: lang.Texts{lang.RU: "Лавка", lang.EN: "Shop"},
		Languages: []lang.Lang{lang.RU, lang.EN}, Currency: "RUB", TimeZone: "Europe/Moscow"})
	ok(s.t, err)
	ctx := txn.ForShop(s.t.Context(), sh.ID)
	s.acc, err = a.Shops.SaveAccount(ctx, shop.Account{Channel: shop.Telegram, Name: "@edge", ExternalID: "5550001", Status: "active"}, token, hookSecret)
	ok(s.t, err)
	p, err := a.Catalog.Save(ctx, catalog.Product{Slug: "mug", Title: lang.Texts{lang.RU: "Синяя кружка", lang.EN: "Blue mug"},
		Variants: []catalog.Variant{{SKU: "MUG", Price: money.Of(79000, "RUB"), OnHand: 500, Tracked: true, Active: true}}})
	ok(s.t, err)
	m, err := a.Delivery.Put(ctx, cart.Method{Kind: cart.Pickup, Title: lang.Texts{lang.RU: "Самовывоз"}, Active: true})
	ok(s.t, err)
	s.app, s.item, s.pickup = a, p.Variants[0], m.ID
}

// deliver carries all that people did to the webhook, again where it is told to, as the
// messenger does: n updates are accepted in the end.
func (s *scene) deliver(n int) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	got := s.fake.Deliver(ctx)
	for ; s.bot.Pending() > 0 && ctx.Err() == nil; <-tick.C {
		got += s.fake.Deliver(ctx)
	}
	if got != n || s.bot.Pending() > 0 {
		s.t.Fatalf("%d updates accepted, want %d; answers %v", got, n, s.hooks.status)
	}
}

// say lets a person write, carries the update to the webhook, and returns the round
// trips until the answer to the webhook and from then on until nothing is left to do.
func (s *scene) say(u *tgfake.User, text string) (accept, turn int) {
	s.t.Helper()
	from := len(s.edge.lines())
	u.Say(text)
	s.deliver(1)
	s.edge.idle()
	return number(s.edge.logged(from, "accepted"), "round_trips"), number(s.edge.logged(from, "drained"), "round_trips")
}

// sent is what the bot has sent to a person.
func sent(u *tgfake.User) string {
	var all []string
	for _, m := range u.Sees().Messages() {
		if m.Mine {
			all = append(all, strings.ReplaceAll(m.Text, "\u00a0", " "))
		}
	}
	return strings.Join(all, "\n---\n")
}

// answeredOnce fails unless a customer who asked for the product once has seen it once.
func (s *scene) answeredOnce(u *tgfake.User) { s.t.Helper(); s.answeredOnceBut(u, 0) }

// answeredOnceBut lets the product be shown again so many times.
func (s *scene) answeredOnceBut(u *tgfake.User, again int) {
	s.t.Helper()
	if n := strings.Count(sent(u), "Синяя кружка"); n < 1 || n > 1+again {
		s.t.Errorf("the product was shown %d times:\n%s", n, sent(u))
	}
}

// settle lets the clock tick until no job is due or running.
func (s *scene) settle() {
	s.t.Helper()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); <-tick.C {
		if status := s.edge.tick(); status != 202 {
			s.t.Fatalf("a tick is answered %d", status)
		}
		s.edge.idle()
		if s.count(`SELECT count(*) FROM prilavok.jobs WHERE run_at < now() + interval '1 minute'`) == 0 {
			return
		}
	}
	s.t.Fatalf("%d jobs are left, %d of them dead", s.count(`SELECT count(*) FROM prilavok.jobs`), s.count(`SELECT count(*) FROM prilavok.jobs WHERE status = 'dead'`))
}

func (s *scene) count(query string, args ...any) (n int) {
	s.t.Helper()
	ok(s.t, s.db.QueryRowContext(s.t.Context(), query, args...).Scan(&n))
	return n
}

// step runs a part of a test on the same scene.
func (s *scene) step(name string, fn func(s *scene)) {
	s.t.Run(name, func(t *testing.T) {
		was := s.t
		defer func() { s.t, s.edge.t = was, was }()
		s.t, s.edge.t = t, t
		fn(s)
	})
}
