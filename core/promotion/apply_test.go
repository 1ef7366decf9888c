package promotion_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"prilavok/core/lang"
	"prilavok/core/promotion"
)

var now = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

func facts() promotion.Facts { return promotion.Facts{ContactID: "ctc", Now: now, First: true} }

func promo(id string, kind promotion.Kind, r promotion.Rule) promotion.Promotion {
	return promotion.Promotion{ID: id, Title: lang.Texts{lang.RU: id, lang.EN: id}, Kind: kind, Rule: r, Status: promotion.Active}
}

func byCode(p promotion.Promotion, code string) promotion.Promotion {
	p.Codes = []string{code}
	return p
}

// short writes a result so that a table can hold it.
func short(r promotion.Result) string {
	s := ""
	for i, l := range r.Lines {
		if i > 0 {
			s += " "
		}
		s += fmt.Sprint(l.Discount)
	}
	for _, g := range r.Gifts {
		s += fmt.Sprintf(" +%d %s", g.Quantity, g.VariantID)
	}
	if r.Free != nil {
		s += fmt.Sprintf(" free %d", r.Free.Amount)
	}
	if r.Code != "" {
		s += " " + string(r.Code)
	}
	return s
}

func TestApply(t *testing.T) {
	cup := promotion.Line{Key: "a", ProductID: "cup", Categories: []string{"blue", "ware"}, Price: 1000, Quantity: 2}
	tea := promotion.Line{Key: "b", ProductID: "tea", Categories: []string{"tea"}, Price: 333, Quantity: 1}
	ten := promo("ten", promotion.Percent, promotion.Rule{Percent: 1000})
	for name, x := range map[string]struct {
		list []promotion.Promotion
		f    func(f *promotion.Facts)
		want string
	}{
		"nothing":                  {nil, nil, "0 0"},
		"percent, rounded once":    {[]promotion.Promotion{ten}, nil, "200 33"},
		"amount, shared out":       {[]promotion.Promotion{promo("x", promotion.Amount, promotion.Rule{Amount: 100})}, nil, "86 14"},
		"amount above all":         {[]promotion.Promotion{promo("x", promotion.Amount, promotion.Rule{Amount: 1e9})}, nil, "2000 333"},
		"a product only":           {[]promotion.Promotion{promo("x", promotion.Percent, promotion.Rule{Percent: 5000, Products: []string{"tea"}})}, nil, "0 167"},
		"a category above":         {[]promotion.Promotion{promo("x", promotion.Percent, promotion.Rule{Percent: 5000, Categories: []string{"ware"}})}, nil, "1000 0"},
		"3 for 2 frees cheapest":   {[]promotion.Promotion{promo("x", promotion.NForM, promotion.Rule{Take: 3, Pay: 2})}, nil, "0 333"},
		"2 for 1 of a category":    {[]promotion.Promotion{promo("x", promotion.NForM, promotion.Rule{Take: 2, Pay: 1, Categories: []string{"ware"}})}, nil, "1000 0"},
		"3 for 2 with two pieces":  {[]promotion.Promotion{promo("x", promotion.NForM, promotion.Rule{Take: 3, Pay: 2, Categories: []string{"ware"}})}, nil, "0 0"},
		"percent of what is left":  {[]promotion.Promotion{ten, promo("x", promotion.NForM, promotion.Rule{Take: 3, Pay: 2})}, nil, "200 333"},
		"gift":                     {[]promotion.Promotion{promo("x", promotion.Gift, promotion.Rule{GiftVariant: "g", GiftQuantity: 2})}, func(f *promotion.Facts) { f.Gifts = map[string]int64{"g": 2} }, "0 0 +2 g"},
		"gift that ran out":        {[]promotion.Promotion{promo("x", promotion.Gift, promotion.Rule{GiftVariant: "g", GiftQuantity: 2})}, func(f *promotion.Facts) { f.Gifts = map[string]int64{"g": 1} }, "0 0"},
		"free delivery":            {[]promotion.Promotion{promo("x", promotion.FreeDelivery, promotion.Rule{MinTotal: 2333})}, func(f *promotion.Facts) { f.Delivery = &promotion.Delivery{MethodID: "m", Fee: 300} }, "0 0 free 300"},
		"free with another method": {[]promotion.Promotion{promo("x", promotion.FreeDelivery, promotion.Rule{Methods: []string{"n"}})}, func(f *promotion.Facts) { f.Delivery = &promotion.Delivery{MethodID: "m", Fee: 300} }, "0 0"},
		"free is promised":         {[]promotion.Promotion{promo("x", promotion.FreeDelivery, promotion.Rule{})}, nil, "0 0 free 0"},
		"below the least total":    {[]promotion.Promotion{promo("x", promotion.Percent, promotion.Rule{Percent: 5000, MinTotal: 2334})}, nil, "0 0"},
		"of an earlier buyer":      {[]promotion.Promotion{{ID: "x", Kind: promotion.Percent, Rule: promotion.Rule{Percent: 5000}, FirstOrder: true, Status: promotion.Active}}, func(f *promotion.Facts) { f.First = false }, "0 0"},
		"exclusive saves less":     {[]promotion.Promotion{ten, promo("x", promotion.Amount, promotion.Rule{Amount: 5, Exclusive: true})}, nil, "200 33"},
		"exclusive saves more":     {[]promotion.Promotion{ten, promo("x", promotion.Amount, promotion.Rule{Amount: 2000, Exclusive: true})}, nil, "1715 285"},
		"priority of an exclusive": {[]promotion.Promotion{ten, {ID: "x", Kind: promotion.Amount, Rule: promotion.Rule{Amount: 5, Exclusive: true}, Priority: 1, Status: promotion.Active}}, nil, "4 1"},
		"no exclusive that fails":  {[]promotion.Promotion{ten, {ID: "x", Kind: promotion.Amount, Rule: promotion.Rule{Amount: 5, Exclusive: true, MinTotal: 1e6}, Priority: 1, Status: promotion.Active}}, nil, "200 33"},
	} {
		f := facts()
		if x.f != nil {
			x.f(&f)
		}
		if got := short(promotion.Apply([]promotion.Line{cup, tea}, x.list, f)); got != x.want {
			t.Errorf("%s: %s, want %s", name, got, x.want)
		}
	}
}

func TestCodes(t *testing.T) {
	line := promotion.Line{Key: "a", ProductID: "cup", Price: 1000, Quantity: 2}
	base := byCode(promo("x", promotion.Percent, promotion.Rule{Percent: 1000}), "TEN")
	with := func(change func(p *promotion.Promotion)) []promotion.Promotion {
		p := base
		change(&p)
		return []promotion.Promotion{p}
	}
	strong := promo("all", promotion.Percent, promotion.Rule{Percent: 9000, Exclusive: true})
	for want, list := range map[string][]promotion.Promotion{
		"200":                    {base},
		"0 code_unknown":         nil,
		"0 code_early":           with(func(p *promotion.Promotion) { p.From = now.Add(1) }),
		"0 code_over":            with(func(p *promotion.Promotion) { p.Until = now }),
		"0 code_used_up":         with(func(p *promotion.Promotion) { p.Limit, p.Used = 3, 3 }),
		"0 code_used":            with(func(p *promotion.Promotion) { p.ID, p.PerContact = "often", 2 }),
		"0 code_not_yours":       with(func(p *promotion.Promotion) { p.Contacts = []string{"other"} }),
		"0 code_not_first":       with(func(p *promotion.Promotion) { p.FirstOrder = true }),
		"0 code_min_total":       with(func(p *promotion.Promotion) { p.MinTotal = 2001 }),
		"0 code_goods":           with(func(p *promotion.Promotion) { p.Products = []string{"tea"} }),
		"0 code_no_gift":         with(func(p *promotion.Promotion) { p.Kind, p.GiftVariant = promotion.Gift, "g" }),
		"0 code_no_effect":       with(func(p *promotion.Promotion) { p.Percent = 0 }),
		"1800 code_not_combined": {base, strong},
	} {
		f := facts()
		f.Code, f.First, f.Used = "TEN", false, map[string]int64{"often": 2}
		got := promotion.Apply([]promotion.Line{line}, list, f)
		if short(got) != want {
			t.Errorf("%s, want %s", short(got), want)
		}
		if got.Code == promotion.ProblemMinTotal && got.Least != 2001 {
			t.Errorf("the least total is %d", got.Least)
		}
	}
}

func TestFoldCode(t *testing.T) {
	for in, want := range map[string]string{"скидка-10": "CКИДКA10", "CКИДКA 10": "CКИДКA10", " «Привет10» ": "ПPИBET10", "sale": "SALE", "ёлка": "EЛКA",
		"": "", "—": "", "1234567890123456789012345678901234567890x": ""} {
		// К folds like K: write the expectation through the same letters.
		if got := promotion.FoldCode(in); got != promotion.FoldCode(want) || (got == "") != (want == "") {
			t.Errorf("FoldCode(%q) = %q, want %q", in, got, want)
		}
	}
	if promotion.FoldCode("АВЕКМНОРСТХУ") != "ABEKMHOPCTXY" {
		t.Error("Cyrillic letters that look Latin stay Cyrillic")
	}
}

// drawn is a random purchase with random promotions.
type drawn struct {
	lines []promotion.Line
	list  []promotion.Promotion
	f     promotion.Facts
}

func draw(r *rapid.T) drawn {
	d := drawn{f: facts()}
	d.f.Code = rapid.SampledFrom([]string{"", "ONE", "TWO"}).Draw(r, "code")
	d.f.Gifts = map[string]int64{"g": rapid.Int64Range(0, 5).Draw(r, "gifts")}
	if rapid.Bool().Draw(r, "delivered") {
		d.f.Delivery = &promotion.Delivery{MethodID: "m", Fee: rapid.Int64Range(0, 500).Draw(r, "fee")}
	}
	for i := range rapid.IntRange(0, 6).Draw(r, "lines") {
		d.lines = append(d.lines, promotion.Line{Key: fmt.Sprint("v", i), ProductID: fmt.Sprint("p", i%3), Categories: []string{fmt.Sprint("c", i%2), "top"},
			Price: rapid.Int64Range(0, 1e7).Draw(r, "price"), Quantity: rapid.Int64Range(1, 99).Draw(r, "quantity")})
	}
	kinds := []promotion.Kind{promotion.NForM, promotion.Percent, promotion.Amount, promotion.Gift, promotion.FreeDelivery}
	for i := range rapid.IntRange(0, 5).Draw(r, "promotions") {
		p := promo(fmt.Sprint("x", i), rapid.SampledFrom(kinds).Draw(r, "kind"), promotion.Rule{
			Percent: rapid.Int64Range(0, 12000).Draw(r, "percent"), Amount: rapid.Int64Range(0, 1e8).Draw(r, "amount"),
			Take: rapid.Int64Range(0, 5).Draw(r, "take"), Pay: rapid.Int64Range(0, 5).Draw(r, "pay"), GiftVariant: "g",
			GiftQuantity: rapid.Int64Range(1, 3).Draw(r, "gift"), MinTotal: rapid.Int64Range(0, 1e7).Draw(r, "least"),
			Exclusive: rapid.Bool().Draw(r, "exclusive"), Products: rapid.SliceOfN(rapid.SampledFrom([]string{"p0", "p1"}), 0, 1).Draw(r, "products"),
			Categories: rapid.SliceOfN(rapid.SampledFrom([]string{"c1", "top"}), 0, 1).Draw(r, "categories")})
		p.Priority = rapid.IntRange(0, 2).Draw(r, "priority")
		if i < 2 && rapid.Bool().Draw(r, "by code") { // a code is one promotion's only
			p = byCode(p, []string{"ONE", "TWO"}[i])
		}
		d.list = append(d.list, p)
	}
	return d
}

// TestSums: discounts add up, none is larger than its line, reasons explain all of it.
func TestSums(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := draw(r)
		got := promotion.Apply(d.lines, d.list, d.f)
		var sum, applied, gifts int64
		for i, l := range got.Lines {
			if l.Discount < 0 || l.Discount > d.lines[i].Price*d.lines[i].Quantity {
				r.Fatalf("line %d of %+v is %d cheaper", i, d.lines[i], l.Discount)
			}
			why := int64(0)
			for _, x := range l.Reasons {
				if x.Amount <= 0 {
					r.Fatalf("a reason for nothing: %+v", x)
				}
				why += x.Amount
			}
			if why != l.Discount {
				r.Fatalf("reasons for %d of %d", why, l.Discount)
			}
			sum += l.Discount
		}
		for _, x := range got.Applied {
			if x.Kind != promotion.FreeDelivery {
				applied += x.Amount
			}
		}
		for _, g := range got.Gifts {
			gifts += g.Quantity
		}
		if sum != got.Discount || applied != got.Discount || len(got.Lines) != len(d.lines) {
			r.Fatalf("lines %d, promotions %d, in all %d", sum, applied, got.Discount)
		}
		if gifts > d.f.Gifts["g"] {
			r.Fatalf("%d gifts of %d", gifts, d.f.Gifts["g"])
		}
		exclusive(r, d, got)
	})
}

// exclusive: one that goes with no other is applied alone.
func exclusive(r *rapid.T, d drawn, got promotion.Result) {
	for _, x := range got.Applied {
		i := slices.IndexFunc(d.list, func(p promotion.Promotion) bool { return p.ID == x.PromotionID })
		if d.list[i].Exclusive && len(got.Applied) > 1 {
			r.Fatalf("exclusive %s is applied with %+v", x.PromotionID, got.Applied)
		}
	}
}

// TestOrderIsIrrelevant: neither the lines' order nor that of the promotions matters.
func TestOrderIsIrrelevant(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := draw(r)
		want := promotion.Apply(d.lines, d.list, d.f)
		order := rapid.Permutation(indexes(len(d.lines))).Draw(r, "order")
		var lines []promotion.Line
		for _, i := range order {
			lines = append(lines, d.lines[i])
		}
		got := promotion.Apply(lines, rapid.Permutation(d.list).Draw(r, "list"), d.f)
		for at, i := range order {
			if fmt.Sprint(got.Lines[at]) != fmt.Sprint(want.Lines[i]) {
				r.Fatalf("line %d: %v, in another order %v", i, want.Lines[i], got.Lines[at])
			}
		}
		got.Lines = want.Lines
		if fmt.Sprint(got.Applied, got.Gifts, got.Code, got.Discount) != fmt.Sprint(want.Applied, want.Gifts, want.Code, want.Discount) {
			r.Fatalf("%+v\nin another order\n%+v", want, got)
		}
	})
}

func indexes(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// TestCheapest: what an n for m frees is the cheapest pieces, counted one by one.
func TestCheapest(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := draw(r)
		take := rapid.Int64Range(2, 5).Draw(r, "n")
		pay := rapid.Int64Range(1, take-1).Draw(r, "m")
		got := promotion.Apply(d.lines, []promotion.Promotion{promo("x", promotion.NForM, promotion.Rule{Take: take, Pay: pay})}, d.f)
		var pieces []int64
		for _, l := range d.lines {
			for range l.Quantity {
				pieces = append(pieces, l.Price)
			}
		}
		slices.Sort(pieces)
		want := int64(0)
		for _, price := range pieces[:int64(len(pieces))/take*(take-pay)] {
			want += price
		}
		if got.Discount != want {
			r.Fatalf("%d off, want %d", got.Discount, want)
		}
	})
}

// TestShares: a discount is shared out in proportion, off by less than one minor unit.
func TestShares(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := draw(r)
		off := rapid.Int64Range(1, 1e8).Draw(r, "off")
		got := promotion.Apply(d.lines, []promotion.Promotion{promo("x", promotion.Amount, promotion.Rule{Amount: off})}, d.f)
		var cost int64
		for _, l := range d.lines {
			cost += l.Price * l.Quantity
		}
		off = min(off, cost)
		for i, l := range d.lines {
			exact := float64(off) * float64(l.Price*l.Quantity) / float64(max(cost, 1))
			if diff := float64(got.Lines[i].Discount) - exact; diff <= -1.001 || diff >= 1.001 {
				r.Fatalf("line %d gets %d, its share is %f", i, got.Lines[i].Discount, exact)
			}
		}
		if got.Discount != off {
			r.Fatalf("%d off, want %d", got.Discount, off)
		}
	})
}
