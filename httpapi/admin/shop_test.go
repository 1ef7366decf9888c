package admin_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"prilavok/app"
	"prilavok/app/api"
	"prilavok/app/rehearsal"
	"prilavok/channel/instagram/igfake"
	"prilavok/core/call"
	"prilavok/core/cart"
	"prilavok/core/fault"
	"prilavok/core/order"
	"prilavok/core/payment"
	"prilavok/core/seal"
	"prilavok/core/staff"
	"prilavok/httpapi/admin"
	"prilavok/httpapi/admin/gate"
	"prilavok/provider/demopay"
	"prilavok/provider/yookassa"
	"prilavok/provider/yookassa/yookassafake"
	"prilavok/store"
	"prilavok/store/storetest"
)

// till is a shop with its API, for tests.
type till struct {
	*storetest.Counter
	app  *app.App
	page *demopay.Service
	keys *staff.Service
	api  *gate.Gate
	meta *igfake.Server
	bank *yookassafake.Server
	log  *bytes.Buffer
	key  string // with all scopes
	n    int
}

func openTill(t *testing.T, st *store.Store, slug string, model ...app.Model) *till {
	t.Helper()
	c := storetest.NewCounter(t, st, slug)
	sealed, err := seal.New([]seal.Key{{ID: "test", Bytes: make([]byte, seal.KeySize)}}, nil)
	c.OK(err)
	var a *app.App
	page := demopay.New(st, c.Now, address, func(ctx context.Context, id string) { c.OK(a.Payments.Refresh(ctx, id)) })
	meta, bank := igfake.New(igfake.Options{Now: c.Now}), yookassafake.New(c.Now)
	a = app.New(app.Deps{Store: st, Paying: []payment.Kind{page.Kind()}, HTTP: meta.Doer(outside{bank}), Keys: sealed, Now: c.Now, IDs: c.IDs, Log: slog.New(slog.DiscardHandler), PublicURL: address,
		Meta: metaApp(), Model: append(model, app.Model{})[0]})
	c.Carts, c.Orders, c.Catalog, c.Ways = a.Carts, a.Orders, a.Catalog, a.Delivery
	x := &till{Counter: c, app: a, page: page, keys: a.Staff, meta: meta, bank: bank, log: &bytes.Buffer{}}
	services := api.Services(a)
	services.Settings.Trial = &rehearsal.Stage{Store: st, Script: a.Dialog, Fallback: a.Dialog, Model: a.Trial(), Now: c.Now, IDs: c.IDs}
	x.api = admin.New(services,
		gate.Options{Keys: x.keys, Audit: a.Audit, Now: c.Now, IDs: c.IDs, Log: slog.New(slog.NewJSONHandler(x.log, nil)), Burst: 5000, PerMinute: 5000})
	x.key = x.issue("all", staff.Scopes...)
	return x
}

func address() string { return "https://shop.example" }

// outside is a world of which one bank answers.
type outside struct{ bank *yookassafake.Server }

func (o outside) Do(ctx context.Context, r call.Request) (call.Response, error) {
	if strings.HasPrefix(r.URL, yookassa.Base) {
		return o.bank.Do(ctx, r)
	}
	return call.Response{}, fault.New(fault.Unavailable, "call.nowhere", "no service is reached in tests")
}

func (x *till) issue(name string, scopes ...staff.Scope) string {
	x.T.Helper()
	_, secret, err := x.keys.Issue(x.Ctx, name, scopes, time.Time{})
	x.OK(err)
	return secret
}

// panels holds, for stores whose API is held to the panel's rights, a superuser's door.
var panels sync.Map

// everywhere runs a test on both engines, and once more where requests to the API have no
// rights but prilavok_panel's.
func everywhere(t *testing.T, run func(t *testing.T, st *store.Store)) {
	t.Helper()
	storetest.Both(t, run)
	t.Run("panel", func(t *testing.T) {
		e := storetest.Ways[2].Open(t)
		panels.Store(e.Store, e.Admin)
		t.Cleanup(func() { panels.Delete(e.Store) })
		run(t, e.Store)
	})
}

// ask is one request.
type ask struct {
	method, path, key, body string
	header                  map[string]string
}

// reply is what came of it.
type reply struct {
	*httptest.ResponseRecorder
	t *testing.T
}

// do sends a request; a POST gets an idempotency key of its own unless it brings one.
func (x *till) do(a ask) reply {
	x.T.Helper()
	r := httptest.NewRequest(a.method, gate.Base+a.path, strings.NewReader(a.body))
	if a.body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if a.key != "" {
		r.Header.Set("Authorization", "Bearer "+a.key)
	}
	if a.method == http.MethodPost {
		x.n++
		r.Header.Set("Idempotency-Key", fmt.Sprint("test-", x.n))
	}
	for k, v := range a.header {
		if v == "" {
			r.Header.Del(k)
			continue
		}
		r.Header.Set(k, v)
	}
	w := httptest.NewRecorder()
	serve := func() { x.api.ServeHTTP(w, r) }
	if admin, ok := panels.Load(x.Store); ok {
		// Three things are done as the bot whoever asks: the use of a key is noted while it
		// is found out who asks, the test provider keeps its bills, and staff, settings and
		// keys are for the API alone to change; a rehearsal has a customer of its own.
		storetest.AsPanel(x.T, admin.(*sql.DB), serve, `GRANT UPDATE (last_used) ON prilavok.api_keys TO prilavok_bot`, `GRANT ALL ON prilavok.demo_payments TO prilavok_bot`,
			`GRANT INSERT, UPDATE ON prilavok.staff_members TO prilavok_bot`,
			`GRANT UPDATE ON prilavok.shops TO prilavok_bot`, `GRANT INSERT, UPDATE ON prilavok.payment_accounts TO prilavok_bot`, `GRANT INSERT, UPDATE ON prilavok.api_keys TO prilavok_bot`,
			`GRANT ALL ON prilavok.channel_accounts, prilavok.contacts, prilavok.addresses, prilavok.conversations, prilavok.messages, prilavok.carts, prilavok.cart_lines TO prilavok_bot`)
	} else {
		serve()
	}
	return reply{w, x.T}
}

func (x *till) get(path string) reply {
	x.T.Helper()
	return x.do(ask{"GET", path, x.key, "", nil})
}

func (x *till) post(path, body string) reply {
	x.T.Helper()
	return x.do(ask{"POST", path, x.key, body, nil})
}

// is checks the status and, of a refusal, the code.
func (r reply) is(status int, code string) reply {
	r.t.Helper()
	if r.Code != status || r.code() != code {
		r.t.Fatalf("answered %d %s, want %d %s\n%s", r.Code, r.code(), status, code, r.Body)
	}
	return r
}

func (r reply) code() string {
	var p gate.Problem
	if r.Code < 400 {
		return ""
	}
	if ct := r.Header().Get("Content-Type"); ct != "application/problem+json" {
		r.t.Errorf("a refusal is %s: %s", ct, r.Body)
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

// many is a list as it is answered.
type many[T any] struct {
	Items []T
	Next  string
}

// buy places an order of n pieces of a variant for a new buyer.
func (x *till) buy(variant string, n int64) order.Order {
	x.T.Helper()
	b := x.Buyer()
	_, err := x.Carts.Add(x.Ctx, b.ContactID, variant, n)
	x.OK(err)
	x.Pass(time.Minute)
	o, err := x.Orders.Place(x.Ctx, x.PlaceRequest(b, x.IDs.Make("chk"), cart.Choice{}))
	x.OK(err)
	return o
}
