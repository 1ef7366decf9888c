package store

import (
	"context"
	"fmt"
	"time"

	"prilavok/core/catalog"
)

// PutWait implements catalog.WaitStore.
func (s *Store) PutWait(ctx context.Context, w catalog.Wait, at time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "put wait", `
		INSERT INTO stock_waits (shop_id, contact_id, variant_id, conversation_id, waiting, created_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (shop_id, contact_id, variant_id) DO UPDATE SET conversation_id = excluded.conversation_id, told_at = NULL, waiting = excluded.waiting,
			created_at = CASE WHEN stock_waits.waiting THEN stock_waits.created_at ELSE excluded.created_at END`,
		shopID(ctx), w.ContactID, w.VariantID, null(w.ConversationID), true, at)
	return err
}

// DropWaits implements catalog.WaitStore.
func (s *Store) DropWaits(ctx context.Context, contactID, variantID string) (int64, error) {
	return s.conn(ctx).exec(ctx, "drop waits", `
		UPDATE stock_waits SET waiting = $4 WHERE shop_id = $1 AND contact_id = $2 AND (variant_id = $3 OR $3 = '') AND waiting`,
		shopID(ctx), contactID, variantID, false)
}

// TakeWaits implements catalog.WaitStore. The choice is materialized: inside of IN,
// Postgres may look for it anew for each row, and past those that it has locked.
func (s *Store) TakeWaits(ctx context.Context, variantID string, n int64, now time.Time) ([]catalog.Wait, error) {
	var out []catalog.Wait
	err := s.conn(ctx).all(ctx, "take waits", `
		WITH turn AS MATERIALIZED (SELECT contact_id FROM stock_waits WHERE shop_id = $1 AND variant_id = $2 AND waiting
			ORDER BY created_at, contact_id LIMIT $3`+s.db.Dialect.skipLocked()+`)
		UPDATE stock_waits SET waiting = $4, told_at = $5
		WHERE shop_id = $1 AND variant_id = $2 AND waiting AND contact_id IN (SELECT contact_id FROM turn)
		RETURNING contact_id, conversation_id`, []any{shopID(ctx), variantID, n, false, now}, func(row scanner) error {
		w := catalog.Wait{VariantID: variantID}
		err := row.Scan(&w.ContactID, text(&w.ConversationID))
		out = append(out, w)
		return err
	})
	return out, err
}

// lowMark is at how many pieces a variant is low: its own mark, else the shop's, else 3.
const lowMark = `CASE WHEN low_at <> 0 THEN low_at ELSE
	COALESCE(NULLIF((SELECT CAST(s.settings -> 'notices' ->> 'low_stock' AS bigint) FROM shops s WHERE s.shop_id = $1), 0), 3) END`

// MarkLow implements catalog.WaitStore.
func (s *Store) MarkLow(ctx context.Context, variantID string) (left int64, low bool, err error) {
	low, err = s.conn(ctx).one(ctx, "mark low", `
		UPDATE variants SET low_told = $3 WHERE shop_id = $1 AND id = $2 AND active AND tracked AND NOT low_told AND on_hand - reserved <= `+lowMark+`
		RETURNING on_hand - reserved`, []any{shopID(ctx), variantID, true}, &left)
	return left, low, err
}

// ClearLow implements catalog.WaitStore.
func (s *Store) ClearLow(ctx context.Context, variantID string) error {
	_, err := s.conn(ctx).exec(ctx, "clear low", `
		UPDATE variants SET low_told = $3 WHERE shop_id = $1 AND id = $2 AND low_told AND on_hand - reserved > `+lowMark, shopID(ctx), variantID, false)
	return err
}

// SetLowMark implements catalog.WaitStore.
func (s *Store) SetLowMark(ctx context.Context, variantID string, n int64) (bool, error) {
	changed, err := s.conn(ctx).exec(ctx, "set low mark", `UPDATE variants SET low_at = $3 WHERE shop_id = $1 AND id = $2`, shopID(ctx), variantID, n)
	return changed > 0, err
}

// StockLog implements catalog.LogStore.
func (s *Store) StockLog(ctx context.Context, f catalog.LogFilter, cursor string, limit int) ([]catalog.Movement, error) {
	w := where{args: []any{shopID(ctx)}}
	for _, c := range []struct {
		condition string
		value     string
	}{{`id < $%d`, cursor}, {`variant_id = $%d`, f.VariantID}, {`reason = $%d`, f.Reason}, {`holder = $%d`, f.Holder}, {`by_whom = $%d`, f.By}} {
		if c.value != "" {
			w.add(c.condition, c.value)
		}
	}
	if !f.From.IsZero() {
		w.add(`created_at >= $%d`, f.From)
	}
	if !f.To.IsZero() {
		w.add(`created_at < $%d`, f.To)
	}
	w.args = append(w.args, limit)
	var out []catalog.Movement
	err := s.conn(ctx).all(ctx, "stock log", fmt.Sprintf(`
		SELECT id, variant_id, delta, held, reason, holder, by_whom, created_at FROM stock_log WHERE shop_id = $1%s ORDER BY id DESC LIMIT $%d`,
		w.text, len(w.args)), w.args, func(row scanner) error {
		var m catalog.Movement
		err := row.Scan(&m.ID, &m.VariantID, &m.Delta, &m.Held, &m.Reason, text(&m.Holder), text(&m.By), at(&m.At))
		out = append(out, m)
		return err
	})
	return out, err
}
