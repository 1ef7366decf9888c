package app

import (
	"context"
	"errors"
	"time"

	"prilavok/core/analytics"
	"prilavok/core/analytics/report"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/shop"
)

// TimingsEvery is how often a process stores what it has counted of its stops.
const TimingsEvery = time.Minute

// timed counts how long a stop takes and whether it fails. Being told to wait is no failure.
func (a *App) timed(stop string, next job.Handler) job.Handler {
	return func(ctx context.Context, j job.Job) error {
		began := a.Now()
		err := next(ctx, j)
		a.Timings.Note(j.ShopID, stop, a.Now().Sub(began), err != nil && !fault.Is(err, fault.TooMany))
		return err
	}
}

// receiver is stop 3, counted.
type receiver struct{ *App }

// Receive implements webhook.Receiver.
func (r receiver) Receive(ctx context.Context, acc shop.Account, in []inbox.Incoming) error {
	began := r.Now()
	err := r.Inbox.Receive(ctx, acc, in)
	if err == nil && acc.Channel == shop.Instagram {
		r.Direct.Heard(acc.ID)
	}
	r.Timings.Note(acc.ShopID, "receive", r.Now().Sub(began), err != nil)
	return err
}

func (a *App) forgetTimings(ctx context.Context) error {
	return a.inBatches(ctx, func(ctx context.Context) (int64, error) {
		return a.Store.ForgetStopMetrics(ctx, a.Now().Add(-analytics.Keep), forgetBatch)
	})
}

// rollNumbers counts what the shop's channels did, and days of reports.
func (a *App) rollNumbers(ctx context.Context) error {
	sh, err := a.Shops.Get(ctx)
	if err != nil {
		return err
	}
	return errors.Join(a.Numbers.Roll(ctx, sh.Location()), report.NewRoller(a.Store, a.Store, a.Now).Roll(ctx))
}
