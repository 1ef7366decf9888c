package edge_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"prilavok/channel/telegram/tgfake"
	"prilavok/httpapi/panel"
)

const (
	anonKey     = "sb_publishable_walk"
	managerMail = "11@shop.example"
)

// host is a static host: files, and the headers that the build says.
type host struct {
	files http.Handler
	rules []rule
}

// rule is a paragraph of the file _headers.
type rule struct {
	under string
	head  [][2]string
}

// ServeHTTP implements http.Handler.
func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for _, rule := range h.rules {
		if strings.HasPrefix(r.URL.Path, rule.under) {
			for _, kv := range rule.head {
				w.Header().Set(kv[0], kv[1])
			}
		}
	}
	h.files.ServeHTTP(w, r)
}

// fill builds the panel for a project and puts it there.
func (h *host) fill(t *testing.T, project string) {
	t.Helper()
	dir, err := os.MkdirTemp(root, "static")
	ok(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", "node_modules/vite/bin/vite.js", "build", "--mode", "static", "--outDir", dir, "--emptyOutDir")
	cmd.Dir = "../../web"
	cmd.Env = append(os.Environ(), "PRILAVOK_API="+project+"/functions/v1/admin", "SUPABASE_URL="+project, "SUPABASE_ANON_KEY="+anonKey)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("the static build (scripts/web installs what it needs): %v\n%s", err, out)
	}
	said, err := os.ReadFile(filepath.Join(dir, "_headers"))
	ok(t, err)
	for line := range strings.Lines(string(said)) {
		if name, value, found := strings.Cut(strings.TrimSpace(line), ": "); found {
			last := &h.rules[len(h.rules)-1]
			last.head = append(last.head, [2]string{name, value})
		} else {
			h.rules = append(h.rules, rule{under: strings.TrimSuffix(strings.TrimSpace(line), "*")})
		}
	}
	h.files = http.FileServer(http.Dir(dir))
}

// alike: the static host says of the page what our own server does.
func (h *host) alike(t *testing.T, project string) {
	t.Helper()
	ours, theirs := httptest.NewRecorder(), httptest.NewRecorder()
	page := fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}}
	panel.Handler(panel.Options{Files: page, Pictures: []string{project}}).ServeHTTP(ours, httptest.NewRequest(http.MethodGet, panel.Base, nil))
	h.ServeHTTP(theirs, httptest.NewRequest(http.MethodGet, panel.Base, nil))
	for name := range ours.Header() {
		if name != "Vary" && theirs.Header().Get(name) != ours.Header().Get(name) {
			t.Errorf("%s is %q on a static host, on a server %q", name, theirs.Header().Get(name), ours.Header().Get(name))
		}
	}
	if theirs.Code != http.StatusOK || theirs.Header().Get("Content-Security-Policy") == "" {
		t.Errorf("the page is answered %d %v", theirs.Code, theirs.Header())
	}
}

// TestPanel: the panel's static build, on a host of its own, works in a browser beside
// Supabase: Auth signs in, the function admin answers, customers write to the function bot.
func TestPanel(t *testing.T) {
	t.Parallel()
	static, p := &host{}, &project{password: "чай и баранки на углу", sessions: map[string]string{}}
	site := httptest.NewServer(static)
	t.Cleanup(site.Close)
	o := newOffice(t, func(o *office) { o.front, o.origin = p.serve, site.URL })
	to, err := url.Parse(o.edge.url)
	ok(t, err)
	p.o, p.function = o, http.StripPrefix("/functions/v1", httputil.NewSingleHostReverseProxy(to))
	address := strings.TrimSuffix(o.issuer, "/auth/v1")
	static.fill(t, address)
	static.alike(t, address)
	bot := o.start(isolate{})
	began := time.Now()
	for i, look := range []string{"desktop-ru-light", "phone-en-dark"} {
		t.Run(look, func(t *testing.T) {
			made := o.doors()["edge"]("POST", "/orders", o.key, fmt.Sprintf(`{"contact_id":%q,"lang":"ru","name":"Анна Петрова","phone":"8 921 123-45-67","address":"Невский проспект, 10","lines":[{"variant_id":%q,"quantity":2}]}`,
				o.buyer, o.item.ID), map[string]string{"Idempotency-Key": look})
			order := orderIn(t, made)
			placed := orderIn(t, o.doors()["edge"]("POST", "/orders/"+order.ID+"/place", o.key, "", map[string]string{"Idempotency-Key": look + "-place"}))
			w := &visit{o: o, p: p, t: t, customer: o.bot.User(int64(70+i), "Ольга "+look)}
			w.run(look, map[string]string{"panel": site.URL + panel.Base, "email": managerMail, "password": p.password, "order": placed.Number})
		})
	}
	report("edge: panel beside Supabase: two looks in %d ms", time.Since(began).Milliseconds())
	bot.quiet()
	o.edge.quiet()
}

// visit is one walk of panel.mjs, which asks for what happens outside of its browser: a line
// "do WHAT TEXT", answered with a line of JSON once it is done.
type visit struct {
	o        *office
	p        *project
	t        *testing.T
	customer *tgfake.User
}

func (v *visit) run(look string, what map[string]string) {
	v.t.Helper()
	given, err := json.Marshal(what)
	ok(v.t, err)
	ctx, cancel := context.WithTimeout(v.t.Context(), 3*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", "panel.mjs", look, string(given))
	in, err := cmd.StdinPipe()
	ok(v.t, err)
	out, err := cmd.StdoutPipe()
	ok(v.t, err)
	cmd.Stderr = cmd.Stdout
	cmd.WaitDelay = 5 * time.Second
	ok(v.t, cmd.Start())
	var said []string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		ask, found := strings.CutPrefix(lines.Text(), "do ")
		if !found {
			said = append(said, lines.Text())
			continue
		}
		kind, text, _ := strings.Cut(ask, " ")
		answer, err := json.Marshal(v.do(kind, text))
		ok(v.t, err)
		_, _ = io.WriteString(in, string(answer)+"\n") // that it has ended is seen below
	}
	if err := cmd.Wait(); err != nil || len(said) == 0 || said[len(said)-1] != "walked" {
		v.t.Errorf("%s: %v\n%s", look, err, strings.Join(said, "\n"))
	}
}

func (v *visit) do(kind, text string) any {
	v.t.Helper()
	switch kind {
	case "say": // the customer writes to the bot
		v.o.say(v.customer, text)
	case "sees": // the clock ticks; what the customer was sent
		v.o.settle()
		return sent(v.customer)
	case "end": // the session is ended elsewhere
		v.p.end()
	case "counted":
		refreshed, signedOut := v.p.counted()
		return []int{refreshed, signedOut}
	default:
		v.t.Errorf("the walk asks for %q", kind)
	}
	return nil
}
