package storetest

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"prilavok/core/fault"
	"prilavok/core/txn"
	"prilavok/store/postgres"
)

// TestLimits: time limits hold in every mode, and none is left in a pooled session.
func TestLimits(t *testing.T) {
	for _, w := range Ways[1:] {
		t.Run(w.Name, func(t *testing.T) {
			e := w.Open(t)
			db := opened(t)(postgres.Open(t.Context(), e.URL, postgres.Options{Mode: w.Mode, StatementTimeout: 50 * time.Millisecond, LockTimeout: -1}))
			tx, err := db.Write.BeginTx(t.Context(), nil)
			check(t, err)
			defer tx.Rollback()
			var statement, lock, idle string
			check(t, tx.QueryRowContext(t.Context(), `SELECT current_setting('statement_timeout'), current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout')`).Scan(&statement, &lock, &idle))
			if statement != "50ms" || lock != "0" || idle != "1min" {
				t.Errorf("limits = %s, %s, %s", statement, lock, idle)
			}
			if _, err = tx.ExecContext(t.Context(), `SELECT pg_sleep(10)`); fault.CodeOf(db.Fault(err)) != "store.canceled" {
				t.Errorf("a slow statement: %v", err)
			}
			check(t, tx.Rollback())
			if w.Pooler {
				var left string
				check(t, e.DB.Write.QueryRowContext(t.Context(), `SELECT current_setting('statement_timeout')`).Scan(&left))
				if left != "0" {
					t.Errorf("the pooled session keeps statement_timeout %s", left)
				}
			}
		})
	}
}

// TestPostgresFaults provokes errors and looks at the faults they become.
func TestPostgresFaults(t *testing.T) {
	e := Ways[2].Open(t)
	for code, query := range map[string]string{
		"store.duplicate":     `DO $$ BEGIN RAISE unique_violation; END $$`,
		"store.reference":     `DO $$ BEGIN RAISE foreign_key_violation; END $$`,
		"store.check":         `DO $$ BEGIN RAISE check_violation; END $$`,
		"store.serialization": `DO $$ BEGIN RAISE deadlock_detected; END $$`,
		"store.denied":        `SET LOCAL ROLE prilavok_bot; TRUNCATE prilavok.shops CASCADE`,
		"store.disk_full":     `DO $$ BEGIN RAISE disk_full; END $$`,
		"store.resources":     `DO $$ BEGIN RAISE too_many_connections; END $$`,
		"store.busy":          `DO $$ BEGIN RAISE lock_not_available; END $$`,
		"store.canceled":      `DO $$ BEGIN RAISE query_canceled; END $$`,
		"store.shutdown":      `DO $$ BEGIN RAISE admin_shutdown; END $$`,
	} {
		tx, err := e.DB.Write.BeginTx(t.Context(), nil)
		check(t, err)
		_, err = tx.ExecContext(t.Context(), query)
		if got := fault.CodeOf(e.DB.Fault(err)); got != code {
			t.Errorf("%s: %v became %s", code, err, got)
		}
		_ = tx.Rollback()
	}
	if _, err := e.DB.Write.ExecContext(t.Context(), `SELEC`); e.DB.Fault(err) != nil {
		t.Errorf("a defect of ours became %v", e.DB.Fault(err))
	}
}

// TestOpenFaults: an address that does not work says so and shows no password.
func TestOpenFaults(t *testing.T) {
	root := NewDatabase(t, false)
	for url, code := range map[string]string{
		"postgres://u:sesame@127.0.0.1:1/x?sslmode=disable":                           "store.connection",
		"postgres://u:sesame@%zz/":                                                    "store.url",
		strings.Replace(AsOwner(root), "prilavok_app@", "prilavok_absent:sesame@", 1): "store.login",
	} {
		_, err := postgres.Open(t.Context(), url, postgres.Options{})
		if fault.CodeOf(err) != code || strings.Contains(err.Error(), "sesame") {
			t.Errorf("%s: %v, want %s", url, err, code)
		}
	}
}

// TestListen wakes at once, at a notification, and again after the connection was cut.
func TestListen(t *testing.T) {
	super := NewDatabase(t, false)
	admin := openSQL(t, super)
	ctx, cancel := context.WithCancel(t.Context())
	woken := make(chan bool)
	done := make(chan error)
	go func() {
		done <- postgres.Listen(ctx, AsOwner(super), "prilavok_jobs", func() {
			select {
			case woken <- true:
			case <-ctx.Done():
			}
		})
	}()
	<-woken
	for range 2 {
		_, err := admin.ExecContext(ctx, `SELECT pg_notify('prilavok_jobs', '')`)
		check(t, err)
		<-woken
		_, err = admin.ExecContext(ctx, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'prilavok_app'`)
		check(t, err)
		<-woken
	}
	cancel()
	check(t, <-done)
	if err := postgres.Listen(t.Context(), "nonsense://", "x", nil); fault.CodeOf(err) != "store.url" {
		t.Errorf("err = %v", err)
	}
}

// TestConnectionLost: a connection that the server ends is an outage, and the pool
// gives a good one to the next unit.
func TestConnectionLost(t *testing.T) {
	e := Ways[1].Open(t)
	ctx, sh, _ := Shop(t, e.Store, "lost")
	err := e.Store.InTx(ctx, func(ctx context.Context) error {
		_, err := e.Admin.ExecContext(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'prilavok_app'`)
		check(t, err)
		_, err = e.Store.ShopByID(ctx, sh.ID)
		return err
	})
	if !fault.Is(err, fault.Unavailable) {
		t.Errorf("err = %v", err)
	}
	check(t, e.Store.View(ctx, func(ctx context.Context) error { _, err := e.Store.ShopByID(ctx, sh.ID); return err }))
}

// TestPoolerLeaksNothing: two shops share two server connections from twenty workers;
// nobody ever reads, or fails to read, by what another's transaction set.
func TestPoolerLeaksNothing(t *testing.T) {
	for _, w := range Ways[4:] {
		t.Run(w.Name, func(t *testing.T) {
			e := w.Open(t)
			north, _, _ := Shop(t, e.Store, "north")
			south, _, _ := Shop(t, e.Store, "south")
			var wg sync.WaitGroup
			for worker := range 20 {
				ctx, other := north, "shp_south"
				if worker%2 == 1 {
					ctx, other = south, "shp_north"
				}
				wg.Go(func() {
					for i := range 25 {
						if err := visit(ctx, e, other, i); err != nil {
							t.Error(err)
							return
						}
						// Outside of any unit nothing is set: no role, no shop, no rows.
						var who, shop string
						err := e.DB.Write.QueryRowContext(t.Context(), `SELECT current_user, coalesce(current_setting('app.shop_id', true), '')`).Scan(&who, &shop)
						if err != nil || who != "prilavok_app" || shop != "" {
							t.Errorf("between transactions: user %q, shop %q, %v", who, shop, err)
						}
					}
				})
			}
			wg.Wait()
			var conns int
			check(t, e.Admin.QueryRowContext(t.Context(), `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'prilavok_app'`).Scan(&conns))
			if conns < 1 || conns > 2 {
				t.Errorf("%d server connections, want one or two: the test did not share them", conns)
			}
		})
	}
}

func visit(ctx context.Context, e Env, other string, i int) error {
	own := txn.ShopID(ctx)
	unit := e.Store.View
	if i%3 == 0 {
		unit = e.Store.InTx
	}
	err := unit(ctx, func(ctx context.Context) error {
		if _, err := e.Store.ShopByID(ctx, own); err != nil {
			return err
		}
		if _, err := e.Store.ShopByID(ctx, other); !fault.Is(err, fault.NotFound) {
			return errors.New(own + " sees " + other)
		}
		if i%5 == 4 {
			return errStop // rolled back transactions must leak nothing either
		}
		return nil
	})
	if errors.Is(err, errStop) {
		err = nil
	}
	if err != nil || i%4 != 0 {
		return err
	}
	return e.Store.View(txn.ForSystem(ctx), func(ctx context.Context) error {
		list, err := e.Store.Shops(ctx)
		if err == nil && len(list) != 2 {
			err = errors.New("the system does not see both shops")
		}
		return err
	})
}

var errStop = fault.New(fault.Conflict, "test.stop", "stop")
