package order

import (
	"context"
	"slices"
	"strings"
	"time"

	"prilavok/core/catalog"
)

// ShortState is what became of a shortfall.
type ShortState string

const (
	ShortOpen        ShortState = "open"        // somebody must decide
	ShortWaiting     ShortState = "waiting"     // decided: the next pieces that come are the order's
	ShortFilled      ShortState = "filled"      // pieces came
	ShortSubstituted ShortState = "substituted" // other goods go instead
	ShortRefunded    ShortState = "refunded"    // taken off the order
	ShortDropped     ShortState = "dropped"     // the order no longer needs them
)

// Shortfall is pieces that an order should have and stock has not.
type Shortfall struct {
	ID        string
	OrderID   string
	VariantID string
	Quantity  int64
	State     ShortState
	CreatedAt time.Time
	ClosedAt  time.Time
}

// Open reports whether the pieces are still missing.
func (f Shortfall) Open() bool { return f.State == ShortOpen || f.State == ShortWaiting }

// secure holds all pieces that a placed order needs and does not hold; what cannot be had
// becomes a shortfall, or, where whole is asked for, a refusal before anything is written.
func (s *Service) secure(ctx context.Context, o *Order, whole bool) error {
	missing, err := s.missing(ctx, *o)
	if err != nil {
		return err
	}
	lapsed := !o.LapsedAt.IsZero()
	o.LapsedAt = time.Time{}
	if len(missing) == 0 {
		return nil
	}
	ids := make([]string, len(missing))
	for i, n := range missing {
		ids[i] = n.VariantID
	}
	left, err := s.stock.Left(ctx, ids)
	if err != nil {
		return err
	}
	var have []catalog.Need
	lacks := map[string]int64{}
	for _, n := range missing {
		got := max(min(n.Quantity, left[n.VariantID]), 0)
		if got > 0 {
			have = append(have, catalog.Need{VariantID: n.VariantID, Quantity: got})
		}
		if n.Quantity > got {
			if whole {
				return ErrOutOfStock
			}
			lacks[n.VariantID] = n.Quantity - got
			f := Shortfall{ID: s.ids.Make("sfl"), OrderID: o.ID, VariantID: n.VariantID, Quantity: n.Quantity - got, State: ShortOpen, CreatedAt: o.UpdatedAt}
			if err := s.goods.SaveShortfall(ctx, f); err != nil {
				return err
			}
		}
	}
	if err := s.stock.Adjust(ctx, o.ID, have, Forever); err != nil {
		return err
	}
	if len(lacks) > 0 {
		return s.Tell(ctx, *o, EventShortfall, Actor{Kind: BySystem}, "", map[string]any{"short": lacks})
	}
	if lapsed {
		return s.Tell(ctx, *o, EventHeld, Actor{Kind: BySystem}, "", nil)
	}
	return nil
}

// missing lists the pieces that an order neither holds nor has sent nor lacks already, by
// variant.
func (s *Service) missing(ctx context.Context, o Order) ([]catalog.Need, error) {
	wants, err := s.wants(ctx, o)
	if err != nil {
		return nil, err
	}
	var out []catalog.Need
	for id, n := range wants {
		if n > 0 {
			out = append(out, catalog.Need{VariantID: id, Quantity: n})
		}
	}
	slices.SortFunc(out, func(a, b catalog.Need) int { return strings.Compare(a.VariantID, b.VariantID) })
	return out, nil
}

// wants counts by variant what an order needs beyond what it holds, has sent or lacks
// already; below zero are pieces that it holds and does not need.
func (s *Service) wants(ctx context.Context, o Order) (map[string]int64, error) {
	need := map[string]int64{}
	for _, l := range o.Lines {
		need[l.VariantID] += l.Quantity
	}
	parcels, err := s.goods.FulfillmentsOf(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	for _, f := range parcels {
		for _, p := range f.Lines {
			if f.Sent() {
				need[p.VariantID] -= p.Quantity
			}
		}
	}
	open, err := s.goods.ShortfallsOf(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	for _, f := range open {
		if f.Open() {
			need[f.VariantID] -= f.Quantity
		}
	}
	held, err := s.stock.Held(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	for id, n := range held {
		need[id] -= n
	}
	return need, nil
}

// Take takes n pieces off a shortfall; none left closes it as state.
func (f *Shortfall) Take(n int64, state ShortState, at time.Time) {
	if n < f.Quantity {
		f.Quantity -= n
		return
	}
	f.State, f.ClosedAt = state, at
}

// Hold holds the goods of an order again whose reservation had lapsed; what cannot be had
// becomes a shortfall.
//
// Faults: ErrNotFound, ErrNoChange when they are held, the reasons of May.
func (s *Service) Hold(ctx context.Context, orderID string, by Actor) (Order, error) {
	return s.Change(ctx, orderID, by, func(ctx context.Context, o *Order) error {
		if err := May(ActResolve, o.Status); err != nil {
			return err
		}
		if o.LapsedAt.IsZero() {
			return ErrNoChange
		}
		return s.secure(ctx, o, false)
	})
}

// Shortfalls lists what an order lacks or lacked, oldest first.
func (s *Service) Shortfalls(ctx context.Context, orderID string) ([]Shortfall, error) {
	var list []Shortfall
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		list, err = s.goods.ShortfallsOf(ctx, orderID)
		return err
	})
	return list, err
}
