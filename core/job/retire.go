package job

import (
	"context"
	"errors"

	"prilavok/core/txn"
)

// flight is a job that this process has claimed.
type flight struct {
	job   Job
	begun bool
}

// Retire is for a process that may be ended at any time, an edge function's: from now on
// no job is begun. What is claimed and not begun is given back at once; what runs is
// finished, and is another's soon if it is not. It may be called again.
//
// Faults: the store's; leases then run out by themselves.
func (q *Queue) Retire(ctx context.Context) error {
	ctx = txn.Urgent(ctx)
	var back []Job
	running := map[string][]string{}
	q.mu.Lock()
	q.retired = true
	for id, f := range q.inFlight {
		if f.begun {
			running[f.job.Lease] = append(running[f.job.Lease], id)
		} else {
			back = append(back, f.job)
		}
	}
	q.mu.Unlock()
	var errs []error
	for _, j := range back {
		errs = append(errs, q.giveBack(ctx, j))
	}
	return errors.Join(append(errs, q.moveLeases(ctx, running))...)
}

// errRetired is what becomes of a job that was claimed and not begun.
var errRetired = errors.New("the queue takes no more work")

// begin notes that a claimed job is begun. When the queue is retired the job is given back
// instead, unless Retire has done so.
func (q *Queue) begin(ctx context.Context, j Job) bool {
	q.mu.Lock()
	f := q.inFlight[j.ID]
	ok := f != nil && f.job.Lease == j.Lease && !q.retired
	if ok {
		f.begun = true
	}
	q.mu.Unlock()
	if !ok {
		if err := q.giveBack(ctx, j); err != nil {
			q.observe(j, err) // the lease runs out
		}
	}
	return ok
}

// giveBack releases a job that was not begun, unless that is done: another may claim it at
// once, and this claim was no attempt.
func (q *Queue) giveBack(ctx context.Context, j Job) error {
	if !q.drop(j) {
		return nil
	}
	back := Release{ID: j.ID, Lease: j.Lease, RunAt: j.RunAt, Attempts: max(j.Attempts-1, 0), Fault: j.LastFault, Now: q.now()}
	return q.tx.InTx(context.WithoutCancel(txn.ForShop(ctx, j.ShopID)), func(ctx context.Context) error { return q.store.ReleaseJob(ctx, back) })
}

func (q *Queue) isRetired() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.retired
}
