package store

import (
	"context"
	"time"
)

// TelegramFile returns the file_id under which a bot has sent a picture, "" when it
// has not yet.
func (s *Store) TelegramFile(ctx context.Context, accountID, source string) (string, error) {
	var fileID string
	_, err := s.conn(ctx).one(ctx, "telegram file", `
		SELECT file_id FROM telegram_files WHERE shop_id = $1 AND account_id = $2 AND source = $3`, []any{shopID(ctx), accountID, source}, &fileID)
	return fileID, err
}

// SaveTelegramFile notes under which file_id a bot has sent a picture.
func (s *Store) SaveTelegramFile(ctx context.Context, accountID, source, fileID string, at time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "save telegram file", `
		INSERT INTO telegram_files (shop_id, account_id, source, file_id, updated_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (account_id, source) DO UPDATE SET file_id = excluded.file_id, updated_at = excluded.updated_at`,
		shopID(ctx), accountID, source, fileID, at)
	return err
}
