package catalog

import (
	"cmp"
	"context"
	"slices"
)

// ranking is what the postings say of one product.
type ranking struct {
	num    uint32
	weight uint16 // of the groups that it has
	groups uint8
	mask   uint32 // which of them
}

// inStockBonus lets what can be had now go before what cannot, other things near equal.
const inStockBonus = 2

// rank adds up postings by product: those that have at least need of the groups, all of
// the narrowing ones and a weight of at least floor, the best first; among equals those
// that came into the shop first. It is pure.
func rank(groups, narrow []group, need, floor int) []ranking {
	n := size(groups, narrow)
	sums := make([]ranking, n)
	allowed := make([]uint8, n) // how many of the narrowing groups it has
	best := make([]uint8, n)
	for i, g := range narrow {
		for _, list := range g.lists {
			for _, p := range list {
				if int(allowed[p.Num]) == i {
					allowed[p.Num]++
				}
			}
		}
	}
	for i, g := range groups {
		clear(best)
		for _, list := range g.lists {
			for _, p := range list {
				best[p.Num] = max(best[p.Num], p.Weight)
			}
		}
		for num, w := range best {
			if w > 0 {
				r := &sums[num]
				r.weight += uint16(w)
				r.groups++
				r.mask |= 1 << i
			}
		}
	}
	var out []ranking
	for num := range sums {
		r := sums[num]
		if int(r.groups) >= need && int(r.weight) >= floor && int(allowed[num]) == len(narrow) && (r.groups > 0 || len(narrow) > 0) {
			r.num = uint32(num)
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b ranking) int {
		return cmp.Or(cmp.Compare(b.groups, a.groups), cmp.Compare(b.weight, a.weight))
	})
	return out
}

// size returns one more than the highest number in the lists.
func size(groups ...[]group) int {
	n := 0
	for _, gs := range groups {
		for _, g := range gs {
			for _, list := range g.lists {
				if len(list) > 0 {
					n = max(n, int(list[len(list)-1].Num)+1)
				}
			}
		}
	}
	return n
}

// placing is a ranked product with its place.
type placing struct {
	Place
	ranking
	score int
}

// why lists the words of the query that a product has.
func (p placing) why(groups []group) []string {
	var out []string
	for i, g := range groups {
		if p.mask&(1<<i) != 0 {
			out = append(out, g.meant)
		}
	}
	return out
}

// placed orders ranked products by what else speaks for them: stock, then the owner's
// order. Those that do not pass the filter are left out.
func (s *Service) placed(ctx context.Context, ranked []ranking, f PlaceFilter) ([]placing, error) {
	nums := make([]uint32, len(ranked))
	by := make(map[uint32]ranking, len(ranked))
	for i, r := range ranked {
		nums[i] = r.num
		by[r.num] = r
	}
	places, err := s.search.Places(ctx, nums, f)
	if err != nil {
		return nil, err
	}
	out := make([]placing, len(places))
	for i, p := range places {
		r := by[p.Num]
		out[i] = placing{p, r, int(r.weight)}
		if p.InStock {
			out[i].score += inStockBonus
		}
	}
	slices.SortFunc(out, func(a, b placing) int {
		return cmp.Or(cmp.Compare(b.groups, a.groups), cmp.Compare(b.score, a.score), cmp.Compare(a.Position, b.Position), cmp.Compare(a.Num, b.Num))
	})
	return out, nil
}
