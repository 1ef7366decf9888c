package money_test

import (
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"prilavok/core/money"
)

func rub(n int64) money.Money { return money.Of(n, "RUB") }

func TestAdd(t *testing.T) {
	for _, c := range []struct {
		a, b, want money.Money
		err        error
	}{
		{rub(1), rub(2), rub(3), nil},
		{money.Money{}, rub(2), rub(2), nil},
		{rub(2), money.Money{}, rub(2), nil},
		{rub(5), rub(-7), rub(-2), nil},
		{rub(math.MaxInt64), rub(0), rub(math.MaxInt64), nil},
		{rub(math.MaxInt64), rub(1), money.Money{}, money.ErrOverflow},
		{rub(math.MinInt64), rub(-1), money.Money{}, money.ErrOverflow},
		{rub(1), money.Of(1, "USD"), money.Money{}, money.ErrCurrency},
	} {
		got, err := c.a.Add(c.b)
		if !errors.Is(err, c.err) || got != c.want {
			t.Errorf("%v + %v = %v, %v; want %v, %v", c.a, c.b, got, err, c.want, c.err)
		}
	}
}

// TestAgainstBig compares with arithmetic that cannot overflow, on edges and at random.
func TestAgainstBig(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	edges := []int64{0, 1, -1, 2, 4999, 5000, 5001, 9999, 10000, -4999, -5000, -5001, math.MaxInt64, math.MinInt64, math.MinInt64 + 1, math.MaxInt64 - 1, 1 << 32, -1 << 32}
	pick := func() int64 {
		if r.IntN(2) == 0 {
			return edges[r.IntN(len(edges))]
		}
		return r.Int64() >> r.IntN(64) * (1 - 2*r.Int64N(2))
	}
	for range 200_000 {
		a, b := pick(), pick()
		sum := new(big.Int).Add(big.NewInt(a), big.NewInt(b))
		same(t, "+", a, b, sum)(rub(a).Add(rub(b)))
		product := new(big.Int).Mul(big.NewInt(a), big.NewInt(b))
		same(t, "×", a, b, product)(rub(a).Times(b))
		if !product.IsInt64() {
			continue
		}
		part := percent(product)
		if got, err := rub(a).Percent(b); err == nil && got.Amount != part {
			t.Fatalf("%d bp of %d = %d, want %d", b, a, got.Amount, part)
		}
	}
}

// same compares a result with the true one, or wants the overflow said. The smallest
// number of all may be refused: it has no positive twin.
func same(t *testing.T, op string, a, b int64, want *big.Int) func(money.Money, error) {
	t.Helper()
	return func(got money.Money, err error) {
		t.Helper()
		switch {
		case err == nil && (!want.IsInt64() || want.Int64() != got.Amount):
			t.Fatalf("%d %s %d = %d, want %s", a, op, b, got.Amount, want)
		case err != nil && want.IsInt64() && want.Int64() != math.MinInt64:
			t.Fatalf("%d %s %d: %v, want %s", a, op, b, err, want)
		}
	}
}

// percent divides by 10,000, half away from zero.
func percent(product *big.Int) int64 {
	q, r := new(big.Int).QuoRem(product, big.NewInt(10_000), new(big.Int))
	if r.CmpAbs(big.NewInt(5_000)) >= 0 {
		q.Add(q, big.NewInt(int64(r.Sign())))
	}
	return q.Int64()
}

func TestFormat(t *testing.T) {
	for _, c := range []struct {
		m      money.Money
		ru, en string
	}{
		{rub(149050), "1\u00a0490,50\u00a0₽", "1,490.50\u00a0₽"},
		{rub(79000), "790\u00a0₽", "790\u00a0₽"},
		{rub(-5), "−0,05\u00a0₽", "−0.05\u00a0₽"},
		{rub(123456789000), "1\u00a0234\u00a0567\u00a0890\u00a0₽", "1,234,567,890\u00a0₽"},
		{money.Of(149050, "USD"), "1\u00a0490,50\u00a0$", "$1,490.50"},
		{money.Of(1490, "JPY"), "1\u00a0490\u00a0JPY", "1,490\u00a0JPY"},
		{money.Of(1234, "KWD"), "1,234\u00a0KWD", "1.234\u00a0KWD"},
		{money.Of(math.MinInt64, "JPY"), "−9\u00a0223\u00a0372\u00a0036\u00a0854\u00a0775\u00a0808\u00a0JPY", "−9,223,372,036,854,775,808\u00a0JPY"},
	} {
		if ru, en := c.m.Format("ru"), c.m.Format("en"); ru != c.ru || en != c.en {
			t.Errorf("%v: %q, %q; want %q, %q", c.m, ru, en, c.ru, c.en)
		}
	}
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		in, currency string
		want         int64
		err          error
	}{
		{"1 490,50", "RUB", 149050, nil}, {"1490.5 ₽", "RUB", 149050, nil}, {"$1,490.50", "USD", 149050, nil},
		{"1,490", "USD", 149000, nil}, {"1.490,50", "EUR", 149050, nil}, {"790 руб.", "RUB", 79000, nil}, {"790р.", "RUB", 79000, nil},
		{"1\u00a0490", "RUB", 149000, nil}, {"−5", "RUB", -500, nil}, {"-0,05", "RUB", -5, nil}, {"1490", "JPY", 1490, nil}, {"1,234,567", "USD", 123456700, nil},
		{"1490,505", "RUB", 0, money.ErrFormat}, {"1490,500", "RUB", 149050, nil}, {"1.5", "JPY", 0, money.ErrFormat}, {"", "RUB", 0, money.ErrFormat},
		{"бесплатно", "RUB", 0, money.ErrFormat}, {"1e3", "RUB", 0, money.ErrFormat}, {"--5", "RUB", 0, money.ErrFormat}, {"99999999999999999999", "RUB", 0, money.ErrOverflow},
	} {
		got, err := money.Parse(c.in, c.currency)
		if !errors.Is(err, c.err) || err == nil && got != money.Of(c.want, c.currency) {
			t.Errorf("%q: %v, %v; want %d, %v", c.in, got, err, c.want, c.err)
		}
	}
	for _, n := range []int64{0, 1, -1, 99, 100, 149050, math.MaxInt64} { // what is written can be read
		if got, err := money.Parse(rub(n).Decimal(), "RUB"); err != nil || got != rub(n) {
			t.Errorf("%s: %v %v", rub(n).Decimal(), got, err)
		}
	}
}
