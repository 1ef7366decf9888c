package cart_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"prilavok/core/cart"
	"prilavok/core/delivery"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/shop"
)

func rub(n int64) money.Money { return money.Of(n, "RUB") }

func TestCost(t *testing.T) {
	courier := cart.Method{ID: "c", Kind: cart.Courier, Price: 30000, FreeFrom: 500000, Active: true}
	zone := cart.Zone{ID: "z", Price: 15000}
	for _, c := range []struct {
		name  string
		m     cart.Method
		zone  *cart.Zone
		items int64
		want  int64
	}{
		{"paid below the free sum", courier, nil, 499999, 30000},
		{"free at the sum", courier, nil, 500000, 0},
		{"a zone's own price, never free", courier, &zone, 900000, 15000},
		{"a pickup costs nothing", cart.Method{Kind: cart.Pickup}, nil, 1, 0},
	} {
		if got := delivery.Cost(c.m, c.zone, rub(c.items), 0); got != rub(c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, rub(c.want))
		}
	}
}

func TestZoneOf(t *testing.T) {
	m := cart.Method{Zones: []cart.Zone{
		{ID: "msk", Title: lang.Texts{lang.RU: "Москва", lang.EN: "Moscow"}, Cities: []string{"Москва", "Зеленоград"}},
		{ID: "spb", Title: lang.Texts{lang.RU: "Санкт-Петербург"}, Cities: []string{"СПб", "Питер"}},
		{ID: "orl", Title: lang.Texts{lang.RU: "Орёл"}},
	}}
	for in, want := range map[string]string{
		"москва": "msk", " г. Москва, Арбат 1": "msk", "Moscow": "msk", "зеленоград": "msk", "санкт петербург": "spb",
		"питер": "spb", "город Орел": "orl", "ОРЁЛ": "orl", "Казань": "", "": "", "Моск": "",
	} {
		z, ok := m.ZoneOf(in)
		if z.ID != want || ok != (want != "") {
			t.Errorf("ZoneOf(%q) = %q, want %q", in, z.ID, want)
		}
	}
}

func TestReckonProblems(t *testing.T) {
	methods := []cart.Method{
		{ID: "c", Kind: cart.Courier, Price: 300, MinTotal: 2000, Active: true},
		{ID: "z", Kind: cart.Courier, Active: true, Zones: []cart.Zone{{ID: "msk", Price: 500}}},
		{ID: "off", Kind: cart.Pickup},
	}
	good := cart.Line{VariantID: "a", Quantity: 2, Price: rub(1000), Total: rub(2000), Left: 5}
	dear := good
	dear.Notice, dear.WasPrice = cart.NoticePrice, rub(900)
	bad := func(n cart.Notice, left int64) cart.Line {
		return cart.Line{VariantID: "b", Quantity: 9, Total: rub(0), Notice: n, Left: left}
	}
	for _, c := range []struct {
		name   string
		lines  []cart.Line
		choice cart.Choice
		min    int64
		want   string
		total  int64
	}{
		{"nothing in it", nil, cart.Choice{}, 100, "[{empty  0 {0 }}]", 0},
		{"fine", []cart.Line{good}, cart.Choice{MethodID: "c"}, 0, "[]", 2300},
		{"a changed price is no problem", []cart.Line{dear}, cart.Choice{}, 0, "[]", 2000},
		{"short", []cart.Line{good, bad(cart.NoticeShort, 3)}, cart.Choice{}, 0, "[{short b 3 {0 }}]", 2000},
		{"out", []cart.Line{bad(cart.NoticeOut, 0)}, cart.Choice{}, 0, "[{out_of_stock b 0 {0 }}]", 0},
		{"gone", []cart.Line{bad(cart.NoticeGone, -1)}, cart.Choice{}, 0, "[{gone b 0 {0 }}]", 0},
		{"the shop's least order", []cart.Line{good}, cart.Choice{}, 2001, "[{min_total  0 {2001 RUB}}]", 2000},
		{"the delivery's least order", []cart.Line{{Total: rub(1999)}}, cart.Choice{MethodID: "c"}, 0, "[{min_total  0 {2000 RUB}}]", 2299},
		{"unknown delivery", []cart.Line{good}, cart.Choice{MethodID: "x"}, 0, "[{no_method  0 {0 }}]", 2000},
		{"inactive delivery", []cart.Line{good}, cart.Choice{MethodID: "off"}, 0, "[{no_method  0 {0 }}]", 2000},
		{"zone missing", []cart.Line{good}, cart.Choice{MethodID: "z"}, 0, "[{no_zone  0 {0 }}]", 2000},
		{"zone chosen", []cart.Line{good}, cart.Choice{MethodID: "z", ZoneID: "msk"}, 0, "[]", 2500},
	} {
		items := rub(0)
		for _, l := range c.lines {
			items.Amount += l.Total.Amount
		}
		q, err := cart.Reckon(cart.Cart{Lines: c.lines, Items: items}, c.choice, methods, shop.Orders{MinTotal: c.min}, cart.Offers{})
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if got := fmt.Sprint(q.Problems); got != c.want || q.Total.Amount != c.total {
			t.Errorf("%s: problems %s, total %d; want %s, %d", c.name, got, q.Total.Amount, c.want, c.total)
		}
	}
}

// TestTotals: whatever is in the cart and however it is delivered, the total is the
// sum of its parts, and no part is negative.
func TestTotals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var c cart.Cart
		c.Items = rub(0)
		for i := range rapid.IntRange(0, 8).Draw(t, "lines") {
			l := cart.Line{VariantID: fmt.Sprint(i), Quantity: rapid.Int64Range(1, 99).Draw(t, "n"), Price: rub(rapid.Int64Range(0, 1e9).Draw(t, "price")), Total: rub(0)}
			l.Notice = rapid.SampledFrom([]cart.Notice{cart.NoticeNone, cart.NoticePrice, cart.NoticeOut, cart.NoticeGone}).Draw(t, "notice")
			if l.Buyable() {
				l.Total = rub(l.Price.Amount * l.Quantity)
			}
			c.Items.Amount += l.Total.Amount
			c.Lines = append(c.Lines, l)
		}
		m := cart.Method{ID: "m", Active: true, Price: rapid.Int64Range(0, 1e6).Draw(t, "fee"), FreeFrom: rapid.Int64Range(0, 1e10).Draw(t, "free")}
		q, err := cart.Reckon(c, cart.Choice{MethodID: rapid.SampledFrom([]string{"", "m", "x"}).Draw(t, "choice")}, []cart.Method{m}, shop.Orders{}, cart.Offers{})
		if err != nil {
			t.Fatal(err)
		}
		if q.Total.Amount != q.Items.Amount-q.Discount.Amount+q.Delivery.Amount {
			t.Fatalf("total %v is not %v − %v + %v", q.Total, q.Items, q.Discount, q.Delivery)
		}
		if q.Items.Amount < 0 || q.Delivery.Amount < 0 || q.Delivery.Amount > m.Price {
			t.Fatalf("impossible parts: %+v", q)
		}
		if m.FreeFrom > 0 && q.Items.Amount >= m.FreeFrom && q.Delivery.Amount != 0 {
			t.Fatalf("delivery costs %v although it is free from %d", q.Delivery, m.FreeFrom)
		}
	})
}
