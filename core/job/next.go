package job

import (
	"context"
	"encoding/json"

	"prilavok/core/fault"
	"prilavok/core/txn"
)

// EnqueueAll adds jobs in the open unit of work. After its commit a worker is woken, or
// the one that has the job in hand goes on with those that say Next.
func (q *Queue) EnqueueAll(ctx context.Context, list []New) error {
	c, _ := ctx.Value(claimKey{}).(*claim)
	now, lease := q.now(), q.ids.Token(16)
	var jobs, next []Job
	for _, n := range list {
		payload, err := json.Marshal(n.Payload)
		if err != nil {
			return fault.Wrap(err, fault.Internal, "job.payload", "the payload of a %s job", n.Kind)
		}
		if n.RunAt.IsZero() {
			n.RunAt = now
		}
		j := Job{ID: q.ids.Make("job"), ShopID: txn.ShopID(ctx), Kind: n.Kind, Lane: n.Lane, Seq: n.Seq,
			Payload: payload, RunAt: n.RunAt, CreatedAt: now}
		if n.Next && c != nil && !n.RunAt.After(now) {
			j.Lease, j.Until, j.Attempts, j.holds = lease, now.Add(c.holds), 1, c.holds
			next = append(next, j)
		}
		jobs = append(jobs, j)
	}
	if len(jobs) == 0 {
		return nil
	}
	if err := q.store.EnqueueJobs(ctx, jobs); err != nil {
		return err
	}
	txn.AfterCommit(ctx, func() {
		if len(next) > 0 {
			c.next = append(c.next, next...)
		}
		for _, j := range next {
			q.hold(j)
		}
		if len(next) < len(jobs) {
			q.Wake()
		}
	})
	return nil
}

// follow runs jobs that were claimed with the one before them, in order. When one is not
// done, those behind it in its lane are given back.
func (q *Queue) follow(ctx context.Context, list []Job) {
	held := map[string]bool{}
	for _, j := range list {
		if !held[j.Lane] {
			held[j.Lane] = q.run(ctx, j) != nil
			continue
		}
		if err := q.giveBack(ctx, j); err != nil {
			q.observe(j, err) // the lease runs out
		}
	}
}
