package app_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"prilavok/app"
	"prilavok/core/catalog"
	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/seal"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/httpapi/webhook"
	"prilavok/store"
	"prilavok/store/storetest"
)

const (
	metaSecret = "0123456789abcdef0123456789abcdef"
	ourPage    = "17841405822304914"
	igCustomer = "1254477777772919"
)

// mailbox is Instagram as the inbox sees it: it keeps what is sent. Before it answers a
// Send it may do something.
type mailbox struct {
	sent   []string
	before func(text string)
	err    error
}

// Send implements inbox.Sender.
func (m *mailbox) Send(_ context.Context, _ contact.Address, o inbox.Outgoing) (string, error) {
	if m.before != nil {
		m.before(o.Text)
	}
	if m.err != nil {
		return "", m.err
	}
	said := o.Text
	for _, c := range o.Cards {
		said += "\n" + c.Title
	}
	m.sent = append(m.sent, said)
	return fmt.Sprintf("sent-%d", len(m.sent)), nil
}

// Shape implements inbox.Shaper.
func (m *mailbox) Shape(o inbox.Outgoing) []inbox.Outgoing { return []inbox.Outgoing{o} }

// page is a shop with an Instagram account.
type page struct {
	*app.App
	t   *testing.T
	box *mailbox
	ctx context.Context
	acc shop.Account
	now time.Time
}

func newPage(t *testing.T, st *store.Store) *page {
	t.Helper()
	p := &page{t: t, box: &mailbox{}, now: time.UnixMilli(1795428001000).UTC()}
	clock := func() time.Time { return p.now }
	keys, err := seal.New([]seal.Key{{ID: "1", Bytes: make([]byte, seal.KeySize)}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	p.App = app.New(app.Deps{Store: st, HTTP: &wire{}, Keys: keys, Now: clock, IDs: id.New(clock, nil), Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Instagram: app.InstagramApp{Secrets: []string{"another", metaSecret}, Verify: "word"}})
	p.Inbox.Connect(shop.Instagram, p.box)
	sh, err := p.Shops.Create(context.Background(), shop.Shop{Slug: "page", Name: lang.Texts{lang.RU: "Лавка", lang.EN: "Shop"}, Languages: []lang.Lang{lang.RU, lang.EN}, Currency: "RUB", TimeZone: "Europe/Moscow"})
	if err != nil {
		t.Fatal(err)
	}
	p.ctx = txn.ForShop(context.Background(), sh.ID)
	p.acc = p.account(p.ctx, ourPage)
	_, err = p.Catalog.Save(p.ctx, catalog.Product{Slug: "mug", Title: lang.Texts{lang.RU: "Синяя кружка", lang.EN: "Blue mug"}, Variants: []catalog.Variant{
		{SKU: "MUG", Price: money.Of(79000, "RUB"), OnHand: 5, Tracked: true, Active: true}}})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *page) account(ctx context.Context, externalID string) shop.Account {
	p.t.Helper()
	acc, err := p.Shops.SaveAccount(ctx, shop.Account{Channel: shop.Instagram, Name: "@page" + externalID, ExternalID: externalID, Status: "active"}, "token", "")
	if err != nil {
		p.t.Fatal(err)
	}
	return acc
}

// post posts a signed body.
func (p *page) post(body string) int {
	m := hmac.New(sha256.New, []byte(metaSecret))
	m.Write([]byte(body))
	sum := "sha256=" + hex.EncodeToString(m.Sum(nil))
	return p.Webhook.Serve(context.Background(), webhook.Request{Method: "POST", Path: "/hook/instagram", Body: []byte(body),
		Header: func(k string) string { return map[string]string{"X-Hub-Signature-256": sum}[k] }}).Status
}

// comes posts one event of the customer's, sent so many milliseconds after the first.
func (p *page) comes(at int, rest string) {
	p.t.Helper()
	p.posts(fmt.Sprintf(`{"sender":{"id":"%s"},"recipient":{"id":"%s"},"timestamp":%d,%s}`, igCustomer, ourPage, 1795428000000+at, rest))
}

// goes posts what the account said.
func (p *page) goes(rest string) {
	p.t.Helper()
	p.posts(fmt.Sprintf(`{"sender":{"id":"%s"},"recipient":{"id":"%s"},"timestamp":1795428000000,%s}`, ourPage, igCustomer, rest))
}

func (p *page) posts(item string) {
	p.t.Helper()
	if got := p.post(`{"object":"instagram","entry":[{"id":"` + ourPage + `","time":1795428000800,"messaging":[` + item + `]}]}`); got != 200 {
		p.t.Fatalf("webhook answered %d", got)
	}
}

// drain does all that is due and returns what was sent.
func (p *page) drain() []string {
	p.t.Helper()
	for range 3 {
		p.now = p.now.Add(6 * time.Second)
		if _, err := p.Jobs.Drain(context.Background()); err != nil {
			p.t.Fatal(err)
		}
	}
	out := p.box.sent
	p.box.sent = nil
	return out
}

// messages lists what is stored, as author, state and text.
func (p *page) messages() (c inbox.Conversation, out []string) {
	p.t.Helper()
	err := p.Store.View(p.ctx, func(ctx context.Context) error {
		var found bool
		var err error
		if c, found, err = p.Store.ConversationByKey(ctx, p.acc.ID, igCustomer); err != nil || !found {
			return err
		}
		list, err := p.Store.MessagesBefore(ctx, c.ID, c.LastSeq, 50)
		for _, m := range list {
			if m.DeletedAt.IsZero() {
				out = append(out, string(m.Author)+" "+string(m.State)+" "+m.Text)
			}
		}
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return c, out
}

func (p *page) says(what string, got []string, part string) {
	p.t.Helper()
	if all := strings.Join(got, "\n"); part == "" && all != "" || !strings.Contains(all, part) {
		p.t.Errorf("%s: %q, want %q", what, all, part)
	}
}

func text(mid, s string) string { return fmt.Sprintf(`"message":{"mid":%q,"text":%q}`, mid, s) }

func echoOf(mid, s string) string {
	return fmt.Sprintf(`"message":{"mid":%q,"text":%q,"is_echo":true}`, mid, s)
}

// TestInstagram walks through what a customer and Instagram do, on every database.
func TestInstagram(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		p := newPage(t, st)
		p.comes(0, text("a1", "кружка"))
		p.says("a question", p.drain(), "Синяя кружка")
		p.comes(0, text("a1", "кружка"))
		p.says("the same again", p.drain(), "")
		p.comes(1000, `"reaction":{"mid":"sent-1","action":"react","emoji":"❤"}`)
		p.comes(1000, `"read":{"mid":"sent-1"}`)
		p.says("a heart, and seen", p.drain(), "")
		p.comes(-60000, text("a0", "первое, пришло вторым"))
		p.says("older than what was answered", p.drain(), "")
		p.comes(20000, `"message":{"mid":"a2","attachments":[{"type":"story_mention","payload":{"url":"https://x.example/s"}}]}`)
		p.says("a mention in a story", p.drain(), "")
		p.comes(30000, `"referral":{"ref":"p_mug","source":"SHORTLINKS","type":"OPEN_THREAD"}`)
		p.says("a link", p.drain(), "кружка")
		p.comes(40000, `"message":{"mid":"a3","attachments":[{"type":"ig_post","payload":{"ig_post_media_id":"1","title":"Синяя кружка\nскидка"}}]}`)
		p.says("a shared post", p.drain(), "Синяя кружка")
		p.comes(50000, `"postback":{"mid":"a4","title":"Позвать оператора","payload":"CARE_HELP"}`)
		if got := p.drain(); len(got) == 0 {
			t.Error("a button of the menu: nothing was said")
		}
		if c, _ := p.messages(); c.Status != inbox.Open {
			t.Errorf("a person was asked for; the conversation is %s", c.Status)
		}
	})
}

// TestInstagramChanges: edits and unsends, before and after their message.
func TestInstagramChanges(t *testing.T) {
	p := newPage(t, storetest.SQLite(t))
	p.comes(0, text("b1", "чашка"))
	p.comes(500, `"message_edit":{"mid":"b1","text":"кружка","num_edit":2}`)
	p.comes(400, `"message_edit":{"mid":"b1","text":"кружечка","num_edit":"1"}`)
	p.says("the last edit", p.drain(), "Синяя кружка")
	p.comes(5100, `"message_edit":{"mid":"b2","text":"кружка","num_edit":1}`)
	p.says("an edit of nothing", p.drain(), "")
	p.comes(5000, text("b2", "ъъъ"))
	p.says("an edit before its message", p.drain(), "Синяя кружка")
	p.comes(9100, `"message":{"mid":"b3","is_deleted":true}`)
	p.comes(9000, text("b3", "кружка"))
	p.says("an unsend before its message", p.drain(), "")
	p.comes(12000, `"message":{"mid":"b1","is_deleted":true}`)
	p.comes(12000, `"message_edit":{"mid":"b1","text":"снова","num_edit":3}`)
	p.says("an unsend", p.drain(), "")
	err := p.Store.View(p.ctx, func(ctx context.Context) error {
		c, _, err := p.Store.ConversationByKey(ctx, p.acc.ID, igCustomer)
		if err != nil {
			return err
		}
		list, err := p.Store.MessagesBefore(ctx, c.ID, c.LastSeq, 50)
		for _, m := range list {
			if (m.ExternalID == "b1" || m.ExternalID == "b3") && (m.Text != "" || m.DeletedAt.IsZero()) {
				t.Errorf("what was unsent is still there: %+v", m)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestInstagramEchoes: what the account said is ours whichever comes first, the answer to
// our Send or the echo.
func TestInstagramEchoes(t *testing.T) {
	mine := func(p *page, what string) {
		t.Helper()
		if c, list := p.messages(); c.Status != inbox.Pending || len(list) != 2 || !strings.HasPrefix(list[1], "assistant sent ") {
			t.Errorf("%s: %s %q", what, c.Status, list)
		}
	}
	t.Run("after the answer", func(t *testing.T) {
		p := newPage(t, storetest.SQLite(t))
		p.comes(0, text("c1", "ъъъ"))
		said := p.drain()
		p.goes(echoOf("sent-1", said[0]))
		p.goes(echoOf("sent-1", said[0]))
		p.drain()
		mine(p, "its id is known")
	})
	t.Run("before the answer, in the same words", func(t *testing.T) {
		p := newPage(t, storetest.SQLite(t))
		p.box.before = func(s string) { p.goes(echoOf("sent-1", " "+s)) }
		p.comes(0, text("c1", "ъъъ"))
		p.drain()
		mine(p, "its words wait")
	})
	t.Run("before the answer, in other words", func(t *testing.T) {
		p := newPage(t, storetest.SQLite(t))
		p.box.before = func(string) { p.goes(echoOf("sent-1", "иначе сказано")) }
		p.comes(0, text("c1", "ъъъ"))
		p.drain()
		mine(p, "its id is known in the end")
	})
	t.Run("instead of the answer", func(t *testing.T) {
		p := newPage(t, storetest.SQLite(t))
		p.box.before, p.box.err = func(s string) { p.goes(echoOf("lost-1", s)) }, fault.Wrap(inbox.ErrUnknownOutcome, fault.Unavailable, "channel.unknown_outcome", "no answer")
		p.comes(0, text("c1", "ъъъ"))
		p.drain()
		mine(p, "the echo is the answer")
	})
}

// TestInstagramPersons: what nobody of ours said is a person's, who has the conversation.
func TestInstagramPersons(t *testing.T) {
	t.Run("of a person", func(t *testing.T) {
		p := newPage(t, storetest.SQLite(t))
		p.comes(0, text("c1", "ъъъ"))
		p.drain()
		p.goes(echoOf("hand-1", "Добрый день! Отвечу лично :)"))
		p.comes(5000, text("c2", "кружка"))
		p.says("the assistant is silent", p.drain(), "")
		if c, list := p.messages(); c.Status != inbox.Open || list[2] != "operator sent Добрый день! Отвечу лично :)" {
			t.Errorf("%s %q", c.Status, list)
		}
		p.comes(9000, `"pass_thread_control":{"previous_owner_app_id":"263902037430900","new_owner_app_id":"1"}`)
		p.comes(9500, text("c3", "кружка"))
		p.says("given back", p.drain(), "Синяя кружка")
	})
	t.Run("of a person while ours is on its way", func(t *testing.T) {
		p := newPage(t, storetest.SQLite(t))
		p.box.before = func(string) { p.goes(echoOf("hand-1", "сейчас посмотрю")) }
		p.comes(0, text("c1", "ъъъ"))
		p.drain()
		if c, list := p.messages(); c.Status != inbox.Open || list[len(list)-1] != "operator sent сейчас посмотрю" {
			t.Errorf("%s %q", c.Status, list)
		}
	})
	t.Run("to somebody who never wrote", func(t *testing.T) {
		p := newPage(t, storetest.SQLite(t))
		p.goes(echoOf("hand-1", "здравствуйте"))
		if c, list := p.messages(); c.Status != inbox.Open || len(list) != 1 {
			t.Errorf("%s %q", c.Status, list)
		}
	})
}

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
