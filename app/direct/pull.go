package direct

import (
	"context"
	"encoding/json"
	"time"

	"prilavok/channel/instagram"
	"prilavok/channel/instagram/event"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/shop"
	"prilavok/core/shop/link"
	"prilavok/core/txn"
)

// The jobs of accounts.
const (
	JobCheck      = "instagram.check"
	JobDisconnect = "instagram.disconnect"
	JobErase      = "instagram.erase"
	JobLook       = "instagram.look"   // begins to look for what no webhook brought
	JobPull       = "instagram.pull"   // lists conversations
	JobThread     = "instagram.thread" // reads one
)

// Bounds of looking for what no webhook brought.
const (
	// PullGrace is how long a webhook may be under way before its message is looked for.
	PullGrace = 2 * time.Minute
	// PullMost is how far back is looked: for longer Meta has tried to post it (36 hours),
	// and an answer would come too late.
	PullMost = 36 * time.Hour
	// pullPages of 50 conversations are listed in one round, and pullSpace lies between two
	// calls: the API takes 2 a second.
	pullPages = 6
	pullSpace = 600 * time.Millisecond
	// pullOverlap is looked at twice, as clocks differ.
	pullOverlap = time.Minute
)

// work is the payload of the jobs.
type work struct {
	AccountID string    `json:"account"`
	Code      string    `json:"code,omitempty"`   // of an erasure
	Thread    string    `json:"thread,omitempty"` // Meta's id of a conversation
	Cursor    string    `json:"cursor,omitempty"` // of the next page of conversations
	Page      int       `json:"page,omitempty"`
	After     time.Time `json:"after,omitzero"` // messages after this and not after Until
	Until     time.Time `json:"until,omitzero"`
}

// Kinds lists the jobs that Handle does.
func Kinds() []string {
	return []string{JobCheck, JobDisconnect, JobErase, JobLook, JobPull, JobThread}
}

// Handle does the jobs of accounts. All may be done twice.
func (d *Direct) Handle(ctx context.Context, j job.Job) error {
	var w work
	if err := json.Unmarshal(j.Payload, &w); err != nil {
		return fault.Wrap(err, fault.Invalid, "app.bad_job", "work on an Instagram account")
	}
	switch j.Kind {
	case JobCheck:
		_, err := d.Check(ctx, w.AccountID)
		if fault.Retryable(err) {
			return err
		}
		return nil // what was found is kept and told
	case JobDisconnect:
		return d.Disconnect(ctx, w.AccountID)
	case JobErase:
		return d.erase(ctx, w)
	case JobLook:
		return d.StartPull(ctx, w.AccountID)
	case JobPull:
		return settled(d.pull(ctx, w))
	}
	return settled(d.pullThread(ctx, w))
}

// settled drops faults that no newer try can mend and that others tell of: an account that
// is cut off, a permission that is missing, a conversation that is gone.
func settled(err error) error {
	if fault.Is(err, fault.Unauthorized) || fault.Is(err, fault.Unsupported) || fault.Is(err, fault.Invalid) {
		return nil
	}
	return err
}

func (d *Direct) enqueue(ctx context.Context, kind, lane string, w work) error {
	return d.Tx.InTx(ctx, func(ctx context.Context) error {
		return d.Jobs.Enqueue(ctx, job.New{Kind: kind, Lane: lane, Payload: w})
	})
}

// CheckSoon has an account of ctx's shop checked by a job. Faults: link.ErrNotKnown.
func (d *Direct) CheckSoon(ctx context.Context, accountID string) error {
	return d.soon(ctx, JobCheck, accountID)
}

// PullSoon has looked for what no webhook brought, by a job. Faults: link.ErrNotKnown.
func (d *Direct) PullSoon(ctx context.Context, accountID string) error {
	return d.soon(ctx, JobLook, accountID)
}

// DisconnectSoon has an account disconnected by a job. Faults: link.ErrNotKnown.
func (d *Direct) DisconnectSoon(ctx context.Context, accountID string) error {
	return d.soon(ctx, JobDisconnect, accountID)
}

func (d *Direct) soon(ctx context.Context, kind, accountID string) error {
	l, err := d.Links.Get(ctx, accountID)
	if err == nil && l.Channel != shop.Instagram {
		err = link.ErrNotKnown
	}
	if err != nil {
		return err
	}
	return d.enqueue(ctx, kind, "channel:"+accountID, work{AccountID: accountID})
}

// StartPull has the conversations of an account of ctx's shop looked through for what no
// webhook brought, from where that ended last. Who connects an account anew after a long
// time gets what Meta has tried to post meanwhile.
func (d *Direct) StartPull(ctx context.Context, accountID string) error {
	now := d.Now()
	return d.Links.Change(ctx, accountID, func(h *link.Health) { h.PulledAt = now }, func(ctx context.Context, h link.Health) error {
		w := work{AccountID: accountID, After: h.PulledTo.Add(-pullOverlap), Until: now.Add(-PullGrace)}
		if oldest := now.Add(-PullMost); w.After.Before(oldest) {
			w.After = oldest
		}
		if !w.Until.After(w.After) {
			return nil
		}
		return d.Jobs.Enqueue(ctx, job.New{Kind: JobPull, Lane: "pull:" + accountID, Seq: now.UnixMicro(), Payload: w})
	})
}

// pull lists a page of conversations and has each that has something new read by a job of
// its own, one after another, as fast as the API allows. When all are asked for, the next
// round begins where this one ended.
func (d *Direct) pull(ctx context.Context, w work) error {
	var list []instagram.Thread
	var next string
	err := d.with(ctx, w.AccountID, func(a *instagram.Account) error {
		var err error
		list, next, err = a.Threads(ctx, w.Cursor)
		return err
	})
	if err != nil {
		return d.told(ctx, w.AccountID, err)
	}
	now := d.Now()
	var jobs []job.New
	old := false
	for _, t := range list {
		if old = !t.Updated.IsZero() && !t.Updated.After(w.After); old {
			break // they come the latest first
		}
		at := now.Add(time.Duration(len(jobs)+1) * pullSpace)
		jobs = append(jobs, job.New{Kind: JobThread, Lane: "pull:" + w.AccountID, Seq: at.UnixMicro(), RunAt: at,
			Payload: work{AccountID: w.AccountID, Thread: t.ID, After: w.After, Until: w.Until}})
	}
	more := next != "" && !old && w.Page+1 < pullPages
	if more {
		at := now.Add(time.Duration(len(jobs)+1) * pullSpace)
		jobs = append(jobs, job.New{Kind: JobPull, Lane: "pull:" + w.AccountID, Seq: at.UnixMicro(), RunAt: at,
			Payload: work{AccountID: w.AccountID, Cursor: next, Page: w.Page + 1, After: w.After, Until: w.Until}})
	}
	return d.Links.Change(ctx, w.AccountID, func(h *link.Health) {
		if !more && w.Until.After(h.PulledTo) {
			h.PulledTo = w.Until
		}
	}, func(ctx context.Context, _ link.Health) error {
		if err := d.Jobs.EnqueueAll(ctx, jobs); err != nil {
			return err
		}
		return d.Jobs.Finish(ctx)
	})
}

// told tells of a token that was just found dead, and passes the fault on.
func (d *Direct) told(ctx context.Context, accountID string, err error) error {
	if !fault.Is(err, fault.Unauthorized) {
		return err
	}
	acc, readErr := d.Shops.Account(ctx, accountID)
	if readErr != nil {
		return readErr
	}
	if recordErr := d.Record(ctx, revoked(acc, fault.CodeOf(err))); recordErr != nil {
		return recordErr
	}
	return err
}

// pullThread reads one conversation and receives what is new in it, under the keys that
// webhooks have.
func (d *Direct) pullThread(ctx context.Context, w work) error {
	var body []byte
	err := d.with(ctx, w.AccountID, func(a *instagram.Account) error {
		var err error
		body, err = a.History(ctx, w.Thread, w.After, w.Until)
		return err
	})
	if err != nil {
		return d.told(ctx, w.AccountID, err)
	}
	if body == nil {
		return nil
	}
	parts, err := event.Parse(body)
	if err != nil {
		return err
	}
	acc, err := d.Shops.Account(ctx, w.AccountID)
	if err != nil {
		return err
	}
	for _, p := range parts {
		if err := d.receiveMissed(ctx, acc, p.Events); err != nil {
			return err
		}
	}
	return nil
}

// receiveMissed receives those of an account's events that are not stored yet, and counts
// the customers' messages among them. An echo is no loss: it only mirrors.
func (d *Direct) receiveMissed(ctx context.Context, acc shop.Account, events []inbox.Incoming) error {
	keys := make([]string, len(events))
	for i, in := range events {
		keys[i] = in.DeliveryKey
	}
	known, err := d.Known(ctx, acc.ID, keys)
	if err != nil {
		return err
	}
	var fresh []inbox.Incoming
	missed := 0
	for _, in := range events {
		if known[in.DeliveryKey] {
			continue
		}
		fresh = append(fresh, in)
		if in.Kind.Asks() {
			missed++
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	if err := d.Receive(ctx, acc, fresh); err != nil || missed == 0 {
		return err
	}
	if d.Missed != nil {
		d.Missed(missed)
	}
	d.Log.Warn("messages came by looking for them, and by no webhook", "account", acc.ID, "messages", missed)
	return d.Links.Change(txn.ForShop(ctx, acc.ShopID), acc.ID, func(h *link.Health) { h.Missed, h.MissedAt = h.Missed+int64(missed), d.Now() })
}
