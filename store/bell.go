package store

import (
	"context"
	"time"

	"prilavok/core/bell"
)

// names are words as the arguments of a list.
func names[T ~string](list []T) []any {
	out := make([]any, len(list))
	for i, x := range list {
		out[i] = string(x)
	}
	return out
}

// AddBell implements bell.Store.
func (s *Store) AddBell(ctx context.Context, i bell.Item) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "insert bell item", `
		INSERT INTO bell_items (shop_id, id, kind, event, key, order_id, conversation_id, subject_id, data, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (shop_id, key) DO NOTHING`,
		shopID(ctx), i.ID, string(i.Kind), i.Event, i.Key, i.OrderID, i.ConversationID, i.SubjectID, clean(toJSON(i.Data)), i.CreatedAt)
	return n > 0, err
}

// bellUnread is what a reader has not read: $2 is whose.
const bellUnread = `NOT EXISTS (SELECT 1 FROM bell_reads r WHERE r.shop_id = b.shop_id AND r.reader_id = $2 AND r.item_id = b.id)
	AND NOT EXISTS (SELECT 1 FROM bell_choices c WHERE c.shop_id = b.shop_id AND c.reader_id = $2 AND c.read_to >= b.created_at)`

const bellColumns = `b.id, b.kind, b.event, b.key, b.order_id, b.conversation_id, b.subject_id, b.data, b.created_at, NOT (` + bellUnread + `),
	o.number, COALESCE(o.total_amount, 0), o.currency, COALESCE(NULLIF(o.name, ''), p.name)
	FROM bell_items b LEFT JOIN orders o ON o.shop_id = b.shop_id AND o.id = b.order_id
	LEFT JOIN conversations v ON v.shop_id = b.shop_id AND v.id = b.conversation_id
	LEFT JOIN contacts p ON p.shop_id = b.shop_id AND p.id = COALESCE(o.contact_id, v.contact_id)`

func (s *Store) bells(ctx context.Context, what, where string, args ...any) ([]bell.Told, error) {
	var out []bell.Told
	err := s.conn(ctx).all(ctx, what, `SELECT `+bellColumns+` WHERE b.shop_id = $1 AND `+where, args, func(row scanner) error {
		var t bell.Told
		err := row.Scan(&t.ID, &t.Kind, &t.Event, &t.Key, &t.OrderID, &t.ConversationID, &t.SubjectID, doc(&t.Data), at(&t.CreatedAt), flag(&t.Read),
			text(&t.Number), &t.Total.Amount, text(&t.Total.Currency), text(&t.Customer))
		out = append(out, t)
		return err
	})
	return out, err
}

// Bells implements bell.Store.
func (s *Store) Bells(ctx context.Context, q bell.Query) ([]bell.Told, error) {
	if len(q.Kinds) == 0 {
		return nil, nil
	}
	args := []any{shopID(ctx), q.ReaderID, q.Cursor, q.Limit}
	where := `b.kind IN (` + in(5, len(q.Kinds)) + `) AND ($3 = '' OR b.id < $3)`
	if q.Unread {
		where += ` AND ` + bellUnread
	}
	return s.bells(ctx, "bell items", where+` ORDER BY b.id DESC LIMIT $4`, append(args, names(q.Kinds)...)...)
}

// Bell implements bell.Store.
func (s *Store) Bell(ctx context.Context, readerID, id string) (bell.Told, error) {
	list, err := s.bells(ctx, "bell item", `b.id = $3`, shopID(ctx), readerID, id)
	if err == nil && len(list) == 0 {
		return bell.Told{}, bell.ErrNoItem
	}
	return first(list, err)
}

// CountBells implements bell.Store.
func (s *Store) CountBells(ctx context.Context, readerID string, kinds []bell.Kind, most int) (int, error) {
	if len(kinds) == 0 {
		return 0, nil
	}
	var n int
	_, err := s.conn(ctx).one(ctx, "count bell items", `SELECT count(*) FROM (SELECT b.id FROM bell_items b WHERE b.shop_id = $1 AND b.kind IN (`+in(4, len(kinds))+`) AND `+bellUnread+` LIMIT $3) few`,
		append([]any{shopID(ctx), readerID, most}, names(kinds)...), &n)
	return n, err
}

// ReadBell implements bell.Store.
func (s *Store) ReadBell(ctx context.Context, readerID, id string, read bool) error {
	q := s.conn(ctx)
	if read {
		_, err := q.exec(ctx, "read bell item", `INSERT INTO bell_reads (shop_id, reader_id, item_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, shopID(ctx), readerID, id)
		return err
	}
	// What was read with everything is then told apart: all but this one is.
	if _, err := q.exec(ctx, "spell out what was read", `INSERT INTO bell_reads (shop_id, reader_id, item_id)
		SELECT b.shop_id, $2, b.id FROM bell_items b JOIN bell_choices c ON c.shop_id = b.shop_id AND c.reader_id = $2 AND c.read_to >= b.created_at
		WHERE b.shop_id = $1 ON CONFLICT DO NOTHING`, shopID(ctx), readerID); err != nil {
		return err
	}
	if _, err := q.exec(ctx, "nothing was read as a whole", `UPDATE bell_choices SET read_to = NULL WHERE shop_id = $1 AND reader_id = $2`, shopID(ctx), readerID); err != nil {
		return err
	}
	_, err := q.exec(ctx, "unread bell item", `DELETE FROM bell_reads WHERE shop_id = $1 AND reader_id = $2 AND item_id = $3`, shopID(ctx), readerID, id)
	return err
}

// ReadBells implements bell.Store.
func (s *Store) ReadBells(ctx context.Context, readerID string, settled time.Time) error {
	q := s.conn(ctx)
	if _, err := q.exec(ctx, "read all bell items", `INSERT INTO bell_choices (shop_id, reader_id, read_to) VALUES ($1, $2, $3)
		ON CONFLICT (shop_id, reader_id) DO UPDATE SET read_to = excluded.read_to`, shopID(ctx), readerID, settled); err != nil {
		return err
	}
	if _, err := q.exec(ctx, "reads that need no row", `DELETE FROM bell_reads WHERE shop_id = $1 AND reader_id = $2
		AND item_id IN (SELECT b.id FROM bell_items b WHERE b.shop_id = $1 AND b.created_at <= $3)`, shopID(ctx), readerID, settled); err != nil {
		return err
	}
	_, err := q.exec(ctx, "read the newest", `INSERT INTO bell_reads (shop_id, reader_id, item_id)
		SELECT b.shop_id, $2, b.id FROM bell_items b WHERE b.shop_id = $1 AND b.created_at > $3 ON CONFLICT DO NOTHING`, shopID(ctx), readerID, settled)
	return err
}

// BellChoices implements bell.Store.
func (s *Store) BellChoices(ctx context.Context, readers []string) (map[string]bell.Choices, error) {
	out := map[string]bell.Choices{}
	if len(readers) == 0 {
		return out, nil
	}
	err := s.conn(ctx).all(ctx, "bell choices", `SELECT reader_id, hidden, push, names FROM bell_choices WHERE shop_id = $1 AND reader_id IN (`+in(2, len(readers))+`)`,
		append([]any{shopID(ctx)}, names(readers)...), func(row scanner) error {
			var c bell.Choices
			var id string
			err := row.Scan(&id, doc(&c.Hidden), doc(&c.Push), flag(&c.Names))
			out[id] = c
			return err
		})
	return out, err
}

// SaveBellChoices implements bell.Store.
func (s *Store) SaveBellChoices(ctx context.Context, readerID string, c bell.Choices) error {
	var push any
	if c.Push != nil {
		push = toJSON(c.Push)
	}
	hidden := c.Hidden
	if hidden == nil {
		hidden = []bell.Kind{}
	}
	_, err := s.conn(ctx).exec(ctx, "save bell choices", `INSERT INTO bell_choices (shop_id, reader_id, hidden, push, names) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (shop_id, reader_id) DO UPDATE SET hidden = excluded.hidden, push = excluded.push, names = excluded.names`,
		shopID(ctx), readerID, toJSON(hidden), push, c.Names)
	return err
}

// ForgetBells implements bell.Store.
func (s *Store) ForgetBells(ctx context.Context, before time.Time, keep, n int) (int64, error) {
	return s.conn(ctx).exec(ctx, "forget bell items", `DELETE FROM bell_items WHERE shop_id = $1 AND id IN (
		SELECT b.id FROM bell_items b WHERE b.shop_id = $1 AND (b.created_at < $2 OR b.id <= (
			SELECT x.id FROM bell_items x WHERE x.shop_id = $1 ORDER BY x.id DESC LIMIT 1 OFFSET $3)) ORDER BY b.id LIMIT $4)`, shopID(ctx), before, keep, n)
}
