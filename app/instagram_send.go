package app

import (
	"context"

	"prilavok/app/direct"
	"prilavok/core/inbox"
)

// newDirect wires the Instagram accounts.
func newDirect(a *App) *direct.Direct {
	return direct.New(direct.Deps{Shops: a.Shops, HTTP: a.HTTP, Now: a.Now, Log: a.Log, PublicURL: a.PublicURL, API: a.InstagramAPI,
		Resume: a.Inbox.Resume,
		Record: func(ctx context.Context, e inbox.Event) error {
			return a.Store.InTx(ctx, func(ctx context.Context) error { return a.Recorder.Record(ctx, e) })
		}})
}
