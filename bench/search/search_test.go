// Package search_test measures catalog search over 100,000 products on both databases,
// beside what a shop would have without an index of terms: a LIKE scan of the names.
//
//	go test ./bench/search -run '^$' -bench . -benchtime 2000x
//
// PRILAVOK_BENCH_PRODUCTS sets another number of products.
package search_test

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"prilavok/bench/fill"
	"prilavok/core/catalog"
	"prilavok/core/fold"
	"prilavok/core/id"
	"prilavok/store"
	"prilavok/store/storetest"
)

func BenchmarkSearch(b *testing.B) {
	n := fill.Many("PRILAVOK_BENCH_PRODUCTS", 100_000)
	for _, way := range storetest.Ways[:2] { // as the service runs on a database of its own
		b.Run(way.Name, func(b *testing.B) {
			env := way.Open(b)
			ctx, sh, _ := storetest.Shop(b, env.Store, "bench")
			now := func() time.Time { return benchDay }
			goods := catalog.New(env.Store, env.Store, now, id.New(now, nil))
			start := time.Now()
			settle := func() error { return nil }
			if env.Admin != nil { // the tests' servers run without autovacuum
				settle = func() error { _, err := env.Admin.ExecContext(ctx, "VACUUM ANALYZE"); return err }
			}
			if err := load(ctx, goods, n, settle); err != nil {
				b.Fatal(err)
			}
			b.Logf("%s: %d products loaded in %s (%.0f/s)", way.Name, n, time.Since(start).Round(time.Second), float64(n)/time.Since(start).Seconds())
			list := queries()
			b.Run("terms", func(b *testing.B) {
				measure(b, b.N, len(list), func(i int) (string, error) {
					_, err := goods.Search(ctx, list[i])
					return list[i].Text, err
				})
			})
			b.Run("like", func(b *testing.B) {
				measure(b, min(b.N, 100), len(list), func(i int) (string, error) { return list[i].Text, like(ctx, env, sh.ID, list[i].Text) })
			})
		})
	}
}

// measure runs some of n queries in turn and reports the median and the 95th percentile;
// a scan that takes its time runs fewer.
func measure(b *testing.B, times, n int, run func(i int) (string, error)) {
	type took struct {
		what string
		d    time.Duration
	}
	all := make([]took, 0, times)
	for i := range times {
		start := time.Now()
		what, err := run(i * 7 % n) // 7 and n share no divisor: all are visited, mixed
		if err != nil {
			b.Fatal(what, err)
		}
		all = append(all, took{what, time.Since(start)})
	}
	slices.SortFunc(all, func(x, y took) int { return int(x.d - y.d) })
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(all[len(all)/2].d), "p50-ms")
	b.ReportMetric(ms(all[len(all)*95/100].d), "p95-ms")
	if len(all) >= 100 {
		b.Logf("slowest: %q %s, p99 %q %s", all[len(all)-1].what, all[len(all)-1].d, all[len(all)*99/100].what, all[len(all)*99/100].d)
	}
}

// like is the search of a shop that has no index: every word somewhere in the name or
// the description, in the owner's order. It knows no stems, typos or other alphabets.
func like(ctx context.Context, env storetest.Env, shopID, text string) error {
	db, table := env.DB.Read, "products"
	if env.DB.Dialect == store.Postgres {
		db, table = env.Admin, "prilavok.products"
	}
	query, args := "SELECT id FROM "+table+" WHERE shop_id = $1 AND status = 'active'", []any{shopID}
	for _, w := range fold.Words(text) {
		args = append(args, "%"+w+"%")
		mark := "$" + strconv.Itoa(len(args))
		query += " AND (lower(CAST(title AS text)) LIKE " + mark + " OR lower(CAST(description AS text)) LIKE " + mark + ")"
	}
	rows, err := db.QueryContext(ctx, strings.TrimSpace(query)+" ORDER BY position LIMIT 8", args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id sql.NullString
		if err := rows.Scan(&id); err != nil {
			return err
		}
	}
	return rows.Err()
}
