// Package shelf is the catalog as those see it who keep the shop: lists by filters, drafts
// and archived ones too, many cells changed at once, categories. What customers see, and
// what becomes of stock, is the catalog's.
package shelf

import (
	"context"
	"strconv"
	"strings"

	"prilavok/core/catalog"
	"prilavok/core/fold"
	"prilavok/core/lang"
)

// Service keeps the catalog of the shop of ctx.
type Service struct{ *catalog.Service }

// New returns the service.
func New(c *catalog.Service) Service { return Service{c} }

// looks bounds how many products a search among drafts and archived ones reads for a page:
// the index has only what is on sale.
const looks = 2000

// Goods lists products for those who keep the shop, in the owner's order; with words, as
// the search ranks them. after is the Next of the page before.
func (s Service) Goods(ctx context.Context, words string, l lang.Lang, f catalog.Filter, after string, limit int) (catalog.Page, error) {
	limit = min(max(limit, 1), 100)
	switch {
	case strings.TrimSpace(words) == "":
		return s.Browse(ctx, f, after, limit)
	case f.Status == "" || f.Status == catalog.Active:
		return s.ranked(ctx, words, l, f, after, limit)
	}
	return s.scanned(ctx, words, f, after, limit)
}

// ranked is a page of what the search finds on sale; its cursor counts.
func (s Service) ranked(ctx context.Context, words string, l lang.Lang, f catalog.Filter, after string, limit int) (catalog.Page, error) {
	var page catalog.Page
	offset, _ := strconv.Atoi(after)
	res, err := s.Search(ctx, catalog.Query{Text: words, Lang: l, CategoryID: f.CategoryID, InStock: f.InStock, Limit: min(limit, 50), Offset: offset})
	if err != nil {
		return page, err
	}
	for _, h := range res.Items {
		if p := h.Product; !(f.OutOfStock && p.InStock()) && !(f.NoPicture && len(p.Images) > 0) {
			page.Products = append(page.Products, p)
		}
	}
	if res.More {
		page.Next = strconv.Itoa(offset + len(res.Items))
	}
	return page, nil
}

// scanned is a page of products that have all words somewhere in their names and SKUs.
func (s Service) scanned(ctx context.Context, words string, f catalog.Filter, after string, limit int) (catalog.Page, error) {
	want := strings.Fields(fold.Text(words))
	page := catalog.Page{Next: after}
	for seen := 0; seen < looks && len(page.Products) < limit; {
		part, err := s.Browse(ctx, f, page.Next, limit)
		if err != nil {
			return catalog.Page{}, err
		}
		seen += len(part.Products)
		for _, p := range part.Products {
			if named(p, want) {
				page.Products = append(page.Products, p)
			}
		}
		if page.Next = part.Next; page.Next == "" {
			break
		}
	}
	return page, nil
}

func named(p catalog.Product, words []string) bool {
	var b strings.Builder
	for _, t := range p.Title {
		b.WriteString(t + " ")
	}
	b.WriteString(p.Brand + " " + p.Slug)
	for _, v := range p.Variants {
		b.WriteString(" " + v.SKU)
	}
	text := fold.Text(b.String())
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// PutCategory is SaveCategory for callers who may name an id: it has to be the shop's, as
// has the category above, which stands nowhere below it; the slug has to be free.
//
// Faults: catalog.ErrNotFound, catalog.ErrIncomplete, catalog.ErrSlug.
func (s Service) PutCategory(ctx context.Context, c catalog.Category) (catalog.Category, error) {
	err := s.Locked(ctx, func(ctx context.Context) error {
		all, err := s.AllCategories(ctx)
		if err != nil {
			return err
		}
		by := map[string]catalog.Category{}
		for _, x := range all {
			by[x.ID] = x
			if x.Slug == c.Slug && x.ID != c.ID {
				return catalog.ErrSlug
			}
		}
		if _, known := by[c.ID]; c.ID != "" && !known {
			return catalog.ErrNotFound
		}
		for up := c.ParentID; up != ""; up = by[up].ParentID {
			if _, known := by[up]; !known {
				return catalog.ErrNotFound
			}
			if up == c.ID {
				return catalog.ErrIncomplete
			}
		}
		c, err = s.SaveCategory(ctx, c)
		return err
	})
	return c, err
}
