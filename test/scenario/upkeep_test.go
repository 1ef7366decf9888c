package scenario

import (
	"context"
	"strings"
	"testing"
	"time"

	"prilavok/core/delivery"
	"prilavok/core/staff"
	"prilavok/provider/carriertest"
	"prilavok/store"
	"prilavok/store/storetest"
)

// Upkeep follows the parcels of every shop, and a carrier that is down spoils nothing.
func TestUpkeep(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		s := NewStage(t, st, nil)
		far := carriertest.NewMemory()
		s.carriers = map[string]delivery.Carrier{"far": far}
		s.start()
		sent, err := s.app.Shipments.Send(s.ctx, "ord_1", "ful_1", "far", carriertest.Parcel())
		s.ok(err)
		far.Move(sent.Number, delivery.ParcelDelivered)
		far.Down(true)
		s.now = s.now.Add(3 * time.Hour)
		s.ok(s.app.Upkeep(t.Context()))
		far.Down(false)
		s.now = s.now.Add(5 * time.Hour)
		s.ok(s.app.Upkeep(t.Context()))
		got, err := s.app.Shipments.Of(s.ctx, "ful_1")
		s.ok(err)
		if got.State != delivery.ParcelDelivered || got.Fails != 0 || !got.CheckAt.IsZero() || !strings.Contains(got.Place, "Казань") {
			t.Errorf("the parcel is %+v", got)
		}
	})
}

// Of several processes that call upkeep, one does a shop's, and the next ten minutes later.
func TestUpkeepIsDoneOnce(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		s := NewStage(t, st, nil)
		far := carriertest.NewMemory()
		s.carriers = map[string]delivery.Carrier{"far": far}
		s.start()
		sent, err := s.app.Shipments.Send(s.ctx, "ord_1", "ful_1", "far", carriertest.Parcel())
		s.ok(err)
		far.Move(sent.Number, delivery.ParcelDelivered)
		k, _, err := s.app.Staff.Issue(s.ctx, "1C", staff.Scopes, time.Time{})
		s.ok(err)
		_, err = s.app.Staff.Begin(s.ctx, staff.Request{KeyID: k.ID, Key: "one", Route: "orders.create", BodyHash: "h"})
		s.ok(err)
		for _, x := range []struct {
			at   time.Time
			want delivery.ParcelState
		}{{sent.CheckAt.Add(-5 * time.Minute), sent.State}, {sent.CheckAt.Add(time.Minute), sent.State}, {sent.CheckAt.Add(6 * time.Minute), delivery.ParcelDelivered},
			{sent.CheckAt.Add(48 * time.Hour), delivery.ParcelDelivered}} {
			s.now = x.at
			s.ok(s.app.Upkeep(t.Context()))
			got, err := s.app.Shipments.Of(s.ctx, "ful_1")
			s.ok(err)
			if got.State != x.want {
				t.Errorf("at %s the parcel is %s, want %s", x.at, got.State, x.want)
			}
		}
		s.ok(st.InTx(s.ctx, func(ctx context.Context) error {
			n, err := st.ForgetRequests(ctx, s.now)
			if n != 0 {
				t.Errorf("%d answers of the API are still kept", n)
			}
			return err
		}))
	})
}
