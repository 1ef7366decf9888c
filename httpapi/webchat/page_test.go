package webchat_test

import (
	"io"
	"strings"
	"testing"

	"prilavok/core/shop"
	"prilavok/httpapi/webchat"
)

func TestPageAndItsPolicy(t *testing.T) {
	h := open(t, nil)
	h.memory.Add(shop.Shop{ID: "shp2", Slug: "other"}, "acc2", "https://a.example/", "http://*.b.example:8080", "http://localhost:*",
		"https://c.example; script-src *", "javascript:alert(1)", "https://d.example\r\nX: y")
	h.memory.Add(shop.Shop{ID: "shp3", Slug: "open"}, "acc3", "*")
	cases := []struct {
		host, path string
		status     int
		ancestors  string
	}{
		{"shop.example", "/", 200, "'none'"},
		{"shop.example", "/s/demo", 200, "'none'"},
		{"shop.example", "/s/nope", 404, "'none'"},
		{"shop.example", "/embed/acc1", 200, "'self' https://friend.example"},
		{"shop.example", "/embed", 200, "'self' https://friend.example"},
		{"shop.example", "/embed/acc2", 200, "'self' https://a.example http://*.b.example:8080 http://localhost:*"},
		{"shop.example", "/embed/acc3", 200, "*"},
		{"shop.example", "/embed/nope", 404, "'none'"},
		{"localhost:8080", "/embed/acc1", 200, "'self' http://localhost:* http://127.0.0.1:* https://friend.example"},
		{"127.0.0.1:8080", "/embed/acc1", 200, "'self' http://localhost:* http://127.0.0.1:* https://friend.example"},
		{"[::1]", "/embed/nope", 404, "'none'"},
		{"localhost:8080", "/", 200, "'none'"},
		{"localhost.evil.example", "/embed/acc1", 200, "'self' https://friend.example"},
	}
	for _, c := range cases {
		res := h.tab().request("GET", c.path, "", "Host", c.host)
		policy := res.Header.Get("Content-Security-Policy")
		if res.StatusCode != c.status || !strings.HasSuffix(policy, "; frame-ancestors "+c.ancestors) {
			t.Errorf("%s: %d %s", c.path, res.StatusCode, policy)
		}
		if !strings.Contains(policy, "script-src 'self';") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: scripts: %s", c.path, policy)
		}
	}
}

func TestAssets(t *testing.T) {
	h := open(t, nil)
	cases := []struct{ path, accept, body, encoding, cache string }{
		{"/assets/chat-1.js", "gzip, br", "brotli", "br", "public, max-age=31536000, immutable"},
		{"/assets/chat-1.js", "gzip", "gzip", "gzip", "public, max-age=31536000, immutable"},
		{"/assets/chat-1.js", "identity", "plain", "", "public, max-age=31536000, immutable"},
		{"/widget.js", "gzip, br", "widget", "", "no-cache"},
		{"/", "gzip, br", "<!doctype html><title>page</title>", "", "no-cache"},
	}
	for _, c := range cases {
		res := h.tab().request("GET", c.path, "", "Accept-Encoding", c.accept)
		body, _ := io.ReadAll(res.Body)
		if string(body) != c.body || res.Header.Get("Content-Encoding") != c.encoding || res.Header.Get("Cache-Control") != c.cache || res.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s as %s: %q %v", c.path, c.accept, body, res.Header)
		}
		again := h.tab().request("GET", c.path, "", "Accept-Encoding", c.accept, "If-None-Match", res.Header.Get("ETag"))
		if again.StatusCode != 304 {
			t.Errorf("%s again: %d", c.path, again.StatusCode)
		}
	}
	for _, path := range []string{"/assets/chat-1.js.br", "/assets/nope.js", "/assets/"} {
		if status, _ := h.tab().do("GET", path, ""); status != 404 {
			t.Errorf("%s: %d", path, status)
		}
	}
}

func TestPageWithoutABuildSaysWhatToDo(t *testing.T) {
	h := open(t, func(o *webchat.Options) { o.Assets = nil })
	status, body := h.tab().do("GET", "/", "")
	if status != 503 || !strings.Contains(body, "make web") {
		t.Errorf("%d %s", status, body)
	}
}
