// Package report says how a shop does, from what its database holds: today at a glance,
// and periods of days. What is counted by the hour, and of channels by the day, is core/analytics'.
package report

import (
	"context"
	"time"

	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// Sales are orders that were placed and not canceled since, and what they came to before
// returns.
type Sales struct {
	Orders int64
	Total  money.Money
}

// Waiting are conversations in which a customer waits for a person of the shop: it was asked
// for one and none has written yet, or the customer has written since one did.
type Waiting struct {
	N     int64
	Since time.Time // of the longest wait; zero: nobody waits
}

// What may need a person. Each is counted as it is now, but for UndeliveredToday.
const (
	PaymentProblems  = "payment_problems"
	UnreachedNotices = "unreached_notices" // told nobody yet
	UndeliveredToday = "undelivered"       // messages that a channel refused today, as of the last roll-up
	DeadLetters      = "dead_letters"
	Reconnect        = "reconnect" // channel accounts whose access has ended
	LowStock         = "low_stock" // variants on offer of which Low or fewer can be had
)

// Low is how few pieces are few.
const Low = 3

// Problem is how often something needs a person.
type Problem struct {
	Kind string
	N    int64
}

// Day is a day at a glance.
type Day struct {
	Day     string // of the shop's time zone, 2026-11-26
	Zone    string
	Sales   Sales // until now
	Before  Sales // of the same weekday a week ago, until the same time of day
	Whole   Sales // of all of that day
	Waiting Waiting
	// Problems lists what there is of each kind, in the order of the constants.
	Problems []Problem
}

// Store reads what is reported. Calls join the open unit of work, of one shop.
type Store interface {
	ShopByID(ctx context.Context, id string) (shop.Shop, error)
	// SalesBetween sums up orders of a currency that were placed from a time until before another.
	SalesBetween(ctx context.Context, currency string, from, to time.Time) (Sales, error)
	Waiting(ctx context.Context) (Waiting, error)
	// Troubles counts what needs a person; day is today's, of the shop's time zone.
	Troubles(ctx context.Context, day string, low int64) ([]Problem, error)
}

// PeriodStore reads what happened over days. Calls join the open unit of work, of one shop.
type PeriodStore interface {
	ReportState(ctx context.Context) (State, error)
	// SalesDays sums up orders by day and currency.
	SalesDays(ctx context.Context, p Parts, channel string) ([]SalesDay, error)
	// BestSold lists what sold best, at most limit products, those of a currency first.
	BestSold(ctx context.Context, p Parts, channel, currency string, best Best, limit int) ([]Sold, error)
	// TitlesSold names products as they are called now.
	TitlesSold(ctx context.Context, ids []string) (map[string]lang.Texts, error)
	// Talks counts conversations and how long first answers took, the assistant's and people's.
	Talks(ctx context.Context, p Parts, channel string) (t Talks, assistant, people Wait, err error)
	// HandoffReasons counts handoffs that were asked for from a time until before another.
	HandoffReasons(ctx context.Context, from, to time.Time, channel string) ([]Reason, error)
}

// RatingStore reads what customers rated. Calls join the open unit of work, of one shop.
type RatingStore interface {
	// RatingCounts counts questions that were put from a time until before another, and did not
	// fail, by channel, by who answered and by score; channel "" is all.
	RatingCounts(ctx context.Context, from, to time.Time, channel string) ([]RatingCount, error)
	// PoorRatings lists those scored Poor or lower, the newest first.
	PoorRatings(ctx context.Context, from, to time.Time, channel string, limit int) ([]PoorRating, error)
}

// Stores is one database as reports see it.
type Stores interface {
	Store
	PeriodStore
	RatingStore
}

// Service reports.
type Service struct {
	store Stores
	tx    txn.Runner
	now   func() time.Time
}

// New returns the service.
func New(store Stores, tx txn.Runner, now func() time.Time) *Service {
	return &Service{store, tx, now}
}

// Today reports the day that it is in the shop's time zone. A week ago is meant by the clock
// on the wall, whatever became of an hour between.
func (s *Service) Today(ctx context.Context) (Day, error) {
	var d Day
	err := s.tx.View(ctx, func(ctx context.Context) error {
		sh, err := s.store.ShopByID(ctx, txn.ShopID(ctx))
		if err != nil {
			return err
		}
		now := s.now().In(sh.Location())
		begin := func(ago int) time.Time {
			return time.Date(now.Year(), now.Month(), now.Day()-ago, 0, 0, 0, 0, now.Location())
		}
		d = Day{Day: now.Format(time.DateOnly), Zone: sh.TimeZone}
		for _, part := range []struct {
			to       *Sales
			from, by time.Time
		}{
			{&d.Sales, begin(0), begin(-1)},
			{&d.Before, begin(7), now.AddDate(0, 0, -7)},
			{&d.Whole, begin(7), begin(6)},
		} {
			if *part.to, err = s.store.SalesBetween(ctx, sh.Currency, part.from, part.by); err != nil {
				return err
			}
		}
		if d.Waiting, err = s.store.Waiting(ctx); err != nil {
			return err
		}
		d.Problems, err = s.store.Troubles(ctx, d.Day, Low)
		return err
	})
	return d, err
}
