package store

import (
	"context"
	"fmt"
	"time"

	"prilavok/core/analytics/report"
	"prilavok/core/lang"
)

// counted writes a WITH that ends with the table x: the counted days of a table and, of days
// that are not, what live selects. Both have the columns, and are of one channel, if any.
func (s *Store) counted(b *binder, p report.Parts, channel, table, columns, with, live string) string {
	b.args = append(b.args, p.From, p.Before)
	days, text := `WITH `, `SELECT `+columns+` FROM `+table+` WHERE shop_id = $1 AND day >= $2 AND day < $3`
	if len(p.Live) > 0 {
		days = s.days(b, p.Live) + with + `, `
		text += ` UNION ALL SELECT ` + columns + ` FROM (` + live + `) live`
	}
	if channel != "" {
		b.args = append(b.args, channel)
		text = `SELECT * FROM (` + text + `) of_all WHERE channel = ` + fmt.Sprint("$", len(b.args))
	}
	return days + `x AS (` + text + `)`
}

// SalesDays implements report.PeriodStore.
func (s *Store) SalesDays(ctx context.Context, p report.Parts, channel string) ([]report.SalesDay, error) {
	b := binder{args: []any{shopID(ctx)}}
	with := s.counted(&b, p, channel, "sales_days", "day, channel, currency, orders, amount, returned, canceled", "", liveSales)
	var out []report.SalesDay
	err := s.conn(ctx).all(ctx, "sales by day", with+`
		SELECT day, currency, CAST(sum(orders) AS bigint), CAST(sum(amount) AS bigint), CAST(sum(returned) AS bigint), CAST(sum(canceled) AS bigint)
		FROM x GROUP BY day, currency ORDER BY day, currency`, b.args, func(row scanner) error {
		var d report.SalesDay
		err := row.Scan(&d.Day, &d.Currency, &d.Orders, &d.Amount, &d.Returned, &d.Canceled)
		out = append(out, d)
		return err
	})
	return out, err
}

// BestSold implements report.PeriodStore.
func (s *Store) BestSold(ctx context.Context, p report.Parts, channel, currency string, best report.Best, limit int) ([]report.Sold, error) {
	b := binder{args: []any{shopID(ctx)}}
	with := s.counted(&b, p, channel, "product_days", "day, channel, currency, product_id, pieces, amount", "", liveGoods)
	by := map[bool]string{true: "3 DESC, 4 DESC", false: "4 DESC, 3 DESC"}[best == report.ByPieces]
	n := len(b.args)
	b.args = append(b.args, currency, limit)
	var out []report.Sold
	err := s.conn(ctx).all(ctx, "best sold", with+`
		SELECT product_id, currency, CAST(sum(pieces) AS bigint), CAST(sum(amount) AS bigint) FROM x GROUP BY product_id, currency
		ORDER BY CASE WHEN currency = `+fmt.Sprint("$", n+1)+` THEN 0 ELSE 1 END, currency, `+by+`, product_id LIMIT `+fmt.Sprint("$", n+2), b.args, func(row scanner) error {
		var g report.Sold
		err := row.Scan(&g.ProductID, &g.Currency, &g.Pieces, &g.Amount)
		out = append(out, g)
		return err
	})
	return out, err
}

// TitlesSold implements report.PeriodStore.
func (s *Store) TitlesSold(ctx context.Context, ids []string) (map[string]lang.Texts, error) {
	args := []any{shopID(ctx)}
	for _, id := range ids {
		args = append(args, id)
	}
	out := map[string]lang.Texts{}
	err := s.conn(ctx).all(ctx, "titles sold", `SELECT id, title FROM products WHERE shop_id = $1 AND id IN (`+in(2, len(ids))+`)`, args, func(row scanner) error {
		var id string
		var t lang.Texts
		err := row.Scan(&id, doc(&t))
		out[id] = t
		return err
	})
	return out, err
}

// Talks implements report.PeriodStore. Of messages that nobody had answered at the end of their day
// those are left that nobody has answered until now.
func (s *Store) Talks(ctx context.Context, p report.Parts, channel string) (t report.Talks, assistant, people report.Wait, err error) {
	b := binder{args: []any{shopID(ctx)}}
	with := s.counted(&b, p, channel, "talk_days",
		"day, conversation_id, channel, incoming, by_assistant, by_people, assistant_ms, people_ms, open_end, last_seq, carted, ordered, paid", s.saids(), s.liveTalks())
	var a, h [3]int64
	if err := s.plainly(ctx); err != nil {
		return t, assistant, people, err
	}
	_, err = s.conn(ctx).one(ctx, "talks", with+`, talks AS (
			SELECT sum(incoming) AS incoming, sum(by_assistant) AS by_assistant, sum(by_people) AS by_people, max(carted) AS carted, max(ordered) AS ordered, max(paid) AS paid
			FROM x GROUP BY conversation_id HAVING sum(incoming) > 0
		), `+waits("assistant")+`, `+waits("people")+`
		SELECT count(*), CAST(coalesce(sum(carted), 0) AS bigint), CAST(coalesce(sum(ordered), 0) AS bigint), CAST(coalesce(sum(paid), 0) AS bigint),
			coalesce(sum(CASE WHEN by_assistant > 0 AND by_people = 0 THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN by_people > 0 THEN 1 ELSE 0 END), 0),
			CAST(coalesce(sum(incoming), 0) AS bigint), (SELECT CAST(coalesce(sum(x.open_end), 0) AS bigint) FROM x WHERE x.open_end > 0 AND NOT EXISTS (SELECT 1 FROM messages m
				WHERE m.conversation_id = x.conversation_id AND m.seq > x.last_seq AND m.author IN ('assistant', 'operator'))),
			`+waited("assistant")+`, `+waited("people")+`
		FROM talks`, b.args, &t.Conversations, &t.Carted, &t.Ordered, &t.Paid, &t.Alone, &t.Helped, &t.Messages, &t.Waiting,
		&assistant.N, &a[0], &a[1], &a[2], &people.N, &h[0], &h[1], &h[2])
	assistant.P50, assistant.P90, assistant.P95 = ms(a[0]), ms(a[1]), ms(a[2])
	people.P50, people.P90, people.P95 = ms(h[0]), ms(h[1]), ms(h[2])
	return t, assistant, people, err
}

func ms(n int64) time.Duration { return time.Duration(n) * time.Millisecond }

// waits puts the first answers of somebody into an order, and waited tells how many there are
// and the smallest that so many per cent took no longer than.
func waits(who string) string {
	return who + ` AS (SELECT ` + who + `_ms AS took, row_number() OVER (ORDER BY ` + who + `_ms) AS place, count(*) OVER () AS n FROM x WHERE ` + who + `_ms IS NOT NULL)`
}

func waited(who string) string {
	out := `(SELECT count(*) FROM ` + who + `)`
	for _, part := range []string{"50", "90", "95"} {
		out += `, coalesce((SELECT took FROM ` + who + ` WHERE place = (n * ` + part + ` + 99) / 100), 0)`
	}
	return out
}

// HandoffReasons implements report.PeriodStore.
func (s *Store) HandoffReasons(ctx context.Context, from, to time.Time, channel string) ([]report.Reason, error) {
	var out []report.Reason
	err := s.conn(ctx).all(ctx, "handoff reasons", `
		SELECT h.reason, count(*) FROM handoffs h JOIN conversations c ON c.shop_id = h.shop_id AND c.id = h.conversation_id
		WHERE h.shop_id = $1 AND h.requested_at >= $2 AND h.requested_at < $3 AND (c.channel = $4 OR $4 = '') AND c.route = 'ours' GROUP BY h.reason`,
		[]any{shopID(ctx), from, to, channel}, func(row scanner) error {
			var r report.Reason
			err := row.Scan(&r.Reason, &r.N)
			out = append(out, r)
			return err
		})
	return out, err
}
