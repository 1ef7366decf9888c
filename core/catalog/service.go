package catalog

import (
	"context"
	"strconv"
	"strings"
	"time"

	"prilavok/core/id"
	"prilavok/core/txn"
)

// Stores is one database as the catalog sees it.
type Stores interface {
	Store
	StockStore
	PartStore
	ExpiryStore
	WaitStore
	LogStore
	SearchStore
	SynonymStore
	SalesStore
	SheetStore
}

// Service reads and changes the catalog.
type Service struct {
	store    Store
	stock    StockStore
	parts    PartStore
	expiry   ExpiryStore
	waits    WaitStore
	logs     LogStore
	events   StockEvents // nil: nobody is told
	search   SearchStore
	synonyms SynonymStore
	sales    SalesStore
	sheets   SheetStore
	tx       txn.Runner
	now      func() time.Time
	ids      *id.Maker
	arrivals Arrivals // nil: nobody waits
}

// New returns the catalog's service.
func New(store Stores, tx txn.Runner, now func() time.Time, ids *id.Maker) *Service {
	return &Service{store: store, stock: store, parts: store, expiry: store, waits: store, logs: store, search: store, synonyms: store, sales: store, sheets: store, tx: tx, now: now, ids: ids}
}

// Categories lists the active categories in their order.
func (s *Service) Categories(ctx context.Context) ([]Category, error) {
	var out []Category
	err := s.tx.View(ctx, func(ctx context.Context) error {
		list, err := s.store.CategoryList(ctx)
		out = nil
		for _, c := range list {
			if c.Active {
				out = append(out, c)
			}
		}
		return err
	})
	return out, err
}

// AllCategories lists all categories, inactive ones too.
func (s *Service) AllCategories(ctx context.Context) ([]Category, error) {
	var out []Category
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		out, err = s.store.CategoryList(ctx)
		return err
	})
	return out, err
}

// SKUOwners finds variants by their SKU; unknown ones are left out.
func (s *Service) SKUOwners(ctx context.Context, skus []string) (map[string]SKUOwner, error) {
	var out map[string]SKUOwner
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		out, err = s.sheets.VariantsBySKU(ctx, skus)
		return err
	})
	return out, err
}

// SlugOwner returns the id of the product with a slug, "" none.
func (s *Service) SlugOwner(ctx context.Context, slug string) (string, error) {
	var out string
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		out, err = s.store.ProductIDBySlug(ctx, slug)
		return err
	})
	return out, err
}

// ProductsAfter lists all products, archived ones too, in the order of their ids.
func (s *Service) ProductsAfter(ctx context.Context, afterID string, limit int) ([]Product, error) {
	var out []Product
	err := s.tx.View(ctx, func(ctx context.Context) error {
		ids, err := s.sheets.ProductsAfter(ctx, afterID, limit)
		if err != nil {
			return err
		}
		out, err = s.products(ctx, ids)
		return err
	})
	return out, err
}

// Products returns products in the order of ids; unknown ones are left out.
func (s *Service) Products(ctx context.Context, ids []string) ([]Product, error) {
	var out []Product
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		out, err = s.products(ctx, ids)
		return err
	})
	return out, err
}

func (s *Service) products(ctx context.Context, ids []string) ([]Product, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	list, err := s.store.ProductsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]Product, len(list))
	for _, p := range list {
		byID[p.ID] = p
	}
	out := make([]Product, 0, len(ids))
	for _, id := range ids {
		if p, ok := byID[id]; ok {
			out = append(out, p)
		}
	}
	return out, nil
}

// Product returns one product.
func (s *Service) Product(ctx context.Context, id string) (Product, error) {
	return s.find(ctx, func(context.Context) (string, error) { return id, nil })
}

// ProductBySlug returns the product with a slug.
func (s *Service) ProductBySlug(ctx context.Context, slug string) (Product, error) {
	return s.find(ctx, func(ctx context.Context) (string, error) { return s.store.ProductIDBySlug(ctx, slug) })
}

// Offer is a variant with its product.
type Offer struct {
	Product Product
	Variant Variant
}

// Offers returns variants with their products, by variant id; unknown ones are left out.
func (s *Service) Offers(ctx context.Context, variantIDs []string) (map[string]Offer, error) {
	var out map[string]Offer
	err := s.tx.View(ctx, func(ctx context.Context) error {
		out = map[string]Offer{}
		if len(variantIDs) == 0 {
			return nil
		}
		ids, err := s.store.ProductIDsOfVariants(ctx, variantIDs)
		if err != nil {
			return err
		}
		list, err := s.products(ctx, ids)
		if err != nil {
			return err
		}
		for _, p := range list {
			for _, id := range variantIDs {
				if v, ok := p.Variant(id); ok {
					out[id] = Offer{p, v}
				}
			}
		}
		return nil
	})
	return out, err
}

// VariantProduct returns a variant with its product.
func (s *Service) VariantProduct(ctx context.Context, variantID string) (Product, Variant, error) {
	list, err := s.Offers(ctx, []string{variantID})
	if err != nil {
		return Product{}, Variant{}, err
	}
	o, ok := list[variantID]
	if !ok {
		return Product{}, Variant{}, ErrNotFound
	}
	return o.Product, o.Variant, nil
}

func (s *Service) find(ctx context.Context, which func(ctx context.Context) (string, error)) (Product, error) {
	var out Product
	err := s.tx.View(ctx, func(ctx context.Context) error {
		id, err := which(ctx)
		if err != nil {
			return err
		}
		list, err := s.products(ctx, []string{id})
		if err == nil && len(list) == 0 {
			err = ErrNotFound
		}
		if err == nil {
			out = list[0]
		}
		return err
	})
	return out, err
}

// Page is a part of a list; Next is "" at its end.
type Page struct {
	Products []Product
	Next     string
}

// Browse lists products by a filter, limit at a time; after is the Next of the page before.
func (s *Service) Browse(ctx context.Context, f Filter, after string, limit int) (Page, error) {
	limit = min(max(limit, 1), 100)
	var page Page
	err := s.tx.View(ctx, func(ctx context.Context) error {
		places, err := s.store.BrowseProducts(ctx, f, readCursor(after), limit+1)
		if err != nil {
			return err
		}
		page = Page{}
		if len(places) > limit {
			places = places[:limit]
			last := places[limit-1]
			page.Next = strconv.FormatInt(last.Value, 36) + "." + last.ID
		}
		ids := make([]string, len(places))
		for i, p := range places {
			ids[i] = p.ID
		}
		page.Products, err = s.products(ctx, ids)
		return err
	})
	return page, err
}

func readCursor(s string) Cursor {
	v, id, ok := strings.Cut(s, ".")
	n, err := strconv.ParseInt(v, 36, 64)
	if !ok || err != nil {
		return Cursor{}
	}
	return Cursor{n, id}
}
