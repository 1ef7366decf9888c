package instagram

import (
	"math"
	"sync"
	"time"
)

// Rates are messages a second of one account; 0 is the published bound.
type Rates struct {
	Text  float64 // texts and templates
	Media float64 // pictures: Meta publishes it for audio and video, we keep to it for all
}

// limiter holds the published rates of one account. It never waits: it says how long the
// caller should. What other processes send comes back as Meta's refusal, which refused
// takes in.
type limiter struct {
	mu     sync.Mutex
	now    func() time.Time
	rate   map[lane]float64
	tokens map[lane]float64
	queued map[lane]float64 // refused callers that will come back
	at     time.Time
	paused time.Time
}

type lane uint8

const (
	texts lane = iota
	media
)

func newLimiter(now func() time.Time, r Rates) *limiter {
	if r.Text <= 0 {
		r.Text = 100
	}
	if r.Media <= 0 {
		r.Media = 10
	}
	return &limiter{now: now, at: now(), rate: map[lane]float64{texts: r.Text, media: r.Media},
		tokens: map[lane]float64{texts: r.Text, media: r.Media}, queued: map[lane]float64{}}
}

// take takes one message; 0 means go. Those refused are spread over the time that it
// takes to serve them all.
func (l *limiter) take(k lane) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if wait := l.paused.Sub(now); wait > 0 {
		return wait
	}
	if d := now.Sub(l.at).Seconds(); d > 0 {
		for k, r := range l.rate {
			l.tokens[k] = math.Min(r, l.tokens[k]+d*r)
			l.queued[k] = math.Max(0, l.queued[k]-d*r)
		}
		l.at = now
	}
	if l.tokens[k] < 1 {
		l.queued[k]++
		return time.Duration(math.Ceil((1-l.tokens[k]+l.queued[k])/l.rate[k]*1000)) * time.Millisecond
	}
	l.tokens[k]--
	return 0
}

// refused takes in that Meta asks the account to wait.
func (l *limiter) refused(wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if until := l.now().Add(wait); until.After(l.paused) {
		l.paused = until
	}
}

// free reports whether the account may call at all now.
func (l *limiter) free() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !l.now().Before(l.paused)
}
