package app_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/httpapi/webhook"
	"prilavok/store/storetest"
)

// TestInstagramThreads: who another program answers we do not.
func TestInstagramThreads(t *testing.T) {
	p := newPage(t, storetest.SQLite(t))
	item := func(rest string) string {
		return fmt.Sprintf(`{"sender":{"id":"%s"},"recipient":{"id":"%s"},"timestamp":1795428000000,%s}`, igCustomer, ourPage, rest)
	}
	if got := p.post(`{"object":"instagram","entry":[{"id":"` + ourPage + `","standby":[` + item(text("d1", "кружка")) + `]}]}`); got != 200 {
		t.Fatal(got)
	}
	p.says("standby", p.drain(), "")
	p.comes(5000, text("d2", "кружка"))
	p.says("ours again", p.drain(), "Синяя кружка")
	p.comes(6000, `"take_thread_control":{"previous_owner_app_id":"1","new_owner_app_id":"263902037430900"}`)
	p.comes(7000, text("d3", "кружка"))
	p.says("taken", p.drain(), "")
	if c, list := p.messages(); c.Status != inbox.Open || len(list) < 4 {
		t.Errorf("%s %q", c.Status, list)
	}
}

// TestInstagramBatch: a body of a thousand events of two shops and a stranger.
func TestInstagramBatch(t *testing.T) {
	p := newPage(t, storetest.SQLite(t))
	sh, err := p.Shops.Create(context.Background(), shop.Shop{Slug: "second", Name: lang.Texts{lang.RU: "Вторая"}, Languages: []lang.Lang{lang.RU}, Currency: "RUB", TimeZone: "Europe/Moscow"})
	if err != nil {
		t.Fatal(err)
	}
	second := p.account(txn.ForShop(context.Background(), sh.ID), "22")
	var b strings.Builder
	for i := range 1000 {
		id := []string{ourPage, "22", "33", "0"}[i%4]
		fmt.Fprintf(&b, `,{"id":"%s","time":1,"messaging":[{"sender":{"id":"9%d"},"recipient":{"id":"%s"},"timestamp":%d,"message":{"mid":"m%d","text":"привет"}},{"novelty":%d}]}`,
			id, i%40, id, 1795428000000+i, i, i)
	}
	for range 2 {
		if got := p.post(`{"object":"instagram","entry":[` + b.String()[1:] + `]}`); got != 200 {
			t.Fatal(got)
		}
	}
	for shopID, acc := range map[string]shop.Account{p.acc.ShopID: p.acc, sh.ID: second} {
		err := p.Store.View(txn.ForShop(context.Background(), shopID), func(ctx context.Context) error {
			n := 0
			for i := range 40 {
				c, found, err := p.Store.ConversationByKey(ctx, acc.ID, fmt.Sprintf("9%d", i))
				if err != nil {
					return err
				}
				if found {
					n += int(c.LastSeq)
				}
			}
			if n != 250 {
				t.Errorf("%d messages of %s", n, acc.Name)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestInstagramGreets(t *testing.T) {
	p := newPage(t, storetest.SQLite(t))
	get := func(query string) webhook.Response {
		return p.Webhook.Serve(context.Background(), webhook.Request{Method: "GET", Path: "/hook/instagram", Query: query, Header: func(string) string { return "" }})
	}
	if r := get("hub.mode=subscribe&hub.challenge=115&hub.verify_token=word"); r.Status != 200 || string(r.Body) != "115" || !r.Text {
		t.Errorf("%+v", r)
	}
	if r := get("hub.mode=subscribe&hub.challenge=115&hub.verify_token=other"); r.Status != 403 || r.Body != nil {
		t.Errorf("%+v", r)
	}
	body := `{"object":"instagram","entry":[]}`
	if r := p.Webhook.Serve(context.Background(), webhook.Request{Method: "POST", Path: "/hook/instagram", Body: []byte(body), Header: func(string) string { return "" }}); r.Status != 401 {
		t.Errorf("unsigned: %+v", r)
	}
}
