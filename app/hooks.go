package app

import (
	"context"
	"encoding/json"

	"prilavok/core/call"
	"prilavok/core/hook"
	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/notify"
	"prilavok/core/order"
)

// hooks wires the outgoing webhooks.
func (a *App) hooks() {
	a.Hooks = hook.New(hook.Deps{Store: a.Store, Events: a.Store, Tx: a.Store, Jobs: a.Jobs, Do: a.outside(), Keys: a.Keys, Now: a.Now, IDs: a.IDs, Private: a.PrivateHooks,
		Read: a.hookEvent, Disabled: a.hookDisabled})
}

// outside carries out calls to addresses that others name.
func (a *App) outside() call.Doer {
	if a.Outside == nil {
		return a.HTTP
	}
	return a.Outside
}

// hookEvent reads an event with its order as the API shows it.
func (a *App) hookEvent(ctx context.Context, eventID string) (hook.Event, bool, error) {
	e, found, err := a.Store.EventByID(ctx, eventID)
	if err != nil || !found {
		return hook.Event{}, false, err
	}
	out := hook.Event{ID: e.ID, Name: e.Name, At: e.At, Data: map[string]any{"event": json.RawMessage(e.Data)}}
	if id.Prefix(e.SubjectID) != "ord" {
		return out, true, nil
	}
	o, err := a.Orders.Get(ctx, e.SubjectID)
	if err != nil {
		return out, false, err
	}
	out.Data["order"] = a.orderDoc(o)
	return out, true, nil
}

// orderDoc is an order for other programs. Where the API is not built in, at the edge, it
// is what names the order and how it stands.
func (a *App) orderDoc(o order.Order) any {
	if a.OrderDoc != nil {
		return a.OrderDoc(o)
	}
	return map[string]any{"id": o.ID, "number": o.Number, "status": o.Status, "payment_status": o.Payment, "fulfillment_status": o.Fulfillment,
		"contact_id": o.ContactID, "total": o.Total, "revision": o.Revision}
}

func (a *App) hookDisabled(ctx context.Context, e hook.Endpoint) error {
	return a.Recorder.Record(ctx, inbox.Event{Name: notify.EventWebhookDisabled, SubjectID: e.ID, Data: map[string]any{"url": e.URL, "reason": e.Reason}})
}

// sendHooks hands an event to the webhooks.
func (a *App) sendHooks(ctx context.Context, j job.Job) error {
	id, err := eventOf(j)
	if err != nil || id == "" {
		return err
	}
	return a.Hooks.Hear(ctx, id)
}
