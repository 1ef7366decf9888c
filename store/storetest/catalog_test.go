package storetest

import (
	"database/sql"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// column is one column of a table of schema prilavok, as pg_catalog tells it.
type column struct {
	name, kind string
	required   bool   // NOT NULL and without a default
	refTable   string // of its foreign key, "" for none
	refColumn  string
}

// tables reads the columns of every table of schema prilavok.
func tables(t *testing.T, db *sql.DB) map[string][]column {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), `
		SELECT c.relname, a.attname, format_type(a.atttypid, NULL), a.attnotnull AND NOT a.atthasdef,
		       coalesce(f.ref_table, ''), coalesce(f.ref_column, '')
		FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
		LEFT JOIN LATERAL (
			SELECT r.relname AS ref_table, ra.attname AS ref_column
			FROM pg_constraint k CROSS JOIN LATERAL unnest(k.conkey, k.confkey) AS u(col, ref)
			JOIN pg_class r ON r.oid = k.confrelid JOIN pg_attribute ra ON ra.attrelid = r.oid AND ra.attnum = u.ref
			WHERE k.contype = 'f' AND k.conrelid = c.oid AND u.col = a.attnum ORDER BY k.conname LIMIT 1) f ON true
		WHERE c.relnamespace = 'prilavok'::regnamespace AND c.relkind IN ('r', 'p')
		ORDER BY c.relname, a.attnum`)
	check(t, err)
	defer rows.Close()
	out := map[string][]column{}
	for rows.Next() {
		var table string
		var c column
		check(t, rows.Scan(&table, &c.name, &c.kind, &c.required, &c.refTable, &c.refColumn))
		out[table] = append(out[table], c)
	}
	check(t, rows.Err())
	return out
}

// maker makes a valid row of any table for a shop, from the catalog alone.
type maker struct {
	tables map[string][]column
	checks map[string]string // table → its CHECK constraints
}

func newMaker(t *testing.T, db *sql.DB) maker {
	t.Helper()
	m := maker{tables(t, db), map[string]string{}}
	rows, err := db.QueryContext(t.Context(), `
		SELECT conrelid::regclass::text, string_agg(pg_get_constraintdef(oid), E'\n') FROM pg_constraint
		WHERE contype = 'c' AND connamespace = 'prilavok'::regnamespace GROUP BY 1`)
	check(t, err)
	defer rows.Close()
	for rows.Next() {
		var table, defs string
		check(t, rows.Scan(&table, &defs))
		m.checks[strings.TrimPrefix(table, "prilavok.")] = defs
	}
	check(t, rows.Err())
	return m
}

// value is what column c of the shop's row in table holds. A column that refers to
// another one holds that one's value, so that rows of all tables fit together.
func (m maker) value(table, name, shop string) any {
	c := m.column(table, name)
	switch {
	case name == "shop_id":
		return shop
	case c.refTable != "" && c.refTable != table:
		return m.value(c.refTable, c.refColumn, shop)
	}
	switch c.kind {
	case "text":
		allowed := regexp.MustCompile(`\b` + name + ` = (?:ANY \(ARRAY\[)?'([^']*)'::text`).FindStringSubmatch(m.checks[table])
		if allowed != nil {
			return allowed[1]
		}
		return table + "." + name + "." + shop
	case "bigint", "integer", "smallint", "numeric", "double precision", "real":
		if name == "seq" && shop == "south" {
			return 2 // where it alone is the key
		}
		return 1
	case "boolean":
		return false
	case "jsonb", "json":
		return "{}"
	case "timestamp with time zone":
		return "2026-01-02T03:04:05Z"
	case "date":
		return "2026-01-02"
	case "bytea":
		return []byte{1}
	}
	panic("access test: teach maker.value the type " + c.kind)
}

func (m maker) column(table, name string) column {
	i := slices.IndexFunc(m.tables[table], func(c column) bool { return c.name == name })
	if i < 0 {
		panic("no column " + table + "." + name)
	}
	return m.tables[table][i]
}

// insert writes the statement that adds the shop's row.
func (m maker) insert(table, shop string) (string, []any) {
	var names, marks []string
	var args []any
	for _, c := range m.tables[table] {
		if !c.required {
			continue
		}
		args = append(args, m.value(table, c.name, shop))
		names = append(names, c.name)
		marks = append(marks, fmt.Sprintf("$%d", len(args)))
	}
	return fmt.Sprintf("INSERT INTO prilavok.%s (%s) VALUES (%s)", table, strings.Join(names, ", "), strings.Join(marks, ", ")), args
}

// order lists the tables so that each comes after those that its required columns
// refer to.
func (m maker) order() []string {
	var out []string
	var visit func(table string)
	visit = func(table string) {
		if slices.Contains(out, table) {
			return
		}
		for _, c := range m.tables[table] {
			if c.required && c.refTable != "" && c.refTable != table {
				visit(c.refTable)
			}
		}
		out = append(out, table)
	}
	names := make([]string, 0, len(m.tables))
	for name := range m.tables {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		visit(name)
	}
	return out
}
