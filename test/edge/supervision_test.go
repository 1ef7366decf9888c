package edge_test

import (
	"strconv"
	"strings"
	"testing"
)

// TestSupervision ends the program in every way there is. Whoever asked is told to come
// again, somebody can read why, the next request meets a fresh program, and no work is lost.
func TestSupervision(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	for i, c := range []struct{ name, path, why string }{
		{"a panic in a goroutine", "goroutine", "broken on purpose"},
		{"an exception of JavaScript in a goroutine", "throw", "JavaScript error"},
		{"os.Exit", "exit", "exit code 7"},
		{"main returns", "return", "exit code 0"},
		{"a trap of the machine", "trap", "RangeError"},
	} {
		s.start(isolate{})
		s.step(c.name, func(s *scene) { s.dies(int64(i+1), c.path, c.why) })
		s.edge.kill()
	}
	s.start(isolate{})
	s.step("too often", (*scene).givenUp)
	s.edge.kill()
	s.start(isolate{})
	s.step("an exception where Go calls the page", (*scene).thrown)
	s.step("an exception in a request", (*scene).thrownInRequest)
}

// broken asks for an end of the program; the answer must ask to come again.
func (s *scene) broken(path string) (after int) {
	s.t.Helper()
	a, err := s.edge.ask("GET", "/bot/break/"+path, nil, "")
	ok(s.t, err)
	after, err = strconv.Atoi(a.header.Get("Retry-After"))
	if a.status != 503 || err != nil || after < 1 {
		s.t.Errorf("the end of the program is answered %d with Retry-After %q, want 503 and some seconds", a.status, a.header.Get("Retry-After"))
	}
	return after
}

func (s *scene) dies(userID int64, path, why string) {
	u := s.bot.User(userID, "Ольга")
	open := s.api.close()
	defer open()
	u.Say("кружка")
	s.deliver(1)
	s.api.waits(s.t) // the answer is under way
	from := len(s.edge.lines())
	s.broken(path)
	if got, _ := s.edge.logged(from, "the program ended")["why"].(string); !strings.Contains(got, why) {
		s.t.Errorf("the log says %q, want %q in it", got, why)
	}
	if n := len(s.edge.lines()) - from; n > 4 {
		s.t.Errorf("%d lines tell of one end: the platform lets few through", n)
	}
	if n := s.edge.trips(); n != 0 {
		s.t.Errorf("the next request met a program with %d round trips, not a fresh one", n)
	}
	open()
	s.takeOver()
	s.answeredOnce(u)
	s.edge.quiet()
}

// takeOver lets the leases of whoever is gone run out, and the clock tick until nothing is
// left to do.
func (s *scene) takeOver() {
	s.t.Helper()
	_, err := s.db.ExecContext(s.t.Context(), `UPDATE prilavok.jobs SET lease_until = now() - interval '1 second' WHERE status = 'running'`)
	ok(s.t, err)
	s.settle()
}

func (s *scene) givenUp() {
	for range 3 {
		if after := s.broken("exit"); after > 10 {
			s.t.Errorf("after one end it is to be asked again in %d s", after)
		}
	}
	health := func() (status, after int) {
		a, err := s.edge.ask("GET", "/bot/health", nil, "")
		ok(s.t, err)
		after, _ = strconv.Atoi(a.header.Get("Retry-After"))
		return a.status, after
	}
	if status, after := health(); status != 503 || after < 1 || after > 60 {
		s.t.Errorf("after three ends: %d with Retry-After %d, want 503 and the rest of the minute", status, after)
	}
	s.edge.control("clock?by=30000")
	if status, after := health(); status != 503 || after > 30 {
		s.t.Errorf("half a minute later: %d with Retry-After %d", status, after)
	}
	s.edge.control("clock?by=30000")
	if status, _ := health(); status != 200 {
		s.t.Errorf("a minute later: %d", status)
	}
}

// thrown: the page promises not to throw. If it does, the request or the job has failed,
// and nothing else.
func (s *scene) thrown() {
	u := s.bot.User(20, "Павел")
	s.edge.control("throw?in=query")
	a, err := s.edge.ask("POST", s.path(), map[string]string{"X-Telegram-Bot-Api-Secret-Token": hookSecret}, `{"update_id":1}`)
	ok(s.t, err)
	if a.status != 503 || a.header.Get("Retry-After") == "" {
		s.t.Errorf("a request whose query throws is answered %d", a.status)
	}
	s.edge.control("throw?in=call")
	from := len(s.edge.lines())
	s.say(u, "кружка")
	s.edge.logged(from, "a job failed")
	s.settle()
	s.answeredOnce(u)
	if s.edge.trips() == 0 {
		s.t.Error("the program was replaced")
	}
	s.edge.quiet()
}

func (s *scene) thrownInRequest() {
	if status, _ := s.edge.request("GET", "/bot/break/throw/request", nil, ""); status != 500 {
		s.t.Errorf("an exception in a request is answered %d, want 500", status)
	}
	if s.edge.trips() == 0 {
		s.t.Error("the program was replaced")
	}
}
