package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"prilavok/core/analytics"
	"prilavok/store"
)

var _ = Case("AddStopMetrics StopMetrics ForgetStopMetrics", func(t *testing.T, st *store.Store) {
	ctx, _, _ := Shop(t, st, "metrics")
	other, _, _ := Shop(t, st, "others")
	ten := time.Date(2026, 11, 26, 10, 0, 0, 0, time.UTC)
	add := func(ctx context.Context, list ...analytics.StopMetric) {
		t.Helper()
		check(t, st.InTx(ctx, func(ctx context.Context) error { return st.AddStopMetrics(ctx, list) }))
	}
	add(ctx, analytics.StopMetric{Hour: ten, Stop: "turn", Bound: 8, N: 2, Failed: 1, Spent: 9000}, analytics.StopMetric{Hour: ten, Stop: "deliver", Bound: 4, N: 1, Spent: 3000})
	add(ctx, analytics.StopMetric{Hour: ten.Add(time.Hour), Stop: "turn", Bound: 8, N: 7}, analytics.StopMetric{Hour: ten, Stop: "turn", Bound: 8, N: 1, Spent: 1000})
	add(other, analytics.StopMetric{Hour: ten, Stop: "turn", Bound: 8, N: 100})
	add(ctx)
	want := func(from, to time.Time, want ...analytics.StopMetric) {
		t.Helper()
		var got []analytics.StopMetric
		check(t, st.View(ctx, func(ctx context.Context) (err error) { got, err = st.StopMetrics(ctx, from, to); return err }))
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	}
	first := []analytics.StopMetric{{Hour: ten, Stop: "deliver", Bound: 4, N: 1, Spent: 3000}, {Hour: ten, Stop: "turn", Bound: 8, N: 3, Failed: 1, Spent: 10_000}}
	last := analytics.StopMetric{Hour: ten.Add(time.Hour), Stop: "turn", Bound: 8, N: 7}
	want(ten, ten.Add(time.Hour), first...)
	want(ten, ten.Add(2*time.Hour), append(first[:2:2], last)...)
	for _, n := range []int64{1, 1, 0} {
		check(t, st.InTx(ctx, func(ctx context.Context) error {
			gone, err := st.ForgetStopMetrics(ctx, ten.Add(time.Hour), 1)
			if gone != n {
				t.Errorf("%d metrics are forgotten, want %d", gone, n)
			}
			return err
		}))
	}
	want(ten, ten.Add(2*time.Hour), last)
})

// TestMetricsView: what dashboards read says the same as analytics.Sum.
func TestMetricsView(t *testing.T) {
	e := Ways[2].Open(t)
	ctx, _, _ := Shop(t, e.Store, "north")
	ten := time.Date(2026, 11, 26, 10, 0, 0, 0, time.UTC)
	list := []analytics.StopMetric{{Hour: ten, Stop: "turn", Bound: 4, N: 90, Spent: 270_000}, {Hour: ten, Stop: "turn", Bound: 64, N: 9, Failed: 2, Spent: 450_000},
		{Hour: ten, Stop: "turn", Bound: analytics.Longest, N: 1, Failed: 1, Spent: 180_000}}
	check(t, e.Store.InTx(ctx, func(ctx context.Context) error { return e.Store.AddStopMetrics(ctx, list) }))
	var n, failed, p50, p95, p99 int64
	var mean float64
	check(t, e.Admin.QueryRowContext(t.Context(), `SELECT n, failed, mean_ms, p50_ms, p95_ms, p99_ms FROM prilavok.metrics`).Scan(&n, &failed, &mean, &p50, &p95, &p99))
	s := analytics.Sum(list)[0]
	if n != s.N || failed != s.Failed || mean != 9 || s.Mean != 9*time.Millisecond || p50 != s.P50.Milliseconds() || p95 != s.P95.Milliseconds() || p99 != s.P99.Milliseconds() {
		t.Errorf("the view says %d, %d, %v, %d, %d, %d; the sum is %+v", n, failed, mean, p50, p95, p99, s)
	}
}
