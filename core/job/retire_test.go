package job_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"prilavok/core/id"
	"prilavok/core/job"
)

// rival is another process on the same database, with the same clock.
func (b *bench) rival() *job.Queue {
	q := job.NewQueue(b.st, b.st, b.clock, id.New(b.clock, nil), nil)
	q.Register("k", func(_ context.Context, j job.Job) error { b.note(j); return nil }, job.Options{})
	return q
}

// TestRetire: a process that ends soon begins nothing more, finishes what runs, and what it
// has claimed is another's at once, without having used up an attempt.
func TestRetire(t *testing.T) {
	b := newBench(t)
	other := b.rival()
	b.Register("k", func(_ context.Context, j job.Job) error { b.note(j); return nil }, job.Options{})
	// One that claims its successors, is told to retire after its end, and so leaves them.
	b.Register("first", func(ctx context.Context, j job.Job) error {
		b.note(j)
		err := b.st.InTx(ctx, func(ctx context.Context) error {
			if err := b.EnqueueAll(ctx, []job.New{{Kind: "k", Lane: "l", Seq: 1, Payload: "second", Next: true}, {Kind: "k", Lane: "l", Seq: 2, Payload: "third", Next: true}}); err != nil {
				return err
			}
			return b.Finish(ctx)
		})
		if err != nil {
			return err
		}
		return b.Retire(context.Background())
	}, job.Options{})
	b.put("first", "", "x")
	b.want("what ran", b.drain(), `"x"/1`)
	if len(b.errs) != 1 || b.errs[0] != nil {
		t.Errorf("outcomes %v, want one good one", b.errs)
	}
	b.put("k", "", "later")
	b.want("once retired", b.drain())
	if _, err := other.Drain(context.Background()); err != nil {
		t.Fatal(err)
	}
	slices.Sort(b.ran)
	b.want("another process does all at once", b.ran, `"later"/1`, `"second"/1`, `"third"/1`)
}

// TestRetireWhileOneRuns: what runs keeps its lease for a while, and is another's soon when
// it does not end.
func TestRetireWhileOneRuns(t *testing.T) {
	for _, c := range []struct {
		after time.Duration
		want  []string
	}{
		{14 * time.Second, []string{`"x"/1`}},
		{16 * time.Second, []string{`"x"/1`, `"x"/2`}},
	} {
		t.Run(fmt.Sprint(c.after), func(t *testing.T) {
			b := newBench(t)
			other := b.rival()
			b.Register("k", func(ctx context.Context, j job.Job) error {
				b.note(j)
				if err := b.Retire(ctx); err != nil {
					t.Error(err)
				}
				b.pass(c.after)
				_, err := other.Drain(context.Background())
				return err
			}, job.Options{})
			b.put("k", "", "x")
			b.want("ran", b.drain(), c.want...)
		})
	}
}

// TestRetireBeforeTheClaimIsKnown: what a claim brings after that is given back.
func TestRetireBeforeTheClaimIsKnown(t *testing.T) {
	b := newBench(t)
	other := b.rival()
	b.Register("k", func(ctx context.Context, j job.Job) error {
		b.note(j)
		err := b.Retire(context.Background())
		return errors.Join(err, b.st.InTx(ctx, func(ctx context.Context) error {
			return b.EnqueueAll(ctx, []job.New{{Kind: "k", Payload: "born late", Next: true}})
		}))
	}, job.Options{})
	b.put("k", "", "x")
	b.want("ran", b.drain(), `"x"/1`)
	if _, err := other.Drain(context.Background()); err != nil {
		t.Fatal(err)
	}
	b.want("by another", b.ran, `"x"/1`, `"born late"/1`)
}
