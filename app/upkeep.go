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

// Upkeep does for every shop what nobody asks for: it follows parcels and forgets old
// transcripts. It runs beside the queue, may run in several processes at once, and one
// shop's fault keeps no other waiting.
func (a *App) Upkeep(ctx context.Context) error {
	shops, err := a.Shops.List(txn.ForSystem(ctx))
	if err != nil {
		return err
	}
	var errs []error
	for _, sh := range shops {
		ctx := txn.ForShop(ctx, sh.ID)
		_, err := a.Shipments.Follow(ctx)
		errs = append(errs, err, a.forget(ctx, a.Now().Add(-a.keep())))
	}
	return errors.Join(errs...)
}

func (a *App) keep() time.Duration {
	if a.KeepTranscripts > 0 {
		return a.KeepTranscripts
	}
	return 30 * 24 * time.Hour
}

// forget deletes transcripts of turns from before a time, a small unit of work at a time:
// the turns themselves, with what they cost, stay.
func (a *App) forget(ctx context.Context, before time.Time) error {
	for range forgetBatches {
		var n int64
		err := a.Store.InTx(ctx, func(ctx context.Context) error {
			var err error
			n, err = a.Store.ForgetTurnSteps(ctx, before, forgetBatch)
			return err
		})
		if err != nil || n < forgetBatch {
			return err
		}
	}
	return nil
}
