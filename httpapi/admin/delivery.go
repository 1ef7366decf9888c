package admin

import (
	"context"
	"slices"

	"prilavok/core/delivery"
	"prilavok/httpapi/admin/gate"
)

// DeliveryFields is what can be written of a delivery method. Amounts are minor units of
// the shop's currency.
type DeliveryFields struct {
	Kind        string    `json:"kind" enum:"courier,pickup,post"`
	Title       Texts     `json:"title"`
	Description *Texts    `json:"description,omitempty"`
	Price       int64     `json:"price,omitempty" minimum:"0"`
	FreeFrom    int64     `json:"free_from,omitempty" minimum:"0" doc:"goods total from which it is free; 0 is never"`
	MinTotal    int64     `json:"min_total,omitempty" minimum:"0" doc:"goods total below which it is not offered"`
	Zones       []Zone    `json:"zones,omitempty" maxItems:"1000"`
	Place       *Place    `json:"place,omitempty" doc:"of a pickup with one point"`
	Points      []Place   `json:"points,omitempty" maxItems:"5000" doc:"of a pickup with several"`
	Schedule    *Schedule `json:"schedule,omitempty" doc:"times to choose from"`
	Rates       []Rate    `json:"rates,omitempty" maxItems:"100" doc:"by weight, instead of price"`
	Carrier     string    `json:"carrier,omitempty" maxLength:"64"`
	DaysFrom    int       `json:"days_from,omitempty" minimum:"0"`
	DaysTo      int       `json:"days_to,omitempty" minimum:"0"`
	Position    int       `json:"position,omitempty"`
	Active      bool      `json:"active,omitempty"`
}

// Zone is a part of the world with its own price.
type Zone struct {
	ID       string    `json:"id,omitempty" maxLength:"64"`
	Title    Texts     `json:"title"`
	Cities   []string  `json:"cities,omitempty" maxItems:"1000"`
	Price    int64     `json:"price,omitempty" minimum:"0"`
	FreeFrom int64     `json:"free_from,omitempty" minimum:"0"`
	MinTotal int64     `json:"min_total,omitempty" minimum:"0"`
	Rates    []Rate    `json:"rates,omitempty" maxItems:"100"`
	Schedule *Schedule `json:"schedule,omitempty" doc:"instead of the method's"`
}

// Place is where a pickup is.
type Place struct {
	ID      string  `json:"id,omitempty" maxLength:"64"`
	Title   *Texts  `json:"title,omitempty"`
	Address Texts   `json:"address"`
	Hours   *Texts  `json:"hours,omitempty"`
	Lat     float64 `json:"lat,omitempty" minimum:"-90" maximum:"90"`
	Lon     float64 `json:"lon,omitempty" minimum:"-180" maximum:"180"`
}

// Rate is the price of a parcel up to a weight.
type Rate struct {
	UpTo  int64 `json:"up_to,omitempty" minimum:"0" doc:"grams; 0 is any weight"`
	Price int64 `json:"price" minimum:"0"`
}

// Schedule says at which times a delivery can be had.
type Schedule struct {
	Windows   []Window `json:"windows" maxItems:"100"`
	CutOff    int      `json:"cut_off,omitempty" minimum:"0" doc:"hours before its beginning that a window can still be booked"`
	DaysAhead int      `json:"days_ahead,omitempty" minimum:"0" maximum:"60" doc:"days offered, today included; 0 is 7"`
	Closed    []string `json:"closed,omitempty" maxItems:"400" doc:"dates without delivery" example:"[\"2026-12-31\"]"`
}

// Window is one interval of a day, repeated by weekdays.
type Window struct {
	Days     []int  `json:"days,omitempty" doc:"1 Monday … 7 Sunday; none: every day"`
	From     string `json:"from" example:"16:00" doc:"the shop's own time"`
	To       string `json:"to" example:"20:00"`
	Capacity int64  `json:"capacity" minimum:"1" doc:"how many orders it takes"`
}

// DeliveryMethod is one way in which orders reach the customer.
type DeliveryMethod struct {
	ID string `json:"id"`
	DeliveryFields
}

func (t *Texts) orNone() Texts {
	if t == nil {
		return Texts{}
	}
	return *t
}

func scheduleOf(s delivery.Schedule) *Schedule {
	if !s.Set() {
		return nil
	}
	out := &Schedule{CutOff: s.CutOff, DaysAhead: s.DaysAhead, Closed: s.Closed}
	for _, w := range s.Windows {
		out.Windows = append(out.Windows, Window(w))
	}
	return out
}

func (s *Schedule) core() (out delivery.Schedule) {
	if s != nil {
		out = delivery.Schedule{CutOff: s.CutOff, DaysAhead: s.DaysAhead, Closed: s.Closed, Windows: convert(s.Windows, func(w Window) delivery.Window { return delivery.Window(w) })}
	}
	return out
}

// convert is a list made from another, nil from an empty one.
func convert[A, B any](list []A, fn func(A) B) []B {
	var out []B
	for _, x := range list {
		out = append(out, fn(x))
	}
	return out
}

func ratesOf(list []delivery.Rate) []Rate {
	return convert(list, func(r delivery.Rate) Rate { return Rate(r) })
}

func coreRates(list []Rate) []delivery.Rate {
	return convert(list, func(r Rate) delivery.Rate { return delivery.Rate(r) })
}

func placeOf(p delivery.Place) Place {
	title, hours := textsOf(p.Title), textsOf(p.Hours)
	return Place{p.ID, &title, textsOf(p.Address), &hours, p.Lat, p.Lon}
}

func (p Place) core() delivery.Place {
	return delivery.Place{ID: p.ID, Title: p.Title.orNone().core(), Address: p.Address.core(), Hours: p.Hours.orNone().core(), Lat: p.Lat, Lon: p.Lon}
}

func zoneOf(z delivery.Zone) Zone {
	return Zone{z.ID, textsOf(z.Title), z.Cities, z.Price, z.FreeFrom, z.MinTotal, ratesOf(z.Rates), scheduleOf(z.Schedule)}
}

func (z Zone) core() delivery.Zone {
	return delivery.Zone{ID: z.ID, Title: z.Title.core(), Cities: z.Cities, Price: z.Price, FreeFrom: z.FreeFrom, MinTotal: z.MinTotal,
		Rates: coreRates(z.Rates), Schedule: z.Schedule.core()}
}

func deliveryOf(m delivery.Method) DeliveryMethod {
	text := textsOf(m.Description)
	out := DeliveryMethod{m.ID, DeliveryFields{Kind: string(m.Kind), Title: textsOf(m.Title), Description: &text, Price: m.Price, FreeFrom: m.FreeFrom,
		MinTotal: m.MinTotal, Zones: convert(m.Zones, zoneOf), Points: convert(m.Points, placeOf), Schedule: scheduleOf(m.Schedule), Rates: ratesOf(m.Rates),
		Carrier: m.Carrier, DaysFrom: m.DaysFrom, DaysTo: m.DaysTo, Position: m.Position, Active: m.Active}}
	if m.Kind == delivery.Pickup && len(m.Points) == 0 {
		p := placeOf(m.Place)
		out.Place = &p
	}
	return out
}

func (f DeliveryFields) core(id string) delivery.Method {
	m := delivery.Method{ID: id, Kind: delivery.Kind(f.Kind), Title: f.Title.core(), Description: f.Description.orNone().core(), Price: f.Price,
		FreeFrom: f.FreeFrom, MinTotal: f.MinTotal, Zones: convert(f.Zones, Zone.core), Points: convert(f.Points, Place.core), Schedule: f.Schedule.core(),
		Rates: coreRates(f.Rates), Carrier: f.Carrier, DaysFrom: f.DaysFrom, DaysTo: f.DaysTo, Position: f.Position, Active: f.Active}
	if f.Place != nil {
		m.Place = f.Place.core()
	}
	return m
}

type deliveryIn struct {
	ByID
	Body DeliveryFields
}

func (a *api) delivery(g *gate.Gate) {
	gate.Add(g, "delivery.list", func(ctx context.Context, _ *nothing) (*out[list[DeliveryMethod]], error) {
		all, err := a.Delivery.All(ctx)
		if err != nil {
			return nil, err
		}
		return listed(all, "", deliveryOf), nil
	})
	gate.Add(g, "delivery.create", func(ctx context.Context, in *struct{ Body DeliveryFields }) (*out[DeliveryMethod], error) {
		return delivered(a.Delivery.Put(ctx, in.Body.core("")))
	})
	gate.Add(g, "delivery.put", a.putDelivery)
	gate.Add(g, "delivery.preview", a.previewDelivery)
	gate.Add(g, "delivery.delete", func(ctx context.Context, in *ByID) (*nothing, error) {
		return &nothing{}, a.Delivery.Remove(ctx, in.ID)
	})
}

func delivered(m delivery.Method, err error) (*out[DeliveryMethod], error) {
	if err != nil {
		return nil, err
	}
	return &out[DeliveryMethod]{deliveryOf(m)}, nil
}

// putDelivery replaces a method that is there: ids are made by the shop, never by callers.
func (a *api) putDelivery(ctx context.Context, in *deliveryIn) (*out[DeliveryMethod], error) {
	var m delivery.Method
	err := a.Tx.InTx(ctx, func(ctx context.Context) error {
		all, err := a.Delivery.All(ctx)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(all, func(m delivery.Method) bool { return m.ID == in.ID }) {
			return delivery.ErrNoMethod
		}
		m, err = a.Delivery.Put(ctx, in.Body.core(in.ID))
		return err
	})
	return delivered(m, err)
}
