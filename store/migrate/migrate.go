// Package migrate applies forward-only SQL files, one transaction each, in the order
// of their 14-digit versions. Which statements lock and record is the engine's.
package migrate

import (
	"context"
	"database/sql"
	"io/fs"
	"slices"
	"strings"

	"prilavok/core/fault"
)

// Plan is how an engine migrates.
type Plan struct {
	FS      fs.FS    // holds migrations/<version>_<name>.sql
	Prepare []string // run at the start of each transaction: ledger and lock
	Applied string   // query of applied versions
	Note    string   // insert of $1 version and $2 name
}

type file struct{ version, name, body string }

func (p Plan) files() ([]file, error) {
	names, err := fs.Glob(p.FS, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var out []file
	for _, n := range names {
		body, err := fs.ReadFile(p.FS, n)
		if err != nil {
			return nil, err
		}
		base := strings.TrimSuffix(strings.TrimPrefix(n, "migrations/"), ".sql")
		version, name, _ := strings.Cut(base, "_")
		if len(version) != 14 {
			return nil, fault.New(fault.Internal, "store.migration_name", "%s: a migration is named <14 digits>_<name>.sql", n)
		}
		out = append(out, file{version, name, string(body)})
	}
	return out, nil
}

// Run applies what is missing and returns the versions that this call applied. Two
// migrators at the same time apply each file once.
func Run(ctx context.Context, db *sql.DB, p Plan) ([]string, error) {
	files, err := p.files()
	if err != nil {
		return nil, err
	}
	var done []string
	for _, f := range files {
		applied, err := p.apply(ctx, db, f)
		if err != nil {
			return done, fault.Wrap(err, fault.Internal, "store.migration", "migration %s_%s failed and changed nothing", f.version, f.name)
		}
		if applied {
			done = append(done, f.version)
		}
	}
	return done, nil
}

func (p Plan) apply(ctx context.Context, db *sql.DB, f file) (applied bool, err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer tx.Rollback()
	for _, s := range p.Prepare {
		if _, err := tx.ExecContext(ctx, s); err != nil {
			return false, err
		}
	}
	known, err := versions(ctx, tx, p.Applied)
	if err != nil || known[f.version] {
		return false, err
	}
	if _, err := tx.ExecContext(ctx, f.body); err != nil {
		return false, err
	}
	if _, err := tx.ExecContext(ctx, p.Note, f.version, f.name); err != nil {
		return false, err
	}
	return true, tx.Commit()
}

// Pending lists the versions that Run would apply. A ledger that does not exist yet
// means all of them.
func Pending(ctx context.Context, db *sql.DB, p Plan) ([]string, error) {
	files, err := p.files()
	if err != nil {
		return nil, err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback() // the ledger is made only to be read, and is not kept
	for _, s := range p.Prepare {
		if _, err := tx.ExecContext(ctx, s); err != nil {
			return nil, err
		}
	}
	known, err := versions(ctx, tx, p.Applied)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, f := range files {
		if !known[f.version] {
			out = append(out, f.version)
		}
	}
	return out, nil
}

func versions(ctx context.Context, tx *sql.Tx, query string) (map[string]bool, error) {
	rows, err := tx.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]bool{}
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			return nil, err
		}
		out[v] = true
	}
	return out, rows.Err()
}
