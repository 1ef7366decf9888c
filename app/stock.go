package app

import (
	"context"
	"encoding/json"

	"prilavok/core/catalog"
	"prilavok/core/delivery"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/order"
)

// stockEvents implements catalog.StockEvents.
type stockEvents struct{ *Recorder }

// StockEvent implements catalog.StockEvents.
func (r stockEvents) StockEvent(ctx context.Context, e catalog.StockEvent) error {
	return r.Record(ctx, inbox.Event{Name: e.Name, ContactID: e.ContactID, ConversationID: e.ConversationID, SubjectID: e.VariantID, Data: e.Data})
}

// parcelMoved records that a carrier says a parcel is somewhere else.
func (a *App) parcelMoved(ctx context.Context, s delivery.Shipment) error {
	return a.Recorder.Record(ctx, inbox.Event{Name: delivery.EventMoved, SubjectID: s.OrderID,
		Data: map[string]any{"holder": s.Holder, "carrier": s.Carrier, "tracking": s.Number, "state": s.State}})
}

// noteLow looks at what an order has taken: of some goods few may be left.
func (a *App) noteLow(ctx context.Context, j job.Job) error {
	var p order.EventJob
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return fault.Wrap(err, fault.Invalid, "app.bad_job", "an event of an order")
	}
	o, err := a.Orders.Get(ctx, p.OrderID)
	if err != nil {
		return err
	}
	var variants []string
	for _, l := range o.Lines {
		variants = append(variants, l.VariantID)
	}
	return a.Catalog.NoteLow(ctx, variants...)
}
