package app

import (
	"context"
	"errors"
	"time"

	"prilavok/core/txn"
)

// Bounds of one round of upkeep: what is left over waits for the next.
const (
	forgetBatch   = 500
	forgetBatches = 20
)

// UpkeepEvery is how often a shop is looked after; upkeepSlack lets a clock that ticks so
// often be a little early.
const (
	UpkeepEvery = 10 * time.Minute
	upkeepSlack = 30 * time.Second
)

// Upkeep does for every shop what nobody asks for: it follows parcels, looks after Instagram's accounts, asks for ratings, and forgets old
// transcripts, answers of the API, pictures of both kinds, metrics, comments and notifications. It runs beside the queue. It may be called in
// several processes at once and at any time: whoever comes first does a shop's, and the
// others leave it for UpkeepEvery. One shop's fault keeps no other waiting.
func (a *App) Upkeep(ctx context.Context) error {
	shops, err := a.Shops.List(txn.ForSystem(ctx))
	if err != nil {
		return err
	}
	var errs []error
	for _, sh := range shops {
		errs = append(errs, a.lookAfter(txn.ForShop(ctx, sh.ID)))
	}
	return errors.Join(errs...)
}

// lookAfter does one shop's, if it is its turn. What did not end well is anybody's to try
// again at once.
func (a *App) lookAfter(ctx context.Context) error {
	now := a.Now()
	ours, err := a.begin(ctx, now, now.Add(upkeepSlack-UpkeepEvery))
	if err != nil || !ours {
		return err
	}
	_, err = a.Shipments.Follow(ctx)
	_, err2 := a.Staff.Forget(ctx)
	err = errors.Join(err, err2, a.Direct.LookAfter(ctx), a.forget(ctx, a.Now().Add(-a.keep())), a.forgetUploads(ctx), a.forgetTimings(ctx),
		a.keepComments(ctx), a.Ratings.Sweep(ctx), a.rollNumbers(ctx), a.Operators.KeepWords(ctx), a.Pictures.Sweep(ctx),
		untilFew(forgetBatch, func() (int64, error) { return a.Bell.Forget(ctx, forgetBatch) }))
	if err != nil {
		_, undone := a.begin(context.WithoutCancel(ctx), now.Add(-UpkeepEvery), now)
		err = errors.Join(err, undone)
	}
	return err
}

// begin notes when a shop began to be looked after, and reports whether it was its turn.
func (a *App) begin(ctx context.Context, now, before time.Time) (ours bool, err error) {
	err = a.Store.InTx(ctx, func(ctx context.Context) (err error) {
		ours, err = a.Store.BeginUpkeep(ctx, now, before)
		return err
	})
	return ours, err
}

func (a *App) keep() time.Duration {
	if a.KeepTranscripts > 0 {
		return a.KeepTranscripts
	}
	return 30 * 24 * time.Hour
}

// forget deletes transcripts of turns from before a time: the turns themselves, with what
// they cost, stay.
func (a *App) forget(ctx context.Context, before time.Time) error {
	return a.inBatches(ctx, func(ctx context.Context) (int64, error) { return a.Store.ForgetTurnSteps(ctx, before, forgetBatch) })
}

// inBatches repeats a small unit of work until one deletes less than a batch.
func (a *App) inBatches(ctx context.Context, forget func(ctx context.Context) (int64, error)) error {
	return untilFew(forgetBatch, func() (n int64, err error) {
		err = a.Store.InTx(ctx, func(ctx context.Context) error {
			n, err = forget(ctx)
			return err
		})
		return n, err
	})
}

// untilFew repeats what forgets a batch until there was less than one, a bounded number of times.
func untilFew(batch int64, forget func() (int64, error)) error {
	for range forgetBatches {
		if n, err := forget(); err != nil || n < batch {
			return err
		}
	}
	return nil
}
