// Package gallery is what customers show a shop: it wires who brings their files home, and
// who finds the product that a picture, a post or a story is about.
package gallery

import (
	"context"
	"time"

	"prilavok/app/config"
	"prilavok/app/direct"
	"prilavok/core/call"
	"prilavok/core/dialog"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/media"
	"prilavok/core/post"
	"prilavok/core/shop"
	"prilavok/core/upload"
	"prilavok/store"
)

// FetchOf is what a configuration says of where files are taken from.
func FetchOf(cfg config.Config, do call.Doer) media.Config {
	return media.Config{Do: do, Hosts: cfg.Graph.Hosts, Max: int64(cfg.Graph.FileMB) << 20}
}

// Files is who brings files of customers home.
type Files struct {
	*media.Keeper
	d FileDeps
}

// FileDeps is what bringing files home works with.
type FileDeps struct {
	Fetch   media.Config
	Uploads *upload.Service
	Store   *store.Store
	Jobs    *job.Queue
	Inbox   *inbox.Service
	Shops   *shop.Service
	Direct  *direct.Direct
	Now     func() time.Time
}

// NewFiles wires it, and names it to the inbox.
func NewFiles(d FileDeps) Files {
	f := Files{d: d}
	f.Keeper = media.New(media.Deps{Fetch: media.NewFetcher(d.Fetch), Shelf: d.Uploads, Store: d.Store, Tx: d.Store, Jobs: d.Jobs, Renew: f.renew, Say: f.say})
	d.Inbox.Keep(f)
	return f
}

// errNoRenewal says that a channel gives no fresh links.
var errNoRenewal = fault.New(fault.Unsupported, "media.no_renewal", "this channel gives no fresh links to files")

func (f Files) renew(ctx context.Context, accountID, externalID string) ([]inbox.Attachment, error) {
	acc, err := f.d.Shops.Account(ctx, accountID)
	if err != nil {
		return nil, err
	}
	if acc.Channel != shop.Instagram {
		return nil, errNoRenewal
	}
	return f.d.Direct.Files(ctx, accountID, externalID)
}

// say tells a customer something about a file, in their language.
func (f Files) say(ctx context.Context, conversationID string, what lang.Phrase) error {
	c, who, sh, err := f.d.Store.Between(ctx, conversationID)
	if err != nil {
		return err
	}
	return f.d.Inbox.Say(ctx, conversationID, inbox.BySystem, inbox.Outgoing{Text: markup.Esc(what.In(dialog.Lang(sh, who, c)))})
}

// PostOf asks Instagram for a post of an account's own.
func (f Files) PostOf(ctx context.Context, accountID, mediaID string) (post.Ref, error) {
	p, err := f.d.Direct.Post(ctx, accountID, mediaID)
	return post.Ref{MediaID: p.ID, URL: p.Permalink, Caption: p.Caption}, err
}

// Shared fetches a picture that is only looked at: a post's, which is not kept.
func (f Files) Shared(ctx context.Context, address string) (data []byte, mime string, err error) {
	got, err := f.Fetch.Get(ctx, "photo", address)
	return got.Data, got.MIME, err
}

// Gather brings the files of messages home before they are shown to somebody, and returns
// the messages as they are then. What does not come now is fetched by its own job.
func (f Files) Gather(ctx context.Context, conversationID string, list []inbox.Message) ([]inbox.Message, error) {
	var c inbox.Conversation
	for i, m := range list {
		if !media.Linked(m.Payload) || m.ExternalID == "" {
			continue
		}
		if err := f.d.Store.View(ctx, func(ctx context.Context) (err error) {
			c, err = f.d.Store.ConversationByID(ctx, conversationID)
			return err
		}); err != nil {
			return nil, err
		}
		if f.Look(ctx, media.Errand{AccountID: c.AccountID, Key: c.Key, ExternalID: m.ExternalID}) != nil {
			continue
		}
		if err := f.d.Store.View(ctx, func(ctx context.Context) error {
			fresh, found, err := f.d.Store.AskedAs(ctx, conversationID, m.ExternalID)
			if found {
				list[i] = fresh
			}
			return err
		}); err != nil {
			return nil, err
		}
	}
	return list, nil
}
