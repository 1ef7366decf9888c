// Package edge_test runs the edge functions as they will run: cmd/edge as WebAssembly
// under the real supabase/functions in Deno, on Postgres behind pgbouncer in
// transaction mode, with a Bot API on loopback.
package edge_test

import (
	"context"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"prilavok/channel/telegram/tgfake"
)

// Ratchets: what was measured, to be lowered with each gain, and the limits of the
// whole undertaking.
const (
	acceptTrips, firstTrips = 1, 5
	turnTrips               = 17 // 15 measured: two messages sent, a first turn
)

// maxSizes hold the modules to what they came to, which is below the limits of the whole
// undertaking (15 and 3.5).
var maxSizes = map[string]size{"bot": {12.0, 2.7}, "admin": {14.8, 3.1}}

// TestEdge is one walk: building and starting cost more than all the rest.
func TestEdge(t *testing.T) {
	s := newScene(t)
	s.start(isolate{})
	s.step("the bridge to the database", (*scene).bridge)
	s.step("six stops", (*scene).sixStops)
	s.step("a known delivery is dropped", (*scene).duplicate)
	s.step("a checkout is answered within the request", (*scene).checkout)
	s.step("a wrong secret", (*scene).strangers)
	s.step("a tick", (*scene).ticks)
	s.step("fifty at once", (*scene).fifty)
	s.step("a panic", (*scene).panics)
	s.step("the server's connection is killed", (*scene).severed)
	s.edge.quiet()
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
	if got := s.edge.control("streamed"); got != "0" {
		s.t.Errorf("%s webhooks were read in parts, which costs twice as much", got)
	}
	report("edge: round trips: accept %d (a first message %d), turn %d", accept, first, turn)
	for _, r := range []struct {
		what       string
		got, limit int
	}{
		{"to accept a message", accept, acceptTrips}, {"to accept a first message", first, firstTrips}, {"of a turn", turn, turnTrips},
	} {
		if r.got > r.limit || r.got <= 0 {
			s.t.Errorf("round trips %s: %d, the limit is %d", r.what, r.got, r.limit)
		}
	}
}

// bridge asks db.ts alone, through the same pooler.
func (s *scene) bridge() {
	script, err := filepath.Abs("bridge.mjs")
	ok(s.t, err)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	out, err := denoCommand(ctx, program(s.t, pinned), s.b.dir, script, "file://"+filepath.Join(s.b.dir, "functions/_shared/db.ts"), s.pooled).CombinedOutput()
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
	s.deliver(n)
	accepted := time.Since(began)
	s.edge.idle()
	s.settle() // on a slow machine somebody waited too long for the one connection
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
	if status, _ := s.edge.request("GET", "/bot/break/goroutine", nil, ""); status != 503 {
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
		if status := s.edge.tick(); status != 202 {
			s.t.Fatalf("a tick is answered %d", status)
		}
		s.edge.idle()
	}
	if got := strings.Count(sent(anna), "790 ₽"); got != 1 {
		s.t.Errorf("the product was shown %d times:\n%s", got, sent(anna))
	}
}
