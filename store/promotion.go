package store

import (
	"context"

	"prilavok/core/promotion"
)

const promotionColumns = `p.id, p.title, p.kind, p.rule, p.first_order, p.priority, p.starts_at, p.ends_at, p.max_uses, p.per_contact, p.used,
	p.status, p.revision, p.created_at, p.updated_at`

func promotionDest(p *promotion.Promotion) []any {
	return []any{&p.ID, doc(&p.Title), &p.Kind, doc(&p.Rule), flag(&p.FirstOrder), &p.Priority, at(&p.From), at(&p.Until), &p.Limit, &p.PerContact,
		&p.Used, &p.Status, &p.Revision, at(&p.CreatedAt), at(&p.UpdatedAt)}
}

// CartPromotions implements cart.PromotionStore. It is one query, for every step of
// every purchase asks it.
func (s *Store) CartPromotions(ctx context.Context, contactID, code string) (promotion.Found, error) {
	f := promotion.Found{Used: map[string]int64{}}
	err := s.conn(ctx).all(ctx, "cart's promotions", `
		SELECT `+promotionColumns+`, c.code,
			CASE WHEN p.per_contact > 0 THEN (
				SELECT count(*) FROM promotion_redemptions r
				WHERE r.shop_id = p.shop_id AND r.promotion_id = p.id AND r.contact_id = $2 AND r.returned_at IS NULL) ELSE 0 END,
			p.first_order AND NOT EXISTS (
				SELECT 1 FROM orders o WHERE o.shop_id = p.shop_id AND o.contact_id = $2 AND o.placed_at IS NOT NULL AND o.status <> 'canceled')
		FROM promotions p LEFT JOIN promotion_codes c ON c.shop_id = p.shop_id AND c.promotion_id = p.id AND c.code = $3
		WHERE p.shop_id = $1 AND (p.automatic AND p.status = 'active' OR c.code IS NOT NULL) ORDER BY p.id`,
		[]any{shopID(ctx), contactID, code}, func(row scanner) error {
			var p promotion.Promotion
			var entered string
			var used int64
			var first bool
			err := row.Scan(append(promotionDest(&p), text(&entered), &used, flag(&first))...)
			if entered != "" {
				p.Codes = []string{entered}
			}
			f.Used[p.ID], f.First = used, f.First || first
			f.Promotions = append(f.Promotions, p)
			return err
		})
	return f, err
}

// SetCartCode implements cart.PromotionStore.
func (s *Store) SetCartCode(ctx context.Context, contactID, code string) error {
	_, err := s.conn(ctx).exec(ctx, "set cart code", `UPDATE carts SET code = $3 WHERE shop_id = $1 AND contact_id = $2`, shopID(ctx), contactID, code)
	return err
}

// InsertPromotion implements promotion.Store.
func (s *Store) InsertPromotion(ctx context.Context, p promotion.Promotion) error {
	_, err := s.conn(ctx).exec(ctx, "insert promotion", `
		INSERT INTO promotions (shop_id, id, title, kind, rule, automatic, first_order, priority, starts_at, ends_at, max_uses, per_contact, status,
			revision, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
		shopID(ctx), p.ID, toJSON(p.Title), string(p.Kind), toJSON(p.Rule), p.Automatic(), p.FirstOrder, p.Priority, p.From, p.Until, p.Limit,
		p.PerContact, string(p.Status), p.Revision, p.CreatedAt, p.UpdatedAt)
	if err != nil {
		return err
	}
	return s.insertCodes(ctx, p)
}

// insertCodes writes all codes with one statement.
func (s *Store) insertCodes(ctx context.Context, p promotion.Promotion) error {
	if len(p.Codes) == 0 {
		return nil
	}
	args := []any{shopID(ctx), p.ID, p.UpdatedAt}
	values := ""
	for i, c := range p.Codes {
		if i > 0 {
			values += ", "
		}
		values += `($1, $2, $3, ` + in(len(args)+1, 2) + `)`
		args = append(args, promotion.FoldCode(c), c)
	}
	_, err := s.conn(ctx).exec(ctx, "insert promotion codes", `
		INSERT INTO promotion_codes (shop_id, promotion_id, created_at, code, written) VALUES `+values, args...)
	return err
}

// SavePromotion implements promotion.Store. The row is held against uses that are being
// made before they are counted.
func (s *Store) SavePromotion(ctx context.Context, p promotion.Promotion) (bool, error) {
	q := s.conn(ctx)
	var id string
	found, err := q.one(ctx, "hold promotion", `SELECT id FROM promotions WHERE shop_id = $1 AND id = $2 AND revision = $3`+s.db.Dialect.forUpdate(),
		[]any{shopID(ctx), p.ID, p.Revision}, &id)
	if err != nil || !found {
		return false, err
	}
	_, err = q.exec(ctx, "save promotion", `
		UPDATE promotions SET title = $3, kind = $4, rule = $5, automatic = $6, first_order = $7, priority = $8, starts_at = $9, ends_at = $10,
			max_uses = $11, per_contact = $12, status = $13, updated_at = $14, revision = revision + 1, used = (
				SELECT count(*) FROM promotion_redemptions r WHERE r.shop_id = $1 AND r.promotion_id = $2 AND r.returned_at IS NULL)
		WHERE shop_id = $1 AND id = $2`,
		shopID(ctx), p.ID, toJSON(p.Title), string(p.Kind), toJSON(p.Rule), p.Automatic(), p.FirstOrder, p.Priority, p.From, p.Until, p.Limit,
		p.PerContact, string(p.Status), p.UpdatedAt)
	if err != nil {
		return false, err
	}
	if _, err := q.exec(ctx, "drop promotion codes", `DELETE FROM promotion_codes WHERE shop_id = $1 AND promotion_id = $2`, shopID(ctx), p.ID); err != nil {
		return false, err
	}
	return true, s.insertCodes(ctx, p)
}

// PromotionByID implements promotion.Store.
func (s *Store) PromotionByID(ctx context.Context, id string) (promotion.Promotion, error) {
	list, err := s.promotions(ctx, `p.id = $2`, shopID(ctx), id)
	if err == nil && len(list) == 0 {
		err = promotion.ErrNotFound
	}
	if err != nil {
		return promotion.Promotion{}, err
	}
	return list[0], nil
}

// Promotions implements promotion.Store.
func (s *Store) Promotions(ctx context.Context, archived bool, cursor string, limit int) ([]promotion.Promotion, error) {
	return s.promotions(ctx, `(p.status <> 'archived' OR $2) AND (p.id < $3 OR $3 = '') ORDER BY p.id DESC LIMIT $4`, shopID(ctx), archived, cursor, limit)
}

// promotions reads promotions and then the codes of all of them. Without a limit the
// uses are not counted in the row, so they are here.
func (s *Store) promotions(ctx context.Context, where string, args ...any) ([]promotion.Promotion, error) {
	var out []promotion.Promotion
	err := s.conn(ctx).all(ctx, "promotions", `
		SELECT `+promotionColumns+`, (
			SELECT count(*) FROM promotion_redemptions r WHERE r.shop_id = p.shop_id AND r.promotion_id = p.id AND r.returned_at IS NULL)
		FROM promotions p WHERE p.shop_id = $1 AND `+where, args, func(row scanner) error {
		var p promotion.Promotion
		var used int64
		err := row.Scan(append(promotionDest(&p), &used)...)
		p.Used = used
		out = append(out, p)
		return err
	})
	if err != nil || len(out) == 0 {
		return nil, err
	}
	index := map[string]*promotion.Promotion{}
	ids := []any{shopID(ctx)}
	for i := range out {
		index[out[i].ID] = &out[i]
		ids = append(ids, out[i].ID)
	}
	return out, s.conn(ctx).all(ctx, "promotions' codes", `
		SELECT promotion_id, written FROM promotion_codes WHERE shop_id = $1 AND promotion_id IN (`+in(2, len(out))+`) ORDER BY code`, ids,
		func(row scanner) error {
			var id, code string
			err := row.Scan(&id, &code)
			if p := index[id]; p != nil {
				p.Codes = append(p.Codes, code)
			}
			return err
		})
}

// CodesTaken implements promotion.Store.
func (s *Store) CodesTaken(ctx context.Context, promotionID string, codes []string) ([]string, error) {
	if len(codes) == 0 {
		return nil, nil
	}
	args := []any{shopID(ctx), promotionID}
	for _, c := range codes {
		args = append(args, c)
	}
	var out []string
	err := s.conn(ctx).all(ctx, "codes taken", `
		SELECT code FROM promotion_codes WHERE shop_id = $1 AND promotion_id <> $2 AND code IN (`+in(3, len(codes))+`) ORDER BY code`, args,
		func(row scanner) error {
			var c string
			err := row.Scan(&c)
			out = append(out, c)
			return err
		})
	return out, err
}
