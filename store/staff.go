package store

import (
	"context"
	"time"

	"prilavok/core/staff"
)

const apiKeyColumns = `shop_id, id, name, prefix, hash, scopes, created_at, expires_at, revoked_at, last_used`

// apiKeyShown are the columns that the panel may read: without the hash.
const apiKeyShown = `shop_id, id, name, prefix, '' AS hash, scopes, created_at, expires_at, revoked_at, last_used`

func (s *Store) apiKeys(ctx context.Context, columns, where string, args ...any) ([]staff.Key, error) {
	var out []staff.Key
	err := s.conn(ctx).all(ctx, "api keys", `SELECT `+columns+` FROM api_keys WHERE `+where, args, func(row scanner) error {
		var k staff.Key
		err := row.Scan(&k.ShopID, &k.ID, &k.Name, &k.Prefix, &k.Hash, doc(&k.Scopes), at(&k.CreatedAt), at(&k.ExpiresAt), at(&k.RevokedAt), at(&k.LastUsed))
		out = append(out, k)
		return err
	})
	return out, err
}

// APIKeyByHash implements staff.Lookup.
func (s *Store) APIKeyByHash(ctx context.Context, hash string) (staff.Key, error) {
	list, err := s.apiKeys(ctx, apiKeyColumns, `hash = $1`, hash)
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

// APIKeys implements staff.KeyStore. It leaves the hashes out.
func (s *Store) APIKeys(ctx context.Context) ([]staff.Key, error) {
	return s.apiKeys(ctx, apiKeyShown, `shop_id = $1 ORDER BY id DESC`, shopID(ctx))
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

const memberColumns = `shop_id, id, user_id, email, name, role, created_at, ended_at`

// MembersByUser implements staff.Lookup.
func (s *Store) MembersByUser(ctx context.Context, userID string) ([]staff.Member, error) {
	var out []staff.Member
	err := s.conn(ctx).all(ctx, "members by user", `
		SELECT m.shop_id, m.id, m.user_id, m.email, m.name, m.role, m.created_at, s.slug FROM staff_members m JOIN shops s ON s.shop_id = m.shop_id
		WHERE m.user_id = $1 AND m.ended_at IS NULL ORDER BY m.shop_id`, []any{userID}, func(row scanner) error {
		var m staff.Member
		err := row.Scan(&m.ShopID, &m.ID, &m.UserID, &m.Email, &m.Name, &m.Role, at(&m.CreatedAt), &m.ShopSlug)
		out = append(out, m)
		return err
	})
	return out, err
}

// SaveMember implements staff.MemberStore.
func (s *Store) SaveMember(ctx context.Context, m staff.Member) (staff.Member, error) {
	m.ShopID = shopID(ctx)
	_, err := s.conn(ctx).one(ctx, "save member", `
		INSERT INTO staff_members (`+memberColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)
		ON CONFLICT (user_id, shop_id) DO UPDATE SET email = excluded.email, role = excluded.role, ended_at = NULL,
			name = CASE WHEN excluded.name = '' THEN staff_members.name ELSE excluded.name END
		RETURNING id, name, created_at`, []any{m.ShopID, m.ID, m.UserID, clean(m.Email), clean(m.Name), string(m.Role), m.CreatedAt}, &m.ID, &m.Name, at(&m.CreatedAt))
	return m, err
}

// Members implements staff.MemberStore.
func (s *Store) Members(ctx context.Context) ([]staff.Member, error) { return s.membersOf(ctx, "") }

// HoldMembers implements staff.MemberStore.
func (s *Store) HoldMembers(ctx context.Context) ([]staff.Member, error) {
	return s.membersOf(ctx, s.db.Dialect.forUpdate())
}

func (s *Store) membersOf(ctx context.Context, hold string) ([]staff.Member, error) {
	var out []staff.Member
	err := s.conn(ctx).all(ctx, "members", `SELECT `+memberColumns+` FROM staff_members WHERE shop_id = $1 ORDER BY id DESC`+hold, []any{shopID(ctx)}, func(row scanner) error {
		var m staff.Member
		err := row.Scan(&m.ShopID, &m.ID, &m.UserID, &m.Email, &m.Name, &m.Role, at(&m.CreatedAt), at(&m.EndedAt))
		out = append(out, m)
		return err
	})
	return out, err
}

// EndMember implements staff.MemberStore.
func (s *Store) EndMember(ctx context.Context, idOrUser string, at time.Time) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "end member", `
		UPDATE staff_members SET ended_at = $3 WHERE shop_id = $1 AND (id = $2 OR user_id = $2) AND ended_at IS NULL`, shopID(ctx), idOrUser, at)
	return n > 0, err
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
