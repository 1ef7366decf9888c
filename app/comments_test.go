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
	"prilavok/channel/instagram/igfake"
	"prilavok/core/call"
	"prilavok/core/catalog"
	"prilavok/core/comment"
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

// shelfOf is which product a post shows.
type shelfOf map[string]*catalog.Product

// ProductOf implements comment.Products.
func (s shelfOf) ProductOf(_ context.Context, _, mediaID string) (*catalog.Product, error) {
	return s[mediaID], nil
}

const (
	postMug   = "18139494541428835" // shows the mug
	postMood  = "18139494541428836" // shows nothing of the shop
	pricePlea = "Цена?"
)

// crowd is a shop with posts on Instagram and the people under them.
type crowd struct {
	*app.App
	t    *testing.T
	ctx  context.Context
	st   *store.Store
	now  time.Time
	wire *wire
	fake *igfake.Server
	peer *igfake.Account
	olga *igfake.Person
	acc  shop.Account
	shop shop.Shop
	mind []app.Model     // one, or none
	dies map[string]bool // after its next call of this kind a process ends
}

// mortal is Meta's server for a process that ends once the call is done.
type mortal struct {
	call.Doer
	c *crowd
}

// Do implements call.Doer.
func (m mortal) Do(ctx context.Context, r call.Request) (call.Response, error) {
	resp, err := m.Doer.Do(ctx, r)
	kind := ""
	switch {
	case strings.Contains(string(r.Body), "comment_id"):
		kind = "private"
	case r.Method == "POST" && strings.HasSuffix(r.URL, "/replies"):
		kind = "public"
	}
	if m.c.dies[kind] {
		delete(m.c.dies, kind)
		panic("the process ends here")
	}
	return resp, err
}

func newCrowd(t *testing.T, st *store.Store, mind ...app.Model) *crowd {
	t.Helper()
	c := &crowd{t: t, st: st, mind: mind, wire: &wire{}, now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	c.fake = igfake.New(igfake.Options{Now: c.clock})
	c.peer = c.fake.Account(igAccount, igToken)
	c.olga = c.peer.Person(igOlga, "Ольга")
	shelf := shelfOf{}
	c.App = c.process(shelf)
	sh, err := c.Shops.Create(t.Context(), shop.Shop{Slug: "demo", Name: lang.Texts{lang.RU: "Лавка", lang.EN: "The Shop"}, Languages: []lang.Lang{lang.RU, lang.EN},
		Currency: "RUB", TimeZone: "Europe/Moscow"})
	c.ok(err)
	c.ctx, c.shop = txn.ForShop(context.Background(), sh.ID), sh
	mug, err := c.Catalog.Save(c.ctx, catalog.Product{Slug: "mug", Title: lang.Texts{lang.RU: "Синяя кружка", lang.EN: "Blue mug"}, Variants: []catalog.Variant{
		{SKU: "MUG", Price: money.Of(79000, "RUB"), OnHand: 5, Tracked: true, Active: true}}})
	c.ok(err)
	shelf[postMug] = &mug
	c.acc, _, err = c.Direct.Connect(c.ctx, sh.ID, igToken)
	c.ok(err)
	return c
}

func (c *crowd) clock() time.Time { return c.now }

// process is one more process on the same database.
func (c *crowd) process(shelf comment.Products) *app.App {
	keys, err := seal.New([]seal.Key{{ID: "1", Bytes: make([]byte, seal.KeySize)}}, nil)
	c.ok(err)
	return app.New(app.Deps{Store: c.st, HTTP: mortal{c.fake.Doer(c.wire), c}, Keys: keys, Now: c.clock, IDs: id.New(c.clock, nil), Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		PublicURL: func() string { return "https://shop.example" }, PostProducts: shelf, Model: append(c.mind, app.Model{})[0], Instagram: app.InstagramApp{Secrets: []string{igfake.DefaultSecret}, Verify: "word"}})
}

func (c *crowd) ok(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// rule adds a rule; a text is Russian.
func (c *crowd) rule(w comment.When, private, public string) comment.Rule {
	c.t.Helper()
	r := comment.Rule{Title: "правило", When: w, Private: lang.Texts{}, Public: lang.Texts{}}
	if private != "" {
		r.Private[lang.RU] = private
	}
	if public != "" {
		r.Public[lang.RU] = public
	}
	r, err := c.Comments.Create(c.ctx, r)
	c.ok(err)
	return r
}

func (c *crowd) settings(set shop.Comments) {
	c.t.Helper()
	c.shop.Settings.Comments = set
	sh, err := c.Shops.Save(c.ctx, c.shop)
	c.ok(err)
	c.shop = sh
}

// hears posts a webhook to a process.
func (c *crowd) hears(a *app.App, h igfake.Hook) {
	c.t.Helper()
	r := a.Webhook.Serve(context.Background(), webhook.Request{Method: "POST", Path: "/hook/instagram", Body: h.Body,
		Header: func(k string) string { return map[string]string{"X-Hub-Signature-256": h.Signature}[k] }})
	if r.Status != 200 {
		c.t.Fatalf("webhook answered %d", r.Status)
	}
}

// comments lets somebody comment, and works until nothing is due.
func (c *crowd) comments(by *igfake.Person, post, text string) *igfake.Comment {
	c.t.Helper()
	made, h := by.Comments(post, text)
	c.hears(c.App, h)
	c.drain()
	return made
}

func (c *crowd) drain() {
	c.t.Helper()
	_, err := c.Jobs.Drain(context.Background())
	c.ok(err)
}

func (c *crowd) pass(d time.Duration) {
	c.t.Helper()
	c.now = c.now.Add(d)
	c.drain()
}

func (c *crowd) ledger() []comment.Entry {
	c.t.Helper()
	var all []comment.Entry
	for cursor := ""; ; {
		p, err := c.Comments.List(c.ctx, comment.Filter{}, cursor, 100)
		c.ok(err)
		all = append(all, p.Entries...)
		if cursor = p.Next; cursor == "" {
			return all
		}
	}
}

// entry is the ledger's line of a comment: state, reason and the states of its answers.
func (c *crowd) entry(made *igfake.Comment) (comment.Entry, string) {
	c.t.Helper()
	for _, e := range c.ledger() {
		if e.CommentID == made.ID {
			return e, strings.Join(strings.Fields(fmt.Sprint(e.State, " ", e.Reason, " ", e.Private.State, " ", e.Public.State)), " ")
		}
	}
	c.t.Fatalf("comment %s is not in the ledger", made.ID)
	return comment.Entry{}, ""
}

func (c *crowd) wants(what string, made *igfake.Comment, want string) comment.Entry {
	c.t.Helper()
	e, got := c.entry(made)
	if got != want {
		c.t.Errorf("%s: the ledger says %q, want %q", what, got, want)
	}
	return e
}

// got compares what the account said of a comment: in private, and under it.
func (c *crowd) got(what string, made *igfake.Comment, private, public string) {
	c.t.Helper()
	texts, _ := c.peer.Under(made)
	plain := func(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }
	if plain(made.Private) != private || plain(strings.Join(texts, "|")) != public {
		c.t.Errorf("%s: said %q in private and %q in public, want %q and %q", what, made.Private, texts, private, public)
	}
}

func (c *crowd) calls(name string) (n int) {
	for _, x := range c.peer.Calls() {
		to, _ := x.Body["recipient"].(map[string]any)
		switch {
		case x.Method == "POST" && name == "private" && to["comment_id"] != nil, x.Method == "POST" && name == "public" && strings.HasSuffix(x.Path, "/replies"):
			n++
		}
	}
	return n
}

func both(t *testing.T, run func(t *testing.T, c *crowd)) {
	t.Helper()
	storetest.Both(t, func(t *testing.T, st *store.Store) { run(t, newCrowd(t, st)) })
}

const (
	saysPrice  = "Здравствуйте, {name}!\n{product} — {price}.\nНапишите нам, поможем с заказом."
	saysPublic = "{name}, ответили в директ"
)

func TestCommentIsAnswered(t *testing.T) {
	both(t, func(t *testing.T, c *crowd) {
		first := c.rule(comment.When{Intents: []comment.Intent{comment.Price}}, saysPrice, saysPublic)
		c.rule(comment.When{}, "", "Спасибо!")
		made := c.comments(c.olga, postMug, pricePlea)
		c.got("the first rule that fits", made, "Здравствуйте, @user"+igOlga+"!\nСиняя кружка — 790 ₽.\nНапишите нам, поможем с заказом.", "@user"+igOlga+", ответили в директ")
		e := c.wants("answered", made, "done sent sent")
		if e.RuleID != first.ID || e.ProductID == "" || e.Private.ExternalID == "" || e.Public.ExternalID == "" || e.Text != pricePlea || e.MediaID != postMug {
			t.Errorf("entry %+v", e)
		}
		_, own := c.peer.Under(made)
		c.hears(c.App, own[0])
		c.drain()
		list := c.ledger()
		if len(list) != 2 || list[0].State != comment.Skipped || list[0].Reason != comment.WhyOwn {
			t.Errorf("the account's own comment: %+v", list[0])
		}
		other := c.peer.Person("77", "Пётр")
		c.got("without a product its line is left out", c.comments(other, postMood, "price?"), "Здравствуйте, @user77!\nНапишите нам, поможем с заказом.", "@user77, ответили в директ")
		c.got("another rule", c.comments(other, postMood, "красота"), "", "Спасибо!")
		nested, h := c.olga.Answers(made, "и мне")
		c.hears(c.App, h)
		c.drain()
		c.wants("an answer to a comment", nested, "skipped no_rule")
	})
}

// TestCommentEnds is the table of what becomes of a comment, row by row.
func TestCommentEnds(t *testing.T) {
	price := comment.When{Intents: []comment.Intent{comment.Price}}
	fail := func(code, sub int) igfake.Failure {
		return igfake.Failure{Only: "private_reply", Code: code, Subcode: sub}
	}
	for _, row := range []struct {
		name    string
		prepare func(c *crowd)
		text    string
		age     time.Duration
		wait    time.Duration
		want    string
		private bool
		public  bool
	}{
		{name: "no rule", text: "красота", want: "skipped no_rule"},
		{name: "nothing written", text: " ", want: "skipped empty"},
		{name: "seven days old, nearly", age: comment.Window - time.Minute, want: "done sent sent", private: true, public: true},
		{name: "too old", age: comment.Window + time.Minute, want: "skipped too_old"},
		{name: "rule switched off before", prepare: func(c *crowd) {
			r, _ := c.Comments.Rules(c.ctx, false)
			r[0].Status = comment.Off
			_, err := c.Comments.Update(c.ctx, r[0])
			c.ok(err)
		}, want: "skipped no_rule"},
		{name: "deleted", prepare: func(c *crowd) { c.peer.Fail(fail(100, 33)) }, want: "failed deleted refused left"},
		{name: "who takes no messages", prepare: func(c *crowd) { c.olga.Block() }, want: "failed instagram.unreachable refused left"},
		{name: "551", prepare: func(c *crowd) { c.peer.Fail(fail(551, 0)) }, want: "failed instagram.unreachable refused left"},
		{name: "outside of the window", prepare: func(c *crowd) { c.peer.Fail(fail(10, 2534022)) }, want: "failed channel.window refused left"},
		{name: "2018278", prepare: func(c *crowd) { c.peer.Fail(fail(10, 2018278)) }, want: "failed channel.window refused left"},
		{name: "replied before", prepare: func(c *crowd) { c.peer.Fail(fail(10900, 0)) }, want: "failed instagram.replied refused left"},
		{name: "an unknown code", prepare: func(c *crowd) { c.peer.Fail(fail(4711, 0)) }, want: "failed instagram.refused refused left"},
		{name: "another app has the conversation", prepare: func(c *crowd) { c.peer.Fail(fail(2018300, 0)) }, want: "failed instagram.thread refused left"},
		{name: "temporary", prepare: func(c *crowd) { c.peer.Fail(fail(2, 0)) }, wait: time.Minute, want: "done sent sent", private: true, public: true},
		{name: "throttled", prepare: func(c *crowd) { c.peer.Fail(fail(613, 0)) }, want: "open waiting waiting"},
		{name: "throttled, later", prepare: func(c *crowd) { c.peer.Fail(fail(613, 0)) }, wait: 3 * time.Minute, want: "done sent sent", private: true, public: true},
		{name: "a permission is missing", prepare: func(c *crowd) { c.peer.Permissions = nil }, wait: time.Minute, want: "open waiting waiting"},
		{name: "a permission is given", prepare: func(c *crowd) { c.peer.Fail(fail(10, 0)) }, wait: 31 * time.Minute, want: "done sent sent", private: true, public: true},
		{name: "the token is dead", prepare: func(c *crowd) { c.peer.Revoke() }, want: "open waiting waiting"},
		{name: "no answer, taken", prepare: func(c *crowd) { c.peer.Fail(igfake.Failure{Only: "private_reply", Drop: true, After: true}) }, wait: time.Minute, want: "done sent sent", private: true, public: true},
		{name: "no answer, not taken", prepare: func(c *crowd) { c.peer.Fail(igfake.Failure{Only: "private_reply", Drop: true}) }, wait: time.Minute, want: "done sent sent", private: true, public: true},
		{name: "1-1357046", prepare: func(c *crowd) { c.peer.Fail(fail(1, 1357046)) }, wait: time.Minute, want: "done sent sent", private: true, public: true},
		{name: "5xx", prepare: func(c *crowd) { c.peer.Fail(igfake.Failure{Only: "private_reply", Status: 503, Body: "<html>"}) }, wait: time.Minute, want: "done sent sent", private: true, public: true},
		{name: "public, no answer, taken", prepare: func(c *crowd) { c.peer.Fail(igfake.Failure{Only: "replies", Drop: true, After: true}) }, wait: time.Minute, want: "done sent sent", private: true, public: true},
		{name: "public, no answer, not taken", prepare: func(c *crowd) { c.peer.Fail(igfake.Failure{Only: "replies", Drop: true}) }, wait: time.Minute, want: "done sent sent", private: true, public: true},
		{name: "public refused", prepare: func(c *crowd) { c.peer.Fail(igfake.Failure{Only: "replies", Code: 100}) }, want: "failed instagram.refused sent refused", private: true},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := newCrowd(t, storetest.SQLite(t))
			c.rule(price, "Ответ", "Ответили в директ")
			if row.prepare != nil {
				row.prepare(c)
			}
			if row.text == "" {
				row.text = pricePlea
			}
			made, h := c.olga.Comments(postMood, row.text)
			c.now = c.now.Add(row.age)
			c.hears(c.App, h)
			c.drain()
			for n := 0; n < 4 && row.wait > 0; n++ {
				c.pass(row.wait)
			}
			c.wants("ends", made, row.want)
			texts, _ := c.peer.Under(made)
			if (made.Private != "") != row.private || (len(texts) == 1) != row.public || len(texts) > 1 || len(c.olga.Sees()) > 1 {
				t.Errorf("private %q, public %q, messages %d", made.Private, texts, len(c.olga.Sees()))
			}
		})
	}
}

// TestCommentOnce: duplicates, two processes, a restart: one answer.
func TestCommentOnce(t *testing.T) {
	both(t, func(t *testing.T, c *crowd) {
		c.rule(comment.When{}, "Ответ", "Публично")
		other := c.process(nil)
		made, h := c.olga.Comments(postMood, pricePlea)
		for range 3 {
			c.hears(c.App, h)
			c.hears(other, h)
		}
		done := make(chan error, 2)
		for _, a := range []*app.App{c.App, other} {
			go func() {
				_, err := a.Jobs.Drain(context.Background())
				done <- err
			}()
		}
		c.ok(<-done)
		c.ok(<-done)
		c.drain()
		c.hears(other, h)
		c.drain()
		c.got("once", made, "Ответ", "Публично")
		if c.calls("private") != 1 || c.calls("public") != 1 || len(c.ledger()) != 1 {
			t.Errorf("%d private and %d public calls, %d entries", c.calls("private"), c.calls("public"), len(c.ledger()))
		}
		again, h := c.olga.Comments(postMood, "цена??")
		c.hears(c.App, h)
		c.drain()
		c.wants("the same person under the same post", again, "skipped repeated left left")
		made, h = c.olga.Comments(postMug, pricePlea)
		c.hears(other, h)
		c.drain()
		c.wants("under another", made, "done sent sent")
	})
}

// TestCommentCrash: a process ends after each of its calls and before it has noted what
// became of it; the next one looks first.
func TestCommentCrash(t *testing.T) {
	both(t, func(t *testing.T, c *crowd) {
		c.rule(comment.When{}, "Ответ", "Публично")
		made, h := c.olga.Comments(postMood, pricePlea)
		c.hears(c.App, h)
		c.dies = map[string]bool{"private": true, "public": true}
		for range 4 {
			c.pass(time.Minute)
		}
		if len(c.dies) > 0 {
			t.Fatalf("no process ended at %v", c.dies)
		}
		c.drain()
		c.pass(time.Minute)
		c.got("after both", made, "Ответ", "Публично")
		c.wants("after both", made, "done sent sent")
		if c.calls("private") != 1 || c.calls("public") != 1 {
			t.Errorf("%d private and %d public calls", c.calls("private"), c.calls("public"))
		}
	})
}
