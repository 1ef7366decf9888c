package edge_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"prilavok/app"
	"prilavok/channel/telegram/tgfake"
	"prilavok/httpapi/webhook"
)

// TestKilled kills an isolate between any two steps of a turn, from the first of the webhook
// to the last of the delivery: before and behind each commit, and behind each answer of the
// Bot API. With PRILAVOK_TEST_EVERY=yes it does so behind every answer of the database, which
// takes minutes; what a unit of work has done before its commit is nothing. The isolate
// started after it (the next to be killed) must bring it to one end: one order, one answer.
// Only a message that was sent and not yet noted as sent may come again.
func TestKilled(t *testing.T) {
	t.Run("an order", func(t *testing.T) {
		t.Parallel()
		s := newScene(t)
		d := s.dialog()
		s.killed(d[:len(d)-1], d[len(d)-1], func(s *scene, userID int64) {
			if n := s.orders(userID); n != 1 {
				s.t.Errorf("customer %d has %d orders", userID, n)
			}
		})
		reserved := s.count(`SELECT reserved FROM prilavok.variants`)
		if orders := s.count(`SELECT count(*) FROM prilavok.orders WHERE status <> 'draft'`); reserved != orders {
			t.Errorf("%d pieces are reserved for %d orders", reserved, orders)
		}
	})
	t.Run("a first message", func(t *testing.T) {
		t.Parallel()
		newScene(t).killed(nil, "кружка", func(s *scene, userID int64) { s.answeredOnceBut(s.bot.User(userID, "Ольга"), 1) })
	})
}

// killed lets one customer after another do what stands before, and then what the isolate
// is killed at, one step later each time, until a turn is through before its step comes.
func (s *scene) killed(before []string, what string, check func(s *scene, userID int64)) {
	s.t.Helper()
	var answers []int // of each customer
	var again []bool  // whether the kill came between a sending and its note
	only := "units"
	if os.Getenv("PRILAVOK_TEST_EVERY") == "yes" {
		only = ""
	}
	for n := 1; ; n++ {
		s.start(isolate{})
		if n > 1 {
			s.deliver(s.bot.Pending())
			s.takeOver()
			check(s, int64(n-1))
			answers[n-2] = len(s.bot.User(int64(n-1), "Ольга").Sees().FromBot()) - answers[n-2]
		}
		u := s.bot.User(int64(n), "Ольга")
		s.server(u, before)
		answers = append(answers, len(u.Sees().FromBot()))
		s.edge.control(fmt.Sprintf("hold?how=stop&at=%d&only=%s", n, only))
		does(u, what)
		held, through := s.held()
		if held == "" {
			check(s, int64(n))
			want := len(u.Sees().FromBot()) - answers[n-1]
			s.checkKills(answers[:n-1], again, want)
			return
		}
		again = append(again, strings.HasPrefix(held, "unnoted "))
		s.edge.kill()
		<-through
		if s.t.Failed() || n == 150 {
			s.t.Fatalf("step %d: %s", n, held)
		}
	}
}

// checkKills compares how many messages customers got with what one gets undisturbed.
func (s *scene) checkKills(answers []int, again []bool, want int) {
	s.t.Helper()
	report("edge: killed behind each of %d steps of %s", len(answers), s.t.Name())
	if len(answers) < 10 || want == 0 {
		s.t.Errorf("%d steps, %d answers", len(answers), want)
	}
	for i, n := range answers {
		if n != want && (!again[i] || n != want+1) {
			s.t.Errorf("killed behind step %d, the customer got %d messages, want %d", i+1, n, want)
		}
	}
}

// held carries what people did to the webhook, and returns what the isolate is stopped
// behind; "" when it got through. through is closed when nobody carries or waits any more.
func (s *scene) held() (step string, through chan struct{}) {
	s.t.Helper()
	through = make(chan struct{})
	d, from := s.edge, len(s.edge.lines())
	go func() {
		defer close(through)
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		s.fake.Deliver(ctx)
		_, _ = d.ask("GET", "/harness/idle", nil, "") // nobody answers when it is killed
	}()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-through:
			return "", through
		case <-tick.C:
			for _, line := range d.lines()[from:] {
				if step, found := strings.CutPrefix(line, "held "); found {
					return step, through
				}
			}
		}
	}
}

// server lets a server on the same database serve steps of a dialog. Each has a server of
// its own, which has not used up the chat's rate yet.
func (s *scene) server(u *tgfake.User, steps []string) {
	s.t.Helper()
	for _, what := range steps {
		a := app.New(s.deps)
		s.hooks.mu.Lock()
		s.hooks.local = func(r webhook.Request) webhook.Response { return a.Webhook.Serve(s.t.Context(), r) }
		s.hooks.mu.Unlock()
		does(u, what)
		s.deliver(1)
		_, err := a.Jobs.Drain(s.t.Context())
		ok(s.t, err)
	}
	s.hooks.mu.Lock()
	s.hooks.local = nil
	s.hooks.mu.Unlock()
}
