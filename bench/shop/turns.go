package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"path"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"prilavok/store/storetest"
)

// botAPI is a loopback Bot API that takes every message and tells the customer of it.
type botAPI struct {
	URL  string
	Sent atomic.Int64
	srv  *http.Server

	mu      sync.Mutex
	waiting map[string]chan struct{} // by chat
}

func newBotAPI() (*botAPI, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	b := &botAPI{URL: "http://" + ln.Addr().String(), waiting: map[string]chan struct{}{}}
	b.srv = &http.Server{Handler: b}
	go func() { _ = b.srv.Serve(ln) }()
	return b, nil
}

// ServeHTTP answers one method.
func (b *botAPI) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	n := b.Sent.Load()
	switch path.Base(r.URL.Path) {
	case "sendMessage", "sendPhoto", "sendMediaGroup":
		n = b.Sent.Add(1)
		var to struct {
			Chat json.RawMessage `json:"chat_id"`
		}
		_ = json.Unmarshal(body, &to)
		chat := string(to.Chat)
		if s, err := strconv.Unquote(chat); err == nil {
			chat = s
		}
		b.mu.Lock()
		if c := b.waiting[chat]; c != nil {
			close(c)
			delete(b.waiting, chat)
		}
		b.mu.Unlock()
	}
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(w, `{"ok":true,"result":{"message_id":%d,"date":1,"chat":{"id":1,"type":"private"}}}`, n)
}

func (b *botAPI) expect(chat string) chan struct{} {
	c := make(chan struct{})
	b.mu.Lock()
	b.waiting[chat] = c
	b.mu.Unlock()
	return c
}

// converse lets customers write and wait for the answer before they write again: what
// is timed is from the webhook's first byte to the Bot API's receiving the answer.
// rate > 0 keeps to that many a second.
func converse(s seeded, api *botAPI, customers int, during time.Duration, rate float64) figures {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: customers}, Timeout: 30 * time.Second}
	defer client.CloseIdleConnections()
	var (
		mu     sync.Mutex
		took   []time.Duration
		failed atomic.Int64
		due    atomic.Int64
		wg     sync.WaitGroup
	)
	start := time.Now()
	for k := range customers {
		wg.Go(func() {
			var mine []time.Duration
			for i := 0; time.Since(start) < during; i++ {
				from := time.Now()
				if rate > 0 {
					from = start.Add(time.Duration(float64(due.Add(1)) / rate * float64(time.Second)))
					time.Sleep(time.Until(from))
				}
				chat := int64(k + i%(chats/customers)*customers)
				answer := api.expect(strconv.FormatInt(100_000+chat, 10))
				if err := post(client, s.hook(chat), secret, body(updates.Add(1)*chats+chat, "самовар")); err != nil {
					failed.Add(1)
					continue
				}
				select {
				case <-answer:
					mine = append(mine, time.Since(from))
				case <-time.After(20 * time.Second):
					failed.Add(1)
				}
			}
			mu.Lock()
			took = append(took, mine...)
			mu.Unlock()
		})
	}
	wg.Wait()
	if len(took) == 0 {
		return figures{Failed: failed.Load()}
	}
	slices.Sort(took)
	at := func(q float64) time.Duration { return took[int(q*float64(len(took)-1))] }
	return figures{Count: len(took), PerSecond: float64(len(took)) / time.Since(start).Seconds(), P50: at(.5), P95: at(.95), P99: at(.99), Failed: failed.Load()}
}

// turned is what whole turns take.
type turned struct {
	full figures // as many as 32 customers get answered
	calm figures // at 50 a second
}

// keep takes the better of two rounds, figure by figure.
func (t *turned) keep(f turned) {
	if f.full.PerSecond > t.full.PerSecond {
		t.full = f.full
	}
	if t.calm.PerSecond == 0 || f.calm.P95 < t.calm.P95 {
		t.calm = f.calm
	}
}

func wholeTurns(ctx context.Context, pg *storetest.Server, make command, oneBot bool) (t turned, err error) {
	s, api, stop, err := stage(ctx, pg, make, true)
	if err != nil {
		return t, err
	}
	defer stop()
	of := s.Bots
	if oneBot {
		of = s.Bots[:1]
	}
	if err := s.people(ctx, chats, of); err != nil {
		return t, err
	}
	converse(s, api, 32, 2*time.Second, 0)
	if err := s.analyze(ctx); err != nil {
		return t, err
	}
	before := spent(s.pids[0], s.pids[1])
	t.full = converse(s, api, 32, during, 0)
	t.full.CPU = spent(s.pids[0], s.pids[1]).per(before, t.full.Count)
	t.calm = converse(s, api, 32, during, 50)
	return t, nil
}
