// Package panel_test measures what the panel asks of the server, as the server sees it: from
// a request to its answer, with who asks, JSON and all queries, in a shop with 1,000,000
// orders, 200,000 people and 100,000 conversations, on both databases.
//
//	go test ./bench/panel -run '^$' -bench . -benchtime 100x
//
// PRILAVOK_BENCH_ORDERS sets another number of orders.
package panel_test

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"testing"
	"time"

	"prilavok/app"
	"prilavok/app/api"
	"prilavok/bench/fill"
	"prilavok/core/analytics/report"
	"prilavok/core/id"
	"prilavok/core/seal"
	"prilavok/core/staff"
	"prilavok/httpapi/admin"
	"prilavok/httpapi/admin/gate"
	"prilavok/store/storetest"
)

const talks = 100_000

func BenchmarkPanel(b *testing.B) {
	n := fill.Many("PRILAVOK_BENCH_ORDERS", 1_000_000)
	now := func() time.Time { return fill.Last(n) }
	for _, way := range storetest.Ways[:2] { // as the service runs on a database of its own
		b.Run(way.Name, func(b *testing.B) {
			env := way.Open(b)
			ctx, sh, acc := storetest.Shop(b, env.Store, "bench")
			start := time.Now()
			if err := fill.Orders(ctx, env, sh.ID, acc.ID, n, min(talks, n/5)); err != nil {
				b.Fatal(err)
			}
			b.Logf("%s: %d orders and %d conversations seeded in %s", way.Name, n, min(talks, n/5), time.Since(start).Round(time.Second))
			d := open(b, ctx, env, now)
			d.roll(b, ctx)
			for _, x := range asks(n, now()) {
				b.Run(x.name, func(b *testing.B) { d.measure(b, x.of) })
			}
		})
	}
}

// door is the API with a key to it.
type door struct {
	env  storetest.Env
	gate *gate.Gate
	key  string
	now  func() time.Time
}

func open(b *testing.B, ctx context.Context, env storetest.Env, now func() time.Time) *door {
	sealed, err := seal.New([]seal.Key{{ID: "bench", Bytes: make([]byte, seal.KeySize)}}, nil)
	if err != nil {
		b.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	a := app.New(app.Deps{Store: env.Store, Keys: sealed, Now: now, IDs: id.New(now, nil), Log: log})
	_, key, err := a.Staff.Issue(ctx, "bench", staff.Scopes, time.Time{})
	if err != nil {
		b.Fatal(err)
	}
	return &door{env: env, key: key, now: now, gate: admin.New(api.Services(a), gate.Options{Keys: a.Staff, Audit: a.Audit, Now: now, IDs: id.New(now, nil), Log: log, Burst: 1 << 30, PerMinute: 1 << 30})}
}

// roll counts the days ahead that upkeep would have: two years of them.
func (d *door) roll(b *testing.B, ctx context.Context) {
	st := d.env.Store
	state := report.State{Zone: "Europe/Moscow", RolledTo: d.now().AddDate(-2, 0, -8).Format(time.DateOnly), SeenAt: d.now()}
	if err := st.InTx(ctx, func(ctx context.Context) error { return st.SaveReportState(ctx, state) }); err != nil {
		b.Fatal(err)
	}
	start, days := time.Now(), 0
	for state.RolledTo < d.now().Format(time.DateOnly) {
		if err := report.NewRoller(st, st, d.now).Roll(ctx); err != nil {
			b.Fatal(err)
		}
		before := state.RolledTo
		if err := st.View(ctx, func(ctx context.Context) (err error) { state, err = st.ReportState(ctx); return err }); err != nil || state.RolledTo == before {
			b.Fatalf("days are counted to %s only: %v", before, err)
		}
		days += 31
	}
	b.Logf("%d days counted ahead in %s", days, time.Since(start).Round(time.Millisecond))
}

// measure asks many times and reports the median and the 95th percentile.
func (d *door) measure(b *testing.B, of func(r *rand.Rand) string) {
	r := rand.New(rand.NewPCG(1, 2))
	var all []time.Duration
	for range b.N {
		ask := httptest.NewRequest(http.MethodGet, gate.Base+of(r), nil)
		ask.Header.Set("Authorization", "Bearer "+d.key)
		w := httptest.NewRecorder()
		start := time.Now()
		d.gate.ServeHTTP(w, ask)
		all = append(all, time.Since(start))
		if w.Code != http.StatusOK {
			b.Fatalf("%s: %d %s", ask.URL, w.Code, w.Body)
		}
	}
	slices.Sort(all)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(all[len(all)/2]), "p50-ms")
	b.ReportMetric(ms(all[len(all)*95/100]), "p95-ms")
}

type ask struct {
	name string
	of   func(r *rand.Rand) string
}

// asks are what the screens ask for; each makes the path of one request.
func asks(n int, now time.Time) []ask {
	at := func(path string) func(*rand.Rand) string { return func(*rand.Rand) string { return path } }
	with := func(path string, word func(r *rand.Rand) string) func(*rand.Rand) string {
		return func(r *rand.Rand) string { return path + url.QueryEscape(word(r)) }
	}
	person := func(r *rand.Rand) int { return r.IntN(talks) }
	name := func(r *rand.Rand) string { return fill.NameOf(r.IntN(fill.Names)) }
	surname := func(r *rand.Rand) string { return fill.Surname(r.IntN(fill.Surnames)) }
	first := func(r *rand.Rand) string { return fill.FirstNames[r.IntN(len(fill.FirstNames))] }
	digits := func(r *rand.Rand) string { return fill.Phone(person(r))[6:] }
	number := func(r *rand.Rand) string { return strconv.Itoa(r.IntN(n)) }
	out := []ask{
		{"today", at("/today")},
		{"orders", at("/orders")},
		{"orders-status", at("/orders?status=placed")},
		{"orders-name", with("/orders?search=", surname)},
		{"contacts", at("/contacts")},
		{"contacts-name", with("/contacts?search=", name)},
		{"contacts-surname", with("/contacts?search=", surname)},
		{"contacts-first-name", with("/contacts?search=", first)},
		{"contacts-phone", with("/contacts?search=", digits)},
		{"contacts-number", with("/contacts?search=", number)},
		{"contacts-username", with("/contacts?search=", func(r *rand.Rand) string { return "@user" + strconv.Itoa(person(r)) })},
		{"contacts-label", at("/contacts?search=%23опт")},
		{"contacts-rare-label", at("/contacts?search=%23редкая")},
		{"conversations", at("/conversations")},
		{"conversations-open", at("/conversations?state=open")},
		{"conversations-unanswered", at("/conversations?unanswered=true")},
		{"conversations-mine", at("/conversations?state=open&assignee=mem_1")},
		{"conversations-nobody", at("/conversations?state=open&assignee=none")},
		{"conversations-assignee-none-of", at("/conversations?assignee=mem_2")},
		{"conversations-channel", at("/conversations?channel=webchat")},
		{"conversations-other-channel", at("/conversations?channel=telegram")},
		{"conversations-label", at("/conversations?label=опт")},
		{"conversations-rare-label", at("/conversations?label=редкая")},
		{"conversations-no-label", at("/conversations?label=нет")},
		{"conversations-name", with("/conversations?search=", name)},
		{"conversations-surname", with("/conversations?search=", surname)},
		{"conversations-first-name", with("/conversations?search=", first)},
		{"conversations-phone", with("/conversations?search=", digits)},
		{"conversations-number", with("/conversations?search=", number)},
		{"conversations-words", with("/conversations?search=", func(r *rand.Rand) string { return "где мой заказ " + strconv.Itoa(r.IntN(100)) })},
	}
	for _, of := range []string{"sales", "goods", "conversations"} {
		for _, period := range []string{"today", "30", "90"} {
			out = append(out, ask{"report-" + of + "-" + period, at("/reports/" + of + "?period=" + period)})
		}
		out = append(out, ask{"report-" + of + "-year", at("/reports/" + of + "?from=" + now.AddDate(-1, 0, 0).Format(time.DateOnly) + "&to=" + now.Format(time.DateOnly))},
			ask{"report-" + of + "-channel", at("/reports/" + of + "?period=30&channel=webchat")})
	}
	return out
}
