package signin_test

import (
	"strings"
	"testing"

	"prilavok/core/staff"
	"prilavok/core/staff/person"
	"prilavok/store"
	"prilavok/store/storetest"
)

// TestInvitations: an invitation is used once, within a week, by whom it is for.
func TestInvitations(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		d := openDesk(t, st, "north")
		owner := d.person("anna@shop.example", staff.Owner)
		invite := func(body string) (id, token string) {
			var x struct{ ID, Link string }
			owner.do("POST", "/api/v1/invitations", body).is(201, "").read(&x)
			_, token, ok := strings.Cut(x.Link, public+"/panel/#/invitation/")
			if !ok {
				t.Fatalf("the link is %q", x.Link)
			}
			return x.ID, token
		}
		form := map[string]string{"email": "boris@shop.example", "name": "Борис", "password": goodPassword}
		_, token := invite(`{"role":"operator","email":"boris@shop.example"}`)
		b := d.browser()
		var told map[string]string
		b.do("GET", "/auth/invitation/"+token, nil).is(200, "").read(&told)
		if told["role"] != "operator" || told["email"] != "boris@shop.example" || told["shop"] == "" {
			t.Errorf("told is %v", told)
		}
		wrong := map[string]string{"email": "eve@shop.example", "name": "Ева", "password": goodPassword}
		b.do("POST", "/auth/invitation/"+token, wrong).is(422, "staff.invited")
		b.do("POST", "/auth/invitation/"+token, form).is(200, "")
		equal(t, "boris is", b.me().Member.Role, "operator")
		d.browser().do("POST", "/auth/invitation/"+token, form).is(404, "staff.no_link")
		d.browser().do("GET", "/auth/invitation/"+token, nil).is(404, "staff.no_link")
		// Another kind of link opens nothing.
		_, token = invite(`{"role":"operator"}`)
		d.browser().do("POST", "/auth/first", map[string]string{"token": token, "email": "eve@shop.example", "name": "Ева", "password": goodPassword}).is(404, "staff.no_link")
		d.browser().do("POST", "/auth/reset/"+token, map[string]string{"password": goodPassword}).is(404, "staff.no_link")
		d.Pass(person.InvitationLasts)
		d.browser().do("POST", "/auth/invitation/"+token, wrong).is(404, "staff.no_link")
		owner = d.browser()
		owner.do("POST", "/auth/password", signInAs("anna@shop.example", goodPassword, "")).is(200, "")
		id, token := invite(`{"role":"manager"}`)
		var page struct{ Items []struct{ ID, Link string } }
		owner.do("GET", "/api/v1/invitations", nil).is(200, "").read(&page)
		if len(page.Items) != 1 || page.Items[0].ID != id || page.Items[0].Link != "" {
			t.Errorf("open are %+v", page.Items)
		}
		owner.do("DELETE", "/api/v1/invitations/tkt_none", nil).is(404, "staff.no_link")
		owner.do("DELETE", "/api/v1/invitations/"+id, nil).is(204, "")
		d.browser().do("POST", "/auth/invitation/"+token, wrong).is(404, "staff.no_link")
	})
}

// TestReset: the keeper's link sets a new password once, ends all sessions, and takes the
// second factor off.
func TestReset(t *testing.T) {
	d := openDesk(t, storetest.SQLite(t), "north")
	b := d.person("anna@shop.example", staff.Owner)
	b.secondFactor()
	for range 8 {
		d.browser().do("POST", "/auth/password", signInAs("anna@shop.example", "wrong password", ""))
	}
	if _, err := d.people.Reset(d.Ctx, "eve@shop.example"); err == nil {
		t.Error("a link for nobody")
	}
	token, err := d.people.Reset(d.Ctx, "Anna@shop.example")
	d.OK(err)
	other := d.browser()
	other.do("POST", "/auth/reset/"+token, map[string]string{"password": "short"}).is(422, "staff.password")
	other.do("POST", "/auth/reset/"+token, map[string]string{"password": "новый пароль"}).is(204, "")
	other.do("POST", "/auth/reset/"+token, map[string]string{"password": "новый пароль"}).is(404, "staff.no_link")
	b.do("GET", "/auth/me", nil).is(401, "staff.no_session")
	other.do("POST", "/auth/password", signInAs("anna@shop.example", goodPassword, "")).is(401, "staff.bad_sign_in")
	other.do("POST", "/auth/password", signInAs("anna@shop.example", "новый пароль", "")).is(200, "")
	token, err = d.people.Reset(d.Ctx, other.me().Member.ID)
	d.OK(err)
	d.Pass(person.ResetLasts)
	other.do("POST", "/auth/reset/"+token, map[string]string{"password": goodPassword}).is(404, "staff.no_link")
}

// TestResetByOwner: an owner makes the link for people of the shop, and for nobody who may
// something elsewhere.
func TestResetByOwner(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		d, south := openDesk(t, st, "north"), openDesk(t, st, "south")
		owner, boris := d.person("anna@shop.example", staff.Owner), d.person("boris@shop.example", staff.Manager)
		m := boris.me().Member
		boris.do("POST", "/api/v1/members/"+m.ID+"/reset", nil).is(403, "api.scope")
		var made struct{ Link string }
		owner.do("POST", "/api/v1/members/"+m.ID+"/reset", nil).is(201, "").read(&made)
		_, token, ok := strings.Cut(made.Link, "/panel/#/reset/")
		equal(t, "a page of the panel", ok, true)
		boris.do("GET", "/auth/me", nil).is(200, "") // nothing ends before the link is used
		d.browser().do("POST", "/auth/reset/"+token, map[string]string{"password": "новый пароль"}).is(204, "")
		boris.do("GET", "/auth/me", nil).is(401, "staff.no_session")

		theirs := south.person("eve@shop.example", staff.Owner).me().Member
		owner.do("POST", "/api/v1/members/"+theirs.ID+"/reset", nil).is(404, "staff.not_staff")
		_, err := d.app.Staff.AddMember(south.Ctx, d.userOf(m.ID), "boris@shop.example", staff.Owner)
		d.OK(err)
		owner.do("POST", "/api/v1/members/"+m.ID+"/reset", nil).is(403, "staff.elsewhere")
		_, err = d.app.Staff.AddMember(d.Ctx, south.userOf(theirs.ID), "eve@shop.example", staff.Viewer)
		d.OK(err)
		d.OK(d.app.Staff.EndMember(south.Ctx, theirs.ID))
		list, err := d.app.Staff.Members(d.Ctx)
		d.OK(err)
		owner.do("POST", "/api/v1/members/"+list[0].ID+"/reset", nil).is(403, "staff.elsewhere")
		d.OK(d.app.Staff.EndMember(d.Ctx, m.ID))
		d.OK(d.app.Staff.EndMember(south.Ctx, d.userOf(m.ID)))
		owner.do("POST", "/api/v1/members/"+m.ID+"/reset", nil).is(404, "staff.not_staff")
	})
}

// TestOtherShopsPeople: another shop's staff and invitations are nobody's.
func TestOtherShopsPeople(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		d, south := openDesk(t, st, "north"), openDesk(t, st, "south")
		owner, theirs := d.person("anna@shop.example", staff.Owner), south.person("boris@shop.example", staff.Owner)
		m := theirs.me().Member
		owner.do("GET", "/api/v1/members/"+m.ID, nil).is(404, "staff.not_staff")
		owner.do("PATCH", "/api/v1/members/"+m.ID, `{"role":"viewer"}`).is(404, "staff.not_staff")
		owner.do("POST", "/api/v1/members/"+m.ID+"/end", nil).is(404, "staff.not_staff")
		equal(t, "still", theirs.me().Member.Role, "owner")
		tk, _, err := south.people.Invite(south.Ctx, staff.Viewer, "", "")
		d.OK(err)
		owner.do("DELETE", "/api/v1/invitations/"+tk.ID, nil).is(404, "staff.no_link")
		if _, err := d.people.Reset(d.Ctx, "boris@shop.example"); err == nil {
			t.Error("another shop's person is reset")
		}
	})
}

// TestJoin: who signs in here already joins another shop with the password they have.
func TestJoin(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		d, south := openDesk(t, st, "north"), openDesk(t, st, "south")
		d.person("boris@shop.example", staff.Operator)
		form := map[string]string{"email": "boris@shop.example", "name": "Борис", "password": "another password"}
		_, token, err := south.people.Invite(south.Ctx, staff.Viewer, "", "")
		d.OK(err)
		d.browser().do("POST", "/auth/invitation/"+token, form).is(401, "staff.bad_sign_in")
		form["password"] = goodPassword
		b := d.browser()
		b.do("POST", "/auth/invitation/"+token, form).is(200, "")
		equal(t, "at home", b.me().Shop.Slug, "north")
		b.header["X-Shop"] = "south"
		equal(t, "in the other shop", b.me().Member.Role, "viewer")
		b.do("GET", "/api/v1/orders", nil).is(200, "")
		b.do("POST", "/api/v1/orders/ord_1/cancel", `{"why":"x"}`).is(403, "api.scope")
		b.header["X-Shop"] = "east"
		b.do("GET", "/api/v1/orders", nil).is(403, "staff.no_member")
	})
}
