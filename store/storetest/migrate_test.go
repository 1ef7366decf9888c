package storetest

import (
	"database/sql"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"prilavok/store"
	"prilavok/store/postgres"
	"prilavok/store/sqlite"
)

// postgresOnly lists tables and columns that only Postgres has, with the reason why.
var postgresOnly = map[string]string{}

// kinds says which SQLite type stands for a Postgres one.
var kinds = map[string]string{
	"text": "text", "jsonb": "text", "timestamp with time zone": "text", "bigint": "integer", "integer": "integer",
	"boolean": "boolean", "bytea": "blob", "double precision": "real", "date": "text",
}

// TestMigrationsAgree migrates both engines from nothing and compares them.
func TestMigrationsAgree(t *testing.T) {
	pg := openSQL(t, NewDatabase(t, true))
	lite := Ways[0].Open(t).DB.Read
	want := append(postgresColumns(t, pg), postgresKeys(t, pg)...)
	got := append(sqliteColumns(t, lite), sqliteKeys(t, lite)...)
	slices.Sort(want)
	slices.Sort(got)
	if len(want) < 200 {
		t.Fatalf("only %d facts read from Postgres", len(want))
	}
	used := map[string]bool{}
	for _, fact := range want {
		what := strings.Join(strings.Fields(fact)[:2], " ")
		if postgresOnly[what] != "" {
			used[what] = true
		} else if !slices.Contains(got, fact) {
			t.Errorf("only on Postgres: %s", fact)
		}
	}
	for _, fact := range got {
		if !slices.Contains(want, fact) {
			t.Errorf("only on SQLite:   %s", fact)
		}
	}
	for what := range postgresOnly {
		if !used[what] {
			t.Errorf("the list of exceptions names %s, which is none", what)
		}
	}
}

func postgresColumns(t *testing.T, db *sql.DB) []string {
	t.Helper()
	var out []string
	for table, columns := range tables(t, db) {
		for _, c := range columns {
			kind, ok := kinds[c.kind]
			if !ok {
				kind = "unknown:" + c.kind
			}
			notNull := list(t, db, `SELECT attnotnull::text FROM pg_attribute WHERE attrelid = ('prilavok.' || $1)::regclass AND attname = $2`, table, c.name)[0]
			out = append(out, fmt.Sprintf("column %s.%s %s not null %s", table, c.name, kind, notNull))
		}
	}
	return out
}

func sqliteColumns(t *testing.T, db *sql.DB) []string {
	t.Helper()
	return list(t, db, `
		SELECT 'column ' || m.name || '.' || c.name || ' ' || lower(c.type) || ' not null ' ||
			CASE WHEN c."notnull" OR c.pk > 0 THEN 'true' ELSE 'false' END
		FROM sqlite_schema m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name <> 'schema_migrations' AND m.name NOT LIKE 'sqlite_%'`)
}

// postgresKeys lists primary keys, unique keys and foreign keys.
func postgresKeys(t *testing.T, db *sql.DB) []string {
	t.Helper()
	unique := list(t, db, `
		SELECT 'unique ' || i.indrelid::regclass::text || ' (' || string_agg(a.attname, ', ' ORDER BY a.attname) || ')' ||
			CASE WHEN i.indpred IS NULL THEN '' ELSE ' where' END
		FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
		JOIN pg_class c ON c.oid = i.indrelid
		WHERE i.indisunique AND c.relnamespace = 'prilavok'::regnamespace
		GROUP BY i.indexrelid, i.indrelid, i.indpred`)
	foreign := list(t, db, `
		SELECT 'foreign ' || k.conrelid::regclass::text || ' (' || string_agg(a.attname, ', ' ORDER BY a.attname) || ') to ' ||
			k.confrelid::regclass::text || ' on delete ' ||
			CASE k.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'r' THEN 'RESTRICT' ELSE 'NO ACTION' END
		FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
		WHERE k.contype = 'f' AND k.connamespace = 'prilavok'::regnamespace GROUP BY k.oid, k.conrelid, k.confrelid, k.confdeltype`)
	var out []string
	for _, s := range append(unique, foreign...) {
		out = append(out, strings.ReplaceAll(s, "prilavok.", ""))
	}
	return out
}

func sqliteKeys(t *testing.T, db *sql.DB) []string {
	t.Helper()
	// An integer or WITHOUT ROWID primary key has no index to list, so it is read from the columns.
	out := list(t, db, `
		SELECT 'unique ' || name || ' (' || group_concat(column_name, ', ') || ')' FROM (
			SELECT m.name, c.name AS column_name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
			WHERE m.type = 'table' AND m.name <> 'schema_migrations' AND m.name NOT LIKE 'sqlite_%' AND c.pk > 0 ORDER BY m.name, c.name)
		GROUP BY name`)
	out = append(out, list(t, db, `
		SELECT 'unique ' || tbl || ' (' || group_concat(column_name, ', ') || ')' || CASE WHEN partial THEN ' where' ELSE '' END FROM (
			SELECT m.name AS tbl, i.name AS idx, i.partial, c.name AS column_name
			FROM sqlite_schema m JOIN pragma_index_list(m.name) i JOIN pragma_index_info(i.name) c
			WHERE m.type = 'table' AND m.name <> 'schema_migrations' AND i."unique" AND i.origin <> 'pk' ORDER BY i.name, c.name)
		GROUP BY tbl, idx, partial`)...)
	return append(out, list(t, db, `
		SELECT 'foreign ' || tbl || ' (' || group_concat(col, ', ') || ') to ' || ref || ' on delete ' || del FROM (
			SELECT m.name AS tbl, f.id, f."table" AS ref, f."from" AS col, f.on_delete AS del
			FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY m.name, f.id, f."from")
		GROUP BY tbl, id, ref, del`)...)
}

// engine opens one empty database as often as asked.
type engine struct {
	name    string
	open    func(t *testing.T) func() store.DB
	migrate func(t *testing.T, db store.DB) ([]string, error)
	pending func(t *testing.T, db store.DB) ([]string, error)
}

var engines = []engine{
	{"sqlite", func(t *testing.T) func() store.DB {
		path := filepath.Join(t.TempDir(), "new.db")
		return func() store.DB { return opened(t)(sqlite.Open(t.Context(), path)) }
	}, func(t *testing.T, db store.DB) ([]string, error) { return sqlite.Migrate(t.Context(), db) },
		func(t *testing.T, db store.DB) ([]string, error) { return sqlite.Pending(t.Context(), db) }},
	{"postgres", func(t *testing.T) func() store.DB {
		url := AsOwner(NewDatabase(t, false))
		return func() store.DB {
			return opened(t)(postgres.Open(t.Context(), url, postgres.Options{Mode: postgres.Exec}))
		}
	}, func(t *testing.T, db store.DB) ([]string, error) { return postgres.Migrate(t.Context(), db) },
		func(t *testing.T, db store.DB) ([]string, error) { return postgres.Pending(t.Context(), db) }},
}

func opened(t *testing.T) func(store.DB, error) store.DB {
	return func(db store.DB, err error) store.DB {
		t.Helper()
		check(t, err)
		t.Cleanup(func() { check(t, store.New(db).Close()) })
		return db
	}
}

func TestMigrateTwice(t *testing.T) {
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			db := e.open(t)()
			before, err := e.pending(t, db)
			check(t, err)
			first, err := e.migrate(t, db)
			check(t, err)
			if len(first) < 5 || !slices.Equal(first, before) || !slices.IsSorted(first) {
				t.Errorf("applied %v, pending was %v", first, before)
			}
			second, err := e.migrate(t, db)
			check(t, err)
			after, err := e.pending(t, db)
			check(t, err)
			if len(second) != 0 || len(after) != 0 {
				t.Errorf("the second run applied %v and left %v", second, after)
			}
		})
	}
}

// TestMigrateAtOnce starts four migrators, as four processes do after an upgrade.
func TestMigrateAtOnce(t *testing.T) {
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			open := e.open(t)
			var mu sync.Mutex
			times := map[string]int{}
			var wg sync.WaitGroup
			for range 4 {
				db := open()
				wg.Go(func() {
					done, err := e.migrate(t, db)
					mu.Lock()
					defer mu.Unlock()
					if err != nil {
						t.Error(err)
					}
					for _, v := range done {
						times[v]++
					}
				})
			}
			wg.Wait()
			for v, n := range times {
				if n != 1 {
					t.Errorf("%s was applied %d times", v, n)
				}
			}
			left, err := e.pending(t, open())
			check(t, err)
			if len(times) < 5 || len(left) > 0 {
				t.Errorf("applied %v, left %v", slices.Sorted(maps.Keys(times)), left)
			}
		})
	}
}

// TestSupabaseFirst: the Supabase CLI keeps the same ledger, so what it has applied is
// not applied again, and what it has not, is.
func TestSupabaseFirst(t *testing.T) {
	open := engines[1].open(t)
	db := open()
	all, err := postgres.Pending(t.Context(), db)
	check(t, err)
	cli := []string{
		`CREATE SCHEMA IF NOT EXISTS supabase_migrations`,
		`CREATE TABLE IF NOT EXISTS supabase_migrations.schema_migrations (version text NOT NULL PRIMARY KEY)`,
		`ALTER TABLE supabase_migrations.schema_migrations ADD COLUMN IF NOT EXISTS statements text[]`,
		`ALTER TABLE supabase_migrations.schema_migrations ADD COLUMN IF NOT EXISTS name text`,
	}
	for _, q := range cli {
		_, err := db.Write.ExecContext(t.Context(), q)
		check(t, err)
	}
	for _, v := range all {
		_, err := db.Write.ExecContext(t.Context(), `INSERT INTO supabase_migrations.schema_migrations (version, statements, name) VALUES ($1, ARRAY['SELECT 1'], 'x')`, v)
		check(t, err)
	}
	done, err := postgres.Migrate(t.Context(), db)
	check(t, err)
	if len(done) != 0 {
		t.Errorf("applied again: %v", done)
	}
	last := all[len(all)-1]
	_, err = db.Write.ExecContext(t.Context(), `DELETE FROM supabase_migrations.schema_migrations WHERE version = $1`, last)
	check(t, err)
	left, err := postgres.Pending(t.Context(), db)
	check(t, err)
	if !slices.Equal(left, []string{last}) {
		t.Errorf("pending = %v, want %s", left, last)
	}
}

// TestLedgerIsTheCLIs compares our ledger with the one that the Supabase CLI makes.
func TestLedgerIsTheCLIs(t *testing.T) {
	db := openSQL(t, NewDatabase(t, true))
	got := list(t, db, `SELECT attname || ' ' || format_type(atttypid, NULL) || ' ' || attnotnull FROM pg_attribute
		WHERE attrelid = 'supabase_migrations.schema_migrations'::regclass AND attnum > 0 ORDER BY attnum`)
	want := []string{"version text true", "statements text[] false", "name text false"}
	if !slices.Equal(got, want) {
		t.Errorf("ledger = %q, want %q", got, want)
	}
}

// TestMigrateWithoutCreateRole: who has taken CREATEROLE away after the first start, as the
// runbook lets them, is told how to make the roles that came later, and can go on.
func TestMigrateWithoutCreateRole(t *testing.T) {
	if os.Getenv("PRILAVOK_TEST_POSTGRES") == "off" {
		t.Skip("SKIPPED: PRILAVOK_TEST_POSTGRES=off")
	}
	s, err := StartPostgres(t.Context()) // roles are a cluster's: this one has none yet
	check(t, err)
	t.Cleanup(func() { check(t, s.Stop()) })
	super := openSQL(t, s.URL("postgres", "postgres"))
	run := func(q string, args ...any) {
		t.Helper()
		_, err := super.ExecContext(t.Context(), q, args...)
		check(t, err)
	}
	run(`ALTER DATABASE postgres OWNER TO prilavok_app`)
	db := opened(t)(postgres.Open(t.Context(), s.URL("prilavok_app", "postgres"), postgres.Options{Mode: postgres.Exec}))
	all, err := postgres.Pending(t.Context(), db)
	check(t, err)
	later := all[slices.Index(all, "20261128050000"):]
	run(`SET ROLE prilavok_app; CREATE SCHEMA supabase_migrations; CREATE TABLE supabase_migrations.schema_migrations (version text PRIMARY KEY, statements text[], name text); RESET ROLE`)
	for _, v := range later {
		run(`INSERT INTO supabase_migrations.schema_migrations (version) VALUES ($1)`, v)
	}
	_, err = postgres.Migrate(t.Context(), db)
	check(t, err)
	run(`ALTER ROLE prilavok_app NOCREATEROLE`)
	run(`DELETE FROM supabase_migrations.schema_migrations WHERE version >= $1`, later[0])
	for _, role := range []string{"prilavok_panel", "prilavok_reader"} {
		if _, err := postgres.Migrate(t.Context(), db); err == nil || !strings.Contains(err.Error(), "GRANT "+role+" TO prilavok_app") {
			t.Fatalf("without %s: %v", role, err)
		}
		run(`CREATE ROLE ` + role + ` NOLOGIN NOINHERIT`)
		run(`GRANT ` + role + ` TO prilavok_app`)
	}
	done, err := postgres.Migrate(t.Context(), db)
	if err != nil || !slices.Equal(done, later) {
		t.Errorf("applied %v, %v; want %v", done, err, later)
	}
}
