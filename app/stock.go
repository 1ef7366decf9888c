package app

import (
	"context"
	"encoding/json"
	"strconv"

	"prilavok/core/catalog"
	"prilavok/core/delivery"
	"prilavok/core/dialog"
	"prilavok/core/fault"
	"prilavok/core/handoff"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/order"
	"prilavok/core/txn"
)

// stockEvents implements catalog.StockEvents.
type stockEvents struct{ *Recorder }

// StockEvent implements catalog.StockEvents.
func (r stockEvents) StockEvent(ctx context.Context, e catalog.StockEvent) error {
	return r.Record(ctx, inbox.Event{Name: e.Name, ContactID: e.ContactID, ConversationID: e.ConversationID, SubjectID: e.VariantID, Data: e.Data})
}

// tellBack tells one who waited that goods can be had again, where they asked for it.
func (a *App) tellBack(ctx context.Context, j job.Job) error {
	h, d, err := stockHeard(j)
	if err != nil || h.ConversationID == "" {
		return err
	}
	return a.Store.InTx(ctx, func(ctx context.Context) error {
		conv, err := a.Store.ConversationByID(ctx, h.ConversationID)
		if err != nil {
			return err
		}
		who, err := a.Store.ContactByID(ctx, h.ContactID)
		if err != nil {
			return err
		}
		sh, err := a.Store.ShopByID(ctx, txn.ShopID(ctx))
		if err != nil {
			return err
		}
		if err := a.Inbox.Say(ctx, conv.ID, inbox.ByAssistant, dialog.Back(dialog.Lang(sh, who, conv), sh.DefaultLang(), h.SubjectID, d)); err != nil {
			return err
		}
		return a.Jobs.Finish(ctx)
	})
}

// parcelMoved records that a carrier says a parcel is somewhere else.
func (a *App) parcelMoved(ctx context.Context, s delivery.Shipment) error {
	return a.Recorder.Record(ctx, inbox.Event{Name: delivery.EventMoved, SubjectID: s.OrderID,
		Data: map[string]any{"holder": s.Holder, "carrier": s.Carrier, "tracking": s.Number, "state": s.State}})
}

func stockHeard(j job.Job) (heard, catalog.StockData, error) {
	var h heard
	var d catalog.StockData
	err := json.Unmarshal(j.Payload, &h)
	if err == nil {
		err = json.Unmarshal(h.Data, &d)
	}
	if err != nil {
		return h, d, fault.Wrap(err, fault.Invalid, "app.bad_job", "an event of stock")
	}
	return h, d, nil
}

var txtLow = lang.Phrase{RU: "Заканчивается: %s (%s). Осталось %s.", EN: "Running low: %s (%s). %s left."}

// tellLow tells staff that few pieces are left.
func (a *App) tellLow(ctx context.Context, j job.Job) error {
	_, d, err := stockHeard(j)
	if err != nil {
		return err
	}
	return a.Store.InTx(ctx, func(ctx context.Context) error {
		sh, err := a.Store.ShopByID(ctx, txn.ShopID(ctx))
		staff := sh.Settings.Staff
		if err != nil || staff.ChatID == "" {
			return err
		}
		l := sh.DefaultLang()
		text := txtLow.F(l, markup.B(d.Product.In(l, lang.RU)), markup.Esc(d.SKU), strconv.FormatInt(d.Left, 10))
		if err := a.post(ctx, handoff.Post{Spot: handoff.Spot{AccountID: staff.AccountID, ChatID: staff.ChatID}, Text: text}); err != nil {
			return err
		}
		return a.Jobs.Finish(ctx)
	})
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
