package gallery

import (
	"context"
	"encoding/json"

	"prilavok/channel/instagram/event"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/media"
	"prilavok/core/txn"
)

// JobThank thanks somebody who mentioned the shop in a story. Its payload is media.Errand.
const JobThank = "mention"

// Ask implements inbox.Files: beside bringing files home it sees mentions in stories.
func (f Files) Ask(ctx context.Context, list []inbox.Incoming) error {
	var jobs []job.New
	for _, in := range list {
		if mentions(in.Payload) && !in.Payload.Foreign {
			jobs = append(jobs, job.New{Kind: JobThank, Payload: media.Errand{AccountID: in.AccountID, Key: in.ConversationKey, ExternalID: in.ExternalID}})
		}
	}
	if jobs != nil {
		if err := f.d.Store.InTx(ctx, func(ctx context.Context) error {
			txn.AfterCommit(ctx, f.d.Jobs.Wake)
			return f.d.Jobs.EnqueueAll(ctx, jobs)
		}); err != nil {
			return err
		}
	}
	return f.Keeper.Ask(ctx, list)
}

func mentions(p inbox.Payload) bool {
	shares, _ := inbox.Extra[[]event.Share](p, event.ExtraShares)
	for _, s := range shares {
		if s.Type == "story_mention" {
			return p.Silent
		}
	}
	return false
}

// Thank thanks for a mention where the shop wants that: each person once, however many
// stories there are, and not while an operator has the conversation. A mention opens the
// reply window as a message does (channels.md B.6, Window policy), so it may be said.
func (f Files) Thank(ctx context.Context, j job.Job) error {
	var e media.Errand
	if err := json.Unmarshal(j.Payload, &e); err != nil {
		return fault.Wrap(err, fault.Invalid, "gallery.bad_job", "a mention")
	}
	sh, err := f.d.Shops.Get(ctx)
	if err != nil || !sh.Settings.Shown.Thank {
		return err
	}
	return f.d.Store.InTx(ctx, func(ctx context.Context) error {
		c, found, err := f.d.Store.ConversationByKey(ctx, e.AccountID, e.Key)
		if err != nil || !found || c.Status == inbox.Open {
			return err
		}
		once := inbox.Incoming{AccountID: e.AccountID, DeliveryKey: "thanks:" + e.Key, Kind: inbox.KindService, Type: "thanks", ConversationKey: e.Key}
		fresh, err := f.d.Store.KeepIntake(ctx, once, "done", "", f.d.Now())
		if err != nil || !fresh {
			return err
		}
		return f.say(ctx, c.ID, txtThanks)
	})
}
