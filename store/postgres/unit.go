package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"prilavok/core/txn"
	"prilavok/store"
)

// limited is pgx's connection with units of work of ours. BEGIN, the store's prelude and
// whatever nobody needs an answer of wait for the first statement that is waited for, and
// go to the server with it; what was written last goes with COMMIT. The server runs all
// of it in order, so only the round trips are saved.
type limited struct {
	*stdlib.Conn
	set   string // time limits as SET LOCAL, for a transaction that has no scope
	local string // the same as columns of the prelude

	prepared map[string]bool // statements that this connection knows; nil where it keeps none
	unit     bool            // a unit of work that has a scope is open
	sent     bool            // and the server knows of it
	over     bool            // and has ended with its only statement
	waiting  []queued
	reads    bool              // something was read ahead in this unit
	ahead    map[string]*table // answers that were read ahead, by what they will be asked for by
	stale    bool
}

// errOver: a unit that was said to have one statement had another.
var errOver = errors.New("the unit of work has ended with its only statement")

// IsValid implements driver.Validator.
func (c *limited) IsValid() bool { return !c.stale && !c.Conn.Conn().IsClosed() }

// BeginTx implements driver.ConnBeginTx.
func (c *limited) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	if c.Conn.Conn().IsClosed() {
		return nil, driver.ErrBadConn
	}
	begin := "begin"
	switch sql.IsolationLevel(opts.Isolation) {
	case sql.LevelDefault:
	case sql.LevelRepeatableRead:
		begin += " isolation level repeatable read"
	default:
		return nil, fmt.Errorf("units of work do not run at isolation level %s", sql.IsolationLevel(opts.Isolation))
	}
	if opts.ReadOnly {
		begin += " read only"
	}
	scope, ok := txn.ScopeOf(ctx)
	if !ok { // a migration: it names no scope, and its statements are no prepared ones
		tx, err := c.Conn.Conn().BeginTx(ctx, pgx.TxOptions{BeginQuery: begin + c.set})
		if err != nil {
			return nil, err
		}
		return transaction{ctx, tx}, nil
	}
	query, args := store.Prelude(scope, c.local)
	c.unit, c.sent, c.waiting = true, false, nil
	for _, q := range []queued{{query: begin}, {query: query, args: args}} {
		if err := c.queue(ctx, q); err != nil {
			c.unit = false
			return nil, err
		}
	}
	return unit{ctx, c}, nil
}

// QueryContext implements driver.QueryerContext.
func (c *limited) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if !c.unit {
		return c.Conn.QueryContext(ctx, query, args)
	}
	if c.over {
		return nil, errOver
	}
	q := queued{query: query, args: values(args)}
	how := store.HowOf(ctx)
	if how.Ahead {
		q.key, c.reads = keyOf(query, q.args), true
		return &table{}, c.queue(ctx, q)
	}
	if t, err := c.known(ctx, q); t != nil || err != nil {
		return t, err
	}
	q.want = true
	if how.Only {
		if err := c.prepare(ctx, "commit"); err != nil {
			return nil, err
		}
	}
	if err := c.queue(ctx, q); err != nil {
		return nil, err
	}
	if how.Only {
		c.waiting = append(c.waiting, queued{query: "commit"})
	}
	t, tag, err := c.send(ctx)
	if err != nil {
		return nil, err
	}
	c.over = how.Only
	if c.over && tag.String() == "ROLLBACK" {
		return nil, pgx.ErrTxCommitRollback
	}
	return t, nil
}

// known returns an answer that was read ahead, once; nil when it was not.
func (c *limited) known(ctx context.Context, q queued) (driver.Rows, error) {
	if !c.reads && len(c.ahead) == 0 {
		return nil, nil
	}
	key := keyOf(q.query, q.args)
	for _, w := range c.waiting {
		if w.key == key {
			if err := c.flush(ctx); err != nil {
				return nil, err
			}
			break
		}
	}
	t, ok := c.ahead[key]
	if !ok {
		return nil, nil
	}
	delete(c.ahead, key)
	return t, nil
}

// ExecContext implements driver.ExecerContext.
func (c *limited) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if !c.unit {
		return c.Conn.ExecContext(ctx, query, args)
	}
	if c.over {
		return nil, errOver
	}
	how := store.HowOf(ctx)
	if !how.Still && c.reads { // what was read ahead may be so no longer
		clear(c.ahead)
		for i := range c.waiting {
			c.waiting[i].key = ""
		}
	}
	if err := c.queue(ctx, queued{query: query, args: values(args)}); err != nil {
		return nil, err
	}
	if how.Later {
		return driver.RowsAffected(0), nil
	}
	_, tag, err := c.send(ctx)
	return driver.RowsAffected(tag.RowsAffected()), err
}

func values(args []driver.NamedValue) []any {
	out := make([]any, len(args))
	for i, a := range args {
		out[i] = a.Value
	}
	return out
}

// end forgets a unit of work.
func (c *limited) end() {
	c.unit, c.sent, c.over, c.reads, c.waiting = false, false, false, false, nil
	clear(c.ahead)
}

// unit is the open unit of work of a connection.
type unit struct {
	ctx context.Context
	c   *limited
}

// Commit implements driver.Tx. A unit that has asked for nothing has nothing to keep.
func (u unit) Commit() error {
	c := u.c
	defer c.end()
	if c.over || !c.sent && len(c.waiting) <= 2 { // no more than BEGIN and the prelude
		return nil
	}
	if err := c.queue(u.ctx, queued{query: "commit"}); err != nil {
		return u.failed(err)
	}
	_, tag, err := c.send(u.ctx)
	if err != nil {
		return u.failed(err)
	}
	if tag.String() == "ROLLBACK" {
		return pgx.ErrTxCommitRollback
	}
	return nil
}

// failed leaves no transaction open behind an error.
func (u unit) failed(err error) error {
	conn := u.c.Conn.Conn()
	if conn.IsClosed() || conn.PgConn().TxStatus() == 'I' {
		return err
	}
	pause, cancel := context.WithTimeout(context.WithoutCancel(u.ctx), 5*time.Second)
	defer cancel()
	if _, again := conn.Exec(pause, "rollback"); again != nil {
		_ = conn.Close(pause)
	}
	return err
}

// Rollback implements driver.Tx.
func (u unit) Rollback() error {
	defer u.c.end()
	return u.failed(nil)
}

// transaction is one without a scope.
type transaction struct {
	ctx context.Context
	tx  pgx.Tx
}

// Commit implements driver.Tx.
func (t transaction) Commit() error { return t.tx.Commit(t.ctx) }

// Rollback implements driver.Tx.
func (t transaction) Rollback() error { return t.tx.Rollback(t.ctx) }
