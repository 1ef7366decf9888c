package report

import (
	"cmp"
	"context"
	"slices"
	"time"

	"prilavok/core/lang"
	"prilavok/core/txn"
)

func shopOf(ctx context.Context) string { return txn.ShopID(ctx) }

// SalesDay is what was placed on a day in a currency. Orders, Amount and Returned are of
// what was not canceled since, Canceled counts what was.
type SalesDay struct {
	Day      string
	Currency string
	Orders   int64
	Amount   int64 // minor units, before returns
	Returned int64 // of Amount: worth of goods that came back
	Canceled int64
}

// Average is what an order came to, in minor units, half rounded up; 0 without orders.
func (d SalesDay) Average() int64 {
	if d.Orders == 0 {
		return 0
	}
	return (2*d.Amount + d.Orders) / (2 * d.Orders)
}

func (d SalesDay) with(x SalesDay) SalesDay {
	d.Orders, d.Amount, d.Returned, d.Canceled = d.Orders+x.Orders, d.Amount+x.Amount, d.Returned+x.Returned, d.Canceled+x.Canceled
	return d
}

// CurrencySales are the sales in one currency: of the period, of as many days before it, and
// by day or week. The days of a step that is a week are named by its first in the period.
type CurrencySales struct {
	Currency string
	Sum      SalesDay
	Before   SalesDay
	Steps    []SalesDay
}

// SalesReport are sales over time, the shop's own currency first.
type SalesReport struct {
	Period     Period
	Before     [2]string // the days that it is compared with
	Currencies []CurrencySales
}

// By is how long a step of a report is.
type By string

// Steps.
const (
	ByDay  By = "day"
	ByWeek By = "week"
)

// step names the step of a day: a week begins on Monday, or where the period does.
func (b By) step(d string, p Period) string {
	if b != ByWeek {
		return d
	}
	t := begin(d, time.UTC)
	return max(p.From, next(d, -(int(t.Weekday())+6)%7))
}

// SalesOf reports sales over time.
//
// Faults: ErrPeriod.
func (s *Service) SalesOf(ctx context.Context, ask Ask, by By) (SalesReport, error) {
	var r SalesReport
	err := s.tx.View(ctx, func(ctx context.Context) error {
		l, err := s.look(ctx, ask)
		if err != nil {
			return err
		}
		list, err := s.store.SalesDays(ctx, l.parts(), ask.Channel)
		if err != nil {
			return err
		}
		before, err := s.store.SalesDays(ctx, l.before(), ask.Channel)
		if err != nil {
			return err
		}
		r = salesReport(l, list, before, by)
		return nil
	})
	return r, err
}

func salesReport(l look, list, before []SalesDay, by By) SalesReport {
	n := len(l.period.Days)
	r := SalesReport{Period: l.period, Before: [2]string{next(l.period.From, -n), next(l.period.From, -1)}}
	names := []string{l.shop.Currency}
	for _, d := range append(slices.Clone(list), before...) {
		if !slices.Contains(names, d.Currency) {
			names = append(names, d.Currency)
		}
	}
	slices.Sort(names[1:])
	for _, name := range names {
		c := CurrencySales{Currency: name, Sum: SalesDay{Currency: name}, Before: SalesDay{Currency: name}}
		at := map[string]int{}
		for _, d := range l.period.Days {
			step := by.step(d, l.period)
			if _, ok := at[step]; !ok {
				at[step] = len(c.Steps)
				c.Steps = append(c.Steps, SalesDay{Day: step, Currency: name})
			}
		}
		for _, d := range list {
			if d.Currency == name {
				i := at[by.step(d.Day, l.period)]
				c.Sum, c.Steps[i] = c.Sum.with(d), c.Steps[i].with(d)
			}
		}
		for _, d := range before {
			if d.Currency == name {
				c.Before = c.Before.with(d)
			}
		}
		r.Currencies = append(r.Currencies, c)
	}
	return r
}

// Sold is what was sold of a product in a currency.
type Sold struct {
	ProductID string
	Title     lang.Texts
	Currency  string
	Pieces    int64
	Amount    int64 // minor units, after discounts, before returns
}

// Best orders what sold.
type Best string

// Orders of best sellers.
const (
	ByRevenue Best = "revenue"
	ByPieces  Best = "pieces"
)

// MostSold is how many best sellers are listed.
const MostSold = 50

// GoodsReport are the best sellers of a period.
type GoodsReport struct {
	Period Period
	Goods  []Sold
}

// GoodsOf reports best sellers. Amounts of several currencies do not compare: the shop's own
// comes first.
//
// Faults: ErrPeriod.
func (s *Service) GoodsOf(ctx context.Context, ask Ask, best Best) (GoodsReport, error) {
	var r GoodsReport
	err := s.tx.View(ctx, func(ctx context.Context) error {
		l, err := s.look(ctx, ask)
		if err != nil {
			return err
		}
		r.Period = l.period
		if r.Goods, err = s.store.BestSold(ctx, l.parts(), ask.Channel, l.shop.Currency, best, MostSold); err != nil || len(r.Goods) == 0 {
			return err
		}
		var ids []string
		for _, g := range r.Goods {
			ids = append(ids, g.ProductID)
		}
		titles, err := s.store.TitlesSold(ctx, ids)
		for i := range r.Goods {
			r.Goods[i].Title = titles[r.Goods[i].ProductID]
		}
		return err
	})
	return r, err
}

// percent is a part of a whole in tenths of a per cent, half rounded up; 0 of nothing.
func percent(part, whole int64) float64 {
	if whole == 0 {
		return 0
	}
	return float64((2000*part+whole)/(2*whole)) / 10
}

// inOrder sorts reasons by how often they came.
func inOrder(list []Reason) []Reason {
	slices.SortFunc(list, func(a, b Reason) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Reason, b.Reason)) })
	return list
}
