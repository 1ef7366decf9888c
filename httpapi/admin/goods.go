package admin

import (
	"context"
	"time"

	"prilavok/core/catalog"
	"prilavok/core/money"
	"prilavok/httpapi/admin/gate"
)

// Category is a shelf of the shop.
type Category struct {
	ID       string `json:"id"`
	Slug     string `json:"slug"`
	ParentID string `json:"parent_id,omitempty"`
	Title    Texts  `json:"title"`
	Position int    `json:"position"`
	Active   bool   `json:"active"`
}

func categoryOf(c catalog.Category) Category {
	return Category{c.ID, c.Slug, c.ParentID, textsOf(c.Title), c.Position, c.Active}
}

// ProductFields is what can be written of a product.
type ProductFields struct {
	Slug        string          `json:"slug" minLength:"1" maxLength:"200"`
	CategoryID  string          `json:"category_id,omitempty" maxLength:"64"`
	Title       Texts           `json:"title"`
	Description *Texts          `json:"description,omitempty"`
	Brand       string          `json:"brand,omitempty" maxLength:"200"`
	Attributes  []Option        `json:"attributes,omitempty" maxItems:"100"`
	Images      []Image         `json:"images,omitempty" maxItems:"50"`
	Status      string          `json:"status,omitempty" enum:"active,draft,archived"`
	Position    int             `json:"position,omitempty"`
	Variants    []VariantFields `json:"variants" minItems:"1" maxItems:"500"`
}

// Image is a picture.
type Image struct {
	URL     string `json:"url" maxLength:"2000"`
	Alt     *Texts `json:"alt,omitempty"`
	Variant string `json:"variant_sku,omitempty" maxLength:"200"`
}

// VariantFields is what can be written of a variant.
type VariantFields struct {
	ID        string   `json:"id,omitempty" maxLength:"64" doc:"of a known variant; a known SKU finds it too"`
	SKU       string   `json:"sku" minLength:"1" maxLength:"200"`
	Options   []Option `json:"options,omitempty" maxItems:"20"`
	Price     Money    `json:"price"`
	CompareAt *Money   `json:"compare_at,omitempty" doc:"the old price"`
	Grams     *int64   `json:"grams,omitempty" minimum:"0" doc:"weight of one piece; left out: as it was"`
	OnHand    int64    `json:"on_hand,omitempty" minimum:"0" doc:"of a new variant; known ones are counted by PUT /variants/{id}/stock"`
	Tracked   bool     `json:"tracked,omitempty" doc:"stock is counted"`
	Active    bool     `json:"active,omitempty"`
}

// Product is one thing that is sold.
type Product struct {
	ID          string    `json:"id"`
	Slug        string    `json:"slug"`
	CategoryID  string    `json:"category_id,omitempty"`
	Title       Texts     `json:"title"`
	Description Texts     `json:"description"`
	Brand       string    `json:"brand,omitempty"`
	Attributes  []Option  `json:"attributes"`
	Images      []Image   `json:"images"`
	Status      string    `json:"status" enum:"active,draft,archived"`
	Position    int       `json:"position"`
	Variants    []Variant `json:"variants"`
	UpdatedAt   time.Time `json:"updated_at"`
}

// Variant is what is really bought.
type Variant struct {
	ID        string   `json:"id"`
	SKU       string   `json:"sku"`
	Options   []Option `json:"options"`
	Price     Money    `json:"price"`
	CompareAt *Money   `json:"compare_at,omitempty"`
	Grams     int64    `json:"grams,omitempty" doc:"weight of one piece; 0 is not known"`
	OnHand    int64    `json:"on_hand"`
	Reserved  int64    `json:"reserved"`
	Tracked   bool     `json:"tracked"`
	Active    bool     `json:"active"`
}

func variantOf(v catalog.Variant) Variant {
	out := Variant{v.ID, v.SKU, optionsOf(v.Options), moneyOf(v.Price), nil, v.Grams, v.OnHand, v.Reserved, v.Tracked, v.Active}
	if !v.CompareAt.IsZero() {
		m := moneyOf(v.CompareAt)
		out.CompareAt = &m
	}
	return out
}

func productOf(p catalog.Product) Product {
	out := Product{ID: p.ID, Slug: p.Slug, CategoryID: p.CategoryID, Title: textsOf(p.Title), Description: textsOf(p.Description), Brand: p.Brand,
		Attributes: optionsOf(p.Attributes), Images: []Image{}, Status: string(p.Status), Position: p.Position, Variants: []Variant{}, UpdatedAt: p.UpdatedAt}
	for _, i := range p.Images {
		alt := textsOf(i.Alt)
		out.Images = append(out.Images, Image{i.URL, &alt, i.Variant})
	}
	for _, v := range p.Variants {
		out.Variants = append(out.Variants, variantOf(v))
	}
	return out
}

// core writes the fields over a product. Variants that it does not have yet get their ids
// from the catalog, never from callers.
func (f ProductFields) core(p catalog.Product) (catalog.Product, error) {
	had := p
	p.Slug, p.CategoryID, p.Title, p.Brand = f.Slug, f.CategoryID, f.Title.core(), f.Brand
	p.Attributes, p.Status, p.Position = attributes(f.Attributes), catalog.Status(f.Status), f.Position
	p.Description, p.Images, p.Variants = nil, nil, nil
	if f.Description != nil {
		p.Description = f.Description.core()
	}
	for _, i := range f.Images {
		x := catalog.Image{URL: i.URL, Variant: i.Variant}
		if i.Alt != nil {
			x.Alt = i.Alt.core()
		}
		p.Images = append(p.Images, x)
	}
	for n, v := range f.Variants {
		was, known := had.Variant(v.ID)
		if v.ID != "" && !known {
			return catalog.Product{}, catalog.ErrNotFound
		}
		if v.Grams != nil {
			was.Grams = *v.Grams
		}
		old := money.Money{}
		if v.CompareAt != nil {
			old = v.CompareAt.core()
		}
		p.Variants = append(p.Variants, catalog.Variant{ID: v.ID, ProductID: p.ID, SKU: v.SKU, Options: attributes(v.Options), Price: v.Price.core(),
			CompareAt: old, Grams: was.Grams, OnHand: v.OnHand, Tracked: v.Tracked, Position: n, Active: v.Active})
	}
	return p, nil
}

type productIn struct {
	ByID
	IfMatch string `header:"If-Match" maxLength:"100" doc:"the ETag that was read; required"`
	Body    ProductFields
}

type stockIn struct {
	ByID
	Body struct {
		OnHand int64 `json:"on_hand" minimum:"0" doc:"pieces there are, reserved ones included"`
	}
}

func (a *api) goods(g *gate.Gate) {
	gate.Add(g, "categories.list", func(ctx context.Context, _ *nothing) (*out[list[Category]], error) {
		all, err := a.Catalog.AllCategories(ctx)
		if err != nil {
			return nil, err
		}
		return listed(all, "", categoryOf), nil
	})
	gate.Add(g, "products.list", a.listProducts)
	gate.Add(g, "products.get", func(ctx context.Context, in *ByID) (*tagged[Product], error) {
		return product(a.Catalog.Product(ctx, in.ID))
	})
	gate.Add(g, "products.create", func(ctx context.Context, in *struct{ Body ProductFields }) (*tagged[Product], error) {
		p, err := in.Body.core(catalog.Product{})
		if err != nil {
			return nil, err
		}
		return product(a.Catalog.Save(ctx, p))
	})
	gate.Add(g, "products.put", a.putProduct)
	gate.Add(g, "stock.set", a.setStock)
}

func product(p catalog.Product, err error) (*tagged[Product], error) {
	if err != nil {
		return nil, err
	}
	return &tagged[Product]{gate.ETag(p.UpdatedAt.UnixMicro()), productOf(p)}, nil
}

func (a *api) listProducts(ctx context.Context, in *Page) (*out[list[Product]], error) {
	after, err := gate.ReadCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	found, err := a.Catalog.ProductsAfter(ctx, after, in.Limit+1)
	if err != nil {
		return nil, err
	}
	next := ""
	if len(found) > in.Limit {
		found = found[:in.Limit]
		next = found[in.Limit-1].ID
	}
	return listed(found, next, productOf), nil
}

func (a *api) putProduct(ctx context.Context, in *productIn) (*tagged[Product], error) {
	return product(a.Catalog.Change(ctx, in.ID, func(had catalog.Product) (catalog.Product, error) {
		if err := gate.Match(in.IfMatch, had.UpdatedAt.UnixMicro(), true); err != nil {
			return catalog.Product{}, err
		}
		return in.Body.core(had)
	}))
}

func (a *api) setStock(ctx context.Context, in *stockIn) (*out[Variant], error) {
	if err := a.Catalog.SetStock(ctx, in.ID, in.Body.OnHand, gate.CallerOf(ctx).ID); err != nil {
		return nil, err
	}
	_, v, err := a.Catalog.VariantProduct(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &out[Variant]{variantOf(v)}, nil
}
