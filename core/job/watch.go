package job

import (
	"context"
	"time"

	"prilavok/core/txn"
)

// Watch is how people of a shop look after its queue.
type Watch struct {
	letters Letters
	tx      txn.Runner
	now     func() time.Time
}

// NewWatch returns the service.
func NewWatch(letters Letters, tx txn.Runner, now func() time.Time) *Watch {
	return &Watch{letters, tx, now}
}

// Stats counts the shop's jobs.
func (w *Watch) Stats(ctx context.Context) (Stats, error) {
	var st Stats
	err := w.tx.View(ctx, func(ctx context.Context) (err error) {
		st, err = w.letters.JobStats(ctx, w.now())
		return err
	})
	return st, err
}

// Dead lists the shop's dead letters, newest first, after the id cursor.
func (w *Watch) Dead(ctx context.Context, after string, limit int) ([]DeadLetter, error) {
	var list []DeadLetter
	err := w.tx.View(ctx, func(ctx context.Context) (err error) {
		list, err = w.letters.DeadJobs(ctx, after, limit)
		return err
	})
	return list, err
}

// Replay makes a dead letter run again, at once.
//
// Faults: ErrNotDead.
func (w *Watch) Replay(ctx context.Context, id string) error {
	return w.change(ctx, func(ctx context.Context) error { return w.letters.ReplayJob(ctx, id, w.now()) })
}

// Drop deletes a dead letter: what it asked for will not be done.
//
// Faults: ErrNotDead.
func (w *Watch) Drop(ctx context.Context, id string) error {
	return w.change(ctx, func(ctx context.Context) error { return w.letters.DropJob(ctx, id) })
}

// change is a unit of work in which ErrNotDead is found out before anything is written.
func (w *Watch) change(ctx context.Context, fn func(ctx context.Context) error) error {
	var none error
	err := w.tx.InTx(ctx, func(ctx context.Context) error {
		none = fn(ctx)
		if none == ErrNotDead {
			return nil
		}
		return none
	})
	if err != nil {
		return err
	}
	return none
}
