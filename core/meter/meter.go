// Package meter counts: counters, gauges and histograms with a few labels, cheap
// enough for every message. It is where numbers are kept, not where they are shown:
// a Snapshot is rendered by an adapter, or rolled up at the edge.
package meter

import (
	"math"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// MaxSeries bounds how many combinations of label values one family keeps. Further
// ones are counted together under Other, so that no input of a stranger fills memory.
const MaxSeries = 200

// Other is the label value of what exceeded MaxSeries.
const Other = "other"

// maxLabels is how many labels a family may have.
const maxLabels = 3

// Kind says how a family's numbers behave.
type Kind string

// The kinds of a family.
const (
	CounterKind   Kind = "counter"   // only grows
	GaugeKind     Kind = "gauge"     // is set
	HistogramKind Kind = "histogram" // observations by size
)

// Buckets are upper bounds, in seconds, that suit everything from a query in memory
// to a slow model.
var Buckets = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60}

// Registry holds families. They are made once, by constructors; a name that is made
// twice, or too many labels, are defects and panic.
type Registry struct {
	mu       sync.Mutex
	families []*family
	before   []func()
}

// New returns an empty registry.
func New() *Registry { return &Registry{} }

// labels is the key of a series: the values of its labels.
type labels [maxLabels]string

type family struct {
	name, help string
	kind       Kind
	names      []string
	bounds     []float64

	mu     sync.RWMutex
	series map[labels]*series
}

type series struct {
	value   atomic.Uint64 // bits of a float; a histogram's sum
	buckets []atomic.Uint64
}

func (s *series) add(v float64) {
	for {
		old := s.value.Load()
		if s.value.CompareAndSwap(old, math.Float64bits(math.Float64frombits(old)+v)) {
			return
		}
	}
}

func (r *Registry) family(kind Kind, name, help string, bounds []float64, names []string) *family {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(names) > maxLabels {
		panic("meter: too many labels of " + name)
	}
	for _, f := range r.families {
		if f.name == name {
			panic("meter: " + name + " is made twice")
		}
	}
	f := &family{name: name, help: help, kind: kind, names: names, bounds: bounds, series: map[labels]*series{}}
	r.families = append(r.families, f)
	if len(names) == 0 {
		f.at(nil) // shows as 0 from the start
	}
	return f
}

// at finds or makes the series of the given label values; missing ones are "".
func (f *family) at(values []string) *series {
	var key labels
	copy(key[:len(f.names)], values)
	f.mu.RLock()
	s, ok := f.series[key]
	f.mu.RUnlock()
	if ok {
		return s
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if s, ok := f.series[key]; ok {
		return s
	}
	if len(f.series) >= MaxSeries {
		for i := range f.names {
			key[i] = Other
		}
		if s, ok := f.series[key]; ok {
			return s
		}
	}
	s = &series{buckets: make([]atomic.Uint64, len(f.bounds)+1)}
	f.series[key] = s
	return s
}

// Counter is a family that only grows.
type Counter struct{ f *family }

// Counter makes a counter. By custom its name ends in _total.
func (r *Registry) Counter(name, help string, labels ...string) *Counter {
	return &Counter{r.family(CounterKind, name, help, nil, labels)}
}

// Add adds v, which is not negative, to the series of the label values.
func (c *Counter) Add(v float64, values ...string) {
	if v > 0 {
		c.f.at(values).add(v)
	}
}

// Inc adds one.
func (c *Counter) Inc(values ...string) { c.f.at(values).add(1) }

// Gauge is a family of values that go up and down.
type Gauge struct{ f *family }

// Gauge makes a gauge.
func (r *Registry) Gauge(name, help string, labels ...string) *Gauge {
	return &Gauge{r.family(GaugeKind, name, help, nil, labels)}
}

// Set sets the series of the label values to v.
func (g *Gauge) Set(v float64, values ...string) {
	g.f.at(values).value.Store(math.Float64bits(v))
}

// Histogram is a family of observations, counted by size.
type Histogram struct{ f *family }

// Histogram makes a histogram; nil bounds are Buckets. By custom its name says the
// unit, which is seconds.
func (r *Registry) Histogram(name, help string, bounds []float64, labels ...string) *Histogram {
	if bounds == nil {
		bounds = Buckets
	}
	return &Histogram{r.family(HistogramKind, name, help, bounds, labels)}
}

// Observe counts v in the series of the label values.
func (h *Histogram) Observe(v float64, values ...string) {
	s := h.f.at(values)
	i, _ := slices.BinarySearch(h.f.bounds, v) // a bound includes its own value
	s.buckets[i].Add(1)
	s.add(v)
}

// Before registers fn to run at the start of every Snapshot: it sets gauges that
// are cheaper to read than to keep.
func (r *Registry) Before(fn func()) {
	r.mu.Lock()
	r.before = append(r.before, fn)
	r.mu.Unlock()
}

// Family is a family at one moment.
type Family struct {
	Name, Help string
	Kind       Kind
	Labels     []string
	Bounds     []float64 // of a histogram
	Series     []Series  // ordered by their values
}

// Series is one combination of label values.
type Series struct {
	Values  []string
	Value   float64  // of a counter or gauge; a histogram's sum
	Buckets []uint64 // of a histogram: not cumulative; the last is above all bounds
}

// Count returns how many observations a histogram's series has.
func (s Series) Count() uint64 {
	var n uint64
	for _, b := range s.Buckets {
		n += b
	}
	return n
}

// Snapshot returns all families in the order they were made.
func (r *Registry) Snapshot() []Family {
	r.mu.Lock()
	families, before := slices.Clone(r.families), slices.Clone(r.before)
	r.mu.Unlock()
	for _, fn := range before {
		fn()
	}
	out := make([]Family, 0, len(families))
	for _, f := range families {
		out = append(out, f.snapshot())
	}
	return out
}

func (f *family) snapshot() Family {
	out := Family{Name: f.name, Help: f.help, Kind: f.kind, Labels: f.names, Bounds: f.bounds}
	f.mu.RLock()
	defer f.mu.RUnlock()
	for key, s := range f.series {
		x := Series{Values: slices.Clone(key[:len(f.names)]), Value: math.Float64frombits(s.value.Load())}
		if f.kind == HistogramKind {
			for i := range s.buckets {
				x.Buckets = append(x.Buckets, s.buckets[i].Load())
			}
		}
		out.Series = append(out.Series, x)
	}
	slices.SortFunc(out.Series, func(a, b Series) int {
		return strings.Compare(strings.Join(a.Values, "\x00"), strings.Join(b.Values, "\x00"))
	})
	return out
}
