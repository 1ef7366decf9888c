package store

import (
	"context"
	"time"

	"prilavok/core/handoff"
)

const handoffColumns = `id, contact_id, conversation_id, reason, summary, status, requested_at, accepted_by, accepted_at, resolved_by, resolved_at`

func (s *Store) handoffs(ctx context.Context, what, where string, args ...any) ([]handoff.Handoff, error) {
	var out []handoff.Handoff
	err := s.conn(ctx).all(ctx, what, `SELECT `+handoffColumns+` FROM handoffs WHERE shop_id = $1 AND `+where, args, func(row scanner) error {
		var h handoff.Handoff
		err := row.Scan(&h.ID, &h.ContactID, &h.ConversationID, &h.Reason, &h.Summary, &h.Status, at(&h.RequestedAt), &h.AcceptedBy,
			at(&h.AcceptedAt), &h.ResolvedBy, at(&h.ResolvedAt))
		out = append(out, h)
		return err
	})
	return out, err
}

// ActiveHandoff implements handoff.Store.
func (s *Store) ActiveHandoff(ctx context.Context, conversationID string) (handoff.Handoff, bool, error) {
	list, err := s.handoffs(ctx, "active handoff", `conversation_id = $2 AND status <> 'resolved'`, shopID(ctx), conversationID)
	if err != nil || len(list) == 0 {
		return handoff.Handoff{}, false, err
	}
	return list[0], true, nil
}

// HandoffByID implements handoff.Store.
func (s *Store) HandoffByID(ctx context.Context, id string) (handoff.Handoff, error) {
	list, err := s.handoffs(ctx, "handoff", `id = $2`, shopID(ctx), id)
	if err != nil {
		return handoff.Handoff{}, err
	}
	if len(list) == 0 {
		return handoff.Handoff{}, handoff.ErrNone
	}
	return list[0], nil
}

// InsertHandoff implements handoff.Store.
func (s *Store) InsertHandoff(ctx context.Context, h handoff.Handoff) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "insert handoff", `
		INSERT INTO handoffs (shop_id, id, contact_id, conversation_id, reason, summary, status, requested_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (shop_id, conversation_id) WHERE status <> 'resolved' DO NOTHING`,
		shopID(ctx), h.ID, h.ContactID, h.ConversationID, string(h.Reason), clean(h.Summary), string(h.Status), h.RequestedAt)
	return n > 0, err
}

// SaveHandoff implements handoff.Store.
func (s *Store) SaveHandoff(ctx context.Context, h handoff.Handoff) error {
	_, err := s.conn(ctx).exec(ctx, "save handoff", `
		UPDATE handoffs SET reason = $3, summary = $4, status = $5, accepted_by = $6, accepted_at = $7, resolved_by = $8, resolved_at = $9
		WHERE shop_id = $1 AND id = $2`,
		shopID(ctx), h.ID, string(h.Reason), clean(h.Summary), string(h.Status), clean(h.AcceptedBy), h.AcceptedAt, clean(h.ResolvedBy), h.ResolvedAt)
	return err
}

// WaitingHandoffs implements handoff.Store.
func (s *Store) WaitingHandoffs(ctx context.Context, limit int) ([]handoff.Handoff, error) {
	return s.handoffs(ctx, "waiting handoffs", `status <> 'resolved' ORDER BY id LIMIT $2`, shopID(ctx), limit)
}

// AddConversationNote implements handoff.Store.
func (s *Store) AddConversationNote(ctx context.Context, n handoff.Note) error {
	_, err := s.conn(ctx).exec(ctx, "add conversation note", `
		INSERT INTO conversation_notes (shop_id, id, conversation_id, author, text, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		shopID(ctx), n.ID, n.ConversationID, clean(n.Author), clean(n.Text), n.At)
	return err
}

// ConversationNotes implements handoff.Store.
func (s *Store) ConversationNotes(ctx context.Context, conversationID string) ([]handoff.Note, error) {
	var out []handoff.Note
	err := s.conn(ctx).all(ctx, "conversation notes", `
		SELECT id, conversation_id, author, text, created_at FROM conversation_notes WHERE shop_id = $1 AND conversation_id = $2 ORDER BY id`,
		[]any{shopID(ctx), conversationID}, func(row scanner) error {
			var n handoff.Note
			err := row.Scan(&n.ID, &n.ConversationID, &n.Author, &n.Text, at(&n.At))
			out = append(out, n)
			return err
		})
	return out, err
}

// ConversationOfTopic implements handoff.StaffStore.
func (s *Store) ConversationOfTopic(ctx context.Context, at handoff.Spot) (string, error) {
	var id string
	_, err := s.conn(ctx).one(ctx, "conversation of a topic", `
		SELECT conversation_id FROM staff_threads WHERE shop_id = $1 AND account_id = $2 AND chat_id = $3 AND thread_id = $4`,
		[]any{shopID(ctx), at.AccountID, at.ChatID, at.Thread}, &id)
	return id, err
}

// ConversationOfPost implements handoff.StaffStore.
func (s *Store) ConversationOfPost(ctx context.Context, at handoff.Spot, messageID string) (string, error) {
	var id string
	_, err := s.conn(ctx).one(ctx, "conversation of a post", `
		SELECT conversation_id FROM staff_messages WHERE shop_id = $1 AND account_id = $2 AND chat_id = $3 AND message_id = $4`,
		[]any{shopID(ctx), at.AccountID, at.ChatID, messageID}, &id)
	return id, err
}

// TopicOf implements handoff.StaffStore.
func (s *Store) TopicOf(ctx context.Context, accountID, chatID, conversationID string) (string, error) {
	var thread string
	_, err := s.conn(ctx).one(ctx, "topic of a conversation", `
		SELECT thread_id FROM staff_threads WHERE shop_id = $1 AND conversation_id = $2 AND account_id = $3 AND chat_id = $4`,
		[]any{shopID(ctx), conversationID, accountID, chatID}, &thread)
	return thread, err
}

// PutTopic implements handoff.StaffStore.
func (s *Store) PutTopic(ctx context.Context, at handoff.Spot, conversationID string, now time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "put topic", `
		INSERT INTO staff_threads (shop_id, account_id, chat_id, thread_id, conversation_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (shop_id, conversation_id, account_id, chat_id) DO UPDATE SET thread_id = excluded.thread_id, created_at = excluded.created_at`,
		shopID(ctx), at.AccountID, at.ChatID, at.Thread, conversationID, now)
	return err
}

// DropTopic implements handoff.StaffStore.
func (s *Store) DropTopic(ctx context.Context, at handoff.Spot) error {
	_, err := s.conn(ctx).exec(ctx, "drop topic", `
		DELETE FROM staff_threads WHERE shop_id = $1 AND account_id = $2 AND chat_id = $3 AND thread_id = $4`,
		shopID(ctx), at.AccountID, at.ChatID, at.Thread)
	return err
}

// PutStaffPost implements handoff.StaffStore.
func (s *Store) PutStaffPost(ctx context.Context, at handoff.Spot, messageID, conversationID string, seq int64, now time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "put staff post", `
		INSERT INTO staff_messages (shop_id, account_id, chat_id, message_id, conversation_id, seq, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (shop_id, account_id, chat_id, message_id) DO UPDATE SET conversation_id = excluded.conversation_id, seq = excluded.seq`,
		shopID(ctx), at.AccountID, at.ChatID, messageID, conversationID, seq, now)
	return err
}

// StaffPostOf implements handoff.StaffStore.
func (s *Store) StaffPostOf(ctx context.Context, accountID, chatID, conversationID string, seq int64) (string, error) {
	var id string
	_, err := s.conn(ctx).one(ctx, "post of a message", `
		SELECT message_id FROM staff_messages WHERE shop_id = $1 AND conversation_id = $2 AND seq = $3 AND account_id = $4 AND chat_id = $5
		ORDER BY created_at DESC LIMIT 1`, []any{shopID(ctx), conversationID, seq, accountID, chatID}, &id)
	return id, err
}

// MoveStaffChat implements handoff.StaffStore.
func (s *Store) MoveStaffChat(ctx context.Context, accountID, from, to string) error {
	for _, table := range []string{"staff_threads", "staff_messages"} {
		if _, err := s.conn(ctx).exec(ctx, "move "+table, `UPDATE `+table+` SET chat_id = $4 WHERE shop_id = $1 AND account_id = $2 AND chat_id = $3`,
			shopID(ctx), accountID, from, to); err != nil {
			return err
		}
	}
	return nil
}
