package catalog

import (
	"cmp"
	"context"
	"math/bits"
	"slices"
)

// ranking is what the postings say of one product.
type ranking struct {
	num    uint32
	weight uint16 // of the groups that it has
	mask   uint16 // which of them, a bit each
}

func (r ranking) groups() int { return bits.OnesCount16(r.mask) }

// inStockBonus lets what can be had now go before what cannot, other things near equal.
const inStockBonus = 2

// rank adds up postings by product: those that have at least need of the groups, all of
// the narrowing ones and a weight of at least floor, the best first; among equals those
// that came into the shop first. It is pure.
func rank(groups, narrow []group, need, floor int) []ranking {
	n := size(groups, narrow)
	all := make([]ranking, n)
	best := make([]uint8, n)
	for i, g := range groups {
		bit := uint16(1) << i
		for _, list := range g.lists {
			for _, p := range list {
				r := &all[p.Num]
				switch {
				case r.mask&bit == 0:
					r.mask |= bit
					r.weight += uint16(p.Weight)
					best[p.Num] = p.Weight
				case p.Weight > best[p.Num]:
					r.weight += uint16(p.Weight - best[p.Num])
					best[p.Num] = p.Weight
				}
			}
		}
	}
	allowed := narrowed(narrow, n)
	var order []uint64 // groups, weight and number in one, so that sorting is cheap
	for num, r := range all {
		if (r.mask != 0 || len(groups) == 0) && r.groups() >= need && int(r.weight) >= floor && (allowed == nil || int(allowed[num]) == len(narrow)) {
			order = append(order, uint64(255-r.groups())<<56|uint64(0xffff-r.weight)<<40|uint64(num))
		}
	}
	slices.Sort(order)
	out := make([]ranking, len(order))
	for i, key := range order {
		num := uint32(key)
		out[i] = all[num]
		out[i].num = num
	}
	return out
}

// narrowed counts how many of the narrowing groups each product has; nil without any.
func narrowed(narrow []group, n int) []uint8 {
	if len(narrow) == 0 {
		return nil
	}
	allowed := make([]uint8, n)
	for i, g := range narrow {
		for _, list := range g.lists {
			for _, p := range list {
				if int(allowed[p.Num]) == i {
					allowed[p.Num]++
				}
			}
		}
	}
	return allowed
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
		return cmp.Or(cmp.Compare(b.groups(), a.groups()), cmp.Compare(b.score, a.score), cmp.Compare(a.Position, b.Position), cmp.Compare(a.Num, b.Num))
	})
	return out, nil
}
