package catalog

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"prilavok/core/fold"
	"prilavok/core/money"
	"prilavok/core/pattern"
)

// Prices in people's words. A number is a price when a word says so: до, от, дешевле,
// under; alone it is a size or part of a name.
var (
	wordEnd    = `(?:[^\p{L}\d]|$)`
	amountText = `(\d{1,3}(?:[ \x{00a0}]\d{3})+|\d+(?:[.,]\d{1,2})?)(?:\s*(тыс\p{L}*|(?:т\.?\s?р\.?|k|к)` + wordEnd + `))?(?:\s*(?:₽|руб\p{L}*|rub(?:les?)?` + wordEnd + `|р\.?` + wordEnd + `))?`
	sizeValue  = `(\d{2,3}(?:[.,]5)?|x{0,3}[sml]|\d?xl)`
	priceRange = pattern.New(`(?i)(?:от|from|between)\s+` + amountText + `\s*(?:до|to|and|по|-|–)\s*` + amountText)
	priceMax   = pattern.New(`(?i)(?:до|не дороже(?: чем)?|дешевле(?: чем)?|максимум|в пределах|under|below|up to|cheaper than|less than|max)\s+` + amountText)
	priceMin   = pattern.New(`(?i)(?:от|не дешевле(?: чем)?|дороже(?: чем)?|from|over|above|more than)\s+` + amountText)
	sizeText   = pattern.New(`(?i)(?:(?:размер\p{L}*|р-р|size)\s+` + sizeValue + `|` + sizeValue + `\s*(?:-?(?:й|го|ой|ом)\s+)?(?:размер\p{L}*|р-р|size))`)
	stockText  = pattern.New(`(?i)(?:в наличии|есть в наличии|in stock|available)`)
)

// understand takes prices, a size and "in stock" out of the words of a query. What the
// caller has set already stays.
func understand(q Query) Query {
	text := fold.Clean(q.Text)
	price := func(m []string, i int) *int64 { return minor(m[i], m[i+1], q.Currency) }
	if m := cut(priceRange, &text); m != nil {
		q.PriceMin, q.PriceMax = orElse(q.PriceMin, price(m, 1)), orElse(q.PriceMax, price(m, 3))
	}
	if m := cut(priceMax, &text); m != nil {
		q.PriceMax = orElse(q.PriceMax, price(m, 1))
	}
	if m := cut(priceMin, &text); m != nil {
		q.PriceMin = orElse(q.PriceMin, price(m, 1))
	}
	if m := cut(sizeText, &text); m != nil {
		q.Options = append(slices.Clone(q.Options), m[1]+m[2])
	}
	if m := cut(stockText, &text); m != nil {
		q.InStock = true
	}
	q.Text = strings.TrimSpace(text)
	return q
}

// cut takes the first match that begins and ends with a word out of a text; \b would
// know ASCII letters only.
func cut(re *pattern.Pattern, text *string) []string {
	at := re.FindStringSubmatchIndex(*text)
	if at == nil {
		return nil
	}
	before, _ := utf8.DecodeLastRuneInString((*text)[:at[0]])
	after, _ := utf8.DecodeRuneInString((*text)[at[1]:])
	first, _ := utf8.DecodeRuneInString((*text)[at[0]:at[1]])
	last, _ := utf8.DecodeLastRuneInString((*text)[at[0]:at[1]])
	if wordly(before) && wordly(first) || wordly(last) && wordly(after) {
		return nil
	}
	m := make([]string, len(at)/2)
	for i := range m {
		if at[2*i] >= 0 {
			m[i] = (*text)[at[2*i]:at[2*i+1]]
		}
	}
	*text = (*text)[:at[0]] + " " + (*text)[at[1]:]
	return m
}

func wordly(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func orElse(known, found *int64) *int64 {
	if known != nil {
		return known
	}
	return found
}

// minor reads an amount in whole units of a currency; nil when nobody means it.
func minor(digits, thousands, currency string) *int64 {
	whole := strings.NewReplacer(" ", "", "\u00a0", "").Replace(digits)
	m, err := money.Parse(whole, currency)
	if err != nil || m.Amount > 1e15 {
		return nil
	}
	if thousands != "" {
		m.Amount *= 1000
	}
	return &m.Amount
}
