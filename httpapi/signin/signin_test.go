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

// TestFirst: a shop without an owner is opened by the link that the server prints, once.
func TestFirst(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		d := openDesk(t, st, "north")
		b := d.browser()
		var s signin.State
		b.do("GET", "/auth/state", nil).is(200, "").read(&s)
		if !s.FirstRun || s.SignedIn || s.Bot != "" || s.Supabase != nil || strings.Join(methods(s), " ") != "passkey password" {
			t.Errorf("the state is %+v", s)
		}
		old, err := d.people.First(d.Ctx)
		d.OK(err)
		tokens, err := d.people.First(d.Ctx)
		d.OK(err)
		token := tokens[d.Shop.ID]
		form := map[string]string{"token": old[d.Shop.ID], "email": "Anna@Shop.example", "name": " Анна ", "password": goodPassword}
		b.do("POST", "/auth/first", form).is(404, "staff.no_link") // a newer one was printed
		form["token"] = token
		for field, bad := range map[string]string{"email": "anna", "name": "", "password": "short"} {
			good := form[field]
			form[field] = bad
			b.do("POST", "/auth/first", form).is(422, "staff."+field)
			form[field] = good
		}
		var got struct{ Member signin.Member }
		b.do("POST", "/auth/first", form).is(200, "").read(&got)
		if got.Member.Name != "Анна" || got.Member.Email != "Anna@Shop.example" || got.Member.Role != "owner" || !strings.HasPrefix(got.Member.ID, "mem_") {
			t.Errorf("the owner is %+v", got.Member)
		}
		d.browser().do("POST", "/auth/first", form).is(404, "staff.no_link") // used
		m := b.me()
		if m.Member != got.Member || m.Shop.Slug != "north" || m.Shop.Currency != "RUB" || len(m.Scopes) != len(staff.Scopes) || !m.Fresh {
			t.Errorf("it is %+v", m)
		}
		b.do("GET", "/auth/state", nil).is(200, "").read(&s)
		if s.FirstRun || !s.SignedIn {
			t.Errorf("afterwards the state is %+v", s)
		}
		if again, err := d.people.First(d.Ctx); err != nil || len(again) != 0 {
			t.Errorf("a link for a shop that has an owner: %v, %v", again, err)
		}
		d.quiet(token, goodPassword)
	})
}

// TestPassword: e-mail and password sign in, whatever the letters' case of the e-mail, and
// a cookie is given that scripts and other sites have nothing of.
func TestPassword(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		d := openDesk(t, st, "north")
		d.person("anna@shop.example", staff.Owner)
		b := d.browser()
		b.do("GET", "/auth/me", nil).is(401, "staff.no_session")
		w := b.do("POST", "/auth/password", signInAs(" ANNA@shop.example", goodPassword, "")).is(200, "")
		line := w.Header().Get("Set-Cookie")
		for _, part := range []string{"__Host-prilavok=", "Path=/", "HttpOnly", "Secure", "SameSite=Strict", "Max-Age=2592000"} {
			if !strings.Contains(line, part) {
				t.Errorf("the cookie %q lacks %s", line, part)
			}
		}
		if strings.Contains(line, "Domain") || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("answered with %v", w.Header())
		}
		token := b.cookies["__Host-prilavok"]
		if len(token) < 43 || strings.Contains(w.Body.String(), token) {
			t.Errorf("the token is %q in %s", token, w.Body)
		}
		b.do("POST", "/auth/sign-out", nil).is(204, "")
		if len(b.cookies) != 0 {
			t.Errorf("left are %v", b.cookies)
		}
		b.cookies["__Host-prilavok"] = token
		b.do("GET", "/auth/me", nil).is(401, "staff.no_session") // ended, not only forgotten
		d.quiet(token, goodPassword, "anna@shop.example")
	})
}

// TestNobodyKnows: whether there is an account shows neither in what is answered nor in the
// work that is done for it.
func TestNobodyKnows(t *testing.T) {
	d := openDesk(t, storetest.SQLite(t), "north")
	d.person("anna@shop.example", staff.Owner)
	gone := d.person("gone@shop.example", staff.Manager)
	d.OK(d.app.Staff.EndMember(d.Ctx, gone.me().Member.ID))
	type seen struct {
		code   int
		body   string
		hashes int
		retry  string
	}
	look := func(email, password string) seen {
		b := d.browser()
		before := d.hashes.n
		w := b.do("POST", "/auth/password", signInAs(email, password, ""))
		return seen{w.Code, strings.ReplaceAll(w.Body.String(), w.Header().Get("X-Request-Id"), ""), d.hashes.n - before, w.Header().Get("Retry-After")}
	}
	for try := range 12 {
		known, unknown, ended := look("anna@shop.example", "not the password"), look("boris@shop.example", "not the password"), look("gone@shop.example", goodPassword)
		if known != unknown || ended != unknown {
			t.Fatalf("try %d: of an account %+v, of none %+v, of one that has ended %+v", try, known, unknown, ended)
		}
		if want := try >= 6; (known.code == 429) != want {
			t.Errorf("try %d: %+v", try, known)
		}
	}
}

// TestLocked: an account waits longer after each failure; who knows the password signs in
// once it does not wait, and nothing is left of the failures.
func TestLocked(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		d := openDesk(t, st, "north")
		d.person("anna@shop.example", staff.Owner)
		try := func(password string) reply {
			return d.browser().do("POST", "/auth/password", signInAs("anna@shop.example", password, ""))
		}
		for range 5 {
			try("wrong password").is(401, "staff.bad_sign_in")
		}
		wait := 30
		for range 8 {
			try("wrong password").is(401, "staff.bad_sign_in") // it was not locked when it came
			w := try(goodPassword).is(429, "staff.locked")
			equal(t, "to wait", w.Header().Get("Retry-After"), min(wait, 900))
			d.Pass(time.Duration(min(wait, 900))*time.Second - time.Microsecond)
			try(goodPassword).is(429, "staff.locked")
			d.Pass(time.Microsecond)
			wait *= 2
		}
		try(goodPassword).is(200, "")
		for range 5 {
			try("wrong password").is(401, "staff.bad_sign_in")
		}
		try(goodPassword).is(200, "")
		for range 5 {
			try("wrong password").is(401, "staff.bad_sign_in")
		}
		d.Pass(25 * time.Hour)
		for range 5 {
			try("wrong password").is(401, "staff.bad_sign_in")
		}
		try(goodPassword).is(200, "")
	})
}

// TestAddress: one address tries few accounts, a network of IPv6 is one, and others go on.
func TestAddress(t *testing.T) {
	d := openDesk(t, storetest.SQLite(t), "north")
	d.person("anna@shop.example", staff.Owner)
	try := func(address, email, password string) reply {
		b := d.browser()
		b.address = address
		return b.do("POST", "/auth/password", signInAs(email, password, ""))
	}
	for i := range 31 {
		try("[2001:db8:1:2::"+string(rune('a'+i%6))+"]:99", d.IDs.Make("x")+"@shop.example", "x").is(401, "staff.bad_sign_in")
	}
	try("[2001:db8:1:2::ffff]:99", "anna@shop.example", goodPassword).is(429, "staff.locked")
	try("[2001:db8:1:3::1]:99", "anna@shop.example", goodPassword).is(200, "")
	// A proxy in front is believed about whom it speaks for, a stranger is not.
	b := d.browser()
	b.address, b.header["X-Forwarded-For"] = "127.0.0.1:1", "9.9.9.9, 2001:db8:1:2::7"
	b.do("POST", "/auth/password", signInAs("anna@shop.example", goodPassword, "")).is(429, "staff.locked")
	b.address = "198.51.100.7:1"
	b.do("POST", "/auth/password", signInAs("anna@shop.example", goodPassword, "")).is(200, "")
}

// TestStorm: attempts that come at once are no more than attempts one after another.
func TestStorm(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		d := openDesk(t, st, "north")
		d.person("anna@shop.example", staff.Owner)
		codes := make(chan int)
		const n = 20
		for range n {
			b := d.browser()
			go func() {
				codes <- b.do("POST", "/auth/password", signInAs("anna@shop.example", "wrong password", "")).Code
			}()
		}
		got := map[int]int{}
		for range n {
			got[<-codes]++
		}
		if got[401] != 6 || got[429] != n-6 {
			t.Errorf("answered %v, want 6 times 401", got)
		}
	})
}

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

// TestInvitations: an invitation is used once, within a week, by whom it is for.
func TestInvitations(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		d, south := openDesk(t, st, "north"), openDesk(t, st, "south")
		owner := d.person("anna@shop.example", staff.Owner)
		invite := func(body string) (id, token string) {
			var x struct{ ID, Link string }
			owner.do("POST", "/api/v1/invitations", body).is(201, "").read(&x)
			_, token, ok := strings.Cut(x.Link, public+"/panel/#/invitation/")
			if !ok {
				t.Fatalf("the link is %q", x.Link)
			}
			return x.ID, token
		}
		form := map[string]string{"email": "boris@shop.example", "name": "Борис", "password": goodPassword}
		_, token := invite(`{"role":"operator","email":"boris@shop.example"}`)
		b := d.browser()
		var told map[string]string
		b.do("GET", "/auth/invitation/"+token, nil).is(200, "").read(&told)
		if told["role"] != "operator" || told["email"] != "boris@shop.example" || told["shop"] == "" {
			t.Errorf("told is %v", told)
		}
		wrong := map[string]string{"email": "eve@shop.example", "name": "Ева", "password": goodPassword}
		b.do("POST", "/auth/invitation/"+token, wrong).is(422, "staff.invited")
		b.do("POST", "/auth/invitation/"+token, form).is(200, "")
		equal(t, "boris is", b.me().Member.Role, "operator")
		d.browser().do("POST", "/auth/invitation/"+token, form).is(404, "staff.no_link")
		d.browser().do("GET", "/auth/invitation/"+token, nil).is(404, "staff.no_link")
		// Another kind of link opens nothing.
		_, token = invite(`{"role":"operator"}`)
		d.browser().do("POST", "/auth/first", map[string]string{"token": token, "email": "eve@shop.example", "name": "Ева", "password": goodPassword}).is(404, "staff.no_link")
		d.browser().do("POST", "/auth/reset/"+token, map[string]string{"password": goodPassword}).is(404, "staff.no_link")
		d.Pass(person.InvitationLasts)
		d.browser().do("POST", "/auth/invitation/"+token, wrong).is(404, "staff.no_link")
		owner = d.browser()
		owner.do("POST", "/auth/password", signInAs("anna@shop.example", goodPassword, "")).is(200, "")
		id, token := invite(`{"role":"manager"}`)
		var page struct{ Items []struct{ ID, Link string } }
		owner.do("GET", "/api/v1/invitations", nil).is(200, "").read(&page)
		if len(page.Items) != 1 || page.Items[0].ID != id || page.Items[0].Link != "" {
			t.Errorf("open are %+v", page.Items)
		}
		owner.do("DELETE", "/api/v1/invitations/tkt_none", nil).is(404, "staff.no_link")
		owner.do("DELETE", "/api/v1/invitations/"+id, nil).is(204, "")
		d.browser().do("POST", "/auth/invitation/"+token, wrong).is(404, "staff.no_link")
		// Who signs in here already joins another shop with the password they have.
		south.Pass(d.Now().Sub(south.Now()))
		_, token, err := south.people.Invite(south.Ctx, staff.Viewer, "", "")
		d.OK(err)
		form["password"] = "another password"
		d.browser().do("POST", "/auth/invitation/"+token, form).is(401, "staff.bad_sign_in")
		form["password"] = goodPassword
		b = d.browser()
		b.do("POST", "/auth/invitation/"+token, form).is(200, "")
		equal(t, "at home", b.me().Shop.Slug, "north")
		b.header["X-Shop"] = "south"
		equal(t, "in the other shop", b.me().Member.Role, "viewer")
		b.do("GET", "/api/v1/orders", nil).is(200, "")
		b.do("POST", "/api/v1/orders/ord_1/cancel", `{"why":"x"}`).is(403, "api.scope")
		b.header["X-Shop"] = "east"
		b.do("GET", "/api/v1/orders", nil).is(403, "staff.no_member")
	})
}

// TestReset: the keeper's link sets a new password once, ends all sessions, and takes the
// second factor off.
func TestReset(t *testing.T) {
	d := openDesk(t, storetest.SQLite(t), "north")
	b := d.person("anna@shop.example", staff.Owner)
	b.secondFactor()
	for range 8 {
		d.browser().do("POST", "/auth/password", signInAs("anna@shop.example", "wrong password", ""))
	}
	if _, err := d.people.Reset(d.Ctx, "eve@shop.example"); err == nil {
		t.Error("a link for nobody")
	}
	token, err := d.people.Reset(d.Ctx, "Anna@shop.example")
	d.OK(err)
	other := d.browser()
	other.do("POST", "/auth/reset/"+token, map[string]string{"password": "short"}).is(422, "staff.password")
	other.do("POST", "/auth/reset/"+token, map[string]string{"password": "новый пароль"}).is(204, "")
	other.do("POST", "/auth/reset/"+token, map[string]string{"password": "новый пароль"}).is(404, "staff.no_link")
	b.do("GET", "/auth/me", nil).is(401, "staff.no_session")
	other.do("POST", "/auth/password", signInAs("anna@shop.example", goodPassword, "")).is(401, "staff.bad_sign_in")
	other.do("POST", "/auth/password", signInAs("anna@shop.example", "новый пароль", "")).is(200, "")
	token, err = d.people.Reset(d.Ctx, other.me().Member.ID)
	d.OK(err)
	d.Pass(person.ResetLasts)
	other.do("POST", "/auth/reset/"+token, map[string]string{"password": goodPassword}).is(404, "staff.no_link")
}

// TestChangePassword: it takes the old one, and every other session ends.
func TestChangePassword(t *testing.T) {
	d := openDesk(t, storetest.SQLite(t), "north")
	b, other := d.person("anna@shop.example", staff.Owner), d.browser()
	other.do("POST", "/auth/password", signInAs("anna@shop.example", goodPassword, "")).is(200, "")
	token := b.cookies["__Host-prilavok"]
	change := func(old, password string) reply {
		return b.do("POST", "/auth/password/change", map[string]string{"old": old, "new": password})
	}
	change("wrong password", "новый пароль").is(401, "staff.bad_sign_in")
	change(goodPassword, "short").is(422, "staff.password")
	change(goodPassword, "новый пароль").is(200, "")
	if b.cookies["__Host-prilavok"] == token {
		t.Error("the session has kept its token")
	}
	b.me()
	other.do("GET", "/auth/me", nil).is(401, "staff.no_session")
	other.do("POST", "/auth/password", signInAs("anna@shop.example", "новый пароль", "")).is(200, "")
}

// TestProfile: name and language are a person's own to change.
func TestProfile(t *testing.T) {
	d := openDesk(t, storetest.SQLite(t), "north")
	b := d.person("anna@shop.example", staff.Viewer)
	b.do("PATCH", "/auth/me", `{"language":"fr"}`).is(422, "staff.language")
	b.do("PATCH", "/auth/me", `{"name":"`+strings.Repeat("я", 101)+`"}`).is(422, "staff.name")
	var got struct {
		Member   signin.Member
		Language string
	}
	b.do("PATCH", "/auth/me", `{"name":"Аня","language":"en"}`).is(200, "").read(&got)
	b.do("PATCH", "/auth/me", `{"role":"owner","member":{"role":"owner"}}`).is(200, "").read(&got)
	if got.Member.Name != "Аня" || got.Language != "en" || got.Member.Role != "viewer" {
		t.Errorf("it is %+v", got)
	}
	list, err := d.app.Staff.Members(d.Ctx)
	d.OK(err)
	equal(t, "colleagues see", list[0].Name, "Аня")
	for _, bad := range []string{"", "x", `{"name":1}`, `{} {}`} {
		b.do("PATCH", "/auth/me", bad).is(400, "api.malformed")
	}
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
			may := false
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

// TestOtherShopsPeople: another shop's staff and invitations are nobody's.
func TestOtherShopsPeople(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		d, south := openDesk(t, st, "north"), openDesk(t, st, "south")
		owner, theirs := d.person("anna@shop.example", staff.Owner), south.person("boris@shop.example", staff.Owner)
		m := theirs.me().Member
		owner.do("GET", "/api/v1/members/"+m.ID, nil).is(404, "staff.not_staff")
		owner.do("PATCH", "/api/v1/members/"+m.ID, `{"role":"viewer"}`).is(404, "staff.not_staff")
		owner.do("POST", "/api/v1/members/"+m.ID+"/end", nil).is(404, "staff.not_staff")
		equal(t, "still", theirs.me().Member.Role, "owner")
		tk, _, err := south.people.Invite(south.Ctx, staff.Viewer, "", "")
		d.OK(err)
		owner.do("DELETE", "/api/v1/invitations/"+tk.ID, nil).is(404, "staff.no_link")
		if _, err := d.people.Reset(d.Ctx, "boris@shop.example"); err == nil {
			t.Error("another shop's person is reset")
		}
	})
}
