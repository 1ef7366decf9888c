package store

import (
	"context"
	"time"

	"prilavok/core/staff"
)

const apiKeyColumns = `shop_id, id, name, prefix, hash, scopes, created_at, expires_at, revoked_at, last_used`

func (s *Store) apiKeys(ctx context.Context, where string, args ...any) ([]staff.Key, error) {
	var out []staff.Key
	err := s.conn(ctx).all(ctx, "api keys", `SELECT `+apiKeyColumns+` FROM api_keys WHERE `+where, args, func(row scanner) error {
		var k staff.Key
		err := row.Scan(&k.ShopID, &k.ID, &k.Name, &k.Prefix, &k.Hash, doc(&k.Scopes), at(&k.CreatedAt), at(&k.ExpiresAt), at(&k.RevokedAt), at(&k.LastUsed))
		out = append(out, k)
		return err
	})
	return out, err
}

// APIKeyByHash implements staff.Lookup.
func (s *Store) APIKeyByHash(ctx context.Context, hash string) (staff.Key, error) {
	list, err := s.apiKeys(ctx, `hash = $1`, hash)
	if err != nil {
		return staff.Key{}, err
	}
	if len(list) == 0 {
		return staff.Key{}, staff.ErrKeyUnknown
	}
	return list[0], nil
}

// InsertAPIKey implements staff.KeyStore.
func (s *Store) InsertAPIKey(ctx context.Context, k staff.Key) error {
	_, err := s.conn(ctx).exec(ctx, "insert api key", `
		INSERT INTO api_keys (`+apiKeyColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		shopID(ctx), k.ID, clean(k.Name), k.Prefix, k.Hash, toJSON(k.Scopes), k.CreatedAt, k.ExpiresAt, k.RevokedAt, k.LastUsed)
	return err
}

// APIKeys implements staff.KeyStore.
func (s *Store) APIKeys(ctx context.Context) ([]staff.Key, error) {
	return s.apiKeys(ctx, `shop_id = $1 ORDER BY id DESC`, shopID(ctx))
}

// RevokeAPIKey implements staff.KeyStore.
func (s *Store) RevokeAPIKey(ctx context.Context, idOrPrefix string, at time.Time) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "revoke api key", `
		UPDATE api_keys SET revoked_at = $3 WHERE shop_id = $1 AND (id = $2 OR prefix = $2) AND revoked_at IS NULL`, shopID(ctx), idOrPrefix, at)
	return n > 0, err
}

// TouchAPIKey implements staff.KeyStore.
func (s *Store) TouchAPIKey(ctx context.Context, id string, at time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "touch api key", `
		UPDATE api_keys SET last_used = $3 WHERE shop_id = $1 AND id = $2 AND (last_used IS NULL OR last_used < $3)`, shopID(ctx), id, at)
	return err
}

// BeginRequest implements staff.RequestStore.
func (s *Store) BeginRequest(ctx context.Context, r staff.Request) (staff.Request, bool, error) {
	q := s.conn(ctx)
	n, err := q.exec(ctx, "begin request", `
		INSERT INTO api_requests (shop_id, key_id, key, op_id, route, body_hash, done, status, headers, body, created_at, started_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 0, '{}', '', $8, $9)
		ON CONFLICT (shop_id, key_id, key) DO NOTHING`, shopID(ctx), r.KeyID, r.Key, r.OpID, r.Route, r.BodyHash, false, r.CreatedAt, r.StartedAt)
	if err != nil || n > 0 {
		return r, true, err
	}
	known := staff.Request{KeyID: r.KeyID, Key: r.Key}
	_, err = q.one(ctx, "known request", `
		SELECT op_id, route, body_hash, done, status, headers, body, created_at, started_at FROM api_requests
		WHERE shop_id = $1 AND key_id = $2 AND key = $3`+s.db.Dialect.forUpdate(), []any{shopID(ctx), r.KeyID, r.Key},
		&known.OpID, &known.Route, &known.BodyHash, flag(&known.Done), &known.Status, doc(&known.Headers), &known.Body, at(&known.CreatedAt), at(&known.StartedAt))
	return known, false, err
}

// RestartRequest implements staff.RequestStore.
func (s *Store) RestartRequest(ctx context.Context, r staff.Request) error {
	_, err := s.conn(ctx).exec(ctx, "restart request", `
		UPDATE api_requests SET started_at = $4 WHERE shop_id = $1 AND key_id = $2 AND key = $3`, shopID(ctx), r.KeyID, r.Key, r.StartedAt)
	return err
}

// FinishRequest implements staff.RequestStore.
func (s *Store) FinishRequest(ctx context.Context, r staff.Request) error {
	_, err := s.conn(ctx).exec(ctx, "finish request", `
		UPDATE api_requests SET done = $5, status = $6, headers = $7, body = $8 WHERE shop_id = $1 AND key_id = $2 AND key = $3 AND started_at = $4`,
		shopID(ctx), r.KeyID, r.Key, r.StartedAt, true, r.Status, toJSON(r.Headers), r.Body)
	return err
}

// DropRequest implements staff.RequestStore.
func (s *Store) DropRequest(ctx context.Context, r staff.Request) error {
	_, err := s.conn(ctx).exec(ctx, "drop request", `
		DELETE FROM api_requests WHERE shop_id = $1 AND key_id = $2 AND key = $3 AND started_at = $4`, shopID(ctx), r.KeyID, r.Key, r.StartedAt)
	return err
}

// ForgetRequests implements staff.RequestStore.
func (s *Store) ForgetRequests(ctx context.Context, before time.Time) (int64, error) {
	return s.conn(ctx).exec(ctx, "forget requests", `DELETE FROM api_requests WHERE shop_id = $1 AND created_at < $2`, shopID(ctx), before)
}
