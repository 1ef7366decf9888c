// Package storetest opens throw-away databases for tests and holds the suite that
// every engine must pass.
//
// Each runs a test on every way a database is reached; Both on SQLite and one
// Postgres, which is enough for a package that tests its own queries. A test binary
// starts at most one Postgres cluster, or uses the one that PRILAVOK_TEST_PG_URL names
// (a superuser's URL; cmd/testpg makes one for a whole `go test ./...`). Every test has
// a migrated database of its own. Without Postgres tests fail and say what to install,
// unless PRILAVOK_TEST_POSTGRES=off.
package storetest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/store"
	"prilavok/store/postgres"
	"prilavok/store/sqlite"
	"prilavok/supabase"
)

// Way is one way to reach a database.
type Way struct {
	Name   string
	Mode   postgres.Mode // "" is SQLite
	Pooler bool          // through pgbouncer in transaction mode
}

// Ways lists how the store must work.
var Ways = []Way{
	{Name: "sqlite"},
	{Name: "postgres-cached", Mode: postgres.Cached},
	{Name: "postgres-exec", Mode: postgres.Exec},
	{Name: "postgres-simple", Mode: postgres.Simple},
	{Name: "pgbouncer-exec", Mode: postgres.Exec, Pooler: true},
	{Name: "pgbouncer-simple", Mode: postgres.Simple, Pooler: true},
}

// Env is a migrated database of one test.
type Env struct {
	Way
	Store *store.Store
	DB    store.DB
	URL   string  // as the store reaches it; a file's path on SQLite
	Admin *sql.DB // a superuser straight on the same database; nil on SQLite
}

// Each runs a test on every way.
func Each(t *testing.T, run func(t *testing.T, st *store.Store)) {
	t.Helper()
	EachEnv(t, func(t *testing.T, e Env) { run(t, e.Store) })
}

// EachEnv is Each for tests that look below the store.
func EachEnv(t *testing.T, run func(t *testing.T, e Env)) {
	t.Helper()
	for _, w := range Ways {
		t.Run(w.Name, func(t *testing.T) { run(t, w.Open(t)) })
	}
}

// Both runs a test on SQLite and on Postgres.
func Both(t *testing.T, run func(t *testing.T, st *store.Store)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { run(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { run(t, Postgres(t)) })
}

// SQLite opens a migrated file that is removed with the test.
func SQLite(t testing.TB) *store.Store { t.Helper(); return Ways[0].Open(t).Store }

// Postgres opens a migrated database that is dropped with the test.
func Postgres(t testing.TB) *store.Store { t.Helper(); return Ways[2].Open(t).Store }

// Open makes a migrated database for this test.
func (w Way) Open(t testing.TB) Env {
	t.Helper()
	e := Env{Way: w}
	if w.Mode == "" {
		e.openSQLite(t)
	} else {
		e.openPostgres(t)
	}
	e.Store = store.New(e.DB)
	t.Cleanup(func() { check(t, e.Store.Close()) })
	return e
}

func (e *Env) openSQLite(t testing.TB) {
	t.Helper()
	file, err := sqliteOnce()
	check(t, err)
	e.URL = filepath.Join(t.TempDir(), "test.db")
	check(t, os.WriteFile(e.URL, file, 0o600))
	db, err := sqlite.Open(t.Context(), e.URL)
	check(t, err)
	// As on the cluster nothing waits for the disk: a process that ends loses nothing by it.
	_, err = db.Write.ExecContext(t.Context(), "PRAGMA synchronous = OFF")
	check(t, err)
	e.DB = db
}

// sqliteOnce is a migrated file; the others are copies.
var sqliteOnce = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "prilavok-lite-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "template.db")
	db, err := sqlite.Open(context.Background(), path)
	if err != nil {
		return nil, err
	}
	_, err = sqlite.Migrate(context.Background(), db)
	// Closing the last connection takes what the log holds into the file.
	if err = errors.Join(err, db.Read.Close(), db.Write.Close()); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func (e *Env) openPostgres(t testing.TB) {
	t.Helper()
	super := NewDatabase(t, true)
	e.Admin = openSQL(t, super)
	e.URL = as(super, "prilavok_app", "")
	if e.Pooler {
		e.URL = as(super, "prilavok_app", bouncerAddress(t))
	}
	if open := openers[e.Mode]; open != nil {
		e.DB = open(t, e.URL)
		return
	}
	db, err := postgres.Open(t.Context(), e.URL, postgres.Options{Mode: e.Mode})
	check(t, err)
	e.DB = db
}

// Shop makes a shop with a slug and a webchat account in it, named after the slug:
// ids shp_<slug> and acc_<slug>. Its context is txn.ForShop of the shop.
func Shop(t testing.TB, st *store.Store, slug string) (context.Context, shop.Shop, shop.Account) {
	t.Helper()
	at := time.Date(2026, 1, 2, 3, 4, 5, 678901000, time.UTC)
	sh := shop.Shop{ID: "shp_" + slug, Slug: slug, Name: lang.Texts{lang.RU: "Лавка " + slug}, Languages: []lang.Lang{lang.RU, lang.EN},
		Currency: "RUB", TimeZone: "Europe/Moscow", Revision: 1, CreatedAt: at, UpdatedAt: at}
	acc := shop.Account{ID: "acc_" + slug, ShopID: sh.ID, Channel: shop.Webchat, Name: "chat", ExternalID: slug, Status: "active", CreatedAt: at, UpdatedAt: at}
	ctx := txn.ForShop(t.Context(), sh.ID)
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		if err := st.InsertShop(ctx, sh); err != nil {
			return err
		}
		return st.SaveAccount(ctx, acc)
	}))
	return ctx, sh, acc
}

// NewDatabase makes a database owned by prilavok_app, migrated or empty, and returns a
// superuser's URL of it. It is dropped with the test.
func NewDatabase(t testing.TB, migrated bool) string {
	t.Helper()
	if os.Getenv("PRILAVOK_TEST_POSTGRES") == "off" {
		t.Skip("SKIPPED: PRILAVOK_TEST_POSTGRES=off")
	}
	root, err := cluster()
	check(t, err)
	admin := openSQL(t, root)
	template := "template1"
	if migrated {
		template, err = templateOnce()
		check(t, err)
	}
	var b [6]byte
	_, _ = rand.Read(b[:])
	name := "t_" + hex.EncodeToString(b[:])
	_, err = admin.ExecContext(t.Context(), fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s OWNER prilavok_app", name, template))
	check(t, err)
	t.Cleanup(func() {
		_, err := admin.ExecContext(context.Background(), "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
		check(t, err)
	})
	return in(root, name)
}

// AsOwner turns a superuser's URL into one of the role that owns the database.
func AsOwner(super string) string { return as(super, "prilavok_app", "") }

// cluster returns a superuser's URL of the cluster of this test binary.
var cluster = sync.OnceValues(func() (string, error) {
	if u := os.Getenv("PRILAVOK_TEST_PG_URL"); u != "" {
		return u, nil
	}
	s, err := StartPostgres(context.Background())
	if err != nil {
		return "", err
	}
	return s.URL("postgres", "postgres"), nil // ends with this process
})

// pooler is the tests' pgbouncer.
var pooler struct {
	sync.Mutex
	server *Server
}

// bouncer is the address of one that answers. A pgbouncer can end by itself: 1.18 does
// when a request to cancel meets an answer that is on its way ("server in bad state"), and
// then another takes over, as a service manager would see to.
func bouncer() (string, error) {
	pooler.Lock()
	defer pooler.Unlock()
	if s := pooler.server; s != nil {
		address := net.JoinHostPort(s.Host, strconv.Itoa(s.Port))
		if conn, err := net.Dial("tcp", address); err == nil {
			return address, conn.Close()
		}
		_ = s.Stop() // what is left of it
		pooler.server = nil
	}
	root, err := cluster()
	if err != nil {
		return "", err
	}
	u, err := url.Parse(root)
	if err != nil {
		return "", err
	}
	port, err := strconv.Atoi(u.Port())
	if err != nil {
		return "", err
	}
	s, err := StartBouncer(context.Background(), u.Hostname(), port)
	if err != nil {
		return "", err
	}
	pooler.server = s
	return fmt.Sprintf("%s:%d", s.Host, s.Port), nil
}

func bouncerAddress(t testing.TB) string {
	t.Helper()
	a, err := bouncer()
	check(t, err)
	return a
}

var templateOnce = sync.OnceValues(func() (string, error) {
	root, err := cluster()
	if err != nil {
		return "", err
	}
	return makeTemplate(context.Background(), root)
})

// makeTemplate migrates one database per set of migrations; the others are copies. It
// is renamed when it is whole, so that test binaries that share a cluster can race.
func makeTemplate(ctx context.Context, root string) (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(supabase.Migrations, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(supabase.Migrations, p)
		fmt.Fprintf(sum, "%s\x00%s", p, b)
		return err
	})
	if err != nil {
		return "", err
	}
	name := "tpl_" + hex.EncodeToString(sum.Sum(nil)[:8])
	db, err := sql.Open("pgx", root)
	if err != nil {
		return "", err
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock(7239106)"); err != nil {
		return "", err
	}
	var n int
	if err := conn.QueryRowContext(ctx, "SELECT count(*) FROM pg_database WHERE datname = $1", name).Scan(&n); err != nil || n == 1 {
		return name, err
	}
	for _, q := range []string{"DROP DATABASE IF EXISTS " + name + "_new WITH (FORCE)", "CREATE DATABASE " + name + "_new OWNER prilavok_app"} {
		if _, err := conn.ExecContext(ctx, q); err != nil {
			return "", err
		}
	}
	if err := migrated(ctx, as(in(root, name+"_new"), "prilavok_app", "")); err != nil {
		return "", err
	}
	_, err = conn.ExecContext(ctx, "ALTER DATABASE "+name+"_new RENAME TO "+name)
	return name, err
}

func migrated(ctx context.Context, url string) error {
	db, err := postgres.Open(ctx, url, postgres.Options{Mode: postgres.Exec})
	if err != nil {
		return err
	}
	_, err = postgres.Migrate(ctx, db)
	if cerr := db.Write.Close(); err == nil {
		err = cerr
	}
	return err
}

// as changes the role of a URL, and its host where one is given.
func as(raw, role, host string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return raw
	}
	u.User = url.User(role)
	if host != "" {
		u.Host = host
	}
	return u.String()
}

// in changes the database of a URL.
func in(raw, database string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return raw
	}
	u.Path = "/" + database
	return u.String()
}

func openSQL(t testing.TB, url string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", url)
	check(t, err)
	db.SetMaxIdleConns(1)
	t.Cleanup(func() { check(t, db.Close()) })
	return db
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
