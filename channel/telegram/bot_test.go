package telegram_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"prilavok/channel/telegram"
	"prilavok/channel/telegram/tgfake"
	"prilavok/channel/telegram/update"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/markup"
)

func TestTopics(t *testing.T) {
	w := newWorld(t)
	staff := w.peer.Group(-1009876543210, "Штаб", true)
	thread, err := w.bot.CreateTopic(t.Context(), "-1009876543210", "Ольга · "+strings.Repeat("ж", 200))
	if err != nil {
		t.Fatal(err)
	}
	photo := w.olga.Photo(picture(5), "такое же?")
	if _, err := w.bot.Copy(t.Context(), w.to, fmt.Sprint(photo), address("-1009876543210"), thread); err != nil {
		t.Fatal(err)
	}
	for range 2 { // both may be repeated
		if err := w.bot.CloseTopic(t.Context(), "-1009876543210", thread); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.bot.ReopenTopic(t.Context(), "-1009876543210", thread); err != nil {
		t.Fatal(err)
	}
	m := staff.Messages()[0]
	if fmt.Sprint(m.Thread) != thread || m.Text != "такое же?" || m.Photo == nil || len(staff.Topics()) != 1 {
		t.Errorf("seen %+v", m)
	}
	staff.DeleteTopic(m.Thread)
	if err := w.bot.CloseTopic(t.Context(), "-1009876543210", thread); fault.CodeOf(err) != telegram.CodeThreadGone {
		t.Errorf("a deleted topic: %v", err)
	}
	if _, err := w.bot.Copy(t.Context(), address("b:bc:5"), "1", address("-1009876543210"), ""); !fault.Is(err, fault.Unsupported) {
		t.Errorf("from a Business account: %v", err)
	}
}

func TestPresence(t *testing.T) {
	w := newWorld(t, func(_ *tgfake.Options, o *telegram.Options) { o.Capabilities = []string{telegram.CapDrafts} })
	w.bot.Typing(t.Context(), w.to, "")
	if text, shown := w.olga.Sees().Draft(); !shown || text != "" {
		t.Errorf("draft %q, %v", text, shown)
	}
	w.bot.Typing(t.Context(), w.to, "Ищу в каталоге…")
	if text, _ := w.olga.Sees().Draft(); text != "Ищу в каталоге…" {
		t.Errorf("draft %q", text)
	}
	w.olga.Stop()
	updates := drain(t, w.peer)
	in, err := telegram.Parse("acc_1", 0, updates[len(updates)-1])
	if s, ok := inbox.Extra[update.Stopped](in[0].Payload, update.ExtraStopped); err != nil || !ok || s.DraftID != telegram.DraftID(in[0].ConversationKey) {
		t.Errorf("stopped %+v, %v", in, err)
	}
	w.peer.Drafts = false // an older server
	w.bot.Typing(t.Context(), w.to, "Ищу…")
	w.bot.Typing(t.Context(), w.to, "Ищу…")
	if n := len(w.peer.Calls("sendMessageDraft")); n != 3 || w.olga.Sees().Typing() != 2 || len(w.bot.Capabilities()) != 0 {
		t.Errorf("%d drafts, %d times typing, able to %v", n, w.olga.Sees().Typing(), w.bot.Capabilities())
	}
	w.peer.Fail(tgfake.Failure{Code: 429, Text: "Too Many Requests: retry after 5", RetryAfter: 5})
	w.bot.Typing(t.Context(), w.to, "")
	w.bot.Typing(t.Context(), w.to, "")
	if n := len(w.peer.Calls("sendChatAction")); n != 3 {
		t.Errorf("typing went on through a refusal: %d", n)
	}
}

func TestConnect(t *testing.T) {
	w := newWorld(t)
	w.peer.HasTopics, w.peer.Business = true, true
	commands := []telegram.Command{{Name: "menu", Description: lang.Phrase{RU: "Меню", EN: "Menu"}}}
	hook := telegram.Setup{Commands: commands, WebhookURL: "https://hooks.example/tg/acc_1", Secret: "k9s_secret-1"}
	me, err := w.bot.Connect(t.Context(), hook)
	if err != nil || me.ID != w.peer.ID || me.Username != "demo_shop_bot" || fmt.Sprint(me.Capabilities) != "[drafts topics business]" {
		t.Fatalf("%+v, %v", me, err)
	}
	if w.peer.Commands("ru")[0].Description != "Меню" || w.peer.Commands("")[0].Description != "Menu" {
		t.Errorf("menu %v", w.peer.Commands("ru"))
	}
	info, err := w.bot.WebhookInfo(t.Context())
	if err != nil || info.URL != hook.WebhookURL || info.Pending != 1 || len(info.Allowed) < 14 {
		t.Errorf("%+v, %v", info, err)
	}
	if _, err := w.bot.Connect(t.Context(), telegram.Setup{}); err != nil {
		t.Fatal(err)
	}
	if info, err := w.bot.WebhookInfo(t.Context()); err != nil || info.URL != "" || info.Pending != 1 {
		t.Errorf("back to polling: %+v, %v", info, err)
	}
	for _, c := range w.peer.Calls("") {
		if string(c.Params["drop_pending_updates"]) == "true" {
			t.Errorf("%s drops updates", c.Method)
		}
	}
	hook.Secret = "пароль"
	if _, err := w.bot.Connect(t.Context(), hook); fault.CodeOf(err) != "telegram.secret" {
		t.Errorf("a bad secret: %v", err)
	}
	w.fake.Revoke(token)
	if _, err := w.bot.Connect(t.Context(), telegram.Setup{}); !fault.Is(err, fault.Unauthorized) {
		t.Errorf("a revoked token: %v", err)
	}
}

func TestConnectToOlderServer(t *testing.T) {
	w := newWorld(t)
	w.peer.Fail(tgfake.Failure{Method: "setWebhook", Code: 400, Text: "Bad Request: unknown update type"})
	if _, err := w.bot.Connect(t.Context(), telegram.Setup{WebhookURL: "https://a.example/x", Secret: "s"}); err != nil {
		t.Fatal(err)
	}
	if info, err := w.bot.WebhookInfo(t.Context()); err != nil || strings.Contains(fmt.Sprint(info.Allowed), "stopped_message") || len(info.Allowed) < 10 {
		t.Errorf("%+v, %v", info, err)
	}
}

func TestDownload(t *testing.T) {
	w := newWorld(t)
	w.olga.Voice([]byte("OggS..."), 7)
	w.olga.Document("прайс.zip", nil, 3<<30)
	var voice, big string
	for _, body := range drain(t, w.peer) {
		in, err := telegram.Parse("acc_1", 0, body)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range in[0].Payload.Attachments {
			if a.TooBig {
				big = a.FileID
			} else {
				voice = a.FileID
			}
		}
	}
	data, mime, err := w.bot.Download(t.Context(), voice)
	if err != nil || string(data) != "OggS..." || mime != "audio/ogg" {
		t.Errorf("%q, %s, %v", data, mime, err)
	}
	if _, _, err := w.bot.Download(t.Context(), big); fault.CodeOf(err) != telegram.CodeTooBig {
		t.Errorf("too big: %v", err)
	}
	if _, _, err := w.bot.Download(t.Context(), "gone"); fault.CodeOf(err) != telegram.CodeFileAway {
		t.Errorf("gone: %v", err)
	}
}

func TestQueries(t *testing.T) {
	w := newWorld(t)
	w.send(t, inbox.Outgoing{Text: "x", Buttons: [][]inbox.Button{{{Text: "В корзину", Action: "add:1"}}}})
	q := w.olga.Press(0, "В корзину")
	if err := w.bot.AnswerButton(t.Context(), q, markup.B("Готово")+strings.Repeat("!", 300)); err != nil {
		t.Fatal(err)
	}
	if answered, _, text := w.peer.Answer(q); !answered || !strings.HasPrefix(text, "Готово!") {
		t.Errorf("answered %v, %q", answered, text)
	}
	if err := w.bot.AnswerButton(t.Context(), q, ""); err != nil {
		t.Errorf("a late answer is no fault: %v", err)
	}
	no := w.olga.Checkout("ord_1", "RUB", 579000)
	if err := w.bot.AnswerPreCheckout(t.Context(), no, false, "Товар закончился"); err != nil {
		t.Fatal(err)
	}
	yes := w.olga.Checkout("ord_2", "RUB", 579000)
	if err := w.bot.AnswerPreCheckout(t.Context(), yes, true, ""); err != nil {
		t.Fatal(err)
	}
	updates := drain(t, w.peer)
	in, err := telegram.Parse("acc_1", 0, updates[len(updates)-1])
	if p, ok := inbox.Extra[update.Payment](in[0].Payload, update.ExtraPayment); err != nil || !ok || p.Payload != "ord_2" || p.Total != 579000 {
		t.Errorf("paid %+v, %v", in[0], err)
	}
	late := w.olga.Checkout("ord_3", "RUB", 1)
	w.clock.advance(11 * time.Second)
	if err := w.bot.AnswerPreCheckout(t.Context(), late, true, ""); fault.CodeOf(err) != telegram.CodeQueryOld {
		t.Errorf("a late checkout must be known: %v", err)
	}
}

func TestSecret(t *testing.T) {
	h := telegram.HashSecret("k9s_1")
	for _, c := range []struct {
		hash, header string
		ok           bool
	}{{h, "k9s_1", true}, {h, "k9s_2", false}, {h, "", false}, {"", "", false}, {"", "k9s_1", false}, {h[:10], "k9s_1", false}, {h, h, false}} {
		if telegram.CheckSecret(c.hash, c.header) != c.ok {
			t.Errorf("%q %q is not %v", c.hash, c.header, c.ok)
		}
	}
}

func TestNothingIsSentInsideUnit(t *testing.T) {
	w := newWorld(t)
	_, err := w.bot.Send(unit(t.Context()), w.to, inbox.Outgoing{Text: "x"})
	if fault.CodeOf(err) != "txn.open" || len(w.olga.Sees().FromBot()) != 0 {
		t.Errorf("got %v", err)
	}
}
