// Package job is durable work: enqueued in the unit of work that asks for it,
// claimed with a lease, retried with backoff, kept as a dead letter when it cannot
// be done. Order holds within a lane. It knows nothing of what the work is.
package job

import (
	"context"
	"encoding/json"
	"time"

	"prilavok/core/fault"
)

// Job is one piece of durable work.
type Job struct {
	ID        string
	ShopID    string
	Kind      string // names the handler
	Lane      string // "" or a key within which jobs run one at a time in Seq order
	Seq       int64
	Payload   json.RawMessage
	Attempts  int // started so far, this one included
	RunAt     time.Time
	Lease     string    // the token of this claim
	Until     time.Time // the end of the lease, of a job that is enqueued with one
	LastFault string
	CreatedAt time.Time
	holds     time.Duration // how long a claim of its kind of worker lasts
}

// New is a job to enqueue.
type New struct {
	Kind    string
	Lane    string
	Seq     int64
	Payload any // becomes JSON
	RunAt   time.Time
	// Next lets the worker that has a job in hand go on with this one, under a lease of
	// its own. Only jobs that say so, of this unit, may stand in its lane.
	Next bool
}

// Handler does one job. It returns nil when the job is done; a retryable fault
// makes it run again later, any other makes it a dead letter at once. Every unit of
// work that it opens is fenced by the job's lease. A handler that ends its work in a
// unit calls Finish there, so that the last effect and the end are one.
type Handler func(ctx context.Context, j Job) error

// DeadLetter is a job that will not run again by itself.
type DeadLetter struct {
	Job
	DiedAt time.Time
}

// Stats is what the queue looks like now.
type Stats struct {
	Ready, Running, Dead int64
	Later                int64         // of Ready: their time has not come
	OldestReady          time.Duration // since the first of Ready was due
}

// Store is what durable work needs of a database.
type Store interface {
	// EnqueueJob adds a job in the open unit of work. A job of kind "turn" that finds
	// a waiting one in its lane is merged with it (RunAt: the later one).
	EnqueueJob(ctx context.Context, j Job) error
	// EnqueueJobs adds several. One that has a lease is claimed from the start.
	EnqueueJobs(ctx context.Context, list []Job) error
	// ClaimJobs leases up to n due jobs until the given time, each the first of its
	// lane; every claim gets lease as its token. System scope.
	ClaimJobs(ctx context.Context, now time.Time, n int, until time.Time, lease string) ([]Job, error)
	// FenceJob fails with ErrLeaseLost unless id is still leased with lease, and holds the row.
	FenceJob(ctx context.Context, id, lease string) error
	// FinishJob removes a done job. The unit fails with ErrLeaseLost, now or at its end,
	// unless id is still leased with lease: it needs no other fence.
	FinishJob(ctx context.Context, id, lease string) error
	// ExtendJobs moves the end of the leases that are still held. System scope.
	ExtendJobs(ctx context.Context, lease string, ids []string, until time.Time) error
	// ReleaseJob gives a job back, to run again or as a dead letter. Like FinishJob it fails
	// with ErrLeaseLost once another worker has it.
	ReleaseJob(ctx context.Context, r Release) error
	// NextJob tells when the next job is due; the zero time when none waits. System scope.
	NextJob(ctx context.Context) (time.Time, error)
}

// Release is how a job that was not done goes back to the queue.
type Release struct {
	ID, Lease string
	RunAt     time.Time
	Attempts  int // as they shall count from now on
	Dead      bool
	Fault     string // code
	Now       time.Time
}

// Letters is what watching over the queue needs of a database.
type Letters interface {
	// DeadJobs lists the shop's dead letters, newest first, after the id cursor.
	DeadJobs(ctx context.Context, after string, limit int) ([]DeadLetter, error)
	// ReplayJob makes a dead letter run again; ErrNotDead when there is none. A dead
	// "turn" whose lane has a waiting one is dropped in its favor.
	ReplayJob(ctx context.Context, id string, now time.Time) error
	// DropJob deletes a dead letter; ErrNotDead when there is none.
	DropJob(ctx context.Context, id string) error
	// JobStats counts the jobs of the shop; of all shops in the system's scope.
	JobStats(ctx context.Context, now time.Time) (Stats, error)
}

// Faults of durable work.
var (
	ErrLeaseLost = fault.New(fault.Conflict, "job.lease_lost", "another worker has taken this job over")
	ErrNoHandler = fault.New(fault.Internal, "job.no_handler", "no handler is registered for this kind of job")
	ErrNotDead   = fault.New(fault.NotFound, "job.not_dead", "there is no dead letter with this id")
)
