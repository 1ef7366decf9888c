package order

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/txn"
)

// Service places, finds and changes orders.
type Service struct {
	store  Store
	reader Reader
	carts  Carts
	stock  Stock
	slots  Slots
	jobs   Jobs
	tx     txn.Runner
	now    func() time.Time
	ids    *id.Maker

	numbers numbers
}

// Stores is one database as orders see it.
type Stores interface {
	Store
	Reader
}

// New returns the service of orders.
func New(store Stores, carts Carts, stock Stock, slots Slots, jobs Jobs, tx txn.Runner, now func() time.Time, ids *id.Maker) *Service {
	return &Service{store: store, reader: store, carts: carts, stock: stock, slots: slots, jobs: jobs, tx: tx, now: now, ids: ids,
		numbers: numbers{piles: map[string]*pile{}}}
}

// CancelRequest asks for an order to be canceled.
type CancelRequest struct {
	OrderID  string
	Revision int64 // as the asker saw it; 0: whatever it is now
	By       Actor
	Why      string
	Refund   bool // money held or taken is no obstacle: payment gives it back
}

// Cancel cancels an order and gives its stock back. With Refund the event tells payment
// to release or return the money; the payment status follows when it has.
//
// Faults: ErrNotFound; ErrRevision; the named reasons of CanCancel.
func (s *Service) Cancel(ctx context.Context, r CancelRequest) (Order, error) {
	return s.change(ctx, r.OrderID, func(ctx context.Context, o *Order) error {
		if r.Revision > 0 && r.Revision != o.Revision {
			return ErrRevision
		}
		if err := CanCancel(*o); err != nil && !(r.Refund && errors.Is(err, ErrMoneyHeld)) {
			return err
		}
		if err := s.stock.Release(ctx, o.ID); err != nil {
			return err
		}
		if err := s.slots.Free(ctx, o.ID); err != nil {
			return err
		}
		if err := s.giveBack(ctx, *o); err != nil {
			return err
		}
		o.Status, o.CanceledAt, o.ReservedUntil = Canceled, o.UpdatedAt, time.Time{}
		return s.tell(ctx, *o, EventCanceled, r.By, r.Why, map[string]any{"refund": r.Refund})
	})
}

// giveBack lets others have the promotions of an order that does not come about.
func (s *Service) giveBack(ctx context.Context, o Order) error {
	if len(o.Promotions) == 0 {
		return nil
	}
	return s.carts.GiveBack(ctx, o.ID)
}

// Complete ends an order whose goods and money are where they belong. What was
// reserved for it is sold.
//
// Faults: ErrNotFound; the named reasons of Step.
func (s *Service) Complete(ctx context.Context, orderID string, by Actor, why string) (Order, error) {
	return s.change(ctx, orderID, func(ctx context.Context, o *Order) error {
		if err := Step(o.Status, Completed); err != nil {
			return err
		}
		if err := s.stock.Commit(ctx, o.ID); err != nil {
			return err
		}
		o.Status, o.CompletedAt, o.ReservedUntil = Completed, o.UpdatedAt, time.Time{}
		return s.tell(ctx, *o, EventCompleted, by, why, nil)
	})
}

// inTx runs fn as a unit of work. A refusal of our own is decided before anything is
// written: it leaves the unit, and an outer one, good.
func (s *Service) inTx(ctx context.Context, fn func(ctx context.Context) error) error {
	return refusable(ctx, s.tx.InTx, fn)
}

func refusable(ctx context.Context, run func(context.Context, func(context.Context) error) error, fn func(ctx context.Context) error) error {
	var refused error
	err := run(ctx, func(ctx context.Context) error {
		refused = fn(ctx)
		if strings.HasPrefix(fault.CodeOf(refused), "order.") {
			return nil
		}
		return refused
	})
	if err != nil {
		return err
	}
	return refused
}

func (s *Service) change(ctx context.Context, orderID string, fn func(ctx context.Context, o *Order) error) (Order, error) {
	var out Order
	err := s.inTx(ctx, func(ctx context.Context) error {
		o, err := s.reader.OrderByID(ctx, orderID, true)
		if err != nil {
			return err
		}
		o.UpdatedAt = s.now().UTC().Truncate(time.Microsecond)
		if err := fn(ctx, &o); err != nil {
			return err
		}
		o.derive()
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

func (s *Service) byNumber(ctx context.Context, contactID, number string) (Order, error) {
	return s.find(ctx, func(ctx context.Context) (Order, error) {
		written, seq := ReadNumber(number)
		if written == "" {
			return Order{}, ErrNotFound
		}
		list, err := s.reader.OrdersByNumber(ctx, contactID, written, seq)
		if err != nil {
			return Order{}, err
		}
		for _, o := range list {
			if folded, _ := ReadNumber(o.Number); folded == written || written == strconv.FormatInt(o.Seq, 10) {
				return o, nil
			}
		}
		return Order{}, ErrNotFound
	})
}

func (s *Service) find(ctx context.Context, fn func(ctx context.Context) (Order, error)) (Order, error) {
	var o Order
	err := refusable(ctx, s.tx.View, func(ctx context.Context) error {
		var err error
		o, err = fn(ctx)
		return err
	})
	if err != nil {
		return Order{}, err
	}
	return o, nil
}

// lookalikes are Cyrillic capitals that people write for Latin ones.
var lookalikes = strings.NewReplacer("А", "A", "В", "B", "Е", "E", "К", "K", "М", "M", "Н", "H", "О", "O", "Р", "P", "С", "C", "Т", "T", "Х", "X", "У", "Y")

// ReadNumber reads an order number as people write it: "№ 1042", "#a-1042", "1042".
// written is its comparable form, seq the digits at its end, 0 when there are none.
func ReadNumber(s string) (written string, seq int64) {
	s = strings.ToUpper(strings.Join(strings.Fields(s), ""))
	s = lookalikes.Replace(strings.TrimLeft(s, "№#"))
	if len(s) > 40 {
		return "", 0
	}
	i := len(s)
	for i > 0 && s[i-1] >= '0' && s[i-1] <= '9' {
		i--
	}
	if len(s)-i <= 18 {
		seq, _ = strconv.ParseInt(s[i:], 10, 64)
	}
	return s, seq
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
func (s *Service) List(ctx context.Context, f Filter, cursor string) (Page, error) {
	if f.Limit == 0 {
		f.Limit = 50
	}
	return s.page(ctx, f.Limit, func(ctx context.Context, n int) ([]Order, error) {
		return s.reader.ListOrders(ctx, f, cursor, n)
	})
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
