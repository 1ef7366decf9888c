package order

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/order/number"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// Service places, finds and changes orders.
type Service struct {
	store  Store
	reader Reader
	goods  GoodsStore
	carts  Carts
	stock  Stock
	slots  Slots
	jobs   Jobs
	tx     txn.Runner
	now    func() time.Time
	ids    *id.Maker

	numbers *number.Source
}

// Stores is one database as orders see it.
type Stores interface {
	Store
	Reader
	GoodsStore
	number.Store
}

// New returns the service of orders.
func New(store Stores, carts Carts, stock Stock, slots Slots, jobs Jobs, tx txn.Runner, now func() time.Time, ids *id.Maker) *Service {
	return &Service{store: store, reader: store, goods: store, carts: carts, stock: stock, slots: slots, jobs: jobs, tx: tx, now: now, ids: ids,
		numbers: number.New(store, tx)}
}

// inTx runs fn as a unit of work. A refusal of our own is decided before anything is
// written: it leaves the unit, and an outer one, good.
func (s *Service) inTx(ctx context.Context, fn func(ctx context.Context) error) error {
	return Unit(ctx, s.tx.InTx, fn)
}

// ours reports a refusal: a fault of orders, or of the returns that stand on them.
func ours(err error) bool {
	code := fault.CodeOf(err)
	return strings.HasPrefix(code, "order.") && code != CodeRivals || strings.HasPrefix(code, "return.")
}

// Unit runs fn in what run opens. A refusal of ours is decided before anything is written:
// it leaves the unit, and an outer one, good.
func Unit(ctx context.Context, run func(context.Context, func(context.Context) error) error, fn func(ctx context.Context) error) error {
	var refused error
	err := run(ctx, func(ctx context.Context) error {
		refused = fn(ctx)
		if ours(refused) {
			return nil
		}
		return refused
	})
	if err != nil {
		return err
	}
	return refused
}

// Change runs fn on an order whose row it holds, then derives the statuses, stores what
// fn changed and tells when the shop's stage changed. It joins the open unit of work and
// is for what belongs to orders: this package and those below it.
func (s *Service) Change(ctx context.Context, orderID string, by Actor, fn func(ctx context.Context, o *Order) error) (Order, error) {
	var out Order
	err := s.inTx(ctx, func(ctx context.Context) error {
		o, err := s.reader.OrderByID(ctx, orderID, true)
		if err != nil {
			return err
		}
		was := o
		o.UpdatedAt = s.Stamp()
		if err := fn(ctx, &o); err != nil {
			return err
		}
		o.Derive()
		if err := s.stage(ctx, was, &o, by); err != nil {
			return err
		}
		ok, err := s.store.SaveOrder(ctx, o)
		if err == nil && !ok { // cannot be: the row is locked
			return fault.New(fault.Internal, "store.lost_lock", "an order changed under its lock")
		}
		o.Revision++
		out = o
		return err
	})
	if err != nil {
		return Order{}, err
	}
	return out, nil
}

// Stamp is now as orders write it.
func (s *Service) Stamp() time.Time { return s.now().UTC().Truncate(time.Microsecond) }

// Rules reads what the shop says about orders.
func (s *Service) Rules(ctx context.Context) (shop.Orders, error) {
	sh, err := s.reader.ShopByID(ctx, txn.ShopID(ctx))
	return sh.Settings.Orders, err
}

// Get returns any order of the shop; it is for operators.
func (s *Service) Get(ctx context.Context, orderID string) (Order, error) {
	return s.find(ctx, func(ctx context.Context) (Order, error) { return s.reader.OrderByID(ctx, orderID, false) })
}

// ByNumber returns a contact's order by its number, as printed or as read out. An
// order of someone else is ErrNotFound, exactly like one that does not exist.
func (s *Service) ByNumber(ctx context.Context, contactID, number string) (Order, error) {
	if contactID == "" {
		return Order{}, ErrNotFound
	}
	return s.byNumber(ctx, contactID, number)
}

// ForStaff returns an order of the shop by its number.
func (s *Service) ForStaff(ctx context.Context, number string) (Order, error) {
	return s.byNumber(ctx, "", number)
}

func (s *Service) byNumber(ctx context.Context, contactID, said string) (Order, error) {
	return s.find(ctx, func(ctx context.Context) (Order, error) {
		written, seq := number.Read(said)
		if written == "" {
			return Order{}, ErrNotFound
		}
		list, err := s.reader.OrdersByNumber(ctx, contactID, written, seq)
		if err != nil {
			return Order{}, err
		}
		for _, o := range list {
			if folded, _ := number.Read(o.Number); folded == written || written == strconv.FormatInt(o.Seq, 10) {
				return o, nil
			}
		}
		return Order{}, ErrNotFound
	})
}

func (s *Service) find(ctx context.Context, fn func(ctx context.Context) (Order, error)) (Order, error) {
	var o Order
	err := Unit(ctx, s.tx.View, func(ctx context.Context) error {
		var err error
		o, err = fn(ctx)
		return err
	})
	if err != nil {
		return Order{}, err
	}
	return o, nil
}

// Page is part of a list; Next is "" at its end.
type Page struct {
	Orders []Order
	Next   string
}

// ForContact lists a contact's orders, newest first.
func (s *Service) ForContact(ctx context.Context, contactID, cursor string, limit int) (Page, error) {
	return s.page(ctx, limit, func(ctx context.Context, n int) ([]Order, error) {
		return s.reader.OrdersOf(ctx, contactID, cursor, n)
	})
}

// List lists the shop's orders, newest first.
//
// Faults: ErrNoStage.
func (s *Service) List(ctx context.Context, f Filter, cursor string) (Page, error) {
	if f.Limit == 0 {
		f.Limit = 50
	}
	p, err := s.page(ctx, f.Limit, func(ctx context.Context, n int) ([]Order, error) {
		if f.Stage != "" {
			rules, err := s.Rules(ctx)
			if err != nil {
				return nil, err
			}
			if f.Stages = rules.Stages; !slices.ContainsFunc(f.Stages, func(g shop.Stage) bool { return g.Key == f.Stage }) {
				return nil, ErrNoStage
			}
		}
		return s.reader.ListOrders(ctx, f, readSpot(cursor), n)
	})
	if n := len(p.Orders); p.Next != "" {
		p.Next = spotOf(p.Orders[n-1]).String()
	}
	return p, err
}

func (s *Service) page(ctx context.Context, limit int, fn func(ctx context.Context, n int) ([]Order, error)) (Page, error) {
	limit = min(max(limit, 1), 100)
	var p Page
	err := s.tx.View(ctx, func(ctx context.Context) error {
		list, err := fn(ctx, limit+1)
		p = Page{Orders: list}
		if len(list) > limit {
			p.Orders, p.Next = list[:limit], list[limit-1].ID
		}
		return err
	})
	return p, err
}
