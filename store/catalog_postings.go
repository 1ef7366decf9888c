package store

import (
	"context"
	"strconv"
	"strings"

	"prilavok/core/catalog"
)

// hasStock is true of a row of product_terms t whose product can be bought now.
const hasStock = `EXISTS (SELECT 1 FROM variants v WHERE v.shop_id = t.shop_id AND v.product_id = t.product_id AND v.active AND (v.on_hand > v.reserved OR NOT v.tracked))`

// Postings implements catalog.SearchStore. Each term is a query of its own with its own
// limit, so that an index scan in the order of rank stops early.
func (s *Store) Postings(ctx context.Context, q catalog.PostingQuery) ([]catalog.Posting, error) {
	b := binder{args: []any{shopID(ctx)}}
	where := ""
	if q.PriceMin > 0 {
		where += ` AND t.price_max >= ` + b.one(q.PriceMin)
	}
	if q.PriceMax > 0 {
		where += ` AND t.price_min <= ` + b.one(q.PriceMax)
	}
	for _, terms := range q.With {
		where += ` AND EXISTS (SELECT 1 FROM product_terms o WHERE o.shop_id = t.shop_id AND o.product_id = t.product_id AND o.term IN (` + b.list(terms) + `))`
	}
	if q.InStock {
		where += ` AND ` + hasStock
	}
	limit := b.one(q.Limit)
	var parts []string
	for _, term := range q.Terms {
		parts = append(parts, `SELECT * FROM (SELECT t.term, t.product_id, t.rank FROM product_terms t
			WHERE t.shop_id = $1 AND t.term = `+b.one(clean(term))+where+` ORDER BY t.rank, t.product_id LIMIT `+limit+`) x`)
	}
	if len(parts) == 0 {
		return nil, nil
	}
	return s.readPostings(ctx, "postings", strings.Join(parts, ` UNION ALL `)+` ORDER BY 3, 2, 1 LIMIT `+limit, b.args)
}

// PostingsOf implements catalog.SearchStore.
func (s *Store) PostingsOf(ctx context.Context, productIDs, terms []string) ([]catalog.Posting, error) {
	if len(productIDs) == 0 || len(terms) == 0 {
		return nil, nil
	}
	b := binder{args: []any{shopID(ctx)}}
	return s.readPostings(ctx, "postings of products", `SELECT t.term, t.product_id, t.rank FROM product_terms t
		WHERE t.shop_id = $1 AND t.product_id IN (`+b.list(productIDs)+`) AND t.term IN (`+b.list(terms)+`)`, b.args)
}

func (s *Store) readPostings(ctx context.Context, what, query string, args []any) ([]catalog.Posting, error) {
	var out []catalog.Posting
	err := s.conn(ctx).all(ctx, what, query, args, func(row scanner) error {
		var p catalog.Posting
		var rank int64
		err := row.Scan(&p.Term, &p.ProductID, &rank)
		p.Weight, p.Position = topRank-int(rank>>rankShift), rank&rankMask
		out = append(out, p)
		return err
	})
	return out, err
}

// TermSizes implements catalog.SearchStore.
func (s *Store) TermSizes(ctx context.Context, groups [][]string, most int) ([]int, error) {
	b := binder{args: []any{shopID(ctx)}}
	limit := b.one(most)
	var parts []string
	for i, terms := range groups {
		for _, t := range terms {
			parts = append(parts, `SELECT `+strconv.Itoa(i)+`, COUNT(*) FROM (SELECT 1 FROM product_terms t WHERE t.shop_id = $1 AND t.term = `+b.one(clean(t))+` LIMIT `+limit+`) x`)
		}
	}
	out := make([]int, len(groups))
	if len(parts) == 0 {
		return out, nil
	}
	err := s.conn(ctx).all(ctx, "term sizes", strings.Join(parts, ` UNION ALL `), b.args, func(row scanner) error {
		var i, n int
		err := row.Scan(&i, &n)
		out[i] += n
		return err
	})
	return out, err
}

// InStock implements catalog.SearchStore.
func (s *Store) InStock(ctx context.Context, productIDs []string) ([]string, error) {
	if len(productIDs) == 0 {
		return nil, nil
	}
	b := binder{args: []any{shopID(ctx)}}
	return s.texts(ctx, "in stock", `SELECT DISTINCT product_id FROM variants
		WHERE shop_id = $1 AND product_id IN (`+b.list(productIDs)+`) AND active AND (on_hand > reserved OR NOT tracked)`, b.args...)
}
