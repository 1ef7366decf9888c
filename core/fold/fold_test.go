package fold_test

import (
	"slices"
	"testing"

	"prilavok/core/fold"
)

// meet lists pairs that must be found by each other: by stem or by sound.
var meet = [][2]string{
	{"кроссовки", "кроссовок"}, {"кроссовки", "кроссовками"}, {"кроссовки", "кроссовкам"}, {"платье", "платья"}, {"платье", "платьев"}, {"платье", "платьями"},
	{"красный", "красная"}, {"красный", "красное"}, {"красный", "красные"}, {"красный", "красного"}, {"чёрный", "черный"}, {"чёрный", "чёрная"}, {"зелёный", "зелёное"},
	{"ботинки", "ботинок"}, {"ботинки", "ботинками"}, {"куртка", "куртки"}, {"куртка", "курток"}, {"куртка", "куртку"}, {"рюкзак", "рюкзаки"}, {"рюкзак", "рюкзаков"},
	{"кружка", "кружки"}, {"кружка", "кружку"}, {"свеча", "свечи"}, {"свеча", "свечу"}, {"полотенце", "полотенца"}, {"наушники", "наушников"}, {"ёлка", "елка"},
	{"ёлка", "ёлки"}, {"шарф", "шарфы"}, {"шарф", "шарфа"}, {"перчатки", "перчаток"}, {"тарелка", "тарелки"}, {"деревянный", "деревянная"}, {"кожаный", "кожаная"},
	{"шерстяной", "шерстяные"}, {"доставка", "доставку"}, {"доставка", "доставки"}, {"оплата", "оплату"}, {"возврат", "возврата"}, {"размер", "размера"}, {"детский", "детская"},
	{"чай", "чая"}, {"кофе", "кофе"}, {"sneaker", "sneakers"}, {"dress", "dresses"}, {"shoe", "shoes"}, {"candle", "candles"}, {"running", "runs"}, {"delivery", "deliveries"},
	{"return", "returns"}, {"payment", "payments"}, {"box", "boxes"}, {"watch", "watches"}, {"bag", "bags"}, {"Nike", "NIKE"}, {"Кружка", "КРУЖКА"}, {"café", "cafe"},
	{"crème", "creme"}, {"naïve", "naive"}, {"Nike", "найк"}, {"Adidas", "адидас"}, {"Puma", "пума"}, {"Reebok", "рибок"}, {"Samsung", "самсунг"}, {"Sony", "сони"},
	{"Lenovo", "леново"}, {"Bosch", "бош"}, {"Philips", "филипс"}, {"Ikea", "икеа"}, {"Zara", "зара"}, {"Mango", "манго"}, {"Casio", "касио"}, {"Garmin", "гармин"},
	{"Logitech", "логитек"}, {"Makita", "макита"}, {"Xiaomi", "ксиаоми"}, {"Nokia", "нокиа"}, {"Honor", "хонор"}, {"Levis", "левис"}, {"Braun", "браун"}, {"Tefal", "тефаль"},
	{"Apple", "эпл"}, {"iPhone", "айфон"}, {"Huawei", "хуавей"}, {"Columbia", "коламбия"}, {"Gucci", "гуччи"}, {"Lego", "лего"}, {"Converse", "конверс"}, {"Vans", "ванс"},
	{"Asics", "асикс"}, {"Salomon", "саломон"}, {"Barbie", "барби"}, {"Canon", "канон"}, {"Chanel", "шанель"}, {"Dior", "диор"}, {"Nivea", "нивея"},
	{"кроссовки", "krossovki"}, {"кроссовки", "кросовки"}, {"платье", "platie"}, {"куртка", "kurtka"}, {"рюкзак", "rukzak"}, {"шапка", "shapka"}, {"чайник", "chainik"},
	{"кружка", "kruzhka"}, {"футболка", "futbolka"}, {"джинсы", "dzhinsy"}, {"ботинки", "botinki"}, {"свитер", "sviter"}, {"щётка", "shchetka"}, {"юбка", "yubka"}, {"шарф", "sharf"},
}

func forms(s string) []string {
	w := fold.Words(s)[0]
	out := []string{fold.Stem(w)}
	for _, s := range fold.Sounds(w) {
		out = append(out, "~"+s)
	}
	return out
}

func TestMeet(t *testing.T) {
	for _, p := range meet {
		a, b := forms(p[0]), forms(p[1])
		if !slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) }) {
			t.Errorf("%q and %q do not meet: %v, %v", p[0], p[1], a, b)
		}
	}
}

// Words that sound or look alike and are different things.
func TestApart(t *testing.T) {
	for _, p := range [][2]string{{"чай", "чайник"}, {"стол", "стул"}, {"кот", "кит"}, {"лампа", "лапа"}, {"мышь", "мыло"}, {"нож", "ножки"}, {"Nike", "Nokia"}, {"Sony", "Sonos"},
		{"Puma", "пемза"}, {"шарф", "шкаф"}, {"куртка", "кружка"}, {"свеча", "сетка"}, {"dress", "address"}, {"красный", "прекрасный"}, {"рубашка", "бабушка"}} {
		a, b := forms(p[0]), forms(p[1])
		if slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) }) {
			t.Errorf("%q and %q meet: %v, %v", p[0], p[1], a, b)
		}
	}
}

func TestLayout(t *testing.T) {
	for typed, meant := range map[string]string{"rhjccjdrb": "кроссовки", "gkfnmt": "платье", "[jkjlbkmybr": "холодильник", "k.,jq": "любой", "ytj,sxysq": "необычный", "'rhfy": "экран",
		"тшлу": "nike", "фвшвфы": "adidas", "ызщке": "sport", "Z,kjrj": "яблоко", "ljcnfdrf": "доставка", "jgkfnf": "оплата", "руддщ": "hello", "сфтщт": "canon"} {
		if got, ok := fold.Layout(typed); !ok || got != meant {
			t.Errorf("Layout(%q) = %q, %v; want %q", typed, got, ok, meant)
		}
	}
	for _, s := range []string{"nikeкроссовки", "42", "", "!?"} {
		if got, ok := fold.Layout(s); ok {
			t.Errorf("Layout(%q) = %q, want none", s, got)
		}
	}
}

func TestWords(t *testing.T) {
	for text, want := range map[string][]string{
		"Кроссовки Nike Air, 46-й размер!": {"кроссовки", "nike", "air", "46", "й", "размер"},
		"iPhone15 128GB":          {"iphone15", "128gb"},
		"вода 0,5л и 1.5 л":       {"вода", "0.5л", "и", "1.5", "л"},
		"ёжик\u200bв\u00a0тумане": {"ежикв", "тумане"},
		"a\u202eb\u0000c":         {"abc"},
		"е\u0308лка":              {"елка"},
		"C++/Go":                  {"c", "go"},
		"...":                     nil,
		"":                        nil,
		"5. Чай":                  {"5", "чай"},
	} {
		if got := fold.Words(text); !slices.Equal(got, want) {
			t.Errorf("Words(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestParts(t *testing.T) {
	for word, want := range map[string][]string{"iphone15": {"iphone", "15"}, "0.5л": {"0.5", "л"}, "128gb": {"128", "gb"}, "a1b2": {"a", "1", "b", "2"}, "чай": nil, "46": nil, "": nil, "0.5": nil} {
		if got := fold.Parts(word); !slices.Equal(got, want) {
			t.Errorf("Parts(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b       string
		most, want int
	}{{"кроссовки", "красовки", 2, 2}, {"платье", "плате", 2, 1}, {"куртка", "кутрка", 1, 1}, {"nike", "nkie", 1, 1}, {"чай", "чай", 0, 0}, {"чай", "кофе", 1, 2}, {"", "ab", 2, 2},
		{"abcdef", "abc", 2, 3}, {"ноутбук", "ноутбк", 1, 1}, {"лампа", "ламра", 1, 1}, {"ca", "abc", 3, 3}} {
		for _, p := range [][2]string{{c.a, c.b}, {c.b, c.a}} {
			if got := fold.Distance(p[0], p[1], c.most); got != c.want {
				t.Errorf("Distance(%q, %q, %d) = %d, want %d", p[0], p[1], c.most, got, c.want)
			}
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Кроссовки Nike 46", "rhjccjdrb", "\xff\xfe", "0,5л", "е\u0308\u0301"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, w := range fold.Words(s) {
			if again := fold.Words(w); len(again) != 1 || again[0] != w {
				t.Fatalf("Words(%q) gave %q, which is not a word of its own: %q", s, w, again)
			}
			fold.Sound(fold.Stem(w))
			fold.Parts(w)
		}
		fold.Layout(s)
	})
}

func BenchmarkTermsOfAWord(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		fold.Sound(fold.Stem("кроссовками"))
	}
}

func BenchmarkWords(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		fold.Words("Кроссовки Nike Air Zoom, чёрные, 46 размер")
	}
}

func BenchmarkDistance(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		fold.Distance("кроссовки", "красовки", 2)
	}
}
