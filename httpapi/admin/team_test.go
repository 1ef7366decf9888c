package admin_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"prilavok/core/staff"
	"prilavok/httpapi/admin"
	"prilavok/httpapi/admin/team"
	fake "prilavok/provider/supabase/supabasefake"
	"prilavok/store"
	"prilavok/store/storetest"
)

// changes are the lines of the log of changes that a query selects.
func (x *till) changes(query string) []team.Change {
	x.T.Helper()
	var page many[team.Change]
	x.get("/audit?"+query).is(http.StatusOK, "").read(&page)
	return page.Items
}

// TestAudit: every change is a line, with what has changed and no more.
func TestAudit(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		v := x.Variant("кружка", 49900, 10)
		o := x.buy(v, 1)
		x.do(ask{"PUT", "/variants/" + v + "/stock", x.key, `{"on_hand":7}`, nil}).is(http.StatusOK, "")
		x.Pass(time.Second)
		cancel := ask{"POST", "/orders/" + o.ID + "/cancel", x.key, `{"why":"передумала Ольга"}`, map[string]string{"Idempotency-Key": "one"}}
		x.do(cancel).is(http.StatusOK, "")
		x.do(cancel).is(http.StatusOK, "") // a repetition changes nothing
		x.post("/orders/"+o.ID+"/cancel", "").is(http.StatusConflict, "order.already_canceled")
		x.do(ask{"POST", "/orders/" + o.ID + "/edit-preview", x.key, `{"comment":"x"}`, nil})
		var p admin.Product
		x.post("/products", productBody).is(http.StatusCreated, "").read(&p)
		w := x.get("/products/" + p.ID)
		x.do(ask{"PUT", "/products/" + p.ID, x.key, strings.Replace(productBody, "Кружка", "Чашка", 1), map[string]string{"If-Match": w.Header().Get("ETag")}}).is(http.StatusOK, "")
		var hook struct{ ID, Secret string }
		x.post("/webhooks", `{"url":"https://crm.example.com/in?key=hush"}`).is(http.StatusCreated, "").read(&hook)
		list := x.changes("")
		var actions []string
		for _, e := range list {
			actions = append(actions, e.Action)
			if !strings.HasPrefix(e.ActorID, "key_") || e.RequestID == "" || e.Status >= 300 || e.At.IsZero() || e.Path == "" {
				t.Errorf("a line is %+v", e)
			}
		}
		if got := strings.Join(actions, " "); got != "webhooks.create products.put products.create orders.cancel stock.set" {
			t.Fatalf("noted are %s", got)
		}
		if e := list[3]; e.Subject != o.ID || fmt.Sprint(e.Before["status"], " ", e.After["status"]) != "placed canceled" || e.Before["total"] != nil {
			t.Errorf("the cancellation is %+v", e)
		}
		if e := list[1]; e.Subject != p.ID || !strings.Contains(fmt.Sprint(e.Before["title"]), "Кружка") || !strings.Contains(fmt.Sprint(e.After["title"]), "Чашка") || e.Before["slug"] != nil {
			t.Errorf("the new title is %+v", e)
		}
		if e := list[2]; e.Subject != p.ID || len(e.Before) != 0 || e.After["slug"] != "mug" {
			t.Errorf("the new product is %+v", e)
		}
		all, _ := json.Marshal(list)
		for _, hush := range []string{hook.Secret, "hush", "Ольга", o.Phone, o.Name} {
			if hush == "" || strings.Contains(string(all), hush) {
				t.Errorf("the log tells %q: %s", hush, all)
			}
		}
		for query, want := range map[string]int{"action=orders.cancel": 1, "subject=" + p.ID: 2, "actor=key_none": 0, "actor=" + list[0].ActorID: 5,
			"since=" + list[3].At.Format(time.RFC3339Nano): 4, "until=" + list[3].At.Format(time.RFC3339Nano): 1} {
			if got := x.changes(query); len(got) != want {
				t.Errorf("%s selects %d lines, want %d", query, len(got), want)
			}
		}
	})
}

func TestAuditPages(t *testing.T) {
	x := openTill(t, storetest.SQLite(t), "north")
	y := openTill(t, x.Store, "south")
	v := x.Variant("кружка", 100, 1)
	for i := range 120 {
		x.do(ask{"PUT", "/variants/" + v + "/stock", x.key, fmt.Sprintf(`{"on_hand":%d}`, i), nil}).is(http.StatusOK, "")
	}
	seen := map[string]bool{}
	next, pages := "", 0
	for ; pages == 0 || next != ""; pages++ {
		var page many[team.Change]
		x.get("/audit?cursor="+next).is(http.StatusOK, "").read(&page)
		for _, e := range page.Items {
			seen[e.ID] = true
		}
		if next = page.Next; strings.Contains(next, "aud_") || pages > 3 {
			t.Fatalf("the cursor is %s on page %d", next, pages)
		}
	}
	if len(seen) != 120 || pages != 3 {
		t.Errorf("%d lines on %d pages", len(seen), pages)
	}
	x.get("/audit?cursor=!").is(http.StatusBadRequest, "api.bad_cursor")
	x.get("/audit?cursor=MXg").is(http.StatusUnprocessableEntity, "staff.audit_cursor")
	if got := y.changes(""); len(got) != 0 {
		t.Errorf("another shop sees %+v", got)
	}
}

// TestTeam: staff are listed, get other roles and leave, and the shop keeps an owner.
func TestTeam(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		owner, worker := x.hire(anna, staff.Owner), x.hire(boris, staff.Operator)
		role := func(id, role string) reply {
			return x.do(ask{"PATCH", "/members/" + id, x.key, `{"role":"` + role + `"}`, nil})
		}
		role(owner.ID, "manager").is(http.StatusConflict, "staff.last_owner")
		x.post("/members/"+owner.ID+"/end", "").is(http.StatusConflict, "staff.last_owner")
		role(worker.ID, "boss").is(http.StatusUnprocessableEntity, "api.invalid")
		role(worker.ID, "owner").is(http.StatusOK, "")
		role(owner.ID, "viewer").is(http.StatusOK, "")
		x.post("/members/"+worker.ID+"/end", "").is(http.StatusConflict, "staff.last_owner")
		x.post("/members/"+owner.ID+"/end", "").is(http.StatusOK, "")
		x.post("/members/"+owner.ID+"/end", "").is(http.StatusNotFound, "staff.not_staff")
		role(owner.ID, "owner").is(http.StatusNotFound, "staff.not_staff")
		var page many[team.Member]
		x.get("/members").is(http.StatusOK, "").read(&page)
		for _, m := range page.Items {
			if want := map[string]string{owner.ID: "viewer true", worker.ID: "owner false"}[m.ID]; fmt.Sprint(m.Role, " ", m.EndedAt != nil) != want {
				t.Errorf("%s is %+v, want %s", m.ID, m, want)
			}
		}
		lines := x.changes("subject=" + worker.ID)
		if len(lines) != 1 || fmt.Sprint(lines[0].Action, lines[0].Before, lines[0].After) != "members.rolemap[role:operator] map[role:owner]" {
			t.Errorf("noted is %+v", lines)
		}
		x.post("/invitations", `{"role":"viewer"}`).is(http.StatusUnprocessableEntity, "staff.no_people")
		x.post("/members/"+owner.ID+"/reset", "").is(http.StatusUnprocessableEntity, "staff.no_people")
	})
}

// TestMe: a person by their access token, and a program by its key, read who they are.
func TestMe(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		project := signIns(x)
		m := x.hire(anna, staff.Viewer)
		var me team.Me
		x.do(ask{"GET", "/me", project.Token(anna, fake.EC), "", nil}).is(http.StatusOK, "").read(&me)
		if me.Member == nil || me.Member.ID != m.ID || me.Member.Role != "viewer" || me.Shop.Slug != "north" || !slices.Equal(me.Scopes, staff.Viewer.Scopes()) {
			t.Errorf("a viewer is %+v", me)
		}
		me = team.Me{}
		x.do(ask{"GET", "/me", x.issue("сайт", staff.OrdersRead), "", nil}).is(http.StatusOK, "").read(&me)
		if me.Member != nil || me.Shop.Currency != "RUB" || fmt.Sprint(me.Scopes) != "[orders:read]" {
			t.Errorf("a program is %+v", me)
		}
		x.do(ask{method: "GET", path: "/me"}).is(http.StatusUnauthorized, "staff.key_unknown")
		var roles many[team.Rights]
		x.get("/roles").is(http.StatusOK, "").read(&roles)
		for _, r := range roles.Items {
			if !slices.Equal(r.Scopes, staff.Role(r.Role).Scopes()) || len(roles.Items) != len(staff.Roles) {
				t.Errorf("of a %s is told %v", r.Role, r.Scopes)
			}
		}
	})
}
