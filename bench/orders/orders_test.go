// Package orders_test measures the list of orders of a shop with 1,000,000 of them on both
// databases, by every filter that the panel offers, by combinations, and on deep pages.
//
//	go test ./bench/orders -run '^$' -bench . -benchtime 100x
//
// PRILAVOK_BENCH_ORDERS sets another number of orders.
package orders_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"prilavok/bench/fill"
	"prilavok/core/id"
	"prilavok/core/order"
	"prilavok/store/storetest"
)

func BenchmarkOrders(b *testing.B) {
	n := fill.Many("PRILAVOK_BENCH_ORDERS", 1_000_000)
	for _, way := range storetest.Ways[:2] { // as the service runs on a database of its own
		b.Run(way.Name, func(b *testing.B) {
			env := way.Open(b)
			ctx, sh, _ := storetest.Shop(b, env.Store, "bench")
			start := time.Now()
			if err := fill.Orders(ctx, env, sh.ID, "", n, 0); err != nil {
				b.Fatal(err)
			}
			b.Logf("%s: %d orders seeded in %s", way.Name, n, time.Since(start).Round(time.Second))
			now := func() time.Time { return fill.First.AddDate(3, 1, 0) }
			list := order.New(env.Store, nil, nil, nil, nil, env.Store, now, id.New(now, nil))
			for _, x := range filters(n) {
				b.Run(x.name, func(b *testing.B) { measure(ctx, b, list, x.of) })
			}
		})
	}
}

// measure asks for pages of a filter, every second one deep in the list, and reports the
// 95th percentile.
func measure(ctx context.Context, b *testing.B, list *order.Service, of func(r *rand.Rand) order.Filter) {
	r := rand.New(rand.NewPCG(1, 2))
	var all []time.Duration
	found := 0
	for i := range b.N {
		f, cursor := of(r), ""
		if i%2 == 1 {
			cursor = order.Spot{At: fill.First.Add(time.Duration(r.Int64N(int64(3 * 365 * 24 * time.Hour)))), ID: "ord_"}.String()
		}
		start := time.Now()
		p, err := list.List(ctx, f, cursor)
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, time.Since(start))
		found += len(p.Orders)
	}
	slices.Sort(all)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(all[len(all)/2]), "p50-ms")
	b.ReportMetric(ms(all[len(all)*95/100]), "p95-ms")
	b.ReportMetric(float64(found)/float64(b.N), "orders")
}

type filter struct {
	name string
	of   func(r *rand.Rand) order.Filter
}

func some[T any](r *rand.Rand, list ...T) []T { return []T{list[r.IntN(len(list))]} }

// filters are those of the panel; each makes the filter of one request.
func filters(n int) []filter {
	days := func(r *rand.Rand, d int) (from, to time.Time) {
		from = fill.First.AddDate(0, 0, r.IntN(3*365-d))
		return from, from.AddDate(0, 0, d)
	}
	return []filter{
		{"none", func(*rand.Rand) order.Filter { return order.Filter{} }},
		{"status", func(r *rand.Rand) order.Filter {
			return order.Filter{Statuses: some(r, order.Draft, order.Placed, order.Completed, order.Canceled)}
		}},
		{"statuses", func(*rand.Rand) order.Filter {
			return order.Filter{Statuses: []order.Status{order.Draft, order.Canceled}}
		}},
		{"payment", func(r *rand.Rand) order.Filter {
			return order.Filter{Payment: some(r, order.NotPaid, order.Awaiting, order.Authorized, order.Captured, order.PartiallyRefunded, order.Refunded)}
		}},
		{"fulfillment", func(r *rand.Rand) order.Filter {
			return order.Filter{Fulfillment: some(r, order.NotFulfilled, order.Fulfilled, order.Shipped, order.Delivered, order.PartiallyReturned, order.Returned)}
		}},
		{"source", func(r *rand.Rand) order.Filter {
			return order.Filter{Sources: some(r, "chat", "assistant", "panel", "api")}
		}},
		{"method", func(r *rand.Rand) order.Filter {
			return order.Filter{Methods: some(r, order.OnDelivery, "yookassa", "transfer")}
		}},
		{"label", func(r *rand.Rand) order.Filter {
			return order.Filter{Labels: some(r, "сборка", "курьер", "нет такой")}
		}},
		{"owing", func(*rand.Rand) order.Filter { return order.Filter{Owing: true} }},
		{"owed", func(*rand.Rand) order.Filter { return order.Filter{Owed: true} }},
		{"lapsed", func(*rand.Rand) order.Filter { return order.Filter{Lapsed: true} }},
		{"day", func(r *rand.Rand) (f order.Filter) { f.From, f.To = days(r, 1); return f }},
		{"year", func(r *rand.Rand) (f order.Filter) { f.From, f.To = days(r, 365); return f }},
		{"contact", func(r *rand.Rand) order.Filter { return order.Filter{ContactID: fill.ContactID(r.IntN(n / 5))} }},
		{"number", func(r *rand.Rand) order.Filter { return order.Filter{Number: strconv.Itoa(r.IntN(n))} }},
		{"phone", func(r *rand.Rand) order.Filter { return order.Filter{Search: fill.Phone(r.IntN(n / 5))} }},
		{"phone-end", func(r *rand.Rand) order.Filter { return order.Filter{Search: fill.Phone(r.IntN(n / 5))[8:]} }},
		{"name", func(r *rand.Rand) order.Filter { return order.Filter{Search: fill.NameOf(r.IntN(fill.Names))} }},
		{"surname", func(r *rand.Rand) order.Filter { return order.Filter{Search: fill.Surname(r.IntN(fill.Surnames))} }},
		{"first-name", func(r *rand.Rand) order.Filter {
			return order.Filter{Search: fill.FirstNames[r.IntN(len(fill.FirstNames))]}
		}},
		{"letters", func(r *rand.Rand) order.Filter { return order.Filter{Search: fill.Surname(r.IntN(fill.Surnames))[:4]} }},
		{"status+payment", func(r *rand.Rand) order.Filter {
			return order.Filter{Statuses: some(r, order.Placed, order.Canceled), Payment: some(r, order.Captured, order.Refunded, order.Authorized)}
		}},
		{"never-together", func(*rand.Rand) order.Filter {
			return order.Filter{Statuses: []order.Status{order.Canceled}, Fulfillment: []order.FulfillmentStatus{order.Delivered}, Sources: []string{"panel"}}
		}},
		{"status+year", func(r *rand.Rand) (f order.Filter) {
			f.From, f.To = days(r, 365)
			f.Statuses = some(r, order.Draft, order.Canceled)
			return f
		}},
		{"owing+source+method", func(r *rand.Rand) order.Filter {
			return order.Filter{Owing: true, Sources: some(r, "api", "panel"), Methods: some(r, order.OnDelivery, "transfer")}
		}},
		{"name+status", func(r *rand.Rand) order.Filter {
			return order.Filter{Search: fill.Surname(r.IntN(fill.Surnames)), Statuses: some(r, order.Placed, order.Canceled)}
		}},
		{"contact+status", func(r *rand.Rand) order.Filter {
			return order.Filter{ContactID: fill.ContactID(r.IntN(n / 5)), Statuses: some(r, order.Completed, order.Canceled)}
		}},
	}
}
