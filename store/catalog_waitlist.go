package store

import (
	"context"

	"prilavok/core/catalog/waitlist"
)

// WaitCounts implements waitlist.Store.
func (s *Store) WaitCounts(ctx context.Context, productID string, after waitlist.Count, limit int) ([]waitlist.Count, error) {
	var out []waitlist.Count
	err := s.conn(ctx).all(ctx, "wait counts", `
		SELECT w.variant_id, v.product_id, COUNT(*), MIN(w.created_at) FROM stock_waits w JOIN variants v ON v.shop_id = w.shop_id AND v.id = w.variant_id
		WHERE w.shop_id = $1 AND w.waiting AND (v.product_id = $2 OR $2 = '')
		GROUP BY w.variant_id, v.product_id HAVING $4 = '' OR COUNT(*) < $3 OR (COUNT(*) = $3 AND w.variant_id > $4)
		ORDER BY COUNT(*) DESC, w.variant_id LIMIT $5`, []any{shopID(ctx), productID, after.Waiting, after.VariantID, limit}, func(row scanner) error {
		var c waitlist.Count
		err := row.Scan(&c.VariantID, &c.ProductID, &c.Waiting, at(&c.Since))
		out = append(out, c)
		return err
	})
	return out, err
}

// Waiters implements waitlist.Store.
func (s *Store) Waiters(ctx context.Context, variantID string, after waitlist.Waiter, limit int) ([]waitlist.Waiter, error) {
	var out []waitlist.Waiter
	err := s.conn(ctx).all(ctx, "waiters", `
		SELECT w.contact_id, w.conversation_id, c.name, w.created_at FROM stock_waits w JOIN contacts c ON c.shop_id = w.shop_id AND c.id = w.contact_id
		WHERE w.shop_id = $1 AND w.variant_id = $2 AND w.waiting AND ($4 = '' OR w.created_at > $3 OR (w.created_at = $3 AND w.contact_id > $4))
		ORDER BY w.created_at, w.contact_id LIMIT $5`, []any{shopID(ctx), variantID, after.Since, after.ContactID, limit}, func(row scanner) error {
		var w waitlist.Waiter
		err := row.Scan(&w.ContactID, text(&w.ConversationID), &w.Name, at(&w.Since))
		out = append(out, w)
		return err
	})
	return out, err
}
