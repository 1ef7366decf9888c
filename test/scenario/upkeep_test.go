package scenario

import (
	"strings"
	"testing"
	"time"

	"prilavok/core/delivery"
	"prilavok/provider/carriertest"
	"prilavok/store"
	"prilavok/store/storetest"
)

// Upkeep follows the parcels of every shop, and a carrier that is down spoils nothing.
func TestUpkeep(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		s := newStage(t, st)
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
