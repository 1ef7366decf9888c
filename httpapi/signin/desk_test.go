package signin_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"prilavok/app"
	"prilavok/app/api"
	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/seal"
	"prilavok/core/staff"
	"prilavok/core/staff/person"
	"prilavok/core/txn"
	"prilavok/httpapi/admin"
	"prilavok/httpapi/admin/gate"
	"prilavok/httpapi/signin"
	"prilavok/provider/argon"
	"prilavok/provider/passkey"
	"prilavok/provider/totp"
	"prilavok/store"
	"prilavok/store/storetest"
)

const public = "https://shop.example"

// desk is an installation whose people sign in on the server itself.
type desk struct {
	*storetest.Counter
	app    *app.App
	people *person.Service
	web    http.Handler
	log    *bytes.Buffer
	hashes *counted
	bots   map[string][]person.Bot // by shop
	n      int
}

// counted counts the passwords that are hashed or compared.
type counted struct {
	person.Hasher
	n atomic.Int64
}

func (c *counted) Hash(ctx context.Context, p string) (string, error) {
	c.n.Add(1)
	return c.Hasher.Hash(ctx, p)
}

func (c *counted) Verify(ctx context.Context, phc, p string) (bool, bool, error) {
	c.n.Add(1)
	return c.Hasher.Verify(ctx, phc, p)
}

// Bots implements person.Bots.
func (d *desk) Bots(ctx context.Context) ([]person.Bot, error) { return d.bots[txn.ShopID(ctx)], nil }

type nowhere struct{}

func (nowhere) Do(context.Context, call.Request) (call.Response, error) {
	return call.Response{}, fault.New(fault.Unavailable, "call.nowhere", "no service is reached in tests")
}

func openDesk(t *testing.T, st *store.Store, slug string) *desk {
	t.Helper()
	c := storetest.NewCounter(t, st, slug)
	sealed, err := seal.New([]seal.Key{{ID: "test", Bytes: make([]byte, seal.KeySize)}}, nil)
	c.OK(err)
	a := app.NewAPI(app.Deps{Store: st, HTTP: nowhere{}, Keys: sealed, Now: c.Now, IDs: c.IDs, Log: slog.New(slog.DiscardHandler), PublicURL: func() string { return public }})
	c.Carts, c.Orders, c.Catalog, c.Ways = a.Carts, a.Orders, a.Catalog, a.Delivery
	hasher, err := argon.New(argon.Params{Memory: 64, Time: 1, Threads: 1}, 4, time.Minute, nil)
	c.OK(err)
	d := &desk{Counter: c, app: a, log: &bytes.Buffer{}, hashes: &counted{Hasher: hasher}, bots: map[string][]person.Bot{}}
	d.people = person.New(person.Ports{Hasher: d.hashes, Codes: totp.Codes{}, Passkeys: passkey.Ceremonies{}, Bots: d, Keys: sealed}, st, a.Staff, st, c.Now, c.IDs)
	log := slog.New(slog.NewJSONHandler(d.log, nil))
	h := signin.New(signin.Options{People: d.people, Shops: a.Shops, Public: func() string { return public }, Now: c.Now, IDs: c.IDs, Log: log})
	services := api.Services(a)
	services.Team.People = d.people
	mux := http.NewServeMux()
	mux.Handle(signin.Base, h)
	mux.Handle(gate.Base+"/", admin.New(services, gate.Options{Keys: a.Staff, Cookies: h, Audit: a.Audit, Now: c.Now, IDs: c.IDs, Log: log, Burst: 5000, PerMinute: 5000}))
	d.web = mux
	return d
}

// browser is one that has the panel open.
type browser struct {
	d       *desk
	cookies map[string]string
	host    string
	address string
	header  map[string]string // more, or "" to leave one out
}

func (d *desk) browser() *browser {
	d.n++
	return &browser{d: d, cookies: map[string]string{}, host: "shop.example", address: fmt.Sprintf("203.0.113.%d:5000", d.n%250+1), header: map[string]string{}}
}

// reply is what came of a request.
type reply struct {
	*httptest.ResponseRecorder
	t *testing.T
}

func (b *browser) do(method, path string, body any) reply {
	b.d.T.Helper()
	var text io.Reader = http.NoBody
	if body != nil {
		s, ok := body.(string)
		if !ok {
			j, err := json.Marshal(body)
			b.d.OK(err)
			s = string(j)
		}
		text = strings.NewReader(s)
	}
	r := httptest.NewRequest(method, "http://"+b.host+path, text)
	r.RemoteAddr = b.address
	for k, v := range map[string]string{"X-Prilavok": "panel", "Content-Type": "application/json", "Origin": "https://" + b.host, "Sec-Fetch-Site": "same-origin", "User-Agent": "Firefox"} {
		r.Header.Set(k, v)
	}
	if method == http.MethodPost && strings.HasPrefix(path, gate.Base) {
		r.Header.Set("Idempotency-Key", b.d.IDs.Make("key"))
	}
	for k, v := range b.header {
		if r.Header.Set(k, v); v == "" {
			r.Header.Del(k)
		}
	}
	for k, v := range b.cookies {
		r.AddCookie(&http.Cookie{Name: k, Value: v})
	}
	w := httptest.NewRecorder()
	b.d.web.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if b.cookies[c.Name] = c.Value; c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		}
	}
	return reply{w, b.d.T}
}

// is checks the status and, of a refusal, the code.
func (r reply) is(status int, code string) reply {
	r.t.Helper()
	if got := r.code(); r.Code != status || got != code {
		r.t.Fatalf("answered %d %s, want %d %s\n%s", r.Code, got, status, code, r.Body)
	}
	return r
}

func (r reply) code() string {
	var p gate.Problem
	if r.Code < 400 {
		return ""
	}
	r.read(&p)
	return p.Code
}

func (r reply) read(v any) {
	r.t.Helper()
	if err := json.Unmarshal(r.Body.Bytes(), v); err != nil {
		r.t.Fatalf("%v in %s", err, r.Body)
	}
}

const goodPassword = "верный пароль"

// person makes a member of staff with a password, and a browser that has signed in.
func (d *desk) person(email string, role staff.Role) *browser {
	d.T.Helper()
	_, token, err := d.people.Invite(d.Ctx, role, "", "")
	d.OK(err)
	b := d.browser()
	b.do("POST", "/auth/invitation/"+token, map[string]string{"email": email, "name": "Анна", "password": goodPassword}).is(200, "")
	return b
}

func signInAs(email, password, code string) map[string]string {
	return map[string]string{"email": email, "password": password, "code": code}
}

// me is what /auth/me tells.
type me struct {
	Member   signin.Member
	Shop     signin.Shop
	Scopes   []string
	TOTP     bool
	Passkeys int
	Fresh    bool
}

func (b *browser) me() (m me) {
	b.d.T.Helper()
	b.do("GET", "/auth/me", nil).is(200, "").read(&m)
	return m
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// quiet checks that no secret has reached the log.
func (d *desk) quiet(secrets ...string) {
	d.T.Helper()
	for _, s := range secrets {
		if s != "" && strings.Contains(d.log.String(), s) {
			d.T.Errorf("the log tells %q", s)
		}
	}
}

var methods = func(s signin.State) []string { slices.Sort(s.Methods); return s.Methods }
