package edit

import (
	"context"
	"slices"

	"prilavok/core/order"
)

// ShortChoice decides what becomes of a shortfall.
type ShortChoice struct {
	OrderID     string
	ShortfallID string
	VariantID   string // of Substitute
	By          order.Actor
	Why         string
}

// Wait leaves a shortfall until pieces come: the first that do are this order's.
//
// Faults: ErrNotFound, ErrNoShortfall, the reasons of May.
func (s *Service) Wait(ctx context.Context, c ShortChoice) (order.Order, error) {
	return s.resolve(ctx, c, func(ctx context.Context, o *order.Order, f order.Shortfall) error {
		f.State = order.ShortWaiting
		if err := s.store.SaveShortfall(ctx, f); err != nil {
			return err
		}
		return s.orders.Tell(ctx, *o, order.EventShortfall, c.By, c.Why, map[string]any{"short": map[string]int64{f.VariantID: f.Quantity}, "choice": "wait"})
	})
}

// RefundShort takes the missing pieces off the order: the difference goes back. An order
// that has nothing else is canceled.
//
// Faults: as of Wait and of Edit.
func (s *Service) RefundShort(ctx context.Context, c ShortChoice) (order.Order, error) {
	all := false
	o, err := s.resolve(ctx, c, func(ctx context.Context, o *order.Order, f order.Shortfall) error {
		changes, rest := without(*o, f)
		if all = rest == 0; all {
			return order.ErrEmpty
		}
		return s.replaceShort(ctx, o, f, Request{Changes: Changes{Lines: changes}, By: c.By, Why: c.Why}, order.ShortRefunded)
	})
	if all {
		return s.orders.Cancel(ctx, order.CancelRequest{OrderID: c.OrderID, By: c.By, Why: c.Why, Refund: true})
	}
	return o, err
}

// Substitute sends other goods for the missing pieces: for what these cost, or for less
// when the others cost less today.
//
// Faults: as of Wait and of Edit.
func (s *Service) Substitute(ctx context.Context, c ShortChoice) (order.Order, error) {
	o, err := s.resolve(ctx, c, func(ctx context.Context, o *order.Order, f order.Shortfall) error {
		items, err := s.shelf.Items(ctx, []string{c.VariantID})
		if err != nil {
			return err
		}
		changes, _ := without(*o, f)
		for _, x := range slices.Clone(changes) {
			l, _ := o.LineByNumber(x.Line)
			n := l.Quantity - x.Quantity
			if x.Remove {
				n = l.Quantity
			}
			price := min(l.Price.Amount, items[c.VariantID].Price.Amount)
			changes = append(changes, LineChange{VariantID: c.VariantID, Quantity: n, Price: &price})
		}
		return s.replaceShort(ctx, o, f, Request{Changes: Changes{Lines: changes}, By: c.By, Why: c.Why}, order.ShortSubstituted)
	})
	return o, order.LostStock(ctx, err)
}

// replaceShort edits the missing pieces away and closes their shortfall.
func (s *Service) replaceShort(ctx context.Context, o *order.Order, f order.Shortfall, r Request, state order.ShortState) error {
	r.ours, r.shortfall = true, f.ID
	if _, err := s.edit(ctx, o, r); err != nil {
		return err
	}
	f.State, f.ClosedAt = state, o.UpdatedAt
	if err := s.store.SaveShortfall(ctx, f); err != nil {
		return err
	}
	return s.orders.Tell(ctx, *o, order.EventFilled, r.By, r.Why, map[string]any{"variant": f.VariantID, "quantity": f.Quantity, "how": string(state)})
}

func (s *Service) resolve(ctx context.Context, c ShortChoice, fn func(ctx context.Context, o *order.Order, f order.Shortfall) error) (order.Order, error) {
	return s.orders.Change(ctx, c.OrderID, c.By, func(ctx context.Context, o *order.Order) error {
		if err := order.May(order.ActResolve, o.Status); err != nil {
			return err
		}
		list, err := s.store.ShortfallsOf(ctx, o.ID)
		if err != nil {
			return err
		}
		for _, f := range list {
			if f.ID == c.ShortfallID && f.Open() {
				return fn(ctx, o, f)
			}
		}
		return order.ErrNoShortfall
	})
}

// without takes the pieces of a shortfall off the order's lines, the last ones first, and
// tells how many pieces are left in all.
func without(o order.Order, f order.Shortfall) (changes []LineChange, rest int64) {
	n := f.Quantity
	for _, l := range slices.Backward(o.Lines) {
		take := min(n, l.Quantity)
		if l.VariantID != f.VariantID || take == 0 {
			continue
		}
		n -= take
		changes = append(changes, LineChange{Line: l.Line, Quantity: l.Quantity - take, Remove: take == l.Quantity})
	}
	return changes, o.Count() - f.Quantity
}
