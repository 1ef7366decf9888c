package store

import (
	"context"
	"time"

	"prilavok/core/order"
)

// ReplaceOrderLines implements order.GoodsStore.
func (s *Store) ReplaceOrderLines(ctx context.Context, o order.Order) error {
	if _, err := s.conn(ctx).exec(ctx, "drop order lines", `DELETE FROM order_lines WHERE shop_id = $1 AND order_id = $2`, shopID(ctx), o.ID); err != nil {
		return err
	}
	return s.insertOrderLines(ctx, o)
}

// FulfillmentsOf implements order.GoodsStore.
func (s *Store) FulfillmentsOf(ctx context.Context, orderID string) ([]order.Fulfillment, error) {
	var out []order.Fulfillment
	err := s.conn(ctx).all(ctx, "fulfillments", `
		SELECT id, order_id, state, lines, carrier, tracking, tracking_url, created_at, shipped_at, delivered_at, canceled_at
		FROM fulfillments WHERE shop_id = $1 AND order_id = $2 ORDER BY id`, []any{shopID(ctx), orderID}, func(row scanner) error {
		var f order.Fulfillment
		err := row.Scan(&f.ID, &f.OrderID, &f.State, doc(&f.Lines), &f.Carrier, &f.Tracking, &f.TrackingURL, at(&f.CreatedAt), at(&f.ShippedAt),
			at(&f.DeliveredAt), at(&f.CanceledAt))
		out = append(out, f)
		return err
	})
	return out, err
}

// SaveFulfillment implements order.GoodsStore.
func (s *Store) SaveFulfillment(ctx context.Context, f order.Fulfillment) error {
	_, err := s.conn(ctx).exec(ctx, "save fulfillment", `
		INSERT INTO fulfillments (shop_id, id, order_id, state, lines, carrier, tracking, tracking_url, created_at, shipped_at, delivered_at, canceled_at)
		VALUES (`+in(1, 12)+`)
		ON CONFLICT (shop_id, id) DO UPDATE SET state = excluded.state, carrier = excluded.carrier, tracking = excluded.tracking,
			tracking_url = excluded.tracking_url, shipped_at = excluded.shipped_at, delivered_at = excluded.delivered_at, canceled_at = excluded.canceled_at`,
		shopID(ctx), f.ID, f.OrderID, string(f.State), toJSON(f.Lines), clean(f.Carrier), clean(f.Tracking), clean(f.TrackingURL), f.CreatedAt, f.ShippedAt,
		f.DeliveredAt, f.CanceledAt)
	return err
}

func (s *Store) shortfalls(ctx context.Context, what, where string, args ...any) ([]order.Shortfall, error) {
	var out []order.Shortfall
	err := s.conn(ctx).all(ctx, what, `
		SELECT id, order_id, variant_id, quantity, state, created_at, closed_at FROM order_shortfalls WHERE shop_id = $1 AND `+where, args,
		func(row scanner) error {
			var f order.Shortfall
			err := row.Scan(&f.ID, &f.OrderID, &f.VariantID, &f.Quantity, &f.State, at(&f.CreatedAt), at(&f.ClosedAt))
			out = append(out, f)
			return err
		})
	return out, err
}

// ShortfallsOf implements order.GoodsStore.
func (s *Store) ShortfallsOf(ctx context.Context, orderID string) ([]order.Shortfall, error) {
	return s.shortfalls(ctx, "shortfalls", `order_id = $2 ORDER BY id`, shopID(ctx), orderID)
}

// WaitingFor implements order.GoodsStore.
func (s *Store) WaitingFor(ctx context.Context, variantID string, limit int) ([]order.Shortfall, error) {
	return s.shortfalls(ctx, "waiting shortfalls", `variant_id = $2 AND state IN ('open', 'waiting') AND state = 'waiting' ORDER BY id LIMIT $3`,
		shopID(ctx), variantID, limit)
}

// SaveShortfall implements order.GoodsStore.
func (s *Store) SaveShortfall(ctx context.Context, f order.Shortfall) error {
	_, err := s.conn(ctx).exec(ctx, "save shortfall", `
		INSERT INTO order_shortfalls (shop_id, id, order_id, variant_id, quantity, state, created_at, closed_at) VALUES (`+in(1, 8)+`)
		ON CONFLICT (shop_id, id) DO UPDATE SET quantity = excluded.quantity, state = excluded.state, closed_at = excluded.closed_at`,
		shopID(ctx), f.ID, f.OrderID, f.VariantID, f.Quantity, string(f.State), f.CreatedAt, f.ClosedAt)
	return err
}

// CloseShortfalls implements order.GoodsStore.
func (s *Store) CloseShortfalls(ctx context.Context, orderID string, state order.ShortState, at time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "close shortfalls", `
		UPDATE order_shortfalls SET state = $3, closed_at = $4 WHERE shop_id = $1 AND order_id = $2 AND state IN ('open', 'waiting')`,
		shopID(ctx), orderID, string(state), at)
	return err
}

// AwaitedVariants implements order.GoodsStore.
func (s *Store) AwaitedVariants(ctx context.Context, variantIDs []string) ([]string, error) {
	if len(variantIDs) == 0 {
		return nil, nil
	}
	args := []any{shopID(ctx)}
	for _, id := range variantIDs {
		args = append(args, id)
	}
	return s.texts(ctx, "awaited variants", `
		SELECT DISTINCT variant_id FROM order_shortfalls WHERE shop_id = $1 AND variant_id IN (`+in(2, len(variantIDs))+`)
		AND state IN ('open', 'waiting') AND state = 'waiting' ORDER BY variant_id`, args...)
}
