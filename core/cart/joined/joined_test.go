package joined_test

import (
	"fmt"
	"testing"

	"prilavok/core/cart"
	"prilavok/core/cart/joined"
)

func half(code string, ab ...int64) joined.Half {
	h := joined.Half{Code: code}
	for i, n := range ab {
		if n > 0 {
			h.Rows = append(h.Rows, cart.Row{VariantID: string(rune('a' + i)), Quantity: n})
		}
	}
	return h
}

func show(h joined.Half) string {
	s := h.Code + ":"
	for _, r := range h.Rows {
		s += fmt.Sprint(" ", r.VariantID, r.Quantity)
	}
	return s
}

func TestTogetherAndApart(t *testing.T) {
	for name, c := range map[string]struct {
		kept, gone       joined.Half
		newer            bool
		left             int64
		made             string
		now              *joined.Half
		keptAfter, after string
	}{
		"added up":                         {kept: half("", 2), gone: half("", 1, 3), left: 50, made: ": a3 b3", keptAfter: ": a2", after: ": a1 b3"},
		"within stock":                     {kept: half("", 2), gone: half("", 3), left: 4, made: ": a4", keptAfter: ": a2", after: ": a3"},
		"never less than in one":           {kept: half("", 2), gone: half("", 3), left: 0, made: ": a3", keptAfter: ": a2", after: ": a3"},
		"never more than a line holds":     {kept: half("", 60), gone: half("", 50), left: 500, made: ": a99", keptAfter: ": a60", after: ": a50"},
		"the code of who has one":          {kept: half(""), gone: half("x", 1), left: 9, made: "x: a1", keptAfter: ":", after: "x: a1"},
		"the newer cart's code":            {kept: half("y", 1), gone: half("x", 1), newer: true, left: 9, made: "x: a2", keptAfter: "y: a1", after: "x: a1"},
		"the kept one's where it is newer": {kept: half("y", 1), gone: half("x", 1), left: 9, made: "y: a2", keptAfter: "y: a1", after: "x: a1"},
		"bought meanwhile":                 {kept: half("", 2), gone: half("", 1), left: 9, made: ": a3", now: &joined.Half{}, keptAfter: ":", after: ":"},
		"taken out in part":                {kept: half("", 2), gone: half("", 1), left: 9, made: ": a3", now: ptr(half("", 2)), keptAfter: ": a1", after: ": a1"},
		"put in since":                     {kept: half("", 2), gone: half("", 1), left: 9, made: ": a3", now: ptr(half("z", 5, 1)), keptAfter: "z: a4 b1", after: ": a1"},
	} {
		r := joined.Together(c.kept, c.gone, c.newer, func(string) int64 { return c.left })
		now := r.Made
		if c.now != nil {
			now = *c.now
		}
		kept, gone := joined.Apart(now, r)
		if show(r.Made) != c.made || show(kept) != c.keptAfter || show(gone) != c.after {
			t.Errorf("%s: made %s, parted %s and %s", name, show(r.Made), show(kept), show(gone))
		}
	}
}

func ptr(h joined.Half) *joined.Half { return &h }
