package sample_test

import (
	"bytes"
	"fmt"
	"image/jpeg"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"prilavok/core/cart"
	"prilavok/core/fold"
	"prilavok/core/knowledge"
	"prilavok/core/lang"
	"prilavok/sample"
)

func read(t *testing.T) sample.Data {
	t.Helper()
	d, err := sample.Read()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

var slug = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// both fails unless a text exists in both languages, each in its own letters and
// without spaces that were left over. Names of brands and sizes have no language.
func both(t *testing.T, what string, x lang.Texts, worded bool) {
	t.Helper()
	for _, l := range []lang.Lang{lang.RU, lang.EN} {
		s := x[l]
		if s == "" || s != strings.TrimSpace(s) || strings.Contains(s, "  ") {
			t.Errorf("%s: %s is %q", what, l, s)
		}
	}
	if worded && !strings.ContainsFunc(x[lang.RU], isCyrillic) {
		t.Errorf("%s: not Russian: %q", what, x[lang.RU])
	}
	if strings.ContainsFunc(x[lang.EN], isCyrillic) {
		t.Errorf("%s: not English: %q", what, x[lang.EN])
	}
	if len(x) != 2 {
		t.Errorf("%s has %d languages", what, len(x))
	}
}

func isCyrillic(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }

// unique notes names and fails for one that comes twice.
type unique map[string]bool

func (u unique) add(t *testing.T, name string) {
	t.Helper()
	if u[name] {
		t.Errorf("%s comes twice", name)
	}
	u[name] = true
}

func TestShop(t *testing.T) {
	d := read(t)
	s := d.Shop
	if s.Slug != sample.Slug || s.Currency != "RUB" || s.TimeZone == "" || s.Persona == "" || s.Contact.Phone == "" || s.Contact.Email == "" {
		t.Errorf("shop is %+v", s)
	}
	for what, x := range map[string]lang.Texts{"name": s.Name, "tagline": s.Tagline, "greeting": s.Greeting, "address": s.Contact.Address, "hours": s.Contact.Hours} {
		both(t, what, x, true)
	}
	words := unique{}
	for _, group := range s.Synonyms {
		if len(group) < 2 {
			t.Errorf("%v has no other word", group)
		}
		for _, w := range group {
			if len(fold.Words(w)) != 1 {
				t.Errorf("synonym %q is not one word", w)
			}
			words.add(t, fold.Stem(fold.Text(w)))
		}
	}
	for code, o := range s.Options {
		both(t, code, o.Name, true)
		for v, x := range o.Values {
			both(t, code+"."+v, x, false)
		}
	}
}

func TestCategoriesAndArticles(t *testing.T) {
	d := read(t)
	slugs, seen := unique{}, map[string]int{}
	for _, p := range d.Products {
		seen[p.Category]++
	}
	for _, c := range d.Categories {
		slugs.add(t, c.Slug)
		both(t, c.Slug, c.Title, true)
		if !slug.MatchString(c.Slug) || seen[c.Slug] < 5 {
			t.Errorf("category %s has %d products", c.Slug, seen[c.Slug])
		}
		delete(seen, c.Slug)
	}
	if len(seen) > 0 {
		t.Errorf("products are in unknown categories: %v", seen)
	}
	if len(d.Articles) < 18 {
		t.Errorf("%d articles", len(d.Articles))
	}
	slugs = unique{}
	for _, a := range d.Articles {
		slugs.add(t, a.Slug)
		both(t, a.Slug, a.Title, true)
		both(t, a.Slug, a.Body, true)
		both(t, a.Slug, a.Keywords, true)
		if !slug.MatchString(a.Slug) || a.Kind != knowledge.FAQ && a.Kind != knowledge.Policy {
			t.Errorf("article %s is of kind %q", a.Slug, a.Kind)
		}
		for l, title := range a.Title {
			if n := len([]rune(title)); n > 60 {
				t.Errorf("title %s of %s has %d letters: a button shows 60", l, a.Slug, n)
			}
		}
	}
}

func TestDelivery(t *testing.T) {
	kinds, ids := map[cart.Kind]bool{}, unique{}
	for _, m := range read(t).Delivery {
		kinds[m.Kind] = m.Active
		ids.add(t, m.ID)
		both(t, m.ID, m.Title, true)
		both(t, m.ID, m.Description, true)
		for _, z := range m.Zones {
			ids.add(t, z.ID)
			both(t, z.ID, z.Title, true)
		}
		if m.Kind == cart.Pickup {
			both(t, m.ID, m.Place.Address, true)
			both(t, m.ID, m.Place.Hours, true)
		}
	}
	for _, k := range []cart.Kind{cart.Courier, cart.Pickup, cart.Post} {
		if !kinds[k] {
			t.Errorf("there is no %s", k)
		}
	}
}

func TestProducts(t *testing.T) {
	d := read(t)
	if len(d.Products) < 60 {
		t.Errorf("%d products", len(d.Products))
	}
	slugs, skus := unique{}, unique{}
	for _, p := range d.Products {
		slugs.add(t, p.Slug)
		both(t, p.Slug, p.Title, true)
		both(t, p.Slug, p.Description, true)
		if !slug.MatchString(p.Slug) || p.Brand == "" || len(p.Attributes) < 2 || len(p.Images) == 0 || len(p.Variants) == 0 {
			t.Errorf("%s is not whole: brand %q, %d attributes, %d pictures, %d variants", p.Slug, p.Brand, len(p.Attributes), len(p.Images), len(p.Variants))
		}
		for _, a := range p.Attributes {
			both(t, p.Slug, a.Name, true)
			both(t, p.Slug, a.Value, false)
		}
		for l, text := range p.Description {
			if n := strings.Count(text, ". ") + 1; n < 2 || n > 5 {
				t.Errorf("%s has %d sentences in %s", p.Slug, n, l)
			}
		}
		checkVariants(t, d, p, skus)
	}
}

// checkVariants fails unless all variants of a product have the same options, no two
// the same values, and a sensible price and stock.
func checkVariants(t *testing.T, d sample.Data, p sample.Product, skus unique) {
	t.Helper()
	options := slices.Sorted(maps.Keys(p.Variants[0].Options))
	picks := unique{}
	for _, v := range p.Variants {
		skus.add(t, v.SKU)
		picks.add(t, p.Slug+fmt.Sprint(v.Options))
		if got := slices.Sorted(maps.Keys(v.Options)); !slices.Equal(got, options) {
			t.Errorf("%s has options %v, others of it %v", v.SKU, got, options)
		}
		for o, value := range v.Options {
			if d.Shop.Options[o].Values[value] == nil {
				t.Errorf("%s: %s %s is not in shop.json", v.SKU, o, value)
			}
		}
		if v.Price < 10000 || v.Price > 2000000 || v.Price%100 != 0 {
			t.Errorf("%s costs %d kopecks", v.SKU, v.Price)
		}
		if v.OldPrice != 0 && v.OldPrice <= v.Price {
			t.Errorf("%s was %d, is %d", v.SKU, v.OldPrice, v.Price)
		}
		if v.Stock < 0 || v.Untracked && v.Stock != 0 {
			t.Errorf("%s has a stock of %d", v.SKU, v.Stock)
		}
	}
	if len(p.Variants) > 1 && len(options) == 0 {
		t.Errorf("variants of %s have no options", p.Slug)
	}
}

func TestStockIsWorthADemo(t *testing.T) {
	var out, few, sale, gone int
	for _, p := range read(t).Products {
		var left int64
		for _, v := range p.Variants {
			left += v.Stock
			switch {
			case v.Untracked:
				left++
			case v.Stock == 0:
				out++
			case v.Stock <= 2:
				few++
			}
			if v.OldPrice > 0 {
				sale++
			}
		}
		if left == 0 {
			gone++
		}
	}
	if out < 3 || few < 3 || sale < 5 || gone < 1 || gone > 4 {
		t.Errorf("%d variants out of stock, %d nearly, %d on sale, %d products gone", out, few, sale, gone)
	}
}

func TestPictures(t *testing.T) {
	const most, mostEach = 6 << 20, 60 << 10
	used := unique{}
	for _, p := range read(t).Products {
		for _, i := range p.Images {
			used.add(t, i.File)
			both(t, i.File, i.Alt, true)
			if len(i.Shows) > 0 && !slices.ContainsFunc(p.Variants, func(v sample.Variant) bool { return matches(v.Options, i.Shows) }) {
				t.Errorf("%s shows %v, which no variant of %s is", i.File, i.Shows, p.Slug)
			}
		}
	}
	total := 0
	list, err := fs.ReadDir(sample.Media, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		b, err := fs.ReadFile(sample.Media, e.Name())
		if err != nil {
			t.Fatal(err)
		}
		total += len(b)
		if !used[e.Name()] {
			t.Errorf("%s is used by no product", e.Name())
			continue
		}
		delete(used, e.Name())
		c, err := jpeg.DecodeConfig(bytes.NewReader(b))
		if err != nil || c.Width != 800 || c.Height != 800 || len(b) > mostEach {
			t.Errorf("%s: %d × %d, %d bytes, %v", e.Name(), c.Width, c.Height, len(b), err)
		}
	}
	for name := range used {
		t.Errorf("%s is missing", name)
	}
	if total > most {
		t.Errorf("pictures are %d bytes together", total)
	}
}

func matches(options, shows map[string]string) bool {
	for k, v := range shows {
		if options[k] != v {
			return false
		}
	}
	return true
}
