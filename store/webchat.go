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

const webchatColumns = `
SELECT c.id, m.seq, m.author, m.kind, m.text, m.payload, m.out, m.external_id, m.state, m.created_at, m.edited_at, m.deleted_at
FROM conversations c JOIN messages m ON m.conversation_id = c.id AND m.shop_id = c.shop_id
WHERE c.shop_id = $1 AND c.account_id = $2 AND c.key = $3 `

// WebchatMessages lists a visitor's messages with a sequence number above after,
// oldest first, in whatever state they are. key is the conversation's key.
func (s *Store) WebchatMessages(ctx context.Context, accountID, key string, after int64, limit int) ([]inbox.Message, error) {
	return s.webchatRows(ctx, webchatColumns+`AND m.seq > $4 ORDER BY m.seq LIMIT $5`, accountID, key, after, limit)
}

// WebchatBefore lists the newest messages with a sequence number below before,
// oldest first.
func (s *Store) WebchatBefore(ctx context.Context, accountID, key string, before int64, limit int) ([]inbox.Message, error) {
	rows, err := s.webchatRows(ctx, webchatColumns+`AND m.seq < $4 ORDER BY m.seq DESC LIMIT $5`, accountID, key, before, limit)
	slices.Reverse(rows)
	return rows, err
}

func (s *Store) webchatRows(ctx context.Context, query, accountID, key string, seq int64, limit int) ([]inbox.Message, error) {
	var out []inbox.Message
	err := s.conn(ctx).all(ctx, "webchat messages", query, []any{shopID(ctx), accountID, key, seq, limit}, func(row scanner) error {
		m := inbox.Message{ShopID: shopID(ctx)}
		o := &inbox.Outgoing{}
		err := row.Scan(&m.ConversationID, &m.Seq, &m.Author, &m.Kind, &m.Text, doc(&m.Payload), doc(o),
			text(&m.ExternalID), &m.State, at(&m.CreatedAt), at(&m.EditedAt), at(&m.DeletedAt))
		if m.Author != inbox.ByContact {
			m.Out = o
		}
		out = append(out, m)
		return err
	})
	return out, err
}

// WebchatStatus tells who answers a visitor's conversation; "" when there is none yet.
func (s *Store) WebchatStatus(ctx context.Context, accountID, key string) (inbox.Status, error) {
	var status inbox.Status
	_, err := s.conn(ctx).one(ctx, "webchat status",
		`SELECT status FROM conversations WHERE shop_id = $1 AND account_id = $2 AND key = $3`,
		[]any{shopID(ctx), accountID, key}, &status)
	return status, err
}
