package sample

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"maps"
	"slices"
	"strings"

	"prilavok/core/catalog"
	"prilavok/core/delivery"
	"prilavok/core/knowledge"
	"prilavok/core/money"
	"prilavok/core/promotion"
	"prilavok/core/txn"
)

// Deps is what Load writes through.
type Deps struct {
	Catalog   *catalog.Service
	Knowledge *knowledge.Service
	Delivery  *delivery.Service
	Promos    *promotion.Service
	Tx        txn.Runner
}

// Load fills the shop of ctx's scope with categories, goods, articles, synonyms,
// delivery methods and promotions, in one unit of work. A shop that has any of these goods is left as
// it is: its owner may have changed them. Ids are the same in every installation.
func Load(ctx context.Context, deps Deps) error {
	d, err := Read()
	if err != nil {
		return err
	}
	return deps.Tx.InTx(ctx, func(ctx context.Context) error {
		have, err := deps.Catalog.Products(ctx, d.productIDs())
		if err != nil || len(have) > 0 {
			return err
		}
		if err := d.goods(ctx, deps.Catalog); err != nil {
			return err
		}
		if err := d.articles(ctx, deps.Knowledge); err != nil {
			return err
		}
		for _, m := range d.Delivery {
			if _, err := deps.Delivery.Put(ctx, m); err != nil {
				return err
			}
		}
		return d.promotions(ctx, deps.Promos)
	})
}

func (d Data) promotions(ctx context.Context, s *promotion.Service) error {
	for _, x := range d.Promotions {
		p := x.Promotion
		p.ID, p.Categories = ID("prm", x.Slug), nil
		for _, slug := range x.Categories {
			p.Categories = append(p.Categories, ID("cat", slug))
		}
		if _, err := s.Create(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

func (d Data) productIDs() []string {
	var out []string
	for _, p := range d.Products {
		out = append(out, ID("prd", p.Slug))
	}
	return out
}

func (d Data) goods(ctx context.Context, c *catalog.Service) error {
	for i, x := range d.Categories {
		if _, err := c.SaveCategory(ctx, catalog.Category{ID: ID("cat", x.Slug), Slug: x.Slug, Title: x.Title, Position: i + 1, Active: true}); err != nil {
			return err
		}
	}
	for i, p := range d.Products {
		if _, err := c.Save(ctx, d.product(p, i+1)); err != nil {
			return err
		}
	}
	for _, words := range d.Shop.Synonyms {
		if err := c.SaveSynonyms(ctx, words...); err != nil {
			return err
		}
	}
	return nil
}

func (d Data) articles(ctx context.Context, k *knowledge.Service) error {
	for i, a := range d.Articles {
		_, err := k.Save(ctx, knowledge.Article{ID: ID("art", a.Slug), Slug: a.Slug, Kind: a.Kind, Title: a.Title, Body: a.Body, Keywords: a.Keywords, Position: i + 1, Active: true})
		if err != nil {
			return err
		}
	}
	return nil
}

func (d Data) product(p Product, position int) catalog.Product {
	out := catalog.Product{ID: ID("prd", p.Slug), Slug: p.Slug, CategoryID: ID("cat", p.Category), Title: p.Title, Description: p.Description,
		Brand: p.Brand, Status: catalog.Active, Position: position}
	for _, a := range p.Attributes {
		out.Attributes = append(out.Attributes, catalog.Attribute{Name: a.Name, Value: a.Value})
	}
	for n, i := range p.Images {
		img := catalog.Image{URL: MediaPath + i.File, Alt: i.Alt}
		if n > 0 { // the first stands for the whole product
			img.Variant = p.shownBy(i)
		}
		out.Images = append(out.Images, img)
	}
	for i, v := range p.Variants {
		out.Variants = append(out.Variants, catalog.Variant{ID: ID("var", v.SKU), SKU: v.SKU, Options: d.options(v), Price: money.Of(v.Price, d.Shop.Currency),
			CompareAt: money.Of(v.OldPrice, d.Shop.Currency), OnHand: v.Stock, Tracked: !v.Untracked, Position: i + 1, Active: true})
	}
	return out
}

// shownBy returns the SKU of the first variant that looks like the picture, "" when
// all do.
func (p Product) shownBy(i Image) string {
	for _, v := range p.Variants {
		if len(i.Shows) > 0 && v.looksLike(i) {
			return v.SKU
		}
	}
	return ""
}

func (v Variant) looksLike(i Image) bool {
	for option, value := range i.Shows {
		if v.Options[option] != value {
			return false
		}
	}
	return true
}

// options names the variant's options, in the order of their codes: color before size.
func (d Data) options(v Variant) []catalog.Attribute {
	var out []catalog.Attribute
	for _, code := range slices.Sorted(maps.Keys(v.Options)) {
		o := d.Shop.Options[code]
		out = append(out, catalog.Attribute{Name: o.Name, Value: o.Values[v.Options[code]]})
	}
	return out
}

// crockford is the alphabet of core/id.
var crockford = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// ID makes the id of a thing of the sample shop from its slug or SKU: it looks like
// every other id and is always the same.
func ID(prefix, name string) string {
	sum := sha256.Sum256([]byte("sample " + prefix + " " + strings.ToLower(name)))
	return prefix + "_" + crockford.EncodeToString(sum[:])[:26]
}
