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
	Offset     int // how many were shown; 200 candidates are ranked at the most
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

// candidates is how many products are ranked at the most.
const candidates = 200

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
		if len(g.terms) == 0 {
			return nil, false, nil
		}
	}
	found, err := s.gather(ctx, q, groups)
	if err != nil {
		return nil, false, err
	}
	ranked, err := s.ranked(ctx, found, groups, len(groups))
	if err != nil {
		return nil, false, err
	}
	ranked = slices.DeleteFunc(ranked, func(r ranking) bool { return r.weight < floor*len(groups) })
	return s.page(ctx, q, ranked)
}

// gather finds candidates that have a term of every group: those of the rarest group
// that have the others, then where the others stand.
func (s *Service) gather(ctx context.Context, q Query, groups []group) ([]Posting, error) {
	words := make([][]string, len(groups))
	for i, g := range groups {
		words[i] = g.terms
	}
	all := slices.Concat(words, narrowing(q))
	rarest := 0
	if len(all) > 1 {
		sizes, err := s.search.TermSizes(ctx, all, 4*candidates)
		if err != nil {
			return nil, err
		}
		for i, n := range sizes {
			if n < sizes[rarest] {
				rarest = i
			}
		}
	}
	pq := PostingQuery{Terms: all[rarest], With: slices.Concat(all[:rarest], all[rarest+1:]), InStock: q.InStock, Limit: candidates}
	if q.PriceMin != nil {
		pq.PriceMin = *q.PriceMin
	}
	if q.PriceMax != nil {
		pq.PriceMax = max(*q.PriceMax, 1)
	}
	found, err := s.search.Postings(ctx, pq)
	if err != nil || len(groups) == 0 || len(all) == 1 {
		return found, err
	}
	return s.search.PostingsOf(ctx, productsOf(found), slices.Concat(words...))
}

// narrowing turns hard filters into groups of terms: cheap to ask, and few lead on.
func narrowing(q Query) [][]string {
	var out [][]string
	if q.CategoryID != "" {
		out = append(out, []string{categoryMark + q.CategoryID})
	}
	for _, o := range q.Options {
		for _, w := range fold.Words(o) {
			out = append(out, []string{fold.Stem(w)})
		}
	}
	return out
}

// page loads ranked products until a page is full, and checks what only a variant as a
// whole can meet.
func (s *Service) page(ctx context.Context, q Query, ranked []ranking) ([]Hit, bool, error) {
	var hits []Hit
	skip := q.Offset
	for part := range slices.Chunk(ranked, max(q.Limit+1, 10)) {
		ids := make([]string, len(part))
		for i, r := range part {
			ids[i] = r.id
		}
		list, err := s.products(ctx, ids)
		if err != nil {
			return nil, false, err
		}
		for _, p := range list {
			if !fits(p, q) {
				continue
			}
			if skip > 0 {
				skip--
				continue
			}
			if len(hits) == q.Limit {
				return hits, true, nil
			}
			r := part[slices.Index(ids, p.ID)]
			hits = append(hits, Hit{p, r.score, r.why})
		}
	}
	return hits, false, nil
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
	groups = slices.DeleteFunc(groups, func(g group) bool { return len(g.terms) == 0 })
	if len(groups) == 0 {
		return nil, nil
	}
	var found []Posting
	for _, g := range groups[:min(len(groups), 4)] {
		list, err := s.search.Postings(ctx, PostingQuery{Terms: g.terms, Limit: candidates / 4})
		if err != nil {
			return nil, err
		}
		found = append(found, list...)
	}
	if len(groups) > 1 {
		var terms []string
		for _, g := range groups {
			terms = append(terms, g.terms...)
		}
		var err error
		if found, err = s.search.PostingsOf(ctx, productsOf(found), terms); err != nil {
			return nil, err
		}
	}
	ranked, err := s.ranked(ctx, found, groups, need)
	if err != nil {
		return nil, err
	}
	hits, _, err := s.page(ctx, q, ranked)
	if err != nil || len(hits) > 0 {
		return hits, err
	}
	hits, _, err = s.page(ctx, Query{Limit: q.Limit}, ranked)
	return hits, err
}

// unnamed answers a query that has only filters: "до 1000".
func (s *Service) unnamed(ctx context.Context, q Query, res *Result) error {
	filters := narrowing(q)
	if q.PriceMin == nil && q.PriceMax == nil && len(filters) == 0 {
		return nil
	}
	if len(filters) > 0 {
		found, err := s.gather(ctx, q, nil)
		if err != nil {
			return err
		}
		ranked, err := s.ranked(ctx, found, nil, 0)
		if err != nil {
			return err
		}
		res.Items, res.More, err = s.page(ctx, q, ranked)
		return err
	}
	f := Filter{InStock: true}
	if q.PriceMin != nil {
		f.PriceMin = *q.PriceMin
	}
	if q.PriceMax != nil {
		f.PriceMax = max(*q.PriceMax, 1)
	}
	page, err := s.Browse(ctx, f, "", min(q.Offset+2*q.Limit, 100))
	if err != nil {
		return err
	}
	ranked := make([]ranking, len(page.Products))
	for i, p := range page.Products {
		ranked[i].id = p.ID
	}
	res.Items, res.More, err = s.page(ctx, q, ranked)
	return err
}
