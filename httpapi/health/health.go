// Package health tells machines how the process is: alive, ready, and its numbers
// for Prometheus. It judges nothing itself: what must hold to be ready comes in as
// a list of checks.
package health

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"sync"
	"time"

	"prilavok/core/fault"
	"prilavok/core/meter"
)

// Check is one thing that must hold before the process can do its work. Run answers
// within its context's deadline.
type Check struct {
	Name string
	Run  func(ctx context.Context) error
}

// readyWithin bounds all checks of one /readyz together.
const readyWithin = 2 * time.Second

// Live answers 200 as long as the process serves at all.
func Live() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer(w, http.StatusOK, map[string]any{"alive": true})
	})
}

// Ready runs the checks at the same time and answers 200 when all hold, else 503.
// The answer names each check and, for failed ones, the fault's code; never its text.
func Ready(checks ...Check) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, stop := context.WithTimeout(r.Context(), readyWithin)
		defer stop()
		results := make([]string, len(checks))
		var wg sync.WaitGroup
		for i, c := range checks {
			wg.Go(func() { results[i] = result(c.Run(ctx)) })
		}
		wg.Wait()
		status, ready, named := http.StatusOK, true, map[string]string{}
		for i, c := range checks {
			named[c.Name] = results[i]
			if results[i] != "ok" {
				status, ready = http.StatusServiceUnavailable, false
			}
		}
		answer(w, status, map[string]any{"ready": ready, "checks": named})
	})
}

func result(err error) string {
	if err == nil {
		return "ok"
	}
	return fault.CodeOf(err)
}

// Metrics renders the registry in Prometheus' text format.
func Metrics(m *meter.Registry) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		_ = WriteText(w, m.Snapshot()) // a scraper that went away is no fault of ours
	})
}

// Private lets only callers through that reach this process directly from this
// machine or a private network. It guards /metrics where it shares the public
// address: whatever came through a proxy carries one of the proxy's headers.
func Private(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, h := range []string{"X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "X-Real-Ip", "Via", "Cf-Connecting-Ip"} {
			if r.Header.Get(h) != "" {
				http.NotFound(w, r)
				return
			}
		}
		host, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil {
			host = r.RemoteAddr
		}
		ip := net.ParseIP(host)
		if ip == nil || !ip.IsLoopback() && !ip.IsPrivate() {
			http.NotFound(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func answer(w http.ResponseWriter, status int, body map[string]any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
