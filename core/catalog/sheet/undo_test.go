package sheet_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"prilavok/core/catalog"
	"prilavok/core/catalog/sheet"
	"prilavok/core/lang"
	"prilavok/store"
	"prilavok/store/storetest"
)

// bring imports a table and tells its id.
func (d desk) bring(text string) string {
	d.T.Helper()
	rep := d.read(text, sheet.Options{File: "goods.csv"})
	if !rep.Applied || rep.ImportID == "" {
		d.T.Fatalf("it was not imported: %+v", rep)
	}
	d.Pass(time.Minute)
	return rep.ImportID
}

func (d desk) undo(id string) sheet.Entry {
	d.T.Helper()
	e, err := d.sheets.Undo(d.Ctx, id, "op_2")
	d.OK(err)
	d.Pass(time.Minute)
	return e
}

// left is what stayed, as short lines.
func left(e sheet.Entry) string {
	var out []string
	for _, l := range e.Outcome.Left {
		out = append(out, fmt.Sprintf("%s %s %s", strings.TrimSpace(l.Product+" "+l.SKU), l.Field, l.Why))
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

func TestImportIsTakenBack(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		d := open(t, st, "undo")
		d.read(good, sheet.Options{})
		before := d.write(sheet.ExportOptions{})
		id := d.bring("sku;title_ru;title_en;price;compare_at;stock;status;images;option:Цвет|Color;category\n" +
			"NK-42;Кроссовки;Sneakers;100;;10;draft;/media/c.jpg;синий|blue;Новое > Самое\nMUG;Кружка;;5;6;4;active;;;\n")
		if d.write(sheet.ExportOptions{}) == before {
			t.Fatal("the import changed nothing")
		}
		e := d.undo(id)
		if after := d.write(sheet.ExportOptions{}); after != before || len(e.Outcome.Left) > 0 || e.Outcome.Restored < 10 {
			t.Errorf("it left %s, and restored %d; the catalog was\n%s\nand is\n%s", left(e), e.Outcome.Restored, before, after)
		}
		log, err := d.Catalog.StockLog(d.Ctx, catalog.LogFilter{Reason: "set", By: "op_2"}, "")
		if err != nil || len(log.Movements) != 1 || log.Movements[0].Delta != -7 {
			t.Errorf("the log of stock says %+v, %v", log.Movements, err)
		}
		all, err := d.Catalog.AllCategories(d.Ctx)
		d.OK(err)
		for _, c := range all {
			if made := strings.Contains("Новое Самое", c.Title[lang.RU]); c.Active == made {
				t.Errorf("the category %s is shown: %v", c.Title[lang.RU], c.Active)
			}
		}
		again := d.undo(id)
		if again.UndoneAt != e.UndoneAt || again.Outcome.Restored != e.Outcome.Restored || d.write(sheet.ExportOptions{}) != before {
			t.Errorf("undone twice it is %+v, once %+v", again, e)
		}
		if _, err := d.sheets.Undo(d.Ctx, "imp_none", ""); err != sheet.ErrNoImport {
			t.Errorf("what is not there is undone: %v", err)
		}
	})
}

func TestWhatWasChangedSinceStays(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		d := open(t, st, "since")
		d.read("sku;title;title_en;price;stock\nA;Чашка;Cup;100;5\nB;Блюдце;Saucer;50;9\nC;Ложка;Spoon;10;20\n", sheet.Options{})
		d.Pass(time.Minute)
		id := d.bring("sku;title;title_en;price;stock\nA;Чаша;Bowl;120;50\nB;Блюдце;Saucer;60;90\nC;Ложка;Spoon;10;2\nD;Вилка;Fork;7;1\nE;Нож;Knife;7;3\nF;Поднос;Tray;70;3\n")
		owners, err := d.Catalog.SKUOwners(d.Ctx, []string{"A", "B", "C", "D", "E", "F"})
		d.OK(err)
		change := func(sku string, fn func(p *catalog.Product)) {
			_, err := d.Catalog.Change(d.Ctx, owners[sku].ProductID, func(p catalog.Product) (catalog.Product, error) {
				fn(&p)
				return p, nil
			})
			d.OK(err)
		}
		sell := func(sku string, n int64) {
			needs := []catalog.Need{{VariantID: owners[sku].VariantID, Quantity: n}}
			d.OK(d.Catalog.Reserve(d.Ctx, "ord_"+sku, needs, d.Now().Add(time.Hour)))
			d.OK(d.Catalog.Sell(d.Ctx, "ord_"+sku, needs))
		}
		change("A", func(p *catalog.Product) { p.Title = lang.Texts{lang.RU: "Пиала", lang.EN: "Bowl"} })
		sell("A", 2)                                                   // 48: three are left of the five
		d.OK(d.Catalog.SetStock(d.Ctx, owners["B"].VariantID, 70, "")) // somebody has counted
		change("D", func(p *catalog.Product) { p.Brand = "Дом" })
		sell("E", 1)
		e := d.undo(id)
		if got, want := left(e), "Блюдце B stock changed; Вилка product changed; Нож product sold; Пиала title.ru changed"; got != want {
			t.Errorf("it left\n%s, not\n%s", got, want)
		}
		if e.Outcome.Archived != 1 || e.Outcome.Restored != 5 {
			t.Errorf("it archived %d and restored %d", e.Outcome.Archived, e.Outcome.Restored)
		}
		out := d.write(sheet.ExportOptions{})
		if !strings.Contains(out, "Пиала,Cup") {
			t.Errorf("one text of two that changed is not taken back:\n%s", out)
		}
		for sku, want := range map[string]struct {
			price, stock int64
			status       catalog.Status
		}{"A": {10000, 3, catalog.Active}, "B": {5000, 70, catalog.Active}, "C": {1000, 20, catalog.Active}, "D": {700, 1, catalog.Active}, "E": {700, 2, catalog.Active}, "F": {7000, 3, catalog.Archived}} {
			p, v, err := d.Catalog.VariantProduct(d.Ctx, owners[sku].VariantID)
			if err != nil || v.Price.Amount != want.price || v.OnHand != want.stock || p.Status != want.status {
				t.Errorf("%s costs %d, there are %d, it is %s: %v", sku, v.Price.Amount, v.OnHand, p.Status, err)
			}
		}
	})
}

// TestNeverLessThanIsPromised: what customers hold now is not taken from them, and a new
// variant of an old product leaves the sale alone.
func TestNeverLessThanIsPromised(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		d := open(t, st, "promised")
		d.read("sku;handle;title;price;stock\nA;cup;Чашка;100;1\n", sheet.Options{})
		id := d.bring("sku;handle;title;price;stock\nA;cup;Чашка;100;9\nA2;cup;Чашка;110;5\n")
		owners, err := d.Catalog.SKUOwners(d.Ctx, []string{"A", "A2"})
		d.OK(err)
		d.OK(d.Catalog.Reserve(d.Ctx, "ord_1", []catalog.Need{{VariantID: owners["A"].VariantID, Quantity: 4}}, d.Now().Add(time.Hour)))
		if got, want := left(d.undo(id)), "Чашка A stock promised"; got != want {
			t.Errorf("it left %q, not %q", got, want)
		}
		p, err := d.Catalog.Product(d.Ctx, owners["A"].ProductID)
		if err != nil || p.Variants[0].OnHand != 9 || !p.Variants[0].Active || p.Variants[1].Active {
			t.Errorf("it is %+v, %v", p.Variants, err)
		}
	})
}

func TestImportsAreListedAndForgotten(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		d := open(t, st, "listed")
		first := d.bring("sku;title;price\nA;Чашка;100\n")
		if rep := d.read("sku;title;price\nA;Чашка;100\n", sheet.Options{}); !rep.Applied || rep.ImportID != "" {
			t.Errorf("what changed nothing is listed: %+v", rep)
		}
		d.Pass(29 * 24 * time.Hour)
		second := d.bring("sku;price\nA;120\n")
		list, more, err := d.sheets.Imports(d.Ctx, "", 1)
		if err != nil || !more || len(list) != 1 || list[0].ID != second || list[0].File != "goods.csv" || list[0].By != "op_1" || list[0].Updated != 1 {
			t.Errorf("the first page is %+v, %v, %v", list, more, err)
		}
		list, more, err = d.sheets.Imports(d.Ctx, second, 1)
		if err != nil || more || len(list) != 1 || list[0].ID != first || list[0].Created != 1 || !list[0].Undoable(d.Now()) {
			t.Errorf("the second page is %+v, %v, %v", list, more, err)
		}
		d.Pass(2 * 24 * time.Hour)
		if _, err := d.sheets.Undo(d.Ctx, first, ""); err != sheet.ErrTooLate {
			t.Errorf("an old one is undone: %v", err)
		}
		d.bring("sku;price\nA;130\n") // forgets what is too old
		d.OK(d.Store.View(d.Ctx, func(ctx context.Context) error {
			gone, err := d.Store.Touched(ctx, first, "", 10)
			if len(gone) > 0 {
				t.Errorf("of an old import %v is kept", gone)
			}
			kept, err2 := d.Store.Touched(ctx, second, "", 10)
			if len(kept) != 1 {
				t.Errorf("of a new one %v is kept", kept)
			}
			return errors.Join(err, err2)
		}))
	})
}
