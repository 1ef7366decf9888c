package webchat

import (
	"sync"
	"time"
)

// buckets are token buckets by key in bounded memory: two generations of at most
// maxKeys each. A key that has not been seen for a generation is forgotten, which
// makes its bucket full again, as time would have.
type buckets struct {
	now   func() time.Time
	burst float64
	rate  float64 // tokens a second

	mu      sync.Mutex
	young   map[string]*bucket
	old     map[string]*bucket
	rotated time.Time
}

type bucket struct {
	tokens float64
	at     time.Time
}

const maxKeys = 20000

func newBuckets(now func() time.Time, burst, perMinute int) *buckets {
	return &buckets{now: now, burst: float64(burst), rate: float64(perMinute) / 60,
		young: map[string]*bucket{}, old: map[string]*bucket{}, rotated: now()}
}

// take takes a token of key. When there is none it tells how long until there is one.
func (b *buckets) take(key string) (wait time.Duration, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	x := b.find(key, now)
	x.tokens = min(b.burst, x.tokens+now.Sub(x.at).Seconds()*b.rate)
	x.at = now
	if x.tokens < 1 {
		return time.Duration((1 - x.tokens) / b.rate * float64(time.Second)), false
	}
	x.tokens--
	return 0, true
}

func (b *buckets) find(key string, now time.Time) *bucket {
	if x, ok := b.young[key]; ok {
		return x
	}
	full := time.Duration(b.burst / b.rate * float64(time.Second))
	if len(b.young) >= maxKeys || now.Sub(b.rotated) > full {
		b.old, b.young, b.rotated = b.young, map[string]*bucket{}, now
	}
	x, ok := b.old[key]
	if !ok {
		x = &bucket{tokens: b.burst, at: now}
	}
	b.young[key] = x
	return x
}
