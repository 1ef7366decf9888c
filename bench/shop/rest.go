package main

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"prilavok/store/sqlite"
	"prilavok/store/storetest"

	"prilavok/store"
)

// resting is `prilavok serve` that nobody talks to.
type resting struct {
	Ready  time.Duration
	Memory float64 // MiB, resident, three seconds after it was ready
}

// rest starts the product on a database and looks at it.
func rest(dir, databaseURL string) (resting, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return resting{}, err
	}
	addr := ln.Addr().String()
	_ = ln.Close()
	cmd := exec.Command(filepath.Join("bin", "prilavok"), "serve", "--listen", addr, "--data", dir)
	cmd.Env = append(os.Environ(), "PRILAVOK_SECRET_KEY=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "DATABASE_URL="+databaseURL)
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		return resting{}, err
	}
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	for {
		res, err := http.Get("http://" + addr + "/readyz")
		if err == nil {
			_ = res.Body.Close()
			if res.StatusCode == 200 {
				break
			}
		}
		if time.Since(begun) > 30*time.Second {
			return resting{}, fmt.Errorf("prilavok serve is not ready after 30 s: %w", err)
		}
		time.Sleep(2 * time.Millisecond)
	}
	r := resting{Ready: time.Since(begun)}
	time.Sleep(3 * time.Second)
	r.Memory, err = resident(cmd.Process.Pid)
	return r, err
}

func resident(pid int) (float64, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(b), "VmRSS:")
	kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	return kb / 1024, err
}

// much is 100,000 products with a variant each and 1,000,000 messages of 2,000
// customers, loaded by SQL. %[1]s is the shop, %[2]s its bot, %[3]s where the numbers k
// below a count come from, %[4]s the schema.
var much = []string{
	`INSERT INTO %[4]sproducts (shop_id, id, slug, title, description, brand, attributes, images, status, position, price_min, price_max, created_at, updated_at)
		SELECT '%[1]s', 'prd_' || k, 'm' || k, '{"ru":"товар"}', '{"ru":"описание товара, как его пишет владелец"}', 'brand', '[]', '[]', 'active', k + 1000, 1000, 1000, '2026-01-01 00:00:00.000000Z', '2026-01-01 00:00:00.000000Z' FROM %[3]s`,
	`INSERT INTO %[4]svariants (shop_id, id, product_id, sku, options, price, currency, on_hand, tracked, position, active)
		SELECT '%[1]s', 'var_' || k, 'prd_' || k, 'm' || k, '[]', 1000, 'RUB', 5, true, 0, true FROM %[3]s`,
	`INSERT INTO %[4]scontacts (shop_id, id, created_at, updated_at) SELECT '%[1]s', 'con_' || k, '2026-01-01 00:00:00.000000Z', '2026-01-01 00:00:00.000000Z' FROM %[3]s WHERE k < 2000`,
	`INSERT INTO %[4]saddresses (shop_id, id, contact_id, account_id, channel, external_id, created_at, updated_at)
		SELECT '%[1]s', 'adr_' || k, 'con_' || k, '%[2]s', 'telegram', k, '2026-01-01 00:00:00.000000Z', '2026-01-01 00:00:00.000000Z' FROM %[3]s WHERE k < 2000`,
	`INSERT INTO %[4]sconversations (shop_id, id, account_id, channel, key, contact_id, address_id, status, route, last_seq, answered_to, created_at, updated_at)
		SELECT '%[1]s', 'cnv_' || k, '%[2]s', 'telegram', k, 'con_' || k, 'adr_' || k, 'pending', 'ours', 500, 500, '2026-01-01 00:00:00.000000Z', '2026-01-01 00:00:00.000000Z' FROM %[3]s WHERE k < 2000`,
	`INSERT INTO %[4]smessages (shop_id, conversation_id, seq, account_id, author, kind, text, delivery_key, state, raw, created_at)
		SELECT '%[1]s', 'cnv_' || (k %% 2000), k / 2000 + 1, '%[2]s', 'contact', 'text', 'есть ли чай до 800 рублей?', 'd' || k, 'received', '{"update_id":1}', '2026-01-01 00:00:00.000000Z' FROM %[3]s`,
}

func fillMuch(ctx context.Context, db *sql.DB, d store.Dialect, s seeded) error {
	for i, text := range much {
		n := 100_000
		if i == len(much)-1 {
			n = 1_000_000
		}
		numbers, schema := fmt.Sprintf("generate_series(0, %d) k", n-1), "prilavok."
		if d == store.SQLite {
			numbers, schema = fmt.Sprintf("(WITH RECURSIVE c(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM c WHERE k < %d) SELECT k FROM c)", n-1), ""
		}
		if _, err := db.ExecContext(ctx, fmt.Sprintf(text, s.Shop, s.Account, numbers, schema)); err != nil {
			return fmt.Errorf("fill %d: %w", i, err)
		}
	}
	_, err := db.ExecContext(ctx, "ANALYZE")
	return err
}

// atRest measures memory and start on both databases, empty and full.
func (t *table) atRest(ctx context.Context, pg *storetest.Server) error {
	dir, err := os.MkdirTemp("", "prilavok-rest-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	empty, err := rest(dir, "")
	if err != nil {
		return err
	}
	t.row("start to ready, new SQLite file with all migrations", millis(empty.Ready), "", true, "")
	again, err := rest(dir, "")
	if err != nil {
		return err
	}
	t.row("start to ready", millis(again.Ready), "< 300 ms", again.Ready < 300*time.Millisecond, "")
	t.row("idle memory of `prilavok serve`", mib(again.Memory), "< 50 MB", again.Memory < 50, "")
	full, err := restFullSQLite(ctx, filepath.Join(dir, "full"))
	if err != nil {
		return err
	}
	t.row("the same with 100,000 products, 1,000,000 messages, SQLite", mib(full.Memory)+", ready in "+millis(full.Ready), "< 150 MB", full.Memory < 150, "")
	full, err = restFullPostgres(ctx, pg)
	if err != nil {
		return err
	}
	t.row("the same on Postgres", mib(full.Memory)+", ready in "+millis(full.Ready), "< 150 MB", full.Memory < 150, "")
	return nil
}

func mib(m float64) string { return fmt.Sprintf("%.0f MiB", m) }

func restFullSQLite(ctx context.Context, dir string) (resting, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return resting{}, err
	}
	db, err := sqlite.Open(ctx, filepath.Join(dir, "prilavok.db"))
	if err != nil {
		return resting{}, err
	}
	if _, err := sqlite.Migrate(ctx, db); err != nil {
		return resting{}, err
	}
	s, err := fill(ctx, db, 1)
	if err == nil {
		err = fillMuch(ctx, db.Write, store.SQLite, s)
	}
	if err != nil {
		return resting{}, err
	}
	if err := store.New(db).Close(); err != nil {
		return resting{}, err
	}
	return rest(dir, "")
}

func restFullPostgres(ctx context.Context, pg *storetest.Server) (resting, error) {
	s, err := seed(ctx, pg)
	if err != nil {
		return resting{}, err
	}
	db, err := sql.Open("pgx", s.URL)
	if err != nil {
		return resting{}, err
	}
	defer db.Close()
	if err := fillMuch(ctx, db, store.Postgres, s); err != nil {
		return resting{}, err
	}
	return rest(filepath.Join(os.TempDir(), "prilavok-rest-none"), s.URL)
}
