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

// rank adds up postings by product: those that have at least need of the groups and a
// weight of at least floor, the best first; among equals those that came into the shop
// first. Narrowing groups are for need of all groups. It is pure.
func rank(groups, narrow []group, need, floor int) []ranking {
	var list []ranking
	if need == len(groups) {
		list = meet(groups, narrow)
	} else {
		list = addUp(groups)
	}
	var order []uint64 // groups, weight and place in the list in one, so that sorting is cheap
	for i, r := range list {
		if r.groups() >= need && int(r.weight) >= floor {
			order = append(order, uint64(255-r.groups())<<56|uint64(0xffff-r.weight)<<40|uint64(i))
		}
	}
	slices.Sort(order)
	out := make([]ranking, len(order))
	for i, key := range order {
		out[i] = list[uint32(key)]
	}
	return out
}

// meet returns the products that all groups have, by number: it starts with the rarest.
func meet(groups, narrow []group) []ranking {
	all := slices.Concat(groups, narrow)
	if len(all) == 0 {
		return nil
	}
	rarest := slices.MinFunc(all, func(a, b group) int { return a.size() - b.size() })
	var nums []uint32
	for _, l := range rarest.lists {
		for _, p := range l {
			nums = append(nums, p.Num)
		}
	}
	if len(rarest.lists) > 1 {
		slices.Sort(nums)
		nums = slices.Compact(nums)
	}
	list := make([]ranking, len(nums))
	for i, n := range nums {
		list[i].num = n
	}
	for i, g := range all {
		best := make([]uint8, len(list)) // weight and one, 0 is none
		for _, l := range g.lists {
			lay(l, list, best)
		}
		kept := list[:0]
		for k, r := range list {
			if best[k] == 0 {
				continue
			}
			if i < len(groups) {
				r.weight += uint16(best[k] - 1)
				r.mask |= 1 << i
			}
			kept = append(kept, r)
		}
		list = kept
	}
	return list
}

// lay notes in best which products a list has. Both go by rising numbers; a list that is
// much the longer is searched by halves.
func lay(l []Posting, list []ranking, best []uint8) {
	far := len(l) > 16*len(list)
	for i, r := range list {
		if far {
			n, _ := slices.BinarySearchFunc(l, r.num, func(p Posting, num uint32) int { return cmp.Compare(p.Num, num) })
			l = l[n:]
		}
		for len(l) > 0 && l[0].Num < r.num {
			l = l[1:]
		}
		if len(l) == 0 {
			return
		}
		if l[0].Num == r.num {
			best[i] = max(best[i], min(l[0].Weight, 254)+1)
		}
	}
}

// addUp returns all products that any group has, by number.
func addUp(groups []group) []ranking {
	var nums []uint32
	for _, g := range groups {
		for _, l := range g.lists {
			for _, p := range l {
				nums = append(nums, p.Num)
			}
		}
	}
	slices.Sort(nums)
	nums = slices.Compact(nums)
	list := make([]ranking, len(nums))
	for i, n := range nums {
		list[i].num = n
	}
	for i, g := range groups {
		best := make([]uint8, len(list))
		for _, l := range g.lists {
			lay(l, list, best)
		}
		for k := range list {
			if best[k] > 0 {
				list[k].weight += uint16(best[k] - 1)
				list[k].mask |= 1 << i
			}
		}
	}
	return list
}

func (g group) size() int {
	n := 0
	for _, l := range g.lists {
		n += len(l)
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
