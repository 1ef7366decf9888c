package store

import (
	"context"
	"time"

	"prilavok/core/promotion"
)

// UsePromotion implements cart.PromotionStore. The row of the promotion is held before it
// is judged: an owner who sets a limit at this moment counts this use, or it counts itself.
func (s *Store) UsePromotion(ctx context.Context, u promotion.Use) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "use promotion", `
		INSERT INTO promotion_redemptions (shop_id, order_id, promotion_id, contact_id, code, amount, created_at, kind, rule, priority)
		SELECT p.shop_id, $3, p.id, $4, $5, $6, $7, p.kind, p.rule, p.priority FROM promotions p
		WHERE p.shop_id = $1 AND p.id = $2 AND p.status = 'active' AND (p.max_uses > 0) = $8`+s.db.Dialect.keyShare(),
		shopID(ctx), u.PromotionID, u.OrderID, u.ContactID, u.Code, u.Amount, u.At, u.Limited)
	if err != nil || n == 0 || !u.Limited {
		return n > 0, err
	}
	n, err = s.conn(ctx).exec(ctx, "count promotion's use", `
		UPDATE promotions SET used = used + 1 WHERE shop_id = $1 AND id = $2 AND used < max_uses`, shopID(ctx), u.PromotionID)
	return n > 0, err
}

// ReturnPromotions implements cart.PromotionStore. The uses are given back before the
// counts are: an owner who sets a limit at this moment counts without them, or they do.
func (s *Store) ReturnPromotions(ctx context.Context, orderID string, only []string, at time.Time) error {
	args := []any{shopID(ctx), orderID, at}
	which := ""
	if len(only) > 0 {
		which = ` AND promotion_id IN (` + in(4, len(only)) + `)`
		for _, id := range only {
			args = append(args, id)
		}
	}
	ids := []any{shopID(ctx)}
	err := s.conn(ctx).all(ctx, "return promotions", `
		UPDATE promotion_redemptions SET returned_at = $3 WHERE shop_id = $1 AND order_id = $2 AND returned_at IS NULL`+which+`
		RETURNING promotion_id`, args, func(row scanner) error {
		var id string
		err := row.Scan(&id)
		ids = append(ids, id)
		return err
	})
	if err != nil || len(ids) == 1 {
		return err
	}
	_, err = s.conn(ctx).exec(ctx, "uncount promotions' use", `
		UPDATE promotions SET used = used - 1 WHERE shop_id = $1 AND max_uses > 0 AND used > 0 AND id IN (`+in(2, len(ids)-1)+`)`, ids...)
	return err
}

// UsedPromotions implements edit.Deals.
func (s *Store) UsedPromotions(ctx context.Context, orderID string) ([]promotion.Promotion, error) {
	var out []promotion.Promotion
	err := s.conn(ctx).all(ctx, "promotions of an order", `
		SELECT p.id, p.title, COALESCE(r.kind, p.kind), COALESCE(r.rule, p.rule), COALESCE(r.priority, p.priority), r.code
		FROM promotion_redemptions r JOIN promotions p ON p.shop_id = r.shop_id AND p.id = r.promotion_id
		WHERE r.shop_id = $1 AND r.order_id = $2 AND r.returned_at IS NULL ORDER BY p.id`, []any{shopID(ctx), orderID}, func(row scanner) error {
		var p promotion.Promotion
		var code string
		err := row.Scan(&p.ID, doc(&p.Title), &p.Kind, doc(&p.Rule), &p.Priority, &code)
		if code != "" {
			p.Codes = []string{code}
		}
		out = append(out, p)
		return err
	})
	return out, err
}
