package edge_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"prilavok/app/deploy"
	"prilavok/app/doctor"
	"prilavok/core/call"
	"prilavok/core/seal"
	"prilavok/provider/nethttp"
	fake "prilavok/provider/supabase/supabasefake"
	"prilavok/store/storetest"
)

// written is the folder supabase of a project that `prilavok supabase init` writes, with the
// npm packages that are installed beside this test.
func written(t *testing.T) built {
	t.Helper()
	b, err := whole()
	ok(t, err)
	shop := t.TempDir()
	_, err = deploy.Init(shop, "abcdefghijklmnopqrst", filepath.Join(b.dir, "functions/bot/bot.wasm"), false)
	ok(t, err)
	for _, name := range []string{"node_modules", "package.json"} {
		ok(t, os.Symlink(filepath.Join(b.dir, name), filepath.Join(shop, "supabase", name)))
	}
	b.dir = filepath.Join(shop, "supabase")
	return b
}

// address is where a project is: functions by their names, and Auth with its keys.
func address(t *testing.T, functions map[string]string) string {
	t.Helper()
	mux := http.NewServeMux()
	for name, at := range functions {
		to, err := url.Parse(at)
		ok(t, err)
		mux.Handle("/"+name+"/", httputil.NewSingleHostReverseProxy(to))
	}
	project := fake.New(time.Now)
	mux.HandleFunc("/auth/", func(w http.ResponseWriter, r *http.Request) {
		res, err := project.Do(r.Context(), call.Request{Name: "jwks", Method: r.Method, URL: fake.URL + r.URL.Path})
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		w.WriteHeader(res.Status)
		_, _ = w.Write(res.Body) // whoever asked may be gone
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// TestHealth: a project as init writes it runs; the bot says whether its database answers, with
// the fault's code when not, and what looks at a deployed bot understands both.
func TestHealth(t *testing.T) {
	t.Parallel()
	dir := written(t)
	super := storetest.NewDatabase(t, true)
	key := "test:" + base64.StdEncoding.EncodeToString(make([]byte, seal.KeySize))
	env := map[string]string{"PRILAVOK_DATABASE_URL": pooled(t, super), "PRILAVOK_SECRET_KEY": key, "PRILAVOK_TICK_SECRET": tickSecret}
	admin := start(t, dir, isolate{fn: "admin", env: env})
	verify := func(bot *deno) map[string]doctor.Finding {
		out := map[string]doctor.Finding{}
		front := address(t, map[string]string{"bot": bot.url, "admin": admin.url})
		doctor.Examine(t.Context(), deploy.Verify(t.Context(), deploy.Deployed{FunctionURL: front + "/bot", TickSecret: tickSecret, HTTP: nethttp.New("test", time.Now, nil), Now: time.Now}),
			func(f doctor.Finding) { out[f.Name] = f })
		return out
	}
	bot := start(t, dir, isolate{env: env})
	if n := bot.trips(); n != 0 {
		t.Errorf("looking at the database counts as %d round trips of customers'", n)
	}
	for name, f := range verify(bot) {
		if f.State != doctor.OK && f.State != doctor.Off {
			t.Errorf("%s: %s %s", name, f.State, f.Detail.EN)
		}
	}
	down := start(t, dir, isolate{env: map[string]string{"PRILAVOK_DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "PRILAVOK_SECRET_KEY": key, "PRILAVOK_TICK_SECRET": tickSecret}})
	status, body := down.request("GET", "/bot/health", nil, "")
	var h struct{ Status, Build, Code string }
	if err := json.Unmarshal([]byte(body), &h); err != nil || status != 503 || h.Status != "down" || h.Build == "" || !strings.HasPrefix(h.Code, "store.") {
		t.Errorf("without its database: %d %s", status, body)
	}
	if f := verify(down)["function"]; f.State != doctor.Fail || !strings.Contains(f.Detail.EN, h.Code) || !strings.Contains(f.Mend.EN, "6543") {
		t.Errorf("without its database: %+v", f.Result)
	}
	bare := start(t, dir, isolate{env: map[string]string{"PRILAVOK_DATABASE_URL": pooled(t, storetest.NewDatabase(t, false)), "PRILAVOK_SECRET_KEY": key}})
	if status, body := bare.request("GET", "/bot/health", nil, ""); status != 503 || !strings.Contains(body, `"code":"store.`) {
		t.Errorf("without tables: %d %s", status, body)
	}
}
