package app_test

import (
	"context"
	"testing"

	"prilavok/httpapi/webhook"
	"prilavok/store/storetest"
)

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
