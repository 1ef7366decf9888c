package job

import (
	"context"
	"errors"
	"time"

	"prilavok/core/txn"
)

// pollEvery is how often Run looks for work that no wake-up told of: retries that
// became due, and jobs of other processes.
const pollEvery = time.Second

// Run claims and runs jobs with the given number of workers until ctx ends, then
// waits for those in hand.
func (q *Queue) Run(ctx context.Context, workers int) {
	free := make(chan struct{}, workers)
	for range workers {
		free <- struct{}{}
	}
	beat := time.NewTicker(leaseTime / 3)
	defer beat.Stop()
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	for {
		q.dispatch(ctx, free)
		select {
		case <-ctx.Done():
			for range workers {
				<-free
			}
			return
		case <-beat.C:
			q.extend(ctx)
		case <-poll.C:
		case <-q.wake:
		}
	}
}

// dispatch starts as many due jobs as there are free workers, until either is used up.
func (q *Queue) dispatch(ctx context.Context, free chan struct{}) {
	for ctx.Err() == nil && len(free) > 0 {
		n := len(free)
		jobs, err := q.claim(ctx, n, leaseTime)
		if err != nil {
			q.observe(Job{Kind: "claim"}, err)
			return
		}
		for _, j := range jobs {
			<-free
			go func() {
				defer func() {
					free <- struct{}{}
					q.Wake()
				}()
				q.run(context.WithoutCancel(ctx), j)
			}()
		}
		if len(jobs) < n {
			return
		}
	}
}

// extend moves the leases of the jobs in hand.
func (q *Queue) extend(ctx context.Context) {
	byLease := map[string][]string{}
	q.mu.Lock()
	for id, f := range q.inFlight {
		byLease[f.job.Lease] = append(byLease[f.job.Lease], id)
	}
	q.mu.Unlock()
	if err := q.moveLeases(ctx, byLease); err != nil {
		q.observe(Job{Kind: "extend"}, err)
	}
}

// moveLeases lets leases end leaseTime from now, of jobs grouped by their claim.
func (q *Queue) moveLeases(ctx context.Context, byLease map[string][]string) error {
	var errs []error
	for lease, ids := range byLease {
		errs = append(errs, q.tx.InTx(txn.ForSystem(ctx), func(ctx context.Context) error {
			return q.store.ExtendJobs(ctx, lease, ids, q.now().Add(leaseTime))
		}))
	}
	return errors.Join(errs...)
}
