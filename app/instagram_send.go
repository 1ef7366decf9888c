package app

import (
	"context"

	"prilavok/app/direct"
	"prilavok/core/inbox"
	"prilavok/core/job"
)

// newDirect wires the Instagram accounts. They are part of an App for the API alone as
// well, where they begin attempts to connect and have the rest done by jobs.
func newDirect(a *App) *direct.Direct {
	return direct.New(direct.Deps{Shops: a.Shops, HTTP: a.HTTP, Now: a.Now, Log: a.Log, PublicURL: a.PublicURL, API: a.InstagramAPI, Meta: a.Meta, Links: a.Links,
		Jobs: a.Jobs, Tx: a.Store, RecordIn: a.Recorder.Record, Receive: a.Inbox.Receive, Missed: a.Observe.Missed, Resume: a.Inbox.Resume,
		Record: func(ctx context.Context, e inbox.Event) error {
			return a.Store.InTx(ctx, func(ctx context.Context) error { return a.Recorder.Record(ctx, e) })
		},
		Known: func(ctx context.Context, accountID string, keys []string) (known map[string]bool, err error) {
			err = a.Store.View(ctx, func(ctx context.Context) error {
				known, err = a.Store.KnownDeliveries(ctx, accountID, keys)
				return err
			})
			return known, err
		},
		Empty: func(ctx context.Context, accountID string) (n int64, err error) {
			err = a.Store.InTx(ctx, func(ctx context.Context) error {
				n, err = a.Store.EraseConversations(ctx, accountID, a.Now())
				return err
			})
			return n, err
		}})
}

// accountJobs registers the work on Instagram's accounts.
func (a *App) accountJobs() {
	for _, kind := range direct.Kinds() {
		a.Jobs.Register(kind, a.Direct.Handle, job.Options{MaxAttempts: 12})
	}
}
