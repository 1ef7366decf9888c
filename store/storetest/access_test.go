package storetest

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
)

// system is all that role prilavok_system may do. Everything else is forbidden to it:
// a migration that grants more fails here first, so that somebody decides it.
var system = map[string]string{
	"shops":              "SELECT",
	"channel_accounts":   "SELECT",
	"intake":             "SELECT,DELETE",
	"payment_accounts":   "SELECT",
	"jobs":               "SELECT,UPDATE,DELETE",
	"api_keys":           "SELECT", // a request says which shop it is for only by its key
	"staff_members":      "SELECT", // or by its token
	"staff_people":       "SELECT", // who signs in names no shop
	"staff_sessions":     "SELECT",
	"push_keys":          "SELECT",
	"push_subscriptions": "SELECT",
	"staff_tickets":      "SELECT",
	"stray_events":       "SELECT,INSERT,UPDATE,DELETE", // of no shop
	"channel_erasures":   "SELECT",                      // whoever asked for one says only its code
}

const denied = "42501"

// matrix tries statements in transactions that are rolled back, as some role. Foreign
// keys do not fire (the session is replica's), so that every verb can be tried on every
// table whatever refers to it; row-level security and grants do.
type matrix struct {
	maker
	db *sql.DB
}

// in runs statements as a role with a shop and a scope, and returns the rows of the last
// and the SQLSTATE of its error.
func (m matrix) in(t *testing.T, role, shop, scope string, prepare []string, query string, args ...any) (rows int64, state string) {
	t.Helper()
	ctx := t.Context()
	tx, err := m.db.BeginTx(ctx, nil)
	check(t, err)
	defer tx.Rollback()
	for _, q := range append([]string{"SET LOCAL session_replication_role = replica"}, prepare...) {
		_, err := tx.ExecContext(ctx, q)
		check(t, err)
	}
	_, err = tx.ExecContext(ctx, `SELECT set_config('app.shop_id', $1, true), set_config('app.scope', $2, true), set_config('role', $3, true)`, shop, scope, role)
	check(t, err)
	res, err := tx.ExecContext(ctx, query, args...)
	return affected(t, res, err)
}

func affected(t *testing.T, res sql.Result, err error) (int64, string) {
	t.Helper()
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return 0, pg.Code
	}
	check(t, err)
	n, err := res.RowsAffected()
	check(t, err)
	return n, ""
}

func seeded(t *testing.T) matrix {
	t.Helper()
	url := NewSupabase(t)
	db := openSQL(t, url)
	m := matrix{newMaker(t, db), db}
	for _, shop := range []string{"north", "south"} {
		for _, table := range m.order() {
			if err := m.plant(t, table, shop); err != nil {
				t.Fatalf("a row of %s for shop %s: %v", table, shop, err)
			}
		}
	}
	if _, err := db.ExecContext(t.Context(), `DO $$ BEGIN CREATE ROLE prilavok_nobody; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`); err != nil {
		t.Fatal(err)
	}
	if len(m.tables) < 20 {
		t.Fatalf("only %d tables found", len(m.tables))
	}
	return m
}

// plant adds a shop's row, and nothing that a trigger would add beside it.
func (m matrix) plant(t *testing.T, table, shop string) error {
	tx, err := m.db.BeginTx(t.Context(), nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(t.Context(), "SET LOCAL session_replication_role = replica"); err != nil {
		return err
	}
	q, args := m.insert(table, shop)
	if _, err := tx.ExecContext(t.Context(), q, args...); err != nil {
		return err
	}
	return tx.Commit()
}

// expect is one try: what is done as whom, and what must come of it.
type expect struct {
	what, role, shop, scope string
	prepare                 []string
	query                   string
	args                    []any
	rows                    int64
	state                   string
}

func (m matrix) run(t *testing.T, list []expect) {
	t.Helper()
	for _, e := range list {
		rows, state := m.in(t, e.role, e.shop, e.scope, e.prepare, e.query, e.args...)
		if rows != e.rows || state != e.state {
			t.Errorf("%s: %s\n got %d rows, state %q; want %d, %q", e.what, e.query, rows, state, e.rows, e.state)
		}
	}
}

func TestAccess(t *testing.T) {
	m := seeded(t)
	for table := range m.tables {
		t.Run(table, func(t *testing.T) {
			m.run(t, m.bot(table, "north", "south"))
			m.run(t, m.bot(table, "south", "north"))
			m.run(t, m.system(table))
			m.run(t, m.others(table))
		})
	}
	for table := range system {
		if m.tables[table] == nil {
			t.Errorf("the list of system rights names %s, which does not exist", table)
		}
	}
}

// bot sees and changes the rows of its shop, and nothing of another's.
func (m matrix) bot(table, shop, other string) []expect {
	const role = "prilavok_bot"
	name := "prilavok." + table
	own, ownArgs := m.insert(table, shop)
	foreign, foreignArgs := m.insert(table, other)
	empty, of := []string{"DELETE FROM " + name}, " WHERE shop_id = '"+other+"'"
	return []expect{
		{"bot reads its own", role, shop, "bot", nil, "SELECT FROM " + name, nil, 1, ""},
		{"bot reads another's", role, shop, "bot", nil, "SELECT FROM " + name + of, nil, 0, ""},
		{"bot without a shop", role, "", "bot", nil, "SELECT FROM " + name, nil, 0, ""},
		{"bot that claims the system's scope", role, "", "system", nil, "SELECT FROM " + name, nil, 0, ""},
		{"bot adds its own", role, shop, "bot", empty, own, ownArgs, 1, ""},
		{"bot adds another's", role, shop, "bot", empty, foreign, foreignArgs, 0, denied},
		{"bot changes its own", role, shop, "bot", nil, "UPDATE " + name + " SET shop_id = shop_id", nil, 1, ""},
		{"bot changes another's", role, shop, "bot", nil, "UPDATE " + name + " SET shop_id = shop_id" + of, nil, 0, ""},
		{"bot gives its own away", role, shop, "bot", []string{"DELETE FROM " + name + of}, "UPDATE " + name + " SET shop_id = '" + other + "'", nil, 0, denied},
		{"bot deletes its own", role, shop, "bot", nil, "DELETE FROM " + name, nil, 1, ""},
		{"bot deletes another's", role, shop, "bot", nil, "DELETE FROM " + name + of, nil, 0, ""},
		{"bot empties the table", role, shop, "bot", nil, "TRUNCATE " + name + " CASCADE", nil, 0, denied},
	}
}

// system has the listed verbs on all shops' rows, and no other.
func (m matrix) system(table string) []expect {
	const role = "prilavok_system"
	name := "prilavok." + table
	insert, args := m.insert(table, "north")
	queries := map[string]expect{
		"SELECT": {query: "SELECT FROM " + name, rows: 2},
		"INSERT": {query: insert, args: args, prepare: []string{"DELETE FROM " + name}, rows: 1},
		"UPDATE": {query: "UPDATE " + name + " SET shop_id = shop_id", rows: 2},
		"DELETE": {query: "DELETE FROM " + name, rows: 2},
	}
	var out []expect
	for verb, e := range queries {
		e.what, e.role, e.scope = "system "+verb, role, "system"
		granted := strings.Contains(system[table], verb)
		if !granted {
			e.rows, e.state = 0, denied
		}
		out = append(out, e)
		if granted { // the role alone, without the scope that the prelude sets, is not enough
			e.what, e.scope, e.rows = "system without its scope "+verb, "", 0
			if verb == "INSERT" {
				e.state = denied
			}
			out = append(out, e)
		}
	}
	return out
}

// others: a role without grants is refused, and the tables' owner is held by the
// policies like anybody (FORCE), without the prelude's settings by all of them.
func (m matrix) others(table string) []expect {
	name := "prilavok." + table
	insert, args := m.insert(table, "north")
	empty := []string{"DELETE FROM " + name}
	return []expect{
		{"nobody reads", "prilavok_nobody", "north", "system", nil, "SELECT FROM " + name, nil, 0, denied},
		{"nobody adds", "prilavok_nobody", "north", "system", empty, insert, args, 0, denied},
		{"nobody changes", "prilavok_nobody", "north", "system", nil, "UPDATE " + name + " SET shop_id = shop_id", nil, 0, denied},
		{"nobody deletes", "prilavok_nobody", "north", "system", nil, "DELETE FROM " + name, nil, 0, denied},
		{"owner reads", "prilavok_app", "", "", nil, "SELECT FROM " + name, nil, 0, ""},
		{"owner adds", "prilavok_app", "", "", empty, insert, args, 0, denied},
		{"owner changes", "prilavok_app", "", "", nil, "UPDATE " + name + " SET shop_id = shop_id", nil, 0, ""},
		{"owner deletes", "prilavok_app", "", "", nil, "DELETE FROM " + name, nil, 0, ""},
	}
}

// TestPolicies reads pg_catalog for what no try shows; store/lint looks at the rest.
func TestPolicies(t *testing.T) {
	db := openSQL(t, NewDatabase(t, true))
	for name, q := range map[string]string{
		"a policy compares the shop or the scope that the prelude has set, once a statement, and nothing else": `
			SELECT tablename || '.' || policyname || ': ' || p FROM pg_policies CROSS JOIN unnest(ARRAY[qual, with_check]) p
			WHERE schemaname = 'prilavok' AND p <> CASE WHEN roles = '{prilavok_system}'
				THEN $$(( SELECT current_setting('app.scope'::text, true) AS current_setting) = 'system'::text)$$
				ELSE $$(shop_id = ( SELECT current_setting('app.shop_id'::text, true) AS current_setting))$$ END`,
		"a policy is one role's of ours": `
			SELECT tablename || '.' || policyname FROM pg_policies WHERE schemaname = 'prilavok'
			AND (cardinality(roles) <> 1 OR roles[1] NOT IN ('prilavok_bot', 'prilavok_system', 'prilavok_panel', 'prilavok_reader'))`,
		"every table has shop_id, required": `
			SELECT relname FROM pg_class c WHERE relnamespace = 'prilavok'::regnamespace AND relkind IN ('r', 'p')
			AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND attname = 'shop_id' AND attnotnull)`,
	} {
		t.Run(name, func(t *testing.T) {
			for _, bad := range list(t, db, q) {
				t.Error(bad)
			}
		})
	}
}

func list(t *testing.T, db *sql.DB, query string, args ...any) []string {
	t.Helper()
	rows, err := db.QueryContext(context.Background(), query, args...)
	check(t, err)
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		check(t, rows.Scan(&s))
		out = append(out, s)
	}
	check(t, rows.Err())
	return out
}
