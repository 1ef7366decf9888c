package nethttp

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"prilavok/core/call"
)

func TestOutside(t *testing.T) {
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
