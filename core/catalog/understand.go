package catalog

import (
	"regexp"
	"strconv"
	"strings"

	"prilavok/core/fold"
)

// Prices in people's words. A number is a price when a word says so: до, от, дешевле,
// under; alone it is a size or part of a name.
var (
	amountText = `(\d{1,3}(?:[ \x{00a0}]\d{3})+|\d+(?:[.,]\d{1,2})?)\s*(тыс\p{L}*|т\.?р\.?|k|к)?\s*(?:₽|руб\p{L}*|р\b\.?|rub\b|rubles?)?`
	priceRange = lazy(`(?i)(?:от|from|between)\s+` + amountText + `\s*(?:до|to|and|по|-|–)\s*` + amountText)
	priceMax   = lazy(`(?i)(?:до|не дороже(?: чем)?|дешевле(?: чем)?|максимум|в пределах|under|below|up to|cheaper than|less than|max)\s+` + amountText)
	priceMin   = lazy(`(?i)(?:от|не дешевле(?: чем)?|дороже(?: чем)?|from|over|above|more than)\s+` + amountText)
	sizeText   = lazy(`(?i)(?:(?:размера?|р-р|size)\s+(\d{2}(?:[.,]5)?|x{0,3}[sml]|xl)\b|\b(\d{2}(?:[.,]5)?|x{0,3}[sml]|xl)\s*(?:-?[його]+\s+)?(?:размера?|size)\b)`)
	stockText  = lazy(`(?i)(?:в наличии|есть в наличии|in stock|available)`)
)

// lazy compiles a pattern when it is first needed: an edge isolate pays CPU for its start.
func lazy(pattern string) func() *regexp.Regexp {
	var re *regexp.Regexp
	return func() *regexp.Regexp {
		if re == nil {
			re = regexp.MustCompile(pattern)
		}
		return re
	}
}

// understand takes prices, a size and "in stock" out of the words of a query.
func understand(q Query) Query {
	text := fold.Clean(q.Text)
	if m := priceRange().FindStringSubmatch(text); m != nil {
		q.PriceMin, q.PriceMax = orElse(q.PriceMin, minor(m[1], m[2])), orElse(q.PriceMax, minor(m[3], m[4]))
		text = strings.Replace(text, m[0], " ", 1)
	}
	if m := priceMax().FindStringSubmatch(text); m != nil {
		q.PriceMax = orElse(q.PriceMax, minor(m[1], m[2]))
		text = strings.Replace(text, m[0], " ", 1)
	}
	if m := priceMin().FindStringSubmatch(text); m != nil {
		q.PriceMin = orElse(q.PriceMin, minor(m[1], m[2]))
		text = strings.Replace(text, m[0], " ", 1)
	}
	if m := sizeText().FindStringSubmatch(text); m != nil {
		q.Options = append(q.Options, m[1]+m[2])
		text = strings.Replace(text, m[0], " ", 1)
	}
	if m := stockText().FindString(text); m != "" {
		q.InStock = true
		text = strings.Replace(text, m, " ", 1)
	}
	q.Text = strings.TrimSpace(text)
	return q
}

func orElse(known, found *int64) *int64 {
	if known != nil {
		return known
	}
	return found
}

// minor reads an amount in whole units of a currency with hundredths.
func minor(digits, thousands string) *int64 {
	digits = strings.NewReplacer(" ", "", "\u00a0", "", ",", ".").Replace(digits)
	f, err := strconv.ParseFloat(digits, 64)
	if err != nil || f > 1e9 {
		return nil
	}
	n := int64(f*100 + 0.5)
	if thousands != "" {
		n *= 1000
	}
	return &n
}
