package edit

import (
	"testing"

	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/promotion"
)

// TestDiscountedNeverAboveTheGoods: parts of several reasons, each rounded up, would take
// off more than a line costs.
func TestDiscountedNeverAboveTheGoods(t *testing.T) {
	for _, c := range []struct {
		reasons []int64
		sold, n int64
		want    []int64
	}{
		{[]int64{3, 1}, 4, 2, []int64{2, 0}},
		{[]int64{3, 1}, 4, 1, []int64{1, 0}},
		{[]int64{1, 1, 1, 1}, 4, 2, []int64{1, 0, 1, 0}},
		{[]int64{90, 10}, 4, 3, []int64{68, 7}},
		{[]int64{90, 10}, 4, 4, []int64{90, 10}},
		{nil, 4, 2, nil},
	} {
		was := order.Line{Quantity: c.sold, Price: money.Of(1, "RUB")}
		for _, sum := range c.reasons {
			was.Reasons = append(was.Reasons, promotion.Reason{Amount: sum})
		}
		l := order.Line{Quantity: c.n, Price: was.Price}
		discounted(&l, was, true)
		total := int64(0)
		for i, r := range l.Reasons {
			total += r.Amount
			if r.Amount != c.want[i] {
				t.Errorf("%v of %d for %d: reason %d is %d, want %d", c.reasons, c.sold, c.n, i, r.Amount, c.want[i])
			}
		}
		if total != l.Discount.Amount || len(l.Reasons) != len(c.want) {
			t.Errorf("%v: the discount is %d, its parts %d", c.reasons, l.Discount.Amount, total)
		}
	}
}
