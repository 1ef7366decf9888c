package telegram_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"prilavok/channel/telegram"
	"prilavok/channel/telegram/tgfake"
	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/txn"
)

func TestSilentAndStoppable(t *testing.T) {
	w := newWorld(t, func(_ *tgfake.Options, o *telegram.Options) { o.Capabilities = []string{telegram.CapDrafts} })
	w.send(t, inbox.Outgoing{Text: "ночью", Silent: true})
	w.send(t, inbox.Outgoing{Text: "днём"})
	if all := w.olga.Sees().FromBot(); !all[0].Silent || all[1].Silent {
		t.Errorf("silent %v, then %v", all[0].Silent, all[1].Silent)
	}
	w.bot.Typing(t.Context(), w.to, "")
	if c := w.peer.Calls("sendMessageDraft"); len(c) != 1 || string(c[0].Params["can_stop"]) != "true" {
		t.Errorf("drafts %v", c)
	}
}

// TestEveryNesting: what Telegram refuses to nest is left plain, the rest kept.
func TestEveryNesting(t *testing.T) {
	w := newWorld(t)
	tags := []string{"b", "i", "u", "s", "code", "pre", "blockquote", `a href="https://a.example"`}
	for _, a := range tags {
		for _, b := range tags {
			end := func(tag string) string { name, _, _ := strings.Cut(tag, " "); return "</" + name + ">" }
			w.clock.advance(time.Minute)
			w.send(t, inbox.Outgoing{Text: "<" + a + ">один <" + b + ">два" + end(b) + end(a) + " три"})
			if m := w.olga.Sees().Last(); m.Text != "один два три" || len(m.Entities) == 0 {
				t.Errorf("<%s><%s>: seen %+v", a, b, m)
			}
		}
	}
}

func TestMoreThanHundredEntities(t *testing.T) {
	w := newWorld(t)
	w.send(t, inbox.Outgoing{Text: strings.Repeat("<b>а</b> ", 150)})
	if m := w.olga.Sees().Last(); len(m.Entities) != 100 || strings.Count(m.Text, "а") != 150 {
		t.Errorf("%d entities", len(m.Entities))
	}
}

func TestAlbumIsPaced(t *testing.T) {
	w := newWorld(t)
	w.send(t, inbox.Outgoing{Images: images(10)})
	_, err := w.bot.Send(t.Context(), w.to, inbox.Outgoing{Text: "ещё"})
	if !fault.Is(err, fault.TooMany) || fault.RetryAfter(err) < 5*time.Second {
		t.Errorf("right after an album: %v", err)
	}
}

// oneMedia is a media root with one picture at every path.
type oneMedia []byte

func (m oneMedia) Open(context.Context, string) ([]byte, string, error) { return m, "image/png", nil }

func TestUploads(t *testing.T) {
	for name, data := range map[string][]byte{"empty": nil, "11 MB": append(picture(1), make([]byte, 11<<20)...), "no picture": []byte("<svg/>")} {
		w := newWorld(t, func(_ *tgfake.Options, o *telegram.Options) { o.Media = oneMedia(data) })
		w.send(t, inbox.Outgoing{Text: "Море", Images: images(1)})
		if m := w.olga.Sees().Last(); m.Photo != nil || !strings.HasPrefix(m.Text, "Море") {
			t.Errorf("%s: seen %+v", name, m)
		}
		if name == "11 MB" && len(w.peer.Calls("sendPhoto")) != 0 {
			t.Error("what is too large was uploaded all the same")
		}
	}
	var body string
	bot := telegram.New(telegram.Options{Token: token, Media: &media{}, Now: newClock().now, Do: doer(func(r call.Request) (call.Response, error) {
		body = string(r.Body)
		return call.Response{Status: 200, Body: []byte(`{"ok":true,"result":{"message_id":1,"photo":[]}}`)}, nil
	})})
	if _, err := bot.Send(t.Context(), address("5"), inbox.Outgoing{Images: images(1)}); err != nil || !strings.Contains(body, `filename="p0.png"`) {
		t.Errorf("%v, uploaded %.200q", err, body)
	}
}

// fileStore counts what reaches the database; it is also the unit of work.
type fileStore struct {
	ids           map[string]string
	reads, writes int
	away          bool
}

func (f *fileStore) InTx(ctx context.Context, fn func(ctx context.Context) error) error {
	if f.away || txn.ShopID(ctx) != "shp_1" {
		return errors.New("away")
	}
	return fn(ctx)
}

func (f *fileStore) View(ctx context.Context, fn func(ctx context.Context) error) error {
	return f.InTx(ctx, fn)
}

func (f *fileStore) TelegramFile(_ context.Context, accountID, source string) (string, error) {
	f.reads++
	return f.ids[accountID+source], nil
}

func (f *fileStore) SaveTelegramFile(_ context.Context, accountID, source, fileID string, _ time.Time) error {
	f.writes++
	f.ids[accountID+source] = fileID
	return nil
}

func TestStoredFiles(t *testing.T) {
	db := &fileStore{ids: map[string]string{}}
	k := newClock()
	start := func() telegram.FileCache { return telegram.NewStoredFiles(db, db, "shp_1", k.now) }
	first := start()
	for range 3 {
		first.RememberFile(t.Context(), "acc_1", "/media/1.png", "AgAC")
	}
	if db.writes != 1 {
		t.Errorf("the same id was written %d times", db.writes)
	}
	again := start()
	for range 3 {
		if id, ok := again.FileID(t.Context(), "acc_1", "/media/1.png"); !ok || id != "AgAC" {
			t.Errorf("after a restart: %q, %v", id, ok)
		}
	}
	if _, ok := again.FileID(t.Context(), "acc_2", "/media/1.png"); ok || db.reads != 2 {
		t.Errorf("another bot's id, or %d reads", db.reads)
	}
	db.away = true
	if _, ok := start().FileID(t.Context(), "acc_1", "/media/1.png"); ok {
		t.Error("a database that is away knows ids")
	}
	start().RememberFile(t.Context(), "acc_1", "/media/2.png", "AgAC-2") // costs an upload later, no fault now
}
