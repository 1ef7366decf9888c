package catalog

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// ranking is what the postings say of one product.
type ranking struct {
	id       string
	weight   int // of the groups that it has
	score    int // weight and what else speaks for it
	groups   int
	position int64
	why      []string
}

// inStockBonus lets what can be had now go before what cannot, other things near equal.
const inStockBonus = 2

// ranked orders the products that have at least need of the groups, the best first.
func (s *Service) ranked(ctx context.Context, found []Posting, groups []group, need int) ([]ranking, error) {
	list := rank(found, groups, need)
	if len(list) == 0 {
		return nil, nil
	}
	ids := make([]string, len(list))
	for i, r := range list {
		ids[i] = r.id
	}
	stocked, err := s.search.InStock(ctx, ids)
	if err != nil {
		return nil, err
	}
	have := make(map[string]bool, len(stocked))
	for _, id := range stocked {
		have[id] = true
	}
	for i := range list {
		list[i].score = list[i].weight
		if have[list[i].id] {
			list[i].score += inStockBonus
		}
	}
	slices.SortFunc(list, func(a, b ranking) int {
		return cmp.Or(cmp.Compare(b.groups, a.groups), cmp.Compare(b.score, a.score), cmp.Compare(a.position, b.position), strings.Compare(a.id, b.id))
	})
	return list, nil
}

// rank adds up postings by product. It is pure and keeps no order.
func rank(found []Posting, groups []group, need int) []ranking {
	which := map[string][]int{}
	for i, g := range groups {
		for _, t := range g.terms {
			which[t] = append(which[t], i)
		}
	}
	type tally struct {
		best     []int
		position int64
	}
	by := make(map[string]*tally, len(found))
	for _, p := range found {
		t := by[p.ProductID]
		if t == nil {
			t = &tally{make([]int, len(groups)), p.Position}
			by[p.ProductID] = t
		}
		for _, g := range which[p.Term] {
			t.best[g] = max(t.best[g], p.Weight)
		}
	}
	out := make([]ranking, 0, len(by))
	for id, t := range by {
		r := ranking{id: id, position: t.position}
		for i, w := range t.best {
			if w > 0 {
				r.weight += w
				r.groups++
				r.why = append(r.why, groups[i].meant)
			}
		}
		if r.groups >= need {
			out = append(out, r)
		}
	}
	return out
}

// productsOf lists the products of postings, each once.
func productsOf(found []Posting) []string {
	seen := make(map[string]bool, len(found))
	var out []string
	for _, p := range found {
		if !seen[p.ProductID] {
			seen[p.ProductID] = true
			out = append(out, p.ProductID)
		}
	}
	return out
}
