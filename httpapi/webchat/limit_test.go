package webchat

import (
	"fmt"
	"testing"
	"time"
)

func TestBucketsStayBounded(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	b := newBuckets(func() time.Time { return now }, 2, 60)
	for i := range 5 * maxKeys {
		b.take(fmt.Sprint(i))
	}
	if n := len(b.young) + len(b.old); n > 2*maxKeys {
		t.Errorf("%d keys are kept", n)
	}
}

func TestBucketsForgetOnlyWhatTimeHasRefilled(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	b := newBuckets(func() time.Time { return now }, 2, 60)
	took := 0
	for range 100 {
		if _, ok := b.take("a"); ok {
			took++
		}
		now = now.Add(100 * time.Millisecond)
	}
	if took < 11 || took > 12 { // two at once and one a second for ten seconds
		t.Errorf("%d in ten seconds", took)
	}
}
