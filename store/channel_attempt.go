package store

import (
	"context"
	"time"

	"prilavok/core/shop/link"
)

// AddAttempt implements link.Attempts. A link outlives its end by the life of what was opened
// from it shortly before.
func (s *Store) AddAttempt(ctx context.Context, a link.Attempt) error {
	q := s.conn(ctx)
	if _, err := q.exec(ctx, "drop attempts", `DELETE FROM channel_attempts WHERE shop_id = $1 AND expires_at <= $2`, shopID(ctx), a.CreatedAt.Add(-link.AttemptLife)); err != nil {
		return err
	}
	_, err := q.exec(ctx, "add attempt", `
		INSERT INTO channel_attempts (shop_id, hash, way, begun_by, account_id, browser, link, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		shopID(ctx), a.Hash, string(a.Way), a.By, a.AccountID, a.Browser, a.Link, a.CreatedAt, a.ExpiresAt)
	return err
}

// OpenAttempts implements link.Attempts.
func (s *Store) OpenAttempts(ctx context.Context, hash string, now time.Time) (int, error) {
	var n int
	_, err := s.conn(ctx).one(ctx, "open attempts", `
		SELECT count(*) FROM channel_attempts WHERE shop_id = $1 AND expires_at > $2 AND link = $3 AND (link <> '' OR used_at IS NULL AND begun_by <> $4)`,
		[]any{shopID(ctx), now, hash, link.ByNotice}, &n)
	return n, err
}

// AttemptOf implements link.Attempts.
func (s *Store) AttemptOf(ctx context.Context, hash string) (link.Attempt, bool, error) {
	a := link.Attempt{Hash: hash, ShopID: shopID(ctx)}
	found, err := s.conn(ctx).one(ctx, "attempt", `
		SELECT way, begun_by, account_id, browser, link, created_at, expires_at, used_at FROM channel_attempts WHERE shop_id = $1 AND hash = $2`+s.db.Dialect.forUpdate(),
		[]any{a.ShopID, hash}, &a.Way, &a.By, &a.AccountID, &a.Browser, &a.Link, at(&a.CreatedAt), at(&a.ExpiresAt), at(&a.UsedAt))
	return a, found, err
}

// UseAttempt implements link.Attempts.
func (s *Store) UseAttempt(ctx context.Context, hash string, now time.Time) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "use attempt", `UPDATE channel_attempts SET used_at = $3 WHERE shop_id = $1 AND hash = $2 AND used_at IS NULL`, shopID(ctx), hash, now)
	return n > 0, err
}

// ReopenAttempt implements link.Attempts.
func (s *Store) ReopenAttempt(ctx context.Context, hash string) error {
	_, err := s.conn(ctx).exec(ctx, "reopen attempt", `UPDATE channel_attempts SET used_at = NULL WHERE shop_id = $1 AND hash = $2`, shopID(ctx), hash)
	return err
}
