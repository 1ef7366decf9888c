package admin_test

import (
	"net/http"
	"prilavok/app/api"
	"strings"
	"testing"
	"time"

	"prilavok/httpapi/admin"
	"prilavok/httpapi/admin/gate"
	"prilavok/store/storetest"
)

// TestRefusalsInBothLanguages: each refusal has a title, what is wrong and what to do, in
// the language that the caller prefers.
func TestRefusalsInBothLanguages(t *testing.T) {
	x := openTill(t, storetest.SQLite(t), "north")
	cyrillic := func(s string) bool {
		return strings.ContainsAny(s, "абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
	}
	for _, a := range []ask{
		{"GET", "/orders/ord_1", x.key, "", nil}, {"GET", "/orders?limit=1000", x.key, "", nil}, {"GET", "/orders?status=odd", x.key, "", nil},
		{"GET", "/orders?from=now", x.key, "", nil}, {"GET", "/orders?cursor=!", x.key, "", nil}, {"GET", "/orders", "", "", nil},
		{"POST", "/products", x.key, `{}`, nil}, {"POST", "/products", x.key, `{`, nil}, {"GET", "/orders?odd=1", x.key, "", nil},
		{"PUT", "/variants/var_1/stock", x.key, `{"on_hand":-1}`, nil}, {"PUT", "/variants/var_1/stock", x.key, `{"on_hand":"x"}`, nil},
	} {
		for accept, russian := range map[string]bool{"": false, "en, ru;q=0.5": false, "ru-RU,ru;q=0.9,en;q=0.8": true, "de, ru;q=0.3": true} {
			a.header = map[string]string{"Accept-Language": accept}
			w := x.do(a)
			var p gate.Problem
			w.read(&p)
			texts := []string{p.Title, p.Detail, p.Advice}
			for _, f := range p.Errors {
				texts = append(texts, f.Message)
			}
			for _, s := range texts {
				if s == "" || cyrillic(s) != russian {
					t.Errorf("%s %s in %q: %q of %s", a.method, a.path, accept, s, w.Body)
				}
			}
			if p.Status != w.Code || p.Type != "urn:prilavok:"+p.Code || p.RequestID == "" || p.RequestID != w.Header().Get("X-Request-Id") {
				t.Errorf("%s: %+v", a.path, p)
			}
		}
	}
	w := x.do(ask{"GET", "/orders/ord_1", x.key, "", map[string]string{"X-Request-Id": "mine-1"}})
	if w.Header().Get("X-Request-Id") != "mine-1" {
		t.Errorf("the caller's id became %s", w.Header().Get("X-Request-Id"))
	}
}

// TestPace: a key that asks too often waits; another key does not.
func TestPace(t *testing.T) {
	x := openTill(t, storetest.SQLite(t), "north")
	x.api = admin.New(api.Services(x.app),
		gate.Options{Keys: x.keys, Now: x.Now, IDs: x.IDs, Burst: 3, PerMinute: 60})
	for range 3 {
		x.get("/orders").is(http.StatusOK, "")
	}
	if w := x.get("/orders").is(http.StatusTooManyRequests, "api.too_fast"); w.Header().Get("Retry-After") != "1" {
		t.Errorf("wait %q", w.Header().Get("Retry-After"))
	}
	x.do(ask{"GET", "/orders", x.issue("other", "orders:read"), "", nil}).is(http.StatusOK, "")
	x.Pass(time.Second)
	x.get("/orders").is(http.StatusOK, "")
	x.get("/orders").is(http.StatusTooManyRequests, "api.too_fast")
}
