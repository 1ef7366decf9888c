package telegram

import (
	"math"
	"sync"
	"time"
)

// Priority says who goes first when the bot's rate is short.
type Priority int

// Urgent answers a pressed button or a checkout, Dialog is a reply, Broadcast can wait.
const (
	Dialog Priority = iota
	Urgent
	Broadcast
)

// Published rates (Bot FAQ, "My bot is hitting limits"), with room left below them.
const (
	botRate    = 25.0        // messages a second over all chats; 30 published
	chatRate   = 1.0         // a second in one private chat
	chatBurst  = 3.0         //
	groupRate  = 18.0 / 60.0 // a minute in a group; 20 published
	groupBurst = 6.0
	maxChats   = 20000
)

// Limiter holds the published rates of one bot. It never waits: it says how long
// the caller should. State is this process's own; what other processes send comes
// back as Telegram's 429, which Refused takes in.
type Limiter struct {
	mu      sync.Mutex
	now     func() time.Time
	bot     bucket
	queued  float64 // refused callers that will come back, leaking at the bot's rate
	leaked  time.Time
	chats   map[int64]*bucket
	paused  time.Time
	refused []refusal
}

type bucket struct {
	tokens  float64
	at      time.Time
	blocked time.Time
}

type refusal struct {
	chat int64
	at   time.Time
}

// NewLimiter returns a limiter with full buckets.
func NewLimiter(now func() time.Time) *Limiter {
	t := now()
	return &Limiter{now: now, bot: bucket{tokens: botRate, at: t}, leaked: t, chats: map[int64]*bucket{}}
}

func (b *bucket) fill(now time.Time, rate, burst float64) {
	if d := now.Sub(b.at).Seconds(); d > 0 {
		b.tokens = math.Min(burst, b.tokens+d*rate)
	}
	b.at = now
}

// Take takes one message to chat; 0 means go. Otherwise nothing was taken, and the
// caller should come back after the duration.
func (l *Limiter) Take(chat int64, p Priority) time.Duration {
	return l.TakeN(chat, p, 1)
}

// TakeN takes n messages at once (an album counts each picture). A chat may go into
// debt for them, once its burst is not spent.
func (l *Limiter) TakeN(chat int64, p Priority, n int) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if wait := l.paused.Sub(now); wait > 0 {
		return wait
	}
	c, rate := l.chat(chat, now)
	if wait := c.blocked.Sub(now); wait > 0 {
		return wait
	}
	if c.tokens < 1 {
		return seconds((1 - c.tokens) / rate)
	}
	if wait := l.whole(now, p); wait > 0 {
		return wait
	}
	c.tokens -= float64(n)
	l.bot.tokens -= float64(n)
	return 0
}

// whole checks the bot's own bucket. Those refused are spread over the time that
// it takes to serve them all, so that they do not come back at once.
func (l *Limiter) whole(now time.Time, p Priority) time.Duration {
	l.bot.fill(now, botRate, botRate)
	l.queued = math.Max(0, l.queued-now.Sub(l.leaked).Seconds()*botRate)
	l.leaked = now
	keep := map[Priority]float64{Urgent: -botRate, Dialog: 1, Broadcast: 10}[p]
	if l.bot.tokens >= keep {
		return 0
	}
	l.queued++
	return seconds((keep - l.bot.tokens + l.queued) / botRate)
}

func (l *Limiter) chat(id int64, now time.Time) (*bucket, float64) {
	rate, burst := chatRate, chatBurst
	if id < 0 {
		rate, burst = groupRate, groupBurst
	}
	c := l.chats[id]
	if c == nil {
		l.forget(now)
		c = &bucket{tokens: burst, at: now}
		l.chats[id] = c
	}
	c.fill(now, rate, burst)
	return c, rate
}

// forget drops chats whose buckets are long full again.
func (l *Limiter) forget(now time.Time) {
	if len(l.chats) < maxChats {
		return
	}
	for id, c := range l.chats {
		if now.Sub(c.at) > time.Minute && now.After(c.blocked) {
			delete(l.chats, id)
		}
	}
}

// Refused takes in Telegram's own 429: the chat waits; when three chats were
// refused within a minute the whole bot does.
func (l *Limiter) Refused(chat int64, wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	c, _ := l.chat(chat, now)
	c.blocked = now.Add(wait)
	kept := l.refused[:0]
	distinct := map[int64]bool{chat: true}
	for _, r := range l.refused {
		if now.Sub(r.at) < time.Minute && r.chat != chat {
			kept = append(kept, r)
			distinct[r.chat] = true
		}
	}
	l.refused = append(kept, refusal{chat, now})
	if len(distinct) >= 3 && now.Add(wait).After(l.paused) {
		l.paused = now.Add(wait)
	}
}

// free reports whether the chat may be written to now, as far as refusals go.
func (l *Limiter) free(chat int64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	c := l.chats[chat]
	return !now.Before(l.paused) && (c == nil || !now.Before(c.blocked))
}

func seconds(s float64) time.Duration {
	return time.Duration(math.Ceil(s*1000)) * time.Millisecond
}
