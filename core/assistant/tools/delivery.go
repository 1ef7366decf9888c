package tools

import (
	"cmp"
	"context"
	"encoding/json"
	"time"

	"prilavok/core/assistant"
	"prilavok/core/cart"
	"prilavok/core/delivery"
	"prilavok/core/fault"
)

// where is how the model names a delivery: the arguments of every tool that takes one.
type where struct {
	MethodID *string `json:"method_id"`
	City     *string `json:"city"`
	PointID  *string `json:"point_id"`
	Slot     *string `json:"slot"`
}

// Schemas of where's arguments besides the method.
var (
	argCity  = maybe("The customer's city, where the delivery has zones, or null")
	argPoint = maybe("A pickup point from delivery_options, where the delivery has several, or null")
	argSlot  = maybe("A time from delivery_times, where the delivery asks for one, or null")
)

var (
	errNoZone  = fault.New(fault.Invalid, "assistant.no_zone", "this delivery does not go to that city, or the city is missing: see delivery_options")
	errNoPoint = fault.New(fault.Invalid, "assistant.no_point", "this delivery has no such pickup point: see delivery_options")
	errNoTimes = fault.New(fault.Invalid, "assistant.no_times", "this delivery asks for no time")
)

// choose finds the delivery that the model means. That a point or a time is missing, or
// that the time is taken, is the quote's to tell.
func choose(ctx context.Context, c Carts, a where) (cart.Choice, error) {
	if value(a.MethodID) == "" {
		return cart.Choice{}, nil
	}
	list, err := c.Deliveries(ctx)
	if err != nil {
		return cart.Choice{}, err
	}
	m, ok := cart.FindMethod(list, value(a.MethodID))
	if !ok {
		return cart.Choice{}, cart.ErrNoMethod
	}
	choice := cart.Choice{MethodID: m.ID, PointID: value(a.PointID), Slot: value(a.Slot)}
	if _, known := m.PointByID(choice.PointID); choice.PointID != "" && (!known || len(m.Points) == 0) {
		return cart.Choice{}, errNoPoint
	}
	if len(m.Zones) > 0 {
		city := value(a.City)
		z, ok := m.ZoneOf(city)
		if !ok {
			z, ok = m.ZoneByID(city)
		}
		if !ok {
			return cart.Choice{}, errNoZone
		}
		choice.ZoneID = z.ID
	}
	return choice, nil
}

func viewPoints(s assistant.Session, list []cart.Place) []map[string]any {
	def := s.Input().Shop.DefaultLang()
	var out []map[string]any
	for _, p := range list {
		v := map[string]any{"point_id": p.ID, "address": assistant.Clean(p.Address.In(s.Lang, def), 200)}
		if t := assistant.Clean(p.Title.In(s.Lang, def), 120); t != "" {
			v["title"] = t
		}
		if h := assistant.Clean(p.Hours.In(s.Lang, def), 200); h != "" {
			v["hours"] = h
		}
		out = append(out, v)
	}
	return out
}

// asksForTime reports whether a method, or one of its zones, is had at chosen times.
func asksForTime(m cart.Method) bool {
	asks := m.Schedule.Set()
	for _, z := range m.Zones {
		asks = asks || z.Schedule.Set()
	}
	return asks
}

// DeliveryTimes lists the times that can still be booked, or finds the one that the
// customer's words mean.
func DeliveryTimes(c Carts, now func() time.Time) assistant.Tool {
	return assistant.Tool{Name: "delivery_times",
		Description: "Lists the free times of a delivery that asks for a time, soonest first, or finds the one that the customer's words mean.",
		Schema: object("method_id", text("A way of delivery from delivery_options"), "city", argCity,
			"when", maybe("When, in the customer's own words (\"tomorrow after 6 pm\"), or null for the soonest ones")),
		Run: func(ctx context.Context, s assistant.Session, args json.RawMessage) (assistant.Result, error) {
			var a struct {
				MethodID string  `json:"method_id"`
				City     *string `json:"city"`
				When     *string `json:"when"`
			}
			if err := decode(args, &a); err != nil {
				return assistant.Result{}, err
			}
			choice, err := choose(ctx, c, where{MethodID: &a.MethodID, City: a.City})
			if err != nil || choice.MethodID == "" {
				return assistant.Result{}, cmp.Or(err, error(cart.ErrNoMethod))
			}
			all, err := c.Times(ctx, choice)
			if err != nil || len(all) == 0 {
				return assistant.Result{}, cmp.Or(err, error(errNoTimes))
			}
			return assistant.Result{Data: viewTimes(s, delivery.Free(all), value(a.When), now())}, nil
		}}
}

func viewTimes(s assistant.Session, free []cart.Slot, when string, now time.Time) map[string]any {
	view := func(x cart.Slot) map[string]any {
		return map[string]any{"slot": x.Key(), "time": x.Text(s.Lang)}
	}
	v := map[string]any{}
	if when != "" {
		x, ok := delivery.Meant(when, free, now)
		if ok {
			return map[string]any{"meant": view(x)}
		}
		v["meant"] = nil // no such time, or it is taken: others are below
	}
	shown, _ := delivery.Shown(free, "")
	list := []map[string]any{}
	for _, x := range shown {
		list = append(list, view(x))
	}
	v["times"] = list
	return v
}
