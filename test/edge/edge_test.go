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
	"path/filepath"
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
	acceptTrips, firstTrips = 2, 11
	turnTrips               = 40 // 34 measured: two messages sent, a first turn
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

	dir, pooled string // the function's folder; the database as it reaches it
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
	s.dir, s.pooled = dir, pooled(t, super)
	s.edge = start(t, dir, map[string]string{"PRILAVOK_DATABASE_URL": s.pooled, "PRILAVOK_SECRET_KEY": "test:" + base64.StdEncoding.EncodeToString(key),
		"PRILAVOK_TELEGRAM_API_URL": api.URL, "PRILAVOK_TICK_SECRET": tickSecret, "PRILAVOK_EDGE_BREAKABLE": "yes", "PRILAVOK_LOG_LEVEL": "debug"})
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

// TestEdge is one walk: building and starting cost more than all the rest.
func TestEdge(t *testing.T) {
	s := newScene(t)
	step := func(name string, fn func(s *scene)) {
		t.Run(name, func(t *testing.T) {
			now := *s
			now.t, now.edge.t = t, t
			fn(&now)
		})
	}
	step("the bridge to the database", (*scene).bridge)
	step("six stops", (*scene).sixStops)
	step("a known delivery is dropped", (*scene).duplicate)
	step("a checkout is answered within the request", (*scene).checkout)
	step("a wrong secret", (*scene).strangers)
	step("a tick", (*scene).ticks)
	step("fifty at once", (*scene).fifty)
	step("a panic", (*scene).panics)
	step("the server's connection is killed", (*scene).severed)
	if t.Failed() {
		return
	}
	for _, line := range s.edge.lines() {
		if strings.HasPrefix(line, "UN") || strings.Contains(line, "already exited") {
			t.Errorf("an error reached nobody: %s", line)
		}
	}
}

// sixStops: a customer asks for a product and sees it with its price.
func (s *scene) sixStops() {
	olga := s.bot.User(7, "Ольга")
	first, turn := s.say(olga, "есть кружка?")
	if got := sent(olga); !strings.Contains(got, "Синяя кружка") || !strings.Contains(got, "790 ₽") {
		s.t.Fatalf("the answer shows no product with its price:\n%s", got)
	}
	accept, _ := s.say(olga, "/start")
	if got := sent(olga); !strings.Contains(got, "Здравствуйте") {
		s.t.Fatalf("the greeting is:\n%s", got)
	}
	if n := s.count(`SELECT count(*) FROM prilavok.messages WHERE author = 'contact'`); n != 2 {
		s.t.Errorf("%d messages of the contact are stored, want 2", n)
	}
	if n := s.count(`SELECT count(*) FROM prilavok.messages WHERE author <> 'contact' AND external_id <> ''`); n != len(olga.Sees().Messages())-2 {
		s.t.Errorf("%d answers are noted as sent, %d were seen", n, len(olga.Sees().Messages())-2)
	}
	if n := s.count(`SELECT count(*) FROM prilavok.jobs`); n != 0 {
		s.t.Errorf("%d jobs are left", n)
	}
	report("edge: wasm raw %.2f MB, brotli %.2f MB; round trips: accept %d (a first message %d), turn %d", s.sizes.raw, s.sizes.brotli, accept, first, turn)
	for _, r := range []struct {
		what       string
		got, limit float64
	}{
		{"MB of WebAssembly", s.sizes.raw, maxRaw}, {"MB of WebAssembly, brotli", s.sizes.brotli, maxBrotli},
		{"round trips to accept a message", float64(accept), acceptTrips}, {"round trips to accept a first message", float64(first), firstTrips},
		{"round trips of a turn", float64(turn), turnTrips},
	} {
		if r.got > r.limit || r.got <= 0 {
			s.t.Errorf("%s: %g, the limit is %g", r.what, r.got, r.limit)
		}
	}
}

// bridge asks db.ts alone, through the same pooler.
func (s *scene) bridge() {
	script, err := filepath.Abs("bridge.mjs")
	ok(s.t, err)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	out, err := denoCommand(ctx, program(s.t), s.dir, script, "file://"+filepath.Join(s.dir, "functions/bot/db.ts"), s.pooled).CombinedOutput()
	if err != nil {
		s.t.Fatalf("bridge.mjs: %v\n%s", err, out)
	}
	if n := s.count(`SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND state = 'active' AND pid <> pg_backend_pid()`); n != 0 {
		s.t.Errorf("%d closed queries still run", n)
	}
}

// post gives the webhook a body.
func (s *scene) post(secret, body string) int {
	s.t.Helper()
	status, _ := s.edge.request("POST", s.path(), map[string]string{"X-Telegram-Bot-Api-Secret-Token": secret, "Content-Type": "application/json"}, body)
	s.edge.idle()
	return status
}

func (s *scene) duplicate() {
	olga := s.bot.User(7, "Ольга")
	before, stored := sent(olga), s.count(`SELECT count(*) FROM prilavok.messages`)
	if status := s.post(hookSecret, s.hooks.last()); status != 200 {
		s.t.Errorf("a known update is answered %d", status)
	}
	if n := s.count(`SELECT count(*) FROM prilavok.messages`); n != stored || sent(olga) != before {
		s.t.Errorf("a known update was answered again: %d messages, before %d", n, stored)
	}
}

func (s *scene) strangers() {
	intake := s.count(`SELECT count(*) FROM prilavok.intake`)
	for _, secret := range []string{"", "wrong", hookSecret + "x"} {
		if status := s.post(secret, `{"update_id":1}`); status != 401 {
			s.t.Errorf("secret %q is answered %d, want 401", secret, status)
		}
	}
	if status := s.post(hookSecret, strings.Repeat("x", 1<<20+1)); status != 413 {
		s.t.Errorf("a body too large is answered %d, want 413", status)
	}
	if n := s.count(`SELECT count(*) FROM prilavok.intake`); n != intake {
		s.t.Errorf("a stranger's update was kept")
	}
	for path, want := range map[string]int{"/bot/hook/telegram/acc_none": 404, "/bot/hook/pigeon/" + s.acc.ID: 404, "/bot/other": 404} {
		if status, _ := s.edge.request("POST", path, nil, "{}"); status != want {
			s.t.Errorf("%s is answered %d, want %d", path, status, want)
		}
	}
}

// ticks: work that an isolate left behind is done by the clock's call.
func (s *scene) ticks() {
	for secret, want := range map[string]int{"": 401, "wrong": 401, tickSecret: 202} {
		if status, _ := s.edge.request("POST", "/bot/tick", map[string]string{"X-Prilavok-Tick": secret}, ""); status != want {
			s.t.Errorf("a tick with %q is answered %d, want %d", secret, status, want)
		}
	}
	s.edge.idle()
}

// fifty: all share the one connection, nobody is lost and nobody answered twice.
func (s *scene) fifty() {
	const n = 50
	users := make([]*tgfake.User, n)
	for i := range users {
		users[i] = s.bot.User(int64(1000+i), "Покупатель "+strconv.Itoa(i))
		users[i].Say("кружка")
	}
	began := time.Now()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if got := s.fake.Deliver(ctx); got != n {
		s.t.Errorf("%d of %d updates accepted; answers %v", got, n, s.hooks.status)
	}
	accepted := time.Since(began)
	s.edge.idle()
	report("edge: fifty webhooks at once accepted in %d ms, all answered in %d ms", accepted.Milliseconds(), time.Since(began).Milliseconds())
	for i, u := range users {
		if got := strings.Count(sent(u), "Синяя кружка"); got != 1 {
			s.t.Errorf("customer %d saw the product %d times", i, got)
		}
	}
	if got := s.count(`SELECT count(*) FROM prilavok.messages WHERE author = 'contact' AND text = 'кружка'`); got != n {
		s.t.Errorf("%d messages stored, want %d", got, n)
	}
	if got := s.count(`SELECT count(*) FROM prilavok.jobs`); got != 0 {
		s.t.Errorf("%d jobs are left", got)
	}
}

// panics: one in a request is that request's; one that ends the program is answered
// 503, and the next request meets a fresh one.
func (s *scene) panics() {
	if status, _ := s.edge.request("GET", "/bot/break/request", nil, ""); status != 500 {
		s.t.Errorf("a panic in a request is answered %d, want 500", status)
	}
	before := s.edge.trips()
	if status, _ := s.edge.request("GET", "/bot/break/instance", nil, ""); status != 503 {
		s.t.Errorf("the end of the program is answered %d, want 503", status)
	}
	if now := s.edge.trips(); now != 0 || before == 0 {
		s.t.Errorf("the program was not replaced: %d round trips, before %d", now, before)
	}
	pavel := s.bot.User(8, "Павел")
	s.say(pavel, "кружка")
	if got := sent(pavel); !strings.Contains(got, "790 ₽") {
		s.t.Errorf("after the panic the answer is:\n%s", got)
	}
}

// severed: when the database ends the connection, the channel is told to come again,
// and the next one is served.
func (s *scene) severed() {
	if n := s.count(`SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`); n == 0 {
		s.t.Fatal("no connection was there to be ended")
	}
	anna := s.bot.User(9, "Анна")
	anna.Say("кружка")
	deadline := time.Now().Add(30 * time.Second)
	for sent(anna) == "" && time.Now().Before(deadline) {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		s.fake.Deliver(ctx)
		cancel()
		s.edge.idle()
		if status, _ := s.edge.request("POST", "/bot/tick", map[string]string{"X-Prilavok-Tick": tickSecret}, ""); status != 202 {
			s.t.Fatalf("a tick is answered %d", status)
		}
		s.edge.idle()
	}
	if got := strings.Count(sent(anna), "790 ₽"); got != 1 {
		s.t.Errorf("the product was shown %d times:\n%s", got, sent(anna))
	}
}
