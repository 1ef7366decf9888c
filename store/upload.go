package store

import (
	"context"
	"time"

	"prilavok/core/upload"
)

// AddUpload implements upload.Store.
func (s *Store) AddUpload(ctx context.Context, u upload.Upload) error {
	_, err := s.conn(ctx).exec(ctx, "add upload", `
		INSERT INTO uploads (shop_id, id, account_id, key, mime, size, data, created_at, source) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (shop_id, account_id, source) DO NOTHING`,
		shopID(ctx), u.ID, u.AccountID, u.Key, u.MIME, u.Size, u.Data, u.CreatedAt, null(u.Source))
	return err
}

// UploadFrom implements upload.Store.
func (s *Store) UploadFrom(ctx context.Context, accountID, source string) (u upload.Upload, found bool, err error) {
	found, err = s.conn(ctx).one(ctx, "upload from", `
		SELECT id, account_id, key, mime, size, created_at, source FROM uploads WHERE shop_id = $1 AND account_id = $2 AND source = $3`,
		[]any{shopID(ctx), accountID, source}, &u.ID, &u.AccountID, &u.Key, &u.MIME, &u.Size, at(&u.CreatedAt), text(&u.Source))
	return u, found, err
}

// DropUploads implements upload.Store.
func (s *Store) DropUploads(ctx context.Context, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	args := []any{shopID(ctx)}
	for _, id := range ids {
		args = append(args, id)
	}
	_, err := s.conn(ctx).exec(ctx, "drop uploads", `DELETE FROM uploads WHERE shop_id = $1 AND id IN (`+in(2, len(ids))+`)`, args...)
	return err
}

// Uploads implements upload.Store.
func (s *Store) Uploads(ctx context.Context, ids []string) ([]upload.Upload, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	args := []any{shopID(ctx)}
	for _, id := range ids {
		args = append(args, id)
	}
	var out []upload.Upload
	err := s.conn(ctx).all(ctx, "uploads", `
		SELECT id, account_id, key, mime, size, created_at FROM uploads WHERE shop_id = $1 AND id IN (`+in(2, len(ids))+`)`, args, func(row scanner) error {
		var u upload.Upload
		err := row.Scan(&u.ID, &u.AccountID, &u.Key, &u.MIME, &u.Size, at(&u.CreatedAt))
		out = append(out, u)
		return err
	})
	return out, err
}

// UploadData implements upload.Store.
func (s *Store) UploadData(ctx context.Context, id string) (u upload.Upload, found bool, err error) {
	found, err = s.conn(ctx).one(ctx, "upload data", `
		SELECT id, account_id, key, mime, size, data, created_at FROM uploads WHERE shop_id = $1 AND id = $2`,
		[]any{shopID(ctx), id}, &u.ID, &u.AccountID, &u.Key, &u.MIME, &u.Size, &u.Data, at(&u.CreatedAt))
	return u, found, err
}

// CountUploads implements upload.Store.
func (s *Store) CountUploads(ctx context.Context, accountID, key string, since time.Time) (n int, err error) {
	_, err = s.conn(ctx).one(ctx, "count uploads", `
		SELECT count(*) FROM uploads WHERE shop_id = $1 AND account_id = $2 AND key = $3 AND created_at > $4`,
		[]any{shopID(ctx), accountID, key, since}, &n)
	return n, err
}

// ForgetUploads implements upload.Store.
func (s *Store) ForgetUploads(ctx context.Context, before time.Time, limit int) (int64, error) {
	return s.conn(ctx).exec(ctx, "forget uploads", `
		DELETE FROM uploads WHERE shop_id = $1 AND id IN (
			SELECT id FROM uploads WHERE shop_id = $1 AND created_at < $2 ORDER BY created_at LIMIT $3)`, shopID(ctx), before, limit)
}
