package telegram_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"prilavok/channel/telegram"
	"prilavok/core/call"
	"prilavok/core/contact"
	"prilavok/core/inbox"
	"prilavok/core/txn"
)

type doer func(call.Request) (call.Response, error)

func (d doer) Do(_ context.Context, r call.Request) (call.Response, error) { return d(r) }

func TestTextOutAndIn(t *testing.T) {
	in, err := telegram.Parse("acc_1", 0, []byte(`{"update_id":5,"message":{"message_id":7,"date":1795428101,"from":{"id":9,"first_name":"Оля"},"chat":{"id":9,"type":"private"},"text":"/start p_1"}}`))
	if err != nil || len(in) != 1 || in[0].Kind != inbox.KindCommand || in[0].Payload.Argument != "p_1" || in[0].ConversationKey != "9" {
		t.Fatalf("parsed %+v, %v", in, err)
	}
	var got map[string]any
	bot := telegram.New(telegram.Options{Token: "1:A", Now: func() time.Time { return time.Unix(1, 0) }, Do: doer(func(r call.Request) (call.Response, error) {
		return call.Response{Status: 200, Body: []byte(`{"ok":true,"result":{"message_id":8}}`)}, json.Unmarshal(r.Body, &got)
	})})
	id, err := bot.Send(t.Context(), contact.Address{ConversationKey: "9"}, inbox.Outgoing{
		Text: "Привет, <b>Оля</b>", Buttons: [][]inbox.Button{{{Text: "Меню", Action: "menu"}}},
	})
	if err != nil || id != "8" {
		t.Fatalf("sent %q, %v", id, err)
	}
	e := got["entities"].([]any)[0].(map[string]any)
	if got["text"] != "Привет, Оля" || e["offset"] != 8.0 || e["length"] != 3.0 || got["reply_markup"] == nil {
		t.Fatalf("request %v", got)
	}
}

func unit(ctx context.Context) context.Context { return txn.WithUnit(ctx, &txn.Unit{}) }
