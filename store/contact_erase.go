package store

import (
	"context"
	"time"

	"prilavok/core/contact"
)

// AddressesOf implements contact.EraseStore.
func (s *Store) AddressesOf(ctx context.Context, contactID string) ([]contact.Address, error) {
	var out []contact.Address
	err := s.conn(ctx).all(ctx, "addresses of a contact", `
		SELECT d.shop_id, d.id, d.contact_id, d.account_id, d.channel, d.external_id, d.username, d.blocked, coalesce((
			SELECT c.key FROM conversations c WHERE c.shop_id = d.shop_id AND c.address_id = d.id ORDER BY c.id DESC LIMIT 1), '')
		FROM addresses d WHERE d.shop_id = $1 AND d.contact_id = $2 ORDER BY d.created_at, d.id`, []any{shopID(ctx), contactID}, func(row scanner) error {
		var a contact.Address
		err := row.Scan(&a.ShopID, &a.ID, &a.ContactID, &a.AccountID, &a.Channel, &a.ExternalID, text(&a.Username), flag(&a.Blocked), &a.ConversationKey)
		out = append(out, a)
		return err
	})
	return out, err
}

// Unfinished implements contact.EraseStore.
func (s *Store) Unfinished(ctx context.Context, contactID string) (bool, error) {
	var one int
	return s.conn(ctx).one(ctx, "unfinished orders", `
		SELECT 1 FROM orders o WHERE o.shop_id = $1 AND o.contact_id = $2 AND (o.status NOT IN ('completed', 'canceled', 'draft')
			OR EXISTS (SELECT 1 FROM payments p WHERE p.shop_id = $1 AND p.order_id = o.id AND p.status IN ('created', 'pending', 'authorized'))) LIMIT 1`,
		[]any{shopID(ctx), contactID}, &one)
}

// EraseContact implements contact.EraseStore. With an address go its conversations, and with
// those their messages, turns, checkouts and handoffs.
func (s *Store) EraseContact(ctx context.Context, contactID string, at time.Time) error {
	if err := s.eraseTraces(ctx, contactID); err != nil {
		return err
	}
	if err := s.forgetTalks(ctx, contactID); err != nil {
		return err
	}
	for _, x := range []struct{ what, text string }{
		{"pictures", `DELETE FROM uploads WHERE shop_id = $1 AND EXISTS (SELECT 1 FROM conversations c
			WHERE c.shop_id = $1 AND c.contact_id = $2 AND c.account_id = uploads.account_id AND c.key = uploads.key)`},
		{"addresses", `DELETE FROM addresses WHERE shop_id = $1 AND contact_id = $2`},
		{"cart", `DELETE FROM carts WHERE shop_id = $1 AND contact_id = $2`},
		{"filled carts", `DELETE FROM cart_fills WHERE shop_id = $1 AND contact_id = $2`},
		{"notices", `DELETE FROM notices WHERE shop_id = $1 AND contact_id = $2`},
		{"ratings", `DELETE FROM ratings WHERE shop_id = $1 AND contact_id = $2`},
		{"waits", `DELETE FROM stock_waits WHERE shop_id = $1 AND contact_id = $2`},
		{"consents", `DELETE FROM contact_consents WHERE shop_id = $1 AND contact_id = $2`},
		{"codes", `DELETE FROM contact_codes WHERE shop_id = $1 AND contact_id = $2`},
		{"usage", `DELETE FROM assistant_usage WHERE shop_id = $1 AND contact_id = $2`},
		{"joins", `DELETE FROM contact_joins WHERE shop_id = $1 AND (kept_id = $2 OR gone_id = $2)`},
		{"orders", `UPDATE orders SET name = '', phone = '', phone_verified = FALSE, address = '', comment = '', name_key = '', name_back = '', phone_key = ''
			WHERE shop_id = $1 AND contact_id = $2`},
	} {
		if _, err := s.conn(ctx).exec(ctx, "erase "+x.what, x.text, shopID(ctx), contactID); err != nil {
			return err
		}
	}
	_, err := s.conn(ctx).exec(ctx, "erase contact", `
		UPDATE contacts SET name = '', lang = '', phone = NULL, phone_verified = FALSE, email = NULL, note = NULL, postal = '{}', notices_wait = FALSE,
			name_key = '', name_back = '', phone_key = '', updated_at = $3
		WHERE shop_id = $1 AND id = $2`, shopID(ctx), contactID, at)
	return err
}
