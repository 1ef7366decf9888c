package telegram_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"prilavok/channel/telegram"
	"prilavok/channel/telegram/tgfake"
	"prilavok/core/call"
	"prilavok/core/inbox"
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
