package nethttp

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"

	"prilavok/core/call"
)

func TestOutside(t *testing.T) {
	for ip, want := range map[string]bool{"93.184.215.14": true, "2a00:1450:4010:c0e::8a": true, "127.0.0.1": false, "10.0.0.1": false, "172.16.9.9": false,
		"192.168.1.1": false, "169.254.169.254": false, "100.64.0.1": false, "0.0.0.0": false, "224.0.0.1": false, "255.255.255.255": false, "::1": false, "::": false,
		"fe80::1": false, "fc00::1": false, "::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "::127.0.0.1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false, "198.18.0.1": false} {
		if got := outside(netip.MustParseAddr(ip)); got != want {
			t.Errorf("%s is outside: %v, want %v", ip, got, want)
		}
	}
	hits := 0
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits++ }))
	defer srv.Close()
	_, err := NewOutside("test", time.Now, nil).Do(t.Context(), call.Request{Method: "POST", URL: srv.URL})
	if !errors.Is(err, ErrConnect) || hits != 0 {
		t.Errorf("an address of the inside: %v, %d requests", err, hits)
	}
	if _, err := New("test", time.Now, nil).Do(t.Context(), call.Request{Method: "POST", URL: srv.URL}); err != nil || hits != 1 {
		t.Errorf("without the guard: %v, %d requests", err, hits)
	}
}
