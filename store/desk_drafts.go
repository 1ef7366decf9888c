package store

import (
	"context"
	"time"

	"prilavok/core/desk"
	"prilavok/core/shop"
)

// InsertDraft implements desk.DraftStore.
func (s *Store) InsertDraft(ctx context.Context, d desk.Draft) error {
	if err := s.conn(ctx).later(ctx, "insert draft", `
		INSERT INTO drafts (shop_id, id, conversation_id, from_seq, up_to, status, asked_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		shopID(ctx), d.ID, d.ConversationID, d.From, d.UpTo, string(d.Status), null(d.AskedBy), d.CreatedAt); err != nil {
		return err
	}
	return s.conn(ctx).later(ctx, "note draft", `UPDATE conversations SET draft_id = $3 WHERE shop_id = $1 AND id = $2`, shopID(ctx), d.ConversationID, d.ID)
}

// DraftByID implements desk.DraftStore.
func (s *Store) DraftByID(ctx context.Context, id string) (d desk.Draft, found bool, err error) {
	found, err = s.conn(ctx).one(ctx, "draft", `
		SELECT id, conversation_id, from_seq, up_to, status, body, products, would, path, fault, asked_by, settled_by, edited, created_at, settled_at
		FROM drafts WHERE shop_id = $1 AND id = $2`, []any{shopID(ctx), id},
		&d.ID, &d.ConversationID, &d.From, &d.UpTo, &d.Status, &d.Text, doc(&d.ProductIDs), doc(&d.Would), &d.Path, text(&d.Fault), text(&d.AskedBy),
		text(&d.SettledBy), flag(&d.Edited), at(&d.CreatedAt), at(&d.SettledAt))
	return d, found, err
}

// WriteDraft implements desk.DraftStore.
func (s *Store) WriteDraft(ctx context.Context, d desk.Draft) (bool, error) {
	products, would := "[]", "[]"
	if len(d.ProductIDs) > 0 {
		products = toJSON(d.ProductIDs)
	}
	if len(d.Would) > 0 {
		would = toJSON(d.Would)
	}
	n, err := s.conn(ctx).exec(ctx, "write draft", `
		UPDATE drafts SET status = $3, body = $4, products = $5, would = $6, path = $7, fault = $8 WHERE shop_id = $1 AND id = $2 AND status = 'making'`,
		shopID(ctx), d.ID, string(d.Status), clean(d.Text), clean(products), clean(would), d.Path, null(d.Fault))
	return n > 0, err
}

// SettleDraft implements desk.DraftStore.
func (s *Store) SettleDraft(ctx context.Context, conversationID, id string, status desk.DraftStatus, by string, edited bool, at time.Time) error {
	if err := s.conn(ctx).later(ctx, "settle draft", `
		UPDATE drafts SET status = $4, settled_by = $5, edited = $6, settled_at = $7
		WHERE shop_id = $1 AND id = $2 AND conversation_id = $3 AND status IN ('making', 'ready', 'failed')`,
		shopID(ctx), id, conversationID, string(status), null(clean(by)), edited, at); err != nil {
		return err
	}
	return s.conn(ctx).later(ctx, "no draft", `UPDATE conversations SET draft_id = '' WHERE shop_id = $1 AND id = $2 AND draft_id = $3`, shopID(ctx), conversationID, id)
}

// SetMode implements desk.DraftStore.
func (s *Store) SetMode(ctx context.Context, conversationID string, mode shop.Mode) error {
	held := `held_to`
	if mode == shop.Answers {
		held = `0`
	}
	return s.conn(ctx).later(ctx, "set mode", `UPDATE conversations SET mode = $3, held_to = `+held+`, revision = revision + 1 WHERE shop_id = $1 AND id = $2`,
		shopID(ctx), conversationID, string(mode))
}
