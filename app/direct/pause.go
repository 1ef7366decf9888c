package direct

import (
	"context"
	"time"

	"prilavok/channel/instagram"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/notify"
	"prilavok/core/shop/link"
	"prilavok/core/txn"
)

// pauses says how long nothing is sent after Meta has held an account back, by the fault;
// each pause in a row is twice as long, up to mostPause. Then one message is tried.
var pauses = map[string]time.Duration{
	instagram.CodeRestricted: time.Hour,
	instagram.CodeAccessOff:  10 * time.Minute, // the owner switches it on
}

const mostPause = 6 * time.Hour

// errPaused is a message that waits until Meta lets the account send again.
var errPaused = fault.New(fault.TooMany, "instagram.paused", "Instagram holds the account back: what is said waits until it lets it send")

// held reports how long an account is still paused.
func (r ready) held(now time.Time) time.Duration {
	if r.pause == "" {
		return 0
	}
	return r.until.Sub(now)
}

// sending does a call that says something to a customer. Where Meta holds the account back
// the message waits: nobody has seen it.
func (d *Direct) sending(ctx context.Context, accountID string, fn func(a *instagram.Account) error) error {
	r, err := d.of(ctx, accountID)
	if err != nil {
		return err
	}
	if wait := r.held(d.Now()); wait > 0 {
		return errPaused.After(wait)
	}
	err = d.with(ctx, accountID, fn)
	code := fault.CodeOf(err)
	switch length := pauses[code]; {
	case length > 0:
		return d.pause(ctx, r, code, length)
	case err == nil && r.pause != "":
		return d.resume(ctx, r)
	case err != nil && code != inbox.ErrWindow.Code && !fault.Is(err, fault.TooMany):
		d.noteError(ctx, r, code)
	}
	return err
}

// pause notes that an account is held back. The owner is told of the first pause in a row.
func (d *Direct) pause(ctx context.Context, r ready, code string, length time.Duration) error {
	within, now := txn.ForShop(ctx, r.shopID), d.Now()
	var until time.Time
	first := false
	err := d.Links.Change(within, r.id, func(h *link.Health) {
		first = h.PauseCode != code
		if first {
			h.Pauses = 0
		}
		length := length
		for range h.Pauses {
			length = min(2*length, mostPause)
		}
		h.Pauses++
		until = now.Add(length)
		h.PauseCode, h.PausedUntil, h.ErrorCode, h.ErrorAt = code, until, code, now
	}, func(ctx context.Context, _ link.Health) error {
		if !first {
			return nil
		}
		return d.RecordIn(ctx, inbox.Event{Name: notify.EventPaused, SubjectID: r.id,
			Data: map[string]any{"channel": "instagram", "name": r.name, "fault": code, "expires_at": until.Format(time.RFC3339)}})
	})
	d.Forget(r.id)
	if err != nil {
		return err
	}
	d.Log.Error("Instagram holds an account back", "account", r.id, "fault", code, "until", until)
	return errPaused.After(until.Sub(now))
}

// resume notes that an account that was paused has sent something. What is sent stays sent:
// a fault here is only told.
func (d *Direct) resume(ctx context.Context, r ready) error {
	was := false
	err := d.Links.Change(txn.ForShop(ctx, r.shopID), r.id, func(h *link.Health) {
		was = h.PauseCode != ""
		h.PauseCode, h.PausedUntil, h.Pauses = "", time.Time{}, 0
	}, func(ctx context.Context, _ link.Health) error {
		if !was {
			return nil
		}
		return d.RecordIn(ctx, inbox.Event{Name: notify.EventResumed, SubjectID: r.id, Data: map[string]any{"channel": "instagram", "name": r.name}})
	})
	if err != nil {
		d.Log.Warn("that an account is no longer paused was not noted; it is tried again", "account", r.id, "fault", fault.CodeOf(err))
		return nil
	}
	d.Forget(r.id)
	return nil
}

// noteError keeps the last fault of sending, for the owner to see.
func (d *Direct) noteError(ctx context.Context, r ready, code string) {
	err := d.Links.Change(txn.ForShop(ctx, r.shopID), r.id, func(h *link.Health) { h.ErrorCode, h.ErrorAt = code, d.Now() })
	if err != nil {
		d.Log.Warn("the last fault of an account was not noted", "account", r.id, "fault", fault.CodeOf(err))
	}
}
