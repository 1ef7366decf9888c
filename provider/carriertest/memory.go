package carriertest

import (
	"context"
	"strconv"
	"sync"

	"prilavok/core/delivery"
	"prilavok/core/fault"
	"prilavok/core/money"
	"prilavok/core/txn"
)

// Memory is a carrier in memory. It refuses to be asked inside a unit of work, as the
// HTTP clients of real ones do.
type Memory struct {
	mu    sync.Mutex
	byKey map[string]string
	at    map[string]delivery.ParcelState
	down  bool
	Asked int // how often it was asked where a parcel is
}

// NewMemory returns a carrier with nothing on its way.
func NewMemory() *Memory {
	return &Memory{byKey: map[string]string{}, at: map[string]delivery.ParcelState{}}
}

// Move brings a parcel into a state.
func (m *Memory) Move(number string, to delivery.ParcelState) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.at[number] = to
}

// Down makes the carrier answer nothing, or answer again.
func (m *Memory) Down(yes bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.down = yes
}

// enter begins a call; the caller unlocks.
func (m *Memory) enter(ctx context.Context) error {
	m.mu.Lock()
	switch {
	case txn.Open(ctx):
		return txn.ErrOpen
	case ctx.Err() != nil:
		return fault.Wrap(ctx.Err(), fault.Unavailable, "carrier.unavailable", "the carrier was not reached")
	case m.down:
		return fault.New(fault.Unavailable, "carrier.unavailable", "the carrier was not reached")
	}
	return nil
}

// Quote implements delivery.Carrier.
func (m *Memory) Quote(ctx context.Context, p delivery.Parcel) (delivery.Offer, error) {
	defer m.mu.Unlock()
	if err := m.enter(ctx); err != nil {
		return delivery.Offer{}, err
	}
	return delivery.Offer{Price: money.Of(20000+p.Grams*10, "RUB"), DaysFrom: 2, DaysTo: 4}, nil
}

// Create implements delivery.Carrier.
func (m *Memory) Create(ctx context.Context, key string, p delivery.Parcel) (delivery.Consignment, error) {
	defer m.mu.Unlock()
	if err := m.enter(ctx); err != nil {
		return delivery.Consignment{}, err
	}
	if p.City == "" && p.Address == "" {
		return delivery.Consignment{}, delivery.ErrParcel
	}
	number, ok := m.byKey[key]
	if !ok {
		number = strconv.Itoa(1100000000 + len(m.byKey))
		m.byKey[key], m.at[number] = number, delivery.ParcelMade
	}
	return delivery.Consignment{Number: number}, nil
}

// Parcels counts what was ordered.
func (m *Memory) Parcels() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.byKey)
}

// Track implements delivery.Carrier.
func (m *Memory) Track(ctx context.Context, number string) (delivery.Tracking, error) {
	defer m.mu.Unlock()
	err := m.enter(ctx)
	m.Asked++
	if err != nil {
		return delivery.Tracking{}, err
	}
	state, ok := m.at[number]
	if !ok {
		return delivery.Tracking{}, delivery.ErrNoParcel
	}
	return delivery.Tracking{State: state, Place: "Казань"}, nil
}

// Cancel implements delivery.Carrier.
func (m *Memory) Cancel(ctx context.Context, number string) error {
	defer m.mu.Unlock()
	if err := m.enter(ctx); err != nil {
		return err
	}
	switch m.at[number] {
	case "":
		return delivery.ErrNoParcel
	case delivery.ParcelMade, delivery.ParcelCanceled:
		m.at[number] = delivery.ParcelCanceled
		return nil
	}
	return delivery.ErrOnWay
}
