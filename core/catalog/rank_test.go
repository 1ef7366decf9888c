package catalog

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func lists(pairs ...[2]int) [][]Posting {
	var out []Posting
	for _, p := range pairs {
		out = append(out, Posting{uint32(p[0]), uint8(p[1])})
	}
	return [][]Posting{out}
}

func TestRank(t *testing.T) {
	red := group{lists: append(lists([2]int{1, 6}, [2]int{2, 12}, [2]int{5, 1}), lists([2]int{1, 10}, [2]int{7, 4})...)} // a stem and its sound
	shoe := group{lists: lists([2]int{1, 12}, [2]int{2, 12}, [2]int{7, 12}, [2]int{9, 12})}
	shelf := group{lists: lists([2]int{1, 0}, [2]int{9, 0})}
	nums := func(list []ranking) []uint32 {
		var out []uint32
		for _, r := range list {
			out = append(out, r.num)
		}
		return out
	}
	for name, c := range map[string]struct {
		got  []ranking
		want []uint32
	}{
		"both words":        {rank([]group{red, shoe}, nil, 2, 0), []uint32{2, 1, 7}},
		"with a floor":      {rank([]group{red, shoe}, nil, 2, 17), []uint32{2, 1}},
		"at least one":      {rank([]group{red, shoe}, nil, 1, 0), []uint32{2, 1, 7, 9, 5}},
		"on a shelf":        {rank([]group{shoe}, []group{shelf}, 1, 0), []uint32{1, 9}},
		"the shelf alone":   {rank(nil, []group{shelf}, 0, 0), []uint32{1, 9}},
		"an empty shelf":    {rank([]group{shoe}, []group{{}}, 1, 0), nil},
		"the same twice":    {rank([]group{shoe, shoe}, nil, 2, 24), []uint32{1, 2, 7, 9}},
		"nothing at all":    {rank(nil, nil, 0, 0), nil},
		"a word of nothing": {rank([]group{{}, shoe}, nil, 2, 0), nil},
	} {
		if got := nums(c.got); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	if r := rank([]group{red, shoe}, nil, 2, 0)[1]; r.weight != 22 || r.groups() != 2 {
		t.Errorf("the best of a group counts: %+v", r)
	}
}

// BenchmarkRank ranks two broad words over 100,000 products.
func BenchmarkRank(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	broad := func() group {
		var list []Posting
		for n := range uint32(100_000) {
			if r.IntN(10) == 0 {
				list = append(list, Posting{n, uint8(1 + r.IntN(12))})
			}
		}
		return group{lists: [][]Posting{list}}
	}
	x, y := broad(), broad()
	b.ReportAllocs()
	for b.Loop() {
		rank([]group{x, y}, nil, 2, 0)
	}
}
