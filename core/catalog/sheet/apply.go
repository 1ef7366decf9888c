package sheet

import (
	"context"
	"slices"
	"strconv"

	"prilavok/core/catalog"
	"prilavok/core/fold"
	"prilavok/core/lang"
)

// apply saves the products that change. Counts of variants that exist go through the
// stock log.
func (im *importer) apply(ctx context.Context) error {
	e := Entry{ID: im.s.ids.Make("imp"), By: im.opt.By, File: im.opt.File, Created: im.rep.Created, Updated: im.rep.Updated}
	changed := slices.DeleteFunc(slices.Clone(im.items), func(it *item) bool { return !it.changed })
	if len(changed) == 0 {
		return nil
	}
	if err := im.s.store.AddImport(ctx, e, im.s.now()); err != nil {
		return err
	}
	for part := range slices.Chunk(changed, 250) {
		var list []catalog.Product
		for _, it := range part {
			if err := im.place(ctx, it); err != nil {
				return err
			}
			list = append(list, it.product)
		}
		list, err := im.s.goods.SaveAll(ctx, list)
		if err != nil {
			return err
		}
		for i, p := range list {
			for _, v := range p.Variants {
				n, counted := part[i].stock[v.SKU]
				if !counted {
					continue
				}
				if err := im.s.goods.SetStock(ctx, v.ID, n, im.opt.By); err != nil {
					return err
				}
			}
		}
		if err := im.note(ctx, e.ID, part, list); err != nil {
			return err
		}
	}
	im.rep.ImportID = e.ID
	return im.seal(ctx, e)
}

// place makes the categories of a product that are missing.
func (im *importer) place(ctx context.Context, it *item) error {
	for n := range it.path {
		if im.category(it.path[:n+1]) != "" {
			continue
		}
		c := catalog.Category{ParentID: im.category(it.path[:n]), Title: lang.Texts{im.opt.Lang: it.path[n]}, Position: len(im.categories), Active: true}
		c.Slug = im.categorySlug(it.path[n])
		c, err := im.s.goods.SaveCategory(ctx, c)
		if err != nil {
			return err
		}
		im.categories, im.made = append(im.categories, c), append(im.made, c.ID)
	}
	if len(it.path) > 0 {
		it.product.CategoryID = im.category(it.path)
	}
	return nil
}

func (im *importer) categorySlug(title string) string {
	base := fold.Slug(title)
	if base == "" {
		base = "category"
	}
	for n := 1; ; n++ {
		slug := base
		if n > 1 {
			slug += "-" + itoa(n)
		}
		taken := false
		for _, c := range im.categories {
			taken = taken || c.Slug == slug
		}
		if !taken {
			return slug
		}
	}
}

func itoa(n int) string { return strconv.Itoa(n) }
