package sample_test

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"testing"
	"time"

	"prilavok/core/catalog"
	"prilavok/core/delivery"
	"prilavok/core/id"
	"prilavok/core/knowledge"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/promotion"
	"prilavok/sample"
	"prilavok/store"
	"prilavok/store/storetest"
)

func deps(st *store.Store, now func() time.Time) sample.Deps {
	ids := id.New(now, nil)
	return sample.Deps{Catalog: catalog.New(st, st, now, ids), Knowledge: knowledge.New(st, st, now, ids),
		Delivery: delivery.New(st, st, now, ids), Promos: promotion.New(st, st, now, ids), Tx: st}
}

// state is all that Load writes, as the services tell it.
func state(t *testing.T, ctx context.Context, d sample.Deps) string {
	t.Helper()
	cats, err1 := d.Catalog.Categories(ctx)
	goods, err2 := d.Catalog.Browse(ctx, catalog.Filter{}, "", 100)
	syn, err3 := d.Catalog.Synonyms(ctx)
	arts, err4 := d.Knowledge.List(ctx)
	ways, err5 := d.Delivery.All(ctx)
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal([]any{cats, goods, syn, arts, ways})
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestLoadTwiceChangesNothing(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		ctx, _, _ := storetest.Shop(t, st, "demo")
		now := time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC)
		d := deps(st, func() time.Time { return now })
		if err := sample.Load(ctx, d); err != nil {
			t.Fatal(err)
		}
		first := state(t, ctx, d)
		now = now.Add(time.Hour)
		if err := sample.Load(ctx, d); err != nil {
			t.Fatal(err)
		}
		if second := state(t, ctx, d); second != first {
			t.Error("loading again changed the shop")
		}
		other, _, _ := storetest.Shop(t, st, "other")
		if err := sample.Load(other, d); err != nil {
			t.Errorf("a second shop of one installation: %v", err)
		}
	})
}

func TestLoadKeepsWhatTheOwnerChanged(t *testing.T) {
	st := storetest.SQLite(t)
	ctx, _, _ := storetest.Shop(t, st, "demo")
	d := deps(st, func() time.Time { return time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC) })
	if err := sample.Load(ctx, d); err != nil {
		t.Fatal(err)
	}
	p, err := d.Catalog.ProductBySlug(ctx, "kruzhka-poldnik")
	if err != nil {
		t.Fatal(err)
	}
	p.Title[lang.RU] = "Кружка моя"
	if _, err := d.Catalog.Save(ctx, p); err != nil {
		t.Fatal(err)
	}
	if err := sample.Load(ctx, d); err != nil {
		t.Fatal(err)
	}
	if p, err = d.Catalog.Product(ctx, sample.ID("prd", "kruzhka-poldnik")); err != nil || p.Title[lang.RU] != "Кружка моя" {
		t.Errorf("title is %q, %v", p.Title[lang.RU], err)
	}
}

func TestLoadedShop(t *testing.T) {
	st := storetest.SQLite(t)
	ctx, _, _ := storetest.Shop(t, st, "demo")
	d := deps(st, func() time.Time { return time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC) })
	if err := sample.Load(ctx, d); err != nil {
		t.Fatal(err)
	}
	p, err := d.Catalog.ProductBySlug(ctx, "krossovki-volnik-step")
	if err != nil {
		t.Fatal(err)
	}
	v := p.Variants[8]
	want := []catalog.Attribute{{Name: lang.Texts{lang.RU: "Цвет", lang.EN: "Color"}, Value: lang.Texts{lang.RU: "чёрный", lang.EN: "black"}},
		{Name: lang.Texts{lang.RU: "Размер", lang.EN: "Size"}, Value: lang.Texts{lang.RU: "38", lang.EN: "38"}}}
	if v.SKU != "SHO-STEP-BLK-38" || !reflect.DeepEqual(v.Options, want) || v.Price != money.Of(699000, "RUB") || v.OnHand != 3 || !v.Tracked {
		t.Errorf("variant is %+v", v)
	}
	if p.Images[0].Variant != "" || p.Images[1].Variant != "SHO-STEP-BLK-37" || p.Images[1].URL != "/media/sample/krossovki-volnik-step-black.jpg" {
		t.Errorf("pictures are %+v", p.Images)
	}
	if p, err = d.Catalog.ProductBySlug(ctx, "sertifikat-podarochnyi"); err != nil || p.Variants[0].Available() != catalog.Unlimited {
		t.Errorf("a certificate is counted: %+v, %v", p.Variants, err)
	}
}

// TestQuestions asks what customers ask; the first article must be the right one.
func TestQuestions(t *testing.T) {
	st := storetest.SQLite(t)
	ctx, _, _ := storetest.Shop(t, st, "demo")
	d := deps(st, func() time.Time { return time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC) })
	if err := sample.Load(ctx, d); err != nil {
		t.Fatal(err)
	}
	for question, slug := range map[string]string{
		"сколько стоит доставка?":            "dostavka",
		"доставляете в Москву?":              "dostavka",
		"когда приедет курьер":               "kurer-vremya",
		"можно забрать самой?":               "samovyvoz",
		"как оплатить картой":                "oplata",
		"можно ли вернуть, если не подойдёт": "vozvrat",
		"хочу обменять на другой размер":     "obmen",
		"пришла разбитая кружка":             "brak",
		"есть ли гарантия":                   "garantiya",
		"таблица размеров обуви":             "razmery-obuvi",
		"как стирать лён":                    "ukhod-len",
		"можно мыть в посудомойке?":          "ukhod-keramika",
		"упакуете в подарок?":                "upakovka",
		"во сколько вы открываетесь":         "adres-chasy",
		"где вы находитесь":                  "adres-chasy",
		"продаёте оптом?":                    "opt",
		"какой у вас телефон":                "kontakty",
		"вы работаете сегодня?":              "adres-chasy",
		"какой размер мне взять":             "razmery-odezhdy",
		"отправляете за границу?":            "dostavka",
		"кружка разбилась при доставке":      "brak",
		"как ухаживать за пледом":            "ukhod-sherst",
		"кофе есть?":                         "nothing",
		"есть красное платье?":               "nothing",
		"чайник стеклянный есть?":            "nothing",
		"do you have sneakers?":              "nothing",
		"what size should I take?":           "razmery-odezhdy",
		"how much is delivery?":              "dostavka",
		"can I return it?":                   "vozvrat",
		"do you gift wrap?":                  "upakovka",
		"what are your opening hours":        "adres-chasy",
	} {
		hits, err := d.Knowledge.Find(ctx, question, lang.RU, 1)
		if err != nil {
			t.Fatal(err)
		}
		got := "nothing"
		if len(hits) > 0 {
			got = hits[0].Article.Slug
		}
		if got != slug {
			t.Errorf("%q is answered by %s, not by %s", question, got, slug)
		}
	}
}

// TestSearches looks for goods in customers' words.
func TestSearches(t *testing.T) {
	st := storetest.SQLite(t)
	ctx, _, _ := storetest.Shop(t, st, "demo")
	d := deps(st, func() time.Time { return time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC) })
	if err := sample.Load(ctx, d); err != nil {
		t.Fatal(err)
	}
	for words, slug := range map[string]string{
		"кроссовки 42 размера": "krossovki-volnik-step",
		"rhjccjdrb":            "krossovki-volnik-step",
		"волник":               "krossovki-volnik-step",
		"красные кеды":         "kedy-volnik-bulvar",
		"платье с карманами":   "plate-polden",
		"иван чай":             "ivan-chai-zaton",
		"чай с мятой":          "zelenyi-chai-myata",
		"заварник":             "chainik-ruchei",
		"одеяло":               "pled-sherstyanoi",
		"мёд":                  "med-lipovyi",
		"teapot":               "chainik-ruchei",
		"шерстяные наски":      "noski-sherstyanye",
	} {
		found, err := d.Catalog.Search(ctx, catalog.Query{Text: words, Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range found.Items {
			got = append(got, h.Product.Slug)
		}
		if len(got) == 0 || got[0] != slug {
			t.Errorf("%q finds %v, not %s first", words, got, slug)
		}
	}
}
