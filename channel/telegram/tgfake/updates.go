package tgfake

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"
)

// pending is an update that was not confirmed yet.
type pending struct {
	id      int64
	kind    string
	body    []byte
	queue   int64
	expires time.Time
	tries   int
	next    time.Time
	delay   time.Duration
	busy    bool
}

type webhook struct {
	url, secret string
	max         int
	allowed     []string
	failedAt    time.Time
	failure     string
	goneSince   time.Time
}

type poll struct {
	once sync.Once
	done chan struct{}
	why  string
}

func (p *poll) end(why string) { p.once.Do(func() { p.why = why; close(p.done) }) }

// queueID is the server's: updates of one queue go one after another.
func queueID(id int64, n int64) int64 { return id + n<<33 }

// push makes an update; the server's lock is held.
func (b *Bot) push(kind string, body any, queue int64, life time.Duration) int64 {
	b.lastUpdate++
	raw, err := json.Marshal(map[string]any{"update_id": b.lastUpdate, kind: body})
	if err != nil {
		panic("tgfake: " + err.Error())
	}
	if b.listens(kind) {
		b.queue = append(b.queue, &pending{id: b.lastUpdate, kind: kind, body: raw, queue: queue, expires: b.server.opt.Now().Add(life)})
		b.stir()
	}
	return b.lastUpdate
}

// listens applies allowed_updates: without a list, all but the rare ones.
func (b *Bot) listens(kind string) bool {
	if b.hook != nil && len(b.hook.allowed) > 0 {
		return slices.Contains(b.hook.allowed, kind)
	}
	return kind != "chat_member" && kind != "message_reaction_count"
}

// stir wakes those who wait for updates.
func (b *Bot) stir() {
	close(b.server.wake)
	b.server.wake = make(chan struct{})
}

// Inject puts a raw update into the bot's queue as it is; its update_id is kept.
func (b *Bot) Inject(body []byte) {
	b.server.mu.Lock()
	defer b.server.mu.Unlock()
	var u struct {
		ID int64 `json:"update_id"`
	}
	_ = json.Unmarshal(body, &u) // raw updates may be anything
	b.queue = append(b.queue, &pending{id: u.ID, kind: "raw", body: body, expires: b.server.opt.Now().Add(24 * time.Hour)})
	b.stir()
}

// Hooks wraps what carries webhook requests, until the function it returns is called.
func (s *Server) Hooks(wrap func(next http.RoundTripper) http.RoundTripper) (undo func()) {
	was := s.opt.Hooks
	s.opt.Hooks = wrap(was)
	return func() { s.opt.Hooks = was }
}

// Polled is closed once a getUpdates has waited.
func (b *Bot) Polled() <-chan struct{} { return b.polled }

// Pending returns how many updates wait.
func (b *Bot) Pending() int {
	b.server.mu.Lock()
	defer b.server.mu.Unlock()
	return len(b.queue)
}

// getUpdates is long polling: an offset confirms what is below it.
func (b *Bot) getUpdates(ctx context.Context, p params) (any, *refusal) {
	mine := &poll{done: make(chan struct{})}
	s := b.server
	s.mu.Lock()
	if no := p.Check("getUpdates"); no != nil {
		s.mu.Unlock()
		return nil, no
	}
	if b.hook != nil {
		s.mu.Unlock()
		return nil, refuse(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	}
	if b.poll != nil {
		b.poll.end("Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
	}
	b.poll = mine
	b.pollOnce.Do(func() { close(b.polled) })
	s.mu.Unlock()
	deadline := time.NewTimer(time.Duration(min(p.Num("timeout"), 50)) * time.Second)
	defer deadline.Stop()
	for {
		s.mu.Lock()
		batch, wake := b.batch(p), s.wake
		s.mu.Unlock()
		if len(batch) > 0 {
			return batch, nil
		}
		select {
		case <-wake:
		case <-mine.done:
			return nil, refuse(409, "%s", mine.why)
		case <-deadline.C:
			return []any{}, nil
		case <-ctx.Done():
			return []any{}, nil
		}
	}
}

func (b *Bot) batch(p params) []json.RawMessage {
	offset := p.Num("offset")
	if offset < 0 {
		b.queue = b.queue[max(0, len(b.queue)+int(offset)):]
	} else {
		b.queue = slices.DeleteFunc(b.queue, func(u *pending) bool { return u.id < offset })
	}
	now := b.server.opt.Now()
	b.queue = slices.DeleteFunc(b.queue, func(u *pending) bool { return now.After(u.expires) })
	limit := 100
	if n := p.Num("limit"); n > 0 && n < 100 {
		limit = int(n)
	}
	var out []json.RawMessage
	for _, u := range b.queue[:min(limit, len(b.queue))] {
		out = append(out, u.body)
	}
	return out
}

// Deliver sends what is due to webhooks until nothing more is: each queue in its
// order, queues beside each other. It returns how many updates were accepted.
func (s *Server) Deliver(ctx context.Context) int {
	accepted := 0
	for ctx.Err() == nil {
		due := s.due()
		if len(due) == 0 {
			break
		}
		var wg sync.WaitGroup
		for _, d := range due {
			wg.Add(1)
			go func() {
				defer wg.Done()
				s.attempt(ctx, d)
			}()
		}
		wg.Wait()
		for _, d := range due {
			if d.accepted {
				accepted++
			}
		}
	}
	return accepted
}

type delivery struct {
	bot      *Bot
	hook     *webhook
	update   *pending
	accepted bool
}

// due takes the head of every queue that may be tried now.
func (s *Server) due() []*delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.opt.Now()
	var out []*delivery
	for _, b := range s.bots {
		if b.hook == nil {
			continue
		}
		seen := map[int64]bool{}
		n := 0
		for _, u := range slices.Clone(b.queue) {
			if u.queue != 0 && seen[u.queue] {
				continue
			}
			seen[u.queue] = true
			if now.After(u.expires) {
				b.drop(u)
				continue
			}
			if u.busy || now.Before(u.next) || n == b.hook.max {
				continue
			}
			u.busy = true
			n++
			out = append(out, &delivery{bot: b, hook: b.hook, update: u})
		}
	}
	return out
}

func (b *Bot) drop(u *pending) {
	b.queue = slices.DeleteFunc(b.queue, func(x *pending) bool { return x == u })
}

func (s *Server) attempt(ctx context.Context, d *delivery) {
	status, header, body, err := s.hookCall(ctx, d)
	s.mu.Lock()
	defer s.mu.Unlock()
	u, b := d.update, d.bot
	u.busy = false
	if err == nil && status >= 200 && status <= 299 {
		d.accepted = true
		b.drop(u)
		d.hook.goneSince = time.Time{}
		b.answered(header.Get("Content-Type"), body)
		return
	}
	now := s.opt.Now()
	d.hook.failedAt, d.hook.failure = now, fmt.Sprintf("Wrong response from the webhook: %d %s", status, http.StatusText(status))
	if err != nil {
		d.hook.failure = "Connection failed"
	}
	b.gone(d.hook, status, now)
	u.tries++
	switch after, given := retryAfter(header); {
	case given:
		u.delay = after
	case u.tries == 1:
		u.delay = 0
	default:
		u.delay = min(max(u.delay*2, 2*time.Second), time.Duration(60+rand.IntN(61))*time.Second)
	}
	u.next = now.Add(u.delay)
	if u.next.After(u.expires) {
		b.drop(u)
	}
}

// gone removes a webhook that answered 410 for more than 23 hours.
func (b *Bot) gone(h *webhook, status int, now time.Time) {
	switch {
	case status != http.StatusGone:
		h.goneSince = time.Time{}
	case h.goneSince.IsZero():
		h.goneSince = now
	case now.Sub(h.goneSince) > 23*time.Hour && b.hook == h:
		b.hook = nil
	}
}

func retryAfter(h http.Header) (time.Duration, bool) {
	n, err := strconv.Atoi(h.Get("Retry-After"))
	if err != nil {
		return 0, false
	}
	return time.Duration(min(max(n, 0), 3600)) * time.Second, true
}

func (s *Server) hookCall(ctx context.Context, d *delivery) (int, http.Header, []byte, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "POST", d.hook.url, bytes.NewReader(d.update.body))
	if err != nil {
		return 0, nil, nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	if d.hook.secret != "" {
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", d.hook.secret)
	}
	resp, err := s.opt.Hooks.RoundTrip(r)
	if err != nil {
		return 0, nil, nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	return resp.StatusCode, resp.Header, body, err
}

// answered carries out a method that stands in a webhook's answer.
func (b *Bot) answered(contentType string, body []byte) {
	p := params{Values: map[string]json.RawMessage{}}
	if json.Unmarshal(body, &p.Values) != nil {
		form, err := url.ParseQuery(string(body))
		if err != nil || form.Get("method") == "" {
			return
		}
		p.Form(form)
	}
	method := canonical(p.Str("method"))
	delete(p.Values, "method")
	if method == "" || method == "setWebhook" || method == "deleteWebhook" || len(method) > 3 && method[:3] == "get" {
		return
	}
	b.calls = append(b.calls, Call{Method: method, Params: p.Values})
	_, _ = b.call(method, p) // its result is not returned to anybody
}

// Run delivers until ctx ends: for demonstrations, with the real clock.
func (s *Server) Run(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for ctx.Err() == nil {
		s.Deliver(ctx)
		s.mu.Lock()
		wake := s.wake
		s.mu.Unlock()
		select {
		case <-ctx.Done():
		case <-wake:
		case <-tick.C:
		}
	}
}
