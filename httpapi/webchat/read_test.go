package webchat_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"prilavok/core/inbox"
	"prilavok/httpapi/webchat"
)

func (b tab) key() string {
	b.Helper()
	b.say(1, "/start")
	keys := b.memory.Conversations("acc1")
	if len(keys) != 1 {
		b.Fatalf("%d conversations", len(keys))
	}
	return keys[0]
}

func TestLogShowsWhatHasBeenDelivered(t *testing.T) {
	h := open(t, nil)
	b := h.visitor()
	key := b.key() // 1: theirs, 2: answer
	h.memory.Say("acc1", key, inbox.Failed, inbox.ByAssistant, inbox.Outgoing{Text: "failed"})
	h.memory.Say("acc1", key, inbox.Sent, inbox.ByOperator, inbox.Outgoing{Text: "four"})
	held, _ := h.memory.Say("acc1", key, inbox.Queued, inbox.ByAssistant, inbox.Outgoing{Text: "held"})
	b.say(2, "после") // 6, 7

	if p := b.log("&after=0"); fmt.Sprint(seqs(p)) != "[1 2 4]" || p.More {
		t.Errorf("before delivery: %v", seqs(p))
	}
	h.memory.Settle("acc1", key, held, inbox.Sent)
	if p := b.log("&after=2"); fmt.Sprint(seqs(p)) != "[4 5 6 7]" || p.Messages[0].Author != "operator" {
		t.Errorf("after delivery: %v", seqs(p))
	}
}

func TestLogIsReadInPages(t *testing.T) {
	h := open(t, func(o *webchat.Options) { o.Limits.VisitorBurst = 100 })
	b := h.visitor()
	for i := range 40 {
		b.say(i, "a")
	}
	p := b.log("")
	if len(p.Messages) != 60 || p.Messages[0].Seq != 21 || !p.More {
		t.Fatalf("the end: %d from %d", len(p.Messages), p.Messages[0].Seq)
	}
	p = b.log("&before=21")
	if len(p.Messages) != 20 || p.Messages[0].Seq != 1 || p.More {
		t.Errorf("the beginning: %v", seqs(p))
	}
	if p = b.log("&after=70"); fmt.Sprint(seqs(p)) != "[71 72 73 74 75 76 77 78 79 80]" {
		t.Errorf("what is newer: %v", seqs(p))
	}
}

func seqs(p page) []int64 {
	var out []int64
	for _, m := range p.Messages {
		out = append(out, m.Seq)
	}
	return out
}

// stream is an open event stream of a tab.
type stream struct {
	*testing.T
	lines  *bufio.Scanner
	cancel context.CancelFunc
	status int
}

func (b tab) stream(query string, header ...string) *stream {
	b.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	b.Cleanup(cancel)
	r, _ := http.NewRequestWithContext(ctx, "GET", b.url+"/api/webchat/stream?account=acc1"+query, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := b.client.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { res.Body.Close() })
	return &stream{b.T, bufio.NewScanner(res.Body), cancel, res.StatusCode}
}

// next returns the next event as "name id data", heartbeats as ":"; "" at the end.
func (s *stream) next() string {
	s.Helper()
	var name, id, data string
	for s.lines.Scan() {
		line := s.lines.Text()
		switch {
		case line == ":" || line == ": ":
			data = ":"
		case strings.HasPrefix(line, "event: "):
			name = line[7:]
		case strings.HasPrefix(line, "id: "):
			id = line[4:]
		case strings.HasPrefix(line, "data: "):
			data = line[6:]
		case line == "" && data != "":
			return strings.TrimSpace(name + " " + id + " " + data)
		}
	}
	return ""
}

// until reads events up to one that begins with start and returns it.
func (s *stream) until(start string) string {
	s.Helper()
	for {
		e := s.next()
		if strings.HasPrefix(e, start) {
			return e
		}
		if e == "" {
			s.Fatalf("the stream ended before %q", start)
		}
	}
}

func TestStreamIsLiveInEveryTab(t *testing.T) {
	h := open(t, nil)
	b := h.visitor()
	one, two := b.stream("&after=0"), b.stream("&after=0")
	one.until("ready")
	two.until("ready")
	b.say(1, "привет")
	for _, s := range []*stream{one, two} {
		if e := s.until("message 1"); !strings.Contains(e, "привет") {
			t.Errorf("got %s", e)
		}
		if e := s.until("message 2"); !strings.Contains(e, "Вы написали") {
			t.Errorf("got %s", e)
		}
	}
}

func TestStreamResumesWhereItStopped(t *testing.T) {
	h := open(t, nil)
	b := h.visitor()
	for i := range 3 {
		b.say(i, "a")
	}
	for name, s := range map[string]*stream{"after": b.stream("&after=4"), "last event id": b.stream("&after=0", "Last-Event-ID", "4")} {
		if e := s.next(); !strings.HasPrefix(e, "message 5") {
			t.Errorf("%s: first %s", name, e)
		}
		s.until("message 6")
		if e := s.until("ready"); e != `ready  {"seq":6}` {
			t.Errorf("%s: %s", name, e)
		}
	}
}

func TestStreamWaitsForDelivery(t *testing.T) {
	h := open(t, func(o *webchat.Options) { o.Limits.Poll = time.Hour })
	b := h.visitor()
	key := b.key()
	s := b.stream("&after=2")
	s.until("ready")
	seq, _ := h.memory.Say("acc1", key, inbox.Queued, inbox.ByAssistant, inbox.Outgoing{Text: "на складе"})
	h.hub.Wake("acc1", key) // as the sender does, before the delivery is noted
	h.hub.Typing("acc1", key, "Смотрю наличие…")
	if e := s.until("typing"); !strings.Contains(e, "Смотрю наличие…") {
		t.Errorf("got %s", e)
	}
	h.memory.Settle("acc1", key, seq, inbox.Sent)
	if e := s.until("message 3"); !strings.Contains(e, "на складе") {
		t.Errorf("got %s", e)
	}
}

func TestStreamFindsWhatAnotherProcessWrote(t *testing.T) {
	h := open(t, func(o *webchat.Options) { o.Limits.Poll = 5 * time.Millisecond })
	b := h.visitor()
	key := b.key()
	s := b.stream("&after=2")
	s.until("ready")
	h.memory.Say("acc1", key, inbox.Sent, inbox.ByOperator, inbox.Outgoing{Text: "я здесь"}) // nobody wakes the hub
	h.memory.SetStatus(inbox.Open)
	if e := s.until("message 3"); !strings.Contains(e, "я здесь") {
		t.Errorf("got %s", e)
	}
	if e := s.until("status"); !strings.Contains(e, "open") {
		t.Errorf("got %s", e)
	}
}

func TestStreamBeatsAndEnds(t *testing.T) {
	h := open(t, func(o *webchat.Options) { o.Limits.Heartbeat = 5 * time.Millisecond })
	b := h.visitor()
	s := b.stream("")
	s.until("ready")
	if e := s.next(); e != ":" {
		t.Errorf("no heartbeat but %s", e)
	}
	h.hub.Close()
	for e := s.next(); e != ""; e = s.next() {
		if e != ":" {
			t.Errorf("after the end: %s", e)
		}
	}
	if s := b.stream(""); s.status != 429 {
		t.Errorf("a closing server takes a stream: %d", s.status)
	}
}

func TestStreamsAreBounded(t *testing.T) {
	h := open(t, func(o *webchat.Options) { o.Limits.StreamsPerVisitor = 2 })
	b := h.visitor()
	first := b.stream("")
	first.until("ready")
	b.stream("").until("ready")
	if s := b.stream(""); s.status != 429 {
		t.Fatalf("a third tab: %d", s.status)
	}
	if h.hub.Open() != 4 { // each page counts for its visitor and for its address
		t.Errorf("%d listeners", h.hub.Open())
	}
	if s := h.visitor().stream(""); s.status != 200 {
		t.Errorf("another visitor: %d", s.status)
	}
}

func TestConfigSpeaksTheVisitorsLanguage(t *testing.T) {
	h := open(t, nil)
	cases := []struct{ query, accept, lang, name string }{
		{"?account=acc1", "en-GB,en;q=0.9", "en", "The Counter"},
		{"?shop=demo", "uk", "ru", "Лавка «Прилавок»"},
		{"?lang=ru", "en", "ru", "Лавка «Прилавок»"},
		{"", "", "ru", "Лавка «Прилавок»"},
	}
	for _, c := range cases {
		status, body := h.tab().do("GET", "/api/webchat/config"+c.query, "", "Accept-Language", c.accept)
		var got struct {
			Account, Lang string
			Shop          struct{ Name string }
			Shortcuts     []struct{ Icon, Title, Command string }
		}
		if err := json.Unmarshal([]byte(body), &got); status != 200 || err != nil {
			t.Fatalf("%d %s", status, body)
		}
		if got.Lang != c.lang || got.Shop.Name != c.name || got.Account != "acc1" || len(got.Shortcuts) != 5 {
			t.Errorf("%s: %+v", c.query, got)
		}
	}
	if status, _ := h.tab().do("GET", "/api/webchat/config?shop=nope", ""); status != 404 {
		t.Errorf("an unknown shop: %d", status)
	}
}
