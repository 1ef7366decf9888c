package returns

import (
	"context"

	"prilavok/core/catalog"
	"prilavok/core/money"
	"prilavok/core/order"
)

// Receipt is goods of a return that are back.
type Receipt struct {
	Decision
	Lines      []order.Piece // what really came; empty: all of it
	WrittenOff []order.Piece // of that, what is not sold again
	Amount     *int64        // minor units to give back, where it is less than the goods cost
}

// Receive notes that goods are back: they are on hand again unless written off, and the
// order owes their worth. The event tells payment what to give back and how.
//
// Faults: as of Approve; ErrLines; ErrAmount.
func (s *Service) Receive(ctx context.Context, c Receipt) (Return, error) {
	var r Return
	err := order.Unit(ctx, s.tx.InTx, func(ctx context.Context) error {
		var err error
		if r, err = s.look(ctx, c.Decision, Received); err != nil {
			return err
		}
		came, back, err := split(r.Lines, c.Lines, c.WrittenOff)
		if err != nil {
			return err
		}
		_, err = s.orders.Change(ctx, c.OrderID, c.By, func(ctx context.Context, o *order.Order) error {
			list, err := s.store.ReturnsOf(ctx, o.ID)
			if err != nil {
				return err
			}
			credited := r.Amount.Amount
			r.Lines, r.Amount = came, worth(*o, came, taken(list, r.ID))
			if err := c.priced(&r); err != nil {
				return err
			}
			return s.receive(ctx, o, &r, c, back, credited)
		})
		return err
	})
	return r, err
}

// priced takes the operator's amount instead of what the goods cost.
func (c Receipt) priced(r *Return) error {
	if c.Amount == nil {
		return nil
	}
	if c.By.Kind != order.ByOperator || c.Why == "" || *c.Amount < 0 || *c.Amount > r.Amount.Amount {
		return ErrAmount
	}
	r.Amount = money.Of(*c.Amount, r.Amount.Currency)
	return nil
}

func (s *Service) receive(ctx context.Context, o *order.Order, r *Return, c Receipt, back []order.Piece, credited int64) error {
	if r.Credited {
		o.Returned.Amount -= credited
	}
	o.Returned.Amount += r.Amount.Amount
	for _, p := range r.Lines {
		o.Goods.Returned += p.Quantity
	}
	r.State, r.ReceivedAt, r.Credited = Received, o.UpdatedAt, true
	kept, lost := needs(r.Lines, back)
	if err := s.stock.Restock(ctx, o.ID, c.By.ID, kept); err != nil {
		return err
	}
	if err := s.stock.WriteOff(ctx, o.ID, c.By.ID, lost); err != nil {
		return err
	}
	if err := s.store.SaveReturn(ctx, *r); err != nil {
		return err
	}
	told := data(*r)
	told["restocked"], told["written_off"] = back, c.WrittenOff
	return s.orders.Tell(ctx, *o, EventReceived, c.By, c.Why, told)
}

// needs tells of what came what is on hand again and what is not.
func needs(came, back []order.Piece) (kept, lost []catalog.Need) {
	rest := map[int]int64{}
	for _, p := range back {
		kept = append(kept, catalog.Need{VariantID: p.VariantID, Quantity: p.Quantity})
		rest[p.Line] = p.Quantity
	}
	for _, p := range came {
		if n := p.Quantity - rest[p.Line]; n > 0 {
			lost = append(lost, catalog.Need{VariantID: p.VariantID, Quantity: n})
		}
	}
	return kept, lost
}

// split checks what came against what was to come, and takes off what is written off.
func split(asked, came, off []order.Piece) (all, back []order.Piece, err error) {
	most := map[int]order.Piece{}
	for _, p := range asked {
		most[p.Line] = p
	}
	if len(came) == 0 {
		came = asked
	}
	gone := map[int]int64{}
	for _, p := range off {
		gone[p.Line] += p.Quantity
	}
	for _, p := range came {
		m, ok := most[p.Line]
		if !ok || p.Quantity < 1 || p.Quantity > m.Quantity || gone[p.Line] < 0 || gone[p.Line] > p.Quantity {
			return nil, nil, ErrLines
		}
		delete(most, p.Line)
		p.VariantID = m.VariantID
		all = append(all, p)
		if p.Quantity -= gone[p.Line]; p.Quantity > 0 {
			back = append(back, p)
		}
		delete(gone, p.Line)
	}
	if len(gone) > 0 {
		return nil, nil, ErrLines
	}
	return all, back, nil
}
