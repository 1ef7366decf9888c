package store

import (
	"context"
	"time"

	"prilavok/core/picture"
)

// AddPicture implements picture.Store.
func (s *Store) AddPicture(ctx context.Context, k picture.Kept) error {
	_, err := s.conn(ctx).exec(ctx, "add picture", `INSERT INTO pictures (shop_id, name, sent, mime, bytes, checked, loose_at, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, shopID(ctx), k.Name, k.Sent, k.MIME, k.Bytes, k.Checked, k.LooseAt, k.CreatedAt)
	return err
}

func (s *Store) pictures(ctx context.Context, what, where string, args ...any) ([]picture.Kept, error) {
	var out []picture.Kept
	err := s.conn(ctx).all(ctx, what, `SELECT name, sent, mime, bytes, checked, loose_at, created_at FROM pictures WHERE shop_id = $1 AND `+where,
		append([]any{shopID(ctx)}, args...), func(row scanner) error {
			var k picture.Kept
			err := row.Scan(&k.Name, &k.Sent, &k.MIME, &k.Bytes, flag(&k.Checked), at(&k.LooseAt), at(&k.CreatedAt))
			out = append(out, k)
			return err
		})
	return out, err
}

// PictureByName implements picture.Store.
func (s *Store) PictureByName(ctx context.Context, name string) (picture.Kept, bool, error) {
	k, err := first(s.pictures(ctx, "picture", `name = $2`, name))
	return k, k.Name != "", err
}

// CheckPicture implements picture.Store.
func (s *Store) CheckPicture(ctx context.Context, name string) error {
	_, err := s.conn(ctx).exec(ctx, "check picture", `UPDATE pictures SET checked = true WHERE shop_id = $1 AND name = $2`, shopID(ctx), name)
	return err
}

// HoldPictures implements picture.Store.
func (s *Store) HoldPictures(ctx context.Context, list []string) (int, error) {
	if len(list) == 0 {
		return 0, nil
	}
	n, err := s.conn(ctx).exec(ctx, "hold pictures", `UPDATE pictures SET loose_at = NULL WHERE shop_id = $1 AND checked AND name IN (`+in(2, len(list))+`)`,
		append([]any{shopID(ctx)}, names(list)...)...)
	return int(n), err
}

// LoosenPictures implements picture.Store.
func (s *Store) LoosenPictures(ctx context.Context, list []string, at time.Time) error {
	if len(list) == 0 {
		return nil
	}
	_, err := s.conn(ctx).exec(ctx, "loosen pictures", `UPDATE pictures SET loose_at = $2 WHERE shop_id = $1 AND name IN (`+in(3, len(list))+`)`,
		append([]any{shopID(ctx), at}, names(list)...)...)
	return err
}

// LoosePictures implements picture.Store.
func (s *Store) LoosePictures(ctx context.Context, before time.Time, limit int) ([]picture.Kept, error) {
	list, err := s.pictures(ctx, "loose pictures", `loose_at < $2 ORDER BY loose_at, name LIMIT $3`, before, limit)
	if err != nil {
		return nil, err
	}
	var out []picture.Kept
	for _, k := range list {
		n, err := s.conn(ctx).exec(ctx, "hold a shown picture", `UPDATE pictures SET loose_at = NULL WHERE shop_id = $1 AND name = $2 AND checked
			AND EXISTS (SELECT 1 FROM products p WHERE p.shop_id = $1 AND CAST(p.images AS text) LIKE '%' || $2 || '%')`, shopID(ctx), k.Name)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			out = append(out, k)
		}
	}
	return out, nil
}

// BanPicture implements picture.Store.
func (s *Store) BanPicture(ctx context.Context, name string, before time.Time) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "ban picture", `UPDATE pictures SET checked = false WHERE shop_id = $1 AND name = $2 AND loose_at < $3`, shopID(ctx), name, before)
	return n > 0, err
}

// DropPicture implements picture.Store.
func (s *Store) DropPicture(ctx context.Context, name string) error {
	_, err := s.conn(ctx).exec(ctx, "drop picture", `DELETE FROM pictures WHERE shop_id = $1 AND name = $2`, shopID(ctx), name)
	return err
}
