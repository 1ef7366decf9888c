package store

import (
	"context"
	"time"

	"prilavok/core/shop"
	"prilavok/core/shop/link"
)

// LinkedAccounts implements link.Store. It reads no secrets, which the API's role may not.
func (s *Store) LinkedAccounts(ctx context.Context) ([]link.Linked, error) {
	var out []link.Linked
	err := s.conn(ctx).all(ctx, "linked accounts", `
		SELECT a.id, a.channel, a.name, a.external_id, a.status, a.config, a.created_at, h.doc
		FROM channel_accounts a LEFT JOIN channel_health h ON h.shop_id = a.shop_id AND h.account_id = a.id
		WHERE a.shop_id = $1 ORDER BY a.created_at, a.id`, []any{shopID(ctx)}, func(row scanner) error {
		var l link.Linked
		err := row.Scan(&l.ID, &l.Channel, &l.Name, &l.ExternalID, &l.Status, doc(&l.Config), at(&l.CreatedAt), doc(&l.Health))
		l.Health.AccountID = l.ID
		out = append(out, l)
		return err
	})
	return out, err
}

// ChannelHealth implements link.Store. To hold a row that is not there yet it is made.
func (s *Store) ChannelHealth(ctx context.Context, accountID string, lock bool) (link.Health, error) {
	h := link.Health{AccountID: accountID}
	suffix := ""
	if lock {
		suffix = s.db.Dialect.forUpdate()
		if _, err := s.conn(ctx).exec(ctx, "begin channel health", `
			INSERT INTO channel_health (shop_id, account_id, doc) VALUES ($1, $2, '{}') ON CONFLICT (shop_id, account_id) DO NOTHING`, shopID(ctx), accountID); err != nil {
			return h, err
		}
	}
	_, err := s.conn(ctx).one(ctx, "channel health", `SELECT doc FROM channel_health WHERE shop_id = $1 AND account_id = $2`+suffix,
		[]any{shopID(ctx), accountID}, doc(&h))
	return h, err
}

// SaveChannelHealth implements link.Store.
func (s *Store) SaveChannelHealth(ctx context.Context, h link.Health) error {
	_, err := s.conn(ctx).exec(ctx, "save channel health", `
		INSERT INTO channel_health (shop_id, account_id, doc) VALUES ($1, $2, $3)
		ON CONFLICT (shop_id, account_id) DO UPDATE SET doc = excluded.doc`, shopID(ctx), h.AccountID, toJSON(h))
	return err
}

// KeepStray implements link.Lookup.
func (s *Store) KeepStray(ctx context.Context, x link.Stray) error {
	_, err := s.conn(ctx).exec(ctx, "keep stray", `
		INSERT INTO stray_events (shop_id, channel, external_id, key, raw, created_at)
		SELECT 'nobody', $1, $2, $3, $4, $5
		WHERE (SELECT count(*) FROM stray_events WHERE shop_id = 'nobody' AND channel = $1 AND external_id = $2) < $6
		ON CONFLICT (shop_id, channel, external_id, key) DO NOTHING`, string(x.Channel), clean(x.ExternalID), clean(x.Key), clean(string(x.Raw)), x.At, link.MostStrays)
	return err
}

// StraysOf implements link.Lookup.
func (s *Store) StraysOf(ctx context.Context, c shop.Channel, externalID string, limit int) ([]link.Stray, error) {
	var out []link.Stray
	err := s.conn(ctx).all(ctx, "strays", `
		SELECT key, raw, created_at FROM stray_events WHERE shop_id = 'nobody' AND channel = $1 AND external_id = $2 ORDER BY created_at, key LIMIT $3`,
		[]any{string(c), externalID, limit}, func(row scanner) error {
			x := link.Stray{Channel: c, ExternalID: externalID}
			err := row.Scan(&x.Key, &x.Raw, at(&x.At))
			out = append(out, x)
			return err
		})
	return out, err
}

// DropStrays implements link.Lookup.
func (s *Store) DropStrays(ctx context.Context, c shop.Channel, externalID string, keys []string) error {
	args := []any{string(c), externalID}
	for _, k := range keys {
		args = append(args, k)
	}
	_, err := s.conn(ctx).exec(ctx, "drop strays", `DELETE FROM stray_events WHERE shop_id = 'nobody' AND channel = $1 AND external_id = $2 AND key IN (`+in(3, len(keys))+`)`, args...)
	return err
}

// ForgetStrays implements link.Lookup.
func (s *Store) ForgetStrays(ctx context.Context, before time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "forget strays", `DELETE FROM stray_events WHERE created_at < $1`, before)
	return err
}

// StrayAccounts implements link.Lookup.
func (s *Store) StrayAccounts(ctx context.Context) (map[string]int64, error) {
	out := map[string]int64{}
	err := s.conn(ctx).all(ctx, "stray accounts", `SELECT external_id, count(*) FROM stray_events GROUP BY external_id ORDER BY external_id`, nil, func(row scanner) error {
		var id string
		var n int64
		err := row.Scan(&id, &n)
		out[id] = n
		return err
	})
	return out, err
}

// AddErasure implements link.Store.
func (s *Store) AddErasure(ctx context.Context, e link.Erasure) error {
	_, err := s.conn(ctx).exec(ctx, "add erasure", `INSERT INTO channel_erasures (shop_id, code, account_id, created_at) VALUES ($1, $2, $3, $4)`,
		shopID(ctx), e.Code, e.AccountID, e.CreatedAt)
	return err
}

// EndErasure implements link.Store.
func (s *Store) EndErasure(ctx context.Context, code string, now time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "end erasure", `UPDATE channel_erasures SET done_at = $3 WHERE shop_id = $1 AND code = $2 AND done_at IS NULL`, shopID(ctx), code, now)
	return err
}

// ErasureByCode implements link.Lookup.
func (s *Store) ErasureByCode(ctx context.Context, code string) (link.Erasure, bool, error) {
	e := link.Erasure{Code: code}
	found, err := s.conn(ctx).one(ctx, "erasure", `SELECT shop_id, account_id, created_at, done_at FROM channel_erasures WHERE code = $1`, []any{code},
		&e.ShopID, &e.AccountID, at(&e.CreatedAt), at(&e.DoneAt))
	return e, found, err
}

// KnownDeliveries tells which delivery keys of an account are stored.
func (s *Store) KnownDeliveries(ctx context.Context, accountID string, keys []string) (map[string]bool, error) {
	out := map[string]bool{}
	if len(keys) == 0 {
		return out, nil
	}
	args := []any{accountID}
	for _, k := range keys {
		args = append(args, k)
	}
	list := in(2, len(keys))
	err := s.conn(ctx).all(ctx, "known deliveries", `
		SELECT delivery_key FROM messages WHERE account_id = $1 AND delivery_key IN (`+list+`)
		UNION SELECT delivery_key FROM intake WHERE account_id = $1 AND delivery_key IN (`+list+`)`, args, func(row scanner) error {
		var k string
		err := row.Scan(&k)
		out[k] = true
		return err
	})
	return out, err
}

// eraseBatch is how many messages one unit of work empties.
const eraseBatch = 500

// EraseConversations empties what was said in conversations of an account: texts, pictures'
// addresses and raw bodies. It returns how many messages it emptied, at most a batch.
func (s *Store) EraseConversations(ctx context.Context, accountID string, now time.Time) (int64, error) {
	n, err := s.conn(ctx).exec(ctx, "erase conversations", `
		UPDATE messages SET text = '', payload = '{}', raw = NULL, out = CASE WHEN out IS NULL THEN out ELSE '{}' END, deleted_at = COALESCE(deleted_at, $3)
		WHERE shop_id = $1 AND (conversation_id, seq) IN (
			SELECT m.conversation_id, m.seq FROM messages m JOIN conversations c ON c.shop_id = m.shop_id AND c.id = m.conversation_id
			WHERE c.shop_id = $1 AND c.account_id = $2 AND (m.deleted_at IS NULL OR m.text <> '' OR m.raw IS NOT NULL) LIMIT $4)`, shopID(ctx), accountID, now, eraseBatch)
	if err != nil || n > 0 {
		return n, err
	}
	return s.conn(ctx).exec(ctx, "erase intake", `UPDATE intake SET raw = '' WHERE shop_id = $1 AND account_id = $2 AND raw <> ''`, shopID(ctx), accountID)
}
