package report

import (
	"context"
	"slices"
	"time"

	"prilavok/core/shop"
	"prilavok/core/txn"
)

// Bounds of one round of counting ahead.
const (
	rollDays = 31               // days that are counted in one round
	settle   = 15 * time.Minute // after its end a day is left alone: what was under way commits late
	overlap  = 5 * time.Minute  // changes are looked for again from so long before
)

// DayStore counts days of reports ahead. Calls join the open unit of work, of one shop.
type DayStore interface {
	ShopByID(ctx context.Context, id string) (shop.Shop, error)
	// ReportState tells how far days are counted; the zero State is not at all.
	ReportState(ctx context.Context) (State, error)
	SaveReportState(ctx context.Context, st State) error
	// FirstDay is when the shop's first order was placed or its first message came; zero is never.
	FirstDay(ctx context.Context) (time.Time, error)
	// StaleOrders lists when orders were placed that were placed before a time and changed
	// since another.
	StaleOrders(ctx context.Context, changed, before time.Time) ([]time.Time, error)
	// RollReportDay counts a day anew.
	RollReportDay(ctx context.Context, s Span) error
	// ForgetReportDays deletes all that is counted, so that it is counted from the beginning.
	// Whoever writes orders or messages of the past calls it.
	ForgetReportDays(ctx context.Context) error
}

// Roller counts days of reports ahead, so that reports of a large shop are quick. No report
// depends on it: days that are not counted are read from what happened itself.
type Roller struct {
	store DayStore
	tx    txn.Runner
	now   func() time.Time
}

// NewRoller returns the service.
func NewRoller(store DayStore, tx txn.Runner, now func() time.Time) *Roller {
	return &Roller{store, tx, now}
}

// Roll counts the days that are over since it did so last, and anew those whose orders have
// changed: at most a month of days in one call. One of another time zone counts for nothing.
func (r *Roller) Roll(ctx context.Context) error {
	var st State
	var zone *time.Location
	now := r.now()
	err := r.tx.InTx(ctx, func(ctx context.Context) error {
		sh, err := r.store.ShopByID(ctx, shopOf(ctx))
		if err != nil {
			return err
		}
		zone = sh.Location()
		st, err = r.begun(ctx, zone, now)
		return err
	})
	if err != nil {
		return err
	}
	if err := r.again(ctx, &st, zone, now); err != nil {
		return err
	}
	over := day(now.Add(-settle).In(zone))
	for n := 0; n < rollDays && st.RolledTo < over; n++ {
		span := spanOf(st.RolledTo, zone)
		st.RolledTo = next(st.RolledTo, 1)
		if err := r.count(ctx, span, st); err != nil {
			return err
		}
	}
	return nil
}

// begun reads how far days are counted, and begins where they are not.
func (r *Roller) begun(ctx context.Context, zone *time.Location, now time.Time) (State, error) {
	st, err := r.store.ReportState(ctx)
	if err != nil || st.Zone == zone.String() {
		return st, err
	}
	if err := r.store.ForgetReportDays(ctx); err != nil {
		return st, err
	}
	first, err := r.store.FirstDay(ctx)
	if err != nil {
		return st, err
	}
	if first.IsZero() {
		first = now
	}
	st = State{Zone: zone.String(), RolledTo: day(first.In(zone)), SeenAt: now}
	return st, r.store.SaveReportState(ctx, st)
}

// again counts days anew whose orders have changed, and notes how far changes were seen once
// all of them are.
func (r *Roller) again(ctx context.Context, st *State, zone *time.Location, now time.Time) error {
	var days []string
	if err := r.tx.View(ctx, func(ctx context.Context) error {
		list, err := r.store.StaleOrders(ctx, st.SeenAt.Add(-overlap), begin(st.RolledTo, zone))
		for _, t := range list {
			days = append(days, day(t.In(zone)))
		}
		return err
	}); err != nil {
		return err
	}
	slices.Sort(days)
	for _, d := range slices.Compact(days) {
		if err := r.count(ctx, spanOf(d, zone), *st); err != nil {
			return err
		}
	}
	st.SeenAt = now
	return r.tx.InTx(ctx, func(ctx context.Context) error { return r.store.SaveReportState(ctx, *st) })
}

func (r *Roller) count(ctx context.Context, s Span, st State) error {
	return r.tx.InTx(ctx, func(ctx context.Context) error {
		if err := r.store.RollReportDay(ctx, s); err != nil {
			return err
		}
		return r.store.SaveReportState(ctx, st)
	})
}
