package promotion

import (
	"cmp"
	"slices"
)

// Apply says what the promotions take off a purchase. It is pure, and what it gives
// depends neither on the order of the promotions nor on that of the lines.
//
// Promotions that fit are combined, except exclusive ones, each of which stands alone;
// of these choices the one with the highest priority is taken, among equals the one
// that saves most. Within a choice the order is: n for m, percents, amounts, gifts, free
// delivery; then by priority, then by id. Each takes off what the ones before it
// have left. A percentage is taken of the sum of the goods it is for and rounded once,
// half up to a minor unit; then a discount is shared out among the lines in proportion
// to what they still cost, the minor units left over going to the largest remainders.
//
// The lines' sum must fit an int64.
func Apply(lines []Line, list []Promotion, f Facts) Result {
	fits := map[string]Problem{}
	var together []Promotion
	var choices [][]Promotion
	for _, p := range list {
		fits[p.ID] = check(p, lines, f)
		switch {
		case fits[p.ID] != ProblemNone:
		case p.Exclusive:
			choices = append(choices, []Promotion{p})
		default:
			together = append(together, p)
		}
	}
	var best outcome
	for _, c := range append(choices, together) {
		if o := run(lines, c, f); best.result.Lines == nil || o.beats(best) {
			best = o
		}
	}
	best.result.Code, best.result.Least = codeState(list, fits, best.result, f)
	if best.result.Code == ProblemMixing && !worksAlone(lines, list, f) {
		best.result.Code = ProblemNoEffect
	}
	return best.result
}

// check says why a promotion does not fit a purchase, "" when it does.
func check(p Promotion, lines []Line, f Facts) Problem {
	switch {
	case p.Status != Active, !p.Until.IsZero() && !f.Now.Before(p.Until):
		return ProblemOver
	case f.Now.Before(p.From):
		return ProblemEarly
	case !p.Automatic() && !slices.Contains(p.Codes, f.Code):
		return ProblemUnknown
	case len(p.Contacts) > 0 && !slices.Contains(p.Contacts, f.ContactID):
		return ProblemNotYours
	case p.Limit > 0 && p.Used >= p.Limit:
		return ProblemUsedUp
	case p.PerContact > 0 && f.Used[p.ID] >= p.PerContact:
		return ProblemUsed
	case p.FirstOrder && !f.First:
		return ProblemNotFirst
	case !slices.ContainsFunc(lines, func(l Line) bool { return p.isFor(l) }):
		return ProblemGoods
	case worth(lines) < p.MinTotal:
		return ProblemMinTotal
	case p.Kind == Gift && f.Gifts[p.GiftVariant] < p.gifts():
		return ProblemNoGift
	}
	return ProblemNone
}

func worth(lines []Line) int64 {
	var sum int64
	for _, l := range lines {
		sum += l.worth()
	}
	return sum
}

func (l Line) worth() int64 { return max(l.Price, 0) * max(l.Quantity, 0) }

// isFor reports whether a line is of the goods that a promotion is for.
func (p Promotion) isFor(l Line) bool {
	if l.Quantity < 1 {
		return false
	}
	if len(p.Products) == 0 && len(p.Categories) == 0 {
		return true
	}
	return slices.Contains(p.Products, l.ProductID) ||
		slices.ContainsFunc(l.Categories, func(c string) bool { return slices.Contains(p.Categories, c) })
}

func (p Promotion) gifts() int64 { return max(p.GiftQuantity, 1) }

// outcome is what one choice of promotions gives.
type outcome struct {
	result   Result
	priority int
	saved    int64
	gives    bool
	single   bool
	id       string
}

// beats orders choices. It is strict, so that the order in which they are tried does
// not matter.
func (o outcome) beats(x outcome) bool {
	if o.gives != x.gives {
		return o.gives
	}
	return cmp.Or(cmp.Compare(o.priority, x.priority), cmp.Compare(o.saved, x.saved), compareBool(x.single, o.single), cmp.Compare(x.id, o.id)) > 0
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// rank is the order of the kinds within a choice.
var rank = map[Kind]int{NForM: 1, Percent: 2, Amount: 3, Gift: 4, FreeDelivery: 5}

func run(lines []Line, choice []Promotion, f Facts) outcome {
	list := slices.Clone(choice)
	slices.SortFunc(list, func(a, b Promotion) int {
		return cmp.Or(cmp.Compare(rank[a.Kind], rank[b.Kind]), cmp.Compare(b.Priority, a.Priority), cmp.Compare(a.ID, b.ID))
	})
	b := newBill(lines, f)
	o := outcome{single: len(list) == 1 && list[0].Exclusive}
	for _, p := range list {
		if !b.apply(p) {
			continue
		}
		if !o.gives || p.Priority > o.priority {
			o.priority = p.Priority
		}
		if !o.gives {
			o.id = p.ID
		}
		o.gives = true
	}
	o.result, o.saved = b.result, b.result.Discount
	if b.result.Free != nil {
		o.saved += b.result.Free.Amount
	}
	return o
}

// codeState says why the entered code gives nothing.
func codeState(list []Promotion, fits map[string]Problem, r Result, f Facts) (Problem, int64) {
	if f.Code == "" {
		return ProblemNone, 0
	}
	i := slices.IndexFunc(list, func(p Promotion) bool { return slices.Contains(p.Codes, f.Code) })
	if i < 0 {
		return ProblemUnknown, 0
	}
	p := list[i]
	switch why := fits[p.ID]; {
	case why == ProblemMinTotal:
		return why, p.MinTotal
	case why != ProblemNone:
		return why, 0
	case slices.ContainsFunc(r.Applied, func(x Reason) bool { return x.PromotionID == p.ID }):
		return ProblemNone, 0
	}
	return ProblemMixing, 0
}

// worksAlone tells a code that others keep out from one that takes nothing off.
func worksAlone(lines []Line, list []Promotion, f Facts) bool {
	for _, p := range list {
		if slices.Contains(p.Codes, f.Code) {
			return run(lines, []Promotion{p}, f).gives
		}
	}
	return false
}
