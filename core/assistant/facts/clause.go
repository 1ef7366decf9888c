package facts

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"prilavok/core/pattern"
)

// clauseAt returns the part of a sentence around bytes [start, end).
func clauseAt(n string, start, end int) string {
	from, to := around(n, start, end, func(i int) bool { return borders(n, i) })
	return n[from:to]
}

// reach bounds how far a clause or a sentence goes from a fact, in bytes: a text
// without marks must not cost the square of its length.
const reach = 300

// around widens [start, end) up to what ends it on both sides.
func around(n string, start, end int, ends func(i int) bool) (from, to int) {
	from, to = start, end
	for from > max(0, start-reach) && !ends(from-1) {
		from--
	}
	for to < min(len(n), end+reach) && !ends(to) {
		to++
	}
	return from, to
}

// sentenceAt returns the sentence around bytes [start, end).
func sentenceAt(n string, start, end int) string {
	from, to := around(n, start, end, func(i int) bool { return borders(n, i) && strings.IndexByte(".!?\n", n[i]) >= 0 })
	return n[from:to]
}

// borders reports whether the byte at i ends a clause; marks inside of numbers and
// hyphens inside of words do not.
func borders(n string, i int) bool {
	switch n[i] {
	case '!', '?', ';', '\n', '(', ')':
		return true
	case '.', ',', ':':
		return !(i > 0 && i+1 < len(n) && isDigit(n[i-1]) && isDigit(n[i+1]))
	case '-':
		return i > 0 && i+1 < len(n) && n[i-1] == ' ' && n[i+1] == ' '
	}
	return false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// Words around a fact that change what naming it means. They are looked for near it
// in the same clause only: "не сомневайтесь, доставка бесплатная" denies nothing about
// delivery, and neither does "вы не поверите но доставка бесплатная".
var (
	deniesNext = wordSet(`нет не ни без никак нельзя невозможно no not cannot can't won't don't doesn't isn't aren't without never`)
	deniesLast = pattern.New(`^(?:[\p{L}\d%'.-]+ ){0,3}?(?:нет|нельзя|невозможн\p{L}*|отсутству\p{L}*|закончил\p{L}*|не (?:мо[гж]|смо[гж]|бы|буд|действ|предусм|дела|сдела|да|предоставл|положен|подтвер|сто)\p{L}*|(?:is|are|was) (?:not|no longer)|(?:is|are)n't|not available|cannot|can't)(?:[^\p{L}]|$)`)
	echo       = wordSet(`бюджет бюджета бюджете бюджетом дешевле дороже пределах предел ваш ваша ваши вашего вы вам хотите просили просите назвали писали
		budget under within below over cheaper above asked mentioned wanted you your`)
	pricing = []string{"стои", "цен", "итог", "сумм", "оплат", "обойд", "скидк", "плат", "отда", "прода", "price", "cost", "total", "pay", "discount", "sell", "charge"}
)

func wordSet(list string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		m[w] = true
	}
	return m
}

var wordPattern = pattern.New(`[\p{L}']+`)

func hasWord(clause string, set map[string]bool) bool {
	for _, w := range wordPattern.FindAllString(clause, -1) {
		if set[w] {
			return true
		}
	}
	return false
}

// denies: the clause says near bytes [start, end) that it is not so.
func denies(n string, start, end int) bool {
	from, to := around(n, start, end, func(i int) bool { return borders(n, i) })
	before := wordPattern.FindAllString(n[from:start], -1)
	for _, w := range before[max(0, len(before)-3):] {
		if deniesNext[w] {
			return true
		}
	}
	return deniesLast.MatchString(strings.TrimLeft(n[end:to], " "))
}

// prices: the clause says what something costs.
func prices(clause string) bool {
	for _, w := range wordPattern.FindAllString(clause, -1) {
		for _, stem := range pricing {
			if strings.HasPrefix(w, stem) {
				return true
			}
		}
	}
	return false
}

// echoes: the clause around bytes [start, end) repeats what the contact wants, or
// denies it, and sets no price.
func echoes(n string, start, end int) bool {
	clause := clauseAt(n, start, end)
	return denies(n, start, end) || hasWord(clause, echo) && !prices(clause)
}

// Offers: what a shop promises without a number. The key is what must be proven.
var offers = []struct {
	key   string
	stems []string // one of them occurs wherever re matches
	re    *pattern.Pattern
}{
	{"free", []string{"бесплатн", "даром", "за так", "complim", "free", "no cost", "наш счет", "с нас", "on us", "on the house", "no charge"}, pattern.New(`бесплатн\p{L}*|за наш сч[её]т|доставка с нас|с нас доставка|on the house|on us\b|no charge|free of charge|даром|задаром|за так\b|complimentary|free of charge|\bfree\b|no cost`)},
	{"discount", []string{"скид", "discount", "распрод", "промокод", "promo", "купон", "coupon", "кэшб", "кешб", "cash", "on sale", "off the", "уцен"}, pattern.New(`скид(?:к|оч)\p{L}*|\bdiscounts?\b|распродаж\p{L}*|промокод\p{L}*|promo ?codes?|купон\p{L}*|\bcoupons?\b|кэшб[еэ]к\p{L}*|кешб[еэ]к\p{L}*|cash ?back|\b(?:on sale|off the price)\b|уцен[ке]\p{L}*`)},
	{"half", []string{"полцены", "пол цены", "половин", "дешевле", "half"}, pattern.New(`полцены|вполцены|пол цены|половин\p{L}* (?:цены|стоимости)|вдвое дешевле|в (?:два|2|три|3) раза дешевле|half[- ]price|half off|half the price`)},
	{"bundle", []string{"по цене", "+", "плюс один", "втор", "buy one", "bogo", "for one", "for 1", "price of", "second one"}, pattern.New(`по цене (?:одно|дву|тре|1|2|3)\p{L}*|\d ?\+ ?\d\b|один плюс один|втор\p{L}* (?:\p{L}+ )?(?:в подарок|бесплатно|даром)|buy one|\bbogo\b|two for one|2 for 1|for the price of (?:one|two|1|2)|second one (?:is )?free`)},
	{"gift", []string{"в подарок", "подарим", "gift"}, pattern.New(`в подарок|подарим|\bas a gift\b|\bfree gift\b`)},
}

// condition marks what is free only sometimes. "Бесплатно от 5 000 ₽" proves itself
// and not "бесплатно"; plain "бесплатно" proves both.
var condition = pattern.New(`(?:^|[^\p{L}])(?:от|при|свыше|выше|более|если|from|over|above|if|when|orders? of)\s`)

const freeIf = "free if"

// notFree are uses of "free" that promise nothing.
var notFree = pattern.New(`feel free|free to (?:ask|write|contact|choose|message)|[\p{L}]-free|are you free|hands[- ]free|duty[- ]free`)

var (
	dayWord = pattern.New(`послезавтра|завтра|сегодня|понедельник\p{L}*|вторник\p{L}*|сред[ау]|четверг\p{L}*|пятниц\p{L}*|суббот\p{L}*|воскресень\p{L}*|tomorrow|today|tonight|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day`)
	promise = []string{"достав", "привез", "привоз", "приед", "отправ", "получ", "забер", "забра", "готов", "придет", "прибуд", "курьер",
		"deliver", "ship", "arriv", "ready", "pick", "bring", "send", "courier", "receive", "get"}
)

// scanOffers finds promises that have no number.
func scanOffers(n string) []fact {
	var out []fact
	var quiet [][]int
	if strings.Contains(n, "free") {
		quiet = notFree.FindAllStringIndex(n, -1)
	}
	for _, o := range offers {
		if !containsAny(n, o.stems) {
			continue
		}
		for _, at := range o.re.FindAllStringIndex(n, -1) {
			if !leftOpen(n, at[0]) || o.key == "free" && inside(quiet, at[0]) {
				continue
			}
			key := o.key
			if key == "free" && condition.MatchString(clauseAt(n, at[0], at[1])) {
				key = freeIf
			}
			out = append(out, fact{kind: Offer, keys: []string{key}, start: at[0], end: at[1]})
		}
	}
	if !containsAny(n, dayStems) {
		return out
	}
	for _, at := range dayWord.FindAllStringIndex(n, -1) {
		if leftOpen(n, at[0]) {
			out = append(out, fact{kind: Day, keys: []string{dayKey(n[at[0]:at[1]])}, start: at[0], end: at[1]})
		}
	}
	return out
}

var dayStems = []string{"завтра", "сегодня", "понедельн", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресень", "tomorrow", "to", "day"}

func containsAny(n string, stems []string) bool {
	for _, s := range stems {
		if strings.Contains(n, s) {
			return true
		}
	}
	return false
}

// promised reports whether the clause around a day promises that something happens.
func promised(clause string) bool {
	for _, w := range wordPattern.FindAllString(clause, -1) {
		for _, stem := range promise {
			if strings.HasPrefix(w, stem) {
				return true
			}
		}
	}
	return false
}

// dayKey gives Russian and English names of one day one key.
func dayKey(w string) string {
	for _, d := range []struct{ key, ru, en string }{
		{"overmorrow", "послезавтра", "-"}, {"tomorrow", "завтра", "tomorrow"}, {"today", "сегодня", "to"}, {"mon", "понедел", "mon"},
		{"tue", "вторник", "tues"}, {"wed", "сред", "wednes"}, {"thu", "четверг", "thurs"}, {"fri", "пятниц", "fri"},
		{"sat", "суббот", "satur"}, {"sun", "воскрес", "sun"},
	} {
		if strings.HasPrefix(w, d.ru) || strings.HasPrefix(w, d.en) {
			return d.key
		}
	}
	return w
}

// leftOpen reports whether no letter stands before byte i: "небесплатно" promises
// nothing, and Go's \b knows only ASCII.
func leftOpen(n string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(n[:i])
	return i == 0 || !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

func inside(spans [][]int, at int) bool {
	for _, s := range spans {
		if at >= s[0] && at < s[1] {
			return true
		}
	}
	return false
}
