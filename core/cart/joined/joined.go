// Package joined is what becomes of two carts when their contacts are joined, and of one
// when the join is undone. It is rules only: it reads and writes nothing.
package joined

import (
	"slices"

	"prilavok/core/cart"
)

// Half is one contact's cart: its lines and its promotion's code.
type Half struct {
	Rows []cart.Row `json:"rows,omitempty"`
	Code string     `json:"code,omitempty"`
}

// Record is how two carts became one, as it is kept with the join.
type Record struct {
	Kept Half `json:"kept"`
	Gone Half `json:"gone"`
	Made Half `json:"made"`
}

// Together adds two carts up: each line within what can be had, and no line less than it was
// in either cart. left is what can be had of a variant. newer says that the gone
// contact's cart was changed last: its code counts then, where it has one.
func Together(kept, gone Half, newer bool, left func(variantID string) int64) Record {
	made := Half{Rows: slices.Clone(kept.Rows), Code: kept.Code}
	if gone.Code != "" && (newer || made.Code == "") {
		made.Code = gone.Code
	}
	for _, r := range gone.Rows {
		i := slices.IndexFunc(made.Rows, func(x cart.Row) bool { return x.VariantID == r.VariantID })
		if i < 0 {
			made.Rows = append(made.Rows, r)
			continue
		}
		x := &made.Rows[i]
		sum, most := x.Quantity+r.Quantity, max(x.Quantity, r.Quantity)
		x.Quantity = min(max(most, min(sum, left(r.VariantID))), cart.MaxQuantity)
		if r.AddedAt.Before(x.AddedAt) {
			x.AddedAt = r.AddedAt
		}
	}
	return Record{Kept: kept, Gone: gone, Made: made}
}

// Apart divides the cart of now between the two again. A line that nobody touched is as it
// was in both; of one that was changed, the gone contact gets no more than they had, and the
// rest stays: nothing is lost, and nothing is there twice.
func Apart(now Half, r Record) (kept, gone Half) {
	kept.Code = now.Code
	if now.Code == r.Made.Code {
		kept.Code, gone.Code = r.Kept.Code, r.Gone.Code
	}
	for _, x := range now.Rows {
		had, gave := quantity(r.Kept, x.VariantID), quantity(r.Gone, x.VariantID)
		stays, goes := had, gave
		if x.Quantity != quantity(r.Made, x.VariantID) {
			goes = min(gave, x.Quantity)
			stays = x.Quantity - goes
		}
		for _, side := range []struct {
			half *Half
			n    int64
		}{{&kept, stays}, {&gone, goes}} {
			if side.n > 0 {
				y := x
				y.Quantity = side.n
				side.half.Rows = append(side.half.Rows, y)
			}
		}
	}
	return kept, gone
}

func quantity(h Half, variantID string) int64 {
	for _, r := range h.Rows {
		if r.VariantID == variantID {
			return r.Quantity
		}
	}
	return 0
}
