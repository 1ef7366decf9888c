package admin

import (
	"context"
	"time"

	"prilavok/core/analytics"
	"prilavok/httpapi/admin/gate"
)

// Stop is how one stop of a message's way went.
type Stop struct {
	Stop   string  `json:"stop" doc:"receive, turn, deliver, listen, pay"`
	N      int64   `json:"n" doc:"how often it was passed"`
	Failed int64   `json:"failed" doc:"of n; what is tried again counts each time, being told to wait does not"`
	MeanMS float64 `json:"mean_ms"`
	P50MS  int64   `json:"p50_ms" doc:"half took no longer: a power of two. 0: longer than two minutes"`
	P95MS  int64   `json:"p95_ms"`
	P99MS  int64   `json:"p99_ms"`
}

func stopOf(s analytics.Stop) Stop {
	return Stop{s.Stop, s.N, s.Failed, float64(s.Mean.Microseconds()) / 1000, s.P50.Milliseconds(), s.P95.Milliseconds(), s.P99.Milliseconds()}
}

type metricsIn struct {
	From time.Time `query:"from" doc:"by whole hours; leave out for the last 24"`
	To   time.Time `query:"to" doc:"before"`
}

func (a *api) metrics(g *gate.Gate) {
	gate.Add(g, "metrics.stops", func(ctx context.Context, in *metricsIn) (*out[list[Stop]], error) {
		if in.To.IsZero() {
			in.To = a.Now()
		}
		if in.From.IsZero() {
			in.From = in.To.Add(-24 * time.Hour)
		}
		stops, err := a.Timings.Between(ctx, in.From, in.To)
		if err != nil {
			return nil, err
		}
		return listed(stops, "", stopOf), nil
	})
}
