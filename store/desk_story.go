package store

import (
	"context"
	"time"

	"prilavok/core/desk"
)

// TriedIn implements desk.Store.
func (s *Store) TriedIn(ctx context.Context, conversationID string, limit int) ([]desk.Tried, error) {
	var out []desk.Tried
	err := s.conn(ctx).all(ctx, "tried in", `
		SELECT t.data->>'name', t.data->>'args', COALESCE(t.data->>'failed', '') FROM turn_steps t JOIN (
			SELECT id, created_at FROM turns WHERE shop_id = $1 AND conversation_id = $2 ORDER BY created_at DESC, id DESC LIMIT 10) u ON u.id = t.turn_id
		WHERE t.shop_id = $1 AND t.kind = 'tool' AND COALESCE(t.data->>'held', '') = '' ORDER BY u.created_at DESC, u.id DESC, t.step DESC LIMIT $3`,
		[]any{shopID(ctx), conversationID, limit}, func(row scanner) error {
			var x desk.Tried
			var failed string
			err := row.Scan(text(&x.Tool), text(&x.Args), &failed)
			x.Failed = failed == "true" || failed == "1" // as each engine writes what is true
			out = append(out, x)
			return err
		})
	return out, err
}

// CannedReplies implements desk.Store.
func (s *Store) CannedReplies(ctx context.Context) ([]desk.Canned, error) {
	var out []desk.Canned
	err := s.conn(ctx).all(ctx, "canned replies", `SELECT id, shortcut, title, body FROM canned_replies WHERE shop_id = $1 ORDER BY shortcut, id`,
		[]any{shopID(ctx)}, func(row scanner) error {
			var c desk.Canned
			err := row.Scan(&c.ID, &c.Shortcut, &c.Title, doc(&c.Text))
			out = append(out, c)
			return err
		})
	return out, err
}

// SaveCanned implements desk.Store.
func (s *Store) SaveCanned(ctx context.Context, c desk.Canned, at time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "save canned", `
		INSERT INTO canned_replies (shop_id, id, shortcut, title, body, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (shop_id, id) DO UPDATE SET shortcut = excluded.shortcut, title = excluded.title, body = excluded.body, updated_at = excluded.updated_at`,
		shopID(ctx), c.ID, clean(c.Shortcut), clean(c.Title), clean(toJSON(c.Text)), at)
	return err
}

// DropCanned implements desk.Store.
func (s *Store) DropCanned(ctx context.Context, id string) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "drop canned", `DELETE FROM canned_replies WHERE shop_id = $1 AND id = $2`, shopID(ctx), id)
	return n > 0, err
}
