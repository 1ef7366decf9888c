package admin_test

import (
	"net/http"
	"testing"
	"time"

	"prilavok/core/catalog"
	"prilavok/store"
	"prilavok/store/storetest"
)

// importLine is what these tests read of an import.
type importLine struct {
	ID, File                    string
	Undoable                    bool
	Created, Archived, Restored int
	ByName                      string     `json:"by_name"`
	UndoneAt                    *time.Time `json:"undone_at"`
	Left                        []struct{ SKU, Field, Why string }
}

func TestAnImportIsTakenBack(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		x.shelf()
		csv := "sku;title;price;stock\nRED-1;Красная кружка;120;8\nBLUE-1;Синяя кружка;200;0\nNEW-1;Новая;50;1\n"
		var seen struct{ Token string }
		x.post("/goods-imports/preview", `{"data":"`+packed(t, csv)+`"}`).is(http.StatusOK, "").read(&seen)
		var done struct {
			ID string `json:"import_id"`
		}
		x.post("/goods-imports", `{"data":"`+packed(t, csv)+`","file":"весна.csv","token":"`+seen.Token+`"}`).is(http.StatusOK, "").read(&done)
		var page many[importLine]
		x.get("/goods-imports").is(http.StatusOK, "").read(&page)
		if len(page.Items) != 1 || page.Items[0].File != "весна.csv" || !page.Items[0].Undoable || page.Items[0].Created != 1 || page.Items[0].ByName == "" || page.Items[0].UndoneAt != nil || page.Items[0].ID != done.ID {
			t.Fatalf("the list is %+v", page)
		}
		_, lines := x.goods("?search=red-1&status=active")
		x.Pass(time.Minute)
		x.OK(x.Catalog.SetStock(x.Ctx, lines[0].Variants[0].ID, 7, "op"))
		for range 2 { // twice is once
			var undone importLine
			x.post("/goods-imports/"+done.ID+"/undo", "").is(http.StatusOK, "").read(&undone)
			if undone.UndoneAt == nil || undone.Undoable || undone.Archived != 1 || undone.Restored != 1 || len(undone.Left) != 1 || undone.Left[0] != (struct{ SKU, Field, Why string }{"RED-1", "stock", "changed"}) {
				t.Errorf("it is answered %+v", undone)
			}
		}
		if got, now := x.goods("?status=active"); len(got) != 2 || now[0].Variants[0].Price != 10000 || now[0].Variants[0].OnHand != 7 {
			t.Errorf("on sale are %v, %+v", got, now)
		}
		x.post("/goods-imports/imp_none/undo", "").is(http.StatusNotFound, "sheet.no_import")
	})
}

func TestWhoWaits(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		x.shelf()
		_, lines := x.goods("?search=blue-1&status=active")
		v := lines[0].Variants[0].ID
		var people []string
		for range 3 {
			b := x.Buyer()
			people = append(people, b.ContactID)
			_, _, err := x.Catalog.AwaitStock(x.Ctx, catalog.Wait{ContactID: b.ContactID, ConversationID: b.ID, VariantID: v})
			x.OK(err)
			x.Pass(time.Second)
		}
		type awaited struct {
			SKU       string
			Waiting   int
			Available *int64
		}
		list := func() []awaited {
			t.Helper()
			var page many[awaited]
			x.get("/stock-waits").is(http.StatusOK, "").read(&page)
			return page.Items
		}
		if got := list(); len(got) != 1 || got[0].SKU != "BLUE-1" || got[0].Waiting != 3 || got[0].Available == nil || *got[0].Available != 0 {
			t.Fatalf("waited for is %+v", got)
		}
		var first, second many[struct {
			ContactID      string `json:"contact_id"`
			ConversationID string `json:"conversation_id"`
		}]
		x.get("/variants/"+v+"/waits?limit=2").is(http.StatusOK, "").read(&first)
		x.get("/variants/"+v+"/waits?limit=2&cursor="+first.Next).is(http.StatusOK, "").read(&second)
		if len(first.Items) != 2 || first.Items[0].ContactID != people[0] || len(second.Items) != 1 || second.Items[0].ContactID != people[2] || second.Next != "" {
			t.Fatalf("they wait as %+v and %+v", first, second)
		}
		x.get("/variants/"+v+"/waits?cursor=MWF").is(http.StatusBadRequest, "api.bad_cursor")
		x.get("/variants/var_none/waits").is(http.StatusNotFound, "catalog.not_found")
		off := func(who string) reply { return x.do(ask{"DELETE", "/variants/" + v + "/waits/" + who, x.key, "", nil}) }
		off(people[0]).is(http.StatusNoContent, "")
		off(people[0]).is(http.StatusNotFound, "waits.nobody")
		x.post("/variants/"+v+"/waits/tell", "").is(http.StatusConflict, "waits.nothing")
		// Stock that is not counted any more brings nobody a word by itself.
		_, err := x.Catalog.Change(x.Ctx, lines[0].ID, func(p catalog.Product) (catalog.Product, error) {
			p.Variants[0].Tracked = false
			return p, nil
		})
		x.OK(err)
		var told struct{ Told int }
		x.post("/variants/"+v+"/waits/tell", "").is(http.StatusOK, "").read(&told)
		if told.Told != 2 || len(list()) != 0 {
			t.Errorf("told are %d, and %v wait", told.Told, list())
		}
	})
}
