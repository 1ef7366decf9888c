// Package edit changes orders before and after they bind: drafts that an operator writes,
// edits of what was placed, exchanges, and the choices about pieces that stock has not
// got. It works out the difference; payment settles it.
package edit

import (
	"context"
	"slices"
	"strings"

	"prilavok/core/cart"
	"prilavok/core/catalog"
	"prilavok/core/id"
	"prilavok/core/order"
	"prilavok/core/txn"
)

// Store is what edits need of a database besides what orders do.
type Store interface {
	order.GoodsStore
	order.Reader
}

// Service edits orders.
type Service struct {
	orders *order.Service
	store  Store
	shelf  cart.Goods
	carts  Deliveries
	stock  order.Stock
	slots  order.Slots
	tx     txn.Runner
	ids    *id.Maker
}

// Deliveries lists the ways in which the shop delivers now.
type Deliveries interface {
	Deliveries(ctx context.Context) ([]cart.Method, error)
}

// Stores is one database as edits see it.
type Stores interface {
	Store
	cart.Catalog
}

// New returns the service.
func New(orders *order.Service, store Stores, carts Deliveries, stock order.Stock, slots order.Slots, tx txn.Runner, ids *id.Maker) *Service {
	return &Service{orders: orders, store: store, shelf: cart.FromCatalog(store), carts: carts, stock: stock, slots: slots, tx: tx, ids: ids}
}

// Changes are what an edit asks for; nil and empty fields keep what is there.
type Changes struct {
	Lines         []LineChange
	Delivery      *DeliveryChange
	Address       *string
	Name          *string
	Phone         *string
	Comment       *string
	PaymentMethod *order.PaymentMethod
}

// LineChange adds a line (Line 0) or changes one. A kept line costs what it was sold for;
// another variant, and a new line, costs what it costs today.
type LineChange struct {
	Line      int
	VariantID string // "" keeps the line's
	Quantity  int64  // 0 keeps the line's
	Remove    bool
	Price     *int64 // minor units a piece: an operator's own price, Why of the edit is its reason
}

// DeliveryChange chooses a delivery anew, at today's fee unless Price says another. A time
// that was booked is given back; its Slot is not read.
type DeliveryChange struct {
	cart.Choice
	City  string
	Price *int64
}

// Request asks for an order to be changed.
type Request struct {
	OrderID  string
	Revision int64 // as the editor saw it; 0: whatever it is now
	Changes
	By  order.Actor
	Why string

	ours      bool   // prices are the shop's own doing, not an operator's
	shortfall string // the one that this edit settles
	credit    int64  // minor units: what comes back in an exchange
}

// Edited is what an edit comes to.
type Edited struct {
	Before, After order.Order
	Difference    int64 // in minor units: above zero the customer pays more, for the total and less what an exchange credits
}

// Edit changes an order that is a draft or placed, in one unit of work: totals are summed
// anew, stock is held or given back for the change only, and order.edited tells payment
// the difference to settle.
//
// Faults: ErrNotFound; ErrRevision when someone else was faster; a *Shortage that is
// ErrOutOfStock; ErrNoChange, ErrNoLine, ErrQuantity, ErrEmpty, ErrNotForSale,
// ErrPriceOverride, ErrDelivery, ErrDetails, ErrLinePacked, ErrSent; the reasons of May
// and CustomerMay. order.rivals (Unavailable) spoils an outer unit, which is run again.
func (s *Service) Edit(ctx context.Context, r Request) (Edited, error) {
	var out Edited
	_, err := s.orders.Change(ctx, r.OrderID, r.By, func(ctx context.Context, o *order.Order) error {
		if err := order.May(order.ActEdit, o.Status); err != nil {
			return err
		}
		var err error
		out, err = s.edit(ctx, o, r)
		return err
	})
	if err != nil {
		return Edited{}, order.LostStock(ctx, err)
	}
	out.After.Revision++
	return out, nil
}

// PreviewEdit returns what an edit would come to and writes nothing.
//
// Faults: as of Edit.
func (s *Service) PreviewEdit(ctx context.Context, r Request) (Edited, error) {
	var out Edited
	err := order.Unit(ctx, s.tx.View, func(ctx context.Context) error {
		o, err := s.store.OrderByID(ctx, r.OrderID, false)
		if err != nil {
			return err
		}
		if err := order.May(order.ActEdit, o.Status); err != nil {
			return err
		}
		after, _, err := s.amended(ctx, o, r)
		out = edited(o, after)
		return err
	})
	if err != nil {
		return Edited{}, err
	}
	return out, nil
}

func edited(before, after order.Order) Edited {
	after.Derive()
	return Edited{before, after, after.Total.Amount - before.Total.Amount}
}

// Exchange adds lines to an order that is placed or completed and credits the customer
// with what comes back for them, as one edit: the difference is settled once. It is for
// returns.
//
// Faults: as of Edit.
func (s *Service) Exchange(ctx context.Context, r Request, credit int64) (Edited, error) {
	r.ours, r.credit = true, credit
	var out Edited
	_, err := s.orders.Change(ctx, r.OrderID, r.By, func(ctx context.Context, o *order.Order) error {
		if err := order.May(order.ActExchange, o.Status); err != nil {
			return err
		}
		var err error
		out, err = s.edit(ctx, o, r)
		return err
	})
	if err != nil {
		return Edited{}, order.LostStock(ctx, err)
	}
	return out, nil
}

// edit applies what is asked to an order under its lock.
func (s *Service) edit(ctx context.Context, o *order.Order, r Request) (Edited, error) {
	before := *o
	after, stock, err := s.amended(ctx, before, r)
	if err != nil {
		return Edited{}, err
	}
	if len(r.Lines) > 0 {
		if err := s.store.ReplaceOrderLines(ctx, after); err != nil {
			return Edited{}, err
		}
	}
	if before.Status != order.Draft && before.LapsedAt.IsZero() && len(stock) > 0 {
		if err := s.restock(ctx, after, stock, r.shortfall); err != nil {
			return Edited{}, err
		}
	}
	if before.Ship.Slot != after.Ship.Slot { // the time went with the way of delivery
		if err := s.slots.Free(ctx, after.ID); err != nil {
			return Edited{}, err
		}
	}
	if err := s.wait(ctx, before, &after); err != nil {
		return Edited{}, err
	}
	after.Returned.Amount += r.credit
	out := edited(before, after)
	out.Difference -= r.credit
	*o = out.After
	return out, s.orders.Tell(ctx, *o, order.EventEdited, r.By, r.Why, map[string]any{"difference": out.Difference, "balance": o.Balance().Amount,
		"before": summary(before), "after": summary(*o)})
}

// amended reads what an edit needs and works it out. stock is by how much the pieces of
// each variant change.
func (s *Service) amended(ctx context.Context, o order.Order, r Request) (order.Order, map[string]int64, error) {
	if r.Revision > 0 && r.Revision != o.Revision {
		return order.Order{}, nil, order.ErrRevision
	}
	rules, err := s.orders.Rules(ctx)
	if err != nil {
		return order.Order{}, nil, err
	}
	if err := order.CustomerMay(o, r.By, rules); err != nil {
		return order.Order{}, nil, err
	}
	w := world{prices: r.ours || r.By.Kind == order.ByOperator && r.Why != ""}
	if r.Delivery != nil {
		if w.methods, err = s.carts.Deliveries(ctx); err != nil {
			return order.Order{}, nil, err
		}
	}
	if len(r.Lines) > 0 || r.Delivery != nil {
		if err := s.lookUp(ctx, o, r.Lines, &w); err != nil {
			return order.Order{}, nil, err
		}
	}
	after, err := amend(o, r.Changes, w)
	if err != nil {
		return order.Order{}, nil, err
	}
	diff := pieces(o, after)
	if o.Status == order.Draft || !o.LapsedAt.IsZero() {
		return after, diff, nil
	}
	return after, diff, short(diff, w.items)
}

// lookUp reads the variants that the change names and what parcels hold.
func (s *Service) lookUp(ctx context.Context, o order.Order, list []LineChange, w *world) error {
	var ids []string
	for _, l := range o.Lines {
		ids = append(ids, l.VariantID)
	}
	for _, c := range list {
		if c.VariantID != "" && !slices.Contains(ids, c.VariantID) {
			ids = append(ids, c.VariantID)
		}
	}
	var err error
	if w.items, err = s.shelf.Items(ctx, ids); err != nil {
		return err
	}
	parcels, err := s.store.FulfillmentsOf(ctx, o.ID)
	if err != nil {
		return err
	}
	w.packed = order.PackedOf(parcels)
	for _, f := range parcels {
		for _, p := range f.Lines {
			w.last = max(w.last, p.Line)
		}
	}
	return nil
}

// pieces tells by how much an edit changes the pieces of each variant.
func pieces(before, after order.Order) map[string]int64 {
	out := map[string]int64{}
	for _, l := range after.Lines {
		out[l.VariantID] += l.Quantity
	}
	for _, l := range before.Lines {
		out[l.VariantID] -= l.Quantity
	}
	for id, n := range out {
		if n == 0 {
			delete(out, id)
		}
	}
	return out
}

// short refuses what stock has not got, before anything is written.
func short(diff map[string]int64, items map[string]cart.Item) error {
	e := &order.Shortage{}
	for id, n := range diff {
		if left := items[id].Left; n > 0 && left < n {
			e.Short = append(e.Short, catalog.Short{VariantID: id, Wanted: n, Left: max(left, 0)})
		}
	}
	if len(e.Short) == 0 {
		return nil
	}
	slices.SortFunc(e.Short, func(a, b catalog.Short) int { return strings.Compare(a.VariantID, b.VariantID) })
	return e
}

// restock holds or gives back what an edit changed. Pieces that are short go first, those
// of the shortfall named first before all.
func (s *Service) restock(ctx context.Context, o order.Order, diff map[string]int64, first string) error {
	open, err := s.store.ShortfallsOf(ctx, o.ID)
	if err != nil {
		return err
	}
	slices.SortStableFunc(open, func(a, b order.Shortfall) int {
		switch first {
		case a.ID:
			return -1
		case b.ID:
			return 1
		}
		return 0
	})
	for i := range open {
		f := &open[i]
		if n := min(-diff[f.VariantID], f.Quantity); n > 0 && f.Open() {
			diff[f.VariantID] += n
			f.Take(n, order.ShortDropped, o.UpdatedAt)
			if err := s.store.SaveShortfall(ctx, *f); err != nil {
				return err
			}
		}
	}
	var changes []catalog.Need
	for id, n := range diff {
		if n != 0 {
			changes = append(changes, catalog.Need{VariantID: id, Quantity: n})
		}
	}
	if len(changes) == 0 {
		return nil
	}
	return s.stock.Adjust(ctx, o.ID, changes, order.Forever)
}

// wait sets until when goods wait for money once the way of paying is another.
func (s *Service) wait(ctx context.Context, before order.Order, after *order.Order) error {
	if after.Status != order.Placed || after.PaymentMethod == before.PaymentMethod {
		return nil
	}
	rules, err := s.orders.Rules(ctx)
	if err != nil {
		return err
	}
	return s.orders.Await(ctx, after, rules)
}

// summary is what a timeline keeps of an order before and after an edit.
func summary(o order.Order) map[string]any {
	lines := make([]map[string]any, len(o.Lines))
	for i, l := range o.Lines {
		lines[i] = map[string]any{"line": l.Line, "variant_id": l.VariantID, "sku": l.SKU, "quantity": l.Quantity, "price": l.Price.Amount, "total": l.Total.Amount}
	}
	return map[string]any{"lines": lines, "items": o.Items.Amount, "discount": o.Discount.Amount, "delivery": o.Delivery.Amount, "total": o.Total.Amount,
		"currency": o.Total.Currency, "method": o.Ship.MethodID, "city": o.Ship.City, "address": o.Ship.Address, "name": o.Name, "phone": o.Phone,
		"comment": o.Comment, "payment_method": string(o.PaymentMethod)}
}
