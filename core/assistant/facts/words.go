package facts

import "strings"

// The number words of both languages, in thousandths, all cases. Words that multiply
// what stands before them are in multipliers.
var numberWords = words([]numeral{
	{0, "ноль нуль ноля нуля нулю zero"},
	{1, "один одна одно одну одного одной одному одним одном one"},
	{1500, "полтора полторы полутора"},
	{2, "два две двух двум двумя двое двоих two"},
	{3, "три трех трем тремя трое троих three"},
	{4, "четыре четырех четырем четырьмя четверо four"},
	{5, "пять пяти пятью пятеро five"},
	{6, "шесть шести шестью six"},
	{7, "семь семи seven"},
	{8, "восемь восьми восемью восьмью eight"},
	{9, "девять девяти девятью nine"},
	{10, "десять десяти десятью ten"},
	{11, "одиннадцать одиннадцати одиннадцатью eleven"},
	{12, "двенадцать двенадцати двенадцатью дюжина дюжину дюжины twelve dozen"},
	{13, "тринадцать тринадцати тринадцатью thirteen"},
	{14, "четырнадцать четырнадцати четырнадцатью fourteen"},
	{15, "пятнадцать пятнадцати пятнадцатью fifteen"},
	{16, "шестнадцать шестнадцати шестнадцатью sixteen"},
	{17, "семнадцать семнадцати семнадцатью seventeen"},
	{18, "восемнадцать восемнадцати восемнадцатью eighteen"},
	{19, "девятнадцать девятнадцати девятнадцатью nineteen"},
	{20, "двадцать двадцати двадцатью twenty"},
	{30, "тридцать тридцати тридцатью thirty"},
	{40, "сорок сорока forty fourty"},
	{50, "пятьдесят пятидесяти пятьюдесятью полтинник полтос fifty"},
	{60, "шестьдесят шестидесяти шестьюдесятью sixty"},
	{70, "семьдесят семидесяти семьюдесятью seventy"},
	{80, "восемьдесят восьмидесяти восемьюдесятью восьмьюдесятью eighty"},
	{90, "девяносто девяноста ninety"},
	{100, "сто ста сотка сотку"},
	{200, "двести двухсот двумстам двумястами"},
	{300, "триста трехсот тремстам тремястами"},
	{400, "четыреста четырехсот четыремстам четырьмястами"},
	{500, "пятьсот пятисот пятистам пятьюстами полтысячи пятихатка пятихатку"},
	{600, "шестьсот шестисот шестистам шестьюстами"},
	{700, "семьсот семисот семистам семьюстами"},
	{800, "восемьсот восьмисот восьмистам восемьюстами"},
	{900, "девятьсот девятисот девятистам девятьюстами"},
})

var multipliers = words([]numeral{
	{10, "десяток десятка десятков десятку"},
	{100, "сотня сотни сотню сотне сотен сотней hundred hundreds"},
	{1000, "тысяча тысячи тысячу тысяче тысяч тысячей тысячью тысячам тысячами тысячах тыс тыща тыщи тыщу тыщ косарь косаря косарей thousand thousands k к grand"},
	{1_000_000, "миллион миллиона миллионов миллиону млн лям ляма лямов million millions mln"},
})

// numeral is how a number is said.
type numeral struct {
	n     int64
	words string
}

func words(all []numeral) map[string]int64 {
	m := map[string]int64{}
	for _, by := range all {
		for w := range strings.FieldsSeq(by.words) {
			m[w] = by.n * 1000
			if by.n == 1500 {
				m[w] = 1500
			}
		}
	}
	return m
}

// Ordinals name days of a month: "пятого мая", "the fifth of May".
var ordinalWords = words([]numeral{
	{1, "первое первого первому first"}, {2, "второе второго второму second"}, {3, "третье третьего третьему third"},
	{4, "четвертое четвертого fourth"}, {5, "пятое пятого пятому fifth"}, {6, "шестое шестого sixth"},
	{7, "седьмое седьмого seventh"}, {8, "восьмое восьмого eighth"}, {9, "девятое девятого ninth"},
	{10, "десятое десятого tenth"}, {11, "одиннадцатое одиннадцатого eleventh"}, {12, "двенадцатое двенадцатого twelfth"},
	{13, "тринадцатое тринадцатого thirteenth"}, {14, "четырнадцатое четырнадцатого fourteenth"},
	{15, "пятнадцатое пятнадцатого fifteenth"}, {16, "шестнадцатое шестнадцатого sixteenth"},
	{17, "семнадцатое семнадцатого seventeenth"}, {18, "восемнадцатое восемнадцатого eighteenth"},
	{19, "девятнадцатое девятнадцатого nineteenth"}, {20, "двадцатое двадцатого twentieth"}, {30, "тридцатое тридцатого thirtieth"},
})

// months by the beginning of their names; мая and may stand whole.
var months = []struct{ ru, en string }{
	{"январ", "jan"}, {"феврал", "feb"}, {"март", "mar"}, {"апрел", "apr"}, {"ма", "may"}, {"июн", "jun"},
	{"июл", "jul"}, {"август", "aug"}, {"сентябр", "sep"}, {"октябр", "oct"}, {"ноябр", "nov"}, {"декабр", "dec"},
}

// monthOf returns 1–12, or 0 for a word that names no month.
func monthOf(w string) int {
	for i, m := range months {
		switch {
		case i == 4 && (w == "мая" || w == "май" || w == "мае" || w == "маю" || w == "may"):
			return 5
		case i == 4:
			continue
		case strings.HasPrefix(w, m.ru) && len(w) <= len(m.ru)+4:
			return i + 1
		case w == m.en || w == "sept" && i == 8 || strings.HasPrefix(w, m.en) && fullMonth[w]:
			return i + 1
		}
	}
	return 0
}

var fullMonth = map[string]bool{"january": true, "february": true, "march": true, "april": true, "june": true, "july": true,
	"august": true, "september": true, "october": true, "november": true, "december": true}

// currencyOf returns the ISO code that a word or sign stands for, "" for others.
// "коп" stands for hundredths of a ruble, "cent" for those of a dollar.
func currencyOf(w string) string {
	if c, ok := currencySigns[w]; ok {
		return c
	}
	for _, c := range currencyStems {
		if strings.HasPrefix(w, c.stem) && len([]rune(w)) <= len([]rune(c.stem))+4 {
			return c.code
		}
	}
	return ""
}

var currencySigns = map[string]string{"₽": "RUB", "р": "RUB", "rub": "RUB", "rur": "RUB", "rubles": "RUB", "ruble": "RUB",
	"roubles": "RUB", "rouble": "RUB", "$": "USD", "usd": "USD", "€": "EUR", "eur": "EUR", "евро": "EUR", "euro": "EUR", "euros": "EUR",
	"£": "GBP", "gbp": "GBP", "pounds": "GBP", "₸": "KZT", "kzt": "KZT", "тг": "KZT", "тенге": "KZT", "₴": "UAH", "uah": "UAH", "грн": "UAH",
	"byn": "BYN", "¥": "CNY", "cny": "CNY", "₺": "TRY", "⭐": "XTR", "xtr": "XTR", "коп": "kop", "cents": "cent", "cent": "cent",
	"bucks": "USD", "buck": "USD", "amd": "AMD", "֏": "AMD", "gel": "GEL", "₾": "GEL", "сум": "UZS", "uzs": "UZS"}

var currencyStems = []struct{ stem, code string }{
	{"руб", "RUB"}, {"целков", "RUB"}, {"rubl", "RUB"}, {"roubl", "RUB"}, {"доллар", "USD"}, {"бакс", "USD"}, {"dollar", "USD"},
	{"гривен", "UAH"}, {"гривн", "UAH"}, {"юан", "CNY"}, {"фунт", "GBP"}, {"копе", "kop"}, {"цент", "cent"},
}

// percentWord reports whether a word means percent.
func percentWord(w string) bool {
	return w == "%" || w == "percent" || w == "pct" || w == "проц" || strings.HasPrefix(w, "процент") || strings.HasPrefix(w, "процентн")
}

// countNoun reports whether a word counts goods: "2 штуки", "3 pairs".
func countNoun(w string) bool {
	for _, stem := range []string{"шт", "пар", "упаков", "пач", "товар", "позици", "вариант", "модел", "единиц", "коробк", "бутыл", "комплект",
		"pc", "piece", "pair", "pack", "item", "unit", "option", "model", "box", "bottle"} {
		if strings.HasPrefix(w, stem) {
			return true
		}
	}
	return false
}
