package edge_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"prilavok/core/call"
	"prilavok/core/seal"
	"prilavok/store"
	"prilavok/store/postgres"
	"prilavok/store/storetest"
	"prilavok/test/scenario"
)

// elsewhere is a scenario.Place: the bot runs in Deno, by the clock of its world, to which
// all its calls come.
type elsewhere struct {
	t     *testing.T
	now   func() time.Time
	built built
	env   map[string]string

	edge    *deno
	control string
}

// put lets the bot of a scenario run at the edge, on the same database.
func put(t *testing.T, b built, database string) func(s *scenario.Stage) scenario.Place {
	return func(s *scenario.Stage) scenario.Place {
		return place(t, b, database, s, s.Now)
	}
}

// place starts the bot on a database, in a world.
func place(t *testing.T, b built, database string, world call.Doer, now func() time.Time) *elsewhere {
	t.Helper()
	server := httptest.NewServer(&gateway{world: world})
	t.Cleanup(server.Close)
	p := &elsewhere{t: t, now: now, built: b, env: map[string]string{
		"EDGE_TEST_STAGE": server.URL, "PRILAVOK_DATABASE_URL": database, "PRILAVOK_TICK_SECRET": tickSecret, "PRILAVOK_PUBLIC_URL": scenario.PublicURL,
		"PRILAVOK_INSTAGRAM_APP_SECRET": scenario.AppSecret,
		"PRILAVOK_SECRET_KEY":           "1:" + base64.StdEncoding.EncodeToString(make([]byte, seal.KeySize))}}
	p.start()
	return p
}

func (p *elsewhere) start() {
	p.t.Helper()
	p.env["EDGE_TEST_CLOCK"] = strconv.FormatInt(p.now().UnixMilli(), 10)
	p.edge = start(p.t, p.built, isolate{env: p.env})
	for _, line := range p.edge.lines() {
		if port, found := strings.CutPrefix(line, "control "); found {
			p.control = "http://127.0.0.1:" + port
			return
		}
	}
	p.t.Fatalf("no clock can be set: %v", p.edge.lines())
}

// Restart implements scenario.Place.
func (p *elsewhere) Restart() {
	p.edge.kill()
	p.start()
}

// Post implements scenario.Place.
func (p *elsewhere) Post(path string, header map[string]string, body []byte) (int, []byte) {
	p.t.Helper()
	p.clock()
	status, answer := p.edge.request("POST", "/bot"+path, header, string(body))
	return status, []byte(answer)
}

// Work implements scenario.Place: what a request has left, and then what is due at a tick.
func (p *elsewhere) Work() {
	p.t.Helper()
	p.edge.idle()
	p.clock()
	if status, _ := p.edge.request("POST", "/bot/tick", map[string]string{"x-prilavok-tick": tickSecret}, ""); status != http.StatusAccepted {
		p.t.Fatalf("the tick was answered %d", status)
	}
	p.edge.idle()
}

func (p *elsewhere) clock() {
	p.t.Helper()
	res, err := http.Post(p.control, "text/plain", strings.NewReader(strconv.FormatInt(p.now().UnixMilli(), 10)))
	ok(p.t, err)
	ok(p.t, res.Body.Close())
}

// pooled is a database behind a pgbouncer of its own, in transaction mode.
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

// gateway hands the function's calls to its world, one at a time.
type gateway struct {
	mu    sync.Mutex
	world call.Doer
}

// ServeHTTP implements http.Handler.
func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	out := call.Request{Method: r.Method, URL: r.Header.Get("X-Stage-Url"), Header: map[string]string{}, Body: body}
	for k := range r.Header {
		out.Header[k] = r.Header.Get(k)
	}
	for _, name := range []string{"X-Request-ID"} { // as our clients write it
		if v := r.Header.Get(name); v != "" {
			out.Header[name] = v
		}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	res, err := g.world.Do(context.Background(), out)
	if err != nil { // nobody answers
		panic(http.ErrAbortHandler)
	}
	for k, v := range res.Header {
		w.Header().Set(k, v)
	}
	w.WriteHeader(res.Status)
	_, _ = io.Copy(w, bytes.NewReader(res.Body))
}

// TestScenarios plays the conversations of test/scenario with the bot in Deno, on Postgres
// behind pgbouncer: the same texts, the same answers.
func TestScenarios(t *testing.T) {
	t.Parallel()
	scripts, err := scenario.Scripts("../scenario")
	ok(t, err)
	b, err := whole()
	ok(t, err)
	for _, x := range scripts {
		t.Run(x.Name, func(t *testing.T) {
			t.Parallel()
			super := storetest.NewDatabase(t, true)
			db, err := postgres.Open(t.Context(), storetest.AsOwner(super), postgres.Options{MaxConns: 4})
			ok(t, err)
			st := store.New(db)
			t.Cleanup(func() { ok(t, st.Close()) })
			scenario.NewStage(t, st, x.On, put(t, b, pooled(t, super))).Run(x, false)
		})
	}
}
