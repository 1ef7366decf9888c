package scenario

import (
	"context"
	"strings"
	"testing"
	"time"

	"prilavok/core/delivery"
	"prilavok/core/shop"
	"prilavok/core/staff"
	"prilavok/provider/carriertest"
	"prilavok/store"
	"prilavok/store/storetest"
)

// Upkeep follows the parcels of every shop, and a carrier that is down spoils nothing.
func TestUpkeep(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		s := NewStage(t, st, shop.Telegram, nil)
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
		s := NewStage(t, st, shop.Telegram, nil)
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

// breaksOff ends the round of upkeep that asks it, once: as a process whose time is over.
type breaksOff struct {
	delivery.Carrier
	end context.CancelFunc
}

// Track implements delivery.Carrier.
func (b *breaksOff) Track(ctx context.Context, number string) (delivery.Tracking, error) {
	if b.end != nil {
		b.end()
		b.end = nil
		return delivery.Tracking{}, ctx.Err()
	}
	return b.Carrier.Track(ctx, number)
}

// A round that was broken off is anybody's to do again at once, not ten minutes later.
func TestUpkeepBrokenOff(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		s := NewStage(t, st, shop.Telegram, nil)
		far := carriertest.NewMemory()
		ctx, cancel := context.WithCancel(t.Context())
		s.carriers = map[string]delivery.Carrier{"far": &breaksOff{far, cancel}}
		s.start()
		sent, err := s.app.Shipments.Send(s.ctx, "ord_1", "ful_1", "far", carriertest.Parcel())
		s.ok(err)
		far.Move(sent.Number, delivery.ParcelDelivered)
		s.now = sent.CheckAt.Add(time.Minute)
		if err := s.app.Upkeep(ctx); err == nil {
			t.Error("a round that was broken off ended well")
		}
		if begun := s.begunAgain(st); !begun {
			t.Error("nobody may try again")
		}
	})
}

// begunAgain reports whether the shop may be looked after now.
func (s *Stage) begunAgain(st *store.Store) (ours bool) {
	s.ok(st.InTx(s.ctx, func(ctx context.Context) (err error) {
		ours, err = st.BeginUpkeep(ctx, s.now, s.now.Add(-9*time.Minute))
		return err
	}))
	return ours
}
