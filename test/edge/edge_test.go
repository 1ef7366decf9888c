// Package edge_test runs the edge function as it will run: cmd/edge as WebAssembly
// under the real supabase/functions/bot in Deno, on Postgres behind pgbouncer in
// transaction mode, with a Bot API on loopback.
package edge_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/base64"
	"io"
	"log/slog"
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
	"prilavok/core/catalog"
	"prilavok/core/id"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/seal"
	"prilavok/core/shop"
	"prilavok/core/txn"
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

// Ratchets: what was measured, to be lowered with each gain, and the limits of the
// whole undertaking.
const (
	maxRaw, maxBrotli       = 15.0, 3.5 // MB
	firstTrips, acceptTrips = 12, 5
	turnTrips               = 40
)

// scene is a shop on Postgres, seeded by a server, whose bot runs at the edge.
type scene struct {
	t     *testing.T
	db    *sql.DB // a superuser straight on the database
	acc   shop.Account
	bot   *tgfake.Bot
	fake  *tgfake.Server
	hooks *hooks
	edge  *deno
	sizes sizes
}

// hooks carries the fake's webhook requests and remembers the last.
type hooks struct {
	mu     sync.Mutex
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
	res, err := http.DefaultTransport.RoundTrip(r)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.body = body
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

func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{t: t, hooks: &hooks{}}
	dir, size := build(t)
	s.sizes = size
	super := storetest.NewDatabase(t, true)
	db, err := sql.Open("pgx", super)
	ok(t, err)
	t.Cleanup(func() { ok(t, db.Close()) })
	s.db = db
	key := make([]byte, seal.KeySize)
	s.seed(storetest.AsOwner(super), key)
	s.fake = tgfake.New(tgfake.Options{AnyHook: true, Hooks: s.hooks})
	s.bot = s.fake.Bot(token)
	api := httptest.NewServer(s.fake)
	t.Cleanup(api.Close)
	s.edge = start(t, dir, map[string]string{"PRILAVOK_DATABASE_URL": pooled(t, super), "PRILAVOK_SECRET_KEY": "test:" + base64.StdEncoding.EncodeToString(key),
		"PRILAVOK_TELEGRAM_API": api.URL, "PRILAVOK_TICK_SECRET": tickSecret, "PRILAVOK_EDGE_BREAKABLE": "yes", "PRILAVOK_LOG_LEVEL": "debug"})
	hook := url.Values{"url": {s.edge.url + s.path()}, "secret_token": {hookSecret}, "max_connections": {"50"}}
	res, err := http.PostForm(api.URL+"/bot"+token+"/setWebhook", hook)
	ok(t, err)
	ok(t, res.Body.Close())
	return s
}

// path is the webhook's, as Supabase gives it to a function.
func (s *scene) path() string { return "/bot/hook/telegram/" + s.acc.ID }

// seed fills the shop through the same services that a server has.
func (s *scene) seed(address string, key []byte) {
	s.t.Helper()
	db, err := postgres.Open(s.t.Context(), address, postgres.Options{MaxConns: 2})
	ok(s.t, err)
	st := store.New(db)
	defer func() { ok(s.t, st.Close()) }()
	keys, err := seal.New([]seal.Key{{ID: "test", Bytes: key}}, nil)
	ok(s.t, err)
	a := app.New(app.Deps{Store: st, HTTP: nethttp.New("test", time.Now, nil), Keys: keys, Now: time.Now, IDs: id.New(time.Now, nil), Log: slog.New(slog.DiscardHandler)})
	sh, err := a.Shops.Create(s.t.Context(), shop.Shop{Slug: "edge", Name: lang.Texts{lang.RU: "Лавка", lang.EN: "Shop"},
		Languages: []lang.Lang{lang.RU, lang.EN}, Currency: "RUB", TimeZone: "Europe/Moscow"})
	ok(s.t, err)
	ctx := txn.ForShop(s.t.Context(), sh.ID)
	s.acc, err = a.Shops.SaveAccount(ctx, shop.Account{Channel: shop.Telegram, Name: "@edge", ExternalID: "5550001", Status: "active"}, token, hookSecret)
	ok(s.t, err)
	_, err = a.Catalog.Save(ctx, catalog.Product{Slug: "mug", Title: lang.Texts{lang.RU: "Синяя кружка", lang.EN: "Blue mug"},
		Variants: []catalog.Variant{{SKU: "MUG", Price: money.Of(79000, "RUB"), OnHand: 5, Tracked: true, Active: true}}})
	ok(s.t, err)
}

// pooled puts pgbouncer in transaction mode before a database.
func pooled(t *testing.T, super string) string {
	t.Helper()
	u, err := url.Parse(super)
	ok(t, err)
	port, err := strconv.Atoi(u.Port())
	ok(t, err)
	b, err := storetest.StartBouncer(t.Context(), u.Hostname(), port)
	ok(t, err)
	t.Cleanup(func() { ok(t, b.Stop()) })
	return b.URL("prilavok_app", strings.TrimPrefix(u.Path, "/"))
}

// say lets a person write, carries the update to the webhook, and returns the round
// trips until the answer to the webhook and from then on until nothing is left to do.
func (s *scene) say(u *tgfake.User, text string) (accept, turn int) {
	s.t.Helper()
	from := len(s.edge.lines())
	u.Say(text)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if n := s.fake.Deliver(ctx); n != 1 {
		s.t.Fatalf("%d updates accepted", n)
	}
	s.edge.idle()
	return s.edge.logged(from, "accepted", "round_trips"), s.edge.logged(from, "drained", "round_trips")
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

func (s *scene) count(query string, args ...any) (n int) {
	s.t.Helper()
	ok(s.t, s.db.QueryRowContext(s.t.Context(), query, args...).Scan(&n))
	return n
}

func TestEdge(t *testing.T) {
	s := newScene(t)
	olga := s.bot.User(7, "Ольга")
	accept, turn := s.say(olga, "кружка")
	t.Log(accept, turn, sent(olga))
}
