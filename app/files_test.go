package app_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"prilavok/app"
	"prilavok/channel/instagram/event"
	"prilavok/channel/instagram/igfake"
	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/txn"
)

// cdn is where Meta keeps files: it answers by address, 404 what it does not know.
type cdn struct {
	mu    sync.Mutex
	files map[string]string
	down  int // answers 503 so often first
	asked int
}

// Do implements call.Doer.
func (c *cdn) Do(ctx context.Context, r call.Request) (call.Response, error) {
	if txn.Open(ctx) {
		return call.Response{}, txn.ErrOpen
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked++
	if c.down > 0 {
		c.down--
		return call.Response{Status: 503}, nil
	}
	body, ok := c.files[r.URL]
	if !ok {
		return call.Response{Status: 404}, nil
	}
	return call.Response{Status: 200, Header: map[string]string{}, Body: []byte(body)}, nil
}

const (
	shot   = "https://lookaside.fbsbx.com/ig?asset_id=1&signature=secret"
	newer  = "https://lookaside.fbsbx.com/ig?asset_id=1&signature=fresh"
	second = "https://scontent.xx.fbcdn.net/2.jpg"
	pixels = "\xff\xd8\xff\xe0 a picture"
)

// newShelf is a counter whose customers send files.
func newShelf(t *testing.T, change ...func(d *app.Deps)) (*counter, *cdn) {
	c := newCounter(t, change...)
	files := &cdn{files: map[string]string{}}
	c.Files.Fetch.Do = files
	return c, files
}

// takes lets a webhook of Instagram arrive.
func (c *counter) takes(h igfake.Hook) {
	c.t.Helper()
	parts, err := event.Parse(h.Body)
	c.ok(err)
	acc, err := c.Shops.Account(c.ctx, c.acc.ID)
	c.ok(err)
	for _, p := range parts {
		c.ok(c.Inbox.Receive(c.ctx, acc, p.Events))
	}
}

// sent is the customer's message with an id of Instagram's.
func (c *counter) sent(mid string) inbox.Message {
	c.t.Helper()
	_, list := c.thread()
	for _, m := range list {
		if m.ExternalID == mid {
			return m
		}
	}
	c.t.Fatalf("no message %s among %d", mid, len(list))
	return inbox.Message{}
}

// TestFilesComeHome: pictures of a message are fetched after it was stored, kept whole, and
// their links, which hold signatures, are forgotten. Meta repeating the webhook for hours
// fetches nothing anew.
func TestFilesComeHome(t *testing.T) {
	c, files := newShelf(t)
	files.files[shot], files.files[second], files.down = pixels, pixels+"2", 1
	h, mid := c.olga.Sends("image", "", shot, second)
	c.takes(h)
	c.takes(h)
	c.drain()
	c.now = c.now.Add(time.Minute) // the first try met a 503
	c.drain()
	m := c.sent(mid)
	for i, want := range []string{pixels, pixels + "2"} {
		a := m.Payload.Attachments[i]
		u, err := c.Uploads.Open(c.ctx, a.FileID)
		if err != nil || string(u.Data) != want || a.MIME != "image/jpeg" || a.URL != "" || a.Size != int64(len(want)) || a.Name != "photo.jpg" {
			t.Errorf("%d: %+v, %v", i, a, err)
		}
	}
	asked := files.asked
	c.takes(h)
	c.now = c.now.Add(time.Hour)
	c.drain()
	if files.asked != asked {
		t.Errorf("a repeated webhook fetches %d times more", files.asked-asked)
	}
}

// TestLinksEnd: an ended link is renewed through the Conversations API; where that tells
// nothing either, the customer hears so, once, and nobody tries for ever.
func TestLinksEnd(t *testing.T) {
	c, files := newShelf(t)
	files.files[newer] = pixels
	h, mid := c.olga.Sends("image", "", shot)
	c.olga.Relink(mid, newer)
	c.takes(h)
	got := written(c.drain())
	if a := c.sent(mid).Payload.Attachments[0]; a.FileID == "" || a.Fault != "" || strings.Contains(got, "ссылка на него") {
		t.Errorf("renewed: %+v, said %s", a, got)
	}

	h, mid = c.olga.Sends("image", "", second)
	c.olga.Relink(mid)
	c.takes(h)
	c.takes(h)
	got = written(c.drain())
	if a := c.sent(mid).Payload.Attachments[0]; a.FileID != "" || a.Fault != "media.gone" || strings.Count(got, "ссылка на него уже не действует") != 1 {
		t.Errorf("ended: %+v, said %s", a, got)
	}
}

// TestFilesAreTriedABit: a place that never answers is given up, and the customer told.
func TestFilesAreTriedABit(t *testing.T) {
	c, files := newShelf(t)
	files.down = 1000
	h, mid := c.olga.Sends("audio", "", shot)
	c.takes(h)
	var got string
	for range 20 {
		got += written(c.drain())
		c.now = c.now.Add(3 * time.Hour)
	}
	if a := c.sent(mid).Payload.Attachments[0]; a.Fault != "media.unreachable" || files.asked != 8 {
		t.Errorf("%+v after %d tries, said %s", a, files.asked, got)
	}
}

// TestUnsentFilesAreGone: what a customer takes back leaves nothing behind, whether its
// file came before or after.
func TestUnsentFilesAreGone(t *testing.T) {
	c, files := newShelf(t)
	files.files[shot], files.files[second] = pixels, pixels
	h, mid := c.olga.Sends("image", "", shot)
	c.takes(h)
	c.drain()
	kept := c.sent(mid).Payload.Attachments[0].FileID
	c.takes(c.olga.Unsends(mid))
	if _, err := c.Uploads.Open(c.ctx, kept); !fault.Is(err, fault.NotFound) {
		t.Errorf("the file of an unsent message: %v", err)
	}
	h, mid = c.olga.Sends("image", "", second)
	c.takes(h)
	c.takes(c.olga.Unsends(mid))
	c.drain()
	if files.asked != 1 {
		t.Errorf("the file of an unsent message is fetched: %d calls", files.asked)
	}
}

// TestStoriesAreNotKept: the media of a story that mentions the account is never fetched.
func TestStoriesAreNotKept(t *testing.T) {
	c, files := newShelf(t)
	c.takes(c.olga.SharesPost("story_mention", "", map[string]any{"url": shot}))
	c.drain()
	if files.asked != 0 {
		t.Errorf("%d calls", files.asked)
	}
}

// TestOperatorsSeeFiles: a picture for an operator is in the staff chat with its words.
func TestOperatorsSeeFiles(t *testing.T) {
	c, files := newShelf(t)
	files.files[shot] = pixels
	c.says("позовите человека")
	c.wire.texts()
	h, mid := c.olga.Sends("image", "вот такое", shot)
	c.takes(h)
	c.drain()
	if a := c.sent(mid).Payload.Attachments[0]; a.FileID == "" {
		t.Errorf("%+v", a)
	}
	photo := false
	c.wire.mu.Lock()
	defer c.wire.mu.Unlock()
	for _, m := range c.wire.said {
		photo = photo || m["method"] == "sendPhoto"
	}
	if !photo {
		t.Errorf("the staff chat saw %+v", c.wire.said)
	}
}
