package cart

import (
	"context"

	"prilavok/core/catalog"
)

// Catalog is the part of the catalog's store that carts read. It answers for what is
// gone without a fault, so that an old button spoils no unit of work.
type Catalog interface {
	// ProductsOfVariants returns the products of some variants: their id, category,
	// title, pictures and status, and of their variants those asked for. Unknown ids are left out.
	ProductsOfVariants(ctx context.Context, variantIDs []string) ([]catalog.Product, error)
}

// FromCatalog answers for goods out of the catalog.
func FromCatalog(c Catalog) Goods { return shelf{c} }

type shelf struct{ catalog Catalog }

// Items implements Goods.
func (s shelf) Items(ctx context.Context, variantIDs []string) (map[string]Item, error) {
	list, err := s.catalog.ProductsOfVariants(ctx, variantIDs)
	items := map[string]Item{}
	for _, p := range list {
		for _, v := range p.Variants {
			items[v.ID] = item(p, v)
		}
	}
	return items, err
}

func item(p catalog.Product, v catalog.Variant) Item {
	return Item{ProductID: p.ID, VariantID: v.ID, SKU: v.SKU, CategoryID: p.CategoryID, Title: p.Title, Options: v.Options, Image: picture(p.Images, v.SKU),
		Grams: v.Grams, Price: v.Price, OldPrice: v.CompareAt, Left: v.Available(), Sold: v.Active && p.Status == catalog.Active}
}

// picture is the first that shows this very variant, else the first that shows all.
func picture(list []catalog.Image, sku string) string {
	best := ""
	for _, i := range list {
		switch {
		case i.Variant == sku && sku != "":
			return i.URL
		case best == "" && i.Variant == "":
			best = i.URL
		}
	}
	return best
}
