package store

import (
	"context"

	"prilavok/core/money"
	"prilavok/core/order"
)

const orderColumns = `o.id, o.number, o.seq, o.place_key, o.contact_id, o.conversation_id, o.account_id, o.turn_id, o.source, o.lang, o.status,
	o.currency, o.items_amount, o.discount_amount, o.delivery_amount, o.total_amount, o.delivery, o.name, o.phone, o.phone_verified, o.address,
	o.comment, o.payment_method, o.payment_status, o.fulfillment_status, o.reserved_until, o.revision, o.created_at, o.placed_at,
	o.completed_at, o.canceled_at, o.updated_at, o.captured_amount, o.refunded_amount, o.authorized_amount, o.pending_amount, o.money_tried,
	o.returned_amount, o.packed_count, o.sent_count, o.arrived_count, o.returned_count, o.label, o.lapsed_at, o.promotions`

func scanOrder(row scanner) (order.Order, error) {
	var o order.Order
	var currency string
	err := row.Scan(&o.ID, &o.Number, &o.Seq, &o.Key, &o.ContactID, text(&o.ConversationID), text(&o.AccountID), text(&o.TurnID), &o.Source, &o.Lang,
		&o.Status, &currency, &o.Items.Amount, &o.Discount.Amount, &o.Delivery.Amount, &o.Total.Amount, doc(&o.Ship), &o.Name, &o.Phone,
		flag(&o.PhoneVerified), &o.Ship.Address, &o.Comment, &o.PaymentMethod, &o.Payment, &o.Fulfillment, at(&o.ReservedUntil), &o.Revision,
		at(&o.CreatedAt), at(&o.PlacedAt), at(&o.CompletedAt), at(&o.CanceledAt), at(&o.UpdatedAt), &o.Captured.Amount, &o.Refunded.Amount,
		&o.Authorized.Amount, &o.Pending.Amount, flag(&o.Tried), &o.Returned.Amount, &o.Goods.Packed, &o.Goods.Sent, &o.Goods.Arrived, &o.Goods.Returned,
		&o.Label, at(&o.LapsedAt), doc(&o.Promotions))
	for _, m := range []*money.Money{&o.Items, &o.Discount, &o.Delivery, &o.Total, &o.Captured, &o.Refunded, &o.Authorized, &o.Pending, &o.Returned} {
		m.Currency = currency
	}
	return o, err
}

// orders reads orders and then the lines of all of them.
func (s *Store) orders(ctx context.Context, what, where string, args ...any) ([]order.Order, error) {
	var out []order.Order
	err := s.conn(ctx).all(ctx, what, `SELECT `+orderColumns+` FROM orders o WHERE o.shop_id = $1 AND `+where, args, func(row scanner) error {
		o, err := scanOrder(row)
		out = append(out, o)
		return err
	})
	if err != nil || len(out) == 0 {
		return nil, err
	}
	return out, s.addOrderLines(ctx, out)
}

func (s *Store) addOrderLines(ctx context.Context, list []order.Order) error {
	args := []any{shopID(ctx)}
	index := make(map[string]*order.Order, len(list))
	for i := range list {
		args = append(args, list[i].ID)
		index[list[i].ID] = &list[i]
	}
	return s.conn(ctx).all(ctx, "order lines", `
		SELECT order_id, line, product_id, variant_id, sku, title, options, image, price, quantity, total, discount, reasons
		FROM order_lines WHERE shop_id = $1 AND order_id IN (`+in(2, len(list))+`) ORDER BY order_id, line`, args, func(row scanner) error {
		var l order.Line
		var id string
		err := row.Scan(&id, &l.Line, &l.ProductID, &l.VariantID, &l.SKU, doc(&l.Title), doc(&l.Options), &l.Image, &l.Price.Amount, &l.Quantity, &l.Total.Amount,
			&l.Discount.Amount, doc(&l.Reasons))
		if o := index[id]; o != nil {
			l.Price.Currency, l.Total.Currency, l.Discount.Currency = o.Total.Currency, o.Total.Currency, o.Total.Currency
			o.Lines = append(o.Lines, l)
			o.Goods.Ordered += l.Quantity
		}
		return err
	})
}

// OrderByID implements order.Reader.
func (s *Store) OrderByID(ctx context.Context, id string, lock bool) (order.Order, error) {
	suffix := ""
	if lock {
		suffix = s.db.Dialect.forUpdate()
	}
	list, err := s.orders(ctx, "order", `o.id = $2`+suffix, shopID(ctx), id)
	if err != nil {
		return order.Order{}, err
	}
	if len(list) == 0 {
		return order.Order{}, order.ErrNotFound
	}
	return list[0], nil
}

// OrderByKey implements order.Reader.
func (s *Store) OrderByKey(ctx context.Context, key string) (order.Order, bool, error) {
	list, err := s.orders(ctx, "order by key", `o.place_key = $2`, shopID(ctx), key)
	if err != nil || len(list) == 0 {
		return order.Order{}, false, err
	}
	return list[0], true, nil
}

// OrdersByNumber implements order.Reader.
func (s *Store) OrdersByNumber(ctx context.Context, contactID, number string, seq int64) ([]order.Order, error) {
	return s.orders(ctx, "orders by number", `(o.number = $2 OR o.seq = $3) AND (o.contact_id = $4 OR $4 = '') ORDER BY o.id DESC LIMIT 20`,
		shopID(ctx), number, seq, contactID)
}

// OrdersOf implements order.Reader.
func (s *Store) OrdersOf(ctx context.Context, contactID, cursor string, limit int) ([]order.Order, error) {
	return s.orders(ctx, "orders of a contact", `o.contact_id = $2 AND (o.id < $3 OR $3 = '') ORDER BY o.id DESC LIMIT $4`,
		shopID(ctx), contactID, cursor, limit)
}

// OrderEntries implements order.Reader.
func (s *Store) OrderEntries(ctx context.Context, orderID string) ([]order.Entry, error) {
	var out []order.Entry
	err := s.conn(ctx).all(ctx, "order entries", `
		SELECT id, order_id, what, actor, actor_id, why, data, created_at FROM order_events
		WHERE shop_id = $1 AND order_id = $2 ORDER BY id`, []any{shopID(ctx), orderID}, func(row scanner) error {
		var e order.Entry
		err := row.Scan(&e.ID, &e.OrderID, &e.What, &e.By.Kind, &e.By.ID, &e.Why, doc(&e.Data), at(&e.At))
		out = append(out, e)
		return err
	})
	return out, err
}
