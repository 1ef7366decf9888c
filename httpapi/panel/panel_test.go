package panel

import (
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

var built = fstest.MapFS{
	"index.html":            {Data: []byte("<!doctype html><script type=module src=/panel/assets/app-1a2b.js></script>")},
	"assets/app-1a2b.js":    {Data: []byte("plain")},
	"assets/app-1a2b.js.br": {Data: []byte("small")},
	"assets/app-1a2b.js.gz": {Data: []byte("zipped")},
	"assets/a.css":          {Data: []byte("css")},
	"sw.js":                 {Data: []byte("worker")},
	".keep":                 {Data: []byte("x")},
}

func ask(o Options, method, path, accepts string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://shop.example/", nil)
	r.URL.Path = path
	r.Header.Set("Accept-Encoding", accepts)
	w := httptest.NewRecorder()
	Handler(o).ServeHTTP(w, r)
	return w
}

func TestFiles(t *testing.T) {
	const page = "<!doctype"
	for _, x := range []struct {
		path, accepts, body, kind, cache, encoding string
		status                                     int
	}{
		{"/panel/", "", page, "text/html", "no-store", "", 200},
		{"/panel", "", page, "text/html", "no-store", "", 200},
		{"/panel/index.html", "", page, "text/html", "no-store", "", 200},
		{"/panel/orders/ord_1", "", page, "text/html", "no-store", "", 200},
		{"/panel/assets/app-1a2b.js", "", "plain", "text/javascript", "public, max-age=31536000, immutable", "", 200},
		{"/panel/assets/app-1a2b.js", "gzip, br", "small", "text/javascript", "public, max-age=31536000, immutable", "br", 200},
		{"/panel/assets/app-1a2b.js", "gzip", "zipped", "text/javascript", "public, max-age=31536000, immutable", "gzip", 200},
		{"/panel/assets/a.css", "br", "css", "text/css", "public, max-age=31536000, immutable", "", 200},
		{"/panel/sw.js", "", "worker", "text/javascript", "no-cache", "", 200},
		{"/panel/assets/gone.js", "", "", "", "no-store", "", 404},
		{"/panel/assets/app-1a2b.js.br", "", "", "", "no-store", "", 404},
		{"/panel/.keep", "", "", "", "no-store", "", 404},
		{"/panel/../web/x.js", "", "", "", "no-store", "", 404},
		{"/panel/assets", "", page, "text/html", "no-store", "", 200},
	} {
		w := ask(Options{Files: built}, "GET", x.path, x.accepts)
		h := w.Header()
		if w.Code != x.status || !strings.HasPrefix(w.Body.String(), x.body) || !strings.HasPrefix(h.Get("Content-Type"), x.kind) || h.Get("Cache-Control") != x.cache || h.Get("Content-Encoding") != x.encoding {
			t.Errorf("%s (%s): %d %q, %v", x.path, x.accepts, w.Code, w.Body, h)
		}
		if h.Get("X-Frame-Options") != "DENY" || h.Get("Referrer-Policy") != "no-referrer" || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s is guarded by %v", x.path, h)
		}
	}
	if w := ask(Options{Files: built}, "HEAD", "/panel/", ""); w.Code != 200 || w.Body.Len() != 0 {
		t.Errorf("HEAD: %d %q", w.Code, w.Body)
	}
	if w := ask(Options{Files: built}, "POST", "/panel/", ""); w.Code != 405 {
		t.Errorf("POST: %d", w.Code)
	}
	if w := ask(Options{Files: fstest.MapFS{}}, "GET", "/panel/", ""); w.Code != 503 || !strings.Contains(w.Body.String(), "make web") {
		t.Errorf("without a build: %d %s", w.Code, w.Body)
	}
}

func TestPolicy(t *testing.T) {
	directive := func(o Options, name string) string {
		for _, d := range strings.Split(ask(o, "GET", "/panel/", "").Header().Get("Content-Security-Policy"), "; ") {
			if rest, ok := strings.CutPrefix(d, name+" "); ok {
				return rest
			}
		}
		return ""
	}
	plain := Options{Files: built}
	full := Options{Files: built, Supabase: "https://abc.supabase.co/"}
	for _, x := range []struct {
		o          Options
		name, want string
	}{{plain, "default-src", "'none'"}, {plain, "script-src", "'self'"}, {plain, "connect-src", "'self'"}, {plain, "frame-ancestors", "'none'"}, {plain, "frame-src", "'none'"},
		{plain, "base-uri", "'none'"}, {plain, "form-action", "'none'"}, {full, "script-src", "'self'"}, {full, "frame-src", "'none'"},
		{full, "connect-src", "'self' https://abc.supabase.co"}} {
		if got := directive(x.o, x.name); got != x.want {
			t.Errorf("%s is %q, want %q", x.name, got, x.want)
		}
	}
}

// TestPictures: pictures go to the store of files and come from there, and nothing else does.
func TestPictures(t *testing.T) {
	policy := ask(Options{Files: built, Pictures: []string{"http://127.0.0.1:9000"}}, "GET", "/panel/", "").Header().Get("Content-Security-Policy")
	for _, part := range []string{"img-src 'self' data: blob: https: http://127.0.0.1:9000;", "connect-src 'self' http://127.0.0.1:9000;"} {
		if !strings.Contains(policy, part) {
			t.Errorf("%s is not in %s", part, policy)
		}
	}
	if n := strings.Count(policy, "127.0.0.1"); n != 2 {
		t.Errorf("the store is allowed %d times: %s", n, policy)
	}
}
