package sheet

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"prilavok/core/catalog"
	"prilavok/core/fold"
	"prilavok/core/lang"
	"prilavok/core/money"
)

// cells is one row with its columns, as a reader of single fields.
type cells struct {
	row      sheetRow
	columns  []column
	opt      Options
	problems *[]Problem
}

func (c cells) at(f field, l lang.Lang) (value, head string, ok bool) {
	for i, col := range c.columns {
		if col.field == f && col.lang == l && col.name == nil {
			return c.row.cells[i], col.head, true
		}
	}
	return "", "", false
}

func (c cells) text(f field) string {
	v, _, _ := c.at(f, "")
	return v
}

func (c cells) wrong(f field, want lang.Phrase) {
	v, head, _ := c.at(f, "")
	*c.problems = append(*c.problems, Problem{c.row.number, head, short(v), want})
}

// texts overlays the cells of a text on what there was.
func (c cells) texts(f field, was lang.Texts) lang.Texts {
	out := maps.Clone(was)
	if out == nil {
		out = lang.Texts{}
	}
	for _, l := range []lang.Lang{lang.RU, lang.EN} {
		switch v, _, ok := c.at(f, l); {
		case ok && v != "":
			out[l] = v
		case ok:
			delete(out, l)
		}
	}
	return out
}

// named overlays the columns of options or attributes on what there was; an order that
// says the same is kept.
func (c cells) named(f field, was []catalog.Attribute) []catalog.Attribute {
	var out []catalog.Attribute
	have := false
	for i, col := range c.columns {
		if col.field != f {
			continue
		}
		have = true
		if v := both(c.row.cells[i], c.opt.Lang); len(v) > 0 {
			out = append(out, catalog.Attribute{Name: col.name, Value: v})
		}
	}
	if !have || sameAttributes(was, out) {
		return was
	}
	return out
}

func sameAttributes(a, b []catalog.Attribute) bool {
	if len(a) != len(b) {
		return false
	}
	left := slices.Clone(b)
	for _, x := range a {
		i := slices.IndexFunc(left, func(y catalog.Attribute) bool { return sameTexts(x.Name, y.Name) && sameTexts(x.Value, y.Value) })
		if i < 0 {
			return false
		}
		left = slices.Delete(left, i, i+1)
	}
	return true
}

// sameTexts compares what people see: empty texts and outer spaces do not count.
func sameTexts(a, b lang.Texts) bool {
	for _, l := range []lang.Lang{lang.RU, lang.EN} {
		if sheetText(a[l]) != sheetText(b[l]) {
			return false
		}
	}
	return true
}

// sheetText is a text as it comes back from a sheet.
func sheetText(s string) string {
	return strings.TrimSpace(fold.Visible(strings.ReplaceAll(s, "\r\n", "\n")))
}

// product overlays what a row says of the product as a whole.
func (c cells) product(p catalog.Product) catalog.Product {
	if t := c.texts(fTitle, p.Title); !sameTexts(t, p.Title) {
		p.Title = t
	}
	if t := c.texts(fDescription, p.Description); !sameTexts(t, p.Description) {
		p.Description = t
	}
	if v, _, ok := c.at(fBrand, ""); ok && v != sheetText(p.Brand) {
		p.Brand = v
	}
	p.Attributes = c.named(fAttribute, p.Attributes)
	c.images(&p)
	if v, _, ok := c.at(fStatus, ""); ok && v != "" {
		s, known := statuses[fold.Text(v)]
		if !known {
			c.wrong(fStatus, wantStatus)
		}
		p.Status = s
	}
	if v, _, ok := c.at(fPosition, ""); ok && v != "" {
		n, err := strconv.ParseUint(v, 10, 31)
		if err != nil {
			c.wrong(fPosition, wantInteger)
		}
		p.Position = int(n)
	}
	return p
}

var statuses = map[string]catalog.Status{"active": catalog.Active, "draft": catalog.Draft, "archived": catalog.Archived, "продается": catalog.Active, "активен": catalog.Active,
	"черновик": catalog.Draft, "архив": catalog.Archived, "в архиве": catalog.Archived}

var yesNo = map[string]bool{"да": true, "yes": true, "true": true, "1": true, "+": true, "нет": false, "no": false, "false": false, "0": false, "-": false}

// images keeps what is known of pictures that stay.
func (c cells) images(p *catalog.Product) {
	v, _, ok := c.at(fImages, "")
	if !ok {
		return
	}
	var out []catalog.Image
	for _, url := range strings.Fields(v) {
		if !strings.HasPrefix(url, "https://") && !strings.HasPrefix(url, "http://") && (!strings.HasPrefix(url, "/media/") || strings.Contains(url, "..")) {
			c.wrong(fImages, wantImage)
			return
		}
		i := slices.IndexFunc(p.Images, func(im catalog.Image) bool { return im.URL == url })
		if i < 0 {
			out = append(out, catalog.Image{URL: url})
			continue
		}
		out = append(out, p.Images[i])
	}
	p.Images = out
}

// variant overlays what a row says of its variant. stock tells whether the row counts it.
func (c cells) variant(v catalog.Variant, known bool) (out catalog.Variant, stock bool) {
	v.SKU = c.text(fSKU)
	v.Options = c.named(fOption, v.Options)
	if price, _, ok := c.at(fPrice, ""); ok && price != "" || !known {
		v.Price = c.money(fPrice, price)
	}
	if old, _, ok := c.at(fCompareAt, ""); ok {
		v.CompareAt = money.Of(0, v.Price.Currency)
		if old != "" {
			v.CompareAt = c.money(fCompareAt, old)
		}
	}
	if n, _, ok := c.at(fStock, ""); ok {
		v.Tracked = n != ""
		if v.Tracked {
			pieces, err := strconv.ParseInt(n, 10, 64)
			switch {
			case err != nil || pieces < 0 || pieces > 1e12:
				c.wrong(fStock, wantStock)
			case known && pieces < v.Reserved:
				c.wrong(fStock, wantReserved)
			default:
				v.OnHand, stock = pieces, true
			}
		}
	}
	if a, _, ok := c.at(fActive, ""); ok && a != "" {
		yes, known := yesNo[fold.Text(a)]
		if !known {
			c.wrong(fActive, wantYesNo)
		}
		v.Active = yes
	}
	return v, stock
}

func (c cells) money(f field, s string) money.Money {
	m, err := money.Parse(s, c.opt.Currency)
	if err != nil || m.Amount < 0 {
		c.wrong(f, wantPrice)
		return money.Of(0, c.opt.Currency)
	}
	return m
}
