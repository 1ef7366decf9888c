package app_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"prilavok/app"
	"prilavok/channel/instagram"
	"prilavok/channel/instagram/igfake"
	"prilavok/core/catalog"
	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/seal"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/store/storetest"
)

const (
	igAccount = "17841400000000001"
	igToken   = "IGAATESTTOKEN"
	igOlga    = "1234567890123456"
)

// counter is a shop that sells on Instagram, with its staff on Telegram.
type counter struct {
	*app.App
	t    *testing.T
	ctx  context.Context
	now  time.Time
	wire *wire
	fake *igfake.Server
	peer *igfake.Account
	olga *igfake.Person
	acc  shop.Account
	n    int
	seen int

	missed int // messages that no webhook brought
}

func newCounter(t *testing.T, change ...func(d *app.Deps)) *counter {
	t.Helper()
	st := storetest.SQLite(t)
	c := &counter{t: t, wire: &wire{}, now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return c.now }
	fake := igfake.New(igfake.Options{Now: clock})
	c.fake = fake
	c.peer = fake.Account(igAccount, igToken)
	c.olga = c.peer.Person(igOlga, "Ольга")
	keys, err := seal.New([]seal.Key{{ID: "1", Bytes: make([]byte, seal.KeySize)}}, nil)
	c.ok(err)
	d := app.Deps{Store: st, HTTP: fake.Doer(c.wire), Keys: keys, Now: clock, IDs: id.New(clock, nil), Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		PublicURL: func() string { return "https://shop.example" }, Meta: metaApp(), Instagram: app.InstagramApp{Secrets: []string{igfake.DefaultSecret}},
		Observe: app.Observe{Missed: func(n int) { c.missed += n }}}
	for _, fn := range change {
		fn(&d)
	}
	c.App = app.New(d)
	sh, err := c.Shops.Create(t.Context(), shop.Shop{Slug: "demo", Name: lang.Texts{lang.RU: "Лавка"}, Languages: []lang.Lang{lang.RU}, Currency: "RUB", TimeZone: "Europe/Moscow"})
	c.ok(err)
	c.ctx = txn.ForShop(context.Background(), sh.ID)
	bot, err := c.Shops.SaveAccount(c.ctx, shop.Account{Channel: shop.Telegram, Name: "@demo", ExternalID: "42", Status: "active"}, "42:token", "hook-secret")
	c.ok(err)
	sh.Settings.Staff = shop.Staff{AccountID: bot.ID, ChatID: "-100500"}
	_, err = c.Shops.Save(c.ctx, sh)
	c.ok(err)
	_, err = c.Catalog.Save(c.ctx, catalog.Product{Slug: "mug", Title: lang.Texts{lang.RU: "Синяя кружка"}, Variants: []catalog.Variant{
		{SKU: "MUG", Price: money.Of(79000, "RUB"), OnHand: 5, Tracked: true, Active: true}}})
	c.ok(err)
	var h instagram.Health
	c.acc, h, err = c.Direct.Connect(c.ctx, sh.ID, igToken)
	c.ok(err)
	if !h.OK() || c.acc.Name != "@demo.shop" || c.acc.ExternalID != igAccount {
		t.Fatalf("connected %+v, %+v", c.acc, h)
	}
	return c
}

func (c *counter) ok(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// writes lets the customer write, or press when action is given, without working on it.
func (c *counter) writes(text, action string) {
	c.t.Helper()
	c.n++
	c.olga.Writes(text)
	in := inbox.Incoming{DeliveryKey: fmt.Sprint("m:", c.n), Kind: inbox.KindText, ConversationKey: igOlga, From: inbox.Person{ExternalID: igOlga, Name: "Ольга"},
		ExternalID: fmt.Sprint("in", c.n), Text: text, SentAt: c.now}
	if action != "" {
		in.Kind, in.Payload.Action = inbox.KindButton, action
	}
	acc, err := c.Shops.Account(c.ctx, c.acc.ID)
	c.ok(err)
	c.ok(c.Inbox.Receive(c.ctx, acc, []inbox.Incoming{in}))
}

// drain works until nothing is due, and returns what the customer saw since the last time.
func (c *counter) drain() []igfake.Message {
	c.t.Helper()
	_, err := c.Jobs.Drain(context.Background())
	c.ok(err)
	c.now = c.now.Add(5 * time.Second)
	all := c.olga.Sees()
	news := all[c.seen:]
	c.seen = len(all)
	return news
}

func (c *counter) says(text string) []igfake.Message {
	c.t.Helper()
	c.writes(text, "")
	return c.drain()
}

// thread is the conversation with its messages.
func (c *counter) thread() (conv inbox.Conversation, list []inbox.Message) {
	c.t.Helper()
	c.ok(c.Store.View(c.ctx, func(ctx context.Context) (err error) {
		if conv, _, err = c.Store.ConversationByKey(ctx, c.acc.ID, igOlga); err == nil {
			list, err = c.Store.MessagesBefore(ctx, conv.ID, conv.LastSeq, 50)
		}
		return err
	}))
	return conv, list
}

func (c *counter) last() inbox.Message {
	_, list := c.thread()
	return list[len(list)-1]
}

func written(list []igfake.Message) string {
	var b strings.Builder
	for _, m := range list {
		b.WriteString(m.Text + "\n")
		for _, e := range m.Elements {
			b.WriteString(e.Title + "\n" + e.Subtitle + "\n")
		}
	}
	return strings.ReplaceAll(b.String(), "\u00a0", " ")
}

func TestSellingOnInstagram(t *testing.T) {
	c := newCounter(t)
	got := c.says("кружка")
	var add igfake.Button
	for _, m := range got {
		for _, e := range m.Elements {
			for _, b := range e.Buttons {
				if strings.HasPrefix(b.Payload, "add:") {
					add = b
				}
			}
		}
	}
	if !strings.Contains(written(got), "Синяя кружка\n790 ₽") || add.Payload == "" {
		t.Fatalf("said %+v", got)
	}
	c.writes(add.Title, add.Payload)
	if got := written(c.drain()); !strings.Contains(got, "В корзине 1 товар на 790 ₽") {
		t.Errorf("said %s", got)
	}
	if m := c.last(); m.State != inbox.Sent || m.ExternalID != c.olga.Sees()[c.seen-1].ID {
		t.Errorf("stored %+v", m)
	}
}

// TestLostAnswerIsLookedFor: whatever became of the first try, the customer sees it once.
func TestLostAnswerIsLookedFor(t *testing.T) {
	for _, arrived := range []bool{true, false} {
		c := newCounter(t)
		c.peer.Fail(igfake.Failure{Only: "messages", Drop: true, After: arrived})
		c.writes("кружка", "")
		seen := c.drain()
		if arrived != (len(seen) == 1) {
			t.Fatalf("arrived %v: %+v", arrived, seen)
		}
		if more := c.drain(); len(more) > 0 {
			t.Errorf("arrived %v: sent again before it was looked for: %+v", arrived, more)
		}
		c.now = c.now.Add(20 * time.Second)
		seen = append(seen, c.drain()...)
		_, list := c.thread()
		for i, m := range list[1:] {
			if m.State != inbox.Sent || i >= len(seen) || m.ExternalID != seen[i].ID {
				t.Errorf("arrived %v: message %d is %s as %q", arrived, i, m.State, m.ExternalID)
			}
		}
		if len(seen) != len(list)-1 {
			t.Errorf("arrived %v: %d messages were seen, %d are stored", arrived, len(seen), len(list)-1)
		}
	}
}

// TestLostForGood: what can neither be sent nor looked for ends as unknown, unrepeated.
func TestLostForGood(t *testing.T) {
	c := newCounter(t)
	for range 12 {
		c.peer.Fail(igfake.Failure{Only: "conversations", Status: 503})
	}
	c.peer.Fail(igfake.Failure{Only: "messages", Drop: true, After: true})
	c.writes("привет", "")
	seen := c.drain()
	for range 6 {
		c.now = c.now.Add(10 * time.Minute)
		seen = append(seen, c.drain()...)
	}
	_, list := c.thread()
	if len(list) < 2 || list[1].State != inbox.Unsure || len(seen) != len(list)-1 {
		t.Errorf("seen %d of %+v", len(seen), list)
	}
}

func TestTokenRevokedInATurn(t *testing.T) {
	c := newCounter(t)
	c.says("привет")
	c.wire.texts()
	c.writes("кружка", "")
	c.peer.Revoke()
	c.drain()
	acc, err := c.Shops.Account(c.ctx, c.acc.ID)
	c.ok(err)
	if m := c.last(); acc.Status != "revoked" || m.State != inbox.Failed {
		t.Fatalf("the account is %s, the message %s", acc.Status, m.State)
	}
	c.says("вы тут?") // taken all the same
	if _, list := c.thread(); list[len(list)-2].Text != "вы тут?" && list[len(list)-1].Text != "вы тут?" {
		t.Errorf("not kept: %+v", list)
	}
	told := strings.Join(c.wire.texts(), "\n")
	if strings.Count(told, "Канал отключён") != 1 {
		t.Errorf("staff were told %q", told)
	}
	if n := strings.Count(fmt.Sprint(c.peer.Calls()), "after"); n != 0 || len(c.olga.Sees()) != c.seen {
		t.Error("something was sent without a token")
	}
	_, _, err = c.Direct.Connect(c.ctx, c.acc.ShopID, igToken)
	if !fault.Is(err, fault.Unauthorized) {
		t.Errorf("a dead token was connected: %v", err)
	}
	c.peer.Issue("IGAANEW")
	again, _, err := c.Direct.Connect(c.ctx, c.acc.ShopID, "IGAANEW")
	if err != nil || again.ID != c.acc.ID {
		t.Fatalf("connected anew as %s, %v", again.ID, err)
	}
	if got := written(c.says("кружка")); !strings.Contains(got, "Синяя кружка") {
		t.Errorf("said %q", got)
	}
}

func TestTypedChoice(t *testing.T) {
	c := newCounter(t)
	c.says("кружка")
	conv, _ := c.thread()
	m := inbox.Outgoing{Text: "Что показать?"}
	for i := range 14 {
		m.Buttons = append(m.Buttons, []inbox.Button{{Text: fmt.Sprintf("Раздел %d", i), Action: "menu"}})
	}
	m.Buttons = append(m.Buttons, []inbox.Button{{Text: "Что у меня в корзине", Action: "cart"}})
	for _, typed := range []string{"2", "2.", "что у меня в корзине"} {
		c.ok(c.Inbox.Say(c.ctx, conv.ID, inbox.BySystem, m))
		if got := written(c.drain()); !strings.Contains(got, "2. Что у меня в корзине") {
			t.Fatalf("said %q", got)
		}
		if got := written(c.says(typed)); !strings.Contains(strings.ToLower(got), "корзин") || strings.Contains(got, "Не понял") {
			t.Errorf("to %q: %q", typed, got)
		}
	}
}

func TestTokensAreKept(t *testing.T) {
	c := newCounter(t)
	token := func() string {
		acc, err := c.Shops.Account(c.ctx, c.acc.ID)
		c.ok(err)
		s, err := c.Shops.Token(acc)
		c.ok(err)
		return s
	}
	c.now = c.now.Add(29 * 24 * time.Hour)
	c.ok(c.Upkeep(context.Background()))
	if token() != igToken {
		t.Error("renewed before its time")
	}
	c.now = c.now.Add(25 * time.Hour)
	c.peer.Fail(igfake.Failure{Only: "refresh_access_token", Status: 500, Code: 2})
	c.ok(c.Upkeep(context.Background()))
	if token() != igToken {
		t.Error("the old token is gone without a new one")
	}
	c.now = c.now.Add(10 * time.Minute)
	for range 3 {
		c.ok(c.Upkeep(context.Background()))
	}
	second := token()
	if second == igToken || c.peer.Token(igToken).Refreshes != 1 {
		t.Errorf("renewed %d times", c.peer.Token(igToken).Refreshes)
	}
	if got := written(c.says("кружка")); !strings.Contains(got, "Синяя кружка") {
		t.Errorf("said %q", got)
	}
	c.wire.texts()
	c.now = c.now.Add(51 * 24 * time.Hour)
	for range 3 { // Meta does not renew it
		c.peer.Fail(igfake.Failure{Only: "refresh_access_token", Code: 10})
		c.now = c.now.Add(10 * time.Minute)
		c.ok(c.Upkeep(context.Background()))
		c.drain()
	}
	if told := strings.Join(c.wire.texts(), "\n"); strings.Count(told, "продлить его не удаётся") != 1 || !strings.Contains(told, "@demo.shop") {
		t.Errorf("staff were told %q", told)
	}
	c.now = c.now.Add(10 * 24 * time.Hour)
	for range 2 {
		c.now = c.now.Add(10 * time.Minute)
		c.ok(c.Upkeep(context.Background()))
		c.drain()
	}
	acc, err := c.Shops.Account(c.ctx, c.acc.ID)
	c.ok(err)
	if told := strings.Join(c.wire.texts(), "\n"); acc.Status != "revoked" || strings.Count(told, "Канал отключён") != 1 {
		t.Errorf("%s; staff were told %q", acc.Status, told)
	}
}
