package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"prilavok/core/txn"
	"prilavok/store"
)

// idleInUnit ends a unit of work whose process hangs while it holds locks: nothing
// outside the database is called inside one, so a minute is very long.
const idleInUnit = time.Minute

// limit sets the time limits of statements and locks, and returns the connector. On a
// direct connection they are given when it is opened. A transaction pooler refuses such
// parameters and must not see a session SET; there they travel with BEGIN, local to the
// transaction, in the same round trip.
func limit(cfg *pgx.ConnConfig, opt Options) driver.Connector {
	limits := [][2]string{
		{"statement_timeout", millis(opt.StatementTimeout, 30*time.Second)},
		{"lock_timeout", millis(opt.LockTimeout, 10*time.Second)},
		{"idle_in_transaction_session_timeout", millis(0, idleInUnit)},
	}
	if opt.Mode == Cached {
		for _, l := range limits {
			cfg.RuntimeParams[l[0]] = l[1]
		}
		return connector{stdlib.GetConnector(*cfg), ""}
	}
	var set strings.Builder
	for _, l := range limits {
		fmt.Fprintf(&set, "; set local %s = %s", l[0], l[1])
	}
	return connector{stdlib.GetConnector(*cfg), set.String()}
}

func millis(d, otherwise time.Duration) string {
	if d == 0 {
		d = otherwise
	}
	return strconv.FormatInt(max(d.Milliseconds(), 0), 10)
}

type connector struct {
	driver.Connector
	set string
}

// Connect implements driver.Connector.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &limited{conn.(*stdlib.Conn), c.set}, nil
}

// limited is pgx's connection with a BEGIN of ours.
type limited struct {
	*stdlib.Conn
	set string
}

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
	tx, err := c.Conn.Conn().BeginTx(ctx, pgx.TxOptions{BeginQuery: begin + c.set + prelude(ctx)})
	if err != nil {
		return nil, err
	}
	return transaction{ctx, tx}, nil
}

// prelude is what a unit of work begins with; nothing for migrations, which name no scope.
func prelude(ctx context.Context) string {
	scope, ok := txn.ScopeOf(ctx)
	if !ok {
		return ""
	}
	return store.Prelude(scope)
}

type transaction struct {
	ctx context.Context
	tx  pgx.Tx
}

// Commit implements driver.Tx.
func (t transaction) Commit() error { return t.tx.Commit(t.ctx) }

// Rollback implements driver.Tx.
func (t transaction) Rollback() error { return t.tx.Rollback(t.ctx) }
