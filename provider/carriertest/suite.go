// Package carriertest is the suite that every delivery.Carrier must pass, and a carrier
// in memory that passes it.
package carriertest

import (
	"context"
	"errors"
	"testing"

	"prilavok/core/delivery"
	"prilavok/core/money"
)

// Parcel is one that every carrier takes.
func Parcel() delivery.Parcel {
	return delivery.Parcel{City: "Казань", Address: "Баумана, 1", Name: "Анна Петрова", Phone: "+79211234567", Grams: 700, Worth: money.Of(99000, "RUB")}
}

// Suite is what every carrier must pass. move makes the carrier's world bring a parcel
// into a state.
func Suite(t *testing.T, c delivery.Carrier, move func(number string, to delivery.ParcelState)) {
	ctx := t.Context()
	t.Run("quotes", func(t *testing.T) {
		light, err := c.Quote(ctx, Parcel())
		heavy := Parcel()
		heavy.Grams = 4000
		more, err2 := c.Quote(ctx, heavy)
		if err != nil || err2 != nil || light.Price.Amount <= 0 || light.Price.Currency != "RUB" || more.Price.Amount < light.Price.Amount || light.DaysTo < light.DaysFrom {
			t.Errorf("%+v, %v; four kilograms: %+v, %v", light, err, more, err2)
		}
	})
	t.Run("refuses what it does not take", func(t *testing.T) {
		p := Parcel()
		p.Address, p.City = "", ""
		if _, err := c.Create(ctx, "shp_bad", p); !errors.Is(err, delivery.ErrParcel) {
			t.Errorf("a parcel to nowhere: %v", err)
		}
	})
	t.Run("one key, one parcel", func(t *testing.T) {
		a, err := c.Create(ctx, "shp_a", Parcel())
		again, err2 := c.Create(ctx, "shp_a", Parcel())
		b, err3 := c.Create(ctx, "shp_b", Parcel())
		if err != nil || err2 != nil || err3 != nil || a.Number == "" || a != again || a.Number == b.Number {
			t.Errorf("%+v, again %+v, another %+v; %v %v %v", a, again, b, err, err2, err3)
		}
	})
	t.Run("follows a parcel", func(t *testing.T) { follows(t, c, move) })
	t.Run("takes back what is not on its way", func(t *testing.T) { takesBack(t, c, move) })
	t.Run("ends with its caller", func(t *testing.T) {
		over, cancel := context.WithCancel(ctx)
		cancel()
		if _, err := c.Track(over, "whatever"); err == nil {
			t.Error("a canceled call was answered")
		}
	})
}

func follows(t *testing.T, c delivery.Carrier, move func(string, delivery.ParcelState)) {
	got, err := c.Create(t.Context(), "shp_way", Parcel())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []delivery.ParcelState{delivery.ParcelMade, delivery.ParcelOnWay, delivery.ParcelArrived, delivery.ParcelDelivered} {
		if want != delivery.ParcelMade {
			move(got.Number, want)
		}
		if at, err := c.Track(t.Context(), got.Number); err != nil || at.State != want {
			t.Errorf("at %+v, %v; want %s", at, err, want)
		}
	}
	if _, err := c.Track(t.Context(), "no such number"); !errors.Is(err, delivery.ErrNoParcel) {
		t.Errorf("an unknown number: %v", err)
	}
}

func takesBack(t *testing.T, c delivery.Carrier, move func(string, delivery.ParcelState)) {
	ctx := t.Context()
	got, err := c.Create(ctx, "shp_back", Parcel())
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := c.Cancel(ctx, got.Number); err != nil {
			t.Errorf("cancel: %v", err)
		}
	}
	if at, err := c.Track(ctx, got.Number); err != nil || at.State != delivery.ParcelCanceled {
		t.Errorf("canceled, but %+v, %v", at, err)
	}
	gone, err := c.Create(ctx, "shp_gone", Parcel())
	if err != nil {
		t.Fatal(err)
	}
	move(gone.Number, delivery.ParcelOnWay)
	if err := c.Cancel(ctx, gone.Number); !errors.Is(err, delivery.ErrOnWay) {
		t.Errorf("cancel on the way: %v", err)
	}
	if err := c.Cancel(ctx, "no such number"); !errors.Is(err, delivery.ErrNoParcel) {
		t.Errorf("cancel an unknown number: %v", err)
	}
}
