package store

import (
	"context"
	"slices"

	"prilavok/core/catalog"
)

// A posting is three bytes: its offset in the block, high byte first, and its weight.
const (
	blockSize   = 2048
	postingSize = 3
)

// Postings implements catalog.SearchStore.
func (s *Store) Postings(ctx context.Context, terms []string) (map[string][]catalog.Posting, error) {
	out := map[string][]catalog.Posting{}
	if len(terms) == 0 {
		return out, nil
	}
	b := binder{args: []any{shopID(ctx)}}
	query := `SELECT term, block, products FROM postings WHERE shop_id = $1 AND term IN (` + b.list(terms) + `) ORDER BY term, block`
	err := s.conn(ctx).all(ctx, "postings", query, b.args, func(row scanner) error {
		var term string
		var block uint32
		var data []byte
		if err := row.Scan(&term, &block, &data); err != nil {
			return err
		}
		list := slices.Grow(out[term], len(data)/postingSize)
		for i := 0; i+postingSize <= len(data); i += postingSize {
			list = append(list, catalog.Posting{Num: block*blockSize + uint32(data[i])<<8 + uint32(data[i+1]), Weight: data[i+2]})
		}
		out[term] = list
		return nil
	})
	return out, err
}

// Words implements catalog.SearchStore.
func (s *Store) Words(ctx context.Context, stems, terms []string) (synonyms map[string][]string, lists map[string][]catalog.Posting, err error) {
	err = s.Ahead(ctx, func(ctx context.Context) error { _, err := s.Postings(ctx, terms); return err })
	if err != nil {
		return nil, nil, err
	}
	if synonyms, err = s.SynonymList(ctx, stems...); err != nil {
		return nil, nil, err
	}
	lists, err = s.Postings(ctx, terms)
	return synonyms, lists, err
}

// hasStock is true of a product p that can be bought now.
const hasStock = `EXISTS (SELECT 1 FROM variants v WHERE v.shop_id = p.shop_id AND v.product_id = p.id AND v.active AND (v.on_hand > v.reserved OR NOT v.tracked))`

// Places implements catalog.SearchStore.
func (s *Store) Places(ctx context.Context, nums []uint32, f catalog.PlaceFilter) ([]catalog.Place, error) {
	var out []catalog.Place
	for part := range slices.Chunk(nums, 1000) {
		b := binder{args: []any{shopID(ctx)}}
		first, length := len(b.args)+1, 32
		for length < len(part) {
			length *= 2
		}
		for i := range length {
			b.args = append(b.args, int64(part[min(i, len(part)-1)]))
		}
		// CROSS keeps SQLite from starting with all active products.
		query := `SELECT t.num, p.id, p.position, ` + hasStock + ` FROM product_terms t CROSS JOIN products p
			WHERE t.shop_id = $1 AND t.num IN (` + in(first, length) + `) AND p.shop_id = t.shop_id AND p.id = t.product_id AND p.status = 'active'`
		if f.PriceMin > 0 {
			query += ` AND p.price_max >= ` + b.one(f.PriceMin)
		}
		if f.PriceMax > 0 {
			query += ` AND p.price_min <= ` + b.one(f.PriceMax)
		}
		if f.InStock {
			query += ` AND ` + hasStock
		}
		err := s.conn(ctx).all(ctx, "places", query, b.args, func(row scanner) error {
			var p catalog.Place
			err := row.Scan(&p.Num, &p.ID, &p.Position, flag(&p.InStock))
			out = append(out, p)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
