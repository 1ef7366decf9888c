package store

import (
	"context"
	"time"

	"prilavok/core/analytics/report"
)

// RatingCounts implements report.RatingStore. Whoever has answered was asked, whatever the
// channel told of the question.
func (s *Store) RatingCounts(ctx context.Context, from, to time.Time, channel string) ([]report.RatingCount, error) {
	var out []report.RatingCount
	err := s.conn(ctx).all(ctx, "ratings by score", `
		SELECT r.channel, r.helped, r.score, count(*) FROM ratings r
		WHERE r.shop_id = $1 AND r.asked_at >= $2 AND r.asked_at < $3 AND ($4 = '' OR r.channel = $4) AND (r.score > 0 OR NOT EXISTS (
			SELECT 1 FROM messages m WHERE m.conversation_id = r.conversation_id AND m.seq = r.message_seq AND m.state = 'failed'))
		GROUP BY r.channel, r.helped, r.score ORDER BY r.channel, r.helped, r.score`, []any{shopID(ctx), from, to, channel}, func(row scanner) error {
		var c report.RatingCount
		err := row.Scan(&c.Channel, flag(&c.Helped), &c.Score, &c.N)
		out = append(out, c)
		return err
	})
	return out, err
}

// PoorRatings implements report.RatingStore.
func (s *Store) PoorRatings(ctx context.Context, from, to time.Time, channel string, limit int) ([]report.PoorRating, error) {
	var out []report.PoorRating
	err := s.conn(ctx).all(ctx, "poor ratings", `
		SELECT r.id, r.conversation_id, r.contact_id, p.name, r.channel, r.helped, r.score, r.comment, r.rated_at
		FROM ratings r LEFT JOIN contacts p ON p.shop_id = r.shop_id AND p.id = r.contact_id
		WHERE r.shop_id = $1 AND r.asked_at >= $2 AND r.asked_at < $3 AND ($4 = '' OR r.channel = $4) AND r.score BETWEEN 1 AND $5
		ORDER BY r.rated_at DESC, r.id DESC LIMIT $6`, []any{shopID(ctx), from, to, channel, report.Poor, limit}, func(row scanner) error {
		var p report.PoorRating
		err := row.Scan(&p.ID, &p.ConversationID, &p.ContactID, text(&p.Name), &p.Channel, flag(&p.Helped), &p.Score, &p.Comment, at(&p.At))
		out = append(out, p)
		return err
	})
	return out, err
}
