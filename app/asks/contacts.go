// Package asks does by jobs what the API asks for and may not do itself: the panel's role in the
// database reads much and writes little.
package asks

import (
	"context"
	"encoding/json"

	"prilavok/core/contact"
	"prilavok/core/desk"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/notify/held"
	"prilavok/core/rating"
	"prilavok/core/txn"
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

// Contacts implements contact.Asks over the queue.
type Contacts struct{ *job.Queue }

// Join implements contact.Asks.
func (q Contacts) Join(ctx context.Context, joinID string) error {
	return q.Enqueue(ctx, job.New{Kind: jobContactJoin, Payload: joinJob{JoinID: joinID}})
}

// Part implements contact.Asks.
func (q Contacts) Part(ctx context.Context, joinID, by string) error {
	return q.Enqueue(ctx, job.New{Kind: jobContactPart, Payload: joinJob{JoinID: joinID, By: by}})
}

// Erase implements contact.Asks.
func (q Contacts) Erase(ctx context.Context, contactID, by string) error {
	return q.Enqueue(ctx, job.New{Kind: jobContactErase, Payload: joinJob{ContactID: contactID, By: by}})
}

// Deps are what the jobs call.
type Deps struct {
	Contacts *contact.Service
	Held     *held.Service
	Ratings  *rating.Service
	Desk     *desk.Service
	Writer   desk.Writer // of drafts
	Jobs     *job.Queue
	Tx       txn.Runner
	Record   func(ctx context.Context, e inbox.Event) error // in the open unit of work
}

// erase forgets a person, and notes who wanted it so.
func (d Deps) erase(ctx context.Context, j joinJob) error {
	done, err := d.Contacts.DoErase(ctx, j.ContactID)
	if err != nil || !done {
		return err
	}
	return d.Record(ctx, inbox.Event{Name: eventErased, SubjectID: j.ContactID, Data: map[string]any{"by": j.By}})
}

// eventErased is what stays of a person who was forgotten.
const eventErased = "contact.erased"

// Register gives the queue what is done by jobs.
func Register(d Deps) {
	d.Jobs.Register(jobContactJoin, d.handler(func(ctx context.Context, j joinJob) error { return d.Contacts.DoJoin(ctx, j.JoinID) }), job.Options{MaxAttempts: 10})
	d.Jobs.Register(jobContactPart, d.handler(func(ctx context.Context, j joinJob) error { return d.Contacts.DoPart(ctx, j.JoinID, j.By) }), job.Options{MaxAttempts: 10})
	d.Jobs.Register(jobContactErase, d.handler(d.erase), job.Options{MaxAttempts: 10})
	d.Jobs.Register(desk.JobDraft, d.Desk.Write(d.Writer), job.Options{MaxAttempts: 5, Dead: d.Desk.NotWritten})
	d.Jobs.Register(desk.JobWake, d.wake, job.Options{MaxAttempts: 10})
	d.Jobs.Register(rating.JobAsk, d.Ratings.Ask, job.Options{MaxAttempts: 10})
	d.Jobs.Register(jobHeldDecide, d.decide, job.Options{MaxAttempts: 10})
}

func (d Deps) handler(do func(ctx context.Context, j joinJob) error) job.Handler {
	return func(ctx context.Context, j job.Job) error {
		var p joinJob
		if err := json.Unmarshal(j.Payload, &p); err != nil {
			return fault.Wrap(err, fault.Invalid, "app.bad_job", "a join of contacts")
		}
		return d.Tx.InTx(ctx, func(ctx context.Context) error {
			if err := do(ctx, p); err != nil {
				return err
			}
			return d.Jobs.Finish(ctx)
		})
	}
}
