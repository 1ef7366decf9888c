package payment

import (
	"math/bits"
	"slices"

	"prilavok/core/lang"
	"prilavok/core/order"
	"prilavok/core/order/card"
)

// ReceiptRules is what a shop's fiscal receipts say (54-ФЗ). The codes are the tax
// service's, as YooKassa numbers them; other providers translate.
type ReceiptRules struct {
	On          bool           `json:"on,omitempty"`
	Vat         int            `json:"vat,omitempty"`          // of goods; 0 is 1, no VAT
	DeliveryVat int            `json:"delivery_vat,omitempty"` // 0 is as goods
	Vats        map[string]int `json:"vats,omitempty"`         // by product id, where it differs
	TaxSystem   int            `json:"tax_system,omitempty"`   // 0 is not told
	Mode        string         `json:"mode,omitempty"`         // "" is full_prepayment
	Email       string         `json:"email,omitempty"`        // where receipts go when the customer has no address
}

// Receipt is what a fiscal receipt lists. The prices times the quantities sum up to
// the amount that is paid or given back, to the kopeck.
type Receipt struct {
	Items     []Item `json:"items"`
	TaxSystem int    `json:"tax_system,omitempty"`
	Email     string `json:"email,omitempty"`
}

// Item is one line of a receipt.
type Item struct {
	Title    string `json:"title"`
	Quantity int64  `json:"quantity"`
	Price    int64  `json:"price"` // of one, minor units
	Vat      int    `json:"vat"`
	Subject  string `json:"subject"` // commodity, service
	Mode     string `json:"mode"`
}

// maxItems is how many lines a receipt may have.
const maxItems = 100

// part is a sum that receipts show on a line of its own.
type part struct {
	item  Item
	total int64
}

// receiptFor lists an order for a payment or a refund of amount. Discounts of the whole
// order, and what of it is not paid by this payment, are spread over the lines in
// proportion, by the largest remainder.
func receiptFor(o order.Order, amount int64, rules ReceiptRules, l lang.Lang) *Receipt {
	if !rules.On {
		return nil
	}
	parts := partsOf(o, rules, l)
	weights := make([]int64, len(parts))
	for i, p := range parts {
		weights[i] = p.total
	}
	r := &Receipt{TaxSystem: rules.TaxSystem, Email: rules.Email}
	for i, share := range Spread(amount, weights) {
		p := parts[i]
		p.total = share
		r.Items = append(r.Items, p.split()...)
	}
	if len(r.Items) > maxItems {
		r.Items = shorter(parts, Spread(amount, weights))
	}
	return r
}

func partsOf(o order.Order, rules ReceiptRules, l lang.Lang) []part {
	vat, mode := max(rules.Vat, 1), rules.Mode
	if mode == "" {
		mode = "full_prepayment"
	}
	var out []part
	for _, x := range o.Lines {
		title := x.Title.In(l, lang.RU)
		if opt := card.OptionsText(x.Options, l); opt != "" {
			title += " (" + opt + ")"
		}
		v := vat
		if own := rules.Vats[x.ProductID]; own > 0 {
			v = own
		}
		out = append(out, part{Item{Title: cut(title, 128), Quantity: x.Quantity, Vat: v, Subject: "commodity", Mode: mode}, x.Total.Amount})
	}
	if o.Delivery.Amount > 0 {
		v := rules.DeliveryVat
		if v == 0 {
			v = vat
		}
		out = append(out, part{Item{Title: txtDelivery.In(l), Quantity: 1, Vat: v, Subject: "service", Mode: mode}, o.Delivery.Amount})
	}
	return out
}

// split makes one or two items of a part: where its total does not divide by the
// quantity, some pieces cost one kopeck more. A part of nothing has none.
func (p part) split() []Item {
	if p.total <= 0 {
		return nil
	}
	q := p.item.Quantity
	price, rest := p.total/q, p.total%q
	if price == 0 { // fewer kopecks than pieces: one line for the lot
		one := p.item
		one.Quantity, one.Price = 1, p.total
		return []Item{one}
	}
	low, high := p.item, p.item
	low.Quantity, low.Price = q-rest, price
	high.Quantity, high.Price = rest, price+1
	if rest == 0 {
		return []Item{low}
	}
	return []Item{low, high}
}

// shorter gives every part one item of quantity one, and the last one what is over the
// limit of lines.
func shorter(parts []part, shares []int64) []Item {
	var out []Item
	for i, p := range parts {
		if shares[i] <= 0 {
			continue
		}
		one := p.item
		one.Quantity, one.Price = 1, shares[i]
		if len(out) == maxItems {
			out[maxItems-1].Price += shares[i]
			continue
		}
		out = append(out, one)
	}
	return out
}

// Spread divides amount in proportion to weights, by the largest remainder: the parts
// sum up to amount, and each is within one unit of its share. Weights of nothing share
// evenly by count.
func Spread(amount int64, weights []int64) []int64 {
	out := make([]int64, len(weights))
	if len(weights) == 0 || amount <= 0 {
		return out
	}
	var sum uint64
	for _, w := range weights {
		sum += uint64(max(w, 0))
	}
	if sum == 0 {
		out[0] = amount
		return out
	}
	rests := make([]uint64, len(weights))
	order := make([]int, len(weights))
	left := amount
	for i, w := range weights {
		hi, lo := bits.Mul64(uint64(amount), uint64(max(w, 0)))
		share, rest := bits.Div64(hi, lo, sum) // hi < sum: amount × w / sum is at most amount
		out[i], rests[i], order[i] = int64(share), rest, i
		left -= int64(share)
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case rests[a] > rests[b]:
			return -1
		case rests[a] < rests[b]:
			return 1
		}
		return 0
	})
	for i := range left {
		out[order[i]]++
	}
	return out
}

func cut(s string, n int) string {
	r := []rune(s)
	return string(r[:min(len(r), n)])
}
