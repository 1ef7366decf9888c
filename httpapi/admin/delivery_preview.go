package admin

import (
	"context"
	"time"

	"prilavok/core/delivery"
	"prilavok/core/lang"
	"prilavok/core/money"
)

type deliveryVisitIn struct {
	Body struct {
		ID     string         `json:"id,omitempty" maxLength:"64" doc:"of the stored method, whose bookings count; its zones keep their ids"`
		Method DeliveryFields `json:"method"`
		City   string         `json:"city,omitempty" maxLength:"200" doc:"as the customer writes it"`
		Items  int64          `json:"items,omitempty" minimum:"0" doc:"what the goods cost, in minor units"`
		Grams  int64          `json:"grams,omitempty" minimum:"0"`
		At     *time.Time     `json:"at,omitempty" doc:"left out: now"`
	}
}

// SeenSlot is a time as customers read it.
type SeenSlot struct {
	Slot
	Label Texts `json:"label" doc:"on the button"`
}

// SeenDelivery is what a customer sees of a delivery method.
type SeenDelivery struct {
	Offered bool       `json:"offered"`
	Why     string     `json:"why,omitempty" enum:"off,min_total,no_zone,too_heavy,no_slot" doc:"why they cannot have it"`
	ZoneID  string     `json:"zone_id,omitempty"`
	Zone    *Texts     `json:"zone,omitempty"`
	Price   Money      `json:"price"`
	Least   Money      `json:"least" doc:"below which nothing is brought; 0 is any sum"`
	Slots   []SeenSlot `json:"slots" doc:"times that they can choose from"`
}

func (a *api) previewDelivery(ctx context.Context, in *deliveryVisitIn) (*out[SeenDelivery], error) {
	sh, err := a.Shops.Get(ctx)
	if err != nil {
		return nil, err
	}
	b := in.Body
	v := delivery.Visit{City: b.City, Items: money.Of(b.Items, sh.Currency), Grams: b.Grams, Zone: sh.Location()}
	if b.At != nil {
		v.At = *b.At
	}
	look, err := a.Delivery.Preview(ctx, b.Method.core(b.ID), v)
	if err != nil {
		return nil, err
	}
	now := v.At
	if now.IsZero() {
		now = a.Now()
	}
	seen := SeenDelivery{Offered: look.Why == "", Why: look.Why, Price: moneyOf(look.Price), Least: Money{look.Least, sh.Currency}, Slots: []SeenSlot{}}
	if look.Zone != nil {
		title := textsOf(look.Zone.Title)
		seen.ZoneID, seen.Zone = look.Zone.ID, &title
	}
	for _, s := range look.Slots {
		seen.Slots = append(seen.Slots, SeenSlot{slotOf(s), Texts{s.Label(lang.RU, now), s.Label(lang.EN, now)}})
	}
	return &out[SeenDelivery]{seen}, nil
}
