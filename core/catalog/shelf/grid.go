package shelf

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"prilavok/core/catalog"
	"prilavok/core/lang"
)

// Cell is one value of many that are changed together, as text: amounts are minor units,
// yes and no are "true" and "false", stock that is not counted is "".
type Cell struct {
	ProductID string
	VariantID string // "" of the product
	Field     string // title.ru, title.en, brand, category, status, position; sku, price, compare_at, stock, active
	Was       string // as whoever changes it has seen it
	Value     string
}

// Clash is why a cell cannot be changed.
type Clash struct {
	Cell int    // its place in the list
	Why  string // changed: by somebody else; gone; invalid; reserved: fewer than are promised; taken: a SKU
	Is   string // what stands there now
}

// SetCells changes many cells in one unit of work: all of them, or, where any clashes, none.
func (s Service) SetCells(ctx context.Context, cells []Cell, by string) ([]Clash, error) {
	var clashes []Clash
	err := s.Locked(ctx, func(ctx context.Context) error {
		clashes = nil
		var ids []string
		for _, c := range cells {
			ids = append(ids, c.ProductID)
		}
		slices.Sort(ids)
		list, err := s.Products(ctx, slices.Compact(ids))
		if err != nil {
			return err
		}
		g := grid{by: map[string]*catalog.Product{}, stock: map[string]int64{}}
		for i := range list {
			list[i].Variants = slices.Clone(list[i].Variants)
			g.by[list[i].ID] = &list[i]
		}
		if g.categories, err = s.AllCategories(ctx); err != nil {
			return err
		}
		for i, c := range cells {
			if why, is := g.set(c); why != "" {
				clashes = append(clashes, Clash{i, why, is})
			}
		}
		if len(clashes) > 0 {
			return nil
		}
		return s.keepGrid(ctx, list, g.stock, by)
	})
	return clashes, err
}

func (s Service) keepGrid(ctx context.Context, list []catalog.Product, stock map[string]int64, by string) error {
	if _, err := s.SaveAll(ctx, list); err != nil {
		return err
	}
	for _, p := range list {
		for _, v := range p.Variants {
			if n, counted := stock[v.ID]; counted {
				if err := s.SetStock(ctx, v.ID, n, by); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// grid is the products that cells are of.
type grid struct {
	by         map[string]*catalog.Product
	categories []catalog.Category
	stock      map[string]int64 // new counts by variant
}

func (g *grid) set(c Cell) (why, is string) {
	p := g.by[c.ProductID]
	if p == nil {
		return "gone", ""
	}
	var v *catalog.Variant
	if c.VariantID != "" {
		i := slices.IndexFunc(p.Variants, func(v catalog.Variant) bool { return v.ID == c.VariantID })
		if i < 0 {
			return "gone", ""
		}
		v = &p.Variants[i]
	}
	is, known := cell(p, v, c.Field)
	switch {
	case !known:
		return "invalid", ""
	case is != c.Was:
		return "changed", is
	case v != nil && c.Field == "stock":
		return g.count(v, c.Value), is
	case v != nil && write(v, c.Field, strings.TrimSpace(c.Value)):
	case v == nil && g.write(p, c.Field, strings.TrimSpace(c.Value)):
	default:
		return "invalid", is
	}
	return "", is
}

func (g *grid) count(v *catalog.Variant, text string) (why string) {
	if v.Tracked = text != ""; !v.Tracked {
		return ""
	}
	n, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err != nil || n < 0 || n > 1e12:
		return "invalid"
	case n < v.Reserved:
		return "reserved"
	}
	g.stock[v.ID] = n
	return ""
}

// cell is what stands in a cell.
func cell(p *catalog.Product, v *catalog.Variant, field string) (text string, known bool) {
	if v == nil {
		switch field {
		case "title.ru":
			return p.Title[lang.RU], true
		case "title.en":
			return p.Title[lang.EN], true
		case "brand":
			return p.Brand, true
		case "category":
			return p.CategoryID, true
		case "status":
			return string(p.Status), true
		case "position":
			return strconv.Itoa(p.Position), true
		}
		return "", false
	}
	switch field {
	case "sku":
		return v.SKU, true
	case "price":
		return strconv.FormatInt(v.Price.Amount, 10), true
	case "compare_at":
		return strconv.FormatInt(v.CompareAt.Amount, 10), true
	case "active":
		return strconv.FormatBool(v.Active), true
	case "stock":
		if !v.Tracked {
			return "", true
		}
		return strconv.FormatInt(v.OnHand, 10), true
	}
	return "", false
}

// write sets a cell of a product; false when it does not take that.
func (g *grid) write(p *catalog.Product, field, text string) bool {
	switch field {
	case "title.ru", "title.en":
		title := lang.Texts{}
		for l, t := range p.Title {
			title[l] = t
		}
		if title[lang.Lang(field[len("title."):])] = text; text == "" {
			delete(title, lang.Lang(field[len("title."):]))
		}
		p.Title = title
		return len(title) > 0 && len(text) <= 2000
	case "brand":
		p.Brand = text
		return len(text) <= 800
	case "category":
		p.CategoryID = text
		return text == "" || slices.ContainsFunc(g.categories, func(c catalog.Category) bool { return c.ID == text })
	case "status":
		p.Status = catalog.Status(text)
		return p.Status == catalog.Active || p.Status == catalog.Draft || p.Status == catalog.Archived
	case "position":
		n, err := strconv.ParseUint(text, 10, 31)
		p.Position = int(n)
		return err == nil
	}
	return false
}

// write sets a cell of a variant; false when it does not take that.
func write(v *catalog.Variant, field, text string) bool {
	switch field {
	case "sku":
		v.SKU = text
		return text != "" && len(text) <= 200
	case "active":
		v.Active = text == "true"
		return text == "true" || text == "false"
	case "price", "compare_at":
		n, err := strconv.ParseInt(text, 10, 64)
		if field == "price" {
			v.Price.Amount = n
		} else {
			v.CompareAt.Amount, v.CompareAt.Currency = n, v.Price.Currency
		}
		return err == nil && n >= 0 && n <= 1e15
	}
	return false
}
