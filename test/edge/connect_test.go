package edge_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"prilavok/channel/instagram/igfake"
)

// TestConnect: an owner connects an account at the edge by logging in. The login ends only in
// the browser that began it, which holds the function's cookie.
func TestConnect(t *testing.T) {
	o := newOffice(t)
	graph := igfake.New(igfake.Options{Now: time.Now})
	fresh := graph.Account("17841400000000009", "unused")
	world := httptest.NewServer(&gateway{world: graph.Doer(nil)})
	t.Cleanup(world.Close)
	app := igfake.DefaultApp
	o.edge = start(t, o.b, isolate{fn: "admin", env: map[string]string{"PRILAVOK_DATABASE_URL": o.pooled, "PRILAVOK_SECRET_KEY": o.env["PRILAVOK_SECRET_KEY"],
		"PRILAVOK_PUBLIC_URL": "https://shop.example", "PRILAVOK_INSTAGRAM_APP_ID": app.InstagramID, "PRILAVOK_INSTAGRAM_APP_SECRET": app.InstagramSecret,
		"EDGE_TEST_STAGE": world.URL, "EDGE_TEST_CLOCK": strconv.FormatInt(time.Now().UnixMilli(), 10)}})

	begun := o.doors()["edge"]("POST", "/channels/instagram/connect", o.key, `{}`, map[string]string{"Idempotency-Key": "connect"})
	var link struct{ URL string }
	ok(t, json.Unmarshal([]byte(begun.body), &link))
	at, err := url.Parse(link.URL)
	if err != nil || begun.status != http.StatusCreated || !strings.Contains(at.Path, "/connect/instagram/begin/") {
		t.Fatalf("begun: %d %s", begun.status, begun.body)
	}
	page := browse(t, o.edge, at.Path[strings.Index(at.Path, "/connect/"):], "")
	cookie := page.header.Get("Set-Cookie")
	if !strings.HasPrefix(cookie, "__Host-prilavok-connect=") || !strings.Contains(cookie, "Secure; HttpOnly; SameSite=Lax") || strings.Count(cookie, "prilavok-connect") != 1 {
		t.Fatalf("the page %d gives the cookie %q: %s", page.status, cookie, page.body)
	}
	back, err := graph.Consents(page.header.Get("Location"), nil, fresh)
	ok(t, err)
	_, query, _ := strings.Cut(back, "?")
	held, _, _ := strings.Cut(cookie, ";")
	for _, browser := range []struct {
		what, cookie string
		status       int
	}{
		{"another", "", http.StatusForbidden},
		{"one with a cookie of its own", "__Host-prilavok-connect=" + strings.Repeat("0", 32), http.StatusForbidden},
		{"the one that began", held, http.StatusOK},
		{"the same once more", held, http.StatusBadRequest},
	} {
		if got := browse(t, o.edge, "/connect/instagram/callback?"+query, browser.cookie); got.status != browser.status {
			t.Errorf("%s browser is answered %d: %s", browser.what, got.status, got.body)
		}
	}
	if list := o.doors()["server"]("GET", "/channels", o.key, "", nil); !strings.Contains(list.body, fresh.Username) {
		t.Errorf("connected is %s", list.body)
	}
}

// browse opens a page of the function and follows nothing.
func browse(t *testing.T, d *deno, path, cookie string) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, d.url+"/admin"+path, nil)
	ok(t, err)
	if cookie != "" {
		req.Header.Set("Cookie", cookie)
	}
	client := http.Client{Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	ok(t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	ok(t, err)
	return answer{res.StatusCode, res.Header, string(body)}
}
