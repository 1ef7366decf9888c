package faults

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"prilavok/app"
	"prilavok/core/call"
	"prilavok/core/cart"
	"prilavok/core/catalog"
	"prilavok/core/contact"
	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/seal"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/httpapi/webhook"
	"prilavok/store"
)

// inside is the wired app in this process, with a clock and a Bot API that do as told:
// hours pass without waiting.
type inside struct {
	*app.App
	t       *testing.T
	ctx     context.Context
	acc     shop.Account
	variant string
	pickup  string
	n       int

	mu    sync.Mutex
	now   time.Time
	calls int // of methods that show something
	shown []told
	reply func(call int) (status int, body string, err error) // nil: all is taken
}

// told is one text that Telegram took.
type told struct {
	chat string
	text string
}

// newInside wires an app; set may change what it is made of.
func newInside(t *testing.T, st *store.Store, set func(x *inside, d *app.Deps)) *inside {
	t.Helper()
	x := &inside{t: t, now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	keys, err := seal.ParseKeys(key)
	if err != nil {
		t.Fatal(err)
	}
	ring, err := seal.New(keys, nil)
	if err != nil {
		t.Fatal(err)
	}
	d := app.Deps{Store: st, HTTP: x, Keys: ring, Now: x.clock, IDs: id.New(x.clock, nil), Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	if set != nil {
		set(x, &d)
	}
	x.App = app.New(d)
	sh, err := x.Shops.Create(context.Background(), shop.Shop{Slug: "inside", Name: lang.Texts{lang.RU: "Лавка"}, Languages: []lang.Lang{lang.RU}, Currency: "RUB", TimeZone: "Europe/Moscow"})
	if err != nil {
		t.Fatal(err)
	}
	x.ctx = txn.ForShop(context.Background(), sh.ID)
	if x.acc, err = x.Shops.SaveAccount(x.ctx, shop.Account{Channel: shop.Telegram, Name: "@b", ExternalID: "42", Status: "active"}, "42:token", secret); err != nil {
		t.Fatal(err)
	}
	p, err := x.Catalog.Save(x.ctx, catalog.Product{Slug: "mug", Title: lang.Texts{lang.RU: "Кружка"}, Variants: []catalog.Variant{
		{SKU: "MUG", Price: money.Of(79000, "RUB"), OnHand: 50, Tracked: true, Active: true}}})
	if err != nil {
		t.Fatal(err)
	}
	x.variant = p.Variants[0].ID
	m, err := x.Delivery.Put(x.ctx, cart.Method{Kind: cart.Pickup, Title: lang.Texts{lang.RU: "Самовывоз"}, Active: true})
	if err != nil {
		t.Fatal(err)
	}
	x.pickup = m.ID
	return x
}

func (x *inside) clock() time.Time {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.now
}

func (x *inside) pass(d time.Duration) {
	x.mu.Lock()
	x.now = x.now.Add(d)
	x.mu.Unlock()
}

// Do implements call.Doer.
func (x *inside) Do(ctx context.Context, r call.Request) (call.Response, error) {
	if txn.Open(ctx) {
		return call.Response{}, txn.ErrOpen
	}
	method := r.URL[strings.LastIndex(r.URL, "/")+1:]
	var b struct {
		Chat    json.RawMessage `json:"chat_id"`
		Text    string          `json:"text"`
		Caption string          `json:"caption"`
	}
	_ = json.Unmarshal(r.Body, &b)
	x.mu.Lock()
	defer x.mu.Unlock()
	if strings.HasPrefix(method, "send") && method != "sendChatAction" || strings.HasPrefix(method, "edit") {
		x.calls++
		if x.reply != nil {
			if status, body, err := x.reply(x.calls); status != 0 || err != nil {
				return call.Response{Status: status, Body: []byte(body)}, err
			}
		}
		x.shown = append(x.shown, told{strings.Trim(string(b.Chat), `"`), b.Text + b.Caption})
	}
	return call.Response{Status: 200, Body: fmt.Appendf(nil, `{"ok":true,"result":{"message_id":%d,"date":1,"chat":{"id":1,"type":"private"}}}`, 1000+x.calls)}, nil
}

// post hands a body to the webhook.
func (x *inside) post(body string) webhook.Response {
	return x.Webhook.Serve(context.Background(), webhook.Request{Method: "POST", Path: "/hook/telegram/" + x.acc.ID, Body: []byte(body),
		Header: func(string) string { return secret }})
}

func (x *inside) update(chat int, s string) string {
	x.n++
	return fmt.Sprintf(`{"update_id":%d,"message":{"message_id":%d,"from":{"id":%d,"is_bot":false,"first_name":"О"},"chat":{"id":%d,"type":"private"},"date":1795428102,"text":%q}}`, x.n, x.n, chat, chat, s)
}

func (x *inside) pressed(chat int, action string) string {
	x.n++
	return fmt.Sprintf(`{"update_id":%d,"callback_query":{"id":"%d","from":{"id":%d,"is_bot":false,"first_name":"О"},"message":{"message_id":1,"date":1795427600,"chat":{"id":%d,"type":"private"},"text":"x"},"chat_instance":"1","data":%q}}`, x.n, x.n, chat, chat, action)
}

// say posts a text, which must be taken, and lets what is due be done.
func (x *inside) say(chat int, s string) {
	x.t.Helper()
	x.take(x.update(chat, s))
	x.drain()
}

func (x *inside) press(chat int, action string) {
	x.t.Helper()
	x.take(x.pressed(chat, action))
	x.drain()
}

func (x *inside) take(body string) {
	x.t.Helper()
	if got := x.post(body).Status; got != 200 {
		x.t.Fatalf("the webhook answered %d", got)
	}
}

func (x *inside) drain() {
	x.t.Helper()
	if _, err := x.Jobs.Drain(context.Background()); err != nil {
		x.t.Fatal(err)
	}
}

// settle lets time pass in steps until nothing is queued.
func (x *inside) settle(step time.Duration, most int) {
	x.t.Helper()
	for range most {
		x.drain()
		st, err := x.QueueStats(context.Background())
		if err != nil {
			x.t.Fatal(err)
		}
		if st.Ready == 0 && st.Running == 0 {
			return
		}
		x.pass(step)
	}
	x.t.Fatal("the queue does not empty")
}

// texts are what a chat was told, in order.
func (x *inside) texts(chat int) (out []string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, s := range x.shown {
		if s.chat == itoa(chat) {
			out = append(out, strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s.text))
		}
	}
	return out
}

func (x *inside) joined(chat int) string { return strings.Join(x.texts(chat), "\n---\n") }

// answering sets how Telegram answers.
func (x *inside) answering(fn func(call int) (int, string, error)) {
	x.mu.Lock()
	x.reply, x.calls = fn, 0
	x.mu.Unlock()
}

func (x *inside) asked() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.calls
}

// thread reads a chat's conversation, its address and all of its messages.
func (x *inside) thread(chat int) (c inbox.Conversation, to contact.Address, list []inbox.Message) {
	x.t.Helper()
	err := x.Store.View(x.ctx, func(ctx context.Context) error {
		var found bool
		var err error
		if c, found, err = x.Store.ConversationByKey(ctx, x.acc.ID, itoa(chat)); err != nil || !found {
			return err
		}
		if list, err = x.Store.MessagesBefore(ctx, c.ID, c.LastSeq, 2000); err != nil || len(list) == 0 {
			return err
		}
		_, to, _, err = x.Store.MessageAt(ctx, c.ID, 1)
		return err
	})
	if err != nil {
		x.t.Fatal(err)
	}
	return c, to, list
}

// states counts the messages of one author by their state.
func states(list []inbox.Message, by inbox.Author) map[inbox.Delivery]int {
	out := map[inbox.Delivery]int{}
	for _, m := range list {
		if m.Author == by {
			out[m.State]++
		}
	}
	return out
}

func (x *inside) dead() int64 {
	x.t.Helper()
	st, err := x.QueueStats(context.Background())
	if err != nil {
		x.t.Fatal(err)
	}
	return st.Dead
}
