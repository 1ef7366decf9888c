package analytics

import (
	"context"
	"time"

	"prilavok/core/txn"
)

// What is counted of a channel in a day.
const (
	In            = "in"            // messages of customers
	Out           = "out"           // messages to customers, notices among them
	Failed        = "failed"        // of Out, by the code of the fault
	WindowClosed  = "window_closed" // of Out: the reply window kept them
	Conversations = "conversations" // in which customers wrote
	Automated     = "automated"     // of Conversations: no person of the shop wrote in them that day
)

// ChannelDay is one number of one channel in one day of the shop's time zone.
type ChannelDay struct {
	Day     string // 2026-11-23
	Channel string
	What    string
	Fault   string // of Failed
	N       int64
}

// ChannelStore keeps what channels did by day. Calls join the open unit of work.
type ChannelStore interface {
	// RollChannelDay counts a day anew from what was said from a time until before another.
	RollChannelDay(ctx context.Context, day string, from, to time.Time) error
	// ChannelDays lists the numbers of days from one to another, both included.
	ChannelDays(ctx context.Context, from, to string) ([]ChannelDay, error)
}

// Channels rolls up and reads what channels did.
type Channels struct {
	store ChannelStore
	tx    txn.Runner
	now   func() time.Time
}

// NewChannels returns the service.
func NewChannels(store ChannelStore, tx txn.Runner, now func() time.Time) *Channels {
	return &Channels{store, tx, now}
}

// Roll counts yesterday and today of a time zone anew: what becomes of a message may be
// known only later.
func (c *Channels) Roll(ctx context.Context, zone *time.Location) error {
	now := c.now().In(zone)
	for _, ago := range []int{1, 0} {
		from := time.Date(now.Year(), now.Month(), now.Day()-ago, 0, 0, 0, 0, zone)
		to := time.Date(now.Year(), now.Month(), now.Day()-ago+1, 0, 0, 0, 0, zone)
		if err := c.tx.InTx(ctx, func(ctx context.Context) error {
			return c.store.RollChannelDay(ctx, from.Format(time.DateOnly), from, to)
		}); err != nil {
			return err
		}
	}
	return nil
}

// Between lists the numbers of days from one to another, both included.
func (c *Channels) Between(ctx context.Context, from, to string) ([]ChannelDay, error) {
	var out []ChannelDay
	err := c.tx.View(ctx, func(ctx context.Context) error {
		var err error
		out, err = c.store.ChannelDays(ctx, from, to)
		return err
	})
	return out, err
}
