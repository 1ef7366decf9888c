package catalog

import (
	"context"
	"slices"

	"prilavok/core/fold"
	"prilavok/core/lang"
)

// Query is what somebody looks for. Zero fields do not narrow.
type Query struct {
	Text       string // in people's own words; prices, sizes and "in stock" in it are understood
	Lang       lang.Lang
	Currency   string // of prices in Text; "" has hundredths
	CategoryID string // and those below it
	PriceMin   *int64 // minor units
	PriceMax   *int64
	Options    []string // values that one and the same variant must have: "46", "красный"
	InStock    bool
	Limit      int // 0 is 8, at most 50
	Offset     int // how many were shown before
}

// Hit is a product that was found.
type Hit struct {
	Product Product
	Score   int
	Why     []string // the words of the query that it has
}

// Result is what a search found. When Items is empty the shop does not have what was
// asked for, and Nearest is the closest that it has.
type Result struct {
	Items     []Hit
	Nearest   []Hit
	More      bool   // there are further items after these
	Corrected string // what was understood instead of what was typed, "" the same
}

// floor is what the words of a query must weigh in a product on the average, so that it
// is what was asked for: a backpack for notebooks is no notebook.
const floor = 4

// Search finds products. Ranking is done here, the same for every engine: a product has
// all words of the query, and where they stand weighs.
func (s *Service) Search(ctx context.Context, q Query) (Result, error) {
	var res Result
	if q.Limit <= 0 || q.Limit > 50 {
		q.Limit = 8
	}
	q.Offset = max(q.Offset, 0)
	q = understand(q)
	err := s.tx.View(ctx, func(ctx context.Context) error {
		res = Result{}
		groups, err := s.groups(ctx, q)
		if err != nil {
			return err
		}
		res.Corrected = corrected(groups)
		if len(groups) == 0 {
			return s.unnamed(ctx, q, &res)
		}
		if res.Items, res.More, err = s.match(ctx, q, groups); err != nil || len(res.Items) > 0 || q.Offset > 0 {
			return err
		}
		res.Nearest, err = s.nearest(ctx, q, groups)
		return err
	})
	return res, err
}

// match returns the page of products that have all of the groups.
func (s *Service) match(ctx context.Context, q Query, groups []group) ([]Hit, bool, error) {
	for _, g := range groups {
		if len(g.lists) == 0 {
			return nil, false, nil
		}
	}
	narrow, err := s.narrowing(ctx, q)
	if err != nil {
		return nil, false, err
	}
	return s.page(ctx, q, rank(groups, narrow, len(groups), floor*len(groups)), groups)
}

// narrowing turns filters that are terms into groups that every product must have: its
// category, and each word of its options.
func (s *Service) narrowing(ctx context.Context, q Query) ([]group, error) {
	var terms []string
	if q.CategoryID != "" {
		terms = append(terms, categoryMark+q.CategoryID)
	}
	for _, o := range q.Options {
		for _, w := range fold.Words(o) {
			terms = append(terms, fold.Stem(w))
		}
	}
	if len(terms) == 0 {
		return nil, nil
	}
	lists, err := s.search.Postings(ctx, terms)
	var out []group
	for _, t := range terms {
		out = append(out, group{word: t, lists: [][]Posting{lists[t]}})
	}
	return out, err
}

// page goes down a ranking until a page is full: it asks the database which products
// pass the filters, and checks what only a variant as a whole can meet.
func (s *Service) page(ctx context.Context, q Query, ranked []ranking, groups []group) ([]Hit, bool, error) {
	f := PlaceFilter{InStock: q.InStock}
	if q.PriceMin != nil {
		f.PriceMin = *q.PriceMin
	}
	if q.PriceMax != nil {
		f.PriceMax = max(*q.PriceMax, 1)
	}
	var hits []Hit
	skip := q.Offset
	for size := firstLook; len(ranked) > 0; size *= 4 {
		part := ranked[:min(size, len(ranked))]
		ranked = ranked[len(part):]
		placed, err := s.placed(ctx, part, f)
		if err != nil {
			return nil, false, err
		}
		for some := range slices.Chunk(placed, q.Limit+1) {
			full, err := s.fill(ctx, q, some, &hits, &skip, groups)
			if err != nil || full {
				return hits, full, err
			}
		}
	}
	return hits, false, nil
}

// firstLook is how many of the best are asked for first; four times as many follow.
const firstLook = 32

// fill adds the products that fit; full is true when one more than a page was found.
func (s *Service) fill(ctx context.Context, q Query, some []placing, hits *[]Hit, skip *int, groups []group) (full bool, err error) {
	ids := make([]string, len(some))
	for i, r := range some {
		ids[i] = r.ID
	}
	list, err := s.products(ctx, ids)
	if err != nil {
		return false, err
	}
	for _, p := range list {
		if !fits(p, q) {
			continue
		}
		if *skip > 0 {
			*skip--
			continue
		}
		if len(*hits) == q.Limit {
			return true, nil
		}
		r := some[slices.Index(ids, p.ID)]
		*hits = append(*hits, Hit{p, r.score, r.why(groups)})
	}
	return false, nil
}

// fits checks the filters against variants that are offered: one must meet them all.
func fits(p Product, q Query) bool {
	for _, v := range p.Sellable() {
		if q.PriceMin != nil && v.Price.Amount < *q.PriceMin || q.PriceMax != nil && v.Price.Amount > *q.PriceMax {
			continue
		}
		if q.InStock && v.Available() == 0 {
			continue
		}
		if hasOptions(v, q.Options) {
			return true
		}
	}
	return false
}

func hasOptions(v Variant, wanted []string) bool {
	for _, w := range wanted {
		found := false
		for _, o := range v.Options {
			for _, val := range o.Value {
				found = found || slices.Equal(fold.Stems(val), fold.Stems(w))
			}
		}
		if !found {
			return false
		}
	}
	return true
}

// nearest finds what has at least half of the words; where the filters leave nothing,
// without them.
func (s *Service) nearest(ctx context.Context, q Query, groups []group) ([]Hit, error) {
	need := (len(groups) + 1) / 2
	groups = slices.DeleteFunc(groups, func(g group) bool { return len(g.lists) == 0 })
	if len(groups) < need {
		return nil, nil
	}
	ranked := rank(groups, nil, need, 0)
	hits, _, err := s.page(ctx, q, ranked, groups)
	if err != nil || len(hits) > 0 {
		return hits, err
	}
	hits, _, err = s.page(ctx, Query{Limit: q.Limit}, ranked, groups)
	return hits, err
}

// unnamed answers a query that has only filters: "до 1000".
func (s *Service) unnamed(ctx context.Context, q Query, res *Result) error {
	narrow, err := s.narrowing(ctx, q)
	switch {
	case err != nil:
		return err
	case len(narrow) > 0:
		res.Items, res.More, err = s.page(ctx, q, rank(nil, narrow, 0, 0), nil)
		return err
	case q.PriceMin == nil && q.PriceMax == nil:
		return nil
	}
	f := Filter{InStock: true}
	if q.PriceMin != nil {
		f.PriceMin = *q.PriceMin
	}
	if q.PriceMax != nil {
		f.PriceMax = max(*q.PriceMax, 1)
		f.By = ByPriceDown // what makes the most of the money that was named comes first
	}
	page, err := s.Browse(ctx, f, "", min(q.Offset+2*q.Limit, 100))
	if err != nil {
		return err
	}
	var some []placing
	for _, p := range page.Products {
		some = append(some, placing{Place: Place{ID: p.ID}})
	}
	skip := q.Offset
	res.More, err = s.fill(ctx, q, some, &res.Items, &skip, nil)
	return err
}
