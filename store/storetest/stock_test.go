package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"prilavok/core/catalog"
	"prilavok/core/knowledge"
	"prilavok/core/lang"
	"prilavok/store"
)

var _ = Covers(`CategoryList SaveCategory ProductsByID ProductIDBySlug ProductIDsOfVariants SaveProduct BrowseProducts VariantsBySKU ProductsAfter
	LockIndex IndexProducts Postings Places TermsBetween TermsNear SynonymList SaveSynonyms
	HoldStock FreeStock SetStock StockLeft HoldLeft InsertReservations Reservations CloseReservation LogStock ExpiredHolders SoldMost
	ArticleList SaveArticle DeleteArticle`)

// Sixty-four rivals, ten pieces: exactly ten are had.
func TestStockRivals(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "rivals")
		last, other := c.Variant("last", 100, 10), c.Variant("other", 100, 1000)
		var had, refused atomic.Int64
		var wg sync.WaitGroup
		for i := range 64 {
			wg.Go(func() {
				needs := []catalog.Need{{VariantID: last, Quantity: 1}, {VariantID: other, Quantity: 2}}
				if i%2 == 0 {
					slices.Reverse(needs) // the order of wishes must lock nobody out
				}
				err := c.Catalog.Reserve(c.Ctx, fmt.Sprint("order", i), needs, c.Now().Add(time.Hour))
				var short *catalog.StockError
				switch {
				case err == nil:
					had.Add(1)
				case errors.As(err, &short) && len(short.Short) == 1 && short.Short[0] == (catalog.Short{VariantID: last, Wanted: 1, Left: 0}):
					refused.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if had.Load() != 10 || refused.Load() != 54 {
			t.Errorf("%d had a piece, %d were refused", had.Load(), refused.Load())
		}
		if onHand, reserved := c.Stock(last); onHand != 10 || reserved != 10 {
			t.Errorf("last: %d on hand, %d reserved", onHand, reserved)
		}
		if onHand, reserved := c.Stock(other); onHand != 1000 || reserved != 20 {
			t.Errorf("a refused order holds something: %d on hand, %d reserved", onHand, reserved)
		}
	})
}

func TestReserve(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "reserve")
		a, b := c.Variant("a", 100, 5), c.Variant("b", 100, 1)
		until := c.Now().Add(time.Hour)
		stock := func(what, variant string, onHand, reserved int64) {
			t.Helper()
			if h, r := c.Stock(variant); h != onHand || r != reserved {
				t.Errorf("%s: %d on hand, %d reserved, want %d, %d", what, h, r, onHand, reserved)
			}
		}
		c.OK(c.Catalog.Reserve(c.Ctx, "one", []catalog.Need{{VariantID: a, Quantity: 3}, {VariantID: b, Quantity: 1}}, until))
		stock("held", a, 5, 3)
		err := c.Catalog.Reserve(c.Ctx, "two", []catalog.Need{{VariantID: a, Quantity: 3}, {VariantID: b, Quantity: 1}}, until)
		var short *catalog.StockError
		if !errors.As(err, &short) || !errors.Is(err, catalog.ErrOutOfStock) || len(short.Short) != 2 {
			t.Errorf("too many: %v", err)
		}
		for _, n := range []int64{0, -1} {
			if err := c.Catalog.Reserve(c.Ctx, "three", []catalog.Need{{VariantID: a, Quantity: n}}, until); !errors.Is(err, catalog.ErrQuantity) {
				t.Errorf("%d pieces: %v", n, err)
			}
		}
		if err := c.Catalog.SetStock(c.Ctx, a, 2, "op"); !errors.Is(err, catalog.ErrOutOfStock) {
			t.Errorf("set below what is reserved: %v", err)
		}
		c.OK(c.Catalog.SetStock(c.Ctx, a, 8, "op"))
		stock("set", a, 8, 3)
		c.OK(c.Catalog.Commit(c.Ctx, "one"))
		c.OK(c.Catalog.Commit(c.Ctx, "one"))  // once is enough
		c.OK(c.Catalog.Release(c.Ctx, "one")) // nothing held is no fault
		stock("sold", a, 5, 0)
		stock("sold", b, 0, 0)
		c.OK(c.Catalog.Reserve(c.Ctx, "four", []catalog.Need{{VariantID: a, Quantity: 2}}, until))
		c.Pass(2 * time.Hour)
		holders, err := c.Catalog.ExpireReservations(c.Ctx)
		c.OK(err)
		if !slices.Equal(holders, []string{"four"}) {
			t.Errorf("expired %v", holders)
		}
		stock("expired", a, 5, 0)
		best, err := c.Catalog.BestSellers(c.Ctx, 5)
		c.OK(err)
		if len(best) != 1 || best[0].Slug != "a" { // b is sold out
			t.Errorf("best sellers %+v", best)
		}
		featured, err := c.Catalog.Featured(c.Ctx, 5)
		c.OK(err)
		if len(featured) != 1 {
			t.Errorf("featured %+v", featured)
		}
	})
}

// Goods that begin or cease to be counted while some are held keep their counts right.
func TestReserveUncounted(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "uncounted")
		p := c.Product("tea", 100, 5)
		id := p.Variants[0].ID
		count := func(yes bool) {
			p.Variants[0].Tracked = yes
			_, err := c.Catalog.Save(c.Ctx, p)
			c.OK(err)
		}
		until := c.Now().Add(time.Hour)
		c.OK(c.Catalog.Reserve(c.Ctx, "counted", []catalog.Need{{VariantID: id, Quantity: 2}}, until))
		count(false)
		c.OK(c.Catalog.Reserve(c.Ctx, "many", []catalog.Need{{VariantID: id, Quantity: 1000}}, until))
		count(true)
		c.OK(c.Catalog.Commit(c.Ctx, "many"))
		c.OK(c.Catalog.Commit(c.Ctx, "counted"))
		if onHand, reserved := c.Stock(id); onHand != 3 || reserved != 0 {
			t.Errorf("%d on hand, %d reserved, want 3, 0", onHand, reserved)
		}
	})
}

// Whatever happens in whatever order: stock is never below zero, what is reserved is
// what holders hold, and what is on hand is what came minus what was sold.
func TestStockConservation(t *testing.T) {
	c := NewCounter(t, SQLite(t), "conserve")
	run := 0
	rapid.Check(t, func(t *rapid.T) {
		run++
		name := fmt.Sprint("r", run)
		start := rapid.Int64Range(0, 6).Draw(t, "start")
		ids := []string{c.Variant(name+"a", 100, start), c.Variant(name+"b", 100, start)}
		onHand, held := []int64{start, start}, map[string][]int64{}
		holder := func() string { return name + rapid.SampledFrom([]string{"x", "y", "z"}).Draw(t, "holder") }
		reserved := func(i int) (sum int64) {
			for _, n := range held {
				sum += n[i]
			}
			return sum
		}
		t.Repeat(map[string]func(*rapid.T){
			"reserve": func(t *rapid.T) {
				h, a, b := holder(), rapid.Int64Range(1, 4).Draw(t, "a"), rapid.Int64Range(1, 4).Draw(t, "b")
				err := c.Catalog.Reserve(c.Ctx, h, []catalog.Need{{VariantID: ids[1], Quantity: b}, {VariantID: ids[0], Quantity: a}}, c.Now().Add(time.Hour))
				fits := onHand[0]-reserved(0) >= a && onHand[1]-reserved(1) >= b
				if fits != (err == nil) || err != nil && !errors.Is(err, catalog.ErrOutOfStock) {
					t.Fatalf("reserve %d, %d: %v", a, b, err)
				}
				if err == nil {
					if held[h] == nil {
						held[h] = make([]int64, 2)
					}
					held[h][0] += a
					held[h][1] += b
				}
			},
			"release": func(t *rapid.T) {
				h := holder()
				must(t, c.Catalog.Release(c.Ctx, h))
				delete(held, h)
			},
			"commit": func(t *rapid.T) {
				h := holder()
				must(t, c.Catalog.Commit(c.Ctx, h))
				for i, n := range held[h] {
					onHand[i] -= n
				}
				delete(held, h)
			},
			"set": func(t *rapid.T) {
				n := rapid.Int64Range(0, 6).Draw(t, "n")
				err := c.Catalog.SetStock(c.Ctx, ids[0], n, "op")
				if (err == nil) != (n >= reserved(0)) {
					t.Fatalf("set %d with %d reserved: %v", n, reserved(0), err)
				}
				if err == nil {
					onHand[0] = n
				}
			},
			"": func(t *rapid.T) {
				for i, id := range ids {
					if h, r := c.Stock(id); h != onHand[i] || r != reserved(i) {
						t.Fatalf("variant %d: %d on hand, %d reserved; want %d, %d", i, h, r, onHand[i], reserved(i))
					}
				}
			},
		})
	})
}

func must(t *rapid.T, err error) {
	if err != nil {
		t.Fatal(err)
	}
}

func TestArticles(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "articles")
		k := knowledge.New(st, st, c.Now, c.IDs)
		text := func(s string) lang.Texts { return lang.Texts{lang.RU: s} }
		a, err := k.Save(c.Ctx, knowledge.Article{Slug: "delivery", Title: text("Доставка"), Body: text("Привезём за два дня."), Active: true})
		c.OK(err)
		a.Body = text("Привезём завтра.")
		_, err = k.Save(c.Ctx, a)
		c.OK(err)
		_, err = k.Save(c.Ctx, knowledge.Article{Slug: "draft", Title: text("Черновик"), Body: text("…")})
		c.OK(err)
		list, err := k.List(c.Ctx)
		c.OK(err)
		all, err := k.All(c.Ctx)
		c.OK(err)
		if len(all) != 2 {
			t.Errorf("all are %+v", all)
		}
		c.OK(k.Delete(c.Ctx, all[1].ID))
		if err := k.Delete(c.Ctx, all[1].ID); err != knowledge.ErrNotFound {
			t.Errorf("deleted twice: %v", err)
		}
		if len(list) != 1 || list[0].Body[lang.RU] != "Привезём завтра." || list[0].Kind != knowledge.FAQ {
			t.Errorf("listed %+v", list)
		}
		hit, ok, err := k.Answer(c.Ctx, "сколько стоит доставка?", lang.RU)
		c.OK(err)
		if _, none, err := k.Answer(c.Ctx, "почему небо голубое", lang.RU); !ok || hit.Article.Slug != "delivery" || none || err != nil {
			t.Errorf("answered %+v, %v; %v, %v", hit, ok, none, err)
		}
		other, _, _ := Shop(t, st, "elsewhere")
		list, err = k.List(context.WithoutCancel(other))
		c.OK(err)
		if len(list) != 0 {
			t.Errorf("another shop sees %+v", list)
		}
	})
}
