package telegram

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"prilavok/app"
	"prilavok/channel/telegram"
	"prilavok/channel/telegram/tgfake"
	"prilavok/channel/webchat"
	"prilavok/core/handoff"
	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/seal"
	"prilavok/core/shop"
	"prilavok/core/upload"
	"prilavok/httpapi/webhook"
	"prilavok/store"
	"prilavok/store/storetest"
)

const visitor = "0123456789abcdef"

// hall is a shop with a chat page, whose operators sit in a Telegram group.
type hall struct {
	t    *testing.T
	ctx  context.Context
	app  *app.App
	page shop.Account
	fake *tgfake.Server
	desk *tgfake.Group
	n    int
}

// RoundTrip implements http.RoundTripper: a webhook without a network.
func (h *hall) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	res := h.app.Webhook.Serve(r.Context(), webhook.Request{Method: r.Method, Path: r.URL.Path, Header: r.Header.Get, Body: body})
	return &http.Response{StatusCode: res.Status, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(res.Body))}, nil
}

func newHall(t *testing.T, st *store.Store) *hall {
	t.Helper()
	h := &hall{t: t}
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	clock := func() time.Time { now = now.Add(time.Second); return now }
	h.fake = tgfake.New(tgfake.Options{Now: clock, Hooks: h, AnyHook: true})
	keys, err := seal.New([]seal.Key{{ID: "1", Bytes: make([]byte, seal.KeySize)}}, nil)
	h.ok(err)
	h.app = app.New(app.Deps{Store: st, HTTP: h.fake.Doer(nil), Keys: keys, Now: clock, IDs: id.New(clock, nil), Log: slog.New(slog.DiscardHandler)})
	var sh shop.Shop
	h.ctx, sh, h.page = storetest.Shop(t, st, "hall")
	h.page, err = h.app.Shops.SaveAccount(h.ctx, shop.Account{Channel: shop.Webchat, Name: "page", Status: "active"}, "", "")
	h.ok(err)
	acc, err := h.app.Shops.SaveAccount(h.ctx, shop.Account{Channel: shop.Telegram, Name: "@hall", ExternalID: "42", Status: "active"}, "42:token", "hook-secret")
	h.ok(err)
	bot, err := h.app.Fleet.Bot(h.ctx, acc.ID)
	h.ok(err)
	peer := h.fake.Bot("42:token")
	_, err = bot.Connect(h.ctx, telegram.Setup{WebhookURL: "https://shop.example/hook/telegram/" + acc.ID, Secret: "hook-secret"})
	h.ok(err)
	h.desk = peer.Group(-1001234567890, "Лавка: люди", false)
	sh.Settings.Staff = shop.Staff{AccountID: acc.ID, ChatID: "-1001234567890"}
	_, err = h.app.Shops.Save(h.ctx, sh)
	h.ok(err)
	return h
}

func (h *hall) ok(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// say posts what the visitor sends, as the page's handler does.
func (h *hall) say(body string, args ...any) {
	h.t.Helper()
	h.n++
	in, err := webchat.Parse(fmt.Appendf(nil, `{"client_id":"client-%03d",%s}`, h.n, fmt.Sprintf(body, args...)), h.page.ID, inbox.Person{ExternalID: visitor, Lang: "ru"})
	h.ok(err)
	h.ok(h.app.Inbox.Receive(h.ctx, h.page, []inbox.Incoming{in}))
	h.settle()
}

func (h *hall) settle() {
	h.t.Helper()
	for range 4 {
		h.fake.Deliver(context.Background())
		_, err := h.app.Jobs.Drain(context.Background())
		h.ok(err)
	}
}

func (h *hall) conversation() (c inbox.Conversation) {
	h.t.Helper()
	h.ok(h.app.Store.View(h.ctx, func(ctx context.Context) (err error) {
		c, _, err = h.app.Store.ConversationByKey(ctx, h.page.ID, visitor)
		return err
	}))
	return c
}

// square is a picture of a size.
func square(h *hall, side int) []byte {
	h.t.Helper()
	var b bytes.Buffer
	h.ok(png.Encode(&b, image.NewGray(image.Rect(0, 0, side, side))))
	return b.Bytes()
}

// TestPicturesCrossChannels: an operator in Telegram sees what a visitor of the page has
// photographed, and the visitor sees the operator's photo.
func TestPicturesCrossChannels(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		h := newHall(t, st)
		theirs, ours := square(h, 40), square(h, 41)
		h.say(`"text":"здравствуйте"`)
		u, err := h.app.Uploads.Save(h.ctx, h.page.ID, visitor, theirs)
		h.ok(err)
		_, err = h.app.Handoffs.Accept(h.ctx, h.conversation().ID, handoff.Operator{ID: "7001", Name: "Марина"})
		h.ok(err)
		h.say(`"photos":[%q],"text":"вот такая есть?"`, u.ID)
		var post tgfake.Message
		for _, m := range h.desk.Messages() {
			if m.Photo != nil && strings.Contains(m.Text, "вот такая есть?") {
				post = m
			}
		}
		if post.Photo == nil || !bytes.Equal(post.Photo.Data, theirs) {
			t.Fatalf("the staff chat has %+v", h.desk.Messages())
		}
		h.desk.Picture(7001, "Марина", post.ID, ours, "Да, вот она")
		h.settle()
		var said inbox.Message
		h.ok(st.View(h.ctx, func(ctx context.Context) error {
			list, err := st.WebchatBefore(ctx, h.page.ID, visitor, 1<<40, 1)
			if len(list) == 1 {
				said = list[0]
			}
			return err
		}))
		if said.Author != inbox.ByOperator || said.Out == nil || len(said.Out.Images) != 1 || said.Out.Text != "Да, вот она" {
			t.Fatalf("the visitor was told %+v", said)
		}
		list, err := h.app.Uploads.Owned(h.ctx, h.page.ID, visitor, []string{upload.IDOf(said.Out.Images[0].URL)})
		h.ok(err)
		if got, err := h.app.Uploads.Open(h.ctx, list[0].ID); err != nil || !bytes.Equal(got.Data, ours) {
			t.Errorf("the visitor sees %q, %v", got.Data, err)
		}
	})
}
