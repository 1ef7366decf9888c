package store

import (
	"context"
	"time"

	"prilavok/core/analytics/report"
	"prilavok/core/money"
)

// SalesBetween implements report.Store. What is placed is listed at the time it was.
func (s *Store) SalesBetween(ctx context.Context, currency string, from, to time.Time) (report.Sales, error) {
	sum := report.Sales{Total: money.Money{Currency: currency}}
	_, err := s.conn(ctx).one(ctx, "sales between", `
		SELECT count(*), coalesce(CAST(sum(total_amount) AS bigint), 0) FROM orders
		WHERE shop_id = $1 AND listed_at >= $3 AND listed_at < $4 AND status IN ('placed', 'completed') AND currency = $2`,
		[]any{shopID(ctx), currency, from, to}, &sum.Orders, &sum.Total.Amount)
	return sum, err
}

// Waiting implements report.Store. Only conversations that were handed over are looked at,
// from their end. The time of a message stands in a CASE, so that Postgres goes by the
// conversation and not by all messages since.
func (s *Store) Waiting(ctx context.Context) (report.Waiting, error) {
	var w report.Waiting
	_, err := s.conn(ctx).one(ctx, "waiting", `
		WITH held AS MATERIALIZED (
			SELECT h.conversation_id, h.requested_at, (SELECT max(m.seq) FROM messages m
				WHERE m.conversation_id = h.conversation_id AND m.shop_id = h.shop_id AND m.author = 'operator' AND CASE WHEN m.created_at >= h.requested_at THEN 1 ELSE 0 END = 1) AS answered
			FROM handoffs h WHERE h.shop_id = $1 AND h.status IN ('requested', 'accepted')
		), waits AS MATERIALIZED (
			SELECT CASE WHEN answered IS NULL THEN requested_at ELSE (SELECT min(m.created_at) FROM messages m
				WHERE m.conversation_id = held.conversation_id AND m.shop_id = $1 AND m.seq > held.answered AND m.author = 'contact' AND m.deleted_at IS NULL) END AS since
			FROM held
		)
		SELECT count(*), min(since) FROM waits WHERE since IS NOT NULL`, []any{shopID(ctx)}, &w.N, at(&w.Since))
	return w, err
}

// Troubles implements report.Store.
func (s *Store) Troubles(ctx context.Context, day string, low int64) ([]report.Problem, error) {
	var out []report.Problem
	err := s.conn(ctx).all(ctx, "problems", `
		SELECT 1, 'payment_problems', count(*) FROM payment_problems WHERE shop_id = $1 AND resolved_at IS NULL
		UNION ALL SELECT 2, 'unreached_notices', count(*) FROM notices WHERE shop_id = $1 AND state IN ('waiting', 'failed')
		UNION ALL SELECT 3, 'undelivered', CAST(coalesce(sum(n), 0) AS bigint) FROM channel_days WHERE shop_id = $1 AND day = $2 AND what = 'failed'
		UNION ALL SELECT 4, 'dead_letters', count(*) FROM jobs WHERE shop_id = $1 AND status = 'dead'
		UNION ALL SELECT 5, 'reconnect', count(*) FROM channel_accounts WHERE shop_id = $1 AND status IN ('reauth_required', 'revoked')
		UNION ALL SELECT 6, 'low_stock', count(*) FROM variants v JOIN products p ON p.shop_id = v.shop_id AND p.id = v.product_id
			WHERE v.shop_id = $1 AND v.tracked AND v.active AND v.on_hand - v.reserved <= $3 AND p.status = 'active'
		ORDER BY 1`, []any{shopID(ctx), day, low}, func(row scanner) error {
		var p report.Problem
		var place int64
		err := row.Scan(&place, &p.Kind, &p.N)
		if err == nil && p.N > 0 {
			out = append(out, p)
		}
		return err
	})
	return out, err
}
