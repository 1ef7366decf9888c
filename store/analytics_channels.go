package store

import (
	"context"
	"time"

	"prilavok/core/analytics"
	"prilavok/core/inbox"
)

// RollChannelDay implements analytics.ChannelStore.
func (s *Store) RollChannelDay(ctx context.Context, day string, from, to time.Time) error {
	if _, err := s.conn(ctx).exec(ctx, "forget channel day", `DELETE FROM channel_days WHERE shop_id = $1 AND day = $2`, shopID(ctx), day); err != nil {
		return err
	}
	_, err := s.conn(ctx).exec(ctx, "roll channel day", `
		INSERT INTO channel_days (shop_id, day, channel, what, fault, n)
		WITH said AS (
			SELECT c.channel, m.conversation_id, m.author, m.state, coalesce(m.fault, '') AS fault
			FROM messages m JOIN conversations c ON c.shop_id = m.shop_id AND c.id = m.conversation_id
			WHERE m.shop_id = $1 AND m.created_at >= $3 AND m.created_at < $4
		), talks AS (
			SELECT channel, conversation_id, max(CASE WHEN author = 'operator' THEN 1 ELSE 0 END) AS helped FROM said
			GROUP BY channel, conversation_id HAVING max(CASE WHEN author = 'contact' THEN 1 ELSE 0 END) = 1
		)
		SELECT $1, $2, channel, CASE author WHEN 'contact' THEN 'in' ELSE 'out' END, '', count(*) FROM said GROUP BY channel, CASE author WHEN 'contact' THEN 'in' ELSE 'out' END
		UNION ALL SELECT $1, $2, channel, CASE fault WHEN $5 THEN 'window_closed' ELSE 'failed' END, CASE fault WHEN $5 THEN '' ELSE fault END, count(*) FROM said
			WHERE state = 'failed' GROUP BY channel, fault
		UNION ALL SELECT $1, $2, channel, 'conversations', '', count(*) FROM talks GROUP BY channel
		UNION ALL SELECT $1, $2, channel, 'automated', '', count(*) FROM talks WHERE helped = 0 GROUP BY channel`,
		shopID(ctx), day, from, to, inbox.ErrWindow.Code)
	return err
}

// ChannelDays implements analytics.ChannelStore.
func (s *Store) ChannelDays(ctx context.Context, from, to string) ([]analytics.ChannelDay, error) {
	var out []analytics.ChannelDay
	err := s.conn(ctx).all(ctx, "channel days", `SELECT day, channel, what, fault, n FROM channel_days
		WHERE shop_id = $1 AND day >= $2 AND day <= $3 ORDER BY day, channel, what, fault`, []any{shopID(ctx), from, to}, func(row scanner) error {
		var d analytics.ChannelDay
		err := row.Scan(&d.Day, &d.Channel, &d.What, &d.Fault, &d.N)
		out = append(out, d)
		return err
	})
	return out, err
}
