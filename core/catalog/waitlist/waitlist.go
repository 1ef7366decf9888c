// Package waitlist is who waits for goods that cannot be had, as those see it who keep the
// shop: what is most waited for, who waits for it, and telling them. Waiting itself, and
// telling people as stock comes, is the catalog's.
package waitlist

import (
	"context"
	"time"

	"prilavok/core/catalog"
	"prilavok/core/fault"
	"prilavok/core/lang"
	"prilavok/core/txn"
)

// Faults of this package.
var (
	ErrNobody  = fault.New(fault.NotFound, "waits.nobody", "this person does not wait for this product")
	ErrNothing = fault.New(fault.Conflict, "waits.nothing", "there is still nothing to be had: people are told once there is")
)

// Count is how many wait for a variant.
type Count struct {
	VariantID string
	ProductID string
	Waiting   int64
	Since     time.Time // when the first of them began to
}

// Waiter is one who waits. Name may be empty.
type Waiter struct {
	ContactID      string
	ConversationID string
	Name           string
	Since          time.Time
}

// Store is what the lists need of a database. All run inside a unit of work.
type Store interface {
	// WaitCounts lists variants that somebody waits for, most waited for first, below a
	// cursor; of one product where productID is not "".
	WaitCounts(ctx context.Context, productID string, after Count, limit int) ([]Count, error)
	// Waiters lists who waits for a variant, in turn, after a cursor.
	Waiters(ctx context.Context, variantID string, after Waiter, limit int) ([]Waiter, error)
}

// Service reads the lists of the shop of ctx.
type Service struct {
	goods *catalog.Service
	store Store
	tx    txn.Runner
}

// New returns the service.
func New(goods *catalog.Service, store Store, tx txn.Runner) *Service {
	return &Service{goods, store, tx}
}

// Line is a variant that somebody waits for.
type Line struct {
	Count
	Title   lang.Texts // of the product
	Image   string
	Variant catalog.Variant
}

// Counts lists what is waited for, most waited for first, limit at a time from after on;
// more says that there is another page. Of one product where productID is not "".
func (s *Service) Counts(ctx context.Context, productID string, after Count, limit int) (lines []Line, more bool, err error) {
	err = s.tx.View(ctx, func(ctx context.Context) error {
		lines = nil
		list, err := s.store.WaitCounts(ctx, productID, after, limit+1)
		if err != nil {
			return err
		}
		if more = len(list) > limit; more {
			list = list[:limit]
		}
		ids := make([]string, len(list))
		for i, c := range list {
			ids[i] = c.VariantID
		}
		offers, err := s.goods.Offers(ctx, ids)
		for _, c := range list {
			o := offers[c.VariantID]
			line := Line{Count: c, Title: o.Product.Title, Variant: o.Variant}
			if len(o.Product.Images) > 0 {
				line.Image = o.Product.Images[0].URL
			}
			lines = append(lines, line)
		}
		return err
	})
	return lines, more, err
}

// Waiters lists who waits for a variant, in turn, limit at a time from after on.
//
// Faults: catalog.ErrNotFound.
func (s *Service) Waiters(ctx context.Context, variantID string, after Waiter, limit int) (list []Waiter, more bool, err error) {
	err = s.tx.View(ctx, func(ctx context.Context) error {
		if _, _, err := s.goods.VariantProduct(ctx, variantID); err != nil {
			return err
		}
		var err error
		if list, err = s.store.Waiters(ctx, variantID, after, limit+1); err != nil {
			return err
		}
		if more = len(list) > limit; more {
			list = list[:limit]
		}
		return nil
	})
	return list, more, err
}

// Remove takes a contact off the list of a variant; they are told nothing.
//
// Faults: catalog.ErrNotFound, ErrNobody.
func (s *Service) Remove(ctx context.Context, variantID, contactID string) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		if _, _, err := s.goods.VariantProduct(ctx, variantID); err != nil {
			return err
		}
		n, err := s.goods.LeaveWaits(ctx, contactID, variantID)
		if err == nil && n == 0 {
			return ErrNobody
		}
		return err
	})
}

// Tell tells those who wait for a variant that it can be had, as many, in turn, as there are
// pieces, and counts them. It is for goods that became available without stock coming:
// stock is no longer counted, the product is on sale again.
//
// Faults: catalog.ErrNotFound; ErrNothing while it cannot be had.
func (s *Service) Tell(ctx context.Context, variantID string) (told int64, err error) {
	err = s.tx.InTx(ctx, func(ctx context.Context) error {
		p, v, err := s.goods.VariantProduct(ctx, variantID)
		switch {
		case err != nil:
			return err
		case p.Status != catalog.Active || !v.Active || v.Available() == 0:
			return ErrNothing
		}
		before, err := s.waiting(ctx, p.ID, variantID)
		if err != nil {
			return err
		}
		if err := s.goods.TellWaiting(ctx, []string{variantID}); err != nil {
			return err
		}
		left, err := s.waiting(ctx, p.ID, variantID)
		told = before - left
		return err
	})
	return told, err
}

func (s *Service) waiting(ctx context.Context, productID, variantID string) (int64, error) {
	list, err := s.store.WaitCounts(ctx, productID, Count{}, 1000)
	for _, c := range list {
		if c.VariantID == variantID {
			return c.Waiting, err
		}
	}
	return 0, err
}
