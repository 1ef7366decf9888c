package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"prilavok/core/cart"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/order"
	"prilavok/core/promotion"
	"prilavok/store"
)

// Promote adds a promotion.
func (c *Counter) Promote(p promotion.Promotion) promotion.Promotion {
	c.T.Helper()
	if p.Title == nil {
		p.Title = c.Text("акция")
	}
	p, err := c.Promos.Create(c.Ctx, p)
	c.OK(err)
	return p
}

func percent(points int64, codes ...string) promotion.Promotion {
	return promotion.Promotion{Title: lang.Texts{lang.RU: "скидка"}, Kind: promotion.Percent, Rule: promotion.Rule{Percent: points}, Codes: codes}
}

var (
	_ = Covers("InsertPromotion SavePromotion PromotionByID Promotions CodesTaken")
	_ = Covers("CartPromotions SetCartCode UsePromotion ReturnPromotions")
)

func TestPromotionsAreKept(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		from := c.Now().Add(-time.Hour)
		full := promotion.Promotion{Title: c.Text("Чай"), Kind: promotion.NForM, Rule: promotion.Rule{Take: 3, Pay: 2, MinTotal: 100, Products: []string{"prd_a"},
			Categories: []string{"cat_a"}, Contacts: []string{"ctc_a"}, Exclusive: true}, Codes: []string{"чай-3", "TEA"}, FirstOrder: true, Priority: 7, From: from,
			Until: from.Add(48 * time.Hour), Limit: 10, PerContact: 2}
		made, err := c.Promos.Create(c.Ctx, full)
		c.OK(err)
		kept, err := c.Promos.Get(c.Ctx, made.ID)
		c.OK(err)
		if want := fmt.Sprint([]string{"TEA", "ЧАЙ-3"}); fmt.Sprint(kept.Codes) != want {
			t.Errorf("codes %v, want %v", kept.Codes, want)
		}
		kept.Codes = made.Codes
		if fmt.Sprint(kept) != fmt.Sprint(made) {
			t.Errorf("kept as\n%+v, made as\n%+v", kept, made)
		}
		_, err = c.Promos.Create(c.Ctx, percent(10, "чай3"))
		var bad *fault.Fields
		if !errors.As(err, &bad) || !errors.Is(err, promotion.ErrFields) || len(bad.List) != 1 || bad.List[0].Name != "codes[0]" {
			t.Errorf("a code of another promotion: %v", err)
		}
		kept.Title, kept.Kind, kept.Rule, kept.Codes, kept.Limit = c.Text("Скидка"), promotion.Percent, promotion.Rule{Percent: 500}, nil, 0
		saved, err := c.Promos.Update(c.Ctx, kept)
		c.OK(err)
		if saved.Revision != 2 || saved.Percent != 500 || saved.Take != 0 || len(saved.Codes) != 0 || saved.Title["ru"] != "Скидка" {
			t.Errorf("saved as %+v", saved)
		}
		_, err = c.Promos.Update(c.Ctx, kept)
		wantFault(t, err, promotion.ErrRevision)
		second := c.Promote(percent(10, "чай3"))
		_, err = c.Promos.Archive(c.Ctx, saved.ID)
		c.OK(err)
		saved.Revision = 3
		_, err = c.Promos.Update(c.Ctx, saved)
		wantFault(t, err, promotion.ErrArchived)
		_, err = c.Promos.Get(c.Ctx, "prm_none")
		wantFault(t, err, promotion.ErrNotFound)
		for archived, want := range map[bool]int{false: 1, true: 2} {
			page, err := c.Promos.List(c.Ctx, archived, "")
			c.OK(err)
			if len(page.Promotions) != want || page.Promotions[0].ID != second.ID || page.Next != "" {
				t.Errorf("archived %v: %+v", archived, page)
			}
		}
	})
}

func TestPromotionsInTheCart(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		v, b := c.Variant("кружка", 33300, 10), c.Buyer()
		gift := c.Variant("ложка", 5000, 1)
		courier := c.Delivery(cart.Method{Kind: cart.Courier, Price: 30000})
		_, err := c.Carts.Add(c.Ctx, b.ContactID, v, 3)
		c.OK(err)
		code := c.Promote(percent(1000, "Привет10"))
		free := c.Promote(promotion.Promotion{Kind: promotion.FreeDelivery, Rule: promotion.Rule{MinTotal: 90000}})
		c.Promote(promotion.Promotion{Kind: promotion.Gift, Rule: promotion.Rule{GiftVariant: gift}, FirstOrder: true, Limit: 5})
		for typed, want := range map[string]cart.Problem{"нет такого": cart.ProblemCodeUnknown, "": cart.ProblemCodeUnknown} {
			got, err := c.Carts.EnterCode(c.Ctx, b.ContactID, typed)
			c.OK(err)
			if got.CodeTrouble.Code != want || got.Code != "" || !got.Discount.IsZero() {
				t.Errorf("code %q: %+v", typed, got)
			}
		}
		got, err := c.Carts.EnterCode(c.Ctx, b.ContactID, "привет 10")
		c.OK(err)
		if got.CodeTrouble.Code != "" || got.Discount.Amount != 9990 || got.Lines[0].Total.Amount != 89910 || got.Lines[0].Reasons[0].PromotionID != code.ID || !got.Lines[1].Gift {
			t.Errorf("with the code: %+v", got)
		}
		o, err := c.Orders.Place(c.Ctx, c.PlaceRequest(b, "k", cart.Choice{MethodID: courier.ID}))
		c.OK(err)
		if o.Total.Amount != 89910 || o.Delivery.Amount != 0 || o.Items.Amount != 99900 || len(o.Promotions) != 3 || len(o.Lines) != 2 {
			t.Errorf("placed %+v", o)
		}
		kept, err := c.Orders.Get(c.Ctx, o.ID)
		c.OK(err)
		if fmt.Sprint(kept.Lines) != fmt.Sprint(o.Lines) || fmt.Sprint(kept.Promotions) != fmt.Sprint(o.Promotions) {
			t.Errorf("kept as\n%+v %+v, placed as\n%+v %+v", kept.Lines, kept.Promotions, o.Lines, o.Promotions)
		}
		if _, held := c.Stock(gift); held != 1 {
			t.Errorf("%d gifts are held", held)
		}
		if x := kept.Promotions[2]; x.PromotionID != free.ID || x.Amount != 30000 {
			t.Errorf("the free delivery is kept as %+v", x)
		}
		// The next cart has no code, and its buyer is no new one.
		_, err = c.Carts.Add(c.Ctx, b.ContactID, v, 1)
		c.OK(err)
		got, err = c.Carts.Get(c.Ctx, b.ContactID)
		c.OK(err)
		if got.Code != "" || len(got.Lines) != 1 || !got.Discount.IsZero() {
			t.Errorf("the next cart is %+v", got)
		}
		_, err = c.Orders.Cancel(c.Ctx, order.CancelRequest{OrderID: o.ID, By: order.Actor{Kind: order.ByOperator}})
		c.OK(err)
		got, err = c.Carts.Get(c.Ctx, b.ContactID)
		c.OK(err)
		if len(got.Lines) != 2 {
			t.Errorf("after canceling the first order there is no gift: %+v", got)
		}
	})
}

// TestPromotionStillHolds: what has ended since it was shown changes the total.
func TestPromotionStillHolds(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		v, b := c.Variant("кружка", 10000, 10), c.Buyer()
		_, err := c.Carts.Add(c.Ctx, b.ContactID, v, 1)
		c.OK(err)
		p := c.Promote(percent(1000, "TEN"))
		_, err = c.Carts.EnterCode(c.Ctx, b.ContactID, "ten")
		c.OK(err)
		r := c.PlaceRequest(b, "k", cart.Choice{})
		p.Until = c.Now().Add(time.Minute)
		p, err = c.Promos.Update(c.Ctx, p)
		c.OK(err)
		c.Pass(time.Minute)
		_, err = c.Orders.Place(c.Ctx, r)
		wantFault(t, err, order.ErrPriceChanged)
		var refusal *order.Refusal
		if !errors.As(err, &refusal) || refusal.Quote.Total.Amount != 10000 || refusal.Quote.CodeTrouble.Code != cart.ProblemCodeOver {
			t.Errorf("the refusal tells %+v", refusal)
		}
		got, err := c.Carts.RemoveCode(c.Ctx, b.ContactID)
		c.OK(err)
		if got.Code != "" || got.CodeTrouble.Code != "" {
			t.Errorf("without the code: %+v", got)
		}
	})
}

// TestLastUses: 64 rivals want the last 10 uses of a code. Exactly 10 orders have it, the
// others are told that the total has changed, and what is canceled can be had again.
func TestLastUses(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		const rivals, uses = 64, 10
		v := c.Variant("кружка", 10000, 1000)
		p := percent(1000, "TEN")
		p.Limit, p.PerContact = uses, 1
		p = c.Promote(p)
		buyers := make([]inbox.Conversation, rivals)
		requests := make([]order.Request, rivals)
		for i := range rivals {
			buyers[i] = c.Buyer()
			_, err := c.Carts.Add(c.Ctx, buyers[i].ContactID, v, 1)
			c.OK(err)
			_, err = c.Carts.EnterCode(c.Ctx, buyers[i].ContactID, "TEN")
			c.OK(err)
			requests[i] = c.PlaceRequest(buyers[i], fmt.Sprint("k", i), cart.Choice{})
		}
		orders, errs := make([]order.Order, rivals), make([]error, rivals)
		together(rivals, func(i int) { orders[i], errs[i] = c.Orders.Place(c.Ctx, requests[i]) })
		var won []order.Order
		for i, err := range errs {
			switch {
			case err == nil && orders[i].Total.Amount == 9000:
				won = append(won, orders[i])
			case !errors.Is(err, order.ErrPriceChanged):
				t.Errorf("rival %d: %v, total %d", i, err, orders[i].Total.Amount)
			}
		}
		kept, err := c.Promos.Get(c.Ctx, p.ID)
		c.OK(err)
		if _, held := c.Stock(v); len(won) != uses || kept.Used != uses || held != uses {
			t.Fatalf("%d orders of %d uses, %d counted, %d pieces held", len(won), uses, kept.Used, held)
		}
		for range 2 { // twice: the second changes nothing
			_, _ = c.Orders.Cancel(c.Ctx, order.CancelRequest{OrderID: won[0].ID, By: order.Actor{Kind: order.BySystem}})
		}
		again := c.Buyer()
		_, err = c.Carts.Add(c.Ctx, again.ContactID, v, 1)
		c.OK(err)
		for i, want := range []cart.Problem{"", cart.ProblemCodeUsedUp} {
			got, err := c.Carts.EnterCode(c.Ctx, again.ContactID, "TEN")
			c.OK(err)
			if got.CodeTrouble.Code != want {
				t.Errorf("try %d: %q, want %q", i, got.CodeTrouble.Code, want)
			}
			if i == 0 {
				_, err = c.Orders.Place(c.Ctx, c.PlaceRequest(again, "again", cart.Choice{}))
				c.OK(err)
				_, err = c.Carts.Add(c.Ctx, again.ContactID, v, 1)
				c.OK(err)
			}
		}
	})
}

// TestLimitSetLate: uses made while there was no limit count when one is set.
func TestLimitSetLate(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		v := c.Variant("кружка", 10000, 1000)
		p := c.Promote(percent(1000))
		buy := func(key string) order.Order {
			t.Helper()
			b := c.Buyer()
			_, err := c.Carts.Add(c.Ctx, b.ContactID, v, 1)
			c.OK(err)
			o, err := c.Orders.Place(c.Ctx, c.PlaceRequest(b, key, cart.Choice{}))
			c.OK(err)
			return o
		}
		buy("1")
		buy("2")
		p.Limit = 3
		p, err := c.Promos.Update(c.Ctx, p)
		c.OK(err)
		if p.Used != 2 {
			t.Errorf("%d uses are counted, want 2", p.Used)
		}
		if third, fourth := buy("3"), buy("4"); third.Total.Amount != 9000 || fourth.Total.Amount != 10000 {
			t.Errorf("the third costs %d, the fourth %d", third.Total.Amount, fourth.Total.Amount)
		}
		late := c.Buyer().ContactID
		c.OK(st.InTx(c.Ctx, func(ctx context.Context) error {
			ok, err := st.UsePromotion(ctx, promotion.Use{PromotionID: p.ID, OrderID: "ord_x", ContactID: late, At: c.Now()})
			if ok {
				t.Error("a use that was read before the limit was set is not judged by it")
			}
			return err
		}))
	})
}
