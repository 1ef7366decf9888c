package admin_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"prilavok/app/direct"
	"prilavok/channel/instagram/igfake"
	"prilavok/core/shop/link"
	"prilavok/core/staff"
	"prilavok/core/txn"
	"prilavok/httpapi/admin/channels"
	"prilavok/store"
	"prilavok/store/storetest"
)

// metaApp is the app of the fake.
func metaApp() direct.MetaApp {
	a := igfake.DefaultApp
	return direct.MetaApp{InstagramID: a.InstagramID, InstagramSecret: a.InstagramSecret, Base: func() string { return "https://shop.example/connect/instagram" }}
}

type channelList struct {
	Items []channels.Channel
	Ways  []string
}

// TestChannelsBegin: what the panel's role may do itself.
func TestChannelsBegin(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		var l channelList
		x.get("/channels").is(http.StatusOK, "").read(&l)
		if len(l.Ways) != 1 || l.Ways[0] != "instagram" {
			t.Errorf("listed %+v", l)
		}
		var b channels.Begun
		x.post("/channels/instagram/connect", `{}`).is(http.StatusCreated, "").read(&b)
		if !strings.HasPrefix(b.URL, "https://www.instagram.com/oauth/authorize?") || b.Way != "instagram" || !b.ExpiresAt.Equal(x.Now().Add(link.AttemptLife)) {
			t.Errorf("began %+v", b)
		}
		x.post("/channels/instagram/connect", `{"way":"facebook"}`).is(http.StatusUnprocessableEntity, "link.not_set_up")
		x.post("/channels/instagram/connect", `{"way":"telegram"}`).is(http.StatusUnprocessableEntity, "api.invalid")
		x.post("/channels/instagram/connect", `{"account":"none"}`).is(http.StatusNotFound, "link.no_account")
		for _, what := range []string{"check", "pull", "disconnect"} {
			x.post("/channels/none/"+what, "").is(http.StatusNotFound, "link.no_account")
		}
		x.key = x.issue("reads", staff.ChannelsRead)
		x.get("/channels").is(http.StatusOK, "")
		x.post("/channels/instagram/connect", `{}`).is(http.StatusForbidden, "api.scope")
	})
}

// TestChannels: an account through its life, as the panel sees it; no answer has a token.
func TestChannels(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x, other := openTill(t, st, "north"), openTill(t, st, "south")
		peer := x.meta.Account("17841400000000001", "unused")
		said := ""
		look := func(id string) (c channels.Channel) {
			r := x.get("/channels/"+id).is(http.StatusOK, "")
			said += r.Body.String()
			r.read(&c)
			return c
		}
		begin := func(body string) {
			var b channels.Begun
			x.post("/channels/instagram/connect", body).is(http.StatusCreated, "").read(&b)
			back, err := x.meta.Consents(b.URL, nil, peer)
			x.OK(err)
			u, err := url.Parse(back)
			x.OK(err)
			_, _, err = x.app.Direct.Finish(t.Context(), u.Query().Get("state"), u.Query().Get("code"))
			x.OK(err)
		}
		drain := func() {
			_, err := x.app.Jobs.Drain(context.Background())
			x.OK(err)
		}
		begin(`{}`)
		var l channelList
		x.get("/channels").is(http.StatusOK, "").read(&l)
		var id string
		for _, c := range l.Items {
			if c.Channel == "instagram" {
				id = c.ID
			}
		}
		if c := look(id); c.State != "connected" || c.Way != "instagram" || c.Name != "@demo.shop" || c.TokenUntil == nil || c.CheckedAt == nil || c.Trouble != "" {
			t.Errorf("connected as %+v", c)
		}
		other.get("/channels/"+id).is(http.StatusNotFound, "link.no_account")
		other.post("/channels/"+id+"/disconnect", "").is(http.StatusNotFound, "link.no_account")
		other.post("/channels/instagram/connect", `{"account":"`+id+`"}`).is(http.StatusNotFound, "link.no_account")
		peer.Permissions = []string{"instagram_business_basic"}
		x.Pass(time.Minute)
		x.post("/channels/"+id+"/check", "").is(http.StatusAccepted, "")
		drain()
		if c := look(id); c.State != "missing_permissions" || len(c.Permissions) != 1 || !strings.Contains(c.Trouble, "manage_messages") || !c.CheckedAt.Equal(x.Now()) {
			t.Errorf("checked: %+v", c)
		}
		peer.Revoke()
		x.post("/channels/"+id+"/check", "").is(http.StatusAccepted, "")
		drain()
		if c := look(id); c.State != "reconnect" || c.CheckFault != "instagram.token" {
			t.Errorf("revoked: %+v", c)
		}
		begin(`{"account":"` + id + `"}`)
		if c := look(id); c.State != "connected" {
			t.Errorf("connected anew: %+v", c)
		}
		x.Pass(time.Hour)
		peer.Person("555", "Ира").Writes("Есть M?")
		x.Pass(10 * time.Minute)
		x.post("/channels/"+id+"/pull", "").is(http.StatusAccepted, "")
		for range 4 {
			drain()
			x.Pass(time.Second)
		}
		if c := look(id); c.Missed != 1 || c.MissedAt == nil || c.PulledTo == nil {
			t.Errorf("pulled: %+v", c)
		}
		x.OK(x.app.Links.Change(txn.ForShop(t.Context(), x.Shop.ID), id, func(h *link.Health) {
			h.PauseCode, h.PausedUntil, h.ErrorCode, h.ErrorAt = "instagram.restricted", x.Now().Add(time.Hour), "instagram.restricted", x.Now()
		}))
		if c := look(id); c.State != "paused" || c.PauseFault != "instagram.restricted" || c.PausedUntil == nil || c.ErrorCode != "instagram.restricted" || c.ErrorAt == nil {
			t.Errorf("paused: %+v", c)
		}
		x.post("/channels/"+id+"/disconnect", "").is(http.StatusAccepted, "")
		drain()
		if c := look(id); c.State != "disconnected" || len(peer.Fields) != 0 {
			t.Errorf("disconnected: %+v, subscribed to %v", c, peer.Fields)
		}
		if strings.Contains(said, "IGAA") || strings.Contains(said, "EAA") || strings.Contains(said, "secret") {
			t.Errorf("a token was told: %s", said)
		}
	})
}
