// Package attached opens the files of messages for staff: those that are kept here, and those
// that stand with their channel.
package attached

import (
	"context"
	"strings"
	"time"

	"prilavok/app"
	"prilavok/app/gallery"
	"prilavok/core/desk"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/shop"
	"prilavok/core/upload"
	"prilavok/httpapi/operator"
	"prilavok/store"
)

// Opener opens files.
type Opener struct {
	Uploads  *upload.Service
	Desk     *desk.Service
	Store    *store.Store
	Now      func() time.Time
	Download func(ctx context.Context, c inbox.Conversation, a inbox.Attachment) (data []byte, mime string, err error)
}

// Of opens files for an app that does all the work.
func Of(a *app.App) Opener {
	return Opener{a.Uploads, a.Operators, a.Store, a.Now, a.Attachments().Download}
}

// OfAPI opens files for an app of app.NewAPI: what is kept, and what Telegram has. Files that are
// only linked yet are fetched by the bot's own jobs.
func OfAPI(a *app.App) Opener {
	return Opener{upload.New(a.Store, a.Store, a.Now, a.IDs), a.Operators, a.Store, a.Now, func(ctx context.Context, c inbox.Conversation, f inbox.Attachment) ([]byte, string, error) {
		if c.Channel != shop.Telegram || f.URL != "" || f.FileID == "" {
			return nil, "", gallery.ErrNoPicture
		}
		return a.Fleet.Download(ctx, c.AccountID, f)
	}}
}

// Open opens a file of a message by its id: one that is kept here, or one that stands with its
// channel, which is kept here from then on, so that it is fetched once.
func (o Opener) Open(ctx context.Context, id string) (operator.File, error) {
	if strings.HasPrefix(id, "upl_") {
		u, err := o.Uploads.Open(ctx, id)
		return operator.File{ID: u.ID, MIME: u.MIME, Data: u.Data, At: u.CreatedAt}, err
	}
	conv, a, err := o.Desk.Attached(ctx, id)
	if err != nil {
		return operator.File{}, err
	}
	var c inbox.Conversation
	if err := o.Store.View(ctx, func(ctx context.Context) (err error) {
		c, err = o.Store.ConversationByID(ctx, conv)
		return err
	}); err != nil {
		return operator.File{}, err
	}
	f := operator.File{ID: id, Name: a.Name}
	source := "" // a link is renewed, a file's id at its channel is not
	if a.FileID != "" && a.URL == "" && !strings.HasPrefix(a.FileID, "upl_") {
		source = "channel:" + a.FileID
		if u, found, err := o.Uploads.Kept(ctx, c.AccountID, source); err != nil {
			return f, err
		} else if found {
			u, err = o.Uploads.Open(ctx, u.ID)
			f.MIME, f.Data, f.At = u.MIME, u.Data, u.CreatedAt
			return f, err
		}
	}
	if f.Data, f.MIME, err = o.Download(ctx, c, a); err != nil {
		return f, err
	}
	f.At = o.Now()
	if source == "" || int64(len(f.Data)) > keepAtMost {
		return f, nil
	}
	_, err = o.Uploads.Keep(ctx, upload.Upload{AccountID: c.AccountID, Key: c.Key, MIME: f.MIME, Data: f.Data, Source: source})
	if fault.Is(err, fault.Unavailable) { // it can be shown all the same
		err = nil
	}
	return f, err
}

// keepAtMost is how large a file of a channel's is kept here, in bytes; a larger one is
// fetched each time.
const keepAtMost = 8 << 20
