package store

import (
	"context"
	"time"

	"prilavok/core/analytics/report"
)

// FaultsSince implements report.SystemStore.
func (s *Store) FaultsSince(ctx context.Context, from time.Time) ([]report.Fault, error) {
	var out []report.Fault
	err := s.conn(ctx).all(ctx, "faults since", `
		SELECT 'message' AS what, fault, count(*) AS n FROM messages WHERE shop_id = $1 AND created_at >= $2 AND state = 'failed' AND fault IS NOT NULL GROUP BY fault
		UNION ALL SELECT 'work', fault, count(*) FROM jobs WHERE shop_id = $1 AND status = 'dead' AND died_at >= $2 AND fault IS NOT NULL GROUP BY fault
		UNION ALL SELECT 'answer', fault, count(*) FROM turns WHERE shop_id = $1 AND created_at >= $2 AND fault IS NOT NULL GROUP BY fault
		ORDER BY n DESC, what, fault`, []any{shopID(ctx), from}, func(row scanner) error {
		var f report.Fault
		err := row.Scan(&f.What, &f.Code, &f.N)
		out = append(out, f)
		return err
	})
	return out, err
}

// ModelSpent implements report.SystemStore.
func (s *Store) ModelSpent(ctx context.Context, day string) (tokens, cost int64, err error) {
	_, err = s.conn(ctx).one(ctx, "model spent", `SELECT tokens, cost FROM assistant_usage WHERE shop_id = $1 AND period = $2 AND contact_id = ''`,
		[]any{shopID(ctx), day}, &tokens, &cost)
	return tokens, cost, err
}
