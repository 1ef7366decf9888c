package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"prilavok/core/catalog"
	"prilavok/core/fold"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/store"
)

// shelfRow is a product of a small shop for search: slug, Russian and English title, brand, option
// values by variant, price in rubles, pieces, category.
type shelfRow struct {
	slug, ru, en, brand, about string
	options                    []string
	price, pieces              int64
	category                   string
}

var shelfRows = []shelfRow{
	{"air", "Кроссовки Nike Air", "Nike Air sneakers", "Nike", "для бега по асфальту", []string{"42 красный", "46 чёрный"}, 7990, 3, "shoes"},
	{"run", "Кроссовки беговые Asics", "Asics running shoes", "Asics", "лёгкие", []string{"43 синий"}, 5490, 0, "shoes"},
	{"boot", "Ботинки зимние кожаные", "Winter leather boots", "Salomon", "на меху", []string{"44 чёрный"}, 12900, 2, "shoes"},
	{"dress", "Платье летнее льняное", "Linen summer dress", "Zara", "из льна", []string{"S красный", "M зелёный"}, 4500, 5, "clothes"},
	{"mug", "Кружка керамическая 0,5 л", "Ceramic mug 0.5 l", "", "для чая и кофе", []string{"белый"}, 690, 20, "home"},
	{"pack", "Рюкзак городской", "City backpack", "", "с отделением для ноутбука", []string{"серый"}, 3990, 4, "bags"},
	{"phone", "Смартфон iPhone15 128GB", "iPhone15 128GB", "Apple", "", []string{"чёрный"}, 79990, 1, "tech"},
	{"sock", "Носки хлопковые", "Cotton socks", "", "три пары", []string{"42"}, 390, 50, "clothes"},
}

func fill(c *Counter) {
	categories := map[string]string{}
	for i, slug := range []string{"wear", "shoes", "clothes", "home", "bags", "tech"} {
		names := map[string]string{"wear": "Одежда и обувь", "shoes": "Обувь", "clothes": "Одежда", "home": "Для дома", "bags": "Сумки", "tech": "Техника"}
		parent := ""
		if slug == "shoes" || slug == "clothes" {
			parent = categories["wear"]
		}
		cat, err := c.Catalog.SaveCategory(c.Ctx, catalog.Category{Slug: slug, ParentID: parent, Title: lang.Texts{lang.RU: names[slug]}, Position: i, Active: true})
		c.OK(err)
		categories[slug] = cat.ID
	}
	for i, r := range shelfRows {
		p := catalog.Product{Slug: r.slug, CategoryID: categories[r.category], Title: lang.Texts{lang.RU: r.ru, lang.EN: r.en}, Brand: r.brand,
			Description: lang.Texts{lang.RU: r.about}, Position: i}
		for k, o := range r.options {
			v := catalog.Variant{SKU: fmt.Sprintf("%s-%d", r.slug, k), Price: money.Of(r.price*100, "RUB"), OnHand: r.pieces, Tracked: true, Active: true}
			var size, color string
			if _, err := fmt.Sscanf(o, "%s %s", &size, &color); err != nil {
				size, color = o, ""
			}
			v.Options = append(v.Options, catalog.Attribute{Name: lang.Texts{lang.RU: "размер"}, Value: lang.Texts{lang.RU: size}})
			if color != "" {
				v.Options = append(v.Options, catalog.Attribute{Name: lang.Texts{lang.RU: "цвет"}, Value: lang.Texts{lang.RU: color}})
			}
			p.Variants = append(p.Variants, v)
		}
		_, err := c.Catalog.Save(c.Ctx, p)
		c.OK(err)
	}
}

func slugs(hits []catalog.Hit) []string {
	var out []string
	for _, h := range hits {
		out = append(out, h.Product.Slug)
	}
	return out
}

func TestSearch(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "search")
		fill(c)
		c.OK(c.Catalog.SaveSynonyms(c.Ctx, "кеды", "кроссовки"))
		for _, q := range []struct {
			text    string
			items   []string // in order
			nearest string   // the first of nearest, "" none
		}{
			{"кроссовки", []string{"air", "run"}, ""}, {"кроссовок", []string{"air", "run"}, ""}, {"кросовки", []string{"air", "run"}, ""}, {"красовки", []string{"air", "run"}, ""},
			{"rhjccjdrb", []string{"air", "run"}, ""}, {"krossovki", []string{"air", "run"}, ""}, {"sneakers", []string{"air"}, ""}, {"найк", []string{"air"}, ""},
			{"тшлу", []string{"air"}, ""}, {"nike кроссовки", []string{"air"}, ""}, {"кеды", []string{"air", "run"}, ""}, {"кроссовки найк 46", []string{"air"}, ""},
			{"кроссовки 42 размер", []string{"air"}, ""}, {"кроссовки 45 размера", nil, "air"}, {"красное платье", []string{"dress"}, ""}, {"платье до 5000", []string{"dress"}, ""},
			{"платье до 3000", nil, "dress"}, {"чёрные ботинки", []string{"boot"}, ""}, {"черные ботинки от 10 тыс", []string{"boot"}, ""}, {"хочу купить кружку", []string{"mug"}, ""},
			{"кружка 0.5 л", []string{"mug"}, ""}, {"iphone 15", []string{"phone"}, ""}, {"айфон15", []string{"phone"}, ""}, {"айфон", []string{"phone"}, ""},
			{"ноутбук", nil, "pack"}, {"рюкзак для ноутбука", []string{"pack"}, ""}, {"кроссовки в наличии", []string{"air"}, ""}, {"холодильник", nil, ""},
			{"кроссовки адидас", nil, "air"}, {"обувь", []string{"air", "boot", "dress", "sock", "run"}, ""}, {"air-1", []string{"air"}, ""}, {"носки", []string{"sock"}, ""}, {"кружечка", []string{"mug"}, ""},
			{"от 600 до 700", []string{"mug"}, ""}, {"платье летнее из шёлка", nil, "dress"}, {"", nil, ""}, {"!!!", nil, ""}, {"до", nil, ""},
		} {
			res, err := c.Catalog.Search(c.Ctx, catalog.Query{Text: q.text})
			c.OK(err)
			if got := slugs(res.Items); !slices.Equal(got, q.items) {
				t.Errorf("%q: items %v, want %v", q.text, got, q.items)
			}
			first := ""
			if len(res.Nearest) > 0 {
				first = res.Nearest[0].Product.Slug
			}
			if first != q.nearest {
				t.Errorf("%q: nearest %q, want %q", q.text, first, q.nearest)
			}
		}
	})
}

func TestSearchFilters(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "filters")
		fill(c)
		list, err := c.Catalog.Categories(c.Ctx)
		c.OK(err)
		wear := list[slices.IndexFunc(list, func(x catalog.Category) bool { return x.Slug == "wear" })]
		shoes := list[slices.IndexFunc(list, func(x catalog.Category) bool { return x.Slug == "shoes" })]
		at := func(rubles int64) *int64 { rubles *= 100; return &rubles }
		for _, x := range []struct {
			q    catalog.Query
			want []string
		}{
			{catalog.Query{Text: "чёрный", CategoryID: shoes.ID}, []string{"air", "boot"}},
			{catalog.Query{Text: "красный", CategoryID: wear.ID}, []string{"air", "dress"}},
			{catalog.Query{CategoryID: wear.ID, PriceMax: at(6000)}, []string{"dress", "sock", "run"}},
			{catalog.Query{CategoryID: wear.ID, PriceMax: at(6000), InStock: true}, []string{"dress", "sock"}},
			{catalog.Query{Options: []string{"42"}}, []string{"air", "sock"}},
			{catalog.Query{Options: []string{"42", "чёрный"}}, nil}, // no one variant has both
			{catalog.Query{Options: []string{"46", "черный"}}, []string{"air"}},
			{catalog.Query{Text: "кроссовки", PriceMin: at(6000)}, []string{"air"}},
			{catalog.Query{Text: "кроссовки", PriceMax: at(0)}, nil},
		} {
			res, err := c.Catalog.Search(c.Ctx, x.q)
			c.OK(err)
			if got := slugs(res.Items); !slices.Equal(got, x.want) {
				t.Errorf("%+v: %v, want %v", x.q, got, x.want)
			}
		}
		res, err := c.Catalog.Search(c.Ctx, catalog.Query{Text: "rhjccjdrb"})
		c.OK(err)
		if res.Corrected != "кроссовки" {
			t.Errorf("corrected %q", res.Corrected)
		}
		var seen []string
		for offset := 0; ; offset += 2 {
			res, err := c.Catalog.Search(c.Ctx, catalog.Query{CategoryID: wear.ID, PriceMin: at(1), Limit: 2, Offset: offset})
			c.OK(err)
			seen = append(seen, slugs(res.Items)...)
			if !res.More {
				break
			}
		}
		if want := []string{"air", "boot", "dress", "sock", "run"}; !slices.Equal(seen, want) {
			t.Errorf("pages gave %v, want %v", seen, want)
		}
		// A category under a new name is found by it, and no more by the old one.
		shoes.Title = lang.Texts{lang.RU: "Сапожки"}
		_, err = c.Catalog.SaveCategory(c.Ctx, shoes)
		c.OK(err)
		for text, n := range map[string]int{"сапожки": 3, "обувь": 3} { // wear is still "Одежда и обувь"
			res, err := c.Catalog.Search(c.Ctx, catalog.Query{Text: text, CategoryID: shoes.ID})
			c.OK(err)
			if len(res.Items) != n {
				t.Errorf("%q after renaming: %v", text, slugs(res.Items))
			}
		}
	})
}

func TestBrowse(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "browse")
		fill(c)
		for by, want := range map[catalog.Sort][]string{
			catalog.ByPosition:  {"air", "run", "boot", "dress", "mug", "pack", "phone", "sock"},
			catalog.ByPriceUp:   {"sock", "mug", "pack", "dress", "run", "air", "boot", "phone"},
			catalog.ByPriceDown: {"phone", "boot", "air", "run", "dress", "pack", "mug", "sock"},
		} {
			var got []string
			for after, more := "", true; more; more = after != "" {
				page, err := c.Catalog.Browse(c.Ctx, catalog.Filter{By: by}, after, 3)
				c.OK(err)
				for _, p := range page.Products {
					got = append(got, p.Slug)
				}
				after = page.Next
			}
			if !slices.Equal(got, want) {
				t.Errorf("by %q: %v, want %v", by, got, want)
			}
		}
		p, err := c.Catalog.ProductBySlug(c.Ctx, "air")
		c.OK(err)
		c.OK(c.Catalog.Archive(c.Ctx, p.ID))
		res, err := c.Catalog.Search(c.Ctx, catalog.Query{Text: "найк"})
		c.OK(err)
		page, err := c.Catalog.Browse(c.Ctx, catalog.Filter{}, "", 20)
		c.OK(err)
		if len(res.Items)+len(res.Nearest) != 0 || len(page.Products) != 7 {
			t.Errorf("archived, yet found: %v, %d listed", slugs(res.Items), len(page.Products))
		}
		_, _, err = c.Catalog.VariantProduct(c.Ctx, p.Variants[0].ID)
		c.OK(err) // orders still name it
		if err := c.Catalog.Archive(c.Ctx, "prd_none"); !errors.Is(err, catalog.ErrNotFound) {
			t.Error(err)
		}
	})
}

func TestSaveProduct(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "save")
		p := c.Product("tea", 50000, 7)
		again := p
		again.Variants = slices.Clone(p.Variants)
		again.Variants[0].ID, again.Variants[0].OnHand = "", 99 // as an import has it
		again.Variants[0].Price.Amount = 60000
		saved, err := c.Catalog.Save(c.Ctx, again)
		c.OK(err)
		got, err := c.Catalog.Product(c.Ctx, p.ID)
		c.OK(err)
		if saved.Variants[0].ID != p.Variants[0].ID || got.Variants[0].OnHand != 7 || got.Variants[0].Price.Amount != 60000 || len(got.Variants) != 1 {
			t.Errorf("saved again: %+v", got.Variants)
		}
		thief := c.Product("coffee", 1000, 1)
		thief.Variants[0].SKU = "tea"
		if _, err := c.Catalog.Save(c.Ctx, thief); !errors.Is(err, catalog.ErrSKU) {
			t.Errorf("another's SKU: %v", err)
		}
		for name, spoil := range map[string]func(*catalog.Product){
			"no slug": func(p *catalog.Product) { p.Slug = "" }, "no title": func(p *catalog.Product) { p.Title = nil }, "no variants": func(p *catalog.Product) { p.Variants = nil },
			"no SKU": func(p *catalog.Product) { p.Variants[0].SKU = "" }, "negative price": func(p *catalog.Product) { p.Variants[0].Price.Amount = -1 },
			"twice": func(p *catalog.Product) { p.Variants = append(p.Variants, p.Variants[0]) },
		} {
			bad := got
			bad.Variants = slices.Clone(got.Variants)
			spoil(&bad)
			if _, err := c.Catalog.Save(c.Ctx, bad); !errors.Is(err, catalog.ErrIncomplete) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// Writers of the index at the same time lose nothing of each other's.
func TestIndexRivals(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "writers")
		var wg sync.WaitGroup
		for w := range 6 {
			wg.Go(func() {
				for i := range 5 {
					name := fmt.Sprintf("cup-%d-%d", w, i)
					p, err := c.Catalog.Save(c.Ctx, catalog.Product{Slug: name, Title: lang.Texts{lang.RU: "Чашка " + name}, Position: 100*w + i,
						Variants: []catalog.Variant{{SKU: name, Price: money.Of(100, "RUB"), Active: true}}})
					if err != nil {
						t.Error(err)
						return
					}
					if i == 0 { // and taken out again
						if err := c.Catalog.Archive(c.Ctx, p.ID); err != nil {
							t.Error(err)
						}
					}
				}
			})
		}
		wg.Wait()
		res, err := c.Catalog.Search(c.Ctx, catalog.Query{Text: "чашки", Limit: 50})
		c.OK(err)
		if len(res.Items) != 24 || res.Items[0].Product.Slug != "cup-0-1" {
			t.Errorf("%d found: %v", len(res.Items), slugs(res.Items))
		}
	})
}

func TestWords(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "words")
		c.Variant("mug", 100, 1)
		c.OK(c.Catalog.SaveSynonyms(c.Ctx, "кеды", "кроссовки"))
		stem := fold.Stem("кеды")
		c.OK(st.View(c.Ctx, func(ctx context.Context) error {
			synonyms, lists, err := st.Words(ctx, []string{stem, "ничего"}, []string{"mug", "ничего"})
			same, err2 := st.Postings(ctx, []string{"mug"})
			equal(t, "synonyms", synonyms, map[string][]string{stem: {"кроссовки"}})
			equal(t, "postings", lists, same)
			if len(same) != 1 {
				t.Errorf("the product stands under %v", same)
			}
			return errors.Join(err, err2)
		}))
	})
}

var _ = Covers("Words")
