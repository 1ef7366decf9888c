package storetest

import (
	"context"
	"slices"
	"testing"
	"time"

	"prilavok/core/catalog"
	"prilavok/core/catalog/sheet"
	"prilavok/core/catalog/waitlist"
	"prilavok/core/inbox"
	"prilavok/store"
)

var _ = Case("AddImport EndImport Imports ImportByID AddTouched Touched ForgetTouched EverHeld", func(t *testing.T, st *store.Store) {
	c := NewCounter(t, st, "imports")
	v, w := c.Variant("mug", 100, 5), c.Variant("cup", 100, 5)
	c.OK(c.Catalog.Reserve(c.Ctx, "ord_1", []catalog.Need{{VariantID: v, Quantity: 1}}, c.Now()))
	c.OK(c.Catalog.Release(c.Ctx, "ord_1"))
	c.OK(st.InTx(c.Ctx, func(ctx context.Context) error {
		e := sheet.Entry{ID: "imp_1", By: "op_1", File: "a\x00.csv", Created: 2, Updated: 3}
		c.OK(st.AddImport(ctx, e, c.Now()))
		c.OK(st.AddImport(ctx, sheet.Entry{ID: "imp_2"}, c.Now()))
		fields := []sheet.Field{{Name: "price", Variant: v, Was: `{"amount": 1}`, Now: `{"amount":2}`}}
		c.OK(st.AddTouched(ctx, "imp_1", []sheet.Touched{{ProductID: "prd_b", Made: true}, {ProductID: "prd_a", Fields: fields}}))
		list, err := st.Touched(ctx, "imp_1", "", 1)
		if err != nil || len(list) != 1 || list[0].ProductID != "prd_a" || list[0].Made || !slices.Equal(list[0].Fields, fields) {
			t.Errorf("what it touched is %+v, %v", list, err)
		}
		if list, err = st.Touched(ctx, "imp_1", "prd_a", 10); err != nil || len(list) != 1 || !list[0].Made {
			t.Errorf("what it touched besides is %+v, %v", list, err)
		}
		e.At, e.Categories, e.UndoneAt, e.UndoneBy = c.Now().Add(-time.Hour), []string{"cat_1"}, c.Now(), "op_2"
		e.Outcome = sheet.Undone{Restored: 4, Left: []sheet.Left{{ProductID: "prd_a", Field: "price", Why: sheet.WhySold}}}
		c.OK(st.EndImport(ctx, e))
		got, err := st.ImportByID(ctx, "imp_1")
		if err != nil || got.File != "a\uFFFD.csv" || got.Created != 2 || got.Updated != 3 || !got.At.Equal(e.At) || !got.UndoneAt.Equal(e.UndoneAt) || got.UndoneBy != "op_2" ||
			!slices.Equal(got.Categories, e.Categories) || got.Outcome.Restored != 4 || got.Outcome.Left[0] != e.Outcome.Left[0] {
			t.Errorf("it is kept as %+v, %v", got, err)
		}
		if _, err := st.ImportByID(ctx, "imp_3"); err != sheet.ErrNoImport {
			t.Errorf("one that is not there: %v", err)
		}
		all, err := st.Imports(ctx, "", 10)
		if err != nil || len(all) != 2 || all[0].ID != "imp_2" || !all[0].UndoneAt.IsZero() {
			t.Errorf("the list is %+v, %v", all, err)
		}
		if all, err = st.Imports(ctx, "imp_2", 10); err != nil || len(all) != 1 || all[0].ID != "imp_1" {
			t.Errorf("the next page is %+v, %v", all, err)
		}
		c.OK(st.AddTouched(ctx, "imp_2", []sheet.Touched{{ProductID: "prd_a"}}))
		c.OK(st.ForgetTouched(ctx, c.Now().Add(-time.Minute)))
		old, err := st.Touched(ctx, "imp_1", "", 10)
		kept, err2 := st.Touched(ctx, "imp_2", "", 10)
		if err != nil || err2 != nil || len(old) != 0 || len(kept) != 1 {
			t.Errorf("kept are %v and %v, %v, %v", old, kept, err, err2)
		}
		held, err := st.EverHeld(ctx, []string{v, w})
		if err != nil || !slices.Equal(held, []string{v}) {
			t.Errorf("ever held are %v, %v", held, err)
		}
		return nil
	}))
})

var _ = Case("WaitCounts Waiters", func(t *testing.T, st *store.Store) {
	c := NewCounter(t, st, "waitlist")
	mug, cup := c.Variant("mug", 100, 0), c.Variant("cup", 100, 0)
	var who []inbox.Conversation
	for i := range 3 {
		b := c.Buyer()
		who = append(who, b)
		for _, v := range []string{mug, cup}[:1+i%2] {
			_, _, err := c.Catalog.AwaitStock(c.Ctx, catalog.Wait{ContactID: b.ContactID, ConversationID: b.ID, VariantID: v})
			c.OK(err)
		}
		c.Pass(time.Second)
	}
	c.OK(st.View(c.Ctx, func(ctx context.Context) error {
		all, err := st.WaitCounts(ctx, "", waitlist.Count{}, 10)
		if err != nil || len(all) != 2 || all[0].VariantID != mug || all[0].Waiting != 3 || all[1].Waiting != 1 || !all[0].Since.Before(all[1].Since) {
			t.Fatalf("waited for are %+v, %v", all, err)
		}
		next, err := st.WaitCounts(ctx, "", all[0], 10)
		if err != nil || len(next) != 1 || next[0] != all[1] {
			t.Errorf("the next page is %+v, %v", next, err)
		}
		one, err := st.WaitCounts(ctx, all[1].ProductID, waitlist.Count{}, 10)
		if err != nil || len(one) != 1 || one[0].VariantID != cup {
			t.Errorf("of one product %+v, %v", one, err)
		}
		list, err := st.Waiters(ctx, mug, waitlist.Waiter{}, 2)
		if err != nil || len(list) != 2 || list[0].ContactID != who[0].ContactID || list[0].ConversationID != who[0].ID {
			t.Fatalf("waiters are %+v, %v", list, err)
		}
		if list, err = st.Waiters(ctx, mug, list[1], 2); err != nil || len(list) != 1 || list[0].ContactID != who[2].ContactID {
			t.Errorf("the next waiters are %+v, %v", list, err)
		}
		return nil
	}))
})
