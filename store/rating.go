package store

import (
	"context"
	"time"

	"prilavok/core/rating"
)

// saidToRate picks, of messages m of conversations c, what the customer said in words and was
// answered since they were asked before.
const saidToRate = `m.author = 'contact' AND m.kind NOT IN ('command', 'button') AND m.deleted_at IS NULL AND m.seq <= c.answered_to
	AND m.seq > coalesce((SELECT max(r.message_seq) FROM ratings r WHERE r.shop_id = c.shop_id AND r.conversation_id = c.id), 0)
	AND EXISTS (SELECT 1 FROM messages a WHERE a.conversation_id = m.conversation_id AND a.seq > m.seq AND a.author IN ('assistant', 'operator'))`

// QuietTalks implements rating.Store. asked_at stands in no index; active_at does, and is never earlier.
func (s *Store) QuietTalks(ctx context.Context, q rating.Search) ([]string, error) {
	var out []string
	err := s.conn(ctx).all(ctx, "quiet talks", `
		SELECT c.id FROM conversations c JOIN addresses d ON d.shop_id = c.shop_id AND d.id = c.address_id
		JOIN channel_accounts a ON a.shop_id = c.shop_id AND a.id = c.account_id
		WHERE c.shop_id = $1 AND c.active_at >= $2 AND c.asked_at >= $2 AND c.asked_at <= $3 AND c.status IN ('pending', 'resolved') AND c.route = 'ours'
			AND c.asked_seq <= c.answered_to AND NOT d.blocked AND a.status = 'active'
			AND NOT EXISTS (SELECT 1 FROM ratings r WHERE r.shop_id = c.shop_id AND r.contact_id = c.contact_id AND r.asked_at > $4)
			AND EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = c.id AND m.created_at >= $5 AND `+saidToRate+`)
		ORDER BY c.asked_at, c.id LIMIT $6`, []any{shopID(ctx), q.From, q.To, q.Alone, q.Since, q.Limit}, func(row scanner) error {
		var id string
		err := row.Scan(&id)
		out = append(out, id)
		return err
	})
	return out, err
}

// TalkToRate implements rating.Store.
func (s *Store) TalkToRate(ctx context.Context, conversationID string, since time.Time) (rating.Talk, error) {
	var t rating.Talk
	var first int64
	_, err := s.conn(ctx).one(ctx, "talk to rate", `
		SELECT count(*), coalesce(min(m.seq), 0) FROM messages m JOIN conversations c ON c.shop_id = m.shop_id AND c.id = m.conversation_id
		WHERE m.shop_id = $1 AND m.conversation_id = $2 AND m.created_at >= $3 AND `+saidToRate, []any{shopID(ctx), conversationID, since}, &t.Words, &first)
	if err != nil || t.Words == 0 {
		return t, err
	}
	_, err = s.conn(ctx).one(ctx, "who answered", `
		SELECT EXISTS (SELECT 1 FROM messages o WHERE o.conversation_id = $2 AND o.seq > $3 AND o.author = 'operator'), l.turn_id, t.model, t.prompt_version
		FROM (SELECT (SELECT m.turn_id FROM messages m WHERE m.shop_id = $1 AND m.conversation_id = $2 AND m.seq > $3 AND m.author = 'assistant' ORDER BY m.seq DESC LIMIT 1) AS turn_id) l
		LEFT JOIN turns t ON t.shop_id = $1 AND t.id = l.turn_id`, []any{shopID(ctx), conversationID, first}, flag(&t.Helped), text(&t.TurnID), text(&t.Model), text(&t.PromptVersion))
	return t, err
}

// AskedSince implements rating.Store.
func (s *Store) AskedSince(ctx context.Context, contactID string, since time.Time) (bool, error) {
	var one int
	return s.conn(ctx).one(ctx, "asked since", `SELECT 1 FROM ratings WHERE shop_id = $1 AND contact_id = $2 AND asked_at > $3 LIMIT 1`,
		[]any{shopID(ctx), contactID, since}, &one)
}

// AddRating implements rating.Store.
func (s *Store) AddRating(ctx context.Context, r *rating.Rating) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "add rating", `
		INSERT INTO ratings (shop_id, id, contact_id, conversation_id, channel, ending, seq, helped, turn_id, model, prompt_version, asked_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (shop_id, conversation_id, seq) DO NOTHING`,
		shopID(ctx), r.ID, r.ContactID, r.ConversationID, string(r.Channel), string(r.Ending), r.Seq, r.Helped, r.TurnID, r.Model, r.PromptVersion, r.AskedAt)
	return n > 0, err
}

const ratingColumns = `id, contact_id, conversation_id, channel, ending, seq, message_seq, helped, turn_id, model, prompt_version, score, comment, asked_at, rated_at`

func scanRating(r *rating.Rating) []any {
	return []any{&r.ID, &r.ContactID, &r.ConversationID, &r.Channel, &r.Ending, &r.Seq, &r.MessageSeq, flag(&r.Helped), &r.TurnID, &r.Model, &r.PromptVersion,
		&r.Score, &r.Comment, at(&r.AskedAt), at(&r.RatedAt)}
}

// LockRating implements rating.Store.
func (s *Store) LockRating(ctx context.Context, id string) (*rating.Rating, error) {
	var r rating.Rating
	found, err := s.conn(ctx).one(ctx, "lock rating", `SELECT `+ratingColumns+` FROM ratings WHERE shop_id = $1 AND id = $2`+s.db.Dialect.forUpdate(),
		[]any{shopID(ctx), clean(id)}, scanRating(&r)...)
	if !found {
		return nil, err
	}
	return &r, err
}

// SaveRating implements rating.Store.
func (s *Store) SaveRating(ctx context.Context, r *rating.Rating) error {
	_, err := s.conn(ctx).exec(ctx, "save rating", `UPDATE ratings SET message_seq = $3, score = $4, comment = $5, rated_at = $6 WHERE shop_id = $1 AND id = $2`,
		shopID(ctx), r.ID, r.MessageSeq, r.Score, clean(r.Comment), r.RatedAt)
	return err
}

// RatingsOf implements rating.Store.
func (s *Store) RatingsOf(ctx context.Context, conversationID string, limit int) ([]rating.Rating, error) {
	var out []rating.Rating
	err := s.conn(ctx).all(ctx, "ratings of a conversation", `SELECT `+ratingColumns+` FROM ratings
		WHERE shop_id = $1 AND conversation_id = $2 AND score > 0 ORDER BY seq DESC LIMIT $3`, []any{shopID(ctx), conversationID, limit}, func(row scanner) error {
		var r rating.Rating
		err := row.Scan(scanRating(&r)...)
		out = append(out, r)
		return err
	})
	return out, err
}
