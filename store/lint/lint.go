// Package lint looks at a migrated Postgres database for what lets strangers in or makes
// it slow: our own checks of the kinds that Supabase's security and performance advisors
// make, and of what Prilavok promises besides. It reads catalogs and changes nothing, and
// looks at the schema prilavok and at the schemas that Supabase's API exposes. It is no
// check of settings or keys: that is the doctor's.
package lint

import (
	"context"
	"database/sql"
	"slices"

	"prilavok/core/fault"
)

// Level says how bad a finding is.
type Level string

const (
	Error Level = "ERROR" // somebody reads or changes what is not theirs
	Warn  Level = "WARN"  // a door that nobody needs, or a query that gets slow
	Info  Level = "INFO"  // worth a look, often as it should be
)

// Lint is one check. Its SQL begins after the common table expressions of common and
// returns an object's name and a detail for each finding.
type Lint struct {
	Name   string
	Level  Level
	Needs  string // schema.relation without which, or without rights to it, there is nothing to look at; "" is none
	SQL    string
	Advice string
}

// Finding is an object that a lint has named.
type Finding struct {
	Lint   string
	Level  Level
	Object string // schema.name, a role, or an object and its part
	Detail string // "" when the lint's name says it all
	Advice string
}

// Querier is what In asks: *sql.DB, *sql.Tx, *sql.Conn.
type Querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// All lists the lints.
func All() []Lint { return slices.Clone(lints) }

// Run looks at the database in one state of it and returns what was found, the worst
// first. db may be anybody's who sees the catalogs; table_bloat sees statistics of the
// tables that its user may read only.
//
// Faults: store.lint.
func Run(ctx context.Context, db *sql.DB) ([]Finding, error) {
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "store.lint", "the database cannot be looked at: %s", "begin")
	}
	defer tx.Rollback()
	return In(ctx, tx)
}

// In is Run on an open transaction or connection.
func In(ctx context.Context, q Querier) ([]Finding, error) {
	var out []Finding
	for _, level := range []Level{Error, Warn, Info} {
		for _, l := range lints {
			if l.Level != level {
				continue
			}
			found, err := l.Find(ctx, q)
			if err != nil {
				return nil, err
			}
			out = append(out, found...)
		}
	}
	return out, nil
}

// Find runs one lint.
func (l Lint) Find(ctx context.Context, q Querier) ([]Finding, error) {
	found, err := l.find(ctx, q)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "store.lint", "the database cannot be looked at: %s", l.Name)
	}
	var out []Finding
	for _, r := range found {
		out = append(out, Finding{l.Name, l.Level, r[0], r[1], l.Advice})
	}
	return out, nil
}

func (l Lint) find(ctx context.Context, q Querier) ([][2]string, error) {
	if l.Needs != "" {
		there, err := rows(ctx, q, `SELECT nspname::text, relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE nspname || '.' || relname = $1 AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')`, l.Needs)
		if err != nil || len(there) == 0 {
			return nil, err
		}
	}
	return rows(ctx, q, common+l.SQL)
}

// rows reads pairs, whole, in order.
func rows(ctx context.Context, q Querier, query string, args ...any) ([][2]string, error) {
	list, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer list.Close()
	var out [][2]string
	for list.Next() {
		var r [2]string
		if err := list.Scan(&r[0], &r[1]); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	return out, list.Err()
}

// common is what lints share: the schemas that the API exposes, as far as the database is
// told (a hosted project's setting may stand elsewhere: public then); those and ours; the roles
// that the API acts as for anybody (0 is PUBLIC); relations with their indexes and
// policies, and functions, of the watched schemas that belong to no extension.
const common = `
WITH setting AS (
	SELECT coalesce(nullif(current_setting('pgrst.db_schemas', true), ''), (
		SELECT split_part(c, '=', 2) FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole CROSS JOIN unnest(s.setconfig) c
		WHERE r.rolname = 'authenticator' AND c LIKE 'pgrst.db_schemas=%' ORDER BY s.setdatabase DESC LIMIT 1), 'public') AS list
), exposed AS (
	SELECT btrim(s, ' "') AS nspname FROM setting CROSS JOIN unnest(string_to_array(list, ',')) s
), watched AS (
	SELECT oid, nspname, nspname IN (SELECT nspname FROM exposed) AS exposed, nspname = 'prilavok' AS ours FROM pg_namespace
	WHERE nspname = 'prilavok' OR nspname IN (SELECT nspname FROM exposed)
), api AS (
	SELECT oid, rolname::text FROM pg_roles WHERE rolname IN ('anon', 'authenticated') UNION ALL SELECT 0, 'PUBLIC'
), rel AS (
	SELECT c.*, n.nspname, n.exposed, n.ours, format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN watched n ON n.oid = c.relnamespace
	WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
), fn AS (
	SELECT p.*, n.exposed, n.ours, format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS name
	FROM pg_proc p JOIN watched n ON n.oid = p.pronamespace
	WHERE p.prokind IN ('f', 'p') AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
), idx AS (
	SELECT i.*, r.name AS tbl, format('%I.%I', r.nspname, c.relname) AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN rel r ON r.oid = i.indrelid
), pol AS (
	SELECT p.*, r.ours, r.relrowsecurity, r.name AS tbl, r.name || '.' || p.polname AS name,
		coalesce(pg_get_expr(p.polqual, p.polrelid), '') AS qual, coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') AS checks
	FROM pg_policy p JOIN rel r ON r.oid = p.polrelid
) `
