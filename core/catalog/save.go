package catalog

import (
	"context"
	"maps"
	"time"
)

// SaveCategory adds a category, or replaces the one with its id. Its products are found
// under its new name and place at once.
func (s *Service) SaveCategory(ctx context.Context, c Category) (Category, error) {
	if c.ID == "" {
		c.ID = s.ids.Make("cat")
	}
	if c.Slug == "" || len(c.Title) == 0 || c.ParentID == c.ID {
		return Category{}, ErrIncomplete
	}
	err := s.Locked(ctx, func(ctx context.Context) error {
		before, err := s.store.CategoryList(ctx)
		if err != nil {
			return err
		}
		if err := s.store.SaveCategory(ctx, c, s.now()); err != nil {
			return err
		}
		for _, was := range before {
			if was.ID == c.ID && (was.ParentID != c.ParentID || !maps.Equal(was.Title, c.Title)) {
				return s.indexCategory(ctx, c.ID)
			}
		}
		return nil
	})
	return c, err
}

// Locked runs fn as one unit of work in which no one else changes the catalog.
func (s *Service) Locked(ctx context.Context, fn func(ctx context.Context) error) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		if err := s.search.LockIndex(ctx); err != nil {
			return err
		}
		return fn(ctx)
	})
}

// indexCategory writes the terms of all products of a category anew.
func (s *Service) indexCategory(ctx context.Context, id string) error {
	after := ""
	for {
		page, err := s.Browse(ctx, Filter{CategoryID: id}, after, 100)
		if err != nil {
			return err
		}
		if err := s.index(ctx, page.Products); err != nil {
			return err
		}
		if after = page.Next; after == "" {
			return nil
		}
	}
}

// Save adds a product, or replaces the one with its id; ids that are missing are made.
// Stock counts of variants that exist are not touched: SetStock does that. A variant
// without an id whose SKU the product had already is that variant again. Faults:
// ErrIncomplete, ErrSKU when the SKU is another product's.
func (s *Service) Save(ctx context.Context, p Product) (Product, error) {
	list, err := s.SaveAll(ctx, []Product{p})
	if err != nil {
		return Product{}, err
	}
	return list[0], nil
}

// SaveAll is Save for many: all are kept, or none. A few hundred at a time are much
// faster than one by one.
func (s *Service) SaveAll(ctx context.Context, list []Product) ([]Product, error) {
	var out []Product
	err := s.Locked(ctx, func(ctx context.Context) error {
		out = nil
		for _, p := range list {
			p, err := s.save(ctx, p)
			if err != nil {
				return err
			}
			out = append(out, p)
		}
		return s.index(ctx, out)
	})
	return out, err
}

// Change replaces a product by what fn makes of it, while no one else changes the
// catalog. Faults: ErrNotFound, those of Save, and what fn refuses with.
func (s *Service) Change(ctx context.Context, id string, fn func(had Product) (Product, error)) (Product, error) {
	var out Product
	err := s.Locked(ctx, func(ctx context.Context) error {
		list, err := s.products(ctx, []string{id})
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return ErrNotFound
		}
		p, err := fn(list[0])
		if err != nil {
			return err
		}
		p.ID = id
		if out, err = s.save(ctx, p); err != nil {
			return err
		}
		return s.index(ctx, []Product{out})
	})
	return out, err
}

func (s *Service) save(ctx context.Context, p Product) (Product, error) {
	p = s.named(p)
	if !complete(p) {
		return Product{}, ErrIncomplete
	}
	known, err := s.adopt(ctx, &p)
	if err != nil {
		return Product{}, err
	}
	if err := s.store.SaveProduct(ctx, p); err != nil {
		return Product{}, err
	}
	for _, v := range p.Variants {
		if known[v.ID] || v.OnHand == 0 {
			continue
		}
		if err := s.log(ctx, Movement{VariantID: v.ID, Delta: v.OnHand, Reason: "set"}); err != nil {
			return Product{}, err
		}
	}
	return p, nil
}

// named fills in what an owner leaves out. It does not change the slices of p.
func (s *Service) named(p Product) Product {
	now := s.now()
	if p.ID == "" {
		p.ID, p.CreatedAt = s.ids.Make("prd"), now
	}
	if p.CreatedAt.IsZero() {
		p.CreatedAt = now
	}
	if p.Status == "" {
		p.Status = Active
	}
	p.UpdatedAt = now.UTC().Truncate(time.Microsecond)
	p.Variants = append([]Variant(nil), p.Variants...)
	for i := range p.Variants {
		p.Variants[i].ProductID, p.Variants[i].Position = p.ID, i
	}
	return p
}

func complete(p Product) bool {
	skus := map[string]bool{}
	for _, v := range p.Variants {
		bad := v.SKU == "" || skus[v.SKU] || v.Price.Currency == "" || v.Price.Currency != p.Variants[0].Price.Currency ||
			v.Price.Amount < 0 || v.CompareAt.Amount < 0 || v.OnHand < 0
		if bad {
			return false
		}
		skus[v.SKU] = true
	}
	return p.Slug != "" && len(p.Title) > 0 && len(p.Variants) > 0
}

// adopt gives variants their ids, and returns those that exist already.
func (s *Service) adopt(ctx context.Context, p *Product) (map[string]bool, error) {
	skus := make([]string, len(p.Variants))
	for i, v := range p.Variants {
		skus[i] = v.SKU
	}
	owners, err := s.sheets.VariantsBySKU(ctx, skus)
	if err != nil {
		return nil, err
	}
	before, err := s.products(ctx, []string{p.ID})
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, old := range before {
		for _, v := range old.Variants {
			known[v.ID] = true
		}
	}
	for i := range p.Variants {
		v := &p.Variants[i]
		owner, taken := owners[v.SKU]
		switch {
		case taken && (owner.ProductID != p.ID || v.ID != "" && v.ID != owner.VariantID):
			return nil, ErrSKU
		case v.ID == "" && taken:
			v.ID = owner.VariantID
		case v.ID == "":
			v.ID = s.ids.Make("var")
		}
	}
	return known, nil
}

func (s *Service) index(ctx context.Context, list []Product) error {
	categories, err := s.store.CategoryList(ctx)
	if err != nil {
		return err
	}
	entries := make([]Entry, len(list))
	for i, p := range list {
		entries[i].ProductID = p.ID
		if p.Status == Active {
			entries[i].Terms = Terms(p, categories)
		}
	}
	return s.search.IndexProducts(ctx, entries)
}

// Archive takes a product out of sale; orders still name it.
func (s *Service) Archive(ctx context.Context, id string) error {
	_, err := s.Change(ctx, id, func(p Product) (Product, error) {
		p.Status = Archived
		return p, nil
	})
	return err
}

// Restore puts an archived product back: on sale, where it is found again.
func (s *Service) Restore(ctx context.Context, id string) error {
	_, err := s.Change(ctx, id, func(p Product) (Product, error) {
		if p.Status == Archived {
			p.Status = Active
		}
		return p, nil
	})
	return err
}

// bestSellersFor is how far back BestSellers looks.
const bestSellersFor = 90 * 24 * time.Hour

// BestSellers returns up to n products that can be had now, those bought most in the
// last 90 days first.
func (s *Service) BestSellers(ctx context.Context, n int) ([]Product, error) {
	var out []Product
	err := s.tx.View(ctx, func(ctx context.Context) error {
		out = nil
		ids, err := s.sales.SoldMost(ctx, s.now().Add(-bestSellersFor), 3*n)
		if err != nil {
			return err
		}
		list, err := s.products(ctx, ids)
		for _, p := range list {
			if p.InStock() && len(out) < n {
				out = append(out, p)
			}
		}
		return err
	})
	return out, err
}

// Featured returns n products to show to somebody who has not asked for any: what sells
// best, then the owner's order. All can be had now.
func (s *Service) Featured(ctx context.Context, n int) ([]Product, error) {
	var out []Product
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		if out, err = s.BestSellers(ctx, n); err != nil || len(out) >= n {
			return err
		}
		page, err := s.Browse(ctx, Filter{InStock: true}, "", n)
		seen := map[string]bool{}
		for _, p := range out {
			seen[p.ID] = true
		}
		for _, p := range page.Products {
			if len(out) < n && !seen[p.ID] {
				out = append(out, p)
			}
		}
		return err
	})
	return out, err
}
