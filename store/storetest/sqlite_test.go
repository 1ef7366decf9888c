package storetest

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"prilavok/core/fault"
	"prilavok/core/shop"
	"prilavok/store"
	"prilavok/store/sqlite"
)

func TestSQLiteOpens(t *testing.T) {
	for _, name := range []string{"плавно.db", "a b.db", "q?x=1.db", "h#h.db", "p%41.db"} {
		path := filepath.Join(t.TempDir(), name)
		db := opened(t)(sqlite.Open(t.Context(), path))
		_, err := sqlite.Migrate(t.Context(), db)
		check(t, err)
		if !exists(path) {
			t.Errorf("%s was opened elsewhere", name)
		}
		for what, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "5000"} {
			for _, pool := range []*sql.DB{db.Write, db.Read} {
				var got string
				check(t, pool.QueryRowContext(t.Context(), "PRAGMA "+what).Scan(&got))
				equal(t, what, got, want)
			}
		}
		if _, err := db.Read.ExecContext(t.Context(), `DELETE FROM shops`); err == nil {
			t.Error("a reader can write")
		}
	}
}

// TestSQLiteMemory: ":memory:" is a whole database of its own.
func TestSQLiteMemory(t *testing.T) {
	for range 2 {
		db := opened(t)(sqlite.Open(t.Context(), ":memory:"))
		_, err := sqlite.Migrate(t.Context(), db)
		check(t, err)
		st := store.New(db)
		ctx, sh, _ := Shop(t, st, "memory")
		read(t, ctx, st, func(ctx context.Context) error { _, err := st.ShopByID(ctx, sh.ID); return err })
	}
}

// TestSQLiteFaults provokes what can go wrong with a file.
func TestSQLiteFaults(t *testing.T) {
	e := Ways[0].Open(t)
	ctx, sh, _ := Shop(t, e.Store, "full")
	fill := func(n int) error {
		return e.Store.InTx(ctx, func(ctx context.Context) error {
			return e.Store.SaveAccount(ctx, shop.Account{ID: "acc_big", ShopID: sh.ID, Channel: shop.Webchat, Name: strings.Repeat("x", n), ExternalID: "big", Status: "active", CreatedAt: noon, UpdatedAt: noon})
		})
	}
	var pages int
	check(t, e.DB.Write.QueryRowContext(ctx, `PRAGMA page_count`).Scan(&pages))
	_, err := e.DB.Write.ExecContext(ctx, "PRAGMA max_page_count = "+strconv.Itoa(pages+4))
	check(t, err)
	if err := fill(1 << 20); fault.CodeOf(err) != "store.disk_full" {
		t.Errorf("a full disk: %v", err)
	}
	read(t, ctx, e.Store, func(ctx context.Context) error { _, err := e.Store.ShopByID(ctx, sh.ID); return err })

	broken := filepath.Join(t.TempDir(), "broken.db")
	check(t, os.WriteFile(broken, []byte(strings.Repeat("this is no database. ", 1000)), 0o600))
	for path, code := range map[string]string{broken: "store.corrupt", filepath.Join(t.TempDir(), "no", "such", "folder.db"): "store.disk"} {
		if _, err := sqlite.Open(t.Context(), path); fault.CodeOf(err) != code {
			t.Errorf("%s: %v, want %s", path, err, code)
		}
	}
}
