// Package edit changes orders before and after they bind: drafts that an operator writes,
// edits of what was placed, exchanges, and the choices about pieces that stock has not
// got. It works out the difference; payment settles it.
package edit

import (
	"context"
	"slices"
	"strings"
	"time"

	"prilavok/core/cart"
	"prilavok/core/catalog"
	"prilavok/core/id"
	"prilavok/core/order"
	"prilavok/core/promotion"
	"prilavok/core/txn"
)

// Store is what edits need of a database besides what orders do.
type Store interface {
	order.GoodsStore
	order.Reader
}

// Deals is what edits need of a database to reckon promotions again.
type Deals interface {
	// UsedPromotions lists the promotions that an order uses, with kind, rule, priority and
	// code as they were when it was sold.
	UsedPromotions(ctx context.Context, orderID string) ([]promotion.Promotion, error)
	// ReturnPromotions gives back what an order has used; only those named, if any are.
	ReturnPromotions(ctx context.Context, orderID string, only []string, at time.Time) error
	// CategoryList lists the shop's categories.
	CategoryList(ctx context.Context) ([]catalog.Category, error)
}

// Service edits orders.
type Service struct {
	orders *order.Service
	store  Store
	deals  Deals
	shelf  cart.Goods
	carts  Deliveries
	stock  order.Stock
	slots  order.Slots
	tx     txn.Runner
	ids    *id.Maker
}

// Deliveries lists the ways in which the shop delivers now, and their times, full ones too.
type Deliveries interface {
	Deliveries(ctx context.Context) ([]cart.Method, error)
	Times(ctx context.Context, choice cart.Choice) ([]cart.Slot, error)
}

// Stores is one database as edits see it.
type Stores interface {
	Store
	Deals
	cart.Catalog
}

// New returns the service.
func New(orders *order.Service, store Stores, carts Deliveries, stock order.Stock, slots order.Slots, tx txn.Runner, ids *id.Maker) *Service {
	return &Service{orders: orders, store: store, deals: store, shelf: cart.FromCatalog(store), carts: carts, stock: stock, slots: slots, tx: tx, ids: ids}
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
	KeepDiscounts bool // an operator leaves discounts and the fee as sold, whatever the goods; Why says why
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

// DeliveryChange chooses a delivery anew, at today's fee unless Price says another; in the
// same method and zone it never costs more than as sold. Its Slot is booked and the time
// that was booked before is given back; without one, the time stays if the way does.
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
	Dropped       []Dropped
}

// Edit changes an order that is a draft or placed, in one unit of work: the promotions it
// was sold with are reckoned for the goods as they are now, totals are summed anew, stock
// is held or given back for the change only, and order.edited tells payment the difference
// to settle. A promotion that no longer holds is taken off, its use is given back, and it
// does not come back. Once goods were returned, discounts stay in proportion.
//
// Faults: ErrNotFound; ErrRevision when someone else was faster; a *Shortage that is
// ErrOutOfStock; ErrNoChange, ErrNoLine, ErrQuantity, ErrEmpty, ErrNotForSale,
// ErrPriceOverride, ErrDelivery, ErrNoSlot, ErrSlotTaken, ErrDetails, ErrLinePacked, ErrSent;
// the reasons of May and CustomerMay. order.rivals (Unavailable) spoils an outer unit, which is run again.
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
		p, err := s.amended(ctx, o, r)
		out = edited(o, p)
		return err
	})
	if err != nil {
		return Edited{}, err
	}
	return out, nil
}

func edited(before order.Order, p plan) Edited {
	p.after.Derive()
	return Edited{before, p.after, p.after.Total.Amount - before.Total.Amount, p.dropped}
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
	p, err := s.amended(ctx, before, r)
	if err != nil {
		return Edited{}, err
	}
	if len(r.Lines) > 0 || r.Delivery != nil && len(before.Promotions) > 0 {
		if err := s.store.ReplaceOrderLines(ctx, p.after); err != nil {
			return Edited{}, err
		}
	}
	if err := s.restock(ctx, before, p, r.shortfall); err != nil {
		return Edited{}, err
	}
	if err := s.book(ctx, before, p); err != nil {
		return Edited{}, err
	}
	if err := s.giveBack(ctx, p); err != nil {
		return Edited{}, err
	}
	p.after.Returned.Amount += r.credit
	if err := s.wait(ctx, before, &p.after); err != nil {
		return Edited{}, err
	}
	out := edited(before, p)
	out.Difference -= r.credit
	*o = out.After
	return out, s.orders.Tell(ctx, *o, order.EventEdited, r.By, r.Why, told(out))
}

// book takes the time that was chosen and gives the one before it back.
func (s *Service) book(ctx context.Context, before order.Order, p plan) error {
	switch {
	case before.Status == order.Draft || p.slotKept:
		return nil
	case p.slot != nil:
		return s.slots.Book(ctx, p.after.ID, *p.slot)
	case before.Ship.Slot != p.after.Ship.Slot: // the time went with the way of delivery
		return s.slots.Free(ctx, p.after.ID)
	}
	return nil
}

// giveBack lets others have the promotions that the order has no more.
func (s *Service) giveBack(ctx context.Context, p plan) error {
	if len(p.dropped) == 0 {
		return nil
	}
	ids := make([]string, len(p.dropped))
	for i, d := range p.dropped {
		ids[i] = d.PromotionID
	}
	return s.deals.ReturnPromotions(ctx, p.after.ID, ids, p.after.UpdatedAt)
}

// amended reads what an edit needs and works it out.
func (s *Service) amended(ctx context.Context, o order.Order, r Request) (plan, error) {
	if r.Revision > 0 && r.Revision != o.Revision {
		return plan{}, order.ErrRevision
	}
	rules, err := s.orders.Rules(ctx)
	if err != nil {
		return plan{}, err
	}
	if err := order.CustomerMay(o, r.By, rules); err != nil {
		return plan{}, err
	}
	w := world{prices: r.ours || r.By.Kind == order.ByOperator && r.Why != "", asked: r.By.Kind == order.ByContact || r.By.Kind == order.ByAssistant,
		keepFee: rules.FeeOnEdit == "keep", now: s.orders.Stamp()}
	if r.KeepDiscounts && !w.prices {
		return plan{}, order.ErrPriceOverride
	}
	if err := s.see(ctx, o, r, &w); err != nil {
		return plan{}, err
	}
	p, err := amend(o, r.Changes, w)
	if err != nil {
		return plan{}, err
	}
	p.stock = pieces(o, p.after)
	if o.Status == order.Draft || !o.LapsedAt.IsZero() {
		return p, nil
	}
	return p, short(p.stock, w.items)
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

// restock holds or gives back what an edit changed. An order whose goods have lapsed holds
// no more until it is paid for.
func (s *Service) restock(ctx context.Context, before order.Order, p plan, shortfall string) error {
	switch {
	case before.Status == order.Draft || len(p.stock) == 0:
		return nil
	case !before.LapsedAt.IsZero():
		return s.orders.Trim(ctx, p.after)
	}
	return s.adjust(ctx, p.after, p.stock, shortfall)
}

// adjust changes what an order holds. Pieces that are short go first, those of the
// shortfall named first before all.
func (s *Service) adjust(ctx context.Context, o order.Order, diff map[string]int64, first string) error {
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

// wait sets until when goods wait for money once the way of paying is another, or what was
// paid no longer covers them, or covers them again.
func (s *Service) wait(ctx context.Context, before order.Order, after *order.Order) error {
	if after.Status != order.Placed || after.PaymentMethod == before.PaymentMethod && after.Covered() == before.Covered() {
		return nil
	}
	rules, err := s.orders.Rules(ctx)
	if err != nil {
		return err
	}
	return s.orders.Await(ctx, after, rules)
}
