package telegram_test

import (
	"testing"
	"time"

	"prilavok/channel/telegram"
)

func TestPublishedRates(t *testing.T) {
	for _, c := range []struct {
		name   string
		chats  func(i int) int64
		during time.Duration
		most   int
		least  int
	}{
		{"one private chat", func(int) int64 { return 5 }, time.Minute, 63, 60},
		{"one group", func(int) int64 { return -5 }, 5 * time.Minute, 97, 90},
		{"all chats", func(i int) int64 { return int64(i + 1) }, time.Minute, 26*60 + 25, 24 * 60},
	} {
		c := c
		k := newClock()
		l := telegram.NewLimiter(k.now)
		end := k.t.Add(c.during)
		sent := 0
		for i := 0; k.t.Before(end); {
			if wait := l.Take(c.chats(i), telegram.Dialog); wait > 0 {
				k.advance(wait)
				continue
			}
			sent++
			i++
		}
		if sent > c.most || sent < c.least {
			t.Errorf("%s: %d in %v, want %d to %d", c.name, sent, c.during, c.least, c.most)
		}
	}
}

func TestRefusedAreSpread(t *testing.T) {
	k := newClock()
	l := telegram.NewLimiter(k.now)
	var longest time.Duration
	for i := range 125 {
		longest = max(longest, l.Take(int64(i+1), telegram.Dialog))
	}
	if longest < 3*time.Second || longest > 6*time.Second {
		t.Errorf("a hundred who must wait are spread over %v", longest)
	}
}

func TestPriorities(t *testing.T) {
	k := newClock()
	l := telegram.NewLimiter(k.now)
	chat := int64(1)
	for ; l.Take(chat, telegram.Broadcast) == 0; chat++ {
	}
	if l.Take(chat, telegram.Dialog) != 0 {
		t.Error("a broadcast left no room for a dialog")
	}
	for ; l.Take(chat, telegram.Dialog) == 0; chat++ {
	}
	if l.Take(chat, telegram.Urgent) != 0 {
		t.Error("dialogs left no room for what is urgent")
	}
}

func TestRefusals(t *testing.T) {
	k := newClock()
	l := telegram.NewLimiter(k.now)
	l.Refused(1, 10*time.Second)
	if l.Take(1, telegram.Urgent) != 10*time.Second || l.Take(9, telegram.Dialog) != 0 {
		t.Error("one refusal stops its chat and no other")
	}
	l.Refused(1, 10*time.Second)
	l.Refused(2, 10*time.Second)
	if l.Take(9, telegram.Dialog) != 0 {
		t.Error("two chats do not stop the bot")
	}
	l.Refused(3, 10*time.Second)
	if l.Take(9, telegram.Dialog) != 10*time.Second {
		t.Error("three chats within a minute stop the bot")
	}
	k.advance(10 * time.Second)
	if l.Take(9, telegram.Dialog) != 0 || l.Take(1, telegram.Dialog) != 0 {
		t.Error("the pause ends")
	}
	k.advance(2 * time.Minute)
	l.Refused(4, time.Second)
	if l.Take(9, telegram.Dialog) != 0 {
		t.Error("old refusals are forgotten")
	}
}

func TestAlbumCountsEachPicture(t *testing.T) {
	k := newClock()
	l := telegram.NewLimiter(k.now)
	if l.TakeN(1, telegram.Dialog, 10) != 0 {
		t.Fatal("an album must be able to go")
	}
	if wait := l.Take(1, telegram.Dialog); wait < 7*time.Second || wait > 8*time.Second {
		t.Errorf("after an album of ten: %v", wait)
	}
}
