package inbox_test

import (
	"testing"
	"time"

	"prilavok/core/inbox"
	"prilavok/core/shop"
)

// TestWhatOpensTheWindow goes through every kind of event (channels.md B, window policy).
func TestWhatOpensTheWindow(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	hourAgo := now.Add(-time.Hour)
	aside := inbox.Payload{Aside: true}
	for _, c := range []struct {
		what string
		in   inbox.Incoming
		want time.Time
	}{
		{"words", inbox.Incoming{Kind: inbox.KindText, SentAt: hourAgo}, hourAgo},
		{"words without a time", inbox.Incoming{Kind: inbox.KindText}, now},
		{"a clock that is ahead", inbox.Incoming{Kind: inbox.KindText, SentAt: now.Add(time.Minute)}, now},
		{"a postback, a quick reply", inbox.Incoming{Kind: inbox.KindButton, SentAt: hourAgo}, hourAgo},
		{"a link or an ad", inbox.Incoming{Kind: inbox.KindCommand, SentAt: hourAgo}, hourAgo},
		{"a photo", inbox.Incoming{Kind: inbox.KindPhoto, SentAt: hourAgo}, hourAgo},
		{"a voice message", inbox.Incoming{Kind: inbox.KindVoice, SentAt: hourAgo}, hourAgo},
		{"a shared post", inbox.Incoming{Kind: inbox.KindShare, SentAt: hourAgo}, hourAgo},
		{"an answer to a story", inbox.Incoming{Kind: inbox.KindText, SentAt: hourAgo, Payload: inbox.Payload{Silent: true}}, hourAgo},
		{"what we cannot read", inbox.Incoming{Kind: inbox.KindUnsupported, SentAt: hourAgo}, hourAgo},
		{"a mention in a story", inbox.Incoming{Kind: inbox.KindShare, SentAt: hourAgo, Payload: aside}, time.Time{}},
		{"a reaction", inbox.Incoming{Kind: inbox.KindReaction, SentAt: hourAgo}, time.Time{}},
		{"seen", inbox.Incoming{Kind: inbox.KindSeen, SentAt: hourAgo}, time.Time{}},
		{"an edit", inbox.Incoming{Kind: inbox.KindEdit, SentAt: hourAgo}, time.Time{}},
		{"an unsend", inbox.Incoming{Kind: inbox.KindDelete, SentAt: hourAgo}, time.Time{}},
		{"a comment", inbox.Incoming{Kind: inbox.KindComment, SentAt: hourAgo}, time.Time{}},
		{"what the account said", inbox.Incoming{Kind: inbox.KindMirror, SentAt: hourAgo}, time.Time{}},
		{"a handover", inbox.Incoming{Kind: inbox.KindGiven, SentAt: hourAgo}, time.Time{}},
	} {
		if got := inbox.Opened(c.in, now); !got.Equal(c.want) {
			t.Errorf("%s opens at %s, want %s", c.what, got, c.want)
		}
	}
}

func TestReach(t *testing.T) {
	asked := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	day, week := asked.Add(24*time.Hour-inbox.WindowMargin), asked.Add(7*24*time.Hour-inbox.WindowMargin)
	for _, c := range []struct {
		channel shop.Channel
		asked   time.Time
		human   bool
		want    inbox.Reach
	}{
		{shop.Telegram, asked, false, inbox.Reach{Always: true}},
		{shop.Webchat, time.Time{}, true, inbox.Reach{Always: true}},
		{shop.Instagram, time.Time{}, true, inbox.Reach{}},
		{shop.Instagram, asked, false, inbox.Reach{Until: day}},
		{shop.Instagram, asked, true, inbox.Reach{Until: day, Human: week}},
	} {
		if got := inbox.ReachOf(c.channel, c.asked, c.human); got != c.want {
			t.Errorf("%s, %v: %+v", c.channel, c.human, got)
		}
	}
}
