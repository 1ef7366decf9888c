package admin_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"prilavok/app/api"
	"prilavok/core/staff"
	"prilavok/core/txn"
	"prilavok/httpapi/admin"
	"prilavok/httpapi/admin/gate"
	"prilavok/provider/supabase"
	fake "prilavok/provider/supabase/supabasefake"
	"prilavok/store"
	"prilavok/store/storetest"
)

// Users of the project.
const (
	anna  = "6f1d2c3b-4a59-4e68-8d77-00000000000a"
	boris = "6f1d2c3b-4a59-4e68-8d77-00000000000b"
)

// signIns makes shops take the tokens of one project.
func signIns(tills ...*till) *fake.Project {
	p := fake.New(tills[0].Now)
	for _, x := range tills {
		x.keys.Accept(supabase.New(supabase.Config{URL: fake.URL}, p, x.Now))
	}
	return p
}

// hire makes a user staff of the shop.
func (x *till) hire(user string, role staff.Role) staff.Member {
	x.T.Helper()
	m, err := x.keys.AddMember(x.Ctx, user, "anna@shop.example", role)
	x.OK(err)
	return m
}

// byRole is what each role may do, told by routes and not by scopes.
var byRole = map[staff.Role]func(r gate.Route) bool{
	staff.Owner:   func(gate.Route) bool { return true },
	staff.Manager: func(r gate.Route) bool { return !connects(r) && !hires(r) && r.Scope != staff.SecretsWrite },
	staff.Operator: func(r gate.Route) bool {
		serves := []string{"orders", "fulfillments", "shortfalls", "returns", "payments", "operations", "problems", "people", "conversations", "canned", "drafts"}
		if r.ID == "waits.remove" {
			return true // a customer asks an operator not to be told
		}
		if r.Scope == staff.ContactsErase {
			return false // all that is kept of a person is for those who run the shop
		}
		return byReading(r) || r.Method == http.MethodGet && strings.HasPrefix(r.Path, "/members") || slices.Contains(serves, strings.Split(r.ID, ".")[0])
	},
	staff.Viewer: byReading,
}

func byReading(r gate.Route) bool {
	tries := strings.HasPrefix(r.ID, "bell.") || r.ID == "orders.preview" || r.ID == "comment-rules.test" || r.ID == "delivery.preview"
	return (r.Method == http.MethodGet || tries) && !connects(r) && !aboutStaff(r) && r.ID != "people.export" && !setsUp(r)
}

// setsUp reports whether a route is about the shop's settings.
func setsUp(r gate.Route) bool {
	return strings.HasPrefix(string(r.Scope), "settings:") || r.Scope == staff.SecretsWrite
}

// aboutStaff reports whether a route tells of staff or of what they did.
func aboutStaff(r gate.Route) bool {
	return strings.HasPrefix(r.Path, "/members") || strings.HasPrefix(r.Path, "/invitations") || r.Path == "/audit"
}

// hires reports whether a route is about who becomes staff, or what they may do.
func hires(r gate.Route) bool {
	return strings.HasPrefix(r.Path, "/invitations") || strings.HasPrefix(r.Path, "/members") && r.Method != http.MethodGet
}

// connects reports whether a route is about other programs that events are posted to.
func connects(r gate.Route) bool { return strings.HasPrefix(r.Path, "/webhook") }

func TestRoles(t *testing.T) {
	x := openTill(t, storetest.SQLite(t), "north")
	project, has := signIns(x), x.things()
	for _, role := range staff.Roles {
		x.hire(anna, role)
		token, allowed := project.Token(anna, fake.EC), 0
		for _, r := range admin.Routes() {
			w := x.do(askOf(r, has[kindOf(r)], token))
			if !byRole[role](r) {
				if w.Code != http.StatusForbidden || w.code() != "api.scope" {
					t.Errorf("%s by a %s: %d %s", r.ID, role, w.Code, w.Body)
				}
				continue
			}
			if allowed++; (w.Code == http.StatusForbidden || w.Code == http.StatusUnauthorized || w.Code >= 500) && !elsewhere(r) {
				t.Errorf("%s by a %s: %d %s", r.ID, role, w.Code, w.Body)
			}
		}
		t.Logf("a %s may use %d of %d routes", role, allowed, len(admin.Routes()))
	}
}

// TestMembers: a member acts under an id of their own, once for each operation, in the shop
// that they are staff of and in no other.
func TestMembers(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x, y := openTill(t, st, "north"), openTill(t, st, "south")
		project := signIns(x, y)
		m := x.hire(anna, staff.Manager)
		token := project.Token(anna, fake.EC)
		o, theirs := x.buy(x.Variant("кружка", 49900, 10), 1), y.buy(y.Variant("миска", 100, 10), 1)

		cancel := ask{"POST", "/orders/" + o.ID + "/cancel", token, `{"why":"передумали"}`, map[string]string{"Idempotency-Key": "one"}}
		first := x.do(cancel).is(http.StatusOK, "")
		again := x.do(cancel).is(http.StatusOK, "")
		if first.Body.String() != again.Body.String() || again.Header().Get("Idempotency-Replayed") != "true" {
			t.Errorf("the repetition is answered %s, %v", again.Body, again.Header())
		}
		var line many[admin.Entry]
		x.do(ask{"GET", "/orders/" + o.ID + "/timeline", token, "", nil}).is(http.StatusOK, "").read(&line)
		if by := line.Items[len(line.Items)-1].ByID; by != m.ID || !strings.HasPrefix(by, "mem_") {
			t.Errorf("canceled by %q, want %q", by, m.ID)
		}

		// Another shop's things are nobody's, whatever the header says.
		for _, path := range []string{"/orders/" + theirs.ID, "/orders/" + theirs.ID + "/timeline", "/orders/" + theirs.ID + "/payments"} {
			x.do(ask{"GET", path, token, "", nil}).is(http.StatusNotFound, "order.not_found")
		}
		x.do(ask{"POST", "/orders/" + theirs.ID + "/cancel", token, `{"why":"x"}`, nil}).is(http.StatusNotFound, "order.not_found")
		in := func(shop, path string) reply {
			t.Helper()
			return x.do(ask{"GET", path, token, "", map[string]string{"X-Shop": shop}})
		}
		for _, shop := range []string{"south", "shp_south", "none", "shp_none", "NORTH", "shp_north,shp_south", "' OR 1=1"} {
			in(shop, "/orders/"+theirs.ID).is(http.StatusForbidden, "staff.no_member")
		}
		in("north", "/orders/"+o.ID).is(http.StatusOK, "")
		in(txn.ShopID(x.Ctx), "/orders/"+o.ID).is(http.StatusOK, "")

		// Staff of two shops say which.
		y.hire(anna, staff.Viewer)
		var which gate.Problem
		in("", "/orders").is(http.StatusBadRequest, "staff.which_shop").read(&which)
		if fmt.Sprint(which.Errors) != "[{header.X-Shop north} {header.X-Shop south}]" {
			t.Errorf("to choose from are %v", which.Errors)
		}
		in("south", "/orders/"+theirs.ID).is(http.StatusOK, "")
		in("north", "/orders/"+theirs.ID).is(http.StatusNotFound, "order.not_found")
		in("south", "/orders/"+o.ID).is(http.StatusNotFound, "order.not_found")
		x.do(ask{"POST", "/orders/" + theirs.ID + "/cancel", token, `{"why":"x"}`, map[string]string{"X-Shop": "south"}}).is(http.StatusForbidden, "api.scope")
	})
}

// TestMembersEnd: rights end at once, with the token still good, and may be given back.
func TestMembersEnd(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x, y := openTill(t, st, "north"), openTill(t, st, "south")
		project := signIns(x, y)
		m := x.hire(anna, staff.Manager)
		y.hire(anna, staff.Viewer)
		token := project.Token(anna, fake.EC)
		in := func(shop, path string) reply {
			t.Helper()
			return x.do(ask{"GET", path, token, "", map[string]string{"X-Shop": shop}})
		}
		in("north", "/orders").is(http.StatusOK, "")
		x.OK(x.keys.EndMember(x.Ctx, anna))
		in("north", "/orders").is(http.StatusForbidden, "staff.no_member")
		in("", "/orders").is(http.StatusOK, "") // one shop is left
		y.OK(y.keys.EndMember(y.Ctx, anna))
		in("", "/orders").is(http.StatusForbidden, "staff.no_member")
		if back := x.hire(anna, staff.Owner); back.ID != m.ID {
			t.Errorf("taken back as %s, was %s", back.ID, m.ID)
		}
		in("", "/webhooks").is(http.StatusOK, "")
		x.do(ask{"GET", "/orders", project.Token(boris, fake.EC), "", nil}).is(http.StatusForbidden, "staff.no_member")
		x.get("/orders").is(http.StatusOK, "") // keys are as they were
	})
}

// TestTokensAtTheGate: what is no good token is answered 401 on every route, and nothing
// that is answered or logged holds a part of one.
func TestTokensAtTheGate(t *testing.T) {
	x := openTill(t, storetest.SQLite(t), "north")
	has := x.things()
	good := fake.New(x.Now).Token(anna, fake.EC)
	x.hire(anna, staff.Owner)
	x.do(ask{"GET", "/orders", good, "", nil}).is(http.StatusUnauthorized, "staff.no_sign_in")
	project := signIns(x)
	claim := func(name string, v any) string {
		return project.Token(anna, fake.EC, func(t *fake.Token) { t.Claims[name] = v })
	}
	for what, bad := range map[string]struct{ token, code string }{
		"another project's key": {good, "staff.token_signature"},
		"expired":               {claim("exp", x.Now().Add(-time.Hour).Unix()), "staff.token_expired"},
		"the anon key":          {claim("role", "anon"), "staff.token_role"},
		"the service_role key":  {claim("role", "service_role"), "staff.token_role"},
		"9 KB":                  {claim("x", strings.Repeat("x", 9<<10)), "staff.token_too_long"},
		"a publishable key":     {"sb_publishable_0123456789abcdef", "staff.key_unknown"},
		"cut at the last dot":   {good[:strings.LastIndex(good, ".")], "staff.key_unknown"},
		"two dots":              {"..", "staff.token_malformed"},
	} {
		for _, r := range admin.Routes() {
			w := x.do(askOf(r, has[kindOf(r)], bad.token))
			if w.Code != http.StatusUnauthorized || w.code() != bad.code || w.Header().Get("WWW-Authenticate") == "" {
				t.Fatalf("%s with %s: %d %s", r.ID, what, w.Code, w.Body)
			}
			x.quiet(w, bad.token)
		}
	}
	w := x.do(ask{"GET", "/orders", good, "", map[string]string{"Accept-Language": "ru"}}).is(http.StatusUnauthorized, "staff.token_signature")
	if !strings.Contains(w.Body.String(), "Подпись токена неверна") {
		t.Errorf("in Russian it is %s", w.Body)
	}
	// The project is out of reach: nobody is known, and nobody refused.
	project = signIns(x)
	project.Answer(fake.Down)
	token := project.Token(anna, fake.EC)
	w = x.do(ask{"GET", "/orders", token, "", nil}).is(http.StatusServiceUnavailable, "supabase.keys")
	if w.Header().Get("Retry-After") != "10" {
		t.Errorf("to be tried again after %q", w.Header().Get("Retry-After"))
	}
	x.quiet(w, token)
	if !strings.Contains(x.log.String(), "supabase.keys") {
		t.Errorf("the log is %s", x.log)
	}
	x.get("/orders").is(http.StatusOK, "")
}

// quiet checks that neither an answer nor the log holds a part of a token.
func (x *till) quiet(w reply, token string) {
	x.T.Helper()
	for _, part := range strings.Split(token, ".") {
		if len(part) > 16 && strings.Contains(w.Body.String()+fmt.Sprint(w.Header())+x.log.String(), part[:16]) {
			x.T.Fatalf("a part of the token is told: %s, %v\n%s", w.Body, w.Header(), x.log)
		}
	}
}

// TestMemberIsSlowedDown: the requests of one member are bounded like those of a key, and
// apart from them.
func TestMemberIsSlowedDown(t *testing.T) {
	x := openTill(t, storetest.SQLite(t), "north")
	project := signIns(x)
	x.api = admin.New(api.Services(x.app), gate.Options{Keys: x.keys, Now: x.Now, IDs: x.IDs, Burst: 2, PerMinute: 60})
	x.hire(anna, staff.Owner)
	x.hire(boris, staff.Owner)
	get := func(user string) reply { return x.do(ask{"GET", "/orders", project.Token(user, fake.EC), "", nil}) }
	get(anna).is(http.StatusOK, "")
	get(anna).is(http.StatusOK, "")
	get(anna).is(http.StatusTooManyRequests, "api.too_fast")
	get(boris).is(http.StatusOK, "")
	x.get("/orders").is(http.StatusOK, "")
}
