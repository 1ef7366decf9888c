package store

import (
	"context"
)

// texts runs a query of one text column.
func (s *Store) texts(ctx context.Context, what, query string, args ...any) ([]string, error) {
	var out []string
	err := s.conn(ctx).all(ctx, what, query, args, func(row scanner) error {
		var t string
		err := row.Scan(&t)
		out = append(out, t)
		return err
	})
	return out, err
}

// TermsBetween implements catalog.SearchStore.
func (s *Store) TermsBetween(ctx context.Context, a, b string, limit int) ([]string, error) {
	return s.texts(ctx, "terms between", `SELECT term FROM terms WHERE shop_id = $1 AND term >= $2 AND term < $3 ORDER BY term LIMIT $4`,
		shopID(ctx), clean(a), clean(b), limit)
}

// TermsNear implements catalog.SearchStore.
func (s *Store) TermsNear(ctx context.Context, head string, shortest, longest, limit int) ([]string, error) {
	return s.texts(ctx, "terms near", `SELECT term FROM terms WHERE shop_id = $1 AND head = $2 AND letters >= $3 AND letters <= $4 LIMIT $5`,
		shopID(ctx), clean(head), shortest, longest, limit)
}

// binder collects arguments and writes their placeholders.
type binder struct{ args []any }

func (b *binder) one(v any) string {
	b.args = append(b.args, v)
	return in(len(b.args), 1)
}

// list binds texts for IN. The last one is repeated up to a power of two, so that few
// statements serve lists of all lengths and stay prepared.
func (b *binder) list(v []string) string {
	if len(v) == 0 {
		return "NULL"
	}
	first, n := len(b.args)+1, 1
	for n < len(v) {
		n *= 2
	}
	for i := range n {
		b.args = append(b.args, clean(v[min(i, len(v)-1)]))
	}
	return in(first, n)
}

// SynonymList implements catalog.SynonymStore.
func (s *Store) SynonymList(ctx context.Context, stems ...string) (map[string][]string, error) {
	b := binder{args: []any{shopID(ctx)}}
	query := `SELECT stem, words FROM synonyms WHERE shop_id = $1`
	if len(stems) > 0 {
		query += ` AND stem IN (` + b.list(stems) + `)`
	}
	out := map[string][]string{}
	err := s.conn(ctx).all(ctx, "synonyms", query, b.args, func(row scanner) error {
		var stem string
		var words []string
		err := row.Scan(&stem, doc(&words))
		out[stem] = words
		return err
	})
	return out, err
}

// SaveSynonyms implements catalog.SynonymStore.
func (s *Store) SaveSynonyms(ctx context.Context, stem string, words []string) error {
	if len(words) == 0 {
		_, err := s.conn(ctx).exec(ctx, "drop synonyms", `DELETE FROM synonyms WHERE shop_id = $1 AND stem = $2`, shopID(ctx), clean(stem))
		return err
	}
	_, err := s.conn(ctx).exec(ctx, "save synonyms", `
		INSERT INTO synonyms (shop_id, stem, words) VALUES ($1, $2, $3) ON CONFLICT (shop_id, stem) DO UPDATE SET words = excluded.words`,
		shopID(ctx), clean(stem), clean(toJSON(words)))
	return err
}
