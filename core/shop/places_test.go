package shop_test

import (
	"encoding/json"
	"testing"

	"prilavok/core/shop"
)

// TestPromotionsAsKept: settings that were kept as a list read as switches, and back.
func TestPromotionsAsKept(t *testing.T) {
	for doc, want := range map[string]struct {
		telegram, instagram bool
		again               string
	}{
		`{}`:                                  {again: `{}`},
		`{"channels":["telegram"]}`:           {again: `{"channels":["telegram"]}`},
		`{"on":true}`:                         {again: `{"on":true}`},
		`{"on":true,"channels":["telegram"]}`: {telegram: true, again: `{"on":true,"channels":["telegram"]}`},
		`{"on":true,"channels":["instagram","telegram","fax"]}`: {telegram: true, instagram: true, again: `{"on":true,"channels":["telegram","instagram"]}`},
	} {
		var p shop.Promotions
		if err := json.Unmarshal([]byte(doc), &p); err != nil {
			t.Fatal(err)
		}
		again, err := json.Marshal(p)
		if err != nil || p.Allows(shop.Telegram) != want.telegram || p.Allows(shop.Instagram) != want.instagram || p.Allows(shop.Webchat) || p.Allows("fax") || string(again) != want.again {
			t.Errorf("%s reads as %+v and is kept as %s (%v)", doc, p, again, err)
		}
	}
}
