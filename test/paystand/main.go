// Command paystand serves the YooKassa of the payments' tests over HTTP on a free port of
// this machine, with a page to pay on: a stand that a shop can be connected to. It prints its
// address and serves until its standard input ends.
package main

import (
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"prilavok/core/call"
	"prilavok/provider/yookassa/yookassafake"
)

func main() {
	at, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		slog.Error("paystand", "err", err)
		os.Exit(1)
	}
	base := "http://" + at.Addr().String()
	s := &stand{bank: yookassafake.New(time.Now), base: base}
	fmt.Println(base)
	srv := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // whoever started it is gone then
		_ = srv.Close()
	}()
	if err := srv.Serve(at); err != http.ErrServerClosed {
		slog.Error("paystand", "err", err)
		os.Exit(1)
	}
}

// page is where the customer pays: one button.
const page = `<!doctype html><html lang="en"><title>YooKassa, a stand</title><h1>A test stand of YooKassa</h1><form method="post"><button>Pay</button></form>`

// hosted is how the service's addresses of such pages begin.
const hosted = "https://yoomoney.example/checkout/"

type stand struct {
	bank *yookassafake.Server
	base string
}

// ServeHTTP implements http.Handler.
func (s *stand) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, paying := strings.CutPrefix(r.URL.Path, "/checkout/")
	switch {
	case paying && r.Method == http.MethodPost:
		s.bank.Pay(id)
		back := s.base
		s.bank.Tamper(id, func(p *yookassafake.Payment) { back = p.ReturnURL })
		http.Redirect(w, r, back, http.StatusSeeOther)
	case paying:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, page) // the reader may be gone
	default:
		s.api(w, r)
	}
}

// api hands a request of the shop's to the service.
func (s *stand) api(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	header := map[string]string{}
	for k := range r.Header {
		header[k] = r.Header.Get(k)
	}
	got, err := s.bank.Do(r.Context(), call.Request{Method: r.Method, URL: s.base + r.URL.RequestURI(), Header: header, Body: body})
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(got.Status)
	_, _ = io.WriteString(w, strings.ReplaceAll(string(got.Body), hosted, s.base+"/checkout/"))
}
