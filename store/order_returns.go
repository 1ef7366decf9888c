package store

import (
	"context"

	"prilavok/core/order/returns"
)

// SaveReturn implements returns.Store.
func (s *Store) SaveReturn(ctx context.Context, r returns.Return) error {
	_, err := s.conn(ctx).exec(ctx, "save return", `
		INSERT INTO order_returns (shop_id, id, order_id, state, lines, exchange, reason, photos, refund_to, amount, currency, credited, refusal,
			created_at, decided_at, received_at) VALUES (`+in(1, 16)+`)
		ON CONFLICT (shop_id, id) DO UPDATE SET state = excluded.state, lines = excluded.lines, amount = excluded.amount, credited = excluded.credited,
			refusal = excluded.refusal, decided_at = excluded.decided_at, received_at = excluded.received_at`,
		shopID(ctx), r.ID, r.OrderID, string(r.State), toJSON(r.Lines), toJSON(r.Exchange), clean(r.Reason), toJSON(r.Photos), clean(r.RefundTo),
		r.Amount.Amount, r.Amount.Currency, r.Credited, clean(r.Refusal), r.CreatedAt, r.DecidedAt, r.ReceivedAt)
	return err
}

func (s *Store) returns(ctx context.Context, what, where string, args ...any) ([]returns.Return, error) {
	var out []returns.Return
	err := s.conn(ctx).all(ctx, what, `
		SELECT id, order_id, state, lines, exchange, reason, photos, refund_to, amount, currency, credited, refusal, created_at, decided_at, received_at
		FROM order_returns WHERE shop_id = $1 AND `+where, args, func(row scanner) error {
		var r returns.Return
		err := row.Scan(&r.ID, &r.OrderID, &r.State, doc(&r.Lines), doc(&r.Exchange), &r.Reason, doc(&r.Photos), &r.RefundTo, &r.Amount.Amount,
			&r.Amount.Currency, flag(&r.Credited), &r.Refusal, at(&r.CreatedAt), at(&r.DecidedAt), at(&r.ReceivedAt))
		out = append(out, r)
		return err
	})
	return out, err
}

// ReturnsOf implements returns.Store.
func (s *Store) ReturnsOf(ctx context.Context, orderID string) ([]returns.Return, error) {
	return s.returns(ctx, "returns of an order", `order_id = $2 ORDER BY id`, shopID(ctx), orderID)
}

// ReturnsIn implements returns.Store.
func (s *Store) ReturnsIn(ctx context.Context, state returns.State, cursor string, limit int) ([]returns.Return, error) {
	return s.returns(ctx, "returns in a state", `state = $2 AND (id < $3 OR $3 = '') ORDER BY id DESC LIMIT $4`, shopID(ctx), string(state), cursor, limit)
}
