package meter_test

import (
	"fmt"
	"reflect"
	"sync"
	"testing"

	"prilavok/core/meter"
)

func TestSnapshot(t *testing.T) {
	r := meter.New()
	c := r.Counter("received_total", "messages", "channel", "kind")
	g := r.Gauge("depth", "jobs")
	h := r.Histogram("seconds", "time", []float64{1, 2}, "stop")
	c.Inc("telegram", "text")
	c.Add(2, "telegram", "text")
	c.Add(-5, "telegram", "text")
	c.Inc("telegram")
	r.Before(func() { g.Set(7) })
	for _, v := range []float64{0.5, 1, 1.5, 2, 3} {
		h.Observe(v, "turn")
	}
	want := []meter.Family{
		{Name: "received_total", Help: "messages", Kind: meter.CounterKind, Labels: []string{"channel", "kind"},
			Series: []meter.Series{{Values: []string{"telegram", ""}, Value: 1}, {Values: []string{"telegram", "text"}, Value: 3}}},
		{Name: "depth", Help: "jobs", Kind: meter.GaugeKind, Series: []meter.Series{{Values: []string{}, Value: 7}}},
		{Name: "seconds", Help: "time", Kind: meter.HistogramKind, Labels: []string{"stop"}, Bounds: []float64{1, 2},
			Series: []meter.Series{{Values: []string{"turn"}, Value: 8, Buckets: []uint64{2, 2, 1}}}},
	}
	got := r.Snapshot()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if n := got[2].Series[0].Count(); n != 5 {
		t.Errorf("count %d", n)
	}
}

func TestSeriesAreBounded(t *testing.T) {
	r := meter.New()
	c := r.Counter("x_total", "x", "name")
	for i := range 3 * meter.MaxSeries {
		c.Inc(fmt.Sprint("stranger ", i))
	}
	series := r.Snapshot()[0].Series
	if len(series) != meter.MaxSeries+1 {
		t.Errorf("%d series", len(series))
	}
	for _, s := range series {
		if s.Values[0] == meter.Other && s.Value != 2*meter.MaxSeries {
			t.Errorf("other counts %v", s.Value)
		}
	}
}

func TestConcurrent(t *testing.T) {
	r := meter.New()
	c := r.Counter("x_total", "x", "name")
	h := r.Histogram("seconds", "x", nil, "name")
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 1000 {
				c.Inc(fmt.Sprint(i % 2))
				h.Observe(0.5, "a")
				r.Snapshot()
			}
		})
	}
	wg.Wait()
	f := r.Snapshot()
	if f[0].Series[0].Value != 4000 || f[0].Series[1].Value != 4000 || f[1].Series[0].Count() != 8000 || f[1].Series[0].Value != 4000 {
		t.Errorf("%+v", f)
	}
}

func TestDefectsPanic(t *testing.T) {
	tests := map[string]func(r *meter.Registry){
		"a name twice":    func(r *meter.Registry) { r.Gauge("a", ""); r.Counter("a", "") },
		"too many labels": func(r *meter.Registry) { r.Gauge("a", "", "1", "2", "3", "4") },
	}
	for name, fn := range tests {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("was accepted")
				}
			}()
			fn(meter.New())
		})
	}
}

func BenchmarkObserve(b *testing.B) {
	h := meter.New().Histogram("seconds", "x", nil, "stop")
	b.ReportAllocs()
	for b.Loop() {
		h.Observe(0.02, "turn")
	}
}
