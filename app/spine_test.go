package app_test

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
	"prilavok/core/catalog"
	"prilavok/core/id"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/seal"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/httpapi/webhook"
	"prilavok/store"
	"prilavok/store/storetest"
)

// wire is a Bot API that answers everything with success and remembers it.
type wire struct {
	mu   sync.Mutex
	said []map[string]any

	refused struct {
		chat, body string
		status     int
	}
}

// refuse answers calls for one chat with an error from now on; status 0 ends it.
func (w *wire) refuse(chat, body string, status int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.refused.chat, w.refused.body, w.refused.status = chat, body, status
}

// Do implements call.Doer.
func (w *wire) Do(ctx context.Context, r call.Request) (call.Response, error) {
	if txn.Open(ctx) {
		return call.Response{}, txn.ErrOpen
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	m := map[string]any{}
	_ = json.Unmarshal(r.Body, &m)
	if w.refused.status != 0 && fmt.Sprint(m["chat_id"]) == w.refused.chat {
		return call.Response{Status: w.refused.status, Body: []byte(w.refused.body)}, nil
	}
	m["method"] = r.URL[strings.LastIndex(r.URL, "/")+1:]
	w.said = append(w.said, m)
	return call.Response{Status: 200, Body: fmt.Appendf(nil, `{"ok":true,"result":{"message_id":%d,"date":1,"chat":{"id":1,"type":"private"}}}`, 1000+len(w.said))}, nil
}

// texts returns what was sent since the last call.
func (w *wire) texts() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []string
	for _, m := range w.said {
		for _, k := range []string{"text", "caption"} {
			if s, ok := m[k].(string); ok {
				out = append(out, s)
			}
		}
	}
	w.said = nil
	return out
}

type bench struct {
	*app.App
	t    *testing.T
	wire *wire
	acc  shop.Account
	ctx  context.Context
	n    int
	now  time.Time
}

func newBench(t *testing.T, st *store.Store) *bench {
	t.Helper()
	b := &bench{t: t, wire: &wire{}, now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return b.now }
	keys, err := seal.New([]seal.Key{{ID: "1", Bytes: make([]byte, seal.KeySize)}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	b.App = app.New(app.Deps{Store: st, HTTP: b.wire, Keys: keys, Now: clock, IDs: id.New(clock, nil), Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	sh, err := b.Shops.Create(context.Background(), shop.Shop{Slug: "demo", Name: lang.Texts{lang.RU: "Лавка", lang.EN: "Shop"}, Languages: []lang.Lang{lang.RU, lang.EN}, Currency: "RUB", TimeZone: "Europe/Moscow"})
	if err != nil {
		t.Fatal(err)
	}
	b.ctx = txn.ForShop(context.Background(), sh.ID)
	b.acc, err = b.Shops.SaveAccount(b.ctx, shop.Account{Channel: shop.Telegram, Name: "@demo", ExternalID: "42", Status: "active"}, "42:token", "hook-secret")
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.Catalog.Save(b.ctx, catalog.Product{Slug: "mug", Title: lang.Texts{lang.RU: "Синяя кружка", lang.EN: "Blue mug"}, Variants: []catalog.Variant{
		{SKU: "MUG", Price: money.Of(79000, "RUB"), OnHand: 5, Tracked: true, Active: true}}})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// update posts one raw update to the webhook.
func (b *bench) update(format string, args ...any) int {
	b.t.Helper()
	b.n++
	body := fmt.Sprintf(`{"update_id":%d,%s}`, b.n, fmt.Sprintf(format, args...))
	res := b.Webhook.Serve(context.Background(), webhook.Request{Method: "POST", Path: "/hook/telegram/" + b.acc.ID, Body: []byte(body),
		Header: func(k string) string { return map[string]string{"X-Telegram-Bot-Api-Secret-Token": "hook-secret"}[k] }})
	return res.Status
}

func (b *bench) text(s string) []string {
	b.t.Helper()
	kind := ""
	if strings.HasPrefix(s, "/") {
		kind = fmt.Sprintf(`,"entities":[{"type":"bot_command","offset":0,"length":%d}]`, len(strings.Fields(s)[0]))
	}
	if got := b.update(`"message":{"message_id":%d,"date":1795428102,"from":{"id":7,"is_bot":false,"first_name":"Ольга","language_code":"ru"},"chat":{"id":7,"type":"private"},"text":%q%s}`, b.n+100, s, kind); got != 200 {
		b.t.Fatalf("webhook answered %d", got)
	}
	return b.drain()
}

func (b *bench) press(action string) []string {
	b.t.Helper()
	got := b.update(`"callback_query":{"id":"9%d","from":{"id":7,"is_bot":false,"first_name":"Ольга"},"message":{"message_id":1001,"date":1795427600,"chat":{"id":7,"type":"private"},"text":"x"},"chat_instance":"1","data":%q}`, b.n, action)
	if got != 200 {
		b.t.Fatalf("webhook answered %d", got)
	}
	return b.drain()
}

func (b *bench) drain() []string {
	b.t.Helper()
	if _, err := b.Jobs.Drain(context.Background()); err != nil {
		b.t.Fatal(err)
	}
	b.now = b.now.Add(5 * time.Second)
	return b.wire.texts()
}

func (b *bench) expect(got []string, want ...string) {
	b.t.Helper()
	all := strings.Join(got, "\n---\n")
	for _, w := range want {
		if !strings.Contains(strings.ReplaceAll(all, "\u00a0", " "), w) {
			b.t.Fatalf("want %q in:\n%s", w, all)
		}
	}
}

func TestPurchaseThroughSixStops(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		b := newBench(t, st)
		b.expect(b.text("/start"), "Здравствуйте")
		b.expect(b.text("кружка"), "Синяя кружка", "790 ₽")
		offers, err := b.Catalog.Search(b.ctx, catalog.Query{Text: "rhe;rf"})
		if err != nil || len(offers.Items) != 1 {
			t.Fatalf("wrong layout: %v %+v", err, offers)
		}
		variant := offers.Items[0].Product.Variants[0].ID
		b.expect(b.press("add:"+variant), "Добавил", "В корзине 1 товар на 790 ₽")
		b.expect(b.text("корзина"), "1 × 790 ₽")
	})
}
