package edgedb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

var (
	errBroken   = errors.New("the unit's connection was closed")
	errPrepared = errors.New("the edge keeps no prepared statements")
	errPrelude  = errors.New("the prelude has a setting that this driver does not read")
	errAborted  = errors.New("the transaction was aborted: commit rolled it back")
)

// settings travel with BEGIN, local to the transaction, because a pooler's server
// connections may come with any: how long things may take, and the text forms read here.
func settings(opt Options) string {
	return "; set local statement_timeout = " + strconv.FormatInt(opt.StatementTimeout.Milliseconds(), 10) +
		"; set local lock_timeout = 10000; set local idle_in_transaction_session_timeout = 30000" +
		"; set local datestyle = 'ISO, YMD'; set local timezone = 'UTC'; set local bytea_output = 'hex'"
}

type connector struct {
	wire   Wire
	line   *line
	prefix string
}

// Connect implements driver.Connector.
func (c *connector) Connect(context.Context) (driver.Conn, error) { return &conn{connector: c}, nil }

// Driver implements driver.Connector.
func (c *connector) Driver() driver.Driver { return c }

// Open implements driver.Driver.
func (c *connector) Open(string) (driver.Conn, error) { return &conn{connector: c}, nil }

// conn is a place in the line. It has the connection from BeginTx to the unit's end.
type conn struct {
	*connector
	open     bool   // a unit of work has the connection
	begin    string // BEGIN and settings while they wait for the first statement
	readOnly bool
	epoch    int
	broken   bool // the connection went away under the unit
}

// Prepare implements driver.Conn.
func (c *conn) Prepare(string) (driver.Stmt, error) { return nil, errPrepared }

// Close implements driver.Conn. database/sql ends the unit before.
func (c *conn) Close() error { return nil }

// Begin implements driver.Conn.
func (c *conn) Begin() (driver.Tx, error) { return nil, errPrepared }

// IsValid implements driver.Validator.
func (c *conn) IsValid() bool { return !c.broken && !c.open }

// BeginTx implements driver.ConnBeginTx.
func (c *conn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
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
	if err := c.line.enter(ctx); err != nil {
		return nil, err
	}
	c.open, c.begin, c.readOnly, c.epoch, c.broken = true, begin+c.prefix+"; ", opts.ReadOnly, 0, false
	return tx{ctx, c}, nil
}

// Ping implements driver.Pinger.
func (c *conn) Ping(ctx context.Context) error {
	_, err := c.send(ctx, "select 1", nil)
	return err
}

// send runs one statement, in the open unit or by itself.
func (c *conn) send(ctx context.Context, query string, args []driver.NamedValue) (Answer, error) {
	text, err := render(query, args)
	if err != nil {
		return Answer{}, err
	}
	if !c.open {
		if err := c.line.enter(ctx); err != nil {
			return Answer{}, err
		}
		defer c.line.leave()
		return c.wire.Query(ctx, text, 0)
	}
	if c.broken {
		return Answer{}, errBroken
	}
	if err := ctx.Err(); err != nil {
		return Answer{}, err
	}
	text, c.begin = c.begin+text, ""
	a, err := c.wire.Query(ctx, text, c.epoch)
	if c.epoch == 0 {
		c.epoch = a.Epoch
	}
	var e *Error
	// After a refusal of the server's the connection stands; after anything else it may not.
	if err != nil && (!errors.As(err, &e) || a.Epoch == 0) {
		c.broken = true
	}
	return a, err
}

// CheckNamedValue implements driver.NamedValueChecker: lists are values here as well.
func (c *conn) CheckNamedValue(v *driver.NamedValue) error {
	switch v.Value.(type) {
	case []string, []int64:
		return nil
	}
	return driver.ErrSkip
}

// QueryContext implements driver.QueryerContext.
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	a, err := c.send(ctx, query, args)
	if err != nil {
		return nil, err
	}
	return &rows{answer: a}, nil
}

// ExecContext implements driver.ExecerContext. Settings at a unit's beginning wait for
// the first statement that they are for.
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if c.begin != "" && strings.HasPrefix(query, "SELECT set_config(") {
		text, err := setLocal(query)
		if err == nil {
			text, err = render(text, args)
		}
		if err != nil {
			return nil, err
		}
		c.begin += text
		return driver.RowsAffected(0), nil
	}
	a, err := c.send(ctx, query, args)
	if err != nil {
		return nil, err
	}
	return driver.RowsAffected(a.Count), nil
}

var setConfig = regexp.MustCompile(`set_config\('([a-z_.]+)', (\$[0-9]+|'[a-z_]*'), true\)`)

// setLocal says the same as a SELECT of set_config, with commands that answer no row: the
// JavaScript client counts the rows of a text once, and would give the count of a SELECT
// for what the statement behind it changes.
func setLocal(query string) (string, error) {
	var b strings.Builder
	all := setConfig.FindAllStringSubmatch(query, -1)
	if len(all) != strings.Count(query, "set_config(") {
		return "", errPrelude
	}
	for _, m := range all {
		b.WriteString("set local " + m[1] + " = " + m[2] + "; ")
	}
	return b.String(), nil
}

// end gives the connection back.
func (c *conn) end() {
	c.open, c.begin = false, ""
	c.line.leave()
}

// tx is the open unit of a conn.
type tx struct {
	ctx context.Context
	c   *conn
}

// Commit implements driver.Tx.
func (t tx) Commit() error {
	c := t.c
	defer c.end()
	switch {
	case c.broken:
		return errBroken
	case c.begin != "": // nothing was ever sent
		return nil
	case c.readOnly: // there is nothing to keep, so nothing to wait for
		c.wire.Post("commit", c.epoch)
		return nil
	}
	a, err := c.wire.Query(t.ctx, "commit", c.epoch)
	if err == nil && a.Command == "ROLLBACK" {
		err = errAborted
	}
	c.broken = err != nil
	return err
}

// Rollback implements driver.Tx. Whoever comes next is behind it on the same wire.
func (t tx) Rollback() error {
	c := t.c
	defer c.end()
	if !c.broken && c.begin == "" {
		c.wire.Post("rollback", c.epoch)
	}
	return nil
}
