// Package postgres opens Postgres through pgx and database/sql. It holds no query of
// the business: those are written once, in store. Only LISTEN lives here besides.
package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"prilavok/core/fault"
	"prilavok/store"
	"prilavok/store/sqlstate"
)

// Mode is how statements travel. A transaction pooler in between needs Exec or Simple.
type Mode string

const (
	Cached Mode = "cached" // prepared statements, kept per connection: for direct connections
	Exec   Mode = "exec"   // extended protocol without named statements
	Simple Mode = "simple" // simple protocol
)

// Options of a connection pool. The zero value suits a server of its own.
type Options struct {
	Mode     Mode // "" is Cached, or Exec when the URL's port is a pooler's (6432, 6543)
	MaxConns int  // 0 is 16

	StatementTimeout time.Duration // of one statement; 0 is 30 s, negative is none
	LockTimeout      time.Duration // of waiting for a row; 0 is 10 s, negative is none
}

// Open connects to a postgres:// URL and checks that the server answers.
func Open(ctx context.Context, url string, opt Options) (store.DB, error) {
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		// The error repeats the URL, which holds a password.
		return store.DB{}, fault.New(fault.Invalid, "store.url", "DATABASE_URL is no postgres:// address: write it like postgres://user:password@host:5432/name")
	}
	if opt.Mode == "" {
		opt.Mode = Cached
		if cfg.Port == 6432 || cfg.Port == 6543 {
			opt.Mode = Exec
		}
	}
	cfg.DefaultQueryExecMode = map[Mode]pgx.QueryExecMode{Cached: pgx.QueryExecModeCacheStatement, Exec: pgx.QueryExecModeExec, Simple: pgx.QueryExecModeSimpleProtocol}[opt.Mode]
	if cfg.ConnectTimeout == 0 {
		cfg.ConnectTimeout = 5 * time.Second
	}
	db := sql.OpenDB(limit(cfg, opt))
	conns := opt.MaxConns
	if conns == 0 {
		conns = 16
	}
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	db.SetConnMaxIdleTime(5 * time.Minute)
	if err := db.PingContext(ctx); err != nil {
		return store.DB{}, errors.Join(known(err), db.Close())
	}
	return store.DB{Dialect: store.Postgres, Write: db, Read: db, Fault: toFault, Scoped: true}, nil
}

func known(err error) error {
	if f := toFault(err); f != nil {
		return f
	}
	return fault.New(fault.Unavailable, "store.connect", "Postgres does not answer: check host, port, user and password in DATABASE_URL")
}

func toFault(err error) error {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		var c *pgconn.ConnectError
		if errors.As(err, &c) || pgconn.SafeToRetry(err) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, driver.ErrBadConn) || broken(err) {
			return fault.New(fault.Unavailable, "store.connection", "the connection to the database broke")
		}
		return nil
	}
	return sqlstate.Fault(e.Code, e.TableName, e.ConstraintName)
}
