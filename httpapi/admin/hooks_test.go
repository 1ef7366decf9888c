package admin_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"prilavok/core/cart"
	"prilavok/core/inbox"
	"prilavok/core/notify"
	"prilavok/core/order"
	"prilavok/httpapi/admin"
	"prilavok/store"
)

// happened records an event of an order and makes its deliveries.
func (x *till) happened(orderID string) error {
	id := x.IDs.Make("evt")
	if err := x.Store.InTx(x.Ctx, func(ctx context.Context) error {
		return x.Store.RecordEvent(ctx, id, inbox.Event{Name: "order.stage", SubjectID: orderID, Data: map[string]any{"to": "sewing"}}, x.Now())
	}); err != nil {
		return err
	}
	return x.app.Hooks.Hear(x.Ctx, id)
}

func (x *till) drain() {
	x.T.Helper()
	_, err := x.app.Jobs.Drain(x.Ctx)
	x.OK(err)
}

func TestWebhooks(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		o := x.buy(x.Variant("кружка", 49900, 10), 1)
		x.drain()
		for body, code := range map[string]string{`{"url":"http://crm.example.com/in"}`: "hook.url", `{"url":"https://10.0.0.1/in"}`: "hook.url",
			`{"url":"https://crm.example.com/in","events":["message.failed"]}`: "hook.events"} {
			x.post("/webhooks", body).is(http.StatusUnprocessableEntity, code)
		}
		add := ask{"POST", "/webhooks", x.key, `{"url":"https://crm.example.com/in","events":["order.*"]}`, map[string]string{"Idempotency-Key": "crm"}}
		var hook, again admin.NewWebhook
		x.do(add).is(http.StatusCreated, "").read(&hook)
		x.do(add).is(http.StatusCreated, "").read(&again)
		if !strings.HasPrefix(hook.Secret, "whsec_") || !hook.Active || again.ID != hook.ID || again.Secret != "" {
			t.Errorf("added %+v, repeated as %+v", hook, again)
		}
		x.OK(x.happened(o.ID))
		x.drain() // nobody answers
		var sent many[admin.Delivery]
		x.get("/webhooks/"+hook.ID+"/deliveries").is(http.StatusOK, "").read(&sent)
		if d := sent.Items[0]; len(sent.Items) != 1 || d.State != "waiting" || d.Attempts != 1 || d.Fault != "call.nowhere" || d.NextAt == nil || !strings.Contains(string(d.Body), o.ID) {
			t.Errorf("sent %+v, %s", d, d.Body)
		}
		x.post("/webhook-deliveries/"+sent.Items[0].ID+"/replay", "").is(http.StatusNoContent, "")
		x.get("/webhooks/"+hook.ID+"/deliveries").is(http.StatusOK, "").read(&sent)
		if sent.Items[0].Attempts != 0 {
			t.Errorf("replayed as %+v", sent.Items[0])
		}
		since := func(at time.Time) reply {
			return x.post("/webhooks/"+hook.ID+"/replay", fmt.Sprintf(`{"since":%q}`, at.Format(time.RFC3339)))
		}
		var n struct{ Count int }
		since(x.Now().Add(-time.Hour)).is(http.StatusOK, "").read(&n)
		if n.Count != 1 {
			t.Errorf("%d are replayed", n.Count)
		}
		off := ask{"PUT", "/webhooks/" + hook.ID, x.key, `{"url":"https://crm.example.com/new","active":false}`, nil}
		var got admin.Webhook
		x.do(off).is(http.StatusOK, "").read(&got)
		since(x.Now()).is(http.StatusConflict, "hook.inactive")
		var all many[admin.Webhook]
		w := x.get("/webhooks").is(http.StatusOK, "")
		w.read(&all)
		if len(all.Items) != 1 || all.Items[0].Active || all.Items[0].URL != "https://crm.example.com/new" || len(all.Items[0].Events) != 0 || strings.Contains(w.Body.String(), "ecret") {
			t.Errorf("listed %s", w.Body)
		}
	})
}

// TestFeed: every event is met once, in order, whatever pages it is read in; what has just
// happened waits a moment.
func TestFeed(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		o := x.buy(x.Variant("кружка", 49900, 10), 1)
		next, seen := "", []string{}
		read := func() {
			t.Helper()
			for n := 1; n > 0; {
				var page many[admin.Event]
				x.get("/events?limit=2&cursor="+next).is(http.StatusOK, "").read(&page)
				for _, e := range page.Items {
					seen = append(seen, e.Type+" "+e.SubjectID)
				}
				n, next = len(page.Items), page.Next
			}
		}
		read()
		if len(seen) != 0 {
			t.Errorf("too early: %v", seen)
		}
		x.Pass(10*time.Second + 1)
		x.OK(x.happened(o.ID))
		read()
		x.Pass(10*time.Second + 1)
		for range 3 {
			x.OK(x.happened(o.ID))
			x.Pass(11 * time.Second)
		}
		read()
		if want := strings.Repeat(" order.stage "+o.ID, 4); !strings.HasPrefix(strings.Join(seen, " "), "order.placed "+o.ID) || !strings.HasSuffix(strings.Join(seen, " "), want) {
			t.Errorf("seen %v", seen)
		}
		x.get("/events?cursor=MQ").is(http.StatusBadRequest, "api.bad_cursor")
		x.get("/events?cursor=MXg").is(http.StatusUnprocessableEntity, "hook.cursor")
	})
}

func TestShortfalls(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		sh, err := x.app.Shops.Get(x.Ctx)
		x.OK(err)
		sh.Settings.Orders.OnExpiry = "keep"
		_, err = x.app.Shops.Save(x.Ctx, sh)
		x.OK(err)
		mug, cup := x.Variant("кружка", 49900, 10), x.Variant("чашка", 39900, 10)
		short := func() (order.Order, admin.Shortfall) {
			t.Helper()
			b := x.Buyer()
			_, err := x.Carts.Add(x.Ctx, b.ContactID, mug, 2)
			x.OK(err)
			r := x.PlaceRequest(b, x.IDs.Make("chk"), cart.Choice{})
			r.PaymentMethod = "yookassa"
			o, err := x.Orders.Place(x.Ctx, r)
			x.OK(err)
			x.Pass(2 * time.Hour)
			x.drain() // it holds its goods no more
			x.OK(x.Catalog.SetStock(x.Ctx, mug, 0, "op"))
			_, err = x.Orders.ApplyMoney(x.Ctx, o.ID, order.MoneyFacts{Captured: o.Total.Amount, Tried: true})
			x.OK(err)
			var list many[admin.Shortfall]
			x.get("/orders/"+o.ID+"/shortfalls").is(http.StatusOK, "").read(&list)
			if len(list.Items) != 1 || list.Items[0].Quantity != 2 || list.Items[0].State != "open" {
				t.Fatalf("short of %+v", list.Items)
			}
			return o, list.Items[0]
		}
		o, f := short()
		path := "/orders/" + o.ID + "/shortfalls/" + f.ID
		var found many[admin.Order]
		x.get("/orders?short=true").is(http.StatusOK, "").read(&found)
		if len(found.Items) != 1 || found.Items[0].ID != o.ID {
			t.Errorf("found %+v", found.Items)
		}
		x.post(path+"/wait", `{"why":"привезут"}`).is(http.StatusOK, "")
		x.post("/orders/"+o.ID+"/shortfalls/none/wait", `{}`).is(http.StatusNotFound, "order.no_shortfall")
		var got admin.Order
		x.post(path+"/substitute", fmt.Sprintf(`{"variant_id":%q}`, cup)).is(http.StatusOK, "").read(&got)
		if got.Lines[0].VariantID != cup || got.Balance.Amount != -20000 {
			t.Errorf("substituted: %+v, %+v owed", got.Lines, got.Balance)
		}
		x.post(path+"/refund", `{}`).is(http.StatusNotFound, "order.no_shortfall")
		x.get("/orders?short=true").is(http.StatusOK, "").read(&found)
		if len(found.Items) != 0 {
			t.Errorf("still short: %+v", found.Items)
		}
	})
}

func TestStockLogAndSlots(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		v := x.Variant("кружка", 49900, 10)
		o := x.buy(v, 3)
		x.do(ask{"PUT", "/variants/" + v + "/stock", x.key, `{"on_hand":25}`, nil}).is(http.StatusOK, "")
		var log many[admin.Movement]
		x.get("/stock-log?variant_id="+v+"&limit=1").is(http.StatusUnprocessableEntity, "api.invalid")
		x.get("/stock-log?variant_id="+v).is(http.StatusOK, "").read(&log)
		if len(log.Items) < 2 || log.Items[0].OnHand != 15 || log.Items[0].Reason != "set" || !strings.HasPrefix(log.Items[0].By, "key_") {
			t.Errorf("the log is %+v", log.Items)
		}
		x.get("/stock-log?order_id="+o.ID).is(http.StatusOK, "").read(&log)
		if len(log.Items) != 1 || log.Items[0].Reserved != 3 || log.Items[0].OnHand != 0 {
			t.Errorf("for the order: %+v", log.Items)
		}
		var m admin.DeliveryMethod
		x.post("/delivery-methods", `{"kind":"courier","title":{"ru":"Курьер"},"active":true,"schedule":{"days_ahead":2,"windows":[{"from":"10:00","to":"12:00","capacity":3}]}}`).is(http.StatusCreated, "").read(&m)
		var slots many[admin.Slot]
		x.get("/delivery-methods/"+m.ID+"/slots").is(http.StatusOK, "").read(&slots)
		if n := len(slots.Items); n < 1 || slots.Items[n-1].Left != 3 || !strings.HasSuffix(slots.Items[n-1].Key, "T10:00") || slots.Items[n-1].End.Sub(slots.Items[n-1].Start) != 2*time.Hour {
			t.Errorf("the slots are %+v", slots.Items)
		}
		x.get("/orders?returning=true").is(http.StatusOK, "")
		x.get("/orders?stage=none").is(http.StatusUnprocessableEntity, "order.no_stage")
		var left many[admin.Notice]
		x.OK(st.InTx(x.Ctx, func(ctx context.Context) error {
			_, err := st.AddNotice(ctx, notify.Notice{ID: "ntc_1", EventID: "evt_1", Event: "order.placed", Recipient: o.ContactID, Audience: notify.Customer, ContactID: o.ContactID,
				SubjectID: o.ID, State: notify.Waiting, Reason: notify.ReasonBlocked, CreatedAt: x.Now(), UpdatedAt: x.Now()})
			return err
		}))
		x.get("/notices/unreached").is(http.StatusOK, "").read(&left)
		if len(left.Items) != 1 || left.Items[0].State != "waiting" || left.Items[0].Reason != "blocked" || left.Items[0].OrderID != o.ID {
			t.Errorf("the unreached are %+v", left.Items)
		}
	})
}
