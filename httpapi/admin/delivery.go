package admin

import (
	"context"

	"prilavok/core/cart"
	"prilavok/httpapi/admin/gate"
)

// DeliveryFields is what can be written of a delivery method. Amounts are minor units of
// the shop's currency.
type DeliveryFields struct {
	Kind        string `json:"kind" enum:"courier,pickup,post"`
	Title       Texts  `json:"title"`
	Description *Texts `json:"description,omitempty"`
	Price       int64  `json:"price,omitempty" minimum:"0"`
	FreeFrom    int64  `json:"free_from,omitempty" minimum:"0" doc:"goods total from which it is free; 0 is never"`
	MinTotal    int64  `json:"min_total,omitempty" minimum:"0" doc:"goods total below which it is not offered"`
	Zones       []Zone `json:"zones,omitempty" maxItems:"1000"`
	Place       *Place `json:"place,omitempty" doc:"of a pickup"`
	DaysFrom    int    `json:"days_from,omitempty" minimum:"0"`
	DaysTo      int    `json:"days_to,omitempty" minimum:"0"`
	Position    int    `json:"position,omitempty"`
	Active      bool   `json:"active,omitempty"`
}

// Zone is a part of the world with its own price.
type Zone struct {
	ID       string   `json:"id,omitempty" maxLength:"64"`
	Title    Texts    `json:"title"`
	Cities   []string `json:"cities,omitempty" maxItems:"1000"`
	Price    int64    `json:"price,omitempty" minimum:"0"`
	FreeFrom int64    `json:"free_from,omitempty" minimum:"0"`
}

// Place is where a pickup is.
type Place struct {
	Address Texts   `json:"address"`
	Hours   *Texts  `json:"hours,omitempty"`
	Lat     float64 `json:"lat,omitempty" minimum:"-90" maximum:"90"`
	Lon     float64 `json:"lon,omitempty" minimum:"-180" maximum:"180"`
}

// DeliveryMethod is one way in which orders reach the customer.
type DeliveryMethod struct {
	ID string `json:"id"`
	DeliveryFields
}

func deliveryOf(m cart.Method) DeliveryMethod {
	text, hours := textsOf(m.Description), textsOf(m.Place.Hours)
	out := DeliveryMethod{m.ID, DeliveryFields{Kind: string(m.Kind), Title: textsOf(m.Title), Description: &text, Price: m.Price, FreeFrom: m.FreeFrom,
		MinTotal: m.MinTotal, DaysFrom: m.DaysFrom, DaysTo: m.DaysTo, Position: m.Position, Active: m.Active}}
	if m.Kind == cart.Pickup {
		out.Place = &Place{textsOf(m.Place.Address), &hours, m.Place.Lat, m.Place.Lon}
	}
	for _, z := range m.Zones {
		out.Zones = append(out.Zones, Zone{z.ID, textsOf(z.Title), z.Cities, z.Price, z.FreeFrom})
	}
	return out
}

func (f DeliveryFields) core(id string) cart.Method {
	m := cart.Method{ID: id, Kind: cart.Kind(f.Kind), Title: f.Title.core(), Price: f.Price, FreeFrom: f.FreeFrom, MinTotal: f.MinTotal,
		DaysFrom: f.DaysFrom, DaysTo: f.DaysTo, Position: f.Position, Active: f.Active}
	if f.Description != nil {
		m.Description = f.Description.core()
	}
	if f.Place != nil {
		m.Place = cart.Place{Address: f.Place.Address.core(), Lat: f.Place.Lat, Lon: f.Place.Lon}
		if f.Place.Hours != nil {
			m.Place.Hours = f.Place.Hours.core()
		}
	}
	for _, z := range f.Zones {
		m.Zones = append(m.Zones, cart.Zone{ID: z.ID, Title: z.Title.core(), Cities: z.Cities, Price: z.Price, FreeFrom: z.FreeFrom})
	}
	return m
}

type deliveryIn struct {
	ByID
	Body DeliveryFields
}

func (a *api) delivery(g *gate.Gate) {
	gate.Add(g, "delivery.list", func(ctx context.Context, _ *nothing) (*out[list[DeliveryMethod]], error) {
		all, err := a.Carts.AllDeliveries(ctx)
		if err != nil {
			return nil, err
		}
		return listed(all, "", deliveryOf), nil
	})
	gate.Add(g, "delivery.create", func(ctx context.Context, in *struct{ Body DeliveryFields }) (*out[DeliveryMethod], error) {
		return delivered(a.Carts.PutDelivery(ctx, in.Body.core("")))
	})
	gate.Add(g, "delivery.put", a.putDelivery)
	gate.Add(g, "delivery.delete", func(ctx context.Context, in *ByID) (*nothing, error) {
		return &nothing{}, a.Carts.RemoveDelivery(ctx, in.ID)
	})
}

func delivered(m cart.Method, err error) (*out[DeliveryMethod], error) {
	if err != nil {
		return nil, err
	}
	return &out[DeliveryMethod]{deliveryOf(m)}, nil
}

// putDelivery replaces a method that is there: ids are made here, never by callers.
func (a *api) putDelivery(ctx context.Context, in *deliveryIn) (*out[DeliveryMethod], error) {
	var m cart.Method
	err := a.Tx.InTx(ctx, func(ctx context.Context) error {
		all, err := a.Carts.AllDeliveries(ctx)
		if err != nil {
			return err
		}
		if _, ok := cart.FindMethod(all, in.ID); !ok {
			return cart.ErrNoMethod
		}
		m, err = a.Carts.PutDelivery(ctx, in.Body.core(in.ID))
		return err
	})
	return delivered(m, err)
}
