package storetest

import (
	"context"
	"database/sql"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"prilavok/core/fault"
	"prilavok/core/txn"
	"prilavok/store"
	"prilavok/store/postgres"
)

// TestPoolerDrops: a pooler that is short of connections drops whoever has waited too long.
// That is the connection's fault, which is tried again, and the next unit of work has a
// fresh one.
func TestPoolerDrops(t *testing.T) {
	super, err := url.Parse(NewDatabase(t, true))
	check(t, err)
	port, err := strconv.Atoi(super.Port())
	check(t, err)
	b, err := StartBouncer(t.Context(), super.Hostname(), port, "default_pool_size=1", "query_wait_timeout=1")
	check(t, err)
	defer func() { check(t, b.Stop()) }()
	address := b.URL("prilavok_app", strings.TrimPrefix(super.Path, "/"))
	for _, mode := range []postgres.Mode{postgres.Exec, postgres.Simple, viaEdge} {
		t.Run(string(mode), func(t *testing.T) {
			held, waits := openAt(t, address, mode), openAt(t, address, mode)
			ctx := txn.ForSystem(t.Context())
			ask := func(ctx context.Context) error {
				_, err := waits.ShopByID(ctx, "shp_none")
				return err
			}
			check(t, held.InTx(ctx, func(ctx context.Context) error {
				_, _ = held.ShopByID(ctx, "shp_none") // from here on the only connection is ours
				if err := waits.View(txn.ForSystem(t.Context()), ask); fault.CodeOf(err) != "store.connection" || !fault.Retryable(err) {
					t.Errorf("who has waited too long gets %v", err)
				}
				return nil
			}))
			if err := waits.View(ctx, ask); !fault.Is(err, fault.NotFound) {
				t.Errorf("the next unit of work gets %v", err)
			}
		})
	}
}

func openAt(t *testing.T, address string, mode postgres.Mode) *store.Store {
	t.Helper()
	open := openers[mode]
	if open == nil {
		open = func(t testing.TB, address string) store.DB {
			db, err := postgres.Open(t.Context(), address, postgres.Options{Mode: mode})
			check(t, err)
			return db
		}
	}
	st := store.New(open(t, address))
	t.Cleanup(func() { check(t, st.Close()) })
	return st
}

// TestPoolerIsPatient: the pooler of tests drops nobody who waits while the machine has
// other things to do.
func TestPoolerIsPatient(t *testing.T) {
	NewDatabase(t, false) // skips where there is no Postgres
	address, err := bouncer()
	check(t, err)
	console := openSQL(t, "postgres://postgres@"+address+"/pgbouncer?sslmode=disable&default_query_exec_mode=simple_protocol")
	rows, err := console.QueryContext(t.Context(), "SHOW CONFIG")
	check(t, err)
	defer rows.Close()
	found := false
	for rows.Next() {
		var key, value, otherwise, changeable sql.NullString
		check(t, rows.Scan(&key, &value, &otherwise, &changeable))
		if key.String != "query_wait_timeout" {
			continue
		}
		found = true
		if n, err := strconv.Atoi(value.String); err != nil || n != 0 && n < 300 {
			t.Errorf("who waits for %s seconds is dropped", value.String)
		}
	}
	if check(t, rows.Err()); !found {
		t.Error("the console tells nothing of waiting")
	}
}

// TestPoolerEnds: when the pooler of tests has ended, the next test has another.
func TestPoolerEnds(t *testing.T) {
	NewDatabase(t, false) // skips where there is no Postgres
	_, err := bouncer()
	check(t, err)
	check(t, pooler.server.Pause(t.Context())) // ended, like one that crashed
	for _, w := range Ways[4:] {
		if err := w.Open(t).Store.Ping(t.Context()); err != nil {
			t.Errorf("%s: %v", w.Name, err)
		}
	}
}
