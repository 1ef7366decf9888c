package admin_test

import (
	"fmt"
	"net/http"
	"testing"

	"prilavok/httpapi/admin"
	"prilavok/store"
)

// TestWholeOrder takes an order from a draft to goods that come back, all by the API.
func TestWholeOrder(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		v, b := x.Variant("кружка", 49900, 10), x.Buyer()
		var o admin.Order
		draft := ask{"POST", "/orders", x.key, fmt.Sprintf(`{"contact_id":%q,"lang":"ru","name":"Анна Петрова","phone":"8 921 123-45-67","address":"Невский проспект, 10","lines":[{"variant_id":%q,"quantity":2}]}`, b.ContactID, v),
			map[string]string{"Idempotency-Key": "draft"}}
		w := x.do(draft).is(http.StatusCreated, "")
		w.read(&o)
		x.do(draft).is(http.StatusCreated, "")
		path := "/orders/" + o.ID
		if o.Status != "draft" || o.Source != "api" || o.Total.Amount != 99800 {
			t.Fatalf("drafted %+v", o)
		}
		change := func(tag string) reply {
			return x.do(ask{"PATCH", path, x.key, `{"lines":[{"line":1,"quantity":3}],"why":"ещё одну"}`, map[string]string{"If-Match": tag}})
		}
		change("").is(http.StatusPreconditionRequired, "api.if_match")
		change(`"77"`).is(http.StatusPreconditionFailed, "api.stale")
		var seen admin.Edited
		x.post(path+"/edit-preview", `{"lines":[{"line":1,"quantity":3}]}`).is(http.StatusOK, "").read(&seen)
		if seen.Difference.Amount != 49900 || seen.Order.Total.Amount != 149700 {
			t.Errorf("previewed %+v", seen.Difference)
		}
		change(w.Header().Get("ETag")).is(http.StatusOK, "").read(&o)
		x.post(path+"/place", "").is(http.StatusOK, "").read(&o)
		if _, held := x.Stock(v); o.Status != "placed" || o.Total.Amount != 149700 || held != 3 {
			t.Errorf("placed %s, %+v, %d held", o.Status, o.Total, held)
		}
		var f admin.Fulfillment
		x.post(path+"/fulfillments", `{}`).is(http.StatusCreated, "").read(&f)
		parcel := path + "/fulfillments/" + f.ID
		x.post(parcel+"/ship", `{"carrier":"cdek","tracking":"12345"}`).is(http.StatusOK, "")
		x.post(parcel+"/deliver", `{}`).is(http.StatusOK, "").read(&f)
		if f.Tracking != "12345" || f.DeliveredAt == nil || f.Lines[0].Quantity != 3 {
			t.Errorf("delivered %+v", f)
		}
		x.post(path+"/fulfillments/none/ship", `{}`).is(http.StatusNotFound, x.post(path+"/fulfillments/other/ship", `{}`).code())
		var r admin.Return
		x.post(path+"/returns", `{"lines":[{"line":1,"quantity":1}],"reason":"скол"}`).is(http.StatusCreated, "").read(&r)
		x.post(path+"/returns/"+r.ID+"/approve", `{}`).is(http.StatusOK, "")
		x.post(path+"/returns/"+r.ID+"/receive", `{}`).is(http.StatusOK, "").read(&r)
		x.get(path).is(http.StatusOK, "").read(&o)
		if on, _ := x.Stock(v); r.ReceivedAt == nil || o.Fulfillment != "partially_returned" || o.Returned.Amount != 49900 || on != 8 {
			t.Errorf("received %+v; the order is %s, %+v back, %d on hand", r, o.Fulfillment, o.Returned, on)
		}
		x.do(ask{"POST", "/orders", x.key, `{"contact_id":"ctc_none","lines":[]}`, nil}).is(http.StatusNotFound, "contact.not_found")
	})
}
