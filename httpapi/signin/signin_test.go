package signin_test

import (
	"strings"
	"testing"
	"time"

	"prilavok/core/staff"
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
		hashes int64
		retry  string
	}
	look := func(email, password string) seen {
		b := d.browser()
		before := d.hashes.n.Load()
		w := b.do("POST", "/auth/password", signInAs(email, password, ""))
		return seen{w.Code, strings.ReplaceAll(w.Body.String(), w.Header().Get("X-Request-Id"), ""), d.hashes.n.Load() - before, w.Header().Get("Retry-After")}
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
