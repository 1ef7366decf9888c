package store

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"prilavok/core/catalog"
)

// LockIndex implements catalog.SearchStore.
func (s *Store) LockIndex(ctx context.Context) error {
	_, err := s.numbers(ctx, 0)
	return err
}

// numbers takes n numbers for products of the index, and returns the first.
func (s *Store) numbers(ctx context.Context, n int) (int64, error) {
	var next int64
	_, err := s.conn(ctx).one(ctx, "number products", `
		INSERT INTO search_state (shop_id, next_num) VALUES ($1, $2)
		ON CONFLICT (shop_id) DO UPDATE SET next_num = search_state.next_num + excluded.next_num RETURNING next_num`, []any{shopID(ctx), n}, &next)
	return next - int64(n), err
}

// indexed is a product's number and terms as they stand in the index.
type indexed struct {
	num   int64
	terms map[string]int
	fresh bool
}

// change is what becomes of one posting; a negative weight takes it out.
type change struct {
	offset int
	weight int
}

// place is one row of postings.
type place struct {
	term  string
	block int64
}

// IndexProducts implements catalog.SearchStore.
func (s *Store) IndexProducts(ctx context.Context, entries []catalog.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	was, err := s.indexedProducts(ctx, entries)
	if err != nil {
		return err
	}
	changes := map[place][]change{}
	for _, e := range entries {
		p := was[e.ProductID]
		terms := make(map[string]int, len(e.Terms))
		for _, t := range e.Terms {
			terms[clean(t.Term)] = t.Weight
		}
		if p.fresh && len(terms) == 0 || !p.fresh && maps.Equal(p.terms, terms) {
			continue
		}
		note(changes, p, terms)
		if err := s.saveTerms(ctx, e.ProductID, p.num, terms); err != nil {
			return err
		}
	}
	return s.writePostings(ctx, changes)
}

// note collects the changes from what a product's terms were to what they are.
func note(changes map[place][]change, p indexed, terms map[string]int) {
	put := func(term string, weight int) {
		at := place{term, p.num / blockSize}
		changes[at] = append(changes[at], change{int(p.num % blockSize), weight})
	}
	for term := range p.terms {
		if _, stays := terms[term]; !stays {
			put(term, -1)
		}
	}
	for term, weight := range terms {
		if old, had := p.terms[term]; !had || old != weight {
			put(term, weight)
		}
	}
}

func (s *Store) indexedProducts(ctx context.Context, entries []catalog.Entry) (map[string]indexed, error) {
	out := map[string]indexed{}
	for part := range slices.Chunk(entries, 500) {
		b := binder{args: []any{shopID(ctx)}}
		ids := make([]string, len(part))
		for i, e := range part {
			ids[i] = e.ProductID
		}
		err := s.conn(ctx).all(ctx, "indexed products", `SELECT product_id, num, terms FROM product_terms WHERE shop_id = $1 AND product_id IN (`+b.list(ids)+`)`, b.args,
			func(row scanner) error {
				var id string
				p := indexed{}
				err := row.Scan(&id, &p.num, doc(&p.terms))
				out[id] = p
				return err
			})
		if err != nil {
			return nil, err
		}
	}
	var fresh []string
	for _, e := range entries {
		if _, known := out[e.ProductID]; !known && len(e.Terms) > 0 {
			fresh = append(fresh, e.ProductID)
		}
	}
	first, err := s.numbers(ctx, len(fresh))
	for i, id := range fresh {
		out[id] = indexed{num: first + int64(i), fresh: true}
	}
	return out, err
}

func (s *Store) saveTerms(ctx context.Context, productID string, num int64, terms map[string]int) error {
	doc, err := json.Marshal(terms)
	if err != nil {
		return err
	}
	_, err = s.conn(ctx).exec(ctx, "save terms", `
		INSERT INTO product_terms (shop_id, product_id, num, terms) VALUES ($1, $2, $3, $4)
		ON CONFLICT (shop_id, product_id) DO UPDATE SET terms = excluded.terms`, shopID(ctx), productID, num, string(doc))
	return err
}

// writePostings changes rows of postings, block by block, some hundred terms at a time.
func (s *Store) writePostings(ctx context.Context, changes map[place][]change) error {
	places := slices.SortedFunc(maps.Keys(changes), func(a, b place) int {
		if a.block != b.block {
			return int(a.block - b.block)
		}
		return strings.Compare(a.term, b.term)
	})
	for len(places) > 0 {
		n := 1
		for n < min(len(places), 300) && places[n].block == places[0].block {
			n++
		}
		if err := s.writeBlock(ctx, places[:n], changes); err != nil {
			return err
		}
		places = places[n:]
	}
	return nil
}

// writeBlock changes terms of one block. The lock of the index makes reading before
// writing safe.
func (s *Store) writeBlock(ctx context.Context, places []place, changes map[place][]change) error {
	terms := make([]string, len(places))
	for i, p := range places {
		terms[i] = p.term
	}
	if err := s.learnTerms(ctx, terms); err != nil {
		return err
	}
	block := places[0].block
	q := s.conn(ctx)
	b := binder{args: []any{shopID(ctx), block}}
	was := map[string][]byte{}
	err := q.all(ctx, "read postings", `SELECT term, products FROM postings WHERE shop_id = $1 AND block = $2 AND term IN (`+b.list(terms)+`)`, b.args, func(row scanner) error {
		var term string
		var data []byte
		err := row.Scan(&term, &data)
		was[term] = data
		return err
	})
	if err != nil {
		return err
	}
	b = binder{args: []any{shopID(ctx), block}}
	var rows []string
	for _, p := range places {
		rows = append(rows, `($1, `+b.one(p.term)+`, $2, `+b.one(merge(was[p.term], changes[p]))+`)`)
	}
	_, err = q.exec(ctx, "write postings", `INSERT INTO postings (shop_id, term, block, products) VALUES `+strings.Join(rows, ", ")+`
		ON CONFLICT (shop_id, term, block) DO UPDATE SET products = excluded.products`, b.args...)
	return err
}

// merge lays changes over the postings of a block.
func merge(was []byte, changes []change) []byte {
	slices.SortFunc(changes, func(a, b change) int { return a.offset - b.offset })
	out := make([]byte, 0, len(was)+postingSize*len(changes))
	put := func(c change) {
		if c.weight >= 0 {
			out = append(out, byte(c.offset>>8), byte(c.offset), byte(min(c.weight, 255)))
		}
	}
	for i := 0; i+postingSize <= len(was); i += postingSize {
		offset := int(was[i])<<8 + int(was[i+1])
		for len(changes) > 0 && changes[0].offset < offset {
			put(changes[0])
			changes = changes[1:]
		}
		if len(changes) > 0 && changes[0].offset == offset {
			put(changes[0])
			changes = changes[1:]
			continue
		}
		out = append(out, was[i:i+postingSize]...)
	}
	for _, c := range changes {
		put(c)
	}
	return out
}

// learnTerms adds terms that are new to the shop.
func (s *Store) learnTerms(ctx context.Context, terms []string) error {
	var rows []string
	args := []any{shopID(ctx)}
	for _, term := range terms {
		first, size := utf8.DecodeRuneInString(term)
		head := term[:size]
		if !unicode.IsLetter(first) {
			head = "" // sounds, categories and numbers are never mistyped words
		}
		args = append(args, term, head, utf8.RuneCountInString(term))
		rows = append(rows, `($1, `+in(len(args)-2, 3)+`)`)
	}
	_, err := s.conn(ctx).exec(ctx, "learn terms", `INSERT INTO terms (shop_id, term, head, letters) VALUES `+strings.Join(rows, ", ")+` ON CONFLICT DO NOTHING`, args...)
	return err
}
