package app

import (
	"context"
	"encoding/json"

	"prilavok/app/asks"
	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/handoff"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/notify"
	"prilavok/core/notify/held"
	"prilavok/core/rating"
	"prilavok/core/shop"
)

// notices wires what people are told.
func (a *App) notices(p notify.Ports) {
	a.Notices = notify.New(a.Store, p, a.Store, a.Now, a.IDs)
	a.Held = held.New(a.Store, a.Store, p.Inbox, a.Notices.Open, a.Now)
	a.Notices.Asked = a.Held.Asked
	a.Held.Asks = asks.Held{Queue: a.Jobs}
	a.Ratings = rating.New(rating.Ports{Store: a.Store, Tx: a.Store, Inbox: p.Inbox, Jobs: a.Jobs, Events: a.Recorder, Open: a.Notices.Open, Now: a.Now, IDs: a.IDs})
}

// staffPostJob is the payload of jobStaffPost: a post, and the notice that it is, if any.
type staffPostJob struct {
	handoff.Post
	NoticeID string `json:"notice_id,omitempty"`
}

// eventID is what every listener's job has: its event's id.
type eventID struct {
	EventID string `json:"event_id"`
	EntryID string `json:"entry_id"` // of an order's: the same id
}

func eventOf(j job.Job) (string, error) {
	var e eventID
	if err := json.Unmarshal(j.Payload, &e); err != nil {
		return "", fault.Wrap(err, fault.Invalid, "app.bad_job", "an event")
	}
	if e.EventID == "" {
		e.EventID = e.EntryID
	}
	return e.EventID, nil
}

// tellPeople hands an event to the notices.
func (a *App) tellPeople(ctx context.Context, j job.Job) error {
	id, err := eventOf(j)
	if err != nil || id == "" {
		return err
	}
	return a.Notices.Hear(ctx, id)
}

// PostNotice implements notify.Desk.
func (d staffDesk) PostNotice(ctx context.Context, n notify.Notice, p notify.Post) error {
	post := handoff.Post{Spot: handoff.Spot{AccountID: p.AccountID, ChatID: p.ChatID}, ConversationID: p.ConversationID, Text: p.Text}
	return d.Jobs.Enqueue(ctx, job.New{Kind: jobStaffPost, Lane: postLane(post), Payload: staffPostJob{post, n.ID}})
}

// postDied notes at its notice that a post could not be made.
func (a *App) postDied(ctx context.Context, j job.Job, cause error) error {
	var p staffPostJob
	if err := json.Unmarshal(j.Payload, &p); err != nil || p.NoticeID == "" {
		return nil
	}
	return a.Notices.PostFailed(ctx, p.NoticeID, cause)
}

type waitKey struct{}

// directory is who a turn is between; it notices contacts for whom something waits.
type directory struct{ inbox.Directory }

// Between implements inbox.Directory.
func (d directory) Between(ctx context.Context, conversationID string) (inbox.Conversation, contact.Contact, shop.Shop, error) {
	conv, c, sh, err := d.Directory.Between(ctx, conversationID)
	if seen, ok := ctx.Value(waitKey{}).(*string); ok && c.NoticesWait {
		*seen = c.ID
	}
	return conv, c, sh, err
}

// flushing says what has waited for a contact before they are answered: the turn reads
// the contact anyway, so that whoever has nothing waiting costs nothing.
func (a *App) flushing(turn job.Handler) job.Handler {
	return func(ctx context.Context, j job.Job) error {
		var waits string
		err := turn(context.WithValue(ctx, waitKey{}, &waits), j)
		if err != nil || waits == "" {
			return err
		}
		var p inbox.TurnJob
		if err := json.Unmarshal(j.Payload, &p); err != nil {
			return fault.Wrap(err, fault.Invalid, "app.bad_job", "a turn job")
		}
		if err := a.Held.Arrived(ctx, p.ConversationID, waits); err != nil {
			return err
		}
		return a.Notices.Arrived(ctx, p.ConversationID, waits)
	}
}
