// Package money is amounts in minor units with their ISO 4217 currency. There is
// no float in it, and two currencies never meet in one sum.
package money

import (
	"math"
	"math/bits"
	"strconv"
	"strings"

	"prilavok/core/fault"
)

// Money is an amount in the currency's minor units (kopecks, cents; whole yen).
type Money struct {
	Amount   int64  `json:"amount"`
	Currency string `json:"currency"`
}

// Faults of this package.
var (
	ErrCurrency = fault.New(fault.Invalid, "money.currency_mismatch", "amounts of different currencies cannot be combined")
	ErrOverflow = fault.New(fault.Invalid, "money.overflow", "the amount is too large")
	ErrFormat   = fault.New(fault.Invalid, "money.format", "not an amount: write it like 1 490,50")
)

// digits lists the currencies whose minor unit is not a hundredth (ISO 4217).
var digits = map[string]int{
	"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0, "UGX": 0, "XOF": 0, "XAF": 0, "XTR": 0,
	"KWD": 3, "BHD": 3, "JOD": 3, "OMR": 3, "TND": 3,
}

// Digits returns how many decimals a currency has.
func Digits(currency string) int {
	if d, ok := digits[currency]; ok {
		return d
	}
	return 2
}

// Of makes an amount.
func Of(amount int64, currency string) Money { return Money{amount, currency} }

// IsZero reports whether the amount is nothing, in any currency.
func (m Money) IsZero() bool { return m.Amount == 0 }

// Add returns m + n. The zero Money takes the other's currency.
func (m Money) Add(n Money) (Money, error) {
	if m.Currency == "" {
		m.Currency = n.Currency
	}
	if n.Currency == "" {
		n.Currency = m.Currency
	}
	if m.Currency != n.Currency {
		return Money{}, ErrCurrency
	}
	s := m.Amount + n.Amount
	if (s > m.Amount) != (n.Amount > 0) && n.Amount != 0 {
		return Money{}, ErrOverflow
	}
	return Money{s, m.Currency}, nil
}

// Times returns m × n, for a line's total.
func (m Money) Times(n int64) (Money, error) {
	hi, lo := bits.Mul64(abs(m.Amount), abs(n))
	if hi != 0 || lo > math.MaxInt64 {
		return Money{}, ErrOverflow
	}
	v := int64(lo)
	if (m.Amount < 0) != (n < 0) {
		v = -v
	}
	return Money{v, m.Currency}, nil
}

func abs(v int64) uint64 {
	if v < 0 {
		return uint64(-(v + 1)) + 1
	}
	return uint64(v)
}

// Decimal returns the amount as people type it, with a dot: "1490.50", "-3", "7".
// All decimals of the currency are written unless they are zero.
func (m Money) Decimal() string {
	d := Digits(m.Currency)
	u := strconv.FormatUint(abs(m.Amount), 10)
	if d > 0 {
		for len(u) <= d {
			u = "0" + u
		}
		whole, frac := u[:len(u)-d], u[len(u)-d:]
		u = whole
		if strings.Trim(frac, "0") != "" {
			u += "." + frac
		}
	}
	if m.Amount < 0 {
		u = "-" + u
	}
	return u
}

// symbols are the signs people expect; other currencies show their code.
var symbols = map[string]string{"RUB": "₽", "USD": "$", "EUR": "€", "KZT": "₸", "UAH": "₴", "GBP": "£", "TRY": "₺", "AMD": "֏", "GEL": "₾", "XTR": "⭐"}

// Format writes the amount for a person: "1 490,50 ₽" in Russian, "$1,490.50" in
// English. Spaces inside are no-break, so that a chat never splits a price.
func (m Money) Format(lang string) string {
	s := m.Decimal()
	neg := strings.HasPrefix(s, "-")
	s = strings.TrimPrefix(s, "-")
	whole, frac, _ := strings.Cut(s, ".")
	sep, point := "\u00a0", ","
	if lang == "en" {
		sep, point = ",", "."
	}
	out := group(whole, sep)
	if frac != "" {
		out += point + frac
	}
	sym, ok := symbols[m.Currency]
	switch {
	case !ok:
		out += "\u00a0" + m.Currency
	case lang == "en" && (sym == "$" || sym == "€" || sym == "£"):
		out = sym + out
	default:
		out += "\u00a0" + sym
	}
	if neg {
		out = "−" + out
	}
	return out
}

func group(s, sep string) string {
	if len(s) <= 3 {
		return s
	}
	head := len(s) % 3
	var b strings.Builder
	b.WriteString(s[:head])
	for i := head; i < len(s); i += 3 {
		if b.Len() > 0 {
			b.WriteString(sep)
		}
		b.WriteString(s[i : i+3])
	}
	return b.String()
}

// Parse reads an amount that a person or a sheet wrote: "1 490,50", "1490.5 ₽",
// "$1,490.50". It refuses more decimals than the currency has.
func Parse(s, currency string) (Money, error) {
	clean := strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\u00a0', '\u202f', '\u2009', '₽', '$', '€', '₸', '£':
			return -1
		case '−':
			return '-'
		}
		return r
	}, strings.TrimSpace(s))
	clean = strings.TrimSuffix(strings.TrimSuffix(clean, "руб."), "р.")
	neg := strings.HasPrefix(clean, "-")
	clean = strings.TrimPrefix(clean, "-")
	whole, frac := splitDecimal(clean)
	d := Digits(currency)
	if trimmed := strings.TrimRight(frac, "0"); len(trimmed) > d {
		return Money{}, ErrFormat
	}
	for len(frac) < d {
		frac += "0"
	}
	all := whole + frac[:d]
	if whole == "" || strings.Trim(all, "0123456789") != "" {
		return Money{}, ErrFormat
	}
	v, err := strconv.ParseInt(all, 10, 64)
	if err != nil {
		return Money{}, ErrOverflow
	}
	if neg {
		v = -v
	}
	return Money{v, currency}, nil
}

// splitDecimal finds the decimal mark: the last of "." and "," is one unless it
// only groups thousands ("1,490" is 1490; "1,49" and "1,490.50" have decimals).
func splitDecimal(s string) (whole, frac string) {
	i := strings.LastIndexAny(s, ".,")
	if i < 0 {
		return s, ""
	}
	mark := s[i : i+1]
	other := map[string]string{".": ",", ",": "."}[mark]
	if strings.Count(s, mark) > 1 || (mark == "," && len(s)-i == 4 && !strings.Contains(s, other) && i <= 3) {
		return strings.ReplaceAll(strings.ReplaceAll(s, mark, ""), other, ""), ""
	}
	return strings.ReplaceAll(s[:i], other, ""), s[i+1:]
}

// Percent returns basisPoints of m (500 = 5 %), rounded half away from zero.
func (m Money) Percent(basisPoints int64) (Money, error) {
	p, err := m.Times(basisPoints)
	if err != nil {
		return Money{}, err
	}
	part, rest := p.Amount/10000, p.Amount%10000
	switch { // not by adding a half first: that could overflow
	case rest >= 5000:
		part++
	case rest <= -5000:
		part--
	}
	return Money{part, m.Currency}, nil
}
