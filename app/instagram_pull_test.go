package app_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"prilavok/channel/instagram/igfake"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/shop/link"
	"prilavok/httpapi/webhook"
)

// TestPull: of every five webhooks one is lost, and all messages arrive, once each and in
// the order in which they were written.
func TestPull(t *testing.T) {
	c := newCounter(t)
	missed := 0
	c.ok(c.Upkeep(context.Background()))
	c.drain()
	var want []string
	for n := range 30 {
		c.now = c.now.Add(time.Minute)
		if n%10 == 0 {
			c.ok(c.Upkeep(context.Background()))
		}
		c.drain()
		text := fmt.Sprintf("сообщение %d", n)
		want = append(want, text)
		h := c.olga.Writes(text)
		if n%5 == 2 {
			missed++
			continue
		}
		c.post(h)
		if n%7 == 0 {
			c.post(h) // Meta posts some twice
		}
	}
	for range 3 { // rounds overlap, and each may be repeated
		c.now = c.now.Add(10 * time.Minute)
		c.ok(c.Upkeep(context.Background()))
		c.ok(c.Direct.StartPull(c.ctx, c.acc.ID))
		for range 10 {
			c.drain()
		}
	}
	_, list := c.thread()
	var got []inbox.Message
	for _, m := range list {
		if m.Author == inbox.ByContact {
			got = append(got, m)
		}
	}
	slices.SortStableFunc(got, func(a, b inbox.Message) int { return a.SentAt.Compare(b.SentAt) })
	var texts []string
	for _, m := range got {
		texts = append(texts, m.Text)
	}
	h := c.health()
	if !slices.Equal(texts, want) {
		t.Errorf("arrived %v", texts)
	}
	if missed != 6 || h.Missed != int64(missed) || c.missed != missed || h.MissedAt.IsZero() || !h.PulledTo.After(c.now.Add(-15*time.Minute)) {
		t.Errorf("counted %d of %d: %+v", c.missed, missed, h)
	}
}

// TestPullFails: a refusal loses nothing; the next try goes on.
func TestPullFails(t *testing.T) {
	for _, f := range []igfake.Failure{{Status: 500}, {Drop: true}, {Code: 613}, {Code: 4}, {Code: 2}} {
		c := newCounter(t)
		c.ok(c.Upkeep(context.Background()))
		c.drain()
		c.olga.Writes("первое")
		c.now = c.now.Add(10 * time.Minute)
		f.Only = "conversations"
		c.peer.Fail(f)
		f.Only = "conv_" + igOlga
		c.peer.Fail(f)
		c.ok(c.Direct.StartPull(c.ctx, c.acc.ID))
		for range 12 {
			c.drain()
			c.now = c.now.Add(time.Minute)
		}
		if _, list := c.thread(); len(list) == 0 || list[0].Text != "первое" || c.health().Missed != 1 {
			t.Errorf("%+v: %+v, missed %d", f, list, c.health().Missed)
		}
	}
	c := newCounter(t)
	c.now = c.now.Add(10 * time.Minute)
	c.peer.Fail(igfake.Failure{Only: "conversations", Code: 10, Status: 403})
	c.ok(c.Direct.StartPull(c.ctx, c.acc.ID))
	c.drain()
	c.dead()
}

// TestPullIsBounded: with thousands of conversations a round reads so many pages of them,
// no faster than the API allows.
func TestPullIsBounded(t *testing.T) {
	c := newCounter(t)
	c.now = c.now.Add(time.Hour)
	for n := range 400 {
		c.peer.Person(fmt.Sprint(1000+n), "x").Writes("да")
	}
	c.now = c.now.Add(10 * time.Minute)
	before := len(c.peer.Calls())
	c.ok(c.Direct.StartPull(c.ctx, c.acc.ID))
	for range 500 {
		n, err := c.Jobs.Drain(context.Background())
		c.ok(err)
		if c.now = c.now.Add(time.Second); n > 8 {
			t.Fatalf("%d jobs in a second", n)
		}
	}
	lists, reads := 0, 0
	for _, x := range c.peer.Calls()[before:] {
		switch {
		case strings.HasSuffix(x.Path, "/conversations"):
			lists++
		case strings.Contains(x.Path, "/conv_"):
			reads++
		}
	}
	if lists != 6 || reads != 300 {
		t.Errorf("%d lists and %d conversations were read", lists, reads)
	}
}

// TestStrays: what comes for an account of nobody's waits for its shop.
func TestStrays(t *testing.T) {
	c := newCounter(t)
	stranger := c.fake.Account("17841400000000002", "unused")
	p := stranger.Person("555", "Ира")
	for _, text := range []string{"раз", "два"} {
		h := p.Writes(text)
		c.post(h)
		c.post(h)
		c.now = c.now.Add(time.Second)
	}
	waits, err := c.Links.Waiting(t.Context())
	if c.ok(err); waits[stranger.ID] != 2 {
		t.Fatalf("kept %v", waits)
	}
	page, _, err := c.Direct.Begin(c.ctx, "", "key_1", "")
	c.ok(err)
	word, code, held := c.logsIn(page, nil, stranger)
	_, got, err := c.Direct.Finish(t.Context(), word, code, held)
	c.ok(err)
	c.drain()
	var conv inbox.Conversation
	var found bool
	c.ok(c.Store.View(c.ctx, func(ctx context.Context) (err error) {
		conv, found, err = c.Store.ConversationByKey(ctx, got[0].Account.ID, "555")
		return err
	}))
	waits, err = c.Links.Waiting(t.Context())
	if c.ok(err); !found || conv.LastSeq < 2 || len(waits) != 0 || len(p.Sees()) == 0 {
		t.Errorf("%+v; waiting are %v", conv, waits)
	}
	c.post(c.fake.Account("17841400000000003", "unused").Person("1", "x").Writes("давно"))
	c.now = c.now.Add(link.StrayLife + time.Hour)
	c.ok(c.Upkeep(context.Background()))
	if waits, err := c.Links.Waiting(t.Context()); err != nil || len(waits) != 0 {
		t.Errorf("after a week: %v, %v", waits, err)
	}
}

// post hands a webhook in.
func (c *counter) post(h igfake.Hook) {
	c.t.Helper()
	r := c.Webhook.Serve(c.t.Context(), webhook.Request{Method: "POST", Path: "/hook/instagram", Body: h.Body, Header: func(string) string { return h.Signature }})
	if r.Status != 200 {
		c.t.Fatalf("answered %d", r.Status)
	}
}

// dead fails when a job has died.
func (c *counter) dead() {
	c.t.Helper()
	var letters []job.DeadLetter
	c.ok(c.Store.View(c.ctx, func(ctx context.Context) (err error) {
		letters, err = c.Store.DeadJobs(ctx, "", 10)
		return err
	}))
	if len(letters) > 0 {
		c.t.Errorf("died: %+v", letters)
	}
}
