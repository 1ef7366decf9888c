package signin_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"prilavok/core/staff"
	"prilavok/core/staff/person"
	"prilavok/httpapi/admin"
	"prilavok/httpapi/signin"
	"prilavok/store"
	"prilavok/store/storetest"
)

// TestSessions: a person sees their sessions and ends them, and nobody else's.
func TestSessions(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		d := openDesk(t, st, "north")
		phone, boris := d.person("anna@shop.example", staff.Owner), d.person("boris@shop.example", staff.Owner)
		d.Pass(time.Hour)
		desk := d.browser()
		desk.do("POST", "/auth/password", signInAs("anna@shop.example", goodPassword, "")).is(200, "")
		list := func(b *browser) (out []signin.Session) {
			var page struct{ Items []signin.Session }
			b.do("GET", "/auth/sessions", nil).is(200, "").read(&page)
			return page.Items
		}
		s := list(desk)
		if len(s) != 2 || !s[0].Current || s[1].Current || s[1].Agent != "Firefox" || !strings.HasPrefix(s[1].Address, "203.0.113.") || !s[0].CreatedAt.After(s[1].CreatedAt) {
			t.Fatalf("the sessions are %+v", s)
		}
		desk.do("DELETE", "/auth/sessions/"+list(boris)[0].ID, nil).is(404, "staff.no_such_session")
		boris.do("DELETE", "/auth/sessions/"+s[0].ID, nil).is(404, "staff.no_such_session")
		desk.do("DELETE", "/auth/sessions/ses_none", nil).is(404, "staff.no_such_session")
		desk.do("DELETE", "/auth/sessions/"+s[1].ID, nil).is(204, "")
		phone.do("GET", "/auth/me", nil).is(401, "staff.no_session")
		if len(phone.cookies) != 0 {
			t.Errorf("the phone keeps %v", phone.cookies)
		}
		equal(t, "left", len(list(desk)), 1)
		desk.do("DELETE", "/auth/sessions/"+s[0].ID, nil).is(204, "")
		desk.do("GET", "/auth/me", nil).is(401, "staff.no_session")
		boris.me()
	})
}

// TestExpiry: a session ends a week after its last request, and after a month whatever
// happens.
func TestExpiry(t *testing.T) {
	d := openDesk(t, storetest.SQLite(t), "north")
	b := d.person("anna@shop.example", staff.Owner)
	begun := d.Now()
	for d.Now().Sub(begun) < person.SessionLife-6*24*time.Hour {
		d.Pass(6 * 24 * time.Hour)
		b.me()
	}
	d.Pass(person.SessionLife - d.Now().Sub(begun))
	b.do("GET", "/auth/me", nil).is(401, "staff.no_session")
	b = d.browser()
	b.do("POST", "/auth/password", signInAs("anna@shop.example", goodPassword, "")).is(200, "")
	d.Pass(person.SessionIdle)
	b.do("GET", "/auth/me", nil).is(401, "staff.no_session")
	b.do("GET", "/api/v1/orders", nil).is(401, "staff.key_unknown") // its cookie was taken back
}

// TestFixation: a session never has a token that the browser came with, and one that the
// browser had ends with the new one.
func TestFixation(t *testing.T) {
	d := openDesk(t, storetest.SQLite(t), "north")
	victim := d.person("anna@shop.example", staff.Owner)
	boris := d.person("boris@shop.example", staff.Viewer)
	planted := boris.cookies["__Host-prilavok"]
	for _, cookie := range []string{"x", strings.Repeat("a", 52), planted} {
		b := d.browser()
		b.cookies["__Host-prilavok"] = cookie
		b.do("POST", "/auth/password", signInAs("anna@shop.example", goodPassword, "")).is(200, "")
		if now := b.cookies["__Host-prilavok"]; now == cookie || len(now) != 52 {
			t.Errorf("the token is %q, it came with %q", now, cookie)
		}
	}
	boris.do("GET", "/auth/me", nil).is(401, "staff.no_session") // it was replaced
	old := victim.cookies["__Host-prilavok"]
	victim.do("POST", "/auth/password", signInAs("anna@shop.example", goodPassword, "")).is(200, "")
	thief := d.browser()
	thief.cookies["__Host-prilavok"] = old
	thief.do("GET", "/auth/me", nil).is(401, "staff.no_session")
	// Two cookies of the name: one of them was put there.
	victim.header["Cookie"] = "__Host-prilavok=" + planted
	victim.do("GET", "/auth/me", nil).is(401, "staff.no_session")
}

// TestForged: what changes something comes from the panel's own page, at sign-in and at the
// API, or is refused.
func TestForged(t *testing.T) {
	d := openDesk(t, storetest.SQLite(t), "north")
	b := d.person("anna@shop.example", staff.Owner)
	for _, x := range []struct {
		what   string
		header map[string]string
		ok     bool
	}{
		{"the panel", nil, true},
		{"an old browser", map[string]string{"Sec-Fetch-Site": ""}, true},
		{"no header", map[string]string{"X-Prilavok": ""}, false},
		{"another header", map[string]string{"X-Prilavok": "1"}, false},
		{"another site", map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, false},
		{"another host of the site", map[string]string{"Sec-Fetch-Site": "same-site", "Origin": "https://evil.shop.example"}, false},
		{"a forged Origin", map[string]string{"Sec-Fetch-Site": "", "Origin": "https://evil.example"}, false},
		{"no origin at all", map[string]string{"Sec-Fetch-Site": "", "Origin": "null"}, false},
	} {
		b.header = map[string]string{}
		for k, v := range x.header {
			b.header[k] = v
		}
		status, code, posted := 204, "", 403
		if !x.ok {
			status, code = 403, "staff.cross_site"
		} else {
			posted = 422
		}
		if w := b.do("POST", "/api/v1/products", `{}`); w.Code != posted || !x.ok && w.code() != code {
			t.Errorf("%s at the API: %d %s", x.what, w.Code, w.Body)
		}
		if w := b.do("PUT", "/api/v1/variants/var_none/stock", `{"on_hand":1}`); (w.code() == "staff.cross_site") == x.ok {
			t.Errorf("%s puts: %d %s", x.what, w.Code, w.Body)
		}
		b.do("GET", "/api/v1/orders", nil).is(200, "")
		b.do("GET", "/auth/me", nil).is(200, "")
		if w := b.do("DELETE", "/auth/sessions/ses_none", nil); (w.code() == "staff.cross_site") == x.ok {
			t.Errorf("%s at sign-in: %d %s", x.what, w.Code, w.Body)
		}
		stranger := d.browser()
		stranger.header = b.header
		if w := stranger.do("POST", "/auth/sign-out", nil); w.Code != status {
			t.Errorf("%s without a cookie: %d %s", x.what, w.Code, w.Body)
		}
	}
	// A program with a key needs none of it, and a key is not helped by a cookie.
	_, key, err := d.app.Staff.Issue(d.Ctx, "1С", []staff.Scope{staff.CatalogWrite}, time.Time{})
	d.OK(err)
	b.header = map[string]string{"Authorization": "Bearer " + key, "X-Prilavok": "", "Origin": "", "Sec-Fetch-Site": ""}
	b.do("PUT", "/api/v1/variants/var_none/stock", `{"on_hand":1}`).is(404, "catalog.not_found")
	b.do("GET", "/api/v1/orders", nil).is(403, "api.scope")
	b.header["Authorization"] = "Bearer nothing"
	b.do("GET", "/api/v1/orders", nil).is(401, "staff.key_unknown")
}

// TestPlaces: over https and on this machine people sign in, each with a cookie of its own;
// over plain http from elsewhere nobody does.
func TestPlaces(t *testing.T) {
	d := openDesk(t, storetest.SQLite(t), "north")
	d.person("anna@shop.example", staff.Owner)
	for _, x := range []struct{ host, cookie string }{{"shop.example", "__Host-prilavok"}, {"localhost:8080", "prilavok-local"}, {"127.0.0.1:8080", "prilavok-local"},
		{"[::1]:8080", "prilavok-local"}} {
		b := d.browser()
		b.host = x.host
		b.header["Origin"], b.header["Sec-Fetch-Site"] = "http://"+x.host, "same-origin"
		w := b.do("POST", "/auth/password", signInAs("anna@shop.example", goodPassword, "")).is(200, "")
		if len(b.cookies) != 1 || b.cookies[x.cookie] == "" || strings.Contains(w.Header().Get("Set-Cookie"), "Secure") != (x.cookie[0] == '_') {
			t.Errorf("at %s it is %v", x.host, w.Header())
		}
		b.me()
		token := b.cookies[x.cookie]
		b.cookies = map[string]string{"prilavok-local": token, "__Host-prilavok": "x"}
		if x.cookie[0] == '_' {
			b.do("GET", "/auth/me", nil).is(401, "staff.no_session") // what http set is not https'
		}
	}
	b := d.browser()
	bare := signin.New(signin.Options{People: d.people, Shops: d.app.Shops, Public: func() string { return "" }, Now: d.Now, IDs: d.IDs})
	d.web = bare
	b.host = "192.168.1.5:8080"
	b.do("POST", "/auth/password", signInAs("anna@shop.example", goodPassword, "")).is(403, "staff.plain_http")
	b.do("GET", "/auth/state", nil).is(403, "staff.plain_http")
}

// TestRoles: each role may do over a cookie what it may do over a token, row by row; what a
// request says of its role is nothing.
func TestRoles(t *testing.T) {
	d := openDesk(t, storetest.SQLite(t), "north")
	by := map[staff.Role]*browser{}
	for _, role := range staff.Roles {
		by[role] = d.person(string(role)+"@shop.example", role)
		by[role].header["X-Role"], by[role].header["X-Prilavok-Role"] = "owner", "owner"
	}
	for _, r := range admin.Routes() {
		path := "/api/v1" + strings.NewReplacer("{id}", "x_none", "{part}", "x_none").Replace(r.Path)
		for _, role := range staff.Roles {
			w := by[role].do(r.Method, path+"?role=owner", `{"role":"owner"}`)
			may := r.Scope == ""
			for _, s := range role.Scopes() {
				may = may || s == r.Scope
			}
			if denied := w.Code == 403; denied == may || w.Code == 401 || w.Code >= 500 {
				t.Errorf("%s by a %s: %d %s", r.ID, role, w.Code, w.Body)
			}
		}
	}
	// Rights end at once.
	m := by[staff.Manager].me().Member
	d.OK(d.app.Staff.EndMember(d.Ctx, m.ID))
	by[staff.Manager].do("GET", "/api/v1/orders", nil).is(403, "staff.no_member")
	by[staff.Manager].do("GET", "/auth/me", nil).is(403, "staff.no_member")
	d.browser().do("POST", "/auth/password", signInAs("manager@shop.example", goodPassword, "")).is(401, "staff.bad_sign_in")
}

// TestAllRoutes: what is for who has signed in is for nobody else, and everything that
// changes something is guarded, line by line.
func TestAllRoutes(t *testing.T) {
	d := openDesk(t, storetest.SQLite(t), "north")
	open := []string{"GET /auth/state", "POST /auth/first", "POST /auth/password", "POST /auth/passkey/begin", "POST /auth/passkey/finish", "POST /auth/telegram",
		"GET /auth/invitation/{token}", "POST /auth/invitation/{token}", "POST /auth/reset/{token}", "POST /auth/sign-out"}
	for _, pattern := range signin.Patterns() {
		method, path, _ := strings.Cut(pattern, " ")
		path = strings.NewReplacer("{id}", "x", "{token}", "x").Replace(path)
		b := d.browser()
		w := b.do(method, path, `{}`)
		public := strings.Contains(strings.Join(open, "\n")+"\n", pattern+"\n")
		if (w.code() == "staff.no_session") == public {
			t.Errorf("%s is answered %d %s", pattern, w.Code, w.Body)
		}
		b.header["X-Prilavok"] = ""
		if w := b.do(method, path, `{}`); (w.code() == "staff.cross_site") != (method != http.MethodGet) {
			t.Errorf("%s without the header is answered %d %s", pattern, w.Code, w.Body)
		}
	}
	d.browser().do("GET", "/auth/nothing", nil).is(404, "staff.no_route")
	d.browser().do("POST", "/auth/me", `{}`).is(404, "staff.no_route")
}
