package gate

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// TestCross: pages of the origins that are named may ask and read; without any nothing is
// added, and a preflight reaches nobody's handler but theirs.
func TestCross(t *testing.T) {
	const panel = "https://panel.example"
	for name, c := range map[string]struct {
		origins        []string
		method, origin string
		preflight      bool
		status         int
		allowed, vary  string
	}{
		"none are named":           {nil, "GET", panel, false, 200, "", "Accept-Language"},
		"none, a preflight":        {nil, "OPTIONS", panel, true, 200, "", "Accept-Language"},
		"the panel":                {[]string{"https://a.example", panel + "/"}, "GET", panel, false, 200, panel, "Accept-Language, Origin"},
		"the panel, a preflight":   {[]string{panel}, "OPTIONS", panel, true, 204, panel, "Origin"},
		"the panel, plain OPTIONS": {[]string{panel}, "OPTIONS", panel, false, 200, panel, "Accept-Language, Origin"},
		"a stranger":               {[]string{panel}, "GET", "https://panel.example.org", false, 200, "", "Accept-Language, Origin"},
		"a stranger, a preflight":  {[]string{panel}, "OPTIONS", "http://panel.example", true, 200, "", "Accept-Language, Origin"},
		"no page":                  {[]string{panel}, "GET", "", false, 200, "", "Accept-Language, Origin"},
		"every origin is no word":  {[]string{"*"}, "GET", panel, false, 200, "", "Accept-Language, Origin"},
	} {
		t.Run(name, func(t *testing.T) {
			h := Cross(c.origins, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Vary", "Accept-Language")
				w.WriteHeader(http.StatusOK)
			}))
			r := httptest.NewRequest(c.method, Base+"/orders", nil)
			if c.origin != "" {
				r.Header.Set("Origin", c.origin)
			}
			if c.preflight {
				r.Header.Set("Access-Control-Request-Method", "POST")
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			got := w.Header()
			if w.Code != c.status || got.Get("Access-Control-Allow-Origin") != c.allowed || got.Get("Vary") != c.vary || got.Get("Access-Control-Allow-Credentials") != "" {
				t.Errorf("answered %d %v", w.Code, got)
			}
		})
	}
}
