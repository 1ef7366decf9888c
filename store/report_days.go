package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"prilavok/core/analytics/report"
)

// What reports are of is counted ahead by day, in sales_days, product_days and talk_days. The
// same texts count a day ahead and read days that are not counted yet: they select from days,
// a list of spans.

// liveSales selects what was placed, by day, channel and currency.
const liveSales = `
	SELECT d.day, coalesce(a.channel, '') AS channel, o.currency,
		CAST(sum(CASE WHEN o.status = 'canceled' THEN 0 ELSE 1 END) AS bigint) AS orders,
		CAST(sum(CASE WHEN o.status = 'canceled' THEN 0 ELSE o.total_amount END) AS bigint) AS amount,
		CAST(sum(CASE WHEN o.status = 'canceled' THEN 0 ELSE o.returned_amount END) AS bigint) AS returned,
		CAST(sum(CASE WHEN o.status = 'canceled' THEN 1 ELSE 0 END) AS bigint) AS canceled
	FROM days d JOIN orders o ON o.shop_id = $1 AND o.listed_at >= d.since AND o.listed_at < d.until AND o.placed_at IS NOT NULL AND o.status IN ('placed', 'completed', 'canceled')
	LEFT JOIN channel_accounts a ON a.id = o.account_id
	GROUP BY d.day, coalesce(a.channel, ''), o.currency`

// liveGoods selects what was sold, by day, channel, currency and product.
const liveGoods = `
	SELECT d.day, coalesce(a.channel, '') AS channel, o.currency, l.product_id, CAST(sum(l.quantity) AS bigint) AS pieces, CAST(sum(l.total) AS bigint) AS amount
	FROM days d JOIN orders o ON o.shop_id = $1 AND o.listed_at >= d.since AND o.listed_at < d.until AND o.status IN ('placed', 'completed')
	JOIN order_lines l ON l.shop_id = o.shop_id AND l.order_id = o.id
	LEFT JOIN channel_accounts a ON a.id = o.account_id
	GROUP BY d.day, coalesce(a.channel, ''), o.currency, l.product_id`

// liveTalks selects what happened in conversations, by day and conversation. A first answer is
// the first of a day to what a customer has said, by the assistant and by people apart. The
// assistant answers messages since anybody of the shop last wrote; people answer those, or the
// handoff that was asked for since a person last wrote, whichever came first. {ms} is the span
// between two times.
//
// Planners know nothing of so few days, so the text leaves them no choice: a handoff is found by
// its conversation as its time stands in a CASE, a conversation by its id as it stands in a
// select of its own, and CROSS JOIN keeps SQLite from going through all conversations first.
// {our} is the condition that a column is the shop's.
const liveTalks = `
	SELECT day, conversation_id, channel, incoming, by_assistant, by_people, assistant_ms, people_ms, open_end, last_seq, carted, ordered, paid FROM (
	SELECT g.*, (SELECT c.channel FROM conversations c WHERE c.shop_id = $1 AND c.id = g.conversation_id AND c.route = 'ours') AS channel FROM (
	SELECT x.day, x.conversation_id, CAST(sum(x.incoming) AS bigint) AS incoming, CAST(sum(x.by_assistant) AS bigint) AS by_assistant,
		CAST(sum(x.by_people) AS bigint) AS by_people, max(x.assistant_ms) AS assistant_ms, max(x.people_ms) AS people_ms,
		CAST(sum(x.open_end) AS bigint) AS open_end, max(x.last_seq) AS last_seq, max(x.carted) AS carted, max(x.ordered) AS ordered, max(x.paid) AS paid
	FROM (
		SELECT day, conversation_id, CASE author WHEN 'contact' THEN 1 ELSE 0 END AS incoming, CASE author WHEN 'assistant' THEN 1 ELSE 0 END AS by_assistant,
			CASE author WHEN 'operator' THEN 1 ELSE 0 END AS by_people, NULL AS assistant_ms, NULL AS people_ms,
			CASE WHEN seq > coalesce(answered, 0) THEN 1 ELSE 0 END AS open_end, seq AS last_seq, 0 AS carted, 0 AS ordered, 0 AS paid FROM said
		UNION ALL SELECT day, conversation_id, 0, 0, 0, CASE author WHEN 'assistant' THEN ms END, CASE author WHEN 'operator' THEN ms END, 0, 0, 0, 0, 0 FROM waited WHERE place = 1
		UNION ALL SELECT d.day, c.id, 0, 0, 0, NULL, NULL, 0, 0, 1, 0, 0 FROM days d
			JOIN cart_fills f ON f.shop_id {our} AND f.filled_at >= d.since AND f.filled_at < d.until
			CROSS JOIN conversations c WHERE c.shop_id = f.shop_id AND c.contact_id = f.contact_id
		UNION ALL SELECT d.day, o.conversation_id, 0, 0, 0, NULL, NULL, 0, 0, 1, 1, CASE WHEN o.captured_amount > 0 THEN 1 ELSE 0 END FROM days d
			JOIN orders o ON o.shop_id {our} AND o.listed_at >= d.since AND o.listed_at < d.until AND o.status IN ('placed', 'completed') AND o.conversation_id IS NOT NULL
	) x GROUP BY x.day, x.conversation_id) g) talked WHERE channel IS NOT NULL`

// saids are what liveTalks selects from, beside days. System messages are notices, which
// answer nobody.
const saids = `, said AS (
		SELECT d.day, m.conversation_id, m.seq, m.author, m.created_at,
			coalesce(lag(m.author) OVER (PARTITION BY d.day, m.conversation_id ORDER BY m.seq), (SELECT p.author FROM messages p
				WHERE p.conversation_id = m.conversation_id AND p.seq < m.seq AND p.author <> 'system' ORDER BY p.seq DESC LIMIT 1)) AS prior,
			max(CASE WHEN m.author <> 'contact' THEN m.seq END) OVER (PARTITION BY d.day, m.conversation_id) AS answered
		FROM days d JOIN messages m ON m.shop_id = $1 AND m.created_at >= d.since AND m.created_at < d.until AND m.author IN ('contact', 'assistant', 'operator')
	), answers AS (
		SELECT day, conversation_id, seq, author, created_at, row_number() OVER (PARTITION BY day, conversation_id, author ORDER BY seq) AS place
		FROM said WHERE author = 'assistant' AND prior = 'contact' OR author = 'operator' AND prior <> 'operator'
	), asked AS MATERIALIZED (
		SELECT a.day, a.conversation_id, a.seq, a.author, a.created_at, (SELECT min(t.since) FROM (
				SELECT q.created_at AS since FROM messages q WHERE q.conversation_id = a.conversation_id AND q.seq < a.seq AND q.author = 'contact' AND q.deleted_at IS NULL
					AND q.seq > coalesce((SELECT max(p.seq) FROM messages p WHERE p.conversation_id = a.conversation_id AND p.seq < a.seq AND p.author IN ('assistant', 'operator')), 0)
				UNION ALL SELECT h.requested_at FROM handoffs h WHERE a.author = 'operator' AND h.shop_id = $1 AND h.conversation_id = a.conversation_id AND CASE WHEN h.requested_at <= a.created_at THEN 1 ELSE 0 END = 1
					AND NOT EXISTS (SELECT 1 FROM messages p WHERE p.conversation_id = a.conversation_id AND p.seq < a.seq AND p.author = 'operator' AND CASE WHEN p.created_at >= h.requested_at THEN 1 ELSE 0 END = 1)
			) t) AS since
		FROM answers a WHERE a.author = 'operator' OR a.place = 1
	), waited AS (
		SELECT day, conversation_id, author, {ms} AS ms, row_number() OVER (PARTITION BY day, conversation_id, author ORDER BY seq) AS place FROM asked WHERE since IS NOT NULL
	)`

// days writes spans as the table days, with their values behind those that there are.
func (s *Store) days(b *binder, spans []report.Span) string {
	rows := make([]string, len(spans))
	for i, x := range spans {
		n := len(b.args)
		b.args = append(b.args, x.Day, x.From, x.To)
		rows[i] = fmt.Sprintf("($%d, %s, %s)", n+1, s.db.Dialect.moment(fmt.Sprint("$", n+2)), s.db.Dialect.moment(fmt.Sprint("$", n+3)))
	}
	return `WITH days (day, since, until) AS (VALUES ` + strings.Join(rows, ", ") + `)`
}

// plainly keeps Postgres from compiling what is read of days: it takes these statements for
// far costlier than they are.
func (s *Store) plainly(ctx context.Context) error {
	if s.db.Dialect != Postgres {
		return nil
	}
	_, err := s.conn(ctx).exec(ctx, "read plainly", `SELECT set_config('jit', 'off', true)`)
	return err
}

func (s *Store) saids() string {
	return strings.ReplaceAll(saids, "{ms}", s.db.Dialect.millis("since", "created_at"))
}

func (s *Store) liveTalks() string {
	return strings.ReplaceAll(liveTalks, "{our}", s.db.Dialect.unfiltered("$1"))
}

// ReportState implements report.PeriodStore.
func (s *Store) ReportState(ctx context.Context) (report.State, error) {
	var st report.State
	_, err := s.conn(ctx).one(ctx, "report state", `SELECT zone, rolled_to, seen_at FROM report_state WHERE shop_id = $1`, []any{shopID(ctx)},
		&st.Zone, &st.RolledTo, at(&st.SeenAt))
	return st, err
}

// SaveReportState implements report.DayStore.
func (s *Store) SaveReportState(ctx context.Context, st report.State) error {
	_, err := s.conn(ctx).exec(ctx, "save report state", `
		INSERT INTO report_state (shop_id, zone, rolled_to, seen_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (shop_id) DO UPDATE SET zone = excluded.zone, rolled_to = excluded.rolled_to, seen_at = excluded.seen_at`,
		shopID(ctx), st.Zone, st.RolledTo, st.SeenAt)
	return err
}

// FirstDay implements report.DayStore.
func (s *Store) FirstDay(ctx context.Context) (time.Time, error) {
	var placed, said time.Time
	_, err := s.conn(ctx).one(ctx, "first day", `SELECT (SELECT min(placed_at) FROM orders WHERE shop_id = $1), (SELECT min(created_at) FROM messages WHERE shop_id = $1)`,
		[]any{shopID(ctx)}, at(&placed), at(&said))
	if placed.IsZero() || !said.IsZero() && said.Before(placed) {
		return said, err
	}
	return placed, err
}

// StaleOrders implements report.DayStore.
func (s *Store) StaleOrders(ctx context.Context, changed, before time.Time) ([]time.Time, error) {
	var out []time.Time
	err := s.conn(ctx).all(ctx, "stale orders", `SELECT placed_at FROM orders WHERE shop_id = $1 AND updated_at >= $2 AND placed_at < $3`,
		[]any{shopID(ctx), changed, before}, func(row scanner) error {
			var t time.Time
			err := row.Scan(at(&t))
			out = append(out, t)
			return err
		})
	return out, err
}

var reportDays = []string{"sales_days", "product_days", "talk_days"}

// ForgetReportDays implements report.DayStore.
func (s *Store) ForgetReportDays(ctx context.Context) error {
	for _, table := range append([]string{"report_state"}, reportDays...) {
		if _, err := s.conn(ctx).exec(ctx, "forget "+table, `DELETE FROM `+table+` WHERE shop_id = $1`, shopID(ctx)); err != nil {
			return err
		}
	}
	return nil
}

// RollReportDay implements report.DayStore.
func (s *Store) RollReportDay(ctx context.Context, x report.Span) error {
	if err := s.plainly(ctx); err != nil {
		return err
	}
	for _, table := range reportDays {
		if _, err := s.conn(ctx).exec(ctx, "forget a day of "+table, `DELETE FROM `+table+` WHERE shop_id = $1 AND day = $2`, shopID(ctx), x.Day); err != nil {
			return err
		}
	}
	for _, t := range []struct{ into, with, live string }{
		{"sales_days (day, channel, currency, orders, amount, returned, canceled, shop_id)", "", liveSales},
		{"product_days (day, channel, currency, product_id, pieces, amount, shop_id)", "", liveGoods},
		{"talk_days (day, conversation_id, channel, incoming, by_assistant, by_people, assistant_ms, people_ms, open_end, last_seq, carted, ordered, paid, shop_id)", s.saids(), s.liveTalks()},
	} {
		b := binder{args: []any{shopID(ctx)}}
		days := s.days(&b, []report.Span{x})
		if _, err := s.conn(ctx).exec(ctx, "roll report day", `INSERT INTO `+t.into+` `+days+t.with+` SELECT live.*, $1 FROM (`+t.live+`) live`, b.args...); err != nil {
			return err
		}
	}
	return nil
}
