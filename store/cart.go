package store

import (
	"context"
	"time"

	"prilavok/core/cart"
	"prilavok/core/catalog"
	"prilavok/core/contact"
)

// TouchCart implements cart.Store.
func (s *Store) TouchCart(ctx context.Context, contactID string, at time.Time) error {
	return s.conn(ctx).later(ctx, "touch cart", `
		INSERT INTO carts (shop_id, contact_id, revision, updated_at) VALUES ($1, $2, 1, $3)
		ON CONFLICT (shop_id, contact_id) DO UPDATE SET revision = carts.revision + 1, updated_at = excluded.updated_at`, shopID(ctx), contactID, at)
}

// CartRows implements cart.Store.
func (s *Store) CartRows(ctx context.Context, contactID string) (cart.Stored, error) {
	var c cart.Stored
	err := s.conn(ctx).all(ctx, "cart rows", `
		SELECT c.revision, c.code, EXISTS (
				SELECT 1 FROM promotions p WHERE p.shop_id = $1 AND p.status = 'active' AND NOT p.automatic),
			c.updated_at, l.variant_id, l.quantity, l.seen_price, l.added_at
		FROM carts c LEFT JOIN cart_lines l ON l.shop_id = c.shop_id AND l.contact_id = c.contact_id
		WHERE c.shop_id = $1 AND c.contact_id = $2 ORDER BY l.added_at, l.variant_id`,
		[]any{shopID(ctx), contactID}, func(row scanner) error {
			var r cart.Row
			var quantity, seen *int64
			if err := row.Scan(&c.Revision, &c.Code, flag(&c.Codes), at(&c.UpdatedAt), text(&r.VariantID), &quantity, &seen, at(&r.AddedAt)); err != nil || quantity == nil {
				return err
			}
			r.Quantity, r.SeenPrice = *quantity, *seen
			c.Rows = append(c.Rows, r)
			return nil
		})
	return c, err
}

// NoteCartFilled implements cart.Store.
func (s *Store) NoteCartFilled(ctx context.Context, id, contactID string, at time.Time) error {
	return s.conn(ctx).later(ctx, "note filled cart", `INSERT INTO cart_fills (shop_id, id, contact_id, filled_at) VALUES ($1, $2, $3, $4)`, shopID(ctx), id, contactID, at)
}

// PutCartRow implements cart.Store.
func (s *Store) PutCartRow(ctx context.Context, contactID string, r cart.Row) error {
	_, err := s.conn(ctx).exec(ctx, "put cart row", `
		INSERT INTO cart_lines (shop_id, contact_id, variant_id, quantity, seen_price, added_at)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (shop_id, contact_id, variant_id) DO UPDATE SET quantity = excluded.quantity, seen_price = excluded.seen_price`,
		shopID(ctx), contactID, r.VariantID, r.Quantity, r.SeenPrice, r.AddedAt)
	return err
}

// SeeCartPrice implements cart.Store.
func (s *Store) SeeCartPrice(ctx context.Context, contactID, variantID string, price int64) error {
	_, err := s.conn(ctx).exec(ctx, "see cart price", `
		UPDATE cart_lines SET seen_price = $4 WHERE shop_id = $1 AND contact_id = $2 AND variant_id = $3`,
		shopID(ctx), contactID, variantID, price)
	return err
}

// DropCartRow implements cart.Store.
func (s *Store) DropCartRow(ctx context.Context, contactID, variantID string) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "drop cart row", `
		DELETE FROM cart_lines WHERE shop_id = $1 AND contact_id = $2 AND variant_id = $3`, shopID(ctx), contactID, variantID)
	return n > 0, err
}

// EmptyCart implements cart.Store.
func (s *Store) EmptyCart(ctx context.Context, contactID string) error {
	return s.conn(ctx).later(ctx, "empty cart", `DELETE FROM cart_lines WHERE shop_id = $1 AND contact_id = $2`, shopID(ctx), contactID)
}

const checkoutColumns = `id, contact_id, conversation_id, status, state, revision, order_id, created_at, updated_at`

func checkoutDest(c *cart.Checkout) []any {
	return []any{&c.ID, &c.ContactID, &c.ConversationID, &c.Status, doc(&c.State), &c.Revision, text(&c.OrderID), at(&c.CreatedAt), at(&c.UpdatedAt)}
}

// ActiveCheckout implements cart.CheckoutStore.
func (s *Store) ActiveCheckout(ctx context.Context, contactID, conversationID string, lock bool) (cart.Checkout, bool, error) {
	var c cart.Checkout
	suffix := ""
	if lock {
		suffix = s.db.Dialect.forUpdate()
	}
	found, err := s.conn(ctx).one(ctx, "active checkout", `SELECT `+checkoutColumns+` FROM checkouts
		WHERE shop_id = $1 AND contact_id = $2 AND conversation_id = $3 AND status = 'active'`+suffix,
		[]any{shopID(ctx), contactID, conversationID}, checkoutDest(&c)...)
	return c, found, err
}

// CheckoutByID implements cart.CheckoutStore.
func (s *Store) CheckoutByID(ctx context.Context, id string) (cart.Checkout, error) {
	var c cart.Checkout
	found, err := s.conn(ctx).one(ctx, "checkout", `SELECT `+checkoutColumns+` FROM checkouts WHERE shop_id = $1 AND id = $2`,
		[]any{shopID(ctx), id}, checkoutDest(&c)...)
	if err == nil && !found {
		err = cart.ErrNoCheckout
	}
	return c, err
}

// InsertCheckout implements cart.CheckoutStore.
func (s *Store) InsertCheckout(ctx context.Context, c cart.Checkout) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "insert checkout", `
		INSERT INTO checkouts (shop_id, id, contact_id, conversation_id, status, step, state, revision, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
		ON CONFLICT (shop_id, contact_id, conversation_id) WHERE status = 'active' DO NOTHING`,
		shopID(ctx), c.ID, c.ContactID, c.ConversationID, string(c.Status), string(c.State.Step), toJSON(c.State), c.Revision, c.CreatedAt)
	return n > 0, err
}

// SaveCheckout implements cart.CheckoutStore.
func (s *Store) SaveCheckout(ctx context.Context, c cart.Checkout) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "save checkout", `
		UPDATE checkouts SET status = $3, step = $4, state = $5, order_id = $6, updated_at = $7, revision = revision + 1
		WHERE shop_id = $1 AND id = $2 AND revision = $8`,
		shopID(ctx), c.ID, string(c.Status), string(c.State.Step), toJSON(c.State), null(c.OrderID), c.UpdatedAt, c.Revision)
	return n > 0, err
}

// KnownDetails implements cart.CheckoutStore.
func (s *Store) KnownDetails(ctx context.Context, contactID string) (cart.Prefill, error) {
	var p, last cart.Prefill
	var verified bool
	var saved contact.Postal
	q := s.conn(ctx)
	if _, err := q.one(ctx, "contact's details", `SELECT name, phone, phone_verified, postal FROM contacts WHERE shop_id = $1 AND id = $2`,
		[]any{shopID(ctx), contactID}, &p.Name, text(&p.Phone), flag(&p.PhoneVerified), doc(&saved)); err != nil {
		return p, err
	}
	p.City, p.Address = saved.City, saved.Written()
	var d struct {
		MethodID string `json:"method_id"`
		ZoneID   string `json:"zone_id"`
		City     string `json:"city"`
	}
	found, err := q.one(ctx, "last order's details", `
		SELECT name, phone, phone_verified, address, delivery FROM orders
		WHERE shop_id = $1 AND contact_id = $2 AND placed_at IS NOT NULL ORDER BY id DESC LIMIT 1`,
		[]any{shopID(ctx), contactID}, &last.Name, &last.Phone, flag(&verified), &last.Address, doc(&d))
	if err != nil || !found {
		return p, err
	}
	last.Choice, last.City, last.PhoneVerified = cart.Choice{MethodID: d.MethodID, ZoneID: d.ZoneID}, d.City, verified
	if p.Address != "" { // saved on purpose, so it weighs more than the last order's
		last.City, last.Address = p.City, p.Address
	}
	return last, nil
}

// ProductsOfVariants implements cart.Catalog. It reads narrowly: carts are priced at
// every step of every purchase.
func (s *Store) ProductsOfVariants(ctx context.Context, variantIDs []string) ([]catalog.Product, error) {
	if len(variantIDs) == 0 {
		return nil, nil
	}
	args := []any{shopID(ctx)}
	for _, id := range variantIDs {
		args = append(args, id)
	}
	var out []catalog.Product
	err := s.conn(ctx).all(ctx, "products of variants", `
		SELECT p.id, p.category_id, p.title, p.images, p.status, v.id, v.sku, v.options, v.price, v.compare_at, v.currency, v.grams, v.on_hand, v.reserved, v.tracked, v.active
		FROM variants v JOIN products p ON p.shop_id = v.shop_id AND p.id = v.product_id
		WHERE v.shop_id = $1 AND v.id IN (`+in(2, len(variantIDs))+`) ORDER BY p.id, v.position, v.id`, args, func(row scanner) error {
		var p catalog.Product
		var v catalog.Variant
		err := row.Scan(&p.ID, text(&p.CategoryID), doc(&p.Title), doc(&p.Images), &p.Status, &v.ID, &v.SKU, doc(&v.Options), &v.Price.Amount, &v.CompareAt.Amount,
			&v.Price.Currency, &v.Grams, &v.OnHand, &v.Reserved, flag(&v.Tracked), flag(&v.Active))
		v.ProductID, v.CompareAt.Currency = p.ID, v.Price.Currency
		if n := len(out); n > 0 && out[n-1].ID == p.ID {
			out[n-1].Variants = append(out[n-1].Variants, v)
			return err
		}
		p.Variants = []catalog.Variant{v}
		out = append(out, p)
		return err
	})
	return out, err
}
