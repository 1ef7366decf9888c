// Package talks_test measures the search by words of messages in a shop with 100,000
// conversations of 1,000,000 messages, on both databases: rare words and common ones, several
// at once, beginnings of words, filters, deep pages; and how long the index takes to be made.
//
//	go test ./bench/talks -run '^$' -bench . -benchtime 200x -timeout 60m
//
// PRILAVOK_BENCH_TALKS sets another number of conversations.
package talks_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"prilavok/bench/fill"
	"prilavok/core/desk"
	"prilavok/core/inbox"
	"prilavok/core/shop"
	"prilavok/store"
	"prilavok/store/storetest"
)

const (
	perTalk = 10
	texts   = 20_000
)

// vocabulary is 6,000 words; the first are said most, as in any language.
var vocabulary = func() (out []string) {
	heads := strings.Fields("под за при пере на от до раз об в с у вы про над")
	roots := strings.Fields("руч стол лен свет дом вод кот нос вет лес пол рук зим лет шит плат греб мыл чаш круж")
	ends := strings.Fields("ка ник ость ение арь ица ок чик тель ина ище ец ун ач як ушка ство ота изна аж")
	for _, h := range heads {
		for _, r := range roots {
			for _, e := range ends {
				out = append(out, h+r+e)
			}
		}
	}
	rand.New(rand.NewPCG(7, 7)).Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}()

func word(r *rand.Rand) string {
	f := r.Float64()
	return vocabulary[int(f*f*f*float64(len(vocabulary)-1))]
}

func text(r *rand.Rand, i int) string {
	list := make([]string, 4+r.IntN(12))
	for k := range list {
		list[k] = word(r)
	}
	return strings.Join(list, " ") + " №" + strconv.Itoa(100_000+i)
}

func BenchmarkTalks(b *testing.B) {
	n := fill.Many("PRILAVOK_BENCH_TALKS", 100_000)
	for _, way := range storetest.Ways[:2] { // as the service runs on a database of its own
		b.Run(way.Name, func(b *testing.B) {
			env := way.Open(b)
			ctx, sh, acc := storetest.Shop(b, env.Store, "bench")
			start := time.Now()
			if err := seed(ctx, env, sh.ID, acc.ID, n); err != nil {
				b.Fatal(err)
			}
			b.Logf("%s: %d conversations of %d messages seeded in %s", way.Name, n, n*perTalk, time.Since(start).Round(time.Second))
			service := desk.New(desk.Ports{Store: env.Store, Tx: env.Store, Now: time.Now, Mode: func(context.Context) (shop.Mode, error) { return "", nil }})
			start = time.Now()
			for more := true; more; {
				var err error
				if more, err = service.ReadWords(ctx); err != nil {
					b.Fatal(err)
				}
			}
			b.Logf("%s: indexed in %s, %s", way.Name, time.Since(start).Round(time.Second), size(ctx, env))
			for _, x := range searches() {
				b.Run(x.name, func(b *testing.B) { measure(ctx, b, service, x.of) })
			}
		})
	}
}

func measure(ctx context.Context, b *testing.B, service *desk.Service, of func(r *rand.Rand) desk.Filter) {
	r := rand.New(rand.NewPCG(1, 2))
	var all []time.Duration
	found, shown := 0, 0
	for i := range b.N {
		f, cursor := of(r), ""
		if i%4 == 3 {
			cursor = desk.Spot{At: began.Add(time.Duration(r.IntN(100_000)) * time.Minute), ID: "cnv_"}.String()
		}
		start := time.Now()
		list, _, err := service.List(ctx, f, cursor, 50)
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, time.Since(start))
		found += len(list)
		for _, c := range list {
			if c.Found != nil {
				shown++
			}
		}
	}
	slices.Sort(all)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(all[len(all)/2]), "p50-ms")
	b.ReportMetric(ms(all[len(all)*95/100]), "p95-ms")
	b.ReportMetric(float64(found)/float64(b.N), "found")
	b.ReportMetric(float64(shown)/float64(max(found, 1)), "shown")
}

type search struct {
	name string
	of   func(r *rand.Rand) desk.Filter
}

func searches() []search {
	by := func(words string) desk.Filter { return desk.Filter{Search: words} }
	rare := func(r *rand.Rand) string { return vocabulary[4000+r.IntN(1900)] }
	common := func(r *rand.Rand) string { return vocabulary[r.IntN(20)] }
	return []search{
		{"number", func(r *rand.Rand) desk.Filter { return by(strconv.Itoa(100_000 + r.IntN(texts))) }},
		{"rare", func(r *rand.Rand) desk.Filter { return by(rare(r)) }},
		{"common", func(r *rand.Rand) desk.Filter { return by(common(r)) }},
		{"any", func(r *rand.Rand) desk.Filter { return by(word(r)) }},
		{"two", func(r *rand.Rand) desk.Filter { return by(word(r) + " " + word(r)) }},
		{"three-common", func(r *rand.Rand) desk.Filter { return by(common(r) + " " + common(r) + " " + common(r)) }},
		{"beginning", func(r *rand.Rand) desk.Filter { return by(word(r)[:8]) }},
		{"nothing", func(*rand.Rand) desk.Filter { return by("абракадабра") }},
		{"filtered", func(r *rand.Rand) desk.Filter {
			return desk.Filter{Search: common(r), States: []inbox.Status{inbox.Open}, Assignee: desk.Nobody}
		}},
	}
}

var began = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)

// size tells what the index takes.
func size(ctx context.Context, env storetest.Env) string {
	if env.DB.Dialect == store.SQLite {
		var rows int
		_ = env.DB.Write.QueryRowContext(ctx, `SELECT sum(length(talks)) + (SELECT sum(length(words)) FROM talk_words) FROM talk_postings`).Scan(&rows)
		return fmt.Sprintf("%d MB of words", rows>>20)
	}
	var bytes int64
	_ = env.Admin.QueryRowContext(ctx, `SELECT pg_total_relation_size('prilavok.talk_postings') + pg_total_relation_size('prilavok.talk_words')`).Scan(&bytes)
	return fmt.Sprintf("%d MB", bytes>>20)
}

// seed fills the tables by their owner, below row-level security. Triggers that note changes are
// as ever: the first reading goes by the conversations themselves.
func seed(ctx context.Context, env storetest.Env, shopID, accountID string, n int) error {
	db, lite := env.Admin, env.DB.Dialect == store.SQLite
	if lite {
		db = env.DB.Write
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	s := seeder{Script: fill.Script{Ctx: ctx, Conn: conn}, lite: lite}
	if !lite {
		s.Do(`SET search_path = prilavok`)
		s.Do(`SET synchronous_commit = off`)
	}
	s.Do(`CREATE TEMP TABLE bench_texts (n bigint PRIMARY KEY, t text)`)
	r := rand.New(rand.NewPCG(3, 4))
	for from := 0; from < texts; from += 1000 {
		var rows []string
		var args []any
		for i := from; i < from+1000; i++ {
			args = append(args, text(r, i))
			rows = append(rows, fmt.Sprintf("(%d, $%d)", i, len(args)))
		}
		s.Do(`INSERT INTO bench_texts VALUES `+strings.Join(rows, ", "), args...)
	}
	for _, q := range []string{
		`INSERT INTO contacts (shop_id, id, name, created_at, updated_at) SELECT $1, 'ctc_' || {id}, 'К' || i, {at}, {at} FROM {series}`,
		`INSERT INTO addresses (shop_id, id, contact_id, account_id, channel, external_id, created_at, updated_at) SELECT $1, 'adr_' || {id}, 'ctc_' || {id}, $3, 'telegram', 'e' || i, {at}, {at} FROM {series}`,
		`INSERT INTO conversations (shop_id, id, account_id, channel, key, contact_id, address_id, status, route, lang, last_seq, answered_to, asked_seq, created_at, updated_at, active_at)
			SELECT $1, 'cnv_' || {id}, $3, 'telegram', 'k' || i, 'ctc_' || {id}, 'adr_' || {id}, CASE i % 10 WHEN 0 THEN 'open' WHEN 1 THEN 'resolved' ELSE 'pending' END, 'ours', 'ru', 10, 9, 10, {at}, {at}, {at} FROM {series}`,
	} {
		s.Do(s.text(q), shopID, n, accountID)
	}
	for k := range perTalk {
		s.Do(s.text(`INSERT INTO messages (shop_id, conversation_id, seq, account_id, author, kind, text, payload, state, created_at)
			SELECT $1, 'cnv_' || {id}, `+strconv.Itoa(k+1)+`, $3, CASE WHEN `+strconv.Itoa(k)+` % 2 = 0 THEN 'contact' ELSE 'assistant' END, 'text', t.t, '{}', 'received', {at}
			FROM {series} JOIN bench_texts t ON t.n = (i * 7919 + `+strconv.Itoa(k*3571)+`) % `+strconv.Itoa(texts)), shopID, n, accountID)
	}
	s.Do(map[bool]string{true: `PRAGMA optimize`, false: `VACUUM ANALYZE conversations, messages, contacts, addresses`}[lite])
	if !lite {
		s.Do(`RESET search_path`)
	}
	return s.Err
}

type seeder struct {
	fill.Script
	lite bool
}

// text fills in what the engines write differently. i runs from 0 to $2 - 1.
func (s *seeder) text(q string) string {
	id, series := "lpad(i::text, 7, '0')", "(SELECT i::bigint FROM generate_series(0, $2::bigint - 1) AS i) n"
	at := "(timestamptz '2025-01-01 00:00:00+00' + i * interval '1 minute')"
	if s.lite {
		id, series = "printf('%07d', i)", "(WITH RECURSIVE s (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM s WHERE i + 1 < $2) SELECT i FROM s) n"
		at = fmt.Sprintf("strftime('%%Y-%%m-%%d %%H:%%M:%%S', %d + i * 60, 'unixepoch') || '.000000Z'", began.Unix())
	}
	q = strings.NewReplacer("{id}", id, "{series}", series, "{at}", at).Replace(q)
	if !strings.Contains(q, "$3") {
		q += ` WHERE $3 <> ''`
		if !s.lite {
			q = strings.Replace(q, `$3 <>`, `$3::text <>`, 1)
		}
	}
	return q
}
