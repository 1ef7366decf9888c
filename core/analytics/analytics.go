// Package analytics turns what happened into metrics. It keeps how long the stops of a
// message's way take and how often they fail, rolled up by the hour in the database, so
// that they are the same wherever a shop runs and however many processes run it: an
// isolate at the edge keeps no numbers of its own. It is not the process' own monitoring,
// which is app/obs.
package analytics

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
)

// Keep is how long metrics are kept.
const Keep = 90 * 24 * time.Hour

// StopMetric is how a stop of one shop went in one hour, as far as it took up to a bound.
type StopMetric struct {
	Hour   time.Time
	Stop   string
	Bound  int64 // took at most so many ms: a power of two; Longest is all above
	N      int64
	Failed int64 // of N
	Spent  int64 // of N together, µs
}

// Longest is the bound of what took longer than any other.
const Longest = 1 << 17

// BoundOf returns the bound of a span.
func BoundOf(took time.Duration) int64 {
	b := int64(1)
	for b < Longest && took > time.Duration(b)*time.Millisecond {
		b *= 2
	}
	return b
}

// Store keeps metrics. Calls join the open unit of work, of one shop.
type Store interface {
	// AddStopMetrics adds counts to what is there.
	AddStopMetrics(ctx context.Context, list []StopMetric) error
	// StopMetrics lists those of hours from a time until before another, by hour, stop and
	// bound.
	StopMetrics(ctx context.Context, from, to time.Time) ([]StopMetric, error)
	// ForgetStopMetrics deletes those of hours before a time, at most limit of them.
	ForgetStopMetrics(ctx context.Context, before time.Time, limit int) (int64, error)
}

// Stop is how a stop went over a while.
type Stop struct {
	Stop   string
	N      int64
	Failed int64
	Mean   time.Duration
	// P50, P95 and P99 are bounds: so many per cent took no longer. 0 is longer than any bound.
	P50, P95, P99 time.Duration
}

// Sum adds metrics up by stop, in the order in which stops first come.
func Sum(list []StopMetric) []Stop {
	var names []string
	by := map[string]map[int64]StopMetric{}
	for _, m := range list {
		if by[m.Stop] == nil {
			by[m.Stop] = map[int64]StopMetric{}
			names = append(names, m.Stop)
		}
		x := by[m.Stop][m.Bound]
		x.N, x.Failed, x.Spent = x.N+m.N, x.Failed+m.Failed, x.Spent+m.Spent
		by[m.Stop][m.Bound] = x
	}
	out := make([]Stop, 0, len(names))
	for _, name := range names {
		out = append(out, summed(name, by[name]))
	}
	return out
}

func summed(name string, bounds map[int64]StopMetric) Stop {
	s := Stop{Stop: name}
	var spent int64
	for _, m := range bounds {
		s.N, s.Failed, spent = s.N+m.N, s.Failed+m.Failed, spent+m.Spent
	}
	if s.N == 0 {
		return s
	}
	s.Mean = time.Duration(spent/s.N) * time.Microsecond
	var seen int64
	for b := int64(1); b < Longest; b *= 2 {
		seen += bounds[b].N
		for _, q := range []struct {
			to   *time.Duration
			part int64
		}{{&s.P50, 50}, {&s.P95, 95}, {&s.P99, 99}} {
			if *q.to == 0 && seen*100 >= s.N*q.part {
				*q.to = time.Duration(b) * time.Millisecond
			}
		}
	}
	return s
}

// InOrder returns metrics by hour, stop and bound.
func InOrder(list []StopMetric) []StopMetric {
	return slices.SortedFunc(slices.Values(list), func(a, b StopMetric) int {
		return cmp.Or(a.Hour.Compare(b.Hour), strings.Compare(a.Stop, b.Stop), cmp.Compare(a.Bound, b.Bound))
	})
}
