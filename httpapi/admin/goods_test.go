package admin_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"prilavok/core/catalog"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/store"
	"prilavok/store/storetest"
)

// goodsLine is what these tests read of a product in a table.
type goodsLine struct {
	ID, Status, Image string
	Title             struct{ RU string }
	Variants          []struct {
		ID, SKU string
		Price   int64
		OnHand  int64 `json:"on_hand"`
	}
}

// shelf keeps goods of every kind.
func (x *till) shelf() (cups catalog.Category) {
	x.T.Helper()
	cups, err := x.Catalog.SaveCategory(x.Ctx, catalog.Category{Slug: "cups", Title: lang.Texts{lang.RU: "Чашки"}, Active: true})
	x.OK(err)
	for i, p := range []catalog.Product{
		{Slug: "red", Title: lang.Texts{lang.RU: "Красная кружка"}, CategoryID: cups.ID, Images: []catalog.Image{{URL: "/media/red.jpg"}}},
		{Slug: "blue", Title: lang.Texts{lang.RU: "Синяя кружка"}},
		{Slug: "plan", Title: lang.Texts{lang.RU: "Кружка на будущее"}, Status: catalog.Draft},
		{Slug: "old", Title: lang.Texts{lang.RU: "Прошлогодняя кружка"}, Status: catalog.Archived},
	} {
		p.Position = i
		p.Variants = []catalog.Variant{{SKU: strings.ToUpper(p.Slug) + "-1", Price: money.Of(int64(10000*(i+1)), "RUB"), Tracked: true, OnHand: int64(3 * (1 - i%2)), Active: true, Grams: 350}}
		_, err := x.Catalog.Save(x.Ctx, p)
		x.OK(err)
	}
	return cups
}

func (x *till) goods(query string) (slugs []string, lines []goodsLine) {
	x.T.Helper()
	var page many[goodsLine]
	x.get("/goods"+query).is(http.StatusOK, "").read(&page)
	for _, g := range page.Items {
		slugs = append(slugs, g.Variants[0].SKU)
	}
	return slugs, page.Items
}

func TestGoodsByFilters(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		cups := x.shelf()
		for query, want := range map[string]string{
			"":                             "RED-1 BLUE-1 PLAN-1",
			"?status=active":               "RED-1 BLUE-1",
			"?status=draft":                "PLAN-1",
			"?status=archived":             "OLD-1",
			"?stock=in":                    "RED-1 PLAN-1",
			"?stock=out":                   "BLUE-1",
			"?no_picture=true":             "BLUE-1 PLAN-1",
			"?category_id=" + cups.ID:      "RED-1",
			"?search=кружки&status=active": "RED-1 BLUE-1",
			"?search=red-1":                "RED-1",
			"?search=прошлогод&status=archived":     "OLD-1",
			"?search=кружк&status=active&stock=out": "BLUE-1",
			"?search=нет": "",
		} {
			if got, _ := x.goods(query); strings.Join(got, " ") != want {
				t.Errorf("%s shows %v, not %s", query, got, want)
			}
		}
		var first, second many[goodsLine]
		x.get("/goods?limit=2").read(&first)
		x.get("/goods?limit=2&cursor=" + first.Next).read(&second)
		if len(first.Items) != 2 || len(second.Items) != 1 || second.Next != "" || second.Items[0].Variants[0].SKU != "PLAN-1" {
			t.Errorf("pages are %v and %v", first, second)
		}
	})
}

func TestProductsComeAndGo(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		x.shelf()
		_, list := x.goods("?status=active")
		id := list[0].ID
		x.post("/products/"+id+"/archive", "").is(http.StatusNoContent, "")
		if got, _ := x.goods("?search=красная"); len(got) > 0 {
			t.Errorf("what is archived is found: %v", got)
		}
		x.post("/products/"+id+"/restore", "").is(http.StatusNoContent, "")
		if got, _ := x.goods("?search=красная&status=active"); !slices.Equal(got, []string{"RED-1"}) {
			t.Errorf("what is restored is not found: %v", got)
		}
		// A weight that a program does not know of outlives its change.
		body := `{"slug":"red","title":{"ru":"Красная"},"variants":[{"id":"` + list[0].Variants[0].ID + `","sku":"RED-1","price":{"amount":100,"currency":"RUB"},"active":true}]}`
		x.do(ask{"PUT", "/products/" + id, x.key, body, map[string]string{"If-Match": "*"}}).is(http.StatusOK, "")
		if p, err := x.Catalog.Product(x.Ctx, id); err != nil || p.Variants[0].Grams != 350 {
			t.Errorf("it weighs %d g, %v", p.Variants[0].Grams, err)
		}
	})
}

func TestCategoriesAreKept(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		cups := x.shelf()
		var made struct{ ID string }
		x.post("/categories", `{"slug":"tea","title":{"ru":"Чайные"},"parent_id":"`+cups.ID+`","active":true}`).is(http.StatusCreated, "").read(&made)
		put := func(id, body string) reply {
			return x.do(ask{"PUT", "/categories/" + id, x.key, body, map[string]string{"If-Match": "*"}})
		}
		x.post("/categories", `{"slug":"tea","title":{"ru":"Ещё"}}`).is(http.StatusConflict, "catalog.slug_taken")
		put(cups.ID, `{"slug":"cups","title":{"ru":"Чашки"},"parent_id":"`+made.ID+`"}`).is(http.StatusUnprocessableEntity, "catalog.incomplete") // below itself
		put("cat_none", `{"slug":"x","title":{"ru":"Х"}}`).is(http.StatusNotFound, "catalog.not_found")
		put(cups.ID, `{"slug":"cups","title":{"ru":"Пиалы"},"active":true}`).is(http.StatusOK, "")
		if got, _ := x.goods("?search=пиалы&status=active"); !slices.Equal(got, []string{"RED-1"}) {
			t.Errorf("by the category's new name %v is found", got)
		}
	})
}

func TestCellsChangeTogether(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		x.shelf()
		_, list := x.goods("?status=active")
		red, blue := list[0], list[1]
		type answer struct {
			Changed bool
			Clashes []struct {
				Cell    int
				Why, Is string
			}
		}
		set := func(cells string) (a answer) {
			t.Helper()
			x.post("/goods-cells", `{"cells":[`+strings.NewReplacer("$red", `"product_id":"`+red.ID+`"`, "$one", `"product_id":"`+red.ID+`","variant_id":"`+red.Variants[0].ID+`"`,
				"$blue", `"product_id":"`+blue.ID+`"`).Replace(cells)+`]}`).is(http.StatusOK, "").read(&a)
			return a
		}
		if a := set(`{$one,"field":"price","was":"10000","value":"12000"},{$one,"field":"stock","was":"3","value":"8"},{$blue,"field":"status","was":"active","value":"draft"}`); !a.Changed {
			t.Fatalf("it is answered %v", a)
		}
		_, now := x.goods("")
		if now[0].Variants[0].Price != 12000 || now[0].Variants[0].OnHand != 8 || now[1].Status != "draft" {
			t.Errorf("it is now %v", now)
		}
		log, err := x.Catalog.StockLog(x.Ctx, catalog.LogFilter{VariantID: red.Variants[0].ID, Reason: "set"}, "")
		if err != nil || log.Movements[0].Delta != 5 || log.Movements[0].By == "" {
			t.Errorf("the log of stock says %v, %v", log, err)
		}
		// One clash, and nothing changes; every clash is named.
		a := set(`{$red,"field":"brand","was":"","value":"Новый"},{$one,"field":"price","was":"10000","value":"1"},{$one,"field":"stock","was":"8","value":"-1"},{$blue,"field":"category","was":"","value":"cat_none"}`)
		if a.Changed || len(a.Clashes) != 3 || a.Clashes[0].Why != "changed" || a.Clashes[0].Is != "12000" || a.Clashes[1].Why != "invalid" || a.Clashes[2].Cell != 3 {
			t.Errorf("it is answered %v", a)
		}
		if p, err := x.Catalog.Product(x.Ctx, red.ID); err != nil || p.Brand != "" || p.Variants[0].Price.Amount != 12000 {
			t.Errorf("half of it was kept: %v, %v", p, err)
		}
	})
}

// packed is a table as the API takes it.
func packed(t *testing.T, csv string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write([]byte(csv))
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

func TestTablesAreShownAndThenDone(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		x.shelf()
		type look struct {
			Token                 string
			Applied               bool
			Created, Updated, Bad int
			Changes               []struct {
				Row    int
				SKU    string
				Fields []struct{ Field, Was, Now string }
			}
			Problems []struct {
				Row              int
				Column, Expected string
			}
		}
		ask := func(path, csv, token string, status int, code string) (l look) {
			t.Helper()
			w := x.post("/goods-imports"+path, `{"data":"`+packed(t, csv)+`","token":"`+token+`"}`).is(status, code)
			if code == "" {
				w.read(&l)
			}
			return l
		}
		csv := "sku;title;price;stock\nRED-1;Красная кружка;120;3\nNEW-1;=cmd|calc!A1;50,50;1\n"
		seen := ask("/preview", csv, "", http.StatusOK, "")
		if seen.Applied || seen.Created != 1 || seen.Updated != 1 || seen.Bad != 0 || len(seen.Changes) != 2 || seen.Changes[0].Row != 2 ||
			len(seen.Changes[0].Fields) != 1 || seen.Changes[0].Fields[0].Field != "price" || !strings.Contains(seen.Changes[0].Fields[0].Now, "120") {
			t.Fatalf("the preview is %+v", seen)
		}
		bad := ask("/preview", "sku;title;price\nRED-1;Красная;дорого\n;Без артикула;5\n", "", http.StatusOK, "")
		if bad.Bad != 2 || bad.Problems[0].Row != 2 || bad.Problems[0].Column != "price" || bad.Problems[1].Row != 3 || bad.Problems[0].Expected == "" {
			t.Errorf("bad rows are told as %+v", bad)
		}
		ask("", csv, "", http.StatusConflict, "sheet.moved")                                         // without a look
		ask("", strings.Replace(csv, "120", "1", 1), seen.Token, http.StatusConflict, "sheet.moved") // another file
		_, now := x.goods("?search=red-1&status=active")
		x.OK(x.Catalog.SetStock(x.Ctx, now[0].Variants[0].ID, 5, "op")) // the file would undo this, and the preview did not say so
		ask("", csv, seen.Token, http.StatusConflict, "sheet.moved")
		again := ask("/preview", csv, "", http.StatusOK, "")
		if done := ask("", csv, again.Token, http.StatusOK, ""); !done.Applied || done.Updated != 1 {
			t.Errorf("it is answered %+v", done)
		}
		if _, now = x.goods("?search=red-1&status=active"); now[0].Variants[0].Price != 12000 || now[0].Variants[0].OnHand != 3 {
			t.Errorf("it is now %+v", now)
		}
		x.post("/goods-imports/preview", `{"data":"AAAA"}`).is(http.StatusUnprocessableEntity, "sheet.file")
		x.post("/goods-imports/preview", `{"data":"`+packed(t, strings.Repeat("a", 17<<20))+`"}`).is(http.StatusUnprocessableEntity, "sheet.file")
	})
}
