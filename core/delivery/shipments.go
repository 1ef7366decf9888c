package delivery

import (
	"context"
	"errors"
	"time"

	"prilavok/core/fault"
	"prilavok/core/txn"
)

// EventMoved is recorded when a carrier says that a parcel is somewhere else.
const EventMoved = "shipment.moved"

// Shipment is one parcel on its way, of a holder: an order's fulfillment.
type Shipment struct {
	ID        string // the key under which the carrier is asked
	Holder    string
	OrderID   string
	Carrier   string
	Number    string // "" until the carrier has answered
	URL       string
	Parcel    Parcel
	State     ParcelState // "" until the carrier has answered
	Place     string
	Fails     int       // questions in a row that were not answered
	CheckAt   time.Time // when the carrier is asked next; zero: never
	CreatedAt time.Time
	UpdatedAt time.Time
}

// ShipmentStore is what shipments need of a database.
type ShipmentStore interface {
	// PutShipment adds a shipment; false when its holder has one, which stays.
	PutShipment(ctx context.Context, s Shipment) (bool, error)
	// SaveShipment stores what the carrier said, if the shipment is not over.
	SaveShipment(ctx context.Context, s Shipment) (bool, error)
	// ShipmentOf finds the shipment of a holder and holds its row when lock is set.
	ShipmentOf(ctx context.Context, holder string, lock bool) (s Shipment, found bool, err error)
	// DueShipments lists those whose carrier is to be asked by now, the longest due first.
	DueShipments(ctx context.Context, now time.Time, limit int) ([]Shipment, error)
}

// Moved records, in the open unit of work, that a parcel is somewhere else.
type Moved func(ctx context.Context, s Shipment) error

// Shipper sends parcels and follows them. It is not for units of work: it asks carriers.
type Shipper struct {
	store    ShipmentStore
	carriers map[string]Carrier
	moved    Moved
	tx       txn.Runner
	now      func() time.Time
	makeID   func(prefix string) string
}

// NewShipper returns a shipper with the carriers that can be asked, by name; the others
// are known by their numbers alone.
func NewShipper(store ShipmentStore, carriers map[string]Carrier, moved Moved, tx txn.Runner, now func() time.Time, makeID func(string) string) *Shipper {
	return &Shipper{store: store, carriers: carriers, moved: moved, tx: tx, now: now, makeID: makeID}
}

// Bounds of asking a carrier.
const (
	checkEvery = 2 * time.Hour
	checkLate  = 24 * time.Hour // the longest wait after failures
	checkFails = 12             // then a person has to look
	checkBatch = 50
)

// Attach notes that a holder's goods were sent with a number that somebody wrote down.
// With a carrier that can be asked the parcel is followed.
//
// Faults: ErrNumber when the number is empty or too long; ErrSent when the holder's goods
// went with another number.
func (s *Shipper) Attach(ctx context.Context, orderID, holder, carrier, number string) (Shipment, error) {
	number = CleanNumber(number)
	if number == "" || len(number) > 40 {
		return Shipment{}, ErrNumber
	}
	x := s.begin(orderID, holder, carrier, Parcel{})
	x.Number, x.URL, x.State = number, Link(carrier, number), ParcelOnWay
	if s.carriers[carrier] != nil {
		x.CheckAt = x.CreatedAt
	}
	kept, err := s.put(ctx, x)
	if err == nil && kept.Number != number {
		err = ErrSent
	}
	return kept, err
}

func (s *Shipper) begin(orderID, holder, carrier string, p Parcel) Shipment {
	now := s.now().UTC().Truncate(time.Microsecond)
	return Shipment{ID: s.makeID("shp"), Holder: holder, OrderID: orderID, Carrier: carrier, Parcel: p, CreatedAt: now, UpdatedAt: now}
}

// put stores a shipment, or returns the one that its holder has.
func (s *Shipper) put(ctx context.Context, x Shipment) (Shipment, error) {
	err := s.tx.InTx(ctx, func(ctx context.Context) error {
		fresh, err := s.store.PutShipment(ctx, x)
		if err != nil || fresh {
			return err
		}
		x, _, err = s.store.ShipmentOf(ctx, x.Holder, false)
		return err
	})
	return x, err
}

// Send has a carrier take a parcel: the intent is stored, the carrier is asked under its
// id, the answer is stored. Asked again after a crash it goes on where it was, and the
// carrier, asked under the same key, makes no second parcel.
//
// Faults: ErrCannot when the carrier cannot be asked; those of Carrier.Create.
func (s *Shipper) Send(ctx context.Context, orderID, holder, carrier string, p Parcel) (Shipment, error) {
	c := s.carriers[carrier]
	if c == nil {
		return Shipment{}, ErrCannot
	}
	x, err := s.put(ctx, s.begin(orderID, holder, carrier, p))
	if err != nil || x.Number != "" || x.State.Over() {
		return x, err
	}
	if c = s.carriers[x.Carrier]; c == nil {
		return x, ErrCannot
	}
	got, err := c.Create(ctx, x.ID, x.Parcel)
	if err != nil {
		return x, err
	}
	x.Number, x.URL, x.State = CleanNumber(got.Number), got.URL, ParcelMade
	if x.URL == "" {
		x.URL = Link(x.Carrier, x.Number)
	}
	x.UpdatedAt = s.now()
	x.CheckAt = x.UpdatedAt.Add(checkEvery)
	return x, s.save(ctx, x, false)
}

func (s *Shipper) save(ctx context.Context, x Shipment, moved bool) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		ok, err := s.store.SaveShipment(ctx, x)
		if err != nil || !ok || !moved || s.moved == nil {
			return err
		}
		return s.moved(ctx, x)
	})
}

// Of returns the shipment of a holder.
//
// Faults: ErrNoParcel.
func (s *Shipper) Of(ctx context.Context, holder string) (Shipment, error) {
	var x Shipment
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var found bool
		var err error
		x, found, err = s.store.ShipmentOf(ctx, holder, false)
		if err == nil && !found {
			err = ErrNoParcel
		}
		return err
	})
	return x, err
}

// Cancel takes a holder's parcel back from its carrier. One that was only written down
// is only forgotten about.
//
// Faults: ErrNoParcel, ErrOnWay.
func (s *Shipper) Cancel(ctx context.Context, holder string) error {
	x, err := s.Of(ctx, holder)
	if err != nil || x.State == ParcelCanceled {
		return err
	}
	if c := s.carriers[x.Carrier]; c != nil && x.Number != "" {
		if err := c.Cancel(ctx, x.Number); err != nil && !errors.Is(err, ErrCannot) {
			return err
		}
	}
	x.State, x.CheckAt, x.UpdatedAt = ParcelCanceled, time.Time{}, s.now()
	return s.save(ctx, x, true)
}

// Follow asks the carriers about the shop's parcels that are due, and returns how many
// moved. A carrier that does not answer is asked later and later, and after a dozen
// times no more.
func (s *Shipper) Follow(ctx context.Context) (int, error) {
	var due []Shipment
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		due, err = s.store.DueShipments(ctx, s.now(), checkBatch)
		return err
	})
	if err != nil {
		return 0, err
	}
	n := 0
	for _, x := range due {
		was := x.State
		s.ask(ctx, &x)
		if err := s.save(ctx, x, x.State != was); err != nil {
			return n, err
		}
		if x.State != was {
			n++
		}
	}
	return n, nil
}

// ask puts what the carrier says into a shipment.
func (s *Shipper) ask(ctx context.Context, x *Shipment) {
	now := s.now()
	x.UpdatedAt, x.CheckAt = now, time.Time{}
	c := s.carriers[x.Carrier]
	if c == nil {
		return
	}
	got, err := c.Track(ctx, x.Number)
	switch {
	case err == nil:
		x.State, x.Place, x.Fails = got.State, got.Place, 0
		if !x.State.Over() {
			x.CheckAt = now.Add(checkEvery)
		}
	case errors.Is(err, ErrCannot):
	default:
		x.Fails++
		if x.Fails < checkFails {
			wait := max(min(checkEvery<<min(x.Fails, 8), checkLate), fault.RetryAfter(err))
			x.CheckAt = now.Add(wait)
		}
	}
}
