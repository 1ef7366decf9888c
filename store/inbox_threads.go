package store

import (
	"context"

	"prilavok/core/inbox"
	"prilavok/core/order"
)

// OpenThreads implements inbox.ReceiveStore: one statement on Postgres for however many
// new customers a batch brings; a loop on SQLite.
func (s *Store) OpenThreads(ctx context.Context, threads []inbox.Thread) error {
	if s.db.Dialect == Postgres {
		return s.openThreadsAtOnce(ctx, threads)
	}
	for _, t := range threads {
		if _, err := s.OpenThread(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// A person is looked up once, and made once however many of their conversations are new.
// The contact is made only for an address that was: its key is checked when the
// statement ends. Rows come in one order everywhere, so that two batches wait for each
// other at most one way round.
const openThreadsPostgres = `
WITH input AS MATERIALIZED (
	SELECT x.account_id, x.key, x.channel, x.person, x.name, NULLIF(x.username, '') AS username, x.lang, x.contact_id, x.address_id, x.id, x.name_key, x.name_back,
		timestamptz 'epoch' + x.at * interval '1 microsecond' AS at, x.n
	FROM ROWS FROM (unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::bigint[]),
		json_array_elements('[]')) WITH ORDINALITY AS x(account_id, key, channel, person, name, username, lang, contact_id, address_id, id, name_key, name_back, at, none, n)
), known AS MATERIALIZED (
	SELECT i.n, a.id, a.contact_id FROM input i
	CROSS JOIN LATERAL (SELECT a.id, a.contact_id FROM addresses a WHERE a.shop_id = $1 AND a.account_id = i.account_id AND a.external_id = i.person LIMIT 1) a
), fresh AS MATERIALIZED (
	SELECT DISTINCT ON (i.account_id, i.person) i.* FROM input i LEFT JOIN known k ON k.n = i.n WHERE k.n IS NULL ORDER BY i.account_id, i.person, i.n
), made AS (
	INSERT INTO addresses (shop_id, id, contact_id, account_id, channel, external_id, username, created_at, updated_at)
	SELECT $1, f.address_id, f.contact_id, f.account_id, f.channel, f.person, f.username, f.at, f.at FROM fresh f ORDER BY f.account_id, f.person
	ON CONFLICT (account_id, external_id) DO NOTHING
	RETURNING id, contact_id, account_id, external_id
), people AS (
	INSERT INTO contacts (shop_id, id, name, lang, created_at, updated_at, name_key, name_back)
	SELECT $1, f.contact_id, f.name, f.lang, f.at, f.at, f.name_key, f.name_back FROM fresh f JOIN made m ON m.id = f.address_id
)
INSERT INTO conversations (shop_id, id, account_id, channel, key, contact_id, address_id, status, route, lang, created_at, updated_at, active_at)
SELECT $1, i.id, i.account_id, i.channel, i.key, COALESCE(k.contact_id, m.contact_id), COALESCE(k.id, m.id), 'pending', 'ours', i.lang, i.at, i.at, i.at
FROM input i LEFT JOIN known k ON k.n = i.n LEFT JOIN made m ON m.account_id = i.account_id AND m.external_id = i.person
WHERE k.n IS NOT NULL OR m.id IS NOT NULL ORDER BY i.account_id, i.key
ON CONFLICT (account_id, key) DO NOTHING`

func (s *Store) openThreadsAtOnce(ctx context.Context, threads []inbox.Thread) error {
	columns := make([][]string, 12)
	var at []int64
	for _, t := range threads {
		key, back, _ := order.SearchKeys(clean(t.From.Name), "")
		for i, v := range []string{t.AccountID, t.Key, string(t.Channel), t.From.ExternalID, clean(t.From.Name), clean(t.From.Username), string(t.Lang),
			t.ContactID, t.AddressID, t.ConvID, key, back} {
			columns[i] = append(columns[i], v)
		}
		at = append(at, micros(t.At))
	}
	args := []any{shopID(ctx)}
	for _, c := range columns {
		args = append(args, c)
	}
	_, err := s.conn(ctx).exec(ctx, "open threads", openThreadsPostgres, append(args, at)...)
	return err
}

// OpenThread implements inbox.ReceiveStore.
func (s *Store) OpenThread(ctx context.Context, t inbox.Thread) (inbox.Conversation, error) {
	if c, found, err := s.ConversationByKey(ctx, t.AccountID, t.Key); err != nil || found {
		return c, err
	}
	address, contact, err := s.openAddress(ctx, t)
	if err != nil {
		return inbox.Conversation{}, err
	}
	_, err = s.conn(ctx).exec(ctx, "open conversation", `
		INSERT INTO conversations (shop_id, id, account_id, channel, key, contact_id, address_id, status, route, lang, created_at, updated_at, active_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 'pending', 'ours', $8, $9, $9, $9) ON CONFLICT (account_id, key) DO NOTHING`,
		shopID(ctx), t.ConvID, t.AccountID, string(t.Channel), t.Key, contact, address, string(t.Lang), t.At)
	if err != nil {
		return inbox.Conversation{}, err
	}
	c, _, err := s.ConversationByKey(ctx, t.AccountID, t.Key)
	return c, err
}

// openAddress finds or makes the address of a person, with a contact of its own.
func (s *Store) openAddress(ctx context.Context, t inbox.Thread) (address, contact string, err error) {
	q := s.conn(ctx)
	find := func() (bool, error) {
		return q.one(ctx, "find address", `SELECT id, contact_id FROM addresses WHERE shop_id = $1 AND account_id = $2 AND external_id = $3`,
			[]any{shopID(ctx), t.AccountID, t.From.ExternalID}, &address, &contact)
	}
	if found, err := find(); err != nil || found {
		return address, contact, err
	}
	key, back, _ := order.SearchKeys(clean(t.From.Name), "")
	_, err = q.exec(ctx, "make contact", `INSERT INTO contacts (shop_id, id, name, lang, created_at, updated_at, name_key, name_back) VALUES ($1, $2, $3, $4, $5, $5, $6, $7)`,
		shopID(ctx), t.ContactID, clean(t.From.Name), string(t.Lang), t.At, key, back)
	if err != nil {
		return "", "", err
	}
	n, err := q.exec(ctx, "make address", `
		INSERT INTO addresses (shop_id, id, contact_id, account_id, channel, external_id, username, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) ON CONFLICT (account_id, external_id) DO NOTHING`,
		shopID(ctx), t.AddressID, t.ContactID, t.AccountID, string(t.Channel), t.From.ExternalID, null(clean(t.From.Username)), t.At)
	if err != nil {
		return "", "", err
	}
	if n == 0 { // another process made the same address a moment ago: our contact is not needed
		if _, err := q.exec(ctx, "drop spare contact", `DELETE FROM contacts WHERE shop_id = $1 AND id = $2`, shopID(ctx), t.ContactID); err != nil {
			return "", "", err
		}
	}
	_, err = find()
	return address, contact, err
}
