package promotion

import (
	"cmp"
	"maps"
	"math/bits"
	"slices"
)

// bill is a purchase while promotions are applied to it.
type bill struct {
	lines   []Line
	facts   Facts
	sorted  []int   // indexes of lines by key: what makes their order irrelevant
	left    []int64 // what each line still costs
	grouped []bool  // lines that took part in an n for m
	gifts   map[string]int64
	result  Result
}

func newBill(lines []Line, f Facts) *bill {
	b := &bill{lines: lines, facts: f, left: make([]int64, len(lines)), grouped: make([]bool, len(lines)), gifts: maps.Clone(f.Gifts)}
	b.result.Lines = make([]LineResult, len(lines))
	for i, l := range lines {
		b.sorted = append(b.sorted, i)
		b.left[i] = l.worth()
	}
	slices.SortStableFunc(b.sorted, func(i, j int) int { return cmp.Compare(lines[i].Key, lines[j].Key) })
	return b
}

// apply applies one promotion that fits; false when it gives nothing.
func (b *bill) apply(p Promotion) bool {
	why := Reason{PromotionID: p.ID, Title: p.Title, Kind: p.Kind}
	if !p.Automatic() {
		why.Code = b.facts.Code
	}
	switch p.Kind {
	case NForM:
		return b.takeOff(why, b.free(p))
	case Percent:
		return b.takeOff(why, b.share(p, percentOf(b.costOf(p), p.Percent)))
	case Amount:
		return b.takeOff(why, b.share(p, p.Amount))
	case Gift:
		return b.give(p, why)
	case FreeDelivery:
		return b.deliver(p, why)
	}
	return false
}

// takeOff takes an amount off each line.
func (b *bill) takeOff(why Reason, off []int64) bool {
	var sum int64
	for i, n := range off {
		if n <= 0 {
			continue
		}
		b.left[i] -= n
		b.result.Lines[i].Discount += n
		why.Amount = n
		b.result.Lines[i].Reasons = append(b.result.Lines[i].Reasons, why)
		sum += n
	}
	if sum == 0 {
		return false
	}
	b.result.Discount += sum
	why.Amount = sum
	b.result.Applied = append(b.result.Applied, why)
	return true
}

// free says what the free pieces of an n for m cost. A line takes part in one n for m
// only, whole.
func (b *bill) free(p Promotion) []int64 {
	off := make([]int64, len(b.lines))
	if p.Take < 2 || p.Pay < 1 || p.Pay >= p.Take {
		return off
	}
	var mine []int
	var pieces int64
	for _, i := range b.sorted {
		if p.isFor(b.lines[i]) && !b.grouped[i] {
			mine, pieces = append(mine, i), pieces+b.lines[i].Quantity
		}
	}
	free := pieces / p.Take * (p.Take - p.Pay)
	if free == 0 {
		return off
	}
	slices.SortStableFunc(mine, func(i, j int) int { return cmp.Compare(b.lines[i].Price, b.lines[j].Price) })
	for _, i := range mine {
		n := min(free, b.lines[i].Quantity)
		off[i] = n * max(b.lines[i].Price, 0)
		free -= n
		b.grouped[i] = true
	}
	return off
}

// costOf is what the goods that a promotion is for still cost.
func (b *bill) costOf(p Promotion) int64 {
	var sum int64
	for i, l := range b.lines {
		if p.isFor(l) {
			sum += b.left[i]
		}
	}
	return sum
}

// share shares a discount out among the lines that it is for: in proportion to what
// they still cost, by largest remainder, equal ones by key.
func (b *bill) share(p Promotion, off int64) []int64 {
	out := make([]int64, len(b.lines))
	cost := b.costOf(p)
	off = min(off, cost)
	if off <= 0 {
		return out
	}
	rest := make([]uint64, len(b.lines))
	var order []int
	given := int64(0)
	for _, i := range b.sorted {
		if !p.isFor(b.lines[i]) {
			continue
		}
		hi, lo := bits.Mul64(uint64(off), uint64(b.left[i]))
		n, r := bits.Div64(hi, lo, uint64(cost))
		out[i], rest[i] = int64(n), r
		given += out[i]
		order = append(order, i)
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(rest[j], rest[i]) })
	for _, i := range order[:off-given] {
		out[i]++
	}
	return out
}

// percentOf is basis points of an amount, rounded half up; at most all of it.
func percentOf(amount, points int64) int64 {
	if amount <= 0 || points <= 0 {
		return 0
	}
	hi, lo := bits.Mul64(uint64(amount), uint64(min(points, 10000)))
	n, r := bits.Div64(hi, lo, 10000)
	if r >= 5000 {
		n++
	}
	return int64(n)
}

// give adds a gift, whole or not at all.
func (b *bill) give(p Promotion, why Reason) bool {
	n := p.gifts()
	if b.gifts[p.GiftVariant] < n {
		return false
	}
	b.gifts[p.GiftVariant] -= n
	b.result.Gifts = append(b.result.Gifts, Given{VariantID: p.GiftVariant, Quantity: n, Reason: why})
	b.result.Applied = append(b.result.Applied, why)
	return true
}

// deliver makes the delivery free. While none is chosen it promises to.
func (b *bill) deliver(p Promotion, why Reason) bool {
	d := b.facts.Delivery
	switch {
	case b.result.Free != nil:
		return false
	case d == nil && len(p.Methods) > 0: // which one is not known yet: no promise
		return false
	case d != nil && (d.Fee <= 0 || len(p.Methods) > 0 && !slices.Contains(p.Methods, d.MethodID)):
		return false
	case d != nil:
		why.Amount = d.Fee
	}
	b.result.Free = &why
	b.result.Applied = append(b.result.Applied, why)
	return true
}
