package server_test

import (
	"encoding/base64"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"prilavok/app/config"
	"prilavok/app/server"
	"prilavok/core/call"
	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/core/staff"
	"prilavok/core/txn"
	fake "prilavok/provider/supabase/supabasefake"
)

const anna = "6f1d2c3b-4a59-4e68-8d77-00000000000a"

// TestSignIn: a server that is told of a project takes tokens of its staff over HTTP, with
// the project's keys fetched over HTTP, and one that is told of none takes none.
func TestSignIn(t *testing.T) {
	project := fake.New(time.Now)
	auth := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		resp, err := project.Do(r.Context(), call.Request{Method: r.Method, URL: fake.URL + r.URL.Path, Name: "over HTTP",
			Header: map[string]string{"apikey": r.Header.Get("apikey"), "Authorization": r.Header.Get("Authorization")}})
		if err != nil {
			t.Error(err)
		}
		w.WriteHeader(resp.Status)
		_, _ = w.Write(resp.Body)
	}))
	defer auth.Close()
	issued := func(kid string) string { // by the project under the address it has here
		return project.Token(anna, kid, func(t *fake.Token) { t.Claims["iss"] = auth.URL + "/auth/v1" })
	}
	for name, x := range map[string]struct {
		project config.Supabase
		kid     string
		status  int
	}{
		"ES256":                      {config.Supabase{URL: auth.URL}, fake.EC, 200},
		"RS256, an address with a /": {config.Supabase{URL: auth.URL + "/"}, fake.RSA, 200},
		"HS256, asked":               {config.Supabase{URL: auth.URL, AnonKey: fake.AnonKey}, "", 200},
		"HS256, the secret":          {config.Supabase{URL: auth.URL, JWTSecret: fake.Secret}, "", 200},
		"HS256, neither":             {config.Supabase{URL: auth.URL}, "", 401},
		"HS256, another secret":      {config.Supabase{URL: auth.URL, JWTSecret: "another"}, "", 401},
		"another project":            {config.Supabase{URL: fake.URL}, fake.EC, 401},
		"no project":                 {config.Supabase{}, fake.EC, 401},
	} {
		t.Run(name, func(t *testing.T) {
			web := open(t, x.project)
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, web.URL+"/api/v1/orders", nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Authorization", "Bearer "+issued(x.kid))
			resp, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			if resp.StatusCode != x.status {
				t.Errorf("answered %d, want %d", resp.StatusCode, x.status)
			}
		})
	}
}

// open serves an installation with one shop, whose owner is anna.
func open(t *testing.T, project config.Supabase) *httptest.Server {
	t.Helper()
	_, web := opened(t, project)
	return web
}

func opened(t *testing.T, project config.Supabase) (*server.Server, *httptest.Server) {
	t.Helper()
	cfg, _, err := config.Load(config.Input{Env: func(name string) (string, bool) {
		v, ok := map[string]string{"DATA_DIR": t.TempDir(), "PRILAVOK_SECRET_KEY": base64.StdEncoding.EncodeToString(make([]byte, 32)),
			"SUPABASE_URL": project.URL, "SUPABASE_ANON_KEY": project.AnonKey, "SUPABASE_JWT_SECRET": project.JWTSecret}[name]
		return v, ok
	}})
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.Open(t.Context(), cfg, server.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	sh, err := s.App.Shops.Create(t.Context(), shop.Shop{Slug: "north", Name: lang.Texts{lang.RU: "Север"}, Languages: []lang.Lang{lang.RU}, Currency: "RUB", TimeZone: "Europe/Moscow"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.App.Staff.AddMember(txn.ForShop(t.Context(), sh.ID), anna, "anna@shop.example", staff.Owner); err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(s.Handler())
	t.Cleanup(web.Close)
	return s, web
}
