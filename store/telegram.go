package store

import (
	"context"
	"time"
)

// SaveBusinessConnection notes a Telegram Business connection and whether the bot may
// answer through it.
func (s *Store) SaveBusinessConnection(ctx context.Context, accountID, id, ownerID string, usable bool, at time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "save business connection", `
		INSERT INTO telegram_connections (shop_id, account_id, id, owner_id, usable, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (account_id, id) DO UPDATE SET owner_id = excluded.owner_id, usable = excluded.usable, updated_at = excluded.updated_at`,
		shopID(ctx), accountID, id, ownerID, usable, at)
	return err
}

// BusinessConnectionUsable reports whether the bot may answer through a connection;
// one that was never told of counts as usable, because its message has come through it.
func (s *Store) BusinessConnectionUsable(ctx context.Context, accountID, id string) (bool, error) {
	usable := true
	_, err := s.conn(ctx).one(ctx, "business connection", `
		SELECT usable FROM telegram_connections WHERE shop_id = $1 AND account_id = $2 AND id = $3`, []any{shopID(ctx), accountID, id}, flag(&usable))
	return usable, err
}

// PollOffset returns the next update to ask Telegram for, 0 at first.
func (s *Store) PollOffset(ctx context.Context, accountID string) (int64, error) {
	var next int64
	_, err := s.conn(ctx).one(ctx, "poll offset", `SELECT next FROM telegram_offsets WHERE shop_id = $1 AND account_id = $2`, []any{shopID(ctx), accountID}, &next)
	return next, err
}

// SavePollOffset notes the next update to ask Telegram for.
func (s *Store) SavePollOffset(ctx context.Context, accountID string, next int64) error {
	_, err := s.conn(ctx).exec(ctx, "save poll offset", `
		INSERT INTO telegram_offsets (shop_id, account_id, next) VALUES ($1, $2, $3) ON CONFLICT (account_id) DO UPDATE SET next = excluded.next`,
		shopID(ctx), accountID, next)
	return err
}
