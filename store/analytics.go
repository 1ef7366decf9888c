package store

import (
	"context"
	"strings"
	"time"

	"prilavok/core/analytics"
)

// AddStopMetrics implements analytics.Store. The rows come in one order, so that two
// processes that add at once do not wait for each other crosswise.
func (s *Store) AddStopMetrics(ctx context.Context, list []analytics.StopMetric) error {
	if len(list) == 0 {
		return nil
	}
	b := binder{args: []any{shopID(ctx)}}
	var rows []string
	for _, m := range analytics.InOrder(list) {
		first := len(b.args) + 1
		b.args = append(b.args, m.Hour, m.Stop, m.Bound, m.N, m.Failed, m.Spent)
		rows = append(rows, `($1, `+in(first, 6)+`)`)
	}
	_, err := s.conn(ctx).exec(ctx, "add stop metrics", `
		INSERT INTO stop_metrics (shop_id, hour, stop, bound, n, failed, spent) VALUES `+strings.Join(rows, ", ")+`
		ON CONFLICT (shop_id, hour, stop, bound) DO UPDATE SET
			n = stop_metrics.n + excluded.n, failed = stop_metrics.failed + excluded.failed, spent = stop_metrics.spent + excluded.spent`, b.args...)
	return err
}

// StopMetrics implements analytics.Store.
func (s *Store) StopMetrics(ctx context.Context, from, to time.Time) ([]analytics.StopMetric, error) {
	var out []analytics.StopMetric
	err := s.conn(ctx).all(ctx, "stop metrics", `
		SELECT hour, stop, bound, n, failed, spent FROM stop_metrics WHERE shop_id = $1 AND hour >= $2 AND hour < $3 ORDER BY hour, stop, bound`,
		[]any{shopID(ctx), from, to}, func(row scanner) error {
			var m analytics.StopMetric
			err := row.Scan(at(&m.Hour), &m.Stop, &m.Bound, &m.N, &m.Failed, &m.Spent)
			out = append(out, m)
			return err
		})
	return out, err
}

// ForgetStopMetrics implements analytics.Store.
func (s *Store) ForgetStopMetrics(ctx context.Context, before time.Time, limit int) (int64, error) {
	return s.conn(ctx).exec(ctx, "forget stop metrics", `
		DELETE FROM stop_metrics WHERE shop_id = $1 AND (hour, stop, bound) IN (
			SELECT hour, stop, bound FROM stop_metrics WHERE shop_id = $1 AND hour < $2 ORDER BY hour LIMIT $3)`, shopID(ctx), before, limit)
}
