package app

import (
	"context"

	"prilavok/core/inbox"
	"prilavok/core/upload"
)

// showPictures takes an operator's pictures out of the staff chat and shows them to a
// visitor of the chat page. A job that is repeated may keep a picture twice, but says it
// once.
func (a *App) showPictures(ctx context.Context, c copyJob, conv inbox.Conversation) error {
	bot, err := a.Fleet.Bot(ctx, c.AccountID)
	if err != nil {
		return err
	}
	say := inbox.Outgoing{Text: c.Text, Author: inbox.ByOperator}
	for _, fileID := range c.Photos {
		data, _, err := bot.Download(ctx, fileID)
		if err != nil {
			return err
		}
		u, err := a.Uploads.SaveOurs(ctx, conv.AccountID, conv.Key, data)
		if err != nil {
			return err
		}
		say.Images = append(say.Images, inbox.Image{URL: upload.Path(u.ID)})
	}
	return a.Store.InTx(ctx, func(ctx context.Context) error {
		if err := a.Inbox.Say(ctx, conv.ID, inbox.ByOperator, say); err != nil {
			return err
		}
		return a.Jobs.Finish(ctx)
	})
}

// forgetUploads deletes old pictures, a few at a time: each is a file's worth of work.
func (a *App) forgetUploads(ctx context.Context) error {
	const batch = 50
	return untilFew(batch, func() (int64, error) { return a.Uploads.Forget(ctx, batch) })
}
