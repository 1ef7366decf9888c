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
	Lease     string // the token of this claim
	LastFault string
	CreatedAt time.Time
}

// New is a job to enqueue.
type New struct {
	Kind    string
	Lane    string
	Seq     int64
	Payload any // becomes JSON
	RunAt   time.Time
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
	OldestReady          time.Duration
}

// Store is what durable work needs of a database.
type Store interface {
	// Enqueue adds a job in the open unit of work. A job of kind "turn" that finds a
	// waiting one in its lane is merged with it (RunAt: the later one).
	Enqueue(ctx context.Context, j Job) error
	// Claim leases up to n due jobs, each the first of its lane. System scope.
	Claim(ctx context.Context, now time.Time, n int, until time.Time, lease func() string) ([]Job, error)
	// Fence fails with ErrLeaseLost unless id is still leased with lease, and holds the row.
	Fence(ctx context.Context, id, lease string) error
	// Finish removes a done job; the fence has been passed in the same unit.
	Finish(ctx context.Context, id string) error
	// Extend moves the end of a lease.
	Extend(ctx context.Context, id, lease string, until time.Time) error
	// Release gives a job back: to run again at runAt, or dead.
	Release(ctx context.Context, id, lease string, runAt time.Time, dead bool, faultCode string, now time.Time) error
}

// Letters is what watching over the queue needs of a database.
type Letters interface {
	// Dead lists dead letters of the shop, newest first, after the id cursor.
	Dead(ctx context.Context, after string, limit int) ([]DeadLetter, error)
	// Replay makes a dead letter run again; NotFound when there is none.
	Replay(ctx context.Context, id string, now time.Time) error
	// Drop deletes a dead letter.
	Drop(ctx context.Context, id string) error
	// Stats counts. System scope.
	Stats(ctx context.Context, now time.Time) (Stats, error)
}

// Faults of durable work.
var (
	ErrLeaseLost = fault.New(fault.Conflict, "job.lease_lost", "another worker has taken this job over")
	ErrNoHandler = fault.New(fault.Internal, "job.no_handler", "no handler is registered for this kind of job")
	ErrNotDead   = fault.New(fault.NotFound, "job.not_dead", "there is no dead letter with this id")
)
