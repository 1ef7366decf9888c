package store

import (
	"database/sql"

	"prilavok/core/txn"
)

// Dialect is the engine. The few texts that differ between engines are listed in
// this file or stand side by side where they are used; everything else is one text.
type Dialect string

const (
	Postgres Dialect = "postgres"
	SQLite   Dialect = "sqlite"
)

// begin says how a transaction starts. On Postgres a View is read-only over one
// snapshot; SQLite's readers are that by themselves.
func (d Dialect) begin(write bool) *sql.TxOptions {
	if d != Postgres || write {
		return nil
	}
	return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
}

// prelude is the first statement of every Postgres transaction: role, shop, scope
// and search path, all local to it, so that a transaction pooler may sit between.
func (d Dialect) prelude(s txn.Scope) (string, []any) {
	if d != Postgres {
		return "", nil
	}
	return Prelude(s, "")
}

// Prelude is prelude for a driver that sends it together with BEGIN; more are further
// columns of it.
func Prelude(s txn.Scope, more string) (string, []any) {
	return `SELECT set_config('role', $1, true), set_config('app.shop_id', $2, true), set_config('app.scope', $3, true), set_config('search_path', 'prilavok', true)` + more,
		[]any{"prilavok_" + string(s.Role), s.ShopID, string(s.Role)}
}

// forUpdate locks the rows that a SELECT returns; SQLite has one writer and needs none.
func (d Dialect) forUpdate() string {
	if d == Postgres {
		return " FOR UPDATE"
	}
	return ""
}

// keyShare holds the rows that a SELECT returns against whoever would hold them whole,
// and waits for such a one first.
func (d Dialect) keyShare() string {
	if d == Postgres {
		return " FOR KEY SHARE OF p"
	}
	return ""
}

// forUpdateOf locks the rows of one table of a join.
func (d Dialect) forUpdateOf(table string) string {
	if d == Postgres {
		return " FOR UPDATE OF " + table
	}
	return ""
}

// skipLocked locks the rows that nobody else holds and passes over the others.
func (d Dialect) skipLocked() string {
	if d == Postgres {
		return " FOR UPDATE SKIP LOCKED"
	}
	return ""
}

// unhurried lets the transaction commit before the disk has it, when the statement
// that it ends the WHERE of changes anything. What it did may be lost in a crash of the
// database, but never torn.
func (d Dialect) unhurried() string {
	if d == Postgres {
		return " AND set_config('synchronous_commit', 'off', true) IS NOT NULL"
	}
	return ""
}

// moment is a parameter that is a time where nothing beside it says so.
func (d Dialect) moment(param string) string {
	if d == Postgres {
		return param + "::timestamptz"
	}
	return param
}

// millis is how many ms are between two times.
func (d Dialect) millis(from, to string) string {
	if d == Postgres {
		return "CAST(round(extract(epoch FROM " + to + " - " + from + ") * 1000) AS bigint)"
	}
	return "CAST(round((julianday(" + to + ") - julianday(" + from + ")) * 86400000) AS integer)"
}

// unfiltered is "= param" of a joined table. SQLite may make a filter of all rows that equal
// it before it looks for the few that are joined; a list of one it leaves alone.
func (d Dialect) unfiltered(param string) string {
	if d == SQLite {
		return "IN (SELECT " + param + ")"
	}
	return "= " + param
}
