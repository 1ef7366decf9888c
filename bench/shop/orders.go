package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"prilavok/app"
	"prilavok/core/cart"
	"prilavok/core/id"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/seal"
	"prilavok/core/txn"
	"prilavok/store"
	"prilavok/store/postgres"
	"prilavok/store/storetest"
)

// rivals is how many customers order at the same moment; carts how many have filled theirs.
const (
	rivals = 16
	carts  = 12000
)

// placing measures orders: a cart of two products becomes a placed order with number,
// timeline, event, reserved stock and the job that ends the reservation. The better of
// two runs counts, as in accepting.
func (t *table) placing(ctx context.Context, pg *storetest.Server) error {
	var best figures
	for range rounds {
		f, err := placeOrders(ctx, pg)
		if err != nil {
			return err
		}
		best = better(best, f)
	}
	t.row(fmt.Sprintf("orders placed, %d rivals", rivals), fmt.Sprintf("%.0f/s, p50 %s, p95 %s, p99 %s, CPU of the shop %d, database %d µs", best.PerSecond,
		millis(best.P50), millis(best.P95), millis(best.P99), best.CPU.load.Microseconds(), best.CPU.postgres.Microseconds()), "≥ 500/s", best.PerSecond >= 500, "")
	peer, err := vendure(ctx, pg)
	if err != nil {
		return err
	}
	t.load(fmt.Sprintf("the same in Vendure through its shop API, from a full cart on, %d rivals", rivals), peer)
	t.times("orders placed to the peer's", best.PerSecond, peer.PerSecond, 10)
	return nil
}

// vendure measures the peer: its own program makes the goods and the customers.
func vendure(ctx context.Context, pg *storetest.Server) (f figures, err error) {
	admin, err := sql.Open("pgx", pg.URL("postgres", "postgres"))
	if err != nil {
		return f, err
	}
	defer admin.Close()
	if _, err := admin.ExecContext(ctx, "CREATE DATABASE vendure"); err != nil {
		return f, err
	}
	run := func(name string) command {
		return func(env []string) *exec.Cmd {
			cmd := exec.CommandContext(ctx, "node", name)
			cmd.Dir = filepath.Join("bench", "peers", "vendure")
			cmd.Env = append(os.Environ(), env...)
			return cmd
		}
	}
	port, _, stop, err := start(run("server.js"), []string{"DATABASE_URL=" + pg.URL("postgres", "vendure"), "PORT=0"})
	if err != nil {
		return f, err
	}
	defer stop()
	load := run("load.mjs")([]string{"BASE=http://127.0.0.1:" + port})
	load.Stderr = os.Stderr
	out, err := load.Output()
	if err != nil {
		return f, fmt.Errorf("the peer's orders: %w", err)
	}
	var got struct {
		Orders                   int
		PerSecond, P50, P95, P99 float64
	}
	if err := json.Unmarshal(out, &got); err != nil {
		return f, err
	}
	ms := func(x float64) time.Duration { return time.Duration(x * float64(time.Millisecond)) }
	return figures{PerSecond: got.PerSecond, P50: ms(got.P50), P95: ms(got.P95), P99: ms(got.P99), Count: got.Orders}, nil
}

func placeOrders(ctx context.Context, pg *storetest.Server) (f figures, err error) {
	s, err := seed(ctx, pg)
	if err != nil {
		return f, err
	}
	if err := s.carts(ctx); err != nil {
		return f, err
	}
	db, err := postgres.Open(ctx, s.URL, postgres.Options{})
	if err != nil {
		return f, err
	}
	keys, err := seal.New([]seal.Key{{ID: "bench", Bytes: make([]byte, seal.KeySize)}}, nil)
	if err != nil {
		return f, errors.Join(err, db.Write.Close())
	}
	a := app.New(app.Deps{Store: store.New(db), Keys: keys, Now: time.Now, IDs: id.New(nil, nil), Log: slog.New(slog.DiscardHandler)})
	defer func() { err = errors.Join(err, a.Store.Close()) }()
	ctx = txn.ForShop(ctx, s.Shop)
	var next atomic.Int64
	s.race(ctx, a, &next, 2*time.Second) // until connections and statements are warm
	if err := s.analyze(ctx); err != nil {
		return f, err
	}
	if name := os.Getenv("BENCH_PROFILE"); name != "" {
		out, err := os.Create(name)
		if err != nil {
			return f, err
		}
		if err := pprof.StartCPUProfile(out); err != nil {
			return f, err
		}
		defer func() { pprof.StopCPUProfile(); err = errors.Join(err, out.Close()) }()
	}
	before := spent(0, pg.PID())
	f = s.race(ctx, a, &next, during)
	f.CPU = spent(0, pg.PID()).per(before, f.Count)
	if f.Failed > 0 {
		return f, fmt.Errorf("%d of %d orders were refused", f.Failed, f.Count)
	}
	return f, s.kept(ctx)
}

// race places orders of one cart after another until the time is over.
func (s seeded) race(ctx context.Context, a *app.App, next *atomic.Int64, during time.Duration) figures {
	var mu sync.Mutex
	var all []time.Duration
	var f figures
	var wg sync.WaitGroup
	begin := time.Now()
	for range rivals {
		wg.Go(func() {
			var mine []time.Duration
			failed := int64(0)
			for time.Since(begin) < during {
				i := next.Add(1) - 1
				if i >= carts {
					break
				}
				start := time.Now()
				if _, err := a.Orders.Place(ctx, s.request(i)); err != nil {
					failed++
				}
				mine = append(mine, time.Since(start))
			}
			mu.Lock()
			defer mu.Unlock()
			all, f.Failed = append(all, mine...), f.Failed+failed
		})
	}
	wg.Wait()
	f.Count = len(all)
	f.PerSecond = float64(len(all)) / time.Since(begin).Seconds()
	slices.Sort(all)
	if n := len(all); n > 0 {
		f.P50, f.P95, f.P99 = all[n/2], all[n*95/100], all[n*99/100]
	}
	return f
}

// request orders what cart i holds; the price is what carts put into it.
func (s seeded) request(i int64) order.Request {
	first, second := i%300, (i*7+150)%300
	total := 30000 + first*100
	if second != first {
		total += 30000 + second*100
	}
	return order.Request{Key: fmt.Sprint("k", i), ContactID: fmt.Sprint("con_", i), ConversationID: fmt.Sprint("cnv_", i), AccountID: s.Account, Source: "chat",
		Lang: lang.RU, Choice: cart.Choice{}, Name: "Ольга Смирнова", Phone: fmt.Sprintf("+7921%07d", i), Address: "Невский проспект, 10",
		PaymentMethod: order.BankTransfer, ExpectedTotal: money.Of(total, "RUB")}
}

// carts makes customers with two products each in their cart, and goods enough for all.
func (s seeded) carts(ctx context.Context) error {
	if err := s.people(ctx, carts, s.Bots[:1]); err != nil {
		return err
	}
	db, err := sql.Open("pgx", s.URL)
	if err != nil {
		return err
	}
	defer db.Close()
	line := `INSERT INTO prilavok.cart_lines (shop_id, contact_id, variant_id, quantity, seen_price, added_at)
		SELECT $1, 'con_' || k, v.id, 1, v.price, now() FROM generate_series(0, $2::int - 1) k
		JOIN prilavok.variants v ON v.shop_id = $1 AND v.sku = 'S' || %s ON CONFLICT DO NOTHING`
	for _, q := range []string{
		`UPDATE prilavok.variants SET on_hand = 1000000 WHERE shop_id = $1 AND $2::int > 0`,
		`INSERT INTO prilavok.carts (shop_id, contact_id, revision, updated_at) SELECT $1, 'con_' || k, 1, now() FROM generate_series(0, $2::int - 1) k`,
		fmt.Sprintf(line, `(k % 300)`), fmt.Sprintf(line, `((k * 7 + 150) % 300)`),
	} {
		if _, err := db.ExecContext(ctx, q, s.Shop, carts); err != nil {
			return err
		}
	}
	return s.analyze(ctx)
}

// kept checks that every order is whole: its number its own, its goods reserved, its
// timeline, event and job there.
func (s seeded) kept(ctx context.Context) error {
	db, err := sql.Open("pgx", s.URL)
	if err != nil {
		return err
	}
	defer db.Close()
	var orders, numbers, pieces, reserved, entries, events, expiries int64
	err = db.QueryRowContext(ctx, `SELECT count(*), count(DISTINCT number), (SELECT sum(quantity) FROM prilavok.order_lines), (SELECT sum(reserved) FROM prilavok.variants),
		(SELECT count(*) FROM prilavok.order_events), (SELECT count(*) FROM prilavok.events WHERE name = 'order.placed'),
		(SELECT count(*) FROM prilavok.jobs WHERE kind = $1) FROM prilavok.orders`, order.JobExpire).Scan(&orders, &numbers, &pieces, &reserved, &entries, &events, &expiries)
	if err == nil && (numbers != orders || reserved != pieces || entries != orders || events != orders || expiries != orders) {
		err = fmt.Errorf("%d orders with %d numbers, %d of %d pieces reserved, %d entries, %d events, %d jobs", orders, numbers, reserved, pieces, entries, events, expiries)
	}
	return err
}
