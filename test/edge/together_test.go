package edge_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"prilavok/app"
	"prilavok/httpapi/webhook"
)

// TestTogether: two isolates and a server serve one conversation, message by message, and
// do each other's work. Messages keep their order, and each is answered once.
func TestTogether(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	first := s.start(isolate{})
	second := s.start(isolate{})
	a := app.New(s.deps)
	ctx, stop := context.WithCancel(context.Background())
	var server sync.WaitGroup
	server.Go(func() { a.Jobs.Run(ctx, 2) })
	t.Cleanup(func() { stop(); server.Wait() })
	local := func(r webhook.Request) webhook.Response { return a.Webhook.Serve(ctx, r) }
	const n = 12
	u := s.bot.User(1, "Ольга")
	for i := range n {
		s.direct([]*deno{first, second}[i%2])
		s.hooks.mu.Lock()
		s.hooks.local = nil
		if i%3 == 2 {
			s.hooks.local = local
		}
		s.hooks.mu.Unlock()
		u.Say(fmt.Sprintf("кружка %d", i))
		s.deliver(1)
	}
	s.settle()
	rows, err := s.db.QueryContext(t.Context(), `SELECT text FROM prilavok.messages WHERE author = 'contact' ORDER BY seq`)
	ok(t, err)
	defer rows.Close()
	for i := 0; rows.Next(); i++ {
		var text string
		ok(t, rows.Scan(&text))
		if text != fmt.Sprintf("кружка %d", i) {
			t.Errorf("message %d is %q", i, text)
		}
	}
	ok(t, rows.Err())
	s.answeredWhole(n)
	first.quiet()
	second.quiet()
}

// answeredWhole checks the one conversation of a scene: n messages of the customer, all
// answered, every answer sent, in order, once.
func (s *scene) answeredWhole(n int) {
	s.t.Helper()
	if got := s.count(`SELECT count(*) FROM prilavok.messages WHERE author = 'contact'`); got != n {
		s.t.Errorf("%d messages are stored, want %d", got, n)
	}
	if got := s.count(`SELECT count(*) FROM prilavok.messages m JOIN prilavok.conversations c ON c.id = m.conversation_id WHERE m.author = 'contact' AND m.seq > c.answered_to`); got != 0 {
		s.t.Errorf("%d messages are not answered", got)
	}
	rows, err := s.db.QueryContext(s.t.Context(), `SELECT COALESCE(external_id, '') FROM prilavok.messages WHERE author <> 'contact' AND kind <> 'note' ORDER BY seq`)
	ok(s.t, err)
	defer rows.Close()
	var stored []string
	for rows.Next() {
		var id string
		ok(s.t, rows.Scan(&id))
		stored = append(stored, id)
	}
	ok(s.t, rows.Err())
	var seen []string
	for _, m := range s.bot.User(1, "Ольга").Sees().FromBot() {
		seen = append(seen, fmt.Sprint(m.ID))
	}
	if fmt.Sprint(stored) != fmt.Sprint(seen) || len(seen) == 0 {
		s.t.Errorf("answers were stored as %v and seen as %v", stored, seen)
	}
}

// TestTicksAtOnce: the clock calls two isolates, each twice at once; the work is done once.
func TestTicksAtOnce(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	lazy := s.start(isolate{}) // takes messages and does no work
	lazy.control("unload?reason=test")
	u := s.bot.User(1, "Ольга")
	u.Say("кружка")
	s.deliver(1)
	if n := s.count(`SELECT count(*) FROM prilavok.jobs`); n != 1 {
		t.Fatalf("%d jobs wait, want one", n)
	}
	pair := []*deno{s.start(isolate{}), s.start(isolate{})}
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			if status := pair[i%2].tick(); status != 202 {
				t.Errorf("a tick is answered %d", status)
			}
		})
	}
	all.Wait()
	for _, d := range pair {
		d.idle()
		d.quiet()
	}
	s.answeredOnce(u)
	s.answeredWhole(1)
	if n := s.count(`SELECT count(*) FROM prilavok.upkeep WHERE begun_at > now() - interval '5 minutes'`); n != 1 {
		t.Errorf("upkeep of %d shops began, want one", n)
	}
}

// TestMessengerHangs: while the Bot API never answers, webhooks are answered at once and
// nothing is lost: the delivery is tried again.
func TestMessengerHangs(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	open := s.api.close()
	defer open()
	impatient := s.start(isolate{env: map[string]string{"HARNESS_CALL_MS": "200"}})
	u := s.bot.User(1, "Ольга")
	u.Say("кружка")
	s.deliver(1)
	s.edge.logged(0, "a job failed")
	u.Say("/start")
	s.deliver(1) // nobody waits for the messenger
	if got := sent(u); got != "" {
		t.Errorf("something was sent: %s", got)
	}
	impatient.quiet()
	impatient.kill()
	open()
	s.start(isolate{})
	s.takeOver()
	s.answeredOnce(u)
	s.answeredWhole(2)
}
