//go:build js && wasm

package main

import (
	"bytes"
	"context"
	"net/http"
	"strings"

	"prilavok/cmd/edge/host"
)

// answered asks a handler of net/http.
func answered(ctx context.Context, h http.Handler, r host.Request) host.Response {
	target := r.Path
	if r.Query != "" {
		target += "?" + r.Query
	}
	req, err := http.NewRequestWithContext(ctx, r.Method, target, bytes.NewReader(r.Body))
	if err != nil || !strings.HasPrefix(r.Path, "/") {
		return host.Response{Status: http.StatusBadRequest}
	}
	req.RequestURI = target
	for k, v := range r.Header {
		req.Header.Set(k, v)
	}
	w := &recorder{header: http.Header{}}
	h.ServeHTTP(w, req)
	out := host.Response{Status: w.status, Header: map[string]string{}, Body: w.body.Bytes()}
	for k, v := range w.header {
		out.Header[k] = strings.Join(v, ", ")
	}
	return out
}

// recorder holds an answer until it is whole.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (w *recorder) Header() http.Header { return w.header }

// WriteHeader implements http.ResponseWriter.
func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}

// Write implements http.ResponseWriter.
func (w *recorder) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(b)
}
