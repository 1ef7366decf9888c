package main

import (
	"net/http/httptest"
	"strings"
	"testing"

	"prilavok/channel/instagram/igfake"
)

// TestConnectInstagram: an account is connected by its token, which is printed nowhere,
// looked at, and connected anew.
func TestConnectInstagram(t *testing.T) {
	fake := igfake.New(igfake.Options{})
	web := httptest.NewServer(fake)
	defer web.Close()
	peer := fake.Account("17841400000000001", "IGAAFIRST")
	d := openDesk(t)
	d.env["INSTAGRAM_API_URL"] = web.URL
	d.run(0, "migrate")
	d.run(0, "shop", "add", "north", "Север")
	d.run(0, "shop", "add", "south", "Юг")
	_, said := d.run(1, "shop", "connect-instagram", "north")
	if !strings.Contains(said, "INSTAGRAM_TOKEN") {
		t.Errorf("without a token: %s", said)
	}
	d.env["INSTAGRAM_TOKEN"] = "IGAAWRONG"
	if _, said := d.run(1, "shop", "connect-instagram", "north"); !strings.Contains(said, "instagram.token") || strings.Contains(said, "IGAAWRONG") {
		t.Errorf("a wrong token: %s", said)
	}
	d.env["INSTAGRAM_TOKEN"] = "IGAAFIRST"
	out, _ := d.run(0, "shop", "connect-instagram", "north", "human-agent")
	id, _, _ := strings.Cut(out, "\t")
	if !strings.Contains(out, "\t@demo.shop\tthe token is good until ") || strings.Contains(out, "lacks") || strings.Contains(out, "IGAA") {
		t.Errorf("connected: %s", out)
	}
	if out, _ := d.run(0, "shop", "check-instagram", "north"); !strings.HasPrefix(out, id+"\t@demo.shop\t") || strings.Contains(out, "lacks") {
		t.Errorf("checked: %s", out)
	}
	if _, said := d.run(1, "shop", "connect-instagram", "south"); !strings.Contains(said, "instagram.other_shop") {
		t.Errorf("another shop's: %s", said)
	}
	peer.Permissions, peer.Fields = []string{"instagram_business_basic"}, nil
	out, said = d.run(1, "shop", "check-instagram", "north")
	if !strings.Contains(out, "lacks permissions: instagram_business_manage_messages.") ||
		!strings.Contains(out, "no messages come or go") || len(peer.Fields) == 0 || !strings.Contains(said, "not set up whole") {
		t.Errorf("checked: %s%s", out, said)
	}
	peer.Revoke()
	if _, said := d.run(1, "shop", "check-instagram", "north"); !strings.Contains(said, "instagram.token") {
		t.Errorf("after a revocation: %s", said)
	}
	peer.Issue("IGAASECOND")
	d.env["INSTAGRAM_TOKEN"] = "IGAASECOND"
	if out, _ := d.run(0, "shop", "connect-instagram", "north"); !strings.HasPrefix(out, id+"\t") {
		t.Errorf("connected anew: %s", out)
	}
	managed(d, peer)
}

// managed pulls and disconnects an account, and begins to connect one by logging in.
func managed(d *desk, peer *igfake.Account) {
	t := d.t
	t.Helper()
	if out, _ := d.run(0, "shop", "pull-instagram", "north"); !strings.HasPrefix(out, "@demo.shop\t") {
		t.Errorf("pulled: %s", out)
	}
	peer.Permissions = []string{"instagram_business_basic", "instagram_business_manage_messages"}
	if _, said := d.run(1, "shop", "disconnect-instagram", "north", "@nobody"); !strings.Contains(said, "link.no_account") {
		t.Errorf("disconnected nobody: %s", said)
	}
	if out, _ := d.run(0, "shop", "disconnect-instagram", "north", "demo.shop"); !strings.Contains(out, "is disconnected") || len(peer.Fields) != 0 {
		t.Errorf("disconnected: %s, subscribed to %v", out, peer.Fields)
	}
	if _, said := d.run(1, "shop", "login-instagram", "north"); !strings.Contains(said, "link.not_set_up") {
		t.Errorf("without an app: %s", said)
	}
	app := igfake.DefaultApp
	d.env["INSTAGRAM_APP_ID"], d.env["INSTAGRAM_APP_SECRET"] = app.InstagramID, app.InstagramSecret
	d.env["META_APP_ID"], d.env["META_APP_SECRET"] = app.MetaID, app.MetaSecret
	d.env["PUBLIC_URL"] = "https://shop.example"
	for _, word := range []string{"", "facebook"} {
		args := []string{"shop", "login-instagram", "north"}
		if word != "" {
			args = append(args, word)
		}
		if out, _ := d.run(0, args...); !strings.HasPrefix(out, "https://shop.example/connect/instagram/begin/") {
			t.Errorf("log in at %s", out)
		}
	}
}
