package payment_test

import (
	"math/rand/v2"
	"testing"

	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/payment"
)

// TestReceiptSums: whatever was discounted and however little is paid or given back, the
// prices times the quantities are the amount, no line is negative or free, and there are
// never more lines than a receipt may have.
func TestReceiptSums(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var o order.Order
		var whole int64
		for range 1 + r.IntN(1+r.IntN(130)) {
			price, n := 1+r.Int64N(1_000_000), 1+r.Int64N(1+r.Int64N(40))
			discount := r.Int64N(1 + min(price*n/2, r.Int64N(100_000)+1))
			o.Lines = append(o.Lines, order.Line{ProductID: "prd", Title: lang.Texts{lang.RU: "Чай"}, Quantity: n, Price: money.Of(price, "RUB"), Total: money.Of(price*n-discount, "RUB")})
			whole += price*n - discount
		}
		if r.IntN(2) == 0 {
			o.Delivery = money.Of(r.Int64N(50_000), "RUB")
			whole += o.Delivery.Amount
		}
		amount := whole - r.Int64N(whole) // after a discount of the order, or a part of it
		rec := payment.ReceiptFor(o, amount, payment.ReceiptRules{On: true, Vat: 11}, lang.RU)
		var sum int64
		for _, i := range rec.Items {
			if i.Quantity < 1 || i.Price < 1 || i.Vat != 11 || i.Title == "" || i.Mode == "" {
				t.Fatalf("a line of %+v", i)
			}
			sum += i.Price * i.Quantity
		}
		if sum != amount || len(rec.Items) == 0 || len(rec.Items) > 100 {
			t.Fatalf("%d lines sum up to %d, want %d", len(rec.Items), sum, amount)
		}
	}
}

// TestSpread: parts sum up to the whole and are within one of their share.
func TestSpread(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		amount := r.Int64N(1_000_000_000)
		weights := make([]int64, 1+r.IntN(20))
		var all int64
		for i := range weights {
			weights[i] = r.Int64N(1_000_000)
			all += weights[i]
		}
		var sum int64
		for i, part := range payment.Spread(amount, weights) {
			sum += part
			if all > 0 {
				if exact := float64(amount) * float64(weights[i]) / float64(all); float64(part) < exact-1 || float64(part) > exact+1 {
					t.Fatalf("part %d of %d is far from %f", part, amount, exact)
				}
			}
		}
		if sum != amount {
			t.Fatalf("%d spread over %v is %d", amount, weights, sum)
		}
	}
}

func TestNoReceipt(t *testing.T) {
	if payment.ReceiptFor(order.Order{}, 100, payment.ReceiptRules{}, lang.RU) != nil {
		t.Error("a shop without receipts makes one")
	}
	o := order.Order{Lines: []order.Line{{ProductID: "book", Title: lang.Texts{lang.RU: "Книга"}, Quantity: 3, Total: money.Of(100, "RUB")}}, Delivery: money.Of(50, "RUB")}
	rec := payment.ReceiptFor(o, 150, payment.ReceiptRules{On: true, Vat: 11, DeliveryVat: 1, Vats: map[string]int{"book": 3}, TaxSystem: 2, Email: "shop@example.com"}, lang.RU)
	want := []payment.Item{{Title: "Книга", Quantity: 2, Price: 33, Vat: 3, Subject: "commodity", Mode: "full_prepayment"},
		{Title: "Книга", Quantity: 1, Price: 34, Vat: 3, Subject: "commodity", Mode: "full_prepayment"},
		{Title: "Доставка", Quantity: 1, Price: 50, Vat: 1, Subject: "service", Mode: "full_prepayment"}}
	if len(rec.Items) != 3 || rec.Items[0] != want[0] || rec.Items[1] != want[1] || rec.Items[2] != want[2] || rec.TaxSystem != 2 {
		t.Errorf("the receipt is %+v", rec)
	}
}
