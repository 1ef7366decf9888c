package app_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"prilavok/channel/instagram/igfake"
	"prilavok/core/comment"
	"prilavok/core/job"
	"prilavok/core/shop"
	"prilavok/store"
	"prilavok/store/storetest"
)

// oneClaim does what can be claimed at once, and no more.
var oneClaim = job.Pace{Width: 8, Each: time.Minute, More: func() bool { return false }}

// TestCommentStorm: comments of a minute, in ten bodies, each sent twice. All stand in the
// ledger once, each is answered at most once and within the limit, the rest is marked, and a
// customer who writes in the middle of it is answered by the next batch of jobs.
func TestCommentStorm(t *testing.T) {
	for _, row := range []struct {
		name string
		open func(t testing.TB) *store.Store
		all  int
	}{
		{"sqlite", storetest.SQLite, 10_000},
		{"postgres", storetest.Postgres, 3000},
	} {
		t.Run(row.name, func(t *testing.T) { storms(newCrowd(t, row.open(t)), row.all) })
	}
}

func storms(c *crowd, all int) {
	const limit = 20
	c.settings(shop.Comments{PrivatePerHour: limit, PatienceHours: 2})
	c.peer.PrivatePerHour = limit
	c.rule(comment.When{Intents: []comment.Intent{comment.Price}}, "Ответ", "")
	people := make([]*igfake.Comment, 0, all)
	for len(people) < all {
		h := c.storm(all/10, &people)
		c.hears(c.App, h)
		c.hears(c.App, h)
		c.now = c.now.Add(6 * time.Second)
	}
	if stats, err := c.QueueStats(context.Background()); err != nil || stats.Ready != 1 {
		c.t.Errorf("%d jobs wait beside everybody's messages, want 1 (%v)", stats.Ready, err)
	}
	c.beside()
	c.drain()
	if got := c.calls("private"); got != limit {
		c.t.Errorf("%d private replies in the first hour, want %d", got, limit)
	}
	c.pass(time.Hour)
	if got := c.calls("private"); got != 2*limit {
		c.t.Errorf("%d private replies in two hours, want %d", got, 2*limit)
	}
	c.pass(time.Hour + time.Minute)
	c.over(people, 2*limit)
}

// beside is a customer who writes while comments wait.
func (c *crowd) beside() {
	c.t.Helper()
	work := func() {
		_, err := c.Jobs.Work(context.Background(), oneClaim)
		c.ok(err)
	}
	work()
	c.hears(c.App, c.olga.Writes("кружка"))
	for range 3 { // the turn, its delivery, and one for what is asked by the way
		work()
	}
	if len(c.olga.Sees()) == 0 {
		c.t.Error("a direct message waits for the comments")
	}
}

// over compares the ledger with what the people under the posts have seen: each comment
// stands in it once, and so many are answered.
func (c *crowd) over(people []*igfake.Comment, want int) {
	c.t.Helper()
	said := map[string]bool{}
	for _, one := range people {
		said[one.ID] = one.Private != ""
	}
	answered, marked := 0, 0
	for _, e := range c.ledger() {
		told, known := said[e.CommentID]
		delete(said, e.CommentID)
		switch {
		case !known:
			c.t.Fatalf("comment %s stands in the ledger twice, or was never made", e.CommentID)
		case e.State == comment.Done && told:
			answered++
		case e.State == comment.Skipped && e.Reason == comment.WhyLimit && !told:
			marked++
		default:
			c.t.Fatalf("comment %s is %s (%s), and was it answered: %v", e.CommentID, e.State, e.Reason, told)
		}
	}
	if answered != want || answered+marked != len(people) || c.calls("private") != answered {
		c.t.Errorf("%d answered and %d marked of %d, in %d calls", answered, marked, len(people), c.calls("private"))
	}
}

// storm is one body with n comments of as many people.
func (c *crowd) storm(n int, made *[]*igfake.Comment) igfake.Hook {
	c.t.Helper()
	hooks := make([]igfake.Hook, n)
	for i := range hooks {
		one, h := c.peer.Person(fmt.Sprint("5", len(*made)), "").Comments(postMood, pricePlea)
		hooks[i], *made = h, append(*made, one)
	}
	return c.fake.Together(hooks...)
}
