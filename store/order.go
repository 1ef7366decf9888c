package store

import (
	"context"

	"prilavok/core/inbox"
	"prilavok/core/order"
	"prilavok/core/promotion"
)

// TakeNumbers implements order.Store.
func (s *Store) TakeNumbers(ctx context.Context, counter string, first int64, count int) (int64, error) {
	var last int64
	_, err := s.conn(ctx).one(ctx, "take numbers", `
		INSERT INTO counters (shop_id, name, value) VALUES ($1, $2, $3)
		ON CONFLICT (shop_id, name) DO UPDATE SET value =
			CASE WHEN counters.value + $4 < excluded.value THEN excluded.value ELSE counters.value + $4 END
		RETURNING value`, []any{shopID(ctx), counter, first + int64(count) - 1, count}, &last)
	return last, err
}

// PlacingAhead implements order.Store.
func (s *Store) PlacingAhead(ctx context.Context, contactID, key string) error {
	return s.Ahead(ctx,
		func(ctx context.Context) error { _, _, err := s.OrderByKey(ctx, key); return err },
		func(ctx context.Context) error { _, err := s.ShopByID(ctx, shopID(ctx)); return err },
		func(ctx context.Context) error { _, err := s.CartRows(ctx, contactID); return err },
		func(ctx context.Context) error { _, err := s.DeliveryMethods(ctx, false); return err },
		func(ctx context.Context) error { _, err := s.CartPromotions(ctx, contactID, ""); return err })
}

// InsertOrder implements order.Store.
func (s *Store) InsertOrder(ctx context.Context, o order.Order) error {
	key, back, digits := order.SearchKeys(o.Name, o.Phone)
	err := s.conn(ctx).later(ctx, "insert order", `
		INSERT INTO orders (shop_id, id, number, seq, place_key, contact_id, conversation_id, account_id, turn_id, source, lang, status,
			currency, items_amount, discount_amount, delivery_amount, total_amount, delivery, name, phone, phone_verified, address, comment,
			payment_method, payment_status, fulfillment_status, reserved_until, revision, created_at, placed_at, updated_at, name_key, name_back, phone_key, promotions)
		VALUES (`+in(1, 35)+`)`,
		shopID(ctx), o.ID, o.Number, o.Seq, o.Key, o.ContactID, null(o.ConversationID), null(o.AccountID), null(o.TurnID), o.Source,
		string(o.Lang), string(o.Status), o.Total.Currency, o.Items.Amount, o.Discount.Amount, o.Delivery.Amount, o.Total.Amount,
		toJSON(o.Ship), clean(o.Name), o.Phone, o.PhoneVerified, clean(o.Ship.Address), clean(o.Comment), string(o.PaymentMethod), string(o.Payment),
		string(o.Fulfillment), o.ReservedUntil, o.Revision, o.CreatedAt, o.PlacedAt, o.UpdatedAt, key, back, digits, toJSON(reasons(o.Promotions)))
	if err != nil {
		return err
	}
	return s.insertOrderLines(ctx, o)
}

// insertOrderLines writes all lines with one statement: orders are placed at speed.
func (s *Store) insertOrderLines(ctx context.Context, o order.Order) error {
	if len(o.Lines) == 0 {
		return nil
	}
	args := []any{shopID(ctx), o.ID}
	values := ""
	for i, l := range o.Lines {
		if i > 0 {
			values += ", "
		}
		values += `($1, $2, ` + in(len(args)+1, 12) + `)`
		args = append(args, l.Line, l.ProductID, l.VariantID, l.SKU, toJSON(l.Title), toJSON(l.Options), l.Image, l.Price.Amount, l.Quantity, l.Total.Amount,
			l.Discount.Amount, toJSON(reasons(l.Reasons)))
	}
	return s.conn(ctx).later(ctx, "insert order lines", `
		INSERT INTO order_lines (shop_id, order_id, line, product_id, variant_id, sku, title, options, image, price, quantity, total, discount, reasons)
		VALUES `+values, args...)
}

// reasons makes none an empty list of JSON.
func reasons(list []promotion.Reason) []promotion.Reason {
	if list == nil {
		return []promotion.Reason{}
	}
	return list
}

// SaveOrder implements order.Store.
func (s *Store) SaveOrder(ctx context.Context, o order.Order) (bool, error) {
	key, back, digits := order.SearchKeys(o.Name, o.Phone)
	n, err := s.conn(ctx).exec(ctx, "save order", `
		UPDATE orders SET status = $4, payment_status = $5, fulfillment_status = $6, reserved_until = $7, placed_at = $8,
			completed_at = $9, canceled_at = $10, updated_at = $11, captured_amount = $12, refunded_amount = $13, authorized_amount = $14,
			pending_amount = $15, money_tried = $16, returned_amount = $17, packed_count = $18, sent_count = $19, arrived_count = $20,
			returned_count = $21, label = $22, lapsed_at = $23, items_amount = $24, discount_amount = $25, delivery_amount = $26,
			total_amount = $27, delivery = $28, name = $29, phone = $30, phone_verified = $31, address = $32, comment = $33,
			payment_method = $34, name_key = $35, name_back = $36, phone_key = $37, promotions = $38, revision = revision + 1
		WHERE shop_id = $1 AND id = $2 AND revision = $3`,
		shopID(ctx), o.ID, o.Revision, string(o.Status), string(o.Payment), string(o.Fulfillment), o.ReservedUntil, o.PlacedAt,
		o.CompletedAt, o.CanceledAt, o.UpdatedAt, o.Captured.Amount, o.Refunded.Amount, o.Authorized.Amount, o.Pending.Amount, o.Tried,
		o.Returned.Amount, o.Goods.Packed, o.Goods.Sent, o.Goods.Arrived, o.Goods.Returned, o.Label, o.LapsedAt, o.Items.Amount,
		o.Discount.Amount, o.Delivery.Amount, o.Total.Amount, toJSON(o.Ship), clean(o.Name), o.Phone, o.PhoneVerified,
		clean(o.Ship.Address), clean(o.Comment), string(o.PaymentMethod), key, back, digits, toJSON(reasons(o.Promotions)))
	return n > 0, err
}

// AddOrderEntry implements order.Store.
func (s *Store) AddOrderEntry(ctx context.Context, e order.Entry) error {
	return s.conn(ctx).later(ctx, "add order entry", `
		INSERT INTO order_events (shop_id, id, order_id, what, actor, actor_id, why, data, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		shopID(ctx), e.ID, e.OrderID, e.What, string(e.By.Kind), e.By.ID, clean(e.Why), toJSON(e.Data), e.At)
}

// RecordOrderEvent implements order.Store.
func (s *Store) RecordOrderEvent(ctx context.Context, e order.Entry, o order.Order) error {
	return s.RecordEvent(ctx, e.ID, inbox.Event{Name: e.What, ContactID: o.ContactID, ConversationID: o.ConversationID,
		SubjectID: o.ID, Data: e.Data}, e.At)
}
