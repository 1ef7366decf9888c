package job_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"prilavok/core/job"
)

func always() bool { return true }

// within gives up what should long be there.
func within(t *testing.T, what string, done <-chan struct{}) {
	t.Helper()
	select {
	case <-done:
	case <-time.After(time.Minute):
		t.Errorf("%s never came", what)
	}
}

// TestWorkPassesOneThatHangs: a job that waits for the outside holds its own lane alone; what
// became due before it and after it is done meanwhile.
func TestWorkPassesOneThatHangs(t *testing.T) {
	b := newBench(t)
	const quick = 40 // five claims
	var left atomic.Int64
	others, late := make(chan struct{}), make(chan struct{})
	b.Register("model", func(_ context.Context, j job.Job) error {
		within(t, "the end of the others", others)
		b.put("late", "", "after the others") // Work hears of it while this one hangs
		within(t, "the late one", late)
		b.note(j)
		return nil
	}, job.Options{})
	b.Register("late", func(context.Context, job.Job) error { close(late); return nil }, job.Options{})
	b.Register("k", func(context.Context, job.Job) error {
		if left.Add(-1) == 0 {
			close(others)
		}
		return nil
	}, job.Options{})
	b.put("model", "one", "slow")
	b.put("k", "one", "same lane, not before it")
	for i := range quick {
		b.put("k", fmt.Sprint("lane", i), "quick")
	}
	left.Store(quick)
	n, err := b.Work(context.Background(), job.Pace{Width: 9, Each: time.Minute, More: always})
	if err != nil || n != quick+3 {
		t.Errorf("%d jobs ran, want %d: %v", n, quick+3, err)
	}
	b.want("what hung ended", b.ran, `"slow"/1`)
}

// TestWorkEnds: when it may do no more, what was claimed is done and nothing else is begun.
func TestWorkEnds(t *testing.T) {
	for name, c := range map[string]struct {
		more bool
		want int
	}{"all": {true, 30}, "one claim": {false, 8}} {
		b := newBench(t)
		b.Register("k", func(_ context.Context, j job.Job) error { b.note(j); return nil }, job.Options{})
		for i := range 30 {
			b.put("k", fmt.Sprint("lane", i), "x")
		}
		n, err := b.Work(context.Background(), job.Pace{Width: 16, Each: time.Minute, More: func() bool { return c.more }})
		if err != nil || n != c.want || len(b.ran) != c.want {
			t.Errorf("%s: %d jobs, %d ran, want %d: %v", name, n, len(b.ran), c.want, err)
		}
	}
}

// TestWorkBoundsAJob: what a job may take is counted from its own beginning.
func TestWorkBoundsAJob(t *testing.T) {
	b := newBench(t)
	b.Register("k", func(ctx context.Context, j job.Job) error {
		if end, ok := ctx.Deadline(); !ok || time.Until(end) > time.Minute {
			t.Errorf("it may go on until %s (%v)", end, ok)
		}
		b.note(j)
		return nil
	}, job.Options{})
	b.put("k", "", "bounded")
	if n, err := b.Work(context.Background(), job.Pace{Width: 1, Each: time.Minute, More: always}); err != nil || n != 1 {
		t.Errorf("%d jobs ran: %v", n, err)
	}
}
