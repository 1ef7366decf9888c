package nethttp_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"prilavok/core/call"
	"prilavok/core/txn"
	"prilavok/provider/nethttp"
)

func client(observe nethttp.Observer) *nethttp.Client {
	return nethttp.New("Prilavok/test", time.Now, observe)
}

func TestAnswer(t *testing.T) {
	var seen *http.Request
	var body string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen = r
		b, _ := io.ReadAll(r.Body)
		body = string(b)
		w.Header().Set("Retry-After", "7")
		w.Header().Add("X-Two", "first")
		w.Header().Add("X-Two", "second")
		w.WriteHeader(500)
		_, _ = io.WriteString(w, "busy")
	}))
	defer srv.Close()
	var status int
	var told call.Request
	c := client(func(r call.Request, s int, err error, took time.Duration) { told, status = r, s })
	res, err := c.Do(t.Context(), call.Request{Method: "POST", URL: srv.URL + "/bot1:secret/x", Body: []byte("{}"), Service: "telegram", Name: "sendMessage",
		Header: map[string]string{"Content-Type": "application/json"}})
	if err != nil || res.Status != 500 || string(res.Body) != "busy" || res.Header["retry-after"] != "7" || res.Header["x-two"] != "first" {
		t.Errorf("%+v, %v", res, err)
	}
	if seen.Method != "POST" || body != "{}" || seen.Header.Get("Content-Type") != "application/json" || seen.UserAgent() != "Prilavok/test" {
		t.Errorf("sent %s %q %v", seen.Method, body, seen.Header)
	}
	if status != 500 || told.Service != "telegram" || told.Name != "sendMessage" {
		t.Errorf("observed %d %+v", status, told)
	}
}

func TestFaults(t *testing.T) {
	hang := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/hang":
			select {
			case <-hang:
			case <-r.Context().Done():
			}
		case "/half":
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "half")
		case "/slow-body":
			_, _ = io.WriteString(w, "start")
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		case "/drop":
			conn, _, _ := w.(http.Hijacker).Hijack()
			_ = conn.Close()
		case "/big":
			_, _ = io.WriteString(w, strings.Repeat("x", 101))
		}
	}))
	defer srv.Close()
	defer close(hang)
	closed := "http://" + freeAddress(t)
	tests := []struct {
		name, url string
		timeout   time.Duration
		want      error
	}{
		{"nobody listens", closed + "/secret", 0, nethttp.ErrConnect},
		{"no such host", "http://no-such-host.invalid/secret", 0, nethttp.ErrConnect},
		{"no answer in time", srv.URL + "/hang?secret", 50 * time.Millisecond, nethttp.ErrTimeout},
		{"no end in time", srv.URL + "/slow-body?secret", 50 * time.Millisecond, nethttp.ErrTimeout},
		{"half an answer", srv.URL + "/half?secret", 0, nethttp.ErrBroken},
		{"dropped", srv.URL + "/drop?secret", 0, nethttp.ErrBroken},
		{"too large", srv.URL + "/big?secret", 0, nethttp.ErrTooLarge},
		{"no address", "://secret", 0, nethttp.ErrRequest},
		{"no host", "/secret", 0, nethttp.ErrRequest},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var told error
			c := client(func(_ call.Request, _ int, err error, _ time.Duration) { told = err })
			_, err := c.Do(t.Context(), call.Request{Method: "POST", URL: tt.url, Timeout: tt.timeout, MaxBody: 100})
			if !errors.Is(err, tt.want) || !errors.Is(told, tt.want) {
				t.Fatalf("err %v, observed %v, want %v", err, told, tt.want)
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("the URL shows in %q", err)
			}
		})
	}
	t.Run("exactly the limit", func(t *testing.T) {
		if _, err := client(nil).Do(t.Context(), call.Request{Method: "GET", URL: srv.URL + "/big", MaxBody: 101}); err != nil {
			t.Error(err)
		}
	})
	t.Run("caller gave up", func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		stop()
		if _, err := client(nil).Do(ctx, call.Request{Method: "GET", URL: srv.URL}); err == nil {
			t.Error("answered")
		}
	})
}

// freeAddress is a loopback address that nobody listens on.
func freeAddress(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

func TestRefusesInsideAUnitOfWork(t *testing.T) {
	ctx := txn.WithUnit(t.Context(), &txn.Unit{})
	if _, err := client(nil).Do(ctx, call.Request{Method: "GET", URL: "http://127.0.0.1:1"}); !errors.Is(err, txn.ErrOpen) {
		t.Errorf("err %v", err)
	}
}

func TestRedirects(t *testing.T) {
	stranger := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t.Error("a stranger was called")
	}))
	defer stranger.Close()
	var hops atomic.Int32
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/away":
			http.Redirect(w, r, stranger.URL, http.StatusFound)
		case "/near":
			http.Redirect(w, r, "/here", http.StatusFound)
		case "/loop":
			hops.Add(1)
			http.Redirect(w, r, "/loop", http.StatusFound)
		default:
			_, _ = io.WriteString(w, "here")
		}
	}))
	defer srv.Close()
	c := client(nil)
	for path, want := range map[string]int{"/away": 302, "/near": 200, "/loop": 302} {
		res, err := c.Do(t.Context(), call.Request{Method: "GET", URL: srv.URL + path})
		if err != nil || res.Status != want {
			t.Errorf("%s: %d, %v", path, res.Status, err)
		}
	}
	if n := hops.Load(); n != 4 {
		t.Errorf("followed a loop %d times", n)
	}
}

func TestConnectionsAreReused(t *testing.T) {
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, strings.Repeat("x", 10_000))
	}))
	var conns atomic.Int32
	srv.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			conns.Add(1)
		}
	}
	srv.Start()
	defer srv.Close()
	c := client(nil)
	defer c.Close()
	for range 20 {
		if _, err := c.Do(t.Context(), call.Request{Method: "POST", URL: srv.URL, Body: []byte("{}")}); err != nil {
			t.Fatal(err)
		}
	}
	if n := conns.Load(); n != 1 {
		t.Errorf("%d connections for 20 calls", n)
	}
}
