package job

import (
	"context"
	"errors"
	"sync"
	"time"

	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/txn"
)

// Options of a kind of job.
type Options struct {
	MaxAttempts int                                               // then it is a dead letter; 0 is 10
	Dead        func(ctx context.Context, j Job, err error) error // told in the unit that buries it; may be nil
}

// Queue runs durable work. Handlers are registered before the first Drain or Run.
type Queue struct {
	store    Store
	tx       txn.Runner
	now      func() time.Time
	ids      *id.Maker
	observe  func(j Job, err error)
	handlers map[string]registered
	wake     chan struct{}

	mu       sync.Mutex
	inFlight map[string]*flight // by id
	retired  bool
}

type registered struct {
	run Handler
	opt Options
}

// How long a claim holds. Run extends its leases while it works, so theirs are short:
// that is how long the jobs of a killed process wait for another one. Drain does not,
// so its leases outlast the longest outside call.
const (
	leaseTime  = 15 * time.Second
	drainLease = time.Minute
)

// NewQueue returns a queue. observe, which may be nil, is told the outcome of every run.
func NewQueue(store Store, tx txn.Runner, now func() time.Time, ids *id.Maker, observe func(Job, error)) *Queue {
	if observe == nil {
		observe = func(Job, error) {}
	}
	return &Queue{store: store, tx: tx, now: now, ids: ids, observe: observe,
		handlers: map[string]registered{}, wake: make(chan struct{}, 1), inFlight: map[string]*flight{}}
}

// Register names the handler of a kind of job.
func (q *Queue) Register(kind string, run Handler, opt Options) {
	if opt.MaxAttempts == 0 {
		opt.MaxAttempts = 10
	}
	q.handlers[kind] = registered{run, opt}
}

// Enqueue adds a job in the open unit of work and wakes a worker after its commit.
func (q *Queue) Enqueue(ctx context.Context, n New) error { return q.EnqueueAll(ctx, []New{n}) }

// Wake tells Run that there may be work. It never blocks.
func (q *Queue) Wake() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// claim is the lease of the job in hand, in the context of its handler.
type claim struct {
	id, lease string
	done      bool
	holds     time.Duration
	next      []Job // claimed for the same worker, in order
}

type claimKey struct{}

// Finish ends the job in hand within the open unit of work, so that its last effect
// and its end are one. Outside of a job it does nothing.
func (q *Queue) Finish(ctx context.Context) error {
	c, ok := ctx.Value(claimKey{}).(*claim)
	if !ok || c.done {
		return nil
	}
	if err := q.store.FinishJob(ctx, c.id, c.lease); err != nil {
		return err
	}
	txn.AfterCommit(ctx, func() { c.done = true })
	return nil
}

// Drain runs due jobs in rounds until none is left or ctx ends, and returns how many it ran.
func (q *Queue) Drain(ctx context.Context) (int, error) {
	ran := 0
	for ctx.Err() == nil {
		n, err := q.round(ctx)
		ran += n
		if err != nil || n == 0 {
			return ran, err
		}
	}
	return ran, ctx.Err()
}

// round runs some of the due jobs, those that one claim brings, and returns how many; 0
// when none is due, or the queue is retired.
func (q *Queue) round(ctx context.Context) (int, error) {
	jobs, err := q.claim(ctx, claimAtOnce, drainLease)
	if err != nil {
		return 0, err
	}
	var wg sync.WaitGroup
	for _, j := range jobs {
		wg.Go(func() { q.run(ctx, j) })
	}
	wg.Wait()
	return len(jobs), nil
}

func (q *Queue) claim(ctx context.Context, n int, lease time.Duration) ([]Job, error) {
	if q.isRetired() {
		return nil, nil
	}
	var jobs []Job
	sys := txn.ForSystem(ctx)
	err := q.tx.InTx(txn.Only(sys), func(ctx context.Context) error {
		now := q.now()
		var err error
		jobs, err = q.store.ClaimJobs(ctx, now, n, now.Add(lease), q.ids.Token(16))
		return err
	})
	for i := range jobs {
		jobs[i].holds = lease
		q.hold(jobs[i])
	}
	return jobs, err
}

// run does one claimed job and settles what becomes of it, then those that follow it.
func (q *Queue) run(ctx context.Context, j Job) error {
	defer q.drop(j)
	if !q.begin(ctx, j) {
		return errRetired
	}
	c := &claim{id: j.ID, lease: j.Lease, holds: j.holds}
	ctx = txn.ForShop(ctx, j.ShopID)
	work := context.WithValue(ctx, claimKey{}, c)
	work = txn.WithFence(work, func(ctx context.Context) error {
		if c.done {
			return nil
		}
		return q.store.FenceJob(ctx, c.id, c.lease)
	})
	err := q.guarded(work, j)
	defer func() { q.follow(ctx, c.next) }()
	if err == nil && !c.done {
		err = q.tx.InTx(work, func(ctx context.Context) error { return q.store.FinishJob(ctx, c.id, c.lease) })
	}
	q.observe(j, err)
	if err == nil || c.done || errors.Is(err, ErrLeaseLost) {
		return err
	}
	q.settle(context.WithoutCancel(work), j, err)
	return err
}

// guarded runs the handler; a panic is a fault of this job, not of the process.
func (q *Queue) guarded(ctx context.Context, j Job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fault.New(fault.Internal, "job.panic", "%v", p)
		}
	}()
	h, ok := q.handlers[j.Kind]
	if !ok {
		return ErrNoHandler
	}
	return h.run(ctx, j)
}

// settle gives a failed job back: later, or as a dead letter.
func (q *Queue) settle(ctx context.Context, j Job, cause error) {
	opt := q.handlers[j.Kind].opt
	now := q.now()
	r := Release{ID: j.ID, Lease: j.Lease, Attempts: j.Attempts, Fault: fault.CodeOf(cause), Now: now}
	wait := fault.RetryAfter(cause)
	switch {
	case fault.Is(cause, fault.TooMany) && wait > 0:
		r.Attempts-- // being told to wait is no failure
	case !fault.Retryable(cause), j.Attempts >= max(opt.MaxAttempts, 1) && q.knows(j.Kind):
		r.Dead = true
	}
	if wait == 0 {
		wait = backoff(j.Attempts, q.ids)
	}
	r.RunAt = now.Add(wait)
	err := q.tx.InTx(ctx, func(ctx context.Context) error {
		if r.Dead && opt.Dead != nil {
			if err := opt.Dead(ctx, j, cause); err != nil {
				return err
			}
		}
		return q.store.ReleaseJob(ctx, r)
	})
	if err != nil {
		q.observe(j, err) // the lease runs out and somebody tries again
	}
}

// backoff doubles from one second to ten minutes, with up to a quarter of jitter.
func backoff(attempt int, ids *id.Maker) time.Duration {
	d := time.Second << min(max(attempt-1, 0), 10)
	d = min(d, 10*time.Minute)
	spread := int64(ids.Token(1)[0]) % 16
	return d + time.Duration(int64(d)/64*spread)
}

func (q *Queue) hold(j Job) {
	q.mu.Lock()
	q.inFlight[j.ID] = &flight{job: j}
	q.mu.Unlock()
}

// drop forgets a claim; false when it was not held any more.
func (q *Queue) drop(j Job) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	f := q.inFlight[j.ID]
	held := f != nil && f.job.Lease == j.Lease
	if held {
		delete(q.inFlight, j.ID)
	}
	return held
}

// knows reports whether this process has a handler for a kind of job. One that it does
// not know waits for a newer process: it is never buried for that.
func (q *Queue) knows(kind string) bool {
	_, ok := q.handlers[kind]
	return ok
}
