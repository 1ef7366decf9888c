package store

import (
	"context"

	"prilavok/core/notify/held"
)

const heldColumns = `h.conversation_id, h.seq, h.author, h.reason, h.wish, h.by_whom, h.outcome, h.went_to, h.created_at, h.done_at`

func heldDest(m *held.Message) []any {
	return []any{&m.ConversationID, &m.Seq, &m.Author, &m.Reason, &m.Wish, &m.By, &m.Outcome, &m.WentTo, at(&m.CreatedAt), at(&m.DoneAt)}
}

// AddHeld implements held.Store.
func (s *Store) AddHeld(ctx context.Context, m held.Message) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "add held", `
		INSERT INTO held_messages (shop_id, conversation_id, seq, author, reason, created_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (shop_id, conversation_id, seq) DO NOTHING`, shopID(ctx), m.ConversationID, m.Seq, string(m.Author), m.Reason, m.CreatedAt)
	return n > 0, err
}

// LockHeld implements held.Store.
func (s *Store) LockHeld(ctx context.Context, conversationID string, seq int64) (held.Message, error) {
	var m held.Message
	found, err := s.conn(ctx).one(ctx, "lock held", `SELECT `+heldColumns+` FROM held_messages h WHERE h.shop_id = $1 AND h.conversation_id = $2 AND h.seq = $3`+
		s.db.Dialect.forUpdate(), []any{shopID(ctx), conversationID, seq}, heldDest(&m)...)
	if err == nil && !found {
		err = held.ErrNone
	}
	return m, err
}

// SaveHeld implements held.Store.
func (s *Store) SaveHeld(ctx context.Context, m held.Message) error {
	_, err := s.conn(ctx).exec(ctx, "save held", `
		UPDATE held_messages SET wish = $4, by_whom = $5, outcome = $6, went_to = $7, done_at = $8 WHERE shop_id = $1 AND conversation_id = $2 AND seq = $3`,
		shopID(ctx), m.ConversationID, m.Seq, string(m.Wish), clean(m.By), string(m.Outcome), m.WentTo, m.DoneAt)
	return err
}

// HeldIn implements held.Store.
func (s *Store) HeldIn(ctx context.Context, conversationID string) ([]held.Message, error) {
	return s.held(ctx, `WHERE h.shop_id = $1 AND h.conversation_id = $2 ORDER BY h.seq`, conversationID)
}

// HeldFor implements held.Store.
func (s *Store) HeldFor(ctx context.Context, contactID string) ([]held.Message, error) {
	return s.held(ctx, `JOIN conversations c ON c.shop_id = h.shop_id AND c.id = h.conversation_id
		WHERE h.shop_id = $1 AND c.contact_id = $2 AND h.wish = 'later' AND h.outcome = '' ORDER BY h.created_at, h.seq`, contactID)
}

func (s *Store) held(ctx context.Context, which, id string) ([]held.Message, error) {
	var out []held.Message
	err := s.conn(ctx).all(ctx, "held", `SELECT `+heldColumns+` FROM held_messages h `+which, []any{shopID(ctx), id}, func(row scanner) error {
		var m held.Message
		err := row.Scan(heldDest(&m)...)
		out = append(out, m)
		return err
	})
	return out, err
}
