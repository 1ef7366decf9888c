package store

import (
	"context"
	"time"

	"prilavok/core/assistant"
	"prilavok/core/inbox"
)

const turnColumns = `id, conversation_id, contact_id, status, path, model, prompt_version, rounds, tokens_in, tokens_out, cost, fault, up_to, created_at, ended_at`

func scanTurn(t *assistant.Turn) []any {
	m := &t.Meta
	return []any{&t.ID, &t.ConversationID, &t.ContactID, &t.Status, &m.Path, &m.Model, &m.PromptVersion, &m.Rounds,
		&m.TokensIn, &m.TokensOut, &m.Cost, text(&m.Fault), &t.UpTo, at(&t.CreatedAt), at(&t.EndedAt)}
}

// OpenTurn implements assistant.Store.
func (s *Store) OpenTurn(ctx context.Context, t assistant.Turn) (assistant.Turn, error) {
	_, err := s.conn(ctx).exec(ctx, "open turn", `
		INSERT INTO turns (shop_id, id, conversation_id, contact_id, status, created_at)
		VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (shop_id, id) DO NOTHING`,
		shopID(ctx), t.ID, t.ConversationID, t.ContactID, string(t.Status), t.CreatedAt)
	if err != nil {
		return t, err
	}
	var out assistant.Turn
	_, err = s.conn(ctx).one(ctx, "read turn", `SELECT `+turnColumns+` FROM turns WHERE shop_id = $1 AND id = $2`+
		s.db.Dialect.forUpdate(), []any{shopID(ctx), t.ID}, scanTurn(&out)...)
	return out, err
}

// TurnSteps implements assistant.Store.
func (s *Store) TurnSteps(ctx context.Context, turnID string) ([]assistant.Step, error) {
	var out []assistant.Step
	err := s.conn(ctx).all(ctx, "turn steps", `
		SELECT step, kind, data, created_at FROM turn_steps WHERE shop_id = $1 AND turn_id = $2 ORDER BY step`,
		[]any{shopID(ctx), turnID}, func(row scanner) error {
			var x assistant.Step
			var data string
			err := row.Scan(&x.N, &x.Kind, &data, at(&x.At))
			x.Data = []byte(data)
			out = append(out, x)
			return err
		})
	return out, err
}

// AddTurnStep implements assistant.Store.
func (s *Store) AddTurnStep(ctx context.Context, turnID string, x assistant.Step) error {
	_, err := s.conn(ctx).exec(ctx, "add turn step", `
		INSERT INTO turn_steps (shop_id, turn_id, step, kind, data, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		shopID(ctx), turnID, x.N, string(x.Kind), string(x.Data), x.At)
	return err
}

// ForgetTurnSteps deletes the oldest steps of transcripts from before a time, at most
// limit, and counts them.
func (s *Store) ForgetTurnSteps(ctx context.Context, before time.Time, limit int) (int64, error) {
	return s.conn(ctx).exec(ctx, "forget turn steps", `
		DELETE FROM turn_steps WHERE shop_id = $1 AND (turn_id, step) IN (
			SELECT turn_id, step FROM turn_steps WHERE shop_id = $1 AND created_at < $2 ORDER BY created_at LIMIT $3)`,
		shopID(ctx), before, limit)
}

// SaveTurn implements assistant.Store.
func (s *Store) SaveTurn(ctx context.Context, t assistant.Turn) error {
	m := t.Meta
	_, err := s.conn(ctx).exec(ctx, "save turn", `
		UPDATE turns SET status = $3, path = $4, model = $5, prompt_version = $6, rounds = $7, tokens_in = $8, tokens_out = $9,
			cost = $10, fault = $11, up_to = $12, ended_at = $13
		WHERE shop_id = $1 AND id = $2`,
		shopID(ctx), t.ID, string(t.Status), m.Path, m.Model, m.PromptVersion, m.Rounds, m.TokensIn, m.TokensOut, m.Cost,
		null(m.Fault), t.UpTo, t.EndedAt)
	return err
}

// InsertTurn implements assistant.Store.
func (s *Store) InsertTurn(ctx context.Context, t assistant.Turn) error {
	m := t.Meta
	return s.conn(ctx).later(ctx, "insert turn", `
		INSERT INTO turns (shop_id, `+turnColumns+`) VALUES (`+in(1, 16)+`) ON CONFLICT (shop_id, id) DO NOTHING`,
		shopID(ctx), t.ID, t.ConversationID, t.ContactID, string(t.Status), m.Path, m.Model, m.PromptVersion, m.Rounds, m.TokensIn, m.TokensOut,
		m.Cost, null(m.Fault), t.UpTo, t.CreatedAt, t.EndedAt)
}

// Outset implements assistant.OutsetStore.
func (s *Store) Outset(ctx context.Context, c inbox.Conversation, period string) (assistant.Outset, error) {
	var o assistant.Outset
	_, err := s.conn(ctx).one(ctx, "outset", `
		SELECT COALESCE((SELECT messages FROM assistant_usage WHERE shop_id = $1 AND period = $2 AND contact_id = $3), 0),
			COALESCE((SELECT path FROM turns WHERE shop_id = $1 AND conversation_id = $4 AND status = 'ended'
				ORDER BY created_at DESC, id DESC LIMIT 1), '') = 'lost',
			EXISTS (SELECT 1 FROM turns WHERE shop_id = $1 AND conversation_id = $4 AND up_to > $5),
			EXISTS (SELECT 1 FROM proposals WHERE shop_id = $1 AND conversation_id = $4 AND status = 'open')`,
		[]any{shopID(ctx), period, c.ContactID, c.ID, c.AnsweredTo}, &o.Messages, flag(&o.Lost), flag(&o.Begun), flag(&o.Offered))
	return o, err
}

// LastTurnBefore implements assistant.Store.
func (s *Store) LastTurnBefore(ctx context.Context, conversationID, turnID string) (assistant.Turn, bool, error) {
	var t assistant.Turn
	found, err := s.conn(ctx).one(ctx, "last turn", `
		SELECT `+turnColumns+` FROM turns WHERE shop_id = $1 AND conversation_id = $2 AND id <> $3 AND status = 'ended'
		ORDER BY created_at DESC, id DESC LIMIT 1`, []any{shopID(ctx), conversationID, turnID}, scanTurn(&t)...)
	return t, found, err
}

// HearMessage implements assistant.Store.
func (s *Store) HearMessage(ctx context.Context, conversationID string, seq int64, heard string) error {
	_, err := s.conn(ctx).exec(ctx, "hear message", `
		UPDATE messages SET text = $4 WHERE shop_id = $1 AND conversation_id = $2 AND seq = $3 AND text = ''`,
		shopID(ctx), conversationID, seq, heard)
	return err
}
