package admin_test

import (
	"net/http"
	"testing"

	"prilavok/core/shop"
	"prilavok/httpapi/admin/settings"
	"prilavok/store"
)

// TestPromotionsAreSwitchedOn: a shop advertises nowhere until its owner says so, channel by
// channel; that is a change of settings like others, with its version and the way back.
func TestPromotionsAreSwitchedOn(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		allowed := func() (list []shop.Channel) {
			sh, err := x.app.Shops.Get(x.Ctx)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range []shop.Channel{shop.Telegram, shop.Webchat, shop.Instagram} {
				if sh.Settings.Promotions.Allows(c) {
					list = append(list, c)
				}
			}
			return list
		}
		if got := allowed(); len(got) != 0 {
			t.Errorf("from the start on %v", got)
		}
		x.change(`{"changes":{"promotions.telegram":true}}`).is(http.StatusOK, "")
		if got := allowed(); len(got) != 0 {
			t.Errorf("a channel without the main switch: %v", got)
		}
		var on settings.SettingsChanged
		x.change(`{"changes":{"promotions.on":true}}`).is(http.StatusOK, "").read(&on)
		if got := allowed(); len(got) != 1 || got[0] != shop.Telegram || x.setTo("promotions.instagram") != "false" {
			t.Errorf("on: %v", got)
		}
		x.do(ask{"POST", "/settings/versions/" + on.Version.ID + "/undo", x.key, "", nil}).is(http.StatusOK, "")
		if got := allowed(); len(got) != 0 || x.setTo("promotions.telegram") != "true" {
			t.Errorf("undone: %v", got)
		}
	})
}
