package cart

import (
	"context"
	"strings"
	"time"

	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/money"
	"prilavok/core/txn"
)

// Service keeps carts, prices them and leads through the checkout.
type Service struct {
	store      Store
	methods    DeliveryStore
	checkouts  CheckoutStore
	promotions PromotionStore
	goods      Goods
	tx         txn.Runner
	ways       func(ctx context.Context, items money.Money) ([]Way, error)
	now        func() time.Time
	ids        *id.Maker
}

// Stores is one database as the cart sees it.
type Stores interface {
	Store
	DeliveryStore
	CheckoutStore
	PromotionStore
}

// New returns the cart's service.
func New(store Stores, goods Goods, tx txn.Runner, now func() time.Time, ids *id.Maker) *Service {
	return &Service{store: store, methods: store, checkouts: store, promotions: store, goods: goods, tx: tx, now: now, ids: ids}
}

// Get returns the contact's cart with today's prices; an empty one when there is none.
func (s *Service) Get(ctx context.Context, contactID string) (Cart, error) {
	var c Cart
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		c, err = s.read(ctx, contactID)
		return err
	})
	return c, err
}

// See returns the cart like Get and notes its prices as shown: a notice about a
// changed price comes once.
func (s *Service) See(ctx context.Context, contactID string) (Cart, error) {
	var c Cart
	err := s.tx.InTx(ctx, func(ctx context.Context) error {
		var err error
		if c, err = s.read(ctx, contactID); err != nil {
			return err
		}
		for _, l := range c.Lines {
			if l.Notice != NoticePrice {
				continue
			}
			if err := s.store.SeeCartPrice(ctx, contactID, l.VariantID, l.Price.Amount); err != nil {
				return err
			}
		}
		return nil
	})
	return c, err
}

// Add puts n more pieces of a variant into the cart.
//
// Faults: ErrNotForSale, ErrOutOfStock (nothing is left, or not that many),
// ErrTooMany, ErrFull. The cart is unchanged then.
func (s *Service) Add(ctx context.Context, contactID, variantID string, n int64) (Cart, error) {
	return s.change(ctx, contactID, func(ctx context.Context, rows map[string]Row) error {
		return s.put(ctx, contactID, variantID, rows[variantID].Quantity+n, n, rows)
	})
}

// SetQuantity makes a line hold n pieces; 0 removes it. Faults as of Add, and
// ErrNoLine when the variant is not in the cart.
func (s *Service) SetQuantity(ctx context.Context, contactID, variantID string, n int64) (Cart, error) {
	return s.change(ctx, contactID, func(ctx context.Context, rows map[string]Row) error {
		row, ok := rows[variantID]
		if !ok {
			return ErrNoLine
		}
		if n == 0 {
			_, err := s.store.DropCartRow(ctx, contactID, variantID)
			return err
		}
		return s.put(ctx, contactID, variantID, n, n-row.Quantity, rows)
	})
}

// Remove takes a line out; a line that is not there is no fault.
func (s *Service) Remove(ctx context.Context, contactID, variantID string) (Cart, error) {
	return s.change(ctx, contactID, func(ctx context.Context, _ map[string]Row) error {
		_, err := s.store.DropCartRow(ctx, contactID, variantID)
		return err
	})
}

// Clear empties the cart and drops its code.
func (s *Service) Clear(ctx context.Context, contactID string) error {
	_, err := s.change(ctx, contactID, func(ctx context.Context, _ map[string]Row) error {
		if err := s.promotions.SetCartCode(ctx, contactID, ""); err != nil {
			return err
		}
		return s.store.EmptyCart(ctx, contactID)
	})
	return err
}

// Lock holds the cart's row until the unit of work ends, so that nobody else changes
// or orders it meanwhile.
func (s *Service) Lock(ctx context.Context, contactID string) error {
	return s.store.TouchCart(ctx, contactID, s.now())
}

// Empty removes all lines within the open unit of work.
func (s *Service) Empty(ctx context.Context, contactID string) error {
	return s.store.EmptyCart(ctx, contactID)
}

// inTx runs fn as a unit of work. A refusal of the cart's own is decided before
// anything is written: it leaves the unit, and an outer one, good.
func (s *Service) inTx(ctx context.Context, fn func(ctx context.Context) error) error {
	var refused error
	err := s.tx.InTx(ctx, func(ctx context.Context) error {
		refused = fn(ctx)
		if strings.HasPrefix(fault.CodeOf(refused), "cart.") {
			return nil
		}
		return refused
	})
	if err != nil {
		return err
	}
	return refused
}

func (s *Service) change(ctx context.Context, contactID string, fn func(ctx context.Context, rows map[string]Row) error) (Cart, error) {
	var c Cart
	err := s.inTx(ctx, func(ctx context.Context) error {
		if err := s.Lock(ctx, contactID); err != nil {
			return err
		}
		stored, err := s.store.CartRows(ctx, contactID)
		if err != nil {
			return err
		}
		rows := make(map[string]Row, len(stored.Rows))
		for _, r := range stored.Rows {
			rows[r.VariantID] = r
		}
		if err := fn(ctx, rows); err != nil {
			return err
		}
		c, err = s.read(ctx, contactID)
		return err
	})
	if err != nil {
		return Cart{}, err
	}
	return c, nil
}

// put checks and stores a line of n pieces, more of which are new.
func (s *Service) put(ctx context.Context, contactID, variantID string, n, more int64, rows map[string]Row) error {
	old, known := rows[variantID]
	switch {
	case n < 1 || n > MaxQuantity || more > MaxQuantity || more < -MaxQuantity:
		return ErrTooMany
	case !known && len(rows) >= MaxLines:
		return ErrFull
	}
	items, err := s.goods.Items(ctx, []string{variantID})
	if err != nil {
		return err
	}
	it, ok := items[variantID]
	switch {
	case !ok || !it.Sold:
		return ErrNotForSale
	case more > 0 && it.Left < n:
		return ErrOutOfStock
	}
	row := Row{VariantID: variantID, Quantity: n, SeenPrice: it.Price.Amount, AddedAt: s.now()}
	if known {
		row.SeenPrice = old.SeenPrice
	}
	if len(rows) == 0 {
		if err := s.store.NoteCartFilled(ctx, s.ids.Make("ctf"), contactID, row.AddedAt); err != nil {
			return err
		}
	}
	return s.store.PutCartRow(ctx, contactID, row)
}

// read reads a cart as its contact sees it.
func (s *Service) read(ctx context.Context, contactID string) (Cart, error) {
	c, err := s.plain(ctx, contactID)
	if err != nil {
		return Cart{}, err
	}
	return s.dealt(ctx, c)
}

// plain reads a cart without promotions.
func (s *Service) plain(ctx context.Context, contactID string) (Cart, error) {
	sh, err := s.checkouts.ShopByID(ctx, txn.ShopID(ctx))
	if err != nil {
		return Cart{}, err
	}
	return s.priced(ctx, contactID, sh.Currency)
}

// priced reads a cart and puts today's prices into it.
func (s *Service) priced(ctx context.Context, contactID, currency string) (Cart, error) {
	stored, err := s.store.CartRows(ctx, contactID)
	if err != nil {
		return Cart{}, err
	}
	rows := stored.Rows
	var variants []string
	for _, r := range rows {
		variants = append(variants, r.VariantID)
	}
	c := Cart{ContactID: contactID, Code: stored.Code, TakesCodes: stored.Codes, Revision: stored.Revision, UpdatedAt: stored.UpdatedAt,
		Items: money.Of(0, currency), Discount: money.Of(0, currency)}
	if len(rows) == 0 {
		return c, nil
	}
	items, err := s.goods.Items(ctx, variants)
	if err != nil {
		return Cart{}, err
	}
	for _, r := range rows {
		it, ok := items[r.VariantID]
		l, err := line(r, it, ok, currency)
		if err != nil {
			return Cart{}, err
		}
		c.Lines = append(c.Lines, l)
		if c.Items, err = c.Items.Add(l.Total); err != nil {
			return Cart{}, err
		}
	}
	return c, nil
}

// line joins what is stored with what the catalog says now.
func line(r Row, it Item, known bool, currency string) (Line, error) {
	l := Line{ProductID: it.ProductID, VariantID: r.VariantID, SKU: it.SKU, CategoryID: it.CategoryID, Title: it.Title, Options: it.Options, Image: it.Image,
		Quantity: r.Quantity, Grams: it.Grams, Price: it.Price, OldPrice: it.OldPrice, Left: it.Left, AddedAt: r.AddedAt,
		Discount: money.Of(0, currency), Total: money.Of(0, currency)}
	switch {
	case !known || !it.Sold:
		l.Notice = NoticeGone
	case it.Left <= 0:
		l.Notice = NoticeOut
	case it.Left < r.Quantity:
		l.Notice = NoticeShort
	case r.SeenPrice != it.Price.Amount:
		l.Notice, l.WasPrice = NoticePrice, money.Of(r.SeenPrice, currency)
	}
	if !l.Buyable() {
		return l, nil
	}
	total, err := it.Price.Times(r.Quantity)
	l.Total = total
	return l, err
}
