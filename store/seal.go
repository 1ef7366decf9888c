package store

import (
	"context"

	"prilavok/core/fault"
	"prilavok/core/seal"
)

// sealedColumns is every column that holds sealed secrets; a test compares it with the
// schema. The text swaps one secret for another.
var sealedColumns = map[string]string{
	"channel_accounts.secret":   `UPDATE channel_accounts SET secret = $4, secret_key_id = $5 WHERE shop_id = $1 AND id = $2 AND secret = $3`,
	"payment_accounts.secret":   `UPDATE payment_accounts SET secret = $4, secret_key_id = $5 WHERE shop_id = $1 AND id = $2 AND secret = $3`,
	"push_keys.secret":          `UPDATE push_keys SET secret = $4, secret_key_id = $5 WHERE shop_id = $1 AND id = $2 AND secret = $3`,
	"push_subscriptions.secret": `UPDATE push_subscriptions SET secret = $4, secret_key_id = $5 WHERE shop_id = $1 AND id = $2 AND secret = $3`,
	"staff_people.secret":       `UPDATE staff_people SET secret = $4, secret_key_id = $5 WHERE shop_id = $1 AND id = $2 AND secret = $3`,
	"webhook_endpoints.secret":  `UPDATE webhook_endpoints SET secret = $4, secret_key_id = $5 WHERE shop_id = $1 AND id = $2 AND secret = $3`,
}

// SealedSecrets implements seal.Shelf.
func (s *Store) SealedSecrets(ctx context.Context) ([]seal.Sealed, error) {
	var out []seal.Sealed
	err := s.conn(ctx).all(ctx, "sealed secrets", `
		SELECT 'channel_accounts.secret', id, secret_key_id, secret FROM channel_accounts WHERE shop_id = $1 AND secret_key_id IS NOT NULL
		UNION ALL SELECT 'payment_accounts.secret', id, secret_key_id, secret FROM payment_accounts WHERE shop_id = $1 AND secret_key_id IS NOT NULL
		UNION ALL SELECT 'push_keys.secret', id, secret_key_id, secret FROM push_keys WHERE shop_id = $1
		UNION ALL SELECT 'push_subscriptions.secret', id, secret_key_id, secret FROM push_subscriptions WHERE shop_id = $1
		UNION ALL SELECT 'staff_people.secret', id, secret_key_id, secret FROM staff_people WHERE shop_id = $1 AND secret_key_id IS NOT NULL
		UNION ALL SELECT 'webhook_endpoints.secret', id, secret_key_id, secret FROM webhook_endpoints WHERE shop_id = $1`,
		[]any{shopID(ctx)}, func(row scanner) error {
			var x seal.Sealed
			err := row.Scan(&x.Column, &x.ID, &x.KeyID, &x.Secret)
			out = append(out, x)
			return err
		})
	return out, err
}

// Reseal implements seal.Shelf.
func (s *Store) Reseal(ctx context.Context, old seal.Sealed, keyID string, secret []byte) (bool, error) {
	text, ok := sealedColumns[old.Column]
	if !ok {
		return false, fault.New(fault.Internal, "store.no_such_column", "no secrets are kept in %s", old.Column)
	}
	n, err := s.conn(ctx).exec(ctx, "reseal", text, shopID(ctx), old.ID, old.Secret, secret, keyID)
	return n > 0, err
}
