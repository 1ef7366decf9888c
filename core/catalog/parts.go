package catalog

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Arrivals is told, in the unit of work that made it true, of variants that more can be
// had of than before.
type Arrivals interface {
	Arrived(ctx context.Context, variantIDs []string) error
}

// Tell names who is told of arrivals. It is called once, while the shop is wired.
func (s *Service) Tell(a Arrivals) { s.arrivals = a }

func (s *Service) arrived(ctx context.Context, variantIDs []string) error {
	if s.arrivals != nil && len(variantIDs) > 0 {
		if err := s.arrivals.Arrived(ctx, variantIDs); err != nil {
			return err
		}
	}
	return s.TellWaiting(ctx, variantIDs)
}

// Left tells what can be had of variants, Unlimited where stock is not counted, and holds
// their rows until the open unit of work ends.
func (s *Service) Left(ctx context.Context, variantIDs []string) (map[string]int64, error) {
	if len(variantIDs) == 0 {
		return nil, nil
	}
	return s.stock.StockLeft(ctx, variantIDs)
}

// Held tells what a holder holds, by variant.
func (s *Service) Held(ctx context.Context, holder string) (map[string]int64, error) {
	list, err := s.stock.Reservations(ctx, holder)
	out := map[string]int64{}
	for _, r := range list {
		out[r.VariantID] += r.Quantity
	}
	return out, err
}

// Adjust holds more of some variants for a holder and gives back of others, where the
// quantity is below zero: all of it or none, the fault is then a *StockError. Variants
// are taken in the order of their ids.
func (s *Service) Adjust(ctx context.Context, holder string, changes []Need, until time.Time) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		changes := byVariant(changes)
		held, err := s.heldRows(ctx, holder, changes)
		if err != nil {
			return err
		}
		var short, freed []string
		for _, n := range changes {
			if n.Quantity < 0 {
				freed = append(freed, n.VariantID)
				if err := s.part(ctx, held, Need{n.VariantID, -n.Quantity}, "released"); err != nil {
					return err
				}
				continue
			}
			ok, counted, err := s.stock.HoldStock(ctx, n.VariantID, n.Quantity)
			if err != nil {
				return err
			}
			if !ok {
				short = append(short, n.VariantID)
				continue
			}
			if err := s.hold(ctx, holder, []Need{n}, func(string) bool { return counted }, until); err != nil {
				return err
			}
		}
		if len(short) > 0 {
			return s.shortage(ctx, changes, short)
		}
		return s.arrived(ctx, freed)
	})
}

// Sell turns part of what a holder holds into sold goods.
//
// Faults: ErrQuantity when it holds less.
func (s *Service) Sell(ctx context.Context, holder string, needs []Need) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		needs := byVariant(needs)
		held, err := s.stock.Reservations(ctx, holder)
		if err != nil {
			return err
		}
		for _, n := range needs {
			if err := s.part(ctx, held, n, "sold"); err != nil {
				return err
			}
		}
		return nil
	})
}

// Restock puts goods back on hand: what came back from a customer or a carrier. Of what
// is not counted nothing changes.
func (s *Service) Restock(ctx context.Context, holder, by string, needs []Need) error {
	return s.back(ctx, holder, by, needs, false)
}

// WriteOff notes goods that came back and are not sold again: the log tells of both, and
// what is on hand stays.
func (s *Service) WriteOff(ctx context.Context, holder, by string, needs []Need) error {
	return s.back(ctx, holder, by, needs, true)
}

func (s *Service) back(ctx context.Context, holder, by string, needs []Need, lost bool) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		var more []string
		for _, n := range byVariant(needs) {
			if n.Quantity < 1 {
				return ErrQuantity
			}
			steps := []Movement{{VariantID: n.VariantID, Delta: n.Quantity, Reason: "returned", Holder: holder, By: by}}
			add := n.Quantity
			if lost {
				steps = append(steps, Movement{VariantID: n.VariantID, Delta: -n.Quantity, Reason: "written_off", Holder: holder, By: by})
				add = 0
			}
			counted, err := s.parts.AddStock(ctx, n.VariantID, add)
			for _, m := range steps {
				if err == nil && counted {
					err = s.log(ctx, m)
				}
			}
			if err != nil {
				return err
			}
			if counted && !lost {
				more = append(more, n.VariantID)
			}
		}
		return s.arrived(ctx, more)
	})
}

// heldRows reads what a holder has, where something is to be given back.
func (s *Service) heldRows(ctx context.Context, holder string, changes []Need) ([]Reservation, error) {
	if !slices.ContainsFunc(changes, func(n Need) bool { return n.Quantity < 0 }) {
		return nil, nil
	}
	return s.stock.Reservations(ctx, holder)
}

// part ends n pieces of what is held of a variant, the oldest rows first.
func (s *Service) part(ctx context.Context, held []Reservation, n Need, status string) error {
	left := n.Quantity
	for i := range held {
		r := &held[i]
		take := min(left, r.Quantity)
		if r.VariantID != n.VariantID || take == 0 {
			continue
		}
		if err := s.endPart(ctx, *r, take, status); err != nil {
			return err
		}
		r.Quantity -= take
		left -= take
	}
	if left > 0 {
		return ErrQuantity
	}
	return nil
}

// endPart ends take pieces of a reservation: all of it, or a row split off from it.
func (s *Service) endPart(ctx context.Context, r Reservation, take int64, status string) error {
	var err error
	if take == r.Quantity {
		_, err = s.stock.CloseReservation(ctx, r.ID, status, s.now())
	} else {
		err = s.parts.ShrinkReservation(ctx, r.ID, take)
		if err == nil && status == "sold" { // what is sold is counted by its rows
			off := r
			off.ID, off.Quantity, off.Status = s.ids.Make("rsv"), take, status
			err = s.stock.InsertReservations(ctx, []Reservation{off}, s.now())
		}
	}
	if err != nil || !r.Counted {
		return err
	}
	m := Movement{VariantID: r.VariantID, Held: -take, Reason: status, Holder: r.Holder}
	if status == "sold" {
		m.Delta = -take
	}
	if err := s.stock.FreeStock(ctx, r.VariantID, take, status == "sold"); err != nil {
		return err
	}
	return s.log(ctx, m)
}

// byVariant sums needs and sorts them by variant, so that rivals wait for each other
// instead of locking each other out. What comes to nothing is left out.
func byVariant(needs []Need) []Need {
	var out []Need
	for _, n := range needs {
		if i := slices.IndexFunc(out, func(o Need) bool { return o.VariantID == n.VariantID }); i >= 0 {
			out[i].Quantity += n.Quantity
			continue
		}
		out = append(out, n)
	}
	out = slices.DeleteFunc(out, func(n Need) bool { return n.Quantity == 0 })
	slices.SortFunc(out, func(a, b Need) int { return strings.Compare(a.VariantID, b.VariantID) })
	return out
}
