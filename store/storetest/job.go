package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"prilavok/core/job"
	"prilavok/core/txn"
	"prilavok/store"
)

// noon is when the cases of this package happen.
var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

// queue is a shop's jobs in a case.
type queue struct {
	t   *testing.T
	st  *store.Store
	ctx context.Context
}

func newQueue(t *testing.T, st *store.Store, slug string) queue {
	t.Helper()
	ctx, _, _ := Shop(t, st, slug)
	return queue{t, st, ctx}
}

func (q queue) tx(fn func(ctx context.Context) error) { q.t.Helper(); check(q.t, q.st.InTx(q.ctx, fn)) }

func (q queue) system(fn func(ctx context.Context) error) {
	q.t.Helper()
	check(q.t, q.st.InTx(txn.ForSystem(q.ctx), fn))
}

// put enqueues a job whose id is kind-lane-seq of the shop.
func (q queue) put(kind, lane string, seq int64, at time.Time) {
	q.t.Helper()
	q.tx(func(ctx context.Context) error {
		shop := txn.ShopID(ctx)
		if lane != "" {
			lane = shop + lane
		}
		return q.st.EnqueueJob(ctx, job.Job{ID: fmt.Sprintf("%s/%s%d", shop, kind, seq), ShopID: shop, Kind: kind, Lane: lane, Seq: seq,
			Payload: []byte(`{"n": 1}`), RunAt: at, CreatedAt: noon})
	})
}

// claim takes due jobs and returns those of this shop without its prefix.
func (q queue) claim(now time.Time, lease string) []string {
	q.t.Helper()
	var out []string
	q.system(func(ctx context.Context) error {
		out = nil
		list, err := q.st.ClaimJobs(ctx, now, 100, now.Add(30*time.Second), lease)
		for _, j := range list {
			if j.Lease != lease || string(j.Payload) == "" || j.Attempts < 1 {
				return fmt.Errorf("claimed %+v", j)
			}
			if j.ShopID == txn.ShopID(q.ctx) {
				out = append(out, j.ID[len(j.ShopID)+1:])
			}
		}
		return err
	})
	slices.Sort(out)
	return out
}

// claimAny is claim with whole ids.
func (q queue) claimAny(now time.Time, lease string) (out []string) {
	q.t.Helper()
	q.system(func(ctx context.Context) error {
		out = nil
		list, err := q.st.ClaimJobs(ctx, now, 100, now.Add(30*time.Second), lease)
		for _, j := range list {
			out = append(out, j.ID)
		}
		return err
	})
	return out
}

func (q queue) id(name string) string { return txn.ShopID(q.ctx) + "/" + name }

func (q queue) want(what string, got []string, want ...string) {
	q.t.Helper()
	if !slices.Equal(got, want) {
		q.t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func (q queue) fence(name, lease string) error {
	return q.st.InTx(q.ctx, func(ctx context.Context) error { return q.st.FenceJob(ctx, q.id(name), lease) })
}

var _ = Case("EnqueueJob ClaimJobs FenceJob FinishJob ExtendJobs", func(t *testing.T, st *store.Store) {
	q := newQueue(t, st, "lanes")
	q.put("a", ":1", 1, noon)
	q.put("a", ":1", 2, noon)
	q.put("b", ":2", 1, noon)
	q.put("c", "", 1, noon)
	q.put("late", "", 9, noon.Add(time.Hour))
	q.want("the first of each lane", q.claim(noon, "L1"), "a1", "b1", "c1")
	q.want("while they run", q.claim(noon, "L2"))
	if err := q.fence("a1", "L2"); !errors.Is(err, job.ErrLeaseLost) {
		t.Errorf("another's fence: %v", err)
	}
	for what, do := range map[string]func(ctx context.Context) error{
		"finish": func(ctx context.Context) error { return q.st.FinishJob(ctx, q.id("a1"), "L2") },
		"release": func(ctx context.Context) error {
			return q.st.ReleaseJob(ctx, job.Release{ID: q.id("a1"), Lease: "L2", RunAt: noon, Now: noon})
		},
	} {
		if err := q.st.InTx(q.ctx, do); !errors.Is(err, job.ErrLeaseLost) {
			t.Errorf("%s under another's lease: %v", what, err)
		}
	}
	q.want("which changes nothing", q.claim(noon, "L2"))
	q.tx(func(ctx context.Context) error {
		return errors.Join(q.st.FenceJob(ctx, q.id("a1"), "L1"), q.st.FinishJob(ctx, q.id("a1"), "L1"))
	})
	q.want("the lane goes on", q.claim(noon, "L3"), "a2")
	q.system(func(ctx context.Context) error { // b1's holder lives, c1's and a2's have crashed
		return errors.Join(q.st.ExtendJobs(ctx, "L1", []string{q.id("b1")}, noon.Add(time.Hour)), q.st.ExtendJobs(ctx, "wrong", []string{q.id("c1")}, noon.Add(time.Hour)))
	})
	q.want("leases that ran out", q.claim(noon.Add(31*time.Second), "L4"), "a2", "c1")
	if err := q.fence("c1", "L1"); !errors.Is(err, job.ErrLeaseLost) {
		t.Errorf("the old lease still holds: %v", err)
	}
	check(t, q.fence("c1", "L4"))
	q.want("what is due in an hour", q.claim(noon.Add(59*time.Minute), "L5"), "a2", "c1")
	q.want("and then", q.claim(noon.Add(2*time.Hour), "L6"), "a2", "b1", "c1", "late9")
})

var _ = Case("ClaimJobs", func(t *testing.T, st *store.Store) {
	q := newQueue(t, st, "batch")
	for i := range 30 {
		q.put("x", fmt.Sprintf(":%d", i), int64(i), noon.Add(time.Duration(-i)*time.Second))
	}
	for i, want := range []int{8, 8, 8, 6} {
		var got []job.Job
		q.system(func(ctx context.Context) (err error) {
			got, err = st.ClaimJobs(ctx, noon, 8, noon.Add(time.Minute), fmt.Sprint("B", i))
			return err
		})
		if len(got) != want {
			t.Errorf("a claim of eight brings %d, want %d", len(got), want)
		}
		for _, j := range got {
			if j.Seq < int64(22-8*i) || j.Seq > int64(29-8*i) {
				t.Errorf("claim %d has job %d, which is not of the oldest", i, j.Seq)
			}
		}
	}
})

var _ = Case("EnqueueJob", func(t *testing.T, st *store.Store) {
	q := newQueue(t, st, "turns")
	q.put("turn", ":c", 1, noon)
	q.put("turn", ":c", 2, noon.Add(time.Second))
	q.want("a second waiting turn is merged: the later time", q.claim(noon, "T1"))
	q.want("and then it is one", q.claim(noon.Add(time.Second), "T1"), "turn1")
	q.put("turn", ":c", 3, noon)
	q.put("turn", ":c", 4, noon)
	q.want("one waits while one runs", q.claim(noon.Add(time.Second), "T2"))
	q.tx(func(ctx context.Context) error { return q.st.FinishJob(ctx, q.id("turn1"), "T1") })
	q.want("and follows", q.claim(noon.Add(time.Second), "T3"), "turn3")
	q.tx(func(ctx context.Context) error { return q.st.FinishJob(ctx, q.id("turn3"), "T3") })
})

var _ = Case("ReleaseJob DeadJobs ReplayJob DropJob JobStats NextJob", func(t *testing.T, st *store.Store) {
	q := newQueue(t, st, "letters")
	other := newQueue(t, st, "letters-other")
	q.put("a", ":1", 1, noon)
	q.put("a", ":1", 2, noon)
	q.want("claim", q.claim(noon, "L1"), "a1")
	again := noon.Add(time.Minute)
	release := func(r job.Release) {
		q.t.Helper()
		q.tx(func(ctx context.Context) error { return q.st.ReleaseJob(ctx, r) })
	}
	release(job.Release{ID: q.id("a1"), Lease: "L1", RunAt: again, Attempts: 1, Fault: "test.later", Now: noon})
	q.want("a backoff holds its lane", q.claim(noon.Add(time.Second), "L2"))
	q.want("and runs again", q.claim(again, "L3"), "a1")
	release(job.Release{ID: q.id("a1"), Lease: "L3", RunAt: again, Attempts: 2, Fault: "test.broken", Dead: true, Now: again})
	q.want("a dead letter frees its lane", q.claim(again, "L4"), "a2")

	dead := func(q queue) (out []job.DeadLetter) {
		q.t.Helper()
		check(q.t, q.st.View(q.ctx, func(ctx context.Context) (err error) { out, err = q.st.DeadJobs(ctx, "", 10); return err }))
		return out
	}
	got := dead(q)
	if len(got) != 1 || got[0].ID != q.id("a1") || got[0].LastFault != "test.broken" || !got[0].DiedAt.Equal(again) || got[0].Attempts != 2 {
		t.Fatalf("dead letters: %+v", got)
	}
	q.system(func(ctx context.Context) error {
		s, err := q.st.JobStats(ctx, again)
		if err == nil && (s.Dead < 1 || s.Running < 1) {
			t.Errorf("stats = %+v", s)
		}
		next, err2 := q.st.NextJob(ctx)
		if next.IsZero() || next.After(again.Add(30*time.Second)) {
			t.Errorf("next = %v", next)
		}
		return errors.Join(err, err2)
	})
	other.put("later", "", 1, again.Add(time.Hour))
	stats := func(q queue) (out job.Stats) {
		q.t.Helper()
		check(q.t, q.st.View(q.ctx, func(ctx context.Context) (err error) { out, err = q.st.JobStats(ctx, again); return err }))
		return out
	}
	if got := stats(q); got != (job.Stats{Running: 1, Dead: 1}) {
		t.Errorf("the shop's own stats = %+v", got)
	}
	if got := stats(other); got != (job.Stats{Ready: 1, Later: 1}) {
		t.Errorf("another shop's stats = %+v", got)
	}
	try := func(q queue, fn func(ctx context.Context, id string) error, id string) error {
		return q.st.InTx(q.ctx, func(ctx context.Context) error { return fn(ctx, id) })
	}
	replay := func(ctx context.Context, id string) error { return st.ReplayJob(ctx, id, again) }
	for what, err := range map[string]error{
		"another shop replays": try(other, replay, q.id("a1")), "another shop drops": try(other, st.DropJob, q.id("a1")),
		"a running one is replayed": try(q, replay, q.id("a2")), "a running one is dropped": try(q, st.DropJob, q.id("a2")),
	} {
		if !errors.Is(err, job.ErrNotDead) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if len(dead(other)) != 0 || len(dead(q)) != 1 {
		t.Error("a dead letter went to another shop")
	}
	q.put("b", "", 1, noon)
	q.want("claim b", q.claim(again, "L5"), "b1")
	release(job.Release{ID: q.id("b1"), Lease: "L5", RunAt: again, Dead: true, Now: again})
	check(t, try(q, st.DropJob, q.id("b1")))
	check(t, try(q, replay, q.id("a1")))
	if len(dead(q)) != 0 {
		t.Errorf("still dead: %+v", dead(q))
	}
})

var _ = Case("ReplayJob", func(t *testing.T, st *store.Store) {
	q := newQueue(t, st, "replay-turn")
	replay := func(name string) error {
		return q.st.InTx(q.ctx, func(ctx context.Context) error { return q.st.ReplayJob(ctx, q.id(name), noon) })
	}
	die := func(name, lease string) {
		q.t.Helper()
		q.want("claim", q.claim(noon, lease), name)
		q.tx(func(ctx context.Context) error {
			return q.st.ReleaseJob(ctx, job.Release{ID: q.id(name), Lease: lease, Dead: true, Fault: "test.broken", Attempts: 8, RunAt: noon, Now: noon})
		})
	}
	q.put("turn", ":r", 1, noon)
	die("turn1", "R1")
	q.put("turn", ":r", 2, noon)
	check(t, replay("turn1"))
	if err := replay("turn1"); !errors.Is(err, job.ErrNotDead) {
		t.Errorf("the merged letter is still there: %v", err)
	}
	die("turn2", "R2")
	check(t, replay("turn2"))
	q.want("alone in its lane it runs", q.claim(noon, "R3"), "turn2")
	q.tx(func(ctx context.Context) error { return q.st.FinishJob(ctx, q.id("turn2"), "R3") })
	q.want("once", q.claim(noon.Add(time.Hour), "R4"))
})
