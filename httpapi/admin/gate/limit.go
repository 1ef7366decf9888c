package gate

import (
	"sync"
	"time"
)

// buckets are token buckets by caller; there are no more than there are keys and members of
// staff.
type buckets struct {
	now   func() time.Time
	burst float64
	rate  float64 // tokens a second

	mu sync.Mutex
	by map[string]*bucket
}

type bucket struct {
	tokens float64
	at     time.Time
}

// take takes a token of a caller. When there is none it tells how long until there is one.
func (b *buckets) take(caller string) (wait time.Duration, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	x := b.by[caller]
	if x == nil {
		x = &bucket{tokens: b.burst, at: now}
		b.by[caller] = x
	}
	x.tokens = min(b.burst, x.tokens+now.Sub(x.at).Seconds()*b.rate)
	x.at = now
	if x.tokens < 1 {
		return time.Duration((1 - x.tokens) / b.rate * float64(time.Second)), false
	}
	x.tokens--
	return 0, true
}
