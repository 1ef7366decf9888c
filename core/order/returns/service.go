package returns

import (
	"context"
	"errors"
	"time"
	"unicode/utf8"

	"prilavok/core/cart"
	"prilavok/core/catalog"
	"prilavok/core/id"
	"prilavok/core/order"
	"prilavok/core/order/edit"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// Store is what returns need of a database. All run inside a unit of work.
type Store interface {
	// ReturnsOf lists an order's returns, oldest first.
	ReturnsOf(ctx context.Context, orderID string) ([]Return, error)
	// SaveReturn adds a return or stores what may change of it.
	SaveReturn(ctx context.Context, r Return) error
	// ReturnsIn lists the shop's returns in a state, newest first, below the id cursor.
	ReturnsIn(ctx context.Context, s State, cursor string, limit int) ([]Return, error)
	// FulfillmentsOf lists an order's parcels, oldest first.
	FulfillmentsOf(ctx context.Context, orderID string) ([]order.Fulfillment, error)
}

// Stores is one database as returns see it.
type Stores interface {
	Store
	cart.Catalog
}

// Service takes goods back.
type Service struct {
	orders *order.Service
	edits  *edit.Service
	store  Store
	shelf  cart.Goods
	stock  order.Stock
	tx     txn.Runner
	ids    *id.Maker
}

// New returns the service.
func New(orders *order.Service, edits *edit.Service, store Stores, stock order.Stock, tx txn.Runner, ids *id.Maker) *Service {
	return &Service{orders: orders, edits: edits, store: store, shelf: cart.FromCatalog(store), stock: stock, tx: tx, ids: ids}
}

// Request asks for delivered pieces to be taken back. Price of an exchange's goods is
// filled in.
type Request struct {
	OrderID  string
	Lines    []order.Piece
	Exchange []Swap
	Reason   string
	Photos   []string
	RefundTo string
	By       order.Actor
}

// Request writes a return down. Where the shop says so, a customer's is approved at once.
//
// Faults: order.ErrNotFound; ErrNoReturns and ErrWindow bind customers only; ErrLines,
// ErrNotDelivered, ErrReason; order.ErrNotForSale and a *order.Shortage of an exchange;
// the reasons of order.May.
func (s *Service) Request(ctx context.Context, q Request) (Return, error) {
	var r Return
	auto := false
	err := order.Unit(ctx, s.tx.InTx, func(ctx context.Context) error {
		_, err := s.orders.Change(ctx, q.OrderID, q.By, func(ctx context.Context, o *order.Order) error {
			rules, err := s.orders.Rules(ctx)
			if err != nil {
				return err
			}
			auto = rules.ReturnAuto && customer(q.By)
			if r, err = s.compose(ctx, *o, q, rules); err != nil {
				return err
			}
			if err := s.store.SaveReturn(ctx, r); err != nil {
				return err
			}
			return s.orders.Tell(ctx, *o, EventRequested, q.By, q.Reason, data(r))
		})
		return err
	})
	if err != nil || !auto {
		return r, err
	}
	return s.Approve(ctx, Decision{OrderID: r.OrderID, ReturnID: r.ID, By: order.Actor{Kind: order.BySystem}})
}

// Preview returns what a request would come to and writes nothing.
//
// Faults: as of Request.
func (s *Service) Preview(ctx context.Context, q Request) (r Return, err error) {
	err = order.Unit(ctx, s.tx.View, func(ctx context.Context) error {
		o, err := s.orders.Get(ctx, q.OrderID)
		if err != nil {
			return err
		}
		rules, err := s.orders.Rules(ctx)
		if err != nil {
			return err
		}
		o.UpdatedAt = s.orders.Stamp()
		r, err = s.compose(ctx, o, q, rules)
		return err
	})
	return r, err
}

func customer(by order.Actor) bool { return by.Kind == order.ByContact || by.Kind == order.ByAssistant }

func (s *Service) compose(ctx context.Context, o order.Order, q Request, rules shop.Orders) (Return, error) {
	act := order.ActReturn
	if len(q.Exchange) > 0 {
		act = order.ActExchange
	}
	if err := order.May(act, o.Status); err != nil {
		return Return{}, err
	}
	if q.Reason == "" || utf8.RuneCountInString(q.Reason) > 1000 || len(q.Photos) > 10 {
		return Return{}, ErrReason
	}
	parcels, err := s.store.FulfillmentsOf(ctx, o.ID)
	if err != nil {
		return Return{}, err
	}
	arrived, last := map[int]int64{}, time.Time{}
	for _, f := range parcels {
		if f.State != order.ParcelDelivered {
			continue
		}
		if f.DeliveredAt.After(last) {
			last = f.DeliveredAt
		}
		for _, p := range f.Lines {
			arrived[p.Line] += p.Quantity
		}
	}
	list, err := s.store.ReturnsOf(ctx, o.ID)
	if err != nil {
		return Return{}, err
	}
	done := taken(list, "")
	pieces, err := checkPieces(o, q.Lines, arrived, done)
	if err != nil {
		return Return{}, err
	}
	if err := inTime(o.UpdatedAt, last, q.By, rules); err != nil {
		return Return{}, err
	}
	swaps, err := s.swaps(ctx, o, q.Exchange)
	return Return{ID: s.ids.Make("ret"), OrderID: o.ID, State: Requested, Lines: pieces, Exchange: swaps, Amount: worth(o, pieces, done), Reason: q.Reason,
		Photos: q.Photos, RefundTo: q.RefundTo, CreatedAt: o.UpdatedAt}, err
}

// inTime holds customers to the shop's window.
func inTime(now, delivered time.Time, by order.Actor, rules shop.Orders) error {
	days := rules.ReturnDays
	switch {
	case !customer(by):
		return nil
	case days < 0:
		return ErrNoReturns
	case days == 0:
		days = 14
	}
	if now.After(delivered.AddDate(0, 0, days)) {
		return ErrWindow
	}
	return nil
}

// swaps puts today's prices on what goes out.
func (s *Service) swaps(ctx context.Context, o order.Order, asked []Swap) ([]Swap, error) {
	if len(asked) == 0 {
		return nil, nil
	}
	ids := make([]string, len(asked))
	for i, x := range asked {
		ids[i] = x.VariantID
	}
	items, err := s.shelf.Items(ctx, ids)
	if err != nil {
		return nil, err
	}
	lack := &order.Shortage{}
	out := make([]Swap, len(asked))
	for i, x := range asked {
		it, ok := items[x.VariantID]
		switch {
		case x.Quantity < 1 || x.Quantity > 9999:
			return nil, order.ErrQuantity
		case !ok || !it.Sold || it.Price.Currency != o.Total.Currency:
			return nil, order.ErrNotForSale
		case it.Left < x.Quantity:
			lack.Short = append(lack.Short, catalog.Short{VariantID: x.VariantID, Wanted: x.Quantity, Left: max(it.Left, 0)})
		}
		out[i] = Swap{x.VariantID, x.Quantity, it.Price.Amount}
	}
	if len(lack.Short) > 0 {
		return nil, lack
	}
	return out, nil
}

// Decision approves, refuses or withdraws a return.
type Decision struct {
	OrderID  string
	ReturnID string
	By       order.Actor
	Why      string
}

// Approve lets the goods come back. In an exchange the other goods are on the order from
// now on, and what comes back is credited: the difference is settled once.
//
// Faults: order.ErrNotFound, ErrNotFound, the reasons of Step; of an exchange those of
// edit.Exchange.
func (s *Service) Approve(ctx context.Context, d Decision) (Return, error) {
	var r Return
	err := order.Unit(ctx, s.tx.InTx, func(ctx context.Context) error {
		var err error
		if r, err = s.look(ctx, d, Approved); err != nil {
			return err
		}
		if len(r.Exchange) > 0 {
			if err := s.exchange(ctx, d, r); err != nil {
				return err
			}
		}
		return s.settle(ctx, d, &r, EventApproved, func(_ context.Context, o *order.Order) error {
			r.State, r.DecidedAt, r.Credited = Approved, o.UpdatedAt, len(r.Exchange) > 0
			return nil
		})
	})
	return r, err
}

func (s *Service) exchange(ctx context.Context, d Decision, r Return) error {
	var add []edit.LineChange
	for _, x := range r.Exchange {
		add = append(add, edit.LineChange{VariantID: x.VariantID, Quantity: x.Quantity, Price: &x.Price})
	}
	_, err := s.edits.Exchange(ctx, edit.Request{OrderID: d.OrderID, Changes: edit.Changes{Lines: add}, By: d.By, Why: r.Reason}, r.Amount.Amount)
	return err
}

// look reads a return under its order's lock and refuses a step that is not possible.
func (s *Service) look(ctx context.Context, d Decision, to State) (Return, error) {
	var r Return
	_, err := s.orders.Change(ctx, d.OrderID, d.By, func(ctx context.Context, o *order.Order) error {
		list, err := s.store.ReturnsOf(ctx, o.ID)
		if err != nil {
			return err
		}
		for _, x := range list {
			if x.ID == d.ReturnID {
				r = x
				if err := Step(x.State, to); err != nil {
					return err
				}
				return errSeen
			}
		}
		return ErrNotFound
	})
	if errors.Is(err, errSeen) {
		err = nil
	}
	return r, err
}

// settle changes a return together with its order and tells.
func (s *Service) settle(ctx context.Context, d Decision, r *Return, what string, fn func(ctx context.Context, o *order.Order) error) error {
	_, err := s.orders.Change(ctx, d.OrderID, d.By, func(ctx context.Context, o *order.Order) error {
		if err := fn(ctx, o); err != nil {
			return err
		}
		if err := s.store.SaveReturn(ctx, *r); err != nil {
			return err
		}
		return s.orders.Tell(ctx, *o, what, d.By, d.Why, data(*r))
	})
	return err
}

// Refuse tells the customer no; Why is for them.
//
// Faults: as of Approve; ErrReason.
func (s *Service) Refuse(ctx context.Context, d Decision) (Return, error) {
	if d.Why == "" {
		return Return{}, ErrReason
	}
	return s.end(ctx, d, Refused, EventRefused)
}

// Withdraw ends a return that will not come. What an exchange credited is owed again: the
// other goods stay on the order.
//
// Faults: as of Approve.
func (s *Service) Withdraw(ctx context.Context, d Decision) (Return, error) {
	return s.end(ctx, d, Withdrawn, EventWithdrawn)
}

func (s *Service) end(ctx context.Context, d Decision, to State, what string) (Return, error) {
	var r Return
	err := order.Unit(ctx, s.tx.InTx, func(ctx context.Context) error {
		var err error
		if r, err = s.look(ctx, d, to); err != nil {
			return err
		}
		return s.settle(ctx, d, &r, what, func(_ context.Context, o *order.Order) error {
			if r.Credited {
				o.Returned.Amount -= r.Amount.Amount
			}
			r.State, r.Credited, r.DecidedAt = to, false, o.UpdatedAt
			if to == Refused {
				r.Refusal = d.Why
			}
			return nil
		})
	})
	return r, err
}

func data(r Return) map[string]any {
	return map[string]any{"return": r.ID, "lines": r.Lines, "amount": r.Amount.Amount, "currency": r.Amount.Currency, "refund_to": r.RefundTo,
		"exchange": len(r.Exchange) > 0, "difference": r.Difference().Amount}
}

// Of lists an order's returns, oldest first.
func (s *Service) Of(ctx context.Context, orderID string) ([]Return, error) {
	return s.read(ctx, func(ctx context.Context) ([]Return, error) { return s.store.ReturnsOf(ctx, orderID) })
}

// List lists the shop's returns in a state, newest first, up to limit below the id cursor.
func (s *Service) List(ctx context.Context, in State, cursor string, limit int) ([]Return, error) {
	return s.read(ctx, func(ctx context.Context) ([]Return, error) {
		return s.store.ReturnsIn(ctx, in, cursor, min(max(limit, 1), 100))
	})
}

func (s *Service) read(ctx context.Context, fn func(ctx context.Context) ([]Return, error)) ([]Return, error) {
	var list []Return
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		list, err = fn(ctx)
		return err
	})
	return list, err
}
