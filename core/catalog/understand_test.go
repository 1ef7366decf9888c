package catalog

import (
	"slices"
	"strings"
	"testing"
)

func TestUnderstand(t *testing.T) {
	for _, c := range []struct {
		text, left string
		low, high  int64 // in rubles; 0 none
		options    []string
		inStock    bool
	}{
		{text: "платье", left: "платье"},
		{text: "платье до 5000", left: "платье", high: 5000},
		{text: "платье до 5 000 руб", left: "платье", high: 5000},
		{text: "платье до 5\u00a0000\u00a0₽", left: "платье", high: 5000},
		{text: "Платье не дороже 5000 рублей", left: "Платье", high: 5000},
		{text: "кроссовки дешевле 3 тыс", left: "кроссовки", high: 3000},
		{text: "кроссовки дешевле чем 3к", left: "кроссовки", high: 3000},
		{text: "куртка от 1000 до 2000", left: "куртка", low: 1000, high: 2000},
		{text: "от 1000 до 2000", left: "", low: 1000, high: 2000},
		{text: "куртка от 10 тыс", left: "куртка", low: 10000},
		{text: "дороже 500 кружка", left: "кружка", low: 500},
		{text: "dress under 50", left: "dress", high: 50},
		{text: "dress from 20 to 50", left: "dress", low: 20, high: 50},
		{text: "boots up to 99.90", left: "boots", high: 99}, // see the minor units below
		{text: "кроссовки 42 размер", left: "кроссовки", options: []string{"42"}},
		{text: "кроссовки 42-го размера", left: "кроссовки", options: []string{"42"}},
		{text: "кроссовки размер 42.5", left: "кроссовки", options: []string{"42.5"}},
		{text: "футболка размера XL", left: "футболка", options: []string{"XL"}},
		{text: "футболка xxl размер", left: "футболка", options: []string{"xxl"}},
		{text: "size 9 shoes", left: "size 9 shoes"},
		{text: "t-shirt size M", left: "t-shirt", options: []string{"M"}},
		{text: "кроссовки в наличии", left: "кроссовки", inStock: true},
		{text: "красные кроссовки 46 размера до 7000 в наличии", left: "красные кроссовки", high: 7000, options: []string{"46"}, inStock: true},
		{text: "iphone 15", left: "iphone 15"},
		{text: "дом 2", left: "дом 2"},
		{text: "до", left: "до"},
		{text: "от", left: "от"},
		{text: "кадо 100", left: "кадо 100"},
		{text: "кот 100", left: "кот 100"},
		{text: "до 99999999999999999999", left: ""},
		{text: "чай от кашля", left: "чай от кашля"},
		{text: "5000", left: "5000"},
	} {
		q := understand(Query{Text: c.text})
		if got := strings.Join(strings.Fields(q.Text), " "); got != c.left {
			t.Errorf("%q leaves %q, want %q", c.text, got, c.left)
		}
		if rubles(q.PriceMin) != c.low || rubles(q.PriceMax) != c.high || q.InStock != c.inStock || !slices.Equal(q.Options, c.options) {
			t.Errorf("%q: from %d to %d, options %q, in stock %v", c.text, rubles(q.PriceMin), rubles(q.PriceMax), q.Options, q.InStock)
		}
	}
	if q := understand(Query{Text: "до 99.90"}); *q.PriceMax != 9990 {
		t.Errorf("99.90 is %d", *q.PriceMax)
	}
	if q := understand(Query{Text: "до 500", Currency: "JPY"}); *q.PriceMax != 500 {
		t.Errorf("500 yen are %d", *q.PriceMax)
	}
	low := int64(7)
	if q := understand(Query{Text: "от 100", PriceMin: &low}); *q.PriceMin != 7 {
		t.Error("what the caller asked for comes first")
	}
}

func rubles(v *int64) int64 {
	if v == nil {
		return 0
	}
	return *v / 100
}
