package report

import (
	"context"
	"time"

	"prilavok/core/shop"
	"prilavok/core/txn"
)

// What a fault befell.
const (
	OfMessage = "message" // it did not arrive
	OfWork    = "work"    // it was given up
	OfAnswer  = "answer"  // the assistant answered by its rules instead
)

// Fault is how often something ended with a fault.
type Fault struct {
	What string
	Code string
	N    int64
}

// Spent is what the shop's model used in a day.
type Spent struct {
	Day    string // of UTC, as budgets are
	Tokens int64
	Budget int64 // tokens a day; 0: the shop sets none of its own
	Cost   int64 // millionths of the currency of the model's price
}

// SystemStore reads how the shop's machinery does. Calls join the open unit of work.
type SystemStore interface {
	ShopByID(ctx context.Context, id string) (shop.Shop, error)
	// FaultsSince counts faults from a time on, the most frequent first.
	FaultsSince(ctx context.Context, from time.Time) ([]Fault, error)
	// ModelSpent reads what was used in a day.
	ModelSpent(ctx context.Context, day string) (tokens, cost int64, err error)
}

// Machinery tells how what the shop runs on does.
type Machinery struct {
	store SystemStore
	tx    txn.Runner
	now   func() time.Time
}

// NewMachinery returns the service.
func NewMachinery(store SystemStore, tx txn.Runner, now func() time.Time) *Machinery {
	return &Machinery{store, tx, now}
}

// Lately returns the faults of the last day and what the model has used today.
func (m *Machinery) Lately(ctx context.Context) (faults []Fault, spent Spent, err error) {
	err = m.tx.View(ctx, func(ctx context.Context) error {
		sh, err := m.store.ShopByID(ctx, txn.ShopID(ctx))
		if err != nil {
			return err
		}
		now := m.now()
		spent = Spent{Day: now.UTC().Format(time.DateOnly), Budget: sh.Settings.Assistant.DailyTokens}
		if spent.Tokens, spent.Cost, err = m.store.ModelSpent(ctx, spent.Day); err != nil {
			return err
		}
		faults, err = m.store.FaultsSince(ctx, now.Add(-24*time.Hour))
		return err
	})
	return faults, spent, err
}
