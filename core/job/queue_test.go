package job_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/job"
	"prilavok/core/txn"
	"prilavok/store"
	"prilavok/store/storetest"
)

// bench is a queue on SQLite with a clock that is moved by hand.
type bench struct {
	*job.Queue
	t   *testing.T
	st  *store.Store
	ctx context.Context

	mu   sync.Mutex
	now  time.Time
	ran  []string
	errs []error
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, st: storetest.SQLite(t), now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	b.ctx, _, _ = storetest.Shop(t, b.st, "jobs")
	b.Queue = job.NewQueue(b.st, b.st, b.clock, id.New(b.clock, nil), func(_ job.Job, err error) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.errs = append(b.errs, err)
	})
	return b
}

func (b *bench) clock() time.Time { b.mu.Lock(); defer b.mu.Unlock(); return b.now }

func (b *bench) pass(d time.Duration) { b.mu.Lock(); defer b.mu.Unlock(); b.now = b.now.Add(d) }

// put enqueues jobs whose payload is their name.
func (b *bench) put(kind, lane string, names ...string) {
	b.t.Helper()
	err := b.st.InTx(b.ctx, func(ctx context.Context) error {
		for i, name := range names {
			if err := b.Enqueue(ctx, job.New{Kind: kind, Lane: lane, Seq: int64(i), Payload: name}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) note(j job.Job) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ran = append(b.ran, fmt.Sprintf("%s/%d", string(j.Payload), j.Attempts))
}

// drain runs what is due and returns what ran: payload and attempt.
func (b *bench) drain() []string {
	b.t.Helper()
	b.ran = nil
	if _, err := b.Drain(context.Background()); err != nil {
		b.t.Fatal(err)
	}
	return b.ran
}

func (b *bench) want(what string, got []string, want ...string) {
	b.t.Helper()
	if !slices.Equal(got, want) {
		b.t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func (b *bench) dead() (out []job.DeadLetter) {
	b.t.Helper()
	err := b.st.View(b.ctx, func(ctx context.Context) (err error) {
		out, err = b.st.DeadJobs(ctx, "", 100)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return out
}

// fails registers a kind that fails as told, then works.
func (b *bench) fails(times int, err error, opt job.Options) {
	n := 0
	b.Register("k", func(_ context.Context, j job.Job) error {
		b.note(j)
		if n++; n <= times {
			return err
		}
		return nil
	}, opt)
}

var away = fault.New(fault.Unavailable, "test.away", "not now")

func TestLaneOrder(t *testing.T) {
	b := newBench(t)
	b.fails(1, away, job.Options{})
	b.put("k", "lane", "a", "b", "c")
	b.want("a failure holds its lane", b.drain(), `"a"/1`)
	b.put("k", "", "free")
	b.want("and no other", b.drain(), `"free"/1`)
	b.pass(2 * time.Second)
	b.want("then all in order", b.drain(), `"a"/2`, `"b"/1`, `"c"/1`)
	b.want("once", b.drain())
}

func TestBackoff(t *testing.T) {
	b := newBench(t)
	b.fails(100, away, job.Options{MaxAttempts: 15})
	b.put("k", "", "x")
	for attempt := 1; attempt < 15; attempt++ {
		b.want("the try", b.drain(), fmt.Sprintf(`"x"/%d`, attempt))
		wait := min(time.Second<<(attempt-1), 10*time.Minute)
		b.pass(wait - time.Millisecond)
		b.want("before its time", b.drain())
		b.pass(wait/4 + time.Millisecond) // the jitter is at most a quarter
	}
	b.want("the last", b.drain(), `"x"/15`)
	if d := b.dead(); len(d) != 1 || d[0].Attempts != 15 || d[0].LastFault != "test.away" || !d[0].DiedAt.Equal(b.clock()) {
		t.Errorf("dead letters %+v", d)
	}
}

func TestOutcomes(t *testing.T) {
	wait := fault.New(fault.TooMany, "test.wait", "slowly").After(7 * time.Second)
	for _, c := range []struct {
		name  string
		err   error
		dead  bool
		code  string
		after time.Duration // when it runs again
	}{
		{"invalid", fault.New(fault.Invalid, "test.bad", "never"), true, "test.bad", 0},
		{"forbidden", fault.New(fault.Forbidden, "test.no", "never"), true, "test.no", 0},
		{"outage", away, false, "", 2 * time.Second},
		{"outage that says when", away.After(90 * time.Second), false, "", 90 * time.Second},
		{"too many", wait, false, "", 7 * time.Second},
		{"an error of nobody's", errors.New("?"), false, "", 2 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			told := 0
			b.fails(1, c.err, job.Options{Dead: func(ctx context.Context, _ job.Job, err error) error {
				told++
				if !txn.Open(ctx) || !errors.Is(err, c.err) {
					t.Errorf("buried outside of a unit, or without the reason: %v", err)
				}
				return nil
			}})
			b.put("k", "", "x")
			b.drain()
			if d := b.dead(); (len(d) == 1) != c.dead || (told == 1) != c.dead || c.dead && d[0].LastFault != c.code {
				t.Fatalf("dead %+v, told %d times", d, told)
			}
			b.pass(c.after)
			if got := len(b.drain()); (got == 1) == c.dead {
				t.Errorf("ran %d times afterwards", got)
			}
		})
	}
}

func TestTooManyIsNoFailure(t *testing.T) {
	b := newBench(t)
	b.fails(30, fault.New(fault.TooMany, "test.wait", "slowly").After(time.Second), job.Options{MaxAttempts: 2})
	b.put("k", "", "x")
	for range 31 {
		b.want("the first attempt, again and again", b.drain(), `"x"/1`)
		b.pass(time.Second)
	}
	if len(b.dead()) != 0 || len(b.drain()) != 0 {
		t.Error("waiting was counted, or the job runs on")
	}
}

func TestPanicAndNoHandler(t *testing.T) {
	b := newBench(t)
	b.Register("k", func(_ context.Context, j job.Job) error { panic("ouch") }, job.Options{MaxAttempts: 1})
	b.put("k", "", "x")
	b.put("unheard-of", "", "y")
	b.drain()
	b.pass(time.Minute)
	b.drain()
	codes := map[string]bool{}
	for _, d := range b.dead() {
		codes[d.LastFault] = true
	}
	if !codes["job.panic"] || codes["job.no_handler"] {
		t.Errorf("dead letters %v, want job.panic; what this process does not know waits for one that does", codes)
	}
	done := false
	b.Register("unheard-of", func(context.Context, job.Job) error { done = true; return nil }, job.Options{})
	b.pass(time.Hour)
	b.drain()
	if !done {
		t.Error("the job of a newer release was lost")
	}
}

// TestFinishInUnit ends a job with its last effect: when the unit fails neither is
// there, when it commits both are, and what the handler answers later is too late.
func TestFinishInUnit(t *testing.T) {
	b := newBench(t)
	try := 0
	b.Register("k", func(ctx context.Context, j job.Job) error {
		b.note(j)
		try++
		err := b.st.InTx(ctx, func(ctx context.Context) error {
			if err := b.Enqueue(ctx, job.New{Kind: "next", Payload: "next"}); err != nil {
				return err
			}
			if err := b.Finish(ctx); err != nil || try > 1 {
				return err
			}
			return away
		})
		if err != nil {
			return err
		}
		return away
	}, job.Options{})
	b.Register("next", func(_ context.Context, j job.Job) error { b.note(j); return nil }, job.Options{})
	b.put("k", "", "x")
	b.want("rolled back: no successor", b.drain(), `"x"/1`)
	b.pass(2 * time.Second)
	b.want("done, with its successor", b.drain(), `"x"/2`, `"next"/1`)
	b.pass(time.Hour)
	b.want("never again", b.drain())
	if err := b.Finish(b.ctx); err != nil {
		t.Errorf("outside of a job: %v", err)
	}
}

// TestLeaseLost lets another worker take a slow job over: the first one's effects are
// rolled back, and its outcome changes nothing.
func TestLeaseLost(t *testing.T) {
	b := newBench(t)
	other := job.NewQueue(b.st, b.st, b.clock, id.New(b.clock, nil), nil)
	first := true
	run := func(ctx context.Context, j job.Job) error {
		b.note(j)
		if !first {
			return nil
		}
		first = false
		b.pass(2 * time.Minute) // the lease runs out
		if _, err := other.Drain(context.Background()); err != nil {
			t.Error(err)
		}
		return b.st.InTx(ctx, func(ctx context.Context) error { return b.Enqueue(ctx, job.New{Kind: "k", Payload: "effect"}) })
	}
	b.Register("k", run, job.Options{})
	other.Register("k", run, job.Options{})
	b.put("k", "", "x")
	b.want("both ran, the late effect is gone", b.drain(), `"x"/1`, `"x"/2`)
	b.pass(time.Hour)
	b.want("nothing is left", b.drain())
	if len(b.errs) != 1 || !errors.Is(b.errs[0], job.ErrLeaseLost) || len(b.dead()) != 0 {
		t.Errorf("outcomes %v", b.errs)
	}
}

// TestRun keeps several workers busy until its context ends, and then waits for the
// jobs in hand.
func TestRun(t *testing.T) {
	b := newBench(t)
	ctx, stop := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Add(20)
	b.Register("k", func(context.Context, job.Job) error { all.Done(); return nil }, job.Options{})
	hold := make(chan struct{})
	b.Register("slow", func(context.Context, job.Job) error { stop(); <-hold; return nil }, job.Options{})
	ended := make(chan struct{})
	go func() { b.Run(ctx, 3); close(ended) }()
	for range 20 {
		b.put("k", "", "x")
	}
	all.Wait()
	b.put("slow", "", "y")
	<-ctx.Done()
	select {
	case <-ended:
		t.Error("Run did not wait for the job in hand")
	default:
	}
	close(hold)
	<-ended
	b.want("nothing is left", b.drain())
}
