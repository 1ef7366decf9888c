// Package ring lets events ring the bell of the staff: it hears them as jobs.
package ring

import (
	"context"
	"encoding/json"

	"prilavok/core/bell"
	"prilavok/core/fault"
	"prilavok/core/handoff"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/payment"
	"prilavok/core/txn"
)

// Ringer hears events.
type Ringer struct {
	Bell     *bell.Service
	Handoffs Handoffs
	Tx       txn.Runner
}

// Handoffs reads handoffs, in a unit of work.
type Handoffs interface {
	HandoffByID(ctx context.Context, id string) (handoff.Handoff, error)
}

// Hear is the handler of an event's job. Where an event has no row of its own it is told by what
// it is about: a handoff, or the job that tells of money which fits no order.
func (r Ringer) Hear(ctx context.Context, j job.Job) error {
	var e struct {
		EventID   string `json:"event_id"`
		EntryID   string `json:"entry_id"` // of an order's: the same id
		HandoffID string `json:"handoff_id"`
	}
	if err := json.Unmarshal(j.Payload, &e); err != nil {
		return fault.Wrap(err, fault.Invalid, "app.bad_job", "an event")
	}
	event := j.Kind[len(handoff.JobPrefix):]
	switch {
	case e.EventID != "":
		return r.Bell.Hear(ctx, e.EventID)
	case e.EntryID != "":
		return r.Bell.Hear(ctx, e.EntryID)
	case e.HandoffID != "":
		return r.handoff(ctx, e.HandoffID)
	case event == payment.EventProblem:
		return r.Bell.Ring(ctx, bell.Item{Event: event, Key: j.ID})
	}
	return nil
}

func (r Ringer) handoff(ctx context.Context, id string) error {
	return r.Tx.InTx(ctx, func(ctx context.Context) error {
		h, err := r.Handoffs.HandoffByID(ctx, id)
		if err != nil || h.Status != handoff.Requested {
			return err
		}
		return r.Bell.Ring(ctx, bell.Item{Event: handoff.EventRequested, Key: h.ID, ConversationID: h.ConversationID, Data: bell.Data{Code: string(h.Reason)}})
	})
}

// Into puts the bell before whatever else hears an event, because that may end the job; a
// message that failed rings once the notices have tried other ways.
func (r Ringer) Into(list map[string][]job.Handler) {
	for _, name := range bell.Events() {
		if name == inbox.EventMessageFailed {
			list[name] = append(list[name], r.Hear)
			continue
		}
		list[name] = append([]job.Handler{r.Hear}, list[name]...)
	}
}
