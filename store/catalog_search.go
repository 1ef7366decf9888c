package store

import (
	"context"
	"slices"
	"strings"

	"prilavok/core/catalog"
	"prilavok/core/fold"
)

// topRank is stored as topRank − weight, so that an index scan gives the best first.
const topRank = 100

// IndexProduct implements catalog.SearchStore.
func (s *Store) IndexProduct(ctx context.Context, productID string, terms []catalog.Term) error {
	q := s.conn(ctx)
	if _, err := q.exec(ctx, "drop terms", `DELETE FROM product_terms WHERE shop_id = $1 AND product_id = $2`, shopID(ctx), productID); err != nil {
		return err
	}
	slices.SortFunc(terms, func(a, b catalog.Term) int { return strings.Compare(a.Term, b.Term) }) // one order, no deadlocks
	for part := range slices.Chunk(terms, 100) {
		if err := s.learnTerms(ctx, part); err != nil {
			return err
		}
		var rows []string
		args := []any{shopID(ctx), productID}
		for _, t := range part {
			rows = append(rows, `($1, `+in(len(args)+1, 1)+`, `+in(len(args)+2, 1)+`, $2)`)
			args = append(args, clean(t.Term), topRank-t.Weight)
		}
		if _, err := q.exec(ctx, "index product", `INSERT INTO product_terms (shop_id, term, rank, product_id) VALUES `+strings.Join(rows, ", "), args...); err != nil {
			return err
		}
	}
	return nil
}

// learnTerms adds terms that are new to the shop, with their trigrams. Terms that no
// product has any more stay: they lead nowhere and do no harm.
func (s *Store) learnTerms(ctx context.Context, terms []catalog.Term) error {
	q := s.conn(ctx)
	var rows []string
	args := []any{shopID(ctx)}
	for _, t := range terms {
		args = append(args, clean(t.Term))
		rows = append(rows, `($1, `+in(len(args), 1)+`)`)
	}
	var fresh []string
	err := q.all(ctx, "learn terms", `INSERT INTO terms (shop_id, term) VALUES `+strings.Join(rows, ", ")+` ON CONFLICT DO NOTHING RETURNING term`, args, func(row scanner) error {
		var t string
		err := row.Scan(&t)
		fresh = append(fresh, t)
		return err
	})
	if err != nil {
		return err
	}
	for _, t := range fresh {
		if strings.HasPrefix(t, "~") {
			continue
		}
		args, rows := []any{shopID(ctx), t}, rows[:0]
		grams := fold.Trigrams(t)
		slices.Sort(grams)
		for _, g := range slices.Compact(grams) {
			args = append(args, g)
			rows = append(rows, `($1, `+in(len(args), 1)+`, $2)`)
		}
		if _, err := q.exec(ctx, "learn trigrams", `INSERT INTO term_trigrams (shop_id, trigram, term) VALUES `+strings.Join(rows, ", "), args...); err != nil {
			return err
		}
	}
	return nil
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

// TermsLike implements catalog.SearchStore.
func (s *Store) TermsLike(ctx context.Context, trigrams []string, limit int) ([]string, error) {
	if len(trigrams) == 0 {
		return nil, nil
	}
	args := []any{shopID(ctx), limit}
	for _, g := range trigrams {
		args = append(args, clean(g))
	}
	return s.texts(ctx, "terms like", `
		SELECT term FROM term_trigrams WHERE shop_id = $1 AND trigram IN (`+in(3, len(trigrams))+`)
		GROUP BY term ORDER BY COUNT(*) DESC, term LIMIT $2`, args...)
}

// Postings implements catalog.SearchStore. Each term gives its best products; where a
// query has several words, products that have them all are looked for by themselves.
func (s *Store) Postings(ctx context.Context, q catalog.PostingQuery, limit int) ([]catalog.Posting, error) {
	var out []catalog.Posting
	seen := map[string]bool{}
	for i := range q.Groups {
		for _, together := range []bool{true, false} {
			if together && len(q.Groups) == 1 {
				continue
			}
			list, err := s.postings(ctx, q, i, together, limit)
			if err != nil {
				return nil, err
			}
			for _, p := range list {
				if key := p.Term + "\x00" + p.ProductID; !seen[key] {
					seen[key] = true
					out = append(out, p)
				}
			}
			if len(list) > 0 && together {
				break
			}
		}
	}
	return out, nil
}

func (s *Store) postings(ctx context.Context, q catalog.PostingQuery, group int, together bool, limit int) ([]catalog.Posting, error) {
	b := binder{args: []any{shopID(ctx)}}
	query := `SELECT t.term, t.product_id, t.rank, p.position,
		EXISTS (SELECT 1 FROM variants v WHERE v.shop_id = t.shop_id AND v.product_id = t.product_id AND v.active AND (v.on_hand > v.reserved OR NOT v.tracked))
		FROM product_terms t JOIN products p ON p.shop_id = t.shop_id AND p.id = t.product_id
		WHERE t.shop_id = $1 AND t.term IN (` + b.list(q.Groups[group]) + `) AND p.status = 'active'`
	if q.CategoryID != "" {
		query += ` AND p.category_id = ` + b.one(q.CategoryID)
	}
	if q.PriceMin > 0 {
		query += ` AND p.price_max >= ` + b.one(q.PriceMin)
	}
	if q.PriceMax > 0 {
		query += ` AND p.price_min <= ` + b.one(q.PriceMax)
	}
	if q.InStock {
		query += ` AND EXISTS (SELECT 1 FROM variants v WHERE v.shop_id = t.shop_id AND v.product_id = t.product_id AND v.active AND (v.on_hand > v.reserved OR NOT v.tracked))`
	}
	for i, terms := range q.Groups {
		if together && i != group {
			query += ` AND EXISTS (SELECT 1 FROM product_terms o WHERE o.shop_id = t.shop_id AND o.product_id = t.product_id AND o.term IN (` + b.list(terms) + `))`
		}
	}
	query += ` ORDER BY t.rank LIMIT ` + b.one(limit)
	var out []catalog.Posting
	err := s.conn(ctx).all(ctx, "postings", query, b.args, func(row scanner) error {
		var p catalog.Posting
		var rank int
		err := row.Scan(&p.Term, &p.ProductID, &rank, &p.Position, flag(&p.InStock))
		p.Weight = topRank - rank
		out = append(out, p)
		return err
	})
	return out, err
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

// SynonymList implements catalog.SearchStore.
func (s *Store) SynonymList(ctx context.Context) (map[string][]string, error) {
	out := map[string][]string{}
	err := s.conn(ctx).all(ctx, "synonyms", `SELECT stem, words FROM synonyms WHERE shop_id = $1`, []any{shopID(ctx)}, func(row scanner) error {
		var stem string
		var words []string
		err := row.Scan(&stem, doc(&words))
		out[stem] = words
		return err
	})
	return out, err
}

// SaveSynonyms implements catalog.SearchStore.
func (s *Store) SaveSynonyms(ctx context.Context, stem string, words []string) error {
	_, err := s.conn(ctx).exec(ctx, "save synonyms", `
		INSERT INTO synonyms (shop_id, stem, words) VALUES ($1, $2, $3) ON CONFLICT (shop_id, stem) DO UPDATE SET words = excluded.words`,
		shopID(ctx), stem, clean(toJSON(words)))
	return err
}
