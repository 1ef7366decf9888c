// Package postgres opens Postgres through pgx and database/sql. It holds no query of
// the business: those are written once, in store. Only LISTEN lives here besides.
package postgres

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"prilavok/core/fault"
	"prilavok/store"
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
	return store.DB{Dialect: store.Postgres, Write: db, Read: db, Fault: toFault}, nil
}

func known(err error) error {
	if f := toFault(err); f != nil {
		return f
	}
	return fault.New(fault.Unavailable, "store.connect", "Postgres does not answer: check host, port, user and password in DATABASE_URL")
}

// states maps SQLSTATE codes: postgresql.org/docs/15/errcodes-appendix.html.
var states = map[string]*fault.Fault{
	"23505": fault.New(fault.Conflict, "store.duplicate", "this exists already"),
	"23503": fault.New(fault.Conflict, "store.reference", "what this refers to does not exist, or is still needed"),
	"23514": fault.New(fault.Conflict, "store.check", "a value that the database does not allow"),
	"23502": fault.New(fault.Conflict, "store.check", "a value that the database does not allow"),
	"40001": fault.New(fault.Unavailable, "store.serialization", "two units of work met; it is tried again"),
	"40P01": fault.New(fault.Unavailable, "store.serialization", "two units of work met; it is tried again"),
	"42501": fault.New(fault.Forbidden, "store.denied", "row-level security or a grant forbids this"),
	"55P03": fault.New(fault.Unavailable, "store.busy", "the row is locked"),
	"57014": fault.New(fault.Unavailable, "store.canceled", "the query was canceled or took too long"),
	"53100": fault.New(fault.Unavailable, "store.disk_full", "the database server's disk is full: free some space"),
	"25006": fault.New(fault.Unavailable, "store.read_only", "the server accepts no writes at the moment"),
}

// classes maps the first two characters of a SQLSTATE.
var classes = map[string]*fault.Fault{
	"08": fault.New(fault.Unavailable, "store.connection", "the connection to the database broke"),
	"53": fault.New(fault.Unavailable, "store.resources", "the database is out of connections, memory or disk"),
	"57": fault.New(fault.Unavailable, "store.shutdown", "the database is shutting down or starting"),
	"58": fault.New(fault.Unavailable, "store.system", "the database server has trouble with its system"),
	"28": fault.New(fault.Unavailable, "store.login", "the database refuses user or password"),
}

func toFault(err error) error {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		var c *pgconn.ConnectError
		if errors.As(err, &c) || pgconn.SafeToRetry(err) || errors.Is(err, sql.ErrConnDone) || broken(err) {
			return fault.New(fault.Unavailable, "store.connection", "the connection to the database broke")
		}
		return nil
	}
	f := states[e.Code]
	if f == nil && len(e.Code) == 5 {
		f = classes[e.Code[:2]]
	}
	if f == nil {
		return nil
	}
	// The server's message may quote values of a row: only where it happened is told.
	where := strings.TrimSpace(e.TableName + " " + e.ConstraintName)
	return fault.Wrap(errors.New("SQLSTATE "+e.Code+" "+where), f.Kind, f.Code, "%s", f.Message)
}
