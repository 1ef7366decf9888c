// Package tgfake is a stateful fake of api.telegram.org for tests, demonstrations
// and scenarios: it holds a bot to the documented methods, parameters and limits of
// Bot API 10.3, delivers updates as the real server does (queues, retries, expiry),
// and lets a test be the people on the other side. Where the real server mends or
// drops something silently, the fake refuses it, so that defects show. It is not a
// client, and nothing that a shop runs imports it.
package tgfake

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"prilavok/channel/telegram/tgfake/wirefake"
)

// Options set the fake up; the zero value works.
type Options struct {
	Now func() time.Time
	// Hooks carries webhook requests; nil is http.DefaultTransport.
	Hooks http.RoundTripper
	// AnyHook accepts webhook URLs that are not public HTTPS ones.
	AnyHook bool
	// Fetch is how the fake's server gets pictures by URL; nil can get none.
	Fetch func(url string) ([]byte, error)
	// Limits turns the published rates on.
	Limits bool
}

// Server is the fake. It is an http.Handler with the paths of api.telegram.org.
type Server struct {
	opt     Options
	mu      sync.Mutex
	bots    map[string]*Bot
	wake    chan struct{}
	counter int64
}

// New makes a fake without bots.
func New(o Options) *Server {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Hooks == nil {
		o.Hooks = http.DefaultTransport
	}
	return &Server{opt: o, bots: map[string]*Bot{}, wake: make(chan struct{})}
}

// next numbers everything that needs a number of its own.
func (s *Server) next() int64 {
	s.counter++
	return s.counter
}

// Bot returns the bot with the token ("<id>:<secret>"), making it when it is new.
func (s *Server) Bot(token string) *Bot {
	s.mu.Lock()
	defer s.mu.Unlock()
	if b := s.bots[token]; b != nil {
		return b
	}
	var id int64
	_, _ = fmt.Sscanf(token, "%d:", &id)
	b := &Bot{
		server: s, ID: id, Name: "Demo Shop", Username: "demo_shop_bot", Drafts: true,
		chats: map[int64]*chat{}, files: map[string]*File{}, queries: map[string]*query{},
		commands: map[string][]BotCommand{}, invoices: map[string]*invoice{}, connections: map[string]*connection{}, lastUpdate: 912345000, polled: make(chan struct{}),
	}
	s.bots[token] = b
	return b
}

// Revoke makes a token unknown, as @BotFather does.
func (s *Server) Revoke(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.bots, token)
}

type (
	params  = wirefake.Params
	refusal = wirefake.Refusal
)

var refuse, bad, canonical = wirefake.Refuse, wirefake.Bad, wirefake.Canonical

// ServeHTTP implements http.Handler: /bot<token>/<method> and /file/bot<token>/<path>.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if rest, ok := strings.CutPrefix(r.URL.Path, "/file/bot"); ok {
		s.serveFile(w, rest)
		return
	}
	rest, ok := strings.CutPrefix(r.URL.Path, "/bot")
	token, method, found := strings.Cut(rest, "/")
	if !ok || !found {
		reply(w, nil, refuse(404, "Not Found"))
		return
	}
	s.mu.Lock()
	b := s.bots[token]
	s.mu.Unlock()
	if b == nil {
		reply(w, nil, refuse(401, "Unauthorized"))
		return
	}
	p, err := wirefake.Read(r)
	if err != nil {
		reply(w, nil, bad("%v", err))
		return
	}
	b.serve(w, r, canonical(method), p)
}

func (b *Bot) serve(w http.ResponseWriter, r *http.Request, method string, p params) {
	f := b.record(method, p)
	if f != nil && f.Drop && !f.After {
		panic(http.ErrAbortHandler)
	}
	if f != nil && !f.After {
		reply(w, nil, f.refusal())
		return
	}
	if method == "getUpdates" {
		result, no := b.getUpdates(r.Context(), p)
		reply(w, result, no)
		return
	}
	b.server.mu.Lock()
	result, no := b.call(method, p)
	b.server.mu.Unlock()
	if f != nil && f.Drop {
		panic(http.ErrAbortHandler)
	}
	if f != nil {
		no = f.refusal()
	}
	reply(w, result, no)
}

func reply(w http.ResponseWriter, result any, no *refusal) {
	w.Header().Set("Content-Type", "application/json")
	if no == nil {
		writeJSON(w, map[string]any{"ok": true, "result": result})
		return
	}
	if no.Code == 502 && no.Text == "" { // a proxy's page
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(502)
		_, _ = w.Write([]byte("<html><body>502 Bad Gateway</body></html>"))
		return
	}
	a := map[string]any{"ok": false, "error_code": no.Code, "description": no.Text}
	more := map[string]any{}
	if no.RetryAfter > 0 {
		more["retry_after"] = no.RetryAfter
	}
	if no.MigrateTo != 0 {
		more["migrate_to_chat_id"] = no.MigrateTo
	}
	if len(more) > 0 {
		a["parameters"] = more
	}
	w.WriteHeader(no.Code)
	writeJSON(w, a)
}

func writeJSON(w http.ResponseWriter, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		panic("tgfake: " + err.Error())
	}
	_, _ = w.Write(b)
}

// serveFile gives the bytes of a file that a contact sent.
func (s *Server) serveFile(w http.ResponseWriter, rest string) {
	token, path, _ := strings.Cut(rest, "/")
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.bots[token]
	if b == nil {
		reply(w, nil, refuse(401, "Unauthorized"))
		return
	}
	for _, f := range b.files {
		if f.path == path && f.Data != nil {
			w.Header().Set("Content-Type", "application/octet-stream")
			_, _ = w.Write(f.Data)
			return
		}
	}
	reply(w, nil, refuse(404, "Not Found"))
}
