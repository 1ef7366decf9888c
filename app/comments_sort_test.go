package app_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"prilavok/app"
	"prilavok/core/assistant"
	"prilavok/core/comment"
	"prilavok/core/shop"
	"prilavok/provider/modeltest"
	"prilavok/provider/openai"
	"prilavok/store"
	"prilavok/store/storetest"
)

const (
	saysSorry = "Простите! Разберёмся, напишите нам номер заказа."
	upset     = "Пришло совсем не то и с трещиной"
)

// sorts is what a scripted model does with comments.
func sorts() *modeltest.Script {
	return modeltest.NewScript().On(upset, modeltest.Say(`{"intent":"complaint"}`)).On("красота", modeltest.Say(`{"intent":"praise"}`)).
		On("ерунда", modeltest.Say(`{"intent":"refund it all"}`)).On("тишина", modeltest.Fail(assistant.ErrUnavailable))
}

// TestCommentIsSorted: words come first; what they do not tell the model does, in a closed
// set, and where it does not the comment stays what its words say, and the ledger says why.
func TestCommentIsSorted(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		mind := sorts()
		c := newCrowd(t, st, app.Model{Generate: mind})
		c.rule(comment.When{Intents: []comment.Intent{comment.Price}}, saysPrice, "")
		sorry := c.rule(comment.When{Intents: []comment.Intent{comment.Complaint}}, saysSorry, "")
		made := c.comments(c.olga, postMug, pricePlea)
		c.wants("by words", made, "done sent")
		if n := len(mind.Requests()); n != 0 {
			t.Fatalf("the model was asked %d times for what words tell", n)
		}
		made = c.comments(c.olga, postMug, upset)
		if e := c.wants("a complaint", made, "done sent"); e.RuleID != sorry.ID || e.Sorted != comment.ByModel || !slices.Equal(e.Intents, []comment.Intent{comment.Complaint}) {
			t.Errorf("sorted as %+v", e)
		}
		c.got("a complaint", made, saysSorry, "")
		for text, want := range map[string]string{"красота": "skipped no_rule, model", "ерунда": "skipped unsorted, model.bad_answer", "тишина": "skipped unsorted, model.unavailable",
			"🔥🔥": "skipped no_rule, "} {
			e, got := c.entry(c.comments(c.olga, postMug, text))
			if got += ", " + e.Sorted; got != want {
				t.Errorf("%s: %q, want %q", text, got, want)
			}
		}
		trial, err := c.Comments.Try(c.ctx, c.acc.ID, comment.Seen{Text: upset, MediaID: postMug})
		if err != nil || trial.RuleID != sorry.ID || trial.Private != saysSorry || trial.Sorted != comment.ByModel {
			t.Errorf("tried: %+v (%v)", trial, err)
		}
		if trial, err = c.Comments.Try(c.ctx, c.acc.ID, comment.Seen{Text: "тишина"}); err != nil || trial.Reason != comment.WhyUnsorted || trial.Sorted != "model.unavailable" {
			t.Errorf("tried without an answer: %+v (%v)", trial, err)
		}
	})
}

// TestCommentNeedsNoSorting: no rule asks for an intent, or none that could fit; the shop's
// assistant is off.
func TestCommentNeedsNoSorting(t *testing.T) {
	mind := sorts()
	c := newCrowd(t, storetest.SQLite(t), app.Model{Generate: mind})
	c.rule(comment.When{Words: []string{"скидка"}}, "Ответ", "")
	c.rule(comment.When{Intents: []comment.Intent{comment.Complaint}, Posts: []string{postMood}}, saysSorry, "")
	c.wants("under another post", c.comments(c.olga, postMug, upset), "skipped no_rule")
	c.shop.Settings.Assistant.Off = true
	c.settings(shop.Comments{})
	c.wants("the assistant is off", c.comments(c.olga, postMood, upset), "skipped no_rule")
	if n := len(mind.Requests()); n != 0 {
		t.Errorf("the model was asked %d times", n)
	}
}

// TestCommentSortingIsBounded: comments spend a tenth of the shop's day and no more, and an
// entry whose process ended while it asked is asked about once more, not for ever.
func TestCommentSortingIsBounded(t *testing.T) {
	mind := modeltest.NewScript(modeltest.Say(`{"intent":"other"}`))
	c := newCrowd(t, storetest.SQLite(t), app.Model{Generate: mind, Config: assistant.Config{DailyTokens: 10_000}})
	c.rule(comment.When{Intents: []comment.Intent{comment.Complaint}}, saysSorry, "")
	for range 12 {
		c.comments(c.olga, postMug, upset)
	}
	var spent assistant.Spent
	c.ok(c.st.View(c.ctx, func(ctx context.Context) (err error) {
		spent, err = c.st.SpentIn(ctx, c.now.Format("2006-01-02"), "")
		return err
	}))
	asked, refused := len(mind.Requests()), 0
	for _, e := range c.ledger() {
		if e.Reason == comment.WhyUnsorted && e.Sorted == assistant.ErrBudget.Code {
			refused++
		}
	}
	if asked == 0 || refused == 0 || asked+refused != 12 || spent.Tokens < 1_000 || spent.Tokens > 1_500 {
		t.Errorf("%d asked, %d not, %d tokens spent of 1,000", asked, refused, spent.Tokens)
	}
	c.now = c.now.Add(24 * time.Hour)
	dying := &dyingSorter{}
	c.Comments.Sorter = dying
	made, h := c.olga.Comments(postMug, upset)
	c.hears(c.App, h)
	for range 3 {
		c.dyingWork()
		c.now = c.now.Add(10 * time.Minute) // the lease of who died ends
	}
	c.drain()
	e := c.wants("died twice", made, "skipped unsorted")
	if dying.n != 2 || e.Sorted != comment.ErrUnsorted.Code {
		t.Errorf("asked %d times, %q", dying.n, e.Sorted)
	}
}

type dyingSorter struct{ n int }

// Sort implements comment.Sorter.
func (d *dyingSorter) Sort(context.Context, shop.Shop, string) (comment.Intent, error) {
	d.n++
	panic("the process ends here")
}

// dyingWork works on the account's job as a process does that may end in the middle of it.
func (c *crowd) dyingWork() {
	defer func() { _ = recover() }()
	c.drain()
}

// TestCommentSortingOverTheWire sorts by the real client against a server that is not ours.
func TestCommentSortingOverTheWire(t *testing.T) {
	client, err := openai.New(openai.Config{Profile: "openai", BaseURL: modeltest.StartAimock(t, "comments.json"), Key: "sk-test", Model: "gpt-test"},
		&modeltest.HTTP{}, time.Now, func(context.Context, time.Duration) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	c := newCrowd(t, storetest.SQLite(t), app.Model{Generate: client, Config: assistant.Config{Model: "gpt-test"}})
	c.rule(comment.When{Intents: []comment.Intent{comment.Complaint}}, saysSorry, "")
	made := c.comments(c.olga, postMug, upset)
	if e := c.wants("a complaint", made, "done sent"); e.Sorted != comment.ByModel {
		t.Errorf("sorted by %q", e.Sorted)
	}
	c.got("a complaint", made, saysSorry, "")
	for text, want := range map[string]string{"нет денег": "model.quota", "бред": "model.bad_answer", "выдумка": "model.bad_answer"} {
		if e := c.wants(text, c.comments(c.olga, postMug, text), "skipped unsorted"); e.Sorted != want {
			t.Errorf("%s: %q, want %q", text, e.Sorted, want)
		}
	}
}
