package app

import (
	"context"
	"encoding/json"
	"time"

	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/store"
)

// Recorder writes domain events and asks for their listeners, all in the unit of
// work that made the event true.
type Recorder struct {
	store *store.Store
	jobs  *job.Queue
	ids   *id.Maker
	now   func() time.Time
	hears map[string][]string // event name → listeners
}

// heard is the payload of a listener's job.
type heard struct {
	Name           string          `json:"name"`
	ContactID      string          `json:"contact,omitempty"`
	ConversationID string          `json:"conversation,omitempty"`
	SubjectID      string          `json:"subject,omitempty"`
	Data           json.RawMessage `json:"data,omitempty"`
}

// Record implements inbox.Events.
func (r *Recorder) Record(ctx context.Context, e inbox.Event) error {
	if err := r.store.RecordEvent(ctx, r.ids.Make("evt"), e, r.now()); err != nil {
		return err
	}
	data, err := json.Marshal(e.Data)
	if err != nil {
		return fault.Wrap(err, fault.Internal, "app.event", "the data of %s", e.Name)
	}
	for _, listener := range r.hears[e.Name] {
		err := r.jobs.Enqueue(ctx, job.New{Kind: "event:" + listener,
			Payload: heard{e.Name, e.ContactID, e.ConversationID, e.SubjectID, data}})
		if err != nil {
			return err
		}
	}
	return nil
}
