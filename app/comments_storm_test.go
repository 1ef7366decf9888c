package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"prilavok/channel/instagram/igfake"
	"prilavok/core/comment"
	"prilavok/core/job"
	"prilavok/core/shop"
	"prilavok/store/storetest"
)

// TestCommentStorm: ten thousand comments in a minute, in bodies of a thousand, each sent
// twice. All stand in the ledger, each is answered at most once and within the limit, the
// rest is marked, and a customer who writes in the middle of it is answered by the next
// batch of jobs.
// oneClaim does what can be claimed at once, and no more.
var oneClaim = job.Pace{Width: 8, Each: time.Minute, More: func() bool { return false }}

func TestCommentStorm(t *testing.T) {
	c := newCrowd(t, storetest.SQLite(t))
	const all, limit = 10_000, 20
	c.settings(shop.Comments{PrivatePerHour: limit, PatienceHours: 2})
	c.peer.PrivatePerHour = limit
	c.rule(comment.When{Intents: []comment.Intent{comment.Price}}, "Ответ", "")
	people := make([]*igfake.Comment, 0, all)
	for n := 0; n < all; n += 1000 {
		h := c.storm(n, 1000, &people)
		c.hears(c.App, h)
		c.hears(c.App, h)
		c.now = c.now.Add(6 * time.Second)
	}
	if stats, err := c.QueueStats(context.Background()); err != nil || stats.Ready != 1 {
		t.Errorf("%d jobs wait beside everybody's messages, want 1 (%v)", stats.Ready, err)
	}
	if _, err := c.Jobs.Work(context.Background(), oneClaim); err != nil {
		t.Fatal(err)
	}
	c.hears(c.App, c.olga.Writes("кружка"))
	for range 3 { // the turn, its delivery, and one for what is asked by the way
		if _, err := c.Jobs.Work(context.Background(), oneClaim); err != nil {
			t.Fatal(err)
		}
	}
	if len(c.olga.Sees()) == 0 {
		t.Error("a direct message waits for the comments")
	}
	c.drain()
	if got := c.calls("private"); got != limit {
		t.Errorf("%d private replies in the first hour, want %d", got, limit)
	}
	c.pass(time.Hour)
	if got := c.calls("private"); got != 2*limit {
		t.Errorf("%d private replies in two hours, want %d", got, 2*limit)
	}
	c.pass(time.Hour + time.Minute)
	answered, marked := 0, 0
	for _, e := range c.ledger() {
		switch {
		case e.State == comment.Done:
			answered++
		case e.State == comment.Skipped && e.Reason == comment.WhyLimit:
			marked++
		}
	}
	if answered != 2*limit || answered+marked != all || c.calls("private") != answered {
		t.Errorf("%d answered and %d marked of %d, in %d calls", answered, marked, all, c.calls("private"))
	}
	said := 0
	for _, one := range people {
		if one.Private != "" {
			said++
		}
	}
	if said != answered {
		t.Errorf("%d people were answered, the ledger says %d", said, answered)
	}
}

// storm is one body with n comments of as many people.
func (c *crowd) storm(first, n int, made *[]*igfake.Comment) igfake.Hook {
	c.t.Helper()
	type body struct {
		Object string `json:"object"`
		Entry  []any  `json:"entry"`
	}
	whole := body{Object: "instagram"}
	for i := range n {
		one, h := c.peer.Person(fmt.Sprint("5", first+i), "").Comments(postMood, pricePlea)
		*made = append(*made, one)
		var b body
		c.ok(json.Unmarshal(h.Body, &b))
		whole.Entry = append(whole.Entry, b.Entry...)
	}
	text, err := json.Marshal(whole)
	c.ok(err)
	return igfake.Hook{Body: text, Signature: c.fake.Sign(text)}
}
