package app

import (
	"context"
	"encoding/json"

	"prilavok/core/dialog/across"
	"prilavok/core/dialog/honest"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/job"
)

// Jobs of contacts: an operator asks, and a job with the rights to do it does.
const (
	jobContactJoin = "contact:join" // payload joinJob
	jobContactPart = "contact:part" // payload joinJob

	jobContactErase = "contact:erase" // payload joinJob
)

type joinJob struct {
	JoinID    string `json:"join_id,omitempty"`
	ContactID string `json:"contact_id,omitempty"`
	By        string `json:"by,omitempty"`
}

// joinAsks implements contact.Asks over the queue.
type joinAsks struct{ *job.Queue }

// Join implements contact.Asks.
func (q joinAsks) Join(ctx context.Context, joinID string) error {
	return q.Enqueue(ctx, job.New{Kind: jobContactJoin, Payload: joinJob{JoinID: joinID}})
}

// Part implements contact.Asks.
func (q joinAsks) Part(ctx context.Context, joinID, by string) error {
	return q.Enqueue(ctx, job.New{Kind: jobContactPart, Payload: joinJob{JoinID: joinID, By: by}})
}

// Erase implements contact.Asks.
func (q joinAsks) Erase(ctx context.Context, contactID, by string) error {
	return q.Enqueue(ctx, job.New{Kind: jobContactErase, Payload: joinJob{ContactID: contactID, By: by}})
}

// erase forgets a person, and notes who wanted it so.
func (a *App) erase(ctx context.Context, j joinJob) error {
	done, err := a.Contacts.DoErase(ctx, j.ContactID)
	if err != nil || !done {
		return err
	}
	return a.Recorder.Record(ctx, inbox.Event{Name: eventErased, SubjectID: j.ContactID, Data: map[string]any{"by": j.By}})
}

// eventErased is what stays of a person who was forgotten.
const eventErased = "contact.erased"

// joining wires what is done about contacts by jobs.
func (a *App) joining() {
	a.Jobs.Register(jobContactJoin, a.joins(func(ctx context.Context, j joinJob) error { return a.Contacts.DoJoin(ctx, j.JoinID) }), job.Options{MaxAttempts: 10})
	a.Jobs.Register(jobContactPart, a.joins(func(ctx context.Context, j joinJob) error { return a.Contacts.DoPart(ctx, j.JoinID, j.By) }), job.Options{MaxAttempts: 10})
	a.Jobs.Register(jobContactErase, a.joins(a.erase), job.Options{MaxAttempts: 10})
}

func (a *App) joins(do func(ctx context.Context, j joinJob) error) job.Handler {
	return func(ctx context.Context, j job.Job) error {
		var p joinJob
		if err := json.Unmarshal(j.Payload, &p); err != nil {
			return fault.Wrap(err, fault.Invalid, "app.bad_job", "a join of contacts")
		}
		return a.Store.InTx(ctx, func(ctx context.Context) error {
			if err := do(ctx, p); err != nil {
				return err
			}
			return a.Jobs.Finish(ctx)
		})
	}
}

// rules puts law, honesty and the way to other channels before the rules of conversations.
func (a *App) rules() *honest.Rules {
	d := across.New(a.Dialog, across.Services{Contacts: a.Contacts, Carts: a.Carts, Accounts: a.Store.Accounts})
	a.Dialog.Beyond = d.Buttons
	return honest.New(d, a.Notices)
}
