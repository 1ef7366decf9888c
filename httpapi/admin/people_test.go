package admin_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"
	"time"

	"prilavok/core/cart"
	"prilavok/core/inbox"
	"prilavok/core/staff"
	"prilavok/httpapi/admin/people"
	"prilavok/store"
)

func (x *till) works() {
	x.T.Helper()
	_, err := x.app.Jobs.Drain(context.Background())
	x.OK(err)
}

// TestPeople joins two contacts and parts them again, by the API alone.
func TestPeople(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x, other := openTill(t, st, "north"), openTill(t, st, "south")
		kept, gone := x.Buyer(), x.Buyer()
		mug := x.Variant("кружка", 100, 9)
		for _, who := range []string{kept.ContactID, gone.ContactID} {
			_, err := x.app.Carts.Add(x.Ctx, who, mug, 2)
			x.OK(err)
		}
		path := "/contacts/" + kept.ContactID
		var j people.ContactJoin
		var list struct{ Items []people.ContactJoin }
		x.post(path+"/joins", `{"other":"`+kept.ContactID+`"}`).is(http.StatusUnprocessableEntity, "contact.same")
		x.post(path+"/joins", `{"other":"ctc_none"}`).is(http.StatusNotFound, "contact.not_found")
		other.post(path+"/joins", `{"other":"`+gone.ContactID+`"}`).is(http.StatusNotFound, "contact.not_found")
		x.post(path+"/joins", `{"other":"`+gone.ContactID+`","why":"один человек"}`).is(http.StatusAccepted, "").read(&j)
		x.works()
		x.get("/contacts/"+gone.ContactID+"/joins").is(http.StatusOK, "").read(&list)
		if len(list.Items) != 1 || list.Items[0].State != "joined" || list.Items[0].Why != "один человек" || list.Items[0].By == "" {
			t.Errorf("history %+v", list)
		}
		var addresses struct{ Items []people.ContactAddress }
		x.get(path+"/addresses").is(http.StatusOK, "").read(&addresses)
		if len(addresses.Items) != 2 || len(addresses.Items[1].Conversations) != 1 {
			t.Errorf("addresses %+v", addresses)
		}
		x.get("/contacts/"+gone.ContactID).is(http.StatusNotFound, "contact.not_found")
		other.post("/contact-joins/"+j.ID+"/undo", "").is(http.StatusNotFound, "contact.no_join")
		x.post("/contact-joins/"+j.ID+"/undo", "").is(http.StatusAccepted, "")
		x.works()
		x.get("/contacts/"+gone.ContactID).is(http.StatusOK, "")
		x.post("/contact-joins/"+j.ID+"/undo", "").is(http.StatusConflict, "contact.not_joined")
		c, err := x.app.Carts.Get(x.Ctx, gone.ContactID)
		x.OK(err)
		if c.Count() != 2 {
			t.Errorf("%d pieces came back", c.Count())
		}
		x.key = x.issue("reader", staff.ContactsRead)
		x.post(path+"/joins", `{"other":"`+gone.ContactID+`"}`).is(http.StatusForbidden, "api.scope")
		x.post(path+"/erase", `{"confirm":"`+kept.ContactID+`"}`).is(http.StatusForbidden, "api.scope")
		x.get(path+"/export").is(http.StatusForbidden, "api.scope")
	})
}

// TestContacts: customers are listed page by page and found; what they were told is theirs alone.
func TestContacts(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x, other := openTill(t, st, "north"), openTill(t, st, "south")
		first, second := x.Buyer(), x.Buyer()
		x.OK(x.app.Contacts.SetName(x.Ctx, first.ContactID, "Мария Лавкина"))
		var page many[people.ContactLine]
		x.get("/contacts?limit=1").is(http.StatusOK, "").read(&page)
		if len(page.Items) != 1 || page.Items[0].ID != second.ContactID || page.Next == "" {
			t.Errorf("first page %+v", page)
		}
		x.get("/contacts?limit=1&cursor="+page.Next).is(http.StatusOK, "").read(&page)
		if len(page.Items) != 1 || page.Items[0].ID != first.ContactID || page.Next != "" {
			t.Errorf("second page %+v", page)
		}
		x.get("/contacts?search="+url.QueryEscape("лавкина")).is(http.StatusOK, "").read(&page)
		if len(page.Items) != 1 || page.Items[0].Name != "Мария Лавкина" || page.Items[0].Spent.Currency != "RUB" || len(page.Items[0].Handles) != 1 {
			t.Errorf("found %+v", page)
		}
		other.get("/contacts").is(http.StatusOK, "").read(&page)
		if len(page.Items) != 0 {
			t.Errorf("another shop's list is %+v", page)
		}
		x.get("/contacts?cursor=!").is(http.StatusBadRequest, "api.bad_cursor")
		var told many[people.ContactNotice]
		x.get("/contacts/"+first.ContactID+"/notices").is(http.StatusOK, "").read(&told)
		if told.Items == nil || len(told.Items) != 0 {
			t.Errorf("told %+v", told)
		}
		other.get("/contacts/"+first.ContactID+"/notices").is(http.StatusNotFound, "contact.not_found")
	})
}

func TestConsentsAndWindows(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		b := x.Buyer()
		var list struct{ Items []people.Consent }
		x.post("/contacts/"+b.ContactID+"/consents", `{"topic":"promo","channel":"telegram","allowed":true,"version":"2026-11","source":"paper"}`).is(http.StatusCreated, "")
		x.post("/contacts/"+b.ContactID+"/consents", `{"topic":"promo","allowed":false}`).is(http.StatusCreated, "")
		x.post("/contacts/ctc_none/consents", `{"topic":"promo","allowed":true}`).is(http.StatusNotFound, "contact.not_found")
		x.post("/contacts/"+b.ContactID+"/consents", `{"topic":"other","allowed":true}`).is(http.StatusUnprocessableEntity, "api.invalid")
		x.get("/contacts/"+b.ContactID+"/consents").is(http.StatusOK, "").read(&list)
		if len(list.Items) != 2 || list.Items[0].Version != "2026-11" || list.Items[0].Source != "paper" || list.Items[1].Source == "" {
			t.Errorf("consents %+v", list)
		}
		var w people.ReplyWindow
		x.get("/conversations/"+b.ID+"/window").is(http.StatusOK, "").read(&w)
		if !w.Always || !w.Open {
			t.Errorf("window %+v", w)
		}
		x.get("/conversations/cnv_none/window").is(http.StatusNotFound, "inbox.no_conversation")
		x.get("/conversations/cnv_none/held").is(http.StatusNotFound, "inbox.no_conversation")
		x.heldIn(b.ID)
		path := "/conversations/" + b.ID + "/held"
		x.post(path+"/9", `{"wish":"drop"}`).is(http.StatusNotFound, "held.none")
		x.post(path+"/1", `{"wish":"drop"}`).is(http.StatusAccepted, "")
		x.works()
		var kept struct{ Items []people.HeldMessage }
		x.get(path).is(http.StatusOK, "").read(&kept)
		if len(kept.Items) != 1 || kept.Items[0].Outcome != "dropped" || kept.Items[0].By == "" {
			t.Errorf("held %+v", kept)
		}
		x.post(path+"/1", `{"wish":"later"}`).is(http.StatusConflict, "held.done")
		x.OK(x.app.Numbers.Roll(x.Ctx, time.UTC))
		var n struct{ Items []people.ChannelNumber }
		x.get("/metrics/channels?from=2026-01-01").is(http.StatusOK, "").read(&n)
		if len(n.Items) != 2 || n.Items[1].What != "out" || n.Items[1].N != 1 {
			t.Errorf("numbers %+v", n)
		}
	})
}

// TestForgetting: a person is shown all that is kept of them, and forgotten; their orders keep
// what the shop must keep.
func TestForgetting(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		b, other := x.Buyer(), x.Buyer()
		_, err := x.app.Carts.Add(x.Ctx, b.ContactID, x.Variant("кружка", 100, 9), 1)
		x.OK(err)
		o, err := x.app.Orders.Place(x.Ctx, x.PlaceRequest(b, "k1", cart.Choice{MethodID: x.Delivery(cart.Method{Kind: cart.Pickup}).ID}))
		x.OK(err)
		x.OK(st.InTx(x.Ctx, func(ctx context.Context) error {
			_, err := st.AppendMessages(ctx, b.ID, []inbox.Message{{Author: inbox.BySystem, Kind: inbox.KindText, Text: "Здравствуйте", State: inbox.Sent, CreatedAt: x.Now()}})
			return err
		}))
		path := "/contacts/" + b.ContactID
		var p people.Person
		x.get(path+"/export").is(http.StatusOK, "").read(&p)
		if len(p.Orders) != 1 || p.Orders[0].Name == "" || len(p.Addresses) != 1 || len(p.Messages) == 0 || p.Name == "" || len(p.Traces) == 0 || p.Traces[0].ID == "" {
			t.Errorf("exported %+v", p)
		}
		x.post(path+"/erase", `{"confirm":"`+other.ContactID+`"}`).is(http.StatusUnprocessableEntity, "contact.confirm")
		x.post(path+"/erase", `{"confirm":"`+b.ContactID+`"}`).is(http.StatusConflict, "contact.unfinished")
		x.post("/orders/"+o.ID+"/cancel", `{}`).is(http.StatusOK, "")
		x.works()
		x.post(path+"/erase", `{"confirm":"`+b.ContactID+`"}`).is(http.StatusAccepted, "")
		x.works()
		p = people.Person{}
		x.get(path+"/export").is(http.StatusOK, "").read(&p)
		if p.Name != "" || p.Phone != "" || len(p.Addresses) != 0 || len(p.Messages) != 0 || len(p.Orders) != 1 || p.Orders[0].Name != "" || p.Orders[0].Phone != "" || p.Orders[0].Total != 100 {
			t.Errorf("left %+v", p)
		}
		x.get("/contacts/"+other.ContactID+"/export").is(http.StatusOK, "").read(&p)
		if p.Name == "" {
			t.Error("somebody else was forgotten")
		}
	})
}
