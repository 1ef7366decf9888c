package catalog

import (
	"context"
	"slices"
	"time"
)

// Reserve holds all needs for a holder, or none: the fault is then a *StockError. It
// joins the open unit of work. Variants are taken in the order of their ids, so that
// rivals wait for each other instead of locking each other out.
func (s *Service) Reserve(ctx context.Context, holder string, needs []Need, until time.Time) error {
	if slices.ContainsFunc(needs, func(n Need) bool { return n.Quantity < 1 }) {
		return ErrQuantity
	}
	needs = byVariant(needs)
	if len(needs) == 0 {
		return nil
	}
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		left, err := s.stock.StockLeft(ctx, idsOf(needs))
		if err != nil {
			return err
		}
		if short := shortOf(needs, left); len(short) > 0 {
			return &StockError{short}
		}
		if err := s.parts.HoldLeft(ctx, needs); err != nil {
			return err
		}
		return s.hold(ctx, holder, needs, func(id string) bool { return left[id] != Unlimited }, until)
	})
}

func idsOf(needs []Need) []string {
	ids := make([]string, len(needs))
	for i, n := range needs {
		ids[i] = n.VariantID
	}
	return ids
}

// shortOf names the needs that what is left does not cover.
func shortOf(needs []Need, left map[string]int64) []Short {
	var short []Short
	for _, n := range needs {
		if left[n.VariantID] < n.Quantity {
			short = append(short, Short{n.VariantID, n.Quantity, left[n.VariantID]})
		}
	}
	return short
}

// hold writes down what stock was taken for.
func (s *Service) hold(ctx context.Context, holder string, needs []Need, counted func(variantID string) bool, until time.Time) error {
	var list []Reservation
	var moved []Movement
	for _, n := range needs {
		r := Reservation{ID: s.ids.Make("rsv"), Holder: holder, VariantID: n.VariantID, Quantity: n.Quantity, Counted: counted(n.VariantID), Status: "held", ExpiresAt: until}
		list = append(list, r)
		if r.Counted {
			moved = append(moved, Movement{ID: s.ids.Make("stk"), VariantID: n.VariantID, Held: n.Quantity, Reason: "reserved", Holder: holder, At: s.now()})
		}
	}
	if err := s.stock.InsertReservations(ctx, list, s.now()); err != nil || len(moved) == 0 {
		return err
	}
	return s.stock.LogStock(ctx, moved...)
}

func (s *Service) log(ctx context.Context, m Movement) error {
	m.ID, m.At = s.ids.Make("stk"), s.now()
	return s.stock.LogStock(ctx, m)
}

func (s *Service) shortage(ctx context.Context, needs []Need, short []string) error {
	left, err := s.stock.StockLeft(ctx, short)
	if err != nil {
		return err
	}
	e := &StockError{}
	for _, n := range needs {
		if slices.Contains(short, n.VariantID) {
			e.Short = append(e.Short, Short{n.VariantID, n.Quantity, left[n.VariantID]})
		}
	}
	return e
}

// Release gives back what a holder holds; nothing held is no fault.
func (s *Service) Release(ctx context.Context, holder string) error {
	return s.end(ctx, holder, "released")
}

// Commit turns what a holder holds into sold goods.
func (s *Service) Commit(ctx context.Context, holder string) error {
	return s.end(ctx, holder, "sold")
}

func (s *Service) end(ctx context.Context, holder, status string) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		list, err := s.stock.Reservations(ctx, holder)
		if err != nil {
			return err
		}
		var freed []string
		for _, r := range list {
			closed, err := s.stock.CloseReservation(ctx, r.ID, status, s.now())
			if err != nil {
				return err
			}
			if !closed || !r.Counted {
				continue
			}
			sold := status == "sold"
			if err := s.stock.FreeStock(ctx, r.VariantID, r.Quantity, sold); err != nil {
				return err
			}
			m := Movement{VariantID: r.VariantID, Held: -r.Quantity, Reason: status, Holder: holder}
			if sold {
				m.Delta = -r.Quantity
			}
			if err := s.log(ctx, m); err != nil {
				return err
			}
			if !sold {
				freed = append(freed, r.VariantID)
			}
		}
		return s.arrived(ctx, freed)
	})
}

// ExpireReservations gives back what was held too long, and returns the holders.
func (s *Service) ExpireReservations(ctx context.Context) ([]string, error) {
	var holders []string
	err := s.tx.InTx(ctx, func(ctx context.Context) error {
		var err error
		if holders, err = s.expiry.ExpiredHolders(ctx, s.now(), 100); err != nil {
			return err
		}
		for _, h := range holders {
			if err := s.end(ctx, h, "expired"); err != nil {
				return err
			}
		}
		return nil
	})
	return holders, err
}

// SetStock counts a variant anew. It refuses a count below what is reserved.
func (s *Service) SetStock(ctx context.Context, variantID string, onHand int64, by string) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		delta, ok, err := s.stock.SetStock(ctx, variantID, onHand)
		if err != nil {
			return err
		}
		if !ok {
			return ErrOutOfStock
		}
		if delta == 0 {
			return nil
		}
		if err := s.log(ctx, Movement{VariantID: variantID, Delta: delta, Reason: "set", By: by}); err != nil {
			return err
		}
		if delta < 0 {
			return s.NoteLow(ctx, variantID)
		}
		return s.arrived(ctx, []string{variantID})
	})
}
