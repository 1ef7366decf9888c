package telegram_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"prilavok/channel/telegram"
	"prilavok/channel/telegram/tgfake"
	"prilavok/channel/telegram/update"
	"prilavok/core/call"
	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/markup"
)

func TestPicturesAreUploadedOnce(t *testing.T) {
	w := newWorld(t)
	m := inbox.Outgoing{Text: "Платье", Images: images(1)}
	w.send(t, m)
	w.send(t, m)
	calls := w.peer.Calls("sendPhoto")
	if w.media.opened != 1 || len(calls) != 2 || len(calls[0].Files) != 1 || len(calls[1].Files) != 0 {
		t.Fatalf("opened %d times, calls %d", w.media.opened, len(calls))
	}
	if all := w.olga.Sees().FromBot(); string(all[1].Photo.Data) != string(picture(0)) {
		t.Error("the second photo is another one")
	}
	w.clock.advance(time.Minute)
	if _, err := w.bot.Send(t.Context(), w.to, inbox.Outgoing{Images: images(3)}); err != nil {
		t.Fatal(err)
	}
	if files := w.peer.Calls("sendMediaGroup")[0].Files; len(files) != 2 || w.media.opened != 3 {
		t.Errorf("the album uploads %d files, opened %d", len(files), w.media.opened)
	}
}

func TestStaleFileIsUploadedAgain(t *testing.T) {
	w := newWorld(t)
	w.send(t, inbox.Outgoing{Images: images(1)})
	w.peer.Fail(tgfake.Failure{Method: "sendPhoto", Code: 400, Text: "Bad Request: wrong file identifier/HTTP URL specified"})
	w.send(t, inbox.Outgoing{Images: images(1)})
	if n := len(w.olga.Sees().FromBot()); n != 2 || w.media.opened != 2 {
		t.Errorf("%d messages, opened %d times", n, w.media.opened)
	}
}

func TestPictureByURL(t *testing.T) {
	const u = "https://cdn.example/1.png"
	outside := doer(func(r call.Request) (call.Response, error) {
		if r.URL != u {
			return call.Response{Status: 404}, nil
		}
		return call.Response{Status: 200, Body: picture(1), Header: map[string]string{"content-type": "image/png"}}, nil
	})
	t.Run("Telegram fetches it", func(t *testing.T) {
		w := newWorld(t, func(o *tgfake.Options, _ *telegram.Options) {
			o.Fetch = func(string) ([]byte, error) { return picture(1), nil }
		})
		w.send(t, inbox.Outgoing{Images: []inbox.Image{{URL: u}}})
		w.send(t, inbox.Outgoing{Images: []inbox.Image{{URL: u}}})
		calls := w.peer.Calls("sendPhoto")
		if string(calls[0].Params["photo"]) != `"`+u+`"` || strings.Contains(string(calls[1].Params["photo"]), "http") {
			t.Errorf("by %s, then by %s", calls[0].Params["photo"], calls[1].Params["photo"])
		}
	})
	t.Run("Telegram cannot, we can", func(t *testing.T) {
		w := newWorld(t)
		var fake call.Doer = w.fake.Doer(outside)
		w.bot = telegram.New(telegram.Options{Token: token, Do: fake, Now: w.clock.now})
		w.send(t, inbox.Outgoing{Images: []inbox.Image{{URL: u}}})
		if m := w.olga.Sees().Last(); m.Photo == nil || string(m.Photo.Data) != string(picture(1)) {
			t.Errorf("seen %+v", m)
		}
	})
	t.Run("nobody can: words and the address", func(t *testing.T) {
		w := newWorld(t)
		w.send(t, inbox.Outgoing{Text: "Вот", Images: []inbox.Image{{URL: u, Alt: "платье"}}, Buttons: [][]inbox.Button{{{Text: "Да", Action: "y"}}}})
		if m := w.olga.Sees().Last(); m.Photo != nil || m.Text != "Вот\n🖼 платье "+u || len(m.Buttons) != 1 {
			t.Errorf("seen %+v", m)
		}
	})
	t.Run("an address inside is never fetched", func(t *testing.T) {
		asked := false
		w := newWorld(t)
		w.bot = telegram.New(telegram.Options{Token: token, Now: w.clock.now, Do: w.fake.Doer(doer(func(call.Request) (call.Response, error) {
			asked = true
			return call.Response{}, errors.New("no")
		}))})
		w.send(t, inbox.Outgoing{Text: "x", Images: []inbox.Image{{URL: "http://127.0.0.1:5432/"}}})
		if asked {
			t.Error("asked an address of this host")
		}
	})
}

func TestPictureThatTelegramCannotShow(t *testing.T) {
	for name, images := range map[string][]inbox.Image{
		"missing":       {{URL: "/media/999.png", Alt: "платье"}},
		"one of many":   {{URL: "/media/1.png", Alt: "первое"}, {URL: "/media/999.png", Alt: "второе"}},
		"edited to one": {{URL: "/media/999.png", Alt: "платье"}},
	} {
		w := newWorld(t)
		m := inbox.Outgoing{Text: "Море", Images: images}
		if name == "edited to one" {
			m.Replaces = w.send(t, inbox.Outgoing{Text: "было"})
		}
		w.send(t, m)
		if got := w.olga.Sees().Last(); !strings.HasPrefix(got.Text, "Море") || !strings.Contains(got.Text, images[len(images)-1].Alt) {
			t.Errorf("%s: seen %+v", name, got)
		}
	}
}

func TestCaptionOfPictureIsEdited(t *testing.T) {
	w := newWorld(t)
	id := w.send(t, inbox.Outgoing{Text: "Море", Images: images(1), Buttons: [][]inbox.Button{{{Text: "В корзину", Action: "a"}}}})
	if again := w.send(t, inbox.Outgoing{Text: "Море — <b>в корзине</b>", Replaces: id}); again != id {
		t.Errorf("sent anew as %s", again)
	}
	w.clock.advance(time.Minute)
	w.send(t, inbox.Outgoing{Replaces: id, Buttons: [][]inbox.Button{{{Text: "Оформить", Action: "b"}}}})
	all := w.olga.Sees().FromBot()
	if len(all) != 1 || all[0].Text != "Море — в корзине" || all[0].Photo == nil || all[0].Buttons[0][0].Data != "b" {
		t.Fatalf("seen %+v", all)
	}
	w.clock.advance(time.Minute)
	if again := w.send(t, inbox.Outgoing{Text: strings.Repeat("длинно ", 300), Replaces: id}); again == id {
		t.Error("a text too long for a caption was edited into one")
	}
}

func TestBusinessAccount(t *testing.T) {
	w := newWorld(t)
	owner := w.peer.Connect("bc_1", 5550001111, "Магазин", true)
	customer := owner.Customer(olga, "Ольга")
	customer.Say("Работаете сегодня?")
	to := contact.Address{ExternalID: "279058397", ConversationKey: "b:bc_1:279058397"}
	id, err := w.bot.Send(t.Context(), to, inbox.Outgoing{Text: "Да, до 20:00", Ask: inbox.AskPhone})
	if err != nil {
		t.Fatal(err)
	}
	if m := customer.Sees().Last(); m.Text != "Да, до 20:00" || m.Keyboard != nil {
		t.Errorf("the customer sees %+v", m)
	}
	if len(w.olga.Sees().FromBot()) != 0 {
		t.Error("it went into the bot's own chat")
	}
	if _, err := w.bot.Send(t.Context(), to, inbox.Outgoing{Text: "Да, до 21:00", Replaces: id}); err != nil || customer.Sees().Last().Text != "Да, до 21:00" {
		t.Errorf("edit: %v, seen %+v", err, customer.Sees().Last())
	}
	w.bot.Typing(t.Context(), to, "Ищу…")
	if customer.Sees().Typing() != 1 {
		t.Error("no typing")
	}
	owner.Say(customer, "Я сам отвечу")
	kinds := []inbox.Kind{}
	for _, body := range drain(t, w.peer) {
		in, err := telegram.Parse("acc_1", w.peer.ID, body)
		if err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, in[0].Kind)
	}
	if got := fmt.Sprint(kinds); got != "[command service text echo operator]" {
		t.Errorf("kinds %s", got)
	}
	owner.Disconnect()
	if _, err := w.bot.Send(t.Context(), to, inbox.Outgoing{Text: "x"}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("after the owner left: %v", err)
	}
}

// drain takes every waiting update.
func drain(t *testing.T, peer *tgfake.Bot) []json.RawMessage {
	t.Helper()
	c := telegram.New(telegram.Options{Token: token, Do: peer.Server().Doer(nil)}).Client()
	var list []json.RawMessage
	if err := c.Call(t.Context(), "getUpdates", map[string]any{"timeout": 0}, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestDirectMessagesOfChannel(t *testing.T) {
	w := newWorld(t)
	channel := w.peer.Channel(-1002223334445, "Новинки")
	channel.Ask(olga, "Ольга", "Есть в наличии?")
	updates := drain(t, w.peer)
	in, err := telegram.Parse("acc_1", w.peer.ID, updates[len(updates)-1])
	if err != nil || in[0].Kind != inbox.KindText {
		t.Fatalf("%+v, %v", in, err)
	}
	if _, err := w.bot.Send(t.Context(), address(in[0].ConversationKey), inbox.Outgoing{Text: "Да", Hide: true}); err != nil {
		t.Fatal(err)
	}
	all := channel.Messages()
	if m := all[len(all)-1]; m.Text != "Да" || m.Topic != olga {
		t.Errorf("seen %+v", m)
	}
	w.bot.Typing(t.Context(), address(in[0].ConversationKey), "") // does not exist there: nothing is called
	if n := len(w.peer.Calls("sendChatAction")); n != 0 {
		t.Errorf("%d chat actions", n)
	}
}

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
	if s, ok := update.Extra[update.Stopped](in[0].Payload, update.ExtraStopped); err != nil || !ok || s.DraftID != telegram.DraftID(in[0].ConversationKey) {
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
	if _, _, err := w.bot.Download(t.Context(), "gone"); fault.CodeOf(err) != telegram.CodeFileID {
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
	if p, ok := update.Extra[update.Payment](in[0].Payload, update.ExtraPayment); err != nil || !ok || p.Payload != "ord_2" || p.Total != 579000 {
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
