package edge_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"prilavok/app"
	apiof "prilavok/app/api"
	"prilavok/app/config"
	"prilavok/app/signin"
	"prilavok/core/call"
	"prilavok/core/catalog"
	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/shop"
	"prilavok/core/staff"
	"prilavok/core/txn"
	"prilavok/httpapi/admin"
	"prilavok/httpapi/admin/gate"
	"prilavok/provider/bucket/bucketfake"
	fake "prilavok/provider/supabase/supabasefake"
)

// office is where the API is asked: at the edge, and by a server on the same database.
type office struct {
	*scene
	project *fake.Project
	issuer  string
	edge    *deno // the function admin
	server  http.Handler
	storage *bucketfake.Storage
	ctx     context.Context // of the shop

	buyer            string // a contact
	key, reader      string // API keys: of all scopes, of reading orders
	other, otherItem string // another shop's key and product

	front  func(w http.ResponseWriter, r *http.Request) bool // what else the project's address answers; false: not this
	origin string                                            // one more whose pages may ask
}

const (
	manager     = "0b5f0f2c-6f3f-4b7a-9d59-3c3a1f0e7a11"
	viewer      = "0b5f0f2c-6f3f-4b7a-9d59-3c3a1f0e7a12"
	panelOrigin = "https://panel.example"
)

func newOffice(t *testing.T, change ...func(o *office)) *office {
	t.Helper()
	o := &office{scene: newScene(t), project: fake.New(time.Now), storage: bucketfake.New(), origin: panelOrigin}
	for _, fn := range change {
		fn(o)
	}
	loopback := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if o.front != nil && o.front(w, r) {
			return
		}
		if strings.HasPrefix(r.URL.Path, "/storage/") {
			o.storage.ServeHTTP(w, r)
			return
		}
		header := map[string]string{}
		for k := range r.Header {
			header[k] = r.Header.Get(k)
		}
		res, err := o.project.Do(r.Context(), call.Request{Name: "jwks", Method: r.Method, URL: fake.URL + r.URL.Path, Header: header})
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		w.WriteHeader(res.Status)
		_, _ = w.Write(res.Body) // whoever asked may be gone
	}))
	t.Cleanup(loopback.Close)
	o.issuer = loopback.URL + "/auth/v1"
	cfg := config.Config{Supabase: config.Supabase{URL: loopback.URL}}
	o.deps.Tokens = signin.Supabase(cfg, o.deps.HTTP, time.Now)
	a := app.New(o.deps)
	o.server = gate.Cross([]string{panelOrigin}, admin.New(apiof.Services(a), gate.Options{Keys: a.Staff, Audit: a.Audit, Now: time.Now, IDs: id.New(time.Now, nil), Log: o.deps.Log}))
	o.hire(a)
	o.edge = start(t, o.b, isolate{fn: "admin", env: map[string]string{"PRILAVOK_DATABASE_URL": o.pooled, "PRILAVOK_SECRET_KEY": o.env["PRILAVOK_SECRET_KEY"],
		"PRILAVOK_SUPABASE_URL": loopback.URL, "PRILAVOK_PANEL_ORIGIN": "https://other.example, " + o.origin,
		"PRILAVOK_SUPABASE_PICTURES_BUCKET": bucketfake.Bucket, "PRILAVOK_SUPABASE_SERVICE_ROLE_KEY": bucketfake.Key}})
	return o
}

// hire fills both shops with who and what the tests ask for.
func (o *office) hire(a *app.App) {
	o.t.Helper()
	o.ctx = txn.ForShop(o.t.Context(), o.acc.ShopID)
	sh, err := a.Shops.Create(o.t.Context(), shop.Shop{Slug: "south", Name: lang.Texts{lang.RU: "Юг"}, Languages: []lang.Lang{lang.RU}, Currency: "RUB", TimeZone: "Europe/Moscow"})
	ok(o.t, err)
	south := txn.ForShop(o.t.Context(), sh.ID)
	p, err := a.Catalog.Save(south, catalog.Product{Slug: "bowl", Title: lang.Texts{lang.RU: "Миска"},
		Variants: []catalog.Variant{{SKU: "BOWL", Price: money.Of(100, "RUB"), OnHand: 5, Tracked: true, Active: true}}})
	ok(o.t, err)
	o.otherItem = p.ID
	issue := func(ctx context.Context, name string, scopes ...staff.Scope) string {
		_, secret, err := a.Staff.Issue(ctx, name, scopes, time.Time{})
		ok(o.t, err)
		return secret
	}
	o.key, o.reader, o.other = issue(o.ctx, "all", staff.Scopes...), issue(o.ctx, "reader", staff.OrdersRead), issue(south, "south", staff.Scopes...)
	for user, role := range map[string]staff.Role{manager: staff.Manager, viewer: staff.Viewer} {
		_, err := a.Staff.AddMember(o.ctx, user, user[len(user)-2:]+"@shop.example", role)
		ok(o.t, err)
	}
	ok(o.t, o.deps.Store.InTx(o.ctx, func(ctx context.Context) error {
		conv, err := o.deps.Store.OpenThread(ctx, inbox.Thread{AccountID: o.acc.ID, Key: "anna", Channel: o.acc.Channel, ContactID: o.deps.IDs.Make("ctc"), AddressID: o.deps.IDs.Make("adr"),
			ConvID: o.deps.IDs.Make("cnv"), From: inbox.Person{ExternalID: "77", Name: "Анна Петрова"}, Lang: lang.RU, At: time.Now()})
		o.buyer = conv.ContactID
		return err
	}))
}

// token is a person's access token; change makes it another.
func (o *office) token(user string, change ...func(t *fake.Token)) string {
	mine := func(t *fake.Token) { t.Claims["iss"] = o.issuer }
	return o.project.Token(user, fake.EC, append([]func(t *fake.Token){mine}, change...)...)
}

// door is one way to ask the API.
type door func(method, path, secret, body string, header map[string]string) answer

// doors are both: the function, and the server.
func (o *office) doors() map[string]door {
	headers := func(secret, body string, more map[string]string) map[string]string {
		h := map[string]string{}
		if secret != "" {
			h["Authorization"] = "Bearer " + secret
		}
		if body != "" {
			h["Content-Type"] = "application/json"
		}
		for k, v := range more {
			h[k] = v
		}
		return h
	}
	return map[string]door{
		"edge": func(method, path, secret, body string, header map[string]string) answer {
			h := headers(secret, body, header)
			h["Accept-Encoding"] = "identity" // Deno packs answers by itself, and weakens their ETag then
			a, err := o.edge.ask(method, "/admin"+gate.Base+path, h, body)
			ok(o.t, err)
			return a
		},
		"server": func(method, path, secret, body string, header map[string]string) answer {
			r := httptest.NewRequest(method, gate.Base+path, strings.NewReader(body))
			for k, v := range headers(secret, body, header) {
				r.Header.Set(k, v)
			}
			w := httptest.NewRecorder()
			o.server.ServeHTTP(w, r)
			return answer{w.Code, w.Result().Header, w.Body.String()}
		},
	}
}

var (
	idForm   = regexp.MustCompile(`\b[a-z]+_[0-9a-z]{20,}`)
	timeForm = regexp.MustCompile(`\d{4}-\d\d-\d\dT[0-9:.]+Z`)
	nextForm = regexp.MustCompile(`"next":"[A-Za-z0-9_-]+"`)
	numForm  = regexp.MustCompile(`"number":"\d+"`)
)

// compared are the headers of an answer that both ways must have alike.
var compared = []string{"Content-Type", "Etag", "Cache-Control", "Content-Language", "X-Content-Type-Options", "Vary", "Www-Authenticate", "Retry-After", "Idempotency-Replayed",
	"Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "Access-Control-Max-Age"}

// walk is what one door answers to everything, with ids, times and numbers made alike.
type walk struct {
	t     *testing.T
	ask   door
	name  string // makes idempotency keys differ between doors
	seen  map[string]string
	lines []string
}

func (w *walk) plain(s string) string {
	s = idForm.ReplaceAllStringFunc(s, func(id string) string {
		if w.seen[id] == "" {
			kind, _, _ := strings.Cut(id, "_")
			w.seen[id] = fmt.Sprintf("%s_%d", kind, len(w.seen))
		}
		return w.seen[id]
	})
	return numForm.ReplaceAllString(nextForm.ReplaceAllString(timeForm.ReplaceAllString(s, "TIME"), `"next":"NEXT"`), `"number":"N"`)
}

// do asks and notes; the answer must have this status.
func (w *walk) do(status int, method, path, secret, body string, header map[string]string) answer {
	w.t.Helper()
	if method == http.MethodPost && header["Idempotency-Key"] == "" {
		h := map[string]string{"Idempotency-Key": fmt.Sprint(w.name, len(w.lines))}
		for k, v := range header {
			h[k] = v
		}
		header = h
	}
	a := w.ask(method, path, secret, body, header)
	if a.status != status {
		w.t.Errorf("%s %s is answered %d, want %d: %s", method, path, a.status, status, a.body)
	}
	var has []string
	for _, k := range compared {
		if v := a.header.Values(k); len(v) > 0 {
			has = append(has, k+": "+strings.TrimPrefix(strings.Join(v, ", "), "Accept-Encoding, "))
		}
	}
	w.lines = append(w.lines, w.plain(fmt.Sprintf("%s %s\n%d %s\n%s", method, path, a.status, strings.Join(has, "; "), a.body)))
	return a
}

// orderIn reads an order out of an answer.
func orderIn(t *testing.T, a answer) (o admin.Order) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.body), &o); err != nil || o.ID == "" {
		t.Fatalf("no order: %s", a.body)
	}
	return o
}

// TestAdmin: the function answers as the server does, to programs and to people.
func TestAdmin(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	told := map[string][]string{}
	for name, ask := range o.doors() {
		w := &walk{t: t, ask: ask, name: name, seen: map[string]string{}}
		o.orders(w)
		o.refusals(w)
		o.crossing(w)
		told[name] = w.lines
	}
	for i, line := range told["server"] {
		if told["edge"][i] != line {
			t.Errorf("the function answers\n%s\nthe server\n%s", told["edge"][i], line)
		}
	}
	if len(told["edge"]) < 30 || !slices.ContainsFunc(told["edge"], func(s string) bool { return strings.Contains(s, "Idempotency-Replayed: true") }) {
		t.Errorf("only %d answers were compared", len(told["edge"]))
	}
	o.described()
	o.pictures()
	o.files()
	o.afterwards()
	o.edge.quiet()
}

// orders: a manager with a token drafts, edits and places; a program with a key reads.
func (o *office) orders(w *walk) {
	secret := o.token(manager)
	w.do(200, "GET", "/orders?search=nobody", o.key, "", nil)
	draft := fmt.Sprintf(`{"contact_id":%q,"lang":"ru","name":"Анна Петрова","phone":"8 921 123-45-67","address":"Невский проспект, 10","lines":[{"variant_id":%q,"quantity":2}]}`, o.buyer, o.item.ID)
	once := map[string]string{"Idempotency-Key": w.name + "-draft"}
	made := w.do(201, "POST", "/orders", secret, draft, once)
	again := w.do(201, "POST", "/orders", secret, draft, once)
	if again.body != made.body || again.header.Get("Idempotency-Replayed") != "true" {
		w.t.Errorf("a repetition is answered %v %s", again.header, again.body)
	}
	w.do(422, "POST", "/orders", secret, strings.Replace(draft, `"quantity":2`, `"quantity":3`, 1), once)
	path := "/orders/" + orderIn(w.t, made).ID
	change := `{"lines":[{"line":1,"quantity":3}],"why":"ещё одну"}`
	w.do(428, "PATCH", path, secret, change, nil)
	w.do(412, "PATCH", path, secret, change, map[string]string{"If-Match": `"77"`})
	if got := orderIn(w.t, w.do(200, "PATCH", path, secret, change, map[string]string{"If-Match": made.header.Get("ETag")})); got.Total.Amount != 3*79000 {
		w.t.Errorf("edited to %v", got.Total)
	}
	if got := orderIn(w.t, w.do(200, "POST", path+"/place", secret, "", nil)); got.Status != "placed" {
		w.t.Errorf("placed as %s", got.Status)
	}
	if got := w.do(200, "GET", path+"/timeline", secret, "", nil); !strings.Contains(got.body, "mem_") {
		w.t.Errorf("the timeline does not say who: %s", got.body)
	}
	w.do(200, "GET", path, o.key, "", map[string]string{"Accept-Language": "ru"})
	w.do(200, "GET", "/orders?status=placed&limit=1", o.reader, "", nil)
	w.do(200, "GET", "/contacts/"+o.buyer, o.key, "", nil)
	w.do(200, "POST", path+"/cancel", secret, `{"why":"передумали"}`, nil)
	w.do(409, "POST", path+"/cancel", secret, `{"why":"передумали"}`, nil)
}

// refusals: who may not, what is not there, what is wrong.
func (o *office) refusals(w *walk) {
	claim := func(name string, v any) string {
		return o.token(manager, func(t *fake.Token) { t.Claims[name] = v })
	}
	good := o.token(manager)
	for _, bad := range []string{"", "nothing", claim("exp", time.Now().Add(-time.Hour).Unix()), claim("role", "anon"), claim("role", "service_role"), claim("iss", "https://abcdefghijklmnopqrst.supabase.co/auth/v1"),
		good[:len(good)-8] + "AAAAAAAA", fake.New(time.Now).Token(manager, fake.EC, func(t *fake.Token) { t.Claims["iss"] = o.issuer }), "sb_publishable_0123456789abcdef"} {
		w.do(401, "GET", "/orders", bad, "", nil)
	}
	w.do(403, "GET", "/products", o.reader, "", nil)
	w.do(403, "POST", "/products", o.token(viewer), `{}`, nil)
	w.do(403, "GET", "/orders", o.token(manager[:len(manager)-2]+"99"), "", nil)
	w.do(403, "GET", "/orders", good, "", map[string]string{gate.ShopHeader: "south"})
	w.do(404, "GET", "/products/"+o.otherItem, o.key, "", nil)
	w.do(404, "GET", "/products/"+o.otherItem, good, "", nil)
	w.do(200, "GET", "/products/"+o.otherItem, o.other, "", nil)
	w.do(404, "GET", "/nothing", o.key, "", nil)
	w.do(422, "GET", "/orders?limit=1000&stranger=1&status=lost", o.key, "", map[string]string{"Accept-Language": "ru"})
	w.do(422, "POST", "/orders", o.key, `{"contact_id":"","lines":[{"quantity":"two"}]}`, nil)
	w.do(400, "POST", "/orders", o.key, `{`, nil)
	w.do(400, "POST", "/orders", o.key, `{}`, map[string]string{"Idempotency-Key": " "})
	w.do(415, "POST", "/orders", o.key, `{}`, map[string]string{"Content-Type": "text/plain"})
}

// crossing: pages of the panel's host may ask, others may not.
func (o *office) crossing(w *walk) {
	ask := func(origin string) map[string]string {
		return map[string]string{"Origin": origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,idempotency-key"}
	}
	if a := w.do(204, "OPTIONS", "/orders", "", "", ask(panelOrigin)); a.header.Get("Access-Control-Allow-Origin") != panelOrigin {
		w.t.Errorf("a preflight is answered %v", a.header)
	}
	w.do(401, "OPTIONS", "/orders", "", "", ask("https://stranger.example"))
	if a := w.do(200, "GET", "/orders?search=nobody", o.key, "", map[string]string{"Origin": panelOrigin}); !strings.Contains(a.header.Get("Access-Control-Expose-Headers"), "ETag") {
		w.t.Errorf("the panel may read %v", a.header)
	}
	if a := w.do(200, "GET", "/orders?search=nobody", o.key, "", map[string]string{"Origin": "https://stranger.example"}); a.header.Get("Access-Control-Allow-Origin") != "" {
		w.t.Errorf("a stranger's page may read %v", a.header)
	}
}

// described: the description is the one in docs, for whoever asks.
func (o *office) described() {
	o.t.Helper()
	want, err := os.ReadFile("../../docs/openapi.json")
	ok(o.t, err)
	a, err := o.edge.ask("GET", "/admin"+gate.Base+"/openapi.json", nil, "")
	ok(o.t, err)
	if a.status != 200 || a.body != string(want) || a.header.Get("Content-Type") != "application/openapi+json" {
		o.t.Errorf("the description is answered %d, %d bytes of %d", a.status, len(a.body), len(want))
	}
	for path, want := range map[string]int{"/admin/health": 200, "/admin/tick": 401, "/admin/hook/telegram/" + o.acc.ID: 401, "/admin": 401} {
		if status, body := o.edge.request("GET", path, nil, ""); status != want {
			o.t.Errorf("%s is answered %d, want %d: %s", path, status, want, body)
		}
	}
}

// afterwards: what the API's requests caused waits for the bot's tick, which does it.
func (o *office) afterwards() {
	o.t.Helper()
	o.edge.idle()
	const events = `SELECT count(*) FROM prilavok.jobs WHERE kind IN ('order:order.placed', 'order:order.canceled')`
	if o.count(`SELECT count(*) FROM prilavok.jobs WHERE attempts > 0`) != 0 || o.count(`SELECT count(*) FROM prilavok.jobs`) < 2 {
		o.t.Errorf("%d jobs wait", o.count(`SELECT count(*) FROM prilavok.jobs`))
	}
	bot := o.start(isolate{})
	o.settle()
	if n := o.count(events); n != 0 {
		o.t.Errorf("%d events were heard by nobody", n)
	}
	bot.quiet()
}
