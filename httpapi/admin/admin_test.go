package admin_test

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"prilavok/httpapi/admin"
	"prilavok/httpapi/admin/gate"
	"prilavok/store"
	"prilavok/store/storetest"
)

var update = flag.Bool("update", false, "write docs/openapi.json anew")

// TestDescription: the description in docs is the one that is served, and every route of
// the table stands in it.
func TestDescription(t *testing.T) {
	x := openTill(t, storetest.SQLite(t), "north")
	w := x.do(ask{method: "GET", path: "/openapi.json"}).is(http.StatusOK, "")
	const file = "../../docs/openapi.json"
	if *update {
		if err := os.WriteFile(file, w.Body.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(file)
	if err != nil || string(have) != w.Body.String() {
		t.Errorf("%s is not what is served (%v): run make docs", file, err)
	}
	var spec struct {
		OpenAPI string
		Paths   map[string]map[string]struct{ OperationID, Description string }
	}
	w.read(&spec)
	if !strings.HasPrefix(spec.OpenAPI, "3.1") {
		t.Errorf("it is OpenAPI %s", spec.OpenAPI)
	}
	n := 0
	for _, r := range admin.Routes() {
		op := spec.Paths[gate.Base+r.Path][strings.ToLower(r.Method)]
		if op.OperationID != r.ID || !strings.Contains(op.Description, string(r.Scope)) {
			t.Errorf("%s %s is described as %+v", r.Method, r.Path, op)
		}
	}
	for _, p := range spec.Paths {
		n += len(p)
	}
	if n != len(admin.Routes()) {
		t.Errorf("%d operations are described, the table has %d", n, len(admin.Routes()))
	}
}

func TestOrders(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		v := x.Variant("кружка", 49900, 100)
		var ids []string
		for range 5 {
			ids = append(ids, x.buy(v, 2).ID)
		}
		var one admin.Order
		w := x.get("/orders/"+ids[0]).is(http.StatusOK, "")
		w.read(&one)
		if one.ID != ids[0] || one.Total != (admin.Money{Amount: 99800, Currency: "RUB"}) || one.Lines[0].SKU != "кружка" || one.Status != "placed" ||
			one.Recipient.Phone != "+79211234567" || w.Header().Get("ETag") != `"1"` || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("answered %+v, %v", one, w.Header())
		}
		var seen []string
		for next, pages := "", 0; pages == 0 || next != ""; pages++ {
			var page many[admin.Order]
			x.get("/orders?limit=2&cursor="+next).is(http.StatusOK, "").read(&page)
			for _, o := range page.Items {
				seen = append([]string{o.ID}, seen...)
			}
			if next = page.Next; strings.Contains(next, "ord_") || pages > 3 {
				t.Fatalf("the cursor is %s on page %d", next, pages)
			}
		}
		if fmt.Sprint(seen) != fmt.Sprint(ids) {
			t.Errorf("pages show %v, want %v", seen, ids)
		}
		cancel := func(tag string) reply {
			return x.do(ask{"POST", "/orders/" + ids[1] + "/cancel", x.key, `{"why":"передумали"}`, map[string]string{"If-Match": tag}})
		}
		cancel(`"7"`).is(http.StatusPreconditionFailed, "api.stale")
		cancel(`"1"`).is(http.StatusOK, "").read(&one)
		if one.Status != "canceled" || one.Revision != 2 || one.CanceledAt == nil {
			t.Errorf("canceled as %+v", one)
		}
		x.post("/orders/"+ids[1]+"/cancel", "").is(http.StatusConflict, "order.already_canceled")
		x.post("/orders/"+ids[2]+"/complete", "").is(http.StatusOK, "")
		if on, held := x.Stock(v); on != 98 || held != 6 {
			t.Errorf("the stock is %d, %d held", on, held)
		}
		var line many[admin.Entry]
		x.get("/orders/"+ids[1]+"/timeline").is(http.StatusOK, "").read(&line)
		if len(line.Items) != 2 || line.Items[1].What != "order.canceled" || line.Items[1].Why != "передумали" || !strings.HasPrefix(line.Items[1].ByID, "key_") {
			t.Errorf("the timeline is %+v", line.Items)
		}
		var found many[admin.Order]
		x.get("/orders?status=canceled,completed").is(http.StatusOK, "").read(&found)
		if len(found.Items) != 2 || found.Next != "" {
			t.Errorf("found %+v", found)
		}
	})
}

func TestGoods(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		body := `{"slug":"mug","title":{"ru":"Кружка"},"variants":[{"sku":"M-1","price":{"amount":49900,"currency":"RUB"},"on_hand":4,"tracked":true,"active":true}]}`
		var p admin.Product
		w := x.post("/products", body).is(http.StatusCreated, "")
		w.read(&p)
		tag := w.Header().Get("ETag")
		put := func(id, tag, body string) reply {
			return x.do(ask{"PUT", "/products/" + id, x.key, body, map[string]string{"If-Match": tag}})
		}
		x.Pass(1e9)
		put(p.ID, "", body).is(http.StatusPreconditionRequired, "api.if_match")
		w = put(p.ID, tag, strings.Replace(body, "49900", "59900", 1)).is(http.StatusOK, "")
		put(p.ID, tag, body).is(http.StatusPreconditionFailed, "api.stale")
		w.read(&p)
		if p.Variants[0].Price.Amount != 59900 || p.Variants[0].OnHand != 4 {
			t.Errorf("put as %+v", p)
		}
		put(p.ID, w.Header().Get("ETag"), strings.Replace(body, `{"sku"`, `{"id":"var_mine","sku"`, 1)).is(http.StatusNotFound, "catalog.not_found")
		stock := func(id string, n int) reply {
			return x.do(ask{"PUT", "/variants/" + id + "/stock", x.key, fmt.Sprintf(`{"on_hand":%d}`, n), nil})
		}
		var v admin.Variant
		stock(p.Variants[0].ID, 9).is(http.StatusOK, "").read(&v)
		if v.OnHand != 9 {
			t.Errorf("counted as %+v", v)
		}
		x.buy(v.ID, 3)
		stock(v.ID, 2).is(http.StatusConflict, "catalog.out_of_stock")
		stock("var_none", 2).is(http.StatusNotFound, "catalog.not_found")
		var all many[admin.Product]
		x.get("/products?limit=1").is(http.StatusOK, "").read(&all)
		if len(all.Items) != 1 || all.Items[0].Variants[0].Reserved != 3 {
			t.Errorf("listed as %+v", all)
		}
		x.post("/products", strings.Replace(body, "mug", "cup", 1)).is(http.StatusConflict, "catalog.sku_taken")
	})
}

func TestDelivery(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		body := `{"kind":"courier","title":{"ru":"Курьер","en":"Courier"},"price":30000,"zones":[{"title":{"ru":"Москва"},"price":20000}],"active":true}`
		var m admin.DeliveryMethod
		x.post("/delivery-methods", body).is(http.StatusCreated, "").read(&m)
		if m.Zones[0].ID == "" || m.Price != 30000 || !m.Active {
			t.Errorf("made %+v", m)
		}
		x.do(ask{"PUT", "/delivery-methods/" + m.ID, x.key, strings.Replace(body, "30000", "1", 1), nil}).is(http.StatusOK, "").read(&m)
		x.do(ask{"PUT", "/delivery-methods/dlv_mine", x.key, body, nil}).is(http.StatusNotFound, "delivery.no_method")
		var all many[admin.DeliveryMethod]
		x.get("/delivery-methods").is(http.StatusOK, "").read(&all)
		if len(all.Items) != 1 || all.Items[0].Price != 1 {
			t.Errorf("listed %+v", all)
		}
		x.do(ask{"DELETE", "/delivery-methods/" + m.ID, x.key, "", nil}).is(http.StatusNoContent, "")
		x.do(ask{"DELETE", "/delivery-methods/" + m.ID, x.key, "", nil}).is(http.StatusNotFound, "delivery.no_method")
	})
}
