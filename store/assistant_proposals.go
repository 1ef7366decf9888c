package store

import (
	"context"
	"time"

	"prilavok/core/assistant"
)

const proposalColumns = `token, conversation_id, contact_id, turn_id, kind, payload, status, asked, created_at, expires_at`

func (s *Store) proposal(ctx context.Context, what, query string, args ...any) (assistant.Proposal, bool, error) {
	var p assistant.Proposal
	var payload string
	found, err := s.conn(ctx).one(ctx, what, query, args, &p.Token, &p.ConversationID, &p.ContactID, &p.TurnID, &p.Kind, &payload,
		&p.Status, flag(&p.Asked), at(&p.CreatedAt), at(&p.ExpiresAt))
	p.Payload = []byte(payload)
	return p, found, err
}

// InsertProposal implements assistant.ProposalStore.
func (s *Store) InsertProposal(ctx context.Context, p assistant.Proposal) error {
	_, err := s.conn(ctx).exec(ctx, "insert proposal", `
		INSERT INTO proposals (shop_id, `+proposalColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		shopID(ctx), p.Token, p.ConversationID, p.ContactID, p.TurnID, p.Kind, string(p.Payload), string(p.Status), p.Asked,
		p.CreatedAt, p.ExpiresAt)
	return err
}

// OpenProposal implements assistant.ProposalStore.
func (s *Store) OpenProposal(ctx context.Context, conversationID string) (assistant.Proposal, bool, error) {
	return s.proposal(ctx, "open proposal", `
		SELECT `+proposalColumns+` FROM proposals WHERE shop_id = $1 AND conversation_id = $2 AND status = 'open'
		ORDER BY created_at DESC, token DESC LIMIT 1`, shopID(ctx), conversationID)
}

// ProposalByToken implements assistant.ProposalStore.
func (s *Store) ProposalByToken(ctx context.Context, token string) (assistant.Proposal, bool, error) {
	return s.proposal(ctx, "proposal by token", `
		SELECT `+proposalColumns+` FROM proposals WHERE shop_id = $1 AND token = $2`+s.db.Dialect.forUpdate(), shopID(ctx), token)
}

// SettleProposal implements assistant.ProposalStore.
func (s *Store) SettleProposal(ctx context.Context, token string, status assistant.ProposalStatus, now time.Time) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "settle proposal", `
		UPDATE proposals SET status = $3, asked = $4, settled_at = $5 WHERE shop_id = $1 AND token = $2 AND status = 'open'`,
		shopID(ctx), token, string(status), false, now)
	return n > 0, err
}

// QuietProposals implements assistant.ProposalStore.
func (s *Store) QuietProposals(ctx context.Context, conversationID string, replace bool, now time.Time) error {
	if replace {
		_, err := s.conn(ctx).exec(ctx, "replace proposals", `
			UPDATE proposals SET status = 'replaced', asked = $3, settled_at = $4
			WHERE shop_id = $1 AND conversation_id = $2 AND status = 'open'`, shopID(ctx), conversationID, false, now)
		return err
	}
	_, err := s.conn(ctx).exec(ctx, "quiet proposals", `
		UPDATE proposals SET asked = $3 WHERE shop_id = $1 AND conversation_id = $2 AND status = 'open' AND asked = $4`,
		shopID(ctx), conversationID, false, true)
	return err
}

const spend = `
	INSERT INTO assistant_usage (shop_id, period, contact_id, messages, tokens, cost) VALUES ($1, $2, $3, $4, $5, $6)
	ON CONFLICT (shop_id, period, contact_id) DO UPDATE SET messages = assistant_usage.messages + excluded.messages,
		tokens = assistant_usage.tokens + excluded.tokens, cost = assistant_usage.cost + excluded.cost`

// Spend implements assistant.UsageStore.
func (s *Store) Spend(ctx context.Context, period, contactID string, more assistant.Spent) (assistant.Spent, error) {
	var sum assistant.Spent
	_, err := s.conn(ctx).one(ctx, "spend", spend+` RETURNING messages, tokens, cost`,
		[]any{shopID(ctx), period, contactID, more.Messages, more.Tokens, more.Cost}, &sum.Messages, &sum.Tokens, &sum.Cost)
	return sum, err
}

// Count implements assistant.UsageStore.
func (s *Store) Count(ctx context.Context, period, contactID string, more assistant.Spent) error {
	return s.conn(ctx).later(ctx, "count", spend, shopID(ctx), period, contactID, more.Messages, more.Tokens, more.Cost)
}

// SpentIn implements assistant.UsageStore.
func (s *Store) SpentIn(ctx context.Context, period, contactID string) (assistant.Spent, error) {
	var sum assistant.Spent
	_, err := s.conn(ctx).one(ctx, "spent", `
		SELECT messages, tokens, cost FROM assistant_usage WHERE shop_id = $1 AND period = $2 AND contact_id = $3`,
		[]any{shopID(ctx), period, contactID}, &sum.Messages, &sum.Tokens, &sum.Cost)
	return sum, err
}

// ModelHealth implements assistant.UsageStore.
func (s *Store) ModelHealth(ctx context.Context) (assistant.Health, error) {
	var h assistant.Health
	_, err := s.conn(ctx).one(ctx, "model health", `
		SELECT down_since, fault, told_on FROM model_health WHERE shop_id = $1`,
		[]any{shopID(ctx)}, at(&h.DownSince), text(&h.Fault), &h.ToldOn)
	return h, err
}

// SetModelHealth implements assistant.UsageStore.
func (s *Store) SetModelHealth(ctx context.Context, h assistant.Health, now time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "set model health", `
		INSERT INTO model_health (shop_id, down_since, fault, told_on, updated_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (shop_id) DO UPDATE SET down_since = excluded.down_since, fault = excluded.fault,
			told_on = excluded.told_on, updated_at = excluded.updated_at`,
		shopID(ctx), h.DownSince, null(h.Fault), h.ToldOn, now)
	return err
}
