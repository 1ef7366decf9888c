package server_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"prilavok/app/config"
	"prilavok/core/lang"
	"prilavok/core/shop"
)

// TestPeople: a server opens its shop to the owner by the link that it prints, and then takes
// the owner's cookie at the API. It goes over HTTP with a real browser's jar.
func TestPeople(t *testing.T) {
	s, web := opened(t, config.Supabase{})
	if _, err := s.App.Shops.Create(t.Context(), shop.Shop{Slug: "south", Name: lang.Texts{lang.RU: "Юг"}, Languages: []lang.Lang{lang.RU}, Currency: "RUB", TimeZone: "Europe/Moscow"}); err != nil {
		t.Fatal(err)
	}
	links, err := s.FirstLinks(t.Context(), web.URL)
	if err != nil || len(links) != 1 || !strings.HasPrefix(links[0], web.URL+"/panel/#/first/") {
		t.Fatalf("the links are %v, %v", links, err)
	}
	token := links[0][strings.LastIndex(links[0], "/")+1:]
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Jar: jar}
	ask := func(method, path, body string, status int) string {
		t.Helper()
		r := httptest.NewRequestWithContext(t.Context(), method, web.URL+path, strings.NewReader(body))
		r.RequestURI = ""
		r.Header = http.Header{"X-Prilavok": {"panel"}, "Content-Type": {"application/json"}, "Origin": {web.URL}, "Idempotency-Key": {"one"}}
		resp, err := c.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != status {
			t.Fatalf("%s %s is answered %d %s, %v", method, path, resp.StatusCode, b, err)
		}
		return string(b)
	}
	if got := ask("GET", "/auth/state", "", 200); !strings.Contains(got, `"first_run":true`) {
		t.Errorf("the state is %s", got)
	}
	ask("GET", "/api/v1/orders", "", 401)
	ask("POST", "/auth/first", `{"token":"`+token+`","email":"boris@shop.example","name":"Борис","password":"верный пароль"}`, 200)
	if got := ask("GET", "/auth/me", "", 200); !strings.Contains(got, `"slug":"south"`) || !strings.Contains(got, `"role":"owner"`) {
		t.Errorf("it is %s", got)
	}
	ask("GET", "/api/v1/orders", "", 200)
	link := ask("POST", "/api/v1/invitations", `{"role":"viewer"}`, 201)
	if !strings.Contains(link, "/panel/#/invitation/") {
		t.Errorf("invited with %s", link)
	}
	if again := ask("POST", "/api/v1/invitations", `{"role":"viewer"}`, 201); strings.Contains(again, "/panel/#/") {
		t.Errorf("a repetition tells the link again: %s", again)
	}
	if got := ask("GET", "/api/v1/audit", "", 200); strings.Count(got, `"invitations.create"`) != 1 || strings.Contains(got, "/panel/#/") {
		t.Errorf("noted is %s", got)
	}
	resp, err := c.Get(web.URL + "/panel/")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if p := resp.Header.Get("Content-Security-Policy"); !strings.Contains(p, "script-src 'self';") || !slices.Contains([]int{200, 503}, resp.StatusCode) {
		t.Errorf("the panel is answered %d under %q", resp.StatusCode, p)
	}
}

// TestOwnedAlready: with an owner in Supabase Auth no link is printed.
func TestOwnedAlready(t *testing.T) {
	s, web := opened(t, config.Supabase{})
	if links, err := s.FirstLinks(t.Context(), web.URL); err != nil || len(links) != 0 {
		t.Errorf("links are %v, %v", links, err)
	}
}
