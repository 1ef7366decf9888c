package store

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"prilavok/core/catalog"
)

// A rank is stored as (topRank − weight) in the high bits and the owner's position in
// the low ones, so that an index scan gives the best first.
const (
	topRank   = 100
	rankShift = 32
	rankMask  = 1<<rankShift - 1
)

func rankOf(weight, position int) int64 {
	return int64(topRank-weight)<<rankShift | int64(min(max(position, 0), rankMask))
}

// IndexProduct implements catalog.SearchStore.
func (s *Store) IndexProduct(ctx context.Context, p catalog.Product, terms []catalog.Term) error {
	q := s.conn(ctx)
	if _, err := q.exec(ctx, "drop terms", `DELETE FROM product_terms WHERE shop_id = $1 AND product_id = $2`, shopID(ctx), p.ID); err != nil {
		return err
	}
	low, high := p.PriceRange()
	slices.SortFunc(terms, func(a, b catalog.Term) int { return strings.Compare(a.Term, b.Term) }) // one order, no deadlocks
	for part := range slices.Chunk(terms, 100) {
		if err := s.learnTerms(ctx, part); err != nil {
			return err
		}
		var rows []string
		args := []any{shopID(ctx), p.ID, low.Amount, high.Amount}
		for _, t := range part {
			rows = append(rows, `($1, $2, `+in(len(args)+1, 1)+`, `+in(len(args)+2, 1)+`, $3, $4)`)
			args = append(args, clean(t.Term), rankOf(t.Weight, p.Position))
		}
		if _, err := q.exec(ctx, "index product", `
			INSERT INTO product_terms (shop_id, product_id, term, rank, price_min, price_max) VALUES `+strings.Join(rows, ", ")+` ON CONFLICT DO NOTHING`, args...); err != nil {
			return err
		}
	}
	return nil
}

// learnTerms adds terms that are new to the shop.
func (s *Store) learnTerms(ctx context.Context, terms []catalog.Term) error {
	var rows []string
	args := []any{shopID(ctx)}
	for _, t := range terms {
		term := clean(t.Term)
		first, size := utf8.DecodeRuneInString(term)
		args = append(args, term, term[:size], utf8.RuneCountInString(term))
		if !unicode.IsLetter(first) {
			args[len(args)-2] = "" // sounds, categories and numbers are never mistyped words
		}
		rows = append(rows, `($1, `+in(len(args)-2, 3)+`)`)
	}
	_, err := s.conn(ctx).exec(ctx, "learn terms", `INSERT INTO terms (shop_id, term, head, letters) VALUES `+strings.Join(rows, ", ")+` ON CONFLICT DO NOTHING`, args...)
	return err
}

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

// KnownTerms implements catalog.SearchStore.
func (s *Store) KnownTerms(ctx context.Context, terms []string) ([]string, error) {
	if len(terms) == 0 {
		return nil, nil
	}
	args := []any{shopID(ctx)}
	for _, t := range terms {
		args = append(args, clean(t))
	}
	return s.texts(ctx, "known terms", `SELECT term FROM terms WHERE shop_id = $1 AND term IN (`+in(2, len(terms))+`)`, args...)
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

func (b *binder) list(v []string) string {
	if len(v) == 0 {
		return "NULL"
	}
	first := len(b.args) + 1
	for _, x := range v {
		b.args = append(b.args, clean(x))
	}
	return in(first, len(v))
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
