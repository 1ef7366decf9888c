package app

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"prilavok/app/ring"
	"prilavok/core/assistant"
	"prilavok/core/catalog"
	"prilavok/core/delivery"
	"prilavok/core/fault"
	"prilavok/core/handoff"
	"prilavok/core/hook"
	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/notify"
	"prilavok/core/order"
	"prilavok/core/order/returns"
	"prilavok/core/payment"
	"prilavok/store"
)

// listeners is who hears what. A listener is a job: it may run twice and must not
// mind. No hook is registered anywhere else. An event with an empty list is recorded
// for reports, and nobody acts on it yet.
func (a *App) listeners() map[string][]job.Handler {
	list := map[string][]job.Handler{
		order.EventPlaced:             {a.noteLow},
		order.EventCanceled:           {a.orderMoney(a.Payments.OrderCanceled)},
		catalog.EventAvailable:        {},
		delivery.EventMoved:           {},
		order.EventCompleted:          {},
		order.EventDrafted:            {},
		order.EventDiscarded:          {},
		order.EventEdited:             {a.orderMoney(a.Payments.OrderEdited)},
		order.EventExpired:            {},
		order.EventStage:              {},
		order.EventPacked:             {},
		order.EventShipped:            {},
		order.EventDelivered:          {},
		order.EventUnpacked:           {},
		order.EventShortfall:          {},
		order.EventFilled:             {},
		order.EventHeld:               {},
		returns.EventRequested:        {a.tellStaffReturn},
		returns.EventApproved:         {},
		returns.EventRefused:          {},
		returns.EventWithdrawn:        {},
		returns.EventReceived:         {a.returnMoney},
		payment.EventAwaiting:         {},
		payment.EventAuthorized:       {},
		payment.EventCaptured:         {},
		payment.EventFailed:           {},
		payment.EventCanceled:         {},
		payment.EventProof:            {a.tellStaffProof},
		payment.EventProblem:          {a.tellStaffMoney},
		payment.EventRefundCreated:    {},
		payment.EventRefundSucceeded:  {},
		payment.EventRefundFailed:     {},
		handoff.EventRequested:        {a.tellStaffHandoff},
		handoff.EventAccepted:         {},
		handoff.EventResolved:         {},
		inbox.EventMessageFailed:      {a.holdMessage},
		inbox.EventRevoked:            {},
		notify.EventTrouble:           {},
		notify.EventPaused:            {},
		notify.EventResumed:           {},
		assistant.EventModelDown:      {},
		assistant.EventModelRecovered: {},
		assistant.EventBudget:         {},
		notify.EventLowRating:         {},
	}
	for _, name := range notify.Events() {
		list[name] = append(list[name], a.tellPeople)
	}
	ring.Ringer{Bell: a.Bell, Handoffs: a.Store, Tx: a.Store}.Into(list)
	for name := range list {
		if hook.Carries(name) {
			list[name] = append(list[name], a.sendHooks)
		}
	}
	return list
}

// acted lists the events that a listener of our own acts on.
var acted = []string{order.EventPlaced, order.EventCanceled, order.EventEdited, returns.EventRequested, returns.EventReceived,
	payment.EventProof, payment.EventProblem, handoff.EventRequested, inbox.EventMessageFailed, notify.EventLowRating}

// heard reports whether an event has a listener. It asks no table of handlers, which a
// program that only notes events does without; a test compares.
func heard(name string) bool {
	return slices.Contains(acted, name) || slices.Contains(notify.Events(), name) || hook.Carries(name)
}

// tellAll runs the listeners of one event. After a fault all are run again: the one that
// ends the job in its own unit of work stands last.
func tellAll(list []job.Handler) job.Handler {
	return func(ctx context.Context, j job.Job) error {
		for _, fn := range list {
			if err := fn(ctx, j); err != nil {
				return err
			}
		}
		return nil
	}
}

// Recorder writes domain events and asks for their listeners, all in the unit of
// work that made the event true.
type Recorder struct {
	store *store.Store
	jobs  *job.Queue
	ids   *id.Maker
	now   func() time.Time
}

// heardJob is the payload of a listener's job.
type heardJob struct {
	EventID        string          `json:"event_id,omitempty"`
	Name           string          `json:"name"`
	ContactID      string          `json:"contact,omitempty"`
	ConversationID string          `json:"conversation,omitempty"`
	SubjectID      string          `json:"subject,omitempty"`
	Data           json.RawMessage `json:"data,omitempty"`
}

// Record implements inbox.Events.
func (r *Recorder) Record(ctx context.Context, e inbox.Event) error {
	eventID := r.ids.Make("evt")
	if err := r.store.RecordEvent(ctx, eventID, e, r.now()); err != nil {
		return err
	}
	// Orders and handoffs enqueue their own jobs with what their listeners need.
	if !heard(e.Name) || e.Name == handoff.EventRequested {
		return nil
	}
	data, err := json.Marshal(e.Data)
	if err != nil {
		return fault.Wrap(err, fault.Internal, "app.event", "the data of %s", e.Name)
	}
	return r.jobs.Enqueue(ctx, job.New{Kind: order.JobPrefix + e.Name,
		Payload: heardJob{eventID, e.Name, e.ContactID, e.ConversationID, e.SubjectID, data}})
}
