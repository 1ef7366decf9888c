// Package store is all SQL of Prilavok: every query written once, for Postgres,
// SQLite and the edge. Its Store implements the ports that core packages declare.
// It holds no rules: what may happen is decided in core.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"

	"prilavok/core/fault"
	"prilavok/core/txn"
)

// DB is an opened database as a driver package hands it over.
type DB struct {
	Dialect Dialect
	Write   *sql.DB
	Read    *sql.DB // the same as Write where the engine has no reader pool
	// Fault turns a driver's error into a fault by number, never by text. It
	// returns nil for errors it does not know.
	Fault func(error) error
	// Watch is told of every statement by its name, and of begin and commit; may be nil.
	Watch func(what string)
	// Wrote is told of each unit that may have written, once it is committed, by its shop; ""
	// is the system's. It must be quick. May be nil.
	Wrote func(shopID string)
	// Scoped says that the driver begins every transaction with Prelude of the context's
	// scope, and that it heeds How.
	Scoped bool
}

// Store implements core's storage ports on one DB. It is safe for concurrent use.
type Store struct {
	db          DB
	write, read *gate
	shopsAt     sync.Map // shop id → shop.Shop as of its revision
}

// New returns a Store over an opened and migrated database.
func New(db DB) *Store {
	if db.Watch == nil {
		db.Watch = func(string) {}
	}
	s := &Store{db: db, write: newGate(db.Write)}
	s.read = s.write
	if db.Read != db.Write {
		s.read = newGate(db.Read)
	}
	return s
}

// Dialect returns which engine the store runs on.
func (s *Store) Dialect() Dialect { return s.db.Dialect }

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return s.fault(s.db.Write.PingContext(ctx), "ping") }

// Answers reports whether the database answers inside a unit of work of the system's, with
// the roles and tables that migrations make: more than Ping.
func (s *Store) Answers(ctx context.Context) error {
	return s.View(ctx, func(ctx context.Context) error {
		var one int
		_, err := s.conn(ctx).one(ctx, "answers", `SELECT COUNT(*) FROM (SELECT 1 FROM shops LIMIT 1) AS first`, nil, &one)
		return err
	})
}

// Close closes the database.
func (s *Store) Close() error {
	err := s.db.Write.Close()
	if s.db.Read != s.db.Write {
		err = errors.Join(err, s.db.Read.Close())
	}
	return err
}

// unit is the store's part of a txn.Unit.
type unit struct{ tx *sql.Tx }

// InTx implements txn.Runner.
func (s *Store) InTx(ctx context.Context, fn func(ctx context.Context) error) error {
	return s.run(ctx, true, fn)
}

// View implements txn.Runner.
func (s *Store) View(ctx context.Context, fn func(ctx context.Context) error) error {
	return s.run(ctx, false, fn)
}

func (s *Store) run(ctx context.Context, write bool, fn func(ctx context.Context) error) error {
	scope, ok := txn.ScopeOf(ctx)
	if !ok {
		return txn.ErrNoScope
	}
	if outer := txn.UnitOf(ctx); outer != nil {
		return join(ctx, outer, scope, write, fn)
	}
	const tries = 4
	for attempt := 1; ; attempt++ {
		err := s.once(ctx, scope, write, fn)
		if fault.CodeOf(err) != "store.serialization" || attempt == tries {
			return err
		}
	}
}

func join(ctx context.Context, outer *txn.Unit, scope txn.Scope, write bool, fn func(ctx context.Context) error) error {
	switch {
	case scope != outer.Scope:
		outer.Doom(txn.ErrScope)
		return txn.ErrScope
	case write && !outer.Write:
		outer.Doom(txn.ErrReadOnly)
		return txn.ErrReadOnly
	}
	err := fn(ctx)
	if err != nil {
		outer.Doom(err)
	}
	return err
}

func (s *Store) once(ctx context.Context, scope txn.Scope, write bool, fn func(ctx context.Context) error) (err error) {
	db, gate := s.db.Read, s.read
	if write {
		db, gate = s.db.Write, s.write
	}
	if err := gate.enter(ctx); err != nil {
		return s.fault(err, "begin")
	}
	leave := sync.OnceFunc(gate.leave)
	defer leave()
	s.db.Watch("begin")
	tx, err := db.BeginTx(ctx, s.db.Dialect.begin(write))
	if err != nil {
		return s.fault(err, "begin")
	}
	u := &txn.Unit{Scope: scope, Handle: unit{tx}, Write: write}
	committed := false
	defer func() {
		if !committed {
			_ = tx.Rollback()
		}
	}()
	inner := txn.WithUnit(ctx, u)
	if sqlText, args := s.db.Dialect.prelude(scope); sqlText != "" && !s.db.Scoped {
		if _, err := tx.ExecContext(ctx, sqlText, args...); err != nil {
			return s.fault(err, "prelude")
		}
	}
	if err := fn(inner); err != nil {
		return err
	}
	if fence := txn.FenceOf(ctx); fence != nil && write && !u.Fenced && u.Doomed() == nil {
		if err := fence(inner); err != nil {
			return err
		}
	}
	if err := u.Doomed(); err != nil {
		return err
	}
	s.db.Watch("commit")
	if err := tx.Commit(); err != nil {
		return s.fault(err, "commit")
	}
	committed = true
	leave()
	u.Committed()
	if write && s.db.Wrote != nil {
		s.db.Wrote(scope.ShopID)
	}
	return nil
}

// querier is the only door to the database: it finds the open unit of work, dooms
// it when a statement fails, and turns errors into faults.
type querier struct {
	s    *Store
	unit *txn.Unit
	tx   *sql.Tx
	err  error
}

func (s *Store) conn(ctx context.Context) querier {
	u := txn.UnitOf(ctx)
	if u == nil {
		return querier{s: s, err: txn.ErrOutside}
	}
	return querier{s: s, unit: u, tx: u.Handle.(unit).tx}
}

func (q querier) doom(err error, what string) error {
	err = q.s.fault(err, what)
	if err != nil && q.unit != nil {
		q.unit.Doom(err)
	}
	return err
}

// exec runs a statement and returns how many rows it changed.
func (q querier) exec(ctx context.Context, what, text string, args ...any) (int64, error) {
	if q.err != nil {
		return 0, q.err
	}
	q.s.db.Watch(what)
	res, err := q.tx.ExecContext(ctx, text, q.s.args(args)...)
	if err != nil {
		return 0, q.doom(err, what)
	}
	n, err := res.RowsAffected()
	return n, q.doom(err, what)
}

// watch tells of a statement; what is asked ahead is told of when it is read.
func (q querier) watch(ctx context.Context, what string) {
	if !HowOf(ctx).Ahead {
		q.s.db.Watch(what)
	}
}

// only passes on that this is the unit's one statement.
func (q querier) only(ctx context.Context) context.Context {
	if txn.IsOnly(ctx) && q.s.db.Scoped {
		return with(ctx, How{Only: true})
	}
	return ctx
}

// later runs a statement that nobody waits for: with a driver that can, it goes to the
// server with the unit's next question, or with its end.
func (q querier) later(ctx context.Context, what, text string, args ...any) error {
	_, err := q.exec(with(ctx, How{Later: true}), what, text, args...)
	return err
}

// Ahead asks for what reads are about to read in the open unit, all of it in the round trip
// of the unit's next question; what the reads themselves answer means nothing. Where the
// driver cannot, nothing is done.
func (s *Store) Ahead(ctx context.Context, reads ...func(ctx context.Context) error) error {
	if !s.db.Scoped {
		return nil
	}
	for _, read := range reads {
		if err := read(with(ctx, How{Ahead: true})); fault.CodeOf(err) == "store.failed" {
			return err
		}
	}
	return nil
}

// one runs a query of at most one row; found is false when there is none.
func (q querier) one(ctx context.Context, what, text string, args []any, dest ...any) (found bool, err error) {
	if q.err != nil {
		return false, q.err
	}
	q.watch(ctx, what)
	ctx = q.only(ctx)
	err = q.tx.QueryRowContext(ctx, text, q.s.args(args)...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, q.doom(err, what)
}

// all runs a query and calls scan for each row; rows are read whole before it returns.
func (q querier) all(ctx context.Context, what, text string, args []any, scan func(row scanner) error) error {
	if q.err != nil {
		return q.err
	}
	q.watch(ctx, what)
	ctx = q.only(ctx)
	rows, err := q.tx.QueryContext(ctx, text, q.s.args(args)...)
	if err != nil {
		return q.doom(err, what)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return q.doom(err, what)
		}
	}
	return q.doom(rows.Err(), what)
}

type scanner interface{ Scan(dest ...any) error }

// fault names a driver's error. Faults pass through as they are.
func (s *Store) fault(err error, what string) error {
	if err == nil {
		return nil
	}
	var f *fault.Fault
	if errors.As(err, &f) {
		return err
	}
	// ErrTxDone: database/sql saw the context end before the statement did.
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, sql.ErrTxDone) {
		return fault.Wrap(err, fault.Unavailable, "store.canceled", "%s", what)
	}
	if known := s.db.Fault(err); known != nil {
		return known
	}
	return fault.Wrap(err, fault.Internal, "store.failed", "%s", what)
}

// qualified puts a table's name before each of a list of columns.
func qualified(table, columns string) string {
	return table + "." + strings.ReplaceAll(columns, ", ", ", "+table+".")
}

// in writes "$k, $k+1, …" for n values that start at placeholder number first.
func in(first, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", first+i)
	}
	return b.String()
}
