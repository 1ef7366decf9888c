package sheet_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"prilavok/core/catalog"
	"prilavok/core/catalog/sheet"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/store"
	"prilavok/store/storetest"
)

type desk struct {
	*storetest.Counter
	sheets *sheet.Service
}

func open(t *testing.T, st *store.Store, slug string) desk {
	t.Helper()
	c := storetest.NewCounter(t, st, slug)
	return desk{c, sheet.New(c.Catalog, st, st, c.Now, c.IDs)}
}

func (d desk) read(text string, opt sheet.Options) sheet.Report {
	d.T.Helper()
	opt.Currency, opt.By = "RUB", "op_1"
	rep, err := d.sheets.Import(d.Ctx, strings.NewReader(text), opt)
	d.OK(err)
	return rep
}

func (d desk) write(opt sheet.ExportOptions) string {
	d.T.Helper()
	var b bytes.Buffer
	d.OK(d.sheets.Export(d.Ctx, &b, opt))
	return b.String()
}

const good = `Артикул;Название;title_en;Категория;Цена;Старая цена;Остаток;Размер;option:Цвет|Color;Фото;Описание
NK-42;Кроссовки Nike Air;Nike Air;Обувь > Кроссовки;7 990,00;8 990;3;42;красный|red;/media/a.jpg https://x.example/b.jpg;"Лёгкие,
для бега"
NK-46;Кроссовки Nike Air;Nike Air;;7990;;0;46;чёрный|black;;
MUG;Кружка «Ёж»;;Для дома;690,5;;;;;;
`

func TestImport(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		d := open(t, st, "import")
		if rep := d.read(good, sheet.Options{DryRun: true}); rep.Created != 3 || rep.Applied || len(rep.Problems) > 0 {
			t.Fatalf("dry run %+v", rep)
		}
		if page, err := d.Catalog.Browse(d.Ctx, catalog.Filter{}, "", 10); err != nil || len(page.Products) != 0 {
			t.Fatalf("a dry run saved %v, %v", page.Products, err)
		}
		if rep := d.read(good, sheet.Options{}); rep.Created != 3 || !rep.Applied || len(rep.Problems) > 0 {
			t.Fatalf("import %+v", rep)
		}
		p, err := d.Catalog.ProductBySlug(d.Ctx, "nike-air")
		d.OK(err)
		v := p.Variants[0]
		if len(p.Variants) != 2 || v.SKU != "NK-42" || v.Price != money.Of(799000, "RUB") || v.CompareAt.Amount != 899000 || v.OnHand != 3 || !v.Tracked || !v.Active ||
			p.Description[lang.RU] != "Лёгкие,\nдля бега" || len(p.Images) != 2 || v.Options[1].Value[lang.EN] != "red" || v.Options[0].Name[lang.RU] != "Размер" {
			t.Errorf("imported %+v", p)
		}
		mug, err := d.Catalog.ProductBySlug(d.Ctx, "kruzhka-ezh")
		d.OK(err)
		if mug.Variants[0].Tracked || mug.Variants[0].Price.Amount != 69050 {
			t.Errorf("imported %+v", mug)
		}
		if rep := d.read(good, sheet.Options{}); rep.Unchanged != 3 {
			t.Errorf("again %+v", rep)
		}
		rep := d.read("sku,price,stock\nNK-42,6990,10\nMUG,690.5,\n", sheet.Options{})
		if rep.Updated != 1 || rep.Unchanged != 1 || rep.Created != 0 {
			t.Errorf("prices %+v", rep)
		}
		p, err = d.Catalog.Product(d.Ctx, p.ID)
		d.OK(err)
		if len(p.Variants) != 2 || !p.Variants[1].Active || p.Variants[0].OnHand != 10 || p.Variants[0].Price.Amount != 699000 || p.Title[lang.RU] != "Кроссовки Nike Air" {
			t.Errorf("after a list of prices: %+v", p)
		}
		res, err := d.Catalog.Search(d.Ctx, catalog.Query{Text: "найк 46 размер"})
		d.OK(err)
		if len(res.Items) != 1 || len(res.Items[0].Product.Variants) != 2 {
			t.Errorf("imported goods are not found: %+v", res)
		}
	})
}

func TestRoundTrip(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		d := open(t, st, "round")
		d.read(good, sheet.Options{})
		text := func(ru, en string) lang.Texts { return lang.Texts{lang.RU: ru, lang.EN: en} }
		_, err := d.Catalog.Save(d.Ctx, catalog.Product{Slug: "odd", Title: text("=1+1", "'=quoted"), Description: text("стр\r\n1; \"да\"\tнет", "a|b\\c > d"), Brand: "-Brand", Status: catalog.Draft,
			Position: 7, Images: []catalog.Image{{URL: "/media/o.jpg", Alt: text("вид", "view")}},
			Attributes: []catalog.Attribute{{Name: text("Состав", ""), Value: text("лён|хлопок", "")}, {Name: text("Состав", ""), Value: text("@шёлк", "silk")}, {Name: text("", "Care"), Value: text("", "cold")}},
			Variants: []catalog.Variant{
				{SKU: "+7", Price: money.Of(1, "RUB"), CompareAt: money.Of(2, "RUB"), OnHand: 5, Tracked: true, Active: false},
				{SKU: "@x", Price: money.Of(0, "RUB"), Active: true, Options: []catalog.Attribute{{Name: text("Цвет", "Color"), Value: text("белый", "white")}, {Name: text("Размер", ""), Value: text("46", "")}}},
			}})
		d.OK(err)
		for _, opt := range []sheet.ExportOptions{{}, {Comma: ';'}, {Comma: '\t', Lang: lang.EN}} {
			out := d.write(opt)
			rep := d.read(out, sheet.Options{Lang: opt.Lang})
			if len(rep.Problems) > 0 || rep.Unchanged != 5 || rep.Updated+rep.Created > 0 || len(rep.Ignored) > 0 {
				t.Errorf("exported and read again: %+v\n%s", rep, out)
			}
			if again := d.write(opt); again != out {
				t.Errorf("the second export differs:\n%s\n%s", out, again)
			}
			for _, bad := range []string{",=", ";=", "\t=", ",+7", "\n+7", "\n@"} {
				if strings.Contains(out, bad) {
					t.Errorf("a formula %q in\n%s", bad, out)
				}
			}
		}
		// Into an empty shop of its own.
		e := open(t, st, "copy")
		rep := e.read(d.write(sheet.ExportOptions{}), sheet.Options{})
		if rep.Created != 5 || len(rep.Problems) > 0 {
			t.Fatalf("copied: %+v", rep)
		}
		if a, b := d.write(sheet.ExportOptions{}), e.write(sheet.ExportOptions{}); !sameLines(a, b) {
			t.Errorf("the copy differs:\n%s\n%s", a, b)
		}
	})
}

// sameLines compares lines in any order: ids order an export, and a copy has new ones.
func sameLines(a, b string) bool {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

func TestBadRows(t *testing.T) {
	d := open(t, storetest.SQLite(t), "bad")
	d.read(good, sheet.Options{})
	p, err := d.Catalog.ProductBySlug(d.Ctx, "nike-air")
	d.OK(err)
	d.OK(d.Catalog.Reserve(d.Ctx, "order", []catalog.Need{{VariantID: p.Variants[0].ID, Quantity: 2}}, d.Now().AddDate(0, 0, 1)))
	for _, c := range []struct{ text, want string }{ // row|column|value|a word of what is expected
		{"sku,title,price\n,A,1", "2|sku||SKU"},
		{"sku,title,price\nA,A,1\nA,A,1", "3|sku|A|no row above"},
		{"sku,title,price\nA,,1", "2|||title"},
		{"sku,title,price\nA,A,дорого", "2|price|дорого|price"},
		{"sku,title,price\nA,A,-1", "2|price|-1|price"},
		{"sku,title,price\nA,A,1.999", "2|price|1.999|price"},
		{"sku,title,price\nA,A,", "2|price||price"},
		{"sku,title,price,stock\nA,A,1,много", "2|stock|много|whole number"},
		{"sku,title,price,stock\nA,A,1,-1", "2|stock|-1|whole number"},
		{"sku,title,price,stock\nA,A,1,1.5", "2|stock|1.5|whole number"},
		{"sku,stock\nNK-42,1", "2|stock|1|promised"},
		{"sku,title,price,status\nA,A,1,sold", "2|status|sold|draft"},
		{"sku,title,price,active\nA,A,1,maybe", "2|active|maybe|yes"},
		{"sku,title,price,image\nA,A,1,javascript:alert(1)", "2|image|javascript:alert(1)|pictures"},
		{"sku,title,price,image\nA,A,1,/media/../x", "2|image|/media/../x|pictures"},
		{"sku,title,price,position\nA,A,1,x", "2|position|x|whole"},
		{"sku,title,price,handle\nA,A,1,Рукав 1", "2|handle|Рукав 1|Latin"},
		{"sku,handle,title,price\nMUG,nike-air,A,1", "2|sku|MUG|another product"},
		{"sku,title,price\nA,A,1,2", "2||2|cells"},
		{"sku,title,price\nA,\"A\"B,1", "2|||quotes"},
		{"title,price\nA,1", "1||title, price|SKU"},
		{"sku,price,цена\nA,1,2", "1|цена||one such"},
		{"", "1|||headings"},
		{"sku,title,price\nA," + strings.Repeat("я", 10_001) + ",1", "2|title|" + strings.Repeat("я", 60) + "…|shorter"},
	} {
		rep := d.read(c.text, sheet.Options{})
		if len(rep.Problems) != 1 || rep.Applied {
			t.Errorf("%.60q: %+v", c.text, rep)
			continue
		}
		x := rep.Problems[0]
		want := strings.Split(c.want, "|")
		if got := fmt.Sprintf("%d|%s|%s", x.Row, x.Column, x.Value); got != strings.Join(want[:3], "|") || !strings.Contains(x.Expected.EN, want[3]) || x.Expected.RU == "" {
			t.Errorf("%.60q: %s, %q; want %s", c.text, got, x.Expected.EN, c.want)
		}
	}
}

func TestGoodRows(t *testing.T) {
	d := open(t, storetest.SQLite(t), "some")
	const text = "sku,title,price,unknown\nA,Alpha,1,x\nB,Beta,?,x\nB2,Beta,2,x\nC,Gamma,3,x\n"
	rep := d.read(text, sheet.Options{Lang: lang.EN})
	if rep.Applied || len(rep.Problems) != 1 || !slices.Equal(rep.Ignored, []string{"unknown"}) {
		t.Errorf("all or nothing: %+v", rep)
	}
	rep = d.read(text, sheet.Options{Lang: lang.EN, GoodRows: true})
	if !rep.Applied || rep.Created != 2 || len(rep.Problems) != 1 || rep.Problems[0].Row != 3 {
		t.Errorf("good rows: %+v", rep)
	}
	page, err := d.Catalog.Browse(d.Ctx, catalog.Filter{}, "", 10)
	d.OK(err)
	if len(page.Products) != 2 { // Beta is taken whole or not at all
		t.Errorf("saved %+v", page.Products)
	}
}

func TestEncodings(t *testing.T) {
	d := open(t, storetest.SQLite(t), "encodings")
	ansi := []byte("sku;\xed\xe0\xe7\xe2\xe0\xed\xe8\xe5;\xf6\xe5\xed\xe0\nT1;\xd7\xe0\xb8\xea \xb9 5 \x97 \xab\xb8\xbb;100\n") // название, цена, Чаёк № 5 — «ё»
	for name, text := range map[string]string{"windows-1251": string(ansi), "mark": "\ufeffsku\tназвание\tцена\nT1\tЧаёк № 5 — «ё»\t100\n", "crlf": "sku,название,цена\r\nT1,Чаёк № 5 — «ё»,\"100\"\r\n\r\n"} {
		rep := d.read(text, sheet.Options{DryRun: true})
		if len(rep.Changes) != 1 || len(rep.Problems) > 0 || rep.Changes[0].Product != "Чаёк № 5 — «ё»" {
			t.Errorf("%s: %+v", name, rep)
		}
	}
}
