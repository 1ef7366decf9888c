package store

import (
	"context"
	"time"

	"prilavok/core/shop"
)

const shopColumns = `shop_id, slug, name, languages, currency, time_zone, settings, revision, created_at, updated_at`

func scanShop(row scanner) (shop.Shop, error) {
	var x shop.Shop
	err := row.Scan(&x.ID, &x.Slug, doc(&x.Name), doc(&x.Languages), &x.Currency, &x.TimeZone, doc(&x.Settings), &x.Revision, at(&x.CreatedAt), at(&x.UpdatedAt))
	return x, err
}

// ShopByID implements shop.Store.
func (s *Store) ShopByID(ctx context.Context, id string) (shop.Shop, error) {
	list, err := s.shops(ctx, `SELECT `+shopColumns+` FROM shops WHERE shop_id = $1`, id)
	if err != nil {
		return shop.Shop{}, err
	}
	if len(list) == 0 {
		return shop.Shop{}, shop.ErrNoShop
	}
	return list[0], nil
}

// shopAt returns a shop whose revision was just read: the one that was parsed before, or
// that of the database. What it returns is shared and must not be changed.
func (s *Store) shopAt(ctx context.Context, id string, revision int64) (shop.Shop, error) {
	if known, ok := s.shopsAt.Load(id); ok && known.(shop.Shop).Revision == revision {
		return known.(shop.Shop), nil
	}
	sh, err := s.ShopByID(ctx, id)
	if err == nil && sh.Revision == revision { // a unit that rolls back may have read a newer one
		s.shopsAt.Store(id, sh)
	}
	return sh, err
}

// Shops implements shop.Lookup.
func (s *Store) Shops(ctx context.Context) ([]shop.Shop, error) {
	return s.shops(ctx, `SELECT `+shopColumns+` FROM shops ORDER BY created_at, shop_id`)
}

func (s *Store) shops(ctx context.Context, query string, args ...any) ([]shop.Shop, error) {
	var out []shop.Shop
	err := s.conn(ctx).all(ctx, "shops", query, args, func(row scanner) error {
		x, err := scanShop(row)
		out = append(out, x)
		return err
	})
	return out, err
}

// InsertShop implements shop.Store.
func (s *Store) InsertShop(ctx context.Context, x shop.Shop) error {
	_, err := s.conn(ctx).exec(ctx, "insert shop", `
		INSERT INTO shops (`+shopColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		x.ID, x.Slug, toJSON(x.Name), toJSON(x.Languages), x.Currency, x.TimeZone, toJSON(x.Settings), x.Revision, x.CreatedAt, x.UpdatedAt)
	return err
}

// UpdateShop implements shop.Store.
func (s *Store) UpdateShop(ctx context.Context, x shop.Shop) error {
	n, err := s.conn(ctx).exec(ctx, "update shop", `
		UPDATE shops SET slug = $3, name = $4, languages = $5, currency = $6, time_zone = $7, settings = $8, revision = revision + 1, updated_at = $9
		WHERE shop_id = $1 AND revision = $2`,
		x.ID, x.Revision, x.Slug, toJSON(x.Name), toJSON(x.Languages), x.Currency, x.TimeZone, toJSON(x.Settings), x.UpdatedAt)
	if err == nil && n == 0 {
		return shop.ErrRevision
	}
	return err
}

const accountColumns = `shop_id, id, channel, name, external_id, status, secret, secret_key_id, hook_hash, config, created_at, updated_at`

func (s *Store) accounts(ctx context.Context, where string, args ...any) ([]shop.Account, error) {
	var out []shop.Account
	err := s.conn(ctx).all(ctx, "accounts", `SELECT `+accountColumns+` FROM channel_accounts WHERE `+where+` ORDER BY created_at, id`, args, func(row scanner) error {
		var a shop.Account
		err := row.Scan(&a.ShopID, &a.ID, &a.Channel, &a.Name, &a.ExternalID, &a.Status, &a.Secret, text(&a.SecretKeyID), &a.HookHash,
			doc(&a.Config), at(&a.CreatedAt), at(&a.UpdatedAt))
		out = append(out, a)
		return err
	})
	return out, err
}

// Accounts implements shop.Store.
func (s *Store) Accounts(ctx context.Context) ([]shop.Account, error) {
	return s.accounts(ctx, `shop_id = $1`, shopID(ctx))
}

// AccountsOf implements shop.Lookup.
func (s *Store) AccountsOf(ctx context.Context, c shop.Channel) ([]shop.Account, error) {
	return s.accounts(ctx, `channel = $1`, string(c))
}

// AccountByID implements shop.Lookup.
func (s *Store) AccountByID(ctx context.Context, id string) (shop.Account, error) {
	return s.account(ctx, `id = $1`, id)
}

// AccountAt implements shop.Lookup.
func (s *Store) AccountAt(ctx context.Context, c shop.Channel, externalID string) (shop.Account, error) {
	return s.account(ctx, `channel = $1 AND external_id = $2`, string(c), externalID)
}

func (s *Store) account(ctx context.Context, where string, args ...any) (shop.Account, error) {
	list, err := s.accounts(ctx, where, args...)
	if err != nil {
		return shop.Account{}, err
	}
	if len(list) == 0 {
		return shop.Account{}, shop.ErrNoAccount
	}
	return list[0], nil
}

// SaveAccount implements shop.Store.
func (s *Store) SaveAccount(ctx context.Context, a shop.Account) error {
	_, err := s.conn(ctx).exec(ctx, "save account", `
		INSERT INTO channel_accounts (`+accountColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, external_id = excluded.external_id, status = excluded.status, secret = excluded.secret,
			secret_key_id = excluded.secret_key_id, hook_hash = excluded.hook_hash, config = excluded.config, updated_at = excluded.updated_at
		WHERE channel_accounts.shop_id = excluded.shop_id`,
		a.ShopID, a.ID, string(a.Channel), a.Name, a.ExternalID, a.Status, a.Secret, null(a.SecretKeyID), a.HookHash, toJSON(a.Config), a.CreatedAt, a.UpdatedAt)
	return err
}

// BeginUpkeep notes that the shop is looked after from now on; false when that began after
// a time already.
func (s *Store) BeginUpkeep(ctx context.Context, now, before time.Time) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "begin upkeep", `
		INSERT INTO upkeep (shop_id, begun_at) VALUES ($1, $2)
		ON CONFLICT (shop_id) DO UPDATE SET begun_at = excluded.begun_at WHERE upkeep.begun_at <= $3`, shopID(ctx), now, before)
	return n > 0, err
}

// AccountsWith lists the ids of the shop's accounts that have a capability. It reads no
// secret, so that the panel may.
func (s *Store) AccountsWith(ctx context.Context, capability string) (map[string]bool, error) {
	out := map[string]bool{}
	err := s.conn(ctx).all(ctx, "accounts with a capability", `SELECT id, config FROM channel_accounts WHERE shop_id = $1`, []any{shopID(ctx)}, func(row scanner) error {
		var id string
		var c shop.AccountConfig
		err := row.Scan(&id, doc(&c))
		out[id] = c.Has(capability)
		return err
	})
	return out, err
}
