package returns

import (
	"math/bits"
	"slices"

	"prilavok/core/money"
	"prilavok/core/order"
)

// worth returns what pieces of an order are worth: what was paid for them, the order's
// discount taken off. done is what other returns have of each line; all pieces of a line
// together are worth exactly what the line cost.
func worth(o order.Order, pieces []order.Piece, done map[int]int64) money.Money {
	net := nets(o)
	sum := int64(0)
	for _, p := range pieces {
		l, _ := o.LineByNumber(p.Line)
		sum += portion(net[p.Line], done[p.Line]+p.Quantity, l.Quantity) - portion(net[p.Line], done[p.Line], l.Quantity)
	}
	return money.Of(sum, o.Total.Currency)
}

// nets spreads the discount over lines that do not carry it themselves.
func nets(o order.Order) map[int]int64 {
	out := map[int]int64{}
	lines := int64(0)
	for _, l := range o.Lines {
		lines += l.Total.Amount
		out[l.Line] = l.Total.Amount
	}
	paid := o.Items.Amount - o.Discount.Amount
	if lines == paid {
		return out
	}
	before, given := int64(0), int64(0)
	for _, l := range o.Lines {
		before += l.Total.Amount
		upTo := portion(paid, before, lines)
		out[l.Line] = upTo - given
		given = upTo
	}
	return out
}

// portion returns amount × part / whole, rounded half up.
func portion(amount, part, whole int64) int64 {
	if whole <= 0 || part >= whole {
		return amount
	}
	hi, lo := bits.Mul64(uint64(amount), uint64(part))
	lo, carry := bits.Add64(lo, uint64(whole)/2, 0)
	q, _ := bits.Div64(hi+carry, lo, uint64(whole))
	return int64(q)
}

// taken sums by line the pieces of returns that stand.
func taken(list []Return, except string) map[int]int64 {
	out := map[int]int64{}
	for _, r := range list {
		if r.ID == except || r.State == Refused || r.State == Withdrawn {
			continue
		}
		for _, p := range r.Lines {
			out[p.Line] += p.Quantity
		}
	}
	return out
}

// checkPieces fills in variants and refuses what the order has not delivered.
func checkPieces(o order.Order, asked []order.Piece, arrived, done map[int]int64) ([]order.Piece, error) {
	var out []order.Piece
	for _, p := range asked {
		l, ok := o.LineByNumber(p.Line)
		again := slices.ContainsFunc(out, func(x order.Piece) bool { return x.Line == p.Line })
		switch {
		case !ok || p.Quantity < 1 || again:
			return nil, ErrLines
		case done[p.Line]+p.Quantity > arrived[p.Line]:
			return nil, ErrNotDelivered
		}
		out = append(out, order.Piece{Line: p.Line, VariantID: l.VariantID, Quantity: p.Quantity})
	}
	if len(out) == 0 {
		return nil, ErrLines
	}
	return out, nil
}
