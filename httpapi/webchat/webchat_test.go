package webchat_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	channel "prilavok/channel/webchat"
	"prilavok/core/fault"
	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/httpapi/webchat"
	"prilavok/httpapi/webchat/webchattest"
)

// clock stands still until it is moved.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// house is a running handler over a shop in memory.
type house struct {
	*testing.T
	url    string
	memory *webchattest.Memory
	hub    *webchat.Hub
	clock  *clock
}

func open(t *testing.T, change func(o *webchat.Options)) house {
	t.Helper()
	c := &clock{t: time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)}
	m, hub := webchattest.New(c.now), webchat.NewHub()
	bot := &webchattest.Bot{Memory: m, Wake: hub.Wake, Typing: hub.Typing}
	o := webchat.Options{Store: m, Receive: bot.Receive, Parse: channel.Parse, Hub: hub, Now: c.now, Assets: built()}
	if change != nil {
		change(&o)
	}
	srv := httptest.NewServer(webchat.New(o))
	t.Cleanup(func() {
		hub.Close()
		srv.Close()
	})
	return house{t, srv.URL, m, hub, c}
}

func built() fs.FS {
	return fstest.MapFS{"index.html": {Data: []byte("<!doctype html><title>page</title>")}, "widget.js": {Data: []byte("widget")},
		"assets/chat-1.js": {Data: []byte("plain")}, "assets/chat-1.js.br": {Data: []byte("brotli")}, "assets/chat-1.js.gz": {Data: []byte("gzip")}, ".keep": {}}
}

// tab is a visitor's browser.
type tab struct {
	house
	client *http.Client
}

func (h house) tab() tab {
	jar, _ := cookiejar.New(nil)
	return tab{h, &http.Client{Jar: jar}}
}

func (h house) visitor() tab {
	b := h.tab()
	if status, body := b.do("POST", "/api/webchat/session?account=acc1", "{}"); status != 201 {
		h.Fatalf("session: %d %s", status, body)
	}
	return b
}

func (b tab) request(method, path, body string, header ...string) *http.Response {
	b.Helper()
	r, err := http.NewRequest(method, b.url+path, strings.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	if method == "POST" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	if host := r.Header.Get("Host"); host != "" {
		r.Host = host
	}
	res, err := b.client.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { res.Body.Close() })
	return res
}

func (b tab) do(method, path, body string, header ...string) (int, string) {
	b.Helper()
	res := b.request(method, path, body, header...)
	out, err := io.ReadAll(res.Body)
	if err != nil {
		b.Fatal(err)
	}
	return res.StatusCode, string(out)
}

func (b tab) say(n int, text string, header ...string) (int, string) {
	b.Helper()
	return b.do("POST", "/api/webchat/messages?account=acc1", fmt.Sprintf(`{"client_id":"client-%04d","text":%q}`, n, text), header...)
}

type page struct {
	Messages []struct {
		Seq    int64
		Author string
		Kind   string
		Text   string
		Label  string
		ID     string
		Out    *struct{ Text string }
	}
	More   bool
	Status string
}

func (b tab) log(query string) page {
	b.Helper()
	status, body := b.do("GET", "/api/webchat/messages?account=acc1"+query, "")
	var p page
	if err := json.Unmarshal([]byte(body), &p); status != 200 || err != nil {
		b.Fatalf("log: %d %s", status, body)
	}
	return p
}

func TestSessionKeepsTheTokenFromScripts(t *testing.T) {
	h := open(t, func(o *webchat.Options) { o.PublicURL = "https://shop.example" })
	res := h.tab().request("POST", "/api/webchat/session?account=acc1", "{}")
	body, _ := io.ReadAll(res.Body)
	c := res.Cookies()[0]
	if !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/api/webchat/" || len(c.Value) != 52 {
		t.Errorf("cookie %+v", c)
	}
	if strings.Contains(string(body), c.Value) {
		t.Error("the token of a cookie stands in the answer")
	}
	status, again := h.tab().do("POST", "/api/webchat/session?account=acc1", "{}", "Cookie", c.Name+"="+c.Value)
	if status != 200 || strings.Contains(again, "token") {
		t.Errorf("a second session: %d %s", status, again)
	}
}

func TestEmbeddedSessionUsesAHeader(t *testing.T) {
	h := open(t, nil)
	b := h.tab()
	res := b.request("POST", "/api/webchat/session?account=acc1&embed=1", "{}")
	var got struct{ Token string }
	if err := json.NewDecoder(res.Body).Decode(&got); err != nil || len(got.Token) != 52 || len(res.Cookies()) != 0 {
		t.Fatalf("token %q, cookies %v", got.Token, res.Cookies())
	}
	auth := []string{"Authorization", "Bearer " + got.Token}
	if status, body := b.say(1, "привет", auth...); status != 202 {
		t.Fatalf("%d %s", status, body)
	}
	status, body := b.do("GET", "/api/webchat/messages?account=acc1", "", auth...)
	if status != 200 || !strings.Contains(body, "Вы написали") {
		t.Errorf("%d %s", status, body)
	}
	for _, key := range h.memory.Conversations("acc1") {
		if strings.Contains(key, got.Token) || len(key) != 64 {
			t.Errorf("the log is kept under %q", key)
		}
	}
}

func TestPostIsStoredOnce(t *testing.T) {
	h := open(t, nil)
	b := h.visitor()
	for range 3 {
		if status, body := b.say(7, "привет"); status != 202 || !strings.Contains(body, "client-0007") {
			t.Fatalf("%d %s", status, body)
		}
	}
	p := b.log("")
	if len(p.Messages) != 2 || p.Messages[0].Text != "привет" || p.Messages[0].ID != "client-0007" || p.Messages[1].Out == nil || p.Status != "pending" {
		t.Errorf("log %+v", p)
	}
}

func TestVisitorsAndShopsAreApart(t *testing.T) {
	h := open(t, nil)
	h.memory.Add(shop.Shop{ID: "shp2", Slug: "other", Languages: []lang.Lang{lang.EN}}, "acc2")
	a, b := h.visitor(), h.visitor()
	a.say(1, "моё")
	if p := b.log(""); len(p.Messages) != 0 {
		t.Errorf("a stranger reads %+v", p.Messages)
	}
	// One token at two shops is two visitors, whose hashes do not match.
	res := a.request("POST", "/api/webchat/session?account=acc1&embed=1", "{}")
	var got struct{ Token string }
	_ = json.NewDecoder(res.Body).Decode(&got)
	for _, acc := range []string{"acc1", "acc2"} {
		if status, body := a.do("POST", "/api/webchat/messages?account="+acc, `{"client_id":"client-0001","text":"x"}`, "Authorization", "Bearer "+got.Token); status != 202 {
			t.Fatal(status, body)
		}
	}
	for _, one := range h.memory.Conversations("acc1") {
		for _, two := range h.memory.Conversations("acc2") {
			if one == two {
				t.Error("a visitor can be followed from shop to shop")
			}
		}
	}
}

func TestRefusals(t *testing.T) {
	h := open(t, nil)
	b := h.visitor()
	const at = "/api/webchat/messages?account=acc1"
	good := `{"client_id":"client-0001","text":"a"}`
	cases := []struct {
		name         string
		who          tab
		method, path string
		body         string
		header       []string
		status       int
		code         string
	}{
		{"no session", h.tab(), "POST", at, good, nil, 401, "webchat.no_session"},
		{"a malformed token", h.tab(), "GET", at, "", []string{"Authorization", "Bearer short"}, 401, "webchat.no_session"},
		{"an unknown account", b, "POST", "/api/webchat/messages?account=nope", good, nil, 404, "webchat.no_shop"},
		{"a form", b, "POST", at, good, []string{"Content-Type", "text/plain"}, 415, "webchat.content_type"},
		{"another site by fetch metadata", b, "POST", at, good, []string{"Sec-Fetch-Site", "cross-site"}, 403, "webchat.cross_site"},
		{"a sister domain", b, "POST", at, good, []string{"Sec-Fetch-Site", "same-site"}, 403, "webchat.cross_site"},
		{"another site by origin", b, "POST", at, good, []string{"Origin", "https://evil.example"}, 403, "webchat.cross_site"},
		{"an opaque origin", b, "POST", at, good, []string{"Origin", "null"}, 403, "webchat.cross_site"},
		{"another site reads", b, "GET", at, "", []string{"Sec-Fetch-Site", "cross-site"}, 403, "webchat.cross_site"},
		{"a large body", b, "POST", at, `{"text":"` + strings.Repeat("a", 17000) + `"}`, nil, 413, "webchat.too_large"},
		{"no JSON", b, "POST", at, "{", nil, 400, "webchat.bad_body"},
		{"a long text", b, "POST", at, `{"client_id":"client-0001","text":"` + strings.Repeat("a", 4001) + `"}`, nil, 400, "webchat.text_too_long"},
		{"after no number", b, "GET", at + "&after=x", "", nil, 400, "webchat.bad_query"},
		{"after and before", b, "GET", at + "&after=1&before=2", "", nil, 400, "webchat.bad_query"},
		{"an unknown endpoint", b, "GET", "/api/webchat/nothing", "", nil, 404, "webchat.no_route"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			res := c.who.request(c.method, c.path, c.body, c.header...)
			var p struct {
				Code, Title, Detail string
				Status              int
			}
			if err := json.NewDecoder(res.Body).Decode(&p); err != nil {
				t.Fatal(err)
			}
			if res.StatusCode != c.status || p.Status != c.status || p.Code != c.code || p.Detail == "" || res.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("got %d %+v", res.StatusCode, p)
			}
		})
	}
	if p := b.log(""); len(p.Messages) != 0 {
		t.Errorf("something refused was stored: %+v", p.Messages)
	}
}

func TestOwnPagePostsByOrigin(t *testing.T) {
	h := open(t, func(o *webchat.Options) { o.PublicURL = "https://shop.example" })
	b := h.visitor()
	cookie := h.tab().request("POST", "/api/webchat/session?account=acc1", "{}").Cookies()[0]
	for i, origin := range []string{"https://shop.example", h.url} {
		if status, body := b.say(i, "a", "Origin", origin, "Cookie", cookie.Name+"="+cookie.Value, "Sec-Fetch-Site", "same-origin"); status != 202 {
			t.Errorf("%s: %d %s", origin, status, body)
		}
	}
}

func TestRateOfOneVisitor(t *testing.T) {
	h := open(t, func(o *webchat.Options) { o.Limits.VisitorBurst, o.Limits.VisitorPerMinute = 3, 6 })
	b, other := h.visitor(), h.visitor()
	for i := range 3 {
		if status, body := b.say(i, "a"); status != 202 {
			t.Fatalf("message %d: %d %s", i, status, body)
		}
	}
	res := b.request("POST", "/api/webchat/messages?account=acc1", `{"client_id":"client-0009","text":"a"}`)
	if res.StatusCode != 429 || res.Header.Get("Retry-After") != "10" {
		t.Errorf("got %d, Retry-After %q", res.StatusCode, res.Header.Get("Retry-After"))
	}
	if status, _ := other.say(1, "a"); status != 202 {
		t.Errorf("another visitor waits too: %d", status)
	}
	h.clock.add(10 * time.Second)
	if status, body := b.say(9, "a"); status != 202 {
		t.Errorf("after the wait: %d %s", status, body)
	}
}

func TestRateOfOneAddress(t *testing.T) {
	h := open(t, func(o *webchat.Options) { o.Limits.AddressBurst, o.Limits.AddressPerMinute, o.TrustProxy = 3, 6, true })
	for i := range 3 {
		if status, _ := h.tab().do("POST", "/api/webchat/session?account=acc1", "{}", "X-Forwarded-For", "9.9.9.9, 2001:db8::1"); status != 201 {
			t.Fatalf("session %d: %d", i, status)
		}
	}
	// The neighbour in the same /64 is the same person; what the visitor claims of itself does not count.
	status, body := h.tab().do("POST", "/api/webchat/session?account=acc1", "{}", "X-Forwarded-For", "8.8.8.8, 2001:db8::2")
	if status != 429 || !strings.Contains(body, "webchat.too_many_requests") {
		t.Errorf("%d %s", status, body)
	}
	if status, _ := h.tab().do("POST", "/api/webchat/session?account=acc1", "{}", "X-Forwarded-For", "2001:db8:0:1::1"); status != 201 {
		t.Errorf("another address: %d", status)
	}
}

func TestOutageIsNotExplained(t *testing.T) {
	h := open(t, nil)
	b := h.visitor()
	h.memory.Fail(fault.Wrap(errors.New("dial tcp 10.0.0.7: refused"), fault.Unavailable, "store.unavailable", "password=hunter2"))
	h.clock.add(time.Minute)
	status, body := b.say(1, "a")
	if status != 503 || !strings.Contains(body, "store.unavailable") || strings.Contains(body, "hunter2") || strings.Contains(body, "10.0.0.7") {
		t.Errorf("%d %s", status, body)
	}
}
