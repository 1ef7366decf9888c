package facts

import (
	"slices"
	"strings"
	"unicode"

	"prilavok/core/pattern"
)

// Citation is how a model names a product for which a card is rendered: [[prd_…]].
var Citation = pattern.New(`\[\[\s*([A-Za-z0-9_-]{1,64})\s*\]\]`)

// scan finds every fact of a normalized text, in its order. What one kind takes is
// blanked before the next looks, so that a date is no amount and a link no id.
func scan(n string) []fact {
	s := &scanner{text: n, rest: []byte(n)}
	digits := strings.ContainsAny(n, "0123456789")
	s.links()
	s.dates(digits)
	if digits {
		s.phones()
		s.times()
	}
	s.found = append(s.found, scanOffers(string(s.rest))...)
	if digits {
		s.ids()
	}
	s.numbers()
	slices.SortStableFunc(s.found, func(a, b fact) int { return a.start - b.start })
	return s.found
}

type scanner struct {
	text  string
	rest  []byte // text with what was found blanked
	found []fact
	used  int // tokens that a number has taken as its currency or unit
}

// take records a fact and blanks its bytes.
func (s *scanner) take(kind Kind, start, end int, keys ...string) {
	s.found = append(s.found, fact{kind: kind, keys: keys, start: start, end: end})
	for i := start; i < end; i++ {
		s.rest[i] = '|'
	}
}

var (
	emailPattern = pattern.New(`[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+`)
	urlPattern   = pattern.New(`(?:[a-z][a-z0-9+.-]{1,12}://|www\.|mailto:|tel:)[^\s<>"'|«»]+`)
	hostPattern  = pattern.New(`[\p{L}\d][\p{L}\d-]*(?:\.[\p{L}\d-]+)*\.(?:com|ru|net|org|io|me|shop|store|app|dev|info|biz|su|kz|by|ua|eu|de|uk|us|co|site|online|pro|club|xyz|top|link|click|ly|gg|cc|tv|ai|to|gl|be|tech|space|website|live|fun|рф|рус|онлайн|сайт|москва|дети|бел|укр|ком)(?:/[^\s<>"'|«»]*)?`)
	spelledHost  = pattern.New(`[\p{L}\d-]+ ?[\[(]?(?:dot|точка)[\])]? ?(?:com|ru|net|org|me|io|ком|ру|нет|рф)|[\p{L}\d-]+ ?[\[({]\.[\])}] ?\p{L}{2,6}`)
	handle       = pattern.New(`@[a-z\d_]{3,32}`)
)

func (s *scanner) links() {
	for _, p := range []*pattern.Pattern{emailPattern, urlPattern, hostPattern, spelledHost, handle} {
		if !mayLink(p, s.text) {
			continue
		}
		for _, at := range p.FindAllIndex(s.rest, -1) {
			end := at[1]
			for end > at[0] && strings.IndexByte(".,!?:;)]}'\"", s.rest[end-1]) >= 0 {
				end--
			}
			if p == hostPattern && !wholeHost(string(s.rest), at[0], end) {
				continue
			}
			s.take(Link, at[0], end, linkKeys(s.text[at[0]:end])...)
		}
	}
}

// mayLink is a cheap look whether a pattern can match at all.
func mayLink(p *pattern.Pattern, n string) bool {
	switch p {
	case emailPattern, handle:
		return strings.Contains(n, "@")
	case urlPattern:
		return strings.Contains(n, "://") || strings.Contains(n, "www.") || strings.Contains(n, "mailto:") || strings.Contains(n, "tel:")
	case spelledHost:
		return strings.Contains(n, "dot") || strings.Contains(n, "точка") || strings.Contains(n, ".]") || strings.Contains(n, ".)") || strings.Contains(n, ".}")
	}
	for i := strings.IndexByte(n, '.'); i >= 0 && i+1 < len(n); {
		if n[i+1] != ' ' && n[i+1] != '\n' && !isDigit(n[i+1]) {
			return true
		}
		k := strings.IndexByte(n[i+1:], '.')
		if k < 0 {
			break
		}
		i += 1 + k
	}
	return false
}

// wholeHost refuses matches that stop inside of a word: "и т.by" is none, "шт.comфорт" neither.
func wholeHost(n string, start, end int) bool {
	return leftOpen(n, start) && (end == len(n) || !wordPattern.MatchString(firstRune(n[end:])))
}

// linkKeys returns the link without scheme, www and closing slash.
func linkKeys(link string) []string {
	bare := link
	if _, after, ok := strings.Cut(bare, "://"); ok {
		bare = after
	}
	bare = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(bare, "mailto:"), "tel:"), "www.")
	return []string{strings.TrimRight(bare, "/")}
}

// tok is a run of digits or letters, or one other character that is no space.
type tok struct {
	kind       byte // d, w, p
	text       string
	start, end int
	glued      bool // nothing stands between it and the one before
}

// tokens cuts what is not blanked yet.
func (s *scanner) tokens() []tok {
	var out []tok
	n := string(s.rest)
	for i, r := range n {
		kind := byte('p')
		switch {
		case r == ' ':
			continue
		case r >= '0' && r <= '9':
			kind = 'd'
		case unicode.IsLetter(r):
			kind = 'w'
		}
		end := i + len(string(r))
		if k := len(out) - 1; k >= 0 && kind != 'p' && out[k].kind == kind && out[k].end == i {
			out[k].end, out[k].text = end, n[out[k].start:end]
			continue
		}
		glued := len(out) > 0 && out[len(out)-1].end == i
		out = append(out, tok{kind, n[i:end], i, end, glued})
	}
	return out
}

var (
	phonePattern = pattern.New(`\+?\d[\d() -]{8,20}\d`)
	timePattern  = pattern.New(`\b([01]?\d|2[0-4])[:.]([0-5]\d)(?: ?(am|pm|a\.m\.|p\.m\.)(?:\b|$))?`)
	hourPattern  = pattern.New(`\b(\d{1,2}) ?(am|pm|a\.m\.|p\.m\.)(?:[^\p{L}]|$)`)
)

// phones takes ten to fifteen digits that are written as a number to call: with a
// plus, brackets or hyphens, or eleven that begin with 7 or 8. Amounts are grouped by
// spaces alone.
func (s *scanner) phones() {
	for _, at := range phonePattern.FindAllIndex(s.rest, -1) {
		raw := string(s.rest[at[0]:at[1]])
		if strings.Contains(raw, " - ") || !leftOpen(string(s.rest), at[0]) {
			continue
		}
		digits := onlyDigits(raw)
		n := len(digits)
		formal := strings.ContainsAny(raw, "+(") || strings.Count(raw, "-") >= 2
		if n < 10 || n > 15 || !formal && (n != 11 || digits[0] != '7' && digits[0] != '8') {
			continue
		}
		s.take(Phone, at[0], at[1], digits[n-10:])
	}
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

func (s *scanner) times() {
	for _, m := range timePattern.FindAllSubmatchIndex(s.rest, -1) {
		half := groupOf(s.rest, m, 3)
		if s.rest[m[3]] == '.' && !s.clockWord(m[0]) || m[1] < len(s.rest) && isDigit(s.rest[m[1]]) {
			continue
		}
		s.take(Time, m[0], m[1], timeKey(groupOf(s.rest, m, 1), groupOf(s.rest, m, 2), half))
	}
	for _, m := range hourPattern.FindAllSubmatchIndex(s.rest, -1) {
		s.take(Time, m[0], m[5], timeKey(groupOf(s.rest, m, 1), "00", groupOf(s.rest, m, 2)))
	}
}

// clockWord: "в 10.30", "с 10.00 до 20.00": a dot tells time only after such a word.
func (s *scanner) clockWord(at int) bool {
	words := wordPattern.FindAllString(string(s.rest[max(0, at-12):at]), -1)
	if len(words) == 0 {
		return false
	}
	return clockWords[words[len(words)-1]]
}

var clockWords = wordSet("в с до от к at from till until to")

func groupOf(b []byte, m []int, g int) string {
	if m[2*g] < 0 {
		return ""
	}
	return string(b[m[2*g]:m[2*g+1]])
}

func timeKey(hour, minute, half string) string {
	h := small(hour)
	switch {
	case strings.HasPrefix(half, "p") && h < 12:
		h += 12
	case strings.HasPrefix(half, "a") && h == 12:
		h = 0
	}
	return string(rune('0'+h/10)) + string(rune('0'+h%10)) + ":" + minute
}

// small reads a number of at most four digits.
func small(s string) int {
	n := 0
	for _, r := range s {
		n = n*10 + int(r-'0')
	}
	return n
}

var idPattern = pattern.New(`#? ?[\p{L}\d]+(?:[-_/][\p{L}\d]+)*`)

// ids takes words that mix letters and digits, and numbers after # or №, unless they
// are a number with a unit, an ordinal or a size.
func (s *scanner) ids() {
	for _, at := range idPattern.FindAllIndex(s.rest, -1) {
		raw := string(s.rest[at[0]:at[1]])
		marked := strings.HasPrefix(raw, "#")
		word := strings.TrimLeft(raw, "# ")
		letters, digits := strings.ContainsFunc(word, unicode.IsLetter), strings.ContainsAny(word, "0123456789")
		if !digits || !letters && !marked || !marked && measured(word) {
			continue
		}
		s.take(ID, at[1]-len(word), at[1], compact(word))
	}
}

var (
	measurePattern = pattern.New(`^\d+-?(\p{L}+)$`)
	sizePattern    = pattern.New(`^\d+(?:[xх]\d+)+(\p{L}*)$`)
	rangePattern   = pattern.New(`^\d+-\d+-?(\p{L}+)$`)
)

// measured: "500г", "42-й", "1500р", "2k", "10x20", "2-3шт" are numbers with a unit.
func measured(w string) bool {
	for _, p := range []*pattern.Pattern{measurePattern, sizePattern, rangePattern} {
		if m := p.FindStringSubmatch(w); m != nil {
			u := m[1]
			return u == "" || unitWord(u) || currencyOf(u) != "" || multipliers[u] > 0 || ordinalEnd[u] || percentWord(u) ||
				countNoun(u) || strings.HasPrefix(u, "процент") || strings.HasPrefix(u, "дневн") || strings.HasPrefix(u, "размер")
		}
	}
	return false
}

var ordinalEnd = wordSet("й го му м ый ой ая я ое е ые ти th st nd rd ю х")

// unitWord reports whether a word is a unit that stands after a number.
func unitWord(w string) bool {
	return units[w] || strings.HasPrefix(w, "грамм") || strings.HasPrefix(w, "килограмм") || strings.HasPrefix(w, "литр") ||
		strings.HasPrefix(w, "сантиметр") || strings.HasPrefix(w, "метр")
}

var units = wordSet(`г гр кг мг л мл см мм м км м2 м3 шт ч час часа часов мин минут сек с дн дня дней день сут в вт квт гц мгц ггц гб мб тб мач
	дюйм дюйма дюймов г. лет год года месяц месяца месяцев мес недель недели неделю размер размера
	g kg mg l ml cm mm m km oz lb lbs in ft pcs h hr hrs min sec day days week weeks month months year years v w kw hz mhz ghz gb mb tb mah size d`)

// compact writes an id without separators and with one of each pair of letters that
// look alike in two scripts.
func compact(w string) string {
	return toLatin.Replace(separators.Replace(w))
}

var separators = strings.NewReplacer("-", "", "_", "", "/", "", " ", "", "#", "", ".", "", ",", "")

// idWords cuts a source into words for addIDs.
func idWords(n string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(n, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		out = append(out, compact(w))
	}
	return out
}
