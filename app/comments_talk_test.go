package app_test

import (
	"context"
	"testing"
	"time"

	"prilavok/channel/instagram/igfake"
	"prilavok/core/comment"
	"prilavok/core/inbox"
	"prilavok/store/storetest"
)

// TestCommentTalk: what the person writes back finds a conversation that knows what it is about.
func TestCommentTalk(t *testing.T) {
	both(t, func(t *testing.T, c *crowd) {
		c.rule(comment.When{Intents: []comment.Intent{comment.Price}}, saysPrice, "")
		made := c.comments(c.olga, postMug, pricePlea)
		sees := c.olga.Sees()
		c.hears(c.App, c.olga.Echo(sees[0]))
		c.drain()
		c.hears(c.App, c.olga.Writes("кружка"))
		c.drain()
		conv, list := c.talk()
		if conv.Status != inbox.Pending || len(list) < 4 {
			t.Fatalf("%s with %d messages", conv.Status, len(list))
		}
		if m := list[0]; m.Author != inbox.ByContact || m.Kind != inbox.KindComment || m.Text != pricePlea || m.Payload.Quote != "Комментарий под публикацией: Синяя кружка, 790\u00a0₽" {
			t.Errorf("the comment stands there as %+v", m)
		}
		e, _ := c.entry(made)
		if m := list[1]; m.Author != inbox.ByAssistant || m.State != inbox.Sent || m.ExternalID != e.Private.ExternalID || m.Text != e.Private.Text {
			t.Errorf("the reply stands there as %+v", m)
		}
		if n := len(c.olga.Sees()); n < 2 {
			t.Errorf("the person saw %d messages: the answer to theirs is missing", n)
		}
	})
}

// TestCommentEchoFirst: the echo of a private reply may come before Meta's answer to it.
func TestCommentEchoFirst(t *testing.T) {
	c := newCrowd(t, storetest.SQLite(t))
	c.rule(comment.When{}, "Ответ & привет", "")
	c.peer.Fail(igfake.Failure{Only: "private_reply", Drop: true, After: true})
	made, h := c.olga.Comments(postMood, pricePlea)
	c.hears(c.App, h)
	c.drain()
	c.hears(c.App, c.olga.Echo(c.olga.Sees()[0]))
	c.pass(20 * time.Second)
	e := c.wants("told by the echo", made, "done sent")
	if conv, _ := c.talk(); conv.Status != inbox.Pending || e.Private.ExternalID != c.olga.Sees()[0].ID {
		t.Errorf("%s, id %q", conv.Status, e.Private.ExternalID)
	}
	if c.calls("private") != 1 {
		t.Errorf("%d calls", c.calls("private"))
	}
}

// TestCommentOperator: a person of the shop who talks with somebody is not talked over.
func TestCommentOperator(t *testing.T) {
	c := newCrowd(t, storetest.SQLite(t))
	c.rule(comment.When{}, "Ответ", "Публично")
	c.hears(c.App, c.olga.Writes("здравствуйте"))
	c.drain()
	c.hears(c.App, c.olga.ByHand("Добрый день, это Анна"))
	c.drain()
	made := c.comments(c.olga, postMood, pricePlea)
	c.wants("an operator talks with them", made, "skipped operator left left")
	c.got("nothing", made, "", "")
}

func (c *crowd) talk() (conv inbox.Conversation, list []inbox.Message) {
	c.t.Helper()
	c.ok(c.Store.View(c.ctx, func(ctx context.Context) (err error) {
		if conv, _, err = c.Store.ConversationByKey(ctx, c.acc.ID, igOlga); err == nil {
			list, err = c.Store.MessagesBefore(ctx, conv.ID, conv.LastSeq, 50)
		}
		return err
	}))
	return conv, list
}

// TestCommentRetry: a person of the shop lets an entry be answered once more.
func TestCommentRetry(t *testing.T) {
	c := newCrowd(t, storetest.SQLite(t))
	c.rule(comment.When{Intents: []comment.Intent{comment.Price}}, "Ответ", "Публично")
	c.peer.Fail(igfake.Failure{Only: "private_reply", Code: 4711})
	made := c.comments(c.olga, postMood, pricePlea)
	e := c.wants("refused", made, "failed instagram.refused refused left")
	_, err := c.Comments.Retry(c.ctx, e.ID)
	c.ok(err)
	c.drain()
	c.got("by hand", made, "Ответ", "Публично")
	e = c.wants("by hand", made, "done sent sent")
	if _, list := c.talk(); len(list) != 3 || list[1].State != inbox.Failed || list[2].State != inbox.Sent {
		t.Errorf("the conversation has %d messages", len(list))
	}
	for _, again := range []string{e.ID, "cmt_none"} {
		if _, err := c.Comments.Retry(c.ctx, again); err == nil {
			t.Errorf("%s was tried again", again)
		}
	}
	made = c.comments(c.peer.Person("78", "Иван"), postMood, "красота")
	e = c.wants("no rule", made, "skipped no_rule")
	if _, err := c.Comments.Retry(c.ctx, e.ID); err == nil {
		t.Error("without a rule it was tried again")
	}
	c.rule(comment.When{}, "", "Спасибо!")
	_, err = c.Comments.Retry(c.ctx, e.ID)
	c.ok(err)
	c.drain()
	c.got("judged anew", made, "", "Спасибо!")
}
