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
		if !strings.HasPrefix(b.URL, "https://shop.example/connect/instagram/begin/"+"shp_north.") || b.Way != "instagram" || !b.ExpiresAt.Equal(x.Now().Add(link.AttemptLife)) {
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

// linked is a shop with an Instagram account, as the panel sees it.
type linked struct {
	*till
	peer *igfake.Account
	id   string
	said string // all answers about the account
}

func openLinked(t *testing.T, st *store.Store) *linked {
	x := &linked{till: openTill(t, st, "north")}
	x.peer = x.meta.Account("17841400000000001", "unused")
	x.connect(`{}`)
	var l channelList
	x.get("/channels").is(http.StatusOK, "").read(&l)
	for _, c := range l.Items {
		if c.Channel == "instagram" {
			x.id = c.ID
		}
	}
	return x
}

func (x *linked) look() (c channels.Channel) {
	r := x.get("/channels/"+x.id).is(http.StatusOK, "")
	x.said += r.Body.String()
	r.read(&c)
	return c
}

// connect logs in as the account's owner.
func (x *linked) connect(body string) {
	var b channels.Begun
	x.post("/channels/instagram/connect", body).is(http.StatusCreated, "").read(&b)
	page, held, err := x.app.Direct.Open(x.T.Context(), b.URL[strings.LastIndexByte(b.URL, '/')+1:], "")
	x.OK(err)
	back, err := x.meta.Consents(page, nil, x.peer)
	x.OK(err)
	u, err := url.Parse(back)
	x.OK(err)
	_, _, err = x.app.Direct.Finish(x.T.Context(), u.Query().Get("state"), u.Query().Get("code"), held)
	x.OK(err)
}

// asks has something done by a job.
func (x *linked) asks(what string) channels.Channel {
	x.post("/channels/"+x.id+"/"+what, "").is(http.StatusAccepted, "")
	for range 4 {
		_, err := x.app.Jobs.Drain(context.Background())
		x.OK(err)
		x.Pass(time.Second)
	}
	return x.look()
}

// TestChannels: an account through its life, as the panel sees it; no answer has a token.
func TestChannels(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x, other := openLinked(t, st), openTill(t, st, "south")
		if c := x.look(); c.State != "connected" || c.Way != "instagram" || c.Name != "@demo.shop" || c.TokenUntil == nil || c.CheckedAt == nil || c.Trouble != "" {
			t.Errorf("connected as %+v", c)
		}
		other.get("/channels/"+x.id).is(http.StatusNotFound, "link.no_account")
		other.post("/channels/"+x.id+"/disconnect", "").is(http.StatusNotFound, "link.no_account")
		other.post("/channels/instagram/connect", `{"account":"`+x.id+`"}`).is(http.StatusNotFound, "link.no_account")
		x.peer.Permissions = []string{"instagram_business_basic"}
		x.Pass(time.Minute)
		at := x.Now()
		if c := x.asks("check"); c.State != "missing_permissions" || len(c.Permissions) != 1 || !strings.Contains(c.Trouble, "manage_messages") || c.CheckedAt.Before(at) {
			t.Errorf("checked: %+v", c)
		}
		x.peer.Revoke()
		if c := x.asks("check"); c.State != "reconnect" || c.CheckFault != "instagram.token" {
			t.Errorf("revoked: %+v", c)
		}
		x.connect(`{"account":"` + x.id + `"}`)
		if c := x.look(); c.State != "connected" {
			t.Errorf("connected anew: %+v", c)
		}
		x.Pass(time.Hour)
		x.peer.Person("555", "Ира").Writes("Есть M?")
		x.Pass(10 * time.Minute)
		if c := x.asks("pull"); c.Missed != 1 || c.MissedAt == nil || c.PulledTo == nil {
			t.Errorf("pulled: %+v", c)
		}
		x.OK(x.app.Links.Change(txn.ForShop(t.Context(), x.Shop.ID), x.id, func(h *link.Health) {
			h.PauseCode, h.PausedUntil, h.ErrorCode, h.ErrorAt = "instagram.restricted", x.Now().Add(time.Hour), "instagram.restricted", x.Now()
		}))
		if c := x.look(); c.State != "paused" || c.PauseFault != "instagram.restricted" || c.PausedUntil == nil || c.ErrorCode != "instagram.restricted" || c.ErrorAt == nil {
			t.Errorf("paused: %+v", c)
		}
		if c := x.asks("disconnect"); c.State != "disconnected" || len(x.peer.Fields) != 0 {
			t.Errorf("disconnected: %+v, subscribed to %v", c, x.peer.Fields)
		}
		if strings.Contains(x.said, "IGAA") || strings.Contains(x.said, "EAA") || strings.Contains(x.said, "secret") {
			t.Errorf("a token was told: %s", x.said)
		}
	})
}
