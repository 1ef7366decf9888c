package app

import (
	"context"

	"prilavok/app/direct"
	"prilavok/app/gallery"
	"prilavok/app/sorting"
	"prilavok/channel/instagram/event"
	"prilavok/core/comment"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/shop"
)

// comments wires what is answered under posts. Without a voice rules and ledger are kept
// and nothing is said: the API's program.
func (a *App) comments(voice comment.Voice) {
	d := comment.Deps{Store: a.Store, Tx: a.Store, Jobs: a.Jobs, Voice: voice, Products: a.PostProducts, Now: a.Now, IDs: a.IDs}
	if d.Products == nil {
		d.Products = gallery.Known{Posts: a.Posts}
		d.Learn = func(ctx context.Context, accountID, mediaID string) {
			if a.About != nil {
				_, _ = a.About.ProductOf(ctx, accountID, mediaID) // what the channel does not tell stays unknown
			}
		}
	}
	a.Comments = comment.New(d)
}

// hearComments connects the ledger with the webhook and the queue.
func (a *App) hearComments() {
	a.comments(direct.Under{Direct: a.Direct})
	a.Comments.Sorter = sorting.New(a.Model.Generate, a.Model.Config, a.Store, a.Store, a.Now)
	a.Inbox.HandleAll(inbox.KindComment, a.commented)
	a.Jobs.Register(comment.JobAnswer, a.Comments.Work, job.Options{MaxAttempts: 20, Dead: a.Comments.Buried})
}

// commented hands what was said under posts to the ledger.
func (a *App) commented(ctx context.Context, acc shop.Account, in []inbox.Incoming) error {
	list := make([]comment.Seen, 0, len(in))
	for _, one := range in {
		c, _ := inbox.Extra[event.Comment](one.Payload, event.ExtraComment) // a comment without its place is kept all the same
		seen := comment.Seen{Key: one.DeliveryKey, Kind: comment.Said, CommentID: c.ID, ParentID: c.ParentID, MediaID: c.MediaID, OriginalMediaID: c.OriginalMediaID,
			Live: c.Live, Own: c.Own, PersonID: one.From.ExternalID, Username: one.From.Username, Text: one.Text, At: one.SentAt}
		if one.Type == "mentions" {
			seen.Kind = comment.Mention
		}
		list = append(list, seen)
	}
	return a.Comments.Receive(ctx, acc.ID, list)
}

// keepComments forgets old comments, and wakes accounts whose work was lost.
func (a *App) keepComments(ctx context.Context) error {
	return untilFew(forgetBatch, func() (int64, error) { return a.Comments.Upkeep(ctx, forgetBatch) })
}
