package store

import (
	"context"
	"strings"
	"time"

	"prilavok/core/catalog"
)

// HoldStock implements catalog.StockStore.
func (s *Store) HoldStock(ctx context.Context, variantID string, n int64) (held, counted bool, err error) {
	held, err = s.conn(ctx).one(ctx, "hold stock", `
		UPDATE variants SET reserved = CASE WHEN tracked THEN reserved + $3 ELSE reserved END
		WHERE shop_id = $1 AND id = $2 AND active AND (NOT tracked OR on_hand - reserved >= $3) RETURNING tracked`,
		[]any{shopID(ctx), variantID, n}, flag(&counted))
	return held, counted, err
}

// FreeStock implements catalog.StockStore.
func (s *Store) FreeStock(ctx context.Context, variantID string, n int64, sold bool) error {
	off := int64(0)
	if sold {
		off = n
	}
	_, err := s.conn(ctx).exec(ctx, "free stock", `
		UPDATE variants SET reserved = reserved - $3, on_hand = on_hand - $4 WHERE shop_id = $1 AND id = $2`,
		shopID(ctx), variantID, n, off)
	return err
}

// SetStock implements catalog.StockStore.
func (s *Store) SetStock(ctx context.Context, variantID string, onHand int64) (int64, bool, error) {
	q := s.conn(ctx)
	var was, reserved int64
	found, err := q.one(ctx, "lock stock", `SELECT on_hand, reserved FROM variants WHERE shop_id = $1 AND id = $2`+s.db.Dialect.forUpdate(),
		[]any{shopID(ctx), variantID}, &was, &reserved)
	if err != nil {
		return 0, false, err
	}
	if !found {
		return 0, false, catalog.ErrNotFound
	}
	if onHand < reserved || onHand < 0 {
		return 0, false, nil
	}
	_, err = q.exec(ctx, "set stock", `UPDATE variants SET on_hand = $3 WHERE shop_id = $1 AND id = $2`, shopID(ctx), variantID, onHand)
	return onHand - was, true, err
}

// StockLeft implements catalog.StockStore.
func (s *Store) StockLeft(ctx context.Context, variantIDs []string) (map[string]int64, error) {
	args := []any{shopID(ctx)}
	for _, id := range variantIDs {
		args = append(args, id)
	}
	out := map[string]int64{}
	err := s.conn(ctx).all(ctx, "stock left", `
		SELECT id, CASE WHEN tracked THEN on_hand - reserved ELSE 9223372036854775807 END FROM variants
		WHERE shop_id = $1 AND active AND id IN (`+in(2, len(variantIDs))+`) ORDER BY id`+s.db.Dialect.forUpdate(),
		args, func(row scanner) error {
			var id string
			var n int64
			err := row.Scan(&id, &n)
			out[id] = n
			return err
		})
	return out, err
}

// HoldLeft implements catalog.PartStore.
func (s *Store) HoldLeft(ctx context.Context, needs []catalog.Need) error {
	b := binder{args: []any{shopID(ctx)}}
	sums := ""
	for _, n := range needs {
		sums += ` WHEN ` + b.one(n.VariantID) + ` THEN CAST(` + b.one(n.Quantity) + ` AS bigint)`
	}
	ids := make([]string, len(needs))
	for i, n := range needs {
		ids[i] = n.VariantID
	}
	return s.conn(ctx).later(ctx, "hold left", `
		UPDATE variants SET reserved = reserved + CASE id`+sums+` END
		WHERE shop_id = $1 AND tracked AND id IN (`+b.list(ids)+`)`, b.args...)
}

// InsertReservations implements catalog.StockStore.
func (s *Store) InsertReservations(ctx context.Context, list []catalog.Reservation, at time.Time) error {
	b := binder{args: []any{shopID(ctx), at}}
	var rows []string
	for _, r := range list {
		first := len(b.args) + 1
		b.args = append(b.args, r.ID, r.Holder, r.VariantID, r.Quantity, r.Counted, r.Status, r.ExpiresAt)
		rows = append(rows, `($1, $2, `+in(first, 7)+`)`)
	}
	return s.conn(ctx).later(ctx, "insert reservations", `
		INSERT INTO reservations (shop_id, created_at, id, holder, variant_id, quantity, counted, status, expires_at) VALUES `+strings.Join(rows, ", "), b.args...)
}

// Reservations implements catalog.StockStore.
func (s *Store) Reservations(ctx context.Context, holder string) ([]catalog.Reservation, error) {
	var out []catalog.Reservation
	err := s.conn(ctx).all(ctx, "reservations", `
		SELECT id, holder, variant_id, quantity, counted, status, expires_at FROM reservations
		WHERE shop_id = $1 AND holder = $2 AND status = 'held' ORDER BY variant_id`+s.db.Dialect.forUpdate(),
		[]any{shopID(ctx), holder}, func(row scanner) error {
			var r catalog.Reservation
			err := row.Scan(&r.ID, &r.Holder, &r.VariantID, &r.Quantity, flag(&r.Counted), &r.Status, at(&r.ExpiresAt))
			out = append(out, r)
			return err
		})
	return out, err
}

// CloseReservation implements catalog.StockStore.
func (s *Store) CloseReservation(ctx context.Context, id, status string, at time.Time) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "close reservation", `
		UPDATE reservations SET status = $3, closed_at = $4 WHERE shop_id = $1 AND id = $2 AND status = 'held'`, shopID(ctx), id, status, at)
	return n > 0, err
}

// ShrinkReservation implements catalog.PartStore.
func (s *Store) ShrinkReservation(ctx context.Context, id string, n int64) error {
	_, err := s.conn(ctx).exec(ctx, "shrink reservation", `
		UPDATE reservations SET quantity = quantity - $3 WHERE shop_id = $1 AND id = $2 AND status = 'held'`, shopID(ctx), id, n)
	return err
}

// AddStock implements catalog.PartStore.
func (s *Store) AddStock(ctx context.Context, variantID string, n int64) (bool, error) {
	changed, err := s.conn(ctx).exec(ctx, "add stock", `
		UPDATE variants SET on_hand = on_hand + $3 WHERE shop_id = $1 AND id = $2 AND tracked`, shopID(ctx), variantID, n)
	return changed > 0, err
}

// LogStock implements catalog.StockStore.
func (s *Store) LogStock(ctx context.Context, list ...catalog.Movement) error {
	b := binder{args: []any{shopID(ctx)}}
	var rows []string
	for _, m := range list {
		first := len(b.args) + 1
		b.args = append(b.args, m.ID, m.VariantID, m.Delta, m.Held, m.Reason, null(m.Holder), null(m.By), m.At)
		rows = append(rows, `($1, `+in(first, 8)+`)`)
	}
	return s.conn(ctx).later(ctx, "log stock", `
		INSERT INTO stock_log (shop_id, id, variant_id, delta, held, reason, holder, by_whom, created_at) VALUES `+strings.Join(rows, ", "), b.args...)
}

// ExpiredHolders implements catalog.ExpiryStore.
func (s *Store) ExpiredHolders(ctx context.Context, now time.Time, limit int) ([]string, error) {
	var out []string
	err := s.conn(ctx).all(ctx, "expired holders", `
		SELECT DISTINCT holder FROM reservations WHERE shop_id = $1 AND status = 'held' AND expires_at < $2 ORDER BY holder LIMIT $3`,
		[]any{shopID(ctx), now, limit}, func(row scanner) error {
			var h string
			err := row.Scan(&h)
			out = append(out, h)
			return err
		})
	return out, err
}

// SoldMost implements catalog.SalesStore.
func (s *Store) SoldMost(ctx context.Context, since time.Time, limit int) ([]string, error) {
	return s.texts(ctx, "sold most", `
		SELECT v.product_id FROM reservations r JOIN variants v ON v.shop_id = r.shop_id AND v.id = r.variant_id
		WHERE r.shop_id = $1 AND r.created_at >= $2 AND r.status IN ('held', 'sold')
		GROUP BY v.product_id ORDER BY SUM(r.quantity) DESC, v.product_id LIMIT $3`, shopID(ctx), since, limit)
}
