package storetest

import (
	"context"
	"testing"
	"time"

	"prilavok/core/delivery"
	"prilavok/provider/carriertest"
	"prilavok/store"
)

var _ = Case("PutShipment SaveShipment ShipmentOf DueShipments", func(t *testing.T, st *store.Store) {
	c := NewCounter(t, st, "parcels")
	far := carriertest.NewMemory()
	var moved []delivery.ParcelState
	ship := delivery.NewShipper(st, map[string]delivery.Carrier{"far": far},
		func(_ context.Context, s delivery.Shipment) error { moved = append(moved, s.State); return nil }, st, c.Now, c.IDs.Make)

	note, err := ship.Attach(c.Ctx, "ord_1", "ful_1", "cdek", " 10 123-456 78 ")
	c.OK(err)
	kept, err := ship.Of(c.Ctx, "ful_1")
	c.OK(err)
	if kept != note || kept.Number != "1012345678" || kept.URL != "https://www.cdek.ru/ru/tracking/?order_id=1012345678" || !kept.CheckAt.IsZero() {
		t.Errorf("written down: %+v", kept)
	}
	_, err = ship.Attach(c.Ctx, "ord_1", "ful_1", "cdek", "1012345678") // once is enough
	c.OK(err)
	_, err = ship.Attach(c.Ctx, "ord_1", "ful_1", "cdek", "1012345679")
	wantFault(t, err, delivery.ErrSent)
	_, err = ship.Attach(c.Ctx, "ord_1", "ful_x", "cdek", " ")
	wantFault(t, err, delivery.ErrNumber)
	_, err = ship.Send(c.Ctx, "ord_1", "ful_y", "cdek", carriertest.Parcel())
	wantFault(t, err, delivery.ErrCannot)
	_, err = ship.Of(c.Ctx, "ful_y")
	wantFault(t, err, delivery.ErrNoParcel)

	far.Down(true) // between the intent and the answer
	if _, err := ship.Send(c.Ctx, "ord_2", "ful_2", "far", carriertest.Parcel()); err == nil {
		t.Error("sent with a carrier that is down")
	}
	far.Down(false)
	sent, err := ship.Send(c.Ctx, "ord_2", "ful_2", "far", carriertest.Parcel())
	c.OK(err)
	again, err := ship.Send(c.Ctx, "ord_2", "ful_2", "far", carriertest.Parcel())
	c.OK(err)
	if sent.Number == "" || again.Number != sent.Number || again.State != delivery.ParcelMade || again.Parcel != carriertest.Parcel() || far.Parcels() != 1 {
		t.Errorf("sent %+v, then %+v, %d parcels", sent, again, far.Parcels())
	}
	follow := func(what string, want int, state delivery.ParcelState) {
		t.Helper()
		n, err := ship.Follow(c.Ctx)
		c.OK(err)
		if x, err := ship.Of(c.Ctx, "ful_2"); err != nil || n != want || x.State != state {
			t.Errorf("%s: %d moved, the parcel is %s, %v", what, n, x.State, err)
		}
	}
	far.Move(sent.Number, delivery.ParcelOnWay)
	follow("not due", 0, delivery.ParcelMade)
	c.Pass(2 * time.Hour)
	follow("due", 1, delivery.ParcelOnWay)
	wantFault(t, ship.Cancel(c.Ctx, "ful_2"), delivery.ErrOnWay)

	far.Down(true)
	asked := far.Asked
	for range 60 {
		c.Pass(24 * time.Hour)
		follow("down", 0, delivery.ParcelOnWay)
	}
	if n := far.Asked - asked; n != 12 {
		t.Errorf("asked %d times in vain", n)
	}
	far.Down(false)

	third, err := ship.Send(c.Ctx, "ord_3", "ful_3", "far", carriertest.Parcel())
	c.OK(err)
	c.OK(ship.Cancel(c.Ctx, "ful_3"))
	c.OK(ship.Cancel(c.Ctx, "ful_3"))
	far.Move(third.Number, delivery.ParcelDelivered) // what is over stays as it is
	c.Pass(24 * time.Hour)
	n, err := ship.Follow(c.Ctx)
	c.OK(err)
	if x, err := ship.Of(c.Ctx, "ful_3"); err != nil || n != 0 || x.State != delivery.ParcelCanceled {
		t.Errorf("after its end: %+v, %v", x, err)
	}
	if len(moved) != 2 || moved[0] != delivery.ParcelOnWay || moved[1] != delivery.ParcelCanceled {
		t.Errorf("told of %v", moved)
	}
})
