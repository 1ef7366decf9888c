package app_test

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"prilavok/app/direct"
	"prilavok/channel/instagram"
	"prilavok/channel/instagram/igfake"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/core/shop/link"
	"prilavok/core/txn"
)

// metaApp is the app of the fake, as an installation has it.
func metaApp() direct.MetaApp {
	a := igfake.DefaultApp
	return direct.MetaApp{InstagramID: a.InstagramID, InstagramSecret: a.InstagramSecret, MetaID: a.MetaID, MetaSecret: a.MetaSecret,
		Base: func() string { return "https://shop.example/connect/instagram" }}
}

// logsIn is an owner who opens a link, logs in at the page that it leads to and grants
// permissions; nil is all. held is what the browser holds.
func (c *counter) logsIn(at string, permissions []string, accounts ...*igfake.Account) (word, code, held string) {
	c.t.Helper()
	page, held, err := c.Direct.Open(c.t.Context(), wordOf(at), "")
	c.ok(err)
	back, err := c.fake.Consents(page, permissions, accounts...)
	c.ok(err)
	u, err := url.Parse(back)
	c.ok(err)
	return u.Query().Get("state"), u.Query().Get("code"), held
}

// wordOf is the word of a link.
func wordOf(at string) string { return at[strings.LastIndexByte(at, '/')+1:] }

func (c *counter) health() link.Health {
	c.t.Helper()
	h, err := c.Links.Health(c.ctx, c.acc.ID)
	c.ok(err)
	return h
}

func (c *counter) state() link.State {
	c.t.Helper()
	l, err := c.Links.Get(c.ctx, c.acc.ID)
	c.ok(err)
	return l.State(c.now)
}

// told is what staff were told since the last time.
func (c *counter) told() string {
	c.t.Helper()
	c.drain()
	return strings.Join(c.wire.texts(), "\n")
}

func (c *counter) anotherShop(slug string) context.Context {
	c.t.Helper()
	sh, err := c.Shops.Create(c.t.Context(), shop.Shop{Slug: slug, Name: lang.Texts{lang.RU: slug}, Languages: []lang.Lang{lang.RU}, Currency: "RUB", TimeZone: "Europe/Moscow"})
	c.ok(err)
	return txn.ForShop(context.Background(), sh.ID)
}

func TestLoginConnects(t *testing.T) {
	c := newCounter(t)
	second := c.fake.Account("17841400000000002", "unused")
	second.Username = "second.shop"
	page, a, err := c.Direct.Begin(c.ctx, "", "key_1", "")
	c.ok(err)
	word, code, held := c.logsIn(page, nil, second)
	if a.By != "key_1" || !a.ExpiresAt.Equal(c.now.Add(link.AttemptLife)) {
		t.Errorf("began %+v", a)
	}
	_, got, err := c.Direct.Finish(t.Context(), word, code, held)
	if err != nil || len(got) != 1 || got[0].Err != nil || got[0].Account.Name != "@second.shop" || got[0].Account.ShopID != txn.ShopID(c.ctx) || len(got[0].Missing) > 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	if len(second.Fields) != len(instagram.Fields) {
		t.Errorf("subscribed to %v", second.Fields)
	}
	list, err := c.Links.List(c.ctx)
	c.ok(err)
	if list = slices.DeleteFunc(list, func(l link.Linked) bool { return l.ExternalID != second.ID }); len(list) != 1 || list[0].State(c.now) != link.Connected {
		t.Errorf("the shop has %+v", list)
	}
	// The word is good once, and for its time only; another shop cannot have the account.
	if _, _, err := c.Direct.Finish(t.Context(), word, code, held); fault.CodeOf(err) != link.ErrAttempt.Code {
		t.Errorf("used twice: %v", err)
	}
	other := c.anotherShop("other")
	page, _, err = c.Direct.Begin(other, "", "key_2", "")
	c.ok(err)
	word, code, held = c.logsIn(page, nil, second)
	if _, got, err := c.Direct.Finish(t.Context(), word, code, held); err != nil || fault.CodeOf(got[0].Err) != "instagram.other_shop" {
		t.Errorf("another shop's: %+v, %v", got, err)
	}
	page, _, err = c.Direct.Begin(c.ctx, "", "key_1", "")
	c.ok(err)
	word, code, held = c.logsIn(page, nil, second)
	c.now = c.now.Add(link.AttemptLife)
	if _, _, err := c.Direct.Finish(t.Context(), word, code, held); fault.CodeOf(err) != link.ErrAttempt.Code {
		t.Errorf("too late: %v", err)
	}
	for _, word := range []string{"", ".", "x", txn.ShopID(other) + word[strings.IndexByte(word, '.'):], strings.Repeat("x.", 200)} {
		if _, _, err := c.Direct.Finish(t.Context(), word, code, held); fault.CodeOf(err) != link.ErrAttempt.Code {
			t.Errorf("the word %.40q: %v", word, err)
		}
	}
	// Let go of, it is anybody's.
	c.ok(c.Direct.Disconnect(c.ctx, list[0].ID))
	if len(second.Fields) != 0 {
		t.Errorf("still subscribed to %v", second.Fields)
	}
	page, _, err = c.Direct.Begin(other, "", "key_2", "")
	c.ok(err)
	word, code, held = c.logsIn(page, nil, second)
	_, got, err = c.Direct.Finish(t.Context(), word, code, held)
	if err != nil || got[0].Err != nil || got[0].Account.ShopID != txn.ShopID(other) {
		t.Errorf("the other shop got %+v, %v", got, err)
	}
}

func TestTooManyAttempts(t *testing.T) {
	c := newCounter(t)
	for range link.MostAttempts {
		_, _, err := c.Direct.Begin(c.ctx, "", "key_1", "")
		c.ok(err)
	}
	if _, _, err := c.Direct.Begin(c.ctx, "", "key_1", ""); fault.CodeOf(err) != link.ErrTooMany.Code {
		t.Errorf("one more: %v", err)
	}
	c.now = c.now.Add(link.AttemptLife)
	_, _, err := c.Direct.Begin(c.ctx, "", "key_1", "")
	c.ok(err)
}

// TestConnectsAnew: by the link of a notice the same account, and no other, is connected
// anew, once, and its conversations go on.
func TestConnectsAnew(t *testing.T) {
	c := newCounter(t)
	c.says("привет")
	c.peer.Revoke()
	_, err := c.Direct.Check(c.ctx, c.acc.ID)
	if !fault.Is(err, fault.Unauthorized) || c.state() != link.Reconnect {
		t.Fatalf("%v, the account is %s", err, c.state())
	}
	said := c.told()
	if strings.Count(said, "Канал отключён") != 1 {
		t.Errorf("staff were told %q", said)
	}
	at := c.invitation(said)
	if wordOf(at) == c.acc.ID {
		t.Error("the link is no secret")
	}
	other := c.fake.Account("17841400000000002", "unused")
	word, code, held := c.logsIn(at, nil, other)
	if _, _, err := c.Direct.Finish(t.Context(), word, code, held); fault.CodeOf(err) != "instagram.other_account" {
		t.Errorf("another account: %v", err)
	}
	// Nothing came of it, so that the link is still good; then it is not.
	word, code, held = c.logsIn(at, nil, c.peer)
	_, got, err := c.Direct.Finish(t.Context(), word, code, held)
	if err != nil || got[0].Account.ID != c.acc.ID || c.state() != link.Connected {
		t.Fatalf("%+v, %v, %s", got, err, c.state())
	}
	if _, _, err := c.Direct.Open(t.Context(), wordOf(at), ""); fault.CodeOf(err) != link.ErrOver.Code {
		t.Errorf("the link was opened after it had connected: %v", err)
	}
	conv, _ := c.thread()
	c.says("кружка")
	if again, _ := c.thread(); again.ID != conv.ID || len(c.olga.Sees()) < 2 {
		t.Errorf("the conversation is %s, was %s", again.ID, conv.ID)
	}
}

// invitation is the link in what staff were told.
func (c *counter) invitation(said string) string {
	c.t.Helper()
	const base = "https://shop.example/connect/instagram/begin/"
	_, rest, ok := strings.Cut(said, base)
	if !ok {
		c.t.Fatalf("no link in %q", said)
	}
	rest = rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789abcdefghijklmnopqrstuvwxyz_."))]
	return base + strings.TrimSuffix(rest, ".") // a sentence's end
}

// TestConnectLinksEnd: a link runs out, opens no more often than it may, leads to one connection, and
// is not what the messenger hands back.
func TestConnectLinksEnd(t *testing.T) {
	c := newCounter(t)
	invited := func() string {
		var at string
		c.ok(c.Store.InTx(c.ctx, func(ctx context.Context) error {
			var err error
			at, err = c.Direct.Invite(ctx, c.acc.ID, "instagram")
			return err
		}))
		return at
	}
	open := func(word string) error {
		_, _, err := c.Direct.Open(t.Context(), word, "")
		return err
	}
	old := invited()
	c.now = c.now.Add(link.InviteLife - time.Second)
	c.ok(open(wordOf(old)))
	c.now = c.now.Add(time.Second)
	for _, word := range []string{wordOf(old), c.acc.ID, "", ".", txn.ShopID(c.anotherShop("other")) + wordOf(old)[strings.IndexByte(wordOf(old), '.'):]} {
		if err := open(word); fault.CodeOf(err) != link.ErrOver.Code {
			t.Errorf("%q was opened: %v", word, err)
		}
	}
	at := invited()
	first, firstCode, firstHeld := c.logsIn(at, nil, c.peer)
	second, secondCode, secondHeld := c.logsIn(at, nil, c.peer)
	if err := open(first); fault.CodeOf(err) != link.ErrOver.Code {
		t.Errorf("the messenger's word was opened as a link: %v", err)
	}
	if _, _, err := c.Direct.Finish(t.Context(), wordOf(at), firstCode, firstHeld); fault.CodeOf(err) != link.ErrAttempt.Code {
		t.Errorf("a link was ended as a login: %v", err)
	}
	for _, held := range []string{"", secondHeld} {
		if _, _, err := c.Direct.Finish(t.Context(), first, firstCode, held); fault.CodeOf(err) != link.ErrBrowser.Code {
			t.Errorf("ended in the browser of %q: %v", held, err)
		}
		if err := c.Links.Cancel(t.Context(), first, held); fault.CodeOf(err) != link.ErrBrowser.Code {
			t.Errorf("canceled in the browser of %q: %v", held, err)
		}
	}
	if _, got, err := c.Direct.Finish(t.Context(), second, secondCode, secondHeld); err != nil || got[0].Err != nil {
		t.Fatalf("%+v, %v", got, err)
	}
	if _, _, err := c.Direct.Finish(t.Context(), first, firstCode, firstHeld); fault.CodeOf(err) != link.ErrAttempt.Code {
		t.Errorf("a link connected twice: %v", err)
	}
	at = invited()
	for range link.MostAttempts {
		c.ok(open(wordOf(at)))
	}
	if err := open(wordOf(at)); fault.CodeOf(err) != link.ErrTooMany.Code {
		t.Errorf("opened once more: %v", err)
	}
	if at, err := c.Direct.Invite(c.ctx, "nobody", "instagram"); err != nil || at != "" {
		t.Errorf("a link of nobody's: %q, %v", at, err)
	}
}

// TestMissingPermissions: what was not granted is named with what does not work, once.
func TestMissingPermissions(t *testing.T) {
	c := newCounter(t)
	page, _, err := c.Direct.Begin(c.ctx, "", "key_1", c.acc.ID)
	c.ok(err)
	word, code, held := c.logsIn(page, []string{"instagram_business_basic", "instagram_business_manage_messages"}, c.peer)
	_, got, err := c.Direct.Finish(t.Context(), word, code, held)
	if err != nil || !slices.Equal(got[0].Missing, []string{"instagram_business_manage_comments"}) || c.state() != link.Permissions {
		t.Fatalf("%+v, %v, %s", got, err, c.state())
	}
	said := c.told()
	for range 3 {
		c.now = c.now.Add(2 * time.Hour)
		c.ok(c.Upkeep(context.Background()))
		said += c.told()
	}
	if strings.Count(said, "нет ответов на комментарии") != 1 || !strings.Contains(said, "/connect/instagram/begin/") {
		t.Errorf("staff were told %q", said)
	}
	c.now = c.now.Add(direct.RemindAfter)
	c.ok(c.Upkeep(context.Background()))
	if said := c.told(); !strings.Contains(said, "нет ответов на комментарии") {
		t.Errorf("after two weeks staff were told %q", said)
	}
	// A subscription that is gone comes on by itself.
	c.peer.Fields = nil
	c.now = c.now.Add(2 * time.Hour)
	c.ok(c.Upkeep(context.Background()))
	if len(c.peer.Fields) == 0 || len(c.health().Fields) > 0 {
		t.Errorf("subscribed to %v, missing %v", c.peer.Fields, c.health().Fields)
	}
}

// TestPaused: an account that Meta holds back waits, tells so once, and goes on.
func TestPaused(t *testing.T) {
	for code, f := range map[string]igfake.Failure{
		instagram.CodeRestricted: {Only: "messages", Code: 368, Status: 403},
		instagram.CodeAccessOff:  {Only: "messages", Code: 200, Subcode: 2534041, Status: 403},
	} {
		c := newCounter(t)
		c.peer.Fail(f)
		c.peer.Fail(f)
		seen := c.says("кружка")
		if h := c.health(); len(seen) != 0 || c.state() != link.Paused || h.PauseCode != code || h.ErrorCode != code {
			t.Fatalf("%s: saw %d, %s, %+v", code, len(seen), c.state(), h)
		}
		said, calls := c.told(), len(c.peer.Calls())
		c.says("вы тут?")
		if n := slices.IndexFunc(c.peer.Calls()[calls:], func(x igfake.Call) bool { return strings.HasSuffix(x.Path, "/messages") && x.Body["message"] != nil }); n >= 0 {
			t.Errorf("%s: something was tried meanwhile", code)
		}
		c.now = c.health().PausedUntil.Add(time.Second)
		first := c.health().PausedUntil
		seen = c.drain()
		if h := c.health(); len(seen) != 0 || !h.PausedUntil.After(c.now) || h.PausedUntil.Sub(c.now) <= first.Sub(c.now) || h.Pauses != 2 {
			t.Errorf("%s: the second pause is %+v", code, h)
		}
		c.now = c.health().PausedUntil.Add(time.Second)
		for range 20 {
			seen = append(seen, c.drain()...)
			c.now = c.now.Add(time.Minute)
		}
		if len(seen) == 0 || c.state() != link.Connected || c.health().PauseCode != "" {
			t.Errorf("%s: saw %d, %s", code, len(seen), c.state())
		}
		for _, m := range func() []inbox.Message { _, l := c.thread(); return l }() {
			if m.State != inbox.Received && m.State != inbox.Sent {
				t.Errorf("%s: %q is %s %s", code, m.Text, m.State, m.Fault)
			}
		}
		said += c.told()
		if strings.Count(said, "встали на паузу") != 1 || strings.Count(said, "снова принимает ответы") != 1 {
			t.Errorf("%s: staff were told %q", code, said)
		}
	}
}

// TestTakenAway: an app that was taken away loses the token; a deletion empties what was
// said.
func TestTakenAway(t *testing.T) {
	c := newCounter(t)
	c.says("секрет")
	c.ok(c.Direct.Deauthorized(t.Context(), "nobody"))
	if c.state() != link.Connected {
		t.Fatal("somebody else's request was taken for ours")
	}
	c.ok(c.Direct.Deauthorized(t.Context(), igAccount))
	acc, err := c.Shops.Account(c.ctx, c.acc.ID)
	c.ok(err)
	if said := c.told(); acc.Status != "revoked" || len(acc.Secret) != 0 || strings.Count(said, "Канал отключён") != 1 {
		t.Errorf("the account is %s; staff were told %q", acc.Status, said)
	}
	code, err := c.Direct.Erase(t.Context(), igAccount)
	c.ok(err)
	e, found, err := c.Links.Erasure(t.Context(), code)
	if err != nil || !found || !e.DoneAt.IsZero() {
		t.Fatalf("%+v, %v, %v", e, found, err)
	}
	c.drain()
	if e, _, err := c.Links.Erasure(t.Context(), code); err != nil || e.DoneAt.IsZero() {
		t.Errorf("not done: %+v, %v", e, err)
	}
	_, list := c.thread()
	for _, m := range list {
		if m.Text != "" || m.Out != nil && m.Out.Text != "" {
			t.Errorf("left: %+v", m)
		}
	}
	if code, err := c.Direct.Erase(t.Context(), "nobody"); err != nil || code != direct.NoneErased {
		t.Errorf("of nobody: %q, %v", code, err)
	}
}
