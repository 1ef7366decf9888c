package admin_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"prilavok/core/order"
	"prilavok/core/shop/setting"
	"prilavok/core/staff"
	"prilavok/httpapi/admin/settings"
	"prilavok/store"
	"prilavok/store/storetest"
)

func (x *till) change(body string) reply {
	x.T.Helper()
	return x.do(ask{"PATCH", "/settings", x.key, body, map[string]string{"If-Match": x.get("/settings").is(200, "").Header().Get("ETag")}})
}

// setTo is the value of a setting as the API tells it.
func (x *till) setTo(key string) string {
	x.T.Helper()
	var all settings.Settings
	x.get("/settings").is(200, "").read(&all)
	for _, s := range all.Items {
		if s.Key == key {
			return fmt.Sprint(s.Value)
		}
	}
	x.T.Fatalf("no setting %s", key)
	return ""
}

func TestSettings(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x, other := openTill(t, st, "north"), openTill(t, st, "south")
		x.do(ask{"PATCH", "/settings", x.key, `{"changes":{"orders.prefix":"A-"}}`, nil}).is(http.StatusPreconditionRequired, "api.if_match")
		x.do(ask{"PATCH", "/settings", x.key, `{"changes":{"orders.prefix":"A-"}}`, map[string]string{"If-Match": `"99"`}}).is(http.StatusPreconditionFailed, "api.stale")

		var first, second settings.SettingsChanged
		x.change(`{"changes":{"orders.prefix":"A-","contact.hours":{"ru":"пн–пт 10–19","en":" "},"orders.reserve_hours":24}}`).is(200, "").read(&first)
		if got := x.setTo("orders.prefix") + x.setTo("contact.hours") + x.setTo("orders.reserve_hours"); got != "A-map[ru:пн–пт 10–19]24" {
			t.Errorf("set to %s", got)
		}
		if got := other.setTo("orders.prefix"); got != "" {
			t.Errorf("another shop's prefix is %q", got)
		}
		x.change(`{"changes":{"orders.prefix":"A-"}}`).is(http.StatusUnprocessableEntity, "setting.nothing")

		// One that is refused keeps the others from being set, and each is named.
		w := x.change(`{"changes":{"orders.prefix":"B-","notices.quiet_from":"25:00","orders.pay_minutes":1,"shop.name":{},"no.such":1,"assistant.off":"yes"}}`).is(http.StatusUnprocessableEntity, "setting.invalid")
		for _, key := range []string{"notices.quiet_from", "orders.pay_minutes", "shop.name", "no.such", "assistant.off"} {
			if !strings.Contains(w.Body.String(), "body.changes."+key) {
				t.Errorf("%s is not named: %s", key, w.Body)
			}
		}
		if strings.Contains(w.Body.String(), "orders.prefix") || x.setTo("orders.prefix") != "A-" {
			t.Errorf("the prefix is %s: %s", x.setTo("orders.prefix"), w.Body)
		}

		x.change(`{"changes":{"orders.prefix":"C-"}}`).is(200, "").read(&second)
		undo := func(v settings.SettingsVersion) reply { return x.post("/settings/versions/"+v.ID+"/undo", "") }
		undo(first.Version).is(http.StatusConflict, "setting.changed_since")
		var back settings.SettingsChanged
		undo(second.Version).is(200, "").read(&back)
		undo(second.Version).is(http.StatusConflict, "setting.undone")
		undo(first.Version).is(200, "")
		if got := x.setTo("orders.prefix") + x.setTo("contact.hours") + x.setTo("orders.reserve_hours"); got != "map[]0" {
			t.Errorf("undone to %s", got)
		}
		var history many[settings.SettingsVersion]
		x.get("/settings/versions").is(200, "").read(&history)
		if len(history.Items) != 4 || history.Items[1].Undoes != second.Version.ID || history.Items[2].UndoneBy != back.Version.ID {
			t.Errorf("the history is %+v", history.Items)
		}
		var log many[struct{ Action, Subject string }]
		x.get("/audit?action=settings.undo").is(200, "").read(&log)
		if len(log.Items) != 2 {
			t.Errorf("the log is %+v", log.Items)
		}
	})
}

func TestSettingsByRole(t *testing.T) {
	x := openTill(t, storetest.SQLite(t), "north")
	for _, c := range []struct {
		role                 staff.Role
		read, write, secrets bool
	}{{staff.Owner, true, true, true}, {staff.Manager, true, true, false}, {staff.Operator, false, false, false}, {staff.Viewer, false, false, false}} {
		key := x.issue(string(c.role), c.role.Scopes()...)
		for _, r := range []struct {
			a   ask
			may bool
		}{{ask{"GET", "/settings", key, "", nil}, c.read}, {ask{"GET", "/guide", key, "", nil}, c.read},
			{ask{"PATCH", "/settings", key, `{"changes":{"orders.prefix":"` + string(c.role) + `"}}`, map[string]string{"If-Match": "*"}}, c.write},
			{ask{"PUT", "/guide", key, `{"key":"goods","state":"skipped"}`, nil}, c.write}, {ask{"GET", "/api-keys", key, "", nil}, c.secrets}} {
			if w := x.do(r.a); (w.Code == 200) != r.may || !r.may && w.code() != "api.scope" {
				t.Errorf("%s %s %s: %d %s", c.role, r.a.method, r.a.path, w.Code, w.Body)
			}
		}
	}
	if got := x.setTo("orders.prefix"); got != "manager" {
		t.Errorf("the prefix is %s", got)
	}
}

// TestKeysAreToldOnce: the secret of a key is in one answer, and nowhere else.
func TestKeysAreToldOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		var k settings.APIKey
		a := ask{"POST", "/api-keys", x.key, `{"name":"сайт","scopes":["orders:read"]}`, map[string]string{"Idempotency-Key": "one"}}
		x.do(a).is(http.StatusCreated, "").read(&k)
		x.do(ask{"GET", "/orders", k.Secret, "", nil}).is(200, "")
		for what, w := range map[string]reply{"repeated": x.do(a), "list": x.get("/api-keys"), "log": x.get("/audit")} {
			if strings.Contains(w.Body.String(), k.Secret) || k.Secret == "" {
				t.Errorf("%s tells the secret: %s", what, w.Body)
			}
		}
		x.post("/api-keys/"+k.ID+"/revoke", "").is(http.StatusNoContent, "")
		x.do(ask{"GET", "/orders", k.Secret, "", nil}).is(http.StatusUnauthorized, "staff.key_unknown")
		x.post("/api-keys", `{"name":"x","scopes":["orders:all"]}`).is(http.StatusUnprocessableEntity, "staff.scope")
	})
}

func TestArticles(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		var a settings.Article
		x.post("/articles", articleBody).is(http.StatusCreated, "").read(&a)
		x.do(ask{"PUT", "/articles/" + a.ID, x.key, strings.Replace(articleBody, "true", "false", 1), nil}).is(200, "")
		x.get("/articles/"+a.ID).is(200, "").read(&a)
		if a.Active || a.Body["ru"] != "Завтра" {
			t.Errorf("the article is %+v", a)
		}
		x.do(ask{"DELETE", "/articles/" + a.ID, x.key, "", nil}).is(http.StatusNoContent, "")
		x.get("/articles/"+a.ID).is(http.StatusNotFound, "knowledge.not_found")
	})
}

func TestGuide(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		set := func(body string) (g settings.Guide) {
			x.do(ask{"PUT", "/guide", x.key, body, nil}).is(200, "").read(&g)
			return g
		}
		if g := set(`{"key":"telegram","state":"skipped"}`); g.Finished || g.Steps[2].State != "skipped" || len(g.Steps) != 5 {
			t.Errorf("the guide is %+v", g)
		}
		if g := set(`{"key":"live","state":"done"}`); !g.Finished {
			t.Errorf("the guide is %+v", g)
		}
		x.do(ask{"PUT", "/guide", x.key, `{"key":"dance","state":"done"}`, nil}).is(http.StatusUnprocessableEntity, "api.invalid")
	})
}

// TestStatusesOfStages: the table knows the statuses that orders have, and no others.
func TestStatusesOfStages(t *testing.T) {
	for what, c := range map[string][2]string{
		"status": {fmt.Sprint(setting.StatusWords), fmt.Sprint([]order.Status{order.Draft, order.Placed, order.Completed, order.Canceled})},
		"payment": {fmt.Sprint(setting.PaymentWords), fmt.Sprint([]order.PaymentStatus{order.NotPaid, order.Awaiting, order.Authorized, order.PartiallyCaptured, order.Captured,
			order.PartiallyRefunded, order.Refunded, order.PaymentCanceled})},
		"fulfillment": {fmt.Sprint(setting.FulfillmentWords), fmt.Sprint([]order.FulfillmentStatus{order.NotFulfilled, order.PartiallyFulfilled, order.Fulfilled, order.Shipped, order.Delivered,
			order.PartiallyReturned, order.Returned})},
	} {
		if c[0] != c[1] {
			t.Errorf("%s: %s, want %s", what, c[0], c[1])
		}
	}
}

// TestTrial: an order is placed on trial, and there is none; nothing else stays either.
func TestTrial(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		p := x.Product("кружка", 49900, 10)
		count := func() string {
			t.Helper()
			stats, err := x.app.QueueStats(t.Context())
			x.OK(err)
			return fmt.Sprint(stats.Ready, x.get("/orders").Body, x.get("/channels").Body, x.get("/events").Body, x.get("/contacts/ctc_1").Code)
		}
		before := count()
		var r settings.TrialReply
		say := func(said ...settings.TrialLine) settings.TrialReply {
			t.Helper()
			body, err := json.Marshal(map[string]any{"lang": "ru", "said": said})
			x.OK(err)
			r = settings.TrialReply{}
			x.post("/assistant/trial", string(body)).is(200, "").read(&r)
			return r
		}
		said := []settings.TrialLine{{Text: "кружка"}}
		if say(said...); len(r.Answers) == 0 || !strings.Contains(fmt.Sprint(r.Answers), "кружка") {
			t.Fatalf("answered %+v", r)
		}
		said = append(said, settings.TrialLine{Action: "add:" + p.Variants[0].ID})
		for _, button := range actions(say(said[0])) {
			if strings.Contains(button, p.Variants[0].ID) || strings.Contains(button, p.ID) {
				said[1].Action = button
				break
			}
		}
		say(said...)
		if said = append(said, settings.TrialLine{Text: "/cart"}); !strings.Contains(fmt.Sprint(say(said...).Answers), "кружка") {
			t.Errorf("the cart is %+v after %+v", r, said)
		}
		if after := count(); after != before {
			t.Errorf("left behind: %s, before %s", after, before)
		}
	})
}

func actions(r settings.TrialReply) []string {
	var out []string
	for _, a := range r.Answers {
		for _, rows := range append([][][]settings.TrialButton{a.Buttons}, cardRows(a)...) {
			for _, row := range rows {
				for _, b := range row {
					out = append(out, b.Action)
				}
			}
		}
	}
	return out
}

func cardRows(a settings.TrialAnswer) (out [][][]settings.TrialButton) {
	for _, c := range a.Cards {
		out = append(out, c.Buttons)
	}
	return out
}
