package app_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"prilavok/channel/instagram/igfake"
	"prilavok/core/shop/link"
	"prilavok/httpapi/connect"
)

// browser is who opens the pages of connecting.
type browser struct {
	*counter
	pages  *connect.Handler
	cookie map[string]string // what it holds, by name
}

func newBrowser(t *testing.T, plain bool) browser {
	c := newCounter(t)
	return browser{c, c.Direct.Pages(plain), map[string]string{}}
}

// another is another browser at the same pages.
func (b browser) another() browser {
	b.cookie = map[string]string{}
	return b
}

// opens asks for a full address, and holds the cookie that it is given.
func (b browser) opens(address, language string) connect.Response {
	b.t.Helper()
	u, err := url.Parse(address)
	b.ok(err)
	r := b.pages.Serve(b.t.Context(), connect.Request{Method: "GET", Path: u.Path, Query: u.RawQuery, Header: func(key string) string {
		if key != "Cookie" {
			return language
		}
		list := []string{"theme=dark"}
		for name, value := range b.cookie {
			list = append(list, name+"="+value)
		}
		return strings.Join(list, "; ")
	}})
	if set := r.Header["Set-Cookie"]; set != "" {
		name, value, _ := strings.Cut(set, "=")
		b.cookie[name], _, _ = strings.Cut(value, ";")
	}
	return r
}

func (b browser) posts(path, signed string) connect.Response {
	body := url.Values{"signed_request": {signed}}.Encode()
	return b.pages.Serve(b.t.Context(), connect.Request{Method: "POST", Path: path, Body: []byte(body), Header: func(string) string { return "" }})
}

// link is a link of the shop to connect an account.
func (b browser) link() string {
	b.t.Helper()
	at, _, err := b.Direct.Begin(b.ctx, link.ByInstagram, "key_1", "")
	b.ok(err)
	return at
}

// begins is the login page that a link of the shop leads to.
func (b browser) begins() string {
	b.t.Helper()
	return b.opens(b.link(), "ru").Header["Location"]
}

// TestPages: whatever comes of a login is said in words, in both languages, and never a token.
func TestPages(t *testing.T) {
	b := newBrowser(t, false)
	grant := func(permissions []string, a *igfake.Account) string {
		back, err := b.fake.Consents(b.begins(), permissions, a)
		b.ok(err)
		return back
	}
	fresh := b.fake.Account("17841400000000002", "unused")
	fresh.Username = "fresh<b>"
	used := grant(nil, fresh)
	partly := b.fake.Account("17841400000000003", "unused")
	const at = "https://shop.example/connect/instagram/callback"
	for _, c := range []struct {
		what, address, language string
		status                  int
		said                    []string
	}{
		{"connected", used, "ru", 200, []string{"Instagram подключён", "@fresh&lt;b&gt;", "всё готово"}},
		{"the same again", used, "en", 400, []string{"not connected", "used before"}},
		{"not everything", grant([]string{"instagram_business_basic"}, partly), "en", 200, []string{"not connected whole", "not everything was allowed", "no messages come or go", "comments are not answered"}},
		{"canceled", b.fake.Declines(b.begins()), "ru", 200, []string{"Вы отменили вход"}},
		{"another error", at + "?error=server_error&state=x", "en", 200, []string{"could not finish"}},
		{"a stranger's word", at + "?code=x&state=shop.x", "en", 400, []string{"used before"}},
		{"a code of nobody's", at + "?code=x&state=" + url.QueryEscape(word(t, b.begins())), "en", 400, []string{"run out"}},
		{"nothing", at, "en", 400, []string{"opens by itself"}},
		{"a link of nobody's", "https://shop.example/connect/instagram/begin/x", "en", 400, []string{"was used before or has run out", "gives a new one"}},
		{"a link of an older release", "https://shop.example/connect/instagram/again/" + b.acc.ID, "ru", 400, []string{"уже использована или устарела", "Новую даёт"}},
		{"a deletion of nobody's", "https://shop.example/connect/instagram/deletion?code=x", "en", 404, []string{"Nothing is kept"}},
	} {
		r := b.opens(c.address, c.language)
		if r.Status != c.status || r.Header["Content-Type"] != "text/html; charset=utf-8" || strings.Contains(string(r.Body), "IGAA") {
			t.Errorf("%s: %d %s", c.what, r.Status, r.Body)
		}
		for _, s := range c.said {
			if !strings.Contains(string(r.Body), s) {
				t.Errorf("%s: %q is not said by %s", c.what, s, r.Body)
			}
		}
	}
	// A login that was canceled is over.
	page := b.begins()
	b.opens(b.fake.Declines(page), "ru")
	back, err := b.fake.Consents(page, nil, fresh)
	b.ok(err)
	if r := b.opens(back, "en"); r.Status != 400 {
		t.Errorf("after it was canceled: %d", r.Status)
	}
	for _, p := range []string{"", "callback/x", "begin/", "begin/a/b", "again/", "again/a/b", "other"} {
		if r := b.opens("https://shop.example/connect/instagram/"+p, ""); r.Status != 404 && r.Status != 405 {
			t.Errorf("%q: %d", p, r.Status)
		}
	}
}

// TestOtherBrowser: a login ends only in the browser that opened the link, and one that was
// opened twice in it, in two tabs, ends in both.
func TestOtherBrowser(t *testing.T) {
	b := newBrowser(t, false)
	at := b.link()
	r := b.opens(at, "ru")
	set := r.Header["Set-Cookie"]
	for _, part := range []string{"__Host-prilavok-connect=", "; Path=/;", "; Secure;", "; HttpOnly;", "; SameSite=Lax", "; Max-Age=1800;"} {
		if !strings.Contains(set, part) {
			t.Errorf("%q is not in the cookie %q", part, set)
		}
	}
	if r.Status != 302 || !strings.HasPrefix(r.Header["Location"], "https://www.instagram.com/oauth/authorize?") || strings.Contains(r.Header["Location"], b.cookie["__Host-prilavok-connect"]) {
		t.Errorf("a link leads to %d %v", r.Status, r.Header)
	}
	fresh := b.fake.Account("17841400000000002", "unused")
	back, err := b.fake.Consents(r.Header["Location"], nil, fresh)
	b.ok(err)
	none, other := b.another(), b.another()
	other.begins()
	for _, x := range []browser{none, other} {
		for language, said := range map[string]string{"ru": "в другом браузере", "en": "in another browser"} {
			if r := x.opens(back, language); r.Status != 403 || !strings.Contains(string(r.Body), said) {
				t.Errorf("in another browser: %d %s", r.Status, r.Body)
			}
		}
	}
	none.opens(b.fake.Declines(r.Header["Location"]), "ru") // nor can another cancel it
	twice := b.cookie["__Host-prilavok-connect"]
	b.opens(at, "ru")
	if b.cookie["__Host-prilavok-connect"] != twice {
		t.Error("a second tab takes the first one's cookie away")
	}
	if r := b.opens(back, "en"); r.Status != 200 || !strings.Contains(string(r.Body), "is connected") {
		t.Errorf("in its own: %d %s", r.Status, r.Body)
	}
	if r := b.opens(at, "en"); r.Status != 400 || !strings.Contains(string(r.Body), "gives a new one") {
		t.Errorf("the link again: %d %s", r.Status, r.Body)
	}
}

// word is the state of a login page.
func word(t *testing.T, page string) string {
	u, err := url.Parse(page)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query().Get("state")
}

// TestMetaFails: when Meta does not answer at the end of a login, the page says so.
func TestMetaFails(t *testing.T) {
	for _, c := range []struct {
		f      igfake.Failure
		status int
		said   string
	}{
		{igfake.Failure{Only: "code", Status: 500}, 503, "does not answer now"},
		{igfake.Failure{Only: "code", Drop: true}, 503, "does not answer now"},
		{igfake.Failure{Only: "code", Code: 613}, 429, "asks to wait"},
		{igfake.Failure{Only: "exchange", Code: 190, Status: 401, Message: "x"}, 200, "does not take the installation"},
	} {
		b := newBrowser(t, true)
		back, err := b.fake.Consents(b.begins(), nil, b.peer)
		b.ok(err)
		b.fake.Fail(c.f)
		r := b.opens(back, "en")
		if r.Status != c.status || !strings.Contains(string(r.Body), c.said) || r.Header["Content-Type"] != "text/plain; charset=utf-8" {
			t.Errorf("%+v: %d %s", c.f, r.Status, r.Body)
		}
	}
}

// TestMetaTells: only what the app's secret has signed is done, and a deletion can be
// looked up by its code until it is done and afterwards.
func TestMetaTells(t *testing.T) {
	b := newBrowser(t, false)
	b.says("секрет")
	app := igfake.DefaultApp
	for _, path := range []string{"deauthorize", "delete"} {
		for _, signed := range []string{"", "x.y", b.fake.SignedRequest(igAccount, "another secret")} {
			if r := b.posts("/connect/instagram/"+path, signed); r.Status != 401 || b.state() != link.Connected {
				t.Errorf("%s of %q: %d, %s", path, signed, r.Status, b.state())
			}
		}
	}
	r := b.posts("/connect/instagram/delete", b.fake.SignedRequest(igAccount, app.InstagramSecret))
	var answer struct {
		URL  string `json:"url"`
		Code string `json:"confirmation_code"`
	}
	if err := json.Unmarshal(r.Body, &answer); err != nil || r.Status != 200 || answer.Code == "" || !strings.HasSuffix(answer.URL, "/deletion?code="+answer.Code) {
		t.Fatalf("%d %s", r.Status, r.Body)
	}
	if r := b.opens(answer.URL, "en"); r.Status != 200 || !strings.Contains(string(r.Body), "is being deleted") {
		t.Errorf("under way: %d %s", r.Status, r.Body)
	}
	b.drain()
	if r := b.opens(answer.URL, "ru"); r.Status != 200 || !strings.Contains(string(r.Body), "Данные удалены") || b.state() != link.Disconnected {
		t.Errorf("done: %d %s; %s", r.Status, r.Body, b.state())
	}
	if r := b.posts("/connect/instagram/delete", b.fake.SignedRequest("nobody", app.MetaSecret)); r.Status != 200 || !strings.Contains(string(r.Body), `"none"`) {
		t.Errorf("of nobody: %d %s", r.Status, r.Body)
	}
	c := newBrowser(t, false)
	if r := c.posts("/connect/instagram/deauthorize", c.fake.SignedRequest(igAccount, app.MetaSecret)); r.Status != 200 || c.state() != link.Reconnect {
		t.Errorf("taken away: %d, %s", r.Status, c.state())
	}
}
