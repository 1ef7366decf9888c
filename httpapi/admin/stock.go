package admin

import (
	"context"
	"time"

	"prilavok/core/cart"
	"prilavok/core/catalog"
	"prilavok/core/delivery"
	"prilavok/httpapi/admin/gate"
)

// Movement is one change of a variant's stock.
type Movement struct {
	ID        string    `json:"id"`
	VariantID string    `json:"variant_id"`
	OnHand    int64     `json:"on_hand" doc:"by how much what there is has changed"`
	Reserved  int64     `json:"reserved" doc:"by how much what is held has changed"`
	Reason    string    `json:"reason" doc:"set, reserved, released, expired, sold, returned, import"`
	Holder    string    `json:"holder,omitempty" doc:"the order that it was for"`
	By        string    `json:"by,omitempty" doc:"an operator or an API key; none: the shop itself"`
	At        time.Time `json:"at"`
}

func movementOf(m catalog.Movement) Movement {
	return Movement{m.ID, m.VariantID, m.Delta, m.Held, m.Reason, m.Holder, m.By, m.At}
}

type stockLogIn struct {
	Cursor  string    `query:"cursor" maxLength:"200" doc:"next of the page before; leave out for the first page"`
	Variant string    `query:"variant_id" maxLength:"64"`
	Order   string    `query:"order_id" maxLength:"64"`
	Reason  string    `query:"reason" maxLength:"40"`
	By      string    `query:"by" maxLength:"64"`
	From    time.Time `query:"from"`
	To      time.Time `query:"to" doc:"before"`
}

// Slot is a time at which a delivery can be had.
type Slot struct {
	Key   string    `json:"key" doc:"names it" example:"2026-11-27T16:00"`
	Date  string    `json:"date" doc:"this and the hours: the shop's own time" example:"2026-11-27"`
	From  string    `json:"from" example:"16:00"`
	To    string    `json:"to" example:"20:00"`
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
	Left  int64     `json:"left" doc:"orders that it can still take"`
	Of    int64     `json:"of" doc:"orders that it takes in all"`
}

func slotOf(s delivery.Slot) Slot {
	return Slot{s.Key(), s.Date, s.From, s.To, s.Start.UTC(), s.End.UTC(), s.Left, s.Capacity}
}

type slotsIn struct {
	ByID
	Zone string `query:"zone_id" maxLength:"64" doc:"of a method with zones"`
}

func (a *api) stock(g *gate.Gate) {
	gate.Add(g, "stock.log", func(ctx context.Context, in *stockLogIn) (*out[list[Movement]], error) {
		cursor, err := gate.ReadCursor(in.Cursor)
		if err != nil {
			return nil, err
		}
		p, err := a.Catalog.StockLog(ctx, catalog.LogFilter{VariantID: in.Variant, Reason: in.Reason, Holder: in.Order, By: in.By, From: in.From, To: in.To}, cursor)
		if err != nil {
			return nil, err
		}
		return listed(p.Movements, p.Next, movementOf), nil
	})
	gate.Add(g, "delivery.slots", func(ctx context.Context, in *slotsIn) (*out[list[Slot]], error) {
		all, err := a.Delivery.All(ctx)
		if err != nil {
			return nil, err
		}
		if _, ok := cart.FindMethod(all, in.ID); !ok {
			return nil, delivery.ErrNoMethod
		}
		times, err := a.Carts.Times(ctx, cart.Choice{MethodID: in.ID, ZoneID: in.Zone})
		if err != nil {
			return nil, err
		}
		return listed(times, "", slotOf), nil
	})
}
