package postgres

import (
	"context"
	"database/sql/driver"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// idleInUnit ends a unit of work whose process hangs while it holds locks: nothing
// outside the database is called inside one, so a minute is very long.
const idleInUnit = time.Minute

// limit sets the time limits of statements and locks, and returns the connector. On a
// direct connection they are given when it is opened. A transaction pooler refuses such
// parameters and must not see a session SET; there they are settings of each transaction,
// in the round trip of its first statement.
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
		limits = nil
	}
	return connector{stdlib.GetConnector(*cfg), limits, opt.Mode == Cached}
}

func millis(d, otherwise time.Duration) string {
	if d == 0 {
		d = otherwise
	}
	return strconv.FormatInt(max(d.Milliseconds(), 0), 10)
}

type connector struct {
	driver.Connector
	limits [][2]string
	cached bool
}

// Connect implements driver.Connector.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	l := &limited{Conn: conn.(*stdlib.Conn), ahead: map[string]*table{}}
	if c.cached {
		l.prepared = map[string]bool{}
	}
	for _, x := range c.limits {
		l.set += "; set local " + x[0] + " = " + x[1]
		l.local += ", set_config('" + x[0] + "', '" + x[1] + "', true)"
	}
	return l, nil
}
