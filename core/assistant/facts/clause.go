package facts

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// clauseAt returns the part of a sentence around bytes [start, end).
func clauseAt(n string, start, end int) string {
	from, to := 0, len(n)
	for i := start - 1; i >= 0; i-- {
		if borders(n, i) {
			from = i + 1
			break
		}
	}
	for i := end; i < len(n); i++ {
		if borders(n, i) {
			to = i
			break
		}
	}
	return n[from:to]
}

// sentenceAt returns the sentence around bytes [start, end).
func sentenceAt(n string, start, end int) string {
	from, to := 0, len(n)
	for i := start - 1; i >= 0; i-- {
		if borders(n, i) && strings.IndexByte(".!?\n", n[i]) >= 0 {
			from = i + 1
			break
		}
	}
	for i := end; i < len(n); i++ {
		if borders(n, i) && strings.IndexByte(".!?\n", n[i]) >= 0 {
			to = i
			break
		}
	}
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

// Words around a fact that change what naming it means. They are looked for in the
// same clause only: "не сомневайтесь, доставка бесплатная" denies nothing about delivery.
var (
	denial = wordSet(`нет не без никак нельзя невозможно отсутствует отсутствуют no not cannot can't won't don't doesn't isn't aren't without never unfortunately`)
	echo   = wordSet(`бюджет бюджета бюджете бюджетом дешевле дороже пределах предел ваш ваша ваши вашего вы вам хотите просили просите назвали писали
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

var wordPattern = regexp.MustCompile(`[\p{L}']+`)

func hasWord(clause string, set map[string]bool) bool {
	for _, w := range wordPattern.FindAllString(clause, -1) {
		if set[w] {
			return true
		}
	}
	return false
}

// denies: the clause says that something is not so.
func denies(clause string) bool { return hasWord(clause, denial) }

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

// echoes: the clause repeats what the contact wants, or denies it, and sets no price.
func echoes(clause string) bool {
	if denies(clause) {
		return true
	}
	return hasWord(clause, echo) && !prices(clause)
}

// Offers: what a shop promises without a number. The key is what must be proven.
var offers = []struct {
	key   string
	stems []string // one of them occurs wherever re matches
	re    *regexp.Regexp
}{
	{"free", []string{"бесплатн", "даром", "за так", "complim", "free", "no cost"}, regexp.MustCompile(`бесплатн\p{L}*|даром|задаром|за так\b|complimentary|free of charge|\bfree\b|no cost`)},
	{"discount", []string{"скид", "discount", "распрод", "промокод", "promo", "купон", "coupon", "кэшб", "кешб", "cash", "on sale", "off the", "уцен"}, regexp.MustCompile(`скид(?:к|оч)\p{L}*|\bdiscounts?\b|распродаж\p{L}*|промокод\p{L}*|promo ?codes?|купон\p{L}*|\bcoupons?\b|кэшб[еэ]к\p{L}*|кешб[еэ]к\p{L}*|cash ?back|\b(?:on sale|off the price)\b|уцен[ке]\p{L}*`)},
	{"half", []string{"полцены", "пол цены", "половин", "дешевле", "half"}, regexp.MustCompile(`полцены|вполцены|пол цены|половин\p{L}* (?:цены|стоимости)|вдвое дешевле|в два раза дешевле|half[- ]price|half off|half the price`)},
	{"bundle", []string{"по цене", "+", "плюс один", "втор", "buy one", "bogo", "for one", "for 1", "price of", "second one"}, regexp.MustCompile(`по цене (?:одно|дву|тре|1|2|3)\p{L}*|\d ?\+ ?\d\b|один плюс один|втор\p{L}* (?:\p{L}+ )?(?:в подарок|бесплатно|даром)|buy one|\bbogo\b|two for one|2 for 1|for the price of (?:one|two|1|2)|second one (?:is )?free`)},
	{"gift", []string{"в подарок", "подарим", "gift"}, regexp.MustCompile(`в подарок|подарим|\bas a gift\b|\bfree gift\b`)},
}

// notFree are uses of "free" that promise nothing.
var notFree = regexp.MustCompile(`feel free|free to (?:ask|write|contact|choose|message)|[\p{L}]-free|are you free|hands[- ]free|duty[- ]free`)

var (
	dayWord = regexp.MustCompile(`послезавтра|завтра|сегодня|понедельник\p{L}*|вторник\p{L}*|сред[ау]|четверг\p{L}*|пятниц\p{L}*|суббот\p{L}*|воскресень\p{L}*|tomorrow|today|tonight|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day`)
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
			out = append(out, fact{kind: Offer, keys: []string{o.key}, start: at[0], end: at[1]})
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
