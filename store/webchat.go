package store

import (
	"context"
	"slices"

	"prilavok/core/inbox"
	"prilavok/core/shop"
)

// WebchatEntry finds the active chat page account with an id, of the shop with a
// slug, or, both being empty, the oldest of the installation. System scope.
func (s *Store) WebchatEntry(ctx context.Context, accountID, slug string) (a shop.Account, sh shop.Shop, found bool, err error) {
	const text = `
SELECT a.id, a.shop_id, a.name, a.external_id, a.status, a.config,
       s.slug, s.name, s.languages, s.currency, s.time_zone, s.settings, s.revision
FROM channel_accounts a JOIN shops s ON s.shop_id = a.shop_id
WHERE a.channel = 'webchat' AND a.status = 'active'
  AND ($1 = '' OR a.id = $1) AND ($2 = '' OR s.slug = $2)
ORDER BY a.created_at, a.id LIMIT 1`
	a.Channel = shop.Webchat
	found, err = s.conn(ctx).one(ctx, "webchat entry", text, []any{accountID, slug},
		&a.ID, &a.ShopID, &a.Name, &a.ExternalID, &a.Status, doc(&a.Config),
		&sh.Slug, doc(&sh.Name), doc(&sh.Languages), &sh.Currency, &sh.TimeZone, doc(&sh.Settings), &sh.Revision)
	sh.ID = a.ShopID
	return a, sh, found, err
}

const ofWebchat = `SELECT ` + messageColumns + `
FROM conversations c JOIN messages m ON m.shop_id = c.shop_id AND m.conversation_id = c.id
WHERE c.shop_id = $1 AND c.account_id = $2 AND c.key = $3 `

// WebchatMessages lists a visitor's messages with a sequence number above after,
// oldest first, in whatever state they are. key is the conversation's key.
func (s *Store) WebchatMessages(ctx context.Context, accountID, key string, after int64, limit int) ([]inbox.Message, error) {
	return s.messages(ctx, "webchat messages", ofWebchat+`AND m.seq > $4 ORDER BY m.seq LIMIT $5`,
		shopID(ctx), accountID, key, after, limit)
}

// WebchatBefore lists the newest messages with a sequence number below before,
// oldest first.
func (s *Store) WebchatBefore(ctx context.Context, accountID, key string, before int64, limit int) ([]inbox.Message, error) {
	rows, err := s.messages(ctx, "webchat older messages", ofWebchat+`AND m.seq < $4 ORDER BY m.seq DESC LIMIT $5`,
		shopID(ctx), accountID, key, before, limit)
	slices.Reverse(rows)
	return rows, err
}

// WebchatStatus tells who answers a visitor's conversation; "" when there is none yet.
func (s *Store) WebchatStatus(ctx context.Context, accountID, key string) (inbox.Status, error) {
	var status inbox.Status
	_, err := s.conn(ctx).one(ctx, "webchat status",
		`SELECT status FROM conversations WHERE shop_id = $1 AND account_id = $2 AND key = $3`,
		[]any{shopID(ctx), accountID, key}, &status)
	return status, err
}
