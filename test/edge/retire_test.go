package edge_test

import "testing"

// TestRetire: an isolate that is told of its end takes messages but begins no work, which
// is another isolate's at once; what it has begun it finishes.
func TestRetire(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	old := s.start(isolate{})
	open := s.api.close()
	defer open()
	olga, pavel := s.bot.User(1, "Ольга"), s.bot.User(2, "Павел")
	olga.Say("кружка")
	s.deliver(1)
	s.api.waits(t) // the answer is under way
	from := len(old.lines())
	old.control("unload?reason=cpu")
	if e := old.logged(from, "the isolate ends soon"); e["reason"] != "cpu" || e["level"] != "INFO" {
		t.Errorf("it was noted as %v", e)
	}
	if n := s.count(`SELECT count(*) FROM prilavok.jobs WHERE status = 'running'`); n != 1 {
		t.Errorf("%d jobs are kept, want the one that runs", n)
	}
	if n := s.count(`SELECT count(*) FROM prilavok.jobs WHERE lease_until > now() + interval '15 seconds'`); n != 0 {
		t.Errorf("%d leases outlast the isolate for long", n)
	}
	pavel.Say("кружка")
	s.deliver(1)
	if status := old.tick(); status != 202 {
		t.Errorf("a tick is answered %d", status)
	}
	if n := s.count(`SELECT count(*) FROM prilavok.jobs WHERE kind = 'turn' AND status = 'ready' AND attempts = 0`); n != 1 {
		t.Errorf("%d turns wait untouched, want the one of the message that came late", n)
	}
	open()
	old.idle()
	if got := sent(olga); got == "" {
		t.Error("what ran was not finished")
	}
	if got := sent(pavel); got != "" {
		t.Errorf("the isolate has begun new work: %s", got)
	}
	s.start(isolate{})
	s.settle()
	s.answeredOnce(olga)
	s.answeredOnce(pavel)
	old.quiet()
	s.edge.quiet()
}

// TestBudget: an isolate that has used up its budget does what somebody waits for, and of
// the clock's work one batch each time and no upkeep.
func TestBudget(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	lazy := s.start(isolate{}) // takes messages and does no work
	lazy.control("unload?reason=test")
	const n, batch = 20, 8
	for i := range n {
		s.bot.User(int64(100+i), "Покупатель").Say("кружка")
	}
	s.deliver(n)
	worn := s.start(isolate{})
	worn.trips() // it runs
	worn.control("use?ms=600")
	worn.tick()
	worn.idle()
	if got := s.count(`SELECT count(*) FROM prilavok.jobs WHERE kind = 'turn' AND attempts = 0`); got != n-batch {
		t.Errorf("the clock's call has left %d of %d, want all but one batch of %d", got, n, batch)
	}
	if got := s.count(`SELECT count(*) FROM prilavok.upkeep`); got != 0 {
		t.Error("upkeep was done")
	}
	s.say(s.bot.User(1, "Ольга"), "кружка") // whoever writes is served, and all that waits before
	if got := s.count(`SELECT count(*) FROM prilavok.jobs WHERE kind = 'turn' AND attempts = 0`); got != 0 {
		t.Errorf("%d turns were not begun", got)
	}
	worn.control("use?ms=0")
	s.settle()
	s.answeredOnce(s.bot.User(1, "Ольга"))
	if got := s.count(`SELECT count(*) FROM prilavok.turns`); got != n+1 {
		t.Errorf("%d are answered, want all %d", got, n+1)
	}
	if got := s.count(`SELECT count(*) FROM prilavok.upkeep`); got != 1 {
		t.Error("upkeep was not done")
	}
	worn.quiet()
}
